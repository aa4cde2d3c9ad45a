//! Pausing by function, with exits that cannot stay paused.
//!
//! A contract keeps the bits its rules read (the lowest eight) in a slot they load anyway; the whole status word and the
//! PauserRegistry are here. See `contracts/interfaces/IPausable.sol`.

use abi::{Event, Reader, Writer};
use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolEvent;
use interfaces::peers::pauser_registry;
use interfaces::require;
use interfaces::sol::IPausable::{
    self as abi_of, CurrentlyPaused, ExitPauseSpent, InvalidNewPausedStatus, OnlyPauser, OnlyUnpauser,
    Paused, Unpaused,
};
use interfaces::CallId;
use math::delay::{exit_pause, ExitPause, EXIT_PAUSE_SECONDS};
use stylus_sdk::host::VM;
use stylus_sdk::prelude::*;
use stylus_sdk::storage::StorageU256;

use crate::calls;
use crate::host::{caller, emit, timestamp};
use crate::packed::{field, Packed, Slot};
use crate::routing::{done, Routed};

/// The status word, and what pausing exits depends on.
#[storage]
pub struct Pausing {
    /// Who may pause, and when the latest pause of exits began.
    registry: Slot<Registry>,
    /// All 256 bits.
    status: StorageU256,
}

/// The PauserRegistry, and the second in which the latest pause of exits began (0 for never).
#[derive(Clone, Copy)]
struct Registry {
    address: Address,
    exits_since: u32,
}

impl Packed for Registry {
    fn unpack(word: &[u8; 32]) -> Self {
        Self { address: field::address(word, 0), exits_since: field::u32(word, 20) }
    }

    fn pack(&self) -> [u8; 32] {
        let mut word = [0; 32];
        field::put(&mut word, 0, self.address.as_slice());
        field::put(&mut word, 20, &self.exits_since.to_be_bytes());
        word
    }
}

impl Pausing {
    /// Sets the PauserRegistry, once.
    pub fn wire(&mut self, registry: Address) {
        self.registry.set(&Registry { address: registry, exits_since: 0 });
    }
}

/// A contract with functions that can be paused.
pub trait Pausable: HostAccess<Host = VM> {
    /// The bits whose functions let someone leave: paused for a limited time only.
    const EXITS: u8;

    /// The status word and its rules.
    fn pausing(&self) -> &Pausing;
    /// The status word and its rules.
    fn pausing_mut(&mut self) -> &mut Pausing;
    /// Copies the lowest eight bits to where the contract's rules read them.
    fn keep(&mut self, bits: u8);
}

/// Makes a contract with a field `pausing` pausable: which bits are exits, and how it keeps the lowest eight.
#[macro_export]
macro_rules! pausable {
    ($contract:ty, exits: $exits:expr, keep: |$this:ident, $bits:ident| $keep:block) => {
        impl $crate::pausing::Pausable for $contract {
            const EXITS: u8 = $exits;

            fn pausing(&self) -> &$crate::pausing::Pausing {
                &self.pausing
            }

            fn pausing_mut(&mut self) -> &mut $crate::pausing::Pausing {
                &mut self.pausing
            }

            fn keep(&mut self, $bits: u8) {
                let $this = self;
                $keep
            }
        }
    };
}

/// Reverts with `CurrentlyPaused` if bit `index` of `bits` is set.
#[inline(always)]
pub fn require_open(bits: u8, index: u8) -> abi::Result<()> {
    require::<CurrentlyPaused>(bits & mask(index) == 0)
}

/// As [`require_open`], for an exit: a pause that has run out does not count.
#[inline(never)]
pub fn require_exit_open<C: Pausable>(contract: &C, bits: u8, index: u8) -> abi::Result<()> {
    if bits & mask(index) == 0 {
        return Ok(());
    }
    let since = contract.pausing().registry.get().exits_since;
    require::<CurrentlyPaused>(exit_pause(since, timestamp(contract.vm())) != ExitPause::Running)
}

/// What pausers, the unpauser and readers call: a routing table.
pub fn routes<C: Pausable>(this: &mut C, selector: u32, args: &mut Reader<'_>) -> Routed {
    match selector {
        abi_of::pauseCall::ID => done(pause(this, args.word()?, true)?),
        abi_of::pauseAllCall::ID => done(pause(this, U256::MAX, false)?),
        abi_of::unpauseCall::ID => done(unpause(this, args.word()?)?),
        abi_of::paused_0Call::ID => Ok(Some(Writer::one_word(&this.pausing().status.get()))),
        abi_of::paused_1Call::ID => {
            let index = args.u8()?;
            Ok(Some(Writer::one_boolean(this.pausing().status.get().bit(usize::from(index)))))
        }
        abi_of::pauserRegistryCall::ID => {
            Ok(Some(Writer::one_address(&this.pausing().registry.get().address)))
        }
        abi_of::exitPauseEndCall::ID => {
            let since = u64::from(this.pausing().registry.get().exits_since);
            let end = if since == 0 { 0 } else { since.saturating_add(u64::from(EXIT_PAUSE_SECONDS)) };
            Ok(Some(Writer::one_u64(end)))
        }
        _ => Ok(None),
    }
}

/// Pauser: sets bits. With `strict`, a new pause of exits that could have no effect is refused.
fn pause<C: Pausable>(this: &mut C, status: U256, strict: bool) -> abi::Result<()> {
    let ask = pauser_registry::is_pauser(&caller(this.vm()));
    let registry = this.pausing().registry.get();
    require::<OnlyPauser>(calls::view_boolean(this.vm(), &registry.address, &ask)?)?;
    let before = this.pausing().status.get();
    require::<InvalidNewPausedStatus>(before & status == before)?;
    if low(status) & C::EXITS != 0 {
        let now = timestamp(this.vm());
        match exit_pause(registry.exits_since, now) {
            ExitPause::Available => {
                this.pausing_mut().registry.set(&Registry { exits_since: now, ..registry });
            }
            ExitPause::Running => {}
            ExitPause::Spent => {
                let adds_none = low(before) & C::EXITS == low(status) & C::EXITS;
                require::<ExitPauseSpent>(adds_none || !strict)?;
            }
        }
    }
    set(this, status, &Paused::SIGNATURE_HASH);
    Ok(())
}

/// Unpauser: clears bits.
fn unpause<C: Pausable>(this: &mut C, status: U256) -> abi::Result<()> {
    require_unpauser(this)?;
    let before = this.pausing().status.get();
    require::<InvalidNewPausedStatus>(before & status == status)?;
    set(this, status, &Unpaused::SIGNATURE_HASH);
    Ok(())
}

/// Reverts unless the unpauser of the PauserRegistry calls.
pub fn require_unpauser<C: Pausable>(this: &C) -> abi::Result<()> {
    let registry = this.pausing().registry.get().address;
    let unpauser = calls::view_address(this.vm(), &registry, &pauser_registry::unpauser())?;
    require::<OnlyUnpauser>(caller(this.vm()) == unpauser)
}

fn set<C: Pausable>(this: &mut C, status: U256, topic: &B256) {
    this.pausing_mut().status.set(status);
    this.keep(low(status));
    emit(this.vm(), &Event::new(topic, 2).topic_address(&caller(this.vm())).word(&status));
}

/// The lowest eight bits.
fn low(status: U256) -> u8 {
    status.byte(0)
}

/// Bit `index`, below 8.
const fn mask(index: u8) -> u8 {
    1_u8.wrapping_shl(index as u32)
}
