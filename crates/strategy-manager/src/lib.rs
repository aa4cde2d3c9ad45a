//! strategy-manager
