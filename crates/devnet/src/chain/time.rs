//! The times of blocks, and what moves them.

use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::config::Clock;
use super::error::NodeError;
use super::node::Node;

/// What was set about the times of later blocks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Time {
    /// Seconds the system's clock is moved by.
    shift: i64,
    /// Time of the next block, when it was set.
    next: Option<u64>,
    /// Seconds between blocks, when they were set.
    interval: Option<u64>,
}

impl Node {
    /// Moves the clock of all later blocks forward by `seconds`, and returns the total shift.
    pub fn increase_time(&mut self, seconds: u64) -> i64 {
        self.time.shift = self.time.shift.saturating_add_unsigned(seconds);
        if self.step().is_some() {
            self.time.next = Some(self.next_time().saturating_add(seconds));
        }
        self.time.shift
    }

    /// Sets the clock, in seconds since 1970, and returns by how many seconds that moved it.
    pub fn set_time(&mut self, timestamp: u64) -> Result<i64, NodeError> {
        self.not_before_latest(timestamp)?;
        let before = self.next_time();
        if self.step().is_some() {
            self.time.next = Some(timestamp);
        } else {
            self.time.next = None;
            self.time.shift = difference(timestamp, system_time());
        }
        Ok(difference(timestamp, before))
    }

    /// Sets the time of the next block, in seconds since 1970. Later blocks follow it.
    pub fn set_next_block_timestamp(&mut self, timestamp: u64) -> Result<(), NodeError> {
        self.not_before_latest(timestamp)?;
        self.time.next = Some(timestamp);
        Ok(())
    }

    /// Makes every later block come this many seconds after its parent, or no longer when none.
    pub const fn set_timestamp_interval(&mut self, seconds: Option<u64>) {
        self.time.interval = seconds;
    }

    /// Whether an interval between blocks is set.
    pub const fn has_timestamp_interval(&self) -> bool {
        self.time.interval.is_some()
    }

    /// Time the next block will have.
    pub fn next_time(&self) -> u64 {
        let latest = self.latest().header.timestamp;
        match (self.time.next, self.step()) {
            (Some(set), _) => set.max(latest),
            (None, Some(seconds)) => latest.saturating_add(seconds),
            (None, None) => system_time().saturating_add_signed(self.time.shift).max(latest),
        }
    }

    /// Makes the next block come at least `interval` seconds after the latest.
    pub(super) fn at_least_after(&mut self, interval: u64) {
        let next = self.latest().header.timestamp.saturating_add(interval);
        self.time.next = Some(self.time.next.map_or(next, |set| set.max(next)));
    }

    /// After a block whose time was set, the system's clock goes on from there.
    pub(super) fn follow_clock(&mut self, timestamp: u64) {
        if self.time.next.take().is_some() && self.config.clock == Clock::System {
            self.time.shift = difference(timestamp, system_time());
        }
    }

    /// Seconds between blocks, unless the system's clock says when they are made.
    const fn step(&self) -> Option<u64> {
        match (self.time.interval, self.config.clock) {
            (Some(seconds), _) | (None, Clock::Step(seconds)) => Some(seconds),
            (None, Clock::System) => None,
        }
    }

    fn not_before_latest(&self, asked: u64) -> Result<(), NodeError> {
        let latest = self.latest().header.timestamp;
        if asked < latest { Err(NodeError::TimeRunsBackwards { asked, latest }) } else { Ok(()) }
    }
}

fn difference(later: u64, earlier: u64) -> i64 {
    let wide = i128::from(later) - i128::from(earlier);
    i64::try_from(wide).unwrap_or(if wide < 0 { i64::MIN } else { i64::MAX })
}

fn system_time() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
