//! What host functions need of the chain.

use alloy_primitives::{Address, B256, Bytes, U256};

use super::account::CodeUse;
use super::calls::{CallArgs, Pending};
use super::{Guest, Halt};
use crate::wasm::chain::{Chain, CreateRequest, Step};
use crate::wasm::prices::gas;

/// The part of a host function that only the chain can do. All checks and charges before it are done.
#[derive(Debug)]
pub enum Question {
    /// A storage word that is not in the cache.
    StorageLoad {
        /// Which.
        key: U256,
        /// Where it goes.
        dest: u32,
        /// Gas it costs besides the chain's.
        gas: u64,
    },
    /// Storage words to write.
    StorageFlush(Vec<(U256, U256)>),
    /// A word of transient storage.
    TransientLoad {
        /// Which.
        key: U256,
        /// Where it goes.
        dest: u32,
    },
    /// A word of transient storage to write.
    TransientStore {
        /// Which.
        key: U256,
        /// What.
        value: U256,
    },
    /// A call.
    Call(CallArgs),
    /// A create.
    Create(CreateRequest, Pending),
    /// A log to emit.
    Log {
        /// Zero to four.
        topics: Vec<B256>,
        /// What follows them.
        data: Bytes,
    },
    /// Balance or code hash of an account.
    Account {
        /// Which account.
        address: Address,
        /// True for the code hash.
        hash: bool,
        /// Where it goes.
        dest: u32,
    },
    /// The code of an account.
    Code {
        /// Which account.
        address: Address,
        /// What for.
        wanted: CodeUse,
    },
    /// Memory pages to open.
    OpenPages(u16),
    /// A line to print.
    Print {
        /// The line.
        line: Vec<u8>,
        /// What the function returns.
        result: Option<u64>,
    },
}

/// How a question ends.
#[derive(Debug)]
pub enum Answer {
    /// The function is done, with this result.
    Value(Option<u64>),
    /// A frame must be executed first.
    Suspend(Step, Pending),
}

impl Answer {
    pub(super) const NONE: Self = Self::Value(None);
}

impl From<u32> for Answer {
    fn from(value: u32) -> Self {
        Self::Value(Some(u64::from(value)))
    }
}

/// The host of one stopped program.
pub struct Host<'a> {
    /// The program.
    pub guest: Guest<'a>,
    /// The chain it runs on.
    pub chain: &'a mut dyn Chain,
}

impl Host<'_> {
    /// Does the chain's part of a host function, and what comes after it.
    ///
    /// # Errors
    /// [`Halt`] when the program does not go on.
    pub fn answer(&mut self, question: Question) -> Result<Answer, Halt> {
        let acting = self.guest.frame().context.acting;
        match question {
            Question::StorageLoad { key, dest, gas } => self.load(key, dest, gas),
            Question::StorageFlush(dirty) => self.flush(dirty),
            Question::TransientLoad { key, dest } => {
                let value = self.chain.tload(acting, key)?;
                self.guest.write_word(dest, value)?;
                Ok(Answer::NONE)
            }
            Question::TransientStore { key, value } => {
                self.chain.tstore(acting, key, value)?;
                Ok(Answer::NONE)
            }
            Question::Call(args) => self.call(args),
            Question::Create(request, pending) => Ok(Answer::Suspend(Step::Create(request), pending)),
            Question::Log { topics, data } => {
                self.chain.log(acting, topics, data)?;
                Ok(Answer::NONE)
            }
            Question::Account { address, hash, dest } => self.tell_account(address, hash, dest),
            Question::Code { address, wanted } => self.tell_code(address, wanted),
            Question::OpenPages(pages) => {
                let gas = self.chain.pages().open_pages(&self.guest.frame().rules, pages);
                self.guest.buy_gas(gas)?;
                Ok(Answer::NONE)
            }
            Question::Print { line, result } => {
                self.guest.frame_mut().console_full = !self.chain.console(acting, &line);
                Ok(Answer::Value(result))
            }
        }
    }

    fn load(&mut self, key: U256, dest: u32, gas: u64) -> Result<Answer, Halt> {
        let loaded = self.chain.sload(self.guest.frame().context.acting, key)?;
        let access = if loaded.is_cold { gas::COLD_SLOAD } else { gas::WARM_READ };
        self.guest.frame_mut().cache.insert_known(key, loaded.value);
        self.guest.buy_gas(gas.saturating_add(access))?;
        self.guest.write_word(dest, loaded.value)?;
        Ok(Answer::NONE)
    }

    fn flush(&mut self, dirty: Vec<(U256, U256)>) -> Result<Answer, Halt> {
        for (key, value) in dirty {
            let cost = self.chain.sstore(self.guest.frame().context.acting, key, value)?;
            // A write that cannot be paid ends the frame, and the chain rolls it back.
            self.guest.buy_gas(cost.gas)?;
            let refund = &mut self.guest.frame_mut().refund;
            *refund = refund.saturating_add(cost.refund);
        }
        Ok(Answer::NONE)
    }
}
