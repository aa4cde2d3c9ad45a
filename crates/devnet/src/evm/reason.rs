//! Why something reverted, in the words of geth.

use alloy_sol_types::{GenericContractError, PanicKind, SolInterface};

/// The reason in revert data of Solidity's own two errors, `Error(string)` and `Panic(uint256)`. A contract's own
/// errors have none: only its ABI can tell.
pub(crate) fn revert_reason(data: &[u8]) -> Option<String> {
    match GenericContractError::abi_decode(data).ok()? {
        GenericContractError::Revert(revert) => Some(revert.reason),
        GenericContractError::Panic(panic) => {
            let kind = u32::try_from(panic.code).ok().and_then(PanicKind::from_number);
            Some(kind.map_or_else(
                || format!("unknown panic code: {:#x}", panic.code),
                |kind| kind.as_geth_str().to_owned(),
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::U256;
    use alloy_sol_types::{Panic, Revert, SolError};

    fn panic(code: u64) -> Option<String> {
        revert_reason(&Panic { code: U256::from(code) }.abi_encode())
    }

    #[test]
    fn solidity_s_two_errors_have_geth_s_words() {
        assert_eq!(revert_reason(&Revert::from("too late").abi_encode()).unwrap(), "too late");
        assert_eq!(panic(0x11).unwrap(), "arithmetic underflow or overflow");
        assert_eq!(panic(0x32).unwrap(), "out-of-bounds access of an array or bytesN");
        assert_eq!(panic(0x99).unwrap(), "unknown panic code: 0x99");
    }

    #[test]
    fn other_data_has_no_reason() {
        for data in [&[][..], &[1, 2, 3], &[0x08, 0xc3, 0x79, 0xa0], &[0xde, 0xad, 0xbe, 0xef]] {
            assert_eq!(revert_reason(data), None, "{data:?}");
        }
    }
}
