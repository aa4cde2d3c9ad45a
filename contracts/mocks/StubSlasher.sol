// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

import {IDelegationManager} from "../interfaces/IDelegationManager.sol";

/// Plays the AllocationManager for share accounting alone: anyone slashes anybody's magnitudes as they like. It keeps no
/// allocations, so the caller must know the magnitudes before the slash.
contract StubSlasher {
    /// Where slashed shares go unless a set has a recipient.
    address public constant BURN_ADDRESS = 0x00000000000000000000000000000000000E16E4;

    /// Slashes of every set; the latest one's number.
    mapping(address avs => mapping(uint32 id => uint256)) private _slashCount;
    /// Recipients of sets that redistribute.
    mapping(address avs => mapping(uint32 id => address)) private _recipient;

    /// From now on, what the set slashes goes to `recipient`; to the burn address when it is zero.
    function setRedistributionRecipient(
        IDelegationManager.OperatorSet calldata operatorSet,
        address recipient
    ) external {
        _recipient[operatorSet.avs][operatorSet.id] = recipient;
    }

    /// Lowers the operator's magnitudes in every strategy from `prevMaxMagnitudes` to `newMaxMagnitudes`.
    /// Returns the slash's number within its set, from 1, and the shares booked per strategy.
    function slash(
        IDelegationManager delegation,
        address operator,
        IDelegationManager.OperatorSet calldata operatorSet,
        address[] calldata strategies,
        uint64[] calldata prevMaxMagnitudes,
        uint64[] calldata newMaxMagnitudes
    ) external returns (uint256 slashId, uint256[] memory shares) {
        slashId = ++_slashCount[operatorSet.avs][operatorSet.id];
        (shares,,) = delegation.slashOperatorShares(
            operator, operatorSet, slashId, strategies, prevMaxMagnitudes, newMaxMagnitudes
        );
    }

    /// Called when an operator registers. There are no allocations to delay.
    function setAllocationDelay(address operator, uint32 delay) external {}

    /// Who receives what the set slashed.
    function getRedistributionRecipient(IDelegationManager.OperatorSet calldata operatorSet)
        external
        view
        returns (address)
    {
        address recipient = _recipient[operatorSet.avs][operatorSet.id];
        return recipient == address(0) ? BURN_ADDRESS : recipient;
    }

    /// How often the set has slashed.
    function getSlashCount(IDelegationManager.OperatorSet calldata operatorSet)
        external
        view
        returns (uint256)
    {
        return _slashCount[operatorSet.avs][operatorSet.id];
    }
}
