//! Starting at the cached price: ArbWasmCache, and the programs called before in a block.
#![allow(clippy::unwrap_used)]

mod common;

use alloy_primitives::{Address, B256, keccak256};
use alloy_sol_types::{SolCall, SolError, SolEvent};
use common::{GAS, LATEST, Lab, reverted, wasm, word};
use devnet::chain::{ArbOsVersion, Config};
use devnet::precompiles::{
    ARB_DEBUG, ARB_OWNER, ARB_WASM, ARB_WASM_CACHE, ArbDebug, ArbOwner, ArbWasm, ArbWasmCache,
};

/// A chain whose first dev account owns it.
fn owned() -> Lab {
    let mut lab = Lab::new();
    lab.must(ARB_DEBUG, ArbDebug::becomeChainOwnerCall {}.abi_encode());
    lab
}

fn code_hash(lab: &Lab, program: Address) -> B256 {
    keccak256(lab.node.code(program, LATEST).unwrap())
}

/// What an uncached start of a program costs on top of a cached one.
fn saving(lab: &mut Lab, program: Address) -> u64 {
    let output = lab.call(ARB_WASM, ArbWasm::programInitGasCall { program }.abi_encode()).output;
    let gas = ArbWasm::programInitGasCall::abi_decode_returns(&output).unwrap();
    gas.gas - gas.gasWhenCached
}

#[test]
fn a_cached_program_saves_its_init_gas_in_every_transaction() {
    let mut lab = owned();
    let program = lab.program(&wasm::store());
    let codehash = code_hash(&lab, program);
    let saving = saving(&mut lab, program);
    let uncached = lab.must(program, []).gas_used;
    let ways = [
        ArbWasmCache::cacheProgramCall { program }.abi_encode(),
        ArbWasmCache::cacheCodehashCall { codehash }.abi_encode(),
    ];
    for cache in ways {
        let event = lab.must(ARB_WASM_CACHE, cache.clone()).receipt.logs()[0].clone();
        let event = ArbWasmCache::UpdateProgramCache::decode_log(&event).unwrap();
        assert_eq!((event.manager, event.codehash, event.cached), (lab.me, codehash, true));
        assert_eq!(uncached - lab.must(program, []).gas_used, saving);
        let is_cached = ArbWasmCache::codehashIsCachedCall { codehash }.abi_encode();
        assert_eq!(*lab.call(ARB_WASM_CACHE, is_cached).output, word(1));
        assert!(lab.must(ARB_WASM_CACHE, cache).receipt.logs()[..].is_empty(), "it is there already");
        lab.must(ARB_WASM_CACHE, ArbWasmCache::evictCodehashCall { codehash }.abi_encode());
        assert_eq!(lab.must(program, []).gas_used, uncached);
    }
}

#[test]
fn only_active_programs_can_be_cached() {
    let mut lab = owned();
    let program = lab.deploy_program(&wasm::store());
    let tx = lab.send(ARB_WASM_CACHE, ArbWasmCache::cacheProgramCall { program }.abi_encode());
    let error = ArbWasm::ProgramNeedsUpgrade::abi_decode(reverted(&tx.outcome)).unwrap();
    assert_eq!((error.version, error.stylusVersion), (0, 2));
}

#[test]
fn only_managers_and_owners_change_the_cache() {
    let mut lab = Lab::new();
    let program = lab.program(&wasm::store());
    let cache = ArbWasmCache::cacheProgramCall { program }.abi_encode();
    let tx = lab.send(ARB_WASM_CACHE, cache.clone());
    assert!(reverted(&tx.outcome).is_empty());
    assert_eq!(tx.gas_used, GAS);
    lab.must(ARB_DEBUG, ArbDebug::becomeChainOwnerCall {}.abi_encode());
    let (owner, manager) = (lab.me, lab.node.accounts().addresses()[1]);
    lab.must(ARB_OWNER, ArbOwner::addWasmCacheManagerCall { manager }.abi_encode());
    lab.me = manager;
    lab.must(ARB_WASM_CACHE, cache);
    lab.me = owner;
    lab.must(ARB_OWNER, ArbOwner::removeWasmCacheManagerCall { manager }.abi_encode());
    lab.me = manager;
    let codehash = code_hash(&lab, program);
    let evict = lab.send(ARB_WASM_CACHE, ArbWasmCache::evictCodehashCall { codehash }.abi_encode());
    assert!(reverted(&evict.outcome).is_empty());
}

#[test]
fn the_cache_s_managers_are_listed() {
    let mut lab = owned();
    let managers = [1, 2, 3].map(Address::repeat_byte);
    let listed = |lab: &mut Lab| {
        let output = lab.call(ARB_WASM_CACHE, ArbWasmCache::allCacheManagersCall {}.abi_encode()).output;
        ArbWasmCache::allCacheManagersCall::abi_decode_returns(&output).unwrap()
    };
    assert!(listed(&mut lab).is_empty());
    for manager in managers {
        // Twice is once.
        lab.must(ARB_OWNER, ArbOwner::addWasmCacheManagerCall { manager }.abi_encode());
        lab.must(ARB_OWNER, ArbOwner::addWasmCacheManagerCall { manager }.abi_encode());
    }
    assert_eq!(listed(&mut lab), managers);
    lab.must(ARB_OWNER, ArbOwner::removeWasmCacheManagerCall { manager: managers[0] }.abi_encode());
    assert_eq!(listed(&mut lab), [managers[2], managers[1]]);
    for (manager, expected) in managers.into_iter().zip([0, 1, 1]) {
        let data = ArbWasmCache::isCacheManagerCall { manager }.abi_encode();
        assert_eq!(*lab.call(ARB_WASM_CACHE, data).output, word(expected));
    }
}

/// Gas of calling the same program once and twice in a transaction.
fn one_and_two_calls(config: Config) -> (u64, u64) {
    let mut lab = Lab::with(config);
    let [forwarder, store] = [lab.program(&wasm::forwarder()), lab.program(&wasm::store())];
    let once = wasm::to(wasm::CALL, wasm::PASS_ON, store, &[]);
    let again = wasm::to(wasm::CALL, wasm::PASS_ON, forwarder, &once);
    (lab.must(forwarder, once).gas_used, lab.must(forwarder, again).gas_used)
}

#[test]
fn the_second_call_to_a_program_in_a_block_starts_at_the_cached_price() {
    let on = one_and_two_calls(Config::default());
    let off = one_and_two_calls(Config { block_cache: false, ..Config::default() });
    let old = one_and_two_calls(Config { arbos_version: ArbOsVersion::V51, ..Config::default() });
    assert_eq!(on.0, off.0);
    assert_eq!(off, old);
    assert!(off.1 - on.1 > 69 * 128, "{on:?} {off:?}");
}

/// Gas of calls to these programs, all in one block.
fn in_one_block(lab: &mut Lab, programs: &[Address]) -> Vec<u64> {
    lab.node.set_automine(false);
    let hashes: Vec<_> = programs
        .iter()
        .map(|program| lab.node.send_unsigned(lab.request((*program).into(), [])).unwrap())
        .collect();
    lab.node.mine(1, None);
    lab.node.set_automine(true);
    hashes.into_iter().map(|hash| lab.node.transaction(hash).unwrap().gas_used).collect()
}

#[test]
fn transactions_of_one_block_share_its_recent_programs_and_the_next_block_begins_anew() {
    let mut lab = Lab::new();
    let program = lab.program(&wasm::store());
    let saving = saving(&mut lab, program);
    let uncached = lab.must(program, []).gas_used;
    for _ in 0..2 {
        let gas = in_one_block(&mut lab, &[program, program, program]);
        assert_eq!(gas, [uncached, uncached - saving, uncached - saving]);
    }
}

#[test]
fn a_block_keeps_as_many_recent_programs_as_owners_allow() {
    let mut lab = owned();
    let [first, second] = [lab.program(&wasm::store()), lab.program(&wasm::block_number())];
    let saving = saving(&mut lab, first);
    let uncached = lab.must(first, []).gas_used;
    let visits = [first, second, first];
    assert_eq!(in_one_block(&mut lab, &visits)[2], uncached - saving);
    lab.must(ARB_OWNER, ArbOwner::setWasmBlockCacheSizeCall { count: 1 }.abi_encode());
    assert_eq!(in_one_block(&mut lab, &visits)[2], uncached, "the second program took its place");
    lab.must(ARB_OWNER, ArbOwner::setWasmBlockCacheSizeCall { count: 0 }.abi_encode());
    assert_eq!(in_one_block(&mut lab, &[first, first])[1], uncached);
}

#[test]
fn starting_costs_follow_from_the_program_s_size() {
    let mut lab = Lab::new();
    let program = lab.program(&wasm::store());
    let wasm = ::wat::parse_str(wasm::store()).unwrap();
    let len = wasm.len() as u64;
    // One function of one parameter and one result, four added globals, one page, no data.
    let cached_init = len * 122 / 100_000 + 4 * 1_628 / 1_000 + 5;
    let init = 8_252 / 1_000 + 2 * 1_059 / 1_000 + len * 1_286 / 10_000;
    let output = lab.call(ARB_WASM, ArbWasm::programInitGasCall { program }.abi_encode()).output;
    let gas = ArbWasm::programInitGasCall::abi_decode_returns(&output).unwrap();
    assert_eq!(gas.gasWhenCached, 352 + cached_init);
    assert_eq!(gas.gas, 352 + cached_init + 8_832 + init);
}
