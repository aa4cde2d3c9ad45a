// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IAllocationManager} from "../interfaces/IAllocationManager.sol";
import {IDelegationManager} from "../interfaces/IDelegationManager.sol";

/// A slasher that gives a committee time to object. An AVS names it as the slasher of its sets; one instance serves
/// all sets of that AVS. The same contract in Rust is `crates/example-slasher`.
///
/// A proposer queues a request. Through block `vetoUntil` the committee may cancel it; from the next block on anyone
/// may fulfil it, once. Who is who never changes: an AVS that wants other roles names another slasher, which the
/// AllocationManager announces long before it counts.
contract VetoableSlasher {
    using SafeCast for uint256;

    enum Status {
        Unknown,
        Queued,
        Cancelled,
        Fulfilled
    }

    /// What was asked for is kept as a hash: the parameters are in the event, and whoever fulfils hands them in again.
    struct Request {
        bytes32 paramsHash;
        uint32 vetoUntil;
        Status status;
    }

    IAllocationManager public immutable allocationManager;
    address public immutable avs;
    address public immutable proposer;
    address public immutable vetoCommittee;
    /// In blocks, as every delay of the protocol.
    uint32 public immutable vetoWindow;

    /// Requests so far. The first one is number 1.
    uint256 public requestCount;
    mapping(uint256 requestId => Request) private _requests;

    event SlashingRequestQueued(
        uint256 indexed requestId,
        address indexed operator,
        uint32 indexed operatorSetId,
        IAllocationManager.SlashingParams params,
        uint32 vetoUntil
    );
    event SlashingRequestCancelled(uint256 indexed requestId);
    event SlashingRequestFulfilled(uint256 indexed requestId, uint256 slashId);

    /// A contract or role was given as the zero address.
    error AddressZero();
    /// A window must be at least one block, and so short that who leaves during it can still be slashed after it.
    error InvalidVetoWindow(uint32 vetoWindow, uint32 withdrawalDelay);
    /// Another contract slashes this set, or there is none.
    error NotTheSlasher(uint32 operatorSetId);
    error OnlyProposer();
    error OnlyVetoCommittee();
    error UnknownRequest(uint256 requestId);
    error RequestCancelled(uint256 requestId);
    error RequestFulfilled(uint256 requestId);
    /// These are not the parameters that were queued.
    error ParamsMismatch(uint256 requestId);
    /// Too early to fulfil: the committee may cancel through this block.
    error VetoWindowOpen(uint32 vetoUntil);
    /// Too late to cancel: the committee might through this block.
    error VetoWindowOver(uint32 vetoUntil);

    constructor(
        IAllocationManager allocationManager_,
        address avs_,
        address proposer_,
        address vetoCommittee_,
        uint32 vetoWindow_
    ) {
        if (
            address(allocationManager_) == address(0) || avs_ == address(0) || proposer_ == address(0)
                || vetoCommittee_ == address(0)
        ) revert AddressZero();
        // The deallocation delay is no shorter: what covers withdrawals covers deallocating and deregistering too.
        uint32 delay = IDelegationManager(allocationManager_.delegation()).minWithdrawalDelayBlocks();
        if (vetoWindow_ == 0 || vetoWindow_ >= delay) revert InvalidVetoWindow(vetoWindow_, delay);
        allocationManager = allocationManager_;
        avs = avs_;
        proposer = proposer_;
        vetoCommittee = vetoCommittee_;
        vetoWindow = vetoWindow_;
    }

    /// Asks for a slash, as the AllocationManager will be asked for it. Whether it will agree is not checked here:
    /// simulate it, since a request that fails costs its window.
    function queueSlashingRequest(IAllocationManager.SlashingParams calldata params)
        external
        returns (uint256 requestId)
    {
        if (msg.sender != proposer) revert OnlyProposer();
        IAllocationManager.OperatorSet memory operatorSet =
            IAllocationManager.OperatorSet(avs, params.operatorSetId);
        if (allocationManager.getSlasher(operatorSet) != address(this)) {
            revert NotTheSlasher(params.operatorSetId);
        }
        requestId = ++requestCount;
        uint32 vetoUntil = (block.number + vetoWindow).toUint32();
        _requests[requestId] = Request(keccak256(abi.encode(params)), vetoUntil, Status.Queued);
        emit SlashingRequestQueued(requestId, params.operator, params.operatorSetId, params, vetoUntil);
    }

    /// Cancels a request, for good.
    function cancelSlashingRequest(uint256 requestId) external {
        if (msg.sender != vetoCommittee) revert OnlyVetoCommittee();
        Request storage request = _queued(requestId);
        if (block.number > request.vetoUntil) revert VetoWindowOver(request.vetoUntil);
        request.status = Status.Cancelled;
        emit SlashingRequestCancelled(requestId);
    }

    /// Slashes as requested; anyone may call. While the AllocationManager refuses (it is paused, or the operator can
    /// no longer be slashed), its error is passed on and the request stays queued.
    /// Returns the slash's number within its set and the shares taken.
    function fulfillSlashingRequest(uint256 requestId, IAllocationManager.SlashingParams calldata params)
        external
        returns (uint256 slashId, uint256[] memory shares)
    {
        Request storage request = _queued(requestId);
        if (block.number <= request.vetoUntil) revert VetoWindowOpen(request.vetoUntil);
        if (keccak256(abi.encode(params)) != request.paramsHash) revert ParamsMismatch(requestId);
        request.status = Status.Fulfilled;
        (slashId, shares) = allocationManager.slashOperator(avs, params);
        emit SlashingRequestFulfilled(requestId, slashId);
    }

    /// A request: where it stands, the last block in which it can be cancelled, and keccak256(abi.encode(params)).
    /// All zero if there is none of this number.
    function getSlashingRequest(uint256 requestId)
        external
        view
        returns (Status status, uint32 vetoUntil, bytes32 paramsHash)
    {
        Request storage request = _requests[requestId];
        return (request.status, request.vetoUntil, request.paramsHash);
    }

    /// The request, if it still waits.
    function _queued(uint256 requestId) private view returns (Request storage request) {
        request = _requests[requestId];
        if (request.status == Status.Unknown) revert UnknownRequest(requestId);
        if (request.status == Status.Cancelled) revert RequestCancelled(requestId);
        if (request.status == Status.Fulfilled) revert RequestFulfilled(requestId);
    }
}
