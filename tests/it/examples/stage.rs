//! A world with the example service, a set that a vetoable slasher slashes, and an operator in it.

use alloy::primitives::{Address, Bytes, U256, address};
use interfaces::sol::IAllocationManager::{
    AllocateParams, AllocationUpdated, DeregisterParams, OperatorSet, RegisterParams,
    deregisterFromOperatorSetsCall, modifyAllocationsCall, registerForOperatorSetsCall,
};

use super::IVetoableSlasher::{
    SlashingParams, cancelSlashingRequestCall, fulfillSlashingRequestCall, queueSlashingRequestCall,
};
use crate::harness::programs::{construct, program};
use crate::harness::{ALICE, Done, GOVERNANCE, ONE, OPERATOR, SERVICE_OWNER, Service, World, ether, fresh};

/// Asks for slashes.
pub(super) const PROPOSER: Address = address!("14dC79964da2C08b23698B3D3cc7Ca32193d9955");
/// May object.
pub(super) const COMMITTEE: Address = address!("23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f");

/// The set the slasher slashes.
pub(super) const SET: u32 = 7;
/// Blocks the committee has.
pub(super) const WINDOW: u32 = 10;
/// What the operator allocates to the set.
pub(super) const ALLOCATED: u64 = ONE / 10 * 6;
/// What Alice delegates: not a round number, so that roundings show.
pub(super) fn stake() -> U256 {
    ether(100) + U256::from(7)
}

/// What a slasher is made of: AllocationManager, AVS, proposer, committee and window.
pub(super) type Arguments = (Address, Address, Address, Address, u32);

/// The language a slasher is written in.
#[derive(Debug, Clone, Copy)]
pub(super) enum Language {
    Solidity,
    Rust,
}

impl Language {
    /// A slasher on the chain, or why its constructor refused.
    pub(super) fn create(self, world: &World, arguments: Arguments) -> Result<Address, Bytes> {
        match self {
            Self::Solidity => world.try_create(GOVERNANCE, "VetoableSlasher", arguments),
            Self::Rust => {
                let slasher = program(world, "example-slasher");
                construct(world, slasher, &arguments).map(|()| slasher)
            }
        }
    }
}

/// Runs a rule with either slasher, in a world of its own.
pub(super) fn with_either(rule: impl Fn(&World, Language)) {
    for language in [Language::Solidity, Language::Rust] {
        println!("slasher in {language:?}");
        rule(&fresh(), language);
    }
}

/// What the slashers of the tests are made of.
pub(super) fn arguments(world: &World) -> Arguments {
    (world.at("slasher"), world.service, PROPOSER, COMMITTEE, WINDOW)
}

/// Opens the service with a burning set of a new slasher, and has Alice's operator join it. The slasher.
pub(super) fn prepare(world: &World, language: Language) -> Address {
    let slasher = open(world, language);
    let strategies = vec![world.strategy(world.lst)];
    let create = Service::createOperatorSetWithSlasherCall { operatorSetId: SET, strategies, slasher };
    world.act(SERVICE_OWNER, world.service, &create);
    commit(world);
    join(world);
    slasher
}

/// Opens the service. A slasher for it, without a set.
pub(super) fn open(world: &World, language: Language) -> Address {
    world.act(SERVICE_OWNER, world.service, &Service::setUpCall { metadataURI: "ipfs://service".into() });
    language.create(world, arguments(world)).unwrap()
}

/// Registers the operator, delegates Alice's stake to it, and allocates to the set.
pub(super) fn commit(world: &World) {
    world.register_operator(OPERATOR, 0);
    world.deposit_lst(ALICE, stake());
    world.delegate(ALICE, OPERATOR);
    let params = AllocateParams {
        operatorSet: set(world),
        strategies: vec![world.strategy(world.lst)],
        newMagnitudes: vec![ALLOCATED],
    };
    let allocate = modifyAllocationsCall { operator: OPERATOR, params: vec![params] };
    let done = world.act(OPERATOR, world.at("slasher"), &allocate);
    await_effect(world, &done);
}

/// Lets blocks pass until an allocation counts: those to redistributing sets may wait longer than the operator asks.
fn await_effect(world: &World, allocated: &Done) {
    let effect_block = allocated.events::<AllocationUpdated>()[0].effectBlock;
    world.pass_blocks(effect_block.saturating_sub(u32::try_from(world.block()).unwrap()));
}

/// The operator joins the set, with its socket as data.
pub(super) fn join(world: &World) -> Done {
    let params =
        RegisterParams { avs: world.service, operatorSetIds: vec![SET], data: Bytes::from_static(b"socket") };
    let join = registerForOperatorSetsCall { operator: OPERATOR, params };
    world.act(OPERATOR, world.at("slasher"), &join)
}

/// The operator leaves the set.
pub(super) fn leave(world: &World) -> deregisterFromOperatorSetsCall {
    let params = DeregisterParams { operator: OPERATOR, avs: world.service, operatorSetIds: vec![SET] };
    deregisterFromOperatorSetsCall { params }
}

pub(super) fn set(world: &World) -> OperatorSet {
    OperatorSet { avs: world.service, id: SET }
}

/// A slash of the operator's LST.
pub(super) fn params(world: &World, wad: U256) -> SlashingParams {
    SlashingParams {
        operator: OPERATOR,
        operatorSetId: SET,
        strategies: vec![world.strategy(world.lst)],
        wadsToSlash: vec![wad],
        description: "signed two blocks".into(),
    }
}

pub(super) fn queue(params: &SlashingParams) -> queueSlashingRequestCall {
    queueSlashingRequestCall { params: params.clone() }
}

pub(super) fn cancel(id: U256) -> cancelSlashingRequestCall {
    cancelSlashingRequestCall { requestId: id }
}

pub(super) fn fulfill(id: U256, params: &SlashingParams) -> fulfillSlashingRequestCall {
    fulfillSlashingRequestCall { requestId: id, params: params.clone() }
}
