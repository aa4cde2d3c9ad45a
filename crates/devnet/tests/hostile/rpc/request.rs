//! Whole requests: valid ones, and what becomes of them.

use devnet::{RpcMethod, rpc_methods};
use serde_json::{Map, Value, json};

use super::{nasty, plausible};
use crate::dice::Dice;
use crate::scene::Scene;

/// What is posted.
pub fn body(scene: &Scene, dice: &mut Dice) -> Vec<u8> {
    let whole = match dice.below(100) {
        0..12 => {
            let count = if dice.percent(3) { 1_500 } else { dice.skewed(20) };
            Value::Array((0..count).map(|_| entry(scene, dice)).collect())
        }
        12 => nasty::value(dice),
        _ => entry(scene, dice),
    };
    let mut text = nasty::write(whole.to_string()).into_bytes();
    if dice.percent(12) {
        scramble(&mut text, dice);
    }
    text
}

/// A request, or what stands in the place of one.
fn entry(scene: &Scene, dice: &mut Dice) -> Value {
    if dice.percent(2) {
        return nasty::value(dice);
    }
    let methods: Vec<RpcMethod> = rpc_methods().collect();
    let method = dice.pick(&methods);
    let mut request = Map::new();
    request.insert("jsonrpc".into(), json!("2.0"));
    request.insert("id".into(), json!(dice.below(5)));
    request.insert("method".into(), json!(method.name));
    request.insert("params".into(), params(method, scene, dice));
    if dice.percent(12) {
        damage_envelope(&mut request, dice);
    }
    Value::Object(request)
}

fn params(method: RpcMethod, scene: &Scene, dice: &mut Dice) -> Value {
    let given = if dice.percent(80) { method.params.len() } else { dice.below(method.params.len() + 1) };
    let values = method.params[..given].iter().map(|name| plausible::value(method.name, name, scene, dice));
    let mut params = Value::Array(values.collect());
    if dice.percent(60) {
        for _ in 0..=dice.skewed(3) {
            nasty::damage(&mut params, dice);
        }
    }
    params
}

/// Breaks the frame around the parameters.
fn damage_envelope(request: &mut Map<String, Value>, dice: &mut Dice) {
    let field = dice.pick(&["jsonrpc", "id", "method", "params"]);
    let value = match (field, dice.below(4)) {
        (_, 0) => {
            request.remove(field);
            return;
        }
        ("jsonrpc", 1) => json!(dice.pick(&["1.0", "2", "2.0.0", " 2.0"])),
        ("id", 1) => json!(dice.pick(&["", "a", "\u{0}", "1"])),
        ("id", 2) => json!(dice.throw()),
        ("method", 1 | 2) => {
            let methods: Vec<RpcMethod> = rpc_methods().collect();
            let name = dice.pick(&methods).name;
            json!(dice.pick(&[
                name.to_uppercase(),
                format!("{name} "),
                name[1..].to_owned(),
                "eth_".repeat(5_000)
            ]))
        }
        _ => nasty::value(dice),
    };
    request.insert(field.into(), value);
}

/// Breaks the text itself.
fn scramble(text: &mut Vec<u8>, dice: &mut Dice) {
    for _ in 0..=dice.skewed(4) {
        let at = dice.below(text.len() + 1);
        match dice.below(5) {
            0 => text.truncate(at),
            1 => text.insert(at, dice.byte()),
            2 => text.insert(at, dice.pick(b"\"{}[],:\\0e-")),
            3 => {
                let slice = text[at..].iter().copied().take(dice.below(30)).collect::<Vec<u8>>();
                text.splice(at..at, slice);
            }
            _ => {
                if let Some(byte) = text.get_mut(at) {
                    *byte ^= 1 << dice.below(8);
                }
            }
        }
    }
}
