//! The accounts a chain starts with.

use alloy_primitives::{Address, Bytes, U256, address, bytes};
use revm::state::{AccountInfo, Bytecode};

use super::state::State;
use crate::precompiles;

/// The deployer everyone uses to get the same address on every chain.
pub(super) const CREATE2_DEPLOYER: Address = address!("4e59b44847b379578588920ca78fbf26c0b4956c");

const CREATE2_DEPLOYER_CODE: Bytes = bytes!(
    "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe03601600081602082378035828234f58015156039578182fd5b8082525050506014600cf3"
);

/// Writes the first accounts.
pub(super) fn write(state: &mut State, funded: &[Address], balance: U256) {
    for address in funded {
        state.set_info(*address, Some(AccountInfo { balance, ..AccountInfo::default() }));
    }
    // Solidity checks that a callee has code before it calls, so precompiles have one that cannot run.
    let invalid = Bytecode::new_raw(bytes!("fe"));
    for address in precompiles::ADDRESSES {
        state.set_info(address, Some(AccountInfo::new(U256::ZERO, 1, invalid.hash_slow(), invalid.clone())));
    }
    state.update_info(precompiles::STATE_ACCOUNT, |info| info.nonce = 1);
    state.update_info(CREATE2_DEPLOYER, |info| info.nonce = 1);
    state.set_code(CREATE2_DEPLOYER, Bytecode::new_raw(CREATE2_DEPLOYER_CODE));
}
