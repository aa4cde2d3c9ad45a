//! What is measured of a program, and which programs are refused before a chain would.
#![allow(clippy::unwrap_used)]

use std::io::Read;

use client::program::{CODE_PREFIX, MAX_CODE, MAX_WASM, Program, ProgramError, Size, code_hashes, sizes};

/// A module with an entrypoint, one page of memory, and the given bytes as its data segment.
fn module_with_data(data: &[u8]) -> Vec<u8> {
    let escaped: String = data.iter().map(|byte| format!("\\{byte:02x}")).collect();
    wat::parse_str(format!(
        r#"(module
            (import "vm_hooks" "pay_for_memory_grow" (func (param i32)))
            (memory (export "memory") 1)
            (func $one (result i32) i32.const 1)
            (func (export "user_entrypoint") (param i32) (result i32) call $one)
            (data (i32.const 0) "{escaped}"))"#
    ))
    .unwrap()
}

/// Bytes no compressor can shorten: a linear congruential generator's.
fn noise(count: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state.to_be_bytes()[0]
    };
    (0..count).map(|_| next()).collect()
}

fn program(wat: &str) -> Program {
    Program::new("sample", wat::parse_str(wat).unwrap()).unwrap()
}

#[test]
fn sizes_count_own_functions_data_bytes_and_initial_pages() {
    let wasm = module_with_data(b"four");
    let raw = wasm.len();
    let sample = Program::new("sample", wasm).unwrap();
    let expected = Size { raw, compressed: sample.code.len(), functions: 2, data: 4, pages: 1 };
    assert_eq!(sample.size, expected);
    sample.check().unwrap();
}

#[test]
fn code_is_the_prefix_and_a_brotli_stream_of_the_module() {
    let wasm = module_with_data(b"some static data, some static data, some static data");
    let sample = Program::new("sample", wasm.clone()).unwrap();
    let (prefix, stream) = sample.code.split_at(CODE_PREFIX.len());
    assert_eq!(prefix, CODE_PREFIX);
    let mut unpacked = Vec::new();
    brotli::Decompressor::new(stream, 4096).read_to_end(&mut unpacked).unwrap();
    assert_eq!(unpacked, wasm);
}

#[test]
fn same_module_gives_same_code_and_other_module_another_hash() {
    let one = Program::new("one", module_with_data(b"1")).unwrap();
    let again = Program::new("again", module_with_data(b"1")).unwrap();
    let two = Program::new("two", module_with_data(b"2")).unwrap();
    assert_eq!(one.code, again.code);
    assert_ne!(one.code_hash(), two.code_hash());
    let unsorted = [two, one.clone()];
    let hashes = code_hashes(&unsorted);
    assert_eq!(hashes.keys().copied().collect::<Vec<_>>(), ["one", "two"], "sorted by name");
    assert_eq!(hashes["one"], one.code_hash());
    assert_eq!(sizes(std::slice::from_ref(&one))["one"], one.size);
}

#[test]
fn program_without_entrypoint_is_refused() {
    let sample = program(r#"(module (memory 1) (func (export "main")))"#);
    assert!(matches!(sample.check(), Err(ProgramError::NoEntrypoint { name }) if name == "sample"));
}

#[test]
fn entrypoint_that_is_no_function_does_not_count() {
    let sample = program(r#"(module (memory (export "user_entrypoint") 1))"#);
    assert!(matches!(sample.check(), Err(ProgramError::NoEntrypoint { .. })));
}

#[test]
fn program_that_starts_with_two_pages_is_refused() {
    let sample = program(r#"(module (memory 2) (func (export "user_entrypoint")))"#);
    assert!(matches!(sample.check(), Err(ProgramError::Memory { pages: 2, .. })));
}

#[test]
fn program_above_the_code_limit_is_refused() {
    let sample = Program::new("sample", module_with_data(&noise(MAX_CODE))).unwrap();
    assert!(sample.size.raw < MAX_WASM);
    assert!(matches!(sample.check(), Err(ProgramError::Code { compressed, .. }) if compressed > MAX_CODE));
}

#[test]
fn program_above_the_wasm_limit_is_refused_however_well_it_compresses() {
    let sample = Program::new("sample", module_with_data(&vec![7; MAX_WASM])).unwrap();
    assert!(sample.size.compressed < MAX_CODE);
    assert!(matches!(sample.check(), Err(ProgramError::Raw { raw, .. }) if raw > MAX_WASM));
}

#[test]
fn file_that_is_not_wasm_is_refused_by_name() {
    let refused = Program::new("sample", b"#!/bin/sh".to_vec());
    assert!(matches!(refused, Err(ProgramError::Wasm { name, .. }) if name == "sample"));
}

#[test]
fn missing_file_names_the_command_that_builds_it() {
    let message = Program::load("target/programs/no-such-program.wasm").unwrap_err().to_string();
    assert!(message.contains("no-such-program.wasm") && message.contains("./scripts/build"), "{message}");
}
