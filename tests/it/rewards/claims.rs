//! Earners are paid what was proven, once.

use alloy::primitives::{Address, B256, Bytes, U256};
use alloy::sol_types::{SolCall, SolError};
use interfaces::sol::IRewardsCoordinator::*;

use super::*;
use crate::harness::{ALICE, BOB, OPERATOR, STRANGER, ether, fresh};

alloy::sol! {
    contract Hooked {
        function arm(address target, bytes payload, bool strict) external;
    }
}

#[test]
fn a_claim_pays_what_was_earned_since_the_last() {
    let world = fresh();
    paid_in(&world);
    let first = post(&world, &[(ALICE, world.reward, 2), (BOB, world.reward, 5)]);
    let done = world.act(ALICE, coordinator(&world), &process(&claim(&first, 0, ALICE), ALICE));
    let event = done.events::<RewardsClaimed>().remove(0);
    assert_eq!((event.root, event.earner, event.claimer), (first.root(), ALICE, ALICE));
    assert_eq!((event.recipient, event.token, event.claimedAmount), (ALICE, world.reward, ether(2)));
    let second = post(&world, &[(ALICE, world.reward, 7), (BOB, world.reward, 5)]);
    world.act(ALICE, coordinator(&world), &process(&claim(&second, 1, ALICE), STRANGER));
    assert_eq!(world.held(world.reward, ALICE), ether(2));
    assert_eq!(world.held(world.reward, STRANGER), ether(5));
    assert_eq!(paid(&world, ALICE, world.reward), ether(7));
    // An old root is as good as a new one for who has not claimed.
    world.act(BOB, coordinator(&world), &process(&claim(&first, 0, BOB), BOB));
    assert_eq!(world.held(world.reward, coordinator(&world)), ether(88));
}

#[test]
fn a_claim_pays_once() {
    let world = fresh();
    paid_in(&world);
    let first = post(&world, &[(ALICE, world.reward, 2), (BOB, world.reward, 5)]);
    let call = process(&claim(&first, 0, ALICE), ALICE);
    world.act(ALICE, coordinator(&world), &call);
    world.refuse::<EarningsNotGreaterThanClaimed>(ALICE, coordinator(&world), &call);
    // The same earnings under a later root are the same earnings.
    let second = post(&world, &[(ALICE, world.reward, 2), (BOB, world.reward, 9)]);
    let call = process(&claim(&second, 1, ALICE), ALICE);
    world.refuse::<EarningsNotGreaterThanClaimed>(ALICE, coordinator(&world), &call);
    // Nor can one claim name a token twice.
    let mut twice = claim(&second, 1, BOB);
    twice.tokenIndices.push(twice.tokenIndices[0]);
    twice.tokenTreeProofs.push(twice.tokenTreeProofs[0].clone());
    twice.tokenLeaves.push(twice.tokenLeaves[0].clone());
    world.refuse::<EarningsNotGreaterThanClaimed>(BOB, coordinator(&world), &process(&twice, BOB));
    assert_eq!(world.held(world.reward, coordinator(&world)), ether(98));
    assert_eq!(paid(&world, BOB, world.reward), U256::ZERO);
}

#[test]
fn several_tokens_and_earners_claim_in_one_transaction() {
    let world = fresh();
    paid_in(&world);
    fund(&world, world.lst);
    world.act(AVS, coordinator(&world), &submit(&submission(&world, world.lst)));
    let (reward, lst) = (world.reward, world.lst);
    let root = post(&world, &[(ALICE, reward, 2), (ALICE, lst, 3), (BOB, lst, 5), (OPERATOR, lst, 1)]);
    for earner in [ALICE, BOB] {
        world.act(earner, coordinator(&world), &setClaimerForCall { claimer: STRANGER });
    }
    let claims = vec![claim(&root, 0, ALICE), claim(&root, 0, BOB)];
    let call = processClaimsCall { claims: claims.clone(), recipient: STRANGER };
    let done = world.act(STRANGER, coordinator(&world), &call);
    assert_eq!(done.events::<RewardsClaimed>().len(), 3);
    assert_eq!((world.held(reward, STRANGER), world.held(lst, STRANGER)), (ether(2), ether(8)));
    // One that may not be claimed undoes the others.
    let claims = vec![claim(&root, 0, OPERATOR), claim(&root, 0, BOB)];
    let call = processClaimsCall { claims, recipient: OPERATOR };
    world.refuse::<UnauthorizedCaller>(OPERATOR, coordinator(&world), &call);
    assert_eq!(paid(&world, OPERATOR, lst), U256::ZERO);
}

#[test]
fn only_the_claimer_claims() {
    let world = fresh();
    paid_in(&world);
    let root = post(&world, &[(ALICE, world.reward, 2)]);
    let call = process(&claim(&root, 0, ALICE), STRANGER);
    world.refuse::<UnauthorizedCaller>(STRANGER, coordinator(&world), &call);
    let done = world.act(ALICE, coordinator(&world), &setClaimerForCall { claimer: BOB });
    let event = done.events::<ClaimerForSet>().remove(0);
    assert_eq!((event.earner, event.oldClaimer, event.claimer), (ALICE, Address::ZERO, BOB));
    world.refuse::<UnauthorizedCaller>(ALICE, coordinator(&world), &call);
    world.act(ALICE, coordinator(&world), &setClaimerForCall { claimer: Address::ZERO });
    world.refuse::<UnauthorizedCaller>(BOB, coordinator(&world), &call);
    world.act(ALICE, coordinator(&world), &call);
}

#[test]
fn a_wrong_proof_is_refused_with_its_error() {
    let world = fresh();
    paid_in(&world);
    let (reward, lst) = (world.reward, world.lst);
    let root = post(&world, &[(ALICE, reward, 2), (ALICE, lst, 3), (BOB, lst, 5), (OPERATOR, lst, 1)]);
    type Bend = Box<dyn Fn(&mut RewardsMerkleClaim)>;
    let bent: Vec<(Bend, [u8; 4])> = vec![
        (Box::new(|it| it.tokenIndices.clear()), InputArrayLengthMismatch::SELECTOR),
        (Box::new(|it| it.tokenTreeProofs.clear()), InputArrayLengthMismatch::SELECTOR),
        (Box::new(|it| it.tokenLeaves.clear()), InputArrayLengthMismatch::SELECTOR),
        (Box::new(|it| it.earnerIndex += 4), InvalidEarnerLeafIndex::SELECTOR),
        (Box::new(|it| it.earnerIndex ^= 1), InvalidClaimProof::SELECTOR),
        (Box::new(|it| it.earnerTreeProof = it.earnerTreeProof.slice(1..)), InvalidProofLength::SELECTOR),
        (Box::new(|it| it.earnerTreeProof = Bytes::from([9; 64])), InvalidClaimProof::SELECTOR),
        (Box::new(|it| it.earnerLeaf.earner = STRANGER), InvalidClaimProof::SELECTOR),
        (Box::new(|it| it.earnerLeaf.earnerTokenRoot = B256::ZERO), InvalidClaimProof::SELECTOR),
        (Box::new(|it| it.tokenIndices[1] += 2), InvalidTokenLeafIndex::SELECTOR),
        (Box::new(|it| it.tokenIndices.swap(0, 1)), InvalidClaimProof::SELECTOR),
        (Box::new(|it| it.tokenTreeProofs[0] = Bytes::from([9; 33])), InvalidProofLength::SELECTOR),
        (Box::new(|it| it.tokenTreeProofs[1] = Bytes::new()), InvalidTokenLeafIndex::SELECTOR),
        (Box::new(|it| it.tokenLeaves[0].token = STRANGER), InvalidClaimProof::SELECTOR),
        (Box::new(|it| it.tokenLeaves[1].cumulativeEarnings = ether(4)), InvalidClaimProof::SELECTOR),
    ];
    let sound = claim(&root, 0, ALICE);
    for (index, (bend, error)) in bent.iter().enumerate() {
        let mut claim = sound.clone();
        bend(&mut claim);
        world.refuse_data(ALICE, coordinator(&world), &process(&claim, ALICE), error);
        let check = world.try_view(coordinator(&world), &checkClaimCall { claim });
        assert_eq!(check.unwrap_err()[..], *error, "wrong proof {index}");
    }
    assert!(world.view(coordinator(&world), &checkClaimCall { claim: sound }));
    assert_eq!(world.held(reward, coordinator(&world)), ether(100));
}

#[test]
fn nothing_is_proven_against_a_root_of_zero() {
    let world = fresh();
    submit_root(&world, B256::ZERO);
    world.pass_seconds(world.config.rewards.activation_delay);
    let root = distribution(&[(ALICE, world.reward, 2)]);
    world.refuse::<EmptyRoot>(ALICE, coordinator(&world), &process(&claim(&root, 0, ALICE), ALICE));
}

#[test]
fn a_claim_of_no_tokens_is_legal_and_pays_nothing() {
    let world = fresh();
    let root = post(&world, &[(ALICE, world.reward, 2)]);
    let mut none = claim(&root, 0, ALICE);
    (none.tokenIndices, none.tokenTreeProofs, none.tokenLeaves) = (vec![], vec![], vec![]);
    let done = world.act(ALICE, coordinator(&world), &process(&none, ALICE));
    assert!(done.events::<RewardsClaimed>().is_empty());
}

#[test]
fn a_claim_that_is_not_covered_pays_nothing_and_books_nothing() {
    let world = fresh();
    paid_in(&world);
    let root = post(&world, &[(ALICE, world.reward, 101)]);
    let before = world.held(world.reward, coordinator(&world));
    let call = process(&claim(&root, 0, ALICE), ALICE);
    let refused = world.call_data(coordinator(&world), call.abi_encode().into());
    assert!(refused.is_err());
    assert_eq!(world.held(world.reward, coordinator(&world)), before);
    assert_eq!(paid(&world, ALICE, world.reward), U256::ZERO);
}

#[test]
fn a_token_cannot_enter_submissions_or_claims_again() {
    let world = fresh();
    let hooked = world.create("ReentrantToken", (U256::from(18),));
    fund(&world, hooked);
    let submit = submit(&submission(&world, hooked));
    let entries = [
        createAVSRewardsSubmissionCall { rewardsSubmissions: vec![] }.abi_encode(),
        processClaimsCall { claims: vec![], recipient: STRANGER }.abi_encode(),
    ];
    let arm = |payload: &[u8]| {
        let (target, payload) = (coordinator(&world), Bytes::copy_from_slice(payload));
        world.act(STRANGER, hooked, &Hooked::armCall { target, payload, strict: true });
    };
    for entry in &entries {
        arm(entry);
        world.refuse::<Reentered>(AVS, coordinator(&world), &submit);
    }
    world.act(
        STRANGER,
        hooked,
        &Hooked::armCall { target: Address::ZERO, payload: Bytes::new(), strict: true },
    );
    world.act(AVS, coordinator(&world), &submit);
    let root = post(&world, &[(ALICE, hooked, 2)]);
    let call = process(&claim(&root, 0, ALICE), ALICE);
    for entry in &entries {
        arm(entry);
        world.refuse::<Reentered>(ALICE, coordinator(&world), &call);
    }
    // Reading in between is free to all.
    arm(&rewardsUpdaterCall {}.abi_encode());
    world.act(ALICE, coordinator(&world), &call);
    assert_eq!(world.held(hooked, ALICE), ether(2));
}
