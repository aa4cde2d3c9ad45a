//! Deposits for somebody else: what a staker's signature allows, and how often.

use alloy::primitives::{Address, B256, Bytes, U256};
use alloy::sol_types::{SolCall, eip712_domain};
use interfaces::sol::IDelegationManager;
use interfaces::sol::IStrategyManager::{
    DEPOSIT_TYPEHASHCall, InvalidSignature, SignatureExpired, StrategyNotWhitelisted,
    calculateStrategyDepositDigestHashCall, depositIntoStrategyWithSignatureCall, domainSeparatorCall,
    noncesCall, removeStrategiesFromDepositWhitelistCall, versionCall,
};

use crate::harness::permits::sign;
use crate::harness::strategies::{open_strategies, staker_shares};
use crate::harness::wallets::{AGREES, answering, expecting};
use crate::harness::{ALICE, BOB, Token, World, ether, fresh, speaking};

/// Well after every block of the tests.
const LATER: u64 = 4_000_000_000;

fn manager(world: &World) -> Address {
    world.at("strategy-manager")
}

/// Bob with tokens to deposit for others.
fn funded(world: &World) {
    for token in [world.lst, world.reward] {
        world.act(BOB, token, &Token::mintCall { to: BOB, amount: ether(100) });
        world.act(BOB, token, &Token::approveCall { spender: manager(world), amount: ether(100) });
    }
}

/// A deposit of 3 LST for `staker`, not signed yet.
fn unsigned(world: &World, staker: Address) -> depositIntoStrategyWithSignatureCall {
    depositIntoStrategyWithSignatureCall {
        strategy: world.strategy(world.lst),
        token: world.lst,
        amount: ether(3),
        staker,
        expiry: U256::from(LATER),
        signature: Bytes::new(),
    }
}

fn digest(world: &World, call: &depositIntoStrategyWithSignatureCall, nonce: u64) -> B256 {
    let ask = calculateStrategyDepositDigestHashCall {
        staker: call.staker,
        strategy: call.strategy,
        token: call.token,
        amount: call.amount,
        nonce: U256::from(nonce),
        expiry: call.expiry,
    };
    world.view(manager(world), &ask)
}

/// `call` with the signature of `signer` for this nonce of the staker's.
fn signed(
    world: &World,
    call: depositIntoStrategyWithSignatureCall,
    signer: Address,
    nonce: u64,
) -> depositIntoStrategyWithSignatureCall {
    let hash = digest(world, &call, nonce);
    let signature = sign(world, signer, hash);
    depositIntoStrategyWithSignatureCall { signature: signature.as_bytes().into(), ..call }
}

fn nonce_of(world: &World, signer: Address) -> U256 {
    world.view(manager(world), &noncesCall { signer })
}

#[test]
fn both_managers_sign_under_the_version_of_the_references_release() {
    let world = fresh();
    let (manager, delegation) = (manager(&world), world.at("delegation-manager"));
    let domain = |verifying_contract| {
        eip712_domain! {
            name: "EigenLayer",
            version: "1",
            chain_id: devnet::Config::default().chain.chain_id,
            verifying_contract: verifying_contract,
        }
    };
    assert_eq!(world.view(manager, &domainSeparatorCall {}), domain(manager).separator());
    let separator = world.view(delegation, &IDelegationManager::domainSeparatorCall {});
    assert_eq!(separator, domain(delegation).separator());
    for version in
        [world.view(manager, &versionCall {}), world.view(delegation, &IDelegationManager::versionCall {})]
    {
        assert!(version.starts_with("1."), "the domain's version is the first character of {version}");
    }
    let type_hash =
        alloy::primitives::b256!("4337f82d142e41f2a8c10547cd8c859bddb92262a61058e77842e24d9dea9224");
    assert_eq!(world.view(manager, &DEPOSIT_TYPEHASHCall {}), type_hash);
}

#[test]
fn a_deposit_signature_counts_through_the_second_of_its_expiry() {
    let mut world = fresh();
    funded(&world);
    let expiry = world.node().next_time() + 100;
    let call = depositIntoStrategyWithSignatureCall { expiry: U256::from(expiry), ..unsigned(&world, ALICE) };
    let call = signed(&world, call, ALICE, 0);
    let before = world.snapshot();
    world.node().set_next_block_timestamp(expiry + 1).unwrap();
    world.refuse::<SignatureExpired>(BOB, manager(&world), &call);
    world.revert(before);
    world.node().set_next_block_timestamp(expiry).unwrap();
    world.act(BOB, manager(&world), &call);
    assert_eq!(staker_shares(&world, ALICE, call.strategy).1, ether(3));
}

#[test]
fn a_deposit_signature_is_for_one_staker_strategy_token_amount_and_expiry() {
    let world = fresh();
    funded(&world);
    let other = open_strategies(&world, 1)[0];
    let good = signed(&world, unsigned(&world, ALICE), ALICE, 0);
    let changed = [
        depositIntoStrategyWithSignatureCall { staker: BOB, ..good.clone() },
        depositIntoStrategyWithSignatureCall { strategy: other, ..good.clone() },
        depositIntoStrategyWithSignatureCall { token: world.reward, ..good.clone() },
        depositIntoStrategyWithSignatureCall { amount: ether(2), ..good.clone() },
        depositIntoStrategyWithSignatureCall { expiry: U256::MAX, ..good.clone() },
        signed(&world, unsigned(&world, ALICE), ALICE, 1),
    ];
    for call in changed {
        world.refuse::<InvalidSignature>(BOB, manager(&world), &call);
    }
    world.act(BOB, manager(&world), &good);
}

/// Everybody "signs" for the zero address with bytes that recover to nobody.
#[test]
fn nobody_signs_for_the_zero_address() {
    let world = fresh();
    funded(&world);
    let nobody = unsigned(&world, Address::ZERO);
    for signature in [Bytes::new(), Bytes::from([0; 65]), Bytes::from([&[0; 64][..], &[27]].concat())] {
        let call = depositIntoStrategyWithSignatureCall { signature, ..nobody.clone() };
        world.refuse::<InvalidSignature>(BOB, manager(&world), &call);
    }
}

#[test]
fn a_contract_signs_by_answering_as_eip_1271_says() {
    let world = fresh();
    funded(&world);
    let wallet = Address::repeat_byte(0xc0);
    let signature = Bytes::from_static(b"whatever it takes");
    let call = depositIntoStrategyWithSignatureCall { signature, ..unsigned(&world, wallet) };
    world.refuse::<InvalidSignature>(BOB, manager(&world), &call);
    world.node().set_code(wallet, answering([0xff; 4])).unwrap();
    world.refuse::<InvalidSignature>(BOB, manager(&world), &call);
    world.node().set_code(wallet, answering(AGREES)).unwrap();
    world.act(BOB, manager(&world), &call);
    assert_eq!(staker_shares(&world, wallet, call.strategy).1, ether(3));
    assert_eq!(nonce_of(&world, wallet), U256::ONE);
    // What is the wallet's is the wallet's to withdraw.
    let queue = crate::harness::queue::withdraw(&[(call.strategy, ether(3))]);
    world.act(speaking(&world, wallet), world.at("delegation-manager"), &queue);
}

#[test]
fn nonces_are_each_stakers_own_and_only_a_deposit_uses_one() {
    let world = fresh();
    funded(&world);
    let whitelister = speaking(&world, world.at("strategy-factory"));
    let close = removeStrategiesFromDepositWhitelistCall { strategies: vec![world.strategy(world.lst)] };
    let call = signed(&world, unsigned(&world, ALICE), ALICE, 0);
    let before = world.node().snapshot();
    world.act(whitelister, manager(&world), &close);
    world.refuse::<StrategyNotWhitelisted>(BOB, manager(&world), &call);
    assert_eq!(nonce_of(&world, ALICE), U256::ZERO);
    world.node().revert(before).unwrap();
    world.act(BOB, manager(&world), &call);
    world.act(BOB, manager(&world), &signed(&world, unsigned(&world, BOB), BOB, 0));
    assert_eq!((nonce_of(&world, ALICE), nonce_of(&world, BOB)), (U256::ONE, U256::ONE));
    world.refuse::<InvalidSignature>(BOB, manager(&world), &call);
}

#[test]
fn a_contract_is_asked_about_this_digest_and_these_bytes() {
    alloy::sol! {
        function isValidSignature(bytes32 hash, bytes signature) external view returns (bytes4);
    }
    let world = fresh();
    funded(&world);
    let wallet = Address::repeat_byte(0xc0);
    for length in [0, 5, 64, 65, 100] {
        let signature = Bytes::from(vec![0x5a; length]);
        let call = depositIntoStrategyWithSignatureCall { signature, ..unsigned(&world, wallet) };
        let nonce: u64 = nonce_of(&world, wallet).to();
        let asked = |hash| isValidSignatureCall { hash, signature: call.signature.clone() }.abi_encode();
        let other = expecting(&asked(digest(&world, &call, nonce + 1)));
        // Another digest, a revert, and no answer at all.
        for code in [other, Bytes::from_static(&[0xfe]), Bytes::from_static(&[0x00])] {
            world.node().set_code(wallet, code).unwrap();
            world.refuse::<InvalidSignature>(BOB, manager(&world), &call);
        }
        let code = expecting(&asked(digest(&world, &call, nonce)));
        world.node().set_code(wallet, code).unwrap();
        world.act(BOB, manager(&world), &call);
    }
    assert_eq!(staker_shares(&world, wallet, world.strategy(world.lst)).1, ether(15));
}
