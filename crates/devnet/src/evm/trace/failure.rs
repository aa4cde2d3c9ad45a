//! What geth calls the ways a call fails.

use revm::interpreter::InstructionResult;

/// The error of a call that ended so, in geth's words where it has some.
pub(super) fn text(result: InstructionResult) -> String {
    use InstructionResult as End;
    let text = match result {
        End::Revert => "execution reverted",
        End::OutOfGas
        | End::MemoryOOG
        | End::MemoryLimitOOG
        | End::PrecompileOOG
        | End::InvalidOperandOOG
        | End::ReentrancySentryOOG => "out of gas",
        End::CallTooDeep => "max call depth exceeded",
        End::OutOfFunds | End::OverflowPayment => "insufficient balance for transfer",
        End::CreateCollision => "contract address collision",
        End::CreateContractSizeLimit => "max code size exceeded",
        End::CreateInitCodeSizeLimit => "max initcode size exceeded",
        End::CreateContractStartingWithEF => "invalid code: must not begin with 0xef",
        End::InvalidJump => "invalid jump destination",
        End::InvalidFEOpcode => "invalid opcode: INVALID",
        End::OpcodeNotFound => "invalid opcode",
        End::StackUnderflow => "stack underflow",
        End::StackOverflow => "stack limit reached",
        End::OutOfOffset => "return data out of bounds",
        End::StateChangeDuringStaticCall | End::CallNotAllowedInsideStatic => "write protection",
        End::NonceOverflow => "nonce uint64 overflow",
        End::NotActivated => "program not activated",
        other => return format!("{other:?}"),
    };
    text.to_owned()
}
