//! What anyone reads of distribution roots.

use alloc::vec::Vec;

use abi::{Result, Writer};
use alloy_primitives::{B256, U256};
use common::host::timestamp;
use interfaces::sol::IRewardsCoordinator::{InvalidRoot, InvalidRootIndex};
use interfaces::types::DistributionRoot;
use interfaces::ErrorId;
use stylus_sdk::prelude::*;

use crate::RewardsCoordinator;

impl RewardsCoordinator {
    /// The root at `index`; reverts with `InvalidRootIndex` past the last.
    pub(crate) fn root_at(&self, index: U256) -> Result<DistributionRoot> {
        self.root(u32::try_from(index).map_err(|_| InvalidRootIndex::FAULT)?)
    }

    /// The last root, whatever became of it; reverts with `InvalidRootIndex` before the first.
    pub(crate) fn current_root(&self) -> Result<DistributionRoot> {
        let last = self.globals.get().root_count.checked_sub(1);
        self.root(last.ok_or(InvalidRootIndex::FAULT)?)
    }

    /// The last root that is open to claims; all zero when none is.
    pub(crate) fn claimable_root(&self) -> DistributionRoot {
        let now = timestamp(self.vm());
        let none = DistributionRoot {
            root: B256::ZERO,
            rewards_calculation_end_timestamp: 0,
            activated_at: 0,
            disabled: false,
        };
        let mut latest_first =
            (0..self.globals.get().root_count).rev().filter_map(|index| self.root(index).ok());
        latest_first.find(|root| !root.disabled && root.activated_at <= now).unwrap_or(none)
    }

    /// The last index of `root`; reverts with `InvalidRoot` when it was never submitted.
    pub(crate) fn root_index(&self, root: B256) -> Result<u32> {
        let mut latest_first = (0..self.globals.get().root_count).rev();
        latest_first.find(|index| self.roots.get(*index) == root).ok_or(InvalidRoot::FAULT)
    }
}

/// A result of one distribution root.
pub(crate) fn one_root(root: &DistributionRoot) -> Vec<u8> {
    let mut out = Writer::new(4);
    root.encode(&mut out);
    out.finish()
}
