//! Who a slasher listens to, and which requests it knows.

use alloy::primitives::{B256, U256, keccak256};
use alloy::sol_types::{SolError, SolValue};

use super::IVetoableSlasher::{
    NotTheSlasher, OnlyProposer, OnlyVetoCommittee, ParamsMismatch, RequestCancelled, RequestFulfilled,
    SlashingParams, UnknownRequest, getSlashingRequestCall, requestCountCall,
};
use super::stage::{COMMITTEE, PROPOSER, SET, WINDOW, cancel, fulfill, params, prepare, queue, with_either};
use crate::harness::strategies::operator_shares;
use crate::harness::world::percent;
use crate::harness::{ALICE, OPERATOR, SERVICE_OWNER, STRANGER, Service};

const FIRST: U256 = U256::ONE;

#[test]
fn only_the_proposer_asks_for_slashes() {
    with_either(|world, language| {
        let slasher = prepare(world, language);
        let asked = params(world, percent(10));
        for who in [COMMITTEE, SERVICE_OWNER, OPERATOR, STRANGER] {
            world.refuse_data(who, slasher, &queue(&asked), &OnlyProposer {}.abi_encode());
        }
        assert_eq!(world.view(slasher, &requestCountCall {}), U256::ZERO);
    });
}

#[test]
fn only_the_committee_objects() {
    with_either(|world, language| {
        let slasher = prepare(world, language);
        world.act(PROPOSER, slasher, &queue(&params(world, percent(10))));
        for who in [PROPOSER, SERVICE_OWNER, OPERATOR, STRANGER] {
            world.refuse_data(who, slasher, &cancel(FIRST), &OnlyVetoCommittee {}.abi_encode());
        }
    });
}

#[test]
fn a_request_nobody_made_is_neither_cancelled_nor_fulfilled() {
    with_either(|world, language| {
        let slasher = prepare(world, language);
        let asked = params(world, percent(10));
        world.act(PROPOSER, slasher, &queue(&asked));
        world.pass_blocks(WINDOW);
        for id in [U256::ZERO, U256::from(2), U256::MAX] {
            let unknown = UnknownRequest { requestId: id }.abi_encode();
            world.refuse_data(COMMITTEE, slasher, &cancel(id), &unknown);
            world.refuse_data(STRANGER, slasher, &fulfill(id, &asked), &unknown);
            let found = world.view(slasher, &getSlashingRequestCall { requestId: id });
            assert_eq!((found.status, found.vetoUntil, found.paramsHash), (0, 0, B256::ZERO));
        }
    });
}

#[test]
fn a_request_is_fulfilled_once() {
    with_either(|world, language| {
        let (slasher, lst) = (prepare(world, language), world.strategy(world.lst));
        let asked = params(world, percent(10));
        world.act(PROPOSER, slasher, &queue(&asked));
        world.pass_blocks(WINDOW);
        world.act(STRANGER, slasher, &fulfill(FIRST, &asked));
        let shares = operator_shares(world, OPERATOR, lst);
        let fulfilled = RequestFulfilled { requestId: FIRST }.abi_encode();
        world.refuse_data(STRANGER, slasher, &fulfill(FIRST, &asked), &fulfilled);
        world.refuse_data(COMMITTEE, slasher, &cancel(FIRST), &fulfilled);
        assert_eq!(operator_shares(world, OPERATOR, lst), shares);
    });
}

#[test]
fn a_cancelled_request_stays_cancelled_and_the_same_can_be_asked_for_again() {
    with_either(|world, language| {
        let slasher = prepare(world, language);
        let asked = params(world, percent(10));
        world.act(PROPOSER, slasher, &queue(&asked));
        world.act(COMMITTEE, slasher, &cancel(FIRST));
        let cancelled = RequestCancelled { requestId: FIRST }.abi_encode();
        for wait in [0, WINDOW] {
            world.pass_blocks(wait);
            world.refuse_data(STRANGER, slasher, &fulfill(FIRST, &asked), &cancelled);
            world.refuse_data(COMMITTEE, slasher, &cancel(FIRST), &cancelled);
        }
        world.act(PROPOSER, slasher, &queue(&asked));
        world.pass_blocks(WINDOW);
        world.act(STRANGER, slasher, &fulfill(U256::from(2), &asked));
    });
}

/// Every field counts, the reason given for the slash too.
#[test]
fn a_request_is_fulfilled_with_the_parameters_that_were_asked_for() {
    with_either(|world, language| {
        let slasher = prepare(world, language);
        let asked = params(world, percent(10));
        world.act(PROPOSER, slasher, &queue(&asked));
        world.pass_blocks(WINDOW);
        let others = [
            SlashingParams { operator: ALICE, ..asked.clone() },
            SlashingParams { operatorSetId: SET + 1, ..asked.clone() },
            SlashingParams { strategies: vec![world.strategy(world.weth)], ..asked.clone() },
            SlashingParams { wadsToSlash: vec![percent(11)], ..asked.clone() },
            SlashingParams { description: "signed two blocks ".into(), ..asked.clone() },
        ];
        let mismatch = ParamsMismatch { requestId: FIRST }.abi_encode();
        for other in others {
            world.refuse_data(STRANGER, slasher, &fulfill(FIRST, &other), &mismatch);
        }
        let hash = world.view(slasher, &getSlashingRequestCall { requestId: FIRST }).paramsHash;
        assert_eq!(hash, keccak256(asked.abi_encode()));
        world.act(STRANGER, slasher, &fulfill(FIRST, &asked));
    });
}

#[test]
fn a_set_that_another_contract_slashes_is_refused_when_asked_for() {
    with_either(|world, language| {
        let slasher = prepare(world, language);
        let strategies = vec![world.strategy(world.lst)];
        let create = Service::createOperatorSetCall { operatorSetId: SET + 1, strategies };
        world.act(SERVICE_OWNER, world.service, &create);
        for set in [SET + 1, SET + 2] {
            let asked = SlashingParams { operatorSetId: set, ..params(world, percent(10)) };
            let error = NotTheSlasher { operatorSetId: set }.abi_encode();
            world.refuse_data(PROPOSER, slasher, &queue(&asked), &error);
        }
    });
}
