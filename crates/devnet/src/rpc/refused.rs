//! Methods that nodes elsewhere have and this one does not, with what to do instead.

use super::error::RpcError;

/// The methods people may look for.
pub(crate) const REFUSED: [(&str, &str); 9] = [
    (
        "eth_getProof",
        "the state root here proves nothing; read with eth_getBalance, eth_getCode and eth_getStorageAt",
    ),
    ("eth_newPendingTransactionFilter", "txpool_content tells what waits, eth_newBlockFilter what was mined"),
    ("eth_getUncleCountByBlockNumber", "no block here has an uncle"),
    ("eth_mining", "anvil_getAutomine and anvil_getIntervalMining tell how blocks are made"),
    ("eth_hashrate", "anvil_getAutomine and anvil_getIntervalMining tell how blocks are made"),
    ("eth_coinbase", "eth_getBlockByNumber tells who a block's miner is"),
    (
        "eth_signTransaction",
        "eth_sendTransaction signs and sends; to sign alone, use the account's published key",
    ),
    ("eth_blobBaseFee", "there are no blobs here; eth_gasPrice tells the price of gas"),
    ("debug_storageRangeAt", "eth_getStorageAt reads a slot, anvil_dumpState all of them"),
];

/// The error for a method this node does not have.
pub(super) fn unknown(method: &str) -> RpcError {
    let known = REFUSED.iter().find(|(name, _)| *name == method);
    let remedy = known.map_or("docs/devnet.md lists those there are", |(_, remedy)| *remedy);
    RpcError::UnknownMethod { method: method.to_owned(), remedy }
}
