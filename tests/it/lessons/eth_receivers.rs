//! L29: ETH is paid to contracts too. Elsewhere it was sent with too little gas for a wallet's code, or a receiver that
//! refused it lost its withdrawal.

use alloy::primitives::{Address, Bytes, U256};
use alloy::sol_types::SolError;
use interfaces::sol::IDelegationManager::{Withdrawal, completeQueuedWithdrawalAsCall};
use interfaces::sol::IStrategyManager::depositETHIntoStrategyCall;

use crate::harness::queue::{pass_delay, queue};
use crate::harness::{World, ether, fresh, speaking};

alloy::sol! {
    /// Wrapped ETH's, which alone sends ETH.
    error EtherRefused(address receiver);
}

/// PUSH1 1, PUSH0, SSTORE: a wallet that writes down that it was paid, for which 2,300 gas do not do.
const WRITES: &[u8] = &[0x60, 0x01, 0x5f, 0x55];
/// PUSH0, PUSH0, REVERT: a wallet that takes no ETH.
const REFUSES: &[u8] = &[0x5f, 0x5f, 0xfd];
/// INVALID: a wallet that uses up all gas it is given.
const BURNS: &[u8] = &[0xfe];

const TOKENS: u8 = 1;
const ETHER: u8 = 2;

/// A contract with this code that deposited three ETH, queued all of it, and waited.
fn waiting(world: &World, code: &'static [u8]) -> (Address, Withdrawal) {
    let wallet = speaking(world, Address::repeat_byte(0x77));
    world.node().set_balance(wallet, ether(5));
    let weth = world.strategy(world.weth);
    let deposit = depositETHIntoStrategyCall { strategy: weth };
    world.pay(wallet, world.at("strategy-manager"), &deposit, ether(3));
    world.node().set_code(wallet, Bytes::from_static(code)).unwrap();
    let withdrawal = queue(world, wallet, weth, ether(3));
    pass_delay(world);
    (wallet, withdrawal)
}

fn complete(world: &World, withdrawal: &Withdrawal, mode: u8) -> completeQueuedWithdrawalAsCall {
    let (withdrawal, tokens) = (withdrawal.clone(), vec![world.weth]);
    completeQueuedWithdrawalAsCall { withdrawal, tokens, modes: vec![mode] }
}

fn balance(world: &World, account: Address) -> U256 {
    world.node().balance(account, Default::default()).unwrap()
}

#[test]
fn a_wallet_that_needs_gas_to_be_paid_is_paid() {
    let world = fresh();
    let (wallet, withdrawal) = waiting(&world, WRITES);
    world.act(wallet, world.at("delegation-manager"), &complete(&world, &withdrawal, ETHER));
    assert_eq!(world.node().storage(wallet, U256::ZERO, Default::default()).unwrap(), U256::ONE);
    // Five, of which gas took far less than one.
    assert!(balance(&world, wallet) > ether(4));
}

#[test]
fn a_wallet_that_takes_no_eth_is_refused_and_then_paid_in_wrapped_eth() {
    for code in [REFUSES, BURNS] {
        let world = fresh();
        let (wallet, withdrawal) = waiting(&world, code);
        let delegation = world.at("delegation-manager");
        let refused = EtherRefused { receiver: wallet }.abi_encode();
        world.refuse_data(wallet, delegation, &complete(&world, &withdrawal, ETHER), &refused);
        assert_eq!(world.held(world.weth, world.strategy(world.weth)), ether(3));
        world.act(wallet, delegation, &complete(&world, &withdrawal, TOKENS));
        assert_eq!(world.held(world.weth, wallet), ether(3));
    }
}
