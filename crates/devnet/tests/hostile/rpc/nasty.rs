//! Values no parameter can have, and texts no JSON library writes.

use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::dice::Dice;

/// What stands in a value for the text of [`RAW`] at this place.
fn placeholder(at: usize) -> Value {
    json!(format!("@raw-{at}@"))
}

/// Texts that replace a value in a written request: numbers and nesting a [`Value`] cannot hold.
static RAW: LazyLock<Vec<String>> = LazyLock::new(|| {
    let nested = |open: &str, depth: usize, inner: &str, close: &str| {
        [&open.repeat(depth), inner, &close.repeat(depth)].concat()
    };
    vec![
        "1e999".into(),
        "-0".into(),
        "0x10".into(),
        "1.".into(),
        "18446744073709551616".into(),
        "9".repeat(400),
        format!("0.{}", "1".repeat(400)),
        "NaN".into(),
        r#""\ud800""#.into(),
        r#""\u0000\uffff""#.into(),
        r#"{"to":null,"to":1}"#.into(),
        nested("[", 127, "", "]"),
        nested("[", 3_000, "", "]"),
        nested("[", 40_000, "1", ""),
        nested(r#"{"a":"#, 3_000, "1", "}"),
        nested(r#"{"types":["#, 200, "", "]}"),
    ]
});

/// Puts the texts where their places are kept.
pub fn write(mut text: String) -> String {
    for (at, raw) in RAW.iter().enumerate() {
        let kept = placeholder(at).to_string();
        if text.contains(&kept) {
            text = text.replacen(&kept, raw, 3).replace(&kept, "null");
        }
    }
    text
}

/// Anything.
pub fn value(dice: &mut Dice) -> Value {
    match dice.below(12) {
        0 => Value::Null,
        1 => json!(dice.percent(50)),
        2 => json!(dice.pick(&[0, 1, -1, i64::MIN, i64::MAX])),
        3 => json!(dice.pick(&[u64::MAX, 1 << 53, 1 << 63, 1 << 32, (1 << 31) - 1])),
        4 => json!(dice.pick(&[0.5, -1.5, 1e308, f64::MIN_POSITIVE])),
        5 | 6 => json!(dice.pick(&STRINGS)),
        7 => json!(hex_string(dice)),
        8 => json!("x".repeat(dice.skewed(70_000))),
        9 => Value::Array((0..dice.skewed(40)).map(|_| value(dice)).collect()),
        10 => object(dice),
        _ => placeholder(dice.below(RAW.len())),
    }
}

const STRINGS: [&str; 18] = [
    "",
    "0x",
    "0X1",
    "0x0",
    "0x00",
    "0x1",
    "0xffffffffffffffff",
    "0x10000000000000000",
    "0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "0x10000000000000000000000000000000000000000000000000000000000000000",
    "-1",
    "0x-1",
    "115792089237316195423570985008687907853269984665640564039457584007913129639936",
    "latest",
    "latest ",
    "0xgg",
    "\u{0}\u{7f}\u{202e}💥",
    "'; drop table accounts; --",
];

/// Hex digits of any length, odd ones and cut bytes among them.
fn hex_string(dice: &mut Dice) -> String {
    let length = match dice.below(4) {
        0 => dice.below(70),
        1 => 40,
        2 => 64,
        _ => dice.skewed(20_000),
    };
    let digits = (0..length).map(|_| char::from_digit(dice.below(16) as u32, 16).unwrap());
    std::iter::once("0x").map(str::to_owned).chain(digits.map(String::from)).collect()
}

fn object(dice: &mut Dice) -> Value {
    let names = ["to", "from", "types", "blockHash", "address", "topics", "", "__proto__", "code", "tracer"];
    let fields = (0..dice.below(5)).map(|_| (dice.pick(&names).to_owned(), value(dice)));
    Value::Object(fields.collect())
}

/// Changes something somewhere within `whole`.
pub fn damage(whole: &mut Value, dice: &mut Dice) {
    let goes_deeper = dice.percent(70);
    match whole {
        Value::Array(items) if goes_deeper && !items.is_empty() => {
            let at = dice.below(items.len());
            match dice.below(8) {
                0 => drop(items.remove(at)),
                1 => items.push(value(dice)),
                2 => items.push(items[at].clone()),
                3 => items.swap(0, at),
                _ => damage(&mut items[at], dice),
            }
        }
        Value::Object(fields) if goes_deeper && !fields.is_empty() => {
            let name = fields.keys().nth(dice.below(fields.len())).unwrap().clone();
            match dice.below(6) {
                0 => drop(fields.remove(&name)),
                1 => drop(fields.insert(dice.pick(&["gas", "extra", "state", "value"]).into(), value(dice))),
                _ => damage(&mut fields[&name], dice),
            }
        }
        Value::String(text) if goes_deeper => *text = damaged(text, dice),
        _ => *whole = value(dice),
    }
}

fn damaged(text: &str, dice: &mut Dice) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let at = dice.below(chars.len() + 1);
    match dice.below(6) {
        0 => chars.truncate(at),
        1 => chars.insert(at, dice.pick(&['0', 'f', 'g', ' ', '-', '[', ']', '.', '"', '\u{0}'])),
        2 => chars.extend(vec!['0'; dice.skewed(2_000)]),
        3 => return text.to_uppercase(),
        4 => return text.trim_start_matches("0x").to_owned(),
        _ => {
            if let Some(char) = chars.get_mut(at) {
                *char = char::from_digit(dice.below(16) as u32, 16).unwrap();
            }
        }
    }
    chars.into_iter().collect()
}
