//! What clients see, and what is called: the ABI of `contracts/examples/VetoableSlasher.sol`, word for word.

use alloy_sol_types::sol;
use stylus_sdk::prelude::*;

sol! {
    /// A slash, as the AllocationManager is asked for it.
    #[derive(AbiType)]
    struct SlashingParams {
        address operator;
        uint32 operatorSetId;
        address[] strategies;
        uint256[] wadsToSlash;
        string description;
    }

    event SlashingRequestQueued(
        uint256 indexed requestId,
        address indexed operator,
        uint32 indexed operatorSetId,
        SlashingParams params,
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
}

// Structs are written as tuples here: the macro derives selectors from the types as they stand.
sol_interface! {
    interface IAllocationManager {
        function delegation() external view returns (address);
        function getSlasher((address, uint32) set) external view returns (address);
        function slashOperator(address avs, (address, uint32, address[], uint256[], string) params) external returns (uint256, uint256[]);
    }

    interface IDelegationManager {
        function minWithdrawalDelayBlocks() external view returns (uint32);
    }
}

/// Everything this contract refuses by itself. What each means is written at the errors above.
#[derive(SolidityError)]
pub enum Refusal {
    AddressZero(AddressZero),
    InvalidVetoWindow(InvalidVetoWindow),
    NotTheSlasher(NotTheSlasher),
    OnlyProposer(OnlyProposer),
    OnlyVetoCommittee(OnlyVetoCommittee),
    UnknownRequest(UnknownRequest),
    RequestCancelled(RequestCancelled),
    RequestFulfilled(RequestFulfilled),
    ParamsMismatch(ParamsMismatch),
    VetoWindowOpen(VetoWindowOpen),
    VetoWindowOver(VetoWindowOver),
}
