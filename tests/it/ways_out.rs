//! Ways out that stay open: for a fully slashed operator and its stakers, with what the slash left them, and around a token
//! that is stuck.

use alloy::primitives::{Address, U256};
use alloy::sol_types::SolError;
use interfaces::sol::IAllocationManager;
use interfaces::sol::IDelegationManager::{
    FullySlashed, WithdrawalKept, completeQueuedWithdrawalAsCall, redelegateCall, undelegateCall,
};
use interfaces::sol::IStrategyManager::{self, depositETHIntoStrategyCall};

use crate::harness::queue::{as_shares, as_tokens, pass_delay, queue, queued, withdraw};
use crate::harness::sets::{allocate, create_sets, join, open_service, set, slash};
use crate::harness::strategies::{deposit, operator_shares, staker_shares, strategy_for};
use crate::harness::world::delegate_to;
use crate::harness::{
    ALICE, BOB, BURN_ADDRESS, ONE, OPERATOR, OTHER_OPERATOR, SERVICE_OWNER, Token, World, ether, fresh,
};

alloy::sol! {
    contract Blocking {
        error Blocked(address account);

        function setBlocked(address account, bool blocked) external;
    }
}

/// An operator that has lost all of the LST and nothing of the WETH, with both deposited by itself and by Alice, who
/// delegated to it. Bob is not delegated. The strategies of LST and WETH.
fn ruined(world: &World) -> (Address, Address) {
    let (lst, weth) = (world.strategy(world.lst), world.strategy(world.weth));
    open_service(world);
    create_sets(world, &[1], &[lst]);
    world.register_operator(OPERATOR, 0);
    for staker in [ALICE, OPERATOR, BOB] {
        world.deposit_lst(staker, ether(10));
        let manager = world.at("strategy-manager");
        world.pay(staker, manager, &depositETHIntoStrategyCall { strategy: weth }, ether(5));
    }
    world.delegate(ALICE, OPERATOR);
    let slasher = world.at("slasher");
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, ONE));
    world.act(SERVICE_OWNER, slasher, &slash(OPERATOR, 1, vec![lst], vec![ether(1)]));
    assert_eq!(operator_shares(world, OPERATOR, lst), U256::ZERO);
    (lst, weth)
}

/// Cantina (medium): a fully slashed operator could neither add shares nor leave; here it has a way out.
#[test]
fn a_fully_slashed_operator_takes_out_what_the_slash_left_it() {
    let world = fresh();
    let (lst, weth) = ruined(&world);
    let delegation = world.at("delegation-manager");
    let both = withdraw(&[(lst, ether(10)), (weth, ether(5))]);
    let withdrawal = queued(&world.act(OPERATOR, delegation, &both)).remove(0);
    pass_delay(&world);
    let tokens = vec![world.lst, world.weth];
    let call = completeQueuedWithdrawalAsCall { withdrawal, tokens, modes: vec![1, 1] };
    world.act(OPERATOR, delegation, &call);
    assert_eq!((world.held(world.lst, OPERATOR), world.held(world.weth, OPERATOR)), (U256::ZERO, ether(5)));
    assert_eq!(staker_shares(&world, OPERATOR, lst), (U256::ZERO, U256::ZERO));
}

#[test]
fn a_staker_of_a_fully_slashed_operator_leaves_and_starts_anew_elsewhere() {
    let world = fresh();
    let (lst, weth) = ruined(&world);
    let delegation = world.at("delegation-manager");
    world.register_operator(OTHER_OPERATOR, 0);
    let approval = delegate_to(OTHER_OPERATOR);
    let away = redelegateCall {
        newOperator: OTHER_OPERATOR,
        newOperatorApproverSig: approval.approverSignatureAndExpiry,
        approverSalt: approval.approverSalt,
    };
    let withdrawals = queued(&world.act(ALICE, delegation, &away));
    pass_delay(&world);
    for withdrawal in &withdrawals {
        world.act(ALICE, delegation, &as_shares(&world, withdrawal));
    }
    assert_eq!(operator_shares(&world, OTHER_OPERATOR, weth), ether(5));
    assert_eq!(operator_shares(&world, OTHER_OPERATOR, lst), U256::ZERO);
    // Her LST position was emptied with the withdrawal: a new deposit counts in full.
    world.deposit_lst(ALICE, ether(3));
    assert_eq!(staker_shares(&world, ALICE, lst), (ether(3), ether(3)));
}

#[test]
fn deposits_and_delegations_that_would_be_lost_at_once_are_refused() {
    let world = fresh();
    let (lst, _) = ruined(&world);
    let (manager, delegation) = (world.at("strategy-manager"), world.at("delegation-manager"));
    world.deposit_lst(BOB, ether(1));
    world.act(ALICE, world.lst, &Token::mintCall { to: ALICE, amount: ether(1) });
    let approve = Token::approveCall { spender: manager, amount: ether(1) };
    world.act(ALICE, world.lst, &approve);
    world.refuse::<FullySlashed>(ALICE, manager, &deposit(&world, lst, ether(1)));
    world.refuse::<FullySlashed>(BOB, delegation, &delegate_to(OPERATOR));
}

/// Cantina (medium): one mode for all strategies could leave a withdrawal no mode at all.
#[test]
fn a_withdrawal_from_before_comes_out_as_tokens_where_the_new_operator_is_fully_slashed() {
    let world = fresh();
    let (lst, weth) = ruined(&world);
    let delegation = world.at("delegation-manager");
    // Bob queues everything while he has no operator, and then delegates, holding nothing of the LST.
    let both = withdraw(&[(lst, ether(10)), (weth, ether(5))]);
    let withdrawal = queued(&world.act(BOB, delegation, &both)).remove(0);
    world.delegate(BOB, OPERATOR);
    pass_delay(&world);
    world.refuse::<FullySlashed>(BOB, delegation, &as_shares(&world, &withdrawal));
    // One mode for both would do, and so does one for each.
    let tokens = vec![world.lst, world.weth];
    let call = completeQueuedWithdrawalAsCall { withdrawal, tokens, modes: vec![1, 0] };
    world.act(BOB, delegation, &call);
    assert_eq!(world.held(world.lst, BOB), ether(10));
    assert_eq!(staker_shares(&world, BOB, weth), (ether(5), ether(5)));
}

#[test]
fn undelegating_from_a_fully_slashed_operator_pays_the_rest_as_tokens() {
    let world = fresh();
    let (_, weth) = ruined(&world);
    let delegation = world.at("delegation-manager");
    let withdrawals = queued(&world.act(ALICE, delegation, &undelegateCall { staker: ALICE }));
    pass_delay(&world);
    for withdrawal in &withdrawals {
        let token = if withdrawal.strategies == [weth] { world.weth } else { world.lst };
        let (withdrawal, tokens) = (withdrawal.clone(), vec![token]);
        let call = completeQueuedWithdrawalAsCall { withdrawal, tokens, modes: vec![1] };
        world.act(ALICE, delegation, &call);
    }
    assert_eq!((world.held(world.lst, ALICE), world.held(world.weth, ALICE)), (U256::ZERO, ether(5)));
}

#[test]
fn slashes_that_wait_to_be_cleared_are_listed_until_they_are() {
    let world = fresh();
    let (lst, _) = ruined(&world);
    let manager = world.at("strategy-manager");
    let pending = || world.view(manager, &IStrategyManager::getPendingOperatorSetsCall {});
    let ids = |id| {
        let operator_set = IStrategyManager::OperatorSet { avs: SERVICE_OWNER, id };
        world.view(manager, &IStrategyManager::getPendingSlashIdsCall { operatorSet: operator_set })
    };
    assert_eq!(pending().iter().map(|set| (set.avs, set.id)).collect::<Vec<_>>(), [(SERVICE_OWNER, 1)]);
    assert_eq!((ids(1), ids(2)), (vec![U256::ONE], Vec::new()));
    world.pass_blocks(world.config.slash_resolution_delay_blocks);
    let operator_set = IStrategyManager::OperatorSet { avs: SERVICE_OWNER, id: 1 };
    let clear = IStrategyManager::clearBurnOrRedistributableSharesCall {
        operatorSet: operator_set,
        slashId: U256::ONE,
    };
    world.act(BOB, manager, &clear);
    assert_eq!(world.held(world.lst, BURN_ADDRESS), ether(20));
    assert!(pending().is_empty() && ids(1).is_empty());
    let count = IAllocationManager::getSlashCountCall { operatorSet: set(1) };
    assert_eq!(world.view(world.at("slasher"), &count), U256::ONE);
    // Of the older kind of booked slashes there are none.
    let older = world.act(BOB, manager, &IStrategyManager::burnSharesCall { strategy: lst });
    assert_eq!(older.events::<IStrategyManager::BurnableSharesDecreased>()[0].shares, U256::ZERO);
    assert_eq!(world.view(manager, &IStrategyManager::getBurnableSharesCall { strategy: lst }), U256::ZERO);
    assert!(world.view(manager, &IStrategyManager::getStrategiesWithBurnableSharesCall {})._0.is_empty());
}

#[test]
fn a_set_whose_first_slash_took_nothing_is_listed_with_its_second() {
    let world = fresh();
    let lst = world.strategy(world.lst);
    open_service(&world);
    create_sets(&world, &[1], &[lst]);
    world.register_operator(OPERATOR, 0);
    world.deposit_lst(OPERATOR, ether(10));
    let (slasher, manager) = (world.at("slasher"), world.at("strategy-manager"));
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
    let slash = slash(OPERATOR, 1, vec![lst], vec![ether(1)]);
    world.act(SERVICE_OWNER, slasher, &slash);
    let pending = || world.view(manager, &IStrategyManager::getPendingOperatorSetsCall {});
    assert!(pending().is_empty());
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, ONE));
    world.act(SERVICE_OWNER, slasher, &slash);
    assert_eq!(pending().iter().map(|set| (set.avs, set.id)).collect::<Vec<_>>(), [(SERVICE_OWNER, 1)]);
}

#[test]
fn a_withdrawal_of_one_strategy_is_not_touched_by_anothers_ruin() {
    let world = fresh();
    let (_, weth) = ruined(&world);
    let withdrawal = queue(&world, ALICE, weth, ether(5));
    pass_delay(&world);
    let call = interfaces::sol::IDelegationManager::completeQueuedWithdrawalCall {
        tokens: vec![world.weth],
        ..as_tokens(&world, &withdrawal)
    };
    world.act(ALICE, world.at("delegation-manager"), &call);
    assert_eq!(world.held(world.weth, ALICE), ether(5));
}

/// EGN6-01.
#[test]
fn a_token_that_is_stuck_holds_up_its_own_strategy_and_no_other() {
    let world = fresh();
    let token = world.create("RevertingReceiverToken", (U256::from(18),));
    let stuck = strategy_for(&world, token);
    let (manager, delegation) = (world.at("strategy-manager"), world.at("delegation-manager"));
    world.act(ALICE, token, &Token::mintCall { to: ALICE, amount: ether(5) });
    world.act(ALICE, token, &Token::approveCall { spender: manager, amount: ether(5) });
    let call = IStrategyManager::depositIntoStrategyCall { strategy: stuck, token, amount: ether(5) };
    world.act(ALICE, manager, &call);
    world.deposit_lst(ALICE, ether(10));
    let both = withdraw(&[(stuck, ether(5)), (world.strategy(world.lst), ether(10))]);
    let withdrawal = queued(&world.act(ALICE, delegation, &both)).remove(0);
    pass_delay(&world);
    world.act(ALICE, token, &Blocking::setBlockedCall { account: ALICE, blocked: true });
    let tokens = vec![token, world.lst];
    let call = completeQueuedWithdrawalAsCall { withdrawal, tokens, modes: vec![1, 1] };
    let blocked = Blocking::Blocked { account: ALICE }.abi_encode();
    world.refuse_data(ALICE, delegation, &call, &blocked);
    let done = world.act(ALICE, delegation, &completeQueuedWithdrawalAsCall { modes: vec![3, 1], ..call });
    assert_eq!(world.held(world.lst, ALICE), ether(10));
    // What was kept is paid when the token moves again, without another wait.
    world.act(ALICE, token, &Blocking::setBlockedCall { account: ALICE, blocked: false });
    let withdrawal = done.events::<WithdrawalKept>().remove(0).withdrawal;
    let call = completeQueuedWithdrawalAsCall { withdrawal, tokens: vec![token], modes: vec![1] };
    world.act(ALICE, delegation, &call);
    assert_eq!(world.held(token, ALICE), ether(5));
}
