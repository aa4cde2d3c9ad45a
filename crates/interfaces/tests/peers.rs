//! Calls between contracts: calldata is what alloy-sol-types encodes for the same arguments.
#![allow(clippy::unwrap_used)]
mod generate;

use alloy_primitives::FixedBytes;
use alloy_sol_types::SolCall;
use generate::*;
use interfaces::peers::*;
use interfaces::sol;
use proptest::prelude::*;

/// The set as the struct of one interface.
macro_rules! sol_set {
    ($interface:ident, $set:expr) => {
        sol::$interface::OperatorSet { avs: $set.avs, id: $set.id }
    };
}

proptest! {
    #[test]
    fn delegation_manager(
        staker in address(), strategy in address(), before in word(), added in word(), set in set(),
        slash_id in any::<u64>(), strategies in addresses(), operators in addresses(), previous in u64s(),
        new in u64s(), block in any::<u32>(), factor in word(),
    ) {
        use sol::IDelegationManager::*;
        prop_assert_eq!(
            delegation_manager::increase_shares(&staker, &strategy, &before, &added, &factor),
            increaseSharesCall {
                staker,
                strategy,
                prevDepositShares: before,
                addedShares: added,
                scalingFactor: factor,
            }
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
            delegation_manager::get_stakes(&operators, &strategies),
            getStakesCall { operators, strategies: strategies.clone() }.abi_encode()
        );
        prop_assert_eq!(
            delegation_manager::get_max_magnitudes_at_block(&staker, &strategies, block),
            getMaxMagnitudesAtBlockCall { operator: staker, strategies, blockNumber: block }.abi_encode()
        );
    }

    #[test]
    fn delegation_for_a_staker(
        staker in address(), operator in address(), signature in bytes(), expiry in word(), salt in hash(),
    ) {
        use sol::IDelegationManager::*;
        let approval = interfaces::types::SignatureWithExpiry { signature: &signature, expiry };
        prop_assert_eq!(
            delegation_manager::delegate_for(&staker, &operator, &approval, &salt),
            delegateForCall {
                staker,
                operator,
                approverSignatureAndExpiry: SignatureWithExpiry { signature: signature.clone(), expiry },
                approverSalt: salt,
            }
            .abi_encode()
        );
    }

    #[test]
    fn pauser_registry(account in address()) {
        use sol::IPauserRegistry::*;
        prop_assert_eq!(pauser_registry::is_pauser(&account), isPauserCall { account }.abi_encode());
        prop_assert_eq!(pauser_registry::unpauser(), unpauserCall {}.abi_encode());
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
        prop_assert_eq!(
            slasher::get_slash_count(&set),
            getSlashCountCall { operatorSet: sol_set!(IAllocationManager, set) }.abi_encode()
        );
        prop_assert_eq!(
            slasher::get_booked_slash_count(&set),
            sol::ISlasher::getBookedSlashCountCall { operatorSet: sol_set!(ISlasher, set) }.abi_encode()
        );
    }

    #[test]
    fn strategy(token in address(), recipient in address(), registry in address(), amount in word()) {
        use sol::IStrategy::*;
        prop_assert_eq!(
            strategy::deposit_received(&token, &amount),
            depositReceivedCall { token, balanceBefore: amount }.abi_encode()
        );
        prop_assert_eq!(
            strategy::wire(&recipient, &token, &registry),
            wireCall { strategyManager: recipient, underlyingToken: token, pauserRegistry: registry }.abi_encode()
        );
        prop_assert_eq!(
            strategy::withdraw(&recipient, &token, &amount),
            withdrawCall { recipient, token, amountShares: amount }.abi_encode()
        );
        prop_assert_eq!(strategy::underlying_token(), underlyingTokenCall {}.abi_encode());
    }

    #[test]
    fn strategy_manager(
        staker in address(), strategy in address(), strategies in addresses(), shares in words(),
        set in set(), slash_id in any::<u64>(),
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
            strategy_manager::set_scaling_factors(&staker, &strategies, &shares),
            setScalingFactorsCall { staker, strategies: strategies.clone(), scalingFactors: shares.clone() }
                .abi_encode()
        );
        prop_assert_eq!(
            strategy_manager::get_positions(&staker, &strategies),
            getPositionsCall { staker, strategies: strategies.clone() }.abi_encode()
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
            strategiesAreWhitelistedForDepositCall { strategies: strategies.clone() }.abi_encode()
        );
        prop_assert_eq!(
            strategy_manager::add_to_whitelist(&strategies),
            addStrategiesToDepositWhitelistCall { strategies: strategies.clone() }.abi_encode()
        );
        prop_assert_eq!(
            strategy_manager::remove_from_whitelist(&strategies),
            removeStrategiesFromDepositWhitelistCall { strategies }.abi_encode()
        );
    }

    #[test]
    fn payments_by_the_strategy_manager(
        recipient in address(), strategies in addresses(), tokens in addresses(), shares in words(),
    ) {
        use sol::IStrategyManager::*;
        prop_assert_eq!(
            strategy_manager::pay_shares(&recipient, &strategies, &tokens, &shares),
            paySharesCall {
                recipient,
                strategies: strategies.clone(),
                tokens: tokens.clone(),
                shares: shares.clone(),
            }
            .abi_encode()
        );
        prop_assert_eq!(
            strategy_manager::pay_ether(&recipient, &strategies, &tokens, &shares),
            payEtherCall { recipient, strategies, tokens, shares }.abi_encode()
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
    }

    #[test]
    fn wrapped_ether(account in address(), amount in word()) {
        use sol::IWrappedETH::*;
        prop_assert_eq!(token::wrap(), depositCall {}.abi_encode());
        prop_assert_eq!(token::unwrap_to(&account, &amount), withdrawToCall { account, amount }.abi_encode());
    }

    #[test]
    fn allowance_by_signature(
        owner in address(), spender in address(), value in word(), deadline in word(), v in any::<u8>(), r in hash(),
        s in hash(),
    ) {
        let permit = interfaces::types::Permit { deadline, v, r, s };
        prop_assert_eq!(
            token::permit(&owner, &spender, &value, &permit),
            sol::IERC20::permitCall { owner, spender, value, deadline, v, r, s }.abi_encode()
        );
    }
}
