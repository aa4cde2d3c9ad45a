//! L14: slashes of different sets commute. Elsewhere a later slash could void an earlier one, or be voided by it.
//!
//! What depends on magnitudes alone is the same in every order, to the wei: each slash takes ⌈c · w⌉ of its own
//! allocation, so the maximum magnitude m is 1e18 less their sum, and stakers and withdrawals multiply by m. What is
//! divided anew by each of n slashes differs by dust:
//!
//! - operator shares are rounded up n times, each time by less than one share and then only shrunk: any order ends in
//!   [x, x + n) for the exact x, so two orders differ by at most n − 1;
//! - of the queue, each slash books what one withdrawal lost, or one share less: two orders differ by at most n;
//! - so what is burnt, booked from both, differs by at most 2n − 1, and stays in the strategy where it is less.

use alloy::primitives::{Address, U256};
use interfaces::sol::IDelegationManager::Withdrawal;
use interfaces::sol::IStrategyManager::{OperatorSet, clearBurnOrRedistributableSharesCall};

use crate::harness::queue::{as_tokens, pass_delay, queue};
use crate::harness::sets::{allocate, allocation, create_sets, join, magnitudes, open_service, slash};
use crate::harness::strategies::{operator_shares, staker_shares};
use crate::harness::world::percent;
use crate::harness::{ALICE, BOB, BURN_ADDRESS, ONE, OPERATOR, SERVICE_OWNER, STRANGER, World, ether, fresh};

/// Sets with what is allocated to each, and the part of it that each slashes: a third, all, the least, and an odd one.
const SETS: [(u32, u64, u64); 4] = [
    (1, 310_000_000_000_000_007, 333_333_333_333_333_333),
    (2, 230_000_000_000_000_001, ONE),
    (3, 170_000_000_000_000_003, 1),
    (4, 279_999_999_999_999_989, 710_000_000_000_000_007),
];

/// A set that slashed once before, so that factors and magnitudes are odd already.
const EARLIER: u32 = 9;
const STAKERS: [Address; 2] = [ALICE, BOB];

/// What all slashes leave, to the wei the same in every order.
#[derive(Debug, PartialEq, Eq)]
struct Exact {
    magnitudes: (u64, u64, u64),
    allocations: Vec<(u64, i128, u32)>,
    withdrawable: [U256; 2],
    paid: [U256; 2],
}

/// What differs by dust.
struct Dusty {
    operator_shares: U256,
    burnt: U256,
}

/// Two stakers with odd amounts, one of them with a factor other than one and a withdrawal in the queue; allocations to
/// these sets, of which the first is being lowered.
fn prepare(world: &World, sets: &[(u32, u64, u64)]) -> Withdrawal {
    let (lst, slasher) = (world.strategy(world.lst), world.at("slasher"));
    let ids: Vec<u32> = sets.iter().map(|set| set.0).chain([EARLIER]).collect();
    open_service(world);
    create_sets(world, &ids, &[lst]);
    world.register_operator(OPERATOR, 0);
    for (staker, wei) in STAKERS.into_iter().zip([7_u64, 3]) {
        world.deposit_lst(staker, ether(100) + U256::from(wei));
        world.delegate(staker, OPERATOR);
    }
    world.act(OPERATOR, slasher, &join(OPERATOR, &ids));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, EARLIER, lst, ONE / 1000));
    let earlier = slash(OPERATOR, EARLIER, vec![lst], vec![percent(77)]);
    world.act(SERVICE_OWNER, slasher, &earlier);
    world.deposit_lst(ALICE, ether(11));
    for (id, magnitude, _) in sets {
        world.act(OPERATOR, slasher, &allocate(OPERATOR, *id, lst, *magnitude));
    }
    world.act(OPERATOR, slasher, &allocate(OPERATOR, sets[0].0, lst, ONE / 7));
    queue(world, ALICE, lst, ether(37) + U256::from(5))
}

/// Slashes in this order, lets everyone leave, and clears what was slashed.
fn live(world: &World, order: &[(u32, u64, u64)], withdrawal: &Withdrawal) -> (Exact, Dusty) {
    let (lst, slasher) = (world.strategy(world.lst), world.at("slasher"));
    for (id, _, part) in order {
        let call = slash(OPERATOR, *id, vec![lst], vec![U256::from(*part)]);
        world.act(SERVICE_OWNER, slasher, &call);
    }
    let mut ids: Vec<u32> = order.iter().map(|set| set.0).collect();
    ids.sort_unstable();
    let allocations = ids.iter().map(|id| allocation(world, OPERATOR, *id, lst)).collect();
    let withdrawable = STAKERS.map(|staker| staker_shares(world, staker, lst).0);
    let (magnitudes, operator_shares) =
        (magnitudes(world, OPERATOR, lst), operator_shares(world, OPERATOR, lst));
    let paid = everyone_leaves(world, withdrawal);
    ids.push(EARLIER);
    let burnt = clear(world, &ids);
    let exact = Exact { magnitudes, allocations, withdrawable, paid };
    (exact, Dusty { operator_shares, burnt })
}

fn everyone_leaves(world: &World, withdrawal: &Withdrawal) -> [U256; 2] {
    let lst = world.strategy(world.lst);
    let rest = STAKERS.map(|staker| queue(world, staker, lst, staker_shares(world, staker, lst).1));
    pass_delay(world);
    for withdrawal in rest.iter().chain([withdrawal]) {
        world.act(withdrawal.staker, world.at("delegation-manager"), &as_tokens(world, withdrawal));
    }
    STAKERS.map(|staker| world.held(world.lst, staker))
}

/// Clears the first slash of each of these sets. Returns what was burnt.
fn clear(world: &World, ids: &[u32]) -> U256 {
    world.pass_blocks(world.config.slash_resolution_delay_blocks);
    for id in ids {
        let operator_set = OperatorSet { avs: SERVICE_OWNER, id: *id };
        let call = clearBurnOrRedistributableSharesCall { operatorSet: operator_set, slashId: U256::ONE };
        world.act(STRANGER, world.at("strategy-manager"), &call);
    }
    world.held(world.lst, BURN_ADDRESS)
}

/// Every order of these.
fn permutations<T: Copy>(items: &[T]) -> Vec<Vec<T>> {
    if items.is_empty() {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for (index, first) in items.iter().enumerate() {
        let rest: Vec<T> = [&items[..index], &items[index + 1..]].concat();
        all.extend(permutations(&rest).into_iter().map(|tail| [&[*first], &tail[..]].concat()));
    }
    all
}

fn spread(amounts: impl Iterator<Item = U256> + Clone) -> U256 {
    amounts.clone().max().unwrap() - amounts.min().unwrap()
}

/// What is left of the whole magnitude, by hand.
fn magnitude_left(sets: &[(u32, u64, u64)]) -> u64 {
    let taken =
        |magnitude: u64, part: u64| (u128::from(magnitude) * u128::from(part)).div_ceil(u128::from(ONE));
    let earlier = taken(ONE / 1000, ONE / 100 * 77);
    let all = sets.iter().fold(earlier, |sum, (_, magnitude, part)| sum + taken(*magnitude, *part));
    u64::try_from(u128::from(ONE) - all).unwrap()
}

fn every_order_ends_alike(sets: &[(u32, u64, u64)]) {
    let mut world = fresh();
    let withdrawal = prepare(&world, sets);
    let mut ends = Vec::new();
    for order in permutations(sets) {
        let start = world.snapshot();
        ends.push(live(&world, &order, &withdrawal));
        world.revert(start);
    }
    let slashes = sets.len() as u64;
    assert_eq!(ends[0].0.magnitudes.0, magnitude_left(sets));
    for (exact, _) in &ends {
        assert_eq!(*exact, ends[0].0);
    }
    let shares = spread(ends.iter().map(|(_, dusty)| dusty.operator_shares));
    assert!(shares < U256::from(slashes), "operator shares differ by {shares}");
    let burnt = spread(ends.iter().map(|(_, dusty)| dusty.burnt));
    assert!(burnt < U256::from(2 * slashes), "what is burnt differs by {burnt}");
    // Nobody was paid what another was owed, and all that stays is dust (accounting.md, Rounding): of Alice's second
    // deposit 3 + 2 · 111, and two for every slash and every withdrawal.
    let (deposited, dust) = (ether(211) + U256::from(10), 225 + 2 * (slashes + 1) + 2 * 3);
    for (exact, dusty) in &ends {
        let out = exact.paid[0] + exact.paid[1] + dusty.burnt;
        assert!(out <= deposited && deposited - out <= U256::from(dust), "{out} of {deposited}");
    }
}

#[test]
fn three_sets_slash_in_any_order_and_leave_the_same() {
    every_order_ends_alike(&SETS[..3]);
}

#[test]
fn four_sets_slash_in_any_order_and_leave_the_same() {
    every_order_ends_alike(&SETS);
}
