//! Draws what happens next: mostly what makes sense in the present state, now and then what must be refused.

mod allocations;
mod delegation;
mod deposits;
mod governance;
mod opening;
mod sets;
mod slashes;
mod waiting;
mod withdrawals;

use std::collections::VecDeque;

use super::cast::{MAIN_VAULTS, OPERATORS, PEOPLE, STAKERS};
use super::dice::Dice;
use super::model::act::Act;
use super::model::formula::WAD;
use super::model::{Account, Model, Nat, VaultId, Withdrawal};
use opening::opening;

/// What happens next.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// So many acts, in one block.
    Acts(usize),
    /// Blocks pass.
    Blocks(u32),
    /// Seconds pass.
    Seconds(u64),
}

/// What people do, as [`Act`] has it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Deposit,
    DepositAndDelegate,
    Register,
    Delegate,
    Undelegate,
    Redelegate,
    Queue,
    Complete,
    AllowAnyone,
    PublishMetadata,
    SetRegistrar,
    CreateSets,
    AddStrategies,
    RemoveStrategies,
    RegisterForSets,
    DeregisterFromSets,
    SetAllocationDelay,
    ModifyAllocations,
    ClearDeallocations,
    Slash,
    Clear,
    Donate,
    Rebase,
    List,
    Pause,
    PauseAll,
    Unpause,
}

impl Kind {
    /// How often each is drawn.
    const WEIGHTS: [(usize, Self); 27] = [
        (22, Self::Deposit),
        (4, Self::DepositAndDelegate),
        (1, Self::Register),
        (14, Self::Delegate),
        (6, Self::Undelegate),
        (3, Self::Redelegate),
        (17, Self::Queue),
        (20, Self::Complete),
        (2, Self::AllowAnyone),
        (1, Self::PublishMetadata),
        (1, Self::SetRegistrar),
        (5, Self::CreateSets),
        (4, Self::AddStrategies),
        (3, Self::RemoveStrategies),
        (6, Self::RegisterForSets),
        (6, Self::DeregisterFromSets),
        (3, Self::SetAllocationDelay),
        (24, Self::ModifyAllocations),
        (8, Self::ClearDeallocations),
        (20, Self::Slash),
        (7, Self::Clear),
        (3, Self::Donate),
        (3, Self::Rebase),
        (1, Self::List),
        (4, Self::Pause),
        (2, Self::PauseAll),
        (18, Self::Unpause),
    ];

    pub(super) fn all() -> impl Iterator<Item = Self> {
        Self::WEIGHTS.into_iter().map(|(_, kind)| kind)
    }
}

/// Most of one deposit in a history, with how often.
const MOST: [(usize, Nat); 3] =
    [(2, Nat::new(1_000_000_000_000_000_000_000_000_000_000)), (1, WAD), (1, Nat::new(1_000))];

/// Draws one history.
pub(super) struct Generator {
    dice: Dice,
    /// Acts that were decided on before.
    planned: VecDeque<Act>,
    /// Withdrawals that were seen in the queue: also those that have left it.
    seen: Vec<Withdrawal>,
    /// Whether a staker will be in all strategies it can.
    crowded: bool,
    /// Most of one deposit, as a rule: where all are small, rounding is much of what happens.
    most: Nat,
}

impl Generator {
    pub(super) fn new(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let crowded = dice.percent(25);
        let most = dice.weighted(&MOST);
        let planned = opening(&mut dice);
        Self { dice, planned, seen: Vec::new(), crowded, most }
    }

    /// How many steps this history has.
    pub(super) fn length(&mut self) -> usize {
        self.dice.weighted(&[(2, 60), (5, 120), (1, 300)])
    }

    /// What happens next; the model stands in the block that comes next.
    pub(super) fn step(&mut self, model: &Model) -> Step {
        if !self.planned.is_empty() {
            return Step::Acts(self.planned.len());
        }
        if self.crowded && self.dice.percent(3) {
            self.crowded = false;
            self.join_the_crowd();
            return Step::Acts(self.planned.len());
        }
        match self.dice.below(100) {
            0..12 => Step::Blocks(self.wait(model)),
            12..15 => Step::Seconds(self.wait_long(model)),
            15..26 => Step::Acts(self.dice.between(2, 5) as usize),
            _ => Step::Acts(1),
        }
    }

    /// Something to do; the model stands in the block it will happen in.
    pub(super) fn act(&mut self, model: &Model) -> Act {
        self.remember(model);
        if let Some(act) = self.planned.pop_front() {
            return act;
        }
        loop {
            let kind = self.dice.weighted(&Kind::WEIGHTS);
            if let Some(act) = self.draw(kind, model) {
                return act;
            }
        }
    }

    /// An act of a kind, if there is any to do.
    fn draw(&mut self, kind: Kind, model: &Model) -> Option<Act> {
        match kind {
            Kind::Deposit => Some(self.deposit(model)),
            Kind::DepositAndDelegate => Some(self.deposit_and_delegate(model)),
            Kind::Register => Some(self.register()),
            Kind::Delegate => self.delegate(model),
            Kind::Undelegate => self.undelegate(model),
            Kind::Redelegate => self.redelegate(model),
            Kind::Queue => self.queue(model),
            Kind::Complete => self.complete(model),
            Kind::AllowAnyone => Some(self.allow_anyone(model)),
            Kind::PublishMetadata => Some(self.publish()),
            Kind::SetRegistrar => Some(self.set_registrar()),
            Kind::CreateSets => self.create_sets(model),
            Kind::AddStrategies => Some(self.add_strategies(model)),
            Kind::RemoveStrategies => self.remove_strategies(model),
            Kind::RegisterForSets => self.register_for_sets(model),
            Kind::DeregisterFromSets => self.deregister_from_sets(model),
            Kind::SetAllocationDelay => Some(self.set_allocation_delay(model)),
            Kind::ModifyAllocations => Some(self.modify(model)),
            Kind::ClearDeallocations => self.clear_deallocations(model),
            Kind::Slash => self.slash(model),
            Kind::Clear => self.clear(model),
            Kind::Donate => Some(self.donate()),
            Kind::Rebase => Some(self.rebase(model)),
            Kind::List => Some(self.list(model)),
            Kind::Pause => Some(self.pause(model)),
            Kind::PauseAll => Some(Act::PauseAll { contract: self.contract() }),
            Kind::Unpause => self.unpause(model),
        }
    }

    fn remember(&mut self, model: &Model) {
        let new: Vec<_> = model.queue.iter().filter(|queued| !self.seen.contains(queued)).cloned().collect();
        self.seen.extend(new);
    }

    /// Whether to do something that must be refused.
    fn careless(&mut self) -> bool {
        self.dice.percent(5)
    }

    fn anyone(&mut self) -> Account {
        self.dice.below(PEOPLE)
    }

    /// Mostly a staker.
    fn someone(&mut self) -> Account {
        match self.dice.below(20) {
            0 => self.anyone(),
            1..5 => self.dice.pick(&OPERATORS),
            _ => self.dice.pick(&STAKERS),
        }
    }

    fn vault(&mut self) -> VaultId {
        self.dice.below(MAIN_VAULTS.len())
    }

    /// One of the people for whom `fits`, if there is any; anyone when careless.
    fn one_who(&mut self, fits: impl Fn(Account) -> bool) -> Option<Account> {
        if self.careless() {
            return Some(self.anyone());
        }
        let fitting: Vec<Account> = (0..PEOPLE).filter(|account| fits(*account)).collect();
        (!fitting.is_empty()).then(|| self.dice.pick(&fitting))
    }
}
