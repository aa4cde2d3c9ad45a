//! slasher
