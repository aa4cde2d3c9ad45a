// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// Knows its decimals only when it is in the mood, and calls a target of the test's choice when it is asked for them.
contract UndecidedToken {
    error Undecided();

    /// Whether asking for decimals reverts.
    bool public moody;
    /// Called while asked for decimals, with `payload`; zero for nobody.
    address public target;
    bytes public payload;
    /// Whether a failed call fails the answer too.
    bool public strict;

    function setMoody(bool moody_) external {
        moody = moody_;
    }

    /// What to call from now on. A lenient token swallows the failure.
    function arm(address target_, bytes calldata payload_, bool strict_) external {
        (target, payload, strict) = (target_, payload_, strict_);
    }

    /// Not a view: whoever asks has to see to it that nothing changes.
    function decimals() external returns (uint8) {
        require(!moody, Undecided());
        if (target == address(0)) return 18;
        (bool ok, bytes memory answer) = target.call(payload);
        if (ok || !strict) return 18;
        assembly ("memory-safe") {
            revert(add(answer, 0x20), mload(answer))
        }
    }
}
