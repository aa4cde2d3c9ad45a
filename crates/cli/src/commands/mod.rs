//! The plain commands, one a file.

pub(crate) mod addresses;
pub(crate) mod deploy;
pub(crate) mod devnet;
