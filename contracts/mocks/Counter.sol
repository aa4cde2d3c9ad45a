// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// The Solidity twin of the devnet's fixture-counter: same ABI, same storage, same answers.
contract Counter {
    uint256 public number;
    mapping(address account => uint256) public deposited;

    event NumberSet(address indexed by, uint256 number);

    error NumberTooLow(uint256 current, uint256 given);

    function setNumber(uint256 number_) public {
        number = number_;
        emit NumberSet(msg.sender, number_);
    }

    /// Adds one, wrapping at 2^256.
    function increment() external {
        unchecked {
            setNumber(number + 1);
        }
    }

    /// Sets the number, which has to grow. Written first, so that a test sees the revert undo it.
    function raiseTo(uint256 number_) external {
        uint256 current = number;
        setNumber(number_);
        if (number_ <= current) revert NumberTooLow(current, number_);
    }

    /// Takes ether and notes who sent it, in wei.
    function deposit() external payable {
        deposited[msg.sender] += msg.value;
    }

    /// Never returns: it runs until its gas is spent.
    function spin() external pure returns (uint256 turns) {
        do {
            unchecked {
                ++turns;
            }
        } while (turns != 0);
    }
}
