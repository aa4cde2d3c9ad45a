//! The operators that metering adds to a function.

use wasm_encoder::reencode::Error;
use wasm_encoder::{BlockType, Function, Instruction};
use wasmparser::Operator;

use crate::wasm::activation::ActivationError;
use crate::wasm::prices::{MEMORY_BYTE_INK, may_leave};

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
///
/// While it runs, the ink left is in a local, which engines reach far faster than a global. The global is brought up to
/// date before anything that could leave the function or trap, and read again after calls. Operators count as those of
/// Nitro's instrumentation, which has the global alone: their number is what activating a program costs.
pub(super) struct Writer<'w> {
    output: &'w mut Function,
    added: Added,
    /// Index of the local that holds the ink left.
    ink: u32,
    frame: u32,
    ops: u64,
}

/// Operators that end a run out of ink.
const OUT_OF_INK_OPS: u64 = 5;
/// Operators of Nitro's charge for a basic block.
const CHARGE_OPS: u64 = 7 + OUT_OF_INK_OPS;

impl<'w> Writer<'w> {
    /// Writes into `output` a function that takes `frame` words of the stack counter; its local `ink` is an i64 of
    /// ours.
    pub(super) fn new(output: &'w mut Function, added: Added, ink: u32, frame: u32) -> Self {
        Self { output, added, ink, frame, ops: 0 }
    }

    /// Operators written so far.
    pub(super) fn ops(&self) -> u64 {
        self.ops
    }

    /// Writes an operator that no one is charged for.
    pub(super) fn put_uncounted(&mut self, instruction: &Instruction<'_>) {
        self.output.instruction(instruction);
    }

    fn put_all_uncounted(&mut self, instructions: &[Instruction<'_>]) {
        instructions.iter().for_each(|instruction| self.put_uncounted(instruction));
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
        self.put_all_uncounted(&[
            Instruction::If(BlockType::Empty),
            Instruction::I32Const(1),
            Instruction::GlobalSet(self.added.status),
            Instruction::Unreachable,
            Instruction::End,
        ]);
    }

    /// Takes `ink` for the block of `ops`, or ends the run.
    pub(super) fn charge(&mut self, ink: u64, ops: &[Operator<'_>]) -> Result<(), Error<ActivationError>> {
        let signed = i64::try_from(ink).map_err(|_| {
            let what = "ink of a basic block";
            Error::UserError(ActivationError::Limit { what, found: ink, limit: i64::MAX.cast_unsigned() })
        })?;
        let left = self.ink;
        let price = Instruction::I64Const(signed);
        self.put_all_uncounted(&[Instruction::LocalGet(left), price.clone(), Instruction::I64LtU]);
        self.out_of_ink_if();
        self.put_all_uncounted(&[
            Instruction::LocalGet(left),
            price,
            Instruction::I64Sub,
            Instruction::LocalSet(left),
        ]);
        if ops.iter().any(may_leave) {
            self.save_ink();
        }
        self.ops = self.ops.saturating_add(CHARGE_OPS);
        Ok(())
    }

    /// Brings the global up to date.
    fn save_ink(&mut self) {
        self.put_all_uncounted(&[Instruction::LocalGet(self.ink), Instruction::GlobalSet(self.added.ink)]);
    }

    /// Brings the local up to date.
    fn load_ink(&mut self) {
        self.put_all_uncounted(&[Instruction::GlobalGet(self.added.ink), Instruction::LocalSet(self.ink)]);
    }

    /// What must happen right before `op`, beyond its block's charge.
    pub(super) fn before(&mut self, op: &Operator<'_>, pay_for_memory_grow: Option<u32>) {
        match op {
            Operator::Return => self.give_frame_back(),
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
                    self.load_ink();
                }
            }
            _ => {}
        }
    }

    /// What must happen right after `op`.
    pub(super) fn after(&mut self, op: &Operator<'_>) {
        if matches!(op, Operator::Call { .. } | Operator::CallIndirect { .. }) {
            self.load_ink();
        }
    }

    /// Charges for each of the bytes whose number is on top of the stack, and leaves it there.
    fn charge_bytes(&mut self) {
        let (left, scratch) = (self.ink, self.added.scratch);
        let price = [
            Instruction::GlobalGet(scratch),
            Instruction::I64ExtendI32U,
            Instruction::I64Const(MEMORY_BYTE_INK),
            Instruction::I64Mul,
        ];
        self.put_all(&[Instruction::GlobalSet(scratch), Instruction::LocalGet(left)]);
        self.put_all(&price);
        self.put(&Instruction::I64LtU);
        self.out_of_ink_if();
        self.put(&Instruction::LocalGet(left));
        self.put_all(&price);
        self.put_all(&[Instruction::I64Sub, Instruction::LocalSet(left), Instruction::GlobalGet(scratch)]);
        self.ops = self.ops.saturating_add(OUT_OF_INK_OPS);
        self.save_ink();
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
        self.load_ink();
    }

    /// Ends the function where its body is over.
    pub(super) fn leave_frame(&mut self) {
        self.save_ink();
        self.give_frame_back();
    }

    /// Gives the frame back to the stack counter.
    fn give_frame_back(&mut self) {
        let stack = self.added.stack;
        self.put_all(&[
            Instruction::GlobalGet(stack),
            Instruction::I32Const(self.frame.cast_signed()),
            Instruction::I32Add,
            Instruction::GlobalSet(stack),
        ]);
    }
}
