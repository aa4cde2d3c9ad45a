//! Who leaves, where, and in which two steps.

use alloy::primitives::{Address, Bytes, U256};
use alloy::sol_types::{SolCall, SolError};
use interfaces::sol::IAVSDirectory::deregisterOperatorFromAVSCall;
use interfaces::sol::IPausable::{CurrentlyPaused, exitPauseEndCall};

use super::{allocated, clear_queue, register_signed};
use crate::harness::queue::{as_tokens, pass_delay, queue};
use crate::harness::sets::{allocate, leave, slash};
use crate::harness::strategies::deposit;
use crate::harness::world::{delegate_to, percent};
use crate::harness::{ALICE, OPERATOR, OTHER_OPERATOR, SERVICE_OWNER, STRANGER, Token, World, ether};

/// Longest pause of exits, and how long they stay open after it, in seconds.
pub(super) const PAUSE: u64 = 604_800;
pub(super) const REST: u64 = 1_209_600;

pub(super) const EXITS: [Exit; 6] =
    [Exit::Queue, Exit::Vault, Exit::Allocation, Exit::Clearing, Exit::Set, Exit::Registration];

#[derive(Clone, Copy, Debug)]
pub(super) enum Exit {
    /// Completing in the DelegationManager.
    Queue,
    /// Taking tokens out of the strategy.
    Vault,
    /// Taking magnitude back from sets.
    Allocation,
    /// Clearing what was taken back.
    Clearing,
    /// Leaving sets.
    Set,
    /// Leaving an AVS without sets, at AvsDirectory's own address.
    Registration,
}

/// Somebody about to leave.
pub(super) struct Leaver {
    who: Address,
    to: Address,
    steps: [Bytes; 2],
}

impl Leaver {
    pub(super) fn leave(&self, world: &World, step: usize) {
        let left = world.send_data(self.who, self.to, self.steps[step].clone());
        left.unwrap_or_else(|data| panic!("step {step}: {}", client::errors::name(&data)));
    }

    pub(super) fn refuse(&self, world: &World, step: usize) {
        let refused = world.send_data(self.who, self.to, self.steps[step].clone());
        assert_eq!(refused, Err(CurrentlyPaused::SELECTOR.into()), "step {step}");
    }
}

impl Exit {
    pub(super) fn contract(self, world: &World) -> Address {
        match self {
            Self::Queue => world.at("delegation-manager"),
            Self::Vault => world.strategy(world.lst),
            Self::Allocation | Self::Clearing | Self::Set => world.at("slasher"),
            Self::Registration => world.at("avs-directory"),
        }
    }

    /// The bit of the exit.
    pub(super) fn bit(self) -> u64 {
        match self {
            Self::Allocation | Self::Clearing | Self::Registration => 1,
            Self::Vault => 1 << 1,
            Self::Queue | Self::Set => 1 << 2,
        }
    }

    /// A bit of the same contract that is no exit's.
    pub(super) fn beside(self) -> u64 {
        match self {
            Self::Queue | Self::Vault => 1,
            Self::Allocation | Self::Clearing | Self::Set | Self::Registration => 1 << 1,
        }
    }

    /// What that bit stops, for an account that may do it otherwise.
    pub(super) fn refuse_beside(self, world: &World) {
        match self {
            Self::Queue => {
                world.refuse::<CurrentlyPaused>(ALICE, self.contract(world), &delegate_to(OPERATOR))
            }
            Self::Vault => {
                let call = deposit(world, self.contract(world), ether(1));
                world.refuse::<CurrentlyPaused>(ALICE, world.at("strategy-manager"), &call);
            }
            Self::Allocation | Self::Clearing | Self::Set => {
                let call = slash(OPERATOR, 1, vec![world.strategy(world.lst)], vec![percent(1)]);
                world.refuse::<CurrentlyPaused>(SERVICE_OWNER, self.contract(world), &call);
            }
            // Nothing there is stopped by another bit.
            Self::Registration => {}
        }
    }

    pub(super) fn end(self, world: &World) -> U256 {
        world.view(self.contract(world), &exitPauseEndCall {})
    }

    /// Somebody who can leave now, twice.
    pub(super) fn leaver(self, world: &World) -> Leaver {
        let (who, to, steps) = match self {
            Self::Queue | Self::Vault => (ALICE, world.at("delegation-manager"), completing(world)),
            Self::Allocation => (OPERATOR, world.at("slasher"), deallocating(world)),
            Self::Clearing => (STRANGER, world.at("slasher"), clearing(world)),
            Self::Set => (OPERATOR, world.at("slasher"), leaving_sets(world)),
            Self::Registration => (SERVICE_OWNER, world.at("avs-directory"), deregistering(world)),
        };
        Leaver { who, to, steps }
    }
}

/// Alice has two withdrawals that are due, and LST to deposit. There is an operator.
fn completing(world: &World) -> [Bytes; 2] {
    let (lst, amount) = (world.strategy(world.lst), ether(10));
    world.register_operator(OPERATOR, 0);
    world.deposit_lst(ALICE, amount);
    world.act(ALICE, world.lst, &Token::mintCall { to: ALICE, amount });
    world.act(ALICE, world.lst, &Token::approveCall { spender: world.at("strategy-manager"), amount });
    let due = [ether(1), ether(2)].map(|shares| queue(world, ALICE, lst, shares));
    pass_delay(world);
    due.map(|withdrawal| as_tokens(world, &withdrawal).abi_encode().into())
}

fn deallocating(world: &World) -> [Bytes; 2] {
    let lst = allocated(world);
    [1, 2].map(|id| allocate(OPERATOR, id, lst, 0).abi_encode().into())
}

/// What was taken back is due. Clearing it a second time finds nothing, which is no reason to refuse.
fn clearing(world: &World) -> [Bytes; 2] {
    let lst = allocated(world);
    world.act(OPERATOR, world.at("slasher"), &allocate(OPERATOR, 1, lst, 0));
    world.pass_blocks(world.config.deallocation_delay_blocks + 1);
    [0; 2].map(|_| clear_queue(lst).abi_encode().into())
}

fn leaving_sets(world: &World) -> [Bytes; 2] {
    allocated(world);
    [1, 2].map(|id| leave(OPERATOR, &[id]).abi_encode().into())
}

fn deregistering(world: &World) -> [Bytes; 2] {
    [OPERATOR, OTHER_OPERATOR].map(|operator| {
        world.register_operator(operator, 0);
        world.act(SERVICE_OWNER, world.at("avs-directory"), &register_signed(world, operator));
        deregisterOperatorFromAVSCall { operator }.abi_encode().into()
    })
}
