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

    struct OperatorSet {
        address avs;
        uint32 id;
    }

    error ActivelyDelegated();
    error AlreadyWired();
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
    error OnlyAllocationManager();
    error OnlyStrategyManagerOrEigenPodManager();
    error OperatorNotRegistered();
    error OperatorsCannotUndelegate();
    /// A function that moves shares was entered again from within itself.
    error Reentered();
    error SaltSpent();
    error SignatureExpired();
    error WithdrawalDelayNotElapsed();
    error WithdrawalNotQueued();
    error WithdrawerNotCaller();

    event DelegationApproverUpdated(address indexed operator, address newDelegationApprover);
    event DepositScalingFactorUpdated(address staker, address strategy, uint256 newDepositScalingFactor);
    event OperatorMetadataURIUpdated(address indexed operator, string metadataURI);
    event OperatorRegistered(address indexed operator, address delegationApprover);
    event OperatorSharesDecreased(address indexed operator, address staker, address strategy, uint256 shares);
    event OperatorSharesIncreased(address indexed operator, address staker, address strategy, uint256 shares);
    event OperatorSharesSlashed(address indexed operator, address strategy, uint256 totalSlashedShares);
    event SlashingWithdrawalCompleted(bytes32 withdrawalRoot);
    event SlashingWithdrawalQueued(bytes32 withdrawalRoot, Withdrawal withdrawal, uint256[] sharesToWithdraw);
    event StakerDelegated(address indexed staker, address indexed operator);
    event StakerForceUndelegated(address indexed staker, address indexed operator);
    event StakerUndelegated(address indexed staker, address indexed operator);

    /// Sets the peers and the withdrawal delay (blocks), once.
    function wire(address strategyManager, address allocationManager, address permissionController, uint32 minWithdrawalDelayBlocks) external;

    // Operators

    function registerAsOperator(address initDelegationApprover, uint32 allocationDelay, string calldata metadataURI) external;
    function modifyOperatorDetails(address operator, address newDelegationApprover) external;
    function updateOperatorMetadataURI(address operator, string calldata metadataURI) external;

    // Stakers

    function delegateTo(address operator, SignatureWithExpiry calldata approverSignatureAndExpiry, bytes32 approverSalt) external;
    function undelegate(address staker) external returns (bytes32[] memory withdrawalRoots);
    /// `undelegate` and `delegateTo` in one call. The new operator gains nothing until the withdrawals are completed as shares.
    function redelegate(address newOperator, SignatureWithExpiry calldata newOperatorApproverSig, bytes32 approverSalt) external returns (bytes32[] memory withdrawalRoots);
    function queueWithdrawals(QueuedWithdrawalParams[] calldata params) external returns (bytes32[] memory);
    function completeQueuedWithdrawal(Withdrawal calldata withdrawal, address[] calldata tokens, bool receiveAsTokens) external;
    function completeQueuedWithdrawals(Withdrawal[] calldata withdrawals, address[][] calldata tokens, bool[] calldata receiveAsTokens) external;

    // StrategyManager

    function increaseDelegatedShares(address staker, address strategy, uint256 prevDepositShares, uint256 addedShares) external;

    // Slasher

    /// Slashes the operator's shares and queued shares of every strategy, and books them. Returns the shares booked per strategy.
    function slashOperatorShares(address operator, OperatorSet calldata operatorSet, uint256 slashId, address[] calldata strategies, uint64[] calldata prevMaxMagnitudes, uint64[] calldata newMaxMagnitudes) external returns (uint256[] memory slashedShares);

    // Views

    function DELEGATION_APPROVAL_TYPEHASH() external view returns (bytes32);
    function allocationManager() external view returns (address);
    function calculateDelegationApprovalDigestHash(address staker, address operator, address approver, bytes32 approverSalt, uint256 expiry) external view returns (bytes32);
    function calculateWithdrawalRoot(Withdrawal calldata withdrawal) external view returns (bytes32);
    function convertToDepositShares(address staker, address[] calldata strategies, uint256[] calldata withdrawableShares) external view returns (uint256[] memory);
    function cumulativeWithdrawalsQueued(address staker) external view returns (uint256 totalQueued);
    function delegatedTo(address staker) external view returns (address operator);
    function delegationApprover(address operator) external view returns (address);
    function delegationApproverSaltIsSpent(address approver, bytes32 salt) external view returns (bool spent);
    function depositScalingFactor(address staker, address strategy) external view returns (uint256);
    function domainSeparator() external view returns (bytes32);
    function getDepositedShares(address staker) external view returns (address[] memory, uint256[] memory);
    /// Maximum magnitude (WAD) of the operator in every strategy, as of a block.
    function getMaxMagnitudesAtBlock(address operator, address[] calldata strategies, uint32 blockNumber) external view returns (uint64[] memory);
    function getOperatorShares(address operator, address[] calldata strategies) external view returns (uint256[] memory);
    function getOperatorsShares(address[] calldata operators, address[] calldata strategies) external view returns (uint256[][] memory);
    function getSlashableSharesInQueue(address operator, address strategy) external view returns (uint256);
    function getWithdrawableShares(address staker, address[] calldata strategies) external view returns (uint256[] memory withdrawableShares, uint256[] memory depositShares);
    function isDelegated(address staker) external view returns (bool);
    function isOperator(address operator) external view returns (bool);
    function minWithdrawalDelayBlocks() external view returns (uint32);
    function operatorShares(address operator, address strategy) external view returns (uint256 shares);
    function pendingWithdrawals(bytes32 withdrawalRoot) external view returns (bool pending);
    function permissionController() external view returns (address);
    function strategyManager() external view returns (address);
}
