// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

import {TestToken} from "./TestToken.sol";

/// Says `false` where others revert: nothing moves, and a caller that ignores the answer believes it did.
contract FalseReturningToken is TestToken {
    /// Whether transfers fail; switch it on after the honest part of a test.
    bool public failing;

    constructor(uint8 decimals_) TestToken("FALSE", decimals_) {}

    function setFailing(bool failing_) external {
        failing = failing_;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        return !failing && super.transfer(to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        return !failing && super.transferFrom(from, to, amount);
    }
}
