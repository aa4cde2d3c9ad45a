//! What contracts call of each other, one module per callee. Each function gives the calldata of a call; where something
//! comes back, a function beside it reads the answer.

pub mod delegation_manager;
pub mod pauser_registry;
pub mod permission_controller;
pub mod registrar;
pub mod slasher;
pub mod strategy;
pub mod strategy_manager;
pub mod token;
