//! What a chain with a bounded history holds, however long it runs.

use alloy_primitives::{Address, Bytes, U256};
use alloy_rpc_types::TransactionRequest;

use super::config::Config;
use super::node::Node;

const KEPT: u64 = 100;
const TRANSACTIONS: u64 = 20_000;

/// Emits two logs and counts in slot 0: LOG0 of nothing, LOG1 of one word, slot 0 += 1.
const COUNTER: [u8; 17] =
    [0x5f, 0x5f, 0xa0, 0x60, 0x07, 0x60, 0x20, 0x5f, 0xa1, 0x5f, 0x54, 0x60, 0x01, 0x01, 0x5f, 0x55, 0x00];

/// How much the node holds of everything that grows with each block or transaction.
#[derive(Debug, PartialEq, Eq, PartialOrd)]
struct Held {
    blocks: usize,
    block_hashes: usize,
    transactions: usize,
    logs: usize,
    undo: usize,
    older_hashes: usize,
    snapshots: usize,
}

fn held(node: &Node) -> Held {
    let (block_hashes, transactions) = node.blocks.listed();
    let logs = node.blocks.all().flat_map(|block| &block.transactions).map(|tx| tx.receipt.logs().len());
    Held {
        blocks: node.blocks.all().count(),
        block_hashes,
        transactions,
        logs: logs.sum(),
        undo: node.state().log().1.count(),
        older_hashes: node.blocks.older_hashes().count(),
        snapshots: node.snapshots.len(),
    }
}

#[test]
fn a_bounded_history_holds_so_many_blocks_with_what_is_in_them_however_long_the_chain_runs() {
    let mut node = Node::new(Config { history: Some(KEPT), ..Config::default() }).unwrap();
    let [me, counter] = [node.accounts().addresses()[0], Address::repeat_byte(0x42)];
    node.set_code(counter, Bytes::from_static(&COUNTER)).unwrap();
    let mut early = None;
    for sent in 1..=TRANSACTIONS {
        node.snapshot();
        let request = TransactionRequest { gas: Some(100_000), ..TransactionRequest::default() };
        let hash = node.send_unsigned(request.from(me).to(counter)).unwrap();
        assert!(node.transaction(hash).unwrap().succeeded());
        if sent == 1_000 {
            early = Some(held(&node));
        }
    }
    assert_eq!(node.state().slot(counter, U256::ZERO), U256::from(TRANSACTIONS));
    let kept = usize::try_from(KEPT).unwrap();
    let now = held(&node);
    let expected = Held {
        blocks: kept,
        block_hashes: kept,
        transactions: kept,
        logs: 2 * kept,
        // The counter's slot and the sender, who pays nobody that keeps it.
        undo: 2 * kept,
        older_hashes: 256,
        // Those taken after the oldest block; none is taken after the latest.
        snapshots: kept - 1,
    };
    assert_eq!(now, expected);
    assert_eq!(early, Some(expected), "what is held grew between 1,000 and {TRANSACTIONS} transactions");
}
