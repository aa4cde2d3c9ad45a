//! What the chain knows of programs, in the storage of [`STATE_ACCOUNT`](super::STATE_ACCOUNT).
//!
//! Two words for each code hash: one packs a [`Record`], the other is the hash of its metered module. They are
//! written through the journal, so a reverted activation leaves nothing behind.

use alloy_primitives::{B256, U256};

use super::storage::{read, slot, write};
use crate::evm::Ctx;
use crate::wasm::Rules;
use crate::wasm::prices::Demand;

/// Version of the pricing programs are activated for.
pub(crate) const STYLUS_VERSION: u16 = 2;

/// Activation times count hours from this time (January 2015), in seconds since 1970.
const EPOCH: u64 = 1_421_388_000;
const HOUR: u64 = 3_600;
const DAY: u64 = 24 * HOUR;

/// What is known of an activated program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Record {
    /// Pricing version it was activated for: zero when it never was.
    pub(crate) version: u16,
    /// Initial memory in pages.
    pub(crate) footprint: u16,
    /// Variable cost of an uncached start, unscaled.
    pub(crate) init_cost: u32,
    /// Variable cost of any start, unscaled.
    pub(crate) cached_cost: u32,
    /// Hours from [`EPOCH`] to its activation or last extension.
    pub(crate) activated_at: u32,
    /// Estimated size of its native code in KiB, rounded up.
    pub(crate) asm_kib: u32,
    /// True when ArbWasmCache holds it.
    pub(crate) cached: bool,
}

/// Why a program cannot run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Inactive {
    #[error("program not activated: call activateProgram of ArbWasm (0x71) first")]
    NotActivated,
    #[error("program needs upgrade from version {0} to {STYLUS_VERSION}: activate it again")]
    NeedsUpgrade(u16),
    #[error("program expired, {0} seconds after its activation: activate it again")]
    Expired(u64),
}

impl Record {
    fn pack(self) -> U256 {
        let mut word = [0u8; 32];
        word[0..2].copy_from_slice(&self.version.to_be_bytes());
        word[2..4].copy_from_slice(&self.footprint.to_be_bytes());
        word[4..8].copy_from_slice(&self.init_cost.to_be_bytes());
        word[8..12].copy_from_slice(&self.cached_cost.to_be_bytes());
        word[12..16].copy_from_slice(&self.activated_at.to_be_bytes());
        word[16..20].copy_from_slice(&self.asm_kib.to_be_bytes());
        word[20] = u8::from(self.cached);
        U256::from_be_bytes(word)
    }

    fn unpack(word: U256) -> Self {
        let word = word.to_be_bytes::<32>();
        let half = |at: usize| u16::from_be_bytes([word[at], word[at + 1]]);
        let full = |at: usize| u32::from_be_bytes([word[at], word[at + 1], word[at + 2], word[at + 3]]);
        Self {
            version: half(0),
            footprint: half(2),
            init_cost: full(4),
            cached_cost: full(8),
            activated_at: full(12),
            asm_kib: full(16),
            cached: word[20] != 0,
        }
    }

    /// Seconds since the program was activated or its life extended.
    pub(super) fn age(&self, now: u64) -> u64 {
        let since = EPOCH.saturating_add(u64::from(self.activated_at).saturating_mul(HOUR));
        now.saturating_sub(since)
    }

    /// Seconds until the program expires.
    pub(super) fn time_left(&self, rules: &Rules, now: u64) -> u64 {
        days(rules.expiry_days).saturating_sub(self.age(now))
    }

    /// Whether the program's life may be extended already.
    pub(super) fn may_extend(&self, rules: &Rules, now: u64) -> bool {
        self.age(now) >= days(rules.keepalive_days)
    }

    /// Bytes the data fee is charged for.
    pub(super) fn asm_bytes(&self) -> u64 {
        u64::from(self.asm_kib).saturating_mul(1_024)
    }

    /// Whether a call may run it at this time.
    pub(crate) fn check(&self, rules: &Rules, now: u64) -> Result<(), Inactive> {
        if self.version == 0 {
            return Err(Inactive::NotActivated);
        }
        if self.version != STYLUS_VERSION {
            return Err(Inactive::NeedsUpgrade(self.version));
        }
        let age = self.age(now);
        if age > days(rules.expiry_days) { Err(Inactive::Expired(age)) } else { Ok(()) }
    }
}

/// Hours from the epoch to a time in seconds since 1970, rounded down.
pub(super) fn hours(now: u64) -> u32 {
    u32::try_from(now.saturating_sub(EPOCH) / HOUR).unwrap_or(u32::MAX)
}

/// Days in seconds.
fn days(days: u16) -> u64 {
    u64::from(days).saturating_mul(DAY)
}

/// The program with this code hash; all zero when it was never activated.
pub(crate) fn load(ctx: &mut Ctx<'_>, code_hash: B256) -> Record {
    Record::unpack(read(ctx, slot("program", code_hash.as_slice())))
}

pub(super) fn store(ctx: &mut Ctx<'_>, code_hash: B256, program: Record) {
    write(ctx, slot("program", code_hash.as_slice()), program.pack());
}

/// How much was activated of late.
pub(super) fn load_demand(ctx: &mut Ctx<'_>) -> Demand {
    let word = read(ctx, slot("demand", &[])).into_limbs();
    if word[1] == 0 {
        return Demand::default();
    }
    Demand { bytes: u32::try_from(word[0]).unwrap_or(u32::MAX), updated: word[1] }
}

pub(super) fn store_demand(ctx: &mut Ctx<'_>, demand: Demand) {
    write(ctx, slot("demand", &[]), U256::from_limbs([demand.bytes.into(), demand.updated, 0, 0]));
}

/// Hash of the metered module that was activated for a code hash.
pub(crate) fn module_hash(ctx: &mut Ctx<'_>, code_hash: B256) -> B256 {
    read(ctx, slot("module", code_hash.as_slice())).into()
}

pub(super) fn store_module_hash(ctx: &mut Ctx<'_>, code_hash: B256, module_hash: B256) {
    write(ctx, slot("module", code_hash.as_slice()), module_hash.into());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_survives_packing() {
        let program = Record {
            version: 2,
            footprint: 17,
            init_cost: 70_000,
            cached_cost: 839,
            activated_at: 0x00ff_ffff,
            asm_kib: 655,
            cached: true,
        };
        assert_eq!(Record::unpack(program.pack()), program);
        assert_eq!(Record::unpack(U256::ZERO), Record::default());
    }

    #[test]
    fn a_program_runs_for_a_year_and_can_be_extended_after_a_month() {
        let (rules, now) = (Rules::default(), EPOCH + 1_000 * DAY);
        let program = Record { version: STYLUS_VERSION, activated_at: hours(now), ..Record::default() };
        assert_eq!(program.check(&rules, now + 365 * DAY), Ok(()));
        assert_eq!(program.check(&rules, now + 365 * DAY + 1), Err(Inactive::Expired(365 * DAY + 1)));
        assert!(!program.may_extend(&rules, now + 31 * DAY - 1));
        assert!(program.may_extend(&rules, now + 31 * DAY));
        assert_eq!(program.time_left(&rules, now + 364 * DAY), DAY);
        assert_eq!(Record::default().check(&rules, now), Err(Inactive::NotActivated));
    }
}
