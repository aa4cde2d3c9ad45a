//! What every history begins with: operators, AVSs with two sets each, and allocations to them.

use std::collections::VecDeque;

use super::super::cast::{APPROVER, AVSS, CHOOSY, MAIN_VAULTS, OPERATORS};
use super::super::dice::Dice;
use super::super::model::act::{Act, Change, NewSet};
use super::super::model::formula::WAD;
use super::super::model::{Account, Holder, Nat, SetId, VaultId};

/// First allocation delays.
const DELAYS: [u32; 4] = [0, 2, 9, 30];

/// Sets an AVS begins with: the second redistributes.
const SETS: [u32; 2] = [0, 1];

pub(super) fn opening(dice: &mut Dice) -> VecDeque<Act> {
    let register = |by: Account| {
        let approver = (by == CHOOSY).then_some(APPROVER);
        Act::Register { by, approver, delay: dice.pick(&DELAYS) }
    };
    let mut acts: VecDeque<Act> = OPERATORS.map(register).into();
    let mut sets = Vec::new();
    for avs in AVSS {
        acts.push_back(Act::PublishMetadata { by: avs, avs });
        acts.push_back(Act::SetRegistrar { by: avs, avs });
        for id in SETS {
            let vaults = some_of(dice, &(0..MAIN_VAULTS.len()).collect::<Vec<_>>(), 2);
            sets.push((SetId { avs, id }, vaults.clone()));
            acts.push_back(create(dice, SetId { avs, id }, vaults));
        }
    }
    for operator in OPERATORS {
        for avs in AVSS {
            let ids = if dice.percent(70) { SETS.into() } else { vec![dice.pick(&SETS)] };
            acts.push_back(Act::RegisterForSets { by: operator, operator, avs, ids });
        }
        let changes = if dice.percent(30) { all_to_one(dice, &sets) } else { some_to_each(dice, &sets) };
        acts.push_back(Act::ModifyAllocations { by: operator, operator, changes });
    }
    acts
}

fn create(dice: &mut Dice, set: SetId, vaults: Vec<VaultId>) -> Act {
    let slasher = dice.pick(&[set.avs, set.avs, AVSS[0]]);
    let recipient = Some(Holder::Person(dice.pick(&[3, 7])));
    let new = NewSet { id: set.id, vaults, slasher: Some(slasher), recipient };
    Act::CreateSets { by: set.avs, avs: set.avs, sets: vec![new], redistributing: set.id == 1 }
}

fn all_to_one(dice: &mut Dice, sets: &[(SetId, Vec<VaultId>)]) -> Vec<Change> {
    let (set, vaults) = &sets[dice.below(sets.len())];
    vec![Change { set: *set, magnitudes: vec![WAD.small(); vaults.len()], vaults: vaults.clone() }]
}

fn some_to_each(dice: &mut Dice, sets: &[(SetId, Vec<VaultId>)]) -> Vec<Change> {
    let part = (WAD / Nat::from(sets.len() as u64)).floor();
    let change = |(set, vaults): &(SetId, Vec<VaultId>)| {
        let magnitudes = vaults.iter().map(|_| dice.skewed(part).small()).collect();
        Change { set: *set, vaults: vaults.clone(), magnitudes }
    };
    sets.iter().map(change).collect()
}

/// Different ones of a list, at least so many if there are.
pub(super) fn some_of<T: Copy>(dice: &mut Dice, from: &[T], least: usize) -> Vec<T> {
    let mut left = from.to_vec();
    let count = least.min(left.len()) + dice.below((left.len() + 1).saturating_sub(least).max(1));
    (0..count).map(|_| left.swap_remove(dice.below(left.len()))).collect()
}
