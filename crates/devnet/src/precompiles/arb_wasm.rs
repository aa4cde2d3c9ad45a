//! ArbWasm: activation and parameters of programs.

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolCall;

use super::abi::ArbWasm;
use super::abi::ArbWasm::ArbWasmCalls;
use super::call::{Access, Fault, PrecompileCall};
use super::programs::{self, Inactive, Record, STYLUS_VERSION};
use super::{READ_GAS, WRITE_GAS, decode};
use crate::evm;
use crate::wasm::ActivationError;
use crate::wasm::code::CodeError;
use crate::wasm::prices::{ACTIVATION_BASE_GAS, DATA_FEE_WEI_PER_BYTE};

/// Growth of the page price, which the chain publishes; prices themselves come from a table.
const PAGE_RAMP: u64 = 620_674_314;

pub(super) fn run(call: &mut PrecompileCall<'_, '_>, input: &[u8]) -> Result<Vec<u8>, Fault> {
    match decode(input)? {
        ArbWasmCalls::activateProgram(args) => {
            call.begin(Access::Payable, input)?;
            activate(call, args.program)
        }
        ArbWasmCalls::codehashKeepalive(args) => {
            call.begin(Access::Payable, input)?;
            keep_alive(call, args.codehash)
        }
        method => {
            call.begin(Access::View, input)?;
            call.spend(READ_GAS)?;
            view(call, method)
        }
    }
}

/// Checks, meters and prices a program, and takes the data fee; what the caller sent above it goes back.
fn activate(call: &mut PrecompileCall<'_, '_>, address: Address) -> Result<Vec<u8>, Fault> {
    call.spend(ACTIVATION_BASE_GAS)?;
    let code_hash = call.code_hash(address);
    call.spend(READ_GAS)?;
    let before = programs::load(call.ctx, code_hash);
    if before.check(call.now()).is_ok() {
        return Err(Fault::error(&ArbWasm::ProgramUpToDate {}));
    }
    let program = match evm::compile(call.ctx, address, code_hash) {
        Err(ActivationError::Code(CodeError::NotAProgram)) => {
            return Err(Fault::error(&ArbWasm::ProgramNotWasm {}));
        }
        other => other.map_err(|e| failed(&e))?,
    };
    let activated = program.activated();
    call.spend(activated.activation_gas.saturating_sub(ACTIVATION_BASE_GAS))?;
    let record = Record {
        version: STYLUS_VERSION,
        footprint: activated.footprint,
        init_cost: narrow(activated.init_cost)?,
        cached_cost: narrow(activated.cached_init_cost)?,
        activated_at: programs::hours(call.now()),
        asm_kib: narrow(activated.asm_estimate.div_ceil(1_024))?,
        cached: before.cached,
    };
    call.spend(WRITE_GAS.saturating_mul(2))?;
    programs::store(call.ctx, code_hash, record);
    programs::store_module_hash(call.ctx, code_hash, activated.module_hash);
    let data_fee = take_data_fee(call, activated.asm_estimate)?;
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

/// Starts the year of a program anew, for the data fee.
fn keep_alive(call: &mut PrecompileCall<'_, '_>, code_hash: B256) -> Result<Vec<u8>, Fault> {
    call.spend(READ_GAS)?;
    let mut program = programs::load(call.ctx, code_hash);
    let now = call.now();
    program.check(now).map_err(inactive)?;
    if !program.may_extend(now) {
        return Err(Fault::error(&ArbWasm::ProgramKeepaliveTooSoon { ageInSeconds: program.age(now) }));
    }
    program.activated_at = programs::hours(now);
    call.spend(WRITE_GAS)?;
    programs::store(call.ctx, code_hash, program);
    let data_fee = take_data_fee(call, program.asm_bytes())?;
    call.emit(&ArbWasm::ProgramLifetimeExtended { codehash: code_hash, dataFee: data_fee })?;
    Ok(Vec::new())
}

/// Moves the fee for `bytes` of native code to the blocks' beneficiary and the rest back to the caller.
fn take_data_fee(call: &mut PrecompileCall<'_, '_>, bytes: u64) -> Result<U256, Fault> {
    let fee = U256::from(u128::from(bytes).saturating_mul(u128::from(DATA_FEE_WEI_PER_BYTE)));
    let have = call.value;
    let Some(rest) = have.checked_sub(fee) else {
        return Err(Fault::error(&ArbWasm::ProgramInsufficientValue { have, want: fee }));
    };
    call.pay(call.ctx.block.beneficiary, fee)?;
    call.pay(call.caller, rest)?;
    Ok(fee)
}

fn view(call: &mut PrecompileCall<'_, '_>, method: ArbWasmCalls) -> Result<Vec<u8>, Fault> {
    let rules = call.ctx.chain.rules().clone();
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
            let gas = call.ctx.chain.init_gas(&program);
            let gas_when_cached = call.ctx.chain.cached_init_gas(&program);
            let result = ArbWasm::programInitGasReturn { gas, gasWhenCached: gas_when_cached };
            ArbWasm::programInitGasCall::abi_encode_returns(&result)
        }
        ArbWasmCalls::programMemoryFootprint(args) => {
            ArbWasm::programMemoryFootprintCall::abi_encode_returns(&active_at(call, args.program)?.footprint)
        }
        ArbWasmCalls::programTimeLeft(args) => {
            let left = active_at(call, args.program)?.time_left(call.now());
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
        ArbWasmCalls::expiryDays(_) => ArbWasm::expiryDaysCall::abi_encode_returns(&programs::EXPIRY_DAYS),
        ArbWasmCalls::keepaliveDays(_) => {
            ArbWasm::keepaliveDaysCall::abi_encode_returns(&programs::KEEPALIVE_DAYS)
        }
        ArbWasmCalls::blockCacheSize(_) => {
            ArbWasm::blockCacheSizeCall::abi_encode_returns(&rules.block_cache_size)
        }
        // Owners can add to the gas of activations; a dev chain has none.
        ArbWasmCalls::activationGas(_) => ArbWasm::activationGasCall::abi_encode_returns(&0),
        ArbWasmCalls::activateProgram(_) | ArbWasmCalls::codehashKeepalive(_) => {
            return Err(Fault::Burnt("not a view".into()));
        }
    })
}

fn active_at(call: &mut PrecompileCall<'_, '_>, program: Address) -> Result<Record, Fault> {
    let code_hash = call.code_hash(program);
    active(call, code_hash)
}

fn active(call: &mut PrecompileCall<'_, '_>, code_hash: B256) -> Result<Record, Fault> {
    call.spend(READ_GAS)?;
    let program = programs::load(call.ctx, code_hash);
    program.check(call.now()).map_err(inactive)?;
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

fn narrow(value: u64) -> Result<u32, Fault> {
    u32::try_from(value).map_err(|_| failed(&"the program's costs do not fit their fields"))
}
