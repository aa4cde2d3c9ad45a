//! Who slashes for a set, changed with notice.

use abi::Result;
use allocation_manager::sets::{PendingSlasher, Set};
use alloy_primitives::{Address, B256};
use alloy_sol_types::SolEvent;
use common::host::{block_number, emit};
use interfaces::sol::IAllocationManager::{
    updateSlasherCall, DelayTooLong, InputAddressZero, SlasherNotSet, SlasherUpdated,
};
use interfaces::types::OperatorSet;
use interfaces::{require, CallId, ErrorId};
use math::delay;
use stylus_sdk::prelude::*;

use crate::sets::of_set;
use crate::AvsDirectory;

impl AvsDirectory {
    /// AVS: proposes another slasher, which takes over after the configuration delay. The same one again changes nothing:
    /// repeating a proposal cannot put it off.
    pub(crate) fn update_slasher(&mut self, set: &OperatorSet, slasher: Address) -> Result<()> {
        self.manager.require_may_act(&set.avs, updateSlasherCall::ID)?;
        let key = set.key();
        let known = self.manager.existing(&key)?;
        let present = self.manager.slasher_of(&key, &known);
        require::<SlasherNotSet>(!present.is_zero())?;
        require::<InputAddressZero>(!slasher.is_zero())?;
        if self.pending_slasher(&key, &known).slasher == slasher {
            return Ok(());
        }
        let now = block_number(self.vm());
        let effect_block = delay::effect_block_after(now, self.manager.directory.get().delay)
            .map_err(|_| DelayTooLong::FAULT)?;
        // One that came into force is the present one from now on: the proposal needs its slot.
        self.manager.sets.setter(key).set(&Set { slasher: present, slasher_proposed: true, ..known });
        self.manager.pending_slashers.setter(key).set(&PendingSlasher { slasher, effect_block });
        let event = of_set(&SlasherUpdated::SIGNATURE_HASH, set).address(&slasher);
        emit(self.vm(), &event.u64(u64::from(effect_block)));
        Ok(())
    }

    /// The slasher that is proposed and not in force yet; zero for none.
    pub(crate) fn pending_slasher(&self, key: &B256, set: &Set) -> PendingSlasher {
        let pending = self.manager.pending_slashers.getter(*key).get();
        if set.slasher_proposed && !delay::is_effective(block_number(self.vm()), pending.effect_block) {
            pending
        } else {
            PendingSlasher { slasher: Address::ZERO, effect_block: 0 }
        }
    }
}
