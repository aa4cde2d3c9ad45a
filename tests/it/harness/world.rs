//! A chain with the protocol on it, driven in process: each act is a signed transaction in a block of its own, unless
//! several are put into one.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock, RwLockWriteGuard};

use alloy::primitives::{Address, B256, Bytes, Log, U256};
use alloy::rpc::types::{TransactionInput, TransactionRequest};
use alloy::signers::local::PrivateKeySigner;
use alloy::sol_types::{SolCall, SolError, SolEvent};
use client::book::AddressBook;
use client::deploy::{self, Config, Files};
use devnet::Devnet;
use devnet::chain::{CallStatus, MinedTx, Node};
use interfaces::sol::{IDelegationManager, IStrategyManager};

use super::{SERVICE_OWNER, Token, ether};

/// Enough gas for any act of the tests, and less than a block.
pub(super) const GAS: u64 = 30_000_000;

/// The protocol on a chain.
pub(crate) struct World {
    node: Arc<RwLock<Node>>,
    pub(crate) book: AddressBook,
    pub(crate) config: Config,
    pub(crate) weth: Address,
    pub(crate) lst: Address,
    pub(crate) reward: Address,
    pub(crate) service: Address,
}

/// A transaction that succeeded.
pub(crate) struct Done {
    tx: Arc<MinedTx>,
}

impl Done {
    /// Gas used, after refunds.
    pub(crate) fn gas(&self) -> u64 {
        self.tx.gas_used
    }

    /// What the call returned.
    pub(crate) fn returned<C: SolCall>(&self) -> C::Return {
        C::abi_decode_returns(&self.tx.outcome.output).unwrap()
    }

    /// What was emitted, in order.
    pub(crate) fn logs(&self) -> &[Log] {
        &self.tx.outcome.logs
    }

    /// Which events these contracts emitted, in order: the first topic of each.
    pub(crate) fn kinds(&self, emitters: &[Address]) -> Vec<B256> {
        let logs = self.tx.outcome.logs.iter().filter(|log| emitters.contains(&log.address));
        logs.map(|log| log.data.topics()[0]).collect()
    }

    /// The events of one kind, in order.
    pub(crate) fn events<E: SolEvent>(&self) -> Vec<E> {
        let decoded = self.tx.outcome.logs.iter().filter_map(|log| E::decode_log(log).ok());
        decoded.map(|log| log.data).collect()
    }
}

/// The repository, where built programs and contracts are.
pub(crate) fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

impl World {
    /// Deploys tokens, protocol and service over JSON-RPC, as anyone would.
    pub(crate) fn deploy(config: Config) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(async {
            let devnet = Devnet::start(devnet::Config { port: 0, ..Default::default() }).await.unwrap();
            let mut world = Self {
                node: devnet.node(),
                book: AddressBook::new(0, Address::ZERO),
                config,
                weth: Address::ZERO,
                lst: Address::ZERO,
                reward: Address::ZERO,
                service: Address::ZERO,
            };
            world.weth = world.create("WETH9", ());
            world.lst =
                world.create("MockLST", ("Liquid Staked Ether".to_owned(), "LST".to_owned(), U256::from(18)));
            world.reward =
                world.create("MockLST", ("Service Token".to_owned(), "SVC".to_owned(), U256::from(18)));
            world.config.tokens = vec![world.weth, world.lst];
            world.book = deploy_to(&devnet, &world.config).await;
            let peers = (world.at("slasher"), world.at("rewards-coordinator"));
            world.service = world.create_as(SERVICE_OWNER, "ExampleAVS", peers);
            devnet.stop().await.unwrap();
            world
        })
    }

    /// The node, for what has no function here.
    pub(crate) fn node(&self) -> RwLockWriteGuard<'_, Node> {
        self.node.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// A program of the deployment.
    pub(crate) fn at(&self, program: &str) -> Address {
        self.book.address(program).unwrap()
    }

    /// The strategy of a token.
    pub(crate) fn strategy(&self, token: Address) -> Address {
        self.book.strategy(token).unwrap()
    }

    /// Acts: a transaction in a block of its own, which must succeed.
    pub(crate) fn act<C: SolCall>(&self, from: Address, to: Address, call: &C) -> Done {
        self.pay(from, to, call, U256::ZERO)
    }

    /// Acts, sending `value` wei.
    pub(crate) fn pay<C: SolCall>(&self, from: Address, to: Address, call: &C, value: U256) -> Done {
        let tx = self.mined(self.submit(from, to, call, value));
        assert!(tx.succeeded(), "{} by {from}: {}", C::SIGNATURE, failure(&tx));
        Done { tx }
    }

    /// Acts in vain: the transaction must revert with `E`, and nobody's books may have changed.
    pub(crate) fn refuse<E: SolError>(&self, from: Address, to: Address, call: &impl SolCall) {
        self.refuse_data(from, to, call, &E::SELECTOR);
    }

    /// As [`World::refuse`], with the revert data given.
    pub(crate) fn refuse_data<C: SolCall>(&self, from: Address, to: Address, call: &C, data: &[u8]) {
        let before = self.books();
        let tx = self.mined(self.submit(from, to, call, U256::ZERO));
        let (found, wanted) = (client::errors::name(&tx.outcome.output), client::errors::name(data));
        assert_eq!(tx.outcome.status, CallStatus::Revert, "{} by {from} was not refused", C::SIGNATURE);
        assert_eq!(found, wanted, "{} by {from}", C::SIGNATURE);
        assert_eq!(&tx.outcome.output[..], data, "{} by {from}", C::SIGNATURE);
        assert_eq!(self.books(), before, "{} by {from} was refused, yet changed something", C::SIGNATURE);
    }

    /// Puts what `acts` submits into one block and requires that all of it succeeds.
    pub(crate) fn in_one_block(&self, acts: impl FnOnce(&Self) -> Vec<B256>) -> Vec<Done> {
        self.node().set_automine(false);
        let hashes = acts(self);
        self.node().set_automine(true);
        let done = hashes.into_iter().map(|hash| {
            let tx = self.mined(hash);
            assert!(tx.succeeded(), "{}", failure(&tx));
            Done { tx }
        });
        done.collect()
    }

    /// Hands a transaction to the chain.
    pub(crate) fn submit<C: SolCall>(&self, from: Address, to: Address, call: &C, value: U256) -> B256 {
        let request = TransactionRequest { from: Some(from), gas: Some(GAS), ..Default::default() };
        let request = request.to(to).value(value).input(TransactionInput::new(call.abi_encode().into()));
        self.node().send_unsigned(request).unwrap()
    }

    pub(super) fn mined(&self, hash: B256) -> Arc<MinedTx> {
        self.node().transaction(hash).unwrap_or_else(|| panic!("{hash} was not mined")).clone()
    }

    /// Reads.
    pub(crate) fn view<C: SolCall>(&self, to: Address, call: &C) -> C::Return {
        let output = self.try_view(to, call);
        let output =
            output.unwrap_or_else(|data| panic!("{}: {}", C::SIGNATURE, client::errors::name(&data)));
        C::abi_decode_returns(&output).unwrap()
    }

    /// Reads what may be refused: the output, or the revert data.
    pub(crate) fn try_view<C: SolCall>(&self, to: Address, call: &C) -> Result<Bytes, Bytes> {
        self.call_data(to, call.abi_encode().into())
    }

    /// Calls with raw calldata, without a transaction: the output, or the revert data.
    pub(crate) fn call_data(&self, to: Address, data: Bytes) -> Result<Bytes, Bytes> {
        let request = TransactionRequest::default().to(to).input(TransactionInput::new(data));
        let outcome = self.node().call(&request, Default::default(), None).unwrap();
        if outcome.is_success() { Ok(outcome.output) } else { Err(outcome.output) }
    }

    /// The number of the latest block.
    pub(crate) fn block(&self) -> u64 {
        self.node().block_number()
    }

    /// Lets `count` blocks pass.
    pub(crate) fn pass_blocks(&self, count: u32) {
        self.node().mine(u64::from(count), None);
    }

    /// Lets blocks pass until the next one is `number`.
    pub(crate) fn until_next_is(&self, number: u64) {
        let pass = number.checked_sub(self.block()).and_then(|blocks| blocks.checked_sub(1));
        self.node().mine(pass.unwrap_or_else(|| panic!("block {number} is past")), None);
    }

    /// Lets time pass.
    pub(crate) fn pass_seconds(&self, seconds: u32) {
        self.node().increase_time(u64::from(seconds));
        self.pass_blocks(1);
    }

    /// Remembers the state.
    pub(crate) fn snapshot(&mut self) -> u64 {
        self.node().snapshot()
    }

    /// Goes back to a remembered state, once.
    pub(crate) fn revert(&mut self, snapshot: u64) {
        self.node().revert(snapshot).unwrap();
    }

    /// Token units held.
    pub(crate) fn held(&self, token: Address, holder: Address) -> U256 {
        self.view(token, &Token::balanceOfCall { account: holder })
    }

    /// Gives `staker` LST and deposits it.
    pub(crate) fn deposit_lst(&self, staker: Address, amount: U256) -> Done {
        let manager = self.at("strategy-manager");
        self.act(staker, self.lst, &Token::mintCall { to: staker, amount });
        self.act(staker, self.lst, &Token::approveCall { spender: manager, amount });
        let (strategy, token) = (self.strategy(self.lst), self.lst);
        self.act(staker, manager, &IStrategyManager::depositIntoStrategyCall { strategy, token, amount })
    }

    /// Registers an operator without approver.
    pub(crate) fn register_operator(&self, operator: Address, allocation_delay: u32) -> Done {
        let register = IDelegationManager::registerAsOperatorCall {
            initDelegationApprover: Address::ZERO,
            allocationDelay: allocation_delay,
            metadataURI: String::new(),
        };
        self.act(operator, self.at("delegation-manager"), &register)
    }

    /// Delegates to an operator without approver.
    pub(crate) fn delegate(&self, staker: Address, operator: Address) -> Done {
        self.act(staker, self.at("delegation-manager"), &delegate_to(operator))
    }
}

/// Delegation to an operator without approver.
pub(crate) fn delegate_to(operator: Address) -> IDelegationManager::delegateToCall {
    let none = IDelegationManager::SignatureWithExpiry { signature: Bytes::new(), expiry: U256::ZERO };
    IDelegationManager::delegateToCall {
        operator,
        approverSignatureAndExpiry: none,
        approverSalt: B256::ZERO,
    }
}

fn failure(tx: &MinedTx) -> String {
    match &tx.outcome.status {
        CallStatus::Halt(reason) => reason.clone(),
        _ => format!("{} {:?}", client::errors::name(&tx.outcome.output), tx.outcome.notes),
    }
}

/// Runs the deployment of the client against a devnet.
pub(crate) async fn deploy_to(devnet: &Devnet, config: &Config) -> AddressBook {
    let folder = std::env::temp_dir().join(format!("restake-{}-{}", std::process::id(), devnet.port()));
    let (programs, book) = (repository().join("target/programs"), folder.join("book.json"));
    let signer = PrivateKeySigner::from_bytes(&devnet.accounts()[0].key).unwrap();
    let files = Files { programs: &programs, book };
    let deployed = deploy::deploy(devnet.url(), signer, config, &files, &mut |_| {}).await;
    let _ = std::fs::remove_dir_all(&folder);
    deployed.unwrap_or_else(|error| panic!("{error}"))
}

/// Smallest slash of the tests: a hundredth.
pub(crate) fn percent(n: u64) -> U256 {
    ether(n).checked_div(U256::from(100)).unwrap()
}
