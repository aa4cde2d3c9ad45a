// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

import {TestToken} from "./TestToken.sol";

/// Burns a part of everything that moves: the receiver gets less than the sender gave.
contract FeeOnTransferToken is TestToken {
    uint256 private constant BIPS = 10_000;

    /// The part that is burnt, in hundredths of a percent.
    uint256 public immutable feeBips;

    constructor(uint8 decimals_, uint256 feeBips_) TestToken("FEE", decimals_) {
        require(feeBips_ <= BIPS, "fee above 100 %");
        feeBips = feeBips_;
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (from == address(0) || to == address(0)) return super._update(from, to, amount);
        uint256 fee = amount * feeBips / BIPS;
        super._update(from, to, amount - fee);
        super._update(from, address(0), fee);
    }
}
