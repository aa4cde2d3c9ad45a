// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// An owner, and its replacement in two steps, so that the role cannot be lost to a wrong address.
interface IOwnable {
    /// Only the owner may call this.
    error OnlyOwner();
    /// Only the account proposed as owner may accept the role.
    error OnlyPendingOwner();

    event OwnershipTransferStarted(address indexed previousOwner, address indexed newOwner);
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);

    function owner() external view returns (address);
    /// The proposed owner; zero for none.
    function pendingOwner() external view returns (address);
    /// Owner: proposes another one; zero takes the proposal back. Nothing changes until it accepts.
    function transferOwnership(address newOwner) external;
    /// The proposed owner: takes the role.
    function acceptOwnership() external;
}
