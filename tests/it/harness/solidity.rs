//! The Solidity contracts of the scenarios, as far as tests call them.

alloy::sol! {
    contract Token {
        function mint(address to, uint256 amount) external;
        function approve(address spender, uint256 amount) external returns (bool);
        function transfer(address to, uint256 amount) external returns (bool);
        function balanceOf(address account) external view returns (uint256);
        function totalSupply() external view returns (uint256);
    }

    contract Service {
        error OperatorRefused(address operator);
        error OnlyAllocationManager();

        event OperatorJoined(address indexed operator, uint32 indexed operatorSetId, bytes data);
        event OperatorLeft(address indexed operator, uint32 indexed operatorSetId);

        function setUp(string metadataURI) external;
        function createOperatorSet(uint32 operatorSetId, address[] strategies) external;
        function createOperatorSetWithSlasher(uint32 operatorSetId, address[] strategies, address slasher) external;
        function createRedistributingOperatorSet(uint32 operatorSetId, address[] strategies, address recipient) external;
        function createRedistributingOperatorSetWithSlasher(uint32 operatorSetId, address[] strategies, address recipient, address slasher) external;
        function setRefused(address operator, bool refused) external;
        function isRegistered(address operator, uint32 operatorSetId) external view returns (bool);
        function slash(address operator, uint32 operatorSetId, address[] strategies, uint256[] wadsToSlash, string description) external returns (uint256 slashId, uint256[] shares);
        function eject(address operator, uint32[] operatorSetIds) external;
        function registerOperator(address operator, address avs, uint32[] operatorSetIds, bytes data) external;
    }
}
