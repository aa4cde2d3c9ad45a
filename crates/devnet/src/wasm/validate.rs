//! Which WASM files may become programs.

use wasmparser::{
    ElementItems, Export, ExternalKind, FuncToValidate, FuncType, FunctionBody, KnownCustom, MemoryType,
    Operator, Parser, Payload, TypeRef, ValType, ValidPayload, Validator, ValidatorResources, WasmFeatures,
};

use super::activation::ActivationError;
use super::hostio::{CONSOLE, PAY_FOR_MEMORY_GROW, VM_HOOKS, find};
use super::names::{self, Names};
use super::prices::{ActivationSize, op_ink};
use super::rules::Rules;

/// Function a call to a program runs: `(i32 length of the calldata) -> i32 status`.
pub const ENTRYPOINT: &str = "user_entrypoint";
/// Export under which a program's memory is found.
pub const MEMORY: &str = "memory";
/// Export of the ink left, added by instrumentation.
pub const INK_LEFT: &str = "stylus_ink_left";
/// Export of the flag that ink ran out, added by instrumentation.
pub const INK_STATUS: &str = "stylus_ink_status";
/// Global that holds an operand while its price is computed, added by instrumentation.
pub const SCRATCH: &str = "stylus_scratch_global";
/// Export of the stack words left, added by instrumentation.
pub const STACK_LEFT: &str = "stylus_stack_left";
/// Globals added by instrumentation.
pub const ADDED_GLOBALS: [&str; 4] = [INK_LEFT, INK_STATUS, SCRATCH, STACK_LEFT];

/// What the limit on the initial memory counts.
pub const INITIAL_PAGES: &str = "initial memory pages";

/// Words every frame costs on top of its values and locals.
const FRAME_OVERHEAD: u32 = 4;
/// Most values a function may hold on its stack.
const MAX_STACK_VALUES: u64 = 4_096;
/// Most words of a frame.
const MAX_FRAME_WORDS: u64 = 10 * 1_024;

/// What instrumentation and pricing need to know of a valid program.
#[derive(Debug, Default)]
pub struct ModuleInfo {
    /// Sizes that decide on prices; the operators after instrumentation are not known yet.
    pub size: ActivationSize,
    /// Function types by index.
    pub types: Vec<FuncType>,
    /// Functions the program defines, in order.
    pub functions: Vec<FunctionInfo>,
    /// Globals the program defines: the first index free for added ones.
    pub globals: u32,
    /// Index of the imported function that pays for memory; none when the memory cannot grow.
    pub pay_for_memory_grow: Option<u32>,
}

/// A function the program defines.
#[derive(Clone, Copy, Debug, Default)]
pub struct FunctionInfo {
    /// Index of its type.
    pub type_index: u32,
    /// Words of the stack counter one call takes.
    pub frame_words: u32,
}

/// Checks a WASM file against the rules of `rules` and describes it.
///
/// # Errors
/// The first rule the file breaks.
pub fn validate(wasm: &[u8], rules: &Rules) -> Result<ModuleInfo, ActivationError> {
    let mut check = Check::new(rules);
    check.info.size.wasm_bytes = wasm.len() as u64;
    let mut validator = Validator::new_with_features(features(rules));
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload.map_err(invalid)?;
        match validator.payload(&payload).map_err(invalid)? {
            ValidPayload::Func(function, body) => check.function(function, &body)?,
            ValidPayload::Parser(_) => {
                return Err(ActivationError::Invalid("components are not programs".into()));
            }
            ValidPayload::Ok | ValidPayload::End(_) => check.section(payload)?,
        }
    }
    check.finish()
}

/// Proposals a program may use; some are allowed so far only that the price list can refuse them by name.
fn features(rules: &Rules) -> WasmFeatures {
    let mut features = WasmFeatures::MUTABLE_GLOBAL
        | WasmFeatures::SIGN_EXTENSION
        | WasmFeatures::SATURATING_FLOAT_TO_INT
        | WasmFeatures::FLOATS
        | WasmFeatures::BULK_MEMORY
        | WasmFeatures::GC_TYPES;
    features.set(WasmFeatures::MULTI_VALUE, rules.multi_value());
    features
}

pub(super) fn invalid(error: wasmparser::Error) -> ActivationError {
    ActivationError::Invalid(error.to_string())
}

pub(super) fn limit(what: &'static str, found: u64, limit: u64) -> Result<(), ActivationError> {
    if found <= limit { Ok(()) } else { Err(ActivationError::Limit { what, found, limit }) }
}

/// A file under inspection.
struct Check<'r> {
    rules: &'r Rules,
    info: ModuleInfo,
    /// Type indices of all functions, imported ones first.
    function_types: Vec<u32>,
    imported: u32,
    memory: Option<MemoryType>,
    memory_exported: bool,
    entrypoint: Option<u32>,
    names: Names,
}

impl<'r> Check<'r> {
    fn new(rules: &'r Rules) -> Self {
        Self {
            rules,
            info: ModuleInfo::default(),
            function_types: Vec::new(),
            imported: 0,
            memory: None,
            memory_exported: false,
            entrypoint: None,
            names: Names::default(),
        }
    }

    fn section(&mut self, payload: Payload<'_>) -> Result<(), ActivationError> {
        match payload {
            Payload::TypeSection(section) => {
                for ty in section.into_iter_err_on_gc_types() {
                    self.info.types.push(ty.map_err(invalid)?);
                }
            }
            Payload::ImportSection(section) => {
                limit("imports", u64::from(section.count()), 513)?;
                for import in section.into_imports() {
                    let import = import.map_err(invalid)?;
                    self.import(import.module, import.name, import.ty)?;
                }
            }
            Payload::FunctionSection(section) => {
                limit("functions", u64::from(section.count()), 4_096)?;
                self.info.size.functions = u64::from(section.count());
                for type_index in section {
                    self.define_function(type_index.map_err(invalid)?);
                }
            }
            Payload::TableSection(section) => {
                for table in section {
                    limit("table entries", table.map_err(invalid)?.ty.initial, 4_096)?;
                }
            }
            Payload::MemorySection(section) => {
                for memory in section {
                    let memory = memory.map_err(invalid)?;
                    limit(INITIAL_PAGES, memory.initial, u64::from(self.rules.page_limit))?;
                    self.memory = Some(memory);
                }
            }
            Payload::GlobalSection(section) => {
                limit("globals", u64::from(section.count()), 32_768)?;
                self.info.globals = section.count();
                for global in section {
                    integer("global", global.map_err(invalid)?.ty.content_type)?;
                }
            }
            Payload::ExportSection(section) => {
                limit("exports", u64::from(section.count()), 1_024)?;
                for export in section {
                    self.export(&export.map_err(invalid)?)?;
                }
            }
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(names) = section.as_known() {
                    names::check_debugging(names)?;
                }
            }
            Payload::StartSection { .. } => return Err(ActivationError::StartFunction),
            Payload::ElementSection(section) => {
                limit("element segments", u64::from(section.count()), 128)?;
                for element in section {
                    let entries = match element.map_err(invalid)?.items {
                        ElementItems::Functions(items) => items.count(),
                        ElementItems::Expressions(_, items) => items.count(),
                    };
                    self.info.size.element_entries += u64::from(entries);
                }
                limit("element entries", self.info.size.element_entries, 4_096)?;
            }
            Payload::DataSection(section) => {
                limit("data segments", u64::from(section.count()), 128)?;
                for data in section {
                    self.info.size.data_bytes += data.map_err(invalid)?.data.len() as u64;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn import(&mut self, module: &str, name: &str, ty: TypeRef) -> Result<(), ActivationError> {
        self.names.import(name);
        let unknown = || ActivationError::UnknownImport { module: module.to_owned(), name: name.to_owned() };
        let TypeRef::Func(type_index) = ty else { return Err(unknown()) };
        if module != VM_HOOKS && !(module == CONSOLE && self.rules.debug) {
            return Err(unknown());
        }
        let def = find(module, name).ok_or_else(unknown)?;
        let matches = self
            .type_at(type_index)
            .is_some_and(|ty| ty.params() == def.params && ty.results() == def.result.as_slice());
        if !matches {
            return Err(ActivationError::ImportType { module: module.to_owned(), name: name.to_owned() });
        }
        if name == PAY_FOR_MEMORY_GROW {
            self.info.pay_for_memory_grow = Some(self.imported);
        }
        self.function_types.push(type_index);
        self.imported += 1;
        Ok(())
    }

    fn define_function(&mut self, type_index: u32) {
        let words = self.type_at(type_index).map_or(0, |ty| ty.params().len() + ty.results().len());
        self.info.size.type_words += words as u64;
        self.function_types.push(type_index);
    }

    fn export(&mut self, export: &Export<'_>) -> Result<(), ActivationError> {
        self.names.export(export.name)?;
        match (export.name, export.kind) {
            (ENTRYPOINT, ExternalKind::Func) => self.entrypoint = Some(export.index),
            (MEMORY, ExternalKind::Memory) => self.memory_exported = true,
            _ => {}
        }
        Ok(())
    }

    fn function(
        &mut self,
        function: FuncToValidate<ValidatorResources>,
        body: &FunctionBody<'_>,
    ) -> Result<(), ActivationError> {
        let type_index = function.ty;
        let mut locals = 0u64;
        for local in body.get_locals_reader().map_err(invalid)? {
            let (count, ty) = local.map_err(invalid)?;
            integer("local", ty)?;
            locals += u64::from(count);
        }
        limit("locals of a function", locals, 348)?;
        let params = self.type_at(type_index).map(|ty| ty.params().to_vec()).unwrap_or_default();
        params.into_iter().try_for_each(|ty| integer("parameter", ty))?;

        let mut validator = function.into_validator(Default::default());
        let mut reader = body.get_binary_reader();
        validator.read_locals(&mut reader).map_err(invalid)?;
        let mut operators = body.get_operators_reader().map_err(invalid)?;
        let mut height = 0;
        while !operators.eof() {
            let offset = operators.original_position();
            let op = operators.read().map_err(invalid)?;
            validator.op(offset, &op).map_err(invalid)?;
            self.check_operator(&op)?;
            height = height.max(validator.operand_stack_height());
        }
        operators.finish().map_err(invalid)?;
        limit("values on the stack of a function", u64::from(height), MAX_STACK_VALUES)?;
        let frame_words = height.saturating_add(validator.len_locals()).saturating_add(FRAME_OVERHEAD);
        limit("words of a function's frame", u64::from(frame_words), MAX_FRAME_WORDS)?;
        self.info.functions.push(FunctionInfo { type_index, frame_words });
        Ok(())
    }

    fn check_operator(&self, op: &Operator<'_>) -> Result<(), ActivationError> {
        op_ink(op, |ty| self.type_at(ty).map_or(0, |ty| ty.params().len()))?;
        Ok(())
    }

    fn type_at(&self, index: u32) -> Option<&FuncType> {
        self.info.types.get(usize::try_from(index).ok()?)
    }

    fn finish(mut self) -> Result<ModuleInfo, ActivationError> {
        self.names.check()?;
        let memory = self.memory.filter(|_| self.memory_exported).ok_or(ActivationError::MissingMemory)?;
        let entry_type = self
            .entrypoint
            .filter(|index| *index >= self.imported)
            .and_then(|index| self.function_types.get(usize::try_from(index).ok()?))
            .and_then(|ty| self.type_at(*ty))
            .ok_or(ActivationError::MissingEntrypoint)?;
        if entry_type.params() != [ValType::I32] || entry_type.results() != [ValType::I32] {
            return Err(ActivationError::EntrypointType);
        }
        if memory.maximum == Some(memory.initial) {
            self.info.pay_for_memory_grow = None;
        } else if self.info.pay_for_memory_grow.is_none() {
            return Err(ActivationError::MissingPayForMemoryGrow);
        }
        self.info.size.pages = memory.initial;
        self.info.size.globals = u64::from(self.info.globals) + ADDED_GLOBALS.len() as u64;
        Ok(self.info)
    }
}

fn integer(what: &'static str, ty: ValType) -> Result<(), ActivationError> {
    match ty {
        ValType::I32 | ValType::I64 => Ok(()),
        other => Err(ActivationError::ValueType { what, ty: other.to_string() }),
    }
}
