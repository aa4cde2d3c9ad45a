// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

import {ForeignReader} from "./ForeignReader.sol";
import {
    IForeignAllocationManager,
    IForeignRegistrar,
    IStrategy,
    OperatorSet
} from "./IForeignAllocationManager.sol";

/// Whatever a contract compiled for the reference can be to its AllocationManager: AVS, operator, slasher, pauser and
/// registrar. It makes every call anyone asks for.
contract ForeignAVS is ForeignReader, IForeignRegistrar {
    event CalledBackToRegister(address caller, address operator, address avs, uint32[] ids, bytes data);
    event CalledBackToDeregister(address caller, address operator, address avs, uint32[] ids);

    constructor(IForeignAllocationManager manager_) ForeignReader(manager_) {}

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
}
