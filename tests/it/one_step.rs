//! Ways in that take one transaction: deposits by signature, by permit, with delegation, and several calls in one.

use alloy::primitives::{Address, B256, Bytes, U256};
use alloy::sol_types::{SolCall, SolStruct, eip712_domain};
use interfaces::sol::IDelegationManager::{ActivelyDelegated, OperatorNotRegistered, delegatedToCall};
use interfaces::sol::IMulticall::multicallCall;
use interfaces::sol::IStrategyManager::{
    self, InvalidSignature, Permit, SignatureExpired, SignatureWithExpiry, StrategyNotWhitelisted,
    calculateStrategyDepositDigestHashCall, depositETHAndDelegateCall, depositIntoStrategyCall,
    depositIntoStrategyWithPermitCall, depositIntoStrategyWithSignatureCall,
    depositWithPermitAndDelegateCall, noncesCall,
};

use crate::harness::permits::{permit, sign};
use crate::harness::strategies::{operator_shares, staker_shares};
use crate::harness::{ALICE, BOB, OPERATOR, STRANGER, Token, World, ether, fresh};

alloy::sol! {
    struct Deposit {
        address staker;
        address strategy;
        address token;
        uint256 amount;
        uint256 nonce;
        uint256 expiry;
    }

    contract PermitToken {
        function permit(address owner, address spender, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external;

        error ERC20InsufficientAllowance(address spender, uint256 allowance, uint256 needed);
    }
}

const LATER: u64 = 4_000_000_000;

fn manager(world: &World) -> Address {
    world.at("strategy-manager")
}

fn mint(world: &World, to: Address, amount: U256) {
    world.act(to, world.lst, &Token::mintCall { to, amount });
}

/// A deposit of Bob's tokens for Alice, signed by `signer` for this nonce.
fn signed(world: &World, signer: Address, nonce: u64, expiry: u64) -> depositIntoStrategyWithSignatureCall {
    let (strategy, token, amount) = (world.strategy(world.lst), world.lst, ether(3));
    let ask = calculateStrategyDepositDigestHashCall {
        staker: ALICE,
        strategy,
        token,
        amount,
        nonce: U256::from(nonce),
        expiry: U256::from(expiry),
    };
    let signature = sign(world, signer, world.view(manager(world), &ask)).as_bytes().into();
    let expiry = U256::from(expiry);
    depositIntoStrategyWithSignatureCall { strategy, token, amount, staker: ALICE, expiry, signature }
}

/// Bob with LST and an allowance.
fn funded_bob(world: &World) {
    mint(world, BOB, ether(10));
    world.act(BOB, world.lst, &Token::approveCall { spender: manager(world), amount: ether(10) });
}

fn no_approval() -> SignatureWithExpiry {
    SignatureWithExpiry { signature: Bytes::new(), expiry: U256::ZERO }
}

/// Alice's deposit by permit, with delegation.
fn all_at_once(world: &World, permit: Permit) -> depositWithPermitAndDelegateCall {
    depositWithPermitAndDelegateCall {
        strategy: world.strategy(world.lst),
        token: world.lst,
        amount: ether(4),
        permit,
        operator: OPERATOR,
        approverSignatureAndExpiry: no_approval(),
        approverSalt: B256::ZERO,
    }
}

#[test]
fn the_deposit_digest_is_that_of_eip_712_for_eigenlayer_1() {
    let world = fresh();
    let domain = eip712_domain! {
        name: "EigenLayer",
        version: "1",
        chain_id: devnet::Config::default().chain.chain_id,
        verifying_contract: manager(&world),
    };
    let (strategy, token, amount) = (world.strategy(world.lst), world.lst, ether(3));
    let (nonce, expiry) = (U256::from(5), U256::from(LATER));
    let ask =
        calculateStrategyDepositDigestHashCall { staker: ALICE, strategy, token, amount, nonce, expiry };
    let message = Deposit { staker: ALICE, strategy, token, amount, nonce, expiry };
    assert_eq!(world.view(manager(&world), &ask), message.eip712_signing_hash(&domain));
}

#[test]
fn who_holds_a_stakers_signature_pays_and_the_staker_gets_the_shares_once() {
    let world = fresh();
    funded_bob(&world);
    let call = signed(&world, ALICE, 0, LATER);
    world.act(BOB, manager(&world), &call);
    assert_eq!(staker_shares(&world, ALICE, world.strategy(world.lst)).1, ether(3));
    assert_eq!((world.held(world.lst, BOB), world.held(world.lst, ALICE)), (ether(7), U256::ZERO));
    assert_eq!(world.view(manager(&world), &noncesCall { signer: ALICE }), U256::ONE);
    world.refuse::<InvalidSignature>(BOB, manager(&world), &call);
    world.act(BOB, manager(&world), &signed(&world, ALICE, 1, LATER));
}

#[test]
fn a_deposit_signature_of_somebody_else_or_past_its_expiry_is_refused() {
    let world = fresh();
    funded_bob(&world);
    world.refuse::<InvalidSignature>(BOB, manager(&world), &signed(&world, BOB, 0, LATER));
    world.refuse::<SignatureExpired>(BOB, manager(&world), &signed(&world, ALICE, 0, 1));
    let other_amount =
        depositIntoStrategyWithSignatureCall { amount: ether(4), ..signed(&world, ALICE, 0, LATER) };
    world.refuse::<InvalidSignature>(BOB, manager(&world), &other_amount);
    assert_eq!(world.view(manager(&world), &noncesCall { signer: ALICE }), U256::ZERO);
}

#[test]
fn a_permit_stands_for_the_allowance() {
    let world = fresh();
    mint(&world, ALICE, ether(4));
    let (strategy, token, amount) = (world.strategy(world.lst), world.lst, ether(4));
    let permit = permit(&world, ALICE, amount);
    let call = depositIntoStrategyWithPermitCall { strategy, token, amount, permit };
    world.act(ALICE, manager(&world), &call);
    assert_eq!(staker_shares(&world, ALICE, strategy).1, ether(4));
}

#[test]
fn a_permit_that_somebody_used_before_does_not_stop_the_deposit() {
    let world = fresh();
    world.register_operator(OPERATOR, 0);
    mint(&world, ALICE, ether(4));
    let permit = permit(&world, ALICE, ether(4));
    let (deadline, v, r, s) = (permit.deadline, permit.v, permit.r, permit.s);
    let front_run = PermitToken::permitCall {
        owner: ALICE,
        spender: manager(&world),
        value: ether(4),
        deadline,
        v,
        r,
        s,
    };
    world.act(STRANGER, world.lst, &front_run);
    world.act(ALICE, manager(&world), &all_at_once(&world, permit));
    assert_eq!(operator_shares(&world, OPERATOR, world.strategy(world.lst)), ether(4));
}

#[test]
fn a_permit_that_is_not_the_stakers_leaves_nothing_behind() {
    let world = fresh();
    world.register_operator(OPERATOR, 0);
    mint(&world, ALICE, ether(4));
    let foreign = permit(&world, BOB, ether(4));
    let error = PermitToken::ERC20InsufficientAllowance {
        spender: manager(&world),
        allowance: U256::ZERO,
        needed: ether(4),
    };
    let data = alloy::sol_types::SolError::abi_encode(&error);
    world.refuse_data(ALICE, manager(&world), &all_at_once(&world, foreign), &data);
    let ask = delegatedToCall { staker: ALICE };
    assert_eq!(world.view(world.at("delegation-manager"), &ask), Address::ZERO);
}

#[test]
fn permit_deposit_and_delegation_take_one_transaction() {
    let world = fresh();
    world.register_operator(OPERATOR, 0);
    mint(&world, ALICE, ether(4));
    let call = all_at_once(&world, permit(&world, ALICE, ether(4)));
    let done = world.act(ALICE, manager(&world), &call);
    assert_eq!(done.returned::<depositWithPermitAndDelegateCall>(), ether(4));
    let ask = delegatedToCall { staker: ALICE };
    assert_eq!(world.view(world.at("delegation-manager"), &ask), OPERATOR);
    assert_eq!(operator_shares(&world, OPERATOR, world.strategy(world.lst)), ether(4));
    world.refuse::<ActivelyDelegated>(ALICE, manager(&world), &call);
}

#[test]
fn what_was_deposited_before_counts_for_the_operator_too() {
    let world = fresh();
    world.register_operator(OPERATOR, 0);
    world.deposit_lst(ALICE, ether(6));
    mint(&world, ALICE, ether(4));
    let call = all_at_once(&world, permit(&world, ALICE, ether(4)));
    world.act(ALICE, manager(&world), &call);
    assert_eq!(operator_shares(&world, OPERATOR, world.strategy(world.lst)), ether(10));
}

#[test]
fn eth_is_deposited_and_delegated_in_one_transaction() {
    let world = fresh();
    let call = depositETHAndDelegateCall {
        strategy: world.strategy(world.weth),
        operator: OPERATOR,
        approverSignatureAndExpiry: no_approval(),
        approverSalt: B256::ZERO,
    };
    world.refuse::<OperatorNotRegistered>(ALICE, manager(&world), &call);
    world.register_operator(OPERATOR, 0);
    world.pay(ALICE, manager(&world), &call, ether(2));
    assert_eq!(operator_shares(&world, OPERATOR, call.strategy), ether(2));
}

#[test]
fn several_calls_are_made_in_one_and_each_is_the_callers() {
    let world = fresh();
    mint(&world, ALICE, ether(4));
    world.act(ALICE, world.lst, &Token::approveCall { spender: manager(&world), amount: ether(4) });
    let deposit =
        depositIntoStrategyCall { strategy: world.strategy(world.lst), token: world.lst, amount: ether(2) };
    let data = vec![deposit.abi_encode().into(), deposit.abi_encode().into()];
    let done = world.act(ALICE, manager(&world), &multicallCall { data });
    let results = done.returned::<multicallCall>();
    let shares: Vec<U256> = results.iter().map(|result| U256::from_be_slice(result)).collect();
    assert_eq!(shares, [ether(2), ether(2)]);
    assert_eq!(staker_shares(&world, ALICE, deposit.strategy).1, ether(4));
}

#[test]
fn a_multicall_fails_whole_with_the_error_of_the_call_that_failed() {
    let world = fresh();
    mint(&world, ALICE, ether(4));
    world.act(ALICE, world.lst, &Token::approveCall { spender: manager(&world), amount: ether(4) });
    let (strategy, token) = (world.strategy(world.lst), world.lst);
    let good = depositIntoStrategyCall { strategy, token, amount: ether(2) };
    let bad = depositIntoStrategyCall { strategy: STRANGER, token, amount: ether(2) };
    let data = vec![good.abi_encode().into(), bad.abi_encode().into()];
    world.refuse::<StrategyNotWhitelisted>(ALICE, manager(&world), &multicallCall { data });
    let unknown = multicallCall { data: vec![Bytes::from_static(&[1, 2, 3, 4])] };
    world.refuse_data(ALICE, manager(&world), &unknown, &[]);
}

#[test]
fn delegation_manager_takes_several_calls_in_one_too() {
    let world = fresh();
    world.register_operator(OPERATOR, 0);
    world.deposit_lst(ALICE, ether(6));
    let delegate = crate::harness::world::delegate_to(OPERATOR);
    let queue = crate::harness::queue::withdraw(&[(world.strategy(world.lst), ether(2))]);
    let data = vec![delegate.abi_encode().into(), queue.abi_encode().into()];
    world.act(ALICE, world.at("delegation-manager"), &multicallCall { data });
    assert_eq!(operator_shares(&world, OPERATOR, world.strategy(world.lst)), ether(4));
}

#[test]
fn eth_cannot_be_sent_with_a_multicall() {
    let world = fresh();
    let call = IStrategyManager::depositETHIntoStrategyCall { strategy: world.strategy(world.weth) };
    let data = vec![call.abi_encode().into(); 2];
    world.submit(ALICE, manager(&world), &multicallCall { data }, ether(1));
    assert_eq!(staker_shares(&world, ALICE, call.strategy).1, U256::ZERO);
    assert_eq!(world.node().balance(manager(&world), Default::default()).unwrap(), U256::ZERO);
}
