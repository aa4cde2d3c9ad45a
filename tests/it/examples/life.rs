//! The whole life of a service whose set a vetoable slasher slashes, to the wei.

use alloy::primitives::{Address, U256};
use alloy::sol_types::SolError;
use interfaces::sol::IAllocationManager::{self, MaxMagnitudeUpdated, OperatorSlashed};
use interfaces::sol::IStrategyManager::{
    self, BurnOrRedistributableSharesIncreased, SlashResolutionDelayNotElapsed,
    clearBurnOrRedistributableSharesCall,
};

use super::IVetoableSlasher::{
    RequestCancelled, SlashingParams, SlashingRequestCancelled, SlashingRequestFulfilled,
    SlashingRequestQueued, fulfillSlashingRequestCall, queueSlashingRequestCall,
};
use super::stage::{
    COMMITTEE, PROPOSER, SET, WINDOW, cancel, commit, fulfill, join, leave, open, params, queue, set, stake,
    with_either,
};
use crate::harness::queue::{as_tokens, pass_delay, queue as queue_withdrawal};
use crate::harness::strategies::{operator_shares, staker_shares};
use crate::harness::{
    ALICE, BOB, BURN_ADDRESS, Done, ONE, OPERATOR, SERVICE_OWNER, STRANGER, Service, World, ether,
};

/// A third of the 60 % the operator allocated, less a wei of the fraction: a fifth of its stake once rounded up.
fn third() -> U256 {
    ether(1) / U256::from(3)
}

/// A fifth of 100 LST and 7 wei. What is left is rounded up, which takes a wei from the slash.
fn slashed() -> U256 {
    ether(20) + U256::ONE
}

#[test]
fn a_burning_set_slashes_past_its_committee_and_the_staker_leaves_with_the_rest() {
    with_either(|world, language| {
        let slasher = open(world, language);
        let strategies = vec![world.strategy(world.lst)];
        let create = Service::createOperatorSetWithSlasherCall { operatorSetId: SET, strategies, slasher };
        world.act(SERVICE_OWNER, world.service, &create);
        live(world, slasher, BURN_ADDRESS);
    });
}

#[test]
fn a_redistributing_set_slashes_past_its_committee_and_the_staker_leaves_with_the_rest() {
    with_either(|world, language| {
        let slasher = open(world, language);
        let strategies = vec![world.strategy(world.lst)];
        let create = Service::createRedistributingOperatorSetWithSlasherCall {
            operatorSetId: SET,
            strategies,
            recipient: BOB,
            slasher,
        };
        world.act(SERVICE_OWNER, world.service, &create);
        live(world, slasher, BOB);
    });
}

/// From the set's creation to the last token.
fn live(world: &World, slasher: Address, recipient: Address) {
    let ask = IAllocationManager::getSlasherCall { operatorSet: set(world) };
    assert_eq!(world.view(world.at("slasher"), &ask), slasher);
    commit(world);
    enter(world);
    veto(world, slasher);
    slash(world, slasher);
    clear(world, recipient);
    depart(world);
}

fn is_registered(world: &World) -> bool {
    world.view(world.service, &Service::isRegisteredCall { operator: OPERATOR, operatorSetId: SET })
}

/// The registrar's callback lets the operator in.
fn enter(world: &World) {
    let done = join(world);
    let joined = &done.events::<Service::OperatorJoined>()[0];
    assert_eq!((joined.operator, joined.operatorSetId, &joined.data[..]), (OPERATOR, SET, &b"socket"[..]));
    assert!(is_registered(world));
}

/// A request for all of the allocation, to which the committee objects in the last block it can.
fn veto(world: &World, slasher: Address) {
    let all = params(world, ether(1));
    let done = world.act(PROPOSER, slasher, &queue(&all));
    let veto_until = requested(world, &done, 1, &all);
    world.until_next_is(u64::from(veto_until));
    let done = world.act(COMMITTEE, slasher, &cancel(U256::ONE));
    assert_eq!(done.events::<SlashingRequestCancelled>()[0].requestId, U256::ONE);
    let refusal = RequestCancelled { requestId: U256::ONE }.abi_encode();
    world.refuse_data(STRANGER, slasher, &fulfill(U256::ONE, &all), &refusal);
    assert_eq!(operator_shares(world, OPERATOR, world.strategy(world.lst)), stake());
}

/// Checks what was announced of request `id`; the last block in which it can be cancelled.
fn requested(world: &World, done: &Done, id: u64, asked: &SlashingParams) -> u32 {
    assert_eq!(done.returned::<queueSlashingRequestCall>(), U256::from(id));
    let veto_until = u32::try_from(world.block()).unwrap() + WINDOW;
    let expected = SlashingRequestQueued {
        requestId: U256::from(id),
        operator: OPERATOR,
        operatorSetId: SET,
        params: asked.clone(),
        vetoUntil: veto_until,
    };
    assert_eq!(done.events::<SlashingRequestQueued>(), [expected]);
    veto_until
}

/// A request for a third, which anyone fulfils in the first block that allows it.
fn slash(world: &World, slasher: Address) {
    let (asked, lst) = (params(world, third()), world.strategy(world.lst));
    let done = world.act(PROPOSER, slasher, &queue(&asked));
    let veto_until = requested(world, &done, 2, &asked);
    world.until_next_is(u64::from(veto_until) + 1);
    let done = world.act(STRANGER, slasher, &fulfill(U256::from(2), &asked));
    let returned = done.returned::<fulfillSlashingRequestCall>();
    assert_eq!((returned.slashId, returned.shares), (U256::ONE, vec![slashed()]));
    let fulfilled = SlashingRequestFulfilled { requestId: U256::from(2), slashId: U256::ONE };
    assert_eq!(done.events::<SlashingRequestFulfilled>(), [fulfilled]);
    let event = &done.events::<OperatorSlashed>()[0];
    assert_eq!((event.operator, &event.strategies[..]), (OPERATOR, &[lst][..]));
    assert_eq!(
        (&event.wadSlashed[..], event.description.as_str()),
        (&[ether(1) / U256::from(5)][..], "signed two blocks")
    );
    assert_eq!(done.events::<MaxMagnitudeUpdated>()[0].maxMagnitude, ONE / 5 * 4);
    assert_eq!(done.events::<BurnOrRedistributableSharesIncreased>()[0].shares, slashed());
    assert_eq!(operator_shares(world, OPERATOR, lst), stake() - slashed());
}

/// What was slashed leaves after the resolution delay, to whom the set names.
fn clear(world: &World, recipient: Address) {
    let manager = world.at("strategy-manager");
    let operator_set = IStrategyManager::OperatorSet { avs: world.service, id: SET };
    let clear = clearBurnOrRedistributableSharesCall { operatorSet: operator_set, slashId: U256::ONE };
    world.refuse::<SlashResolutionDelayNotElapsed>(STRANGER, manager, &clear);
    world.pass_blocks(world.config.slash_resolution_delay_blocks);
    let done = world.act(STRANGER, manager, &clear);
    assert_eq!(done.returned::<clearBurnOrRedistributableSharesCall>(), [slashed()]);
    assert_eq!(world.held(world.lst, recipient), slashed());
}

/// The operator leaves, and Alice takes all that is hers. A wei of rounding is nobody's and stays.
fn depart(world: &World) {
    let done = world.act(OPERATOR, world.at("slasher"), &leave(world));
    let left = &done.events::<Service::OperatorLeft>()[0];
    assert_eq!((left.operator, left.operatorSetId), (OPERATOR, SET));
    assert!(!is_registered(world));
    let lst = world.strategy(world.lst);
    let rest = ether(80) + U256::from(5);
    assert_eq!(staker_shares(world, ALICE, lst), (rest, stake()));
    let withdrawal = queue_withdrawal(world, ALICE, lst, stake());
    pass_delay(world);
    world.act(ALICE, world.at("delegation-manager"), &as_tokens(world, &withdrawal));
    assert_eq!(world.held(world.lst, ALICE), rest);
    assert_eq!(world.held(world.lst, lst), U256::ONE);
    assert_eq!(operator_shares(world, OPERATOR, lst), U256::ONE);
}
