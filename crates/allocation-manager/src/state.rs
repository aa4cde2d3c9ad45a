//! Storage of the AllocationManager.

use alloy_primitives::{Address, B256};
use common::list::List;
use common::map::Map;
use common::packed::{Peer, Slot};
use common::pausing::Pausing;
use stylus_sdk::prelude::*;
use stylus_sdk::storage::StorageAddress;

use crate::allocations::{Allocated, AllocationDelay, Book};
use crate::limits::{Limits, Window};
use crate::permissions::Permissions;
use crate::sets::{Avs, Membership, PendingSlasher, Place, Set, SlashCounts};

/// AVSs, operator sets, membership, allocations, magnitudes and slash ids. Sets are keyed by `OperatorSet::key`.
#[storage]
pub struct AllocationManager {
    /// The DelegationManager and the pause bits.
    pub delegation: Slot<Peer>,
    /// Who may act for an account, what allocating and leaving wait for, and the pause bits.
    pub permissions: Slot<Permissions>,
    /// The program `avs-directory`, and the delay of changing allocation delays and slashers. Zero in that program's own
    /// storage, by which it knows for whom it runs.
    pub directory: Slot<Peer>,
    /// Pausing.
    pub pausing: Pausing,

    /// What is known of an AVS.
    pub avss: Map<Address, Slot<Avs>>,
    /// What is known of a set.
    pub sets: Map<B256, Slot<Set>>,
    /// set → the slasher proposed last.
    pub pending_slashers: Map<B256, Slot<PendingSlasher>>,
    /// Who receives what a set slashes; zero for nobody.
    pub recipients: Map<B256, StorageAddress>,
    /// set → how much it may slash.
    pub limits: Map<B256, Slot<Limits>>,
    /// Strategies of a set.
    pub strategy_lists: Map<B256, List>,
    /// Strategies a set gave up at least once.
    pub former_strategies: Map<B256, List>,
    /// set → strategy → place on the set's list.
    pub strategy_places: Map<B256, Map<Address, Slot<Place>>>,
    /// Operators registered for a set.
    pub member_lists: Map<B256, List>,
    /// set → slashes so far.
    pub slash_counts: Map<B256, Slot<SlashCounts>>,

    /// operator → allocation delay.
    pub delays: Map<Address, Slot<AllocationDelay>>,
    /// operator → every set it ever joined or allocated to, in that order.
    pub operator_sets: Map<Address, List>,
    /// operator → set → membership.
    pub memberships: Map<Address, Map<B256, Slot<Membership>>>,
    /// operator → set → strategies it allocated while the set did not have them.
    pub outside_strategies: Map<Address, Map<B256, List>>,
    /// operator → set → strategy → allocation.
    pub allocations: Map<Address, Map<B256, Map<Address, Slot<Allocated>>>>,
    /// operator → strategy → magnitudes and the ends of the deallocation queue.
    pub books: Map<Address, Map<Address, Slot<Book>>>,
    /// operator → set → strategy → what was slashed in the present period.
    pub windows: Map<Address, Map<B256, Map<Address, Slot<Window>>>>,
}
