//! Structs of rewards: read as alloy-sol-types encodes them, written as it decodes them.
#![allow(clippy::unwrap_used)]
mod generate;

use abi::{Fault, Reader, Writer};
use alloy_primitives::aliases::U96;
use alloy_primitives::{Address, B256, Bytes, U256, address, b256, keccak256};
use alloy_sol_types::SolValue;
use generate::*;
use interfaces::sol::IRewardsCoordinator;
use interfaces::types::{
    DistributionRoot, EarnerLeaf, RewardsMerkleClaim, RewardsSubmission, StrategyAndMultiplier, Timing,
    TokenLeaf,
};
use proptest::collection::vec;
use proptest::prelude::*;

const INVALID: Fault = Fault::Error(Fault::INVALID_CALLDATA);

fn submission() -> impl Strategy<Value = RewardsSubmission> {
    let entry = (address(), any::<u128>())
        .prop_map(|(strategy, wide)| StrategyAndMultiplier { strategy, multiplier: wide >> 32 });
    (vec(entry, LENGTHS), address(), word(), any::<u32>(), any::<u32>()).prop_map(
        |(strategies_and_multipliers, token, amount, start_timestamp, duration)| RewardsSubmission {
            strategies_and_multipliers,
            token,
            amount,
            start_timestamp,
            duration,
        },
    )
}

fn sol_submission(of: &RewardsSubmission) -> IRewardsCoordinator::RewardsSubmission {
    let entries = of.strategies_and_multipliers.iter();
    IRewardsCoordinator::RewardsSubmission {
        strategiesAndMultipliers: entries
            .map(|entry| IRewardsCoordinator::StrategyAndMultiplier {
                strategy: entry.strategy,
                multiplier: U96::from(entry.multiplier),
            })
            .collect(),
        token: of.token,
        amount: of.amount,
        startTimestamp: of.start_timestamp,
        duration: of.duration,
    }
}

/// Root index, earner index, earner proof, earner's leaf, and the tokens' indices, proofs and leaves.
type Claim = (u32, u32, Bytes, (Address, B256), (Vec<u32>, Vec<Bytes>, Vec<(Address, U256)>));

fn claim() -> impl Strategy<Value = Claim> {
    let tokens = (u32s(), vec(bytes(), LENGTHS), vec((address(), word()), LENGTHS));
    (any::<u32>(), any::<u32>(), bytes(), (address(), hash()), tokens)
}

fn sol_claim(
    (root, index, proof, (earner, token_root), (indices, proofs, leaves)): &Claim,
) -> IRewardsCoordinator::RewardsMerkleClaim {
    use IRewardsCoordinator::{EarnerTreeMerkleLeaf, TokenTreeMerkleLeaf};
    let leaf = |(token, earned): &(Address, U256)| TokenTreeMerkleLeaf {
        token: *token,
        cumulativeEarnings: *earned,
    };
    IRewardsCoordinator::RewardsMerkleClaim {
        rootIndex: *root,
        earnerIndex: *index,
        earnerTreeProof: proof.clone(),
        earnerLeaf: EarnerTreeMerkleLeaf { earner: *earner, earnerTokenRoot: *token_root },
        tokenIndices: indices.clone(),
        tokenTreeProofs: proofs.clone(),
        tokenLeaves: leaves.iter().map(leaf).collect(),
    }
}

proptest! {
    #[test]
    fn rewards_submissions(submission in submission(), submitter in address(), nonce in word()) {
        let theirs = sol_submission(&submission);
        let data = theirs.abi_encode();
        let written = behind_an_offset(&submission);
        prop_assert_eq!(written.len(), 32 * (1 + submission.words()));
        prop_assert_eq!(written, data.clone());
        prop_assert_eq!(
            submission.encoded(&submitter, &nonce),
            (submitter, nonce, theirs).abi_encode_params()
        );
        prop_assert_eq!(RewardsSubmission::decode(Reader::new(&data).tuple().unwrap()), Ok(submission));
    }

    #[test]
    fn a_multiplier_of_more_than_96_bits_is_refused(strategy in address(), multiplier in 1_u128 << 96..) {
        let data = (strategy, multiplier).abi_encode_params();
        prop_assert_eq!(StrategyAndMultiplier::decode(&mut Reader::new(&data)), Err(INVALID));
    }

    #[test]
    fn distribution_roots(
        root in hash(), end in any::<u32>(), activated_at in any::<u32>(), disabled in any::<bool>(),
    ) {
        let ours = DistributionRoot { root, rewards_calculation_end_timestamp: end, activated_at, disabled };
        let theirs = IRewardsCoordinator::DistributionRoot {
            root,
            rewardsCalculationEndTimestamp: end,
            activatedAt: activated_at,
            disabled,
        };
        let mut out = Writer::new(4);
        ours.encode(&mut out);
        prop_assert_eq!(out.finish(), theirs.abi_encode());
    }

    #[test]
    fn merkle_claims(parts in claim()) {
        let data = sol_claim(&parts).abi_encode();
        let (
            root_index,
            earner_index,
            earner_tree_proof,
            (earner, earner_token_root),
            (indices, proofs, leaves),
        ) = &parts;
        let leaves = leaves.iter();
        let expected = RewardsMerkleClaim {
            root_index: *root_index,
            earner_index: *earner_index,
            earner_tree_proof,
            earner_leaf: EarnerLeaf { earner: *earner, earner_token_root: *earner_token_root },
            token_indices: indices.clone(),
            token_tree_proofs: proofs.iter().map(|proof| proof.as_ref()).collect(),
            token_leaves: leaves
                .map(|(token, earned)| TokenLeaf { token: *token, cumulative_earnings: *earned })
                .collect(),
        };
        prop_assert_eq!(RewardsMerkleClaim::decode(Reader::new(&data).tuple().unwrap()), Ok(expected));
    }

    #[test]
    fn leaves(account in address(), root in hash(), earned in word()) {
        let data =
            IRewardsCoordinator::EarnerTreeMerkleLeaf { earner: account, earnerTokenRoot: root }.abi_encode();
        let expected = EarnerLeaf { earner: account, earner_token_root: root };
        prop_assert_eq!(EarnerLeaf::decode(&mut Reader::new(&data)), Ok(expected));
        let data = IRewardsCoordinator::TokenTreeMerkleLeaf { token: account, cumulativeEarnings: earned }
            .abi_encode();
        let expected = TokenLeaf { token: account, cumulative_earnings: earned };
        prop_assert_eq!(TokenLeaf::decode(&mut Reader::new(&data)), Ok(expected));
    }

    #[test]
    fn timing(words in any::<[u32; 6]>()) {
        let [interval, duration, retroactive, future, genesis, delay] = words;
        let data = IRewardsCoordinator::Timing {
            calculationIntervalSeconds: interval,
            maxRewardsDuration: duration,
            maxRetroactiveLength: retroactive,
            maxFutureLength: future,
            genesisRewardsTimestamp: genesis,
            activationDelay: delay,
        }
        .abi_encode();
        let expected = Timing {
            calculation_interval: interval,
            max_rewards_duration: duration,
            max_retroactive_length: retroactive,
            max_future_length: future,
            genesis_rewards_timestamp: genesis,
            activation_delay: delay,
        };
        prop_assert_eq!(Timing::decode(&mut Reader::new(&data)), Ok(expected));
    }

    #[test]
    fn structs_of_random_bytes_are_read_or_refused(data in vec(any::<u8>(), 0..500)) {
        let from = || Reader::new(&data);
        let faults = [
            RewardsSubmission::decode(from()).err(),
            RewardsMerkleClaim::decode(from()).err(),
            StrategyAndMultiplier::decode(&mut from()).err(),
            EarnerLeaf::decode(&mut from()).err(),
            TokenLeaf::decode(&mut from()).err(),
            Timing::decode(&mut from()).err(),
        ];
        for fault in faults.into_iter().flatten() {
            prop_assert_eq!(fault, INVALID);
        }
    }

    #[test]
    fn submissions_and_claims_cut_anywhere_are_refused_or_lose_padding_alone(
        submission in submission(), parts in claim(), cut in any::<prop::sample::Index>(),
    ) {
        let data = sol_submission(&submission).abi_encode();
        let cut_off = Reader::new(&data[..cut.index(data.len())]).tuple().and_then(RewardsSubmission::decode);
        prop_assert_eq!(cut_off, Err(INVALID));

        let data = sol_claim(&parts).abi_encode();
        let whole = Reader::new(&data).tuple().and_then(RewardsMerkleClaim::decode).unwrap();
        if let Ok(claim) =
            Reader::new(&data[..cut.index(data.len())]).tuple().and_then(RewardsMerkleClaim::decode)
        {
            prop_assert_eq!(claim, whole);
        }
    }
}

#[test]
fn a_multiplier_of_96_bits_is_read() {
    let largest = (1_u128 << 96) - 1;
    let data = (THIRD, largest).abi_encode_params();
    let expected = StrategyAndMultiplier { strategy: THIRD, multiplier: largest };
    assert_eq!(StrategyAndMultiplier::decode(&mut Reader::new(&data)), Ok(expected));
    let data = (THIRD, largest + 1).abi_encode_params();
    assert_eq!(StrategyAndMultiplier::decode(&mut Reader::new(&data)), Err(INVALID));
}

/// `abi.encode(submission)`: an offset, then the tuple.
fn behind_an_offset(submission: &RewardsSubmission) -> Vec<u8> {
    let mut out = Writer::new(16);
    let slot = out.offset(0);
    out.tail(slot);
    submission.encode(&mut out);
    out.finish()
}

const THIRD: Address = address!("3333333333333333333333333333333333333333");
const FOURTH: Address = address!("4444444444444444444444444444444444444444");

#[test]
fn the_submission_hash_is_the_references() {
    let entry =
        |strategy, whole: u128| StrategyAndMultiplier { strategy, multiplier: whole * 10_u128.pow(18) };
    let submission = RewardsSubmission {
        strategies_and_multipliers: vec![entry(THIRD, 1), entry(FOURTH, 2)],
        token: address!("5555555555555555555555555555555555555555"),
        amount: U256::from(10_u128.pow(21)),
        start_timestamp: 1_710_979_200,
        duration: 86_400,
    };
    let submitter = address!("1111111111111111111111111111111111111111");
    let encoded = submission.encoded(&submitter, &U256::from(3));
    assert_eq!(encoded.len(), 416);
    let hash: B256 = b256!("22878725d8ac74699f1c8916fccaf703f40f2d46daf1744db7cc35b564d0ebaf");
    assert_eq!(keccak256(encoded), hash);
}
