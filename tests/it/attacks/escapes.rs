//! Every way out that operator and staker have, together or alone.

use alloy::primitives::{B256, U256};
use alloy::sol_types::SolCall;
use interfaces::sol::IAllocationManager::slashOperatorCall;
use interfaces::sol::IDelegationManager::{Withdrawal, queueWithdrawalsCall, redelegateCall, undelegateCall};
use interfaces::sol::IMulticall::multicallCall;

use super::services::{giving, leaving, slashing};
use crate::harness::queue::{queued, withdraw};
use crate::harness::sets::slashable;
use crate::harness::world::delegate_to;
use crate::harness::{ALICE, Done, OPERATOR, OTHER_OPERATOR, SERVICE_OWNER, World, ether};

/// How many withdrawals [`Escape::QueueInParts`] makes.
pub(super) const PARTS: u64 = 8;

/// A way out from under a slash of set 1, of which Alice's 100 LST are all the stake.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Escape {
    /// She queues everything.
    Queue,
    /// She queues everything in parts that do not divide evenly.
    QueueInParts,
    /// She undelegates.
    Undelegate,
    /// Her operator throws her out.
    ForceOut,
    /// She moves to another operator.
    Redelegate,
    /// She moves to another operator by two calls in one transaction.
    MoveAtOnce,
    /// The operator takes its allocation back.
    Deallocate,
    /// The operator leaves the set.
    Deregister,
    /// All of it at once: both leave what they can, she with a part queued and the rest moved.
    Everything,
}

impl Escape {
    pub(super) const ALL: [Self; 9] = [
        Self::Queue,
        Self::QueueInParts,
        Self::Undelegate,
        Self::ForceOut,
        Self::Redelegate,
        Self::MoveAtOnce,
        Self::Deallocate,
        Self::Deregister,
        Self::Everything,
    ];

    /// Whether the operator is out of the set by it.
    pub(super) fn deregisters(self) -> bool {
        matches!(self, Self::Deregister | Self::Everything)
    }

    /// Hands the transactions to the chain.
    fn submit(self, world: &World) -> Vec<B256> {
        let (lst, slasher) = (world.strategy(world.lst), world.at("slasher"));
        match self {
            Self::Queue => vec![by_alice(world, &withdraw(&[(lst, ether(100))]))],
            Self::QueueInParts => {
                let part = ether(100) / U256::from(PARTS);
                let params = vec![withdraw(&[(lst, part)]).params.remove(0); PARTS as usize];
                vec![by_alice(world, &queueWithdrawalsCall { params })]
            }
            Self::Undelegate => vec![by_alice(world, &undelegateCall { staker: ALICE })],
            Self::ForceOut => {
                let call = undelegateCall { staker: ALICE };
                vec![world.submit(OPERATOR, world.at("delegation-manager"), &call, U256::ZERO)]
            }
            Self::Redelegate => vec![by_alice(world, &redelegate())],
            Self::MoveAtOnce => vec![by_alice(world, &move_at_once())],
            Self::Deallocate => {
                vec![world.submit(OPERATOR, slasher, &giving(world, SERVICE_OWNER, 0), U256::ZERO)]
            }
            Self::Deregister => vec![world.submit(OPERATOR, slasher, &leaving(SERVICE_OWNER), U256::ZERO)],
            Self::Everything => {
                let mut all = Self::Deallocate.submit(world);
                all.extend(Self::Deregister.submit(world));
                all.push(by_alice(world, &withdraw(&[(lst, ether(10))])));
                all.extend(Self::MoveAtOnce.submit(world));
                all
            }
        }
    }
}

fn by_alice(world: &World, call: &impl SolCall) -> B256 {
    world.submit(ALICE, world.at("delegation-manager"), call, U256::ZERO)
}

fn redelegate() -> redelegateCall {
    let approval = delegate_to(OTHER_OPERATOR);
    redelegateCall {
        newOperator: OTHER_OPERATOR,
        newOperatorApproverSig: approval.approverSignatureAndExpiry,
        approverSalt: approval.approverSalt,
    }
}

fn move_at_once() -> multicallCall {
    let leave = undelegateCall { staker: ALICE }.abi_encode().into();
    multicallCall { data: vec![leave, delegate_to(OTHER_OPERATOR).abi_encode().into()] }
}

/// Alice's 100 LST with an operator that allocated all of it to set 1, and another operator to move to.
pub(super) fn prepare(world: &World) {
    slashable(world);
    world.register_operator(OTHER_OPERATOR, 0);
}

/// A slash of set 1.
pub(super) fn slash_part(world: &World, wad: U256) -> slashOperatorCall {
    slashing(world, SERVICE_OWNER, wad)
}

/// Tries to escape. What was queued by it.
pub(super) fn attempt(world: &World, escape: Escape) -> Vec<Withdrawal> {
    world.in_one_block(|world| escape.submit(world)).iter().flat_map(queued).collect()
}

/// Tries to escape in front of a slash in the same block. What was queued by it, and the slash.
pub(super) fn attempt_in_front_of(world: &World, escape: Escape, wad: U256) -> (Vec<Withdrawal>, Done) {
    let mut done = world.in_one_block(|world| {
        let mut acts = escape.submit(world);
        acts.push(world.submit(SERVICE_OWNER, world.at("slasher"), &slash_part(world, wad), U256::ZERO));
        acts
    });
    let slash = done.pop().unwrap();
    (done.iter().flat_map(queued).collect(), slash)
}
