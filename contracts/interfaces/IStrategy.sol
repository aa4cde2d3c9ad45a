// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// One token's vault: holds the tokens behind the deposit shares of every staker.
/// Shares and token units are exchanged with 1,000 virtual ones of each on both sides, always rounded in the vault's favour.
interface IStrategy {
    /// Calldata is too short, has bytes outside a type's range, or an offset past the end.
    error InvalidCalldata();
    /// The deposit is worth less than one share.
    error NewSharesZero();
    /// The peers of this contract are set already.
    error AlreadyWired();
    /// An address that must be given is zero.
    error InputAddressZero();
    /// Only the StrategyManager may move shares.
    error OnlyStrategyManager();
    /// The strategy holds one token, and it is another.
    error OnlyUnderlyingToken();
    /// The strategy would exceed 1e38 - 1 shares.
    error TotalSharesExceedsMax();
    /// More shares than the strategy has.
    error WithdrawalAmountExceedsTotalDeposits();
    /// The token returned false or nothing where a value is required, or reverted without data.
    error TokenCallFailed();

    /// Tokens (1e18 units) one share (1e18 units) is worth after a deposit or withdrawal.
    event ExchangeRateEmitted(uint256 rate);
    /// Emitted once, when the strategy is wired to its token.
    event StrategyTokenSet(address token, uint8 decimals);

    /// Sets the StrategyManager and the token, once. Callable by whoever deploys; deployment reads the result back.
    function wire(address strategyManager, address underlyingToken) external;

    /// StrategyManager only. Credits `amount` token units that have arrived already. Returns the new shares, rounded down.
    function deposit(address token, uint256 amount) external returns (uint256 newShares);
    /// StrategyManager only. Pays `amountShares` out to `recipient`. Returns the token units, rounded down.
    function withdraw(address recipient, address token, uint256 amountShares) external returns (uint256 amountOut);

    /// Token units that `amountShares` are worth now, rounded down.
    function sharesToUnderlying(uint256 amountShares) external view returns (uint256);
    /// As `sharesToUnderlying`.
    function sharesToUnderlyingView(uint256 amountShares) external view returns (uint256);
    /// Shares that `amountUnderlying` token units would buy now, rounded down.
    function underlyingToShares(uint256 amountUnderlying) external view returns (uint256);
    /// As `underlyingToShares`.
    function underlyingToSharesView(uint256 amountUnderlying) external view returns (uint256);
    /// Deposit shares of `user` in this strategy, before slashing.
    function shares(address user) external view returns (uint256);
    /// Token units behind the deposit shares of `user`, before slashing, rounded down.
    function userUnderlying(address user) external view returns (uint256);
    /// As `userUnderlying`.
    function userUnderlyingView(address user) external view returns (uint256);
    /// All shares of the strategy.
    function totalShares() external view returns (uint256);
    function underlyingToken() external view returns (address);
    function strategyManager() external view returns (address);
    /// What the strategy does, in a sentence.
    function explanation() external view returns (string memory);
}
