//! The call, the transaction and the block.

use super::{Guest, Halt, Hook, Reply};
use crate::wasm::prices::PTR;

impl Guest<'_> {
    /// Functions that only tell a value: as their result, or written to `dest`.
    pub(super) fn environment(&mut self, hook: Hook, dest: u32) -> Result<Reply, Halt> {
        match hook {
            Hook::BlockBasefee
            | Hook::BlockCoinbase
            | Hook::ContractAddress
            | Hook::MsgSender
            | Hook::MsgValue
            | Hook::TxGasPrice
            | Hook::TxOrigin => {
                self.charge_entry(PTR)?;
                self.write_environment(hook, dest)?;
                Ok(Reply::NONE)
            }
            _ => {
                self.charge_entry(0)?;
                self.return_environment(hook)
            }
        }
    }

    fn write_environment(&mut self, hook: Hook, dest: u32) -> Result<(), Halt> {
        let env = self.frame().environment;
        let context = self.frame().context;
        match hook {
            Hook::BlockBasefee => self.write_word(dest, env.block_basefee),
            Hook::TxGasPrice => self.write_word(dest, env.tx_gas_price),
            Hook::MsgValue => self.write_word(dest, context.value),
            Hook::BlockCoinbase => self.write(dest, env.block_coinbase.as_slice()),
            Hook::ContractAddress => self.write(dest, context.acting.as_slice()),
            Hook::MsgSender => self.write(dest, context.caller.as_slice()),
            Hook::TxOrigin => self.write(dest, env.tx_origin.as_slice()),
            other => Err(unknown(other)),
        }
    }

    fn return_environment(&self, hook: Hook) -> Result<Reply, Halt> {
        let env = self.frame().environment;
        Ok(match hook {
            Hook::EvmGasLeft => self.gas_left().into(),
            Hook::EvmInkLeft => self.ink_left().into(),
            Hook::BlockGasLimit => env.block_gas_limit.into(),
            Hook::BlockNumber => env.block_number.into(),
            Hook::BlockTimestamp => env.block_timestamp.into(),
            Hook::ChainId => env.chain_id.into(),
            Hook::MsgReentrant => u32::from(self.frame().context.reentrant).into(),
            Hook::TxInkPrice => self.frame().rules.ink_price.into(),
            other => return Err(unknown(other)),
        })
    }
}

fn unknown(hook: Hook) -> Halt {
    Halt::Failure(format!("{hook:?} is no value of the environment"))
}
