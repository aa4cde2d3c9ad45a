//! Structs of delegation, operator sets and allocation: read as alloy-sol-types encodes them, written as it decodes them.
#![allow(clippy::unwrap_used)]
mod generate;

use abi::{Fault, Reader, Writer};
use alloy_primitives::{Address, B256, U256, address, b256, keccak256};
use alloy_sol_types::SolValue;
use generate::*;
use interfaces::sol::{IAllocationManager, IDelegationManager};
use interfaces::types::{
    AllocateParams, DeregisterParams, OperatorSet, QueuedWithdrawalParams, RegisterParams,
    SignatureWithExpiry, SlashingParams, Withdrawal,
};
use proptest::collection::vec;
use proptest::prelude::*;

const INVALID: Fault = Fault::Error(Fault::INVALID_CALLDATA);

/// `abi.encode(value)` of a dynamic struct: an offset, then what `encode` writes.
fn behind_an_offset(encode: impl FnOnce(&mut Writer)) -> Vec<u8> {
    let mut out = Writer::new(16);
    let slot = out.offset(0);
    out.tail(slot);
    encode(&mut out);
    out.finish()
}

fn in_place(encode: impl FnOnce(&mut Writer)) -> Vec<u8> {
    let mut out = Writer::new(4);
    encode(&mut out);
    out.finish()
}

fn withdrawal() -> impl Strategy<Value = Withdrawal> {
    (address(), address(), address(), word(), any::<u32>(), addresses(), words()).prop_map(
        |(staker, delegated_to, withdrawer, nonce, start_block, strategies, scaled_shares)| Withdrawal {
            staker,
            delegated_to,
            withdrawer,
            nonce,
            start_block,
            strategies,
            scaled_shares,
        },
    )
}

fn sol_withdrawal(of: &Withdrawal) -> IDelegationManager::Withdrawal {
    IDelegationManager::Withdrawal {
        staker: of.staker,
        delegatedTo: of.delegated_to,
        withdrawer: of.withdrawer,
        nonce: of.nonce,
        startBlock: of.start_block,
        strategies: of.strategies.clone(),
        scaledShares: of.scaled_shares.clone(),
    }
}

fn sol_set(of: OperatorSet) -> IAllocationManager::OperatorSet {
    IAllocationManager::OperatorSet { avs: of.avs, id: of.id }
}

proptest! {
    #[test]
    fn operator_set(set in set()) {
        let data = sol_set(set).abi_encode();
        prop_assert_eq!(OperatorSet::decode(&mut Reader::new(&data)), Ok(set));
        prop_assert_eq!(in_place(|out| set.encode(out)), data);
    }

    #[test]
    fn operator_sets(sets in vec(set(), LENGTHS)) {
        let theirs: Vec<_> = sets.iter().copied().map(sol_set).collect();
        prop_assert_eq!(OperatorSet::one_array(&sets), theirs.abi_encode());
    }

    #[test]
    fn operator_set_keys_lead_back_to_their_set(set in set(), other in generate::set()) {
        prop_assert_eq!(OperatorSet::from_key(&set.key()), set);
        prop_assert_eq!(set.key() == other.key(), set == other);
        prop_assert!(set.key()[20..28].iter().all(|byte| *byte == 0), "lists keep their length there");
    }

    #[test]
    fn withdrawals(withdrawal in withdrawal()) {
        let data = sol_withdrawal(&withdrawal).abi_encode();
        prop_assert_eq!(withdrawal.encoded(), data.clone());
        prop_assert_eq!(behind_an_offset(|out| withdrawal.encode(out)), data.clone());
        prop_assert_eq!(Withdrawal::decode(Reader::new(&data).tuple().unwrap()), Ok(withdrawal));
    }

    #[test]
    fn queued_withdrawal_params(strategies in addresses(), deposit_shares in words(), unused in address()) {
        let data = IDelegationManager::QueuedWithdrawalParams {
            strategies: strategies.clone(),
            depositShares: deposit_shares.clone(),
            __deprecated_withdrawer: unused,
        }
        .abi_encode();
        let expected = QueuedWithdrawalParams { strategies, deposit_shares };
        prop_assert_eq!(QueuedWithdrawalParams::decode(Reader::new(&data).tuple().unwrap()), Ok(expected));
    }

    #[test]
    fn signatures_with_expiry(signature in bytes(), expiry in word()) {
        let data =
            IDelegationManager::SignatureWithExpiry { signature: signature.clone(), expiry }.abi_encode();
        let expected = SignatureWithExpiry { signature: &signature, expiry };
        prop_assert_eq!(SignatureWithExpiry::decode(Reader::new(&data).tuple().unwrap()), Ok(expected));
    }

    #[test]
    fn allocate_params(all in vec((set(), addresses(), u64s()), LENGTHS)) {
        let theirs: Vec<_> = all
            .iter()
            .cloned()
            .map(|(set, strategies, magnitudes)| IAllocationManager::AllocateParams {
                operatorSet: sol_set(set),
                strategies,
                newMagnitudes: magnitudes,
            })
            .collect();
        let ours = all.into_iter().map(|(set, strategies, new_magnitudes)| AllocateParams {
            set,
            strategies,
            new_magnitudes,
        });
        prop_assert_eq!(
            AllocateParams::decode_all(&mut Reader::new(&theirs.abi_encode())),
            Ok(ours.collect())
        );
    }

    #[test]
    fn slashing_params(
        operator in address(), operator_set_id in any::<u32>(), strategies in addresses(),
        wads_to_slash in words(), description in text(),
    ) {
        let data = IAllocationManager::SlashingParams {
            operator,
            operatorSetId: operator_set_id,
            strategies: strategies.clone(),
            wadsToSlash: wads_to_slash.clone(),
            description: description.clone(),
        }
        .abi_encode();
        let description = description.as_bytes();
        let expected = SlashingParams { operator, operator_set_id, strategies, wads_to_slash, description };
        prop_assert_eq!(SlashingParams::decode(Reader::new(&data).tuple().unwrap()), Ok(expected));
    }

    #[test]
    fn register_and_deregister_params(
        operator in address(), avs in address(), operator_set_ids in u32s(), data in bytes(),
    ) {
        let register = IAllocationManager::RegisterParams {
            avs,
            operatorSetIds: operator_set_ids.clone(),
            data: data.clone(),
        }
        .abi_encode();
        let expected = RegisterParams { avs, operator_set_ids: operator_set_ids.clone(), data: &data };
        prop_assert_eq!(RegisterParams::decode(Reader::new(&register).tuple().unwrap()), Ok(expected));

        let deregister =
            IAllocationManager::DeregisterParams { operator, avs, operatorSetIds: operator_set_ids.clone() }
                .abi_encode();
        let expected = DeregisterParams { operator, avs, operator_set_ids };
        prop_assert_eq!(DeregisterParams::decode(Reader::new(&deregister).tuple().unwrap()), Ok(expected));
    }

    #[test]
    fn structs_of_random_bytes_are_read_or_refused(data in vec(any::<u8>(), 0..500)) {
        for fault in faults(&data) {
            prop_assert_eq!(fault, INVALID);
        }
    }

    #[test]
    fn withdrawals_cut_anywhere_are_refused(withdrawal in withdrawal(), cut in any::<prop::sample::Index>()) {
        let data = withdrawal.encoded();
        let cut_off = Reader::new(&data[..cut.index(data.len())]).tuple().and_then(Withdrawal::decode);
        prop_assert_eq!(cut_off, Err(INVALID));
    }
}

/// Every struct's decoder on the same data: what was wrong.
fn faults(data: &[u8]) -> Vec<Fault> {
    let from = || Reader::new(data);
    let faults = [
        OperatorSet::decode(&mut from()).err(),
        Withdrawal::decode(from()).err(),
        QueuedWithdrawalParams::decode(from()).err(),
        SignatureWithExpiry::decode(from()).err(),
        AllocateParams::decode_all(&mut from()).err(),
        SlashingParams::decode(from()).err(),
        RegisterParams::decode(from()).err(),
        DeregisterParams::decode(from()).err(),
    ];
    faults.into_iter().flatten().collect()
}

const FIRST: Address = address!("1111111111111111111111111111111111111111");
const THIRD: Address = address!("3333333333333333333333333333333333333333");
const FOURTH: Address = address!("4444444444444444444444444444444444444444");

#[test]
fn the_withdrawal_root_is_the_references() {
    let withdrawal = Withdrawal {
        staker: FIRST,
        delegated_to: address!("2222222222222222222222222222222222222222"),
        withdrawer: FIRST,
        nonce: U256::from(7),
        start_block: 1000,
        strategies: vec![THIRD, FOURTH],
        scaled_shares: vec![U256::from(10_u64.pow(18)), U256::from(2 * 10_u64.pow(18) + 1)],
    };
    let encoded = withdrawal.encoded();
    assert_eq!(encoded.len(), 448);
    let root: B256 = b256!("4c502b58c45515c9fb329f83cd34a5eae7708852a47561c1df8f7f628dbb73b2");
    assert_eq!(keccak256(encoded), root);
}
