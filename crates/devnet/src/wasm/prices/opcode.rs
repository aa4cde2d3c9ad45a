//! The price of each WASM operator, and the list of those a program may use at all.

use wasmparser::Operator;

/// Ink of the check at the start of every basic block.
pub const BLOCK_HEADER_INK: u64 = 2_450;
/// Ink of each byte `memory.copy` and `memory.fill` touch, on top of their fixed price.
pub const MEMORY_BYTE_INK: i64 = 100;

/// An operator programs may not use; the text says which.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the operator {0} is not supported by Stylus (no floating point, SIMD, reference types, threads or exceptions)"
)]
pub struct Refused(pub String);

/// True for the operators that end a basic block.
#[must_use]
pub fn ends_basic_block(op: &Operator<'_>) -> bool {
    use Operator as O;
    matches!(
        op,
        O::End
            | O::Else
            | O::Return
            | O::Loop { .. }
            | O::Br { .. }
            | O::BrTable { .. }
            | O::BrIf { .. }
            | O::If { .. }
            | O::Call { .. }
            | O::CallIndirect { .. }
    )
}

/// True for operators that may trap, call, or end the function: outside of it, the ink left is seen then.
#[must_use]
pub fn may_leave(op: &Operator<'_>) -> bool {
    use Operator as O;
    let divides = matches!(
        op,
        O::I32DivS | O::I32DivU | O::I32RemS | O::I32RemU | O::I64DivS | O::I64DivU | O::I64RemS | O::I64RemU
    );
    let leaves = matches!(op, O::Unreachable | O::Return | O::Call { .. } | O::CallIndirect { .. });
    let resizes = matches!(op, O::MemoryGrow { .. } | O::MemoryCopy { .. } | O::MemoryFill { .. });
    divides || leaves || resizes || memory_ink(op).is_some()
}

/// Ink of one operator; `params_of` gives the number of parameters of a function type.
///
/// The per-byte price of `memory.copy` and `memory.fill` and the page price of `memory.grow` come on top, when they
/// run.
///
/// # Errors
/// [`Refused`] for an operator programs may not use.
pub fn op_ink(op: &Operator<'_>, params_of: impl Fn(u32) -> usize) -> Result<u64, Refused> {
    use Operator as O;
    Ok(match op {
        O::Unreachable
        | O::Return
        | O::Nop
        | O::I32Const { .. }
        | O::I64Const { .. }
        | O::Block { .. }
        | O::Loop { .. }
        | O::Else
        | O::End => 1,
        O::Drop => 9,
        O::Br { .. } | O::BrIf { .. } | O::If { .. } => 765,
        O::Select => 1_250,
        O::Call { .. } => 3_800,
        O::CallIndirect { type_index, .. } => 13_610 + 650 * params_of(*type_index) as u64,
        O::BrTable { targets } => 2_400 + 325 * u64::from(targets.len()),
        O::LocalGet { .. } | O::LocalTee { .. } => 75,
        O::LocalSet { .. } => 210,
        O::GlobalGet { .. } => 225,
        O::GlobalSet { .. } => 575,
        O::MemorySize { .. } => 3_000,
        O::MemoryGrow { .. } => 8_050,
        O::MemoryCopy { .. } | O::MemoryFill { .. } => 950,
        op => return memory_ink(op).or_else(|| arithmetic_ink(op)).ok_or_else(|| Refused(name(op))),
    })
}

/// Ink of loads and stores.
fn memory_ink(op: &Operator<'_>) -> Option<u64> {
    use Operator as O;
    Some(match op {
        O::I32Load { .. }
        | O::I32Load8S { .. }
        | O::I32Load8U { .. }
        | O::I32Load16S { .. }
        | O::I32Load16U { .. } => 670,
        O::I64Load { .. }
        | O::I64Load8S { .. }
        | O::I64Load8U { .. }
        | O::I64Load16S { .. }
        | O::I64Load16U { .. }
        | O::I64Load32S { .. }
        | O::I64Load32U { .. } => 680,
        O::I32Store { .. } | O::I32Store8 { .. } | O::I32Store16 { .. } => 825,
        O::I64Store { .. } | O::I64Store8 { .. } | O::I64Store16 { .. } | O::I64Store32 { .. } => 950,
        _ => return None,
    })
}

/// Ink of integer arithmetic, comparisons and conversions.
fn arithmetic_ink(op: &Operator<'_>) -> Option<u64> {
    use Operator as O;
    Some(match op {
        O::I32Add | O::I32Sub | O::I32And | O::I32Or | O::I32Xor => 70,
        O::I32Shl | O::I32ShrS | O::I32ShrU | O::I32Rotl | O::I32Rotr => 70,
        O::I64Add | O::I64Sub | O::I64And | O::I64Or | O::I64Xor => 100,
        O::I64Shl | O::I64ShrS | O::I64ShrU | O::I64Rotl | O::I64Rotr => 100,
        O::I32Mul | O::I64Mul => 160,
        O::I32Eqz | O::I32Eq | O::I32Ne | O::I32LtS | O::I32LtU | O::I32GtS => 170,
        O::I32GtU | O::I32LeS | O::I32LeU | O::I32GeS | O::I32GeU => 170,
        O::I64Eqz | O::I64Eq | O::I64Ne | O::I64LtS | O::I64LtU | O::I64GtS => 225,
        O::I64GtU | O::I64LeS | O::I64LeU | O::I64GeS | O::I64GeU => 225,
        O::I32Clz | O::I32Ctz | O::I64Clz | O::I64Ctz => 210,
        O::I32DivS | O::I32DivU | O::I32RemS | O::I32RemU => 1_120,
        O::I64DivS | O::I64DivU | O::I64RemS | O::I64RemU => 1_270,
        O::I32Popcnt => 2_650,
        O::I64Popcnt => 6_000,
        O::I32WrapI64 | O::I64ExtendI32S | O::I64ExtendI32U => 100,
        O::I32Extend8S | O::I32Extend16S => 100,
        O::I64Extend8S | O::I64Extend16S | O::I64Extend32S => 100,
        _ => return None,
    })
}

/// The operator's name without its immediates.
fn name(op: &Operator<'_>) -> String {
    let text = format!("{op:?}");
    text.split([' ', '{', '(']).next().unwrap_or_default().to_owned()
}
