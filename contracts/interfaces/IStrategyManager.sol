// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// Deposits: who holds how many deposit shares of which strategy, which strategies take deposits,
/// and the slashed shares that wait to be burned or redistributed.
interface IStrategyManager {
    struct OperatorSet {
        address avs;
        uint32 id;
    }

    /// Calldata is too short, has bytes outside a type's range, or an offset past the end.
    error InvalidCalldata();
    /// The peers of this contract are set already.
    error AlreadyWired();
    /// An address that must be given is zero.
    error InputAddressZero();
    /// Parallel arrays differ in length.
    error InputArrayLengthMismatch();
    /// The staker is in 32 strategies already.
    error MaxStrategiesExceeded();
    /// Only the DelegationManager may call this.
    error OnlyDelegationManager();
    /// Only the owner may call this.
    error OnlyOwner();
    /// Only the strategy whitelister may call this.
    error OnlyStrategyWhitelister();
    /// A function that moves shares was entered again from within itself.
    error Reentered();
    /// More shares than the staker has.
    error SharesAmountTooHigh();
    /// No shares given.
    error SharesAmountZero();
    /// The booked slash may be cleared only after its resolution block.
    error SlashResolutionDelayNotElapsed();
    /// Shares cannot belong to address zero.
    error StakerAddressZero();
    /// The strategy is booked under this slash id already.
    error StrategyAlreadyInSlash();
    /// The strategy is not on the staker's list.
    error StrategyNotFound();
    /// The strategy takes no deposits.
    error StrategyNotWhitelisted();
    /// The token returned false, or reverted without data.
    error TokenCallFailed();

    event BurnOrRedistributableSharesDecreased(OperatorSet operatorSet, uint256 slashId, address strategy, uint256 shares);
    event BurnOrRedistributableSharesIncreased(OperatorSet operatorSet, uint256 slashId, address strategy, uint256 shares);
    event Deposit(address staker, address strategy, uint256 shares);
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);
    event StrategyAddedToDepositWhitelist(address strategy);
    event StrategyRemovedFromDepositWhitelist(address strategy);
    event StrategyWhitelisterChanged(address previousAddress, address newAddress);

    /// Sets peers, roles and the resolution delay of booked slashes (blocks), once.
    function wire(address delegation, address allocationManager, address owner, address strategyWhitelister, uint32 slashResolutionDelay) external;

    // Stakers

    /// Takes `amount` token units from the caller into the strategy and credits the shares they buy.
    /// Requires: whitelisted strategy, its token, an allowance for this contract.
    function depositIntoStrategy(address strategy, address token, uint256 amount) external returns (uint256 depositShares);
    /// Wraps the ETH sent (wei) in the strategy's token, which must be a wrapped ETH, and deposits it for the caller.
    function depositETHIntoStrategy(address strategy) external payable returns (uint256 depositShares);

    // Anyone

    /// Pays every strategy of a booked slash to its recipient, after the resolution block. Returns token units per strategy.
    function clearBurnOrRedistributableShares(OperatorSet calldata operatorSet, uint256 slashId) external returns (uint256[] memory amounts);
    /// As above for one strategy, so that one that reverts does not hold up the others.
    function clearBurnOrRedistributableSharesByStrategy(OperatorSet calldata operatorSet, uint256 slashId, address strategy) external returns (uint256 amount);

    // Governance

    function addStrategiesToDepositWhitelist(address[] calldata strategies) external;
    function removeStrategiesFromDepositWhitelist(address[] calldata strategies) external;
    function setStrategyWhitelister(address newStrategyWhitelister) external;
    function transferOwnership(address newOwner) external;

    // DelegationManager

    /// Takes deposit shares from `staker` in every strategy. Returns what is left in each.
    function debitShares(address staker, address[] calldata strategies, uint256[] calldata shares) external returns (uint256[] memory sharesLeft);
    /// Gives `staker` deposit shares that are in the strategies already. Returns what was held in each before.
    function creditShares(address staker, address[] calldata strategies, uint256[] calldata shares) external returns (uint256[] memory sharesBefore);
    /// Pays shares that were debited before out of the strategies, as tokens.
    function payShares(address recipient, address[] calldata strategies, address[] calldata tokens, uint256[] calldata shares) external returns (uint256[] memory amounts);
    /// Books slashed shares for burning or redistribution. Moves nothing.
    function bookSlash(OperatorSet calldata operatorSet, uint256 slashId, address[] calldata strategies, uint256[] calldata shares) external;

    // Views

    function DEFAULT_BURN_ADDRESS() external view returns (address);
    function allocationManager() external view returns (address);
    function delegation() external view returns (address);
    function owner() external view returns (address);
    /// Blocks between the booking of a slash and the first block in which it may be cleared, less one.
    function slashResolutionDelay() external view returns (uint32);
    function getBurnOrRedistributableCount(OperatorSet calldata operatorSet, uint256 slashId) external view returns (uint256);
    function getBurnOrRedistributableShares(OperatorSet calldata operatorSet, uint256 slashId) external view returns (address[] memory, uint256[] memory);
    function getBurnOrRedistributableShares(OperatorSet calldata operatorSet, uint256 slashId, address strategy) external view returns (uint256);
    /// A booked slash may be cleared in blocks after this one. Zero when unknown.
    function getSlashResolutionBlock(OperatorSet calldata operatorSet, uint256 slashId) external view returns (uint32);
    function getDeposits(address staker) external view returns (address[] memory, uint256[] memory);
    function getStakerStrategyList(address staker) external view returns (address[] memory);
    function stakerDepositShares(address staker, address strategy) external view returns (uint256);
    function stakerStrategyList(address staker, uint256 index) external view returns (address);
    function stakerStrategyListLength(address staker) external view returns (uint256);
    /// Whether each of the strategies takes deposits: one call where contracts would make many.
    function strategiesAreWhitelistedForDeposit(address[] calldata strategies) external view returns (bool[] memory);
    function strategyIsWhitelistedForDeposit(address strategy) external view returns (bool);
    function strategyWhitelister() external view returns (address);
}
