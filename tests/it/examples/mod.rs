//! The examples AVS teams copy: a service with its registrar, and a slasher with a veto committee, once in Solidity and
//! once in Rust. Every rule here is held to both slashers through one interface.

mod construction;
mod life;
mod refusals;
mod stage;
mod window;

alloy::sol! {
    /// `contracts/examples/VetoableSlasher.sol`, and `crates/example-slasher`.
    #[derive(Debug, PartialEq)]
    interface IVetoableSlasher {
        struct SlashingParams {
            address operator;
            uint32 operatorSetId;
            address[] strategies;
            uint256[] wadsToSlash;
            string description;
        }

        event SlashingRequestQueued(uint256 indexed requestId, address indexed operator, uint32 indexed operatorSetId, SlashingParams params, uint32 vetoUntil);
        event SlashingRequestCancelled(uint256 indexed requestId);
        event SlashingRequestFulfilled(uint256 indexed requestId, uint256 slashId);

        error AddressZero();
        error InvalidVetoWindow(uint32 vetoWindow, uint32 withdrawalDelay);
        error NotTheSlasher(uint32 operatorSetId);
        error OnlyProposer();
        error OnlyVetoCommittee();
        error UnknownRequest(uint256 requestId);
        error RequestCancelled(uint256 requestId);
        error RequestFulfilled(uint256 requestId);
        error ParamsMismatch(uint256 requestId);
        error VetoWindowOpen(uint32 vetoUntil);
        error VetoWindowOver(uint32 vetoUntil);

        function queueSlashingRequest(SlashingParams params) external returns (uint256 requestId);
        function cancelSlashingRequest(uint256 requestId) external;
        function fulfillSlashingRequest(uint256 requestId, SlashingParams params) external returns (uint256 slashId, uint256[] shares);
        function getSlashingRequest(uint256 requestId) external view returns (uint8 status, uint32 vetoUntil, bytes32 paramsHash);
        function allocationManager() external view returns (address);
        function avs() external view returns (address);
        function proposer() external view returns (address);
        function vetoCommittee() external view returns (address);
        function vetoWindow() external view returns (uint32);
        function requestCount() external view returns (uint256);
    }
}
