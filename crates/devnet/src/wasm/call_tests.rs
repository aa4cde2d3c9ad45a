//! Starting, ending and failing.

use alloy_primitives::Bytes;

use super::chain::Status;
use super::testing::{MemoryChain, context, program, run, run_in};

#[test]
fn a_program_echoes_its_calldata() {
    let echo = program(
        "(call $read_args (i32.const 0)) (call $write_result (i32.const 0) (local.get $len)) (i32.const 0)",
    );
    let outcome = run_in(&mut MemoryChain::default(), context(), &echo, b"hello", 10_000);
    assert_eq!((outcome.status, outcome.output), (Status::Success, Bytes::from_static(b"hello")));
    assert!(outcome.gas_left > 0 && outcome.gas_left < 10_000);
}

#[test]
fn a_status_other_than_zero_reverts_with_the_output() {
    let echo = program("(call $write_result (i32.const 0) (i32.const 3)) (i32.const 7)");
    let outcome = run(&mut MemoryChain::default(), &echo);
    assert_eq!((outcome.status, outcome.output), (Status::Revert, Bytes::from_static(&[0; 3])));
}
