// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// Deposits: who holds how many deposit shares of which strategy, which strategies take deposits,
/// and the slashed shares that wait to be burned or redistributed.
interface IStrategyManager {
    struct OperatorSet {
        address avs;
        uint32 id;
    }

    /// An allowance by signature (EIP-2612), of the deposited amount, for the StrategyManager.
    struct Permit {
        /// The last second it is valid in. Zero: there is no permit, the allowance is there already.
        uint256 deadline;
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    struct SignatureWithExpiry {
        bytes signature;
        uint256 expiry;
    }

    /// Calldata is too short, has bytes outside a type's range, or an offset past the end.
    error InvalidCalldata();
    /// The peers of this contract are set already.
    error AlreadyWired();
    /// An address that must be given is zero.
    error InputAddressZero();
    /// The signature is not the staker's.
    error InvalidSignature();
    /// Parallel arrays differ in length.
    error InputArrayLengthMismatch();
    /// The staker is in 32 strategies already.
    error MaxStrategiesExceeded();
    /// Only the DelegationManager may call this.
    error OnlyDelegationManager();
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
    /// The signature is past its expiry.
    error SignatureExpired();
    /// Shares cannot belong to address zero.
    error StakerAddressZero();
    /// The strategy is booked under this slash id already.
    error StrategyAlreadyInSlash();
    /// The strategy is not on the staker's list.
    error StrategyNotFound();
    /// The strategy takes no deposits.
    error StrategyNotWhitelisted();
    /// The token returned false, reverted without data, or did not wrap or unwrap ETH one for one.
    error TokenCallFailed();

    event BurnOrRedistributableSharesDecreased(OperatorSet operatorSet, uint256 slashId, address strategy, uint256 shares);
    event BurnOrRedistributableSharesIncreased(OperatorSet operatorSet, uint256 slashId, address strategy, uint256 shares);
    event BurnableSharesDecreased(address strategy, uint256 shares);
    event Deposit(address staker, address strategy, uint256 shares);
    event StrategyAddedToDepositWhitelist(address strategy);
    event StrategyRemovedFromDepositWhitelist(address strategy);
    event StrategyWhitelisterChanged(address previousAddress, address newAddress);

    /// Sets peers, roles and the resolution delay of booked slashes (blocks), once.
    function wire(address delegation, address allocationManager, address pauserRegistry, address owner, address strategyWhitelister, uint32 slashResolutionDelay) external;

    // Stakers. Pause bit 0.

    /// Takes `amount` token units from the caller into the strategy and credits the shares they buy.
    /// Requires: whitelisted strategy, its token, an allowance for this contract.
    function depositIntoStrategy(address strategy, address token, uint256 amount) external returns (uint256 depositShares);
    /// As above; the tokens are the caller's, the shares `staker`'s, who signed for it (EIP-712, by key or EIP-1271).
    function depositIntoStrategyWithSignature(address strategy, address token, uint256 amount, address staker, uint256 expiry, bytes calldata signature) external returns (uint256 depositShares);
    /// As `depositIntoStrategy`, with the allowance by signature. A permit that was used before, by whomever, does no harm.
    function depositIntoStrategyWithPermit(address strategy, address token, uint256 amount, Permit calldata permit) external returns (uint256 depositShares);
    /// As above, and delegates the caller to `operator` first.
    function depositWithPermitAndDelegate(address strategy, address token, uint256 amount, Permit calldata permit, address operator, SignatureWithExpiry calldata approverSignatureAndExpiry, bytes32 approverSalt) external returns (uint256 depositShares);
    /// Wraps the ETH sent (wei) in the strategy's token, which must be a wrapped ETH, and deposits it for the caller.
    function depositETHIntoStrategy(address strategy) external payable returns (uint256 depositShares);
    /// As above, and delegates the caller to `operator` first.
    function depositETHAndDelegate(address strategy, address operator, SignatureWithExpiry calldata approverSignatureAndExpiry, bytes32 approverSalt) external payable returns (uint256 depositShares);

    // Anyone

    /// Pause bit 1. Pays every strategy of a booked slash to its recipient, after the resolution block. Returns token units per strategy.
    function clearBurnOrRedistributableShares(OperatorSet calldata operatorSet, uint256 slashId) external returns (uint256[] memory amounts);
    /// As above for one strategy, so that one that reverts does not hold up the others.
    function clearBurnOrRedistributableSharesByStrategy(OperatorSet calldata operatorSet, uint256 slashId, address strategy) external returns (uint256 amount);
    /// Burns shares slashed before slashes were booked by id: there are none here, so it emits that none were burned.
    function burnShares(address strategy) external;

    // Governance

    function addStrategiesToDepositWhitelist(address[] calldata strategies) external;
    function removeStrategiesFromDepositWhitelist(address[] calldata strategies) external;
    function setStrategyWhitelister(address newStrategyWhitelister) external;

    // DelegationManager

    /// Takes deposit shares from `staker` in every strategy. Returns what is left in each, and the deposit scaling factor
    /// (WAD) the shares had; where nothing is left, the factor starts anew at 1e18.
    function debitShares(address staker, address[] calldata strategies, uint256[] calldata shares) external returns (uint256[] memory sharesLeft, uint256[] memory scalingFactors);
    /// Gives `staker` deposit shares that are in the strategies already. Returns what was held in each before, and the
    /// deposit scaling factor (WAD).
    function creditShares(address staker, address[] calldata strategies, uint256[] calldata shares) external returns (uint256[] memory sharesBefore, uint256[] memory scalingFactors);
    /// Overwrites deposit scaling factors (WAD) of `staker`.
    function setScalingFactors(address staker, address[] calldata strategies, uint256[] calldata scalingFactors) external;
    /// Pays shares that were debited before out of the strategies, as tokens.
    function payShares(address recipient, address[] calldata strategies, address[] calldata tokens, uint256[] calldata shares) external returns (uint256[] memory amounts);
    /// As above, unwrapped to ETH: every token must be a wrapped ETH with `withdrawTo`. Returns wei.
    function payEther(address recipient, address[] calldata strategies, address[] calldata tokens, uint256[] calldata shares) external returns (uint256[] memory amounts);
    /// Books slashed shares for burning or redistribution. Moves nothing.
    function bookSlash(OperatorSet calldata operatorSet, uint256 slashId, address[] calldata strategies, uint256[] calldata shares) external;

    // Views

    function DEFAULT_BURN_ADDRESS() external view returns (address);
    function DEPOSIT_TYPEHASH() external view returns (bytes32);
    function allocationManager() external view returns (address);
    /// What `staker` signs to have a deposit credited.
    function calculateStrategyDepositDigestHash(address staker, address strategy, address token, uint256 amount, uint256 nonce, uint256 expiry) external view returns (bytes32);
    function delegation() external view returns (address);
    function domainSeparator() external view returns (bytes32);
    /// Blocks between the booking of a slash and the first block in which it may be cleared, less one.
    function slashResolutionDelay() external view returns (uint32);
    function getBurnOrRedistributableCount(OperatorSet calldata operatorSet, uint256 slashId) external view returns (uint256);
    function getBurnOrRedistributableShares(OperatorSet calldata operatorSet, uint256 slashId) external view returns (address[] memory, uint256[] memory);
    function getBurnOrRedistributableShares(OperatorSet calldata operatorSet, uint256 slashId, address strategy) external view returns (uint256);
    /// A booked slash may be cleared in blocks after this one. Zero when unknown.
    function getSlashResolutionBlock(OperatorSet calldata operatorSet, uint256 slashId) external view returns (uint32);
    /// Zero: see `burnShares`.
    function getBurnableShares(address strategy) external view returns (uint256);
    function getStrategiesWithBurnableShares() external view returns (address[] memory, uint256[] memory);
    /// Operator sets with booked slashes that are not cleared. For off-chain readers: walks all slashes there ever were.
    function getPendingOperatorSets() external view returns (OperatorSet[] memory);
    /// Slashes of a set that are booked and not cleared. For off-chain readers: walks all slashes of the set.
    function getPendingSlashIds(OperatorSet calldata operatorSet) external view returns (uint256[] memory);
    /// Deposit shares and deposit scaling factors (WAD) of `staker`, strategy by strategy.
    function getPositions(address staker, address[] calldata strategies) external view returns (uint256[] memory shares, uint256[] memory scalingFactors);
    function getDeposits(address staker) external view returns (address[] memory, uint256[] memory);
    function getStakerStrategyList(address staker) external view returns (address[] memory);
    /// The number in the staker's next deposit signature.
    function nonces(address signer) external view returns (uint256 nonce);
    function stakerDepositShares(address staker, address strategy) external view returns (uint256);
    function stakerStrategyList(address staker, uint256 index) external view returns (address);
    function stakerStrategyListLength(address staker) external view returns (uint256);
    /// Whether each of the strategies takes deposits: one call where contracts would make many.
    function strategiesAreWhitelistedForDeposit(address[] calldata strategies) external view returns (bool[] memory);
    function strategyIsWhitelistedForDeposit(address strategy) external view returns (bool);
    function strategyWhitelister() external view returns (address);
    function version() external view returns (string memory);
}
