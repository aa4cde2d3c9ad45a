//! What wallets sign: hashes, and allowances by signature (EIP-2612).

use alloy::primitives::{Address, B256, Signature, U256};
use alloy::signers::SignerSync;
use alloy::sol_types::{SolStruct, eip712_domain};
use interfaces::sol::IStrategyManager;

use super::World;

alloy::sol! {
    struct Permit {
        address owner;
        address spender;
        uint256 value;
        uint256 nonce;
        uint256 deadline;
    }
}

/// The signature of one of the devnet's accounts.
pub(crate) fn sign(world: &World, signer: Address, digest: B256) -> Signature {
    world.node().accounts().signer(signer).unwrap().sign_hash_sync(&digest).unwrap()
}

/// The owner's first permit of the LST for the StrategyManager. It never expires.
pub(crate) fn permit(world: &World, owner: Address, value: U256) -> IStrategyManager::Permit {
    let (spender, deadline) = (world.at("strategy-manager"), U256::MAX);
    let chain_id = world.node().config().chain_id;
    let domain = eip712_domain! {
        name: "Liquid Staked Ether",
        version: "1",
        chain_id: chain_id,
        verifying_contract: world.lst,
    };
    let message = Permit { owner, spender, value, nonce: U256::ZERO, deadline };
    let signature = sign(world, owner, message.eip712_signing_hash(&domain));
    let v = 27_u8.saturating_add(u8::from(signature.v()));
    IStrategyManager::Permit { deadline, v, r: signature.r().into(), s: signature.s().into() }
}
