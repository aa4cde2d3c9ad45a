//! What precompiles tell, refuse and charge.
#![allow(clippy::unwrap_used)]

mod common;

use alloy_primitives::{Address, B256, U256, address, keccak256};
use alloy_sol_types::{SolCall, SolError};
use common::{GAS, Lab, evm, reverted, wasm, word};
use devnet::chain::{ArbOsVersion, CallOutcome, Config};
use devnet::precompiles::{
    ARB_DEBUG, ARB_GAS_INFO, ARB_INFO, ARB_OWNER_PUBLIC, ARB_SYS, ARB_WASM, ArbDebug, ArbGasInfo, ArbInfo,
    ArbOwnerPublic, ArbSys, ArbWasm, PRECOMPILES,
};

fn words(outcome: &CallOutcome) -> Vec<U256> {
    assert!(outcome.is_success(), "{:?}", outcome.notes);
    outcome.output.chunks(32).map(U256::from_be_slice).collect()
}

fn ask(lab: &mut Lab, precompile: Address, call: &impl SolCall) -> Vec<U256> {
    words(&lab.call(precompile, call.abi_encode()))
}

/// Gas a call to a precompile uses beyond the transaction's own.
fn gas_of(lab: &mut Lab, precompile: Address, data: Vec<u8>) -> u64 {
    let calldata: u64 = data.iter().map(|byte| if *byte == 0 { 4 } else { 16 }).sum();
    lab.must(precompile, data).gas_used - 21_000 - calldata
}

#[test]
fn a_call_in_a_way_a_precompile_does_not_know_reverts_with_all_gas_used() {
    let mut lab = Lab::new();
    let bad: [(Address, Vec<u8>); 3] =
        [(ARB_SYS, vec![1, 2, 3, 4]), (ARB_WASM, Vec::new()), (ARB_INFO, vec![0xfe])];
    for (address, data) in bad {
        let tx = lab.send(address, data);
        assert!(reverted(&tx.outcome).is_empty());
        assert_eq!(tx.gas_used, GAS);
    }
    let reading = lab.deploy(&evm::forwarder(evm::STATICCALL));
    let program = lab.deploy_program(&wasm::store());
    let activation = ArbWasm::activateProgramCall { program }.abi_encode();
    assert!(reverted(&lab.call(reading, evm::to(ARB_WASM, &activation))).is_empty());
    let with_value = lab.request(ARB_SYS.into(), ArbSys::arbChainIDCall {}.abi_encode()).value(U256::ONE);
    assert!(reverted(&lab.submit(with_value).outcome).is_empty());
}

#[test]
fn only_a_pure_method_can_be_delegate_called() {
    let mut lab = Lab::new();
    let delegating = lab.deploy(&evm::forwarder(evm::DELEGATECALL));
    let view = evm::to(ARB_SYS, &ArbSys::arbBlockNumberCall {}.abi_encode());
    assert!(reverted(&lab.call(delegating, view)).is_empty());
    let pure =
        ArbSys::mapL1SenderContractAddressToL2AliasCall { sender: Address::ZERO, unused: Address::ZERO };
    let alias = words(&lab.call(delegating, evm::to(ARB_SYS, &pure.abi_encode())));
    assert_eq!(Address::from_word(alias[0].into()), address!("1111000000000000000000000000000000001111"));
}

#[test]
fn methods_without_a_meaning_here_are_refused_by_name() {
    let mut lab = Lab::new();
    lab.must(ARB_DEBUG, ArbDebug::becomeChainOwnerCall {}.abi_encode());
    for precompile in PRECOMPILES {
        for method in precompile.refused {
            let outcome = lab.call(precompile.address, keccak256(method)[..4].to_vec());
            assert!(reverted(&outcome).is_empty());
            let named = format!("{}.{method} is refused: {}", precompile.name, precompile.reason);
            assert!(outcome.notes.contains(&named), "{:?}", outcome.notes);
            assert!(!precompile.methods.contains(method), "{method} is answered");
        }
        if precompile.methods.is_empty() {
            let outcome = lab.call(precompile.address, [1, 2, 3, 4]);
            let named = format!("{} is refused: {}", precompile.name, precompile.reason);
            assert!(outcome.notes.contains(&named), "{:?}", outcome.notes);
        }
    }
}

#[test]
fn arb_sys_tells_blocks_chain_and_version() {
    let mut lab = Lab::new();
    lab.node.mine(5, None);
    assert_eq!(ask(&mut lab, ARB_SYS, &ArbSys::arbBlockNumberCall {}), [U256::from(5)]);
    assert_eq!(ask(&mut lab, ARB_SYS, &ArbSys::arbChainIDCall {}), [U256::from(412_346)]);
    assert_eq!(ask(&mut lab, ARB_SYS, &ArbSys::arbOSVersionCall {}), [U256::from(55 + 61)]);
    assert_eq!(ask(&mut lab, ARB_SYS, &ArbSys::getStorageGasAvailableCall {}), [U256::ZERO]);
    assert_eq!(ask(&mut lab, ARB_SYS, &ArbSys::wasMyCallersAddressAliasedCall {}), [U256::ZERO]);
    let hash = ask(&mut lab, ARB_SYS, &ArbSys::arbBlockHashCall { number: U256::from(3) });
    assert_eq!(B256::from(hash[0]), lab.node.block(3.into()).unwrap().hash);
    let unknown = lab.call(ARB_SYS, ArbSys::arbBlockHashCall { number: U256::from(5) }.abi_encode());
    assert_eq!(reverted(&unknown)[..4], ArbSys::InvalidBlockNumber::SELECTOR);
}

#[test]
fn a_transaction_s_contract_is_top_level_and_what_it_calls_is_not() {
    let mut lab = Lab::new();
    let forwarder = lab.deploy(&evm::forwarder(evm::CALL));
    let direct = ArbSys::isTopLevelCallCall {}.abi_encode();
    let once = evm::to(ARB_SYS, &direct);
    let twice = evm::to(forwarder, &once);
    assert_eq!(words(&lab.call(ARB_SYS, direct)), [U256::ONE]);
    assert_eq!(words(&lab.call(forwarder, once)), [U256::ONE]);
    assert_eq!(words(&lab.call(forwarder, twice)), [U256::ZERO]);
}

#[test]
fn an_alias_is_an_address_with_a_fixed_offset() {
    let mut lab = Lab::new();
    let sender = Address::repeat_byte(0xff);
    let call = ArbSys::mapL1SenderContractAddressToL2AliasCall { sender, unused: Address::ZERO };
    let alias = Address::from_word(ask(&mut lab, ARB_SYS, &call)[0].into());
    assert_eq!(alias, address!("1111000000000000000000000000000000001110"), "it wraps around");
}

#[test]
fn arb_info_reads_accounts() {
    let mut lab = Lab::new();
    let contract = lab.deploy(&evm::store());
    let code = lab.call(ARB_INFO, ArbInfo::getCodeCall { account: contract }.abi_encode()).output;
    assert_eq!(*ArbInfo::getCodeCall::abi_decode_returns(&code).unwrap(), evm::store());
    let account = lab.me;
    let balance = ask(&mut lab, ARB_INFO, &ArbInfo::getBalanceCall { account });
    assert_eq!(balance, [lab.balance(lab.me)]);
}

#[test]
fn gas_costs_the_base_fee_and_data_on_a_parent_chain_nothing() {
    let mut lab = Lab::new();
    let fee = U256::from(100_000_000);
    let zero = U256::ZERO;
    let in_wei = [zero, zero, fee * U256::from(20_000), fee, zero, fee];
    assert_eq!(ask(&mut lab, ARB_GAS_INFO, &ArbGasInfo::getPricesInWeiCall {}), in_wei);
    let aggregator = Address::ZERO;
    assert_eq!(
        ask(&mut lab, ARB_GAS_INFO, &ArbGasInfo::getPricesInWeiWithAggregatorCall { aggregator }),
        in_wei
    );
    let in_gas = [zero, zero, U256::from(20_000)];
    assert_eq!(ask(&mut lab, ARB_GAS_INFO, &ArbGasInfo::getPricesInArbGasCall {}), in_gas);
    assert_eq!(
        ask(&mut lab, ARB_GAS_INFO, &ArbGasInfo::getPricesInArbGasWithAggregatorCall { aggregator }),
        in_gas
    );
    assert_eq!(ask(&mut lab, ARB_GAS_INFO, &ArbGasInfo::getMinimumGasPriceCall {}), [fee]);
    let limit = U256::from(1_u64 << 50);
    assert_eq!(
        ask(&mut lab, ARB_GAS_INFO, &ArbGasInfo::getGasAccountingParamsCall {}),
        [U256::from(7_000_000), limit, limit]
    );
    assert_eq!(ask(&mut lab, ARB_GAS_INFO, &ArbGasInfo::getMaxTxGasLimitCall {}), [limit]);
    assert_eq!(ask(&mut lab, ARB_GAS_INFO, &ArbGasInfo::getMaxBlockGasLimitCall {}), [limit]);
    assert_eq!(ask(&mut lab, ARB_GAS_INFO, &ArbGasInfo::getPricingInertiaCall {}), [U256::from(102)]);
    assert_eq!(ask(&mut lab, ARB_GAS_INFO, &ArbGasInfo::getGasBacklogToleranceCall {}), [U256::from(10)]);
    let none = ask(&mut lab, ARB_GAS_INFO, &ArbGasInfo::getGasPricingConstraintsCall {});
    assert_eq!(none, [U256::from(32), zero], "an empty list");
}

#[test]
fn every_other_getter_of_arb_gas_info_answers_nothing() {
    let told = [
        "getPrices",
        "getMinimum",
        "getGasAccounting",
        "getMax",
        "getPricingInertia",
        "getGasBacklogTolerance",
        "getGasPricing",
    ];
    let mut lab = Lab::new();
    let arb_gas_info = PRECOMPILES.iter().find(|precompile| precompile.address == ARB_GAS_INFO).unwrap();
    let rest: Vec<_> = arb_gas_info
        .methods
        .iter()
        .filter(|method| !told.iter().any(|name| method.starts_with(name)))
        .collect();
    assert_eq!(rest.len(), 16);
    for method in rest {
        let answer = words(&lab.call(ARB_GAS_INFO, keccak256(method)[..4].to_vec()));
        assert_eq!(answer, [U256::ZERO], "{method}");
    }
}

#[test]
fn arb_owner_public_tells_settings() {
    let mut lab = Lab::new();
    let fees: U256 = lab.node.block(0.into()).unwrap().header.beneficiary.into_word().into();
    assert_eq!(ask(&mut lab, ARB_OWNER_PUBLIC, &ArbOwnerPublic::getNetworkFeeAccountCall {}), [fees]);
    assert_eq!(ask(&mut lab, ARB_OWNER_PUBLIC, &ArbOwnerPublic::getInfraFeeAccountCall {}), [fees]);
    let fragments = ArbOwnerPublic::getMaxStylusContractFragmentsCall {};
    assert_eq!(ask(&mut lab, ARB_OWNER_PUBLIC, &fragments), [U256::from(2)]);
    let account = lab.me;
    let zeros = [
        ArbOwnerPublic::getBrotliCompressionLevelCall {}.abi_encode(),
        ArbOwnerPublic::isCalldataPriceIncreaseEnabledCall {}.abi_encode(),
        ArbOwnerPublic::getParentGasFloorPerTokenCall {}.abi_encode(),
        ArbOwnerPublic::isNativeTokenOwnerCall { account }.abi_encode(),
        ArbOwnerPublic::getNativeTokenManagementFromCall {}.abi_encode(),
    ];
    for data in zeros {
        assert_eq!(words(&lab.call(ARB_OWNER_PUBLIC, data)), [U256::ZERO]);
    }
    let upgrade = ask(&mut lab, ARB_OWNER_PUBLIC, &ArbOwnerPublic::getScheduledUpgradeCall {});
    assert_eq!(upgrade, [U256::ZERO; 2], "none is scheduled");
    let owners = ask(&mut lab, ARB_OWNER_PUBLIC, &ArbOwnerPublic::getAllNativeTokenOwnersCall {});
    assert_eq!(owners, [U256::from(32), U256::ZERO], "an empty list");
}

#[test]
fn arb_wasm_tells_the_parameters_of_a_new_chain() {
    let mut lab = Lab::new();
    let parameters: [(Vec<u8>, &[u64]); 13] = [
        (ArbWasm::stylusVersionCall {}.abi_encode(), &[2]),
        (ArbWasm::inkPriceCall {}.abi_encode(), &[10_000]),
        (ArbWasm::maxStackDepthCall {}.abi_encode(), &[22_000]),
        (ArbWasm::freePagesCall {}.abi_encode(), &[2]),
        (ArbWasm::pageGasCall {}.abi_encode(), &[1_000]),
        (ArbWasm::pageRampCall {}.abi_encode(), &[620_674_314]),
        (ArbWasm::pageLimitCall {}.abi_encode(), &[128]),
        (ArbWasm::minInitGasCall {}.abi_encode(), &[8_832, 352]),
        (ArbWasm::initCostScalarCall {}.abi_encode(), &[100]),
        (ArbWasm::expiryDaysCall {}.abi_encode(), &[365]),
        (ArbWasm::keepaliveDaysCall {}.abi_encode(), &[31]),
        (ArbWasm::blockCacheSizeCall {}.abi_encode(), &[32]),
        (ArbWasm::activationGasCall {}.abi_encode(), &[0]),
    ];
    for (data, expected) in parameters {
        assert_eq!(
            words(&lab.call(ARB_WASM, data)),
            expected.iter().copied().map(U256::from).collect::<Vec<_>>()
        );
    }
}

#[test]
fn methods_cost_their_words_the_state_they_open_and_what_they_read() {
    let mut lab = Lab::new();
    let program = lab.program(&wasm::store());
    assert_eq!(gas_of(&mut lab, ARB_SYS, ArbSys::arbBlockNumberCall {}.abi_encode()), 800 + 3);
    let pure = ArbSys::mapL1SenderContractAddressToL2AliasCall { sender: program, unused: program };
    assert_eq!(gas_of(&mut lab, ARB_SYS, pure.abi_encode()), 2 * 3 + 3);
    let balance = ArbInfo::getBalanceCall { account: program }.abi_encode();
    assert_eq!(gas_of(&mut lab, ARB_INFO, balance), 3 + 800 + 700 + 3);
    let contract = lab.deploy(&evm::store());
    let code = ArbInfo::getCodeCall { account: contract }.abi_encode();
    assert_eq!(
        gas_of(&mut lab, ARB_INFO, code),
        3 + 800 + 2_100 + 3 + 3 * 3,
        "offset, length and a word of code"
    );
    assert_eq!(gas_of(&mut lab, ARB_WASM, ArbWasm::inkPriceCall {}.abi_encode()), 800 + 100 + 3);
    let version = ArbWasm::programVersionCall { program }.abi_encode();
    assert_eq!(gas_of(&mut lab, ARB_WASM, version), 3 + 800 + 100 + 2_600 + 800 + 3);
}

#[test]
fn activation_gas_is_told_from_version_sixty_on() {
    let mut lab = Lab::with(Config { arbos_version: ArbOsVersion::V51, ..Config::default() });
    assert!(reverted(&lab.call(ARB_WASM, ArbWasm::activationGasCall {}.abi_encode())).is_empty());
    assert_eq!(*lab.call(ARB_WASM, ArbWasm::inkPriceCall {}.abi_encode()).output, word(10_000));
}
