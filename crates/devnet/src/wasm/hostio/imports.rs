//! From the engine's calls to host functions, and back.

use wasmi::{Caller, Error, F32, F64, Val};

use super::{Frame, Guest, Hook, HostCall, Reply, Stop};

/// Interrupts the engine: why, the program's [`Frame`] says. Without fields, so that raising it allocates no more than
/// it must.
#[derive(Clone, Copy, Debug)]
pub struct Stopped;

impl std::fmt::Display for Stopped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the program stopped in a host function")
    }
}

impl wasmi::errors::HostError for Stopped {}

/// A value as the engine passes it, from and to its bits.
pub trait Bits {
    /// The bits, zero-extended.
    fn bits(self) -> u64;
    /// The value with these bits; a function without a result has none.
    fn from_bits(bits: Option<u64>) -> Self;
}

impl Bits for () {
    fn bits(self) -> u64 {
        0
    }

    fn from_bits(_: Option<u64>) -> Self {}
}

impl Bits for u32 {
    fn bits(self) -> u64 {
        self.into()
    }

    fn from_bits(bits: Option<u64>) -> Self {
        // 32-bit results are made from 32-bit values, so nothing is cut off.
        (bits.unwrap_or_default() & u64::from(Self::MAX)) as Self
    }
}

impl Bits for u64 {
    fn bits(self) -> u64 {
        self
    }

    fn from_bits(bits: Option<u64>) -> Self {
        bits.unwrap_or_default()
    }
}

impl Bits for F32 {
    fn bits(self) -> u64 {
        self.to_bits().into()
    }

    fn from_bits(bits: Option<u64>) -> Self {
        Self::from_bits(Bits::from_bits(bits))
    }
}

impl Bits for F64 {
    fn bits(self) -> u64 {
        self.to_bits()
    }

    fn from_bits(bits: Option<u64>) -> Self {
        Self::from_bits(Bits::from_bits(bits))
    }
}

/// Serves a call the program makes, or stops the program.
pub fn serve<R: Bits>(mut caller: Caller<'_, Frame>, hook: Hook, args: &[u64]) -> Result<R, Error> {
    let mut guest = Guest::new(&mut caller).ok_or_else(|| Error::new("no instance"))?;
    let why = match guest.serve(&HostCall { hook, args }) {
        Ok(Reply::Value(result)) => return Ok(R::from_bits(result)),
        Ok(Reply::Ask(question)) => Ok(question),
        Err(halt) => Err(halt),
    };
    guest.frame_mut().stop = Some(Stop { hook, why });
    Err(Error::host(Stopped))
}

/// The engine's value of a host function's result.
pub fn value(hook: Hook, result: Option<u64>) -> Option<Val> {
    Some(match hook.definition().result? {
        wasmparser::ValType::I32 => Val::I32(<u32 as Bits>::from_bits(result).cast_signed()),
        wasmparser::ValType::F32 => Val::F32(Bits::from_bits(result)),
        wasmparser::ValType::F64 => Val::F64(Bits::from_bits(result)),
        _ => Val::I64(<u64 as Bits>::from_bits(result).cast_signed()),
    })
}
