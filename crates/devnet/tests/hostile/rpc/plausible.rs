//! Parameters a client might send, by the name the method gives them.

use alloy_primitives::{Bytes, hex};
use serde_json::{Value, json};

use super::nasty;
use crate::common::word;
use crate::dice::Dice;
use crate::scene::Scene;

/// A value for the parameter `name` of `method`. One whose name nobody told us of gets anything at all.
pub fn value(method: &str, name: &str, scene: &Scene, dice: &mut Dice) -> Value {
    match name {
        "address" => address(scene, dice),
        "block" | "newest block" => block(scene, dice),
        "hash" | "transaction hash" => json!(dice.pick(&scene.hashes)),
        "full transactions" | "on" => json!(dice.percent(50)),
        "timestamp" => json!(scene.look_ahead().saturating_add(dice.below(1_000) as u64)),
        "blocks" | "block count" | "interval" | "seconds" | "nonce" | "index" | "slot" | "balance"
        | "base fee" | "snapshot id" | "filter id" | "subscription id" => quantity(dice),
        "value" => json!(hex::encode_prefixed(word(dice.throw()))),
        "code" | "data" | "message" => json!(Bytes::from(some_bytes(dice))),
        "transaction" if method.contains("Raw") => json!(scene.raw(dice)),
        "transaction" => transaction(scene, dice),
        "state overrides" => overrides(scene, dice),
        "reward percentiles" => json!([0, 25.5, 100]),
        "filter" => filter(scene, dice),
        "typed data" => typed_data(scene, dice),
        "options" => json!({"tracer": "callTracer", "tracerConfig": {"onlyTopCall": dice.percent(50)}}),
        "kind" => json!(dice.pick(&["newHeads", "logs"])),
        _ => nasty::value(dice),
    }
}

fn address(scene: &Scene, dice: &mut Dice) -> Value {
    json!(dice.pick(&scene.addresses))
}

fn quantity(dice: &mut Dice) -> Value {
    let number = dice.below(40);
    match dice.below(3) {
        0 => json!(number),
        1 => json!(number.to_string()),
        _ => json!(format!("{number:#x}")),
    }
}

fn block(scene: &Scene, dice: &mut Dice) -> Value {
    match dice.below(4) {
        0 => json!(dice.pick(&["latest", "pending", "earliest", "safe", "finalized"])),
        1 => json!(format!("{:#x}", dice.below(8))),
        2 => json!({"blockHash": dice.pick(&scene.hashes)}),
        _ => json!({"blockNumber": format!("{:#x}", dice.below(8))}),
    }
}

fn some_bytes(dice: &mut Dice) -> Vec<u8> {
    let count = dice.pick(&[0, 1, 4, 32, 36, 100]);
    let mut bytes = dice.bytes(count);
    // Code that begins like a program's is told apart from any other.
    if dice.percent(20) {
        bytes.splice(0..0, [0xef, dice.pick(&[0xf0, 0x01]), dice.byte() % 4, 0]);
    }
    bytes
}

fn transaction(scene: &Scene, dice: &mut Dice) -> Value {
    let mut transaction = json!({
        "from": scene.devnet.accounts()[dice.below(3)].address,
        "to": dice.pick(&scene.addresses),
    });
    let optional = [
        ("gas", json!("0x493e0")),
        ("value", json!(format!("{:#x}", dice.below(100)))),
        ("input", json!(Bytes::from(some_bytes(dice)))),
        ("data", json!("0x")),
        ("nonce", json!(format!("{:#x}", dice.below(5)))),
        ("gasPrice", json!("0x5f5e100")),
        ("maxFeePerGas", json!("0xbebc200")),
        ("maxPriorityFeePerGas", json!("0x1")),
        ("chainId", json!("0x64aba")),
        ("type", json!(format!("{:#x}", dice.below(5)))),
        ("accessList", json!([{"address": dice.pick(&scene.addresses), "storageKeys": [word_of(dice)]}])),
        ("authorizationList", json!([authorization(scene, dice)])),
        ("maxFeePerBlobGas", json!("0x1")),
        ("blobVersionedHashes", json!([word_of(dice)])),
    ];
    for (at, (field, value)) in optional.into_iter().enumerate() {
        // The first fields are what calls are made of; the rest is rare.
        if dice.percent(if at < 3 { 50 } else { 6 }) {
            transaction[field] = value;
        }
    }
    transaction
}

fn authorization(scene: &Scene, dice: &mut Dice) -> Value {
    let (r, s) = (word_of(dice), word_of(dice));
    json!({"chainId": "0x64aba", "address": dice.pick(&scene.addresses), "nonce": "0x0", "yParity": "0x0", "r": r, "s": s})
}

fn word_of(dice: &mut Dice) -> String {
    hex::encode_prefixed(word(dice.throw()))
}

fn overrides(scene: &Scene, dice: &mut Dice) -> Value {
    let mut account = json!({});
    let fields = [
        ("balance", json!("0xde0b6b3a7640000")),
        ("nonce", json!("0x7")),
        ("code", json!(Bytes::from(some_bytes(dice)))),
        (dice.pick(&["state", "stateDiff"]), json!({word_of(dice): word_of(dice)})),
        ("movePrecompileToAddress", json!(dice.pick(&scene.addresses))),
    ];
    for (at, (field, value)) in fields.into_iter().enumerate() {
        if dice.percent(if at < 4 { 40 } else { 5 }) {
            account[field] = value;
        }
    }
    json!({dice.pick(&scene.addresses).to_string(): account})
}

fn filter(scene: &Scene, dice: &mut Dice) -> Value {
    let mut filter = json!({"address": dice.pick(&scene.addresses)});
    if dice.percent(30) {
        filter["topics"] = json!([null, word_of(dice), [word_of(dice), word_of(dice)]]);
    }
    if dice.percent(30) {
        filter["blockHash"] = json!(dice.pick(&scene.hashes));
    } else if dice.percent(70) {
        filter["fromBlock"] = json!("0x1");
        filter["toBlock"] = json!(dice.pick(&["latest", "0x3", "pending"]));
    }
    filter
}

fn typed_data(scene: &Scene, dice: &mut Dice) -> Value {
    let data = json!({
        "types": {
            "EIP712Domain": [{"name": "name", "type": "string"}, {"name": "chainId", "type": "uint256"}],
            "Order": [{"name": "items", "type": "Item[]"}, {"name": "owner", "type": "address"}],
            "Item": [{"name": "amount", "type": "uint256"}, {"name": "tags", "type": "bytes32[2]"}],
        },
        "primaryType": "Order",
        "domain": {"name": "Market", "chainId": 412_346},
        "message": {
            "items": [{"amount": dice.throw().to_string(), "tags": [word_of(dice), word_of(dice)]}],
            "owner": dice.pick(&scene.addresses),
        },
    });
    if dice.percent(50) { json!(data.to_string()) } else { data }
}
