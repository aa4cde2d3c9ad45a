//! L12: whoever sees a slash coming and acts first, in the slash's own block, loses as much as by sitting still.
//! Elsewhere an instant exit, a deallocation or a deregistration in front of a slash cost nothing.

use alloy::primitives::{B256, U256};
use interfaces::sol::IDelegationManager::{redelegateCall, undelegateCall};

use crate::harness::queue::{as_tokens, pass_delay, queued, withdraw};
use crate::harness::sets::{allocate, create_sets, join, leave, slash, slashable};
use crate::harness::strategies::{operator_shares, staker_shares};
use crate::harness::world::{delegate_to, percent};
use crate::harness::{ALICE, ONE, OPERATOR, OTHER_OPERATOR, SERVICE_OWNER, World, ether, fresh};

/// Submits an act, without waiting for a block.
type Escape = fn(&World) -> B256;

fn by_queueing(world: &World) -> B256 {
    let all = withdraw(&[(world.strategy(world.lst), ether(100))]);
    world.submit(ALICE, world.at("delegation-manager"), &all, U256::ZERO)
}

fn by_undelegating(world: &World) -> B256 {
    let undelegate = undelegateCall { staker: ALICE };
    world.submit(ALICE, world.at("delegation-manager"), &undelegate, U256::ZERO)
}

fn by_being_undelegated(world: &World) -> B256 {
    let undelegate = undelegateCall { staker: ALICE };
    world.submit(OPERATOR, world.at("delegation-manager"), &undelegate, U256::ZERO)
}

fn by_redelegating(world: &World) -> B256 {
    let to = delegate_to(OTHER_OPERATOR);
    let redelegate = redelegateCall {
        newOperator: OTHER_OPERATOR,
        newOperatorApproverSig: to.approverSignatureAndExpiry,
        approverSalt: to.approverSalt,
    };
    world.submit(ALICE, world.at("delegation-manager"), &redelegate, U256::ZERO)
}

fn by_deallocating(world: &World) -> B256 {
    let nothing = allocate(OPERATOR, 1, world.strategy(world.lst), 0);
    world.submit(OPERATOR, world.at("slasher"), &nothing, U256::ZERO)
}

fn by_deregistering(world: &World) -> B256 {
    world.submit(OPERATOR, world.at("slasher"), &leave(OPERATOR, &[1]), U256::ZERO)
}

/// Makes these moves, then slashes a quarter, all in one block. Returns what Alice gets out in the end.
fn left_after(escapes: &[Escape]) -> U256 {
    let world = fresh();
    let lst = slashable(&world);
    world.register_operator(OTHER_OPERATOR, 0);
    let call = slash(OPERATOR, 1, vec![lst], vec![percent(25)]);
    let done = world.in_one_block(|world| {
        let mut acts: Vec<B256> = escapes.iter().map(|escape| escape(world)).collect();
        acts.push(world.submit(SERVICE_OWNER, world.at("slasher"), &call, U256::ZERO));
        acts
    });
    let mut withdrawals: Vec<_> = done.iter().flat_map(queued).collect();
    let (_, deposited) = staker_shares(&world, ALICE, lst);
    if !deposited.is_zero() {
        let rest = withdraw(&[(lst, deposited)]);
        withdrawals.extend(queued(&world.act(ALICE, world.at("delegation-manager"), &rest)));
    }
    pass_delay(&world);
    for withdrawal in &withdrawals {
        world.act(ALICE, world.at("delegation-manager"), &as_tokens(&world, withdrawal));
    }
    assert_eq!(operator_shares(&world, OPERATOR, lst), U256::ZERO);
    world.held(world.lst, ALICE)
}

#[test]
fn sitting_still_costs_the_slash() {
    assert_eq!(left_after(&[]), ether(75));
}

#[test]
fn no_way_out_of_a_staker_in_front_of_a_slash_saves_anything() {
    for escape in [by_queueing, by_undelegating, by_being_undelegated, by_redelegating] {
        assert_eq!(left_after(&[escape]), ether(75));
    }
}

#[test]
fn no_move_of_an_operator_in_front_of_a_slash_saves_anything() {
    let (less, out): (Escape, Escape) = (by_deallocating, by_deregistering);
    for escapes in [&[less][..], &[out], &[less, out], &[out, less]] {
        assert_eq!(left_after(escapes), ether(75));
    }
}

#[test]
fn operator_and_staker_together_save_nothing_either() {
    let both: [Escape; 3] = [by_deallocating, by_deregistering, by_undelegating];
    assert_eq!(left_after(&both), ether(75));
}

/// A set of the operator's own cannot use up what another set may slash.
#[test]
fn slashing_oneself_first_through_another_set_takes_nothing_from_the_slash() {
    let world = fresh();
    let lst = slashable(&world);
    let slasher = world.at("slasher");
    create_sets(&world, &[2], &[lst]);
    world.act(OPERATOR, slasher, &join(OPERATOR, &[2]));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, ONE / 2));
    world.pass_blocks(world.config.deallocation_delay_blocks + 1);
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 2, lst, ONE / 2));
    for (id, left) in [(2, 50), (1, 0)] {
        let all = slash(OPERATOR, id, vec![lst], vec![percent(100)]);
        world.act(SERVICE_OWNER, slasher, &all);
        assert_eq!(operator_shares(&world, OPERATOR, lst), ether(left));
    }
}
