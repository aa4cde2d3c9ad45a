//! Completing with a mode per strategy, by others, as ETH; and the queue as wallets list it.

use alloy::primitives::{Address, U256};
use alloy::sol_types::SolValue;
use interfaces::sol::IDelegationManager::{
    CompletionByAnyoneSet, InvalidCompletionMode, NothingToComplete, SlashingWithdrawalCompleted, Withdrawal,
    WithdrawalKept, WithdrawalNotQueued, WithdrawalPaid, WithdrawerNotCaller, calculateWithdrawalRootCall,
    completeQueuedWithdrawalAsCall, completionByAnyoneCall, getQueuedWithdrawalCall,
    getQueuedWithdrawalRootsCall, getQueuedWithdrawalsCall, pendingWithdrawalsCall, queuedWithdrawalsCall,
    setCompletionByAnyoneCall,
};
use interfaces::sol::IStrategyManager::{TokenCallFailed, depositETHIntoStrategyCall};

use crate::harness::queue::{as_shares, as_tokens, pass_delay, queue, queued, withdraw};
use crate::harness::strategies::{operator_shares, staker_shares, strategy_for};
use crate::harness::{ALICE, BOB, OPERATOR, STRANGER, World, ether, fresh};

const SHARES: u8 = 0;
const TOKENS: u8 = 1;
const ETHER: u8 = 2;
const KEEP: u8 = 3;

fn delegation(world: &World) -> Address {
    world.at("delegation-manager")
}

fn root_of(world: &World, withdrawal: &Withdrawal) -> alloy::primitives::B256 {
    world.view(delegation(world), &calculateWithdrawalRootCall { withdrawal: withdrawal.clone() })
}

/// Alice, delegated, with 10 LST and 5 ETH deposited; both strategies.
fn with_both(world: &World) -> (Address, Address) {
    world.register_operator(OPERATOR, 0);
    world.deposit_lst(ALICE, ether(10));
    let (lst, weth) = (world.strategy(world.lst), world.strategy(world.weth));
    world.pay(ALICE, world.at("strategy-manager"), &depositETHIntoStrategyCall { strategy: weth }, ether(5));
    world.delegate(ALICE, OPERATOR);
    (lst, weth)
}

/// Alice queues 4 LST and 3 WETH as one withdrawal, and the delay passes.
fn queue_both(world: &World) -> Withdrawal {
    let (lst, weth) = with_both(world);
    let done = world.act(ALICE, delegation(world), &withdraw(&[(lst, ether(4)), (weth, ether(3))]));
    pass_delay(world);
    queued(&done).remove(0)
}

fn complete(world: &World, withdrawal: &Withdrawal, modes: [u8; 2]) -> completeQueuedWithdrawalAsCall {
    let tokens = vec![world.lst, world.weth];
    completeQueuedWithdrawalAsCall { withdrawal: withdrawal.clone(), tokens, modes: modes.to_vec() }
}

/// The withdrawals, encoded: equal ones are equal bytes.
fn bytes_of(withdrawals: &[Withdrawal]) -> Vec<Vec<u8>> {
    withdrawals.iter().map(SolValue::abi_encode).collect()
}

fn eth_of(world: &World, account: Address) -> U256 {
    world.node().balance(account, Default::default()).unwrap()
}

#[test]
fn each_strategy_of_a_withdrawal_is_paid_in_its_own_mode() {
    let world = fresh();
    let withdrawal = queue_both(&world);
    let (lst, weth) = (withdrawal.strategies[0], withdrawal.strategies[1]);
    let done = world.act(ALICE, delegation(&world), &complete(&world, &withdrawal, [TOKENS, SHARES]));
    assert_eq!(world.held(world.lst, ALICE), ether(4));
    assert_eq!(operator_shares(&world, OPERATOR, weth), ether(5));
    assert_eq!(operator_shares(&world, OPERATOR, lst), ether(6));
    let paid = done.events::<WithdrawalPaid>().remove(0);
    assert_eq!((paid.withdrawalRoot, paid.staker), (root_of(&world, &withdrawal), ALICE));
    let said: Vec<_> = paid
        .payouts
        .iter()
        .map(|one| {
            (one.strategy, one.token, one.mode, one.queuedShares, one.lostShares, one.paidShares, one.amount)
        })
        .collect();
    let zero = U256::ZERO;
    assert_eq!(
        said,
        [
            (lst, world.lst, TOKENS, ether(4), zero, ether(4), ether(4)),
            (weth, Address::ZERO, SHARES, ether(3), zero, ether(3), zero),
        ]
    );
}

#[test]
fn wrapped_eth_is_paid_as_eth() {
    let world = fresh();
    let withdrawal = queue_both(&world);
    let (before, weth) = (eth_of(&world, ALICE), withdrawal.strategies[1]);
    let done = world.act(ALICE, delegation(&world), &complete(&world, &withdrawal, [SHARES, ETHER]));
    // The devnet takes no fee from unlocked accounts' balances beyond gas at its base fee: what came in shows all the same.
    let gained = eth_of(&world, ALICE).checked_add(ether(1)).unwrap().checked_sub(before).unwrap();
    assert!(gained > ether(3) && gained <= ether(4), "{gained}");
    assert_eq!((world.held(world.weth, ALICE), world.held(world.weth, weth)), (U256::ZERO, ether(2)));
    let paid = done.events::<WithdrawalPaid>().remove(0);
    assert_eq!(
        (paid.payouts[1].mode, paid.payouts[1].amount, paid.payouts[1].token),
        (ETHER, ether(3), Address::ZERO)
    );
    let manager = world.at("strategy-manager");
    assert_eq!((eth_of(&world, manager), world.held(world.weth, manager)), (U256::ZERO, U256::ZERO));
}

#[test]
fn a_token_that_is_not_wrapped_eth_is_not_paid_as_eth() {
    let world = fresh();
    let withdrawal = queue_both(&world);
    let call = complete(&world, &withdrawal, [ETHER, ETHER]);
    world.refuse::<TokenCallFailed>(ALICE, delegation(&world), &call);
    // One that accepts the call and keeps the tokens is caught.
    let token = world.create("SwallowingToken", ());
    let strategy = strategy_for(&world, token);
    let manager = world.at("strategy-manager");
    world.act(ALICE, token, &crate::harness::Token::mintCall { to: ALICE, amount: ether(1) });
    world.act(ALICE, token, &crate::harness::Token::approveCall { spender: manager, amount: ether(1) });
    let amount = ether(1);
    world.act(
        ALICE,
        manager,
        &interfaces::sol::IStrategyManager::depositIntoStrategyCall { strategy, token, amount },
    );
    let withdrawal = queue(&world, ALICE, strategy, ether(1));
    pass_delay(&world);
    let call = completeQueuedWithdrawalAsCall { withdrawal, tokens: vec![token], modes: vec![ETHER] };
    world.refuse::<TokenCallFailed>(ALICE, delegation(&world), &call);
    world.act(ALICE, delegation(&world), &completeQueuedWithdrawalAsCall { modes: vec![TOKENS], ..call });
    assert_eq!(world.held(token, ALICE), ether(1));
}

#[test]
fn a_strategy_that_is_kept_stays_queued_under_a_root_of_its_own() {
    let world = fresh();
    let withdrawal = queue_both(&world);
    let done = world.act(ALICE, delegation(&world), &complete(&world, &withdrawal, [KEEP, TOKENS]));
    let kept = done.events::<WithdrawalKept>().remove(0);
    let rest = Withdrawal {
        strategies: vec![withdrawal.strategies[0]],
        scaledShares: vec![withdrawal.scaledShares[0]],
        ..withdrawal.clone()
    };
    let roots = (root_of(&world, &withdrawal), root_of(&world, &rest));
    assert_eq!((kept.withdrawalRoot, kept.newWithdrawalRoot), roots);
    assert_eq!(bytes_of(&[kept.withdrawal]), bytes_of(std::slice::from_ref(&rest)));
    assert_eq!((world.held(world.weth, ALICE), world.held(world.lst, ALICE)), (ether(3), U256::ZERO));
    let list = world.view(delegation(&world), &getQueuedWithdrawalRootsCall { staker: ALICE });
    assert_eq!(list, [roots.1]);
    world.refuse::<WithdrawalNotQueued>(
        ALICE,
        delegation(&world),
        &complete(&world, &withdrawal, [KEEP, TOKENS]),
    );
    world.act(ALICE, delegation(&world), &as_tokens(&world, &rest));
    assert_eq!(world.held(world.lst, ALICE), ether(4));
    assert!(world.view(delegation(&world), &getQueuedWithdrawalRootsCall { staker: ALICE }).is_empty());
}

#[test]
fn keeping_everything_and_modes_that_are_none_are_refused() {
    let world = fresh();
    let withdrawal = queue_both(&world);
    let to = delegation(&world);
    world.refuse::<NothingToComplete>(ALICE, to, &complete(&world, &withdrawal, [KEEP, KEEP]));
    world.refuse::<InvalidCompletionMode>(ALICE, to, &complete(&world, &withdrawal, [TOKENS, 4]));
    let short =
        completeQueuedWithdrawalAsCall { modes: vec![TOKENS], ..complete(&world, &withdrawal, [TOKENS; 2]) };
    world.refuse::<interfaces::sol::IDelegationManager::InputArrayLengthMismatch>(ALICE, to, &short);
}

#[test]
fn others_complete_only_where_the_staker_let_them_and_only_as_tokens_to_it() {
    let world = fresh();
    let withdrawal = queue_both(&world);
    let (to, tokens) = (delegation(&world), complete(&world, &withdrawal, [TOKENS, TOKENS]));
    world.refuse::<WithdrawerNotCaller>(STRANGER, to, &tokens);
    let done = world.act(ALICE, to, &setCompletionByAnyoneCall { allowed: true });
    assert!(done.events::<CompletionByAnyoneSet>().remove(0).allowed);
    assert!(world.view(to, &completionByAnyoneCall { staker: ALICE }));
    for modes in [[SHARES, TOKENS], [TOKENS, ETHER], [KEEP, TOKENS]] {
        world.refuse::<InvalidCompletionMode>(STRANGER, to, &complete(&world, &withdrawal, modes));
    }
    world.act(STRANGER, to, &tokens);
    assert_eq!((world.held(world.lst, ALICE), world.held(world.weth, ALICE)), (ether(4), ether(3)));
    assert_eq!(world.held(world.lst, STRANGER), U256::ZERO);
    world.act(ALICE, to, &setCompletionByAnyoneCall { allowed: false });
    let another = queue(&world, ALICE, withdrawal.strategies[0], ether(1));
    pass_delay(&world);
    world.refuse::<WithdrawerNotCaller>(STRANGER, to, &as_tokens(&world, &another));
}

#[test]
fn the_permission_survives_delegating_and_queueing() {
    let world = fresh();
    world.act(ALICE, delegation(&world), &setCompletionByAnyoneCall { allowed: true });
    let withdrawal = queue_both(&world);
    world.act(BOB, delegation(&world), &complete(&world, &withdrawal, [TOKENS, TOKENS]));
    assert_eq!(world.held(world.lst, ALICE), ether(4));
}

#[test]
fn withdrawals_in_the_queue_are_listed_with_what_they_would_give() {
    let world = fresh();
    let (lst, weth) = with_both(&world);
    let first = queue(&world, ALICE, lst, ether(4));
    let done = world.act(ALICE, delegation(&world), &withdraw(&[(weth, ether(2)), (lst, ether(1))]));
    let second = queued(&done).remove(0);
    let list = world.view(delegation(&world), &getQueuedWithdrawalsCall { staker: ALICE });
    assert_eq!(bytes_of(&list.withdrawals), bytes_of(&[first.clone(), second.clone()]));
    assert_eq!(list.shares, [vec![ether(4)], vec![ether(2), ether(1)]]);
    let roots = world.view(delegation(&world), &getQueuedWithdrawalRootsCall { staker: ALICE });
    assert_eq!(roots, [root_of(&world, &first), root_of(&world, &second)]);
    let one = world.view(delegation(&world), &getQueuedWithdrawalCall { withdrawalRoot: roots[1] });
    assert_eq!(bytes_of(&[one.withdrawal]), bytes_of(std::slice::from_ref(&second)));
    assert_eq!(one.shares, [ether(2), ether(1)]);
    let withdrawal = world.view(delegation(&world), &queuedWithdrawalsCall { withdrawalRoot: roots[0] });
    assert_eq!(bytes_of(&[withdrawal]), bytes_of(std::slice::from_ref(&first)));
    assert!(world.view(delegation(&world), &pendingWithdrawalsCall { withdrawalRoot: roots[0] }));
    pass_delay(&world);
    world.act(ALICE, delegation(&world), &as_shares(&world, &first));
    let list = world.view(delegation(&world), &getQueuedWithdrawalsCall { staker: ALICE });
    assert_eq!(bytes_of(&list.withdrawals), bytes_of(&[second]));
    let gone = world.view(delegation(&world), &getQueuedWithdrawalCall { withdrawalRoot: roots[0] });
    assert_eq!((gone.withdrawal.staker, gone.shares.len()), (Address::ZERO, 0));
    assert!(!world.view(delegation(&world), &pendingWithdrawalsCall { withdrawalRoot: roots[0] }));
}

#[test]
fn scaled_shares_too_large_to_share_a_slot_are_listed_exactly() {
    let world = fresh();
    let (huge, strategy) = (U256::from(10).pow(U256::from(37)), world.strategy(world.lst));
    let border = U256::from(2).pow(U256::from(96)).checked_sub(U256::ONE).unwrap();
    world.deposit_lst(ALICE, huge);
    let mut all = Vec::new();
    for shares in [U256::ONE, border.checked_sub(U256::ONE).unwrap(), border, huge.wrapping_shr(1)] {
        all.push(queue(&world, ALICE, strategy, shares));
    }
    let many = withdraw(&[(strategy, border), (strategy, U256::ONE), (strategy, border)]);
    all.extend(queued(&world.act(ALICE, delegation(&world), &many)));
    let list = world.view(delegation(&world), &getQueuedWithdrawalsCall { staker: ALICE });
    assert_eq!(bytes_of(&list.withdrawals), bytes_of(&all));
}

#[test]
fn more_withdrawals_than_a_word_has_bits_are_all_listed() {
    let world = fresh();
    let strategy = world.strategy(world.lst);
    world.deposit_lst(ALICE, ether(10));
    let one = withdraw(&[(strategy, ether(1) / U256::from(100))]).params.remove(0);
    let many = |count| interfaces::sol::IDelegationManager::queueWithdrawalsCall {
        params: vec![one.clone(); count],
    };
    let mut all = queued(&world.act(ALICE, delegation(&world), &many(255)));
    all.extend(queued(&world.act(ALICE, delegation(&world), &many(3))));
    pass_delay(&world);
    world.act(ALICE, delegation(&world), &as_tokens(&world, &all[255]));
    all.remove(255);
    let list = world.view(delegation(&world), &getQueuedWithdrawalsCall { staker: ALICE });
    assert_eq!(bytes_of(&list.withdrawals), bytes_of(&all));
}

#[test]
fn completing_says_the_root_and_then_what_was_paid() {
    let world = fresh();
    let withdrawal = queue_both(&world);
    let done = world.act(ALICE, delegation(&world), &complete(&world, &withdrawal, [TOKENS, TOKENS]));
    let root = root_of(&world, &withdrawal);
    assert_eq!(done.events::<SlashingWithdrawalCompleted>().remove(0).withdrawalRoot, root);
    assert_eq!(done.events::<WithdrawalPaid>().remove(0).withdrawalRoot, root);
    assert_eq!(staker_shares(&world, ALICE, withdrawal.strategies[0]), (ether(6), ether(6)));
}
