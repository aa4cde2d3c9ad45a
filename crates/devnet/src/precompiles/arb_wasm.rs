//! ArbWasm: activation and parameters of programs.

use std::sync::Arc;

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolCall;
use revm::context::JournalTr;

use super::abi::ArbWasm;
use super::abi::ArbWasm::ArbWasmCalls;
use super::call::{Access, Fault, PARAMS_GAS, PrecompileCall, READ_GAS, WRITE_GAS};
use super::decode;
use super::programs::{self, Inactive, Record, STYLUS_VERSION};
use crate::evm;
use crate::wasm::code::{CodeError, FRAGMENTS_SINCE, Root, is_root};
use crate::wasm::prices::{ACTIVATION_BASE_GAS, cached_init_gas, gas, init_gas};
use crate::wasm::{ActivationError, Program};

/// Growth of the page price, which the chain publishes; prices themselves come from a table.
const PAGE_RAMP: u64 = 620_674_314;
/// Gas of the demand model: five words read, two written.
const DEMAND_GAS: u64 = 5 * READ_GAS + 2 * WRITE_GAS;

pub(super) fn run(call: &mut PrecompileCall<'_, '_>, input: &[u8]) -> Result<Vec<u8>, Fault> {
    match decode(input)? {
        ArbWasmCalls::activateProgram(args) => {
            call.begin(Access::Payable, input)?;
            activate(call, args.program)
        }
        ArbWasmCalls::codehashKeepalive(args) => {
            call.begin(Access::Payable, input)?;
            call.spend(PARAMS_GAS)?;
            keep_alive(call, args.codehash)
        }
        method => {
            call.begin(Access::View, input)?;
            call.spend(PARAMS_GAS)?;
            view(call, method)
        }
    }
}

/// Checks, meters and prices a program, and takes the data fee; what the caller sent above it goes back.
fn activate(call: &mut PrecompileCall<'_, '_>, address: Address) -> Result<Vec<u8>, Fault> {
    let rules = call.rules();
    call.spend(ACTIVATION_BASE_GAS)?;
    if rules.arbos_version >= FRAGMENTS_SINCE {
        call.spend(READ_GAS.saturating_add(rules.activation_gas))?;
    }
    let Ok(code_hash) = call.ctx.journaled_state.code_hash(address);
    let code_hash = code_hash.data;
    call.spend(PARAMS_GAS.saturating_add(READ_GAS))?;
    let before = programs::load(call.ctx, code_hash);
    if before.check(&rules, call.now()).is_ok() {
        return Err(Fault::error(&ArbWasm::ProgramUpToDate {}));
    }
    let program = compile(call, address, code_hash)?;
    let activated = program.activated();
    call.spend(activated.activation_gas.saturating_sub(ACTIVATION_BASE_GAS))?;
    let record = Record {
        version: STYLUS_VERSION,
        footprint: activated.footprint,
        init_cost: half(activated.init_cost)?,
        cached_cost: half(activated.cached_init_cost)?,
        activated_at: programs::hours(call.now()),
        asm_kib: narrow(activated.asm_estimate.div_ceil(1_024))?,
        cached: before.cached,
    };
    call.spend(WRITE_GAS.saturating_mul(2))?;
    programs::store(call.ctx, code_hash, record);
    programs::store_module_hash(call.ctx, code_hash, activated.module_hash);
    let data_fee = take_data_fee(call, narrow(activated.asm_estimate)?)?;
    call.emit(&ArbWasm::ProgramActivated {
        codehash: code_hash,
        moduleHash: activated.module_hash,
        program: address,
        dataFee: data_fee,
        version: STYLUS_VERSION,
    })?;
    let result = ArbWasm::activateProgramReturn { version: STYLUS_VERSION, dataFee: data_fee };
    Ok(ArbWasm::activateProgramCall::abi_encode_returns(&result))
}

/// Compiles the program at an address within the limits of activation, and charges for reading its fragments.
fn compile(
    call: &mut PrecompileCall<'_, '_>,
    address: Address,
    code_hash: B256,
) -> Result<Arc<Program>, Fault> {
    let rules = call.rules();
    let Ok(code) = call.ctx.journaled_state.code(address);
    if code.data.is_empty() {
        return Err(Fault::error(&ArbWasm::ProgramNotWasm {}));
    }
    if is_root(&code.data, rules.arbos_version) {
        let root = Root::parse(&code.data, rules.max_fragments).map_err(|e| failed(&e))?;
        root.fragments().iter().try_for_each(|fragment| charge_fragment(call, *fragment))?;
    }
    let program = match evm::compile(call.ctx, address, code_hash) {
        // Before fragments, code of any other kind took all gas.
        Err(ActivationError::Code(CodeError::NotAProgram)) if rules.arbos_version >= FRAGMENTS_SINCE => {
            return Err(Fault::error(&ArbWasm::ProgramNotWasm {}));
        }
        other => other.map_err(|e| failed(&e))?,
    };
    let (found, limit) = (program.activated().footprint, rules.page_limit);
    let open = call.ctx.chain.open_pages();
    if found > limit.saturating_sub(open) {
        return Err(failed(&format!("{found} initial pages, but {open} of {limit} are in use already")));
    }
    Ok(program)
}

/// Charges for reading a fragment's code. The call must be able to pay for the largest there can be.
fn charge_fragment(call: &mut PrecompileCall<'_, '_>, fragment: Address) -> Result<(), Fault> {
    let largest = u64::from(call.rules().max_code_size);
    let Ok(code) = call.ctx.journaled_state.code(fragment);
    let access = if code.is_cold { gas::COLD_ACCOUNT } else { gas::WARM_READ };
    let cost = |bytes: u64| access.saturating_add(bytes.div_ceil(32).saturating_mul(gas::COPY_WORD));
    if !call.can_spend(cost(largest)) {
        return Err(Fault::OutOfGas);
    }
    call.spend(cost(code.data.len() as u64))
}

/// Starts the year of a program anew, for the data fee.
fn keep_alive(call: &mut PrecompileCall<'_, '_>, code_hash: B256) -> Result<Vec<u8>, Fault> {
    let (rules, now) = (call.rules(), call.now());
    let mut program = active(call, code_hash)?;
    if !program.may_extend(&rules, now) {
        return Err(Fault::error(&ArbWasm::ProgramKeepaliveTooSoon { ageInSeconds: program.age(now) }));
    }
    program.activated_at = programs::hours(now);
    call.spend(WRITE_GAS)?;
    programs::store(call.ctx, code_hash, program);
    let data_fee = take_data_fee(call, narrow(program.asm_bytes())?)?;
    call.emit(&ArbWasm::ProgramLifetimeExtended { codehash: code_hash, dataFee: data_fee })?;
    Ok(Vec::new())
}

/// Moves the fee for `bytes` of native code to the blocks' beneficiary and the rest back to the caller.
fn take_data_fee(call: &mut PrecompileCall<'_, '_>, bytes: u32) -> Result<U256, Fault> {
    call.spend(DEMAND_GAS)?;
    let demand = programs::load_demand(call.ctx).after(bytes, call.now());
    programs::store_demand(call.ctx, demand);
    let fee = U256::from(demand.fee(bytes));
    call.spend(READ_GAS)?;
    let have = call.value;
    let Some(rest) = have.checked_sub(fee) else {
        return Err(Fault::error(&ArbWasm::ProgramInsufficientValue { have, want: fee }));
    };
    call.pay(call.ctx.block.beneficiary, fee)?;
    call.pay(call.caller, rest)?;
    Ok(fee)
}

fn view(call: &mut PrecompileCall<'_, '_>, method: ArbWasmCalls) -> Result<Vec<u8>, Fault> {
    let rules = call.rules();
    Ok(match method {
        ArbWasmCalls::stylusVersion(_) => ArbWasm::stylusVersionCall::abi_encode_returns(&STYLUS_VERSION),
        ArbWasmCalls::codehashVersion(args) => {
            ArbWasm::codehashVersionCall::abi_encode_returns(&active(call, args.codehash)?.version)
        }
        ArbWasmCalls::codehashAsmSize(args) => {
            let bytes = active(call, args.codehash)?.asm_bytes();
            ArbWasm::codehashAsmSizeCall::abi_encode_returns(&narrow(bytes)?)
        }
        ArbWasmCalls::programVersion(args) => {
            ArbWasm::programVersionCall::abi_encode_returns(&active_at(call, args.program)?.version)
        }
        ArbWasmCalls::programInitGas(args) => {
            let program = active_at(call, args.program)?;
            let cached = cached_init_gas(&rules, program.cached_cost.into());
            let gas = init_gas(&rules, program.init_cost.into()).saturating_add(cached);
            let result = ArbWasm::programInitGasReturn { gas, gasWhenCached: cached };
            ArbWasm::programInitGasCall::abi_encode_returns(&result)
        }
        ArbWasmCalls::programMemoryFootprint(args) => {
            ArbWasm::programMemoryFootprintCall::abi_encode_returns(&active_at(call, args.program)?.footprint)
        }
        ArbWasmCalls::programTimeLeft(args) => {
            let left = active_at(call, args.program)?.time_left(&rules, call.now());
            ArbWasm::programTimeLeftCall::abi_encode_returns(&left)
        }
        ArbWasmCalls::inkPrice(_) => ArbWasm::inkPriceCall::abi_encode_returns(&rules.ink_price),
        ArbWasmCalls::maxStackDepth(_) => ArbWasm::maxStackDepthCall::abi_encode_returns(&rules.stack_depth),
        ArbWasmCalls::freePages(_) => ArbWasm::freePagesCall::abi_encode_returns(&rules.free_pages),
        ArbWasmCalls::pageGas(_) => ArbWasm::pageGasCall::abi_encode_returns(&rules.page_gas),
        ArbWasmCalls::pageRamp(_) => ArbWasm::pageRampCall::abi_encode_returns(&PAGE_RAMP),
        ArbWasmCalls::pageLimit(_) => ArbWasm::pageLimitCall::abi_encode_returns(&rules.page_limit),
        ArbWasmCalls::minInitGas(_) => {
            let gas = u64::from(rules.min_init_gas).saturating_mul(128);
            let cached = u64::from(rules.min_cached_init_gas).saturating_mul(32);
            ArbWasm::minInitGasCall::abi_encode_returns(&ArbWasm::minInitGasReturn { gas, cached })
        }
        ArbWasmCalls::initCostScalar(_) => {
            let percent = u64::from(rules.init_cost_scalar).saturating_mul(2);
            ArbWasm::initCostScalarCall::abi_encode_returns(&percent)
        }
        ArbWasmCalls::expiryDays(_) => ArbWasm::expiryDaysCall::abi_encode_returns(&rules.expiry_days),
        ArbWasmCalls::keepaliveDays(_) => {
            ArbWasm::keepaliveDaysCall::abi_encode_returns(&rules.keepalive_days)
        }
        ArbWasmCalls::blockCacheSize(_) => {
            ArbWasm::blockCacheSizeCall::abi_encode_returns(&rules.block_cache_size)
        }
        ArbWasmCalls::activationGas(_) => {
            call.since(FRAGMENTS_SINCE)?;
            ArbWasm::activationGasCall::abi_encode_returns(&rules.activation_gas)
        }
        ArbWasmCalls::activateProgram(_) | ArbWasmCalls::codehashKeepalive(_) => {
            return Err(Fault::Burnt("not a view".into()));
        }
    })
}

fn active_at(call: &mut PrecompileCall<'_, '_>, program: Address) -> Result<Record, Fault> {
    let code_hash = call.code_hash(program)?;
    active(call, code_hash)
}

fn active(call: &mut PrecompileCall<'_, '_>, code_hash: B256) -> Result<Record, Fault> {
    call.spend(READ_GAS)?;
    let program = programs::load(call.ctx, code_hash);
    program.check(&call.rules(), call.now()).map_err(inactive)?;
    Ok(program)
}

/// The Solidity error for a program that cannot run.
pub(super) fn inactive(reason: Inactive) -> Fault {
    match reason {
        Inactive::NotActivated => Fault::error(&ArbWasm::ProgramNotActivated {}),
        Inactive::NeedsUpgrade(version) => {
            Fault::error(&ArbWasm::ProgramNeedsUpgrade { version, stylusVersion: STYLUS_VERSION })
        }
        Inactive::Expired(age) => Fault::error(&ArbWasm::ProgramExpired { ageInSeconds: age }),
    }
}

/// A program that breaks a rule takes all gas of the call.
fn failed(error: &dyn std::fmt::Display) -> Fault {
    Fault::Burnt(format!("program activation failed: {error}"))
}

const TOO_DEAR: &str = "the program's costs do not fit their fields: make it smaller";

fn narrow(value: u64) -> Result<u32, Fault> {
    u32::try_from(value).map_err(|_| failed(&TOO_DEAR))
}

/// Costs of starts are kept in two bytes.
fn half(value: u64) -> Result<u32, Fault> {
    u16::try_from(value).map(u32::from).map_err(|_| failed(&TOO_DEAR))
}
