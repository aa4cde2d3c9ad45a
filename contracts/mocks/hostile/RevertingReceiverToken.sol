// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

import {TestToken} from "./TestToken.sol";

/// Refuses to move tokens to or from chosen accounts, as tokens with a block list do.
contract RevertingReceiverToken is TestToken {
    mapping(address account => bool) public blocked;

    /// `account` may neither send nor receive.
    error Blocked(address account);

    constructor(uint8 decimals_) TestToken("BLOCK", decimals_) {}

    function setBlocked(address account, bool blocked_) external {
        blocked[account] = blocked_;
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (blocked[from]) revert Blocked(from);
        if (blocked[to]) revert Blocked(to);
        super._update(from, to, amount);
    }
}
