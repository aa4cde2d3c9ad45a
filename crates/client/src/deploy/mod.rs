//! The whole protocol onto a chain: create, activate, wire, verify.
//!
//! Every step looks first whether it was done, so that a deployment that was interrupted goes on where it stopped and one
//! that is complete does nothing. What was done is asked of the chain, not of the address book alone.

mod config;
mod program;
mod strategy;
mod wiring;

pub use config::{Config, RewardsTiming};

use std::path::{Path, PathBuf};

use alloy::primitives::{Address, B256, U256};
use alloy::signers::local::PrivateKeySigner;

use crate::book::{AddressBook, BookError};
use crate::chain::{Account, ChainError};
use crate::program::{Program, ProgramError};
use wiring::Wiring;

/// The programs every deployment has one of, in the order they are created.
///
/// `strategy` is the one whose code the factory copies for every token. It is never wired: it holds nothing, and whom
/// somebody else wires it to changes nothing of its code.
pub const PROGRAMS: [&str; 10] = [
    "permission-controller",
    "pauser-registry",
    "strategy-manager",
    "delegation-manager",
    "delegation-manager-extension",
    "avs-directory",
    "slasher",
    "rewards-coordinator",
    "strategy",
    "strategy-factory",
];

/// Why a deployment stopped. Running it again goes on from there.
#[derive(Debug, thiserror::Error)]
pub enum DeployError {
    /// A program was not built, or breaks a limit.
    #[error(transparent)]
    Program(#[from] ProgramError),
    /// The chain refused.
    #[error("{what}: {source}")]
    Chain {
        /// The step.
        what: String,
        /// What the chain says.
        source: Box<ChainError>,
    },
    /// The address book cannot be used.
    #[error(transparent)]
    Book(#[from] BookError),
    /// The configuration would make an unsafe protocol.
    #[error("configuration: {0}")]
    Config(String),
    /// The created account does not hold the program.
    #[error(transparent)]
    Code(Box<WrongCode>),
    /// Somebody else set a program's peers: its address must not be used.
    #[error(transparent)]
    Wiring(Box<WrongWiring>),
}

/// An account that holds other code than was sent there.
#[derive(Debug, thiserror::Error)]
#[error("{name} at {address} holds code {found}, not {wanted}")]
pub struct WrongCode {
    /// The program.
    pub name: String,
    /// Where.
    pub address: Address,
    /// Hash of the code there.
    pub found: B256,
    /// Hash of the code that was sent.
    pub wanted: B256,
}

/// A program that knows other peers than it must.
#[derive(Debug, thiserror::Error)]
#[error(
    "{name} at {address}: {what} is {found}, not {wanted}; remove it from the address book and deploy again"
)]
pub struct WrongWiring {
    /// The program.
    pub name: String,
    /// Where.
    pub address: Address,
    /// The view that disagrees.
    pub what: String,
    /// The word it gave.
    pub found: U256,
    /// The word it must give.
    pub wanted: U256,
}

/// Names the step an error of the chain belongs to.
pub(crate) fn at(what: impl Into<String>) -> impl FnOnce(ChainError) -> DeployError {
    let what = what.into();
    |source| DeployError::Chain { what, source: Box::new(source) }
}

/// Where programs and address book are, and who hears of progress.
pub struct Files<'a> {
    /// The folder of built programs.
    pub programs: &'a Path,
    /// The address book to write, and to go on from.
    pub book: PathBuf,
}

/// Deploys the protocol to the chain at `rpc`, from the account of `signer`, and returns its address book. `progress` hears
/// of each step as it is done.
///
/// # Errors
/// [`DeployError`]; running it again goes on from the step that failed.
pub async fn deploy(
    rpc: &str,
    signer: PrivateKeySigner,
    config: &Config,
    files: &Files<'_>,
    progress: &mut (dyn FnMut(String) + Send),
) -> Result<AddressBook, DeployError> {
    config.check().map_err(DeployError::Config)?;
    let account = Account::connect(rpc, signer).map_err(at("connecting"))?;
    let chain_id = account.chain_id().await.map_err(at("asking for the chain's id"))?;
    let book = AddressBook::open(&files.book, chain_id, account.address())?;
    let mut deployment = Deployment { account, book, files, progress };
    for name in PROGRAMS {
        deployment.program(name).await?;
    }
    deployment.wire(config).await?;
    for token in &config.tokens {
        deployment.strategy(*token).await?;
    }
    deployment.book.complete = true;
    deployment.save()?;
    Ok(deployment.book)
}

/// A deployment under way.
struct Deployment<'a> {
    account: Account,
    book: AddressBook,
    files: &'a Files<'a>,
    progress: &'a mut (dyn FnMut(String) + Send),
}

impl Deployment<'_> {
    fn save(&self) -> Result<(), DeployError> {
        Ok(self.book.save(&self.files.book)?)
    }

    fn load(&self, program: &str) -> Result<Program, DeployError> {
        let program = Program::load(self.files.programs.join(format!("{program}.wasm")))?;
        program.check()?;
        Ok(program)
    }

    /// Sets the peers of every program that has none, then reads all of them back.
    async fn wire(&mut self, config: &Config) -> Result<(), DeployError> {
        for wiring in wiring::all(&self.book, config)? {
            self.wire_one(&wiring).await?;
        }
        Ok(())
    }

    async fn wire_one(&mut self, wiring: &Wiring) -> Result<(), DeployError> {
        if wiring.is_unset(&self.account).await? {
            let receipt = wiring.send(&self.account).await?;
            (self.progress)(format!("{} wired, {} gas", wiring.name, receipt.gas_used));
        }
        wiring.verify(&self.account).await?;
        if let Some(entry) = self.book.programs.get_mut(&wiring.name) {
            entry.wired = true;
        }
        self.save()
    }
}
