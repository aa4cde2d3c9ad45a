//! rewards-coordinator
