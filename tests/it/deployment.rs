//! Deploying: goes on after an interruption, does nothing twice, and notices wiring that is not its own.

use std::path::{Path, PathBuf};

use alloy::primitives::{Address, Bytes, U256};
use alloy::signers::local::PrivateKeySigner;
use alloy::sol_types::SolValue;
use client::artifact::creation_code;
use client::book::AddressBook;
use client::chain::Account;
use client::deploy::{self, Config, DeployError, Files};
use devnet::Devnet;
use interfaces::sol::{IPauserRegistry, IStrategyFactory, IStrategyManager};

use crate::harness::GOVERNANCE;
use crate::harness::world::repository;

struct Site {
    devnet: Devnet,
    folder: PathBuf,
}

impl Site {
    async fn new() -> Self {
        let devnet = Devnet::start(devnet::Config { port: 0, ..Default::default() }).await.unwrap();
        let folder =
            std::env::temp_dir().join(format!("restake-deployment-{}-{}", std::process::id(), devnet.port()));
        Self { devnet, folder }
    }

    fn book(&self) -> PathBuf {
        self.folder.join("book.json")
    }

    fn signer(&self, account: usize) -> PrivateKeySigner {
        PrivateKeySigner::from_bytes(&self.devnet.accounts()[account].key).unwrap()
    }

    /// An account without a role.
    fn stranger(&self) -> Account {
        Account::connect(self.devnet.url(), self.signer(1)).unwrap()
    }

    /// Deploys without tokens. Returns also how many steps were told of.
    async fn deploy(&self, programs: &Path) -> (Result<AddressBook, DeployError>, usize) {
        let (done, steps) = self.deploy_with(programs, &Config::local(GOVERNANCE)).await;
        (done, steps.len())
    }

    async fn deploy_with(
        &self,
        programs: &Path,
        config: &Config,
    ) -> (Result<AddressBook, DeployError>, Vec<String>) {
        let files = Files { programs, book: self.book() };
        let mut steps = Vec::new();
        let mut progress = |step| steps.push(step);
        let done = deploy::deploy(self.devnet.url(), self.signer(0), config, &files, &mut progress).await;
        (done, steps)
    }

    /// Deploys with strategies for these tokens.
    async fn deploy_for(&self, tokens: &[Address]) -> (AddressBook, Vec<String>) {
        let config = Config { tokens: tokens.to_vec(), ..Config::local(GOVERNANCE) };
        let (done, steps) = self.deploy_with(&programs(), &config).await;
        (done.unwrap(), steps)
    }

    /// Deploys with these programs built and no others: it stops at the first that is missing. Returns the book.
    async fn stop_after(&self, built: impl IntoIterator<Item = &str>) -> AddressBook {
        let partial = self.folder.join("programs");
        std::fs::create_dir_all(&partial).unwrap();
        for name in built {
            let file = format!("{name}.wasm");
            std::fs::copy(programs().join(&file), partial.join(&file)).unwrap();
        }
        let (stopped, _) = self.deploy(&partial).await;
        assert!(matches!(stopped, Err(DeployError::Program(_))), "{stopped:?}");
        AddressBook::load(&self.book()).unwrap()
    }

    async fn token(&self) -> Address {
        let code = creation_code(&repository().join("contracts/out"), "MockLST").unwrap();
        let arguments = ("Token".to_owned(), "TKN".to_owned(), U256::from(18)).abi_encode_params();
        let code = Bytes::from([code.to_vec(), arguments].concat());
        self.stranger().create(code, "creating a token").await.unwrap().0
    }

    fn transactions(&self) -> u64 {
        self.devnet.node().read().unwrap().block_number()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn programs() -> PathBuf {
    repository().join("target/programs")
}

#[tokio::test]
async fn a_complete_deployment_is_not_repeated() {
    let site = Site::new().await;
    let (first, steps) = site.deploy(&programs()).await;
    let (first, sent) = (first.unwrap(), site.transactions());
    assert!(first.complete && steps > 0);
    let (second, steps) = site.deploy(&programs()).await;
    assert_eq!((second.unwrap(), steps, site.transactions()), (first, 0, sent));
}

#[tokio::test]
async fn an_interrupted_deployment_goes_on_where_it_stopped() {
    let site = Site::new().await;
    // The slasher's file is missing, so that everything before it is deployed and then the deployment stops.
    let half = site.stop_after(deploy::PROGRAMS.into_iter().filter(|name| *name != "slasher")).await;
    assert!(!half.complete);
    let (done, _) = site.deploy(&programs()).await;
    let done = done.unwrap();
    for (name, entry) in &half.programs {
        assert_eq!(done.programs[name].address, entry.address, "{name} was deployed twice");
    }
    assert!(done.complete);
}

#[tokio::test]
async fn a_lost_note_of_a_created_program_is_found_again_on_the_chain() {
    let site = Site::new().await;
    let (done, _) = site.deploy(&programs()).await;
    let (mut book, sent) = (done.unwrap(), site.transactions());
    // As if the process ended between sending the create transaction and writing that it was mined.
    for entry in book.programs.values_mut() {
        entry.created = false;
        entry.wired = false;
    }
    book.complete = false;
    book.save(&site.book()).unwrap();
    let (again, _) = site.deploy(&programs()).await;
    assert!(again.unwrap().complete);
    assert_eq!(site.transactions(), sent, "nothing was sent twice");
}

#[tokio::test]
async fn a_program_somebody_else_wired_is_noticed() {
    let site = Site::new().await;
    let half = site.stop_after(["permission-controller", "pauser-registry", "strategy-manager"]).await;
    let (manager, thief) = (half.address("strategy-manager").unwrap(), site.stranger());
    let wire = IStrategyManager::wireCall {
        delegation: thief.address(),
        allocationManager: thief.address(),
        pauserRegistry: thief.address(),
        owner: thief.address(),
        strategyWhitelister: thief.address(),
        slashResolutionDelay: 0,
    };
    thief.send(manager, &wire).await.unwrap();
    let (noticed, _) = site.deploy(&programs()).await;
    match noticed {
        Err(DeployError::Wiring(wrong)) => {
            assert_eq!((wrong.name.as_str(), wrong.address), ("strategy-manager", manager));
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_pauser_somebody_else_slipped_in_is_noticed() {
    let site = Site::new().await;
    let half = site.stop_after(["permission-controller", "pauser-registry"]).await;
    let (registry, thief) = (half.address("pauser-registry").unwrap(), site.stranger());
    // All that the deployment would set, and one more.
    let pausers = vec![GOVERNANCE, thief.address()];
    thief.send(registry, &IPauserRegistry::wireCall { pausers, unpauser: GOVERNANCE }).await.unwrap();
    let (noticed, _) = site.deploy(&programs()).await;
    match noticed {
        Err(DeployError::Wiring(wrong)) => {
            assert_eq!((wrong.address, wrong.what.as_str()), (registry, "pauserCount()"));
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn only_strategies_that_are_missing_are_created() {
    let site = Site::new().await;
    let (first, second) = (site.token().await, site.token().await);
    let (before, _) = site.deploy_for(&[first]).await;
    let sent = site.transactions();
    let (after, steps) = site.deploy_for(&[first, second]).await;
    assert_eq!(after.strategy(first).unwrap(), before.strategy(first).unwrap());
    assert_eq!((steps.len(), site.transactions()), (1, sent + 1), "{steps:?}");
    let strategies = [first, second].map(|token| &after.programs[&client::book::strategy_name(token)]);
    for strategy in strategies {
        assert!(strategy.created && strategy.wired);
        assert_eq!(strategy.code_hash, after.programs["strategy"].code_hash);
    }
}

#[tokio::test]
async fn a_strategy_a_stranger_had_created_is_the_tokens() {
    let site = Site::new().await;
    let token = site.token().await;
    let (book, _) = site.deploy_for(&[]).await;
    let factory = book.address("strategy-factory").unwrap();
    site.stranger().send(factory, &IStrategyFactory::deployNewStrategyCall { token }).await.unwrap();
    let ask = IStrategyFactory::deployedStrategiesCall { token };
    let strategy = site.stranger().view(factory, &ask).await.unwrap();
    let sent = site.transactions();
    let (book, steps) = site.deploy_for(&[token]).await;
    assert_eq!((book.strategy(token).unwrap(), steps.len(), site.transactions()), (strategy, 0, sent));
}

#[tokio::test]
async fn a_strategy_the_owner_closed_is_told_of_and_stays_closed() {
    let site = Site::new().await;
    let token = site.token().await;
    let (book, _) = site.deploy_for(&[token]).await;
    let owner = Account::connect(site.devnet.url(), site.signer(0)).unwrap();
    let close = IStrategyFactory::removeStrategiesFromWhitelistCall {
        strategiesToRemoveFromWhitelist: vec![book.strategy(token).unwrap()],
    };
    owner.send(book.address("strategy-factory").unwrap(), &close).await.unwrap();
    let sent = site.transactions();
    let (again, steps) = site.deploy_for(&[token]).await;
    assert_eq!((again, site.transactions()), (book, sent));
    assert!(matches!(&steps[..], [step] if step.contains("takes no deposits")), "{steps:?}");
}

#[tokio::test]
async fn a_book_of_another_deployer_is_not_used() {
    let site = Site::new().await;
    AddressBook::new(1, Address::ZERO).save(&site.book()).unwrap();
    let (refused, _) = site.deploy(&programs()).await;
    assert!(matches!(refused, Err(DeployError::Book(_))), "{refused:?}");
}

#[test]
fn delays_that_let_a_slash_be_escaped_are_refused() {
    let local = Config::local(GOVERNANCE);
    let short = Config { deallocation_delay_blocks: local.withdrawal_delay_blocks - 1, ..local.clone() };
    assert!(short.check().unwrap_err().contains("deallocationDelayBlocks"));
    let sudden =
        Config { allocation_configuration_delay_blocks: local.withdrawal_delay_blocks, ..local.clone() };
    assert!(sudden.check().unwrap_err().contains("allocationConfigurationDelayBlocks"));
    assert_eq!(local.check(), Ok(()));
    assert_eq!(Config::mainnet(GOVERNANCE).check(), Ok(()));
}

#[test]
fn roles_of_nobody_and_roles_given_twice_are_refused() {
    let local = Config::local(GOVERNANCE);
    assert_eq!((&local.pausers[..], local.unpauser), (&[GOVERNANCE][..], GOVERNANCE));
    let nobody = Address::ZERO;
    let refused = [
        (Config { owner: nobody, ..local.clone() }, "owner"),
        (Config { unpauser: nobody, ..local.clone() }, "unpauser"),
        (Config { pausers: vec![GOVERNANCE, nobody], ..local.clone() }, "pausers"),
        (Config { pausers: vec![GOVERNANCE, GOVERNANCE], ..local.clone() }, "pausers"),
        (Config { tokens: vec![GOVERNANCE, GOVERNANCE], ..local.clone() }, "tokens"),
    ];
    for (config, field) in refused {
        assert!(config.check().unwrap_err().contains(field), "{field}");
    }
    assert_eq!(Config { pausers: Vec::new(), ..local }.check(), Ok(()));
}
