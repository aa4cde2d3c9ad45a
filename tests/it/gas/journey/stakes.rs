//! The stake of many operators in many strategies, read in one call. Gas is execution alone, without what every transaction
//! costs and without its calldata, as the reference's views were measured.

use alloy::primitives::Address;
use alloy::sol_types::SolCall;
use interfaces::sol::IAllocationManager::{
    CreateSetParams, createOperatorSets_0Call, getAllocatedStakeCall, getMinimumSlashableStakeCall,
};
use interfaces::sol::IDelegationManager::registerAsOperatorCall;

use super::{Journey, Measured, QUARTER};
use crate::harness::strategies::{deposit, open_strategies};
use crate::harness::{Done, SERVICE_OWNER, STRANGER, Token, ether, speaking};

/// The service's set that is read.
const SET: u32 = 4;

/// Operators and strategies, all of which have something in all.
struct Crowd {
    operators: Vec<Address>,
    strategies: Vec<Address>,
}

impl Crowd {
    fn entries(&self) -> u64 {
        (self.operators.len() * self.strategies.len()) as u64
    }
}

impl Journey<'_> {
    pub(super) fn stakes(&mut self) {
        self.aside(|journey| {
            let crowd = journey.gather(3, 2);
            let [allocated, minimum] = journey.read(&crowd);
            journey.record_view("getAllocatedStake, 3 operators x 2 strategies", 108_327, allocated);
            journey.record_view("getMinimumSlashableStake, 3 operators x 2 strategies", 117_133, minimum);
            journey.slash_and_deallocate(&crowd);
            let [_, minimum] = journey.read(&crowd);
            let operation = "getMinimumSlashableStake, 3 operators x 2 strategies, after slashes";
            journey.record_view(operation, 128_091, minimum);
        });
        self.aside(|journey| {
            let crowd = journey.gather(10, 5);
            let [allocated, minimum] = journey.read(&crowd).map(|gas| gas / crowd.entries());
            let operation = "getAllocatedStake, 10 operators x 5 strategies, per entry";
            journey.record_view(operation, 18_055, allocated);
            let operation = "getMinimumSlashableStake, 10 operators x 5 strategies, per entry";
            journey.record_view(operation, 19_522, minimum);
        });
    }

    fn record_view(&mut self, operation: &'static str, reference: u64, gas: u64) {
        self.measured.push(Measured { operation, reference: Some(reference), gas });
    }

    /// The gas of both views.
    fn read(&self, crowd: &Crowd) -> [u64; 2] {
        let Crowd { operators, strategies } = crowd;
        let allocated = getAllocatedStakeCall {
            operatorSet: self.set(SET),
            operators: operators.clone(),
            strategies: strategies.clone(),
        };
        let minimum = getMinimumSlashableStakeCall {
            operatorSet: self.set(SET),
            operators: operators.clone(),
            strategies: strategies.clone(),
            futureBlock: u32::try_from(self.world.block()).unwrap() + 1,
        };
        let (first, second) =
            (self.on("slasher", STRANGER, &allocated), self.on("slasher", STRANGER, &minimum));
        let stakes =
            [first.returned::<getAllocatedStakeCall>(), second.returned::<getMinimumSlashableStakeCall>()];
        assert!(stakes.iter().flatten().flatten().all(|stake| !stake.is_zero()), "nothing to read");
        [execution(&first, &allocated), execution(&second, &minimum)]
    }

    /// Operators with shares in every strategy, registered for the set and with a quarter of each allocated to it.
    fn gather(&self, operators: u8, strategies: u8) -> Crowd {
        let strategies = open_strategies(self.world, strategies);
        let params = CreateSetParams { operatorSetId: SET, strategies: strategies.clone() };
        let create = createOperatorSets_0Call { avs: SERVICE_OWNER, params: vec![params] };
        self.on("slasher", SERVICE_OWNER, &create);
        let operators = (1..=operators).map(|n| self.operator(Address::repeat_byte(n), &strategies));
        let crowd = Crowd { operators: operators.collect(), strategies };
        self.world.pass_blocks(1);
        crowd
    }

    fn operator(&self, operator: Address, strategies: &[Address]) -> Address {
        let world = &*self.world;
        speaking(world, operator);
        let register = registerAsOperatorCall {
            initDelegationApprover: Address::ZERO,
            allocationDelay: 0,
            metadataURI: String::new(),
        };
        self.on("delegation-manager", operator, &register);
        let (spender, amount) = (world.at("strategy-manager"), ether(10));
        world.act(operator, world.lst, &Token::mintCall { to: operator, amount: ether(100) });
        world.act(operator, world.lst, &Token::approveCall { spender, amount: ether(100) });
        for strategy in strategies {
            self.on("strategy-manager", operator, &deposit(world, *strategy, amount));
        }
        self.join(operator, &[SET]);
        let parts: Vec<_> = strategies.iter().map(|strategy| (*strategy, QUARTER)).collect();
        self.allocate(operator, SET, &parts);
        operator
    }

    /// Every operator is slashed in every strategy, and the first one's decrease in the first strategy is pending.
    fn slash_and_deallocate(&self, crowd: &Crowd) {
        let mut ascending = crowd.strategies.clone();
        ascending.sort();
        for operator in &crowd.operators {
            self.slash(*operator, SET, &ascending);
        }
        self.allocate(crowd.operators[0], SET, &[(crowd.strategies[0], 1)]);
    }
}

/// Gas of a call without the transaction's own and its calldata's.
fn execution(done: &Done, call: &impl SolCall) -> u64 {
    let calldata: u64 = call.abi_encode().iter().map(|byte| if *byte == 0 { 4 } else { 16 }).sum();
    done.gas() - 21_000 - calldata
}
