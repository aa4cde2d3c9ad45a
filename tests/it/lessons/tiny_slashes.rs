//! L03, L04 and L28: slashes too small to see, many of them, and then a real one. Elsewhere products of small factors rounded
//! a slash away, and slashes of nothing wore an operator's stake down.

use alloy::primitives::{Address, U256, U512};
use interfaces::sol::IAllocationManager::slashOperatorCall;
use interfaces::sol::IStrategyManager::{OperatorSet, clearBurnOrRedistributableSharesCall};

use crate::harness::queue::{as_tokens, pass_delay, queue, queued, withdraw};
use crate::harness::sets::{allocate, create_sets, join, magnitudes, open_service, slash};
use crate::harness::strategies::{operator_shares, staker_shares};
use crate::harness::{ALICE, BOB, BURN_ADDRESS, ONE, OPERATOR, SERVICE_OWNER, STRANGER, World, ether, fresh};

/// How often a hostile operator slashes itself.
const TIMES: u64 = 64;

/// An operator with half of its LST allocated to set 1, an honest service's, and half to set 2, its own; and 100 LST of
/// Alice's and three wei more.
fn prepare(world: &World) -> Address {
    let (lst, slasher) = (world.strategy(world.lst), world.at("slasher"));
    open_service(world);
    create_sets(world, &[1, 2], &[lst]);
    world.register_operator(OPERATOR, 0);
    world.deposit_lst(ALICE, ether(100) + U256::from(3));
    world.delegate(ALICE, OPERATOR);
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1, 2]));
    for id in [1, 2] {
        world.act(OPERATOR, slasher, &allocate(OPERATOR, id, lst, ONE / 2));
    }
    lst
}

/// Slashes this part (WAD) of what a set has. Returns the shares booked.
fn slash_part(world: &World, id: u32, part: u64) -> U256 {
    let call = slash(OPERATOR, id, vec![world.strategy(world.lst)], vec![U256::from(part)]);
    let done = world.act(SERVICE_OWNER, world.at("slasher"), &call);
    done.returned::<slashOperatorCall>().shares[0]
}

/// ⌊amount · part / whole⌋ in 512 bits.
fn exact(amount: U256, part: u64, whole: u64) -> U256 {
    let product = U512::from(amount) * U512::from(part);
    (product / U512::from(whole)).to::<U256>()
}

fn near(found: U256, wanted: U256, units: u64) {
    let apart = if found > wanted { found - wanted } else { wanted - found };
    assert!(apart <= U256::from(units), "{found} is {apart} from {wanted}");
}

#[test]
fn a_real_slash_takes_its_part_to_two_units_after_sixty_four_that_took_next_to_nothing() {
    let world = fresh();
    let lst = prepare(&world);
    for _ in 0..TIMES {
        slash_part(&world, 2, 1);
    }
    // ⌈0.5e18 · 1 / 1e18⌉ = 1, each time.
    assert_eq!(magnitudes(&world, OPERATOR, lst).0, ONE - TIMES);
    let deposited = ether(100) + U256::from(3);
    near(staker_shares(&world, ALICE, lst).0, exact(deposited, ONE - TIMES, ONE), 2);
    slash_part(&world, 1, ONE);
    let left = ONE - TIMES - ONE / 2;
    near(staker_shares(&world, ALICE, lst).0, exact(deposited, left, ONE), 2);
}

/// Cantina (high): an operator that wore its own magnitude down could add stake that no later slash reached.
#[test]
fn stake_added_after_sixty_four_halvings_is_slashed_like_any_other() {
    let world = fresh();
    let lst = prepare(&world);
    for _ in 0..TIMES {
        slash_part(&world, 2, ONE / 2);
    }
    let (max, _, _) = magnitudes(&world, OPERATOR, lst);
    assert_eq!(max, ONE / 2, "its own half is gone to the last unit");
    world.delegate(BOB, OPERATOR);
    world.deposit_lst(BOB, ether(64));
    assert_eq!(staker_shares(&world, BOB, lst).0, ether(64));
    // What is left is the honest service's whole: three quarters of it are three quarters of everyone's stake.
    slash_part(&world, 1, ONE / 4 * 3);
    near(staker_shares(&world, BOB, lst).0, ether(16), 2);
    near(staker_shares(&world, ALICE, lst).0, exact(ether(100) + U256::from(3), ONE / 8, ONE), 2);
    slash_part(&world, 1, ONE);
    assert_eq!(operator_shares(&world, OPERATOR, lst), U256::ZERO);
}

/// EGSL-13 (L04): what is booked is what was taken, by whatever many steps, and every token is somewhere.
#[test]
fn tiny_slashes_book_what_they_take_and_leave_no_more_dust_than_there_were_steps() {
    let world = fresh();
    let lst = prepare(&world);
    let deposited = ether(100) + U256::from(3);
    let queued = queue(&world, ALICE, lst, ether(40));
    let mut booked = U256::ZERO;
    for step in 0..TIMES {
        booked += slash_part(&world, 2, 1 + step * step);
    }
    let rest = queue(&world, ALICE, lst, staker_shares(&world, ALICE, lst).1);
    pass_delay(&world);
    for withdrawal in [&queued, &rest] {
        world.act(ALICE, world.at("delegation-manager"), &as_tokens(&world, withdrawal));
    }
    for id in 1..=TIMES {
        let operator_set = OperatorSet { avs: SERVICE_OWNER, id: 2 };
        let call =
            clearBurnOrRedistributableSharesCall { operatorSet: operator_set, slashId: U256::from(id) };
        world.act(STRANGER, world.at("strategy-manager"), &call);
    }
    let (paid, burnt) = (world.held(world.lst, ALICE), world.held(world.lst, BURN_ADDRESS));
    assert_eq!(burnt, booked);
    let dust = world.held(world.lst, lst);
    assert_eq!(paid + burnt + dust, deposited);
    // A unit of operator shares and one of the queue for each slash, and one for each withdrawal.
    assert!(dust <= U256::from(2 * TIMES + 2), "{dust}");
}

/// L28: elsewhere whoever asked for all it had by amount was refused because of a slash of ten wei in front of it.
#[test]
fn a_withdrawal_of_everything_goes_through_behind_a_slash_of_next_to_nothing() {
    let world = fresh();
    let lst = prepare(&world);
    let delegation = world.at("delegation-manager");
    let least = slash(OPERATOR, 1, vec![lst], vec![U256::ONE]);
    let deposited = ether(100) + U256::from(3);
    let done = world.in_one_block(|world| {
        vec![
            world.submit(SERVICE_OWNER, world.at("slasher"), &least, U256::ZERO),
            world.submit(ALICE, delegation, &withdraw(&[(lst, deposited)]), U256::ZERO),
        ]
    });
    pass_delay(&world);
    world.act(ALICE, delegation, &as_tokens(&world, &queued(&done[1])[0]));
    assert_eq!(world.held(world.lst, ALICE), exact(deposited, ONE - 1, ONE));
}
