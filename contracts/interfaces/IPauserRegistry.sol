// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// Who may pause and who may unpause the contracts of a deployment.
interface IPauserRegistry {
    error AlreadyWired();
    error InputAddressZero();
    error InvalidCalldata();
    /// Only the account proposed as unpauser may accept the role.
    error OnlyPendingUnpauser();
    /// Only the unpauser may call this.
    error OnlyUnpauser();

    event PauserStatusChanged(address pauser, bool canPause);
    event UnpauserChanged(address previousUnpauser, address newUnpauser);
    /// The unpauser proposed another one, which has to accept.
    event UnpauserProposed(address unpauser, address pendingUnpauser);

    /// Sets the first pausers and the unpauser, once.
    function wire(address[] calldata pausers, address unpauser) external;
    /// Unpauser: gives or takes the right to pause.
    function setIsPauser(address newPauser, bool canPause) external;
    /// Unpauser: proposes another one. Nothing changes until it accepts.
    function setUnpauser(address newUnpauser) external;
    /// The proposed unpauser: takes the role.
    function acceptUnpauser() external;
    function isPauser(address account) external view returns (bool);
    /// How many accounts may pause. Who knows them all can tell from this that there is nobody else.
    function pauserCount() external view returns (uint256);
    function unpauser() external view returns (address);
    /// The proposed unpauser; zero for none.
    function pendingUnpauser() external view returns (address);
}
