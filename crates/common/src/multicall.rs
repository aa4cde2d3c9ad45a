//! Several calls in one. See `contracts/interfaces/IMulticall.sol`.

use alloc::vec::Vec;

use abi::{Reader, Result, Writer};
use interfaces::sol::IMulticall::multicallCall;
use interfaces::CallId;
use stylus_sdk::host::VM;
use stylus_sdk::prelude::*;

use crate::routing::Routed;
use crate::{extension, host};

/// What anyone calls to make several calls: a routing table.
pub fn routes<C: HostAccess<Host = VM>>(this: &mut C, selector: u32, args: &mut Reader<'_>) -> Routed {
    match selector {
        <multicallCall as CallId>::ID => Ok(Some(run(this.vm(), args)?)),
        _ => Ok(None),
    }
}

/// Makes every call of the `bytes[]` by delegatecall to the contract itself: the caller stays the caller, and locks,
/// pauses and permissions hold for each call. Encodes what they return as a `bytes[]`.
fn run(vm: &VM, args: &mut Reader<'_>) -> Result<Vec<u8>> {
    let (length, mut calls) = args.array()?;
    let mut results = Vec::with_capacity(length);
    for _ in 0..length {
        results.push(extension::delegate(vm, host::this(vm), calls.bytes()?)?);
    }
    Ok(Writer::one_bytes_array(&results))
}
