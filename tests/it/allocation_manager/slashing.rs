//! The set's slasher takes two fifths of what is allocated in the first strategy and four in the second: a fifth of all
//! magnitude in each.

use alloy::primitives::{Address, LogData, U256};
use interfaces::sol::IAllocationManager::{
    MaxMagnitudeUpdated, OperatorSlashed, SlashingParams, getMaxMagnitudeCall, getMaxMagnitudes_0Call,
    getMaxMagnitudes_1Call, getMaxMagnitudesAtBlockCall, getSlashCountCall, slashOperatorCall,
};
use interfaces::sol::ISlasher::{self, StakeSlashed, StrategySlash};

use super::allocations::{encumbered, updated};
use super::stage::{Stage, log};
use crate::harness::world::percent;
use crate::harness::{ALICE, ONE};

/// A hundredth of the magnitude.
const PART: u64 = ONE / 100;
const SET: u32 = 1;
const DESCRIPTION: &str = "liveness fault";

pub(super) fn takes_its_part(stage: &Stage<'_>) {
    let (operator, strategies) = (stage.operator, stage.strategies.to_vec());
    let params = SlashingParams {
        operator,
        operatorSetId: SET,
        strategies: strategies.clone(),
        wadsToSlash: vec![percent(40), percent(80)],
        description: DESCRIPTION.into(),
    };
    let done = stage.act(stage.judge, &slashOperatorCall { avs: stage.avs, params });
    let returned = done.returned::<slashOperatorCall>();
    assert_eq!((returned.slashId, returned.shares), (U256::ONE, stage.shares([20, 20]).to_vec()));
    let ([first, second], block) = (stage.strategies, stage.block());
    let slashed = OperatorSlashed {
        operator,
        operatorSet: stage.set(SET),
        strategies,
        wadSlashed: vec![percent(20); 2],
        description: DESCRIPTION.into(),
    };
    let said = [
        encumbered(stage, first, 30 * PART),
        updated(stage, SET, first, 30 * PART, block),
        left(stage, first, 80 * PART),
        encumbered(stage, second, 30 * PART),
        updated(stage, SET, second, 5 * PART, block),
        left(stage, second, 80 * PART),
        log(&slashed),
        log(&stakes(stage)),
    ];
    stage.assert_said(&done, &said);
}

fn left(stage: &Stage<'_>, strategy: Address, magnitude: u64) -> LogData {
    log(&MaxMagnitudeUpdated { operator: stage.operator, strategy, maxMagnitude: magnitude })
}

/// What the reference does not say.
fn stakes(stage: &Stage<'_>) -> StakeSlashed {
    let (all, left, booked) = (stage.shares([100; 2]), stage.shares([80; 2]), stage.shares([20; 2]));
    let of = |index: usize, previous, new| StrategySlash {
        strategy: stage.strategies[index],
        previousMagnitude: previous * PART,
        newMagnitude: new * PART,
        previousMaxMagnitude: ONE,
        newMaxMagnitude: 80 * PART,
        previousShares: all[index],
        newShares: left[index],
        bookedShares: booked[index],
    };
    StakeSlashed {
        operator: stage.operator,
        operatorSet: ISlasher::OperatorSet { avs: stage.avs, id: SET },
        slashId: U256::ONE,
        slashes: vec![of(0, 50, 30), of(1, 25, 5)],
    }
}

/// The latest act was the slash.
pub(super) fn is_remembered(stage: &Stage<'_>) {
    let (operator, [first, second], slash) = (stage.operator, stage.strategies, stage.block());
    let count = |id| stage.view(&getSlashCountCall { operatorSet: stage.set(id) });
    assert_eq!((count(SET), count(3)), (U256::ONE, U256::ZERO));
    assert_eq!(stage.view(&getMaxMagnitudeCall { operator, strategy: first }), 80 * PART);
    for (block, expected) in [(slash - 1, [ONE; 2]), (slash, [80 * PART; 2])] {
        let strategies = vec![second, first];
        let ask = getMaxMagnitudesAtBlockCall { operator, strategies, blockNumber: block };
        assert_eq!(stage.view(&ask), expected);
    }
    let ask = getMaxMagnitudes_0Call { operator, strategies: vec![second, first] };
    assert_eq!(stage.view(&ask), [80 * PART; 2]);
    let ask = getMaxMagnitudes_1Call { operators: vec![ALICE, operator], strategy: first };
    assert_eq!(stage.view(&ask), [ONE, 80 * PART]);
}
