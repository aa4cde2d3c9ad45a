//! ArbGasInfo: prices.
//!
//! Gas costs the base fee, which does not move with load; so there is never a backlog, and what says how a backlog
//! would move the price has the values of a new chain. Data on a parent chain costs nothing, as there is none.

use alloy_primitives::{Address, I256, U256};
use alloy_sol_types::SolCall;

use super::abi::ArbGasInfo;
use super::abi::ArbGasInfo::{ArbGasInfoCalls, getPricesInArbGasReturn, getPricesInWeiReturn};
use super::call::{Access, Fault, PrecompileCall, READ_GAS, WRITE_GAS};
use super::decode;

/// Gas in a second above which a public chain has a backlog.
const SPEED_LIMIT: u64 = 7_000_000;
/// Seconds in which a backlog of one second's gas raises the price by one part in e.
const PRICING_INERTIA: u64 = 102;
/// Seconds of backlog that do not raise the price.
const BACKLOG_TOLERANCE: u64 = 10;

pub(super) fn run(call: &mut PrecompileCall<'_, '_>, input: &[u8]) -> Result<Vec<u8>, Fault> {
    let method: ArbGasInfoCalls = decode(input)?;
    call.begin(Access::View, input)?;
    call.spend(READ_GAS)?;
    match of_this_chain(call, &method) {
        Some(answer) => Ok(answer),
        None => of_the_parent(&method),
    }
}

/// Prices and limits of gas on this chain.
fn of_this_chain(call: &PrecompileCall<'_, '_>, method: &ArbGasInfoCalls) -> Option<Vec<u8>> {
    let base_fee = U256::from(call.ctx.block.basefee);
    let block_gas = call.ctx.block.gas_limit;
    Some(match method {
        ArbGasInfoCalls::getPricesInWei(_) => {
            ArbGasInfo::getPricesInWeiCall::abi_encode_returns(&in_wei(base_fee))
        }
        // Every aggregator has the same prices, so there is one answer in the same layout.
        ArbGasInfoCalls::getPricesInWeiWithAggregator(_) => {
            ArbGasInfo::getPricesInWeiCall::abi_encode_returns(&in_wei(base_fee))
        }
        ArbGasInfoCalls::getPricesInArbGas(_) | ArbGasInfoCalls::getPricesInArbGasWithAggregator(_) => {
            ArbGasInfo::getPricesInArbGasCall::abi_encode_returns(&getPricesInArbGasReturn {
                perL2Tx: U256::ZERO,
                perL1CalldataByte: U256::ZERO,
                perStorageSlot: U256::from(WRITE_GAS),
            })
        }
        ArbGasInfoCalls::getGasAccountingParams(_) => {
            ArbGasInfo::getGasAccountingParamsCall::abi_encode_returns(
                &ArbGasInfo::getGasAccountingParamsReturn {
                    speedLimit: U256::from(SPEED_LIMIT),
                    maxBlockGas: U256::from(block_gas),
                    maxTxGas: U256::from(block_gas),
                },
            )
        }
        ArbGasInfoCalls::getMaxTxGasLimit(_) => {
            ArbGasInfo::getMaxTxGasLimitCall::abi_encode_returns(&U256::from(block_gas))
        }
        ArbGasInfoCalls::getMaxBlockGasLimit(_) => {
            ArbGasInfo::getMaxBlockGasLimitCall::abi_encode_returns(&block_gas)
        }
        ArbGasInfoCalls::getMinimumGasPrice(_) => {
            ArbGasInfo::getMinimumGasPriceCall::abi_encode_returns(&base_fee)
        }
        ArbGasInfoCalls::getGasBacklog(_) => ArbGasInfo::getGasBacklogCall::abi_encode_returns(&0),
        ArbGasInfoCalls::getPricingInertia(_) => {
            ArbGasInfo::getPricingInertiaCall::abi_encode_returns(&PRICING_INERTIA)
        }
        ArbGasInfoCalls::getGasBacklogTolerance(_) => {
            ArbGasInfo::getGasBacklogToleranceCall::abi_encode_returns(&BACKLOG_TOLERANCE)
        }
        ArbGasInfoCalls::getGasPricingConstraints(_) => {
            ArbGasInfo::getGasPricingConstraintsCall::abi_encode_returns(&Vec::new())
        }
        _ => return None,
    })
}

/// What data on the parent chain costs: nothing.
fn of_the_parent(method: &ArbGasInfoCalls) -> Result<Vec<u8>, Fault> {
    Ok(match method {
        ArbGasInfoCalls::getCurrentTxL1GasFees(_) => {
            ArbGasInfo::getCurrentTxL1GasFeesCall::abi_encode_returns(&U256::ZERO)
        }
        ArbGasInfoCalls::getL1BaseFeeEstimate(_) => {
            ArbGasInfo::getL1BaseFeeEstimateCall::abi_encode_returns(&U256::ZERO)
        }
        ArbGasInfoCalls::getL1GasPriceEstimate(_) => {
            ArbGasInfo::getL1GasPriceEstimateCall::abi_encode_returns(&U256::ZERO)
        }
        ArbGasInfoCalls::getL1BaseFeeEstimateInertia(_) => {
            ArbGasInfo::getL1BaseFeeEstimateInertiaCall::abi_encode_returns(&0)
        }
        ArbGasInfoCalls::getL1RewardRate(_) => ArbGasInfo::getL1RewardRateCall::abi_encode_returns(&0),
        ArbGasInfoCalls::getL1RewardRecipient(_) => {
            ArbGasInfo::getL1RewardRecipientCall::abi_encode_returns(&Address::ZERO)
        }
        ArbGasInfoCalls::getL1PricingSurplus(_) => {
            ArbGasInfo::getL1PricingSurplusCall::abi_encode_returns(&I256::ZERO)
        }
        ArbGasInfoCalls::getLastL1PricingSurplus(_) => {
            ArbGasInfo::getLastL1PricingSurplusCall::abi_encode_returns(&I256::ZERO)
        }
        ArbGasInfoCalls::getPerBatchGasCharge(_) => {
            ArbGasInfo::getPerBatchGasChargeCall::abi_encode_returns(&0)
        }
        ArbGasInfoCalls::getAmortizedCostCapBips(_) => {
            ArbGasInfo::getAmortizedCostCapBipsCall::abi_encode_returns(&0)
        }
        ArbGasInfoCalls::getL1FeesAvailable(_) => {
            ArbGasInfo::getL1FeesAvailableCall::abi_encode_returns(&U256::ZERO)
        }
        ArbGasInfoCalls::getL1PricingEquilibrationUnits(_) => {
            ArbGasInfo::getL1PricingEquilibrationUnitsCall::abi_encode_returns(&U256::ZERO)
        }
        ArbGasInfoCalls::getLastL1PricingUpdateTime(_) => {
            ArbGasInfo::getLastL1PricingUpdateTimeCall::abi_encode_returns(&0)
        }
        ArbGasInfoCalls::getL1PricingFundsDueForRewards(_) => {
            ArbGasInfo::getL1PricingFundsDueForRewardsCall::abi_encode_returns(&U256::ZERO)
        }
        ArbGasInfoCalls::getL1PricingUnitsSinceUpdate(_) => {
            ArbGasInfo::getL1PricingUnitsSinceUpdateCall::abi_encode_returns(&0)
        }
        _ => return Err(Fault::Burnt("the method has no answer on this chain".into())),
    })
}

fn in_wei(base_fee: U256) -> getPricesInWeiReturn {
    getPricesInWeiReturn {
        perL2Tx: U256::ZERO,
        perL1CalldataByte: U256::ZERO,
        perStorageSlot: base_fee.saturating_mul(U256::from(WRITE_GAS)),
        perArbGasBase: base_fee,
        perArbGasCongestion: U256::ZERO,
        perArbGasTotal: base_fee,
    }
}
