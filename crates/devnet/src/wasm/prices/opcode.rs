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

#[cfg(test)]
mod tests {
    use super::*;

    /// The operators of the body of `(func $f (param i32 i64) ...)` and their prices.
    fn prices(body: &str) -> Vec<Result<u64, Refused>> {
        let text = format!(
            "(module (memory 1) (table 1 funcref) (global $g (mut i32) (i32.const 0)) (type $three (func (param i32 i32 i64)))
               (func $f (param i32 i64) {body}))"
        );
        let wasm = wat::parse_str(&text).unwrap_or_else(|e| panic!("{e}\n{text}"));
        let mut found = Vec::new();
        for payload in wasmparser::Parser::new(0).parse_all(&wasm) {
            if let wasmparser::Payload::CodeSectionEntry(function) = payload.unwrap() {
                let mut reader = function.get_operators_reader().unwrap();
                while !reader.eof() {
                    found.push(op_ink(&reader.read().unwrap(), |_| 3));
                }
            }
        }
        found
    }

    /// Price of the single operator `text`, which stands alone in a body (validity does not matter for pricing).
    fn price(text: &str) -> u64 {
        let found = prices(text);
        assert_eq!(found.len(), 2, "{text} is one operator, then end");
        found[0].clone().unwrap_or_else(|e| panic!("{text}: {e}"))
    }

    #[test]
    fn every_supported_operator_has_the_published_price() {
        let table: &[(u64, &str)] = &[
            (1, "unreachable return nop i32.const:7 i64.const:7"),
            (9, "drop"),
            (765, "br:0 br_if:0"),
            (1_250, "select"),
            (3_800, "call:0"),
            (13_610 + 3 * 650, "call_indirect:(type:$three)"),
            (2_400, "br_table:0"),
            (2_400 + 2 * 325, "br_table:0:0:0"),
            (75, "local.get:0 local.tee:0"),
            (210, "local.set:0"),
            (225, "global.get:0"),
            (575, "global.set:0"),
            (670, "i32.load i32.load8_s i32.load8_u i32.load16_s i32.load16_u"),
            (680, "i64.load i64.load8_s i64.load8_u i64.load16_s i64.load16_u i64.load32_s i64.load32_u"),
            (825, "i32.store i32.store8 i32.store16"),
            (950, "i64.store i64.store8 i64.store16 i64.store32 memory.copy memory.fill"),
            (3_000, "memory.size"),
            (8_050, "memory.grow"),
            (70, "i32.add i32.sub i32.and i32.or i32.xor i32.shl i32.shr_s i32.shr_u i32.rotl i32.rotr"),
            (100, "i64.add i64.sub i64.and i64.or i64.xor i64.shl i64.shr_s i64.shr_u i64.rotl i64.rotr"),
            (160, "i32.mul i64.mul"),
            (
                170,
                "i32.eqz i32.eq i32.ne i32.lt_s i32.lt_u i32.gt_s i32.gt_u i32.le_s i32.le_u i32.ge_s i32.ge_u",
            ),
            (
                225,
                "i64.eqz i64.eq i64.ne i64.lt_s i64.lt_u i64.gt_s i64.gt_u i64.le_s i64.le_u i64.ge_s i64.ge_u",
            ),
            (210, "i32.clz i32.ctz i64.clz i64.ctz"),
            (1_120, "i32.div_s i32.div_u i32.rem_s i32.rem_u"),
            (1_270, "i64.div_s i64.div_u i64.rem_s i64.rem_u"),
            (2_650, "i32.popcnt"),
            (6_000, "i64.popcnt"),
            (100, "i32.wrap_i64 i64.extend_i32_s i64.extend_i32_u i32.extend8_s i32.extend16_s"),
            (100, "i64.extend8_s i64.extend16_s i64.extend32_s"),
        ];
        for (ink, operators) in table {
            for operator in operators.split(' ') {
                assert_eq!(price(&operator.replace(':', " ")), *ink, "{operator}");
            }
        }
    }

    #[test]
    fn structure_costs_one_ink_and_if_costs_a_branch() {
        let ink: Vec<u64> =
            prices("block loop end end if else end").into_iter().map(Result::unwrap).collect();
        assert_eq!(ink, [1, 1, 1, 1, 765, 1, 1, 1]);
    }

    #[test]
    fn operators_outside_the_table_are_refused_by_name() {
        for (text, expected) in [
            ("f32.const 1", "F32Const"),
            ("f64.add", "F64Add"),
            ("f64.load", "F64Load"),
            ("i32.trunc_sat_f32_s", "I32TruncSatF32S"),
            ("ref.null func", "RefNull"),
            ("table.size 0", "TableSize"),
            ("select (result i32)", "TypedSelect"),
            ("return_call 0", "ReturnCall"),
            ("i32.atomic.load", "I32AtomicLoad"),
            ("v128.any_true", "V128AnyTrue"),
        ] {
            let refused = prices(text)[0].clone().unwrap_err();
            assert_eq!(refused.0, expected);
            assert!(refused.to_string().contains("not supported by Stylus"));
        }
    }
}
