//! The operator joins sets and leaves them, of itself and by the service, and the registrar hears of it from the Slasher.

use alloy::primitives::{Address, Bytes, LogData, U256};
use interfaces::sol::IAllocationManager::{
    DeregisterParams, OperatorAddedToOperatorSet, OperatorRemovedFromOperatorSet, RegisterParams,
    deregisterFromOperatorSetsCall, getMemberCountCall, getMembersCall, getRegisteredSetsCall,
    isMemberOfOperatorSetCall, isOperatorRedistributableCall, isOperatorSlashableCall,
    registerForOperatorSetsCall,
};

use super::stage::{CalledBackToDeregister, CalledBackToRegister, Stage, log};

/// Set 1 and the redistributing set 3.
pub(super) fn join(stage: &Stage<'_>) {
    let (operator, avs) = (stage.operator, stage.avs);
    assert!(!stage.view(&isOperatorRedistributableCall { operator }));
    let data = Bytes::from_static(b"socket");
    let params = RegisterParams { avs, operatorSetIds: vec![1, 3], data: data.clone() };
    let done = stage.act(operator, &registerForOperatorSetsCall { operator, params });
    let added = [1, 3].map(|id| log(&OperatorAddedToOperatorSet { operator, operatorSet: stage.set(id) }));
    stage.assert_said(&done, &added);
    let heard: CalledBackToRegister = stage.callback(&done);
    assert_eq!((heard.caller, heard.operator, heard.avs), (stage.slasher(), operator, avs));
    assert_eq!((heard.ids, heard.data), (vec![1, 3], data));
    assert_is_in(stage, &[1, 3]);
    assert_eq!(slashable_by(stage), [true, false, true]);
    assert!(stage.view(&isOperatorRedistributableCall { operator }));
}

/// Set 1 of itself, set 3 by the service.
pub(super) fn leave(stage: &Stage<'_>) {
    for (who, id, left) in [(stage.operator, 1, vec![3]), (stage.avs, 3, vec![])] {
        let (operator, avs) = (stage.operator, stage.avs);
        let params = DeregisterParams { operator, avs, operatorSetIds: vec![id] };
        let done = stage.act(who, &deregisterFromOperatorSetsCall { params });
        stage.assert_said(&done, &[removed(stage, id)]);
        let heard: CalledBackToDeregister = stage.callback(&done);
        assert_eq!((heard.caller, heard.operator, heard.avs), (stage.slasher(), operator, avs));
        assert_eq!(heard.ids, [id]);
        assert_is_in(stage, &left);
    }
    stage.world.pass_blocks(stage.world.config.deallocation_delay_blocks - 1);
    assert_eq!(slashable_by(stage), [true, false, true], "through the deallocation delay");
    stage.world.pass_blocks(1);
    assert_eq!(slashable_by(stage), [false, false, true]);
}

fn removed(stage: &Stage<'_>, id: u32) -> LogData {
    log(&OperatorRemovedFromOperatorSet { operator: stage.operator, operatorSet: stage.set(id) })
}

/// That the operator is a member of these of sets 1 to 3, and the only one.
fn assert_is_in(stage: &Stage<'_>, ids: &[u32]) {
    let operator = stage.operator;
    let sets = stage.view(&getRegisteredSetsCall { operator });
    assert!(sets.iter().all(|set| set.avs == stage.avs));
    assert_eq!(sets.iter().map(|set| set.id).collect::<Vec<_>>(), ids);
    for id in [1, 2, 3] {
        let is_in = ids.contains(&id);
        let expected: &[Address] = if is_in { &[operator] } else { &[] };
        let operator_set = || stage.set(id);
        assert_eq!(stage.view(&getMembersCall { operatorSet: operator_set() }), expected);
        let count = stage.view(&getMemberCountCall { operatorSet: operator_set() });
        assert_eq!(count, U256::from(expected.len()));
        assert_eq!(stage.view(&isMemberOfOperatorSetCall { operator, operatorSet: operator_set() }), is_in);
    }
}

/// Whether sets 1 to 3 can slash the operator now.
fn slashable_by(stage: &Stage<'_>) -> [bool; 3] {
    let operator = stage.operator;
    [1, 2, 3].map(|id| stage.view(&isOperatorSlashableCall { operator, operatorSet: stage.set(id) }))
}
