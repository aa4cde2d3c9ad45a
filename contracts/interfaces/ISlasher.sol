// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// What the Slasher has beyond IAllocationManager: limits to what a set may slash, a floor under the delay of allocations to
/// redistributing sets, and an event that says all of a slash.
interface ISlasher {
    struct OperatorSet {
        address avs;
        uint32 id;
    }

    /// How much a set may slash of what an operator allocated to it in a strategy.
    struct SlashLimits {
        /// The largest part (WAD) one slash may ask for. 1e18: no limit.
        uint64 maxPerSlash;
        /// The largest part (WAD) all slashes within a period may take together, of the allocation before the first of them or
        /// what the operator left of it. 1e18: no limit.
        uint64 maxPerPeriod;
        /// Blocks of a period, which begins with the first slash after the last one ended.
        uint32 period;
    }

    /// A set to create, with everything it can have.
    struct CreateLimitedSetParams {
        uint32 operatorSetId;
        address[] strategies;
        address slasher;
        /// Who receives what is slashed; zero to burn it.
        address redistributionRecipient;
        SlashLimits limits;
    }

    /// What a slash did in one strategy.
    struct StrategySlash {
        address strategy;
        /// Magnitude allocated to the set, before and after.
        uint64 previousMagnitude;
        uint64 newMagnitude;
        /// Maximum magnitude, before and after.
        uint64 previousMaxMagnitude;
        uint64 newMaxMagnitude;
        /// The operator's shares, before and after.
        uint256 previousShares;
        uint256 newShares;
        /// Shares booked under the slash id: those and what was taken from the withdrawal queue.
        uint256 bookedShares;
    }

    /// The peers of this contract are set already.
    error AlreadyWired();
    error InputAddressZero();
    error InvalidCalldata();
    /// Limits may not exceed 1e18, need a period if they limit one, and may only be tightened.
    error InvalidSlashLimits();
    /// The set limits itself to less than this slash asks for.
    error SlashLimitExceeded();
    /// The directory is not the program this contract was built for.
    error UnknownExtension();

    event SlashLimitsSet(OperatorSet operatorSet, SlashLimits limits);
    /// Everything a slash did, by strategy; those it took nothing from are not in it.
    event StakeSlashed(address indexed operator, OperatorSet operatorSet, uint256 slashId, StrategySlash[] slashes);

    /// Sets the peers and delays (blocks), once.
    function wire(address delegation, address avsDirectory, address permissionController, address pauserRegistry, uint32 deallocationDelay, uint32 allocationConfigurationDelay, uint32 redistributionAllocationDelay) external;

    /// AVS: creates sets with limits to what their slashers may take.
    function createLimitedOperatorSets(address avs, CreateLimitedSetParams[] calldata params) external;
    /// AVS: lowers a set's limits or lengthens its period. Never the other way round.
    function tightenSlashLimits(OperatorSet calldata operatorSet, SlashLimits calldata limits) external;

    /// What a set may slash. (1e18, 1e18, 0) for a set without limits.
    function getSlashLimits(OperatorSet calldata operatorSet) external view returns (SlashLimits memory);
    /// How many of a set's slashes took something, and were booked for it.
    function getBookedSlashCount(OperatorSet calldata operatorSet) external view returns (uint256);
    /// The shortest delay (blocks) of an increase of an allocation to a redistributing set, whatever the operator's own is,
    /// counted from the next block on. What it has beyond the withdrawal delay is the time stakers have to notice: a withdrawal
    /// queued so many blocks after the increase at the latest is out before it works.
    function REDISTRIBUTION_ALLOCATION_DELAY() external view returns (uint32);
    /// The program of AVSs, operator sets and membership, whose code runs here.
    function avsDirectory() external view returns (address);
}
