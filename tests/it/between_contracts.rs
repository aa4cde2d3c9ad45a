//! What contracts of the protocol call of each other: nobody else may, and among themselves they check as well.

use alloy::primitives::{Address, B256, Bytes, U256};
use interfaces::sol::{IDelegationManager, IStrategy, IStrategyManager};

use crate::harness::strategies::operator_shares;
use crate::harness::{ALICE, BOB, ONE, OPERATOR, STRANGER, World, ether, fresh, speaking};

fn manager(world: &World) -> Address {
    world.at("strategy-manager")
}

fn debit(staker: Address, strategies: &[Address], shares: &[U256]) -> IStrategyManager::debitSharesCall {
    let (strategies, shares) = (strategies.to_vec(), shares.to_vec());
    IStrategyManager::debitSharesCall { staker, strategies, shares }
}

fn credit(staker: Address, strategies: &[Address], shares: &[U256]) -> IStrategyManager::creditSharesCall {
    let (strategies, shares) = (strategies.to_vec(), shares.to_vec());
    IStrategyManager::creditSharesCall { staker, strategies, shares }
}

fn set_factors(strategies: &[Address], factors: &[U256]) -> IStrategyManager::setScalingFactorsCall {
    let (strategies, factors) = (strategies.to_vec(), factors.to_vec());
    IStrategyManager::setScalingFactorsCall { staker: ALICE, strategies, scalingFactors: factors }
}

fn pay(strategies: &[Address], tokens: &[Address], shares: &[U256]) -> IStrategyManager::paySharesCall {
    IStrategyManager::paySharesCall {
        recipient: ALICE,
        strategies: strategies.to_vec(),
        tokens: tokens.to_vec(),
        shares: shares.to_vec(),
    }
}

fn pay_ether(strategies: &[Address], tokens: &[Address], shares: &[U256]) -> IStrategyManager::payEtherCall {
    let IStrategyManager::paySharesCall { recipient, strategies, tokens, shares } =
        pay(strategies, tokens, shares);
    IStrategyManager::payEtherCall { recipient, strategies, tokens, shares }
}

fn book(strategies: &[Address], shares: &[U256]) -> IStrategyManager::bookSlashCall {
    IStrategyManager::bookSlashCall {
        operatorSet: IStrategyManager::OperatorSet { avs: ALICE, id: 0 },
        slashId: U256::ONE,
        strategies: strategies.to_vec(),
        shares: shares.to_vec(),
    }
}

/// The Slasher's report that magnitudes of [`OPERATOR`] fell.
fn slash(
    strategies: &[Address],
    previous: &[u64],
    new: &[u64],
) -> IDelegationManager::slashOperatorSharesCall {
    IDelegationManager::slashOperatorSharesCall {
        operator: OPERATOR,
        operatorSet: IDelegationManager::OperatorSet { avs: ALICE, id: 0 },
        slashId: U256::ONE,
        strategies: strategies.to_vec(),
        prevMaxMagnitudes: previous.to_vec(),
        newMaxMagnitudes: new.to_vec(),
    }
}

/// Alice gained shares, by the StrategyManager.
fn increase(
    strategy: Address,
    before: U256,
    added: U256,
    factor: U256,
) -> IDelegationManager::increaseSharesCall {
    IDelegationManager::increaseSharesCall {
        staker: ALICE,
        strategy,
        prevDepositShares: before,
        addedShares: added,
        scalingFactor: factor,
    }
}

#[test]
fn the_strategy_manager_moves_shares_for_the_delegation_manager_alone() {
    use IStrategyManager::OnlyDelegationManager;
    let world = fresh();
    world.deposit_lst(ALICE, ether(5));
    let (to, strategies, shares) = (manager(&world), [world.strategy(world.lst)], [ether(5)]);
    for who in [ALICE, speaking(&world, world.at("slasher")), speaking(&world, strategies[0])] {
        world.refuse::<OnlyDelegationManager>(who, to, &debit(ALICE, &strategies, &shares));
        world.refuse::<OnlyDelegationManager>(who, to, &credit(ALICE, &strategies, &shares));
        world.refuse::<OnlyDelegationManager>(who, to, &set_factors(&strategies, &shares));
        world.refuse::<OnlyDelegationManager>(who, to, &pay(&strategies, &[world.lst], &shares));
        world.refuse::<OnlyDelegationManager>(who, to, &pay_ether(&strategies, &[world.lst], &shares));
        world.refuse::<OnlyDelegationManager>(who, to, &book(&strategies, &shares));
        // Who calls is asked before what with.
        world.refuse::<OnlyDelegationManager>(who, to, &debit(ALICE, &strategies, &[]));
        world.refuse::<OnlyDelegationManager>(who, to, &pay(&[], &[world.lst], &[]));
    }
}

#[test]
fn a_strategy_moves_tokens_for_the_strategy_manager_alone() {
    let world = fresh();
    world.deposit_lst(ALICE, ether(5));
    let (strategy, token) = (world.strategy(world.lst), world.lst);
    let withdraw = IStrategy::withdrawCall { recipient: ALICE, token, amountShares: ether(5) };
    let deposit = IStrategy::depositReceivedCall { token, balanceBefore: U256::ZERO };
    for who in [ALICE, speaking(&world, world.at("delegation-manager"))] {
        world.refuse::<IStrategy::OnlyStrategyManager>(who, strategy, &withdraw);
        world.refuse::<IStrategy::OnlyStrategyManager>(who, strategy, &deposit);
    }
}

#[test]
fn the_delegation_manager_counts_for_the_strategy_manager_and_slashes_for_the_slasher_alone() {
    let world = fresh();
    world.register_operator(OPERATOR, 0);
    let (delegation, strategy) = (world.at("delegation-manager"), world.strategy(world.lst));
    let increase = increase(strategy, U256::ZERO, ether(5), ether(1));
    let none = IDelegationManager::SignatureWithExpiry { signature: Bytes::new(), expiry: U256::ZERO };
    let delegate = IDelegationManager::delegateForCall {
        staker: BOB,
        operator: OPERATOR,
        approverSignatureAndExpiry: none,
        approverSalt: B256::ZERO,
    };
    for who in [ALICE, BOB, speaking(&world, world.at("slasher"))] {
        world.refuse::<IDelegationManager::OnlyStrategyManager>(who, delegation, &increase);
        world.refuse::<IDelegationManager::OnlyStrategyManager>(who, delegation, &delegate);
    }
    // Neither who keeps sets and members nor who keeps shares may slash.
    for who in ["avs-directory", "strategy-manager"].map(|name| speaking(&world, world.at(name))) {
        let call = slash(&[strategy], &[2], &[1]);
        world.refuse::<IDelegationManager::OnlyAllocationManager>(who, delegation, &call);
    }
    let call = slash(&[], &[2], &[1]);
    world.refuse::<IDelegationManager::OnlyAllocationManager>(ALICE, delegation, &call);
}

#[test]
fn shares_are_given_and_taken_in_sound_amounts_and_to_somebody() {
    use IStrategyManager::{
        InputArrayLengthMismatch, SharesAmountTooHigh, SharesAmountZero, StakerAddressZero,
    };
    let world = fresh();
    world.deposit_lst(ALICE, ether(5));
    let (to, strategy) = (manager(&world), world.strategy(world.lst));
    let delegation = speaking(&world, world.at("delegation-manager"));
    let nobody = credit(Address::ZERO, &[strategy], &[ether(1)]);
    world.refuse::<StakerAddressZero>(delegation, to, &nobody);
    world.refuse::<SharesAmountZero>(delegation, to, &credit(ALICE, &[strategy], &[U256::ZERO]));
    world.refuse::<SharesAmountZero>(delegation, to, &debit(ALICE, &[strategy], &[U256::ZERO]));
    for too_many in [ether(5) + U256::ONE, U256::ONE << 128, U256::MAX] {
        world.refuse::<SharesAmountTooHigh>(delegation, to, &debit(ALICE, &[strategy], &[too_many]));
    }
    world.refuse::<SharesAmountTooHigh>(delegation, to, &debit(ALICE, &[STRANGER], &[U256::ONE]));
    world.refuse::<InputArrayLengthMismatch>(delegation, to, &debit(ALICE, &[strategy], &[]));
    world.refuse::<InputArrayLengthMismatch>(delegation, to, &credit(ALICE, &[strategy], &[ether(1); 2]));
    world.refuse::<InputArrayLengthMismatch>(delegation, to, &set_factors(&[strategy], &[]));
    world.refuse::<InputArrayLengthMismatch>(delegation, to, &book(&[strategy], &[]));
    for (tokens, shares) in [(&[][..], &[ether(1)][..]), (&[world.lst], &[]), (&[world.lst; 2], &[ether(1)])]
    {
        world.refuse::<InputArrayLengthMismatch>(delegation, to, &pay(&[strategy], tokens, shares));
        world.refuse::<InputArrayLengthMismatch>(delegation, to, &pay_ether(&[strategy], tokens, shares));
    }
}

#[test]
fn a_strategy_pays_no_more_shares_than_it_has_and_only_its_token() {
    let world = fresh();
    world.deposit_lst(ALICE, ether(5));
    let strategy = world.strategy(world.lst);
    let to = speaking(&world, manager(&world));
    let withdraw = |token, shares| IStrategy::withdrawCall { recipient: BOB, token, amountShares: shares };
    let too_many = withdraw(world.lst, ether(5) + U256::ONE);
    world.refuse::<IStrategy::WithdrawalAmountExceedsTotalDeposits>(to, strategy, &too_many);
    world.refuse::<IStrategy::WithdrawalAmountExceedsTotalDeposits>(
        to,
        strategy,
        &withdraw(world.lst, U256::MAX),
    );
    world.refuse::<IStrategy::OnlyUnderlyingToken>(to, strategy, &withdraw(world.weth, ether(1)));
    let foreign = IStrategy::depositReceivedCall { token: world.weth, balanceBefore: U256::ZERO };
    world.refuse::<IStrategy::OnlyUnderlyingToken>(to, strategy, &foreign);
    world.act(to, strategy, &withdraw(world.lst, ether(5)));
    assert_eq!(world.held(world.lst, BOB), ether(5));
}

#[test]
fn a_slash_from_another_magnitude_than_is_kept_here_is_refused() {
    let world = fresh();
    let (delegation, strategy) = (world.at("delegation-manager"), world.strategy(world.lst));
    world.register_operator(OPERATOR, 0);
    world.deposit_lst(OPERATOR, ether(4));
    let slasher = speaking(&world, world.at("slasher"));
    for wrong in [ONE - 1, 0] {
        let call = slash(&[strategy], &[wrong], &[0]);
        world.refuse::<IDelegationManager::MaxMagnitudeMismatch>(slasher, delegation, &call);
    }
    for (previous, new) in [(&[][..], &[0][..]), (&[ONE], &[]), (&[ONE, ONE], &[0, 0])] {
        let call = slash(&[strategy], previous, new);
        world.refuse::<IDelegationManager::InputArrayLengthMismatch>(slasher, delegation, &call);
    }
    world.act(slasher, delegation, &slash(&[strategy], &[ONE], &[ONE / 4]));
    assert_eq!(operator_shares(&world, OPERATOR, strategy), ether(1));
}

/// Early releases of the reference let a factor grow with an increase by nothing.
#[test]
fn gaining_no_shares_changes_nothing_and_is_refused_all_the_same_for_a_fully_slashed_operator() {
    let world = fresh();
    let (delegation, strategy) = (world.at("delegation-manager"), world.strategy(world.lst));
    world.register_operator(OPERATOR, 0);
    world.delegate(ALICE, OPERATOR);
    let slasher = speaking(&world, world.at("slasher"));
    world.act(slasher, delegation, &slash(&[strategy], &[ONE], &[ONE / 2]));
    let to = speaking(&world, manager(&world));
    let done = world.act(to, delegation, &increase(strategy, ether(4), U256::ZERO, ether(3)));
    assert_eq!(done.returned::<IDelegationManager::increaseSharesCall>(), ether(3));
    assert!(done.kinds(&[delegation]).is_empty());
    let second = slash(&[strategy], &[ONE / 2], &[0]);
    let second = IDelegationManager::slashOperatorSharesCall { slashId: U256::from(2), ..second };
    world.act(slasher, delegation, &second);
    let call = increase(strategy, ether(4), U256::ZERO, ether(3));
    world.refuse::<IDelegationManager::FullySlashed>(to, delegation, &call);
}

#[test]
fn a_factor_is_never_zero() {
    let world = fresh();
    let (delegation, strategy) = (world.at("delegation-manager"), world.strategy(world.lst));
    world.register_operator(OPERATOR, 0);
    world.delegate(ALICE, OPERATOR);
    let to = speaking(&world, manager(&world));
    let from_zero = increase(strategy, ether(4), ether(1), U256::ZERO);
    world.refuse::<IDelegationManager::InvalidDepositScalingFactor>(to, delegation, &from_zero);
    // At a magnitude of one wei and a factor no position has, what was held rounds away and the new share with it.
    let slasher = speaking(&world, world.at("slasher"));
    world.act(slasher, delegation, &slash(&[strategy], &[ONE], &[1]));
    let to_zero = increase(strategy, ether(4), U256::ONE, U256::ONE);
    world.refuse::<IDelegationManager::InvalidDepositScalingFactor>(to, delegation, &to_zero);
}
