//! delegation-manager
