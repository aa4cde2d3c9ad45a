//! An account as it is kept. There may be a million of them, so every byte here is a megabyte.

use std::collections::HashMap;
use std::sync::Arc;

use alloy_primitives::{B256, U256};
use revm::state::{AccountInfo, Bytecode};

use super::slots::Slots;

/// An account with its storage.
#[derive(Debug, Default)]
pub(super) struct Account {
    pub(super) info: Option<Info>,
    pub(super) storage: Slots,
}

/// A code with its hash.
#[derive(Debug)]
pub(super) struct Code {
    hash: B256,
    bytes: Bytecode,
}

/// An account without its storage.
#[derive(Clone, Debug)]
pub(in crate::chain) struct Info {
    balance: U256,
    nonce: u64,
    /// Shared by all accounts that have it.
    code: Arc<Code>,
}

impl Info {
    /// True when it says the same.
    pub(super) fn is(&self, info: &AccountInfo) -> bool {
        self.balance == info.balance && self.nonce == info.nonce && self.code.hash == info.code_hash
    }

    /// As the EVM takes it.
    pub(in crate::chain) fn unpack(&self) -> AccountInfo {
        AccountInfo {
            balance: self.balance,
            nonce: self.nonce,
            code_hash: self.code.hash,
            code: Some(self.code.bytes.clone()),
            ..AccountInfo::default()
        }
    }
}

/// Every code that an account has or may get back, once.
#[derive(Debug, Default)]
pub(super) struct Codes {
    known: HashMap<B256, Arc<Code>>,
    /// Number of codes from which on those that no one has any more are looked for.
    look_at: usize,
}

impl Codes {
    /// The account with its code shared.
    pub(super) fn pack(&mut self, info: AccountInfo) -> Info {
        let AccountInfo { balance, nonce, code_hash, code, .. } = info;
        if let Some(code) = self.known.get(&code_hash) {
            return Info { balance, nonce, code: Arc::clone(code) };
        }
        let code = Arc::new(Code { hash: code_hash, bytes: code.unwrap_or_default() });
        if self.known.len() >= self.look_at {
            self.known.retain(|_, code| Arc::strong_count(code) > 1);
            self.look_at = self.known.len().saturating_mul(2).max(64);
        }
        self.known.insert(code_hash, Arc::clone(&code));
        Info { balance, nonce, code }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_code(codes: &mut Codes, byte: u8) -> Info {
        let code = Bytecode::new_raw(vec![byte].into());
        codes.pack(AccountInfo::new(U256::ZERO, 0, code.hash_slow(), code))
    }

    #[test]
    fn accounts_share_a_code_and_a_code_no_one_has_is_forgotten() {
        let mut codes = Codes::default();
        let (one, other) = (with_code(&mut codes, 1), with_code(&mut codes, 1));
        assert!(Arc::ptr_eq(&one.code, &other.code));
        for byte in 2..=200 {
            drop(with_code(&mut codes, byte));
        }
        assert!(codes.known.len() <= 65, "{}", codes.known.len());
        assert!(Arc::ptr_eq(&one.code, &with_code(&mut codes, 1).code));
    }

    #[test]
    fn an_account_comes_back_as_it_was_given() {
        let mut codes = Codes::default();
        let code = Bytecode::new_raw(vec![1, 2, 3].into());
        let info = AccountInfo::new(U256::from(7), 8, code.hash_slow(), code);
        let packed = codes.pack(info.clone());
        assert!(packed.is(&info));
        assert_eq!((packed.unpack(), packed.unpack().code), (info.clone(), info.code));
    }
}
