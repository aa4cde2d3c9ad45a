//! Salts: what makes a signature one for one registration.

use interfaces::sol::IAVSDirectory::{SaltSpent, cancelSaltCall};

use super::{
    AVS, NEVER, OTHER_SALT, OperatorAVSRegistration, SALT, deregister, directory, here, is_registered,
    is_spent, message, signature, signed, with,
};
use crate::harness::{ALICE, OPERATOR, OTHER_OPERATOR, fresh};

#[test]
fn a_salt_is_spent_by_its_use() {
    let world = fresh();
    world.register_operator(OPERATOR, 0);
    let call = signed(&world, SALT, NEVER);
    assert!(!is_spent(&world, OPERATOR, SALT));
    world.act(AVS, directory(&world), &call);
    assert!(is_spent(&world, OPERATOR, SALT));
    assert!(!is_spent(&world, OPERATOR, OTHER_SALT));
    world.act(AVS, directory(&world), &deregister());
    world.refuse::<SaltSpent>(AVS, directory(&world), &call);
}

#[test]
fn a_salt_is_an_operators_once_for_all_avss() {
    let world = fresh();
    world.register_operator(OPERATOR, 0);
    world.act(AVS, directory(&world), &signed(&world, SALT, NEVER));
    let elsewhere = OperatorAVSRegistration { avs: ALICE, ..message(SALT, NEVER) };
    let by = signature(&world, OPERATOR, &elsewhere, &here(&world));
    world.refuse::<SaltSpent>(ALICE, directory(&world), &with(by, SALT, NEVER));
    assert!(!is_registered(&world, ALICE));
}

#[test]
fn an_operator_takes_back_a_salt_and_with_it_what_it_signed() {
    let world = fresh();
    world.register_operator(OPERATOR, 0);
    let call = signed(&world, SALT, NEVER);
    let cancel = cancelSaltCall { salt: SALT };
    let done = world.act(OPERATOR, directory(&world), &cancel);
    assert!(done.logs().is_empty(), "the reference says nothing of it");
    assert!(is_spent(&world, OPERATOR, SALT));
    world.refuse::<SaltSpent>(AVS, directory(&world), &call);
    // Again, as in the reference: a spent salt stays spent.
    world.act(OPERATOR, directory(&world), &cancel);
    world.act(AVS, directory(&world), &signed(&world, OTHER_SALT, NEVER));
}

#[test]
fn nobody_takes_back_another_operators_salt() {
    let world = fresh();
    world.register_operator(OPERATOR, 0);
    for who in [AVS, OTHER_OPERATOR] {
        world.act(who, directory(&world), &cancelSaltCall { salt: SALT });
        assert!(is_spent(&world, who, SALT), "its own");
    }
    assert!(!is_spent(&world, OPERATOR, SALT));
    world.act(AVS, directory(&world), &signed(&world, SALT, NEVER));
}
