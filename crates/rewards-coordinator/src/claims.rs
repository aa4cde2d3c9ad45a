//! Claims: leaves carry what an earner has earned in all, so a claim pays what is above the total paid before, whichever
//! root it is made against.

use abi::{Event, Fault, Result};
use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolEvent;
use common::host::{caller, emit, keccak, timestamp};
use common::token;
use interfaces::sol::IRewardsCoordinator::{
    ClaimerForSet, EarningsNotGreaterThanClaimed, EmptyRoot, InputArrayLengthMismatch, InvalidClaimProof,
    InvalidEarnerLeafIndex, InvalidProofLength, InvalidTokenLeafIndex, RewardsClaimed, RootDisabled,
    RootNotActivated, UnauthorizedCaller,
};
use interfaces::types::{EarnerLeaf, RewardsMerkleClaim, TokenLeaf};
use interfaces::{require, ErrorId};
use math::{merkle, ProofError};
use stylus_sdk::prelude::*;

use crate::RewardsCoordinator;

impl RewardsCoordinator {
    /// Earner or its claimer: pays every token of the claim to `recipient`, or none. No tokens at all is legal.
    pub(crate) fn process_claim(&mut self, claim: &RewardsMerkleClaim<'_>, recipient: Address) -> Result<()> {
        let root = self.check_claim(claim)?;
        let earner = claim.earner_leaf.earner;
        let appointed = self.claimers.get(earner);
        let claimer = if appointed.is_zero() { earner } else { appointed };
        require::<UnauthorizedCaller>(caller(self.vm()) == claimer)?;
        for leaf in &claim.token_leaves {
            let amount = self.book_claim(&earner, leaf)?;
            let event = Event::new(&RewardsClaimed::SIGNATURE_HASH, 6)
                .topic_address(&earner)
                .topic_address(&claimer)
                .topic_address(&recipient)
                .b256(&root)
                .address(&leaf.token)
                .word(&amount);
            emit(self.vm(), &event);
            token::transfer(self.vm(), &leaf.token, &recipient, &amount)?;
        }
        Ok(())
    }

    /// Raises the total paid to the leaf's, and returns the difference: token units to pay now.
    fn book_claim(&mut self, earner: &Address, leaf: &TokenLeaf) -> Result<U256> {
        let mut tokens = self.claimed.setter(*earner);
        let mut paid = tokens.setter(leaf.token);
        let due = leaf.cumulative_earnings.checked_sub(paid.get()).filter(|due| !due.is_zero());
        let due = due.ok_or(EarningsNotGreaterThanClaimed::FAULT)?;
        paid.set(leaf.cumulative_earnings);
        Ok(due)
    }

    /// Reverts unless the claim's root is open to claims and proves the earner and all its tokens. Returns the root. Says
    /// nothing about who claims, or what was paid before.
    pub(crate) fn check_claim(&self, claim: &RewardsMerkleClaim<'_>) -> Result<B256> {
        let root = self.root(claim.root_index)?;
        require::<RootDisabled>(!root.disabled)?;
        require::<RootNotActivated>(timestamp(self.vm()) >= root.activated_at)?;
        let tokens = claim.token_leaves.len();
        require::<InputArrayLengthMismatch>(
            claim.token_indices.len() == tokens && claim.token_tree_proofs.len() == tokens,
        )?;
        let leaf = self.earner_leaf(&claim.earner_leaf);
        let earner = (claim.earner_index, claim.earner_tree_proof);
        self.require_included(root.root, leaf, earner, InvalidEarnerLeafIndex::FAULT)?;
        let positions = claim.token_indices.iter().zip(&claim.token_tree_proofs);
        for (leaf, (index, proof)) in claim.token_leaves.iter().zip(positions) {
            let leaf = self.token_leaf(leaf);
            let token_root = claim.earner_leaf.earner_token_root;
            self.require_included(token_root, leaf, (*index, *proof), InvalidTokenLeafIndex::FAULT)?;
        }
        Ok(root.root)
    }

    /// Reverts unless the proof leads from the leaf at the index to the root.
    #[inline(never)]
    fn require_included(
        &self,
        root: B256,
        leaf: B256,
        (index, proof): (u32, &[u8]),
        outside: Fault,
    ) -> Result<()> {
        match merkle::is_included(root, leaf, index, proof, self.hasher()) {
            Ok(included) => require::<InvalidClaimProof>(included),
            Err(ProofError::EmptyRoot) => Err(EmptyRoot::FAULT),
            Err(ProofError::InvalidProofLength) => Err(InvalidProofLength::FAULT),
            Err(ProofError::InvalidIndex) => Err(outside),
        }
    }

    /// Hash of an earner's leaf.
    pub(crate) fn earner_leaf(&self, leaf: &EarnerLeaf) -> B256 {
        merkle::earner_leaf(leaf.earner, leaf.earner_token_root, self.hasher())
    }

    /// Hash of a token's leaf.
    pub(crate) fn token_leaf(&self, leaf: &TokenLeaf) -> B256 {
        merkle::token_leaf(leaf.token, leaf.cumulative_earnings, self.hasher())
    }

    /// The host's hash, in the form `math` takes.
    fn hasher(&self) -> impl Fn(&[u8]) -> B256 + '_ {
        |data| keccak(self.vm(), data)
    }

    /// Earner: names who may claim in its place; zero for nobody but itself.
    pub(crate) fn set_claimer(&mut self, claimer: Address) -> Result<()> {
        let earner = caller(self.vm());
        let event = Event::new(&ClaimerForSet::SIGNATURE_HASH, 3)
            .topic_address(&earner)
            .topic_address(&self.claimers.get(earner))
            .topic_address(&claimer);
        emit(self.vm(), &event);
        self.claimers.setter(earner).set(claimer);
        Ok(())
    }
}
