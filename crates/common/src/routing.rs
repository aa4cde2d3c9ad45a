//! From calldata to a rule.

use abi::{Fault, Reader, Result};
use alloc::vec::Vec;
use stylus_sdk::host::VM;
use stylus_sdk::prelude::*;

/// What a routing table says to a selector: the encoded result, or `None` when the selector is not in the table.
pub type Routed = Result<Option<Vec<u8>>>;

/// A routing table: one audience's selectors, each with how its arguments are read and which rule it runs.
pub type Table<C> = fn(&mut C, u32, &mut Reader<'_>) -> Routed;

/// Looks a selector up in the tables in order. `None` for a selector in none of them. ETH is refused but for the selectors
/// in `payable`.
#[inline(never)]
pub fn route<C>(
    contract: &mut C,
    payable: &[u32],
    tables: &[Table<C>],
    selector: u32,
    arguments: &[u8],
) -> Option<stylus_sdk::ArbResult>
where
    C: HostAccess<Host = VM>,
{
    if !payable.contains(&selector) && !contract.vm().msg_value().is_zero() {
        // As a Solidity function that is not payable does: no data.
        return Some(Err(Vec::new()));
    }
    for table in tables {
        match table(contract, selector, &mut Reader::new(arguments)) {
            Ok(None) => {}
            Ok(Some(result)) => return Some(Ok(result)),
            Err(fault) => return Some(Err(fault.into_data())),
        }
    }
    None
}

/// A result as the SDK wants it.
pub fn answer(result: Result<Vec<u8>>) -> stylus_sdk::ArbResult {
    result.map_err(Fault::into_data)
}

/// A result without values.
pub fn done(_: ()) -> Routed {
    Ok(Some(Vec::new()))
}

/// The fallback of a contract without one: calldata that no table knows reverts without data.
pub fn unknown<C>(_: &mut C, _: &[u8]) -> Option<stylus_sdk::ArbResult> {
    None
}

/// Implements the SDK's `Router` for a contract from its routing tables, and optionally a function for the calldata of
/// selectors that are in none of them.
#[macro_export]
macro_rules! router {
    ($contract:ty, payable: [$($payable:expr),*], tables: [$($table:path),+ $(,)?]) => {
        $crate::router!(
            $contract,
            payable: [$($payable),*],
            tables: [$($table),+],
            fallback: $crate::routing::unknown
        );
    };
    ($contract:ty, payable: [$($payable:expr),*], tables: [$($table:path),+ $(,)?], fallback: $fallback:path) => {
        impl stylus_sdk::abi::Router<$contract> for $contract {
            type Storage = Self;

            fn route(storage: &mut Self, selector: u32, input: &[u8]) -> Option<stylus_sdk::ArbResult> {
                $crate::routing::route(storage, &[$($payable),*], &[$($table),+], selector, input)
            }

            fn receive(_: &mut Self) -> Option<core::result::Result<(), alloc::vec::Vec<u8>>> {
                None
            }

            fn fallback(storage: &mut Self, input: &[u8]) -> Option<stylus_sdk::ArbResult> {
                $fallback(storage, input)
            }

            fn constructor(_: &mut Self, _: &[u8]) -> Option<stylus_sdk::ArbResult> {
                None
            }
        }
    };
}
