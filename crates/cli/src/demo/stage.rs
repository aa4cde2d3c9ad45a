//! Who plays, on what chain, with which contracts; and how a step is taken and written down.

use std::sync::{Arc, RwLock};

use alloy::primitives::{Address, Bytes, U256, address};
use alloy::rpc::types::TransactionReceipt;
use alloy::signers::local::PrivateKeySigner;
use alloy::sol_types::{SolCall, SolValue};
use client::artifact;
use client::book::AddressBook;
use client::chain::{Account, ChainError};
use client::deploy::{self, Config, Files};
use devnet::Devnet;
use devnet::chain::Node;

use super::Args;
use super::contracts::Token;
use crate::error::Error;

/// Where slashed shares of ordinary sets go.
pub(crate) const BURN_ADDRESS: Address = address!("00000000000000000000000000000000000E16E4");

/// One ether, and one of any token of the demo.
pub(crate) const ONE: u64 = 1_000_000_000_000_000_000;

/// A name and an account.
#[derive(Clone)]
pub(crate) struct Actor {
    pub(crate) name: &'static str,
    pub(crate) account: Account,
    /// For what is signed and not sent.
    pub(crate) key: PrivateKeySigner,
}

impl Actor {
    pub(crate) fn address(&self) -> Address {
        self.account.address()
    }
}

/// One row of the report.
pub(crate) struct Step {
    pub(crate) who: &'static str,
    pub(crate) what: String,
    pub(crate) program: &'static str,
    pub(crate) gas: u64,
    pub(crate) result: String,
}

/// The cast.
pub(crate) struct Cast {
    pub(crate) governance: Actor,
    pub(crate) alice: Actor,
    pub(crate) bob: Actor,
    pub(crate) operator: Actor,
    pub(crate) service: Actor,
    pub(crate) keeper: Actor,
}

/// Everything the story needs.
pub(crate) struct Stage {
    pub(crate) cast: Cast,
    pub(crate) book: AddressBook,
    pub(crate) config: Config,
    pub(crate) weth: Address,
    pub(crate) lst: Address,
    pub(crate) reward: Address,
    pub(crate) avs: Address,
    pub(crate) steps: Vec<Step>,
    node: Arc<RwLock<Node>>,
}

impl Stage {
    /// Funds the cast, creates the tokens, deploys the protocol and the service.
    pub(crate) async fn set(devnet: &Devnet, args: &Args) -> Result<Self, Error> {
        let cast = cast(devnet)?;
        let by = &cast.governance.account;
        let code = |name: &str| artifact::creation_code(&args.contracts, name);
        let token = |name: &str, symbol: &str| {
            let arguments = (name.to_owned(), symbol.to_owned(), U256::from(18)).abi_encode_params();
            code("MockLST").map(|code| Bytes::from([code.to_vec(), arguments].concat()))
        };
        let (weth, _) = by.create(code("WETH9")?, "creating wrapped ETH").await?;
        let (lst, _) = by.create(token("Liquid Staked Ether", "LST")?, "creating the LST").await?;
        let (reward, _) = by.create(token("Service Token", "SVC")?, "creating the reward token").await?;

        let config = Config { tokens: vec![weth, lst], ..Config::local(by.address()) };
        let files = Files { programs: &args.programs, book: args.book.clone() };
        let key = key(devnet, 0)?;
        let mut progress = |step| eprintln!("  {step}");
        let book = deploy::deploy(devnet.url(), key, &config, &files, &mut progress).await?;

        let arguments = (book.address("slasher")?, book.address("rewards-coordinator")?).abi_encode_params();
        let service = Bytes::from([code("ExampleAVS")?.to_vec(), arguments].concat());
        let (avs, _) = cast.service.account.create(service, "creating the service").await?;
        Ok(Self { cast, book, config, weth, lst, reward, avs, steps: Vec::new(), node: devnet.node() })
    }

    /// Sends a transaction and writes the step down, with the result given.
    pub(crate) async fn act<C: SolCall>(
        &mut self,
        who: &Actor,
        what: impl Into<String>,
        (program, to): (&'static str, Address),
        call: &C,
        value: U256,
        result: impl Into<String>,
    ) -> Result<TransactionReceipt, Error> {
        let receipt = who.account.send_with_value(to, call, value).await?;
        self.note(who, what, program, receipt.gas_used, result);
        Ok(receipt)
    }

    /// Makes a call that must fail with `error`, and writes that down.
    pub(crate) async fn refused<C: SolCall>(
        &mut self,
        who: &Actor,
        what: impl Into<String>,
        (program, to): (&'static str, Address),
        call: &C,
        error: &str,
    ) -> Result<(), Error> {
        let found = match who.account.send(to, call).await {
            Err(ChainError::Reverted { data, .. }) => client::errors::name(&data),
            Err(other) => return Err(other.into()),
            Ok(_) => "accepted".into(),
        };
        let what = what.into();
        expect(&what, found, error.to_owned())?;
        self.note(who, what, program, 0, format!("refused: {error}"));
        Ok(())
    }

    fn note(
        &mut self,
        who: &Actor,
        what: impl Into<String>,
        program: &'static str,
        gas: u64,
        result: impl Into<String>,
    ) {
        let step = Step { who: who.name, what: what.into(), program, gas, result: result.into() };
        eprintln!("  {}: {}", step.who, step.what);
        self.steps.push(step);
    }

    /// A program by its name in the address book, as a step names it.
    pub(crate) fn program(&self, name: &'static str) -> Result<(&'static str, Address), Error> {
        Ok((name, self.book.address(name)?))
    }

    /// Lets blocks pass.
    pub(crate) fn pass_blocks(&self, count: u32) {
        self.with_node(|node| node.mine(u64::from(count), None));
    }

    /// Lets time pass.
    pub(crate) fn pass_seconds(&self, seconds: u32) {
        self.with_node(|node| {
            node.increase_time(u64::from(seconds));
            node.mine(1, None);
        });
    }

    /// The time of the latest block in seconds.
    pub(crate) async fn now(&self) -> Result<u32, Error> {
        let block = self.cast.keeper.account.latest_timestamp().await?;
        u32::try_from(block).map_err(|_| Error::Story("the chain's time is past the year 2106".into()))
    }

    fn with_node(&self, act: impl FnOnce(&mut Node)) {
        // A poisoned lock means a request panicked; the story's next request is then refused and says so.
        act(&mut self.node.write().unwrap_or_else(std::sync::PoisonError::into_inner));
    }

    /// Token units there are.
    pub(crate) async fn supply(&self, token: Address) -> Result<U256, Error> {
        Ok(self.cast.keeper.account.view(token, &Token::totalSupplyCall {}).await?)
    }

    /// Token units `holder` has.
    pub(crate) async fn held(&self, token: Address, holder: Address) -> Result<U256, Error> {
        Ok(self.cast.keeper.account.view(token, &Token::balanceOfCall { account: holder }).await?)
    }
}

fn key(devnet: &Devnet, index: usize) -> Result<PrivateKeySigner, Error> {
    let account = devnet.accounts().get(index);
    let account = account.ok_or_else(|| Error::Story(format!("the devnet has no account {index}")))?;
    PrivateKeySigner::from_bytes(&account.key).map_err(|error| Error::Story(error.to_string()))
}

fn cast(devnet: &Devnet) -> Result<Cast, Error> {
    let actor = |index, name| {
        let key = key(devnet, index)?;
        let account = Account::connect(devnet.url(), key.clone())?;
        Ok::<_, Error>(Actor { name, account, key })
    };
    Ok(Cast {
        governance: actor(0, "Governance")?,
        alice: actor(1, "Alice")?,
        bob: actor(2, "Bob")?,
        operator: actor(3, "Operator")?,
        service: actor(4, "Service")?,
        keeper: actor(5, "Keeper")?,
    })
}

/// Fails when a number is not what the accounting says.
pub(crate) fn expect<T: PartialEq + std::fmt::Display>(what: &str, found: T, wanted: T) -> Result<(), Error> {
    if found == wanted {
        return Ok(());
    }
    Err(Error::Mismatch { what: what.into(), found: found.to_string(), wanted: wanted.to_string() })
}
