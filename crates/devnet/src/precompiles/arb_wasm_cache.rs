//! ArbWasmCache: programs that start at the cached price in every block.
//!
//! On public chains a contract that auctions places manages the cache. Here everyone is a manager and places are
//! not limited, so that a program's cached price can be had for the asking.

use alloy_primitives::{Address, B256};
use alloy_sol_types::SolCall;

use super::abi::ArbWasmCache;
use super::abi::ArbWasmCache::ArbWasmCacheCalls;
use super::arb_wasm::inactive;
use super::call::{Access, Fault, PrecompileCall};
use super::programs;
use super::{READ_GAS, WRITE_GAS, decode};

pub(super) fn run(call: &mut PrecompileCall<'_, '_>, input: &[u8]) -> Result<Vec<u8>, Fault> {
    Ok(match decode(input)? {
        ArbWasmCacheCalls::isCacheManager(_) => {
            call.begin(Access::View, input)?;
            ArbWasmCache::isCacheManagerCall::abi_encode_returns(&true)
        }
        ArbWasmCacheCalls::allCacheManagers(_) => {
            call.begin(Access::View, input)?;
            ArbWasmCache::allCacheManagersCall::abi_encode_returns(&Vec::<Address>::new())
        }
        ArbWasmCacheCalls::codehashIsCached(args) => {
            call.begin(Access::View, input)?;
            call.spend(READ_GAS)?;
            let cached = programs::load(call.ctx, args.codehash).cached;
            ArbWasmCache::codehashIsCachedCall::abi_encode_returns(&cached)
        }
        ArbWasmCacheCalls::cacheProgram(args) => {
            call.begin(Access::Write, input)?;
            let code_hash = call.code_hash(args.program);
            set_cached(call, code_hash, true)?;
            Vec::new()
        }
        ArbWasmCacheCalls::evictCodehash(args) => {
            call.begin(Access::Write, input)?;
            set_cached(call, args.codehash, false)?;
            Vec::new()
        }
    })
}

/// Only a program that can run may be cached; any may be evicted. Nothing happens when it is so already.
fn set_cached(call: &mut PrecompileCall<'_, '_>, code_hash: B256, cached: bool) -> Result<(), Fault> {
    call.spend(READ_GAS)?;
    let mut program = programs::load(call.ctx, code_hash);
    if cached {
        program.check(call.now()).map_err(inactive)?;
    }
    if program.cached == cached {
        return Ok(());
    }
    if cached {
        // What loading the module costs is paid once, here.
        call.spend(call.ctx.chain.init_gas(&program))?;
    }
    call.spend(WRITE_GAS)?;
    program.cached = cached;
    programs::store(call.ctx, code_hash, program);
    let manager = call.caller;
    call.emit(&ArbWasmCache::UpdateProgramCache { manager, codehash: code_hash, cached })
}
