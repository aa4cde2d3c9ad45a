//! Arbitrum's precompiled contracts.

use alloy_primitives::{Address, address};

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
