//! Arbitrum's precompiled contracts.
//!
//! Methods cost 3 gas per word of arguments and results, 800 to open the chain's own state, 800 for each word read
//! from it and 20,000 for each word written: Nitro's prices, with its own layout of that state simplified. A call
//! with an unknown selector reverts with all gas used.

mod abi;
mod arb_wasm;
mod arb_wasm_cache;
mod call;
pub(crate) mod programs;
mod queries;

use std::sync::LazyLock;

use alloy_primitives::{Address, address};
use alloy_sol_types::SolInterface;
use revm::handler::{EthPrecompiles, PrecompileProvider};
use revm::interpreter::{CallInputs, InterpreterResult};
use revm::primitives::AddressSet;
use revm::primitives::hardfork::SpecId;

use crate::evm::{Ctx, SPEC};
pub use abi::{ArbGasInfo, ArbInfo, ArbOwnerPublic, ArbSys, ArbWasm, ArbWasmCache};
use call::{Fault, PrecompileCall, READ_GAS, WRITE_GAS};

/// `ArbSys`: block numbers and hashes, chain id, version.
pub const ARB_SYS: Address = address!("0000000000000000000000000000000000000064");
/// `ArbInfo`: balances and code.
pub const ARB_INFO: Address = address!("0000000000000000000000000000000000000065");
/// `ArbOwnerPublic`: what owners set, for everyone to read.
pub const ARB_OWNER_PUBLIC: Address = address!("000000000000000000000000000000000000006b");
/// `ArbGasInfo`: prices.
pub const ARB_GAS_INFO: Address = address!("000000000000000000000000000000000000006c");
/// `ArbWasm`: activation and parameters of programs.
pub const ARB_WASM: Address = address!("0000000000000000000000000000000000000071");
/// `ArbWasmCache`: programs that start at the cached price.
pub const ARB_WASM_CACHE: Address = address!("0000000000000000000000000000000000000072");
/// All of them.
pub const ADDRESSES: [Address; 6] =
    [ARB_SYS, ARB_INFO, ARB_OWNER_PUBLIC, ARB_GAS_INFO, ARB_WASM, ARB_WASM_CACHE];

/// Account in whose storage the chain keeps what it knows of programs, where reverts and snapshots reach it.
pub const STATE_ACCOUNT: Address = address!("a4b05fffffffffffffffffffffffffffffffffff");

static WARM: LazyLock<AddressSet> = LazyLock::new(|| {
    let mut warm = EthPrecompiles::new(SPEC).warm_addresses().clone();
    warm.extend(ADDRESSES);
    warm
});

/// Ethereum's precompiles and Arbitrum's.
#[derive(Debug)]
pub(crate) struct ArbPrecompiles {
    ethereum: EthPrecompiles,
}

impl ArbPrecompiles {
    pub(crate) fn new() -> Self {
        Self { ethereum: EthPrecompiles::new(SPEC) }
    }
}

impl<'a> PrecompileProvider<Ctx<'a>> for ArbPrecompiles {
    type Output = InterpreterResult;

    fn set_spec(&mut self, spec: SpecId) -> bool {
        <EthPrecompiles as PrecompileProvider<Ctx<'a>>>::set_spec(&mut self.ethereum, spec)
    }

    fn run(&mut self, ctx: &mut Ctx<'a>, inputs: &CallInputs) -> Result<Option<InterpreterResult>, String> {
        let method = match inputs.bytecode_address {
            ARB_SYS => queries::arb_sys,
            ARB_INFO => queries::arb_info,
            ARB_OWNER_PUBLIC => queries::arb_owner_public,
            ARB_GAS_INFO => queries::arb_gas_info,
            ARB_WASM => arb_wasm::run,
            ARB_WASM_CACHE => arb_wasm_cache::run,
            _ => return self.ethereum.run(ctx, inputs),
        };
        let input = inputs.input.bytes(ctx);
        let mut call = PrecompileCall::new(ctx, inputs);
        let result = method(&mut call, &input);
        Ok(Some(call.finish(result)))
    }

    fn warm_addresses(&self) -> &AddressSet {
        &WARM
    }
}

/// Reads the selector and arguments.
fn decode<C: SolInterface>(input: &[u8]) -> Result<C, Fault> {
    C::abi_decode(input).map_err(|e| Fault::Burnt(format!("the precompile has no such method: {e}")))
}
