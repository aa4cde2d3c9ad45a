//! A set's limits to what it may slash of an allocation: by slash, and by period.

mod creation;
mod per_slash;
mod reach;
mod seam;
mod tightening;
mod windows;

use alloy::primitives::{Address, U256};
use interfaces::sol::IAllocationManager::{getSlashCountCall, slashOperatorCall};
use interfaces::sol::ISlasher::{
    self, OperatorSet, SlashLimitExceeded, SlashLimitsSet, getSlashLimitsCall, tightenSlashLimitsCall,
};
use math::limits::SlashLimits;

use crate::harness::sets::{allocation, magnitudes, set, slash, slashable};
use crate::harness::{Done, ONE, OPERATOR, SERVICE_OWNER, World};

const AVS: Address = SERVICE_OWNER;
const TENTH: u64 = ONE / 10;
/// Blocks of a period in which nothing has to wait, and of one in which deallocations and slashers become due.
const PERIOD: u32 = 20;
const LONG: u32 = 200;

/// Limits of each slash alone.
fn per_slash(max: u64) -> SlashLimits {
    SlashLimits { max_per_slash: max, ..SlashLimits::NONE }
}

/// Limits of the slashes of a period.
fn per_period(max: u64, period: u32) -> SlashLimits {
    SlashLimits { max_per_period: max, period, ..SlashLimits::NONE }
}

fn in_abi(limits: SlashLimits) -> ISlasher::SlashLimits {
    let SlashLimits { max_per_slash, max_per_period, period } = limits;
    ISlasher::SlashLimits { maxPerSlash: max_per_slash, maxPerPeriod: max_per_period, period }
}

fn from_abi(limits: &ISlasher::SlashLimits) -> SlashLimits {
    SlashLimits {
        max_per_slash: limits.maxPerSlash,
        max_per_period: limits.maxPerPeriod,
        period: limits.period,
    }
}

fn tighten(id: u32, limits: SlashLimits) -> tightenSlashLimitsCall {
    tightenSlashLimitsCall { operatorSet: OperatorSet { avs: AVS, id }, limits: in_abi(limits) }
}

fn limits_of(world: &World, id: u32) -> SlashLimits {
    let ask = getSlashLimitsCall { operatorSet: OperatorSet { avs: AVS, id } };
    from_abi(&world.view(world.at("slasher"), &ask))
}

/// The sets of the AVS an act named limits of, and these.
fn announced(done: &Done) -> Vec<(u32, SlashLimits)> {
    let of_avs = |event: SlashLimitsSet| {
        assert_eq!(event.operatorSet.avs, AVS);
        (event.operatorSet.id, from_abi(&event.limits))
    };
    done.events::<SlashLimitsSet>().into_iter().map(of_avs).collect()
}

/// An operator with 100 LST, all of it allocated to set 1, which has these limits. Returns the strategy.
fn limited(world: &World, limits: SlashLimits) -> Address {
    let lst = slashable(world);
    world.act(AVS, world.at("slasher"), &tighten(1, limits));
    lst
}

/// A slash of the operator's LST in the name of set 1.
fn part(world: &World, wad: u64) -> slashOperatorCall {
    slash(OPERATOR, 1, vec![world.strategy(world.lst)], vec![U256::from(wad)])
}

/// Slashes this part, which must leave this allocation.
fn take(world: &World, wad: u64, left: u64) {
    world.act(AVS, world.at("slasher"), &part(world, wad));
    assert_eq!(allocated(world), left);
}

/// Slashes too much, which must leave no trace.
fn refuse(world: &World, call: &slashOperatorCall) {
    let before = standing(world, call);
    world.refuse::<SlashLimitExceeded>(AVS, world.at("slasher"), call);
    assert_eq!(standing(world, call), before);
}

/// As [`refuse`], for a part of the operator's LST.
fn refuse_part(world: &World, wad: u64) {
    refuse(world, &part(world, wad));
}

/// What set 1 holds of the operator's LST.
fn allocated(world: &World) -> u64 {
    allocation(world, OPERATOR, 1, world.strategy(world.lst)).0
}

fn slash_count(world: &World, id: u32) -> U256 {
    world.view(world.at("slasher"), &getSlashCountCall { operatorSet: set(id) })
}

/// What of a set and an operator a slash would change.
#[derive(Debug, PartialEq, Eq)]
struct Standing {
    slashes: U256,
    magnitudes: Vec<(u64, u64, u64)>,
    allocations: Vec<(u64, i128, u32)>,
}

fn standing(world: &World, call: &slashOperatorCall) -> Standing {
    let (operator, id) = (call.params.operator, call.params.operatorSetId);
    let strategies = || call.params.strategies.iter().copied();
    Standing {
        slashes: slash_count(world, id),
        magnitudes: strategies().map(|strategy| magnitudes(world, operator, strategy)).collect(),
        allocations: strategies().map(|strategy| allocation(world, operator, id, strategy)).collect(),
    }
}
