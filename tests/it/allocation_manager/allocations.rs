//! What the operator allocates, after a delay it set, and takes back again.

use alloy::primitives::{Address, LogData, U256};
use interfaces::sol::IAllocationManager::{
    AllocateParams, Allocation, AllocationDelaySet, AllocationUpdated, EncumberedMagnitudeUpdated,
    clearDeallocationQueueCall, getAllocatableMagnitudeCall, getAllocatedSetsCall, getAllocatedStakeCall,
    getAllocatedStrategiesCall, getAllocationCall, getAllocationDelayCall, getAllocationsCall,
    getEncumberedMagnitudeCall, getMinimumSlashableStakeCall, getStrategyAllocationsCall,
    modifyAllocationsCall, setAllocationDelayCall,
};

use super::stage::{Stage, log};
use crate::harness::{ALICE, ONE};

const HALF: u64 = ONE / 2;
const QUARTER: u64 = ONE / 4;
/// Blocks an increase in an ordinary set waits.
const DELAY: u32 = 2;

/// Half of the first strategy and a quarter of the second to set 1, another quarter of the second to the redistributing set 3.
pub(super) fn are_made(stage: &Stage<'_>) {
    set_delay(stage);
    let (operator, [first, second]) = (stage.operator, stage.strategies);
    let params = vec![
        AllocateParams {
            operatorSet: stage.set(1),
            strategies: vec![first, second],
            newMagnitudes: vec![HALF, QUARTER],
        },
        AllocateParams { operatorSet: stage.set(3), strategies: vec![second], newMagnitudes: vec![QUARTER] },
    ];
    let done = stage.act(operator, &modifyAllocationsCall { operator, params });
    let (soon, floor) = (stage.block() + DELAY, stage.world.config.redistribution_allocation_delay_blocks);
    let late = stage.block() + floor + 1;
    let said = [
        encumbered(stage, first, HALF),
        updated(stage, 1, first, HALF, soon),
        encumbered(stage, second, QUARTER),
        updated(stage, 1, second, QUARTER, soon),
        encumbered(stage, second, HALF),
        updated(stage, 3, second, QUARTER, late),
    ];
    stage.assert_said(&done, &said);
    are_pending(stage, soon, late);
    stage.world.pass_blocks(floor + 1);
    are_in_force(stage);
}

fn set_delay(stage: &Stage<'_>) {
    let (operator, wait) = (stage.operator, stage.world.config.allocation_configuration_delay_blocks);
    let delay = || {
        let found = stage.view(&getAllocationDelayCall { operator });
        (found._0, found._1)
    };
    let done = stage.act(operator, &setAllocationDelayCall { operator, delay: DELAY });
    let effect_block = stage.block() + wait + 1;
    stage.assert_said(
        &done,
        &[log(&AllocationDelaySet { operator, delay: DELAY, effectBlock: effect_block })],
    );
    stage.world.pass_blocks(wait);
    assert_eq!(delay(), (true, 0));
    stage.world.pass_blocks(1);
    assert_eq!(delay(), (true, DELAY));
}

fn are_pending(stage: &Stage<'_>, soon: u32, late: u32) {
    let (operator, [first, second]) = (stage.operator, stage.strategies);
    let pending = |magnitude, block| (0, i128::from(magnitude), block);
    let one = stage.view(&getAllocationCall { operator, operatorSet: stage.set(1), strategy: first });
    assert_eq!(parts(&one), pending(HALF, soon));
    let operators = vec![ALICE, operator];
    let many = stage.view(&getAllocationsCall { operators, operatorSet: stage.set(1), strategy: second });
    assert_eq!(many.iter().map(parts).collect::<Vec<_>>(), [(0, 0, 0), pending(QUARTER, soon)]);
    let sets = stage.view(&getAllocatedSetsCall { operator });
    assert_eq!(
        sets.iter().map(|set| (set.avs, set.id)).collect::<Vec<_>>(),
        [(stage.avs, 1), (stage.avs, 3)]
    );
    let strategies = |id| stage.view(&getAllocatedStrategiesCall { operator, operatorSet: stage.set(id) });
    assert_eq!((strategies(1), strategies(3)), (vec![first, second], vec![second]));
    let found = stage.view(&getStrategyAllocationsCall { operator, strategy: second });
    assert_eq!(found._0.iter().map(|set| set.id).collect::<Vec<_>>(), [1, 3]);
    let expected = [pending(QUARTER, soon), pending(QUARTER, late)];
    assert_eq!(found._1.iter().map(parts).collect::<Vec<_>>(), expected);
    assert_eq!(magnitudes(stage, first), (HALF, HALF));
    assert_eq!(magnitudes(stage, second), (HALF, HALF));
}

fn are_in_force(stage: &Stage<'_>) {
    let one = [stage.operator, ALICE].to_vec();
    let ask = getAllocatedStakeCall {
        operatorSet: stage.set(1),
        operators: one.clone(),
        strategies: stage.strategies.to_vec(),
    };
    let none = vec![U256::ZERO; 2];
    let stakes = stage.shares([50, 25]).to_vec();
    assert_eq!(stage.view(&ask), [stakes.clone(), none.clone()]);
    assert_eq!(minimum(stage, stage.block()), [stakes, none]);
}

/// The first strategy's from set 1, which waits for the deallocation delay and is cleared by anyone.
pub(super) fn are_taken_back(stage: &Stage<'_>) {
    let (operator, [first, _]) = (stage.operator, stage.strategies);
    let params =
        AllocateParams { operatorSet: stage.set(1), strategies: vec![first], newMagnitudes: vec![0] };
    let done = stage.act(operator, &modifyAllocationsCall { operator, params: vec![params] });
    let delay = stage.world.config.deallocation_delay_blocks;
    let effect_block = stage.block() + delay + 1;
    stage.assert_said(&done, &[updated(stage, 1, first, 0, effect_block)]);
    // Of what the slash left.
    let [stake, second] = stage.shares([30, 5]);
    assert_eq!(minimum(stage, effect_block - 1)[0], [stake, second]);
    assert_eq!(minimum(stage, effect_block)[0], [U256::ZERO, second]);
    stage.world.until_next_is(u64::from(effect_block));
    let clear = clearDeallocationQueueCall { operator, strategies: vec![first], numToClear: vec![1] };
    let done = stage.act(stage.judge, &clear);
    stage.assert_said(&done, &[encumbered(stage, first, 0)]);
    assert_eq!(magnitudes(stage, first), (0, ONE / 5 * 4));
}

fn minimum(stage: &Stage<'_>, block: u32) -> Vec<Vec<U256>> {
    let ask = getMinimumSlashableStakeCall {
        operatorSet: stage.set(1),
        operators: vec![stage.operator, ALICE],
        strategies: stage.strategies.to_vec(),
        futureBlock: block,
    };
    stage.view(&ask)
}

/// Encumbered and allocatable.
fn magnitudes(stage: &Stage<'_>, strategy: Address) -> (u64, u64) {
    let operator = stage.operator;
    (
        stage.view(&getEncumberedMagnitudeCall { operator, strategy }),
        stage.view(&getAllocatableMagnitudeCall { operator, strategy }),
    )
}

fn parts(of: &Allocation) -> (u64, i128, u32) {
    (of.currentMagnitude, of.pendingDiff, of.effectBlock)
}

pub(super) fn encumbered(stage: &Stage<'_>, strategy: Address, magnitude: u64) -> LogData {
    let operator = stage.operator;
    log(&EncumberedMagnitudeUpdated { operator, strategy, encumberedMagnitude: magnitude })
}

pub(super) fn updated(stage: &Stage<'_>, id: u32, strategy: Address, magnitude: u64, block: u32) -> LogData {
    let (operator, operator_set) = (stage.operator, stage.set(id));
    log(&AllocationUpdated { operator, operatorSet: operator_set, strategy, magnitude, effectBlock: block })
}
