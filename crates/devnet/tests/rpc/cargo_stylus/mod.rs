//! `cargo stylus` 0.10.10, unmodified, against the devnet.

mod project;

use std::path::Path;

use alloy::network::TransactionBuilder;
use alloy::primitives::{Address, B256, U256, hex, keccak256};
use alloy::providers::Provider;
use alloy::rpc::types::TransactionRequest;
use alloy::sol;
use alloy::sol_types::{SolCall, SolConstructor, SolError};
use devnet::Devnet;
use devnet::chain::STYLUS_DEPLOYER;
use devnet::precompiles::{ARB_DEBUG, ARB_OWNER, ARB_WASM, ARB_WASM_CACHE};

use crate::common::wasm;
use crate::support::{deploy, devnet, provider};
use project::{Project, Said};

sol! {
    #[sol(rpc)]
    interface ICounter {
        function number() external view returns (uint256);
        function setNumber(uint256 number) external;
    }
    #[sol(rpc)]
    interface ArbWasm {
        error ProgramUpToDate();
        function programVersion(address program) external view returns (uint16);
    }
    #[sol(rpc)]
    interface ArbWasmCache {
        function codehashIsCached(bytes32 codehash) external view returns (bool);
    }
    function initialize(uint64 cacheSize, uint64 decay) external;
    contract Proxy {
        constructor(address logic, bytes data);
    }
    error ContractInitializationError(address newContract, bytes data);
    #[sol(rpc)]
    interface Chain {
        function becomeChainOwner() external;
        function addWasmCacheManager(address manager) external;
    }
}

/// A program that `./scripts/build` makes.
fn program(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../target/programs/{name}.wasm"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}; run ./scripts/build", path.display()))
}

/// Whether a program may be called.
async fn is_active(devnet: &Devnet, program: Address) -> bool {
    ArbWasm::new(ARB_WASM, provider(devnet, 0)).programVersion(program).call().await.is_ok()
}

async fn deploy_file(devnet: &Devnet, project: &Project, file: &str, flags: &[&str]) -> Said {
    let arguments = [&["deploy", "--no-verify", "--wasm-file", file], flags].concat();
    project.act(devnet, &arguments).await
}

#[tokio::test(flavor = "multi_thread")]
async fn plain_contracts_and_the_protocol_s_are_checked_deployed_and_activated() {
    let Some(project) = Project::new("deploy") else { return };
    let devnet = devnet().await;
    for name in ["fixture-counter", "strategy", "delegation-manager"] {
        let file = project.write("program.wasm", program(name));
        let said = project.ask(&devnet, &["check", "--wasm-file", &file]).await.expect_content();
        assert!(said.contains("wasm data fee"), "{name}: {said}");
        let address = deploy_file(&devnet, &project, &file, &[]).await.deployed();
        assert!(is_active(&devnet, address).await, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deployed_contract_answers() {
    let Some(project) = Project::new("answer") else { return };
    let devnet = devnet().await;
    let file = project.write("program.wasm", program("fixture-counter"));
    let address = deploy_file(&devnet, &project, &file, &[]).await.deployed();
    let counter = ICounter::new(address, provider(&devnet, 1));
    counter.setNumber(U256::from(42)).send().await.unwrap().get_receipt().await.unwrap();
    assert_eq!(counter.number().call().await.unwrap(), U256::from(42));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contract_is_activated_after_it_was_deployed_and_only_once() {
    let Some(project) = Project::new("activate") else { return };
    let devnet = devnet().await;
    let file = project.write("program.wasm", program("fixture-counter"));
    let address = deploy_file(&devnet, &project, &file, &["--no-activate"]).await.deployed();
    assert!(!is_active(&devnet, address).await);
    let text = address.to_string();
    project.act(&devnet, &["activate", "--estimate-gas", "--address", &text]).await.expect_content();
    assert!(!is_active(&devnet, address).await, "an estimate activates nothing");
    project.act(&devnet, &["activate", "--address", &text]).await.expect_content();
    assert!(is_active(&devnet, address).await);
    let up_to_date = hex::encode_prefixed(ArbWasm::ProgramUpToDate::SELECTOR);
    project.act(&devnet, &["activate", "--address", &text]).await.expect_refusal(&up_to_date);
}

#[tokio::test(flavor = "multi_thread")]
async fn code_that_is_active_already_is_not_activated_again() {
    let Some(project) = Project::new("again") else { return };
    let devnet = devnet().await;
    let file = project.write("program.wasm", program("fixture-counter"));
    let first = deploy_file(&devnet, &project, &file, &[]).await.deployed();
    let said = deploy_file(&devnet, &project, &file, &[]).await;
    assert!(said.text.contains("already activated"), "{}", said.text);
    assert_ne!(said.deployed(), first);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_constructor_runs_in_the_transaction_that_deploys() {
    let Some(project) = Project::new("construct") else { return };
    let devnet = devnet().await;
    let (alice, from) = (provider(&devnet, 0), devnet.accounts()[0].address);
    project.build(&::wat::parse_str(wasm::constructed()).unwrap());
    let before = alice.get_transaction_count(from).await.unwrap();
    let arguments = ["deploy", "--no-verify", "--constructor-value", "0.5", "--constructor-args", "7"];
    let address = project.act(&devnet, &arguments).await.deployed();
    assert!(is_active(&devnet, address).await);
    assert_eq!(alice.get_storage_at(address, U256::ZERO).await.unwrap(), U256::from(7));
    assert_eq!(alice.get_balance(address).await.unwrap(), U256::from(500_000_000_000_000_000_u64));
    assert_eq!(alice.get_balance(STYLUS_DEPLOYER).await.unwrap(), U256::ZERO, "what was too much came back");
    let after = alice.get_transaction_count(from).await.unwrap();
    assert_eq!(after, before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_constructor_that_fails_deploys_nothing() {
    let Some(project) = Project::new("misconstruct") else { return };
    let devnet = devnet().await;
    project.build(&::wat::parse_str(wasm::constructed()).unwrap());
    let said = project.act(&devnet, &["deploy", "--no-verify", "--constructor-args", "0"]).await;
    // ContractInitializationError(address,bytes) of StylusDeployer.
    said.expect_refusal(&hex::encode_prefixed(ContractInitializationError::SELECTOR));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_too_large_for_one_account_is_deployed_in_fragments() {
    let Some(project) = Project::new("fragments") else { return };
    let devnet = devnet().await;
    // Hashes cannot be compressed.
    let hashes = (0_u64..1_000).flat_map(|number| keccak256(number.to_be_bytes()).0);
    let data: String = hashes.map(|byte| format!("\\{byte:02x}")).collect();
    let large = wasm::store().replace(
        "(memory (export \"memory\") 1 1)",
        &format!("(memory (export \"memory\") 1 1) (data (i32.const 4096) \"{data}\")"),
    );
    let file = project.write("program.wasm", ::wat::parse_str(large).unwrap());
    let said = deploy_file(&devnet, &project, &file, &[]).await;
    assert!(said.text.contains("2 fragments"), "{}", said.text);
    let address = said.deployed();
    let request = TransactionRequest::default().with_to(address).with_input(B256::repeat_byte(3).0);
    let alice = provider(&devnet, 0);
    let receipt = alice.send_transaction(request).await.unwrap().get_receipt().await.unwrap();
    assert!(receipt.status());
    assert_eq!(alice.get_storage_at(address, U256::ZERO).await.unwrap(), U256::from_be_bytes([3; 32]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_tells_why_the_chain_refuses_a_program() {
    let Some(project) = Project::new("refused") else { return };
    let devnet = devnet().await;
    let floats = wasm::store().replace("(i32.const 0))", "(drop (f64.sqrt (f64.const 2))) (i32.const 0))");
    assert_ne!(floats, wasm::store());
    let file = project.write("program.wasm", ::wat::parse_str(floats).unwrap());
    project.ask(&devnet, &["check", "--wasm-file", &file]).await.expect_refusal("float");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bid_caches_a_program_once_the_chain_has_a_cache_manager() {
    let Some(project) = Project::new("cache") else { return };
    let devnet = devnet().await;
    let file = project.write("program.wasm", program("fixture-counter"));
    let address = deploy_file(&devnet, &project, &file, &[]).await.deployed();
    let text = address.to_string();
    project.act(&devnet, &["cache", "bid", &text, "0"]).await.expect_refusal("no cache managers found");

    add_cache_manager(&devnet).await;
    project.ask(&devnet, &["cache", "suggest-bid", &text]).await.expect_content();
    project.act(&devnet, &["cache", "bid", &text, "0"]).await.expect_content();
    let alice = provider(&devnet, 0);
    let code_hash = keccak256(alice.get_code_at(address).await.unwrap());
    assert!(ArbWasmCache::new(ARB_WASM_CACHE, alice).codehashIsCached(code_hash).call().await.unwrap());
    let said = project.ask(&devnet, &["cache", "status", "--address", &text]).await.expect_content();
    assert!(said.contains("is cached"), "{said}");
}

/// The cache manager of public chains, behind a proxy as there.
async fn deploy_cache_manager(alice: &impl Provider) -> Address {
    let code = packaged("src/chain/CacheManager.sol/CacheManager.json");
    let (logic, _) = deploy(alice, code.into()).await;
    let data = initializeCall { cacheSize: 1 << 30, decay: 0 }.abi_encode().into();
    let mut proxy = packaged("@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol/ERC1967Proxy.json");
    proxy.extend(Proxy::constructorCall { logic, data }.abi_encode());
    deploy(alice, proxy.into()).await.0
}

/// Init code of a contract that Nitro's package of contracts carries compiled.
fn packaged(file: &str) -> Vec<u8> {
    let path = format!(
        "{}/../../node_modules/@arbitrum/nitro-contracts/build/contracts/{file}",
        env!("CARGO_MANIFEST_DIR")
    );
    let text = std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}; run ./scripts/setup"));
    let artifact: serde_json::Value = serde_json::from_slice(&text).unwrap();
    hex::decode(artifact["bytecode"].as_str().unwrap()).unwrap()
}

/// Has the chain's owner, whom anyone becomes here, add the cache manager.
async fn add_cache_manager(devnet: &Devnet) {
    let alice = provider(devnet, 0);
    let manager = deploy_cache_manager(&alice).await;
    let own = Chain::new(ARB_DEBUG, &alice).becomeChainOwner().send().await.unwrap();
    assert!(own.get_receipt().await.unwrap().status());
    let add = Chain::new(ARB_OWNER, &alice).addWasmCacheManager(manager).send().await.unwrap();
    assert!(add.get_receipt().await.unwrap().status());
}
