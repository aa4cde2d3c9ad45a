// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// What the protocol calls of a wrapped ETH.
interface IWrappedETH {
    function deposit() external payable;
    function withdraw(uint256 amount) external;
    /// Unwraps `amount` wei to `account`, as Arbitrum's WETH does. WETH9's `withdraw` sends 2,300 gas, with which no program starts.
    function withdrawTo(address account, uint256 amount) external;
}
