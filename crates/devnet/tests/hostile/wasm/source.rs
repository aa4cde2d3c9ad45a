//! Where modules come from.

use std::sync::LazyLock;

use arbitrary::Unstructured;
use devnet::wasm::code::compress;

use super::{extremes, faults, mutate};
use crate::common::wasm;
use crate::dice::Dice;

/// What a module that gets far exports.
const SHAPE: &str = r#"(module (memory (export "memory") 1 1)
    (func (export "user_entrypoint") (param i32) (result i32) (i32.const 0)))"#;
/// Most bytes wasm-smith is given to make a module of.
const SMITH_FOOD: usize = 4_000;

/// Real programs: small ones written by hand, and those that `scripts/build` has left.
static PROGRAMS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let written = [
        wasm::store(),
        wasm::forwarder(),
        wasm::reverter(),
        wasm::endless(),
        wasm::recursive(),
        wasm::creator(),
        wasm::transient(),
        wasm::logger(),
        wasm::reentrant(),
        faults::everything(),
    ];
    let built = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/programs");
    let built = std::fs::read_dir(built).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut built: Vec<_> = built.filter(|path| path.extension().is_some_and(|is| is == "wasm")).collect();
    built.sort();
    written
        .iter()
        .map(|text| wat::parse_str(text).unwrap())
        .chain(built.iter().map(|path| std::fs::read(path).unwrap()))
        .collect()
});

/// All functions of the chain a module may import.
static IMPORTS: LazyLock<Vec<u8>> = LazyLock::new(|| wat::parse_str(faults::everything()).unwrap());
static EXPORTS: LazyLock<Vec<u8>> = LazyLock::new(|| wat::parse_str(SHAPE).unwrap());

/// A module of some kind, or what was to be one.
pub fn module(dice: &mut Dice) -> Vec<u8> {
    match dice.below(100) {
        0..5 => {
            let size = dice.skewed(3_000);
            [b"\0asm\x01\0\0\0", &dice.bytes(size)[..]].concat()
        }
        5..8 => {
            let size = dice.skewed(3_000);
            dice.bytes(size)
        }
        8..13 => {
            let mut program = program(dice);
            program.truncate(dice.below(program.len()));
            program
        }
        13..23 => mutate::bytes(program(dice), dice),
        23..35 => mutate::sections(&program(dice), dice),
        35..60 => {
            let program = program(dice);
            mutate::operators(&program, dice).unwrap_or(program)
        }
        60..72 => faults::module(dice),
        72..75 => extremes::module(dice),
        _ => smith(dice).unwrap_or_default(),
    }
}

/// A program as its author meant it. The large ones come up less often: they take long.
pub fn program(dice: &mut Dice) -> Vec<u8> {
    let written = 10;
    if dice.percent(90) { PROGRAMS[dice.below(written)].clone() } else { dice.pick(&PROGRAMS) }
}

/// A valid module of odd shape. Every second one keeps to what Stylus allows in most things.
fn smith(dice: &mut Dice) -> Option<Vec<u8>> {
    let wild = dice.percent(25);
    let config = wasm_smith::Config {
        available_imports: dice.percent(70).then(|| IMPORTS.clone()),
        exports: (!wild).then(|| EXPORTS.clone()),
        allow_start_export: wild,
        allow_floats: wild,
        bulk_memory_enabled: wild || dice.percent(20),
        canonicalize_nans: false,
        exceptions_enabled: wild,
        gc_enabled: wild,
        compact_imports_enabled: wild,
        generate_custom_sections: dice.percent(50),
        max_memories: if wild { 2 } else { 1 },
        max_memory32_bytes: 1 << 20,
        max_table_elements: if wild { 10_000 } else { 50 },
        memory64_enabled: wild,
        min_uleb_size: if dice.percent(10) { 5 } else { 1 },
        multi_value_enabled: wild || dice.percent(20),
        reference_types_enabled: wild,
        relaxed_simd_enabled: wild,
        saturating_float_to_int_enabled: wild,
        shared_everything_threads_enabled: wild,
        simd_enabled: wild,
        tail_call_enabled: wild,
        threads_enabled: wild,
        wide_arithmetic_enabled: wild,
        ..wasm_smith::Config::default()
    };
    let food = dice.skewed(SMITH_FOOD);
    let bytes = dice.bytes(food);
    Some(wasm_smith::Module::new(config, &mut Unstructured::new(&bytes)).ok()?.to_bytes())
}

/// On-chain code of a program, unless it could not be compressed.
pub fn code(wasm: &[u8]) -> Vec<u8> {
    compress(wasm).unwrap()
}
