//! Accounts and storage with an undo log.
//!
//! Every change is recorded with the value it replaced. A snapshot is a position in that log, and so is the state
//! after any block: nothing is ever copied to take one. Reverting undoes changes back to the position; reading an
//! old block collects, for what changed since, the oldest replaced value.

use alloy_primitives::map::AddressMap;
use alloy_primitives::{Address, B256, Keccak256, U256};
use revm::primitives::StorageKeyMap;
use revm::state::{AccountInfo, Bytecode, EvmState};

use super::view::Overlay;

/// A position in the undo log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark(usize);

/// A change, as what it replaced.
#[derive(Debug)]
enum Change {
    Info { address: Address, old: Option<Box<AccountInfo>> },
    Slot { address: Address, key: U256, old: U256 },
}

#[derive(Debug, Default)]
struct Account {
    info: Option<AccountInfo>,
    storage: StorageKeyMap<U256>,
}

/// All accounts.
#[derive(Debug, Default)]
pub(super) struct State {
    accounts: AddressMap<Account>,
    log: Vec<Change>,
}

impl State {
    /// The account, unless it does not exist.
    pub(super) fn info(&self, address: Address) -> Option<&AccountInfo> {
        self.accounts.get(&address)?.info.as_ref()
    }

    /// A storage slot, zero unless written.
    pub(super) fn slot(&self, address: Address, key: U256) -> U256 {
        self.accounts.get(&address).and_then(|account| account.storage.get(&key)).copied().unwrap_or_default()
    }

    /// The present position of the undo log.
    pub(super) fn mark(&self) -> Mark {
        Mark(self.log.len())
    }

    /// Replaces an account's balance, nonce and code; none removes the account, but not its storage.
    pub(super) fn set_info(&mut self, address: Address, info: Option<AccountInfo>) {
        let account = self.accounts.entry(address).or_default();
        if account.info == info {
            return;
        }
        let old = std::mem::replace(&mut account.info, info).map(Box::new);
        self.log.push(Change::Info { address, old });
    }

    /// Changes an account in place, starting from an empty one when it does not exist.
    pub(super) fn update_info(&mut self, address: Address, change: impl FnOnce(&mut AccountInfo)) {
        let mut info = self.info(address).cloned().unwrap_or_default();
        change(&mut info);
        self.set_info(address, Some(info));
    }

    /// Sets an account's code.
    pub(super) fn set_code(&mut self, address: Address, code: Bytecode) {
        self.update_info(address, |info| {
            info.code_hash = code.hash_slow();
            info.code = Some(code);
        });
    }

    /// Writes a storage slot.
    pub(super) fn set_slot(&mut self, address: Address, key: U256, value: U256) {
        let account = self.accounts.entry(address).or_default();
        let old =
            if value.is_zero() { account.storage.remove(&key) } else { account.storage.insert(key, value) }
                .unwrap_or_default();
        if old != value {
            self.log.push(Change::Slot { address, key, old });
        }
    }

    /// Takes over the changes of an executed transaction.
    pub(super) fn apply(&mut self, changes: EvmState) {
        for (address, account) in changes {
            if !account.is_touched() {
                continue;
            }
            if account.is_selfdestructed() {
                self.clear_storage(address);
                self.set_info(address, None);
                continue;
            }
            if account.is_created() {
                self.clear_storage(address);
            }
            for (key, slot) in &account.storage {
                if slot.is_changed() || account.is_created() {
                    self.set_slot(address, *key, slot.present_value);
                }
            }
            let exists = !account.is_empty();
            self.set_info(address, exists.then_some(account.info));
        }
    }

    fn clear_storage(&mut self, address: Address) {
        let keys: Vec<U256> =
            self.accounts.get(&address).map(|a| a.storage.keys().copied().collect()).unwrap_or_default();
        for key in keys {
            self.set_slot(address, key, U256::ZERO);
        }
    }

    /// Undoes all changes since `mark`.
    pub(super) fn rollback(&mut self, mark: Mark) {
        while self.log.len() > mark.0 {
            match self.log.pop() {
                Some(Change::Info { address, old }) => {
                    self.accounts.entry(address).or_default().info = old.map(|info| *info);
                }
                Some(Change::Slot { address, key, old }) => {
                    let storage = &mut self.accounts.entry(address).or_default().storage;
                    if old.is_zero() {
                        storage.remove(&key);
                    } else {
                        storage.insert(key, old);
                    }
                }
                None => break,
            }
        }
    }

    /// What to lay over the present state to see it as it was at `mark`. Costs one step for each change since.
    pub(super) fn at(&self, mark: Mark) -> Overlay {
        let mut overlay = Overlay::default();
        for change in self.log.iter().skip(mark.0).rev() {
            match change {
                Change::Info { address, old } => overlay.set_info(*address, old.as_deref().cloned()),
                Change::Slot { address, key, old } => overlay.set_slot(*address, *key, *old),
            }
        }
        overlay
    }

    /// Hash over the parent's root and everything that changed since `mark`, in place of a state root.
    pub(super) fn digest(&self, parent: B256, mark: Mark) -> B256 {
        let mut hasher = Keccak256::new();
        hasher.update(parent);
        for change in self.log.iter().skip(mark.0) {
            match change {
                Change::Info { address, .. } => {
                    hasher.update(address);
                    if let Some(info) = self.info(*address) {
                        hasher.update(info.balance.to_be_bytes::<32>());
                        hasher.update(info.nonce.to_be_bytes());
                        hasher.update(info.code_hash);
                    }
                }
                Change::Slot { address, key, .. } => {
                    hasher.update(address);
                    hasher.update(key.to_be_bytes::<32>());
                    hasher.update(self.slot(*address, *key).to_be_bytes::<32>());
                }
            }
        }
        hasher.finalize()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    #[derive(Clone, Debug)]
    enum Step {
        Slot(u8, u8, u8),
        Balance(u8, u8),
        Remove(u8),
        Mark,
        Rollback(usize),
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            8 => (0..3u8, 0..3u8, 0..4u8).prop_map(|(a, k, v)| Step::Slot(a, k, v)),
            4 => (0..3u8, 0..4u8).prop_map(|(a, v)| Step::Balance(a, v)),
            1 => (0..3u8).prop_map(Step::Remove),
            2 => Just(Step::Mark),
            1 => any::<usize>().prop_map(Step::Rollback),
        ]
    }

    /// The same state, copied whole at every mark.
    #[derive(Clone, Debug, Default, PartialEq)]
    struct Model {
        slots: HashMap<(u8, u8), u8>,
        balances: HashMap<u8, u8>,
    }

    fn address(id: u8) -> Address {
        Address::repeat_byte(id)
    }

    fn apply(state: &mut State, model: &mut Model, step: &Step) {
        match *step {
            Step::Slot(a, k, v) => {
                state.set_slot(address(a), U256::from(k), U256::from(v));
                model.slots.insert((a, k), v);
            }
            Step::Balance(a, v) => {
                state.update_info(address(a), |info| info.balance = U256::from(v));
                model.balances.insert(a, v);
            }
            Step::Remove(a) => {
                state.set_info(address(a), None);
                model.balances.remove(&a);
            }
            Step::Mark | Step::Rollback(_) => {}
        }
    }

    /// Everything readable of a state, through an overlay.
    fn read(state: &State, overlay: Option<&Overlay>) -> Model {
        let mut model = Model::default();
        for a in 0..3 {
            let info = overlay.map_or_else(|| state.info(address(a)), |o| o.info(state, address(a)));
            if let Some(info) = info {
                model.balances.insert(a, info.balance.to());
            }
            for k in 0..3 {
                let key = U256::from(k);
                let slot = overlay.map_or_else(
                    || state.slot(address(a), key),
                    |overlay| overlay.slot(state, address(a), key),
                );
                model.slots.insert((a, k), slot.to());
            }
        }
        model
    }

    /// The model with slots that were never written as zeros.
    fn whole(mut model: Model) -> Model {
        for (a, k) in (0..3).flat_map(|a| (0..3).map(move |k| (a, k))) {
            model.slots.entry((a, k)).or_default();
        }
        model
    }

    proptest! {
        #[test]
        fn every_mark_can_be_read_and_gone_back_to(steps in prop::collection::vec(step(), 1..60)) {
            let (mut state, mut model) = (State::default(), Model::default());
            let mut marks: Vec<(Mark, Model)> = Vec::new();
            for step in &steps {
                apply(&mut state, &mut model, step);
                match step {
                    Step::Mark => marks.push((state.mark(), model.clone())),
                    Step::Rollback(pick) if !marks.is_empty() => {
                        marks.truncate(pick % marks.len() + 1);
                        let (mark, then) = marks[marks.len() - 1].clone();
                        state.rollback(mark);
                        model = then;
                    }
                    _ => {}
                }
                prop_assert_eq!(read(&state, None), whole(model.clone()));
                for (mark, then) in &marks {
                    prop_assert_eq!(read(&state, Some(&state.at(*mark))), whole(then.clone()));
                }
            }
        }
    }
}
