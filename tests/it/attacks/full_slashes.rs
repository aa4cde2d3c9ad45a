//! A slasher that takes everything, at once or by halves, and then asks for more.

use alloy::primitives::U256;
use interfaces::sol::IAllocationManager::{MaxMagnitudeUpdated, slashOperatorCall};
use interfaces::sol::IDelegationManager::{FullySlashed, undelegateCall};
use interfaces::sol::IStrategyManager::clearBurnOrRedistributableSharesCall;

use super::clear;
use super::escapes::{prepare, slash_part};
use crate::harness::queue::{as_tokens, pass_delay, queued};
use crate::harness::sets::{allocation, magnitudes};
use crate::harness::strategies::{deposit, operator_shares, staker_shares};
use crate::harness::world::percent;
use crate::harness::{
    ALICE, BURN_ADDRESS, ONE, OPERATOR, OTHER_OPERATOR, SERVICE_OWNER, STRANGER, Token, World, ether, fresh,
};

/// Slashes a part of what is left; the shares it took.
fn take(world: &World, wad: U256) -> U256 {
    let done = world.act(SERVICE_OWNER, world.at("slasher"), &slash_part(world, wad));
    done.returned::<slashOperatorCall>().shares[0]
}

#[test]
fn what_was_slashed_to_nothing_is_slashed_again_to_no_effect() {
    let world = fresh();
    prepare(&world);
    let (lst, slasher) = (world.strategy(world.lst), world.at("slasher"));
    assert_eq!(take(&world, ether(1)), ether(100));
    for id in 2..5 {
        let done = world.act(SERVICE_OWNER, slasher, &slash_part(&world, ether(1)));
        let returned = done.returned::<slashOperatorCall>();
        assert_eq!((returned.slashId, returned.shares), (U256::from(id), vec![U256::ZERO]));
        assert_eq!(done.events::<MaxMagnitudeUpdated>().len(), 0);
    }
    assert_eq!(magnitudes(&world, OPERATOR, lst), (0, 0, 0));
    world.pass_blocks(world.config.slash_resolution_delay_blocks);
    for (id, paid) in [(1, vec![ether(100)]), (2, vec![]), (3, vec![]), (4, vec![])] {
        let done = world.act(STRANGER, world.at("strategy-manager"), &clear(1, id));
        assert_eq!(done.returned::<clearBurnOrRedistributableSharesCall>(), paid);
    }
    assert_eq!(world.held(world.lst, BURN_ADDRESS), ether(100));
}

#[test]
fn a_staker_who_lost_everything_leaves_and_starts_anew() {
    let world = fresh();
    prepare(&world);
    let (manager, delegation) = (world.at("strategy-manager"), world.at("delegation-manager"));
    let lst = world.strategy(world.lst);
    take(&world, ether(1));
    take(&world, ether(1));
    world.act(ALICE, world.lst, &Token::mintCall { to: ALICE, amount: ether(3) });
    world.act(ALICE, world.lst, &Token::approveCall { spender: manager, amount: ether(3) });
    world.refuse::<FullySlashed>(ALICE, manager, &deposit(&world, lst, ether(3)));
    let done = world.act(ALICE, delegation, &undelegateCall { staker: ALICE });
    pass_delay(&world);
    world.act(ALICE, delegation, &as_tokens(&world, &queued(&done)[0]));
    assert_eq!(world.held(world.lst, ALICE), ether(3), "nothing was paid, and nothing taken");
    world.act(ALICE, manager, &deposit(&world, lst, ether(3)));
    world.delegate(ALICE, OTHER_OPERATOR);
    assert_eq!(staker_shares(&world, ALICE, lst), (ether(3), ether(3)));
    assert_eq!(operator_shares(&world, OTHER_OPERATOR, lst), ether(3));
}

/// 1e18 has 60 binary digits: the smallest slashes are rounded up, so that an end comes, and the last one takes the rest.
#[test]
fn sixty_slashes_by_half_take_exactly_everything() {
    let world = fresh();
    prepare(&world);
    let lst = world.strategy(world.lst);
    let (mut magnitude, mut taken) = (ONE, U256::ZERO);
    for _ in 0..60 {
        taken += take(&world, percent(50));
        magnitude /= 2;
        assert_eq!(magnitudes(&world, OPERATOR, lst), (magnitude, magnitude, 0));
        assert_eq!(allocation(&world, OPERATOR, 1, lst), (magnitude, 0, 0));
        assert_eq!(staker_shares(&world, ALICE, lst).0, U256::from(magnitude) * U256::from(100));
    }
    assert_eq!((magnitude, taken), (0, ether(100)));
    assert_eq!(take(&world, percent(50)), U256::ZERO);
    assert_eq!(operator_shares(&world, OPERATOR, lst), U256::ZERO);
}
