//! Rewriting a valid program so that it meters itself.
//!
//! The result is plain WASM: every basic block first pays for all its operators, every function takes its frame from
//! a stack counter and gives it back, and memory is paid for before it grows. Ink, the out-of-ink flag and the stack
//! counter are exported globals, so any engine can run the program and read how it ended.

mod writer;

#[cfg(test)]
mod tests;

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, ExportKind, ExportSection, Function, GlobalSection, GlobalType,
    Instruction, Module, SectionId, TypeSection, ValType,
};
use wasmparser::{
    CustomSectionReader, Export, ExportSectionReader, FunctionBody, GlobalSectionReader, Parser,
    TypeSectionReader,
};

use writer::{Added, Writer};

use super::activation::ActivationError;
use super::prices::{BLOCK_HEADER_INK, ends_basic_block, op_ink};
use super::validate::{
    ENTRYPOINT, FunctionInfo, INK_LEFT, INK_STATUS, MEMORY, ModuleInfo, SCRATCH, STACK_LEFT,
};

/// Most operators of a function after instrumentation.
const MAX_FUNCTION_OPS: u64 = 65_536;

/// A program that meters itself.
#[derive(Debug)]
pub struct Instrumented {
    /// The rewritten file.
    pub wasm: Vec<u8>,
    /// Operators of all functions after rewriting.
    pub ops: u64,
}

/// Rewrites a file that [`validate`](super::validate::validate) has described as `info`.
///
/// # Errors
/// [`ActivationError::Limit`] when a function grows too long; parse errors cannot occur on a valid file, and are
/// reported as such.
pub fn instrument(wasm: &[u8], info: &ModuleInfo) -> Result<Instrumented, ActivationError> {
    let mut rewriter = Rewriter {
        info,
        added: Added::after(info.globals),
        defined: 0,
        result_types: Vec::new(),
        globals_written: false,
        ops: 0,
    };
    let mut module = Module::new();
    rewriter.parse_core_module(&mut module, Parser::new(0), wasm).map_err(|error| match error {
        Error::UserError(error) => error,
        other => ActivationError::Invalid(other.to_string()),
    })?;
    Ok(Instrumented { wasm: module.finish(), ops: rewriter.ops })
}

struct Rewriter<'i> {
    info: &'i ModuleInfo,
    added: Added,
    /// Functions rewritten so far.
    defined: usize,
    /// Added types `() -> results`, for functions of several results.
    result_types: Vec<(Vec<ValType>, u32)>,
    globals_written: bool,
    ops: u64,
}

impl Reencode for Rewriter<'_> {
    type Error = ActivationError;

    /// The wrapper block around a function of several results needs a type of its own.
    fn parse_type_section(
        &mut self,
        types: &mut TypeSection,
        section: TypeSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        utils::parse_type_section(self, types, section)?;
        for function in &self.info.functions {
            let results = results_of(self.info, function);
            if results.len() > 1 && !self.result_types.iter().any(|(known, _)| *known == results) {
                let index = types.len();
                types.ty().function([], results.clone());
                self.result_types.push((results, index));
            }
        }
        Ok(())
    }

    fn parse_global_section(
        &mut self,
        globals: &mut GlobalSection,
        section: GlobalSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        utils::parse_global_section(self, globals, section)?;
        self.write_globals(globals);
        Ok(())
    }

    /// A program without globals gets the section just before its exports.
    fn intersperse_section_hook(
        &mut self,
        module: &mut Module,
        _after: Option<SectionId>,
        before: Option<SectionId>,
    ) -> Result<(), Error<Self::Error>> {
        if before == Some(SectionId::Export) && !self.globals_written {
            let mut globals = GlobalSection::new();
            self.write_globals(&mut globals);
            module.section(&globals);
        }
        Ok(())
    }

    fn parse_export_section(
        &mut self,
        exports: &mut ExportSection,
        section: ExportSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        utils::parse_export_section(self, exports, section)?;
        exports.export(INK_LEFT, ExportKind::Global, self.added.ink);
        exports.export(INK_STATUS, ExportKind::Global, self.added.status);
        exports.export(SCRATCH, ExportKind::Global, self.added.scratch);
        exports.export(STACK_LEFT, ExportKind::Global, self.added.stack);
        Ok(())
    }

    /// Only what a call needs stays reachable from outside.
    fn parse_export(
        &mut self,
        exports: &mut ExportSection,
        export: Export<'_>,
    ) -> Result<(), Error<Self::Error>> {
        if matches!(export.name, ENTRYPOINT | MEMORY) {
            utils::parse_export(self, exports, export)?;
        }
        Ok(())
    }

    fn parse_custom_section(
        &mut self,
        _module: &mut Module,
        _section: CustomSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        Ok(())
    }

    fn parse_function_body(
        &mut self,
        code: &mut CodeSection,
        body: FunctionBody<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let function = self.info.functions.get(self.defined).copied().unwrap_or_default();
        self.defined += 1;
        let (mut output, ink) = self.open_function(&function, &body)?;
        let mut writer = Writer::new(&mut output, self.added, ink, function.frame_words);
        writer.enter_frame();
        // A branch to the function's own label must pass the code that gives the frame back, so the body becomes a
        // block with the same label. It stands for the `return` other instrumentations append, and counts as that.
        writer.put_uncounted(&Instruction::Block(self.body_block_type(&function)));
        self.rewrite_blocks(&mut writer, &body)?;
        writer.leave_frame();
        writer.put(&Instruction::End);
        let ops = writer.ops();
        if ops > MAX_FUNCTION_OPS {
            let what = "operators of a function, instrumentation included";
            return Err(Error::UserError(ActivationError::Limit {
                what,
                found: ops,
                limit: MAX_FUNCTION_OPS,
            }));
        }
        self.ops += ops;
        code.function(&output);
        Ok(())
    }
}

impl Rewriter<'_> {
    fn write_globals(&mut self, globals: &mut GlobalSection) {
        self.globals_written = true;
        let ty = |val_type| GlobalType { val_type, mutable: true, shared: false };
        globals.global(ty(ValType::I64), &ConstExpr::i64_const(0));
        globals.global(ty(ValType::I32), &ConstExpr::i32_const(0));
        globals.global(ty(ValType::I32), &ConstExpr::i32_const(0));
        // Like the ink, the stack words a call starts with are set when it does.
        globals.global(ty(ValType::I32), &ConstExpr::i32_const(0));
    }

    /// A function with the locals of `body` and one more, which holds the ink left, and the index of that.
    fn open_function(
        &mut self,
        function: &FunctionInfo,
        body: &FunctionBody<'_>,
    ) -> Result<(Function, u32), Error<ActivationError>> {
        let mut groups = Vec::new();
        for group in body.get_locals_reader()? {
            let (count, ty) = group?;
            groups.push((count, self.val_type(ty)?));
        }
        groups.push((1, ValType::I64));
        let ty = usize::try_from(function.type_index).ok().and_then(|index| self.info.types.get(index));
        let params = ty.map_or(0, |ty| ty.params().len() as u64);
        let own = groups.iter().fold(params, |sum, (count, _)| sum.saturating_add(u64::from(*count)));
        let ink = u32::try_from(own.saturating_sub(1)).unwrap_or(u32::MAX);
        Ok((Function::new(groups), ink))
    }

    fn body_block_type(&self, function: &FunctionInfo) -> BlockType {
        let results = results_of(self.info, function);
        match results.as_slice() {
            [] => BlockType::Empty,
            [one] => BlockType::Result(*one),
            _ => {
                let known = self.result_types.iter().find(|(known, _)| *known == results);
                known.map_or(BlockType::Empty, |(_, index)| BlockType::FunctionType(*index))
            }
        }
    }

    /// Copies the operators, each basic block behind the code that charges for it.
    fn rewrite_blocks(
        &mut self,
        writer: &mut Writer<'_>,
        body: &FunctionBody<'_>,
    ) -> Result<(), Error<ActivationError>> {
        let params_of = |ty: u32| {
            usize::try_from(ty).ok().and_then(|ty| self.info.types.get(ty)).map_or(0, |ty| ty.params().len())
        };
        let mut reader = body.get_operators_reader()?;
        let mut block = Vec::new();
        let mut ink = BLOCK_HEADER_INK;
        while !reader.eof() {
            let op = reader.read()?;
            let price = op_ink(&op, params_of).map_err(|refused| Error::UserError(refused.into()))?;
            ink = ink.saturating_add(price);
            let last = ends_basic_block(&op);
            block.push(op);
            if last {
                writer.charge(ink, &block)?;
                for op in block.drain(..) {
                    writer.before(&op, self.info.pay_for_memory_grow);
                    writer.put(&utils::instruction(self, op.clone())?);
                    writer.after(&op);
                }
                ink = BLOCK_HEADER_INK;
            }
        }
        Ok(())
    }
}

/// Result types of a function, in the encoder's terms; programs have integers only.
fn results_of(info: &ModuleInfo, function: &FunctionInfo) -> Vec<ValType> {
    let ty = usize::try_from(function.type_index).ok().and_then(|index| info.types.get(index));
    let convert = |ty: &wasmparser::ValType| match ty {
        wasmparser::ValType::I32 => ValType::I32,
        wasmparser::ValType::F32 => ValType::F32,
        wasmparser::ValType::F64 => ValType::F64,
        _ => ValType::I64,
    };
    ty.map(|ty| ty.results().iter().map(convert).collect()).unwrap_or_default()
}
