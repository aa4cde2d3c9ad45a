// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// Contracts of the reference protocol by their names, as types of its ABI.
interface IStrategy {}

interface IDelegationManager {}

interface IPauserRegistry {}

interface IPermissionController {}

struct OperatorSet {
    address avs;
    uint32 id;
}

/// What the reference calls on registrars.
interface IForeignRegistrar {
    function registerOperator(address operator, address avs, uint32[] calldata ids, bytes calldata data)
        external;
    function deregisterOperator(address operator, address avs, uint32[] calldata ids) external;
    function supportsAVS(address avs) external view returns (bool);
}

/// The reference's AllocationManager, written down from its published ABI and not from ours: what an AVS has that was
/// compiled for the reference.
interface IForeignAllocationManager {
    struct Allocation {
        uint64 currentMagnitude;
        int128 pendingDiff;
        uint32 effectBlock;
    }

    struct SlashingParams {
        address operator;
        uint32 operatorSetId;
        IStrategy[] strategies;
        uint256[] wadsToSlash;
        string description;
    }

    struct AllocateParams {
        OperatorSet operatorSet;
        IStrategy[] strategies;
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
        IStrategy[] strategies;
    }

    struct CreateSetParamsV2 {
        uint32 operatorSetId;
        IStrategy[] strategies;
        address slasher;
    }

    function updateAVSMetadataURI(address avs, string calldata uri) external;
    function setAVSRegistrar(address avs, IForeignRegistrar registrar) external;
    function createOperatorSets(address avs, CreateSetParams[] calldata params) external;
    function createOperatorSets(address avs, CreateSetParamsV2[] calldata params) external;
    function createRedistributingOperatorSets(
        address avs,
        CreateSetParams[] calldata params,
        address[] calldata to
    ) external;
    function createRedistributingOperatorSets(
        address avs,
        CreateSetParamsV2[] calldata params,
        address[] calldata to
    ) external;
    function addStrategiesToOperatorSet(address avs, uint32 id, IStrategy[] calldata strategies) external;
    function removeStrategiesFromOperatorSet(address avs, uint32 id, IStrategy[] calldata strategies) external;
    function updateSlasher(OperatorSet memory set, address slasher) external;
    function migrateSlashers(OperatorSet[] memory sets) external;
    function slashOperator(address avs, SlashingParams calldata params)
        external
        returns (uint256 slashId, uint256[] memory shares);

    function registerForOperatorSets(address operator, RegisterParams calldata params) external;
    function deregisterFromOperatorSets(DeregisterParams calldata params) external;
    function setAllocationDelay(address operator, uint32 delay) external;
    function modifyAllocations(address operator, AllocateParams[] calldata params) external;
    function clearDeallocationQueue(
        address operator,
        IStrategy[] calldata strategies,
        uint16[] calldata counts
    ) external;

    function pause(uint256 status) external;
    function pauseAll() external;
    function unpause(uint256 status) external;
    function paused() external view returns (uint256);
    function paused(uint8 index) external view returns (bool);
    function pauserRegistry() external view returns (IPauserRegistry);

    function ALLOCATION_CONFIGURATION_DELAY() external view returns (uint32);
    function DEALLOCATION_DELAY() external view returns (uint32);
    function SLASHER_CONFIGURATION_DELAY() external view returns (uint32);
    function delegation() external view returns (IDelegationManager);
    function eigenStrategy() external view returns (IStrategy);
    function permissionController() external view returns (IPermissionController);
    function viewImplementation() external view returns (address);

    function getAVSRegistrar(address avs) external view returns (IForeignRegistrar);
    function getOperatorSetCount(address avs) external view returns (uint256);
    function isOperatorSet(OperatorSet memory set) external view returns (bool);
    function getStrategiesInOperatorSet(OperatorSet memory set) external view returns (IStrategy[] memory);
    function getSlasher(OperatorSet memory set) external view returns (address);
    function getPendingSlasher(OperatorSet memory set) external view returns (address, uint32);
    function isRedistributingOperatorSet(OperatorSet memory set) external view returns (bool);
    function getRedistributionRecipient(OperatorSet memory set) external view returns (address);
    function getSlashCount(OperatorSet memory set) external view returns (uint256);
    function getMembers(OperatorSet memory set) external view returns (address[] memory);
    function getMemberCount(OperatorSet memory set) external view returns (uint256);
    function isMemberOfOperatorSet(address operator, OperatorSet memory set) external view returns (bool);
    function isOperatorSlashable(address operator, OperatorSet memory set) external view returns (bool);
    function isOperatorRedistributable(address operator) external view returns (bool);
    function getRegisteredSets(address operator) external view returns (OperatorSet[] memory);
    function getAllocatedSets(address operator) external view returns (OperatorSet[] memory);
    function getAllocatedStrategies(address operator, OperatorSet memory set)
        external
        view
        returns (IStrategy[] memory);
    function getAllocationDelay(address operator) external view returns (bool isSet, uint32 delay);
    function getAllocation(address operator, OperatorSet memory set, IStrategy strategy)
        external
        view
        returns (Allocation memory);
    function getAllocations(address[] memory operators, OperatorSet memory set, IStrategy strategy)
        external
        view
        returns (Allocation[] memory);
    function getStrategyAllocations(address operator, IStrategy strategy)
        external
        view
        returns (OperatorSet[] memory, Allocation[] memory);
    function getEncumberedMagnitude(address operator, IStrategy strategy) external view returns (uint64);
    function getAllocatableMagnitude(address operator, IStrategy strategy) external view returns (uint64);
    function getMaxMagnitude(address operator, IStrategy strategy) external view returns (uint64);
    function getMaxMagnitudes(address operator, IStrategy[] calldata strategies)
        external
        view
        returns (uint64[] memory);
    function getMaxMagnitudes(address[] calldata operators, IStrategy strategy)
        external
        view
        returns (uint64[] memory);
    function getMaxMagnitudesAtBlock(address operator, IStrategy[] calldata strategies, uint32 block_)
        external
        view
        returns (uint64[] memory);
    function getAllocatedStake(
        OperatorSet memory set,
        address[] memory operators,
        IStrategy[] memory strategies
    ) external view returns (uint256[][] memory);
    function getMinimumSlashableStake(
        OperatorSet memory set,
        address[] memory operators,
        IStrategy[] memory strategies,
        uint32 futureBlock
    ) external view returns (uint256[][] memory);
}
