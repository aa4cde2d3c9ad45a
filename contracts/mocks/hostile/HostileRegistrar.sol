// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

import {IAVSRegistrar} from "../../interfaces/IAVSRegistrar.sol";

/// A registrar that does with its callbacks what a hostile AVS could do.
contract HostileRegistrar is IAVSRegistrar {
    enum Mood {
        /// Agrees to everything.
        Agree,
        /// Refuses with an error of its own.
        Refuse,
        /// Consumes all gas it is given.
        Burn,
        /// Agrees, with an answer as long as was asked for.
        ReturnBomb,
        /// Refuses, with as long a reason.
        RevertBomb
    }

    Mood public mood;
    uint256 public bombSize;

    /// What to call in the next callback, once; nothing if the target is zero.
    address public target;
    bytes public payload;
    /// How that call ended.
    uint256 public calls;
    bool public lastSucceeded;
    bytes public lastAnswer;

    /// The AVS does not want this operator, or does not let it go.
    error Refused(address operator);

    function setMood(Mood mood_, uint256 bombSize_) external {
        (mood, bombSize) = (mood_, bombSize_);
    }

    function arm(address target_, bytes calldata payload_) external {
        (target, payload) = (target_, payload_);
    }

    /// @inheritdoc IAVSRegistrar
    function registerOperator(address operator, address, uint32[] calldata, bytes calldata) external {
        _act(operator);
    }

    /// @inheritdoc IAVSRegistrar
    function deregisterOperator(address operator, address, uint32[] calldata) external {
        _act(operator);
    }

    /// @inheritdoc IAVSRegistrar
    function supportsAVS(address) external pure returns (bool) {
        return true;
    }

    function _act(address operator) private {
        _reenter();
        uint256 size = bombSize;
        if (mood == Mood.Refuse) revert Refused(operator);
        if (mood == Mood.Burn) {
            assembly ("memory-safe") {
                invalid()
            }
        }
        if (mood == Mood.ReturnBomb) {
            assembly ("memory-safe") {
                return(mload(0x40), size)
            }
        }
        if (mood == Mood.RevertBomb) {
            assembly ("memory-safe") {
                revert(mload(0x40), size)
            }
        }
    }

    function _reenter() private {
        address called = target;
        if (called == address(0)) return;
        // Disarmed first: what it calls may call back here.
        target = address(0);
        calls += 1;
        (bool succeeded, bytes memory answer) = called.call(payload);
        (lastSucceeded, lastAnswer) = (succeeded, answer);
    }
}
