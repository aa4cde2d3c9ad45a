// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// AVSs, operator sets, registration, magnitudes and slashing, all at the Slasher's address. What it has beyond this ABI is in
/// ISlasher.
interface IAllocationManager {
    struct OperatorSet {
        address avs;
        uint32 id;
    }

    struct Allocation {
        uint64 currentMagnitude;
        int128 pendingDiff;
        uint32 effectBlock;
    }

    struct SlashingParams {
        address operator;
        uint32 operatorSetId;
        address[] strategies;
        uint256[] wadsToSlash;
        string description;
    }

    struct AllocateParams {
        OperatorSet operatorSet;
        address[] strategies;
        uint64[] newMagnitudes;
    }

    struct RegisterParams {
        address avs;
        uint32[] operatorSetIds;
        bytes data;
    }

    struct DeregisterParams {
        address operator;
        address avs;
        uint32[] operatorSetIds;
    }

    struct CreateSetParams {
        uint32 operatorSetId;
        address[] strategies;
    }

    struct CreateSetParamsV2 {
        uint32 operatorSetId;
        address[] strategies;
        address slasher;
    }

    error AlreadyMemberOfSet();
    error InputAddressZero();
    error InputArrayLengthMismatch();
    error InsufficientMagnitude();
    error InvalidAVSRegistrar();
    error InvalidCaller();
    error InvalidCalldata();
    error InvalidOperator();
    error InvalidOperatorSet();
    error InvalidPermissions();
    error InvalidRedistributionRecipient();
    /// Redistributing sets cannot have the reference's number for native stake: there is no token to redistribute.
    error InvalidStrategy();
    error InvalidWadToSlash();
    /// A delay so long that its effect block does not fit 32 bits.
    error DelayTooLong();
    /// A set can have 32 strategies, and 64 together with those it gave up.
    error MaxStrategiesExceeded();
    error ModificationAlreadyPending();
    error NonexistentAVSMetadata();
    error NotMemberOfSet();
    error OperatorNotSlashable();
    /// A function that moves shares was entered again from within itself.
    error Reentered();
    error SameMagnitude();
    error SlasherNotSet();
    error StrategiesMustBeInAscendingOrder();
    error StrategyAlreadyInOperatorSet();
    error StrategyNotInOperatorSet();
    error UninitializedAllocationDelay();

    event AVSMetadataURIUpdated(address indexed avs, string metadataURI);
    event AVSRegistrarSet(address avs, address registrar);
    event AllocationDelaySet(address operator, uint32 delay, uint32 effectBlock);
    event AllocationUpdated(address operator, OperatorSet operatorSet, address strategy, uint64 magnitude, uint32 effectBlock);
    event EncumberedMagnitudeUpdated(address operator, address strategy, uint64 encumberedMagnitude);
    event MaxMagnitudeUpdated(address operator, address strategy, uint64 maxMagnitude);
    event OperatorAddedToOperatorSet(address indexed operator, OperatorSet operatorSet);
    event OperatorRemovedFromOperatorSet(address indexed operator, OperatorSet operatorSet);
    event OperatorSetCreated(OperatorSet operatorSet);
    event OperatorSlashed(address operator, OperatorSet operatorSet, address[] strategies, uint256[] wadSlashed, string description);
    event RedistributionAddressSet(OperatorSet operatorSet, address redistributionRecipient);
    event SlasherUpdated(OperatorSet operatorSet, address slasher, uint32 effectBlock);
    event StrategyAddedToOperatorSet(OperatorSet operatorSet, address strategy);
    event StrategyRemovedFromOperatorSet(OperatorSet operatorSet, address strategy);

    // AVS

    function updateAVSMetadataURI(address avs, string calldata metadataURI) external;
    function setAVSRegistrar(address avs, address registrar) external;
    function createOperatorSets(address avs, CreateSetParams[] calldata params) external;
    function createOperatorSets(address avs, CreateSetParamsV2[] calldata params) external;
    function createRedistributingOperatorSets(address avs, CreateSetParams[] calldata params, address[] calldata redistributionRecipients) external;
    function createRedistributingOperatorSets(address avs, CreateSetParamsV2[] calldata params, address[] calldata redistributionRecipients) external;
    function addStrategiesToOperatorSet(address avs, uint32 operatorSetId, address[] calldata strategies) external;
    function removeStrategiesFromOperatorSet(address avs, uint32 operatorSetId, address[] calldata strategies) external;
    /// Proposes another slasher, which takes over SLASHER_CONFIGURATION_DELAY and one block later; until then the present one
    /// stays. Proposing again starts over, unless it is the same one, which changes nothing.
    function updateSlasher(OperatorSet calldata operatorSet, address slasher) external;
    function slashOperator(address avs, SlashingParams calldata params) external returns (uint256 slashId, uint256[] memory shares);

    // Operators

    function registerForOperatorSets(address operator, RegisterParams calldata params) external;
    function deregisterFromOperatorSets(DeregisterParams calldata params) external;
    function setAllocationDelay(address operator, uint32 delay) external;
    function modifyAllocations(address operator, AllocateParams[] calldata params) external;

    // Anyone

    function clearDeallocationQueue(address operator, address[] calldata strategies, uint16[] calldata numToClear) external;
    /// Does nothing: every set has had a slasher from its creation.
    function migrateSlashers(OperatorSet[] calldata operatorSets) external;

    // Views

    function ALLOCATION_CONFIGURATION_DELAY() external view returns (uint32);
    function DEALLOCATION_DELAY() external view returns (uint32);
    function SLASHER_CONFIGURATION_DELAY() external view returns (uint32);
    function delegation() external view returns (address);
    /// Zero: there is no protocol token whose strategy is treated apart.
    function eigenStrategy() external view returns (address);
    function permissionController() external view returns (address);
    /// The program whose code runs here for what this one does not know.
    function viewImplementation() external view returns (address);
    function getAVSRegistrar(address avs) external view returns (address);
    function getAllocatableMagnitude(address operator, address strategy) external view returns (uint64);
    function getAllocatedSets(address operator) external view returns (OperatorSet[] memory);
    function getAllocatedStake(OperatorSet calldata operatorSet, address[] calldata operators, address[] calldata strategies) external view returns (uint256[][] memory);
    function getAllocatedStrategies(address operator, OperatorSet calldata operatorSet) external view returns (address[] memory);
    function getAllocation(address operator, OperatorSet calldata operatorSet, address strategy) external view returns (Allocation memory);
    function getAllocationDelay(address operator) external view returns (bool, uint32);
    function getAllocations(address[] calldata operators, OperatorSet calldata operatorSet, address strategy) external view returns (Allocation[] memory);
    function getEncumberedMagnitude(address operator, address strategy) external view returns (uint64);
    function getMaxMagnitude(address operator, address strategy) external view returns (uint64);
    function getMaxMagnitudes(address operator, address[] calldata strategies) external view returns (uint64[] memory);
    function getMaxMagnitudes(address[] calldata operators, address strategy) external view returns (uint64[] memory);
    function getMaxMagnitudesAtBlock(address operator, address[] calldata strategies, uint32 blockNumber) external view returns (uint64[] memory);
    function getMemberCount(OperatorSet calldata operatorSet) external view returns (uint256);
    function getMembers(OperatorSet calldata operatorSet) external view returns (address[] memory);
    function getMinimumSlashableStake(OperatorSet calldata operatorSet, address[] calldata operators, address[] calldata strategies, uint32 futureBlock) external view returns (uint256[][] memory slashableStake);
    function getOperatorSetCount(address avs) external view returns (uint256);
    function getPendingSlasher(OperatorSet calldata operatorSet) external view returns (address pendingSlasher, uint32 effectBlock);
    function getRedistributionRecipient(OperatorSet calldata operatorSet) external view returns (address);
    function getRegisteredSets(address operator) external view returns (OperatorSet[] memory);
    function getSlashCount(OperatorSet calldata operatorSet) external view returns (uint256);
    function getSlasher(OperatorSet calldata operatorSet) external view returns (address);
    function getStrategiesInOperatorSet(OperatorSet calldata operatorSet) external view returns (address[] memory);
    function getStrategyAllocations(address operator, address strategy) external view returns (OperatorSet[] memory, Allocation[] memory);
    function isMemberOfOperatorSet(address operator, OperatorSet calldata operatorSet) external view returns (bool);
    function isOperatorRedistributable(address operator) external view returns (bool);
    function isOperatorSet(OperatorSet calldata operatorSet) external view returns (bool);
    function isOperatorSlashable(address operator, OperatorSet calldata operatorSet) external view returns (bool);
    function isRedistributingOperatorSet(OperatorSet calldata operatorSet) external view returns (bool);
}
