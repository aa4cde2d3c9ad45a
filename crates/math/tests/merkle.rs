//! Distribution trees: building, proving, refusing.
#![allow(clippy::unwrap_used)]
use alloy_primitives::{Address, B256, U256, address, b256, hex, keccak256};
use math::ProofError::{EmptyRoot, InvalidIndex, InvalidProofLength};
use math::merkle::{earner_leaf, is_included, node, root_from_proof, token_leaf};
use math::tree::{Distribution, Earnings, MerkleTree};
use proptest::prelude::*;

fn hash(bytes: &[u8]) -> B256 {
    keccak256(bytes)
}

const ROOT: B256 = b256!("c5d6bb1073f9040366851b5971493165893558f1cdc0b0046b6703baa85cddfc");
const TOKEN_ROOT: B256 = b256!("a81e82a39e6da197c3c83b8b1343eb7e8a969db52d4bfc424fd04d60350d76e3");
const EARNER: Address = address!("f2288d736d27c1584ebf7be5f52f9e4d47251aee");
const EARNER_PROOF: [u8; 96] = hex!(
    "04da796e892869089dfdaae7269c8eb12548f6aa3774a747322b65c42d1ca005"
    "0d38d6d5e7e9e65ba24c275fcc0f0c377d8fb6ed089770d849c39a1829d1edf2"
    "7e78a529aa8f867a3777f97541a23fb1844d6ae24c3b8ca1cc981510e5d08bda"
);
const TOKEN: Address = address!("1006dd1b8c3d0ef53489bed27577c75299f71473");
const TOKEN_PROOF: [u8; 96] = hex!(
    "6166682a9a29283a51a1c1575de82334227cc45b1ce686973039a44eb9a6b008"
    "e3e64bd80597510ac0b737fc645f15801cc3835b279412e1a09ba66d50c2aa82"
    "e3f64b05b0f9ee23e853d9c134984c27b5b58d14b70c4dacea9a5e40600e17a3"
);

#[test]
fn a_published_earner_proof_leads_to_its_root() {
    let leaf = earner_leaf(EARNER, TOKEN_ROOT, hash);
    assert_eq!(leaf, b256!("42b8c7a703637ac7aae0e32723d2d9c78b5bbaa6114d9f3329ad243359381d2f"));
    assert_eq!(root_from_proof(leaf, 3, &EARNER_PROOF, hash), Ok(ROOT));
    assert_eq!(is_included(ROOT, leaf, 3, &EARNER_PROOF, hash), Ok(true));
}

#[test]
fn a_published_token_proof_leads_to_its_root() {
    let leaf = token_leaf(TOKEN, U256::from(1_000_000_000_000_000_000u64), hash);
    assert_eq!(is_included(TOKEN_ROOT, leaf, 0, &TOKEN_PROOF, hash), Ok(true));
    let one_more = token_leaf(TOKEN, U256::from(1_000_000_000_000_000_001u64), hash);
    assert_eq!(is_included(TOKEN_ROOT, one_more, 0, &TOKEN_PROOF, hash), Ok(false));
}

#[test]
fn an_index_outside_the_proofs_depth_is_refused() {
    let leaf = earner_leaf(EARNER, TOKEN_ROOT, hash);
    for index in [8 + 3, 1 << 31 | 3, u32::MAX] {
        assert_eq!(is_included(ROOT, leaf, index, &EARNER_PROOF, hash), Err(InvalidIndex));
    }
    assert_eq!(root_from_proof(leaf, 1, &[], hash), Err(InvalidIndex));
    // Deeper than an index has bits: the upper levels are left children.
    assert!(root_from_proof(leaf, u32::MAX, &[0; 32 * 40], hash).is_ok());
}

#[test]
fn a_proof_of_broken_length_is_refused() {
    let leaf = earner_leaf(EARNER, TOKEN_ROOT, hash);
    for length in [1, 31, 33, 95] {
        let cut = &EARNER_PROOF[..length];
        assert_eq!(is_included(ROOT, leaf, 0, cut, hash), Err(InvalidProofLength));
    }
}

#[test]
fn nothing_is_included_in_an_empty_root() {
    assert_eq!(is_included(B256::ZERO, B256::ZERO, 0, &[], hash), Err(EmptyRoot));
}

#[test]
fn two_padding_leaves_hash_to_the_published_node() {
    let padding = b256!("ad3228b676f7d3cd4284a5443f17f1962b36e491b30a40b2405849e597ba5fb5");
    assert_eq!(node(B256::ZERO, B256::ZERO, hash), padding);
    let leaf = B256::repeat_byte(1);
    let tree = MerkleTree::new(vec![leaf; 5], hash).unwrap();
    let pair = node(leaf, leaf, hash);
    let left = node(pair, pair, hash);
    let right = node(node(leaf, B256::ZERO, hash), padding, hash);
    assert_eq!(tree.root(), node(left, right, hash));
}

#[test]
fn a_single_leaf_is_its_own_root_with_an_empty_proof() {
    let leaf = B256::repeat_byte(7);
    let tree = MerkleTree::new(vec![leaf], hash).unwrap();
    assert_eq!((tree.root(), tree.proof(0)), (leaf, Some(vec![])));
    assert_eq!(tree.proof(1), None);
    assert_eq!(MerkleTree::new(vec![], hash), None);
}

#[test]
fn a_distribution_to_nobody_has_no_root() {
    assert!(Distribution::new(Earnings::new(), hash).is_none());
    let nothing_earned = [(EARNER, Default::default())].into();
    assert!(Distribution::new(nothing_earned, hash).is_none());
}

fn any_earnings() -> impl Strategy<Value = Earnings> {
    let account = any::<[u8; 20]>().prop_map(Address::from);
    let amount = any::<[u64; 4]>().prop_map(U256::from_limbs);
    let tokens = proptest::collection::btree_map(account.clone(), amount, 1..7);
    proptest::collection::btree_map(account, tokens, 1..20)
}

proptest! {
    #[test]
    fn every_leaf_is_included_at_its_index_alone(count in 1usize..70, other in 0u32..128) {
        let leaves: Vec<_> = (0..count).map(|i| hash(&i.to_be_bytes())).collect();
        let tree = MerkleTree::new(leaves.clone(), hash).unwrap();
        for (index, leaf) in (0..).zip(leaves) {
            let proof = tree.proof(index).unwrap();
            prop_assert_eq!(is_included(tree.root(), leaf, index, &proof, hash), Ok(true));
            if other != index {
                prop_assert_ne!(is_included(tree.root(), leaf, other, &proof, hash), Ok(true));
            }
        }
        let width = u32::try_from(count.next_power_of_two()).unwrap();
        prop_assert!(tree.proof(width - 1).is_some() && tree.proof(width).is_none());
    }

    #[test]
    fn every_earner_can_claim_every_token_and_no_other_amount(earnings in any_earnings()) {
        let distribution = Distribution::new(earnings.clone(), hash).unwrap();
        for (index, (earner, tokens)) in (0..).zip(&earnings) {
            let claim = distribution.claim(*earner).unwrap();
            prop_assert_eq!((claim.index, claim.tokens.len()), (index, tokens.len()));
            let leaf = earner_leaf(*earner, claim.token_root, hash);
            prop_assert_eq!(is_included(distribution.root(), leaf, index, &claim.proof, hash), Ok(true));
            for (token, (expected, earned)) in claim.tokens.iter().zip(tokens) {
                prop_assert_eq!((token.token, token.cumulative_earnings), (*expected, *earned));
                let included = |amount| {
                    let leaf = token_leaf(token.token, amount, hash);
                    is_included(claim.token_root, leaf, token.index, &token.proof, hash)
                };
                prop_assert_eq!(included(*earned), Ok(true));
                prop_assert_eq!(included(earned.wrapping_add(U256::ONE)), Ok(false));
            }
        }
        prop_assert!(distribution.claim(Address::ZERO).is_none() || earnings.contains_key(&Address::ZERO));
    }

    #[test]
    fn hostile_proofs_are_refused_or_lead_elsewhere(leaf: [u8; 32], index: u32, proof in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert_ne!(is_included(ROOT, leaf.into(), index, &proof, hash), Ok(true));
    }
}
