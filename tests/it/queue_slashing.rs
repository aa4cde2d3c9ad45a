//! What a slash does to withdrawals and to shares whose operator has little or nothing left.

use alloy::primitives::{Address, U256};
use interfaces::sol::IDelegationManager::{
    self, DepositScalingFactorUpdated, FullySlashed, InputArrayLengthMismatch, SlashingWithdrawalQueued,
    convertToDepositSharesCall, undelegateCall,
};

use crate::harness::queue::{as_shares, as_tokens, pass_delay, queue, queued, withdraw};
use crate::harness::sets::{slash, slashable};
use crate::harness::strategies::{deposit, operator_shares, staker_shares};
use crate::harness::world::{delegate_to, percent};
use crate::harness::{ALICE, BOB, OPERATOR, OTHER_OPERATOR, SERVICE_OWNER, Token, World, ether, fresh};

fn delegation(world: &World) -> Address {
    world.at("delegation-manager")
}

/// Slashes hundredths of what is left.
fn slash_percent(world: &World, part: u64) {
    let call = slash(OPERATOR, 1, vec![world.strategy(world.lst)], vec![percent(part)]);
    world.act(SERVICE_OWNER, world.at("slasher"), &call);
}

fn in_queue(world: &World) -> U256 {
    let strategy = world.strategy(world.lst);
    let ask = IDelegationManager::getSlashableSharesInQueueCall { operator: OPERATOR, strategy };
    world.view(delegation(world), &ask)
}

fn scaling_factor(world: &World, staker: Address) -> U256 {
    let ask = IDelegationManager::depositScalingFactorCall { staker, strategy: world.strategy(world.lst) };
    world.view(delegation(world), &ask)
}

/// Completes as tokens; returns what was paid.
fn paid(world: &World, staker: Address, withdrawal: &IDelegationManager::Withdrawal) -> U256 {
    let before = world.held(world.lst, staker);
    world.act(staker, delegation(world), &as_tokens(world, withdrawal));
    world.held(world.lst, staker) - before
}

#[test]
fn a_slash_reaches_the_queue_through_block_start_plus_delay_and_no_later() {
    for (late, expected) in [(0, ether(50)), (1, ether(100))] {
        let world = fresh();
        let lst = slashable(&world);
        let withdrawal = queue(&world, ALICE, lst, ether(100));
        let last = withdrawal.startBlock + world.config.withdrawal_delay_blocks;
        world.until_next_is(u64::from(last + late));
        slash_percent(&world, 50);
        world.until_next_is(u64::from(last + 2));
        assert_eq!(paid(&world, ALICE, &withdrawal), expected, "slashed {late} blocks after the window");
    }
}

#[test]
fn the_slashable_queue_is_what_was_queued_within_the_delay_at_todays_magnitude() {
    let world = fresh();
    let lst = slashable(&world);
    assert_eq!(in_queue(&world), U256::ZERO);
    let first = queue(&world, ALICE, lst, ether(10));
    world.pass_blocks(3);
    let second = queue(&world, ALICE, lst, ether(20));
    assert_eq!(in_queue(&world), ether(30));
    slash_percent(&world, 50);
    // Two withdrawals round for themselves from now on, and a slash leaves them a wei for it.
    let rounding = U256::ONE;
    assert_eq!(in_queue(&world), ether(15).checked_sub(rounding).unwrap());
    let delay = world.config.withdrawal_delay_blocks;
    world.until_next_is(u64::from(first.startBlock + delay + 1));
    let still = ether(15).checked_sub(rounding).unwrap();
    assert_eq!(in_queue(&world), still, "block start + delay still counts");
    world.pass_blocks(1);
    assert_eq!(in_queue(&world), ether(10));
    world.until_next_is(u64::from(second.startBlock + delay + 2));
    assert_eq!(in_queue(&world), U256::ZERO);
}

#[test]
fn shares_completed_are_out_of_reach_of_the_operator_they_left() {
    let world = fresh();
    let lst = slashable(&world);
    let done = world.act(ALICE, delegation(&world), &undelegateCall { staker: ALICE });
    let withdrawal = queued(&done).remove(0);
    world.register_operator(OTHER_OPERATOR, 0);
    world.delegate(ALICE, OTHER_OPERATOR);
    pass_delay(&world);
    world.act(ALICE, delegation(&world), &as_shares(&world, &withdrawal));
    slash_percent(&world, 100);
    assert_eq!(staker_shares(&world, ALICE, lst), (ether(100), ether(100)));
    assert_eq!(operator_shares(&world, OTHER_OPERATOR, lst), ether(100));
}

/// The reference's behaviour 1.
#[test]
fn a_fully_slashed_operator_gains_no_shares() {
    let world = fresh();
    let lst = slashable(&world);
    let manager = world.at("strategy-manager");
    let withdrawal = queue(&world, ALICE, lst, ether(40));
    pass_delay(&world);
    slash_percent(&world, 100);
    world.deposit_lst(BOB, ether(10));
    world.refuse::<FullySlashed>(BOB, delegation(&world), &delegate_to(OPERATOR));
    world.act(ALICE, world.lst, &Token::mintCall { to: ALICE, amount: ether(1) });
    world.act(ALICE, world.lst, &Token::approveCall { spender: manager, amount: ether(1) });
    world.refuse::<FullySlashed>(ALICE, manager, &deposit(&world, lst, ether(1)));

    // What had left the window before the slash is whole, but cannot go back under this operator.
    world.refuse::<FullySlashed>(ALICE, delegation(&world), &as_shares(&world, &withdrawal));
    world.act(ALICE, delegation(&world), &undelegateCall { staker: ALICE });
    world.act(ALICE, delegation(&world), &as_shares(&world, &withdrawal));
    assert_eq!(staker_shares(&world, ALICE, lst), (ether(40), ether(40)));
}

#[test]
fn who_has_nothing_in_a_fully_slashed_strategy_may_delegate() {
    let world = fresh();
    let lst = slashable(&world);
    slash_percent(&world, 100);
    world.delegate(BOB, OPERATOR);
    assert_eq!(operator_shares(&world, OPERATOR, lst), U256::ZERO);
}

/// A zero-amount entry once reverted the whole completion.
#[test]
fn a_withdrawal_slashed_to_nothing_completes_and_pays_nothing() {
    let world = fresh();
    let lst = slashable(&world);
    let (first, second) = (queue(&world, ALICE, lst, ether(30)), queue(&world, ALICE, lst, ether(30)));
    slash_percent(&world, 100);
    pass_delay(&world);
    assert_eq!(paid(&world, ALICE, &first), U256::ZERO);
    let done = world.act(ALICE, delegation(&world), &as_shares(&world, &second));
    assert_eq!(done.events::<IDelegationManager::SlashingWithdrawalCompleted>().len(), 1);
    assert_eq!(staker_shares(&world, ALICE, lst), (U256::ZERO, ether(40)));
    for withdrawal in [&first, &second] {
        let call = as_tokens(&world, withdrawal);
        world.refuse::<IDelegationManager::WithdrawalNotQueued>(ALICE, delegation(&world), &call);
    }
}

/// Early releases of the reference kept the factor of an emptied position, and started it anew without an event.
#[test]
fn withdrawing_everything_starts_the_scaling_factor_anew() {
    let world = fresh();
    let lst = slashable(&world);
    slash_percent(&world, 15);
    world.deposit_lst(ALICE, ether(10));
    let factor = scaling_factor(&world, ALICE);
    assert!(factor > ether(1), "a deposit after a slash counts in full: {factor}");

    let part = withdraw(&[(lst, ether(50))]);
    let done = world.act(ALICE, delegation(&world), &part);
    assert_eq!(done.events::<DepositScalingFactorUpdated>().len(), 0);
    assert_eq!(scaling_factor(&world, ALICE), factor);

    let rest = withdraw(&[(lst, ether(60))]);
    let done = world.act(ALICE, delegation(&world), &rest);
    let event = &done.events::<DepositScalingFactorUpdated>()[0];
    assert_eq!((event.staker, event.strategy, event.newDepositScalingFactor), (ALICE, lst, ether(1)));
    assert_eq!(scaling_factor(&world, ALICE), ether(1));

    // A new position is worth what was put in, whatever became of the old one.
    world.deposit_lst(ALICE, ether(7));
    let (withdrawable, deposited) = staker_shares(&world, ALICE, lst);
    assert_eq!(deposited, ether(7));
    assert!(withdrawable <= ether(7) && ether(7) - withdrawable < U256::from(10), "{withdrawable}");
}

#[test]
fn converting_to_deposit_shares_asks_for_what_is_wanted_to_a_few_wei_and_never_more() {
    let world = fresh();
    let lst = slashable(&world);
    let convert = |amounts: &[U256]| convertToDepositSharesCall {
        staker: ALICE,
        strategies: vec![lst; amounts.len()],
        withdrawableShares: amounts.to_vec(),
    };
    let unslashed = world.view(delegation(&world), &convert(&[ether(3)]));
    assert_eq!(unslashed, [ether(3)]);
    slash_percent(&world, 15);
    world.deposit_lst(ALICE, ether(10));
    slash_percent(&world, 37);

    let wanted = [U256::ONE, U256::from(1_000_003), ether(1), ether(17) + U256::from(7)];
    let asked = world.view(delegation(&world), &convert(&wanted));
    for (wanted, shares) in wanted.into_iter().zip(asked) {
        if shares.is_zero() {
            assert!(wanted < U256::from(4), "nothing asked for {wanted}");
            continue;
        }
        let call = withdraw(&[(lst, shares)]);
        let done = world.act(ALICE, delegation(&world), &call);
        let got = done.events::<SlashingWithdrawalQueued>()[0].sharesToWithdraw[0];
        assert!(got <= wanted && wanted - got < U256::from(4), "{got} for {wanted}");
    }
    let (all, deposited) = staker_shares(&world, ALICE, lst);
    let asked = world.view(delegation(&world), &convert(&[all]))[0];
    assert!(asked <= deposited && deposited - asked < U256::from(6), "{asked} of {deposited}");

    let uneven = convertToDepositSharesCall { strategies: Vec::new(), ..convert(&[ether(1)]) };
    let refused = world.try_view(delegation(&world), &uneven).unwrap_err();
    assert_eq!(refused[..], <InputArrayLengthMismatch as alloy::sol_types::SolError>::SELECTOR);
}

/// EGSL-03: what is queued counts for slashes in every strategy and by whichever way it was queued.
#[test]
fn undelegating_by_oneself_or_by_force_escapes_no_slash() {
    for who in [ALICE, OPERATOR] {
        let world = fresh();
        let lst = slashable(&world);
        let done = world.act(who, delegation(&world), &undelegateCall { staker: ALICE });
        let withdrawal = queued(&done).remove(0);
        assert_eq!(in_queue(&world), ether(100));
        slash_percent(&world, 25);
        pass_delay(&world);
        assert_eq!(paid(&world, ALICE, &withdrawal), ether(75));
        assert_eq!(operator_shares(&world, OPERATOR, lst), U256::ZERO);
    }
}

#[test]
fn what_was_queued_without_an_operator_is_nobodys_to_slash() {
    let world = fresh();
    let lst = slashable(&world);
    world.deposit_lst(BOB, ether(6));
    let withdrawal = queue(&world, BOB, lst, ether(6));
    world.delegate(BOB, OPERATOR);
    assert_eq!(in_queue(&world), U256::ZERO);
    slash_percent(&world, 50);
    pass_delay(&world);
    assert_eq!(paid(&world, BOB, &withdrawal), ether(6));
}
