//! Checking claims against a distribution root: a tree over earners whose leaves hold the roots of
//! trees over tokens.
//!
//! Leaves are hashes of 53 bytes that start with a byte telling earners from tokens; inner nodes
//! are hashes of 64 bytes, left before right, never sorted. Neither kind of leaf can therefore be
//! mistaken for the other or for an inner node. Leaves are padded with zero to a power of two.
//!
//! The hash is passed in: contracts hash through their host, everything else in software.
use crate::ProofError;
use alloy_primitives::{Address, B256, U256};

/// Bytes of a leaf before hashing: kind, address, word.
const LEAF: usize = 53;
const EARNER: u8 = 0;
const TOKEN: u8 = 1;

/// `hash(0x00 ‖ earner ‖ earner_token_root)`.
pub fn earner_leaf(earner: Address, earner_token_root: B256, hash: impl Fn(&[u8]) -> B256) -> B256 {
    hash(&preimage(EARNER, earner, earner_token_root))
}

/// `hash(0x01 ‖ token ‖ cumulative_earnings)`, earnings in token units since genesis.
pub fn token_leaf(token: Address, cumulative_earnings: U256, hash: impl Fn(&[u8]) -> B256) -> B256 {
    hash(&preimage(TOKEN, token, B256::from(cumulative_earnings.to_be_bytes())))
}

/// `hash(left ‖ right)`.
pub fn node(left: B256, right: B256, hash: impl Fn(&[u8]) -> B256) -> B256 {
    let mut pair = [0; 64];
    let (first, second) = pair.split_at_mut(32);
    first.copy_from_slice(left.as_slice());
    second.copy_from_slice(right.as_slice());
    hash(&pair)
}

/// The root of the tree that has `leaf` at `index`, with `proof` the siblings from leaf to root,
/// 32 bytes each.
///
/// The index must lie within the depth of the proof: otherwise several indices would lead to the
/// same root, and one leaf could be presented as many.
///
/// # Errors
/// `InvalidProofLength` if the proof is not a whole number of siblings, `InvalidIndex` if the index
/// needs more bits than there are siblings.
pub fn root_from_proof(
    leaf: B256,
    index: u32,
    proof: &[u8],
    hash: impl Fn(&[u8]) -> B256,
) -> Result<B256, ProofError> {
    let (siblings, rest) = proof.as_chunks::<32>();
    if !rest.is_empty() {
        return Err(ProofError::InvalidProofLength);
    }
    let mut running = leaf;
    let mut path = index;
    for sibling in siblings {
        let sibling = B256::from(*sibling);
        let is_right = path & 1 == 1;
        running = if is_right { node(sibling, running, &hash) } else { node(running, sibling, &hash) };
        path >>= 1;
    }
    if path == 0 { Ok(running) } else { Err(ProofError::InvalidIndex) }
}

/// True if `root` is the root of a tree that has `leaf` at `index`.
///
/// # Errors
/// `EmptyRoot` if `root` is zero, so that nothing can be proven against a root that was never set,
/// and the errors of [`root_from_proof`].
pub fn is_included(
    root: B256,
    leaf: B256,
    index: u32,
    proof: &[u8],
    hash: impl Fn(&[u8]) -> B256,
) -> Result<bool, ProofError> {
    if root.is_zero() {
        return Err(ProofError::EmptyRoot);
    }
    Ok(root_from_proof(leaf, index, proof, hash)? == root)
}

fn preimage(kind: u8, account: Address, word: B256) -> [u8; LEAF] {
    let mut bytes = [kind; LEAF];
    let parts = account.iter().chain(word.iter());
    for (byte, part) in bytes.iter_mut().skip(1).zip(parts) {
        *byte = *part;
    }
    bytes
}
