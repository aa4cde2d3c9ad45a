//! The veto window: its first and last block, and what can happen to an operator meanwhile.

use alloy::primitives::{Address, U256, keccak256};
use alloy::sol_types::{SolError, SolValue};
use interfaces::sol::IAllocationManager::OperatorNotSlashable;

use super::IVetoableSlasher::{
    SlashingParams, VetoWindowOpen, VetoWindowOver, fulfillSlashingRequestCall, getSlashingRequestCall,
};
use super::stage::{
    COMMITTEE, Language, PROPOSER, SET, WINDOW, arguments, cancel, commit, fulfill, join, leave, open,
    params, prepare, queue, stake, with_either,
};
use crate::harness::queue::{as_tokens, pass_delay, queued, withdraw};
use crate::harness::strategies::operator_shares;
use crate::harness::world::percent;
use crate::harness::{ALICE, OPERATOR, SERVICE_OWNER, STRANGER, Service, World, ether};

const FIRST: U256 = U256::ONE;
const QUEUED: u8 = 1;
const CANCELLED: u8 = 2;
const FULFILLED: u8 = 3;

/// Where the first request stands.
fn status(world: &World, slasher: Address) -> u8 {
    world.view(slasher, &getSlashingRequestCall { requestId: FIRST }).status
}

/// Queues the first request. The last block of its window.
fn ask(world: &World, slasher: Address, params: &SlashingParams) -> u32 {
    world.act(PROPOSER, slasher, &queue(params));
    let found = world.view(slasher, &getSlashingRequestCall { requestId: FIRST });
    assert_eq!((found.status, found.paramsHash), (QUEUED, keccak256(params.abi_encode())));
    assert_eq!(u64::from(found.vetoUntil), world.block() + u64::from(WINDOW));
    found.vetoUntil
}

#[test]
fn through_the_last_block_of_its_window_a_request_can_be_cancelled_and_not_be_fulfilled() {
    with_either(|world, language| {
        let slasher = prepare(world, language);
        let asked = params(world, percent(10));
        let veto_until = ask(world, slasher, &asked);
        let open = VetoWindowOpen { vetoUntil: veto_until }.abi_encode();
        world.refuse_data(STRANGER, slasher, &fulfill(FIRST, &asked), &open);
        world.until_next_is(u64::from(veto_until) - 1);
        world.refuse_data(STRANGER, slasher, &fulfill(FIRST, &asked), &open);
        world.act(COMMITTEE, slasher, &cancel(FIRST));
        assert_eq!((world.block(), status(world, slasher)), (u64::from(veto_until), CANCELLED));
    });
}

#[test]
fn from_the_block_after_its_window_a_request_can_be_fulfilled_and_not_be_cancelled() {
    with_either(|world, language| {
        let slasher = prepare(world, language);
        let asked = params(world, percent(10));
        let veto_until = ask(world, slasher, &asked);
        world.until_next_is(u64::from(veto_until));
        let open = VetoWindowOpen { vetoUntil: veto_until }.abi_encode();
        world.refuse_data(PROPOSER, slasher, &fulfill(FIRST, &asked), &open);
        let over = VetoWindowOver { vetoUntil: veto_until }.abi_encode();
        world.refuse_data(COMMITTEE, slasher, &cancel(FIRST), &over);
        assert_eq!(status(world, slasher), QUEUED);
        world.act(STRANGER, slasher, &fulfill(FIRST, &asked));
        assert_eq!(status(world, slasher), FULFILLED);
    });
}

#[test]
fn a_request_the_protocol_refuses_stays_queued_until_it_agrees() {
    with_either(|world, language| {
        let slasher = open(world, language);
        let strategies = vec![world.strategy(world.lst)];
        let create = Service::createOperatorSetWithSlasherCall { operatorSetId: SET, strategies, slasher };
        world.act(SERVICE_OWNER, world.service, &create);
        commit(world);
        // Nobody has joined yet: the AllocationManager's error comes through both slashers unchanged.
        let asked = params(world, percent(10));
        ask(world, slasher, &asked);
        world.pass_blocks(WINDOW);
        world.refuse::<OperatorNotSlashable>(STRANGER, slasher, &fulfill(FIRST, &asked));
        assert_eq!(status(world, slasher), QUEUED);
        join(world);
        world.act(STRANGER, slasher, &fulfill(FIRST, &asked));
        assert_eq!(status(world, slasher), FULFILLED);
    });
}

/// A slasher with the longest window there may be.
fn slow(world: &World, language: Language) -> Address {
    world.act(SERVICE_OWNER, world.service, &Service::setUpCall { metadataURI: String::new() });
    let (manager, avs, proposer, committee, _) = arguments(world);
    let window = world.config.withdrawal_delay_blocks - 1;
    let slasher = language.create(world, (manager, avs, proposer, committee, window)).unwrap();
    let strategies = vec![world.strategy(world.lst)];
    let create = Service::createOperatorSetWithSlasherCall { operatorSetId: SET, strategies, slasher };
    world.act(SERVICE_OWNER, world.service, &create);
    slasher
}

/// L12: everyone sees the request and leaves in its very block, in front of it.
#[test]
fn the_longest_window_is_short_enough_to_slash_who_left_in_the_block_of_the_request() {
    with_either(|world, language| {
        let (slasher, lst) = (slow(world, language), world.strategy(world.lst));
        commit(world);
        join(world);
        let asked = params(world, percent(50));
        let done = world.in_one_block(|world| {
            let everything = withdraw(&[(lst, stake())]);
            vec![
                world.submit(OPERATOR, world.at("slasher"), &leave(world), U256::ZERO),
                world.submit(ALICE, world.at("delegation-manager"), &everything, U256::ZERO),
                world.submit(PROPOSER, slasher, &queue(&asked), U256::ZERO),
            ]
        });
        let withdrawal = queued(&done[1]).remove(0);
        world.pass_blocks(world.config.withdrawal_delay_blocks - 1);
        let done = world.act(STRANGER, slasher, &fulfill(FIRST, &asked));
        // Half of the 60 % that was allocated; what is left is rounded up.
        let slashed = ether(30) + U256::from(2);
        assert_eq!(done.returned::<fulfillSlashingRequestCall>().shares, [slashed]);
        assert_eq!(operator_shares(world, OPERATOR, lst), U256::ZERO);
        pass_delay(world);
        world.act(ALICE, world.at("delegation-manager"), &as_tokens(world, &withdrawal));
        // 70 % are 70 LST and 4.9 wei: the slash leaves 5 wei for it, and she is paid 4.
        assert_eq!(world.held(world.lst, ALICE), ether(70) + U256::from(4));
    });
}
