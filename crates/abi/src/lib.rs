//! The word codec: reads calldata, writes results, events, errors and calls to peers.
//!
//! The ABI's wire format is words of 32 bytes. This crate reads and writes them with a handful of plain functions that
//! all methods of a contract share, none of them generic and none inlined: a codec per struct or array type is what
//! makes contracts large. The meaning of the words is written once, in `contracts/interfaces`; property tests hold
//! every use equal to alloy-sol-types.
#![no_std]
#![forbid(unsafe_code)]
#![deny(clippy::arithmetic_side_effects, clippy::cast_possible_truncation, clippy::cast_sign_loss)]

extern crate alloc;

mod event;
mod fault;
mod reader;
pub mod word;
mod writer;

pub use event::Event;
pub use fault::{Fault, Result};
pub use reader::Reader;
pub use writer::{Slot, Writer};

/// Bytes of a word.
pub const WORD: usize = 32;
