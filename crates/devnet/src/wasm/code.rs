//! How programs are stored on chain: a short prefix, then the WASM compressed with brotli.
//!
//! | code starts with | meaning |
//! | --- | --- |
//! | `EF F0 00 dd` | a whole program; `dd` names the brotli dictionary (00: none) |
//! | `EF F0 01` | a fragment: a slice of a brotli stream, not callable by itself |
//! | `EF F0 02 dd`, decompressed length (4 bytes, big-endian), addresses | the root of a program in fragments |
//!
//! Fragments and roots exist from ArbOS 60.

use std::io::Read;

use alloy_primitives::Address;
use brotli::enc::BrotliEncoderParams;

/// First bytes of a whole program.
pub const CLASSIC_PREFIX: [u8; 3] = [0xef, 0xf0, 0x00];
/// First bytes of a fragment.
pub const FRAGMENT_PREFIX: [u8; 3] = [0xef, 0xf0, 0x01];
/// First bytes of the root of a program in fragments.
pub const ROOT_PREFIX: [u8; 3] = [0xef, 0xf0, 0x02];
/// ArbOS version from which fragments and roots are programs.
pub const FRAGMENTS_SINCE: u64 = 60;

/// The dictionary byte of a program compressed without one.
const DICTIONARY_NONE: u8 = 0;
/// Bytes of a root before its addresses.
const ROOT_HEADER: usize = 8;

/// Why a program's code could not be unpacked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// The code has none of the prefixes of a program.
    #[error("not a Stylus program: the code does not start with EFF000 or EFF002")]
    NotAProgram,
    /// The code is a slice of a program.
    #[error("a fragment of a program cannot be activated by itself: activate its root")]
    Fragment,
    /// The dictionary byte names a dictionary this chain does not have.
    #[error("unsupported brotli dictionary {0}: compress the program without a dictionary (byte 00)")]
    Dictionary(u8),
    /// The brotli stream is damaged or incomplete.
    #[error("the brotli stream of the program cannot be read: {0}")]
    Brotli(String),
    /// The program is larger than the chain allows.
    #[error("the program is larger than {limit} bytes when decompressed")]
    TooLarge {
        /// Largest WASM allowed, in bytes.
        limit: u32,
    },
    /// The root's list of fragments is cut short, empty or too long.
    #[error("the root names {found} fragments in a list of {bytes} bytes; between 1 and {limit} are allowed")]
    FragmentList {
        /// Whole addresses found.
        found: usize,
        /// Length of the list in bytes.
        bytes: usize,
        /// Most fragments allowed.
        limit: u8,
    },
    /// A code the root names is not a fragment.
    #[error("the code at {0} is not a fragment of a program (prefix EFF001)")]
    NotAFragment(Address),
    /// The fragments decompress to another length than the root states.
    #[error("the fragments decompress to {found} bytes, but the root states {stated}")]
    RootLength {
        /// Length the root states, in bytes.
        stated: u32,
        /// Length found, in bytes.
        found: usize,
    },
}

/// True when `code` may be stored although it starts with EF: the exception a Stylus chain makes to EIP-3541.
#[must_use]
pub fn is_stylus_code(code: &[u8], arbos_version: u64) -> bool {
    has_prefix(code, CLASSIC_PREFIX)
        || (arbos_version >= FRAGMENTS_SINCE
            && (has_prefix(code, FRAGMENT_PREFIX) || has_prefix(code, ROOT_PREFIX)))
}

/// True when a call to an account with this `code` runs WASM.
#[must_use]
pub fn is_stylus_program(code: &[u8], arbos_version: u64) -> bool {
    has_prefix(code, CLASSIC_PREFIX) || is_root(code, arbos_version)
}

/// True when `code` is a fragment of a program.
#[must_use]
pub fn is_fragment(code: &[u8], arbos_version: u64) -> bool {
    arbos_version >= FRAGMENTS_SINCE && has_prefix(code, FRAGMENT_PREFIX)
}

/// True when `code` is the root of a program in fragments.
#[must_use]
pub fn is_root(code: &[u8], arbos_version: u64) -> bool {
    arbos_version >= FRAGMENTS_SINCE && has_prefix(code, ROOT_PREFIX)
}

/// A prefix alone is no program: at least one byte must follow.
fn has_prefix(code: &[u8], prefix: [u8; 3]) -> bool {
    code.len() > prefix.len() && code.starts_with(&prefix)
}

/// Unpacks a whole program to its WASM, refusing more than `limit` bytes.
///
/// # Errors
/// A [`CodeError`] that says what is wrong with the code.
pub fn decompress(code: &[u8], limit: u32) -> Result<Vec<u8>, CodeError> {
    if !has_prefix(code, CLASSIC_PREFIX) {
        return Err(CodeError::NotAProgram);
    }
    let (dictionary, stream) = code[CLASSIC_PREFIX.len()..].split_first().ok_or(CodeError::NotAProgram)?;
    unpack(*dictionary, stream, limit)
}

/// Compresses a WASM file to code that can be stored on chain (brotli quality 11, window 22, no dictionary).
///
/// # Errors
/// [`CodeError::Brotli`] when the encoder fails.
pub fn compress(wasm: &[u8]) -> Result<Vec<u8>, CodeError> {
    let mut code = CLASSIC_PREFIX.to_vec();
    code.push(DICTIONARY_NONE);
    let params = BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let mut input = wasm;
    brotli::BrotliCompress(&mut input, &mut code, &params).map_err(|e| CodeError::Brotli(e.to_string()))?;
    Ok(code)
}

/// The root of a program whose compressed bytes are spread over several accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root {
    dictionary: u8,
    stated_length: u32,
    fragments: Vec<Address>,
}

impl Root {
    /// Reads a root, allowing at most `max_fragments` addresses.
    ///
    /// # Errors
    /// [`CodeError::NotAProgram`] for other code, [`CodeError::FragmentList`] for a malformed list.
    pub fn parse(code: &[u8], max_fragments: u8) -> Result<Self, CodeError> {
        if !has_prefix(code, ROOT_PREFIX) || code.len() < ROOT_HEADER {
            return Err(CodeError::NotAProgram);
        }
        let (header, list) = code.split_at(ROOT_HEADER);
        let (addresses, rest) = list.as_chunks::<20>();
        if !rest.is_empty() || addresses.is_empty() || addresses.len() > usize::from(max_fragments) {
            return Err(CodeError::FragmentList {
                found: addresses.len(),
                bytes: list.len(),
                limit: max_fragments,
            });
        }
        Ok(Self {
            dictionary: header[3],
            stated_length: u32::from_be_bytes([header[4], header[5], header[6], header[7]]),
            fragments: addresses.iter().map(Address::from).collect(),
        })
    }

    /// Accounts that hold the fragments, in order.
    #[must_use]
    pub fn fragments(&self) -> &[Address] {
        &self.fragments
    }

    /// Joins the fragments' codes (in the order of [`Root::fragments`]) and unpacks them to the program's WASM.
    ///
    /// # Errors
    /// A [`CodeError`] when a code is no fragment, the stream is damaged, or a length is wrong.
    pub fn assemble(&self, codes: &[&[u8]], limit: u32) -> Result<Vec<u8>, CodeError> {
        let mut stream = Vec::new();
        for (index, address) in self.fragments.iter().enumerate() {
            let code = codes.get(index).copied().unwrap_or_default();
            if !has_prefix(code, FRAGMENT_PREFIX) {
                return Err(CodeError::NotAFragment(*address));
            }
            stream.extend_from_slice(&code[FRAGMENT_PREFIX.len()..]);
        }
        let wasm = unpack(self.dictionary, &stream, limit)?;
        if u32::try_from(wasm.len()) != Ok(self.stated_length) {
            return Err(CodeError::RootLength { stated: self.stated_length, found: wasm.len() });
        }
        Ok(wasm)
    }
}

fn unpack(dictionary: u8, stream: &[u8], limit: u32) -> Result<Vec<u8>, CodeError> {
    if dictionary != DICTIONARY_NONE {
        return Err(CodeError::Dictionary(dictionary));
    }
    let mut wasm = Vec::new();
    // One byte past the limit is enough to know that it is exceeded.
    let mut reader = brotli::Decompressor::new(stream, 4096).take(u64::from(limit).saturating_add(1));
    reader.read_to_end(&mut wasm).map_err(|e| CodeError::Brotli(e.to_string()))?;
    if u32::try_from(wasm.len()).is_ok_and(|len| len <= limit) {
        Ok(wasm)
    } else {
        Err(CodeError::TooLarge { limit })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: u32 = 131_072;

    #[test]
    fn compressed_code_unpacks_to_the_same_bytes() {
        let wasm: Vec<u8> = (0u32..20_000).flat_map(|i| (i % 251).to_le_bytes()).collect();
        let code = compress(&wasm).unwrap();
        assert_eq!(code[..4], [0xef, 0xf0, 0, 0]);
        assert!(code.len() < wasm.len());
        assert_eq!(decompress(&code, LIMIT).unwrap(), wasm);
    }

    #[test]
    fn the_size_limit_is_inclusive() {
        let limit = usize::try_from(LIMIT).unwrap();
        assert_eq!(decompress(&compress(&vec![7; limit]).unwrap(), LIMIT).unwrap().len(), limit);
        let over = decompress(&compress(&vec![7; limit + 1]).unwrap(), LIMIT);
        assert_eq!(over, Err(CodeError::TooLarge { limit: LIMIT }));
    }

    #[test]
    fn a_dictionary_is_refused_by_name() {
        let error = decompress(&[0xef, 0xf0, 0, 1, 9, 9], LIMIT).unwrap_err();
        assert_eq!(error, CodeError::Dictionary(1));
        assert!(error.to_string().contains("without a dictionary"));
    }

    #[test]
    fn a_damaged_or_cut_stream_is_refused() {
        let code = compress(&[1, 2, 3, 4, 5, 6, 7, 8]).unwrap();
        assert!(matches!(decompress(&code[..code.len() - 3], LIMIT), Err(CodeError::Brotli(_))));
        assert!(matches!(decompress(&[0xef, 0xf0, 0, 0, 0xff, 0xff], LIMIT), Err(CodeError::Brotli(_))));
        assert_eq!(decompress(&[0x60, 0x80, 1, 2, 3], LIMIT), Err(CodeError::NotAProgram));
        assert_eq!(decompress(&CLASSIC_PREFIX, LIMIT), Err(CodeError::NotAProgram));
    }

    #[test]
    fn prefixes_count_only_with_bytes_behind_them_and_from_their_version() {
        assert!(!is_stylus_code(&[0xef, 0xf0, 0], 61));
        assert!(is_stylus_code(&[0xef, 0xf0, 0, 0], 51));
        assert!(is_stylus_code(&[0xef, 0xf0, 1, 0], 61));
        assert!(!is_stylus_code(&[0xef, 0xf0, 1, 0], 51));
        assert!(!is_stylus_program(&[0xef, 0xf0, 1, 0], 61));
        assert!(is_stylus_program(&[0xef, 0xf0, 2, 0], 61));
        assert!(!is_stylus_program(&[0xef, 0xf0, 2, 0], 51));
        assert!(!is_stylus_code(&[0xef, 0x01, 0, 0], 61));
    }

    #[test]
    fn a_program_in_two_fragments_is_joined_and_checked() {
        let wasm: Vec<u8> = (0u32..5_000).flat_map(u32::to_le_bytes).collect();
        let stream = compress(&wasm).unwrap().split_off(4);
        let (a, b) = stream.split_at(stream.len() / 2);
        let [a, b] = [a, b].map(|slice| [&FRAGMENT_PREFIX, slice].concat());
        let addresses = [Address::repeat_byte(1), Address::repeat_byte(2)];
        let root = |len: u32| {
            let mut code = [&ROOT_PREFIX[..], &[0], &len.to_be_bytes()].concat();
            addresses.iter().for_each(|address| code.extend_from_slice(address.as_slice()));
            code
        };
        let code = root(20_000);
        let parsed = Root::parse(&code, 2).unwrap();
        assert_eq!(parsed.fragments(), addresses);
        assert_eq!(parsed.assemble(&[&a, &b], LIMIT).unwrap(), wasm);
        assert_eq!(parsed.assemble(&[&a, &a[1..]], LIMIT), Err(CodeError::NotAFragment(addresses[1])));
        assert_eq!(
            Root::parse(&root(19_999), 2).unwrap().assemble(&[&a, &b], LIMIT),
            Err(CodeError::RootLength { stated: 19_999, found: 20_000 })
        );
        assert!(matches!(Root::parse(&code, 1), Err(CodeError::FragmentList { found: 2, .. })));
        assert!(matches!(Root::parse(&code[..27], 2), Err(CodeError::FragmentList { found: 0, .. })));
    }
}
