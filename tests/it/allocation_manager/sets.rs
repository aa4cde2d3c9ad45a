//! What a service sets up: metadata, registrar, sets of every kind, their strategies and slashers.

use alloy::primitives::{Address, LogData, U256};
use interfaces::sol::IAllocationManager::{
    AVSMetadataURIUpdated, AVSRegistrarSet, CreateSetParams, CreateSetParamsV2, OperatorSetCreated,
    RedistributionAddressSet, SlasherUpdated, StrategyAddedToOperatorSet, StrategyRemovedFromOperatorSet,
    addStrategiesToOperatorSetCall, createOperatorSets_0Call, createOperatorSets_1Call,
    createRedistributingOperatorSets_0Call, createRedistributingOperatorSets_1Call, getAVSRegistrarCall,
    getOperatorSetCountCall, getPendingSlasherCall, getRedistributionRecipientCall, getSlasherCall,
    getStrategiesInOperatorSetCall, isOperatorSetCall, isRedistributingOperatorSetCall, migrateSlashersCall,
    removeStrategiesFromOperatorSetCall, setAVSRegistrarCall, updateAVSMetadataURICall, updateSlasherCall,
};

use super::stage::{Stage, log};
use crate::harness::{ALICE, BURN_ADDRESS};

/// Receives what the redistributing sets slash.
const RECIPIENT: Address = ALICE;

/// Sets 1 (both strategies) and 2 (the first, and a slasher of its own); redistributing sets 3 (the second) and 4 (none, and a
/// slasher of its own).
pub(super) fn are_opened(stage: &Stage<'_>) {
    let avs = stage.avs;
    let uri = "ipfs://service".to_owned();
    let done = stage.act(avs, &updateAVSMetadataURICall { avs, metadataURI: uri.clone() });
    stage.assert_said(&done, &[log(&AVSMetadataURIUpdated { avs, metadataURI: uri })]);
    assert_eq!(stage.view(&getAVSRegistrarCall { avs }), avs, "until it names another");
    let registrar = stage.registrar;
    let done = stage.act(avs, &setAVSRegistrarCall { avs, registrar });
    stage.assert_said(&done, &[log(&AVSRegistrarSet { avs, registrar })]);
    assert_eq!(stage.view(&getAVSRegistrarCall { avs }), registrar);
    create(stage);
    create_redistributing(stage);
    are_read(stage);
}

fn create(stage: &Stage<'_>) {
    let (avs, [first, second]) = (stage.avs, stage.strategies);
    let params = vec![CreateSetParams { operatorSetId: 1, strategies: vec![first, second] }];
    let done = stage.act(avs, &createOperatorSets_0Call { avs, params });
    let said =
        [created(stage, 1), added(stage, 1, first), added(stage, 1, second), slashed_by(stage, 1, avs)];
    stage.assert_said(&done, &said);
    let slasher = stage.judge;
    let params = vec![CreateSetParamsV2 { operatorSetId: 2, strategies: vec![first], slasher }];
    let done = stage.act(avs, &createOperatorSets_1Call { avs, params });
    stage.assert_said(&done, &[created(stage, 2), added(stage, 2, first), slashed_by(stage, 2, slasher)]);
}

fn create_redistributing(stage: &Stage<'_>) {
    let (avs, [_, second]) = (stage.avs, stage.strategies);
    let to = vec![RECIPIENT];
    let params = vec![CreateSetParams { operatorSetId: 3, strategies: vec![second] }];
    let call = createRedistributingOperatorSets_0Call { avs, params, redistributionRecipients: to.clone() };
    let done = stage.act(avs, &call);
    let said = [created(stage, 3), paid_to(stage, 3), added(stage, 3, second), slashed_by(stage, 3, avs)];
    stage.assert_said(&done, &said);
    let slasher = stage.judge;
    let params = vec![CreateSetParamsV2 { operatorSetId: 4, strategies: Vec::new(), slasher }];
    let call = createRedistributingOperatorSets_1Call { avs, params, redistributionRecipients: to };
    let done = stage.act(avs, &call);
    stage.assert_said(&done, &[created(stage, 4), paid_to(stage, 4), slashed_by(stage, 4, slasher)]);
}

fn are_read(stage: &Stage<'_>) {
    assert_eq!(stage.view(&getOperatorSetCountCall { avs: stage.avs }), U256::from(4));
    let exist = [1, 2, 3, 4, 5].map(|id| stage.view(&isOperatorSetCall { operatorSet: stage.set(id) }));
    assert_eq!(exist, [true, true, true, true, false]);
    let redistribute = [1, 2, 3, 4].map(|id| {
        let operator_set = stage.set(id);
        stage.view(&isRedistributingOperatorSetCall { operatorSet: operator_set })
    });
    assert_eq!(redistribute, [false, false, true, true]);
    let recipients = [1, 4].map(|id| {
        let operator_set = stage.set(id);
        stage.view(&getRedistributionRecipientCall { operatorSet: operator_set })
    });
    assert_eq!(recipients, [BURN_ADDRESS, RECIPIENT]);
    let slashers = [1, 2, 3, 4].map(|id| slasher_of(stage, id));
    assert_eq!(slashers, [stage.avs, stage.judge, stage.avs, stage.judge]);
}

/// Set 2 exchanges its strategy, and set 1 its slasher, after the delay.
pub(super) fn change(stage: &Stage<'_>) {
    let (avs, [first, second]) = (stage.avs, stage.strategies);
    let (operator_set_id, strategies) = (2, vec![second]);
    let add = addStrategiesToOperatorSetCall { avs, operatorSetId: operator_set_id, strategies };
    let done = stage.act(avs, &add);
    stage.assert_said(&done, &[added(stage, 2, second)]);
    let strategies = vec![first];
    let remove = removeStrategiesFromOperatorSetCall { avs, operatorSetId: operator_set_id, strategies };
    let done = stage.act(avs, &remove);
    let removed = StrategyRemovedFromOperatorSet { operatorSet: stage.set(2), strategy: first };
    stage.assert_said(&done, &[log(&removed)]);
    assert_eq!(stage.view(&getStrategiesInOperatorSetCall { operatorSet: stage.set(2) }), [second]);
    change_slasher(stage);
    let sets = [1, 2, 9].map(|id| stage.set(id)).to_vec();
    let done = stage.act(stage.judge, &migrateSlashersCall { operatorSets: sets });
    stage.assert_said(&done, &[]);
}

fn change_slasher(stage: &Stage<'_>) {
    let (slasher, delay) = (stage.judge, stage.world.config.allocation_configuration_delay_blocks);
    let done = stage.act(stage.avs, &updateSlasherCall { operatorSet: stage.set(1), slasher });
    let effect_block = stage.block() + delay + 1;
    let updated = SlasherUpdated { operatorSet: stage.set(1), slasher, effectBlock: effect_block };
    stage.assert_said(&done, &[log(&updated)]);
    let pending = || {
        let found = stage.view(&getPendingSlasherCall { operatorSet: stage.set(1) });
        (found.pendingSlasher, found.effectBlock)
    };
    stage.world.pass_blocks(delay);
    assert_eq!((slasher_of(stage, 1), pending()), (stage.avs, (slasher, effect_block)));
    stage.world.pass_blocks(1);
    assert_eq!((slasher_of(stage, 1), pending()), (slasher, (Address::ZERO, 0)));
}

fn slasher_of(stage: &Stage<'_>, id: u32) -> Address {
    stage.view(&getSlasherCall { operatorSet: stage.set(id) })
}

fn created(stage: &Stage<'_>, id: u32) -> LogData {
    log(&OperatorSetCreated { operatorSet: stage.set(id) })
}

fn paid_to(stage: &Stage<'_>, id: u32) -> LogData {
    let operator_set = stage.set(id);
    log(&RedistributionAddressSet { operatorSet: operator_set, redistributionRecipient: RECIPIENT })
}

fn added(stage: &Stage<'_>, id: u32, strategy: Address) -> LogData {
    log(&StrategyAddedToOperatorSet { operatorSet: stage.set(id), strategy })
}

/// Said in the block of the creation, in which it takes effect.
fn slashed_by(stage: &Stage<'_>, id: u32, slasher: Address) -> LogData {
    log(&SlasherUpdated { operatorSet: stage.set(id), slasher, effectBlock: stage.block() })
}
