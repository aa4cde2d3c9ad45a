//! The host functions programs can import: their names and signatures.

use wasmi::{Caller, Linker};
use wasmparser::ValType;
use wasmparser::ValType::{F32, F64, I32, I64};

use super::Frame;
use super::imports::{Bits, serve};

/// Module that holds the functions every chain offers.
pub const VM_HOOKS: &str = "vm_hooks";
/// Module that holds the printing functions of chains started for debugging.
pub const CONSOLE: &str = "console";
/// The function that pays for memory; named in errors because tools look for it.
pub const PAY_FOR_MEMORY_GROW: &str = "pay_for_memory_grow";

/// One host function.
#[derive(Clone, Copy, Debug)]
pub struct HookDef {
    /// Module it is imported from.
    pub module: &'static str,
    /// Name it is imported by.
    pub name: &'static str,
    /// Parameter types.
    pub params: &'static [ValType],
    /// Result type, if it has a result.
    pub result: Option<ValType>,
}

/// The definition of a host function, if there is one under this name.
#[must_use]
pub fn find(module: &str, name: &str) -> Option<&'static HookDef> {
    HOOKS.iter().find(|def| def.module == module && def.name == name)
}

impl Hook {
    /// The function's definition.
    #[must_use]
    pub fn definition(self) -> &'static HookDef {
        // The enum and the table are generated from one list, in the same order.
        &HOOKS[self as usize]
    }
}

macro_rules! hooks {
    ($($hook:ident = $module:ident $name:literal ($($param:ident)*) $($result:ident)?;)*) => {
        /// A host function.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Hook {
            $(
                #[doc = concat!("`", $name, "`")]
                $hook,
            )*
        }

        /// All host functions.
        pub const HOOKS: &[HookDef] = &[
            $(HookDef {
                module: $module,
                name: $name,
                params: &[$($param),*],
                result: hooks!(@result $($result)?),
            },)*
        ];

        /// Offers all host functions to programs.
        ///
        /// # Errors
        /// When the engine refuses one.
        pub fn link(linker: &mut Linker<Frame>) -> Result<(), wasmi::errors::LinkerError> {
            $(linker.func_wrap(
                $module,
                $name,
                hooks!(@import $hook [$($param)*] [a b c d e f] [] ($($result)?)),
            )?;)*
            Ok(())
        }
    };
    (@result) => { None };
    (@result $result:ident) => { Some($result) };
    // Names the parameters one by one, for a closure of the engine's own types: it calls those without allocating.
    (@import $hook:ident [$type:ident $($types:ident)*] [$arg:ident $($args:ident)*] [$($named:tt)*] $result:tt) => {
        hooks!(@import $hook [$($types)*] [$($args)*] [$($named)* ($arg $type)] $result)
    };
    (@import $hook:ident [] $rest:tt [$(($arg:ident $type:ident))*] ($($result:ident)?)) => {
        |caller: Caller<'_, Frame>, $($arg: hooks!(@native $type)),*| {
            serve::<hooks!(@native $($result)?)>(caller, Hook::$hook, &[$(Bits::bits($arg)),*])
        }
    };
    (@native) => { () };
    (@native I32) => { u32 };
    (@native I64) => { u64 };
    (@native F32) => { wasmi::F32 };
    (@native F64) => { wasmi::F64 };
}

hooks! {
    ReadArgs = VM_HOOKS "read_args" (I32);
    WriteResult = VM_HOOKS "write_result" (I32 I32);
    ExitEarly = VM_HOOKS "exit_early" (I32);
    StorageLoad = VM_HOOKS "storage_load_bytes32" (I32 I32);
    StorageCache = VM_HOOKS "storage_cache_bytes32" (I32 I32);
    StorageFlush = VM_HOOKS "storage_flush_cache" (I32);
    TransientLoad = VM_HOOKS "transient_load_bytes32" (I32 I32);
    TransientStore = VM_HOOKS "transient_store_bytes32" (I32 I32);
    CallContract = VM_HOOKS "call_contract" (I32 I32 I32 I32 I64 I32) I32;
    DelegateCall = VM_HOOKS "delegate_call_contract" (I32 I32 I32 I64 I32) I32;
    StaticCall = VM_HOOKS "static_call_contract" (I32 I32 I32 I64 I32) I32;
    Create1 = VM_HOOKS "create1" (I32 I32 I32 I32 I32);
    Create2 = VM_HOOKS "create2" (I32 I32 I32 I32 I32 I32);
    ReadReturnData = VM_HOOKS "read_return_data" (I32 I32 I32) I32;
    ReturnDataSize = VM_HOOKS "return_data_size" () I32;
    EmitLog = VM_HOOKS "emit_log" (I32 I32 I32);
    AccountBalance = VM_HOOKS "account_balance" (I32 I32);
    AccountCode = VM_HOOKS "account_code" (I32 I32 I32 I32) I32;
    AccountCodeSize = VM_HOOKS "account_code_size" (I32) I32;
    AccountCodeHash = VM_HOOKS "account_codehash" (I32 I32);
    EvmGasLeft = VM_HOOKS "evm_gas_left" () I64;
    EvmInkLeft = VM_HOOKS "evm_ink_left" () I64;
    BlockBasefee = VM_HOOKS "block_basefee" (I32);
    BlockCoinbase = VM_HOOKS "block_coinbase" (I32);
    BlockGasLimit = VM_HOOKS "block_gas_limit" () I64;
    BlockNumber = VM_HOOKS "block_number" () I64;
    BlockTimestamp = VM_HOOKS "block_timestamp" () I64;
    ChainId = VM_HOOKS "chainid" () I64;
    ContractAddress = VM_HOOKS "contract_address" (I32);
    MathDiv = VM_HOOKS "math_div" (I32 I32);
    MathMod = VM_HOOKS "math_mod" (I32 I32);
    MathPow = VM_HOOKS "math_pow" (I32 I32);
    MathAddMod = VM_HOOKS "math_add_mod" (I32 I32 I32);
    MathMulMod = VM_HOOKS "math_mul_mod" (I32 I32 I32);
    MsgReentrant = VM_HOOKS "msg_reentrant" () I32;
    MsgSender = VM_HOOKS "msg_sender" (I32);
    MsgValue = VM_HOOKS "msg_value" (I32);
    NativeKeccak = VM_HOOKS "native_keccak256" (I32 I32 I32);
    TxGasPrice = VM_HOOKS "tx_gas_price" (I32);
    TxInkPrice = VM_HOOKS "tx_ink_price" () I32;
    TxOrigin = VM_HOOKS "tx_origin" (I32);
    PayForMemoryGrow = VM_HOOKS "pay_for_memory_grow" (I32);
    LogText = CONSOLE "log_txt" (I32 I32);
    LogI32 = CONSOLE "log_i32" (I32);
    LogI64 = CONSOLE "log_i64" (I64);
    LogF32 = CONSOLE "log_f32" (F32);
    LogF64 = CONSOLE "log_f64" (F64);
    TeeI32 = CONSOLE "tee_i32" (I32) I32;
    TeeI64 = CONSOLE "tee_i64" (I64) I64;
    TeeF32 = CONSOLE "tee_f32" (F32) F32;
    TeeF64 = CONSOLE "tee_f64" (F64) F64;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forty_two_functions_of_the_chain_and_nine_for_printing_have_distinct_names() {
        let count = |module| HOOKS.iter().filter(|def| def.module == module).count();
        assert_eq!((count(VM_HOOKS), count(CONSOLE)), (42, 9));
        let names: std::collections::BTreeSet<_> = HOOKS.iter().map(|def| (def.module, def.name)).collect();
        assert_eq!(names.len(), HOOKS.len());
        for def in HOOKS {
            let found = find(def.module, def.name).unwrap();
            assert_eq!((found.params, found.result), (def.params, def.result), "{}", def.name);
        }
    }
}
