//! The call, the transaction and the block.

use super::{Halt, Hook, Host, Reply};
use crate::wasm::prices::PTR;

impl Host<'_> {
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
        let env = self.chain.environment();
        let context = self.frame.context;
        match hook {
            Hook::BlockBasefee => self.guest.write_word(dest, env.block_basefee),
            Hook::TxGasPrice => self.guest.write_word(dest, env.tx_gas_price),
            Hook::MsgValue => self.guest.write_word(dest, context.value),
            Hook::BlockCoinbase => self.guest.write(dest, env.block_coinbase.as_slice()),
            Hook::ContractAddress => self.guest.write(dest, context.acting.as_slice()),
            Hook::MsgSender => self.guest.write(dest, context.caller.as_slice()),
            Hook::TxOrigin => self.guest.write(dest, env.tx_origin.as_slice()),
            other => Err(unknown(other)),
        }
    }

    fn return_environment(&self, hook: Hook) -> Result<Reply, Halt> {
        let env = self.chain.environment();
        Ok(match hook {
            Hook::EvmGasLeft => self.guest.gas_left().into(),
            Hook::EvmInkLeft => self.guest.ink_left().into(),
            Hook::BlockGasLimit => env.block_gas_limit.into(),
            Hook::BlockNumber => env.block_number.into(),
            Hook::BlockTimestamp => env.block_timestamp.into(),
            Hook::ChainId => env.chain_id.into(),
            Hook::MsgReentrant => u32::from(self.frame.context.reentrant).into(),
            Hook::TxInkPrice => self.rules.ink_price.into(),
            other => return Err(unknown(other)),
        })
    }
}

fn unknown(hook: Hook) -> Halt {
    Halt::Failure(format!("{hook:?} is no value of the environment"))
}
