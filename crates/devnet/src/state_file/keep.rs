//! Keeping the file up to date while a devnet runs.

use std::sync::{Arc, RwLock};
use std::time::Duration;

use super::{StateFile, StateFileError};
use crate::chain::Node;

/// Time between two writes.
const PAUSE: Duration = Duration::from_millis(200);

/// Adds what happens to the file, for as long as this runs.
pub(crate) async fn keep(file: Arc<StateFile>, node: Arc<RwLock<Node>>) {
    again_and_again(move || file.save(&node)).await;
}

/// Makes a new dump whenever one is due, for as long as this runs.
pub(crate) async fn keep_short(file: Arc<StateFile>) {
    let _when_dropped = End(Arc::clone(&file));
    again_and_again(move || file.shorten()).await;
}

/// Has a dump that is being made given up.
struct End(Arc<StateFile>);

impl Drop for End {
    fn drop(&mut self) {
        self.0.end();
    }
}

/// What fails is tried again, and told once on standard error, since no request waits for it.
async fn again_and_again(act: impl Fn() -> Result<(), StateFileError> + Send + Sync + 'static) {
    let act = Arc::new(act);
    let mut told = String::new();
    loop {
        tokio::time::sleep(PAUSE).await;
        let act = Arc::clone(&act);
        match tokio::task::spawn_blocking(move || act()).await {
            Ok(Err(error)) if error.to_string() != told => {
                told = error.to_string();
                eprintln!("warning: {told}");
            }
            Ok(Err(_)) | Err(_) => {}
            Ok(Ok(())) => told.clear(),
        }
    }
}
