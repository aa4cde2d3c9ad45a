//! What rules of both programs read.

use abi::Result;
use alloy_primitives::{Address, B256};
use common::arithmetic::checked;
use common::host::{block_number, caller, this};
use common::list::element_of;
use common::permission;
use interfaces::require;
use interfaces::sol::IAllocationManager::{InvalidOperatorSet, InvalidPermissions};
use math::allocation::{completed, settled, Allocation, Magnitudes};
use math::delay;
use stylus_sdk::prelude::*;

use crate::allocations::{Allocated, Book};
use crate::sets::{Membership, Place, Set, DEFAULT_BURN_ADDRESS, UNPLACED};
use crate::AllocationManager;

/// The first entry of a deallocation queue, when it is due: the set, what is stored of its allocation, and the magnitudes once
/// it is completed.
pub struct Due {
    /// The set's key.
    pub set: B256,
    /// The allocation, completed, and off the queue.
    pub allocated: Allocated,
    /// The queue's next set.
    pub next: u32,
    /// The operator's magnitudes then.
    pub magnitudes: Magnitudes,
}

impl AllocationManager {
    /// Whether the caller may call this function for `account`, by the PermissionController at `controller`.
    pub fn may_act(&self, controller: &Address, account: &Address, selector: u32) -> Result<bool> {
        let vm = self.vm();
        permission::can_call(vm, controller, account, &caller(vm), &this(vm), selector)
    }

    /// As [`Self::may_act`], reverting with `InvalidPermissions` when not.
    #[inline(never)]
    pub fn require_may_act(&self, account: &Address, selector: u32) -> Result<()> {
        let controller = self.permissions.get().controller;
        require::<InvalidPermissions>(self.may_act(&controller, account, selector)?)
    }

    /// What is known of the set. Reverts with `InvalidOperatorSet` unless it exists.
    #[inline(never)]
    pub fn existing(&self, set: &B256) -> Result<Set> {
        let known = self.sets.getter(*set).get();
        require::<InvalidOperatorSet>(known.exists)?;
        Ok(known)
    }

    /// Who slashes for a set now: the one it was created with, or the last one proposed whose block has come.
    #[inline(never)]
    pub fn slasher_of(&self, key: &B256, set: &Set) -> Address {
        if set.slasher_proposed {
            let pending = self.pending_slashers.getter(*key).get();
            if delay::is_effective(block_number(self.vm()), pending.effect_block) {
                return pending.slasher;
            }
        }
        set.slasher
    }

    /// Whether the set has the strategy.
    pub fn has_strategy(&self, set: &B256, strategy: Address) -> bool {
        self.place_of(set, strategy) != 0
    }

    /// A strategy's place on a set's list, from 1; 0 when the set does not have it.
    #[inline(never)]
    pub fn place_of(&self, set: &B256, strategy: Address) -> u64 {
        let list = self.strategy_lists.getter(*set);
        let (length, wanted) = (list.len(), element_of(&strategy));
        for place in 1..=length.min(UNPLACED) {
            if list.get(place) == wanted {
                return place;
            }
        }
        if length > UNPLACED {
            self.place(set, strategy).place
        } else {
            0
        }
    }

    /// What is stored of a strategy in a set.
    #[inline(never)]
    pub fn place(&self, set: &B256, strategy: Address) -> Place {
        self.strategy_places.getter(*set).getter(strategy).get()
    }

    /// An operator's standing in a set.
    #[inline(never)]
    pub fn membership(&self, operator: Address, set: &B256) -> Membership {
        self.memberships.getter(operator).getter(*set).get()
    }

    /// Whether the set can slash this member now: it is registered, or left at most the deallocation delay ago.
    pub fn can_be_slashed(&self, member: &Membership) -> bool {
        delay::is_slashable(member.registered, member.slashable_until, block_number(self.vm()))
    }

    /// Where an AVS's callbacks go: its registrar, or the AVS itself.
    pub fn registrar_of(&self, avs: Address) -> Address {
        let registrar = self.avss.getter(avs).get().registrar;
        if registrar.is_zero() {
            avs
        } else {
            registrar
        }
    }

    /// Who receives what the set slashes; the burn address if it redistributes nothing.
    pub fn recipient_of(&self, set: &B256) -> Address {
        let recipient = self.recipients.get(*set);
        if recipient.is_zero() {
            DEFAULT_BURN_ADDRESS
        } else {
            recipient
        }
    }

    /// Whether the account is an operator. It has an allocation delay from its registration on.
    pub fn is_operator(&self, account: Address) -> bool {
        self.delays.getter(account).get().is_set
    }

    /// What is stored of an allocation.
    #[inline(never)]
    pub fn allocated(&self, operator: Address, set: &B256, strategy: Address) -> Allocated {
        self.allocations.getter(operator).getter(*set).getter(strategy).get()
    }

    /// An operator's magnitudes and queue in a strategy.
    #[inline(never)]
    pub fn book(&self, operator: Address, strategy: Address) -> Book {
        self.books.getter(operator).getter(strategy).get()
    }

    /// An allocation as it counts now.
    pub fn allocation_of(&self, operator: Address, set: &B256, strategy: Address) -> Result<Allocation> {
        let stored = self.allocated(operator, set, strategy).allocation;
        checked(settled(stored, block_number(self.vm())))
    }

    /// The magnitudes as they are once everything due is completed, without completing it.
    #[inline(never)]
    pub fn magnitudes_of(&self, operator: Address, strategy: Address) -> Result<Magnitudes> {
        let mut book = self.book(operator, strategy);
        while let Some(due) = self.due(operator, strategy, &book)? {
            book.magnitudes = due.magnitudes;
            book.head = due.next;
        }
        Ok(book.magnitudes)
    }

    /// The first entry of the queue in `book`, if it is due. Decreases all wait equally long, so effect blocks never fall along
    /// the queue, and the first entry that is not due ends every walk.
    #[inline(never)]
    pub fn due(&self, operator: Address, strategy: Address, book: &Book) -> Result<Option<Due>> {
        if book.head == 0 {
            return Ok(None);
        }
        let set = self.operator_sets.getter(operator).get(u64::from(book.head));
        let stored = self.allocated(operator, &set, strategy);
        let now = block_number(self.vm());
        // A slash may have completed the decrease before its entry was cleared: then nothing is left of it but the entry.
        if now < stored.allocation.effect_block {
            return Ok(None);
        }
        let (allocation, magnitudes) = checked(completed(stored.allocation, book.magnitudes, now))?;
        let allocated = Allocated { allocation, queued: false, next: 0, ..stored };
        Ok(Some(Due { set, allocated, next: stored.next, magnitudes }))
    }

    /// Whether the operator has an allocation delay, and the one in force (blocks).
    pub fn delay_of(&self, operator: Address) -> (bool, u32) {
        let known = self.delays.getter(operator).get();
        if delay::is_effective(block_number(self.vm()), known.effect_block) {
            (true, known.pending)
        } else {
            (known.is_set, known.delay)
        }
    }
}
