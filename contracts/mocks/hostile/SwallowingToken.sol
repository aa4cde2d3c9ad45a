// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

import {TestToken} from "./TestToken.sol";

/// Accepts every call, as a token with a fallback does: also the one that asks it to unwrap, which it does not.
contract SwallowingToken is TestToken {
    constructor() TestToken("GULP", 18) {}

    fallback() external payable {}

    receive() external payable {}
}
