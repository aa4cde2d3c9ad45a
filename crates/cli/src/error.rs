//! Why a command stopped, and the exit code that says so.

use client::artifact::ArtifactError;
use client::book::BookError;
use client::chain::ChainError;
use client::deploy::DeployError;
use devnet::chain::NodeError;
use devnet::{StartError, StateFileError};

/// Why a command stopped.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// An option cannot be used.
    #[error("{0}")]
    Usage(String),
    /// A file cannot be read.
    #[error("{path}: {source}")]
    File { path: String, source: std::io::Error },
    /// A file holds something else than it should.
    #[error("{path}: {source}")]
    Form { path: String, source: serde_json::Error },
    /// The devnet did not start.
    #[error(transparent)]
    Devnet(#[from] StartError),
    /// The chain could not be kept in its file.
    #[error(transparent)]
    State(#[from] StateFileError),
    /// The deployment stopped.
    #[error(transparent)]
    Deploy(#[from] DeployError),
    /// The chain refused.
    #[error(transparent)]
    Chain(#[from] ChainError),
    /// The address book cannot be used.
    #[error(transparent)]
    Book(#[from] BookError),
    /// A Solidity contract was not built.
    #[error(transparent)]
    Artifact(#[from] ArtifactError),
    /// Something the demo's story rests on is not there.
    #[error("the story cannot go on: {0}")]
    Story(String),
    /// A number of the demo is not what the accounting says.
    #[error("{what} is {found}, the accounting says {wanted}")]
    Mismatch { what: String, found: String, wanted: String },
}

impl Error {
    /// 1 unexpected, 2 usage, 3 would revert, 5 chain or network, 7 a check failed.
    pub(crate) fn code(&self) -> u8 {
        match self {
            Self::Usage(_) | Self::Form { .. } | Self::File { .. } | Self::State(_) => 2,
            Self::Devnet(StartError::State(_) | StartError::Chain(NodeError::Config(_))) => 2,
            Self::Chain(error) => of_chain(error),
            Self::Deploy(DeployError::Chain { source, .. }) => of_chain(source),
            Self::Mismatch { .. }
            | Self::Story(_)
            | Self::Deploy(DeployError::Wiring(_) | DeployError::Code(_)) => 7,
            Self::Devnet(_) | Self::Deploy(_) | Self::Book(_) | Self::Artifact(_) => 1,
        }
    }
}

fn of_chain(error: &ChainError) -> u8 {
    if matches!(error, ChainError::Reverted { .. }) { 3 } else { 5 }
}
