//! The operators that metering adds to a function.

use wasm_encoder::reencode::Error;
use wasm_encoder::{BlockType, Function, Instruction};
use wasmparser::Operator;

use crate::wasm::activation::ActivationError;
use crate::wasm::prices::MEMORY_BYTE_INK;

/// Indices of the added globals.
#[derive(Clone, Copy)]
pub(super) struct Added {
    pub(super) ink: u32,
    pub(super) status: u32,
    pub(super) scratch: u32,
    pub(super) stack: u32,
}

impl Added {
    /// The indices after the program's own globals.
    pub(super) fn after(globals: u32) -> Self {
        Self { ink: globals, status: globals + 1, scratch: globals + 2, stack: globals + 3 }
    }
}

/// A function being written.
pub(super) struct Writer<'w> {
    output: &'w mut Function,
    added: Added,
    frame: u32,
    ops: u64,
}

impl<'w> Writer<'w> {
    /// Writes into `output` a function that takes `frame` words of the stack counter.
    pub(super) fn new(output: &'w mut Function, added: Added, frame: u32) -> Self {
        Self { output, added, frame, ops: 0 }
    }

    /// Operators written so far.
    pub(super) fn ops(&self) -> u64 {
        self.ops
    }

    /// Writes an operator that no one is charged for.
    pub(super) fn put_uncounted(&mut self, instruction: &Instruction<'_>) {
        self.output.instruction(instruction);
    }

    /// Writes an operator.
    pub(super) fn put(&mut self, instruction: &Instruction<'_>) {
        self.output.instruction(instruction);
        self.ops += 1;
    }

    fn put_all(&mut self, instructions: &[Instruction<'_>]) {
        instructions.iter().for_each(|instruction| self.put(instruction));
    }

    /// Ends the run with the out-of-ink flag when the condition on the stack holds.
    fn out_of_ink_if(&mut self) {
        self.put_all(&[
            Instruction::If(BlockType::Empty),
            Instruction::I32Const(1),
            Instruction::GlobalSet(self.added.status),
            Instruction::Unreachable,
            Instruction::End,
        ]);
    }

    /// Takes `ink`, or ends the run.
    pub(super) fn charge(&mut self, ink: u64) -> Result<(), Error<ActivationError>> {
        let signed = i64::try_from(ink).map_err(|_| {
            let what = "ink of a basic block";
            Error::UserError(ActivationError::Limit { what, found: ink, limit: i64::MAX.cast_unsigned() })
        })?;
        let left = self.added.ink;
        self.put_all(&[Instruction::GlobalGet(left), Instruction::I64Const(signed), Instruction::I64LtU]);
        self.out_of_ink_if();
        self.put_all(&[
            Instruction::GlobalGet(left),
            Instruction::I64Const(signed),
            Instruction::I64Sub,
            Instruction::GlobalSet(left),
        ]);
        Ok(())
    }

    /// What must happen right before `op`, beyond its block's charge.
    pub(super) fn before(&mut self, op: &Operator<'_>, pay_for_memory_grow: Option<u32>) {
        match op {
            Operator::Return => self.leave_frame(),
            Operator::MemoryCopy { .. } | Operator::MemoryFill { .. } => self.charge_bytes(),
            Operator::MemoryGrow { .. } => {
                if let Some(pay) = pay_for_memory_grow {
                    let scratch = self.added.scratch;
                    self.put_all(&[
                        Instruction::GlobalSet(scratch),
                        Instruction::GlobalGet(scratch),
                        Instruction::GlobalGet(scratch),
                        Instruction::Call(pay),
                    ]);
                }
            }
            _ => {}
        }
    }

    /// Charges for each of the bytes whose number is on top of the stack, and leaves it there.
    fn charge_bytes(&mut self) {
        let (left, scratch) = (self.added.ink, self.added.scratch);
        let price = [
            Instruction::GlobalGet(scratch),
            Instruction::I64ExtendI32U,
            Instruction::I64Const(MEMORY_BYTE_INK),
            Instruction::I64Mul,
        ];
        self.put_all(&[Instruction::GlobalSet(scratch), Instruction::GlobalGet(left)]);
        self.put_all(&price);
        self.put(&Instruction::I64LtU);
        self.out_of_ink_if();
        self.put(&Instruction::GlobalGet(left));
        self.put_all(&price);
        self.put_all(&[Instruction::I64Sub, Instruction::GlobalSet(left), Instruction::GlobalGet(scratch)]);
    }

    /// Takes the frame from the stack counter, or sets it to zero and ends the run.
    pub(super) fn enter_frame(&mut self) {
        let stack = self.added.stack;
        let frame = self.frame.cast_signed();
        self.put_all(&[
            Instruction::GlobalGet(stack),
            Instruction::I32Const(frame),
            Instruction::I32LeU,
            Instruction::If(BlockType::Empty),
            Instruction::I32Const(0),
            Instruction::GlobalSet(stack),
            Instruction::Unreachable,
            Instruction::End,
            Instruction::GlobalGet(stack),
            Instruction::I32Const(frame),
            Instruction::I32Sub,
            Instruction::GlobalSet(stack),
        ]);
    }

    /// Gives the frame back to the stack counter.
    pub(super) fn leave_frame(&mut self) {
        let stack = self.added.stack;
        self.put_all(&[
            Instruction::GlobalGet(stack),
            Instruction::I32Const(self.frame.cast_signed()),
            Instruction::I32Add,
            Instruction::GlobalSet(stack),
        ]);
    }
}
