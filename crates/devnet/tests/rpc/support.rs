//! What the RPC tests share: a started devnet, a wallet on it, and a small EVM contract.

use std::io::{Read, Write};
use std::net::TcpStream;

use alloy::network::{EthereumWallet, TransactionBuilder};
use alloy::primitives::{Address, Bytes, U256, hex};
use alloy::providers::{Provider, ProviderBuilder};
use alloy::rpc::types::{TransactionReceipt, TransactionRequest};
use alloy::signers::local::PrivateKeySigner;
use alloy::sol;
use alloy::sol_types::{SolError, SolEvent};
use devnet::{Config, Devnet};
use serde_json::Value;

sol! {
    /// What [`recorder`] emits when it stores a word.
    event Stored(uint256 value);
    /// What [`recorder`] reverts with on input it does not understand.
    #[derive(Debug)]
    error Refused(address caller);
}

/// One ether in wei.
pub const ETHER: u128 = 1_000_000_000_000_000_000;

/// A devnet on a free port.
pub async fn devnet() -> Devnet {
    Devnet::start(Config { port: 0, ..Config::default() }).await.unwrap()
}

/// The signer of the devnet's account `index`.
pub fn signer(devnet: &Devnet, index: usize) -> PrivateKeySigner {
    PrivateKeySigner::from_bytes(&devnet.accounts()[index].key).unwrap()
}

/// A provider with alloy's default fillers that signs as account `index`.
pub fn provider(devnet: &Devnet, index: usize) -> impl Provider + Clone + use<> {
    let wallet = EthereumWallet::from(signer(devnet, index));
    ProviderBuilder::new().wallet(wallet).connect_http(devnet.url().parse().unwrap())
}

/// Init code of a contract that returns slot 0 on empty input, stores a 32-byte input there and emits
/// [`Stored`], and reverts with [`Refused`] on anything else.
pub fn recorder() -> Bytes {
    let mut code = hex!("368015602057602014602c5763").to_vec();
    code.extend(Refused::SELECTOR);
    code.extend(hex!("60e01b6000523360045260246000fd"));
    code.extend(hex!("5b60005460005260206000f3"));
    code.extend(hex!("5b600035806000556000527f"));
    code.extend(Stored::SIGNATURE_HASH);
    code.extend(hex!("60206000a100"));
    deployment(&code)
}

/// Init code of a contract that always reverts with `Error("too late")`.
pub fn always_too_late() -> Bytes {
    let reason = alloy::sol_types::Revert::from("too late").abi_encode();
    let size = u8::try_from(reason.len()).unwrap();
    // Copies the reason that follows the code (11 bytes long) to memory and reverts with it.
    let mut code = vec![0x60, size, 0x80, 0x60, 0x0b, 0x60, 0x00, 0x39, 0x60, 0x00, 0xfd];
    code.extend(reason);
    deployment(&code)
}

/// Init code that deploys `runtime`.
pub fn deployment(runtime: &[u8]) -> Bytes {
    let size = u8::try_from(runtime.len()).unwrap();
    let mut code = vec![0x60, size, 0x80, 0x60, 0x0b, 0x60, 0x00, 0x39, 0x60, 0x00, 0xf3];
    code.extend(runtime);
    code.into()
}

/// Deploys `init_code` and returns where, with the receipt.
pub async fn deploy(provider: &impl Provider, init_code: Bytes) -> (Address, TransactionReceipt) {
    let request = TransactionRequest::default().with_deploy_code(init_code);
    let receipt = provider.send_transaction(request).await.unwrap().get_receipt().await.unwrap();
    assert!(receipt.status(), "{receipt:?}");
    (receipt.contract_address.unwrap(), receipt)
}

/// A transaction that stores `value` in the recorder at `to`.
pub fn store(to: Address, value: u64) -> TransactionRequest {
    let input = Bytes::from(U256::from(value).to_be_bytes_vec());
    TransactionRequest::default().with_to(to).with_input(input)
}

/// A transaction the recorder at `to` refuses.
pub fn refused(to: Address) -> TransactionRequest {
    TransactionRequest::default().with_to(to).with_input(Bytes::from_static(&[1]))
}

/// Sends one HTTP request as it is and returns status line and headers, and the body.
pub async fn http(devnet: &Devnet, method: &str, headers: &str, body: &str) -> (String, String) {
    let address = devnet.url().trim_start_matches("http://").trim_end_matches('/').to_owned();
    let request = format!(
        "{method} / HTTP/1.1\r\nHost: {address}\r\n{headers}Connection: close\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let exchange = move || {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).unwrap();
        reply
    };
    let reply = tokio::task::spawn_blocking(exchange).await.unwrap();
    let (head, body) = reply.split_once("\r\n\r\n").unwrap();
    (head.to_ascii_lowercase(), body.to_owned())
}

/// Posts a JSON body and returns the JSON answer.
pub async fn post(devnet: &Devnet, body: &str) -> Value {
    let (head, body) = http(devnet, "POST", "Content-Type: application/json\r\n", body).await;
    assert!(head.starts_with("http/1.1 200"), "{head}");
    serde_json::from_str(&body).unwrap()
}

/// What the devnet answers to a request it must not refuse.
pub async fn ask(provider: &impl Provider, method: &'static str, params: Value) -> Value {
    provider.raw_request(method.into(), params).await.unwrap()
}

/// Code and message of the error for a request the devnet must refuse.
pub async fn refusal(provider: &impl Provider, method: &'static str, params: Value) -> (i64, String) {
    let answer: Result<Value, _> = provider.raw_request(method.into(), params).await;
    let error = answer.unwrap_err();
    let payload = error.as_error_resp().unwrap();
    (payload.code, payload.message.clone().into_owned())
}

/// Time of the latest block.
pub async fn timestamp(provider: &impl Provider) -> u64 {
    provider.get_block_by_number(Default::default()).await.unwrap().unwrap().header.timestamp
}
