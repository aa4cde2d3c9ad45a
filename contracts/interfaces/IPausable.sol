// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// Pausing by function: bit n of the status stands for function group n of the contract. Who may is in the PauserRegistry.
/// Leaving can be paused for a limited time only: a pause of exits ends by itself after seven days, and the contract's next
/// one can start only fourteen days later. A withdrawal passes two contracts, so it is held up for fourteen days at most
/// where both pause one after the other, and then finds both open for at least seven.
interface IPausable {
    /// The function is paused.
    error CurrentlyPaused();
    /// The latest pause of exits began less than twenty-one days ago and is over: a new one would have no effect yet.
    error ExitPauseSpent();
    /// Pausing may only set bits, unpausing only clear them.
    error InvalidNewPausedStatus();
    /// Only an account the PauserRegistry lists as a pauser may call this.
    error OnlyPauser();
    /// Only the unpauser of the PauserRegistry may call this.
    error OnlyUnpauser();

    event Paused(address indexed account, uint256 newPausedStatus);
    event Unpaused(address indexed account, uint256 newPausedStatus);

    /// Pauser: sets bits; `newPausedStatus` must hold every bit that is set already.
    function pause(uint256 newPausedStatus) external;
    /// Pauser: sets all bits. Never refused: if exits cannot be paused now, they stay open and the rest is paused.
    function pauseAll() external;
    /// Unpauser: clears bits; `newPausedStatus` must hold no bit that is not set.
    function unpause(uint256 newPausedStatus) external;
    /// The status word.
    function paused() external view returns (uint256);
    /// Whether bit `index` is set.
    function paused(uint8 index) external view returns (bool);
    function pauserRegistry() external view returns (address);
    /// The second (Unix time) at which the latest pause of exits ends or ended by itself. Zero when there was none.
    function exitPauseEnd() external view returns (uint256);
}
