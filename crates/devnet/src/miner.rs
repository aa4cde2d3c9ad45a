//! Blocks that are due by time.

use std::sync::{Arc, RwLock};

use tokio::sync::watch;

use crate::chain::{Mining, Node};

/// Mines at the interval the node is set to, whatever it is set to later, for as long as this runs.
pub(crate) async fn run(node: Arc<RwLock<Node>>, mut mining: watch::Receiver<Mining>) {
    loop {
        let mode = *mining.borrow_and_update();
        let due = async {
            match mode {
                Mining::Every(pause) => tokio::time::sleep(pause).await,
                Mining::Instant | Mining::Manual => std::future::pending().await,
            }
        };
        tokio::select! {
            changed = mining.changed() => if changed.is_err() { return },
            () = due => mine(Arc::clone(&node)).await,
        }
    }
}

/// Mines a block, on a thread that may block, since it executes code. Nothing is mined any more once a request has
/// panicked half-way through changing the node: what it left behind is not trusted.
async fn mine(node: Arc<RwLock<Node>>) {
    let work = move || {
        if let Ok(mut node) = node.write()
            && matches!(node.mining(), Mining::Every(_))
        {
            node.mine(1, None);
        }
    };
    // An error says that mining panicked, which the poisoned lock tells every later request.
    let _ = tokio::task::spawn_blocking(work).await;
}
