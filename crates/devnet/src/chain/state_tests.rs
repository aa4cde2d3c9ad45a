//! The undo log against a state that is copied whole at every mark.

use std::collections::HashMap;

use alloy_primitives::{Address, U256};
use proptest::prelude::*;
use revm::state::AccountInfo;

use super::state::{Mark, State};

#[derive(Clone, Debug)]
enum Step {
    Slot(u8, u8, u8),
    Balance(u8, u8),
    Remove(u8),
    Mark,
    Rollback(usize),
    Forget(usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => (0..3u8, 0..3u8, 0..4u8).prop_map(|(a, k, v)| Step::Slot(a, k, v)),
        4 => (0..3u8, 0..4u8).prop_map(|(a, v)| Step::Balance(a, v)),
        1 => (0..3u8).prop_map(Step::Remove),
        2 => Just(Step::Mark),
        1 => any::<usize>().prop_map(Step::Rollback),
        1 => any::<usize>().prop_map(Step::Forget),
    ]
}

/// The same state, copied whole at every mark.
#[derive(Clone, Debug, Default, PartialEq)]
struct Model {
    slots: HashMap<(u8, u8), u8>,
    balances: HashMap<u8, u8>,
}

fn address(id: u8) -> Address {
    Address::repeat_byte(id)
}

fn apply(state: &mut State, model: &mut Model, step: &Step) {
    match *step {
        Step::Slot(a, k, v) => {
            state.set_slot(address(a), U256::from(k), U256::from(v));
            model.slots.insert((a, k), v);
        }
        Step::Balance(a, v) => {
            state.update_info(address(a), |info| info.balance = U256::from(v));
            model.balances.insert(a, v);
        }
        Step::Remove(a) => {
            state.set_info(address(a), None);
            model.balances.remove(&a);
        }
        Step::Mark | Step::Rollback(_) | Step::Forget(_) => {}
    }
}

/// Everything readable of a state, in one of the ways to read it.
fn read(info: impl Fn(Address) -> Option<AccountInfo>, slot: impl Fn(Address, U256) -> U256) -> Model {
    let mut model = Model::default();
    for a in 0..3 {
        if let Some(info) = info(address(a)) {
            model.balances.insert(a, info.balance.to());
        }
        for k in 0..3 {
            model.slots.insert((a, k), slot(address(a), U256::from(k)).to());
        }
    }
    model
}

/// The model with slots that were never written as zeros.
fn whole(mut model: Model) -> Model {
    for (a, k) in (0..3).flat_map(|a| (0..3).map(move |k| (a, k))) {
        model.slots.entry((a, k)).or_default();
    }
    model
}

proptest! {
    #[test]
    fn every_mark_that_is_not_forgotten_can_be_read_and_gone_back_to(steps in prop::collection::vec(step(), 1..60)) {
        let (mut state, mut model) = (State::default(), Model::default());
        let mut marks: Vec<(Mark, Model)> = Vec::new();
        for step in &steps {
            apply(&mut state, &mut model, step);
            match step {
                Step::Mark => marks.push((state.mark(), model.clone())),
                Step::Rollback(pick) if !marks.is_empty() => {
                    marks.truncate(pick % marks.len() + 1);
                    let (mark, then) = marks[marks.len() - 1].clone();
                    state.rollback(mark);
                    model = then;
                }
                Step::Forget(pick) if !marks.is_empty() => {
                    marks.drain(..pick % marks.len());
                    state.forget_before(marks[0].0);
                }
                _ => {}
            }
            prop_assert_eq!(read(|a| state.info(a), |a, k| state.slot(a, k)), whole(model.clone()));
            for (mark, then) in &marks {
                let laid_over = state.at(*mark);
                let read_over = read(|a| laid_over.info(&state, a), |a, k| laid_over.slot(&state, a, k));
                prop_assert_eq!(read_over, whole(then.clone()));
                let alone = read(|a| state.info_at(*mark, a), |a, k| state.slot_at(*mark, a, k));
                prop_assert_eq!(alone, whole(then.clone()));
            }
        }
    }
}
