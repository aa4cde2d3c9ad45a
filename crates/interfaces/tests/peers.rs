//! Calls between contracts: calldata is what alloy-sol-types encodes for the same arguments, and answers are read as it
//! encodes them.
#![allow(clippy::unwrap_used)]
mod generate;

use abi::{Fault, Reader};
use alloy_primitives::FixedBytes;
use alloy_sol_types::SolCall;
use generate::*;
use interfaces::peers::*;
use interfaces::sol;
use proptest::collection::vec;
use proptest::prelude::*;

const INVALID: Fault = Fault::Error(Fault::INVALID_CALLDATA);

/// The set as the struct of one interface.
macro_rules! sol_set {
    ($interface:ident, $set:expr) => {
        sol::$interface::OperatorSet { avs: $set.avs, id: $set.id }
    };
}

proptest! {
    #[test]
    fn avs_directory(
        caller in address(), data in bytes(), set in set(), operator in address(), strategies in addresses(),
    ) {
        use sol::IAvsDirectory::*;
        let operator_set = sol_set!(IAvsDirectory, set);
        prop_assert_eq!(avs_directory::forward(&caller, &data), forwardCall { caller, data }.abi_encode());
        prop_assert_eq!(
            avs_directory::slash_context(&set, &operator, &strategies),
            slashContextCall { operatorSet: operator_set.clone(), operator, strategies: strategies.clone() }
                .abi_encode()
        );
        prop_assert_eq!(
            avs_directory::slashable_operators(&set, &strategies),
            slashableOperatorsCall { operatorSet: operator_set, operators: strategies }.abi_encode()
        );
        prop_assert_eq!(
            avs_directory::get_avs_registrar(&caller),
            getAVSRegistrarCall { avs: caller }.abi_encode()
        );
    }

    #[test]
    fn delegation_manager(
        staker in address(), strategy in address(), before in word(), added in word(), set in set(),
        slash_id in any::<u64>(), strategies in addresses(), operators in addresses(), previous in u64s(),
        new in u64s(), block in any::<u32>(),
    ) {
        use sol::IDelegationManager::*;
        prop_assert_eq!(
            delegation_manager::increase_delegated_shares(&staker, &strategy, &before, &added),
            increaseDelegatedSharesCall { staker, strategy, prevDepositShares: before, addedShares: added }
                .abi_encode()
        );
        prop_assert_eq!(
            delegation_manager::is_operator(&staker),
            isOperatorCall { operator: staker }.abi_encode()
        );
        prop_assert_eq!(
            delegation_manager::slash_operator_shares(&staker, &set, slash_id, &strategies, &previous, &new),
            slashOperatorSharesCall {
                operator: staker,
                operatorSet: sol_set!(IDelegationManager, set),
                slashId: slash_id.try_into().unwrap(),
                strategies: strategies.clone(),
                prevMaxMagnitudes: previous,
                newMaxMagnitudes: new,
            }
            .abi_encode()
        );
        prop_assert_eq!(
            delegation_manager::get_operators_shares(&operators, &strategies),
            getOperatorsSharesCall { operators, strategies: strategies.clone() }.abi_encode()
        );
        prop_assert_eq!(
            delegation_manager::get_max_magnitudes_at_block(&staker, &strategies, block),
            getMaxMagnitudesAtBlockCall { operator: staker, strategies, blockNumber: block }.abi_encode()
        );
    }

    #[test]
    fn permission_controller(
        account in address(), caller in address(), target in address(), selector in any::<u32>(),
    ) {
        use sol::IPermissionController::*;
        prop_assert_eq!(
            permission_controller::can_call(&account, &caller, &target, selector),
            canCallCall { account, caller, target, selector: FixedBytes::from(selector) }.abi_encode()
        );
    }

    #[test]
    fn registrar(operator in address(), avs in address(), ids in u32s(), data in bytes()) {
        use sol::IAVSRegistrar::*;
        prop_assert_eq!(
            registrar::register_operator(&operator, &avs, &ids, &data),
            registerOperatorCall { operator, avs, operatorSetIds: ids.clone(), data }.abi_encode()
        );
        prop_assert_eq!(
            registrar::deregister_operator(&operator, &avs, &ids),
            deregisterOperatorCall { operator, avs, operatorSetIds: ids }.abi_encode()
        );
        prop_assert_eq!(registrar::supports_avs(&avs), supportsAVSCall { avs }.abi_encode());
    }

    #[test]
    fn slasher(operator in address(), delay in any::<u32>(), set in set()) {
        use sol::IAllocationManager::*;
        prop_assert_eq!(
            slasher::set_allocation_delay(&operator, delay),
            setAllocationDelayCall { operator, delay }.abi_encode()
        );
        prop_assert_eq!(
            slasher::get_redistribution_recipient(&set),
            getRedistributionRecipientCall { operatorSet: sol_set!(IAllocationManager, set) }.abi_encode()
        );
    }

    #[test]
    fn strategy(token in address(), recipient in address(), amount in word()) {
        use sol::IStrategy::*;
        prop_assert_eq!(strategy::deposit(&token, &amount), depositCall { token, amount }.abi_encode());
        prop_assert_eq!(
            strategy::withdraw(&recipient, &token, &amount),
            withdrawCall { recipient, token, amountShares: amount }.abi_encode()
        );
        prop_assert_eq!(strategy::underlying_token(), underlyingTokenCall {}.abi_encode());
    }

    #[test]
    fn strategy_manager(
        staker in address(), strategy in address(), strategies in addresses(), tokens in addresses(),
        shares in words(), set in set(), slash_id in any::<u64>(),
    ) {
        use sol::IStrategyManager::*;
        prop_assert_eq!(
            strategy_manager::debit_shares(&staker, &strategies, &shares),
            debitSharesCall { staker, strategies: strategies.clone(), shares: shares.clone() }.abi_encode()
        );
        prop_assert_eq!(
            strategy_manager::credit_shares(&staker, &strategies, &shares),
            creditSharesCall { staker, strategies: strategies.clone(), shares: shares.clone() }.abi_encode()
        );
        prop_assert_eq!(
            strategy_manager::pay_shares(&staker, &strategies, &tokens, &shares),
            paySharesCall {
                recipient: staker,
                strategies: strategies.clone(),
                tokens,
                shares: shares.clone()
            }
            .abi_encode()
        );
        prop_assert_eq!(
            strategy_manager::book_slash(&set, slash_id, &strategies, &shares),
            bookSlashCall {
                operatorSet: sol_set!(IStrategyManager, set),
                slashId: slash_id.try_into().unwrap(),
                strategies: strategies.clone(),
                shares,
            }
            .abi_encode()
        );
        prop_assert_eq!(strategy_manager::get_deposits(&staker), getDepositsCall { staker }.abi_encode());
        prop_assert_eq!(
            strategy_manager::staker_deposit_shares(&staker, &strategy),
            stakerDepositSharesCall { staker, strategy }.abi_encode()
        );
        prop_assert_eq!(
            strategy_manager::strategies_are_whitelisted(&strategies),
            strategiesAreWhitelistedForDepositCall { strategies }.abi_encode()
        );
    }

    #[test]
    fn token(from in address(), to in address(), amount in word()) {
        use sol::IERC20::*;
        prop_assert_eq!(token::balance_of(&from), balanceOfCall { account: from }.abi_encode());
        prop_assert_eq!(token::decimals(), decimalsCall {}.abi_encode());
        prop_assert_eq!(token::transfer(&to, &amount), transferCall { to, amount }.abi_encode());
        prop_assert_eq!(
            token::transfer_from(&from, &to, &amount),
            transferFromCall { from, to, amount }.abi_encode()
        );
        prop_assert_eq!(token::wrap(), sol::IWrappedETH::depositCall {}.abi_encode());
    }

    #[test]
    fn answers_are_read_as_they_were_given(
        slasher in address(), slashable in any::<bool>(), in_set in booleans(), strategies in addresses(),
        shares in words(), rows in vec(words(), LENGTHS), magnitudes in u64s(),
    ) {
        use sol::{
            IAvsDirectory as directory, IDelegationManager as delegation, IStrategyManager as manager,
        };
        let answer = directory::slashContextCall::abi_encode_returns(&directory::slashContextReturn {
            slasher,
            slashable,
            inSet: in_set.clone(),
        });
        let context = avs_directory::SlashContext { slasher, slashable, in_set: in_set.clone() };
        prop_assert_eq!(avs_directory::SlashContext::decode(&answer), Ok(context));

        let answer = directory::slashableOperatorsCall::abi_encode_returns(&in_set);
        prop_assert_eq!(Reader::new(&answer).booleans(), Ok(in_set));

        let answer =
            manager::getDepositsCall::abi_encode_returns(&(strategies.clone(), shares.clone()).into());
        prop_assert_eq!(strategy_manager::deposits(&answer), Ok((strategies, shares)));

        let answer = delegation::getOperatorsSharesCall::abi_encode_returns(&rows);
        prop_assert_eq!(delegation_manager::operators_shares(&answer), Ok(rows));

        let answer = delegation::getMaxMagnitudesAtBlockCall::abi_encode_returns(&magnitudes);
        prop_assert_eq!(Reader::new(&answer).u64s(), Ok(magnitudes));
    }

    #[test]
    fn answers_of_random_bytes_are_read_or_refused(answer in vec(any::<u8>(), 0..300)) {
        for fault in [
            avs_directory::SlashContext::decode(&answer).err(),
            strategy_manager::deposits(&answer).err(),
            delegation_manager::operators_shares(&answer).err(),
        ]
        .into_iter()
        .flatten()
        {
            prop_assert_eq!(fault, INVALID);
        }
    }
}
