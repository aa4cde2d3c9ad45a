//! What holds after every step of random histories of deposits, exits, allocations and slashes.
#![allow(clippy::unwrap_used)]
mod model;
mod oracle;
use alloy_primitives::U256;
use math::shares::{completed_shares_down, withdrawable_shares_down};
use model::{Action, Model};
use oracle::{WAD, Wide, any_magnitude, any_wad, wide};
use proptest::prelude::*;

fn any_action() -> impl Strategy<Value = Action> {
    let amount = (1..=10u128.pow(30), 0u32..100).prop_map(|(x, shift)| U256::from((x >> shift).max(1)));
    let proportion = prop_oneof![Just(WAD), any_wad(), WAD / 10..WAD];
    prop_oneof![
        3 => (0usize..3, amount).prop_map(|(staker, shares)| Action::Deposit { staker, shares }),
        2 => (0usize..3).prop_map(|staker| Action::Delegate { staker }),
        2 => (0usize..3, proportion.clone()).prop_map(|(staker, wad)| Action::Queue { staker, wad }),
        1 => (0usize..3).prop_map(|staker| Action::Undelegate { staker }),
        2 => (0usize..4, any::<bool>()).prop_map(|(withdrawal, as_shares)| Action::Complete { withdrawal, as_shares }),
        3 => (0usize..2, any_magnitude(), any::<bool>())
            .prop_map(|(set, magnitude, slashable)| Action::Allocate { set, magnitude, slashable }),
        2 => (0usize..2, proportion).prop_map(|(set, wad)| Action::Slash { set, wad }),
        3 => (0u32..=12).prop_map(|blocks| Action::Wait { blocks }),
    ]
}

/// Deposit shares times both factors: the exact worth in shares times 1e36.
fn exact_worth(model: &Model) -> Wide {
    let delegated = model.stakers.iter().filter(|staker| staker.delegated);
    let worth = |staker: &model::Staker| wide(staker.deposit_shares) * wide(staker.factor.wad());
    delegated.map(worth).fold(Wide::ZERO, |sum, x| sum + x) * Wide::from(model.magnitudes.max)
}

/// Operator shares cover the exact worth of every delegated position, and exceed it by rounding
/// alone.
fn check_operator_shares(model: &Model) {
    let unit = Wide::from(WAD);
    let covered = wide(model.operator_shares) * unit * unit;
    let worth = exact_worth(model);
    assert!(covered >= worth, "operator shares below what stakers can withdraw");
    assert!(covered - worth <= model.drift * unit, "more drift than rounding explains");
    let withdrawable = model.stakers.iter().filter(|staker| staker.delegated).map(|staker| {
        withdrawable_shares_down(staker.deposit_shares, staker.factor, model.magnitudes.max).unwrap()
    });
    assert!(withdrawable.fold(U256::ZERO, |sum, x| sum + x) <= model.operator_shares);
}

/// Everything paid, booked, queued and withdrawable was deposited.
fn check_conservation(model: &Model) {
    let undelegated = model.stakers.iter().filter(|staker| !staker.delegated);
    let undelegated = undelegated.fold(U256::ZERO, |sum, staker| sum + staker.deposit_shares);
    let queued: U256 = model.queue_worth().map(|(q, f)| completed_shares_down(q, f).unwrap()).sum();
    let owed = model.operator_shares + undelegated + queued + model.booked + model.paid;
    assert!(owed <= model.deposited, "{owed} owed of {} deposited", model.deposited);
}

fn check_magnitudes(model: &Model) {
    let magnitudes = model.magnitudes;
    assert!(magnitudes.encumbered <= magnitudes.max && magnitudes.max <= WAD);
    let encumbered = model.sets.map(|set| set.current + u64::try_from(set.pending_diff.max(0)).unwrap());
    assert_eq!(encumbered.iter().sum::<u64>(), magnitudes.encumbered, "what sets hold is encumbered");
    for set in model.sets {
        assert!(set.after_pending().is_ok_and(|magnitude| magnitude <= WAD));
        assert!(set.is_pending() || set.pending_diff == 0);
    }
}

fn check_undelegated_positions(model: &Model) {
    for staker in model.stakers.iter().filter(|staker| !staker.delegated) {
        let worth = withdrawable_shares_down(staker.deposit_shares, staker.factor, WAD);
        assert_eq!(worth, Ok(staker.deposit_shares), "without an operator nothing is slashed");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn books_balance_after_every_step(actions in proptest::collection::vec(any_action(), 1..80)) {
        let mut model = Model::new();
        for action in &actions {
            let max = model.magnitudes.max;
            model.step(action);
            prop_assert!(model.magnitudes.max <= max, "magnitude never comes back");
            check_operator_shares(&model);
            check_conservation(&model);
            check_magnitudes(&model);
            check_undelegated_positions(&model);
        }
    }

    /// An operator slashed down to a magnitude of one, with a deposit after every slash: factors
    /// stay within their bound and no deposit is worth more than it was.
    #[test]
    fn deposits_between_slashes_down_to_the_last_magnitude_stay_exact(
        deposits in proptest::collection::vec(1..=10u128.pow(30), 60), wad in WAD / 10..WAD,
    ) {
        let mut model = Model::new();
        model.step(&Action::Delegate { staker: 0 });
        model.step(&Action::Allocate { set: 0, magnitude: WAD, slashable: true });
        model.step(&Action::Wait { blocks: 3 });
        for shares in deposits {
            model.step(&Action::Deposit { staker: 0, shares: U256::from(shares) });
            check_operator_shares(&model);
            check_conservation(&model);
            let last = model.magnitudes;
            if last.max > 1 {
                model.step(&Action::Slash { set: 0, wad });
            }
            let bound = U256::from(10u128.pow(36) / u128::from(last.max.max(1)));
            prop_assert!(model.stakers[0].factor.wad() <= bound);
        }
    }
}
