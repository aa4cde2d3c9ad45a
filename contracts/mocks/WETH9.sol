// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// Ether as a token, one wei for one base unit: what raw ETH becomes before it is deposited.
contract WETH9 is ERC20 {
    event Deposit(address indexed dst, uint256 wad);
    event Withdrawal(address indexed src, uint256 wad);

    /// The receiver of a withdrawal refused its ether.
    error EtherRefused(address receiver);

    constructor() ERC20("Wrapped Ether", "WETH") {}

    receive() external payable {
        deposit();
    }

    /// Wraps the ether sent along.
    function deposit() public payable {
        _mint(msg.sender, msg.value);
        emit Deposit(msg.sender, msg.value);
    }

    /// Unwraps `amount` wei to the caller.
    function withdraw(uint256 amount) external {
        withdrawTo(msg.sender, amount);
    }

    /// Unwraps `amount` wei of the caller's to `account`, as the WETH of Arbitrum does. The tokens are gone before any
    /// other code runs.
    function withdrawTo(address account, uint256 amount) public {
        _burn(msg.sender, amount);
        emit Withdrawal(msg.sender, amount);
        (bool sent,) = account.call{value: amount}("");
        if (!sent) revert EtherRefused(account);
    }
}
