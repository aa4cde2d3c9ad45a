//! Contracts that are there from genesis: StylusDeployer, Multicall3 and the CREATE2 deployer.
#![allow(clippy::unwrap_used)]

mod common;

use std::sync::Arc;

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_sol_types::{SolCall, SolError, SolEvent, sol};
use common::{LATEST, Lab, ether, evm, reverted, wasm, word};
use devnet::chain::{CREATE2_DEPLOYER, MULTICALL3, MinedTx, STYLUS_DEPLOYER};
use devnet::precompiles::ArbWasm;
use devnet::wasm::code::compress;

sol! {
    interface StylusDeployer {
        event ContractDeployed(address deployedContract);
        error ContractInitializationError(address newContract, bytes data);
        error InitValueButNotInitData();
        function deploy(bytes bytecode, bytes initData, uint256 initValue, bytes32 salt) external payable returns (address);
    }
    interface Multicall3 {
        struct Call3 { address target; bool allowFailure; bytes callData; }
        struct Result { bool success; bytes returnData; }
        function aggregate3(Call3[] calldata calls) external payable returns (Result[] memory returnData);
        function getChainId() external view returns (uint256);
        function getEthBalance(address account) external view returns (uint256);
    }
    function stylus_constructor(uint256 number);
}

fn init_code(wat: &str) -> Vec<u8> {
    evm::init_code(&compress(&::wat::parse_str(wat).unwrap()).unwrap())
}

fn constructor(number: u64) -> Vec<u8> {
    stylus_constructorCall { number: U256::from(number) }.abi_encode()
}

fn deploy(lab: &mut Lab, init_data: &[u8], init_value: U256, salt: B256, value: U256) -> Arc<MinedTx> {
    let call = StylusDeployer::deployCall {
        bytecode: init_code(&wasm::constructed()).into(),
        initData: Bytes::copy_from_slice(init_data),
        initValue: init_value,
        salt,
    };
    lab.submit(lab.request(STYLUS_DEPLOYER.into(), call.abi_encode()).value(value))
}

/// The new contract, as the deployer's event names it.
fn deployed(tx: &MinedTx) -> Address {
    assert!(tx.succeeded(), "{:?} {:?}", tx.outcome.status, tx.outcome.notes);
    let log = tx.receipt.logs().iter().find(|log| log.address == STYLUS_DEPLOYER).unwrap();
    StylusDeployer::ContractDeployed::decode_log(log).unwrap().deployedContract
}

#[test]
fn a_program_is_deployed_activated_and_constructed_in_one_transaction() {
    let mut lab = Lab::new();
    let before = lab.balance(lab.me);
    let tx = deploy(&mut lab, &constructor(7), U256::from(5), B256::ZERO, ether(1));
    let program = deployed(&tx);
    assert_eq!(lab.slot(program, 0), U256::from(7));
    assert_eq!(lab.balance(program), U256::from(5));
    let activated = tx.receipt.logs().iter().find_map(|log| ArbWasm::ProgramActivated::decode_log(log).ok());
    let activated = activated.unwrap();
    assert_eq!(activated.program, program);
    assert_eq!(
        before - lab.balance(lab.me),
        activated.dataFee + U256::from(5) + tx.fee(),
        "the rest is refunded"
    );
    assert_eq!(lab.balance(STYLUS_DEPLOYER), U256::ZERO);
}

#[test]
fn a_second_copy_is_constructed_without_a_fee() {
    let mut lab = Lab::new();
    let first = deployed(&deploy(&mut lab, &constructor(1), U256::ZERO, B256::ZERO, ether(1)));
    let second = deployed(&deploy(&mut lab, &constructor(2), U256::ZERO, B256::ZERO, U256::ZERO));
    assert_eq!((lab.slot(first, 0), lab.slot(second, 0)), (U256::from(1), U256::from(2)));
}

#[test]
fn a_salt_and_the_constructor_s_arguments_decide_the_address() {
    let mut lab = Lab::new();
    let (salt, data) = (B256::repeat_byte(9), constructor(3));
    let effective = keccak256([salt.as_slice(), &data].concat());
    let expected = STYLUS_DEPLOYER.create2_from_code(effective, init_code(&wasm::constructed()));
    assert_eq!(deployed(&deploy(&mut lab, &data, U256::ZERO, salt, ether(1))), expected);
}

#[test]
fn a_reverting_constructor_reverts_the_deployment_with_its_data() {
    let mut lab = Lab::new();
    let tx = deploy(&mut lab, &constructor(0), U256::ZERO, B256::ZERO, ether(1));
    let error = StylusDeployer::ContractInitializationError::abi_decode(reverted(&tx.outcome)).unwrap();
    assert_eq!(error.data.as_ref(), [0xde, 0xad, 0xbe, 0xef]);
    assert!(lab.node.code(error.newContract, LATEST).unwrap().is_empty());
}

#[test]
fn too_little_value_for_the_fee_reverts() {
    let mut lab = Lab::new();
    let tx = deploy(&mut lab, &constructor(1), U256::from(5), B256::ZERO, U256::from(6));
    assert_eq!(reverted(&tx.outcome)[..4], ArbWasm::ProgramInsufficientValue::SELECTOR);
}

#[test]
fn value_for_a_constructor_needs_its_call() {
    let mut lab = Lab::new();
    let tx = deploy(&mut lab, &[], U256::from(5), B256::ZERO, ether(1));
    assert_eq!(reverted(&tx.outcome)[..], StylusDeployer::InitValueButNotInitData::SELECTOR);
}

#[test]
fn multicall3_answers_several_calls_at_once() {
    let mut lab = Lab::new();
    let call =
        |target, data: Vec<u8>| Multicall3::Call3 { target, allowFailure: true, callData: data.into() };
    let reverting = lab.deploy(&evm::reverter());
    let calls = vec![
        call(MULTICALL3, Multicall3::getChainIdCall {}.abi_encode()),
        call(MULTICALL3, Multicall3::getEthBalanceCall { account: lab.me }.abi_encode()),
        call(reverting, Vec::new()),
    ];
    let output = lab.call(MULTICALL3, Multicall3::aggregate3Call { calls }.abi_encode()).output;
    let results = Multicall3::aggregate3Call::abi_decode_returns(&output).unwrap();
    assert_eq!(*results[0].returnData, word(412_346));
    assert_eq!(U256::from_be_slice(&results[1].returnData), lab.balance(lab.me));
    assert!(!results[2].success);
}

#[test]
fn the_create2_deployer_creates_at_the_address_of_salt_and_code() {
    let mut lab = Lab::new();
    let (salt, code) = (B256::repeat_byte(1), evm::init_code(&evm::store()));
    let expected = CREATE2_DEPLOYER.create2_from_code(salt, &code);
    let tx = lab.must(CREATE2_DEPLOYER, [salt.as_slice(), &code].concat());
    assert_eq!(tx.outcome.output.as_ref(), expected.as_slice());
    assert_eq!(*lab.node.code(expected, LATEST).unwrap(), evm::store());
}
