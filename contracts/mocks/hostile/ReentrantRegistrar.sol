// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

import {IAVSRegistrar} from "../../interfaces/IAVSRegistrar.sol";

/// An AVS and its registrar that answers the next callback with a call of the test's choice, and fails if that fails.
contract ReentrantRegistrar is IAVSRegistrar {
    address public target;
    bytes public payload;
    /// How often the target was called.
    uint256 public calls;

    /// What to call in the next callback.
    function arm(address target_, bytes calldata payload_) external {
        (target, payload) = (target_, payload_);
    }

    /// @inheritdoc IAVSRegistrar
    function registerOperator(address, address, uint32[] calldata, bytes calldata) external {
        _reenter();
    }

    /// @inheritdoc IAVSRegistrar
    function deregisterOperator(address, address, uint32[] calldata) external {
        _reenter();
    }

    /// @inheritdoc IAVSRegistrar
    function supportsAVS(address avs) external view returns (bool) {
        return avs == address(this);
    }

    function _reenter() private {
        address to = target;
        if (to == address(0)) return;
        // Once: the call may lead back here.
        target = address(0);
        calls += 1;
        (bool succeeded, bytes memory answer) = to.call(payload);
        if (succeeded) return;
        assembly ("memory-safe") {
            revert(add(answer, 0x20), mload(answer))
        }
    }
}
