// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// What the protocol calls of a WETH9-like token.
interface IWrappedETH {
    function deposit() external payable;
    function withdraw(uint256 amount) external;
}
