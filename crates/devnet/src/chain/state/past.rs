//! Reading the state as it was.

use alloy_primitives::{Address, U256};
use revm::state::AccountInfo;

use super::{Change, Info, Mark, State};
use crate::chain::view::Overlay;

/// No mark given here may be forgotten.
impl State {
    /// The account as it was at `mark`: what the first change since replaced.
    pub(in crate::chain) fn info_at(&self, mark: Mark, wanted: Address) -> Option<AccountInfo> {
        let replaced = self.since(mark).find_map(|change| match change {
            Change::Info { address, old } if *address == wanted => Some(old),
            _ => None,
        });
        replaced.map_or_else(|| self.info(wanted), |old| old.as_deref().map(Info::unpack))
    }

    /// A storage slot as it was at `mark`.
    pub(in crate::chain) fn slot_at(&self, mark: Mark, account: Address, slot: U256) -> U256 {
        let replaced = self.since(mark).find_map(|change| match change {
            Change::Slot { address, key, old } if *key == slot && *address == account => Some(*old),
            _ => None,
        });
        replaced.unwrap_or_else(|| self.slot(account, slot))
    }

    /// What to lay over the present state to run code on it as it was at `mark`. Costs one step, and room, for each
    /// change since.
    pub(in crate::chain) fn at(&self, mark: Mark) -> Overlay {
        let mut overlay = Overlay::default();
        for change in self.since(mark).rev() {
            match change {
                Change::Info { address, old } => {
                    overlay.set_info(*address, old.as_deref().map(Info::unpack));
                }
                Change::Slot { address, key, old } => overlay.set_slot(*address, *key, *old),
            }
        }
        overlay
    }

    fn since(&self, mark: Mark) -> impl DoubleEndedIterator<Item = &Change> {
        self.log.range(self.entries_before(mark)..)
    }
}
