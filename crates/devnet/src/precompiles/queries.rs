//! ArbSys, ArbInfo, ArbGasInfo and ArbOwnerPublic: what can be read of the chain.

use alloy_primitives::U256;
use alloy_sol_types::SolCall;
use revm::Database;
use revm::context::JournalTr;

use super::abi::ArbGasInfo::ArbGasInfoCalls;
use super::abi::ArbInfo::ArbInfoCalls;
use super::abi::ArbOwnerPublic::ArbOwnerPublicCalls;
use super::abi::ArbSys::ArbSysCalls;
use super::abi::{ArbGasInfo, ArbInfo, ArbOwnerPublic, ArbSys};
use super::call::{Access, Fault, PrecompileCall};
use super::{READ_GAS, decode};

/// What `arbOSVersion` adds to the version.
const VERSION_OFFSET: u64 = 55;
/// Blocks whose hashes are known.
const HASHED_BLOCKS: u64 = 256;
/// Gas to read a balance.
const BALANCE_GAS: u64 = 700;
/// Gas to read a code, and for each word of it.
const CODE_GAS: u64 = 2_600;
const CODE_WORD_GAS: u64 = 3;
/// Gas of writing a new storage slot, which `getPricesInWei` quotes.
const SLOT_GAS: u64 = 20_000;

pub(super) fn arb_sys(call: &mut PrecompileCall<'_, '_>, input: &[u8]) -> Result<Vec<u8>, Fault> {
    let method: ArbSysCalls = decode(input)?;
    call.begin(Access::View, input)?;
    let number: u64 = call.ctx.block.number.saturating_to();
    Ok(match method {
        ArbSysCalls::arbBlockNumber(_) => ArbSys::arbBlockNumberCall::abi_encode_returns(&U256::from(number)),
        ArbSysCalls::arbBlockHash(args) => {
            let error = ArbSys::InvalidBlockNumber { requested: args.number, current: U256::from(number) };
            let asked = u64::try_from(args.number).map_err(|_| Fault::error(&error))?;
            if asked >= number || number.saturating_sub(asked) > HASHED_BLOCKS {
                return Err(Fault::error(&error));
            }
            let Ok(hash) = call.ctx.journaled_state.database.block_hash(asked);
            ArbSys::arbBlockHashCall::abi_encode_returns(&hash)
        }
        ArbSysCalls::arbChainID(_) => {
            ArbSys::arbChainIDCall::abi_encode_returns(&U256::from(call.ctx.cfg.chain_id))
        }
        ArbSysCalls::arbOSVersion(_) => {
            let version = call.ctx.chain.rules().arbos_version.saturating_add(VERSION_OFFSET);
            ArbSys::arbOSVersionCall::abi_encode_returns(&U256::from(version))
        }
    })
}

pub(super) fn arb_info(call: &mut PrecompileCall<'_, '_>, input: &[u8]) -> Result<Vec<u8>, Fault> {
    let method: ArbInfoCalls = decode(input)?;
    call.begin(Access::View, input)?;
    Ok(match method {
        ArbInfoCalls::getBalance(args) => {
            call.spend(BALANCE_GAS)?;
            let Ok(account) = call.ctx.journaled_state.load_account(args.account);
            ArbInfo::getBalanceCall::abi_encode_returns(&account.data.info.balance)
        }
        ArbInfoCalls::getCode(args) => {
            call.spend(CODE_GAS)?;
            let Ok(code) = call.ctx.journaled_state.code(args.account);
            let words = code.data.len().div_ceil(32) as u64;
            call.spend(words.saturating_mul(CODE_WORD_GAS))?;
            ArbInfo::getCodeCall::abi_encode_returns(&code.data)
        }
    })
}

/// Prices on this chain: gas costs the base fee, and data on a parent chain costs nothing, as there is none.
pub(super) fn arb_gas_info(call: &mut PrecompileCall<'_, '_>, input: &[u8]) -> Result<Vec<u8>, Fault> {
    let method: ArbGasInfoCalls = decode(input)?;
    call.begin(Access::View, input)?;
    call.spend(READ_GAS)?;
    let base_fee = U256::from(call.ctx.block.basefee);
    Ok(match method {
        ArbGasInfoCalls::getPricesInWei(_) => {
            ArbGasInfo::getPricesInWeiCall::abi_encode_returns(&ArbGasInfo::getPricesInWeiReturn {
                perL2Tx: U256::ZERO,
                perL1CalldataByte: U256::ZERO,
                perStorageSlot: base_fee.saturating_mul(U256::from(SLOT_GAS)),
                perArbGasBase: base_fee,
                perArbGasCongestion: U256::ZERO,
                perArbGasTotal: base_fee,
            })
        }
        ArbGasInfoCalls::getMinimumGasPrice(_) => {
            ArbGasInfo::getMinimumGasPriceCall::abi_encode_returns(&base_fee)
        }
        ArbGasInfoCalls::getL1BaseFeeEstimate(_) => {
            ArbGasInfo::getL1BaseFeeEstimateCall::abi_encode_returns(&U256::ZERO)
        }
        ArbGasInfoCalls::getCurrentTxL1GasFees(_) => {
            ArbGasInfo::getCurrentTxL1GasFeesCall::abi_encode_returns(&U256::ZERO)
        }
    })
}

/// A dev chain has no owner; fees go to the blocks' beneficiary.
pub(super) fn arb_owner_public(call: &mut PrecompileCall<'_, '_>, input: &[u8]) -> Result<Vec<u8>, Fault> {
    let method: ArbOwnerPublicCalls = decode(input)?;
    call.begin(Access::View, input)?;
    call.spend(READ_GAS)?;
    Ok(match method {
        ArbOwnerPublicCalls::isChainOwner(_) => ArbOwnerPublic::isChainOwnerCall::abi_encode_returns(&false),
        ArbOwnerPublicCalls::getAllChainOwners(_) => {
            ArbOwnerPublic::getAllChainOwnersCall::abi_encode_returns(&Vec::new())
        }
        ArbOwnerPublicCalls::getNetworkFeeAccount(_) => {
            ArbOwnerPublic::getNetworkFeeAccountCall::abi_encode_returns(&call.ctx.block.beneficiary)
        }
        ArbOwnerPublicCalls::getMaxStylusContractFragments(_) => {
            let rules = call.ctx.chain.rules();
            let most = if rules.arbos_version >= crate::wasm::code::FRAGMENTS_SINCE {
                rules.max_fragments
            } else {
                0
            };
            ArbOwnerPublic::getMaxStylusContractFragmentsCall::abi_encode_returns(&most)
        }
    })
}
