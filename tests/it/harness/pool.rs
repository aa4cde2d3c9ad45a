//! Worlds are deployed once per test thread and set back between tests.

use std::ops::{Deref, DerefMut};
use std::sync::Mutex;

use super::World;

static IDLE: Mutex<Vec<(World, u64)>> = Mutex::new(Vec::new());

/// A world in the state right after deployment; goes back when dropped.
pub(crate) struct Fresh {
    world: Option<(World, u64)>,
}

/// A world of one's own.
pub(crate) fn fresh() -> Fresh {
    let idle = IDLE.lock().unwrap_or_else(std::sync::PoisonError::into_inner).pop();
    let (mut world, snapshot) = idle.unwrap_or_else(|| {
        let mut world = World::deploy(client::deploy::Config::local(super::GOVERNANCE));
        let snapshot = world.snapshot();
        (world, snapshot)
    });
    world.revert(snapshot);
    let snapshot = world.snapshot();
    Fresh { world: Some((world, snapshot)) }
}

impl Deref for Fresh {
    type Target = World;

    fn deref(&self) -> &World {
        &self.world.as_ref().expect("held until dropped").0
    }
}

impl DerefMut for Fresh {
    fn deref_mut(&mut self) -> &mut World {
        &mut self.world.as_mut().expect("held until dropped").0
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        if let Some(world) = self.world.take().filter(|_| !std::thread::panicking()) {
            IDLE.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(world);
        }
    }
}
