//! L11 and L17: whatever a token does, what is delegated in it is slashed, and what others hold in another is not touched.

use alloy::primitives::{Address, Bytes, U256};
use interfaces::sol::IAllocationManager::slashOperatorCall;
use interfaces::sol::IDelegationManager::completeQueuedWithdrawalCall;
use interfaces::sol::IStrategyManager::{
    OperatorSet, clearBurnOrRedistributableSharesByStrategyCall, depositIntoStrategyCall,
};

use crate::harness::queue::{as_tokens, pass_delay, queue};
use crate::harness::sets::{allocate, create_sets, join, open_service, slash};
use crate::harness::strategies::{staker_shares, strategy_for};
use crate::harness::world::percent;
use crate::harness::{
    ALICE, BOB, BURN_ADDRESS, ONE, OPERATOR, SERVICE_OWNER, STRANGER, Token, World, ether, fresh,
};

alloy::sol! {
    contract Odd {
        function setFailing(bool failing) external;
        function setBlocked(address account, bool blocked) external;
        function setMultiplier(uint256 multiplier) external;
        function arm(address target, bytes payload, bool strict) external;
    }
}

/// Tokens, and how many units of 100 reach the strategy.
const TOKENS: [(&str, u64); 6] = [
    ("FeeOnTransferToken", 90),
    ("NoReturnToken", 100),
    ("FalseReturningToken", 100),
    ("RevertingReceiverToken", 100),
    ("RebasingToken", 100),
    ("ReentrantToken", 100),
];

fn create(world: &World, name: &str) -> Address {
    let decimals = U256::from(18);
    match name {
        "FeeOnTransferToken" => world.create(name, (decimals, U256::from(1_000))),
        _ => world.create(name, (decimals,)),
    }
}

/// Makes the token do its worst from now on, or nothing odd any more. That of some is in every transfer anyway.
fn turn(world: &World, name: &str, token: Address, strategy: Address, worst: bool) {
    match name {
        "FalseReturningToken" => {
            world.act(STRANGER, token, &Odd::setFailingCall { failing: worst });
        }
        "RevertingReceiverToken" => {
            world.act(STRANGER, token, &Odd::setBlockedCall { account: strategy, blocked: worst });
        }
        "RebasingToken" => {
            let multiplier = if worst { percent(50) } else { percent(100) };
            world.act(STRANGER, token, &Odd::setMultiplierCall { multiplier });
        }
        "ReentrantToken" => {
            let target = if worst { world.at("slasher") } else { Address::ZERO };
            world.act(STRANGER, token, &Odd::armCall { target, payload: Bytes::new(), strict: true });
        }
        _ => {}
    }
}

/// Alice delegates 100 of the token's units, Bob 100 LST, and all of both is allocated to set 1. Returns the strategy.
fn staked(world: &World, token: Address) -> Address {
    let (strategy, lst) = (strategy_for(world, token), world.strategy(world.lst));
    let (manager, slasher, amount) = (world.at("strategy-manager"), world.at("slasher"), ether(100));
    open_service(world);
    create_sets(world, &[1], &[strategy, lst]);
    world.register_operator(OPERATOR, 0);
    world.act(ALICE, token, &Token::mintCall { to: ALICE, amount });
    world.act(ALICE, token, &Token::approveCall { spender: manager, amount });
    world.act(ALICE, manager, &depositIntoStrategyCall { strategy, token, amount });
    world.deposit_lst(BOB, amount);
    for staker in [ALICE, BOB] {
        world.delegate(staker, OPERATOR);
    }
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
    for strategy in [strategy, lst] {
        world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, strategy, ONE));
    }
    strategy
}

/// Slashes half of both. Returns what was taken of the token's and of the LST's.
fn slash_both(world: &World, strategy: Address) -> [U256; 2] {
    let lst = world.strategy(world.lst);
    let mut both = vec![strategy, lst];
    both.sort();
    let call = slash(OPERATOR, 1, both.clone(), vec![percent(50); 2]);
    let done = world.act(SERVICE_OWNER, world.at("slasher"), &call);
    let taken = done.returned::<slashOperatorCall>().shares;
    [strategy, lst].map(|one| taken[both.iter().position(|other| *other == one).unwrap()])
}

fn clear(strategy: Address) -> clearBurnOrRedistributableSharesByStrategyCall {
    let operator_set = OperatorSet { avs: SERVICE_OWNER, id: 1 };
    clearBurnOrRedistributableSharesByStrategyCall { operatorSet: operator_set, slashId: U256::ONE, strategy }
}

#[test]
fn whatever_a_token_does_it_is_slashed_and_others_leave_as_if_it_were_not_there() {
    for (name, arrived) in TOKENS {
        let world = fresh();
        let (token, lst) = (create(&world, name), world.strategy(world.lst));
        let strategy = staked(&world, token);
        let (manager, delegation) = (world.at("strategy-manager"), world.at("delegation-manager"));
        turn(&world, name, token, strategy, true);
        let half = ether(arrived) / U256::from(2);
        assert_eq!(slash_both(&world, strategy), [half, ether(50)], "{name}");
        let withdrawals = [(ALICE, strategy), (BOB, lst)].map(|(staker, strategy)| {
            queue(&world, staker, strategy, staker_shares(&world, staker, strategy).1)
        });
        pass_delay(&world);
        world.act(BOB, delegation, &as_tokens(&world, &withdrawals[1]));
        world.act(STRANGER, manager, &clear(lst));
        let others = [BOB, BURN_ADDRESS].map(|who| world.held(world.lst, who));
        assert_eq!(others, [ether(50); 2], "{name}");

        turn(&world, name, token, strategy, false);
        let of_alice = as_tokens(&world, &withdrawals[0]);
        let of_alice = completeQueuedWithdrawalCall { tokens: vec![token], ..of_alice };
        world.act(ALICE, delegation, &of_alice);
        world.act(STRANGER, manager, &clear(strategy));
        assert_eq!(world.held(token, strategy), U256::ZERO, "{name}");
        // What the token keeps of a transfer it keeps of these too.
        let each = half * U256::from(arrived) / U256::from(100);
        let received = [ALICE, BURN_ADDRESS].map(|who| world.held(token, who));
        assert_eq!(received, [each; 2], "{name}");
    }
}
