//! What people sign.

use alloy::primitives::{Address, B256, Bytes, U256, keccak256};
use alloy::signers::SignerSync;
use alloy::sol_types::SolValue;
use interfaces::sol::IDelegationManager::{self, calculateDelegationApprovalDigestHashCall};
use interfaces::sol::IStrategyManager::{self, Permit, calculateStrategyDepositDigestHashCall};

use super::super::model::{Account, Kind, Model, Nat, VaultId};
use super::Stage;

alloy::sol! {
    contract Permitting {
        function DOMAIN_SEPARATOR() external view returns (bytes32);
    }
}

const PERMIT: &str = "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)";

/// Nothing signed here expires.
const FOREVER: U256 = U256::MAX;

impl Stage {
    fn sign(&self, by: Address, digest: &B256) -> [u8; 65] {
        let node = self.world.node();
        let signer = node.accounts().signer(by).expect("people are dev accounts");
        signer.sign_hash_sync(digest).unwrap().as_bytes()
    }

    /// The staker's consent to a deposit somebody else pays.
    pub(super) fn deposit_signature(
        &self,
        model: &Model,
        staker: Account,
        vault: VaultId,
        amount: Nat,
    ) -> (U256, Bytes) {
        let ask = calculateStrategyDepositDigestHashCall {
            staker: self.person(staker),
            strategy: self.at.vaults[vault],
            token: self.token(vault),
            amount: amount.word(),
            nonce: U256::from(model.people[staker].signed),
            expiry: FOREVER,
        };
        let digest = self.world.view(self.at.manager, &ask);
        (FOREVER, self.sign(self.person(staker), &digest).into())
    }

    /// The operator's approver's consent to a delegation, where it has one: signature, expiry and salt.
    fn approval(&self, model: &Model, staker: Account, operator: Account) -> (Bytes, U256, B256) {
        let Some(approver) = model.people[operator].approver else {
            return (Bytes::new(), U256::ZERO, B256::ZERO);
        };
        self.salts.set(self.salts.get() + 1);
        let ask = calculateDelegationApprovalDigestHashCall {
            staker: self.person(staker),
            operator: self.person(operator),
            approver: self.person(approver),
            approverSalt: U256::from(self.salts.get()).into(),
            expiry: FOREVER,
        };
        let digest = self.world.view(self.at.delegation, &ask);
        (self.sign(self.person(approver), &digest).into(), FOREVER, ask.approverSalt)
    }

    /// As the DelegationManager takes it.
    pub(super) fn approve(
        &self,
        model: &Model,
        staker: Account,
        operator: Account,
    ) -> (IDelegationManager::SignatureWithExpiry, B256) {
        let (signature, expiry, salt) = self.approval(model, staker, operator);
        (IDelegationManager::SignatureWithExpiry { signature, expiry }, salt)
    }

    /// As the StrategyManager takes it.
    pub(super) fn approve_with_deposit(
        &self,
        model: &Model,
        staker: Account,
        operator: Account,
    ) -> (IStrategyManager::SignatureWithExpiry, B256) {
        let (signature, expiry, salt) = self.approval(model, staker, operator);
        (IStrategyManager::SignatureWithExpiry { signature, expiry }, salt)
    }

    /// An allowance for the StrategyManager. Of a token without permits, an arbitrary one, which does no harm.
    pub(super) fn permit(&self, model: &Model, owner: Account, vault: VaultId, amount: Nat) -> Permit {
        let (token, owner_address) = (model.vaults[vault].token, self.person(owner));
        if model.tokens[token].kind != Kind::Still {
            return Permit { deadline: FOREVER, v: 27, r: B256::ZERO, s: B256::ZERO };
        }
        let nonce = model.people[owner].permits.get(&token).copied().unwrap_or_default();
        let fields =
            (keccak256(PERMIT), owner_address, self.at.manager, amount.word(), U256::from(nonce), FOREVER);
        let domain = self.world.view(self.at.tokens[token], &Permitting::DOMAIN_SEPARATORCall {});
        let message = keccak256(fields.abi_encode());
        let digest = keccak256([&[0x19, 0x01], domain.as_slice(), message.as_slice()].concat());
        let signature = self.sign(owner_address, &digest);
        let (r, s) = (B256::from_slice(&signature[..32]), B256::from_slice(&signature[32..64]));
        Permit { deadline: FOREVER, v: signature[64], r, s }
    }
}
