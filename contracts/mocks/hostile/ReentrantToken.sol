// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

import {TestToken} from "./TestToken.sol";

/// Calls a target of the test's choice in the middle of every transfer, as a token with hooks can.
contract ReentrantToken is TestToken {
    /// Called before balances change, with `payload`; zero for an ordinary transfer.
    address public target;
    bytes public payload;
    /// Whether a failed call fails the transfer too.
    bool public strict;

    /// How often the target was called, and how the last call ended.
    uint256 public calls;
    bool public lastSucceeded;
    bytes public lastAnswer;

    constructor(uint8 decimals_) TestToken("REENTER", decimals_) {}

    /// What to call from now on. A lenient token swallows the failure and keeps what came back.
    function arm(address target_, bytes calldata payload_, bool strict_) external {
        (target, payload, strict) = (target_, payload_, strict_);
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        _reenter();
        return super.transfer(to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        _reenter();
        return super.transferFrom(from, to, amount);
    }

    function _reenter() private {
        if (target == address(0)) return;
        calls += 1;
        (lastSucceeded, lastAnswer) = target.call(payload);
        if (!strict || lastSucceeded) return;
        bytes memory answer = lastAnswer;
        assembly ("memory-safe") {
            revert(add(answer, 0x20), mload(answer))
        }
    }
}
