// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// Operators, who is delegated to them, the withdrawal queue, and the share accounting behind slashing.
interface IDelegationManager {
    struct SignatureWithExpiry {
        bytes signature;
        uint256 expiry;
    }

    struct Withdrawal {
        address staker;
        address delegatedTo;
        address withdrawer;
        uint256 nonce;
        uint32 startBlock;
        address[] strategies;
        uint256[] scaledShares;
    }

    struct QueuedWithdrawalParams {
        address[] strategies;
        uint256[] depositShares;
        address __deprecated_withdrawer;
    }

    /// How one strategy of a completed withdrawal was paid. All shares at the scale of the strategy.
    struct Payout {
        address strategy;
        /// The token paid; zero when completed as shares or in ETH.
        address token;
        /// 0 as shares, 1 as tokens, 2 as ETH.
        uint8 mode;
        /// Shares that were queued: deposit shares times the scaling factor.
        uint256 queuedShares;
        /// Of these, lost to slashing.
        uint256 lostShares;
        /// Of these, paid: `queuedShares - lostShares`.
        uint256 paidShares;
        /// Token units or wei paid; zero when completed as shares.
        uint256 amount;
    }

    struct OperatorSet {
        address avs;
        uint32 id;
    }

    error ActivelyDelegated();
    error AlreadyWired();
    /// Completion modes are 0 (shares), 1 (tokens), 2 (ETH) and 3 (keep); somebody else than the staker may ask for 1 only.
    error InvalidCompletionMode();
    error CallerCannotUndelegate();
    error FullySlashed();
    error InputAddressZero();
    error InputArrayLengthMismatch();
    error InputArrayLengthZero();
    error InvalidCalldata();
    error InvalidDepositScalingFactor();
    error InvalidPermissions();
    error InvalidSignature();
    /// The Slasher reports another maximum magnitude before the slash than the one kept here.
    error MaxMagnitudeMismatch();
    error NotActivelyDelegated();
    /// Every strategy of the withdrawal would stay queued.
    error NothingToComplete();
    error OnlyAllocationManager();
    error OnlyStrategyManager();
    error OperatorNotRegistered();
    error OperatorsCannotUndelegate();
    /// A function that moves shares was entered again from within itself.
    error Reentered();
    error SaltSpent();
    error SignatureExpired();
    /// The extension is not the code this program was built with.
    error UnknownExtension();
    error WithdrawalDelayNotElapsed();
    error WithdrawalNotQueued();
    error WithdrawerNotCaller();

    /// The approver took back a salt: approvals with it are void.
    event SaltCancelled(address indexed approver, bytes32 salt);
    /// Whether anyone may complete the staker's withdrawals, as tokens to the staker.
    event CompletionByAnyoneSet(address indexed staker, bool allowed);
    event DelegationApproverUpdated(address indexed operator, address newDelegationApprover);
    event DepositScalingFactorUpdated(address staker, address strategy, uint256 newDepositScalingFactor);
    event OperatorMetadataURIUpdated(address indexed operator, string metadataURI);
    event OperatorRegistered(address indexed operator, address delegationApprover);
    event OperatorSharesDecreased(address indexed operator, address staker, address strategy, uint256 shares);
    event OperatorSharesIncreased(address indexed operator, address staker, address strategy, uint256 shares);
    event OperatorSharesSlashed(address indexed operator, address strategy, uint256 totalSlashedShares);
    event SlashingWithdrawalCompleted(bytes32 withdrawalRoot);
    event SlashingWithdrawalQueued(bytes32 withdrawalRoot, Withdrawal withdrawal, uint256[] sharesToWithdraw);
    /// Follows `SlashingWithdrawalCompleted`: what every strategy of the withdrawal gave, and how.
    event WithdrawalPaid(bytes32 indexed withdrawalRoot, address indexed staker, Payout[] payouts);
    /// Strategies of a completed withdrawal that were kept: they are queued on under a new root.
    event WithdrawalKept(bytes32 indexed withdrawalRoot, bytes32 indexed newWithdrawalRoot, Withdrawal withdrawal);
    event StakerDelegated(address indexed staker, address indexed operator);
    event StakerForceUndelegated(address indexed staker, address indexed operator);
    event StakerUndelegated(address indexed staker, address indexed operator);

    /// Sets the peers and the withdrawal delay (blocks), once. `extension` holds the code for what is called rarely:
    /// a code hash built into this contract says which (`UnknownExtension`).
    function wire(address strategyManager, address allocationManager, address permissionController, address pauserRegistry, address extension, uint32 minWithdrawalDelayBlocks) external;

    // Operators

    function registerAsOperator(address initDelegationApprover, uint32 allocationDelay, string calldata metadataURI) external;
    function modifyOperatorDetails(address operator, address newDelegationApprover) external;
    function updateOperatorMetadataURI(address operator, string calldata metadataURI) external;

    /// The caller, as an approver: makes approvals with this salt void.
    function cancelSalt(bytes32 salt) external;

    // Stakers. Pause bits: 0 delegating, 1 undelegating and queueing, 2 completing (for a limited time).

    function delegateTo(address operator, SignatureWithExpiry calldata approverSignatureAndExpiry, bytes32 approverSalt) external;
    function undelegate(address staker) external returns (bytes32[] memory withdrawalRoots);
    /// `undelegate` and `delegateTo` in one call. The new operator gains nothing until the withdrawals are completed as shares.
    function redelegate(address newOperator, SignatureWithExpiry calldata newOperatorApproverSig, bytes32 approverSalt) external returns (bytes32[] memory withdrawalRoots);
    function queueWithdrawals(QueuedWithdrawalParams[] calldata params) external returns (bytes32[] memory);
    function completeQueuedWithdrawal(Withdrawal calldata withdrawal, address[] calldata tokens, bool receiveAsTokens) external;
    /// As above, with a mode per strategy: 0 as shares, 1 as tokens, 2 as ETH (the token must be a wrapped ETH), 3 keeps
    /// the strategy queued, so that one that cannot be paid now does not hold up the others.
    function completeQueuedWithdrawalAs(Withdrawal calldata withdrawal, address[] calldata tokens, uint8[] calldata modes) external;
    /// Lets anyone complete the caller's withdrawals, as tokens to the caller, once they are due; or no longer.
    function setCompletionByAnyone(bool allowed) external;
    function completeQueuedWithdrawals(Withdrawal[] calldata withdrawals, address[][] calldata tokens, bool[] calldata receiveAsTokens) external;

    // StrategyManager

    /// Counts `addedShares` deposit shares of a staker that held `prevDepositShares` with this deposit scaling factor
    /// (WAD) before. Returns the factor it has now.
    function increaseShares(address staker, address strategy, uint256 prevDepositShares, uint256 addedShares, uint256 scalingFactor) external returns (uint256 newScalingFactor);
    /// As `delegateTo`, for a staker that called the StrategyManager.
    function delegateFor(address staker, address operator, SignatureWithExpiry calldata approverSignatureAndExpiry, bytes32 approverSalt) external;

    // Slasher

    /// Slashes the operator's shares and queued shares of every strategy, and books them. Returns per strategy the shares booked,
    /// and the operator's shares before and after.
    function slashOperatorShares(address operator, OperatorSet calldata operatorSet, uint256 slashId, address[] calldata strategies, uint64[] calldata prevMaxMagnitudes, uint64[] calldata newMaxMagnitudes) external returns (uint256[] memory slashedShares, uint256[] memory previousShares, uint256[] memory newShares);

    // Views

    function DELEGATION_APPROVAL_TYPEHASH() external view returns (bytes32);
    function allocationManager() external view returns (address);
    /// The strategy number of native restaking in the reference protocol, which this one has not.
    function beaconChainETHStrategy() external view returns (address);
    function calculateDelegationApprovalDigestHash(address staker, address operator, address approver, bytes32 approverSalt, uint256 expiry) external view returns (bytes32);
    function calculateWithdrawalRoot(Withdrawal calldata withdrawal) external view returns (bytes32);
    function convertToDepositShares(address staker, address[] calldata strategies, uint256[] calldata withdrawableShares) external view returns (uint256[] memory);
    /// Whether anyone may complete the staker's withdrawals.
    function completionByAnyone(address staker) external view returns (bool);
    function cumulativeWithdrawalsQueued(address staker) external view returns (uint256 totalQueued);
    function delegatedTo(address staker) external view returns (address operator);
    function delegationApprover(address operator) external view returns (address);
    function delegationApproverSaltIsSpent(address approver, bytes32 salt) external view returns (bool spent);
    function depositScalingFactor(address staker, address strategy) external view returns (uint256);
    function domainSeparator() external view returns (bytes32);
    /// Zero: there is no native restaking.
    function eigenPodManager() external view returns (address);
    /// The code this contract runs for what is called rarely.
    function extension() external view returns (address);
    function getDepositedShares(address staker) external view returns (address[] memory, uint256[] memory);
    /// Maximum magnitude (WAD) of the operator in every strategy, as of a block.
    function getMaxMagnitudesAtBlock(address operator, address[] calldata strategies, uint32 blockNumber) external view returns (uint64[] memory);
    function getOperatorShares(address operator, address[] calldata strategies) external view returns (uint256[] memory);
    function getOperatorsShares(address[] calldata operators, address[] calldata strategies) external view returns (uint256[][] memory);
    /// An operator's shares and maximum magnitude (WAD) in every strategy, operator by operator: the two together, for stake
    /// views of many.
    function getStakes(address[] calldata operators, address[] calldata strategies) external view returns (uint256[] memory shares, uint64[] memory maxMagnitudes);
    /// A withdrawal in the queue and the shares it would give now, or for good once its delay has passed. Zeros when unknown.
    function getQueuedWithdrawal(bytes32 withdrawalRoot) external view returns (Withdrawal memory withdrawal, uint256[] memory shares);
    function getQueuedWithdrawalRoots(address staker) external view returns (bytes32[] memory);
    function getQueuedWithdrawals(address staker) external view returns (Withdrawal[] memory withdrawals, uint256[][] memory shares);
    function getSlashableSharesInQueue(address operator, address strategy) external view returns (uint256);
    function getWithdrawableShares(address staker, address[] calldata strategies) external view returns (uint256[] memory withdrawableShares, uint256[] memory depositShares);
    function isDelegated(address staker) external view returns (bool);
    function isOperator(address operator) external view returns (bool);
    function minWithdrawalDelayBlocks() external view returns (uint32);
    function operatorShares(address operator, address strategy) external view returns (uint256 shares);
    function pendingWithdrawals(bytes32 withdrawalRoot) external view returns (bool pending);
    function permissionController() external view returns (address);
    function queuedWithdrawals(bytes32 withdrawalRoot) external view returns (Withdrawal memory withdrawal);
    function strategyManager() external view returns (address);
    function version() external view returns (string memory);
}
