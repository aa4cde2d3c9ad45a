// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// Several calls in one transaction.
interface IMulticall {
    /// Makes every call as the caller would, in order; all or none take effect. Returns what each returned.
    /// Reverts with the error of the first call that fails. Takes no ETH, and makes no call that takes some.
    function multicall(bytes[] calldata data) external returns (bytes[] memory results);
}
