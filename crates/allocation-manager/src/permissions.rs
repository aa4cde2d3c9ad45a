//! The slot that every rule of operators reads: all they need besides their own.

use alloy_primitives::Address;
use common::packed::{field, Packed};

/// Who may act for an account, the delays (blocks) of operators' rules, and the pause bits.
#[derive(Clone, Copy)]
pub struct Permissions {
    /// The PermissionController.
    pub controller: Address,
    /// How long a decrease waits, and how long an operator that left can be slashed.
    pub deallocation_delay: u32,
    /// How long an increase to a redistributing set waits at least.
    pub redistribution_delay: u32,
    /// The lowest eight pause bits.
    pub paused: u8,
}

impl Packed for Permissions {
    fn unpack(word: &[u8; 32]) -> Self {
        Self {
            controller: field::address(word, 0),
            deallocation_delay: field::u32(word, 20),
            redistribution_delay: field::u32(word, 24),
            paused: field::u8(word, 28),
        }
    }

    fn pack(&self) -> [u8; 32] {
        let mut word = [0; 32];
        field::put(&mut word, 0, self.controller.as_slice());
        field::put(&mut word, 20, &self.deallocation_delay.to_be_bytes());
        field::put(&mut word, 24, &self.redistribution_delay.to_be_bytes());
        field::put(&mut word, 28, &[self.paused]);
        word
    }
}
