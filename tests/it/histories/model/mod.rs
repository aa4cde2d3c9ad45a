//! The protocol as a plain book, in exact arithmetic: what deposits, delegation, the queue, allocations and slashes must
//! come to.
//!
//! Written from the description of the accounting for these tests, without the functions the programs compute with.

pub(super) mod act;
mod allocation;
mod completion;
mod delegation;
mod deposits;
pub(super) mod formula;
mod number;
mod pausing;
mod positions;
mod queue;
mod refusal;
mod slashing;
mod token;
mod vault;
mod worked_example;

use std::collections::BTreeMap;

use act::{Act, Contract};
pub(super) use allocation::{Allocation, Avs, Book, Membership, Pending, Set, SetId, Told};
pub(super) use completion::{Completion, Mode, Payout};
pub(super) use number::Nat;
pub(super) use pausing::{Pausing, WEEK};
pub(super) use positions::Person;
pub(super) use queue::Withdrawal;
pub(super) use refusal::Refusal;
pub(super) use slashing::{Slash, Stake};
pub(super) use token::{Holder, Kind, Token};
pub(super) use vault::Vault;

/// Places on the lists of people, strategies and tokens.
pub(super) type Account = usize;
pub(super) type VaultId = usize;
pub(super) type TokenId = usize;

/// The bit of the DelegationManager's exits. The StrategyManager has none.
const COMPLETING: u8 = 2;

/// Delays, in blocks.
#[derive(Clone, Copy)]
pub(super) struct Delays {
    pub(super) withdrawal: u32,
    pub(super) resolution: u32,
    pub(super) deallocation: u32,
    /// Of changes of an allocation delay.
    pub(super) configuration: u32,
    /// The least wait of an increase for a redistributing set is one more.
    pub(super) floor: u32,
}

/// Everything the protocol keeps.
#[derive(Clone)]
pub(super) struct Model {
    pub(super) delays: Delays,
    /// Number and time of the block acts happen in.
    pub(super) block: u32,
    pub(super) time: u64,
    pub(super) tokens: Vec<Token>,
    pub(super) vaults: Vec<Vault>,
    pub(super) people: Vec<Person>,
    pub(super) stakes: BTreeMap<(Account, VaultId), Stake>,
    pub(super) queue: Vec<Withdrawal>,
    /// Slashes by set and number, from 1, with what of them is booked.
    pub(super) slashes: BTreeMap<(SetId, u64), Slash>,
    pub(super) avss: BTreeMap<Account, Avs>,
    pub(super) sets: BTreeMap<SetId, Set>,
    pub(super) memberships: BTreeMap<(Account, SetId), Membership>,
    /// As they are stored: changes whose block has come may not be completed yet.
    pub(super) allocations: BTreeMap<(Account, SetId, VaultId), Allocation>,
    pub(super) books: BTreeMap<(Account, VaultId), Book>,
    pub(super) deposits: Pausing,
    pub(super) delegation: Pausing,
    pub(super) slasher: Pausing,
}

/// What an act that was not refused gives back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Done,
    /// The shares of a deposit.
    Shares(Nat),
    /// Token units clearing a slash paid, per strategy.
    Amounts(Vec<Nat>),
    /// What the events say of magnitudes.
    Told(Vec<Told>),
    /// The number of a slash, the shares booked per strategy, and what the events say.
    Slashed(u64, Vec<Nat>, Vec<Told>),
    /// Per withdrawal, what it gave.
    Paid(Vec<Vec<Payout>>),
}

impl Model {
    pub(super) fn new(delays: Delays, tokens: Vec<Token>, vaults: Vec<Vault>, people: usize) -> Self {
        Self {
            delays,
            block: 0,
            time: 0,
            tokens,
            vaults,
            people: vec![Person::default(); people],
            stakes: BTreeMap::new(),
            queue: Vec::new(),
            slashes: BTreeMap::new(),
            avss: BTreeMap::new(),
            sets: BTreeMap::new(),
            memberships: BTreeMap::new(),
            allocations: BTreeMap::new(),
            books: BTreeMap::new(),
            deposits: Pausing::new(&[]),
            delegation: Pausing::new(&[COMPLETING]),
            slasher: Pausing::new(allocation::EXITS),
        }
    }

    /// Acts. A refused act changes nothing.
    pub(super) fn apply(&mut self, act: &Act) -> Result<Outcome, Refusal> {
        let mut next = self.clone();
        let outcome = next.perform(act)?;
        *self = next;
        Ok(outcome)
    }

    fn perform(&mut self, act: &Act) -> Result<Outcome, Refusal> {
        match act {
            Act::Deposit { by, staker, vault, amount, consent } => {
                return self.deposit((*by, *staker), *vault, *amount, *consent).map(Outcome::Shares);
            }
            Act::DepositAndDelegate { by, vault, amount, consent, operator } => {
                self.delegate(*by, *operator)?;
                return self.deposit((*by, *by), *vault, *amount, *consent).map(Outcome::Shares);
            }
            Act::Complete { by, completions, .. } => {
                return self.complete(*by, completions).map(Outcome::Paid);
            }
            Act::Clear { set, slash, vault, .. } => {
                return self.clear(*set, *slash, *vault).map(Outcome::Amounts);
            }
            Act::Register { by, approver, delay } => self.register(*by, *approver, *delay)?,
            Act::Delegate { by, operator } => self.delegate(*by, *operator)?,
            Act::Undelegate { by, staker } => self.undelegate(*by, *staker)?,
            Act::Redelegate { by, operator } => {
                self.undelegate(*by, *by)?;
                self.delegate(*by, *operator)?;
            }
            Act::Queue { by, withdrawals } => self.queue(*by, withdrawals)?,
            Act::AllowAnyone { by, allowed } => self.people[*by].completed_by_anyone = *allowed,
            Act::Donate { by, vault, amount } => {
                let token = self.vaults[*vault].token;
                self.tokens[token].transfer(Holder::Person(*by), Holder::Vault(*vault), *amount)?;
            }
            Act::Rebase { token, multiplier } => self.tokens[*token].rebase(*multiplier),
            Act::List { vault, listed } => self.vaults[*vault].listed = *listed,
            Act::Pause { contract, status } => {
                let time = self.time;
                self.pausing_mut(*contract).pause(*status, time)?;
            }
            Act::PauseAll { contract } => {
                let time = self.time;
                self.pausing_mut(*contract).pause_all(time);
            }
            Act::Unpause { contract, status } => self.pausing_mut(*contract).unpause(*status)?,
            _ => return self.perform_allocating(act),
        }
        Ok(Outcome::Done)
    }

    pub(super) fn pausing(&self, contract: Contract) -> &Pausing {
        match contract {
            Contract::Deposits => &self.deposits,
            Contract::Delegation => &self.delegation,
            Contract::Slasher => &self.slasher,
            Contract::Vault(vault) => &self.vaults[vault].pausing,
        }
    }

    fn pausing_mut(&mut self, contract: Contract) -> &mut Pausing {
        match contract {
            Contract::Deposits => &mut self.deposits,
            Contract::Delegation => &mut self.delegation,
            Contract::Slasher => &mut self.slasher,
            Contract::Vault(vault) => &mut self.vaults[vault].pausing,
        }
    }
}
