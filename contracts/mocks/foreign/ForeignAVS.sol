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

/// Whatever a contract compiled for the reference can be to its AllocationManager: AVS, operator, slasher, pauser and
/// registrar. It makes every call anyone asks for, reads the answer as Solidity does, and passes on what it read.
contract ForeignAVS is IForeignAllocationManager, IForeignRegistrar {
    IForeignAllocationManager private immutable manager;

    event CalledBackToRegister(address caller, address operator, address avs, uint32[] ids, bytes data);
    event CalledBackToDeregister(address caller, address operator, address avs, uint32[] ids);

    constructor(IForeignAllocationManager manager_) {
        manager = manager_;
    }

    // Callbacks

    function registerOperator(address operator, address avs, uint32[] calldata ids, bytes calldata data)
        external
    {
        emit CalledBackToRegister(msg.sender, operator, avs, ids, data);
    }

    function deregisterOperator(address operator, address avs, uint32[] calldata ids) external {
        emit CalledBackToDeregister(msg.sender, operator, avs, ids);
    }

    function supportsAVS(address) external pure returns (bool) {
        return true;
    }

    // Acts

    function updateAVSMetadataURI(address avs, string calldata uri) external {
        manager.updateAVSMetadataURI(avs, uri);
    }

    function setAVSRegistrar(address avs, IForeignRegistrar registrar) external {
        manager.setAVSRegistrar(avs, registrar);
    }

    function createOperatorSets(address avs, CreateSetParams[] calldata params) external {
        manager.createOperatorSets(avs, params);
    }

    function createOperatorSets(address avs, CreateSetParamsV2[] calldata params) external {
        manager.createOperatorSets(avs, params);
    }

    function createRedistributingOperatorSets(
        address avs,
        CreateSetParams[] calldata params,
        address[] calldata to
    ) external {
        manager.createRedistributingOperatorSets(avs, params, to);
    }

    function createRedistributingOperatorSets(
        address avs,
        CreateSetParamsV2[] calldata params,
        address[] calldata to
    ) external {
        manager.createRedistributingOperatorSets(avs, params, to);
    }

    function addStrategiesToOperatorSet(address avs, uint32 id, IStrategy[] calldata strategies) external {
        manager.addStrategiesToOperatorSet(avs, id, strategies);
    }

    function removeStrategiesFromOperatorSet(address avs, uint32 id, IStrategy[] calldata strategies)
        external
    {
        manager.removeStrategiesFromOperatorSet(avs, id, strategies);
    }

    function updateSlasher(OperatorSet calldata set, address slasher) external {
        manager.updateSlasher(set, slasher);
    }

    function migrateSlashers(OperatorSet[] calldata sets) external {
        manager.migrateSlashers(sets);
    }

    function slashOperator(address avs, SlashingParams calldata params)
        external
        returns (uint256, uint256[] memory)
    {
        return manager.slashOperator(avs, params);
    }

    function registerForOperatorSets(address operator, RegisterParams calldata params) external {
        manager.registerForOperatorSets(operator, params);
    }

    function deregisterFromOperatorSets(DeregisterParams calldata params) external {
        manager.deregisterFromOperatorSets(params);
    }

    function setAllocationDelay(address operator, uint32 delay) external {
        manager.setAllocationDelay(operator, delay);
    }

    function modifyAllocations(address operator, AllocateParams[] calldata params) external {
        manager.modifyAllocations(operator, params);
    }

    function clearDeallocationQueue(
        address operator,
        IStrategy[] calldata strategies,
        uint16[] calldata counts
    ) external {
        manager.clearDeallocationQueue(operator, strategies, counts);
    }

    function pause(uint256 status) external {
        manager.pause(status);
    }

    function pauseAll() external {
        manager.pauseAll();
    }

    function unpause(uint256 status) external {
        manager.unpause(status);
    }

    // Views

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
