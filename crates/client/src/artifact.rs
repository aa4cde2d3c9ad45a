//! Solidity contracts as compiled by Foundry: the tokens and services that scenarios use.

use std::fs;
use std::path::{Path, PathBuf};

use alloy::primitives::{Bytes, hex};
use serde_json::Value;

/// Why an artifact cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ArtifactError {
    /// The file is not there or not readable.
    #[error("cannot read {path}: {source}; run ./scripts/build")]
    Read {
        /// The file that was looked for.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The file is no Foundry artifact.
    #[error("{0} holds no creation bytecode")]
    NoBytecode(PathBuf),
}

/// The creation code of `name`, read from a Foundry output folder.
///
/// # Errors
/// [`ArtifactError`] when the contract was not built.
pub fn creation_code(out: &Path, name: &str) -> Result<Bytes, ArtifactError> {
    let path = out.join(format!("{name}.sol")).join(format!("{name}.json"));
    let text =
        fs::read_to_string(&path).map_err(|source| ArtifactError::Read { path: path.clone(), source })?;
    let json: Option<Value> = serde_json::from_str(&text).ok();
    let code = json.as_ref().and_then(|json| json.pointer("/bytecode/object")).and_then(Value::as_str);
    let code = code.and_then(|code| hex::decode(code).ok()).filter(|code| !code.is_empty());
    code.map(Bytes::from).ok_or(ArtifactError::NoBytecode(path))
}
