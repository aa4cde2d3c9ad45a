//! Exits can be paused for seven days, and then stay open for fourteen: completing withdrawals, taking tokens out of a
//! strategy, taking magnitude back from sets, and leaving them.

use alloy::primitives::U256;
use interfaces::sol::IPausable::{
    CurrentlyPaused, ExitPauseSpent, exitPauseEndCall, pauseAllCall, paused_0Call,
};

use super::leavers::{EXITS, Exit, PAUSE, REST};
use super::{pause, pause_to, unpause};
use crate::harness::clock::{next_block_at, now};
use crate::harness::strategies::deposit;
use crate::harness::{ALICE, GOVERNANCE, ether, fresh};

#[test]
fn a_pause_of_exits_ends_by_itself_after_seven_days() {
    for exit in EXITS {
        let (world, bit) = (fresh(), exit.bit());
        let leaver = exit.leaver(&world);
        pause(&world, exit.contract(&world), bit);
        let began = now(&world);
        assert_eq!(exit.end(&world), U256::from(began + PAUSE), "{exit:?}");
        leaver.refuse(&world, 0);
        next_block_at(&world, began + PAUSE - 1);
        leaver.refuse(&world, 0);
        next_block_at(&world, began + PAUSE);
        leaver.leave(&world, 0);
    }
}

#[test]
fn pause_all_pauses_exits_for_seven_days_too() {
    for exit in EXITS {
        let world = fresh();
        let leaver = exit.leaver(&world);
        world.act(GOVERNANCE, exit.contract(&world), &pauseAllCall {});
        let began = now(&world);
        leaver.refuse(&world, 0);
        next_block_at(&world, began + PAUSE);
        leaver.leave(&world, 0);
        exit.refuse_beside(&world);
    }
}

#[test]
fn unpausing_opens_exits_at_once() {
    for exit in EXITS {
        let (world, bit) = (fresh(), exit.bit());
        let leaver = exit.leaver(&world);
        pause(&world, exit.contract(&world), bit | exit.beside());
        unpause(&world, exit.contract(&world), exit.beside());
        leaver.leave(&world, 0);
        exit.refuse_beside(&world);
    }
}

#[test]
fn exits_cannot_be_paused_again_until_fourteen_days_after_the_longest_end() {
    for exit in EXITS {
        let (world, bit) = (fresh(), exit.bit());
        let leaver = exit.leaver(&world);
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
        leaver.refuse(&world, 0);
    }
}

#[test]
fn a_second_pause_within_the_first_ones_seven_days_keeps_their_end() {
    for exit in EXITS {
        let (world, bit) = (fresh(), exit.bit());
        let leaver = exit.leaver(&world);
        let contract = exit.contract(&world);
        pause(&world, contract, bit);
        let began = now(&world);
        unpause(&world, contract, 0);
        next_block_at(&world, began + PAUSE - 2);
        pause(&world, contract, bit);
        assert_eq!(exit.end(&world), U256::from(began + PAUSE), "{exit:?}");
        next_block_at(&world, began + PAUSE - 1);
        leaver.refuse(&world, 0);
        next_block_at(&world, began + PAUSE);
        leaver.leave(&world, 0);
    }
}

#[test]
fn pause_all_after_the_seven_days_pauses_all_but_exits() {
    for exit in EXITS {
        let (world, bit) = (fresh(), exit.bit());
        let leaver = exit.leaver(&world);
        let contract = exit.contract(&world);
        pause(&world, contract, bit);
        let began = now(&world);
        unpause(&world, contract, 0);
        next_block_at(&world, began + PAUSE);
        world.act(GOVERNANCE, contract, &pauseAllCall {});
        assert_eq!(world.view(contract, &paused_0Call {}), U256::MAX);
        assert_eq!(exit.end(&world), U256::from(began + PAUSE), "{exit:?}");
        exit.refuse_beside(&world);
        leaver.leave(&world, 0);
        // Time alone does not pause them again.
        next_block_at(&world, began + PAUSE + REST);
        leaver.leave(&world, 1);
    }
}

#[test]
fn something_else_can_be_paused_after_the_seven_days_and_exits_stay_open() {
    for exit in EXITS {
        let (world, bit) = (fresh(), exit.bit());
        let leaver = exit.leaver(&world);
        pause(&world, exit.contract(&world), bit);
        let began = now(&world);
        next_block_at(&world, began + PAUSE);
        pause(&world, exit.contract(&world), bit | exit.beside());
        exit.refuse_beside(&world);
        leaver.leave(&world, 0);
        assert_eq!(exit.end(&world), U256::from(began + PAUSE), "{exit:?}");
    }
}

#[test]
fn two_contracts_that_pause_in_turn_hold_nobody_up_for_more_than_fourteen_days() {
    let world = fresh();
    let leaver = Exit::Queue.leaver(&world);
    let [queue, vault] = [Exit::Queue, Exit::Vault].map(|exit| exit.contract(&world));
    let (completing, paying) = (Exit::Queue.bit(), Exit::Vault.bit());
    pause(&world, queue, completing);
    let began = now(&world);
    next_block_at(&world, began + PAUSE - 1);
    pause(&world, vault, paying);
    let then = now(&world);
    unpause(&world, queue, 0);
    next_block_at(&world, then + PAUSE - 1);
    leaver.refuse(&world, 0);
    // Neither can go on: both are open for at least seven days.
    for open in [then + PAUSE, began + PAUSE + REST - 2] {
        next_block_at(&world, open);
        world.refuse::<ExitPauseSpent>(GOVERNANCE, queue, &pause_to(completing));
    }
    leaver.leave(&world, 0);
    next_block_at(&world, began + PAUSE + REST);
    pause(&world, queue, completing);
    leaver.refuse(&world, 1);
}

#[test]
fn without_a_pause_of_exits_there_is_no_end_of_one() {
    let world = fresh();
    for exit in EXITS {
        assert_eq!(exit.end(&world), U256::ZERO, "{exit:?}");
        pause(&world, exit.contract(&world), exit.beside());
        assert_eq!(exit.end(&world), U256::ZERO, "{exit:?}");
    }
}

#[test]
fn what_is_no_exit_stays_paused() {
    let world = fresh();
    Exit::Vault.leaver(&world);
    let (manager, factory) = (world.at("strategy-manager"), world.at("strategy-factory"));
    for contract in [manager, factory] {
        world.act(GOVERNANCE, contract, &pauseAllCall {});
        assert_eq!(world.view(contract, &exitPauseEndCall {}), U256::ZERO);
    }
    next_block_at(&world, now(&world) + PAUSE + REST);
    let call = deposit(&world, world.strategy(world.lst), ether(1));
    world.refuse::<CurrentlyPaused>(ALICE, manager, &call);
}
