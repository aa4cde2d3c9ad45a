//! Building the trees that [`crate::merkle`] checks: for whoever computes distributions, and for
//! tests. Contracts do not use it, so it adds nothing to their code.
use crate::merkle::{earner_leaf, node, token_leaf};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use alloy_primitives::{Address, B256, U256};

/// A Merkle tree, all levels kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MerkleTree {
    /// From the padded leaves to the root.
    levels: Vec<Vec<B256>>,
}

impl MerkleTree {
    /// The tree over `leaves`, padded with zero to the next power of two. `None` without leaves,
    /// or with more than a 32-bit index can address.
    pub fn new(mut leaves: Vec<B256>, hash: impl Fn(&[u8]) -> B256) -> Option<Self> {
        u32::try_from(leaves.len()).ok().filter(|count| *count > 0)?;
        leaves.resize(leaves.len().checked_next_power_of_two()?, B256::ZERO);
        let mut levels = Vec::new();
        let mut level = leaves;
        while level.len() > 1 {
            let above = level.as_chunks().0.iter().map(|[left, right]| node(*left, *right, &hash)).collect();
            levels.push(core::mem::replace(&mut level, above));
        }
        levels.push(level);
        Some(Self { levels })
    }

    /// The root. A tree of one leaf is that leaf.
    #[must_use]
    pub fn root(&self) -> B256 {
        self.levels.last().and_then(|top| top.first()).copied().unwrap_or_default()
    }

    /// The siblings from the leaf at `index` to the root, 32 bytes each. `None` outside the tree.
    #[must_use]
    pub fn proof(&self, index: u32) -> Option<Vec<u8>> {
        let mut path = usize::try_from(index).ok()?;
        let mut proof = Vec::new();
        let (_, below_root) = self.levels.split_last()?;
        for level in below_root {
            proof.extend_from_slice(level.get(path ^ 1)?.as_slice());
            path >>= 1;
        }
        (path == 0).then_some(proof)
    }
}

/// Cumulative earnings in token units, by earner and token.
pub type Earnings = BTreeMap<Address, BTreeMap<Address, U256>>;

/// One token of a claim, and the proof that it belongs to the earner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenProof {
    /// The token.
    pub token: Address,
    /// What the earner has earned of it since genesis, in token units.
    pub cumulative_earnings: U256,
    /// Position among the earner's tokens.
    pub index: u32,
    /// Siblings from the token's leaf to the earner's token root.
    pub proof: Vec<u8>,
}

/// Everything an earner needs to claim against a distribution root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarnerProof {
    /// Position among the earners.
    pub index: u32,
    /// Root of the earner's token tree.
    pub token_root: B256,
    /// Siblings from the earner's leaf to the distribution root.
    pub proof: Vec<u8>,
    /// All tokens of the earner, ascending by address.
    pub tokens: Vec<TokenProof>,
}

/// A distribution: the tree over earners and the tree over each earner's tokens, both ascending by
/// address.
#[derive(Clone, Debug)]
pub struct Distribution {
    tree: MerkleTree,
    earners: BTreeMap<Address, Earner>,
}

#[derive(Clone, Debug)]
struct Earner {
    index: u32,
    tree: MerkleTree,
    tokens: BTreeMap<Address, U256>,
}

impl Distribution {
    /// The distribution of `earnings`; earners without tokens are left out. `None` if nobody earned
    /// anything, or there are more leaves than a 32-bit index can address.
    pub fn new(earnings: Earnings, hash: impl Fn(&[u8]) -> B256) -> Option<Self> {
        let mut earners = BTreeMap::new();
        let mut leaves = Vec::new();
        for (earner, tokens) in earnings.into_iter().filter(|(_, tokens)| !tokens.is_empty()) {
            let token_leaves = tokens.iter().map(|(token, earned)| token_leaf(*token, *earned, &hash));
            let tree = MerkleTree::new(token_leaves.collect(), &hash)?;
            let index = u32::try_from(leaves.len()).ok()?;
            leaves.push(earner_leaf(earner, tree.root(), &hash));
            earners.insert(earner, Earner { index, tree, tokens });
        }
        Some(Self { tree: MerkleTree::new(leaves, hash)?, earners })
    }

    /// The distribution root to submit.
    #[must_use]
    pub fn root(&self) -> B256 {
        self.tree.root()
    }

    /// What `earner` claims with, for all its tokens. `None` if it earned nothing.
    #[must_use]
    pub fn claim(&self, earner: Address) -> Option<EarnerProof> {
        let Earner { index, tree, tokens } = self.earners.get(&earner)?;
        let tokens = (0..).zip(tokens).map(|(index, (token, earned))| {
            let proof = tree.proof(index)?;
            Some(TokenProof { token: *token, cumulative_earnings: *earned, index, proof })
        });
        Some(EarnerProof {
            index: *index,
            token_root: tree.root(),
            proof: self.tree.proof(*index)?,
            tokens: tokens.collect::<Option<_>>()?,
        })
    }
}
