//! What contracts tell of themselves, and of whom and what they have never heard.

use alloy::primitives::{Address, B256, U256, address};
use alloy::sol_types::{SolCall, SolError};
use interfaces::sol::{IDelegationManager, IStrategyManager};

use crate::harness::strategies::staker_shares;
use crate::harness::{ALICE, BURN_ADDRESS, ONE, OPERATOR, STRANGER, World, ether, fresh};

fn manager(world: &World) -> Address {
    world.at("strategy-manager")
}

fn delegation(world: &World) -> Address {
    world.at("delegation-manager")
}

#[test]
fn contracts_name_their_peers_and_constants() {
    let world = fresh();
    let at = |name| world.at(name);
    let sm = manager(&world);
    assert_eq!(world.view(sm, &IStrategyManager::delegationCall {}), at("delegation-manager"));
    assert_eq!(world.view(sm, &IStrategyManager::allocationManagerCall {}), at("slasher"));
    assert_eq!(world.view(sm, &IStrategyManager::DEFAULT_BURN_ADDRESSCall {}), BURN_ADDRESS);
    let dm = delegation(&world);
    assert_eq!(world.view(dm, &IDelegationManager::strategyManagerCall {}), at("strategy-manager"));
    assert_eq!(world.view(dm, &IDelegationManager::allocationManagerCall {}), at("slasher"));
    assert_eq!(world.view(dm, &IDelegationManager::permissionControllerCall {}), at("permission-controller"));
    assert_eq!(world.view(dm, &IDelegationManager::extensionCall {}), at("delegation-manager-extension"));
    let delay = world.view(dm, &IDelegationManager::minWithdrawalDelayBlocksCall {});
    assert_eq!(delay, world.config.withdrawal_delay_blocks);
    // Clients of the reference ask for native restaking, which is not here.
    assert_eq!(world.view(dm, &IDelegationManager::eigenPodManagerCall {}), Address::ZERO);
    let virtual_strategy = address!("beaC0eeEeeeeEEeEeEEEEeeEEeEeeeEeeEEBEaC0");
    assert_eq!(world.view(dm, &IDelegationManager::beaconChainETHStrategyCall {}), virtual_strategy);
}

#[test]
fn operators_and_stakers_are_told_apart() {
    let world = fresh();
    let dm = delegation(&world);
    world.register_operator(OPERATOR, 0);
    world.delegate(ALICE, OPERATOR);
    for (who, delegated, operator) in [(OPERATOR, true, true), (ALICE, true, false), (STRANGER, false, false)]
    {
        assert_eq!(world.view(dm, &IDelegationManager::isDelegatedCall { staker: who }), delegated);
        assert_eq!(world.view(dm, &IDelegationManager::isOperatorCall { operator: who }), operator);
        let to = world.view(dm, &IDelegationManager::delegatedToCall { staker: who });
        assert_eq!(to, if delegated { OPERATOR } else { Address::ZERO });
        // Of a staker, the slot of an operator's approver holds its operator.
        let ask = IDelegationManager::delegationApproverCall { operator: who };
        assert_eq!(world.view(dm, &ask), Address::ZERO);
    }
}

#[test]
fn operators_shares_are_read_one_by_one_in_rows_and_in_tables() {
    let world = fresh();
    let dm = delegation(&world);
    world.register_operator(OPERATOR, 0);
    world.deposit_lst(OPERATOR, ether(3));
    let (lst, weth) = (world.strategy(world.lst), world.strategy(world.weth));
    let strategies = vec![weth, lst, STRANGER, lst];
    let row = vec![U256::ZERO, ether(3), U256::ZERO, ether(3)];
    let ask =
        IDelegationManager::getOperatorSharesCall { operator: OPERATOR, strategies: strategies.clone() };
    assert_eq!(world.view(dm, &ask), row);
    let operators = vec![STRANGER, OPERATOR];
    let ask = IDelegationManager::getOperatorsSharesCall { operators, strategies };
    assert_eq!(world.view(dm, &ask), [vec![U256::ZERO; 4], row]);
    let none = IDelegationManager::getOperatorsSharesCall { operators: vec![], strategies: vec![lst] };
    assert!(world.view(dm, &none).is_empty());
}

#[test]
fn who_and_what_is_unknown_reads_as_nothing() {
    let world = fresh();
    let (dm, sm, lst) = (delegation(&world), manager(&world), world.strategy(world.lst));
    let (staker, operator, strategy) = (STRANGER, STRANGER, STRANGER);
    assert_eq!(staker_shares(&world, staker, strategy), (U256::ZERO, U256::ZERO));
    let ask = IDelegationManager::depositScalingFactorCall { staker, strategy: lst };
    assert_eq!(world.view(dm, &ask), ether(1), "a factor that was never set is one");
    let ask = IDelegationManager::getMaxMagnitudesAtBlockCall {
        operator,
        strategies: vec![strategy],
        blockNumber: 0,
    };
    assert_eq!(world.view(dm, &ask), [ONE]);
    let ask = IDelegationManager::getSlashableSharesInQueueCall { operator, strategy };
    assert_eq!(world.view(dm, &ask), U256::ZERO);
    let found = world.view(dm, &IDelegationManager::getDepositedSharesCall { staker });
    assert!(found._0.is_empty() && found._1.is_empty());
    let found = world.view(dm, &IDelegationManager::getQueuedWithdrawalsCall { staker });
    assert!(found.withdrawals.is_empty() && found.shares.is_empty());
    assert!(world.view(dm, &IDelegationManager::getQueuedWithdrawalRootsCall { staker }).is_empty());
    let asked = world.view(dm, &IDelegationManager::cumulativeWithdrawalsQueuedCall { staker });
    assert_eq!(asked, U256::ZERO);
    assert!(!world.view(dm, &IDelegationManager::completionByAnyoneCall { staker }));
    assert_eq!(world.view(sm, &IStrategyManager::noncesCall { signer: staker }), U256::ZERO);
    let ask = IStrategyManager::getPositionsCall { staker, strategies: vec![lst] };
    let found = world.view(sm, &ask);
    assert_eq!((found.shares, found.scalingFactors), (vec![U256::ZERO], vec![ether(1)]));
    let ask = IDelegationManager::convertToDepositSharesCall {
        staker,
        strategies: vec![strategy],
        withdrawableShares: vec![ether(2)],
    };
    assert_eq!(world.view(dm, &ask), [ether(2)], "without a slash shares are what they are");
}

#[test]
fn an_unknown_withdrawal_reads_as_zeros() {
    let world = fresh();
    let (dm, root) = (delegation(&world), B256::repeat_byte(7));
    assert!(!world.view(dm, &IDelegationManager::pendingWithdrawalsCall { withdrawalRoot: root }));
    let found = world.view(dm, &IDelegationManager::getQueuedWithdrawalCall { withdrawalRoot: root });
    assert!(found.shares.is_empty());
    let alone = world.view(dm, &IDelegationManager::queuedWithdrawalsCall { withdrawalRoot: root });
    for withdrawal in [found.withdrawal, alone] {
        assert_eq!((withdrawal.staker, withdrawal.withdrawer), (Address::ZERO, Address::ZERO));
        assert_eq!((withdrawal.nonce, withdrawal.startBlock), (U256::ZERO, 0));
        assert!(withdrawal.strategies.is_empty() && withdrawal.scaledShares.is_empty());
    }
}

#[test]
fn views_refuse_calldata_that_is_cut_short_or_points_past_its_end() {
    let world = fresh();
    let strategies = vec![world.strategy(world.lst); 2];
    let views: [(Address, Vec<u8>); 4] = [
        (
            delegation(&world),
            IDelegationManager::getOperatorSharesCall { operator: OPERATOR, strategies: strategies.clone() }
                .abi_encode(),
        ),
        (
            delegation(&world),
            IDelegationManager::getWithdrawableSharesCall { staker: ALICE, strategies: strategies.clone() }
                .abi_encode(),
        ),
        (
            manager(&world),
            IStrategyManager::getPositionsCall { staker: ALICE, strategies: strategies.clone() }.abi_encode(),
        ),
        (
            manager(&world),
            IStrategyManager::strategiesAreWhitelistedForDepositCall { strategies }.abi_encode(),
        ),
    ];
    for (to, whole) in views {
        let name = |data: &[u8]| client::errors::name(data);
        assert!(world.call_data(to, whole.clone().into()).is_ok());
        let invalid = IStrategyManager::InvalidCalldata::SELECTOR;
        for cut in [1, 31, 32, 64] {
            let short = whole[..whole.len() - cut].to_vec();
            let refused = world.call_data(to, short.into()).unwrap_err();
            assert_eq!(refused[..], invalid, "{cut} bytes short: {}", name(&refused));
        }
        // The array's length says more than there is: by one, and by more than memory holds.
        for length in [U256::from(3), U256::MAX] {
            let mut long = whole.clone();
            let at = long.len() - 96;
            long[at..at + 32].copy_from_slice(&length.to_be_bytes::<32>());
            let refused = world.call_data(to, long.into()).unwrap_err();
            assert_eq!(refused[..], invalid, "length {length}: {}", name(&refused));
        }
    }
}
