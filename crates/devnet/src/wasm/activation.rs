//! Turning a WASM file into a metered program with known costs.

use alloy_primitives::{B256, keccak256};

use super::code::CodeError;
use super::instrument::instrument;
use super::prices::{
    ActivationSize, Refused, StartCost, activation_gas, asm_estimate, cached_init_cost, cached_init_gas,
    init_cost, init_gas,
};
use super::rules::Rules;
use super::validate::{INITIAL_PAGES, validate};

/// Why a program cannot be activated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ActivationError {
    /// The code on chain could not be unpacked.
    #[error(transparent)]
    Code(#[from] CodeError),
    /// The file is not valid WASM with the proposals Stylus allows.
    #[error("the WASM is invalid: {0}")]
    Invalid(String),
    /// An operator without a price.
    #[error(transparent)]
    Operator(#[from] Refused),
    /// A value that is not an integer.
    #[error("a {what} has the type {ty}: only i32 and i64 are supported")]
    ValueType {
        /// What has the type.
        what: &'static str,
        /// Its type.
        ty: String,
    },
    /// Too much of something.
    #[error("too many {what}: {found}, at most {limit} are allowed")]
    Limit {
        /// What there is too much of.
        what: &'static str,
        /// How much there is.
        found: u64,
        /// How much there may be.
        limit: u64,
    },
    /// The file has a start function.
    #[error("the WASM has a start function, which would run unmetered: remove it")]
    StartFunction,
    /// The file exports no memory.
    #[error("the WASM must define one memory and export it as memory")]
    MissingMemory,
    /// The file exports no entry point.
    #[error("the WASM must export the function user_entrypoint")]
    MissingEntrypoint,
    /// The entry point has other parameters or results than a call passes.
    #[error("user_entrypoint must take one i32 and return one i32")]
    EntrypointType,
    /// The memory can grow, but nothing pays for it.
    #[error(
        "missing import pay_for_memory_grow: a memory that can grow must be paid for (import it from vm_hooks)"
    )]
    MissingPayForMemoryGrow,
    /// An import the chain does not offer.
    #[error("unknown import {module}.{name}: only the functions of vm_hooks can be imported")]
    UnknownImport {
        /// Module of the import.
        module: String,
        /// Name of the import.
        name: String,
    },
    /// An import with another signature than the chain's.
    #[error("the import {module}.{name} has the wrong parameters or results")]
    ImportType {
        /// Module of the import.
        module: String,
        /// Name of the import.
        name: String,
    },
    /// A name the chain keeps for itself.
    #[error("the name {0} is reserved: names of imports and exports must not begin with stylus")]
    ReservedName(String),
    /// An export under the name of an import.
    #[error("the WASM exports {0} under the name of an import: rename the export")]
    ExportsImport(String),
    /// The engine does not accept the instrumented file.
    #[error("the WASM engine refuses the program: {0}")]
    Engine(String),
}

/// A program that passed all checks, instrumented and priced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activated {
    /// Plain WASM that meters itself.
    pub wasm: Vec<u8>,
    /// Keccak-256 of the instrumented WASM.
    pub module_hash: B256,
    /// Initial memory in pages of 64 KiB.
    pub footprint: u16,
    /// Variable cost of an uncached start, unscaled.
    pub init_cost: u64,
    /// Variable cost of any start, unscaled.
    pub cached_init_cost: u64,
    /// Estimated bytes of native code: what the data fee is charged for.
    pub asm_estimate: u64,
    /// Gas of the activation itself, the fixed part included.
    pub activation_gas: u64,
    /// Sizes all costs are computed from.
    pub size: ActivationSize,
}

impl Activated {
    /// Gas of starting a call, pages not included.
    #[must_use]
    pub fn start_cost(&self, rules: &Rules) -> StartCost {
        StartCost {
            cached_gas: cached_init_gas(rules, self.cached_init_cost),
            init_gas: init_gas(rules, self.init_cost),
        }
    }

    /// Checks the limits an owner can change, which a program compiled before may not keep.
    ///
    /// # Errors
    /// The limit the program exceeds.
    pub fn check_limits(&self, rules: &Rules) -> Result<(), ActivationError> {
        check_size(self.size.wasm_bytes, rules)?;
        let (found, limit) = (self.size.pages, u64::from(rules.page_limit));
        if found > limit {
            return Err(ActivationError::Limit { what: INITIAL_PAGES, found, limit });
        }
        Ok(())
    }
}

fn check_size(bytes: u64, rules: &Rules) -> Result<(), CodeError> {
    let limit = rules.max_wasm_size;
    if bytes > u64::from(limit) { Err(CodeError::TooLarge { limit }) } else { Ok(()) }
}

/// Checks, instruments and prices a WASM file.
///
/// # Errors
/// The first rule the file breaks, as a text for the developer.
pub fn activate(wasm: &[u8], rules: &Rules) -> Result<Activated, ActivationError> {
    check_size(wasm.len() as u64, rules)?;
    let mut info = validate(wasm, rules)?;
    let instrumented = instrument(wasm, &info)?;
    info.size.instrumented_ops = instrumented.ops;
    let size = info.size;
    let (init_cost, cached_init_cost) = (init_cost(&size), cached_init_cost(&size));
    Ok(Activated {
        module_hash: keccak256(&instrumented.wasm),
        wasm: instrumented.wasm,
        footprint: u16::try_from(size.pages).unwrap_or(u16::MAX),
        init_cost,
        cached_init_cost,
        asm_estimate: asm_estimate(&size),
        activation_gas: activation_gas(&size),
        size,
    })
}
