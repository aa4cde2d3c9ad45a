//! Compiled programs, and the engine that runs them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use alloy_primitives::B256;
use wasmi::{CompilationMode, Config, Engine, Error, Linker, Module, Store};

use super::activation::{Activated, ActivationError, activate};
use super::code::{CodeError, decompress};
use super::held::Held;
use super::hostio::{Frame, link};
use super::rules::Rules;

/// Engine limits far beyond what the stack counter allows, so that the counter decides.
const ENGINE_FRAMES: usize = 1 << 18;
const ENGINE_STACK_BYTES: usize = 256 << 20;

/// A program ready to run.
pub struct Program {
    pub(super) module: Module,
    pub(super) linker: Arc<Linker<Frame>>,
    activated: Activated,
}

impl Program {
    /// What activating the program found: hashes, sizes and costs.
    #[must_use]
    pub fn activated(&self) -> &Activated {
        &self.activated
    }

    /// A fresh store for one call of the program.
    pub(super) fn store(&self, frame: Frame) -> Store<Frame> {
        Store::new(self.module.engine(), frame)
    }
}

impl std::fmt::Debug for Program {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Program").field("module_hash", &self.activated.module_hash).finish_non_exhaustive()
    }
}

/// Compiled programs by the hash of their on-chain code, the least recently used ones dropped. What is compiled
/// does not depend on a chain's prices and limits, so one program serves before and after a change of them.
///
/// Knows nothing of activation: a program may be compiled here and still not be active on chain.
///
/// Calls that run side by side share it.
pub struct ModuleCache {
    engine: Engine,
    linker: Arc<Linker<Frame>>,
    /// Locked to look and to put, never while a program is compiled or runs.
    held: Mutex<Held>,
}

impl std::fmt::Debug for ModuleCache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ModuleCache").field("programs", &self.len()).finish_non_exhaustive()
    }
}

impl ModuleCache {
    /// An empty cache of 256 programs.
    ///
    /// # Errors
    /// [`ActivationError::Engine`] when the engine refuses its own host functions.
    pub fn new() -> Result<Self, ActivationError> {
        let mut config = Config::default();
        config
            .set_max_recursion_depth(ENGINE_FRAMES)
            .set_max_stack_height(ENGINE_STACK_BYTES)
            .set_max_cached_stacks(64)
            .compilation_mode(CompilationMode::Eager);
        let engine = Engine::new(&config);
        let mut linker = Linker::new(&engine);
        link(&mut linker).map_err(|error| ActivationError::Engine(error.to_string()))?;
        Ok(Self { engine, linker: Arc::new(linker), held: Mutex::default() })
    }

    /// The same cache bounded to `capacity` programs (at least one).
    #[must_use]
    pub fn with_capacity(self, capacity: usize) -> Self {
        self.held().set_capacity(capacity.max(1));
        self
    }

    /// The program in `code` (a whole program as stored on chain), compiled unless it is at hand, within the
    /// limits of `rules`.
    ///
    /// # Errors
    /// Why the code is no valid program.
    pub fn load(&self, rules: &Rules, code_hash: B256, code: &[u8]) -> Result<Arc<Program>, ActivationError> {
        self.load_with(rules, code_hash, || decompress(code, rules.max_wasm_size))
    }

    /// The program under `code_hash`, compiled from the WASM `unpack` gives unless it is at hand: for programs in
    /// fragments. Two that want a program which is not at hand may both compile it; one of them is kept.
    ///
    /// # Errors
    /// Why the code is no valid program.
    pub fn load_with(
        &self,
        rules: &Rules,
        code_hash: B256,
        unpack: impl FnOnce() -> Result<Vec<u8>, CodeError>,
    ) -> Result<Arc<Program>, ActivationError> {
        // A statement of its own, at whose end the lock is let go.
        let at_hand = self.held().get(code_hash);
        if let Some(program) = at_hand {
            program.activated.check_limits(rules)?;
            return Ok(program);
        }
        let program = self.compile(rules, &unpack()?)?;
        Ok(self.held().put(code_hash, program))
    }

    /// Compiles a WASM file without remembering it.
    ///
    /// # Errors
    /// Why the file is no valid program.
    pub fn compile(&self, rules: &Rules, wasm: &[u8]) -> Result<Arc<Program>, ActivationError> {
        let activated = activate(wasm, rules)?;
        let module = Module::new(&self.engine, &activated.wasm).map_err(refused)?;
        let program = Program { module, linker: self.linker.clone(), activated };
        // Segments that do not fit show only when an instance is made: better now than at the first call.
        program
            .linker
            .instantiate_and_start(program.store(Frame::default()), &program.module)
            .map_err(refused)?;
        Ok(Arc::new(program))
    }

    /// Number of programs held.
    #[must_use]
    pub fn len(&self) -> usize {
        self.held().len()
    }

    /// True when no program is held.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        // Nothing under the lock can be left half-done.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn refused(error: Error) -> ActivationError {
    ActivationError::Engine(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wasm::code::compress;
    use crate::wasm::testing::{assemble, module_text};

    fn code(tag: u8) -> Vec<u8> {
        let entry = "(func (export \"user_entrypoint\") (param i32) (result i32) (i32.const 0))";
        compress(&assemble(&module_text(&format!("(data \"{tag}\") {entry}")))).unwrap()
    }

    #[test]
    fn a_program_is_compiled_once() {
        let cache = ModuleCache::new().unwrap();
        let hash = B256::repeat_byte(1);
        let first = cache.load(&Rules::default(), hash, &code(1)).unwrap();
        let again = cache.load_with(&Rules::default(), hash, || panic!("the program is at hand")).unwrap();
        assert!(Arc::ptr_eq(&first, &again));
    }

    #[test]
    fn of_two_that_compile_the_same_program_at_once_the_first_is_kept() {
        let cache = ModuleCache::new().unwrap();
        let hash = B256::repeat_byte(1);
        let mut first = None;
        let second = cache.load_with(&Rules::default(), hash, || {
            first = Some(cache.load(&Rules::default(), hash, &code(1)).unwrap());
            decompress(&code(1), u32::MAX)
        });
        assert!(Arc::ptr_eq(&first.unwrap(), &second.unwrap()));
    }

    #[test]
    fn the_least_recently_used_program_is_dropped_and_can_come_back() {
        let cache = ModuleCache::new().unwrap().with_capacity(2);
        let hash = B256::repeat_byte;
        for tag in [1, 2, 1, 3] {
            cache.load(&Rules::default(), hash(tag), &code(tag)).unwrap();
        }
        assert_eq!(cache.len(), 2);
        assert!(cache.load_with(&Rules::default(), hash(1), || Err(CodeError::NotAProgram)).is_ok());
        let dropped = cache.load_with(&Rules::default(), hash(2), || Err(CodeError::NotAProgram));
        assert_eq!(dropped.unwrap_err(), ActivationError::Code(CodeError::NotAProgram));
        assert!(cache.load(&Rules::default(), hash(2), &code(2)).is_ok());
    }

    #[test]
    fn a_program_that_is_refused_is_not_remembered() {
        let cache = ModuleCache::new().unwrap();
        assert!(cache.load(&Rules::default(), B256::ZERO, &compress(b"no wasm").unwrap()).is_err());
        assert!(cache.is_empty());
    }
}
