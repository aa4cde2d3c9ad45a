//! Contracts that tools expect at the same address on every chain, there from genesis.

mod multicall3;
mod stylus_deployer;

use alloy_primitives::{Address, Bytes, address, bytes};

pub use multicall3::MULTICALL3;
pub use stylus_deployer::STYLUS_DEPLOYER;

/// The deployer everyone uses to get the same address on every chain.
pub const CREATE2_DEPLOYER: Address = address!("4e59b44847b379578588920ca78fbf26c0b4956c");

const CREATE2_DEPLOYER_CODE: Bytes = bytes!(
    "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe03601600081602082378035828234f58015156039578182fd5b8082525050506014600cf3"
);

/// Each contract with its code.
pub(super) fn all() -> [(Address, Bytes); 3] {
    let stylus_deployer = Bytes::from_static(&stylus_deployer::INIT_CODE).slice(stylus_deployer::PRELUDE..);
    [
        (CREATE2_DEPLOYER, CREATE2_DEPLOYER_CODE),
        (STYLUS_DEPLOYER, stylus_deployer),
        (MULTICALL3, Bytes::from_static(&multicall3::CODE)),
    ]
}

#[cfg(test)]
mod tests {
    use alloy_primitives::{B256, b256, keccak256};

    use super::*;

    #[test]
    fn the_stylus_deployer_s_init_code_derives_its_address() {
        assert_eq!(
            CREATE2_DEPLOYER.create2_from_code(B256::ZERO, stylus_deployer::INIT_CODE),
            STYLUS_DEPLOYER
        );
    }

    #[test]
    fn multicall3_has_the_code_hash_of_the_public_chains() {
        let hash = b256!("d5c15df687b16f2ff992fc8d767b4216323184a2bbc6ee2f9c398c318e770891");
        assert_eq!(keccak256(multicall3::CODE), hash);
    }
}
