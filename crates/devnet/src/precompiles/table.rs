//! Which precompiles and methods there are, and which are refused by name.

use alloy_primitives::{Address, address, keccak256};

use super::abi::ArbDebug::ArbDebugCalls;
use super::abi::ArbGasInfo::ArbGasInfoCalls;
use super::abi::ArbInfo::ArbInfoCalls;
use super::abi::ArbOwner::ArbOwnerCalls;
use super::abi::ArbOwnerPublic::ArbOwnerPublicCalls;
use super::abi::ArbSys::ArbSysCalls;
use super::abi::ArbWasm::ArbWasmCalls;
use super::abi::ArbWasmCache::ArbWasmCacheCalls;
use super::call::{Fault, PrecompileCall};
use super::{arb_gas_info, arb_owner, arb_sys, arb_wasm, arb_wasm_cache};

/// `ArbSys`: block numbers and hashes, chain id, version.
pub const ARB_SYS: Address = address!("0000000000000000000000000000000000000064");
/// `ArbInfo`: balances and code.
pub const ARB_INFO: Address = address!("0000000000000000000000000000000000000065");
/// `ArbOwnerPublic`: what owners set, for everyone to read.
pub const ARB_OWNER_PUBLIC: Address = address!("000000000000000000000000000000000000006b");
/// `ArbGasInfo`: prices.
pub const ARB_GAS_INFO: Address = address!("000000000000000000000000000000000000006c");
/// `ArbOwner`: changes of the chain's parameters.
pub const ARB_OWNER: Address = address!("0000000000000000000000000000000000000070");
/// `ArbWasm`: activation and parameters of programs.
pub const ARB_WASM: Address = address!("0000000000000000000000000000000000000071");
/// `ArbWasmCache`: programs that start at the cached price.
pub const ARB_WASM_CACHE: Address = address!("0000000000000000000000000000000000000072");
/// `ArbDebug`: ownership for the asking, on chains under debugging.
pub const ARB_DEBUG: Address = address!("00000000000000000000000000000000000000ff");

/// What runs a call to a precompile.
type Run = fn(&mut PrecompileCall<'_, '_>, &[u8]) -> Result<Vec<u8>, Fault>;

/// A precompiled contract of Arbitrum.
#[derive(Clone, Copy, Debug)]
pub struct Precompile {
    /// Its name.
    pub name: &'static str,
    /// Where it is.
    pub address: Address,
    /// Signatures of the methods it answers.
    pub methods: &'static [&'static str],
    /// Signatures of the methods it refuses by name.
    pub refused: &'static [&'static str],
    /// Why it refuses them.
    pub reason: &'static str,
    run: Run,
}

impl Precompile {
    const fn new(name: &'static str, address: Address, methods: &'static [&'static str], run: Run) -> Self {
        Self { name, address, methods, refused: &[], reason: "", run }
    }

    const fn but(mut self, refused: &'static [&'static str], reason: &'static str) -> Self {
        self.refused = refused;
        self.reason = reason;
        self
    }

    /// A precompile of which this chain has nothing but the name.
    const fn absent(name: &'static str, address: Address, reason: &'static str) -> Self {
        Self::new(name, address, &[], |_, _| Err(Fault::Burnt("the precompile has no methods here".into())))
            .but(&[], reason)
    }

    pub(super) fn run(&self, call: &mut PrecompileCall<'_, '_>, input: &[u8]) -> Result<Vec<u8>, Fault> {
        if self.methods.is_empty() {
            return Err(Fault::Burnt(format!("{} is refused: {}", self.name, self.reason)));
        }
        let named = |signature: &&&str| input.starts_with(&keccak256(signature)[..4]);
        match self.refused.iter().find(named) {
            Some(method) => Err(Fault::Burnt(format!("{}.{method} is refused: {}", self.name, self.reason))),
            None => (self.run)(call, input),
        }
    }
}

/// The precompile at an address.
pub(super) fn find(address: Address) -> Option<&'static Precompile> {
    PRECOMPILES.iter().find(|precompile| precompile.address == address)
}

const NO_PARENT: &str = "this chain has no parent chain";
const NO_SUCH_SETTING: &str = "this chain has nothing that the setting would change";

/// All of Arbitrum's precompiles.
pub static PRECOMPILES: &[Precompile] = &[
    Precompile::new("ArbSys", ARB_SYS, ArbSysCalls::SIGNATURES, arb_sys::arb_sys).but(
        &[
            "sendTxToL1(address,bytes)",
            "withdrawEth(address)",
            "sendMerkleTreeState()",
            "myCallersAddressWithoutAliasing()",
        ],
        NO_PARENT,
    ),
    Precompile::new("ArbInfo", ARB_INFO, ArbInfoCalls::SIGNATURES, arb_sys::arb_info),
    Precompile::new(
        "ArbOwnerPublic",
        ARB_OWNER_PUBLIC,
        ArbOwnerPublicCalls::SIGNATURES,
        arb_owner::arb_owner_public,
    ),
    Precompile::new("ArbGasInfo", ARB_GAS_INFO, ArbGasInfoCalls::SIGNATURES, arb_gas_info::run),
    Precompile::new("ArbOwner", ARB_OWNER, ArbOwnerCalls::SIGNATURES, arb_owner::arb_owner)
        .but(OWNER_REFUSED, NO_SUCH_SETTING),
    Precompile::new("ArbWasm", ARB_WASM, ArbWasmCalls::SIGNATURES, arb_wasm::run),
    Precompile::new("ArbWasmCache", ARB_WASM_CACHE, ArbWasmCacheCalls::SIGNATURES, arb_wasm_cache::run),
    Precompile::new("ArbDebug", ARB_DEBUG, ArbDebugCalls::SIGNATURES, arb_owner::arb_debug).but(
        &[
            "events(bool,bytes32)",
            "eventsView()",
            "customRevert(uint64)",
            "legacyError()",
            "panic()",
            "overwriteContractCode(address,bytes)",
        ],
        "it serves tests of a Nitro node alone",
    ),
    Precompile::absent(
        "ArbAddressTable",
        address!("0000000000000000000000000000000000000066"),
        "this chain keeps no table of addresses",
    ),
    Precompile::absent(
        "ArbFunctionTable",
        address!("0000000000000000000000000000000000000068"),
        "it has done nothing since Nitro",
    ),
    Precompile::absent(
        "ArbosTest",
        address!("0000000000000000000000000000000000000069"),
        "it serves tests of a Nitro node alone",
    ),
    Precompile::absent(
        "ArbAggregator",
        address!("000000000000000000000000000000000000006d"),
        "no one posts batches of this chain",
    ),
    Precompile::absent("ArbRetryableTx", address!("000000000000000000000000000000000000006e"), NO_PARENT),
    Precompile::absent(
        "ArbStatistics",
        address!("000000000000000000000000000000000000006f"),
        "this chain has no history before Nitro",
    ),
    Precompile::absent(
        "ArbNativeTokenManager",
        address!("0000000000000000000000000000000000000073"),
        "this chain's ether is neither minted nor burnt",
    ),
];

const OWNER_REFUSED: &[&str] = &[
    "addNativeTokenOwner(address)",
    "getAllNativeTokenOwners()",
    "isNativeTokenOwner(address)",
    "releaseL1PricerSurplusFunds(uint256)",
    "removeNativeTokenOwner(address)",
    "scheduleArbOSUpgrade(uint64,uint64)",
    "setAmortizedCostCapBips(uint64)",
    "setBrotliCompressionLevel(uint64)",
    "setCalldataPriceIncrease(bool)",
    "setChainConfig(string)",
    "setGasBacklog(uint64)",
    "setGasPricingConstraints(uint64[3][])",
    "setInfraFeeAccount(address)",
    "setL1BaseFeeEstimateInertia(uint64)",
    "setL1PricePerUnit(uint256)",
    "setL1PricingEquilibrationUnits(uint256)",
    "setL1PricingInertia(uint64)",
    "setL1PricingRewardRate(uint64)",
    "setL1PricingRewardRecipient(address)",
    "setL2BaseFee(uint256)",
    "setL2GasBacklogTolerance(uint64)",
    "setL2GasPricingInertia(uint64)",
    "setMaxBlockGasLimit(uint64)",
    "setMaxTxGasLimit(uint64)",
    "setMinimumL2BaseFee(uint256)",
    "setNativeTokenManagementFrom(uint64)",
    "setNetworkFeeAccount(address)",
    "setParentGasFloorPerToken(uint64)",
    "setPerBatchGasCharge(int64)",
    "setSpeedLimit(uint64)",
];
