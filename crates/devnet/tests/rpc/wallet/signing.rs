//! Signatures a wallet is asked for, by the accounts the node unlocks.

use alloy::primitives::{Address, Signature, address, eip191_hash_message, keccak256};
use alloy::providers::Provider;
use alloy::sol;
use alloy::sol_types::{SolStruct, eip712_domain};
use serde_json::{Value, json};

use crate::support::{devnet, provider};

const NOBODY: Address = address!("00000000000000000000000000000000000000aa");

sol! {
    /// As in the EIP's example.
    struct Mail {
        address from;
        string contents;
        uint256 nonce;
    }
}

fn typed_data() -> Value {
    json!({
        "types": {
            "EIP712Domain": [
                { "name": "name", "type": "string" },
                { "name": "version", "type": "string" },
                { "name": "chainId", "type": "uint256" },
                { "name": "verifyingContract", "type": "address" },
            ],
            "Mail": [
                { "name": "from", "type": "address" },
                { "name": "contents", "type": "string" },
                { "name": "nonce", "type": "uint256" },
            ],
        },
        "primaryType": "Mail",
        "domain": { "name": "Mailer", "version": "1", "chainId": 412_346, "verifyingContract": NOBODY },
        "message": { "from": NOBODY, "contents": "hello", "nonce": "7" },
    })
}

#[tokio::test]
async fn messages_are_signed_as_eip_191_says_in_either_order_of_arguments() {
    let devnet = devnet().await;
    let (alice, account) = (provider(&devnet, 0), devnet.accounts()[1].address);
    let message = "0x68656c6c6f";
    for (method, params) in
        [("personal_sign", json!([message, account])), ("eth_sign", json!([account, message]))]
    {
        let signature: String = alice.raw_request(method.into(), params).await.unwrap();
        let signature: Signature = signature.parse().unwrap();
        let signer = signature.recover_address_from_prehash(&eip191_hash_message("hello"));
        assert_eq!(signer.unwrap(), account, "{method}");
    }
}

#[tokio::test]
async fn typed_data_is_signed_as_eip_712_says_given_as_an_object_or_as_text() {
    let devnet = devnet().await;
    let (alice, account) = (provider(&devnet, 0), devnet.accounts()[2].address);
    let domain = eip712_domain! {
        name: "Mailer", version: "1", chain_id: 412_346, verifying_contract: NOBODY,
    };
    let mail = Mail { from: NOBODY, contents: "hello".into(), nonce: "7".parse().unwrap() };
    let digest = mail.eip712_signing_hash(&domain);
    for data in [typed_data(), Value::String(typed_data().to_string())] {
        let params = json!([account, data]);
        let signature: String = alice.raw_request("eth_signTypedData_v4".into(), params).await.unwrap();
        let signature: Signature = signature.parse().unwrap();
        assert_eq!(signature.recover_address_from_prehash(&digest).unwrap(), account);
    }
}

#[tokio::test]
async fn nobody_signs_for_an_account_without_a_key_or_what_is_no_typed_data() {
    let devnet = devnet().await;
    let (alice, account) = (provider(&devnet, 0), devnet.accounts()[0].address);
    let refused = |method: &'static str, params: Value| {
        let alice = alice.clone();
        async move {
            let answer: Result<String, _> = alice.raw_request(method.into(), params).await;
            answer.unwrap_err().to_string()
        }
    };
    let message = refused("personal_sign", json!(["0x00", NOBODY])).await;
    assert!(message.contains(&format!("no key for {NOBODY}")), "{message}");
    let message = refused("eth_signTypedData_v4", json!([account, { "types": {} }])).await;
    assert!(message.contains("typed data"), "{message}");
    let digest = keccak256("not bytes").to_string().replace("0x", "");
    assert!(refused("eth_sign", json!([account, digest.replace('a', "z")])).await.contains("message"));
}
