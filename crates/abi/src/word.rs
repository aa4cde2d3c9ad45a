//! 256-bit integers as words, limb by limb: going byte by byte costs a program a hundred gas each time.

use alloy_primitives::U256;

use crate::WORD;

/// The integer of a big-endian word.
#[must_use]
#[inline(never)]
pub fn from_word(word: &[u8; WORD]) -> U256 {
    let (limbs, _) = word.as_chunks::<8>();
    let mut out = [0; 4];
    for (limb, bytes) in out.iter_mut().rev().zip(limbs) {
        *limb = u64::from_be_bytes(*bytes);
    }
    U256::from_limbs(out)
}

/// The big-endian word of an integer.
#[must_use]
#[inline(never)]
pub fn to_word(value: &U256) -> [u8; WORD] {
    let mut word = [0; WORD];
    let (chunks, _) = word.as_chunks_mut::<8>();
    for (chunk, limb) in chunks.iter_mut().zip(value.as_limbs().iter().rev()) {
        *chunk = limb.to_be_bytes();
    }
    word
}
