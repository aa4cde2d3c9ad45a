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
    /// A limit on one deposit is above the limit on all of them, or a deposit is above its limit.
    error MaxPerDepositExceedsMax();
    /// The strategy would hold more tokens than its limit.
    error BalanceExceedsMaxTotalDeposits();
    /// Only the unpauser of the PauserRegistry may set limits.
    error OnlyUnpauser();
    /// The token returned false or nothing where a value is required, or reverted without data.
    error TokenCallFailed();

    /// Tokens (1e18 units) one share (1e18 units) is worth after a deposit or withdrawal.
    event ExchangeRateEmitted(uint256 rate);
    /// Emitted once, when the strategy is wired to its token.
    event StrategyTokenSet(address token, uint8 decimals);

    event MaxPerDepositUpdated(uint256 previousValue, uint256 newValue);
    event MaxTotalDepositsUpdated(uint256 previousValue, uint256 newValue);

    /// Sets the StrategyManager, the token and the PauserRegistry, once. Callable by whoever deploys; deployment reads
    /// the result back.
    function wire(address strategyManager, address underlyingToken, address pauserRegistry) external;

    /// StrategyManager only. Credits the token units that arrived since the strategy held `balanceBefore`: what a token
    /// kept for itself on the way is not credited. Returns the new shares, rounded down. Pause bit 0.
    function depositReceived(address token, uint256 balanceBefore) external returns (uint256 newShares);
    /// Unpauser: limits one deposit, and the token units held after it. Both are unlimited (2^256 - 1) until set.
    function setTVLLimits(uint256 newMaxPerDeposit, uint256 newMaxTotalDeposits) external;
    /// StrategyManager only. Pause bit 1, for a limited time. Pays `amountShares` out to `recipient`. Returns the token units, rounded down.
    function withdraw(address recipient, address token, uint256 amountShares) external returns (uint256 amountOut);

    /// `maxPerDeposit` and `maxTotalDeposits`.
    function getTVLLimits() external view returns (uint256, uint256);
    /// Most token units of one deposit.
    function maxPerDeposit() external view returns (uint256);
    /// Most token units held after a deposit. A donation counts, and can close deposits.
    function maxTotalDeposits() external view returns (uint256);
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
