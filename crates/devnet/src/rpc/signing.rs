//! Signatures by the accounts whose keys the chain holds, as a wallet gives them.

use alloy_dyn_abi::TypedData;
use alloy_primitives::{Address, B256, Bytes, eip191_hash_message};
use alloy_signer::SignerSync;
use serde_json::Value;

use super::error::RpcError;
use super::params::Args;
use super::{Method, Rpc, json};

pub(super) const METHODS: &[Method] = &[
    Method::new("eth_sign", &["address", "message"], |rpc, args| message(rpc, args, 0, 1)),
    Method::new("personal_sign", &["message", "address"], |rpc, args| message(rpc, args, 1, 0)),
    Method::new("eth_signTypedData_v4", &["address", "typed data"], typed_data)
        .or(&["eth_signTypedData_v3", "eth_signTypedData"]),
];

/// Signs `"\x19Ethereum Signed Message:\n" ‖ length ‖ message` (EIP-191).
fn message(rpc: &Rpc, args: &Args, address: usize, message: usize) -> Result<Value, RpcError> {
    let message: Bytes = args.required(message)?;
    sign(rpc, args.required(address)?, eip191_hash_message(message))
}

/// Signs typed data (EIP-712), given as an object or as the text of one.
fn typed_data(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let data = match args.required::<Value>(1)? {
        Value::String(text) => serde_json::from_str(&text),
        value => serde_json::from_value(value),
    };
    let data: TypedData = data.map_err(|error| args.wrong(1, &error.to_string()))?;
    let digest = data.eip712_signing_hash().map_err(|error| args.wrong(1, &error.to_string()))?;
    sign(rpc, args.required(0)?, digest)
}

fn sign(rpc: &Rpc, address: Address, digest: B256) -> Result<Value, RpcError> {
    let node = rpc.node()?;
    let signer = node.accounts().signer(address);
    let signer = signer.ok_or_else(|| RpcError::Refused(format!("no key for {address}")))?;
    let signature = signer.sign_hash_sync(&digest).map_err(|error| RpcError::Internal(error.to_string()))?;
    json(Bytes::from(signature.as_bytes().to_vec()))
}
