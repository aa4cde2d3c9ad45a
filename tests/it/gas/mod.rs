//! Gas of every operation, in the setting the reference was measured in: one transaction a block, every actor an account of
//! its own, and the figure of the second one to do it, so that slots shared by all are written already.
//!
//! Measured twice: with every program in the cache (`cached`), as busy programs are on a public chain, and with none
//! (`uncached`). Written to `snapshots/gas.json`; a change shows as a diff.

mod goals;
mod journey;
mod snapshot;

use crate::harness::{GOVERNANCE, World};

#[test]
fn gas_of_every_operation_is_recorded_and_below_the_references() {
    let measured = [true, false].map(|cached| {
        let config = client::deploy::Config {
            withdrawal_delay_blocks: 10,
            deallocation_delay_blocks: 10,
            redistribution_allocation_delay_blocks: 10,
            allocation_configuration_delay_blocks: 11,
            slash_resolution_delay_blocks: 0,
            ..client::deploy::Config::local(GOVERNANCE)
        };
        let mut world = World::deploy(config);
        world.node().set_block_cache(false);
        if cached {
            snapshot::cache_programs(&world);
        }
        journey::run(&mut world)
    });
    let [cached, uncached] = measured;
    let rows = snapshot::rows(&cached, &uncached);
    snapshot::write(&rows);
    let dearer = |row: &snapshot::Row| row.ratio_cached.is_some_and(|ratio| ratio >= 1.0);
    let wrong = rows.iter().filter(|row| dearer(row) != goals::may_cost_more(row.operation));
    let wrong: Vec<_> = wrong.map(|row| row.operation).collect();
    assert!(wrong.is_empty(), "these cost more than the reference, or were said to and do not: {wrong:?}");
}
