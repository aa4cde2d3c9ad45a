//! The status word.

use alloy::primitives::U256;
use interfaces::sol::IPausable::{
    Paused, Unpaused, pauseAllCall, pauseCall, paused_0Call, paused_1Call, unpauseCall,
};

use super::stage::{Stage, log};

pub(super) fn is_said_and_read(stage: &Stage<'_>) {
    let (account, slashing) = (stage.governance, U256::from(2));
    let done = stage.act(account, &pauseCall { newPausedStatus: slashing });
    stage.assert_said(&done, &[log(&Paused { account, newPausedStatus: slashing })]);
    assert_eq!(stage.view(&paused_0Call {}), slashing);
    assert_eq!([0, 1, 2].map(|index| stage.view(&paused_1Call { index })), [false, true, false]);
    let done = stage.act(account, &pauseAllCall {});
    stage.assert_said(&done, &[log(&Paused { account, newPausedStatus: U256::MAX })]);
    assert_eq!([0, 255].map(|index| stage.view(&paused_1Call { index })), [true, true]);
    let done = stage.act(account, &unpauseCall { newPausedStatus: U256::ZERO });
    stage.assert_said(&done, &[log(&Unpaused { account, newPausedStatus: U256::ZERO })]);
    assert_eq!(stage.view(&paused_0Call {}), U256::ZERO);
}
