// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// What the Slasher has beyond IAllocationManager.
interface ISlasher {
    /// The peers of this contract are set already.
    error AlreadyWired();
    error InputAddressZero();
    error InvalidCalldata();

    /// Sets the peers and delays (blocks), once.
    function wire(address delegation, address avsDirectory, address permissionController, uint32 deallocationDelay, uint32 allocationConfigurationDelay) external;
    /// The contract that owns AVSs, operator sets and membership.
    function avsDirectory() external view returns (address);
}
