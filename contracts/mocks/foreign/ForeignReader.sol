// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

import {
    IDelegationManager,
    IForeignAllocationManager,
    IForeignRegistrar,
    IPauserRegistry,
    IPermissionController,
    IStrategy,
    OperatorSet
} from "./IForeignAllocationManager.sol";

/// Reads whatever anyone asks for from the AllocationManager, as Solidity does, and passes on what it read.
abstract contract ForeignReader is IForeignAllocationManager {
    IForeignAllocationManager internal immutable manager;

    constructor(IForeignAllocationManager manager_) {
        manager = manager_;
    }

    function paused() external view returns (uint256) {
        return manager.paused();
    }

    function paused(uint8 index) external view returns (bool) {
        return manager.paused(index);
    }

    function pauserRegistry() external view returns (IPauserRegistry) {
        return manager.pauserRegistry();
    }

    function ALLOCATION_CONFIGURATION_DELAY() external view returns (uint32) {
        return manager.ALLOCATION_CONFIGURATION_DELAY();
    }

    function DEALLOCATION_DELAY() external view returns (uint32) {
        return manager.DEALLOCATION_DELAY();
    }

    function SLASHER_CONFIGURATION_DELAY() external view returns (uint32) {
        return manager.SLASHER_CONFIGURATION_DELAY();
    }

    function delegation() external view returns (IDelegationManager) {
        return manager.delegation();
    }

    function eigenStrategy() external view returns (IStrategy) {
        return manager.eigenStrategy();
    }

    function permissionController() external view returns (IPermissionController) {
        return manager.permissionController();
    }

    function viewImplementation() external view returns (address) {
        return manager.viewImplementation();
    }

    function getAVSRegistrar(address avs) external view returns (IForeignRegistrar) {
        return manager.getAVSRegistrar(avs);
    }

    function getOperatorSetCount(address avs) external view returns (uint256) {
        return manager.getOperatorSetCount(avs);
    }

    function isOperatorSet(OperatorSet calldata set) external view returns (bool) {
        return manager.isOperatorSet(set);
    }

    function getStrategiesInOperatorSet(OperatorSet calldata set) external view returns (IStrategy[] memory) {
        return manager.getStrategiesInOperatorSet(set);
    }

    function getSlasher(OperatorSet calldata set) external view returns (address) {
        return manager.getSlasher(set);
    }

    function getPendingSlasher(OperatorSet calldata set) external view returns (address, uint32) {
        return manager.getPendingSlasher(set);
    }

    function isRedistributingOperatorSet(OperatorSet calldata set) external view returns (bool) {
        return manager.isRedistributingOperatorSet(set);
    }

    function getRedistributionRecipient(OperatorSet calldata set) external view returns (address) {
        return manager.getRedistributionRecipient(set);
    }

    function getSlashCount(OperatorSet calldata set) external view returns (uint256) {
        return manager.getSlashCount(set);
    }

    function getMembers(OperatorSet calldata set) external view returns (address[] memory) {
        return manager.getMembers(set);
    }

    function getMemberCount(OperatorSet calldata set) external view returns (uint256) {
        return manager.getMemberCount(set);
    }

    function isMemberOfOperatorSet(address operator, OperatorSet calldata set) external view returns (bool) {
        return manager.isMemberOfOperatorSet(operator, set);
    }

    function isOperatorSlashable(address operator, OperatorSet calldata set) external view returns (bool) {
        return manager.isOperatorSlashable(operator, set);
    }

    function isOperatorRedistributable(address operator) external view returns (bool) {
        return manager.isOperatorRedistributable(operator);
    }

    function getRegisteredSets(address operator) external view returns (OperatorSet[] memory) {
        return manager.getRegisteredSets(operator);
    }

    function getAllocatedSets(address operator) external view returns (OperatorSet[] memory) {
        return manager.getAllocatedSets(operator);
    }

    function getAllocatedStrategies(address operator, OperatorSet calldata set)
        external
        view
        returns (IStrategy[] memory)
    {
        return manager.getAllocatedStrategies(operator, set);
    }

    function getAllocationDelay(address operator) external view returns (bool, uint32) {
        return manager.getAllocationDelay(operator);
    }

    function getAllocation(address operator, OperatorSet calldata set, IStrategy strategy)
        external
        view
        returns (Allocation memory)
    {
        return manager.getAllocation(operator, set, strategy);
    }

    function getAllocations(address[] calldata operators, OperatorSet calldata set, IStrategy strategy)
        external
        view
        returns (Allocation[] memory)
    {
        return manager.getAllocations(operators, set, strategy);
    }

    function getStrategyAllocations(address operator, IStrategy strategy)
        external
        view
        returns (OperatorSet[] memory, Allocation[] memory)
    {
        return manager.getStrategyAllocations(operator, strategy);
    }

    function getEncumberedMagnitude(address operator, IStrategy strategy) external view returns (uint64) {
        return manager.getEncumberedMagnitude(operator, strategy);
    }

    function getAllocatableMagnitude(address operator, IStrategy strategy) external view returns (uint64) {
        return manager.getAllocatableMagnitude(operator, strategy);
    }

    function getMaxMagnitude(address operator, IStrategy strategy) external view returns (uint64) {
        return manager.getMaxMagnitude(operator, strategy);
    }

    function getMaxMagnitudes(address operator, IStrategy[] calldata strategies)
        external
        view
        returns (uint64[] memory)
    {
        return manager.getMaxMagnitudes(operator, strategies);
    }

    function getMaxMagnitudes(address[] calldata operators, IStrategy strategy)
        external
        view
        returns (uint64[] memory)
    {
        return manager.getMaxMagnitudes(operators, strategy);
    }

    function getMaxMagnitudesAtBlock(address operator, IStrategy[] calldata strategies, uint32 block_)
        external
        view
        returns (uint64[] memory)
    {
        return manager.getMaxMagnitudesAtBlock(operator, strategies, block_);
    }

    function getAllocatedStake(
        OperatorSet calldata set,
        address[] calldata operators,
        IStrategy[] calldata strategies
    ) external view returns (uint256[][] memory) {
        return manager.getAllocatedStake(set, operators, strategies);
    }

    function getMinimumSlashableStake(
        OperatorSet calldata set,
        address[] calldata operators,
        IStrategy[] calldata strategies,
        uint32 futureBlock
    ) external view returns (uint256[][] memory) {
        return manager.getMinimumSlashableStake(set, operators, strategies, futureBlock);
    }
}
