//! What accounts with storage take, counted rather than asked of the system.

use alloy_primitives::{Address, U256, bytes};
use revm::state::Bytecode;

use super::account::Account;
use super::{Change, State};

/// What they take at present, rounded up: far below the 2 GiB a million accounts may take with blocks, and with what the
/// allocator adds.
const BYTES_PER_ACCOUNT: usize = 800;

/// Bytes of a state, of its undo log, and of what both point to. A hash table has eight places for seven entries.
fn bytes(state: &State) -> usize {
    let place = size_of::<(Address, Account)>() + 1;
    let accounts = (state.accounts.capacity() * 8 / 7).next_power_of_two() * place;
    let slots: usize = state.accounts.values().map(|account| account.storage.bytes()).sum();
    let replaced = state.log.iter().filter(|change| matches!(change, Change::Info { old: Some(_), .. }));
    let replaced = replaced.count() * size_of::<super::Info>();
    accounts + slots + replaced + state.log.capacity() * size_of::<Change>()
}

#[test]
fn an_account_with_balance_code_and_two_slots_and_the_undo_log_of_making_it_takes_800_bytes_at_most() {
    const COUNT: usize = 50_000;
    let mut state = State::default();
    for number in 0..COUNT as u64 {
        let address = Address::left_padding_from(&number.to_be_bytes());
        state.update_info(address, |info| info.balance = U256::from(number + 1));
        state.set_code(address, Bytecode::new_raw(bytes!("5b5b5b5b5b5b5b5b")));
        state.set_slot(address, U256::ZERO, U256::MAX);
        state.set_slot(address, U256::ONE, U256::MAX);
    }
    let each = bytes(&state) / COUNT;
    assert!(each < BYTES_PER_ACCOUNT, "{each} bytes for each account");
}
