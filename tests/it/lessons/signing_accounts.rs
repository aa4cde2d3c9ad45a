//! L45: an account that has both a key and code (EIP-7702) signs with either. Elsewhere code under an account made its own
//! key's signatures void.

use alloy::primitives::{Address, B256, Bytes, U256};
use interfaces::sol::IStrategyManager::{
    InvalidSignature, calculateStrategyDepositDigestHashCall, depositIntoStrategyWithSignatureCall,
};

use crate::harness::permits::sign;
use crate::harness::strategies::staker_shares;
use crate::harness::wallets::{AGREES, answering};
use crate::harness::{ALICE, STRANGER, Token, World, ether, fresh};

/// The code of an account that lets `to` act for it.
fn delegating_to(to: Address) -> Bytes {
    [&[0xef, 0x01, 0x00][..], to.as_slice()].concat().into()
}

/// Alice's account runs code of a wallet that gives this answer to every question.
fn alice_runs(world: &World, answer: [u8; 4]) {
    let wallet = Address::repeat_byte(0x77);
    world.node().set_code(wallet, answering(answer)).unwrap();
    world.node().set_code(ALICE, delegating_to(wallet)).unwrap();
}

/// A deposit of a stranger's token for Alice, without her signature.
fn unsigned(world: &World) -> depositIntoStrategyWithSignatureCall {
    let (strategy, token, amount) = (world.strategy(world.lst), world.lst, ether(3));
    world.act(STRANGER, token, &Token::mintCall { to: STRANGER, amount });
    let approve = Token::approveCall { spender: world.at("strategy-manager"), amount };
    world.act(STRANGER, token, &approve);
    let signature = Bytes::from_static(b"no signature");
    depositIntoStrategyWithSignatureCall {
        strategy,
        token,
        amount,
        staker: ALICE,
        expiry: U256::MAX,
        signature,
    }
}

fn digest(world: &World, call: &depositIntoStrategyWithSignatureCall) -> B256 {
    let ask = calculateStrategyDepositDigestHashCall {
        staker: ALICE,
        strategy: call.strategy,
        token: call.token,
        amount: call.amount,
        nonce: U256::ZERO,
        expiry: call.expiry,
    };
    world.view(world.at("strategy-manager"), &ask)
}

#[test]
fn a_key_signs_for_its_account_whatever_code_runs_there() {
    let world = fresh();
    let mut call = unsigned(&world);
    alice_runs(&world, [0xff; 4]);
    let manager = world.at("strategy-manager");
    world.refuse::<InvalidSignature>(STRANGER, manager, &call);
    call.signature = sign(&world, ALICE, digest(&world, &call)).as_bytes().into();
    world.act(STRANGER, manager, &call);
    assert_eq!(staker_shares(&world, ALICE, call.strategy).1, ether(3));
}

#[test]
fn the_code_an_account_runs_signs_for_it_too() {
    let world = fresh();
    let call = unsigned(&world);
    let manager = world.at("strategy-manager");
    world.refuse::<InvalidSignature>(STRANGER, manager, &call);
    alice_runs(&world, AGREES);
    world.act(STRANGER, manager, &call);
    assert_eq!(staker_shares(&world, ALICE, call.strategy).1, ether(3));
}
