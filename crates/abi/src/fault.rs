//! Why a call reverts.

use alloc::vec::Vec;

/// What a failing call returns as its revert data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// An error without arguments: its selector.
    Error(u32),
    /// Revert data passed through unchanged, from a peer or a token.
    Bubbled(Vec<u8>),
}

/// The result of everything that can revert.
pub type Result<T> = core::result::Result<T, Fault>;

impl Fault {
    /// Selector of `InvalidCalldata()`, which every interface declares: calldata is too short, has bytes outside a
    /// type's range, or an offset past the end.
    pub const INVALID_CALLDATA: u32 = 0x8129_bbcd;

    /// The revert data.
    #[inline(never)]
    pub fn into_data(self) -> Vec<u8> {
        match self {
            Self::Error(selector) => selector.to_be_bytes().to_vec(),
            Self::Bubbled(data) => data,
        }
    }
}
