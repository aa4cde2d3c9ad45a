//! Reading calldata and return data.

use alloc::vec::Vec;

use crate::word::from_word;
use alloy_primitives::{Address, B256, U256};

use crate::{Fault, Result, WORD};

/// A cursor over the head of one ABI tuple.
///
/// Offsets of dynamic members count from the tuple's first byte, wherever the cursor stands. Everything is checked:
/// data that is too short, an offset or length past the end, and bytes outside a type's range are
/// [`Fault::INVALID_CALLDATA`].
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    /// The tuple and all that follows it.
    tuple: &'a [u8],
    /// Where the next head word starts.
    at: usize,
}

const INVALID: Fault = Fault::Error(Fault::INVALID_CALLDATA);

impl<'a> Reader<'a> {
    /// Reads a tuple that starts at the first byte of `tuple`: arguments after the selector, or returned data.
    pub fn new(tuple: &'a [u8]) -> Self {
        Self { tuple, at: 0 }
    }

    /// The whole tuple with its tails, wherever the cursor stands: for passing arguments on unchanged.
    pub fn source(&self) -> &'a [u8] {
        self.tuple
    }

    /// The next head word, as bytes.
    #[inline(never)]
    pub fn raw(&mut self) -> Result<&'a [u8; WORD]> {
        let word = self.tuple.get(self.at..).and_then(|rest| rest.first_chunk::<WORD>()).ok_or(INVALID)?;
        self.at = self.at.saturating_add(WORD);
        Ok(word)
    }

    /// A `uint256`.
    #[inline(never)]
    pub fn word(&mut self) -> Result<U256> {
        Ok(from_word(self.raw()?))
    }

    /// A `bytes32`.
    #[inline(never)]
    pub fn b256(&mut self) -> Result<B256> {
        Ok(B256::from(*self.raw()?))
    }

    /// An `address`; its upper twelve bytes must be zero.
    #[inline(never)]
    pub fn address(&mut self) -> Result<Address> {
        let word = self.raw()?;
        if word[..12].iter().any(|byte| *byte != 0) {
            return Err(INVALID);
        }
        Ok(Address::from_slice(&word[12..]))
    }

    /// A `uint64`; the bytes above must be zero.
    #[inline(never)]
    pub fn u64(&mut self) -> Result<u64> {
        let word = self.raw()?;
        let (upper, lower) = word.split_at(24);
        match lower.first_chunk::<8>() {
            Some(bytes) if upper.iter().all(|byte| *byte == 0) => Ok(u64::from_be_bytes(*bytes)),
            _ => Err(INVALID),
        }
    }

    /// A `uint96` or `uint128`; the bytes above 16 must be zero (callers narrow further themselves).
    #[inline(never)]
    pub fn u128(&mut self) -> Result<u128> {
        u128::try_from(self.word()?).map_err(|_| INVALID)
    }

    /// A `uint32`.
    #[inline(never)]
    pub fn u32(&mut self) -> Result<u32> {
        u32::try_from(self.u64()?).map_err(|_| INVALID)
    }

    /// A `uint16`.
    #[inline(never)]
    pub fn u16(&mut self) -> Result<u16> {
        u16::try_from(self.u64()?).map_err(|_| INVALID)
    }

    /// A `uint8`.
    #[inline(never)]
    pub fn u8(&mut self) -> Result<u8> {
        u8::try_from(self.u64()?).map_err(|_| INVALID)
    }

    /// A `bool`: zero or one.
    #[inline(never)]
    pub fn boolean(&mut self) -> Result<bool> {
        match self.u64()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(INVALID),
        }
    }

    /// A `bytes4`; the 28 bytes after it must be zero.
    #[inline(never)]
    pub fn selector(&mut self) -> Result<u32> {
        let word = self.raw()?;
        match word.first_chunk::<4>() {
            Some(bytes) if word[4..].iter().all(|byte| *byte == 0) => Ok(u32::from_be_bytes(*bytes)),
            _ => Err(INVALID),
        }
    }

    /// A dynamic tuple: a reader of its own at the place the next head word points to.
    #[inline(never)]
    pub fn tuple(&mut self) -> Result<Reader<'a>> {
        let offset = self.word()?;
        let offset = usize::try_from(offset).map_err(|_| INVALID)?;
        Ok(Reader::new(self.tuple.get(offset..).ok_or(INVALID)?))
    }

    /// A dynamic array: its length, and a reader at its first element. No length is accepted that the data could not
    /// hold with a word per element, so a hostile length never allocates.
    #[inline(never)]
    pub fn array(&mut self) -> Result<(usize, Reader<'a>)> {
        let mut tail = self.tuple()?;
        let length = usize::try_from(tail.word()?).map_err(|_| INVALID)?;
        let elements = tail.tuple.get(WORD..).ok_or(INVALID)?;
        if length > elements.len().checked_div(WORD).unwrap_or(0) {
            return Err(INVALID);
        }
        Ok((length, Reader::new(elements)))
    }

    /// `bytes` or `string`.
    #[inline(never)]
    pub fn bytes(&mut self) -> Result<&'a [u8]> {
        let mut tail = self.tuple()?;
        let length = usize::try_from(tail.word()?).map_err(|_| INVALID)?;
        tail.tuple.get(WORD..).and_then(|rest| rest.get(..length)).ok_or(INVALID)
    }

    /// An `address[]`.
    #[inline(never)]
    pub fn addresses(&mut self) -> Result<Vec<Address>> {
        let (length, mut elements) = self.array()?;
        let mut out = Vec::with_capacity(length);
        for _ in 0..length {
            out.push(elements.address()?);
        }
        Ok(out)
    }

    /// A `uint256[]`.
    #[inline(never)]
    pub fn words(&mut self) -> Result<Vec<U256>> {
        let (length, mut elements) = self.array()?;
        let mut out = Vec::with_capacity(length);
        for _ in 0..length {
            out.push(elements.word()?);
        }
        Ok(out)
    }

    /// A `uint64[]`, or any narrower one (callers narrow further themselves).
    #[inline(never)]
    pub fn u64s(&mut self) -> Result<Vec<u64>> {
        let (length, mut elements) = self.array()?;
        let mut out = Vec::with_capacity(length);
        for _ in 0..length {
            out.push(elements.u64()?);
        }
        Ok(out)
    }

    /// A `uint32[]`.
    #[inline(never)]
    pub fn u32s(&mut self) -> Result<Vec<u32>> {
        let (length, mut elements) = self.array()?;
        let mut out = Vec::with_capacity(length);
        for _ in 0..length {
            out.push(elements.u32()?);
        }
        Ok(out)
    }

    /// A `uint8[]`.
    #[inline(never)]
    pub fn u8s(&mut self) -> Result<Vec<u8>> {
        let (length, mut elements) = self.array()?;
        let mut out = Vec::with_capacity(length);
        for _ in 0..length {
            out.push(elements.u8()?);
        }
        Ok(out)
    }

    /// A `bool[]`.
    #[inline(never)]
    pub fn booleans(&mut self) -> Result<Vec<bool>> {
        let (length, mut elements) = self.array()?;
        let mut out = Vec::with_capacity(length);
        for _ in 0..length {
            out.push(elements.boolean()?);
        }
        Ok(out)
    }
}
