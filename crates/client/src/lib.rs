//! What a chain is told: built programs, and in time how they get there.

pub mod program;
