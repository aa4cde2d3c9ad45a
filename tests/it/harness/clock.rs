//! The time of blocks, to the second.

use super::World;

/// The second of the latest block.
pub(crate) fn now(world: &World) -> u64 {
    world.node().latest().header.timestamp
}

/// The next block will be of this second.
pub(crate) fn next_block_at(world: &World, second: u64) {
    world.node().set_next_block_timestamp(second).unwrap();
}
