//! What programs print, in the output of `restake devnet`.
#![allow(clippy::unwrap_used)]

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use alloy::network::TransactionBuilder;
use alloy::primitives::{Address, Bytes, U256, address};
use alloy::providers::{DynProvider, Provider, ProviderBuilder};
use alloy::rpc::types::TransactionRequest;
use alloy::sol;
use alloy::sol_types::SolCall;
use devnet::precompiles::ARB_WASM;
use serde_json::Value;

sol! {
    function activateProgram(address program) external payable;
}

const PROGRAM: Address = address!("00000000000000000000000000000000000c0501");

/// Prints a text and how long its calldata is.
const PRINTER: &str = r#"(module
    (import "console" "log_txt" (func $log_txt (param i32 i32)))
    (import "console" "log_i32" (func $log_i32 (param i32)))
    (import "vm_hooks" "pay_for_memory_grow" (func (param i32)))
    (memory (export "memory") 1 1)
    (data (i32.const 64) "calldata of this size:")
    (func (export "user_entrypoint") (param $size i32) (result i32)
        (call $log_txt (i32.const 64) (i32.const 22))
        (call $log_i32 (local.get $size))
        (i32.const 0)))"#;

/// A devnet in a process of its own, with the lines of its standard error.
struct Process {
    child: Child,
    provider: DynProvider,
    sender: Address,
    said: Receiver<String>,
}

impl Process {
    fn start() -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_restake"));
        command.args(["devnet", "--port", "0", "--json"]).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let told: Value = serde_json::from_str(&line).unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let (hear, said) = channel();
        std::thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| hear.send(line)));
        let url = told["rpc"].as_str().unwrap().parse().unwrap();
        let provider = ProviderBuilder::new().disable_recommended_fillers().connect_http(url).erased();
        let sender = told["accounts"][0]["address"].as_str().unwrap().parse().unwrap();
        Self { child, provider, sender, said }
    }

    fn request(&self, to: Address, data: Vec<u8>) -> TransactionRequest {
        TransactionRequest::default().from(self.sender).with_to(to).with_input(data)
    }

    async fn send(&self, request: TransactionRequest) {
        let sent: Value = self.provider.raw_request("eth_sendTransaction".into(), (request,)).await.unwrap();
        let hash = sent.as_str().unwrap().parse().unwrap();
        assert!(self.provider.get_transaction_receipt(hash).await.unwrap().unwrap().status());
    }

    fn next_lines(&self) -> [String; 2] {
        [(); 2].map(|()| self.said.recv_timeout(Duration::from_secs(10)).unwrap())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_program_prints_is_in_the_output_once_for_a_transaction_and_for_a_call() {
    let devnet = Process::start();
    let code = devnet::wasm::code::compress(&wat::parse_str(PRINTER).unwrap()).unwrap();
    let _: Value =
        devnet.provider.raw_request("anvil_setCode".into(), (PROGRAM, Bytes::from(code))).await.unwrap();
    let activation = activateProgramCall { program: PROGRAM }.abi_encode();
    let fee = U256::from(10).pow(U256::from(18));
    devnet.send(devnet.request(ARB_WASM, activation).with_value(fee)).await;

    let text = "Stylus says: calldata of this size:";
    let request = devnet.request(PROGRAM, vec![0; 3]);
    devnet.provider.estimate_gas(request.clone()).await.unwrap();
    devnet.send(request).await;
    assert_eq!(devnet.next_lines(), [text, "Stylus says: 3"]);
    devnet.provider.call(devnet.request(PROGRAM, vec![0; 5])).await.unwrap();
    assert_eq!(devnet.next_lines(), [text, "Stylus says: 5"]);
    assert!(devnet.said.try_recv().is_err());
}
