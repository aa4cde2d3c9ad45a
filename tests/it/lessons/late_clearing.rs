//! L34: nobody has to clear what is due for the books to be right. Elsewhere a crank that was not turned, or not to its
//! end, lost or doubled what it should have moved.

use alloy::primitives::{Address, U256};
use interfaces::sol::IAllocationManager::{clearDeallocationQueueCall, slashOperatorCall};

use crate::harness::sets::{allocate, allocation, create_sets, join, magnitudes, open_service, slash};
use crate::harness::strategies::{operator_shares, staker_shares};
use crate::harness::world::percent;
use crate::harness::{ALICE, ONE, OPERATOR, SERVICE_OWNER, STRANGER, World, ether, fresh};

/// Sets with an operator in all of them.
const SETS: [u32; 3] = [1, 2, 3];

/// Everything there is to compare.
#[derive(Debug, PartialEq, Eq)]
struct Books {
    magnitudes: (u64, u64, u64),
    /// Current magnitude and pending change of each set. When it was due is of no matter.
    allocations: [(u64, i128); 3],
    operator: U256,
    staker: U256,
}

impl Books {
    fn read(world: &World, lst: Address) -> Self {
        Self {
            magnitudes: magnitudes(world, OPERATOR, lst),
            allocations: SETS.map(|id| {
                let (current, pending, _) = allocation(world, OPERATOR, id, lst);
                (current, pending)
            }),
            operator: operator_shares(world, OPERATOR, lst),
            staker: staker_shares(world, ALICE, lst).0,
        }
    }
}

/// Lowers three allocations one after the other, each after the one before is due, slashing in between; `clear` is what
/// strangers do meanwhile. Returns the books after every step.
fn story(clear: impl Fn(&World, Address)) -> Vec<Books> {
    let world = fresh();
    let (lst, slasher) = (world.strategy(world.lst), world.at("slasher"));
    open_service(&world);
    create_sets(&world, &SETS, &[lst]);
    world.register_operator(OPERATOR, 0);
    world.deposit_lst(ALICE, ether(90));
    world.delegate(ALICE, OPERATOR);
    world.act(OPERATOR, slasher, &join(OPERATOR, &SETS));
    for id in SETS {
        world.act(OPERATOR, slasher, &allocate(OPERATOR, id, lst, ONE / 3));
    }
    let mut all = Vec::new();
    for id in SETS {
        world.act(OPERATOR, slasher, &allocate(OPERATOR, id, lst, ONE / 30));
        let third = slash(OPERATOR, id, vec![lst], vec![percent(30)]);
        world.act(SERVICE_OWNER, slasher, &third);
        world.pass_blocks(world.config.deallocation_delay_blocks);
        clear(&world, lst);
        // Due in this block, cleared or not.
        let done = world.act(SERVICE_OWNER, slasher, &third);
        assert!(done.returned::<slashOperatorCall>().shares[0] < ether(1));
        all.push(Books::read(&world, lst));
    }
    all
}

/// Clears this many entries, or passes the block without.
fn clearing(count: u16) -> impl Fn(&World, Address) {
    move |world, lst| {
        let call =
            clearDeallocationQueueCall { operator: OPERATOR, strategies: vec![lst], numToClear: vec![count] };
        world.act(STRANGER, world.at("slasher"), &call);
    }
}

#[test]
fn what_is_due_counts_the_same_cleared_at_once_in_part_or_never() {
    let never = story(|world, _| world.pass_blocks(1));
    for count in [0, 1, u16::MAX] {
        assert_eq!(story(clearing(count)), never, "{count} at a time");
    }
}
