// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

interface ICounter {
    function number() external view returns (uint256);
    function setNumber(uint256 number) external;
    function raiseTo(uint256 number) external;
    function deposit() external payable;
}

/// The Solidity twin of the devnet's fixture-caller: same ABI, calling Solidity or Stylus contracts alike.
contract Caller {
    /// The slot a delegated counter writes to.
    uint256 public number;

    function numberOf(address counter) external view returns (uint256) {
        return ICounter(counter).number();
    }

    /// Sets another contract's number, then reads it back.
    function setNumberOf(address counter, uint256 number_) external returns (uint256) {
        ICounter(counter).setNumber(number_);
        return ICounter(counter).number();
    }

    /// Raises another contract's number; its custom error comes back unchanged.
    function raiseOtherTo(address counter, uint256 number_) external {
        ICounter(counter).raiseTo(number_);
    }

    /// Raises another contract's number; a failure is caught and returned as data.
    function tryRaiseOtherTo(address counter, uint256 number_) external returns (bool, bytes memory) {
        try ICounter(counter).raiseTo(number_) {
            return (true, "");
        } catch (bytes memory reason) {
            return (false, reason);
        }
    }

    /// Passes the ether it was sent on to another contract.
    function depositInto(address counter) external payable {
        ICounter(counter).deposit{value: msg.value}();
    }

    /// Calls `target` with any calldata and the ether it was sent.
    function callWith(address target, bytes calldata data) external payable returns (bytes memory) {
        (bool ok, bytes memory answer) = target.call{value: msg.value}(data);
        return _answerOrRevert(ok, answer);
    }

    /// Calls `target` with any calldata, where nothing may change.
    function staticCallWith(address target, bytes calldata data) external view returns (bytes memory) {
        (bool ok, bytes memory answer) = target.staticcall(data);
        return _answerOrRevert(ok, answer);
    }

    /// Runs the code of `target` on this contract's storage.
    function delegateTo(address target, bytes calldata data) external returns (bytes memory) {
        (bool ok, bytes memory answer) = target.delegatecall(data);
        return _answerOrRevert(ok, answer);
    }

    function _answerOrRevert(bool ok, bytes memory answer) private pure returns (bytes memory) {
        if (ok) return answer;
        assembly ("memory-safe") {
            revert(add(answer, 0x20), mload(answer))
        }
    }
}
