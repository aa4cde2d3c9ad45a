//! The AllocationManager: AVSs and their sets, who is in them, and what of operators' magnitudes they may slash.

mod delay;
mod magnitudes;
mod membership;
mod modify;
mod sets;
mod slash;
mod stake;

use super::act::Act;
use super::{Model, Nat, Outcome, Refusal, VaultId};
pub(crate) use delay::AllocationDelay;
pub(crate) use magnitudes::{Allocation, Book, Pending};
pub(crate) use membership::Membership;
pub(crate) use sets::{Avs, Set, SetId};

/// Pause bits. Giving up allocations and leaving sets are exits.
const ALLOCATING: u8 = 0;
const SLASHING: u8 = 1;
const REGISTERING: u8 = 2;
pub(super) const EXITS: &[u8] = &[ALLOCATING, REGISTERING];

/// An event about magnitudes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// What is allocated to a set from a block on.
    Allocated(SetId, VaultId, Nat, u32),
    Encumbered(VaultId, Nat),
    Maximum(VaultId, Nat),
    /// Of the operator's whole stake in every strategy, the proportions a slash took.
    Proportions(Vec<Nat>),
}

impl Model {
    pub(super) fn perform_allocating(&mut self, act: &Act) -> Result<Outcome, Refusal> {
        match act {
            Act::ModifyAllocations { by, operator, changes } => {
                return self.modify(*by, *operator, changes).map(Outcome::Told);
            }
            Act::ClearDeallocations { operator, vaults, counts, .. } => {
                return self.clear_deallocations(*operator, vaults, counts).map(Outcome::Told);
            }
            Act::Slash { by, operator, set, vaults, wads } => {
                return self.slash(*by, *operator, *set, (vaults, wads));
            }
            Act::PublishMetadata { by, avs } => self.publish(*by, *avs)?,
            Act::SetRegistrar { by, avs } => self.set_registrar(*by, *avs)?,
            Act::CreateSets { by, avs, sets, redistributing } => {
                self.create_sets(*by, *avs, sets, *redistributing)?;
            }
            Act::AddStrategies { by, set, vaults } => self.add_strategies(*by, *set, vaults)?,
            Act::RemoveStrategies { by, set, vaults } => self.remove_strategies(*by, *set, vaults)?,
            Act::RegisterForSets { by, operator, avs, ids } => {
                self.register_for_sets(*by, *operator, *avs, ids)?;
            }
            Act::DeregisterFromSets { by, operator, avs, ids } => {
                self.deregister_from_sets(*by, *operator, *avs, ids)?;
            }
            Act::SetAllocationDelay { by, operator, delay } => {
                self.set_allocation_delay(*by, *operator, *delay)?;
            }
            other => panic!("{other:?} is not the AllocationManager's"),
        }
        Ok(Outcome::Done)
    }
}
