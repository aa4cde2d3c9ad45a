//! What a wallet in a browser asks of its node.

mod origin;
mod signing;
mod transactions;
