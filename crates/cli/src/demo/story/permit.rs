//! An allowance by signature (EIP-2612), as a wallet makes it.

use alloy::primitives::{Address, U256};
use alloy::signers::SignerSync;
use alloy::sol_types::{SolStruct, eip712_domain};
use interfaces::sol::IStrategyManager;

use super::super::stage::{Actor, Stage};
use crate::error::Error;

alloy::sol! {
    struct Permit {
        address owner;
        address spender;
        uint256 value;
        uint256 nonce;
        uint256 deadline;
    }
}

/// The owner's first permit of the LST for the StrategyManager, valid for an hour.
pub(super) async fn sign(
    stage: &Stage,
    owner: &Actor,
    value: U256,
) -> Result<IStrategyManager::Permit, Error> {
    let spender: Address = stage.book.address("strategy-manager")?;
    let deadline = U256::from(stage.now().await?.saturating_add(3_600));
    let domain = eip712_domain! {
        name: "Liquid Staked Ether",
        version: "1",
        chain_id: stage.book.chain_id,
        verifying_contract: stage.lst,
    };
    let permit = Permit { owner: owner.address(), spender, value, nonce: U256::ZERO, deadline };
    let signature = owner.key.sign_hash_sync(&permit.eip712_signing_hash(&domain));
    let signature = signature.map_err(|error| Error::Story(format!("the permit was not signed: {error}")))?;
    let v = 27_u8.saturating_add(u8::from(signature.v()));
    Ok(IStrategyManager::Permit { deadline, v, r: signature.r().into(), s: signature.s().into() })
}
