// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {IAllocationManager} from "../interfaces/IAllocationManager.sol";
import {IAVSRegistrar} from "../interfaces/IAVSRegistrar.sol";
import {IRewardsCoordinator} from "../interfaces/IRewardsCoordinator.sol";

/// The smallest service that uses all of the protocol: it is AVS, registrar and slasher in one, and can leave the
/// slashing of a set to another contract.
/// Its owner decides what a real service would derive from proofs and votes: whom to refuse, slash and pay.
contract ExampleAVS is IAVSRegistrar, Ownable {
    using SafeERC20 for IERC20;

    IAllocationManager public immutable allocationManager;
    IRewardsCoordinator public immutable rewardsCoordinator;

    /// Operators whose registration this AVS vetoes.
    mapping(address operator => bool) public refused;
    /// Membership as the callbacks reported it.
    mapping(address operator => mapping(uint32 operatorSetId => bool)) public isRegistered;

    event OperatorJoined(address indexed operator, uint32 indexed operatorSetId, bytes data);
    event OperatorLeft(address indexed operator, uint32 indexed operatorSetId);

    /// A callback came from another contract than the AllocationManager.
    error OnlyAllocationManager();
    /// A callback was meant for another AVS.
    error NotThisAVS(address avs);
    /// The owner refuses this operator.
    error OperatorRefused(address operator);

    modifier onlyCallback(address avs) {
        if (msg.sender != address(allocationManager)) revert OnlyAllocationManager();
        if (avs != address(this)) revert NotThisAVS(avs);
        _;
    }

    constructor(IAllocationManager allocationManager_, IRewardsCoordinator rewardsCoordinator_)
        Ownable(msg.sender)
    {
        allocationManager = allocationManager_;
        rewardsCoordinator = rewardsCoordinator_;
    }

    // Set-up

    /// Makes this contract known as an AVS and as its own registrar.
    function setUp(string calldata metadataURI) external onlyOwner {
        allocationManager.updateAVSMetadataURI(address(this), metadataURI);
        allocationManager.setAVSRegistrar(address(this), address(this));
    }

    /// Creates an operator set whose slashed stake is burnt; this contract is its slasher.
    function createOperatorSet(uint32 operatorSetId, address[] calldata strategies) external onlyOwner {
        _create(operatorSetId, strategies, address(this));
    }

    /// Creates an operator set whose slashed stake is burnt; another contract, such as VetoableSlasher, slashes it.
    function createOperatorSetWithSlasher(
        uint32 operatorSetId,
        address[] calldata strategies,
        address slasher
    ) external onlyOwner {
        _create(operatorSetId, strategies, slasher);
    }

    /// Creates an operator set whose slashed stake goes to `recipient`; this contract is its slasher.
    function createRedistributingOperatorSet(
        uint32 operatorSetId,
        address[] calldata strategies,
        address recipient
    ) external onlyOwner {
        _createRedistributing(operatorSetId, strategies, recipient, address(this));
    }

    /// Creates an operator set whose slashed stake goes to `recipient`; another contract slashes it.
    function createRedistributingOperatorSetWithSlasher(
        uint32 operatorSetId,
        address[] calldata strategies,
        address recipient,
        address slasher
    ) external onlyOwner {
        _createRedistributing(operatorSetId, strategies, recipient, slasher);
    }

    /// Refuses an operator from now on, or lets it in again. Members stay until they leave or are ejected.
    function setRefused(address operator, bool refused_) external onlyOwner {
        refused[operator] = refused_;
    }

    // Callbacks

    /// @inheritdoc IAVSRegistrar
    function registerOperator(
        address operator,
        address avs,
        uint32[] calldata operatorSetIds,
        bytes calldata data
    ) external onlyCallback(avs) {
        if (refused[operator]) revert OperatorRefused(operator);
        for (uint256 i = 0; i < operatorSetIds.length; ++i) {
            isRegistered[operator][operatorSetIds[i]] = true;
            emit OperatorJoined(operator, operatorSetIds[i], data);
        }
    }

    /// @inheritdoc IAVSRegistrar
    function deregisterOperator(address operator, address avs, uint32[] calldata operatorSetIds)
        external
        onlyCallback(avs)
    {
        for (uint256 i = 0; i < operatorSetIds.length; ++i) {
            isRegistered[operator][operatorSetIds[i]] = false;
            emit OperatorLeft(operator, operatorSetIds[i]);
        }
    }

    /// @inheritdoc IAVSRegistrar
    function supportsAVS(address avs) external view returns (bool) {
        return avs == address(this);
    }

    // Running

    /// Takes the fraction `wadsToSlash` (1e18 is all) of what `operator` allocated to a set, strategy by strategy.
    /// Returns the slash's number within its set and the shares taken.
    function slash(
        address operator,
        uint32 operatorSetId,
        address[] calldata strategies,
        uint256[] calldata wadsToSlash,
        string calldata description
    ) external onlyOwner returns (uint256 slashId, uint256[] memory shares) {
        return allocationManager.slashOperator(
            address(this),
            IAllocationManager.SlashingParams({
                operator: operator,
                operatorSetId: operatorSetId,
                strategies: strategies,
                wadsToSlash: wadsToSlash,
                description: description
            })
        );
    }

    /// Removes an operator from sets; it stays slashable for the deallocation delay.
    function eject(address operator, uint32[] calldata operatorSetIds) external onlyOwner {
        allocationManager.deregisterFromOperatorSets(
            IAllocationManager.DeregisterParams({
                operator: operator, avs: address(this), operatorSetIds: operatorSetIds
            })
        );
    }

    /// Pays rewards out of the owner's tokens, which it has approved to this contract.
    function reward(IRewardsCoordinator.RewardsSubmission calldata submission) external onlyOwner {
        IERC20 token = IERC20(submission.token);
        token.safeTransferFrom(msg.sender, address(this), submission.amount);
        token.forceApprove(address(rewardsCoordinator), submission.amount);
        IRewardsCoordinator.RewardsSubmission[] memory submissions =
            new IRewardsCoordinator.RewardsSubmission[](1);
        submissions[0] = submission;
        rewardsCoordinator.createAVSRewardsSubmission(submissions);
    }

    function _create(uint32 operatorSetId, address[] calldata strategies, address slasher) private {
        allocationManager.createOperatorSets(address(this), _set(operatorSetId, strategies, slasher));
    }

    function _createRedistributing(
        uint32 operatorSetId,
        address[] calldata strategies,
        address recipient,
        address slasher
    ) private {
        address[] memory recipients = new address[](1);
        recipients[0] = recipient;
        allocationManager.createRedistributingOperatorSets(
            address(this), _set(operatorSetId, strategies, slasher), recipients
        );
    }

    function _set(uint32 operatorSetId, address[] calldata strategies, address slasher)
        private
        pure
        returns (IAllocationManager.CreateSetParamsV2[] memory sets)
    {
        sets = new IAllocationManager.CreateSetParamsV2[](1);
        sets[0] = IAllocationManager.CreateSetParamsV2({
            operatorSetId: operatorSetId, strategies: strategies, slasher: slasher
        });
    }
}
