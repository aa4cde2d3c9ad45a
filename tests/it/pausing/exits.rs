//! Exits can be paused for seven days, and then stay open for fourteen: completing withdrawals, and taking tokens out of a
//! strategy.

use alloy::primitives::{Address, U256};
use interfaces::sol::IDelegationManager::{Withdrawal, completeQueuedWithdrawalCall};
use interfaces::sol::IPausable::{
    CurrentlyPaused, ExitPauseSpent, exitPauseEndCall, pauseAllCall, paused_0Call,
};

use super::{pause, pause_to, unpause};
use crate::harness::clock::{next_block_at, now};
use crate::harness::queue::{as_tokens, pass_delay, queue};
use crate::harness::strategies::deposit;
use crate::harness::world::delegate_to;
use crate::harness::{ALICE, GOVERNANCE, OPERATOR, Token, World, ether, fresh};

/// Longest pause of exits, and how long they stay open after it, in seconds.
const PAUSE: u64 = 604_800;
const REST: u64 = 1_209_600;
/// Bit 0 of both contracts: delegating and depositing.
const ENTRY: u64 = 1;

/// Both contracts with exits: which program it is, and the bit of its exits.
const EXITS: [(Exit, u64); 2] = [(Exit::Queue, 1 << 2), (Exit::Vault, 1 << 1)];

#[derive(Clone, Copy, Debug)]
enum Exit {
    /// Completing in the DelegationManager.
    Queue,
    /// Taking tokens out of the strategy.
    Vault,
}

impl Exit {
    fn contract(self, world: &World) -> Address {
        match self {
            Self::Queue => world.at("delegation-manager"),
            Self::Vault => world.strategy(world.lst),
        }
    }

    /// What bit 0 stops there, for an account that may do it otherwise.
    fn refuse_entry(self, world: &World) {
        match self {
            Self::Queue => {
                world.refuse::<CurrentlyPaused>(ALICE, self.contract(world), &delegate_to(OPERATOR))
            }
            Self::Vault => {
                let call = deposit(world, self.contract(world), ether(1));
                world.refuse::<CurrentlyPaused>(ALICE, world.at("strategy-manager"), &call);
            }
        }
    }

    fn end(self, world: &World) -> U256 {
        world.view(self.contract(world), &exitPauseEndCall {})
    }
}

/// Alice with two withdrawals that are due, and LST to deposit. There is an operator.
fn leaving(world: &World) -> [completeQueuedWithdrawalCall; 2] {
    let (lst, amount) = (world.strategy(world.lst), ether(10));
    world.register_operator(OPERATOR, 0);
    world.deposit_lst(ALICE, amount);
    world.act(ALICE, world.lst, &Token::mintCall { to: ALICE, amount });
    world.act(ALICE, world.lst, &Token::approveCall { spender: world.at("strategy-manager"), amount });
    let due: [Withdrawal; 2] = [ether(1), ether(2)].map(|shares| queue(world, ALICE, lst, shares));
    pass_delay(world);
    due.map(|withdrawal| as_tokens(world, &withdrawal))
}

fn refuse_exit(world: &World, exit: &completeQueuedWithdrawalCall) {
    world.refuse::<CurrentlyPaused>(ALICE, world.at("delegation-manager"), exit);
}

fn leave(world: &World, exit: &completeQueuedWithdrawalCall) {
    world.act(ALICE, world.at("delegation-manager"), exit);
}

#[test]
fn a_pause_of_exits_ends_by_itself_after_seven_days() {
    for (exit, bit) in EXITS {
        let world = fresh();
        let [first, _] = leaving(&world);
        pause(&world, exit.contract(&world), bit);
        let began = now(&world);
        assert_eq!(exit.end(&world), U256::from(began + PAUSE), "{exit:?}");
        refuse_exit(&world, &first);
        next_block_at(&world, began + PAUSE - 1);
        refuse_exit(&world, &first);
        next_block_at(&world, began + PAUSE);
        leave(&world, &first);
    }
}

#[test]
fn pause_all_pauses_exits_for_seven_days_too() {
    for (exit, _) in EXITS {
        let world = fresh();
        let [first, _] = leaving(&world);
        world.act(GOVERNANCE, exit.contract(&world), &pauseAllCall {});
        let began = now(&world);
        refuse_exit(&world, &first);
        next_block_at(&world, began + PAUSE);
        leave(&world, &first);
        exit.refuse_entry(&world);
    }
}

#[test]
fn unpausing_opens_exits_at_once() {
    for (exit, bit) in EXITS {
        let world = fresh();
        let [first, _] = leaving(&world);
        pause(&world, exit.contract(&world), bit | ENTRY);
        unpause(&world, exit.contract(&world), ENTRY);
        leave(&world, &first);
        exit.refuse_entry(&world);
    }
}

#[test]
fn exits_cannot_be_paused_again_until_fourteen_days_after_the_longest_end() {
    for (exit, bit) in EXITS {
        let world = fresh();
        let [first, _] = leaving(&world);
        let contract = exit.contract(&world);
        pause(&world, contract, bit);
        let began = now(&world);
        unpause(&world, contract, 0);
        for spent in [began + PAUSE, began + PAUSE + REST - 1] {
            next_block_at(&world, spent);
            world.refuse::<ExitPauseSpent>(GOVERNANCE, contract, &pause_to(bit));
        }
        next_block_at(&world, began + PAUSE + REST);
        pause(&world, contract, bit);
        assert_eq!(exit.end(&world), U256::from(began + PAUSE + REST + PAUSE), "{exit:?}");
        refuse_exit(&world, &first);
    }
}

#[test]
fn a_second_pause_within_the_first_ones_seven_days_keeps_their_end() {
    for (exit, bit) in EXITS {
        let world = fresh();
        let [first, _] = leaving(&world);
        let contract = exit.contract(&world);
        pause(&world, contract, bit);
        let began = now(&world);
        unpause(&world, contract, 0);
        next_block_at(&world, began + PAUSE - 2);
        pause(&world, contract, bit);
        assert_eq!(exit.end(&world), U256::from(began + PAUSE), "{exit:?}");
        next_block_at(&world, began + PAUSE - 1);
        refuse_exit(&world, &first);
        next_block_at(&world, began + PAUSE);
        leave(&world, &first);
    }
}

#[test]
fn pause_all_after_the_seven_days_pauses_all_but_exits() {
    for (exit, bit) in EXITS {
        let world = fresh();
        let [first, second] = leaving(&world);
        let contract = exit.contract(&world);
        pause(&world, contract, bit);
        let began = now(&world);
        unpause(&world, contract, 0);
        next_block_at(&world, began + PAUSE);
        world.act(GOVERNANCE, contract, &pauseAllCall {});
        assert_eq!(world.view(contract, &paused_0Call {}), U256::MAX);
        assert_eq!(exit.end(&world), U256::from(began + PAUSE), "{exit:?}");
        exit.refuse_entry(&world);
        leave(&world, &first);
        // Time alone does not pause them again.
        next_block_at(&world, began + PAUSE + REST);
        leave(&world, &second);
    }
}

#[test]
fn something_else_can_be_paused_after_the_seven_days_and_exits_stay_open() {
    for (exit, bit) in EXITS {
        let world = fresh();
        let [first, _] = leaving(&world);
        pause(&world, exit.contract(&world), bit);
        let began = now(&world);
        next_block_at(&world, began + PAUSE);
        pause(&world, exit.contract(&world), bit | ENTRY);
        exit.refuse_entry(&world);
        leave(&world, &first);
        assert_eq!(exit.end(&world), U256::from(began + PAUSE), "{exit:?}");
    }
}

#[test]
fn two_contracts_that_pause_in_turn_hold_nobody_up_for_more_than_fourteen_days() {
    let world = fresh();
    let [first, second] = leaving(&world);
    let [(queue, completing), (vault, paying)] = EXITS;
    let (queue, vault) = (queue.contract(&world), vault.contract(&world));
    pause(&world, queue, completing);
    let began = now(&world);
    next_block_at(&world, began + PAUSE - 1);
    pause(&world, vault, paying);
    let then = now(&world);
    unpause(&world, queue, 0);
    next_block_at(&world, then + PAUSE - 1);
    refuse_exit(&world, &first);
    // Neither can go on: both are open for at least seven days.
    for open in [then + PAUSE, began + PAUSE + REST - 2] {
        next_block_at(&world, open);
        world.refuse::<ExitPauseSpent>(GOVERNANCE, queue, &pause_to(completing));
    }
    leave(&world, &first);
    next_block_at(&world, began + PAUSE + REST);
    pause(&world, queue, completing);
    refuse_exit(&world, &second);
}

#[test]
fn without_a_pause_of_exits_there_is_no_end_of_one() {
    let world = fresh();
    for (exit, _) in EXITS {
        assert_eq!(exit.end(&world), U256::ZERO, "{exit:?}");
        pause(&world, exit.contract(&world), ENTRY);
        assert_eq!(exit.end(&world), U256::ZERO, "{exit:?}");
    }
}

#[test]
fn what_is_no_exit_stays_paused() {
    let world = fresh();
    leaving(&world);
    let (manager, factory) = (world.at("strategy-manager"), world.at("strategy-factory"));
    for contract in [manager, factory] {
        world.act(GOVERNANCE, contract, &pauseAllCall {});
        assert_eq!(world.view(contract, &exitPauseEndCall {}), U256::ZERO);
    }
    next_block_at(&world, now(&world) + PAUSE + REST);
    let call = deposit(&world, world.strategy(world.lst), ether(1));
    world.refuse::<CurrentlyPaused>(ALICE, manager, &call);
}
