//! L44: a signature made for another chain, contract or protocol is worth nothing here. Elsewhere a domain was kept from
//! before a fork, or left out whom the signature was for.

use alloy::primitives::{Address, U256, address};
use alloy::sol_types::{Eip712Domain, SolStruct, eip712_domain};
use interfaces::sol::IStrategyManager::{InvalidSignature, depositIntoStrategyWithSignatureCall};

use crate::harness::permits::sign;
use crate::harness::strategies::staker_shares;
use crate::harness::{ALICE, STRANGER, Token, World, ether, fresh};

alloy::sol! {
    struct Deposit {
        address staker;
        address strategy;
        address token;
        uint256 amount;
        uint256 nonce;
        uint256 expiry;
    }
}

/// The domain of the StrategyManager's signatures, with these three of its parts.
fn domain(name: &'static str, chain_id: u64, verifying_contract: Address) -> Eip712Domain {
    eip712_domain! {
        name: name,
        version: "1",
        chain_id: chain_id,
        verifying_contract: verifying_contract,
    }
}

/// A deposit of a stranger's tokens for Alice, signed by her under this domain.
fn signed(world: &World, domain: &Eip712Domain) -> depositIntoStrategyWithSignatureCall {
    let (strategy, token, amount, expiry) = (world.strategy(world.lst), world.lst, ether(3), U256::MAX);
    let message = Deposit { staker: ALICE, strategy, token, amount, nonce: U256::ZERO, expiry };
    let signature = sign(world, ALICE, message.eip712_signing_hash(domain)).as_bytes().into();
    depositIntoStrategyWithSignatureCall { strategy, token, amount, staker: ALICE, expiry, signature }
}

#[test]
fn a_deposit_signed_for_another_chain_contract_or_protocol_is_refused() {
    let world = fresh();
    let (manager, lst) = (world.at("strategy-manager"), world.strategy(world.lst));
    world.act(STRANGER, world.lst, &Token::mintCall { to: STRANGER, amount: ether(3) });
    world.act(STRANGER, world.lst, &Token::approveCall { spender: manager, amount: ether(3) });
    let here = world.node().config().chain_id;
    // Where the reference's StrategyManager is on the chain with id 1.
    let theirs = address!("858646372CC42E1A627fcE94aa7A7033e7CF075A");
    let foreign = [
        domain("EigenLayer", 1, manager),
        domain("EigenLayer", here + 1, manager),
        domain("EigenLayer", here, world.at("delegation-manager")),
        domain("EigenLayer", 1, theirs),
        domain("Restake", here, manager),
    ];
    for domain in &foreign {
        world.refuse::<InvalidSignature>(STRANGER, manager, &signed(&world, domain));
    }
    let message = signed(&world, &domain("EigenLayer", here, manager));
    world.act(STRANGER, manager, &message);
    assert_eq!(staker_shares(&world, ALICE, lst).1, ether(3));
    // Once, and not by its twin under the next nonce.
    world.refuse::<InvalidSignature>(STRANGER, manager, &message);
}
