// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// Takes rewards in with a full description of each submission, stores the roots of what everyone earned, pays claims.
interface IRewardsCoordinator {
    struct StrategyAndMultiplier {
        address strategy;
        uint96 multiplier;
    }

    struct RewardsSubmission {
        StrategyAndMultiplier[] strategiesAndMultipliers;
        address token;
        uint256 amount;
        uint32 startTimestamp;
        uint32 duration;
    }

    struct DistributionRoot {
        bytes32 root;
        uint32 rewardsCalculationEndTimestamp;
        uint32 activatedAt;
        bool disabled;
    }

    struct EarnerTreeMerkleLeaf {
        address earner;
        bytes32 earnerTokenRoot;
    }

    struct TokenTreeMerkleLeaf {
        address token;
        uint256 cumulativeEarnings;
    }

    struct RewardsMerkleClaim {
        uint32 rootIndex;
        uint32 earnerIndex;
        bytes earnerTreeProof;
        EarnerTreeMerkleLeaf earnerLeaf;
        uint32[] tokenIndices;
        bytes[] tokenTreeProofs;
        TokenTreeMerkleLeaf[] tokenLeaves;
    }

    error AlreadyWired();
    error AmountExceedsMax();
    error AmountIsZero();
    error DurationExceedsMax();
    error DurationIsZero();
    error EarningsNotGreaterThanClaimed();
    error EmptyRoot();
    error InputAddressZero();
    error InputArrayLengthMismatch();
    error InputArrayLengthZero();
    error InvalidCalculationIntervalSecondsRemainder();
    error InvalidCalldata();
    error InvalidClaimProof();
    error InvalidDurationRemainder();
    error InvalidEarnerLeafIndex();
    error InvalidGenesisRewardsTimestampRemainder();
    error InvalidProofLength();
    error InvalidRoot();
    error InvalidRootIndex();
    error InvalidStartTimestampRemainder();
    error InvalidTokenLeafIndex();
    error NewRootMustBeForNewCalculatedPeriod();
    error OnlyOwner();
    error Reentered();
    error RewardsEndTimestampNotElapsed();
    error RootAlreadyActivated();
    error RootDisabled();
    error RootNotActivated();
    error StartTimestampTooFarInFuture();
    error StartTimestampTooFarInPast();
    error StrategiesNotInAscendingOrder();
    error StrategyNotWhitelisted();
    /// The token returned false, or reverted without data.
    error TokenCallFailed();
    error UnauthorizedCaller();

    event AVSRewardsSubmissionCreated(address indexed avs, uint256 indexed submissionNonce, bytes32 indexed rewardsSubmissionHash, RewardsSubmission rewardsSubmission);
    event ActivationDelaySet(uint32 oldActivationDelay, uint32 newActivationDelay);
    event ClaimerForSet(address indexed earner, address indexed oldClaimer, address indexed claimer);
    event DistributionRootDisabled(uint32 indexed rootIndex);
    event DistributionRootSubmitted(uint32 indexed rootIndex, bytes32 indexed root, uint32 indexed rewardsCalculationEndTimestamp, uint32 activatedAt);
    event RewardsClaimed(bytes32 root, address indexed earner, address indexed claimer, address indexed recipient, address token, uint256 claimedAmount);
    event RewardsUpdaterSet(address indexed oldRewardsUpdater, address indexed newRewardsUpdater);

    /// Limits of submissions and claims, in seconds.
    struct Timing {
        uint32 calculationIntervalSeconds;
        uint32 maxRewardsDuration;
        uint32 maxRetroactiveLength;
        uint32 maxFutureLength;
        uint32 genesisRewardsTimestamp;
        uint32 activationDelay;
    }

    /// Sets peer, roles and timing, once.
    function wire(address strategyManager, address owner, address rewardsUpdater, Timing calldata timing) external;

    // AVSs

    function createAVSRewardsSubmission(RewardsSubmission[] calldata rewardsSubmissions) external;

    // Earners and claimers

    function processClaim(RewardsMerkleClaim calldata claim, address recipient) external;
    function processClaims(RewardsMerkleClaim[] calldata claims, address recipient) external;
    function setClaimerFor(address claimer) external;

    // Rewards updater

    function submitRoot(bytes32 root, uint32 rewardsCalculationEndTimestamp) external;
    function disableRoot(uint32 rootIndex) external;

    // Governance

    function setActivationDelay(uint32 newActivationDelay) external;
    function setRewardsUpdater(address newRewardsUpdater) external;

    // Views

    function CALCULATION_INTERVAL_SECONDS() external view returns (uint32);
    function GENESIS_REWARDS_TIMESTAMP() external view returns (uint32);
    function MAX_FUTURE_LENGTH() external view returns (uint32);
    function MAX_RETROACTIVE_LENGTH() external view returns (uint32);
    function MAX_REWARDS_DURATION() external view returns (uint32);
    function activationDelay() external view returns (uint32);
    function calculateEarnerLeafHash(EarnerTreeMerkleLeaf calldata leaf) external view returns (bytes32);
    function calculateTokenLeafHash(TokenTreeMerkleLeaf calldata leaf) external view returns (bytes32);
    function checkClaim(RewardsMerkleClaim calldata claim) external view returns (bool);
    function claimerFor(address earner) external view returns (address claimer);
    function cumulativeClaimed(address earner, address token) external view returns (uint256 totalClaimed);
    function currRewardsCalculationEndTimestamp() external view returns (uint32);
    function getCurrentClaimableDistributionRoot() external view returns (DistributionRoot memory);
    function getCurrentDistributionRoot() external view returns (DistributionRoot memory);
    function getDistributionRootAtIndex(uint256 index) external view returns (DistributionRoot memory);
    function getDistributionRootsLength() external view returns (uint256);
    /// The latest index of a root; `InvalidRoot` when it was never submitted.
    function getRootIndexFromHash(bytes32 rootHash) external view returns (uint32);
    function isAVSRewardsSubmissionHash(address avs, bytes32 hash) external view returns (bool valid);
    function owner() external view returns (address);
    function rewardsUpdater() external view returns (address);
    function strategyManager() external view returns (address);
    function submissionNonce(address avs) external view returns (uint256 nonce);
}
