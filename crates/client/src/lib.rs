//! Getting the protocol onto a Stylus chain, and talking to it there.
//!
//! - [`program`]: built programs, their sizes and limits.
//! - [`chain`]: one account on one chain: calls, transactions and their failures in words.
//! - [`deploy`]: every program created, activated, wired and verified; resumes after an interruption.
//! - [`book`]: the address book a deployment writes.
//! - [`errors`]: revert data by name.

pub mod activation;
pub mod artifact;
pub mod book;
pub mod chain;
pub mod deploy;
pub mod errors;
pub mod program;
