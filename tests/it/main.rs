//! Scenarios on the devnet.
