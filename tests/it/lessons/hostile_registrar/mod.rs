//! L18 and L33: a service's callback may refuse a registration, and no more. Elsewhere hooks burned the gas of what they
//! were told about, entered again in the middle, or stood in the way of exits.

mod reentry;
mod veto;
mod ways_out;

use alloy::primitives::{Address, U256};
use alloy::sol_types::{SolCall, SolError};
use interfaces::sol::IAllocationManager::{
    CreateSetParamsV2, createOperatorSets_1Call, deregisterFromOperatorSetsCall, getMemberCountCall,
    getMembersCall, getRegisteredSetsCall, isMemberOfOperatorSetCall, isOperatorSlashableCall,
    setAVSRegistrarCall, slashOperatorCall, updateAVSMetadataURICall,
};
use interfaces::sol::IPermissionController::setAppointeeCall;

use crate::harness::sets::{allocate, join, set, slash};
use crate::harness::world::percent;
use crate::harness::{ALICE, BOB, ONE, OPERATOR, SERVICE_OWNER, STRANGER, World, ether, speaking};

alloy::sol! {
    contract HostileRegistrar {
        error Refused(address operator);

        function setMood(uint8 mood, uint256 bombSize) external;
        function arm(address target, bytes payload) external;
        function calls() external view returns (uint256);
        function lastSucceeded() external view returns (bool);
        function lastAnswer() external view returns (bytes);
    }
}

/// What a registrar does when called; the numbers are those of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mood {
    Agree,
    Refuse,
    Burn,
    ReturnBomb,
    RevertBomb,
}

const REFUSALS: [Mood; 3] = [Mood::Refuse, Mood::Burn, Mood::RevertBomb];
const ALL: [Mood; 5] = [Mood::Agree, Mood::Refuse, Mood::Burn, Mood::ReturnBomb, Mood::RevertBomb];

/// Bytes of a bomb: 128 KiB, more than any honest answer and little enough for the gas of a test's transaction.
const BOMB: usize = 1 << 17;

/// Set 1 of a service whose registrar is hostile, is its slasher and may deregister in its name; an operator outside the
/// set that allocated everything to it, with 100 LST of Alice's and 60 of Bob's. The registrar and the strategy.
fn outside(world: &World) -> (Address, Address) {
    let (registrar, lst) = (world.create("HostileRegistrar", ()), world.strategy(world.lst));
    let (slasher, avs) = (world.at("slasher"), SERVICE_OWNER);
    world.act(avs, slasher, &updateAVSMetadataURICall { avs, metadataURI: String::new() });
    world.act(avs, slasher, &setAVSRegistrarCall { avs, registrar });
    let params = vec![CreateSetParamsV2 { operatorSetId: 1, strategies: vec![lst], slasher: registrar }];
    world.act(avs, slasher, &createOperatorSets_1Call { avs, params });
    let selector = deregisterFromOperatorSetsCall::SELECTOR.into();
    let appoint = setAppointeeCall { account: avs, appointee: registrar, target: slasher, selector };
    world.act(avs, world.at("permission-controller"), &appoint);
    world.register_operator(OPERATOR, 0);
    for (staker, amount) in [(ALICE, 100), (BOB, 60)] {
        world.deposit_lst(staker, ether(amount));
        world.delegate(staker, OPERATOR);
    }
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, ONE));
    (registrar, lst)
}

/// As [`outside`], with the operator in the set.
fn inside(world: &World) -> (Address, Address) {
    let found = outside(world);
    world.act(OPERATOR, world.at("slasher"), &join(OPERATOR, &[1]));
    found
}

fn set_mood(world: &World, registrar: Address, mood: Mood) {
    let call = HostileRegistrar::setMoodCall { mood: mood as u8, bombSize: U256::from(BOMB) };
    world.act(STRANGER, registrar, &call);
}

/// What its refusal reverts with.
fn revert_data(mood: Mood) -> Vec<u8> {
    match mood {
        Mood::Refuse => HostileRegistrar::Refused { operator: OPERATOR }.abi_encode(),
        Mood::RevertBomb => vec![0; BOMB],
        _ => Vec::new(),
    }
}

/// All there is to read of the operator's membership and of the set.
#[derive(Debug, PartialEq, Eq)]
struct Membership {
    member: bool,
    slashable: bool,
    members: Vec<Address>,
    count: U256,
    sets: usize,
}

impl Membership {
    fn read(world: &World) -> Self {
        let (slasher, operator) = (world.at("slasher"), OPERATOR);
        let member = isMemberOfOperatorSetCall { operator, operatorSet: set(1) };
        let slashable = isOperatorSlashableCall { operator, operatorSet: set(1) };
        Self {
            member: world.view(slasher, &member),
            slashable: world.view(slasher, &slashable),
            members: world.view(slasher, &getMembersCall { operatorSet: set(1) }),
            count: world.view(slasher, &getMemberCountCall { operatorSet: set(1) }),
            sets: world.view(slasher, &getRegisteredSetsCall { operator }).len(),
        }
    }

    fn inside() -> Self {
        Self { member: true, slashable: true, members: vec![OPERATOR], count: U256::ONE, sets: 1 }
    }

    fn outside() -> Self {
        Self { member: false, slashable: false, members: Vec::new(), count: U256::ZERO, sets: 0 }
    }

    /// Outside, and still within reach.
    fn leaving() -> Self {
        Self { slashable: true, ..Self::outside() }
    }
}

/// The registrar slashes as the set's slasher. Returns the shares taken.
fn slash_by_registrar(world: &World, registrar: Address, lst: Address, part: u64) -> Vec<U256> {
    let call = slash(OPERATOR, 1, vec![lst], vec![percent(part)]);
    let done = world.act(speaking(world, registrar), world.at("slasher"), &call);
    done.returned::<slashOperatorCall>().shares
}
