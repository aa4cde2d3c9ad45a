//! Answers contracts give each other: read as alloy-sol-types encodes them, refused where they are none.
mod generate;

use abi::{Fault, Reader};
use alloy_sol_types::SolCall;
use generate::*;
use interfaces::peers::*;
use interfaces::sol;
use proptest::collection::vec;
use proptest::prelude::*;

const INVALID: Fault = Fault::Error(Fault::INVALID_CALLDATA);

proptest! {
    #[test]
    fn answers_are_read_as_they_were_given(
        strategies in addresses(), shares in words(), factors in words(), magnitudes in u64s(),
    ) {
        use sol::{IDelegationManager as delegation, IStrategyManager as manager};
        let answer =
            manager::getDepositsCall::abi_encode_returns(&(strategies.clone(), shares.clone()).into());
        prop_assert_eq!(strategy_manager::deposits(&answer), Ok((strategies, shares.clone())));

        for answer in [
            manager::debitSharesCall::abi_encode_returns(&(shares.clone(), factors.clone()).into()),
            manager::creditSharesCall::abi_encode_returns(&(shares.clone(), factors.clone()).into()),
            manager::getPositionsCall::abi_encode_returns(&(shares.clone(), factors.clone()).into()),
        ] {
            prop_assert_eq!(strategy_manager::positions(&answer), Ok((shares.clone(), factors.clone())));
        }

        let answer = delegation::getStakesCall::abi_encode_returns(&(shares.clone(), magnitudes.clone()).into());
        let mut stakes = Reader::new(&answer);
        prop_assert_eq!((stakes.words(), stakes.u64s()), (Ok(shares), Ok(magnitudes.clone())));

        let answer = delegation::getMaxMagnitudesAtBlockCall::abi_encode_returns(&magnitudes);
        prop_assert_eq!(Reader::new(&answer).u64s(), Ok(magnitudes));
    }

    #[test]
    fn answers_of_random_bytes_are_read_or_refused(answer in vec(any::<u8>(), 0..300)) {
        for fault in [
            strategy_manager::deposits(&answer).err(),
            strategy_manager::positions(&answer).err(),
        ]
        .into_iter()
        .flatten()
        {
            prop_assert_eq!(fault, INVALID);
        }
    }
}
