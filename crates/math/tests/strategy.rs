//! The exchange rate of a strategy.
mod oracle;
use alloy_primitives::U256;
use math::strategy::{
    BALANCE_OFFSET, MAX_TOTAL_SHARES, SHARES_OFFSET, exchange_rate_down, shares_to_tokens_down,
    tokens_to_shares_down,
};
use oracle::{WAD, any_shares, any_u256, ether, floor, ordered, wide};
use proptest::prelude::*;

const OFFSET: U256 = U256::from_limbs([1_000, 0, 0, 0]);

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    #[test]
    fn conversions_equal_the_exact_rate_rounded_down(x in any_u256(), shares in any_u256(), balance in any_u256()) {
        let (Some(s), Some(b)) = (shares.checked_add(OFFSET), balance.checked_add(OFFSET)) else {
            prop_assert!(tokens_to_shares_down(x, shares, balance).is_err());
            prop_assert!(shares_to_tokens_down(x, shares, balance).is_err());
            return Ok(());
        };
        prop_assert_eq!(tokens_to_shares_down(x, shares, balance).ok(), floor(x, s, b));
        prop_assert_eq!(shares_to_tokens_down(x, shares, balance).ok(), floor(x, b, s));
        prop_assert_eq!(exchange_rate_down(shares, balance).ok(), floor(U256::from(WAD), b, s));
    }

    #[test]
    fn depositing_and_withdrawing_at_once_never_gains(amount in any_shares(), total in any_shares(), balance in any_shares()) {
        let Ok(shares) = tokens_to_shares_down(amount, total, balance) else { return Ok(()) };
        let back = shares_to_tokens_down(shares, total + shares, balance + amount);
        prop_assert!(back.unwrap() <= amount);
    }

    #[test]
    fn a_deposit_never_lowers_the_value_of_existing_shares(
        amount in any_shares(), total in any_shares(), balance in any_shares(), held in any_shares(),
    ) {
        let held = held.min(total);
        let Ok(minted) = tokens_to_shares_down(amount, total, balance) else { return Ok(()) };
        let before = shares_to_tokens_down(held, total, balance).unwrap();
        prop_assert!(shares_to_tokens_down(held, total + minted, balance + amount).unwrap() >= before);
    }

    #[test]
    fn more_tokens_never_buy_fewer_shares_nor_more_shares_fewer_tokens(
        x in any_u256(), y in any_u256(), total in any_u256(), balance in any_u256(),
    ) {
        let (less, more) = ordered(x, y);
        for convert in [tokens_to_shares_down, shares_to_tokens_down] {
            let converted = |amount| convert(amount, total, balance).unwrap_or(U256::MAX);
            prop_assert!(converted(less) <= converted(more));
        }
    }

    /// A donation makes shares dearer, a loss cheaper.
    #[test]
    fn the_price_of_a_share_rises_with_the_balance_and_falls_with_the_shares(
        x in any_shares(), y in any_shares(), total in any_shares(), amount in any_shares(),
    ) {
        let (less, more) = ordered(x, y);
        let (price, bought, paid) = (
            |total, balance| exchange_rate_down(total, balance).unwrap(),
            |total, balance| tokens_to_shares_down(amount, total, balance).unwrap(),
            |total, balance| shares_to_tokens_down(amount, total, balance).unwrap(),
        );
        prop_assert!(price(total, less) <= price(total, more) && price(less, total) >= price(more, total));
        prop_assert!(bought(total, less) >= bought(total, more) && bought(less, total) <= bought(more, total));
        prop_assert!(paid(total, less) <= paid(total, more) && paid(less, total) >= paid(more, total));
    }

    /// The attacker deposits first and donates, the victim deposits, the attacker leaves.
    #[test]
    fn donating_to_an_empty_strategy_never_pays(first in any_shares(), donated in any_shares(), victim in any_shares()) {
        let own = tokens_to_shares_down(first, U256::ZERO, U256::ZERO).unwrap();
        let balance = first + donated;
        let Ok(theirs) = tokens_to_shares_down(victim, own, balance) else { return Ok(()) };
        // A deposit worth less than one share is refused.
        if theirs.is_zero() {
            return Ok(());
        }
        let (total, balance) = (own + theirs, balance + victim);
        let out = shares_to_tokens_down(own, total, balance).unwrap();
        // What the victim loses is less than one share, at the price after its deposit ...
        let kept = shares_to_tokens_down(theirs, total, balance).unwrap();
        let price = shares_to_tokens_down(U256::from(2), total, balance).unwrap() + U256::from(2);
        prop_assert!(victim - kept <= price);
        // ... and the thousand virtual shares take at least as much from the attacker.
        prop_assert!(out <= first + donated, "{} out of {}", out, first + donated);
    }

    #[test]
    fn shares_at_the_limit_convert_without_overflow(balance in any_shares()) {
        let most = U256::from(MAX_TOTAL_SHARES);
        let tokens = shares_to_tokens_down(most, most, balance).unwrap();
        prop_assert!(wide(tokens) <= wide(balance + OFFSET));
    }
}

#[test]
fn an_empty_strategy_exchanges_one_to_one() {
    assert_eq!(tokens_to_shares_down(ether(7), U256::ZERO, U256::ZERO), Ok(ether(7)));
    assert_eq!(exchange_rate_down(U256::ZERO, U256::ZERO), Ok(U256::from(WAD)));
}

#[test]
fn offsets_and_limit_are_the_published_ones() {
    assert_eq!((SHARES_OFFSET, BALANCE_OFFSET), (1_000, 1_000));
    assert_eq!(MAX_TOTAL_SHARES, 10u128.pow(38) - 1);
}

/// After a negative rebase the virtual depositor does not share the loss, so what is promised can
/// exceed what is held, by at most the offset.
#[test]
fn after_a_loss_the_last_withdrawal_can_exceed_the_balance_by_the_offset_at_most() {
    let (shares, balance) = (ether(1), ether(1) / U256::from(2));
    let promised = shares_to_tokens_down(shares, shares, balance).unwrap();
    assert!(promised > balance && promised - balance <= OFFSET);
}
