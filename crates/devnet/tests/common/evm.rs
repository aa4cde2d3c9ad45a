//! Small EVM contracts, assembled by hand.

use alloy_primitives::Address;

/// Opcodes of the calls a forwarder can make.
pub const CALL: u8 = 0xf1;
pub const DELEGATECALL: u8 = 0xf4;
pub const STATICCALL: u8 = 0xfa;

/// Init code that returns `code`: the prelude that tools for Stylus use.
pub fn init_code(code: &[u8]) -> Vec<u8> {
    let mut init = vec![0x7f];
    init.extend_from_slice(&[0; 28]);
    init.extend_from_slice(&u32::try_from(code.len()).unwrap().to_be_bytes());
    init.extend_from_slice(&[0x80, 0x60, 0x2b, 0x60, 0x00, 0x39, 0x60, 0x00, 0xf3, 0x00]);
    init.extend_from_slice(code);
    init
}

/// Calls the address in the first word of calldata with the rest of it.
fn forward(opcode: u8) -> Vec<u8> {
    // size = calldatasize - 32; calldatacopy(0, 32, size)
    let mut code = vec![0x60, 0x20, 0x36, 0x03, 0x80, 0x60, 0x20, 0x5f, 0x37];
    // return area and arguments: 0, 0, size, 0
    code.extend_from_slice(&[0x5f, 0x5f, 0x82, 0x5f]);
    if opcode == CALL {
        code.push(0x34);
    }
    code.extend_from_slice(&[0x5f, 0x35, 0x5a, opcode]);
    code
}

/// Forwards and passes on what comes back, success or revert.
pub fn forwarder(opcode: u8) -> Vec<u8> {
    let mut code = forward(opcode);
    code.extend_from_slice(&[0x3d, 0x5f, 0x5f, 0x3e]);
    let ok = u8::try_from(code.len() + 6).unwrap();
    code.extend_from_slice(&[0x60, ok, 0x57, 0x3d, 0x5f, 0xfd, 0x5b, 0x3d, 0x5f, 0xf3]);
    code
}

/// Forwards and returns one word: whether the call succeeded.
pub fn prober(opcode: u8) -> Vec<u8> {
    let mut code = forward(opcode);
    code.extend_from_slice(&[0x5f, 0x52, 0x60, 0x20, 0x5f, 0xf3]);
    code
}

/// Stores the first word of calldata in slot 0, or returns slot 0 when there is none.
pub fn store() -> Vec<u8> {
    let read = [0x36, 0x60, 0x0b, 0x57, 0x5f, 0x54, 0x5f, 0x52, 0x60, 0x20, 0x5f, 0xf3];
    let write = [0x5b, 0x5f, 0x35, 0x5f, 0x55, 0x00];
    let mut code = [&read[..], &write].concat();
    code[2] = u8::try_from(read.len()).unwrap();
    code
}

/// Reverts with the four bytes `deadbeef`.
pub fn reverter() -> Vec<u8> {
    vec![0x63, 0xde, 0xad, 0xbe, 0xef, 0x5f, 0x52, 0x60, 0x04, 0x60, 0x1c, 0xfd]
}

/// Reverts with its calldata.
pub fn echo_reverter() -> Vec<u8> {
    vec![0x36, 0x5f, 0x5f, 0x37, 0x36, 0x5f, 0xfd]
}

/// Forwards with a log before and one after, whatever comes back.
pub fn noisy() -> Vec<u8> {
    const LOG: [u8; 3] = [0x5f, 0x5f, 0xa0];
    [&LOG[..], &forward(CALL), &[0x50], &LOG, &[0x00]].concat()
}

/// Destroys itself and gives its balance to its caller.
pub fn ends_for_caller() -> Vec<u8> {
    vec![0x33, 0xff]
}

/// Destroys itself and gives its balance to itself.
pub fn ends_for_itself() -> Vec<u8> {
    vec![0x30, 0xff]
}

/// Calldata of a forwarder.
pub fn to(target: Address, data: &[u8]) -> Vec<u8> {
    [target.into_word().as_slice(), data].concat()
}
