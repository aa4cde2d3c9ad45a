//! The accounts a chain starts with.

use alloy_primitives::{Address, U256, bytes};
use revm::state::{AccountInfo, Bytecode};

use super::predeploys;
use super::state::State;
use crate::precompiles;

/// Writes the first accounts.
pub(super) fn write(state: &mut State, funded: &[Address], balance: U256) {
    for address in funded {
        state.set_info(*address, Some(AccountInfo { balance, ..AccountInfo::default() }));
    }
    // Solidity checks that a callee has code before it calls, so precompiles have one that cannot run.
    let invalid = Bytecode::new_raw(bytes!("fe"));
    for address in precompiles::PRECOMPILES.iter().map(|precompile| precompile.address) {
        state.set_info(address, Some(AccountInfo::new(U256::ZERO, 1, invalid.hash_slow(), invalid.clone())));
    }
    state.update_info(precompiles::STATE_ACCOUNT, |info| info.nonce = 1);
    for (address, code) in predeploys::all() {
        state.update_info(address, |info| info.nonce = 1);
        state.set_code(address, Bytecode::new_raw(code));
    }
}
