//! Members of sets and sets of members, whoever comes and goes in whichever order.

use alloy::primitives::{Address, U256};
use interfaces::sol::IAllocationManager::{
    OperatorSet, getMemberCountCall, getOperatorSetCountCall, getSlashCountCall, isMemberOfOperatorSetCall,
    isOperatorSetCall,
};

use super::{A, members, operate, read, registered_sets, serve};
use crate::harness::sets::{allocate, create_sets, join, leave, open_service, set, slash};
use crate::harness::world::percent;
use crate::harness::{ALICE, BOB, ONE, OPERATOR, OTHER_OPERATOR, SERVICE_OWNER, World, fresh};
use crate::histories::dice::Dice;

const OPERATORS: [Address; 4] = [OPERATOR, OTHER_OPERATOR, ALICE, BOB];

/// Lets blocks pass until who left can join again.
fn pass_window(world: &World) {
    world.pass_blocks(world.config.deallocation_delay_blocks);
}

#[test]
fn who_joins_again_is_listed_once() {
    let world = fresh();
    open_service(&world);
    create_sets(&world, &[1, 2], &[A]);
    world.register_operator(OPERATOR, 0);
    for _ in 0..3 {
        operate(&world, &join(OPERATOR, &[1, 2]));
        assert_eq!((registered_sets(&world, OPERATOR), members(&world, 1)), (vec![1, 2], vec![OPERATOR]));
        operate(&world, &leave(OPERATOR, &[1]));
        assert_eq!((registered_sets(&world, OPERATOR), members(&world, 1)), (vec![2], vec![]));
        operate(&world, &leave(OPERATOR, &[2]));
        assert_eq!((registered_sets(&world, OPERATOR), members(&world, 2)), (vec![], vec![]));
        pass_window(&world);
    }
}

#[test]
fn who_allocated_before_it_joined_is_listed_once() {
    let world = fresh();
    open_service(&world);
    create_sets(&world, &[1], &[A]);
    world.register_operator(OPERATOR, 0);
    operate(&world, &allocate(OPERATOR, 1, A, ONE));
    assert_eq!(registered_sets(&world, OPERATOR), [0; 0]);
    operate(&world, &join(OPERATOR, &[1]));
    assert_eq!((registered_sets(&world, OPERATOR), members(&world, 1)), (vec![1], vec![OPERATOR]));
}

#[test]
fn ids_are_told_apart_up_to_the_largest_and_from_other_avss() {
    let world = fresh();
    open_service(&world);
    let ids = [0, 1, 255, 256, u32::MAX - 1, u32::MAX];
    create_sets(&world, &ids, &[]);
    world.register_operator(OPERATOR, 0);
    operate(&world, &join(OPERATOR, &ids));
    assert_eq!(registered_sets(&world, OPERATOR), ids);
    let count = read(&world, &getOperatorSetCountCall { avs: SERVICE_OWNER });
    assert_eq!(count, U256::from(ids.len()));
    for (id, exists) in ids.map(|id| (id, true)).into_iter().chain([(2, false), (u32::MAX - 2, false)]) {
        assert_eq!(read(&world, &isOperatorSetCall { operatorSet: set(id) }), exists, "{id}");
        let others = OperatorSet { avs: ALICE, id };
        assert!(!read(&world, &isOperatorSetCall { operatorSet: others }), "{id}");
    }
    operate(&world, &leave(OPERATOR, &[u32::MAX]));
    assert_eq!(registered_sets(&world, OPERATOR), ids[..5]);
}

#[test]
fn slashes_are_counted_by_set_also_those_that_took_nothing() {
    let world = fresh();
    open_service(&world);
    create_sets(&world, &[1, 2], &[A]);
    world.register_operator(OPERATOR, 0);
    operate(&world, &join(OPERATOR, &[1, 2]));
    operate(&world, &allocate(OPERATOR, 1, A, ONE));
    let counts = |world: &World| [1, 2, 3].map(|id| read(world, &getSlashCountCall { operatorSet: set(id) }));
    assert_eq!(counts(&world), [0, 0, 0].map(U256::from));
    serve(&world, &slash(OPERATOR, 1, vec![A], vec![percent(1)]));
    assert_eq!(counts(&world), [1, 0, 0].map(U256::from));
    serve(&world, &slash(OPERATOR, 2, vec![A], vec![percent(1)]));
    serve(&world, &slash(OPERATOR, 2, vec![], vec![]));
    assert_eq!(counts(&world), [1, 2, 0].map(U256::from), "set 2 has nothing of the operator");
}

/// Three sets as plain lists, in the order members joined but for gaps that the last one fills.
struct Model {
    members: [Vec<Address>; 3],
}

impl Model {
    fn sets_of(&self, operator: Address) -> Vec<u32> {
        let sets = (1..).zip(&self.members);
        sets.filter(|(_, members)| members.contains(&operator)).map(|(id, _)| id).collect()
    }

    fn joins(&mut self, operator: Address, ids: &[u32]) {
        ids.iter().for_each(|id| self.members[*id as usize - 1].push(operator));
    }

    fn leaves(&mut self, operator: Address, ids: &[u32]) {
        for id in ids {
            let members = &mut self.members[*id as usize - 1];
            let place = members.iter().position(|member| *member == operator).unwrap();
            members.swap_remove(place);
        }
    }

    fn is_what_is_listed(&self, world: &World) {
        for (id, expected) in (1..).zip(&self.members) {
            assert_eq!(&members(world, id), expected, "members of {id}");
            let count = read(world, &getMemberCountCall { operatorSet: set(id) });
            assert_eq!(count, U256::from(expected.len()));
        }
        for operator in OPERATORS {
            let mut sets = registered_sets(world, operator);
            sets.sort_unstable();
            assert_eq!(sets, self.sets_of(operator), "sets of {operator}");
            for id in [1, 2, 3] {
                let ask = isMemberOfOperatorSetCall { operator, operatorSet: set(id) };
                assert_eq!(read(world, &ask), sets.contains(&id));
            }
        }
    }
}

fn a_random_history(seed: u64) {
    let world = fresh();
    open_service(&world);
    create_sets(&world, &[1, 2, 3], &[]);
    for operator in OPERATORS {
        world.register_operator(operator, 0);
    }
    let (mut dice, mut model) = (Dice::new(seed), Model { members: Default::default() });
    for _ in 0..40 {
        let operator = dice.pick(&OPERATORS);
        let wanted: Vec<u32> = [1, 2, 3].into_iter().filter(|_| dice.percent(60)).collect();
        let (inside, outside): (Vec<u32>, Vec<u32>) =
            wanted.into_iter().partition(|id| model.sets_of(operator).contains(id));
        if !outside.is_empty() {
            world.act(operator, world.at("slasher"), &join(operator, &outside));
            model.joins(operator, &outside);
        }
        model.is_what_is_listed(&world);
        if !inside.is_empty() {
            world.act(operator, world.at("slasher"), &leave(operator, &inside));
            model.leaves(operator, &inside);
        }
        model.is_what_is_listed(&world);
        pass_window(&world);
    }
}

#[test]
fn lists_of_members_and_of_sets_agree_whoever_comes_and_goes() {
    (1..=3).for_each(a_random_history);
}
