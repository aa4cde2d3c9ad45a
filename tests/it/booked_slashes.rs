//! Slashed shares from their booking to their clearing.

use alloy::primitives::{Address, U256};
use interfaces::sol::IStrategyManager::{
    BurnOrRedistributableSharesDecreased, BurnOrRedistributableSharesIncreased, BurnableSharesDecreased,
    OperatorSet, SlashResolutionDelayNotElapsed, StrategyAlreadyInSlash, bookSlashCall, burnSharesCall,
    clearBurnOrRedistributableSharesByStrategyCall, clearBurnOrRedistributableSharesCall,
    depositETHIntoStrategyCall, getBurnOrRedistributableCountCall, getBurnOrRedistributableShares_0Call,
    getBurnOrRedistributableShares_1Call, getPendingOperatorSetsCall, getPendingSlashIdsCall,
    getSlashResolutionBlockCall, slashResolutionDelayCall,
};
use interfaces::sol::{IAllocationManager, IPausable};

use crate::harness::sets::{allocate, create_sets, join, open_service, slash};
use crate::harness::world::percent;
use crate::harness::{
    ALICE, BOB, BURN_ADDRESS, GOVERNANCE, ONE, OPERATOR, SERVICE_OWNER, STRANGER, World, ether, fresh,
    speaking,
};

const FIRST: U256 = U256::ONE;

fn manager(world: &World) -> Address {
    world.at("strategy-manager")
}

fn booked_set(id: u32) -> OperatorSet {
    OperatorSet { avs: SERVICE_OWNER, id }
}

fn clear(id: u32, slash_id: U256) -> clearBurnOrRedistributableSharesCall {
    clearBurnOrRedistributableSharesCall { operatorSet: booked_set(id), slashId: slash_id }
}

fn clear_one(slash_id: U256, strategy: Address) -> clearBurnOrRedistributableSharesByStrategyCall {
    clearBurnOrRedistributableSharesByStrategyCall { operatorSet: booked_set(1), slashId: slash_id, strategy }
}

/// An operator with 10 LST and 4 WETH of its own, all of it allocated to set 1. The strategies, in ascending order.
fn slashable(world: &World) -> Vec<Address> {
    let weth = world.strategy(world.weth);
    let mut strategies = vec![world.strategy(world.lst), weth];
    strategies.sort();
    open_service(world);
    create_sets(world, &[1], &strategies);
    world.register_operator(OPERATOR, 0);
    world.deposit_lst(OPERATOR, ether(10));
    world.pay(OPERATOR, manager(world), &depositETHIntoStrategyCall { strategy: weth }, ether(4));
    world.act(OPERATOR, world.at("slasher"), &join(OPERATOR, &[1]));
    for strategy in &strategies {
        world.act(OPERATOR, world.at("slasher"), &allocate(OPERATOR, 1, *strategy, ONE));
    }
    strategies
}

/// Takes half of both strategies.
fn slash_half(world: &World, strategies: &[Address]) {
    let call = slash(OPERATOR, 1, strategies.to_vec(), vec![percent(50); strategies.len()]);
    world.act(SERVICE_OWNER, world.at("slasher"), &call);
}

/// What is booked of a slash of set 1: strategies and shares, by every view.
fn booked(world: &World, slash_id: U256) -> Vec<(Address, U256)> {
    let (operator_set, to) = (booked_set(1), manager(world));
    let ask = getBurnOrRedistributableShares_0Call { operatorSet: operator_set.clone(), slashId: slash_id };
    let all = world.view(to, &ask);
    let ask = getBurnOrRedistributableCountCall { operatorSet: operator_set.clone(), slashId: slash_id };
    assert_eq!(world.view(to, &ask), U256::from(all._0.len()));
    let all: Vec<_> = all._0.into_iter().zip(all._1).collect();
    for (strategy, shares) in all.iter().copied() {
        let operator_set = operator_set.clone();
        let one =
            getBurnOrRedistributableShares_1Call { operatorSet: operator_set, slashId: slash_id, strategy };
        assert_eq!(world.view(to, &one), shares);
    }
    all
}

fn half_of(world: &World, strategy: Address) -> U256 {
    if strategy == world.strategy(world.lst) { ether(5) } else { ether(2) }
}

/// ELIP-016: who holds an operator's key for an hour must not be able to slash it to himself and be gone.
#[test]
fn a_slash_waits_for_the_resolution_delay_and_is_cleared_in_the_block_after() {
    let world = fresh();
    let strategies = slashable(&world);
    slash_half(&world, &strategies);
    let delay = world.config.slash_resolution_delay_blocks;
    assert_eq!(world.view(manager(&world), &slashResolutionDelayCall {}), delay);
    let last = u32::try_from(world.block()).unwrap() + delay;
    let ask = getSlashResolutionBlockCall { operatorSet: booked_set(1), slashId: FIRST };
    assert_eq!(world.view(manager(&world), &ask), last);
    world.until_next_is(u64::from(last) - 1);
    world.refuse::<SlashResolutionDelayNotElapsed>(
        STRANGER,
        manager(&world),
        &clear_one(FIRST, strategies[0]),
    );
    world.refuse::<SlashResolutionDelayNotElapsed>(STRANGER, manager(&world), &clear(1, FIRST));
    assert_eq!(booked(&world, FIRST).len(), 2);
    world.act(STRANGER, manager(&world), &clear(1, FIRST));
    assert_eq!(world.view(manager(&world), &ask), 0);
}

#[test]
fn clearing_burns_every_strategy_once_and_says_what() {
    let world = fresh();
    let strategies = slashable(&world);
    slash_half(&world, &strategies);
    let expected: Vec<_> = strategies.iter().map(|one| (*one, half_of(&world, *one))).collect();
    assert_eq!(booked(&world, FIRST), expected);
    world.pass_blocks(world.config.slash_resolution_delay_blocks);
    let done = world.act(STRANGER, manager(&world), &clear(1, FIRST));
    let amounts = done.returned::<clearBurnOrRedistributableSharesCall>();
    assert_eq!(amounts, strategies.iter().map(|one| half_of(&world, *one)).collect::<Vec<_>>());
    let said = done.events::<BurnOrRedistributableSharesDecreased>();
    let said: Vec<_> = said.iter().map(|event| (event.strategy, event.shares)).collect();
    assert_eq!(said, expected);
    let held = |token| world.held(token, BURN_ADDRESS);
    assert_eq!((held(world.lst), held(world.weth)), (ether(5), ether(2)));
    assert!(booked(&world, FIRST).is_empty());
    for _ in 0..2 {
        let again = world.act(STRANGER, manager(&world), &clear(1, FIRST));
        assert!(again.returned::<clearBurnOrRedistributableSharesCall>().is_empty());
    }
    assert_eq!((held(world.lst), held(world.weth)), (ether(5), ether(2)));
}

#[test]
fn a_strategy_that_is_stuck_leaves_the_others_of_its_slash_to_be_cleared() {
    let world = fresh();
    let strategies = slashable(&world);
    slash_half(&world, &strategies);
    world.pass_blocks(world.config.slash_resolution_delay_blocks);
    let (stuck, free) = (strategies[0], strategies[1]);
    world.act(GOVERNANCE, stuck, &IPausable::pauseAllCall {});
    world.refuse::<IPausable::CurrentlyPaused>(STRANGER, manager(&world), &clear(1, FIRST));
    world.refuse::<IPausable::CurrentlyPaused>(STRANGER, manager(&world), &clear_one(FIRST, stuck));
    let done = world.act(STRANGER, manager(&world), &clear_one(FIRST, free));
    let amount = done.returned::<clearBurnOrRedistributableSharesByStrategyCall>();
    assert_eq!(amount, half_of(&world, free));
    assert_eq!(booked(&world, FIRST), [(stuck, half_of(&world, stuck))]);
    let again = world.act(STRANGER, manager(&world), &clear_one(FIRST, free));
    assert_eq!(again.returned::<clearBurnOrRedistributableSharesByStrategyCall>(), U256::ZERO);
    world.act(GOVERNANCE, stuck, &IPausable::unpauseCall { newPausedStatus: U256::ZERO });
    world.act(STRANGER, manager(&world), &clear(1, FIRST));
    assert!(world.view(manager(&world), &getPendingOperatorSetsCall {}).is_empty());
}

#[test]
fn an_unknown_slash_is_cleared_to_nothing() {
    let world = fresh();
    let strategies = slashable(&world);
    slash_half(&world, &strategies);
    world.pass_blocks(world.config.slash_resolution_delay_blocks);
    for (id, slash_id) in [(1, U256::from(2)), (1, U256::ZERO), (1, U256::MAX), (9, FIRST)] {
        let done = world.act(STRANGER, manager(&world), &clear(id, slash_id));
        assert!(done.returned::<clearBurnOrRedistributableSharesCall>().is_empty());
        assert!(done.events::<BurnOrRedistributableSharesDecreased>().is_empty());
    }
    for strategy in [STRANGER, Address::ZERO] {
        let done = world.act(STRANGER, manager(&world), &clear_one(FIRST, strategy));
        assert_eq!(done.returned::<clearBurnOrRedistributableSharesByStrategyCall>(), U256::ZERO);
    }
    assert_eq!(booked(&world, FIRST).len(), 2, "and what is known stays booked");
    assert!(booked(&world, U256::from(2)).is_empty());
    let ask = getSlashResolutionBlockCall { operatorSet: booked_set(9), slashId: FIRST };
    assert_eq!(world.view(manager(&world), &ask), 0);
}

#[test]
fn slashes_of_a_set_are_booked_apart_and_cleared_in_any_order() {
    let world = fresh();
    let strategies = slashable(&world);
    let lst = world.strategy(world.lst);
    slash_half(&world, &[lst]);
    slash_half(&world, &[lst]);
    slash_half(&world, &strategies);
    let ids = || world.view(manager(&world), &getPendingSlashIdsCall { operatorSet: booked_set(1) });
    assert_eq!(ids(), [1, 2, 3].map(U256::from));
    assert_eq!(booked(&world, FIRST), [(lst, ether(5))]);
    assert_eq!(booked(&world, U256::from(2)), [(lst, percent(250))]);
    world.pass_blocks(world.config.slash_resolution_delay_blocks);
    world.act(STRANGER, manager(&world), &clear(1, U256::from(2)));
    assert_eq!(ids(), [1, 3].map(U256::from));
    assert_eq!(world.held(world.lst, BURN_ADDRESS), percent(250));
    world.act(STRANGER, manager(&world), &clear(1, U256::from(3)));
    world.act(STRANGER, manager(&world), &clear(1, FIRST));
    assert_eq!(world.held(world.lst, BURN_ADDRESS), percent(875));
    assert!(ids().is_empty());
}

#[test]
fn what_a_redistributing_set_slashes_goes_to_its_recipient_at_the_rate_of_clearing() {
    let world = fresh();
    let lst = world.strategy(world.lst);
    slashable(&world);
    let params = IAllocationManager::CreateSetParams { operatorSetId: 2, strategies: vec![lst] };
    let create = IAllocationManager::createRedistributingOperatorSets_0Call {
        avs: SERVICE_OWNER,
        params: vec![params],
        redistributionRecipients: vec![BOB],
    };
    let slasher = world.at("slasher");
    world.act(SERVICE_OWNER, slasher, &create);
    world.act(OPERATOR, slasher, &join(OPERATOR, &[2]));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, 0));
    world.pass_blocks(world.config.deallocation_delay_blocks + 1);
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 2, lst, ONE));
    world.pass_blocks(world.config.redistribution_allocation_delay_blocks);
    world.act(SERVICE_OWNER, slasher, &slash(OPERATOR, 2, vec![lst], vec![percent(50)]));
    world.pass_blocks(world.config.slash_resolution_delay_blocks);
    // The strategy doubles before anyone clears: five shares are worth ten then, but for the virtual part.
    world.act(ALICE, world.lst, &crate::harness::Token::mintCall { to: lst, amount: ether(10) });
    world.act(STRANGER, manager(&world), &clear(2, FIRST));
    let paid = world.held(world.lst, BOB);
    assert!(paid <= ether(10) && ether(10) - paid < U256::from(1_000), "{paid}");
    assert_eq!(world.held(world.lst, BURN_ADDRESS), U256::ZERO);
}

/// EGSL-14: a set may list what is no strategy at all. Nobody has shares of it, so clearing calls nothing.
#[test]
fn a_slash_of_what_is_no_strategy_books_nothing_and_is_cleared_without_a_call() {
    let world = fresh();
    // INVALID: any call uses up its gas and reverts.
    let foreign = Address::repeat_byte(0xfe);
    world.node().set_code(foreign, alloy::primitives::Bytes::from_static(&[0xfe])).unwrap();
    open_service(&world);
    create_sets(&world, &[1], &[foreign]);
    world.register_operator(OPERATOR, 0);
    let slasher = world.at("slasher");
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, foreign, ONE));
    let done = world.act(SERVICE_OWNER, slasher, &slash(OPERATOR, 1, vec![foreign], vec![ether(1)]));
    assert_eq!(done.events::<BurnOrRedistributableSharesIncreased>()[0].shares, U256::ZERO);
    assert_eq!(booked(&world, FIRST), [(foreign, U256::ZERO)], "zero shares are booked too");
    world.pass_blocks(world.config.slash_resolution_delay_blocks);
    let done = world.act(STRANGER, manager(&world), &clear(1, FIRST));
    assert_eq!(done.returned::<clearBurnOrRedistributableSharesCall>(), [U256::ZERO]);
    assert!(done.events::<BurnOrRedistributableSharesDecreased>().is_empty());
    assert!(booked(&world, FIRST).is_empty());
}

/// Certora L-04: burning nothing once called whatever address was given.
#[test]
fn burning_of_an_older_kind_says_zero_and_calls_nobody() {
    let world = fresh();
    let foreign = Address::repeat_byte(0xfe);
    world.node().set_code(foreign, alloy::primitives::Bytes::from_static(&[0xfe])).unwrap();
    let done = world.act(STRANGER, manager(&world), &burnSharesCall { strategy: foreign });
    let event = done.events::<BurnableSharesDecreased>().remove(0);
    assert_eq!((event.strategy, event.shares), (foreign, U256::ZERO));
}

#[test]
fn a_strategy_is_booked_once_for_a_slash() {
    let world = fresh();
    let (lst, weth) = (world.strategy(world.lst), world.strategy(world.weth));
    let delegation = speaking(&world, world.at("delegation-manager"));
    let book = |strategies: Vec<Address>| bookSlashCall {
        operatorSet: booked_set(1),
        slashId: FIRST,
        shares: vec![U256::ONE; strategies.len()],
        strategies,
    };
    world.refuse::<StrategyAlreadyInSlash>(delegation, manager(&world), &book(vec![lst, lst]));
    world.act(delegation, manager(&world), &book(vec![lst]));
    world.refuse::<StrategyAlreadyInSlash>(delegation, manager(&world), &book(vec![weth, lst]));
    world.act(delegation, manager(&world), &book(vec![weth]));
    assert_eq!(booked(&world, FIRST), [(lst, U256::ONE), (weth, U256::ONE)]);
}
