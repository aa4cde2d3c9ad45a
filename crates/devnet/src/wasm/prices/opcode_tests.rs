//! The price list, operator by operator.

use std::collections::BTreeMap;

use wasmparser::{BinaryReader, OperatorsReader, Parser, Payload};

use super::opcode::{Refused, op_ink};

/// Ink, and the operators that cost it, in text form with a colon before each immediate. `$three` has three
/// parameters.
const PRICES: &[(u64, &str)] = &[
    (1, "unreachable return nop i32.const:7 i64.const:7"),
    (9, "drop"),
    (765, "br:0 br_if:0"),
    (1_250, "select"),
    (3_800, "call:0"),
    (13_610 + 3 * 650, "call_indirect:(type:$three)"),
    (2_400, "br_table:0"),
    (2_400 + 2 * 325, "br_table:0:0:0"),
    (75, "local.get:0 local.tee:0"),
    (210, "local.set:0"),
    (225, "global.get:0"),
    (575, "global.set:0"),
    (670, "i32.load i32.load8_s i32.load8_u i32.load16_s i32.load16_u"),
    (680, "i64.load i64.load8_s i64.load8_u i64.load16_s i64.load16_u i64.load32_s i64.load32_u"),
    (825, "i32.store i32.store8 i32.store16"),
    (950, "i64.store i64.store8 i64.store16 i64.store32 memory.copy memory.fill"),
    (3_000, "memory.size"),
    (8_050, "memory.grow"),
    (70, "i32.add i32.sub i32.and i32.or i32.xor i32.shl i32.shr_s i32.shr_u i32.rotl i32.rotr"),
    (100, "i64.add i64.sub i64.and i64.or i64.xor i64.shl i64.shr_s i64.shr_u i64.rotl i64.rotr"),
    (160, "i32.mul i64.mul"),
    (170, "i32.eqz i32.eq i32.ne i32.lt_s i32.lt_u i32.gt_s i32.gt_u i32.le_s i32.le_u i32.ge_s i32.ge_u"),
    (225, "i64.eqz i64.eq i64.ne i64.lt_s i64.lt_u i64.gt_s i64.gt_u i64.le_s i64.le_u i64.ge_s i64.ge_u"),
    (210, "i32.clz i32.ctz i64.clz i64.ctz"),
    (1_120, "i32.div_s i32.div_u i32.rem_s i32.rem_u"),
    (1_270, "i64.div_s i64.div_u i64.rem_s i64.rem_u"),
    (2_650, "i32.popcnt"),
    (6_000, "i64.popcnt"),
    (100, "i32.wrap_i64 i64.extend_i32_s i64.extend_i32_u i32.extend8_s i32.extend16_s"),
    (100, "i64.extend8_s i64.extend16_s i64.extend32_s"),
];

/// What opens, parts and closes blocks, by the library's names, as it never stands alone in a text.
const STRUCTURE: [(&str, u64); 5] = [("Block", 1), ("Loop", 1), ("If", 765), ("Else", 1), ("End", 1)];

/// An operator's name and price.
type Priced = (String, Result<u64, Refused>);

/// Reads all operators. Those of function types are priced as with three parameters.
fn read_all(mut reader: OperatorsReader<'_>) -> Vec<Priced> {
    let mut found = Vec::new();
    while !reader.eof() {
        let op = reader.read().unwrap();
        found.push((op_name(&op), op_ink(&op, |_| 3)));
    }
    found
}

fn op_name(op: &wasmparser::Operator<'_>) -> String {
    format!("{op:?}").split([' ', '{', '(']).next().unwrap().to_owned()
}

/// The operators of the body of `(func $f (param i32 i64) ...)`, the last `end` included. It need not be valid.
fn operators(body: &str) -> Vec<Priced> {
    let text = format!(
        "(module (memory 1) (table 1 funcref) (global $g (mut i32) (i32.const 0)) (type $three (func (param i32 i32 i64)))
           (func $f (param i32 i64) {body}))"
    );
    let wasm = wat::parse_str(&text).unwrap_or_else(|e| panic!("{e}\n{text}"));
    let mut payloads = Parser::new(0).parse_all(&wasm);
    payloads
        .find_map(|payload| match payload.unwrap() {
            Payload::CodeSectionEntry(function) => Some(read_all(function.get_operators_reader().unwrap())),
            _ => None,
        })
        .unwrap()
}

/// The operator with these bytes, and zeros for its immediates; none where there is no such operator.
fn decode(bytes: &[u8]) -> Option<Priced> {
    // Within an if, so that else and end may come.
    let code = [&[0x04, 0x40], bytes, &[0; 32]].concat();
    let mut reader = OperatorsReader::new(BinaryReader::new(&code, 0));
    reader.read().unwrap();
    let op = reader.read().ok()?;
    Some((op_name(&op), op_ink(&op, |_| 3)))
}

#[test]
fn every_listed_operator_has_the_published_price() {
    for (ink, texts) in PRICES {
        for text in texts.split(' ') {
            let found = operators(&text.replace(':', " "));
            assert_eq!(found.len(), 2, "{text} is one operator, then end");
            assert_eq!(found[0].1, Ok(*ink), "{text}");
        }
    }
}

#[test]
fn structure_costs_one_ink_and_if_costs_a_branch() {
    let ink: Vec<_> =
        operators("block loop end end if else end").into_iter().map(|(_, ink)| ink.unwrap()).collect();
    assert_eq!(ink, [1, 1, 1, 1, 765, 1, 1, 1]);
}

#[test]
fn of_all_the_operators_there_are_only_those_listed_have_a_price() {
    let mut listed: BTreeMap<String, u64> =
        STRUCTURE.iter().map(|(name, ink)| ((*name).to_owned(), *ink)).collect();
    for (ink, texts) in PRICES {
        listed.extend(texts.split(' ').map(|text| (operators(&text.replace(':', " "))[0].0.clone(), *ink)));
    }
    // The prices of these depend on immediates, which are zero here.
    listed.insert("BrTable".to_owned(), 2_400);
    let single = (0..=0xfa_u8).map(|byte| vec![byte]);
    let prefixed = (0xfb..=0xfe_u8).flat_map(|prefix| {
        (0..0x180_u16).map(move |code| vec![prefix, (code & 0x7f) as u8 | 0x80, (code >> 7) as u8])
    });
    let (mut priced, mut refused) = (BTreeMap::new(), 0);
    for (name, ink) in single.chain(prefixed).filter_map(|bytes| decode(&bytes)) {
        match ink {
            Ok(ink) => drop(priced.insert(name, ink)),
            Err(_) => refused += 1,
        }
    }
    assert_eq!(priced, listed);
    assert!(refused > 400, "floats, vectors, atomics, references and more: {refused}");
}

#[test]
fn operators_outside_the_table_are_refused_by_name() {
    for (text, expected) in [
        ("f32.const 1", "F32Const"),
        ("f64.add", "F64Add"),
        ("f64.load", "F64Load"),
        ("i32.trunc_sat_f32_s", "I32TruncSatF32S"),
        ("ref.null func", "RefNull"),
        ("table.size 0", "TableSize"),
        ("select (result i32)", "TypedSelect"),
        ("return_call 0", "ReturnCall"),
        ("i32.atomic.load", "I32AtomicLoad"),
        ("v128.any_true", "V128AnyTrue"),
    ] {
        let refused = operators(text)[0].1.clone().unwrap_err();
        assert_eq!(refused.0, expected);
        assert!(refused.to_string().contains("not supported by Stylus"));
    }
}
