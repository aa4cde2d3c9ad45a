//! Real programs, damaged: in their bytes, in their sections, or in their operators.

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{BlockType, CodeSection, Function, Instruction, MemArg, MemArgTarget, Module};
use wasmparser::{FunctionBody, Parser};

use crate::dice::Dice;

/// Changes some bytes.
pub fn bytes(mut wasm: Vec<u8>, dice: &mut Dice) -> Vec<u8> {
    for _ in 0..=dice.skewed(20) {
        let at = dice.below(wasm.len());
        match dice.below(4) {
            0 => wasm.insert(at, dice.byte()),
            1 if !wasm.is_empty() => drop(wasm.remove(at)),
            _ => {
                if let Some(byte) = wasm.get_mut(at) {
                    *byte = dice.pick(&[0, 1, 0x7f, 0x80, 0xff, byte.wrapping_add(1), dice.clone().byte()]);
                }
            }
        }
    }
    wasm
}

/// Drops, doubles, exchanges, cuts or fills whole sections, or lies about their size.
pub fn sections(wasm: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut sections: Vec<(u8, Vec<u8>)> = Parser::new(0)
        .parse_all(wasm)
        .filter_map(|payload| {
            let (id, range) = payload.ok()?.as_section()?;
            Some((id, wasm.get(range.start as usize..range.end as usize)?.to_vec()))
        })
        .collect();
    if sections.is_empty() {
        return wasm.to_vec();
    }
    let at = dice.below(sections.len());
    let mut lie = 0;
    match dice.below(7) {
        0 => drop(sections.remove(at)),
        1 => sections.push(sections[at].clone()),
        2 => sections.swap(0, at),
        3 => {
            let keep = dice.below(sections[at].1.len().max(1));
            sections[at].1.truncate(keep);
        }
        4 => {
            let size = dice.skewed(300);
            sections[at].1 = dice.bytes(size);
        }
        5 => sections[at].0 = dice.byte() % 16,
        _ => lie = dice.skewed(1 << 32),
    }
    let mut out = b"\0asm\x01\0\0\0".to_vec();
    for (index, (id, content)) in sections.iter().enumerate() {
        out.push(*id);
        let told = if index == at { content.len().wrapping_add(lie) } else { content.len() };
        leb(&mut out, told as u64);
        out.extend_from_slice(content);
    }
    out
}

/// Writes a number as WASM does.
fn leb(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Drops, doubles, replaces or adds a few operators.
pub fn operators(wasm: &[u8], dice: &mut Dice) -> Option<Vec<u8>> {
    let mut module = Module::new();
    let often = dice.pick(&[1, 1, 3, 10]);
    Rewrite { dice, often }.parse_core_module(&mut module, Parser::new(0), wasm).ok()?;
    Some(module.finish())
}

struct Rewrite<'d> {
    dice: &'d mut Dice,
    /// Of a hundred operators, how many are changed.
    often: usize,
}

impl Reencode for Rewrite<'_> {
    type Error = std::convert::Infallible;

    fn parse_function_body(
        &mut self,
        code: &mut CodeSection,
        body: FunctionBody<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let mut output = self.new_function_with_parsed_locals(&body)?;
        let mut operators = body.get_operators_reader()?;
        while !operators.eof() {
            let instruction = utils::instruction(self, operators.read()?)?;
            // The function's last `end` is kept: without it hardly anything is left to check.
            if operators.eof() || !self.dice.percent(self.often) {
                output.instruction(&instruction);
            } else {
                self.change(&mut output, &instruction);
            }
        }
        code.function(&output);
        Ok(())
    }
}

impl Rewrite<'_> {
    fn change(&mut self, output: &mut Function, instruction: &Instruction<'_>) {
        match self.dice.below(6) {
            0 => {}
            1 => drop(output.instruction(instruction).instruction(instruction)),
            2 => drop(output.instruction(&any(self.dice))),
            3 => drop(output.instruction(instruction).instruction(&any(self.dice))),
            // Leaves the heights of the stack as they are, so that most of these are accepted.
            _ => drop(output.instruction(&similar(instruction, self.dice))),
        }
    }
}

/// An operator with the same operands and results.
fn similar<'i>(instruction: &Instruction<'i>, dice: &mut Dice) -> Instruction<'i> {
    use Instruction as I;
    match instruction {
        I::I32Const(_) => I::I32Const(dice.pick(&[0, 1, -1, 31, 65_535, 65_536, i32::MIN, i32::MAX])),
        I::I64Const(_) => I::I64Const(dice.pick(&[0, 1, -1, 1 << 32, i64::MIN, i64::MAX])),
        I::I32Add | I::I32Sub | I::I32And | I::I32LtS | I::I32Eq | I::I32GtU => {
            dice.pick(&[I::I32Mul, I::I32DivS, I::I32RemU, I::I32Shl, I::I32Rotr, I::I32GeU, I::I32Ne])
        }
        I::I64Add | I::I64Sub | I::I64And | I::I64Or => {
            dice.pick(&[I::I64Mul, I::I64DivU, I::I64RemS, I::I64ShrS, I::I64Rotl, I::I64Xor])
        }
        I::I32Load(at) => I::I32Load8S(MemArg { align: 0, offset: dice.skewed(1 << 32) as u64, ..*at }),
        I::I64Load(at) => I::I64Load32U(MemArg { align: 0, offset: dice.skewed(70_000) as u64, ..*at }),
        I::I32Store(at) => I::I32Store16(MemArg { align: 0, offset: dice.skewed(70_000) as u64, ..*at }),
        I::I64Store(at) => I::I64Store8(MemArg { align: 0, offset: dice.skewed(70_000) as u64, ..*at }),
        I::LocalGet(index) => I::LocalGet(index.wrapping_add(dice.below(3) as u32)),
        I::Br(depth) => I::Br(depth.wrapping_add(dice.below(2) as u32)),
        I::BrIf(depth) => I::BrIf(depth.wrapping_add(dice.below(2) as u32)),
        I::Call(index) => I::Call(index.wrapping_add(dice.below(5) as u32).wrapping_sub(2)),
        I::Block(ty) => I::Loop(*ty),
        I::Loop(ty) => I::Block(*ty),
        other => other.clone(),
    }
}

/// Any operator, allowed or not.
fn any(dice: &mut Dice) -> Instruction<'static> {
    use Instruction as I;
    let at = MemArg { offset: 0, align: 0, target: MemArgTarget::Memory(0), ordering: None };
    let index = dice.skewed(1 << 20) as u32;
    dice.pick(&[
        I::Unreachable,
        I::Nop,
        I::Return,
        I::End,
        I::Else,
        I::Drop,
        I::Select,
        I::Block(BlockType::Empty),
        I::Loop(BlockType::FunctionType(index)),
        I::If(BlockType::Empty),
        I::Br(index),
        I::Call(index),
        I::CallIndirect { type_index: index, table_index: 0 },
        I::LocalSet(index),
        I::GlobalSet(index),
        I::I32Const(7),
        I::I64Const(7),
        I::F32Add,
        I::F64Sqrt,
        I::I64Popcnt,
        I::MemoryGrow(0),
        I::MemorySize(0),
        I::MemoryFill(0),
        I::MemoryCopy { src_mem: 0, dst_mem: index },
        I::MemoryInit { mem: 0, data_index: 0 },
        I::I64Load(at),
        I::I32AtomicLoad(at),
        I::V128Load(at),
        I::RefFunc(index),
        I::TableGet(0),
        I::ReturnCall(index),
        I::I32TruncSatF32S,
    ])
}
