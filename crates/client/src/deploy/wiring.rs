//! Who knows whom: set once, read back always.

use alloy::primitives::{Address, Bytes, U256};
use alloy::providers::Provider;
use alloy::rpc::types::{TransactionInput, TransactionReceipt, TransactionRequest};
use alloy::sol_types::SolCall;
use interfaces::sol::{
    IAVSDirectory, IAllocationManager, IDelegationManager, IOwnable, IPausable, IPauserRegistry,
    IRewardsCoordinator, ISlasher, IStrategy, IStrategyFactory, IStrategyManager,
};

use super::{Config, DeployError, WrongWiring, at};
use crate::book::{AddressBook, strategy_name};
use crate::chain::{Account, ChainError};

/// One program's `wire` call, and the views that show what it set.
pub(super) struct Wiring {
    /// The program.
    pub(super) name: String,
    address: Address,
    wire: Call,
    /// View and the word it must give. The first is zero until the program is wired.
    checks: Vec<(Call, U256)>,
}

/// A call, its types forgotten.
struct Call {
    signature: &'static str,
    data: Bytes,
}

fn call<C: SolCall>(call: &C) -> Call {
    Call { signature: C::SIGNATURE, data: call.abi_encode().into() }
}

fn check<C: SolCall>(view: &C, wanted: impl Into<Word>) -> (Call, U256) {
    (call(view), wanted.into().0)
}

/// An address or number as the word a view gives.
struct Word(U256);

impl From<Address> for Word {
    fn from(address: Address) -> Self {
        Self(address.into_word().into())
    }
}

impl From<U256> for Word {
    fn from(word: U256) -> Self {
        Self(word)
    }
}

impl From<u32> for Word {
    fn from(number: u32) -> Self {
        Self(U256::from(number))
    }
}

impl Wiring {
    /// Whether nobody has wired the program yet.
    pub(super) async fn is_unset(&self, account: &Account) -> Result<bool, DeployError> {
        match self.checks.first() {
            Some((view, _)) => Ok(self.read(account, view).await?.is_zero()),
            None => Ok(false),
        }
    }

    /// Wires the program.
    pub(super) async fn send(&self, account: &Account) -> Result<TransactionReceipt, DeployError> {
        let step = || at(format!("wiring {}", self.name));
        account.send_data(self.address, self.wire.data.clone(), self.wire.signature).await.map_err(step())
    }

    /// Reads everything back.
    pub(super) async fn verify(&self, account: &Account) -> Result<(), DeployError> {
        for (view, wanted) in &self.checks {
            let found = self.read(account, view).await?;
            if found != *wanted {
                let (name, address, what) = (self.name.clone(), self.address, view.signature.into());
                let wrong = WrongWiring { name, address, what, found, wanted: *wanted };
                return Err(DeployError::Wiring(Box::new(wrong)));
            }
        }
        Ok(())
    }

    async fn read(&self, account: &Account, view: &Call) -> Result<U256, DeployError> {
        let input = TransactionInput::new(view.data.clone());
        let request = TransactionRequest::default().to(self.address).input(input);
        let answer = account.provider().call(request).await.map_err(ChainError::Rpc);
        let answer = answer.map_err(at(format!("reading {} of {}", view.signature, self.name)))?;
        // A view of an address or number gives one word; anything shorter cannot be what is wanted.
        Ok(answer.first_chunk::<32>().map_or(U256::MAX, |word| U256::from_be_bytes(*word)))
    }
}

/// The wiring of every program in the book.
pub(super) fn all(book: &AddressBook, config: &Config) -> Result<Vec<Wiring>, DeployError> {
    Ok(vec![
        pauser_registry(book, config)?,
        strategy_manager(book, config)?,
        delegation_manager(book, config)?,
        avs_directory(book)?,
        slasher(book, config)?,
        rewards_coordinator(book, config)?,
        strategy_factory(book, config)?,
    ])
}

fn pauser_registry(book: &AddressBook, config: &Config) -> Result<Wiring, DeployError> {
    use IPauserRegistry as abi;
    let (pausers, unpauser) = (config.pausers.clone(), config.unpauser);
    // All of the pausers, and as many as there are: nobody slipped in another one by wiring the registry first.
    let mut checks = vec![
        check(&abi::unpauserCall {}, unpauser),
        check(&abi::pauserCountCall {}, U256::from(pausers.len())),
    ];
    checks.extend(pausers.iter().map(|pauser| check(&abi::isPauserCall { account: *pauser }, 1)));
    Ok(Wiring {
        name: "pauser-registry".into(),
        address: book.address("pauser-registry")?,
        wire: call(&abi::wireCall { pausers, unpauser }),
        checks,
    })
}

fn strategy_factory(book: &AddressBook, config: &Config) -> Result<Wiring, DeployError> {
    use IStrategyFactory as abi;
    let (manager, registry) = (book.address("strategy-manager")?, book.address("pauser-registry")?);
    let implementation = book.address("strategy")?;
    Ok(Wiring {
        name: "strategy-factory".into(),
        address: book.address("strategy-factory")?,
        wire: call(&abi::wireCall {
            strategyManager: manager,
            pauserRegistry: registry,
            strategyImplementation: implementation,
            owner: config.owner,
        }),
        checks: vec![
            check(&abi::strategyManagerCall {}, manager),
            check(&IPausable::pauserRegistryCall {}, registry),
            check(&abi::strategyImplementationCall {}, implementation),
            check(&IOwnable::ownerCall {}, config.owner),
        ],
    })
}

fn strategy_manager(book: &AddressBook, config: &Config) -> Result<Wiring, DeployError> {
    use IStrategyManager as abi;
    let (delegation, slasher) = (book.address("delegation-manager")?, book.address("slasher")?);
    let (registry, factory) = (book.address("pauser-registry")?, book.address("strategy-factory")?);
    Ok(Wiring {
        name: "strategy-manager".into(),
        address: book.address("strategy-manager")?,
        wire: call(&abi::wireCall {
            delegation,
            allocationManager: slasher,
            pauserRegistry: registry,
            owner: config.owner,
            strategyWhitelister: factory,
            slashResolutionDelay: config.slash_resolution_delay_blocks,
        }),
        checks: vec![
            check(&abi::delegationCall {}, delegation),
            check(&abi::allocationManagerCall {}, slasher),
            check(&IPausable::pauserRegistryCall {}, registry),
            check(&IOwnable::ownerCall {}, config.owner),
            check(&abi::strategyWhitelisterCall {}, factory),
            check(&abi::slashResolutionDelayCall {}, config.slash_resolution_delay_blocks),
        ],
    })
}

fn delegation_manager(book: &AddressBook, config: &Config) -> Result<Wiring, DeployError> {
    use IDelegationManager as abi;
    let (manager, slasher) = (book.address("strategy-manager")?, book.address("slasher")?);
    let permissions = book.address("permission-controller")?;
    let (registry, extension) =
        (book.address("pauser-registry")?, book.address("delegation-manager-extension")?);
    Ok(Wiring {
        name: "delegation-manager".into(),
        address: book.address("delegation-manager")?,
        wire: call(&abi::wireCall {
            strategyManager: manager,
            allocationManager: slasher,
            permissionController: permissions,
            pauserRegistry: registry,
            extension,
            minWithdrawalDelayBlocks: config.withdrawal_delay_blocks,
        }),
        // First what the program itself answers: everything else is answered by the extension.
        checks: vec![
            check(&abi::extensionCall {}, extension),
            check(&abi::strategyManagerCall {}, manager),
            check(&abi::allocationManagerCall {}, slasher),
            check(&abi::permissionControllerCall {}, permissions),
            check(&IPausable::pauserRegistryCall {}, registry),
            check(&abi::minWithdrawalDelayBlocksCall {}, config.withdrawal_delay_blocks),
        ],
    })
}

fn avs_directory(book: &AddressBook) -> Result<Wiring, DeployError> {
    use IAVSDirectory as abi;
    let (delegation, registry) = (book.address("delegation-manager")?, book.address("pauser-registry")?);
    Ok(Wiring {
        name: "avs-directory".into(),
        address: book.address("avs-directory")?,
        wire: call(&abi::wireCall { delegation, pauserRegistry: registry }),
        checks: vec![
            check(&abi::delegationCall {}, delegation),
            check(&IPausable::pauserRegistryCall {}, registry),
        ],
    })
}

fn slasher(book: &AddressBook, config: &Config) -> Result<Wiring, DeployError> {
    use IAllocationManager as abi;
    let (delegation, directory) = (book.address("delegation-manager")?, book.address("avs-directory")?);
    let (permissions, registry) = (book.address("permission-controller")?, book.address("pauser-registry")?);
    Ok(Wiring {
        name: "slasher".into(),
        address: book.address("slasher")?,
        wire: call(&ISlasher::wireCall {
            delegation,
            avsDirectory: directory,
            permissionController: permissions,
            pauserRegistry: registry,
            deallocationDelay: config.deallocation_delay_blocks,
            allocationConfigurationDelay: config.allocation_configuration_delay_blocks,
            redistributionAllocationDelay: config.redistribution_allocation_delay_blocks,
        }),
        // First what the program itself answers: everything else is answered by the directory's code.
        checks: vec![
            check(&ISlasher::avsDirectoryCall {}, directory),
            check(&abi::delegationCall {}, delegation),
            check(&IPausable::pauserRegistryCall {}, registry),
            check(
                &ISlasher::REDISTRIBUTION_ALLOCATION_DELAYCall {},
                config.redistribution_allocation_delay_blocks,
            ),
            check(&abi::permissionControllerCall {}, permissions),
            check(&abi::DEALLOCATION_DELAYCall {}, config.deallocation_delay_blocks),
            check(&abi::ALLOCATION_CONFIGURATION_DELAYCall {}, config.allocation_configuration_delay_blocks),
        ],
    })
}

fn rewards_coordinator(book: &AddressBook, config: &Config) -> Result<Wiring, DeployError> {
    use IRewardsCoordinator as abi;
    let (manager, timing) = (book.address("strategy-manager")?, &config.rewards);
    Ok(Wiring {
        name: "rewards-coordinator".into(),
        address: book.address("rewards-coordinator")?,
        wire: call(&abi::wireCall {
            strategyManager: manager,
            owner: config.owner,
            rewardsUpdater: config.rewards_updater,
            timing: abi::Timing {
                calculationIntervalSeconds: timing.calculation_interval,
                maxRewardsDuration: timing.max_duration,
                maxRetroactiveLength: timing.max_retroactive,
                maxFutureLength: timing.max_future,
                genesisRewardsTimestamp: timing.genesis,
                activationDelay: timing.activation_delay,
            },
        }),
        checks: vec![
            check(&abi::strategyManagerCall {}, manager),
            check(&abi::ownerCall {}, config.owner),
            check(&abi::rewardsUpdaterCall {}, config.rewards_updater),
            check(&abi::CALCULATION_INTERVAL_SECONDSCall {}, timing.calculation_interval),
            check(&abi::MAX_REWARDS_DURATIONCall {}, timing.max_duration),
            check(&abi::MAX_RETROACTIVE_LENGTHCall {}, timing.max_retroactive),
            check(&abi::MAX_FUTURE_LENGTHCall {}, timing.max_future),
            check(&abi::GENESIS_REWARDS_TIMESTAMPCall {}, timing.genesis),
            check(&abi::activationDelayCall {}, timing.activation_delay),
        ],
    })
}

/// The wiring of a token's strategy, which the factory did.
pub(super) fn strategy(book: &AddressBook, token: Address) -> Result<Wiring, DeployError> {
    use IStrategy as abi;
    let (manager, registry) = (book.address("strategy-manager")?, book.address("pauser-registry")?);
    Ok(Wiring {
        name: strategy_name(token),
        address: book.strategy(token)?,
        wire: call(&abi::wireCall {
            strategyManager: manager,
            underlyingToken: token,
            pauserRegistry: registry,
        }),
        checks: vec![
            check(&abi::strategyManagerCall {}, manager),
            check(&abi::underlyingTokenCall {}, token),
            check(&IPausable::pauserRegistryCall {}, registry),
        ],
    })
}
