//! Programs that are not the protocol's: on the chain as anyone puts them there.

use alloy::primitives::{Address, Bytes, keccak256};
use alloy::sol_types::abi::TokenSeq;
use alloy::sol_types::{SolType, SolValue};
use client::activation::{ARB_WASM, ArbWasm};
use client::program::Program;

use super::world::repository;
use super::{GOVERNANCE, World, ether};

/// Creates and activates a program that `./scripts/build` left in target/programs.
pub(crate) fn program(world: &World, name: &str) -> Address {
    let path = repository().join("target/programs").join(name).with_extension("wasm");
    let built = Program::load(path).unwrap_or_else(|error| panic!("{error}"));
    let (codehash, code) = (built.code_hash(), built.code);
    // PUSH2 length, DUP1, PUSH1 10, PUSH0, CODECOPY, PUSH0, RETURN
    let [high, low] = u16::try_from(code.len()).unwrap().to_be_bytes();
    let creation = [&[0x61, high, low, 0x80, 0x60, 10, 0x5f, 0x39, 0x5f, 0xf3], &code[..]].concat();
    let program = world.create_with(GOVERNANCE, creation.into()).unwrap();
    // Once for all accounts with this code.
    if world.try_view(ARB_WASM, &ArbWasm::codehashVersionCall { codehash }).is_err() {
        world.pay(GOVERNANCE, ARB_WASM, &ArbWasm::activateProgramCall { program }, ether(1));
    }
    program
}

/// Runs the constructor of an SDK contract, which may refuse: the revert data.
pub(crate) fn construct<A: SolValue>(world: &World, program: Address, arguments: &A) -> Result<(), Bytes>
where
    for<'a> <A::SolType as SolType>::Token<'a>: TokenSeq<'a>,
{
    // One selector for all constructors, whatever their arguments are.
    let selector = &keccak256("stylus_constructor()")[..4];
    let data = [selector, &arguments.abi_encode_params()].concat();
    world.send_data(GOVERNANCE, program, data.into()).map(drop)
}
