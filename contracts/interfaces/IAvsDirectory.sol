// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// What AvsDirectory offers to its peers. AVSs and operators reach it through the Slasher's address.
interface IAvsDirectory {
    struct OperatorSet {
        address avs;
        uint32 id;
    }

    /// The peers of this contract are set already.
    error AlreadyWired();
    /// Only the Slasher may call this.
    error OnlySlasher();

    /// Sets the peers and the deallocation delay (blocks), once.
    function wire(address slasher, address delegation, address permissionController, uint32 deallocationDelay) external;

    /// Slasher only. Runs `data` (an IAllocationManager call) for `caller` and returns what it returns.
    function forward(address caller, bytes calldata data) external returns (bytes memory);
    /// Everything a slash must know of a set: its slasher, whether the operator may be slashed, and which strategies it has.
    /// Reverts with InvalidOperatorSet for an unknown set.
    function slashContext(OperatorSet calldata operatorSet, address operator, address[] calldata strategies) external view returns (address slasher, bool slashable, bool[] memory inSet);
    /// Where the AVS's callbacks go: its registrar, or the AVS itself.
    function getAVSRegistrar(address avs) external view returns (address);
    function allocationManager() external view returns (address);
    function delegation() external view returns (address);
    function permissionController() external view returns (address);
    /// Blocks an operator stays slashable after leaving a set.
    function deallocationDelay() external view returns (uint32);
}
