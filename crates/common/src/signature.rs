//! EIP-712 digests and signatures by keys or contracts.

use alloc::vec::Vec;

use abi::word::from_word;
use abi::{Result, Writer};
use alloy_primitives::{address, b256, Address, B256, U256};
use interfaces::require;
use interfaces::sol::IDelegationManager::{InvalidSignature, SignatureExpired};
use interfaces::types::SignatureWithExpiry;
use stylus_sdk::host::VM;
use stylus_sdk::prelude::*;

use crate::{calls, host};

/// keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)")
const DOMAIN_TYPEHASH: B256 = b256!("8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f");
/// The domain's name: clients of the reference protocol sign for it, so it is part of the ABI.
const DOMAIN_NAME: &[u8] = b"EigenLayer";
/// The version of the ABI: the reference's release whose functions, events and rules this is.
pub const VERSION: &[u8] = b"1.12.0";
/// The domain's version: the first character of the protocol version, as the reference has it.
const DOMAIN_VERSION: &[u8] = b"1";
/// The ecrecover precompile.
const ECRECOVER: Address = address!("0000000000000000000000000000000000000001");
/// `isValidSignature(bytes32,bytes)`: the selector, which is also what a contract answers with when it agrees.
const EIP1271: u32 = 0x1626_ba7e;
/// Half the order of secp256k1: signatures with a larger s are copies of others (EIP-2).
const HALF_ORDER: U256 =
    U256::from_limbs([0xdfe9_2f46_681b_20a0, 0x5d57_6e73_57a4_501d, u64::MAX, i64::MAX as u64]);

/// The EIP-712 domain separator of this contract on this chain.
#[inline(never)]
pub fn domain_separator(vm: &VM) -> B256 {
    let mut out = Writer::new(5);
    out.b256(&DOMAIN_TYPEHASH);
    out.b256(&host::keccak(vm, DOMAIN_NAME));
    out.b256(&host::keccak(vm, DOMAIN_VERSION));
    out.u64(vm.chain_id());
    out.address(&host::this(vm));
    host::keccak(vm, out.as_slice())
}

/// The digest a signer signs: keccak256(0x1901 ‖ domain separator ‖ struct hash).
#[inline(never)]
pub fn digest(vm: &VM, struct_hash: &B256) -> B256 {
    let mut data = Vec::with_capacity(66);
    data.extend_from_slice(&[0x19, 0x01]);
    data.extend_from_slice(domain_separator(vm).as_slice());
    data.extend_from_slice(struct_hash.as_slice());
    host::keccak(vm, &data)
}

/// Accepts the signature of `digest` by `signer`: by its key, or by its contract (EIP-1271). Reverts with
/// `SignatureExpired` after its expiry (seconds), else with `InvalidSignature`.
#[inline(never)]
pub fn require_valid(vm: &VM, signer: &Address, digest: &B256, by: &SignatureWithExpiry<'_>) -> Result<()> {
    require::<SignatureExpired>(by.expiry >= U256::from(vm.block_timestamp()))?;
    require::<InvalidSignature>(
        is_by_key(vm, signer, digest, by.signature) || is_by_contract(vm, signer, digest, by.signature),
    )
}

/// Whether the 65 bytes r ‖ s ‖ v recover to `signer`.
#[inline(never)]
fn is_by_key(vm: &VM, signer: &Address, digest: &B256, signature: &[u8]) -> bool {
    let (Some(rs), Some(v), 65) = (signature.first_chunk::<64>(), signature.get(64), signature.len()) else {
        return false;
    };
    let mut s = [0; 32];
    s.copy_from_slice(&rs[32..]);
    if from_word(&s) > HALF_ORDER || !matches!(v, 27 | 28) || signer.is_zero() {
        return false;
    }
    let mut input = Writer::new(4);
    input.b256(digest);
    input.u64(u64::from(*v));
    let mut input = input.finish();
    input.extend_from_slice(rs);
    matches!(calls::view_address(vm, &ECRECOVER, &input), Ok(recovered) if recovered == *signer)
}

/// Whether `signer` is a contract that accepts the signature.
#[inline(never)]
fn is_by_contract(vm: &VM, signer: &Address, digest: &B256, signature: &[u8]) -> bool {
    if vm.code_size(*signer) == 0 {
        return false;
    }
    let words = signature.len().checked_div(abi::WORD).unwrap_or(0).saturating_add(4);
    let mut call = Writer::call(EIP1271, words);
    let tuple = call.here();
    call.b256(digest);
    let slot = call.offset(tuple);
    call.tail(slot);
    call.bytes(signature);
    match calls::view(vm, signer, call.as_slice()) {
        Ok(answer) => matches!(abi::Reader::new(&answer).selector(), Ok(EIP1271)),
        Err(_) => false,
    }
}
