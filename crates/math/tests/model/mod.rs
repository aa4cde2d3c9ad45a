//! One strategy and one operator with two sets, as the contracts keep them, for random histories.
//! All numbers come from the functions under test; the model only stores them.
#![allow(clippy::unwrap_used)]
use crate::oracle::{WAD, Wide, wide};
use alloy_primitives::U256;
use math::allocation::{Allocation, Magnitudes, Timing, completed, modify};
use math::delay::{is_past, last_block, newest_unslashable_block};
use math::shares::{
    ScalingFactor, completed_shares_down, next_scaling_factor_down, scaled_shares_down,
    withdrawable_shares_down,
};
use math::slash::{queued_slashable_down, slash_allocation, slashed_queue_shares_down, slashed_shares_down};

/// Blocks of both the withdrawal and the deallocation delay.
pub const DELAY: u32 = 10;
const ALLOCATION_DELAY: u32 = 3;

/// Values by block, of which the newest not above a given block counts. Every push is an entry of its own.
type History<T> = Vec<(u32, T)>;

#[derive(Clone, Default)]
pub struct Staker {
    pub deposit_shares: U256,
    pub factor: ScalingFactor,
    pub delegated: bool,
}

#[derive(Clone)]
pub struct Withdrawal {
    staker: usize,
    scaled: U256,
    start: u32,
    delegated: bool,
}

pub struct Model {
    pub block: u32,
    pub stakers: [Staker; 3],
    pub operator_shares: U256,
    pub magnitudes: Magnitudes,
    pub sets: [Allocation; 2],
    pub withdrawals: Vec<Withdrawal>,
    /// Shares ever deposited, and what of them left as tokens or is booked to be burned.
    pub deposited: U256,
    pub paid: U256,
    pub booked: U256,
    /// Most that rounding can have put between operator shares and stakers' exact shares, in
    /// shares times 1e18.
    pub drift: Wide,
    max_history: History<u64>,
    queued_history: History<U256>,
}

#[derive(Clone, Debug)]
pub enum Action {
    Deposit { staker: usize, shares: U256 },
    Delegate { staker: usize },
    Queue { staker: usize, wad: u64 },
    Undelegate { staker: usize },
    Complete { withdrawal: usize, as_shares: bool },
    Allocate { set: usize, magnitude: u64, slashable: bool },
    Slash { set: usize, wad: u64 },
    Wait { blocks: u32 },
}

impl Model {
    pub fn new() -> Self {
        Self {
            block: 1,
            stakers: Default::default(),
            operator_shares: U256::ZERO,
            magnitudes: Magnitudes::FULL,
            sets: Default::default(),
            withdrawals: Vec::new(),
            deposited: U256::ZERO,
            paid: U256::ZERO,
            booked: U256::ZERO,
            drift: Wide::ZERO,
            max_history: Vec::new(),
            queued_history: Vec::new(),
        }
    }

    /// Does `action`, or nothing if its rule refuses it.
    pub fn step(&mut self, action: &Action) {
        match *action {
            Action::Deposit { staker, shares } => {
                if self.add(staker, shares) {
                    self.deposited += shares;
                }
            }
            Action::Delegate { staker } => self.delegate(staker),
            Action::Queue { staker, wad } => {
                let part = self.stakers[staker].deposit_shares * U256::from(wad) / U256::from(WAD);
                self.queue(staker, part);
            }
            Action::Undelegate { staker } => {
                if self.stakers[staker].delegated {
                    self.queue(staker, self.stakers[staker].deposit_shares);
                    self.stakers[staker].delegated = false;
                }
            }
            Action::Complete { withdrawal, as_shares } => self.complete(withdrawal, as_shares),
            Action::Allocate { set, magnitude, slashable } => self.allocate(set, magnitude, slashable),
            Action::Slash { set, wad } => self.slash(set, wad),
            Action::Wait { blocks } => self.block += blocks,
        }
    }

    /// The slashing factor that counts for a staker now.
    pub fn factor(&self, delegated: bool) -> u64 {
        if delegated { self.magnitudes.max } else { WAD }
    }

    /// The factor a queued withdrawal has if it is completed now.
    pub fn withdrawal_factor(&self, withdrawal: &Withdrawal) -> u64 {
        if !withdrawal.delegated {
            return WAD;
        }
        lookup(&self.max_history, last_block(withdrawal.start, DELAY).unwrap()).unwrap_or(WAD)
    }

    /// Scaled shares of each queued withdrawal with its factor.
    pub fn queue_worth(&self) -> impl Iterator<Item = (U256, u64)> {
        self.withdrawals.iter().map(|withdrawal| (withdrawal.scaled, self.withdrawal_factor(withdrawal)))
    }

    fn add(&mut self, staker: usize, shares: U256) -> bool {
        let delegated = self.stakers[staker].delegated;
        let Staker { deposit_shares, factor, .. } = self.stakers[staker];
        let slashing_factor = self.factor(delegated);
        let Ok(next) = next_scaling_factor_down(factor, deposit_shares, shares, slashing_factor) else {
            return false;
        };
        let after = deposit_shares + shares;
        self.stakers[staker] = Staker { deposit_shares: after, factor: next, delegated };
        if delegated {
            self.operator_shares += shares;
            self.allow_drift_for(after);
        }
        true
    }

    fn delegate(&mut self, staker: usize) {
        let Staker { deposit_shares, factor, delegated } = self.stakers[staker];
        let next = next_scaling_factor_down(factor, U256::ZERO, deposit_shares, self.magnitudes.max);
        if let (false, Ok(factor)) = (delegated, next) {
            self.stakers[staker] = Staker { deposit_shares, factor, delegated: true };
            self.operator_shares += deposit_shares;
            self.allow_drift_for(deposit_shares);
        }
    }

    fn queue(&mut self, staker: usize, part: U256) {
        let Staker { deposit_shares, factor, delegated } = self.stakers[staker];
        if part.is_zero() {
            return;
        }
        let scaled = scaled_shares_down(part, factor).unwrap();
        let withdrawable = withdrawable_shares_down(part, factor, self.factor(delegated)).unwrap();
        let deposit_shares = deposit_shares - part;
        let factor = if deposit_shares.is_zero() { ScalingFactor::ONE } else { factor };
        self.stakers[staker] = Staker { deposit_shares, factor, delegated };
        self.withdrawals.push(Withdrawal { staker, scaled, start: self.block, delegated });
        if delegated {
            self.operator_shares =
                self.operator_shares.checked_sub(withdrawable).expect("operator covers it");
            let total = latest(&self.queued_history).unwrap_or_default() + scaled;
            self.queued_history.push((self.block, total));
            self.allow_drift_for(U256::ZERO);
        }
    }

    fn complete(&mut self, index: usize, as_shares: bool) {
        let Some(withdrawal) = self.withdrawals.get(index).cloned() else { return };
        if !is_past(self.block, last_block(withdrawal.start, DELAY).unwrap()) {
            return;
        }
        let shares = completed_shares_down(withdrawal.scaled, self.withdrawal_factor(&withdrawal)).unwrap();
        if as_shares && !self.add(withdrawal.staker, shares) {
            return;
        }
        if !as_shares {
            self.paid += shares;
        }
        self.withdrawals.swap_remove(index);
    }

    fn allocate(&mut self, set: usize, magnitude: u64, slashable: bool) {
        let timing =
            Timing { block: self.block, allocation_delay: ALLOCATION_DELAY, deallocation_delay: DELAY };
        let (allocation, magnitudes) = completed(self.sets[set], self.magnitudes, self.block).unwrap();
        if let Ok(changed) = modify(allocation, magnitudes, magnitude, slashable, timing) {
            (self.sets[set], self.magnitudes) = (changed.allocation, changed.magnitudes);
        }
    }

    fn slash(&mut self, set: usize, wad: u64) {
        let (allocation, before) = completed(self.sets[set], self.magnitudes, self.block).unwrap();
        let slashed = slash_allocation(allocation, before, wad).unwrap();
        (self.sets[set], self.magnitudes) = (slashed.allocation, slashed.magnitudes);
        if slashed.magnitude == 0 {
            return;
        }
        self.max_history.push((self.block, slashed.magnitudes.max));
        let from_queue = self.slash_queue(before.max);
        let from_operator =
            slashed_shares_down(self.operator_shares, before.max, slashed.magnitudes.max).unwrap();
        self.operator_shares -= from_operator;
        self.booked += from_operator + from_queue;
        self.allow_drift_for(U256::ZERO);
    }

    /// What the slash that lowered the magnitude from `prev_max` books of the queue.
    fn slash_queue(&self, prev_max: u64) -> U256 {
        let until = newest_unslashable_block(self.block, DELAY);
        let now = latest(&self.queued_history).unwrap_or_default();
        let old = lookup(&self.queued_history, until).unwrap_or_default();
        let pushed = self.queued_history.iter().filter(|(block, _)| *block > until).count();
        let reachable = self.withdrawals.iter().filter(|w| w.delegated && w.start + DELAY >= self.block);
        let (count, sum) = reachable.fold((0, U256::ZERO), |(count, sum), w| (count + 1, sum + w.scaled));
        assert_eq!((pushed, now - old), (count, sum), "the window holds what is still slashable");
        let queued = queued_slashable_down(now, old, prev_max).unwrap();
        let withdrawals = pushed.try_into().unwrap();
        slashed_queue_shares_down(queued, withdrawals, prev_max, self.magnitudes.max).unwrap()
    }

    /// Three shares for the floors of one operation, and two parts in 1e18 of a position whose
    /// factor changed.
    fn allow_drift_for(&mut self, deposit_shares: U256) {
        self.drift += Wide::from(3 * u128::from(WAD)) + wide(deposit_shares) * Wide::from(2);
    }
}

fn latest<T: Copy>(history: &History<T>) -> Option<T> {
    lookup(history, u32::MAX)
}

fn lookup<T: Copy>(history: &History<T>, block: u32) -> Option<T> {
    history.iter().rev().find(|(key, _)| *key <= block).map(|(_, value)| *value)
}
