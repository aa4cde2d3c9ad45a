//! Wallets that are contracts and sign as EIP-1271 says, or not.

use alloy::primitives::{Bytes, keccak256};

/// What such a wallet answers when it agrees.
pub(crate) const AGREES: [u8; 4] = [0x16, 0x26, 0xba, 0x7e];

/// Code that answers every call with these bytes at the front of a word.
pub(crate) fn answering(answer: [u8; 4]) -> Bytes {
    // PUSH4 answer, PUSH1 224, SHL, PUSH0, MSTORE, PUSH1 32, PUSH0, RETURN
    [&[0x63][..], &answer, &[0x60, 0xe0, 0x1b, 0x5f, 0x52, 0x60, 0x20, 0x5f, 0xf3]].concat().into()
}

/// Code that agrees when called with exactly these bytes, and stops without an answer when not.
pub(crate) fn expecting(calldata: &[u8]) -> Bytes {
    // CALLDATASIZE, PUSH0, PUSH0, CALLDATACOPY, CALLDATASIZE, PUSH0, KECCAK256, PUSH32 hash
    let hash =
        [&[0x36, 0x5f, 0x5f, 0x37, 0x36, 0x5f, 0x20, 0x7f][..], keccak256(calldata).as_slice()].concat();
    // EQ, PUSH1 45, JUMPI, STOP, JUMPDEST
    let compare = [0x14, 0x60, 0x2d, 0x57, 0x00, 0x5b];
    [&hash[..], &compare, &answering(AGREES)].concat().into()
}
