//! The address book of a deployment: written after every step, so that an interrupted one goes on where it stopped.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use alloy::primitives::{Address, B256};
use serde::{Deserialize, Serialize};

/// The version of the file's form.
const FORM: u32 = 1;

/// Why an address book cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BookError {
    /// Reading or writing failed.
    #[error("address book {path}: {source}; `restake deploy` writes one, --book names another")]
    File {
        /// The address book.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file is something else.
    #[error("{path} is no address book: {source}")]
    Form {
        /// The file.
        path: PathBuf,
        /// What parsing says.
        source: serde_json::Error,
    },
    /// The book is of another chain, deployer or form.
    #[error("{path} is of {found}, not of {wanted}; give another file with --book, or move this one away")]
    Other {
        /// The address book.
        path: PathBuf,
        /// What it says it is of.
        found: String,
        /// What it must be of.
        wanted: String,
    },
    /// A deployment wrote no such name.
    #[error("the address book has no {0}; is the deployment complete?")]
    Missing(String),
}

/// Where everything of one deployment is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressBook {
    /// Version of this form.
    pub version: u32,
    /// The chain.
    pub chain_id: u64,
    /// Who deployed.
    pub deployer: Address,
    /// Whether every step was done and the wiring read back.
    pub complete: bool,
    /// Programs by name; a strategy is `strategy:` and its token.
    pub programs: BTreeMap<String, Entry>,
}

/// One program on the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Where it is, or, while `created` is false, where the transaction with `nonce` puts it.
    pub address: Address,
    /// keccak256 of its code on the chain.
    pub code_hash: B256,
    /// The deployer's nonce that creates it; none for what the factory creates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce: Option<u64>,
    /// Whether the code was seen there.
    pub created: bool,
    /// Whether its peers were set and read back.
    pub wired: bool,
}

impl AddressBook {
    /// An empty book.
    pub fn new(chain_id: u64, deployer: Address) -> Self {
        Self { version: FORM, chain_id, deployer, complete: false, programs: BTreeMap::new() }
    }

    /// Reads a book.
    ///
    /// # Errors
    /// [`BookError::File`] and [`BookError::Form`].
    pub fn load(path: &Path) -> Result<Self, BookError> {
        let text =
            fs::read_to_string(path).map_err(|source| BookError::File { path: path.into(), source })?;
        serde_json::from_str(&text).map_err(|source| BookError::Form { path: path.into(), source })
    }

    /// Reads the book of this chain and deployer, or starts an empty one where there is no file.
    ///
    /// # Errors
    /// [`BookError::Other`] when the file is of another chain, deployer or form, and those of [`AddressBook::load`].
    pub fn open(path: &Path, chain_id: u64, deployer: Address) -> Result<Self, BookError> {
        if !path.exists() {
            return Ok(Self::new(chain_id, deployer));
        }
        let book = Self::load(path)?;
        let of = |book: &Self| {
            format!("chain {}, deployer {}, form {}", book.chain_id, book.deployer, book.version)
        };
        let wanted = Self::new(chain_id, deployer);
        if of(&book) != of(&wanted) {
            return Err(BookError::Other { path: path.into(), found: of(&book), wanted: of(&wanted) });
        }
        Ok(book)
    }

    /// Writes the book whole or not at all.
    ///
    /// # Errors
    /// [`BookError::File`].
    pub fn save(&self, path: &Path) -> Result<(), BookError> {
        let failed = |source| BookError::File { path: path.into(), source };
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        let mut text = serde_json::to_string_pretty(self).map_err(|error| failed(error.into()))?;
        text.push('\n');
        let draft = path.with_extension("draft");
        fs::write(&draft, text).and_then(|()| fs::rename(&draft, path)).map_err(failed)
    }

    /// Where `name` is.
    ///
    /// # Errors
    /// [`BookError::Missing`].
    pub fn address(&self, name: &str) -> Result<Address, BookError> {
        match self.programs.get(name) {
            Some(entry) if entry.created => Ok(entry.address),
            _ => Err(BookError::Missing(name.into())),
        }
    }

    /// The strategy of `token`.
    ///
    /// # Errors
    /// [`BookError::Missing`].
    pub fn strategy(&self, token: Address) -> Result<Address, BookError> {
        self.address(&strategy_name(token))
    }
}

/// What the book calls the strategy of a token.
pub fn strategy_name(token: Address) -> String {
    format!("strategy:{token}")
}
