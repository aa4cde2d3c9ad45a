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
    error InputAddressZero();
    error InvalidCalldata();
    error InvalidOperatorSet();
    /// Only the Slasher may call this.
    error OnlySlasher();

    /// Sets the peers and the deallocation delay (blocks), once.
    function wire(address slasher, address delegation, address permissionController, uint32 deallocationDelay) external;

    /// Slasher only. Runs `data`, an IAllocationManager call of a function the Slasher does not have itself, for `caller`, and
    /// returns what that function returns. Two answer with more than their ABI says: registerForOperatorSets and
    /// deregisterFromOperatorSets return the address whose callback the Slasher has to make, as one word.
    function forward(address caller, bytes calldata data) external returns (bytes memory);
    /// Everything a slash must know of a set: its slasher, whether the operator may be slashed, and which strategies it has.
    /// Reverts with InvalidOperatorSet for an unknown set.
    function slashContext(OperatorSet calldata operatorSet, address operator, address[] calldata strategies) external view returns (address slasher, bool slashable, bool[] memory inSet);
    /// Per operator: whether the set could slash it now. All false for an unknown set.
    function slashableOperators(OperatorSet calldata operatorSet, address[] calldata operators) external view returns (bool[] memory);
    /// Where the AVS's callbacks go: its registrar, or the AVS itself.
    function getAVSRegistrar(address avs) external view returns (address);
    /// The Slasher.
    function allocationManager() external view returns (address);
    function delegation() external view returns (address);
    function permissionController() external view returns (address);
    /// Blocks an operator stays slashable after leaving a set.
    function deallocationDelay() external view returns (uint32);
}
