//! The contract's storage: all of it is the AllocationManager's, which its second program shares.

use core::ops::{Deref, DerefMut};

use allocation_manager::AllocationManager;
use stylus_sdk::prelude::*;

/// The contract of the AllocationManager, and the first of its two programs.
#[storage]
#[entrypoint]
pub struct Slasher {
    pub(crate) manager: AllocationManager,
}

impl Deref for Slasher {
    type Target = AllocationManager;

    fn deref(&self) -> &AllocationManager {
        &self.manager
    }
}

impl DerefMut for Slasher {
    fn deref_mut(&mut self) -> &mut AllocationManager {
        &mut self.manager
    }
}
