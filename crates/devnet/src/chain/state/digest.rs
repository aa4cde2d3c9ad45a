//! Telling whole states apart.

use alloy_primitives::{Address, B256, Keccak256};

use super::{Account, Info, State};

impl State {
    /// Hash of every account with its storage. Costs one step for each slot there is, unlike [`State::digest`], which
    /// goes by what changed and so depends on the way a state was reached.
    pub(in crate::chain) fn digest_of_all(&self) -> B256 {
        let mut accounts: Vec<(&Address, &Account)> = self.accounts.iter().collect();
        accounts.sort_unstable_by_key(|(address, _)| **address);
        let mut hasher = Keccak256::new();
        for (address, account) in accounts {
            // What was read or emptied is kept as an account without anything.
            if account.info.is_none() && account.storage.is_empty() {
                continue;
            }
            hasher.update(address);
            add(&mut hasher, account);
        }
        hasher.finalize()
    }
}

fn add(hasher: &mut Keccak256, account: &Account) {
    if let Some(info) = account.info.as_ref().map(Info::unpack) {
        hasher.update(info.balance.to_be_bytes::<32>());
        hasher.update(info.nonce.to_be_bytes());
        hasher.update(info.code_hash);
    }
    let slots = account.storage.sorted();
    hasher.update(slots.len().to_be_bytes());
    for (key, value) in slots {
        hasher.update(key.to_be_bytes::<32>());
        hasher.update(value.to_be_bytes::<32>());
    }
}

#[cfg(test)]
mod tests {
    use alloy_primitives::U256;

    use super::*;

    fn state(steps: &[(u8, u64, u64)]) -> State {
        let mut state = State::default();
        for (account, key, value) in steps {
            state.set_slot(Address::repeat_byte(*account), U256::from(*key), U256::from(*value));
        }
        state
    }

    #[test]
    fn equal_states_have_one_digest_however_they_came_about() {
        let mut other = state(&[(2, 1, 8), (1, 1, 7), (2, 1, 9), (3, 1, 1), (3, 1, 0)]);
        assert_eq!(other.digest_of_all(), state(&[(1, 1, 7), (2, 1, 9)]).digest_of_all());
        let (mark, before) = (other.mark(), other.digest_of_all());
        other.update_info(Address::ZERO, |info| info.nonce = 1);
        assert_ne!(other.digest_of_all(), before);
        other.rollback(mark);
        assert_eq!(other.digest_of_all(), before);
    }

    #[test]
    fn any_slot_balance_or_nonce_makes_another_digest() {
        let digests = [
            state(&[]),
            state(&[(1, 1, 7)]),
            state(&[(1, 2, 7)]),
            state(&[(1, 1, 8)]),
            state(&[(2, 1, 7)]),
            state(&[(1, 1, 7), (1, 2, 7)]),
        ]
        .map(|state| state.digest_of_all());
        let mut funded = state(&[]);
        funded.update_info(Address::repeat_byte(1), |info| info.balance = U256::from(7));
        let all = digests.into_iter().chain([funded.digest_of_all()]);
        assert_eq!(all.collect::<std::collections::HashSet<_>>().len(), 7);
    }
}
