//! One strategy, one operator, two stakers and two slashes, followed to the wei. The same numbers
//! stand in docs/accounting.md.
#![allow(clippy::unwrap_used)]
mod oracle;
use alloy_primitives::U256;
use math::allocation::{Allocation, Magnitudes, Timing, completed, modify};
use math::delay::{is_past, last_block, newest_unslashable_block};
use math::shares::{
    ScalingFactor, completed_shares_down, next_scaling_factor_down, scaled_shares_down,
    withdrawable_shares_down,
};
use math::slash::{queued_slashable_down, slash_allocation, slashed_shares_down};
use math::strategy::{shares_to_tokens_down, tokens_to_shares_down};
use oracle::{WAD, ether};

const DELAY: u32 = 100;
const ALLOCATION_DELAY: u32 = 10;

fn wei(text: &str) -> U256 {
    text.parse().unwrap()
}

fn at(block: u32) -> Timing {
    Timing { block, allocation_delay: ALLOCATION_DELAY, deallocation_delay: DELAY }
}

#[test]
fn two_slashes_between_deposits_and_withdrawals_match_to_the_wei() {
    let one = ScalingFactor::ONE;
    let bob = ether(30);

    // 1000: Alice deposits 100, Bob 50, into an empty strategy; both delegate.
    let mut total = tokens_to_shares_down(ether(100), U256::ZERO, U256::ZERO).unwrap();
    total += tokens_to_shares_down(ether(50), total, ether(100)).unwrap();
    assert_eq!(total, ether(150));
    assert_eq!(next_scaling_factor_down(one, U256::ZERO, ether(100), WAD), Ok(one));
    let mut operator = ether(150);

    // 1000: the operator allocates 0.6 to the set, effective at 1010.
    let increased = modify(Allocation::default(), Magnitudes::FULL, WAD / 10 * 6, false, at(1000)).unwrap();
    assert_eq!(increased.allocation, allocation(0, 600, 1010));
    assert_eq!(increased.magnitudes, magnitudes(1000, 600));

    // 1010: in force. Bob queues 20.
    let (set, mags) = completed(increased.allocation, increased.magnitudes, 1010).unwrap();
    assert_eq!((set, mags), (allocation(600, 0, 0), magnitudes(1000, 600)));
    let queued = scaled_shares_down(ether(20), one).unwrap();
    assert_eq!(queued, ether(20));
    operator -= withdrawable_shares_down(ether(20), one, mags.max).unwrap();
    assert_eq!(operator, ether(130));

    // 1020: a slash of 25 %.
    let slash = slash_allocation(set, mags, WAD / 4).unwrap();
    assert_eq!((slash.magnitude, slash.wad_slashed), (WAD / 100 * 15, WAD / 100 * 15));
    assert_eq!((slash.allocation, slash.magnitudes), (allocation(450, 0, 0), magnitudes(850, 450)));
    // The withdrawal of block 1010 is newer than the newest block out of reach.
    assert!(newest_unslashable_block(1020, DELAY) < 1010);
    let from_operator = slashed_shares_down(operator, mags.max, slash.magnitudes.max).unwrap();
    let in_queue = queued_slashable_down(queued, U256::ZERO, mags.max).unwrap();
    let from_queue = slashed_shares_down(in_queue, mags.max, slash.magnitudes.max).unwrap();
    assert_eq!((from_operator, in_queue, from_queue), (wei("19500000000000000000"), ether(20), ether(3)));
    operator -= from_operator;
    let first_booked = from_operator + from_queue;
    assert_eq!((operator, first_booked), (wei("110500000000000000000"), wei("22500000000000000000")));
    let (set, mags) = (slash.allocation, slash.magnitudes);
    assert_eq!(withdrawable_shares_down(ether(100), one, mags.max), Ok(ether(85)));
    assert_eq!(withdrawable_shares_down(bob, one, mags.max), Ok(wei("25500000000000000000")));

    // 1020: Alice deposits 10 more.
    let alice_factor = next_scaling_factor_down(one, ether(100), ether(10), mags.max).unwrap();
    assert_eq!(alice_factor.wad(), wei("1016042780748663101"));
    let alice = ether(110);
    let worth = withdrawable_shares_down(alice, alice_factor, mags.max).unwrap();
    assert_eq!(worth, wei("94999999999999999943"));
    operator += ether(10);
    total += ether(10);

    // 1020: the operator asks for 0.2, which a slashable allocation grants at 1121.
    let lowered = modify(set, mags, WAD / 10 * 2, true, at(1020)).unwrap();
    assert!(lowered.queued);
    assert_eq!(lowered.allocation, allocation(450, -250, 1121));
    assert_eq!(lowered.magnitudes, magnitudes(850, 450));

    // 1030: a slash of 50 %, which halves the pending decrease too.
    let (set, mags) = completed(lowered.allocation, lowered.magnitudes, 1030).unwrap();
    let slash = slash_allocation(set, mags, WAD / 2).unwrap();
    assert_eq!((slash.magnitude, slash.wad_slashed), (WAD / 1000 * 225, 264_705_882_352_941_176));
    assert_eq!((slash.allocation, slash.magnitudes), (allocation(225, -125, 1121), magnitudes(625, 225)));
    let from_operator = slashed_shares_down(operator, mags.max, slash.magnitudes.max).unwrap();
    assert_eq!(from_operator, wei("31897058823529411764"));
    let in_queue = queued_slashable_down(queued, U256::ZERO, mags.max).unwrap();
    let from_queue = slashed_shares_down(in_queue, mags.max, slash.magnitudes.max).unwrap();
    assert_eq!((in_queue, from_queue), (ether(17), wei("4500000000000000000")));
    operator -= from_operator;
    let second_booked = from_operator + from_queue;
    assert_eq!(second_booked, wei("36397058823529411764"));
    assert_eq!(operator, wei("88602941176470588236"));
    let (set, mags) = (slash.allocation, slash.magnitudes);
    let alice_worth = withdrawable_shares_down(alice, alice_factor, mags.max).unwrap();
    let bob_worth = withdrawable_shares_down(bob, one, mags.max).unwrap();
    assert_eq!((alice_worth, bob_worth), (wei("69852941176470588193"), wei("18750000000000000000")));
    assert_eq!(operator - alice_worth - bob_worth, U256::from(43));

    // 1111: the first block in which Bob can complete; he receives tokens one to one.
    let bob_until = last_block(1010, DELAY).unwrap();
    assert!(!is_past(1110, bob_until) && is_past(1111, bob_until));
    let bob_out = completed_shares_down(queued, mags.max).unwrap();
    assert_eq!(bob_out, wei("12500000000000000000"));
    assert_eq!(bob_out, ether(20) - ether(3) - from_queue);
    let mut held = ether(160);
    let mut pay = |shares| {
        let tokens = shares_to_tokens_down(shares, total, held).unwrap();
        total -= shares;
        held -= tokens;
        tokens
    };
    assert_eq!(pay(bob_out), bob_out);

    // 1111: Alice queues everything, 1212: the decrease is due and she completes.
    let alice_queued = scaled_shares_down(alice, alice_factor).unwrap();
    assert_eq!(alice_queued, wei("111764705882352941110"));
    operator -= alice_worth;
    let (set, mags) = completed(set, mags, 1212).unwrap();
    assert_eq!((set, mags), (allocation(100, 0, 0), magnitudes(625, 100)));
    assert_eq!(mags.allocatable(), Ok(WAD / 1000 * 525));
    let alice_out = completed_shares_down(alice_queued, mags.max).unwrap();
    assert_eq!(pay(alice_out), wei("69852941176470588193"));

    // 1212: both slashes are cleared. Bob's 18.75 and the dust remain, in shares and in tokens.
    assert_eq!(pay(first_booked) + pay(second_booked), first_booked + second_booked);
    assert_eq!(operator, wei("18750000000000000043"));
    assert_eq!((total, held), (operator, operator));
}

/// Values in thousandths of a whole.
fn allocation(current: u64, pending_diff: i64, effect_block: u32) -> Allocation {
    let unit = WAD / 1000;
    Allocation {
        current: current * unit,
        pending_diff: pending_diff * i64::try_from(unit).unwrap(),
        effect_block,
    }
}

/// Values in thousandths of a whole.
fn magnitudes(max: u64, encumbered: u64) -> Magnitudes {
    Magnitudes { max: max * (WAD / 1000), encumbered: encumbered * (WAD / 1000) }
}
