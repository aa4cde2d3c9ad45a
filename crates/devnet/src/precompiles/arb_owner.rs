//! ArbOwner, ArbOwnerPublic and ArbDebug: who owns the chain, and what owners change.
//!
//! A chain has no owner at first; `ArbDebug.becomeChainOwner` makes one of anyone. Fees go to the blocks' beneficiary.

use alloy_primitives::{Address, Bytes, FixedBytes};
use alloy_sol_types::SolCall;

use super::abi::ArbDebug::ArbDebugCalls;
use super::abi::ArbOwner::ArbOwnerCalls;
use super::abi::ArbOwnerPublic::ArbOwnerPublicCalls;
use super::abi::{ArbOwner, ArbOwnerPublic};
use super::call::{Access, Fault, PrecompileCall, READ_GAS};
use super::members::{CACHE_MANAGERS, CHAIN_OWNERS};
use super::{decode, params};
use crate::wasm::Rules;
use crate::wasm::code::FRAGMENTS_SINCE;

/// Units the chain counts the least gas of an uncached and of a cached start in.
const MIN_INIT_GAS_UNIT: u8 = 128;
const MIN_CACHED_GAS_UNIT: u16 = 32;
/// Unit of the scalars, in percent.
const SCALAR_PERCENT: u64 = 2;
/// Ink prices are kept in three bytes.
const MAX_INK_PRICE: u32 = (1 << 24) - 1;

pub(super) fn arb_owner_public(call: &mut PrecompileCall<'_, '_>, input: &[u8]) -> Result<Vec<u8>, Fault> {
    let method: ArbOwnerPublicCalls = decode(input)?;
    let writes = matches!(method, ArbOwnerPublicCalls::rectifyChainOwner(_));
    call.begin(if writes { Access::Write } else { Access::View }, input)?;
    if let Some(answer) = owners(call, &method)? {
        return Ok(answer);
    }
    call.spend(READ_GAS)?;
    settings(call, &method)
}

/// What ArbOwnerPublic says of owners.
fn owners(call: &mut PrecompileCall<'_, '_>, method: &ArbOwnerPublicCalls) -> Result<Option<Vec<u8>>, Fault> {
    Ok(Some(match method {
        ArbOwnerPublicCalls::isChainOwner(args) => {
            ArbOwnerPublic::isChainOwnerCall::abi_encode_returns(&CHAIN_OWNERS.contains(call, args.account)?)
        }
        ArbOwnerPublicCalls::getAllChainOwners(_) => {
            ArbOwnerPublic::getAllChainOwnersCall::abi_encode_returns(&CHAIN_OWNERS.all(call)?)
        }
        ArbOwnerPublicCalls::rectifyChainOwner(args) => {
            let what = if CHAIN_OWNERS.contains(call, args.ownerToRectify)? {
                "is listed as an owner correctly"
            } else {
                "is no chain owner"
            };
            return Err(Fault::Burnt(format!("{} {what}", args.ownerToRectify)));
        }
        _ => return Ok(None),
    }))
}

/// What ArbOwnerPublic says of the chain's settings.
fn settings(call: &PrecompileCall<'_, '_>, method: &ArbOwnerPublicCalls) -> Result<Vec<u8>, Fault> {
    let fees = call.ctx.block.beneficiary;
    Ok(match method {
        ArbOwnerPublicCalls::getNetworkFeeAccount(_) => {
            ArbOwnerPublic::getNetworkFeeAccountCall::abi_encode_returns(&fees)
        }
        ArbOwnerPublicCalls::getInfraFeeAccount(_) => {
            ArbOwnerPublic::getInfraFeeAccountCall::abi_encode_returns(&fees)
        }
        // No batches are posted, so none are compressed.
        ArbOwnerPublicCalls::getBrotliCompressionLevel(_) => {
            ArbOwnerPublic::getBrotliCompressionLevelCall::abi_encode_returns(&0)
        }
        ArbOwnerPublicCalls::getScheduledUpgrade(_) => {
            let none =
                ArbOwnerPublic::getScheduledUpgradeReturn { arbosVersion: 0, scheduledForTimestamp: 0 };
            ArbOwnerPublic::getScheduledUpgradeCall::abi_encode_returns(&none)
        }
        ArbOwnerPublicCalls::isCalldataPriceIncreaseEnabled(_) => {
            let on = !call.ctx.cfg.disable_eip7623;
            ArbOwnerPublic::isCalldataPriceIncreaseEnabledCall::abi_encode_returns(&on)
        }
        ArbOwnerPublicCalls::getParentGasFloorPerToken(_) => {
            ArbOwnerPublic::getParentGasFloorPerTokenCall::abi_encode_returns(&0)
        }
        ArbOwnerPublicCalls::isNativeTokenOwner(_) => {
            ArbOwnerPublic::isNativeTokenOwnerCall::abi_encode_returns(&false)
        }
        ArbOwnerPublicCalls::getAllNativeTokenOwners(_) => {
            ArbOwnerPublic::getAllNativeTokenOwnersCall::abi_encode_returns(&Vec::<Address>::new())
        }
        ArbOwnerPublicCalls::getNativeTokenManagementFrom(_) => {
            ArbOwnerPublic::getNativeTokenManagementFromCall::abi_encode_returns(&0)
        }
        ArbOwnerPublicCalls::getMaxStylusContractFragments(_) => {
            call.since(FRAGMENTS_SINCE)?;
            let most = call.rules().max_fragments;
            ArbOwnerPublic::getMaxStylusContractFragmentsCall::abi_encode_returns(&most)
        }
        ArbOwnerPublicCalls::isChainOwner(_)
        | ArbOwnerPublicCalls::getAllChainOwners(_)
        | ArbOwnerPublicCalls::rectifyChainOwner(_) => {
            return Err(Fault::Burnt("not a setting".into()));
        }
    })
}

pub(super) fn arb_debug(call: &mut PrecompileCall<'_, '_>, input: &[u8]) -> Result<Vec<u8>, Fault> {
    let ArbDebugCalls::becomeChainOwner(_) = decode(input)?;
    if !call.rules().debug {
        return Err(Fault::Burnt("ArbDebug is for chains under debugging".into()));
    }
    call.begin(Access::Write, input)?;
    CHAIN_OWNERS.add(call, call.caller)?;
    Ok(Vec::new())
}

/// Nothing is charged to an owner, whether or not the call succeeds; others lose all gas.
pub(super) fn arb_owner(call: &mut PrecompileCall<'_, '_>, input: &[u8]) -> Result<Vec<u8>, Fault> {
    let owner = call.caller;
    if !CHAIN_OWNERS.contains(call, owner)? {
        return Err(Fault::Burnt(format!(
            "{owner} is no chain owner: call becomeChainOwner of ArbDebug (0xff) first"
        )));
    }
    call.make_free();
    let method: ArbOwnerCalls = decode(input)?;
    let output = act(call, method, input)?;
    if !call.is_static() {
        let method = input.first_chunk().map(FixedBytes::<4>::from).unwrap_or_default();
        call.emit(&ArbOwner::OwnerActs { method, owner, data: Bytes::copy_from_slice(input) })?;
    }
    Ok(output)
}

fn act(call: &mut PrecompileCall<'_, '_>, method: ArbOwnerCalls, input: &[u8]) -> Result<Vec<u8>, Fault> {
    match method {
        ArbOwnerCalls::isChainOwner(args) => {
            call.begin(Access::View, input)?;
            let is_owner = CHAIN_OWNERS.contains(call, args.account)?;
            return Ok(ArbOwner::isChainOwnerCall::abi_encode_returns(&is_owner));
        }
        ArbOwnerCalls::getAllChainOwners(_) => {
            call.begin(Access::View, input)?;
            return Ok(ArbOwner::getAllChainOwnersCall::abi_encode_returns(&CHAIN_OWNERS.all(call)?));
        }
        ArbOwnerCalls::getNetworkFeeAccount(_) | ArbOwnerCalls::getInfraFeeAccount(_) => {
            call.begin(Access::View, input)?;
            let account = call.ctx.block.beneficiary;
            return Ok(ArbOwner::getNetworkFeeAccountCall::abi_encode_returns(&account));
        }
        _ => call.begin(Access::Write, input)?,
    }
    match method {
        ArbOwnerCalls::addChainOwner(args) => CHAIN_OWNERS.add(call, args.newOwner)?,
        ArbOwnerCalls::removeChainOwner(args) => CHAIN_OWNERS.remove(call, args.ownerToRemove)?,
        ArbOwnerCalls::addWasmCacheManager(args) => CACHE_MANAGERS.add(call, args.manager)?,
        ArbOwnerCalls::removeWasmCacheManager(args) => CACHE_MANAGERS.remove(call, args.manager)?,
        setter => {
            let rules = changed(call, setter)?;
            params::store(call.ctx, &rules);
        }
    }
    Ok(Vec::new())
}

/// The chain's parameters after an owner set one.
fn changed(call: &PrecompileCall<'_, '_>, setter: ArbOwnerCalls) -> Result<Rules, Fault> {
    let rules = call.rules().as_ref().clone();
    Ok(match setter {
        ArbOwnerCalls::setInkPrice(args) => {
            if args.price == 0 || args.price > MAX_INK_PRICE {
                return Err(Fault::Burnt(format!("the ink price must be between 1 and {MAX_INK_PRICE}")));
            }
            Rules { ink_price: args.price, ..rules }
        }
        ArbOwnerCalls::setWasmMaxStackDepth(args) => Rules { stack_depth: args.depth, ..rules },
        ArbOwnerCalls::setWasmFreePages(args) => Rules { free_pages: args.pages, ..rules },
        ArbOwnerCalls::setWasmPageGas(args) => Rules { page_gas: args.gas, ..rules },
        ArbOwnerCalls::setWasmPageLimit(args) => Rules { page_limit: args.limit, ..rules },
        ArbOwnerCalls::setWasmMaxSize(args) => Rules { max_wasm_size: args.size, ..rules },
        ArbOwnerCalls::setWasmMinInitGas(args) => Rules {
            min_init_gas: args.gas.div_ceil(MIN_INIT_GAS_UNIT),
            min_cached_init_gas: u8_or_most(args.cached.div_ceil(MIN_CACHED_GAS_UNIT).into()),
            ..rules
        },
        ArbOwnerCalls::setWasmInitCostScalar(args) => {
            Rules { init_cost_scalar: u8_or_most(args.percent.div_ceil(SCALAR_PERCENT)), ..rules }
        }
        ArbOwnerCalls::setWasmExpiryDays(args) => Rules { expiry_days: args.days_, ..rules },
        ArbOwnerCalls::setWasmKeepaliveDays(args) => Rules { keepalive_days: args.days_, ..rules },
        ArbOwnerCalls::setWasmBlockCacheSize(args) => Rules { block_cache_size: args.count, ..rules },
        ArbOwnerCalls::setWasmActivationGas(args) => {
            call.since(FRAGMENTS_SINCE)?;
            Rules { activation_gas: args.gas, ..rules }
        }
        ArbOwnerCalls::setMaxStylusContractFragments(args) => {
            call.since(FRAGMENTS_SINCE)?;
            Rules { max_fragments: args.count, ..rules }
        }
        _ => return Err(Fault::Burnt("not a setter".into())),
    })
}

fn u8_or_most(value: u64) -> u8 {
    u8::try_from(value).unwrap_or(u8::MAX)
}
