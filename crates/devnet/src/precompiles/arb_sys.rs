//! ArbSys and ArbInfo: what can be read of the chain and its accounts.

use alloy_primitives::{Address, U160, U256, address};
use alloy_sol_types::SolCall;
use revm::Database;
use revm::context::JournalTr;

use super::abi::ArbInfo::ArbInfoCalls;
use super::abi::ArbSys::ArbSysCalls;
use super::abi::{ArbInfo, ArbSys};
use super::call::{Access, Fault, PrecompileCall};
use super::decode;

/// What `arbOSVersion` adds to the version.
const VERSION_OFFSET: u64 = 55;
/// Blocks whose hashes are known.
const HASHED_BLOCKS: u64 = 256;
/// Added to the address of a contract on a parent chain, so that it is never that of a contract here.
const ALIAS_OFFSET: Address = address!("1111000000000000000000000000000000001111");
/// Deepest call that still counts as top-level: that of a contract a transaction calls.
const TOP_LEVEL_DEPTH: usize = 2;
/// Gas to read a balance.
const BALANCE_GAS: u64 = 700;
/// Gas to read a code, and for each word of it.
const CODE_GAS: u64 = 2_100;
const CODE_WORD_GAS: u64 = 3;

pub(super) fn arb_sys(call: &mut PrecompileCall<'_, '_>, input: &[u8]) -> Result<Vec<u8>, Fault> {
    let method: ArbSysCalls = decode(input)?;
    let is_pure = matches!(method, ArbSysCalls::mapL1SenderContractAddressToL2Alias(_));
    call.begin(if is_pure { Access::Pure } else { Access::View }, input)?;
    Ok(match method {
        ArbSysCalls::arbBlockNumber(_) => {
            ArbSys::arbBlockNumberCall::abi_encode_returns(&call.ctx.block.number)
        }
        ArbSysCalls::arbBlockHash(args) => block_hash(call, args.number)?,
        ArbSysCalls::arbChainID(_) => {
            ArbSys::arbChainIDCall::abi_encode_returns(&U256::from(call.ctx.cfg.chain_id))
        }
        ArbSysCalls::arbOSVersion(_) => {
            let version = call.rules().arbos_version.saturating_add(VERSION_OFFSET);
            ArbSys::arbOSVersionCall::abi_encode_returns(&U256::from(version))
        }
        // Storage has no gas of its own since Nitro.
        ArbSysCalls::getStorageGasAvailable(_) => {
            ArbSys::getStorageGasAvailableCall::abi_encode_returns(&U256::ZERO)
        }
        ArbSysCalls::isTopLevelCall(_) => {
            let is_top = call.ctx.journaled_state.depth() <= TOP_LEVEL_DEPTH;
            ArbSys::isTopLevelCallCall::abi_encode_returns(&is_top)
        }
        ArbSysCalls::mapL1SenderContractAddressToL2Alias(args) => {
            let alias = U160::from_be_bytes(args.sender.into_array())
                .wrapping_add(U160::from_be_bytes(ALIAS_OFFSET.into_array()));
            ArbSys::mapL1SenderContractAddressToL2AliasCall::abi_encode_returns(&alias.into())
        }
        // Only transactions from a parent chain have aliased senders.
        ArbSysCalls::wasMyCallersAddressAliased(_) => {
            ArbSys::wasMyCallersAddressAliasedCall::abi_encode_returns(&false)
        }
    })
}

fn block_hash(call: &mut PrecompileCall<'_, '_>, requested: U256) -> Result<Vec<u8>, Fault> {
    let number: u64 = call.ctx.block.number.saturating_to();
    let error = ArbSys::InvalidBlockNumber { requested, current: U256::from(number) };
    let asked = u64::try_from(requested).map_err(|_| Fault::error(&error))?;
    if asked >= number || number.saturating_sub(asked) > HASHED_BLOCKS {
        return Err(Fault::error(&error));
    }
    let Ok(hash) = call.ctx.journaled_state.database.block_hash(asked);
    Ok(ArbSys::arbBlockHashCall::abi_encode_returns(&hash))
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
