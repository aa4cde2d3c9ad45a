// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// Registration of operators with AVSs that have no operator sets, by the operator's signature. AVSs with operator sets find
/// everything at the Slasher's address, which runs this program's code on its own storage.
interface IAVSDirectory {
    enum OperatorAVSRegistrationStatus {
        UNREGISTERED,
        REGISTERED
    }

    struct SignatureWithSaltAndExpiry {
        bytes signature;
        bytes32 salt;
        uint256 expiry;
    }

    /// The peers of this contract are set already.
    error AlreadyWired();
    error InputAddressZero();
    error InvalidCalldata();
    error InvalidSignature();
    error OperatorAlreadyRegisteredToAVS();
    error OperatorNotRegisteredToAVS();
    error OperatorNotRegisteredToEigenLayer();
    error SaltSpent();
    error SignatureExpired();

    event AVSMetadataURIUpdated(address indexed avs, string metadataURI);
    event OperatorAVSRegistrationStatusUpdated(address indexed operator, address indexed avs, OperatorAVSRegistrationStatus status);

    /// Sets the peers, once.
    function wire(address delegation, address pauserRegistry) external;

    // AVS: whoever calls

    function registerOperatorToAVS(address operator, SignatureWithSaltAndExpiry calldata operatorSignature) external;
    function deregisterOperatorFromAVS(address operator) external;
    /// Only an event.
    function updateAVSMetadataURI(string calldata metadataURI) external;

    // Operators

    /// Spends a salt of the caller, so that what was signed with it is worth nothing.
    function cancelSalt(bytes32 salt) external;

    // Views

    function avsOperatorStatus(address avs, address operator) external view returns (OperatorAVSRegistrationStatus);
    function calculateOperatorAVSRegistrationDigestHash(address operator, address avs, bytes32 salt, uint256 expiry) external view returns (bytes32);
    function delegation() external view returns (address);
    function domainSeparator() external view returns (bytes32);
    function operatorSaltIsSpent(address operator, bytes32 salt) external view returns (bool);
    function version() external view returns (string memory);
    function OPERATOR_AVS_REGISTRATION_TYPEHASH() external view returns (bytes32);
    function OPERATOR_SET_FORCE_DEREGISTRATION_TYPEHASH() external view returns (bytes32);
    function OPERATOR_SET_REGISTRATION_TYPEHASH() external view returns (bytes32);
}
