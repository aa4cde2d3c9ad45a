//! The Solidity contracts of the demo: tokens and a service, as far as the story calls them.
#![allow(missing_docs)]

use interfaces::sol::IRewardsCoordinator;

alloy::sol! {
    contract Token {
        function mint(address to, uint256 amount) external;
        function approve(address spender, uint256 amount) external returns (bool);
        function balanceOf(address account) external view returns (uint256);
        function totalSupply() external view returns (uint256);
    }

    struct StrategyAndMultiplier { address strategy; uint96 multiplier; }
    struct RewardsSubmission {
        StrategyAndMultiplier[] strategiesAndMultipliers;
        address token;
        uint256 amount;
        uint32 startTimestamp;
        uint32 duration;
    }

    contract Service {
        function setUp(string metadataURI) external;
        function createOperatorSet(uint32 operatorSetId, address[] strategies) external;
        function slash(address operator, uint32 operatorSetId, address[] strategies, uint256[] wadsToSlash, string description) external returns (uint256, uint256[]);
        function reward(RewardsSubmission submission) external;
    }
}

/// The root index, and the index of a claim's only root in the demo.
pub(crate) const FIRST_ROOT: u32 = 0;

/// A claim of every token of an earner, from its proof.
pub(crate) fn claim(
    earner: alloy::primitives::Address,
    proof: math::tree::EarnerProof,
) -> IRewardsCoordinator::RewardsMerkleClaim {
    IRewardsCoordinator::RewardsMerkleClaim {
        rootIndex: FIRST_ROOT,
        earnerIndex: proof.index,
        earnerTreeProof: proof.proof.into(),
        earnerLeaf: IRewardsCoordinator::EarnerTreeMerkleLeaf { earner, earnerTokenRoot: proof.token_root },
        tokenIndices: proof.tokens.iter().map(|token| token.index).collect(),
        tokenTreeProofs: proof.tokens.iter().map(|token| token.proof.clone().into()).collect(),
        tokenLeaves: proof
            .tokens
            .iter()
            .map(|token| IRewardsCoordinator::TokenTreeMerkleLeaf {
                token: token.token,
                cumulativeEarnings: token.cumulative_earnings,
            })
            .collect(),
    }
}
