//! Arbitrum's precompiled contracts.
//!
//! Methods cost 3 gas per word of arguments and results, 800 to open the chain's own state, 800 for each word read
//! from it and 20,000 for each word written: Nitro's prices, with its own layout of that state simplified. A call
//! with an unknown selector reverts with all gas used.

mod abi;
mod arb_gas_info;
mod arb_owner;
mod arb_sys;
mod arb_wasm;
mod arb_wasm_cache;
mod call;
mod members;
pub(crate) mod params;
pub(crate) mod programs;
mod storage;
mod table;

use std::sync::LazyLock;

use alloy_primitives::{Address, address};
use alloy_sol_types::SolInterface;
use revm::handler::{EthPrecompiles, PrecompileProvider};
use revm::interpreter::{CallInputs, InterpreterResult};
use revm::primitives::AddressSet;
use revm::primitives::hardfork::SpecId;

use crate::evm::{Ctx, SPEC, refresh};
pub use abi::{ArbDebug, ArbGasInfo, ArbInfo, ArbOwner, ArbOwnerPublic, ArbSys, ArbWasm, ArbWasmCache};
use call::{Fault, PrecompileCall};
pub use table::{
    ARB_DEBUG, ARB_GAS_INFO, ARB_INFO, ARB_OWNER, ARB_OWNER_PUBLIC, ARB_SYS, ARB_WASM, ARB_WASM_CACHE,
    PRECOMPILES, Precompile,
};

/// Account in whose storage the chain keeps what it knows of programs, where reverts and snapshots reach it.
pub const STATE_ACCOUNT: Address = address!("a4b05fffffffffffffffffffffffffffffffffff");

static WARM: LazyLock<AddressSet> = LazyLock::new(|| {
    let mut warm = EthPrecompiles::new(SPEC).warm_addresses().clone();
    warm.extend(PRECOMPILES.iter().map(|precompile| precompile.address));
    warm
});

/// True for the address of a precompile of either kind.
pub(crate) fn is_precompile(address: Address) -> bool {
    WARM.contains(&address)
}

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
        let Some(precompile) = table::find(inputs.bytecode_address) else {
            return self.ethereum.run(ctx, inputs);
        };
        refresh(ctx);
        let input = inputs.input.bytes(ctx);
        let mut call = PrecompileCall::new(ctx, inputs);
        let result = precompile.run(&mut call, &input);
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
