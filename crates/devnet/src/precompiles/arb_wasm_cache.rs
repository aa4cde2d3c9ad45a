//! ArbWasmCache: programs that start at the cached price in every block.
//!
//! On public chains a contract that auctions places is the cache's manager. Here places are not limited, and managers
//! are whom an owner adds.

use alloy_primitives::B256;
use alloy_sol_types::SolCall;

use super::abi::ArbWasmCache::ArbWasmCacheCalls;
use super::abi::{ArbWasm, ArbWasmCache};
use super::arb_wasm::inactive;
use super::call::{Access, Fault, PARAMS_GAS, PrecompileCall, READ_GAS, WRITE_GAS};
use super::decode;
use super::members::{CACHE_MANAGERS, CHAIN_OWNERS};
use super::programs::{self, Inactive, STYLUS_VERSION};

pub(super) fn run(call: &mut PrecompileCall<'_, '_>, input: &[u8]) -> Result<Vec<u8>, Fault> {
    Ok(match decode(input)? {
        ArbWasmCacheCalls::isCacheManager(args) => {
            call.begin(Access::View, input)?;
            let is_manager = CACHE_MANAGERS.contains(call, args.manager)?;
            ArbWasmCache::isCacheManagerCall::abi_encode_returns(&is_manager)
        }
        ArbWasmCacheCalls::allCacheManagers(_) => {
            call.begin(Access::View, input)?;
            ArbWasmCache::allCacheManagersCall::abi_encode_returns(&CACHE_MANAGERS.all(call)?)
        }
        ArbWasmCacheCalls::codehashIsCached(args) => {
            call.begin(Access::View, input)?;
            call.spend(READ_GAS)?;
            let cached = programs::load(call.ctx, args.codehash).cached;
            ArbWasmCache::codehashIsCachedCall::abi_encode_returns(&cached)
        }
        ArbWasmCacheCalls::cacheCodehash(args) => {
            call.begin(Access::Write, input)?;
            set_cached(call, args.codehash, true)?
        }
        ArbWasmCacheCalls::cacheProgram(args) => {
            call.begin(Access::Write, input)?;
            let code_hash = call.code_hash(args.program)?;
            set_cached(call, code_hash, true)?
        }
        ArbWasmCacheCalls::evictCodehash(args) => {
            call.begin(Access::Write, input)?;
            set_cached(call, args.codehash, false)?
        }
    })
}

/// Only a program that can run may be cached; any may be evicted. Nothing happens when it is so already.
fn set_cached(call: &mut PrecompileCall<'_, '_>, code_hash: B256, cached: bool) -> Result<Vec<u8>, Fault> {
    let manager = call.caller;
    if !CACHE_MANAGERS.contains(call, manager)? && !CHAIN_OWNERS.contains(call, manager)? {
        return Err(Fault::Burnt(format!(
            "{manager} is neither a cache manager nor a chain owner: call becomeChainOwner of ArbDebug (0xff) first"
        )));
    }
    call.spend(PARAMS_GAS.saturating_add(READ_GAS))?;
    let mut program = programs::load(call.ctx, code_hash);
    if cached {
        program.check(&call.rules(), call.now()).map_err(refused)?;
    }
    if program.cached == cached {
        return Ok(Vec::new());
    }
    call.emit(&ArbWasmCache::UpdateProgramCache { manager, codehash: code_hash, cached })?;
    // What loading the module costs is paid when it comes in and when it goes, as a revert would bring it back.
    call.spend(u64::from(program.init_cost).saturating_add(READ_GAS))?;
    call.spend(WRITE_GAS)?;
    program.cached = cached;
    programs::store(call.ctx, code_hash, program);
    Ok(Vec::new())
}

/// The cache tells a program that was never activated as one of version zero.
fn refused(reason: Inactive) -> Fault {
    match reason {
        Inactive::NotActivated => {
            Fault::error(&ArbWasm::ProgramNeedsUpgrade { version: 0, stylusVersion: STYLUS_VERSION })
        }
        other => inactive(other),
    }
}
