//! Structs of the RewardsCoordinator. Amounts are token units, times and durations seconds.

use alloc::vec::Vec;

use abi::{Fault, Reader, Result, Writer};
use alloy_primitives::{Address, B256, U256};

/// Bits of a multiplier: a `uint96`.
const MULTIPLIER_BITS: u32 = 96;

/// `struct StrategyAndMultiplier`, a static tuple of two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StrategyAndMultiplier {
    /// Whose shares earn.
    pub strategy: Address,
    /// How much a share counts, in WAD; a `uint96`.
    pub multiplier: u128,
}

impl StrategyAndMultiplier {
    /// Reads two head words.
    #[inline(never)]
    pub fn decode(from: &mut Reader<'_>) -> Result<Self> {
        let (strategy, multiplier) = (from.address()?, from.u128()?);
        if multiplier >> MULTIPLIER_BITS != 0 {
            return Err(Fault::Error(Fault::INVALID_CALLDATA));
        }
        Ok(Self { strategy, multiplier })
    }
}

/// `struct RewardsSubmission`, a dynamic tuple: rewards for everyone whose stake secures the submitter in a span of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RewardsSubmission {
    /// What earns, strategies strictly ascending.
    pub strategies_and_multipliers: Vec<StrategyAndMultiplier>,
    /// What is paid.
    pub token: Address,
    /// How much is paid in all.
    pub amount: U256,
    /// Where the span starts.
    pub start_timestamp: u32,
    /// How long it is.
    pub duration: u32,
}

impl RewardsSubmission {
    /// Reads the tuple that starts at `from`.
    #[inline(never)]
    pub fn decode(mut from: Reader<'_>) -> Result<Self> {
        let (length, mut elements) = from.array()?;
        let mut strategies_and_multipliers = Vec::with_capacity(length);
        for _ in 0..length {
            strategies_and_multipliers.push(StrategyAndMultiplier::decode(&mut elements)?);
        }
        Ok(Self {
            strategies_and_multipliers,
            token: from.address()?,
            amount: from.word()?,
            start_timestamp: from.u32()?,
            duration: from.u32()?,
        })
    }

    /// Writes the tuple.
    #[inline(never)]
    pub fn encode(&self, to: &mut Writer) {
        let strategies = to.offset(to.here());
        to.address(&self.token);
        to.word(&self.amount);
        to.u64(u64::from(self.start_timestamp));
        to.u64(u64::from(self.duration));
        to.tail(strategies);
        to.length(self.strategies_and_multipliers.len());
        for StrategyAndMultiplier { strategy, multiplier } in &self.strategies_and_multipliers {
            to.address(strategy);
            to.u128(*multiplier);
        }
    }

    /// Words [`RewardsSubmission::encode`] writes.
    pub fn words(&self) -> usize {
        self.strategies_and_multipliers.len().saturating_mul(2).saturating_add(6)
    }

    /// `abi.encode(submitter, nonce, submission)`: what a submission's hash is the hash of.
    #[inline(never)]
    pub fn encoded(&self, submitter: &Address, nonce: &U256) -> Vec<u8> {
        let mut out = Writer::new(self.words().saturating_add(3));
        out.address(submitter);
        out.word(nonce);
        let slot = out.offset(0);
        out.tail(slot);
        self.encode(&mut out);
        out.finish()
    }
}

/// `struct DistributionRoot`, a static tuple of four words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DistributionRoot {
    /// Root of the tree over earners.
    pub root: B256,
    /// Up to when it counts earnings.
    pub rewards_calculation_end_timestamp: u32,
    /// From when it can be claimed against.
    pub activated_at: u32,
    /// Whether it was withdrawn before that.
    pub disabled: bool,
}

impl DistributionRoot {
    /// Writes four words.
    #[inline(never)]
    pub fn encode(&self, to: &mut Writer) {
        to.b256(&self.root);
        to.u64(u64::from(self.rewards_calculation_end_timestamp));
        to.u64(u64::from(self.activated_at));
        to.boolean(self.disabled);
    }
}

/// `struct EarnerTreeMerkleLeaf`, a static tuple of two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EarnerLeaf {
    /// Who earned.
    pub earner: Address,
    /// Root of the tree over the earner's tokens.
    pub earner_token_root: B256,
}

impl EarnerLeaf {
    /// Reads two head words.
    #[inline(never)]
    pub fn decode(from: &mut Reader<'_>) -> Result<Self> {
        Ok(Self { earner: from.address()?, earner_token_root: from.b256()? })
    }
}

/// `struct TokenTreeMerkleLeaf`, a static tuple of two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenLeaf {
    /// What was earned.
    pub token: Address,
    /// How much, since the first root.
    pub cumulative_earnings: U256,
}

impl TokenLeaf {
    /// Reads two head words.
    #[inline(never)]
    pub fn decode(from: &mut Reader<'_>) -> Result<Self> {
        Ok(Self { token: from.address()?, cumulative_earnings: from.word()? })
    }
}

/// `struct RewardsMerkleClaim`, a dynamic tuple; proofs are borrowed from calldata.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RewardsMerkleClaim<'a> {
    /// Which distribution root it claims against.
    pub root_index: u32,
    /// Position among the earners.
    pub earner_index: u32,
    /// Siblings from the earner's leaf to the distribution root, 32 bytes each.
    pub earner_tree_proof: &'a [u8],
    /// The earner.
    pub earner_leaf: EarnerLeaf,
    /// Positions among the earner's tokens; parallel to the two below.
    pub token_indices: Vec<u32>,
    /// Siblings from each token's leaf to the earner's token root, 32 bytes each.
    pub token_tree_proofs: Vec<&'a [u8]>,
    /// The tokens.
    pub token_leaves: Vec<TokenLeaf>,
}

impl<'a> RewardsMerkleClaim<'a> {
    /// Reads the tuple that starts at `from`.
    #[inline(never)]
    pub fn decode(mut from: Reader<'a>) -> Result<Self> {
        let (root_index, earner_index) = (from.u32()?, from.u32()?);
        let earner_tree_proof = from.bytes()?;
        let earner_leaf = EarnerLeaf::decode(&mut from)?;
        let token_indices = from.u32s()?;
        let (length, mut elements) = from.array()?;
        let mut token_tree_proofs = Vec::with_capacity(length);
        for _ in 0..length {
            token_tree_proofs.push(elements.bytes()?);
        }
        let (length, mut elements) = from.array()?;
        let mut token_leaves = Vec::with_capacity(length);
        for _ in 0..length {
            token_leaves.push(TokenLeaf::decode(&mut elements)?);
        }
        Ok(Self {
            root_index,
            earner_index,
            earner_tree_proof,
            earner_leaf,
            token_indices,
            token_tree_proofs,
            token_leaves,
        })
    }
}

/// `struct Timing`, a static tuple of six words: limits of submissions and claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timing {
    /// What starts and durations are multiples of; itself a multiple of a day.
    pub calculation_interval: u32,
    /// The longest a submission may be.
    pub max_rewards_duration: u32,
    /// How far back it may start.
    pub max_retroactive_length: u32,
    /// How far ahead it may start.
    pub max_future_length: u32,
    /// The earliest start ever; a multiple of the interval.
    pub genesis_rewards_timestamp: u32,
    /// From submitting a root to when it can be claimed against.
    pub activation_delay: u32,
}

impl Timing {
    /// Reads six head words.
    #[inline(never)]
    pub fn decode(from: &mut Reader<'_>) -> Result<Self> {
        Ok(Self {
            calculation_interval: from.u32()?,
            max_rewards_duration: from.u32()?,
            max_retroactive_length: from.u32()?,
            max_future_length: from.u32()?,
            genesis_rewards_timestamp: from.u32()?,
            activation_delay: from.u32()?,
        })
    }
}
