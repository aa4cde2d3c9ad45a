//! Structs of operator sets, limits, slashes and allocations: read as alloy-sol-types encodes them, written as it decodes them.
#![allow(clippy::unwrap_used)]
mod generate;

use abi::{Fault, Reader, Writer};
use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolValue;
use generate::*;
use interfaces::sol::{IAVSDirectory, IAllocationManager, ISlasher};
use interfaces::types::{
    CreateSetParams, SetForm, SignatureWithExpiry, SignatureWithSaltAndExpiry, StrategySlash, decode_limits,
    encode_allocation, encode_limits,
};
use math::allocation::Allocation;
use math::limits::SlashLimits;
use proptest::collection::vec;
use proptest::prelude::*;

const INVALID: Fault = Fault::Error(Fault::INVALID_CALLDATA);

fn written(encode: impl FnOnce(&mut Writer)) -> Vec<u8> {
    let mut out = Writer::new(4);
    encode(&mut out);
    out.finish()
}

fn limits() -> impl Strategy<Value = SlashLimits> {
    (any::<u64>(), any::<u64>(), any::<u32>()).prop_map(|(max_per_slash, max_per_period, period)| {
        SlashLimits { max_per_slash, max_per_period, period }
    })
}

fn create_set() -> impl Strategy<Value = CreateSetParams> {
    (any::<u32>(), addresses(), address(), address(), limits()).prop_map(
        |(operator_set_id, strategies, slasher, recipient, limits)| CreateSetParams {
            operator_set_id,
            strategies,
            slasher,
            recipient,
            limits,
        },
    )
}

fn sol_limits(limits: &SlashLimits) -> ISlasher::SlashLimits {
    ISlasher::SlashLimits {
        maxPerSlash: limits.max_per_slash,
        maxPerPeriod: limits.max_per_period,
        period: limits.period,
    }
}

/// The sets as one form of the struct, encoded.
fn encoded(sets: &[CreateSetParams], form: SetForm) -> Vec<u8> {
    let sets = sets.iter().cloned();
    match form {
        SetForm::Plain => sets
            .map(|set| IAllocationManager::CreateSetParams {
                operatorSetId: set.operator_set_id,
                strategies: set.strategies,
            })
            .collect::<Vec<_>>()
            .abi_encode(),
        SetForm::WithSlasher => sets
            .map(|set| IAllocationManager::CreateSetParamsV2 {
                operatorSetId: set.operator_set_id,
                strategies: set.strategies,
                slasher: set.slasher,
            })
            .collect::<Vec<_>>()
            .abi_encode(),
        SetForm::Limited => sets
            .map(|set| ISlasher::CreateLimitedSetParams {
                operatorSetId: set.operator_set_id,
                strategies: set.strategies,
                slasher: set.slasher,
                redistributionRecipient: set.recipient,
                limits: sol_limits(&set.limits),
            })
            .collect::<Vec<_>>()
            .abi_encode(),
    }
}

/// What a form says of a set: the rest is what sets without it have.
fn said(set: CreateSetParams, form: SetForm, avs: Address) -> CreateSetParams {
    let plain = CreateSetParams { recipient: Address::ZERO, limits: SlashLimits::NONE, ..set.clone() };
    match form {
        SetForm::Plain => CreateSetParams { slasher: avs, ..plain },
        SetForm::WithSlasher => plain,
        SetForm::Limited => set,
    }
}

const FORMS: [SetForm; 3] = [SetForm::Plain, SetForm::WithSlasher, SetForm::Limited];

proptest! {
    #[test]
    fn sets_to_create_in_every_form(sets in vec(create_set(), LENGTHS), avs in address()) {
        for form in FORMS {
            let read = CreateSetParams::decode_all(&mut Reader::new(&encoded(&sets, form)), form, &avs);
            prop_assert_eq!(read, Ok(sets.iter().cloned().map(|set| said(set, form, avs)).collect()));
        }
    }

    #[test]
    fn slash_limits(limits in limits()) {
        let theirs = sol_limits(&limits).abi_encode();
        prop_assert_eq!(decode_limits(&mut Reader::new(&theirs)), Ok(limits));
        prop_assert_eq!(written(|out| encode_limits(&limits, out)), theirs);
    }

    #[test]
    fn what_a_slash_did(
        strategy in address(), magnitude in any::<[u64; 2]>(), max_magnitude in any::<[u64; 2]>(),
        before in word(), after in word(), booked in word(),
    ) {
        let ours = StrategySlash { strategy, magnitude, max_magnitude, shares: [before, after], booked };
        let theirs = ISlasher::StrategySlash {
            strategy,
            previousMagnitude: magnitude[0],
            newMagnitude: magnitude[1],
            previousMaxMagnitude: max_magnitude[0],
            newMaxMagnitude: max_magnitude[1],
            previousShares: before,
            newShares: after,
            bookedShares: booked,
        };
        let ours = written(|out| ours.encode(out));
        prop_assert_eq!(ours.len(), StrategySlash::WORDS * 32);
        prop_assert_eq!(ours, theirs.abi_encode());
    }

    #[test]
    fn allocations(current in any::<u64>(), pending_diff in any::<i64>(), effect_block in any::<u32>()) {
        let theirs = IAllocationManager::Allocation {
            currentMagnitude: current,
            pendingDiff: pending_diff.into(),
            effectBlock: effect_block,
        };
        let ours = Allocation { current, pending_diff, effect_block };
        prop_assert_eq!(written(|out| encode_allocation(&ours, out)), theirs.abi_encode());
    }

    #[test]
    fn signatures_with_salt_and_expiry(signature in bytes(), salt in any::<[u8; 32]>(), expiry in word()) {
        let salt = B256::from(salt);
        let data = IAVSDirectory::SignatureWithSaltAndExpiry { signature: signature.clone(), salt, expiry };
        let data = data.abi_encode();
        let signature = SignatureWithExpiry { signature: &signature, expiry };
        prop_assert_eq!(
            SignatureWithSaltAndExpiry::decode(Reader::new(&data).tuple().unwrap()),
            Ok(SignatureWithSaltAndExpiry { signature, salt })
        );
    }

    #[test]
    fn structs_of_random_bytes_are_read_or_refused(data in vec(any::<u8>(), 0..500), avs in address()) {
        let from = || Reader::new(&data);
        let sets = FORMS.map(|form| CreateSetParams::decode_all(&mut from(), form, &avs).err());
        let others = [decode_limits(&mut from()).err(), SignatureWithSaltAndExpiry::decode(from()).err()];
        for fault in sets.into_iter().chain(others).flatten() {
            prop_assert_eq!(fault, INVALID);
        }
    }
}

/// A word where a 64-bit number belongs is refused when it is more.
#[test]
fn limits_of_more_than_64_bits_are_refused() {
    let words = [U256::from(u64::MAX) + U256::from(1), U256::ZERO, U256::ZERO];
    assert_eq!(decode_limits(&mut Reader::new(&words.abi_encode())), Err(INVALID));
}
