//! The chain's own contract for activating programs.
#![allow(missing_docs)]

use alloy::primitives::{Address, address};

alloy::sol! {
    /// The part of ArbWasm that deploying needs.
    #[derive(Debug)]
    interface ArbWasm {
        error ProgramNotActivated();
        error ProgramNeedsUpgrade(uint16 version, uint16 stylusVersion);
        error ProgramExpired(uint64 ageInSeconds);
        error ProgramUpToDate();
        error ProgramInsufficientValue(uint256 have, uint256 want);

        function activateProgram(address program) external payable returns (uint16 version, uint256 dataFee);
        function codehashVersion(bytes32 codehash) external view returns (uint16 version);
        function stylusVersion() external view returns (uint16 version);
    }
}

/// Where ArbWasm lives on every Stylus chain.
pub const ARB_WASM: Address = address!("0000000000000000000000000000000000000071");
