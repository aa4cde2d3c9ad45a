//! permission-controller
