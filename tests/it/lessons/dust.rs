//! L25: a wei, wherever it is sent or queued, stands in nobody's way. Elsewhere a balance that should have been zero, or a
//! queue that should have been empty, held everyone up.

use alloy::primitives::U256;
use interfaces::sol::IStrategyManager::{OperatorSet, clearBurnOrRedistributableSharesCall};

use crate::harness::queue::{as_tokens, pass_delay, queue};
use crate::harness::sets::{slash, slashable};
use crate::harness::strategies::staker_shares;
use crate::harness::world::percent;
use crate::harness::{
    ALICE, BOB, BURN_ADDRESS, OPERATOR, SERVICE_OWNER, STRANGER, Token, World, ether, fresh,
};

const WEI: U256 = U256::ONE;

const CONTRACTS: [&str; 7] = [
    "slasher",
    "avs-directory",
    "delegation-manager",
    "strategy-manager",
    "rewards-coordinator",
    "permission-controller",
    "strategy-factory",
];

/// Sends a wei of the LST and one of ETH to every contract, the ETH in spite of its refusal.
fn litter(world: &World) {
    let contracts = CONTRACTS.map(|name| world.at(name));
    world.act(STRANGER, world.lst, &Token::mintCall { to: STRANGER, amount: ether(1) });
    for to in contracts.into_iter().chain([world.strategy(world.lst)]) {
        world.act(STRANGER, world.lst, &Token::transferCall { to, amount: WEI });
        world.node().set_balance(to, WEI);
    }
}

/// Alice (100 LST) and Bob (60) delegate, queue a part each, are slashed by half, leave, and the slash is cleared. Returns
/// what each got and what was burnt.
fn story(world: &World, before: impl Fn(&World)) -> [U256; 3] {
    let (lst, delegation) = (slashable(world), world.at("delegation-manager"));
    before(world);
    world.deposit_lst(BOB, ether(60));
    world.delegate(BOB, OPERATOR);
    let mut withdrawals = vec![queue(world, ALICE, lst, ether(10)), queue(world, BOB, lst, ether(20))];
    before(world);
    let half = slash(OPERATOR, 1, vec![lst], vec![percent(50)]);
    world.act(SERVICE_OWNER, world.at("slasher"), &half);
    for staker in [ALICE, BOB] {
        withdrawals.push(queue(world, staker, lst, staker_shares(world, staker, lst).1));
    }
    pass_delay(world);
    for withdrawal in &withdrawals {
        before(world);
        world.act(withdrawal.staker, delegation, &as_tokens(world, withdrawal));
    }
    let operator_set = OperatorSet { avs: SERVICE_OWNER, id: 1 };
    let clear = clearBurnOrRedistributableSharesCall { operatorSet: operator_set, slashId: U256::ONE };
    world.act(STRANGER, world.at("strategy-manager"), &clear);
    [ALICE, BOB, BURN_ADDRESS].map(|who| world.held(world.lst, who))
}

#[test]
fn a_wei_sent_to_every_contract_at_every_step_stops_nothing_and_moves_no_more_than_itself() {
    let (clean, littered) = (fresh(), fresh());
    let expected = [ether(50), ether(30), ether(80)];
    assert_eq!(story(&clean, |_| ()), expected);
    // Six wei reach the strategy and belong to whoever has shares there then.
    for (found, expected) in story(&littered, litter).into_iter().zip(expected) {
        let apart = if found > expected { found - expected } else { expected - found };
        assert!(apart <= U256::from(6), "{found} instead of {expected}");
    }
}

#[test]
fn a_withdrawal_of_a_wei_before_and_after_others_holds_none_of_them_up() {
    let world = fresh();
    let (lst, delegation) = (slashable(&world), world.at("delegation-manager"));
    world.deposit_lst(BOB, ether(60));
    world.delegate(BOB, OPERATOR);
    let amounts = [(BOB, WEI), (ALICE, ether(10)), (BOB, WEI), (ALICE, WEI), (BOB, ether(20)), (ALICE, WEI)];
    let withdrawals = amounts.map(|(staker, amount)| queue(&world, staker, lst, amount));
    let tenth = slash(OPERATOR, 1, vec![lst], vec![percent(10)]);
    world.act(SERVICE_OWNER, world.at("slasher"), &tenth);
    pass_delay(&world);
    for withdrawal in &withdrawals {
        world.act(withdrawal.staker, delegation, &as_tokens(&world, withdrawal));
    }
    // A wei slashed by a tenth rounds down to nothing.
    assert_eq!([ALICE, BOB].map(|who| world.held(world.lst, who)), [ether(9), ether(18)]);
    let clear = clearBurnOrRedistributableSharesCall {
        operatorSet: OperatorSet { avs: SERVICE_OWNER, id: 1 },
        slashId: U256::ONE,
    };
    world.act(STRANGER, world.at("strategy-manager"), &clear);
    let (burnt, rest) = (world.held(world.lst, BURN_ADDRESS), ether(16));
    // A slash leaves each withdrawal but the first a unit for its rounding.
    assert!(burnt <= rest && rest - burnt <= U256::from(6), "{burnt}");
}
