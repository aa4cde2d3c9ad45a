//! The boundary between a running program and the chain that hosts it.
//!
//! A program reaches the chain through [`Chain`] alone, and leaves only at a nested call, a nested create or its
//! end ([`Step`]). The chain executes the requested frame in its own way and hands the result back as a
//! [`SubOutcome`]. All gas of the program, including the price of calls it makes, is accounted on this side of the
//! boundary; the chain only reports whether things were cold, empty or changed.

use alloy_primitives::{Address, B256, Bytes, U256};

/// A fault of the chain's database: nothing a program did, and nothing it can observe.
///
/// The transaction that meets one must be aborted as a whole.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the chain's database failed: {0}")]
pub struct ChainError(pub String);

/// A value together with whether this was the first touch in the transaction (EIP-2929).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loaded<T> {
    /// The value.
    pub value: T,
    /// True when the slot or account was cold before this access.
    pub is_cold: bool,
}

/// What one storage write costs (EIP-2200 as amended by EIP-2929 and EIP-3529).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SstoreCost {
    /// Gas to charge.
    pub gas: u64,
    /// Gas added to (or, when negative, taken from) the refund counter.
    pub refund: i64,
}

/// What a program may learn of an account without reading its code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AccountView {
    /// Balance in wei.
    pub balance: U256,
    /// Hash of the code as EXTCODEHASH reports it: zero for an empty account.
    pub code_hash: B256,
    /// Empty in the sense of EIP-161: no code, nonce zero, balance zero.
    pub is_empty: bool,
}

/// Block and transaction values a program can read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Environment {
    /// Block number as the EVM's NUMBER reports it (on Arbitrum: the estimate of the parent chain's block).
    pub block_number: u64,
    /// Block time in seconds since 1970.
    pub block_timestamp: u64,
    /// Base fee in wei per gas.
    pub block_basefee: U256,
    /// Beneficiary of the block.
    pub block_coinbase: Address,
    /// Gas limit of the block.
    pub block_gas_limit: u64,
    /// Chain id.
    pub chain_id: u64,
    /// Signer of the transaction.
    pub tx_origin: Address,
    /// Effective gas price in wei per gas.
    pub tx_gas_price: U256,
}

/// WASM pages (64 KiB) of the running transaction. The chain keeps one for each transaction, starting from zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PageCounters {
    /// Pages held by programs that are running now.
    pub open: u16,
    /// Most pages ever held at once in this transaction.
    pub ever: u16,
}

/// What a running program needs of the chain.
///
/// State that belongs to an account takes the account's address, so one implementation serves all frames of a
/// transaction. Every method that touches state may meet a database fault.
pub trait Chain {
    /// Reads a storage slot and warms it.
    fn sload(&mut self, address: Address, key: U256) -> Result<Loaded<U256>, ChainError>;

    /// Writes a storage slot, warms it, and reports the write's price. When the program cannot pay, its frame ends
    /// out of gas, which rolls the write back.
    fn sstore(&mut self, address: Address, key: U256, value: U256) -> Result<SstoreCost, ChainError>;

    /// Reads a transient storage slot (EIP-1153).
    fn tload(&mut self, address: Address, key: U256) -> Result<U256, ChainError>;

    /// Writes a transient storage slot (EIP-1153).
    fn tstore(&mut self, address: Address, key: U256, value: U256) -> Result<(), ChainError>;

    /// Emits a log with zero to four topics.
    fn log(&mut self, address: Address, topics: Vec<B256>, data: Bytes) -> Result<(), ChainError>;

    /// Reads an account's balance, code hash and emptiness, and warms it.
    fn account(&mut self, address: Address) -> Result<Loaded<AccountView>, ChainError>;

    /// Reads an account's code as stored and warms the account.
    fn code(&mut self, address: Address) -> Result<Loaded<Bytes>, ChainError>;

    /// Values of the running block and transaction. They stay as they are until it ends.
    fn environment(&self) -> Environment;

    /// Page counters of the running transaction.
    fn pages(&mut self) -> &mut PageCounters;

    /// Receives a line a program printed, meant as UTF-8, and says whether more may follow: after a no, lines of the
    /// same transaction are not kept, whatever frame prints them. Printing is free and has no effect on state: whoever
    /// keeps lines must bound them.
    fn console(&mut self, address: Address, line: &[u8]) -> bool;
}

/// Who runs, for whom, and under which restrictions: fixed when a frame starts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CallContext {
    /// The account whose storage, balance and logs the program acts on.
    pub acting: Address,
    /// `msg.sender`.
    pub caller: Address,
    /// `msg.value` in wei.
    pub value: U256,
    /// True when no state may be changed (the frame or one above it was a static call).
    pub is_static: bool,
    /// True when more than one call or static call frame of the acting address is open.
    pub reentrant: bool,
    /// True when the program starts at the cached price: its code hash is in the cache of the chain, or has been
    /// called before in this block.
    pub cached: bool,
}

/// Where a program's run stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The program calls another contract and waits for the result.
    Call(CallRequest),
    /// The program creates a contract and waits for the result.
    Create(CreateRequest),
    /// The program ended.
    Done(Outcome),
}

/// How a contract is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallKind {
    /// Runs the target in its own account, moving value.
    Call,
    /// Runs the target's code in the caller's account; value is apparent only.
    Delegate,
    /// Runs the target in its own account without any change of state.
    Static,
}

/// A call to execute. It has been paid for already; nothing more is to be charged to the caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallRequest {
    /// How to call.
    pub kind: CallKind,
    /// `msg.sender` of the new frame.
    pub caller: Address,
    /// Account the new frame acts on.
    pub target: Address,
    /// Account whose code runs: differs from `target` in a delegate call only.
    pub code_address: Address,
    /// `msg.value` in wei of the new frame: moved in a plain call, apparent in a delegate call, else zero.
    pub value: U256,
    /// Calldata.
    pub input: Bytes,
    /// Gas of the new frame, with the stipend included.
    pub gas_limit: u64,
    /// True when the new frame must not change state.
    pub is_static: bool,
}

/// A create to execute. It has been paid for already; nothing more is to be charged to the caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateRequest {
    /// Account that creates.
    pub caller: Address,
    /// Wei given to the new account.
    pub value: U256,
    /// Init code.
    pub init_code: Bytes,
    /// Salt of CREATE2; none for CREATE.
    pub salt: Option<B256>,
    /// Gas of the new frame.
    pub gas_limit: u64,
}

/// How a nested frame ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubStatus {
    /// Succeeded.
    Success,
    /// Reverted, with its output meant for the caller.
    Revert,
    /// Failed in any other way, without output.
    Failure,
}

/// Result of the call or create a program was waiting for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubOutcome {
    /// How the frame ended.
    pub status: SubStatus,
    /// What it returned.
    pub output: Bytes,
    /// Gas it did not use.
    pub gas_left: u64,
    /// Change of the refund counter within the frame; ignored unless it succeeded.
    pub refund: i64,
    /// Address of the new contract, when a create succeeded.
    pub created: Option<Address>,
}

/// How a program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Returned status zero: state is kept.
    Success,
    /// Returned another status, or trapped: state is rolled back, the rest of the gas is kept.
    Revert,
    /// Ran out of ink or gas: state is rolled back, all gas is gone.
    OutOfInk,
    /// Exhausted the stack counter: state is rolled back, all gas is gone.
    StackOverflow,
    /// A database fault: the transaction must be aborted.
    Fault,
}

/// End of a program's run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// How it ended.
    pub status: Status,
    /// What it returned: empty unless it succeeded or reverted by its own status.
    pub output: Bytes,
    /// Gas it did not use: zero when it ran out of ink or stack.
    pub gas_left: u64,
    /// Change of the refund counter, nested frames included: zero unless it succeeded.
    pub refund: i64,
    /// Why the program trapped or the chain failed, for people: never visible to contracts.
    pub reason: Option<String>,
}
