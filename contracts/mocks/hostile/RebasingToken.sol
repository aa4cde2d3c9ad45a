// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {TestToken} from "./TestToken.sol";

/// Scales every balance at once: holdings grow or shrink with no transfer. Balances inside are kept in parts.
contract RebasingToken is TestToken {
    uint256 private constant WAD = 1e18;

    /// Base units one part is worth, times 1e18.
    uint256 public multiplier = WAD;

    constructor(uint8 decimals_) TestToken("REBASE", decimals_) {}

    /// Sets what a part is worth: 1.1e18 after 10 % of rewards, 0.5e18 after half was lost.
    function setMultiplier(uint256 multiplier_) external {
        require(multiplier_ != 0, "worth nothing");
        multiplier = multiplier_;
    }

    function balanceOf(address account) public view override returns (uint256) {
        return Math.mulDiv(super.balanceOf(account), multiplier, WAD);
    }

    function totalSupply() public view override returns (uint256) {
        return Math.mulDiv(super.totalSupply(), multiplier, WAD);
    }

    /// Amounts arrive in base units and are booked in parts, rounded down: a receiver may get one unit less.
    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, Math.mulDiv(amount, WAD, multiplier));
    }
}
