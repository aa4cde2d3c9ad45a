//! Deploying: goes on after an interruption, does nothing twice, and notices wiring that is not its own.

use std::path::{Path, PathBuf};

use alloy::primitives::Address;
use alloy::signers::local::PrivateKeySigner;
use client::book::AddressBook;
use client::deploy::{self, Config, DeployError, Files};
use devnet::Devnet;
use interfaces::sol::IStrategyManager;

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

    fn signer(&self) -> PrivateKeySigner {
        PrivateKeySigner::from_bytes(&self.devnet.accounts()[0].key).unwrap()
    }

    async fn deploy(&self, programs: &Path) -> (Result<AddressBook, DeployError>, usize) {
        let config = Config::local(GOVERNANCE);
        let files = Files { programs, book: self.book() };
        let mut steps = 0;
        let done =
            deploy::deploy(self.devnet.url(), self.signer(), &config, &files, &mut |_| steps += 1).await;
        (done, steps)
    }

    fn transactions(&self) -> u64 {
        self.devnet.node().lock().unwrap().block_number()
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
    let partial = site.folder.join("programs");
    std::fs::create_dir_all(&partial).unwrap();
    for name in deploy::PROGRAMS.into_iter().filter(|name| *name != "slasher") {
        let file = format!("{name}.wasm");
        std::fs::copy(programs().join(&file), partial.join(&file)).unwrap();
    }
    let (stopped, _) = site.deploy(&partial).await;
    assert!(matches!(stopped, Err(DeployError::Program(_))), "{stopped:?}");
    let half = AddressBook::load(&site.book()).unwrap();
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
    let partial = site.folder.join("programs");
    std::fs::create_dir_all(&partial).unwrap();
    for name in ["permission-controller.wasm", "strategy-manager.wasm"] {
        std::fs::copy(programs().join(name), partial.join(name)).unwrap();
    }
    let (stopped, _) = site.deploy(&partial).await;
    assert!(matches!(stopped, Err(DeployError::Program(_))), "{stopped:?}");
    let manager = AddressBook::load(&site.book()).unwrap().address("strategy-manager").unwrap();
    let key = PrivateKeySigner::from_bytes(&site.devnet.accounts()[1].key).unwrap();
    let thief = client::chain::Account::connect(site.devnet.url(), key).unwrap();
    let wire = IStrategyManager::wireCall {
        delegation: thief.address(),
        allocationManager: thief.address(),
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
