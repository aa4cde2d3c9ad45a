//! Who plays in the scenario, and what every call of it must keep to.

use std::cell::RefCell;
use std::collections::BTreeSet;

use alloy::primitives::{Address, B256, LogData, U256};
use alloy::sol_types::{SolCall, SolEvent};
use interfaces::sol::IPauserRegistry::{acceptUnpauserCall, setIsPauserCall, setUnpauserCall};
use interfaces::sol::{
    IAllocationManager::{IAllocationManagerEvents, OperatorSet},
    IPausable::IPausableEvents,
    ISlasher::ISlasherEvents,
    IStrategyManager::depositETHIntoStrategyCall,
};

use crate::harness::{
    ALICE, BOB, Done, GOVERNANCE, OPERATOR, SERVICE_OWNER, STRANGER, World, ether, speaking,
};

alloy::sol! {
    event CalledBackToRegister(address caller, address operator, address avs, uint32[] ids, bytes data);
    event CalledBackToDeregister(address caller, address operator, address avs, uint32[] ids);
}

/// A service, an operator with 100 LST and 40 WETH, a slasher, and who governs.
pub(super) struct Stage<'a> {
    pub(super) world: &'a World,
    pub(super) avs: Address,
    pub(super) operator: Address,
    pub(super) judge: Address,
    pub(super) governance: Address,
    pub(super) registrar: Address,
    /// Both strategies, ascending.
    pub(super) strategies: [Address; 2],
    /// Whether they are contracts, which do and read what anyone asks them to.
    contracts: bool,
    called: RefCell<BTreeSet<[u8; 4]>>,
}

impl<'a> Stage<'a> {
    /// All are accounts with keys.
    pub(super) fn of_accounts(world: &'a World) -> Self {
        let registrar = foreign(world);
        Self::open(world, [SERVICE_OWNER, OPERATOR, BOB, GOVERNANCE], registrar, false)
    }

    /// All are contracts compiled for the reference. The service is its own registrar.
    pub(super) fn of_contracts(world: &'a World) -> Self {
        let actors = [(); 4].map(|()| foreign(world));
        let [avs, operator, _, governance] = actors;
        speaking(world, operator);
        govern(world, speaking(world, governance));
        Self::open(world, actors, avs, true)
    }

    fn open(world: &'a World, actors: [Address; 4], registrar: Address, contracts: bool) -> Self {
        let [avs, operator, judge, governance] = actors;
        let weth = world.strategy(world.weth);
        world.register_operator(operator, 0);
        world.deposit_lst(ALICE, ether(100));
        let deposit = depositETHIntoStrategyCall { strategy: weth };
        world.pay(ALICE, world.at("strategy-manager"), &deposit, ether(40));
        world.delegate(ALICE, operator);
        let mut strategies = [world.strategy(world.lst), weth];
        strategies.sort();
        let called = RefCell::default();
        Self { world, avs, operator, judge, governance, registrar, strategies, contracts, called }
    }

    /// A set of the service.
    pub(super) fn set(&self, id: u32) -> OperatorSet {
        OperatorSet { avs: self.avs, id }
    }

    pub(super) fn slasher(&self) -> Address {
        self.world.at("slasher")
    }

    /// The block of the latest act.
    pub(super) fn block(&self) -> u32 {
        u32::try_from(self.world.block()).unwrap()
    }

    /// This part of the shares in each strategy: so many hundredths of them.
    pub(super) fn shares(&self, hundredths: [u64; 2]) -> [U256; 2] {
        let lst = self.world.strategy(self.world.lst);
        let all = self.strategies.map(|strategy| if strategy == lst { 100 } else { 40 });
        [0, 1].map(|index| ether(all[index] * hundredths[index]) / U256::from(100))
    }

    /// One of the actors calls the Slasher.
    pub(super) fn act<C: SolCall>(&self, who: Address, call: &C) -> Done {
        self.called.borrow_mut().insert(C::SELECTOR);
        let (from, to) = if self.contracts { (STRANGER, who) } else { (who, self.slasher()) };
        let done = self.world.act(from, to, call);
        for log in done.logs() {
            assert_ne!(log.address, self.world.at("avs-directory"), "{}", C::SIGNATURE);
            let is_theirs = topics().any(|topic| log.data.topics()[0] == topic);
            assert_eq!(log.address == self.slasher(), is_theirs, "{}", C::SIGNATURE);
        }
        done
    }

    /// The service reads.
    pub(super) fn view<C: SolCall>(&self, call: &C) -> C::Return {
        self.called.borrow_mut().insert(C::SELECTOR);
        self.world.view(if self.contracts { self.avs } else { self.slasher() }, call)
    }

    /// That these are all events the Slasher emitted in an act, in this order and to the letter.
    pub(super) fn assert_said(&self, done: &Done, expected: &[LogData]) {
        let logs = done.logs().iter().filter(|log| log.address == self.slasher());
        let said: Vec<LogData> = logs.map(|log| log.data.clone()).collect();
        assert_eq!(said, expected);
    }

    /// The one event of the registrar, which comes last.
    pub(super) fn callback<E: SolEvent>(&self, done: &Done) -> E {
        let logs = done.logs();
        let of_registrar = logs.iter().filter(|log| log.address == self.registrar);
        assert_eq!(of_registrar.count(), 1);
        let last = logs.last().unwrap();
        assert_eq!(last.address, self.registrar, "called back after all effects");
        E::decode_log_data(&last.data).unwrap()
    }

    /// Every selector that was called.
    pub(super) fn called(&self) -> BTreeSet<[u8; 4]> {
        self.called.borrow().clone()
    }
}

/// An event as it is logged.
pub(super) fn log(event: &impl SolEvent) -> LogData {
    event.encode_log_data()
}

/// First topics of the Slasher's events.
fn topics() -> impl Iterator<Item = B256> {
    let topics = [IAllocationManagerEvents::SELECTORS, ISlasherEvents::SELECTORS, IPausableEvents::SELECTORS];
    topics.into_iter().flatten().map(B256::from)
}

/// A contract that knows the Slasher by the reference's ABI.
fn foreign(world: &World) -> Address {
    world.create("ForeignAVS", (world.at("slasher"),))
}

/// Makes a contract pauser and unpauser.
fn govern(world: &World, contract: Address) {
    let registry = world.at("pauser-registry");
    world.act(GOVERNANCE, registry, &setIsPauserCall { newPauser: contract, canPause: true });
    world.act(GOVERNANCE, registry, &setUnpauserCall { newUnpauser: contract });
    world.act(contract, registry, &acceptUnpauserCall {});
}
