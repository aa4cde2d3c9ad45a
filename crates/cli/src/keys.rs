//! Where the signing key comes from.

use alloy::signers::local::PrivateKeySigner;

use crate::error::Error;

/// Reads a private key of 32 bytes in hex. The key itself is never part of the error.
pub(crate) fn parse(key: &str) -> Result<PrivateKeySigner, Error> {
    key.trim().parse().map_err(|_| Error::Usage("the private key must be 32 bytes in hex".into()))
}
