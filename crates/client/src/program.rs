//! Built programs: what a chain stores for them, how large they are, and whether a chain accepts them.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Cursor};
use std::path::{Path, PathBuf};

use alloy::primitives::{B256, keccak256};
use brotli::enc::BrotliEncoderParams;
use serde::Serialize;
use wasmparser::{ExternalKind, Parser, Payload, TypeRef};

/// What code on chain starts with when it is a brotli-compressed program without a dictionary.
pub const CODE_PREFIX: [u8; 4] = [0xef, 0xf0, 0x00, 0x00];

/// Most bytes of code an account may hold on chain, prefix included (EIP-170).
pub const MAX_CODE: usize = 24_576;

/// Most bytes of WASM a chain decompresses a program to.
pub const MAX_WASM: usize = 131_072;

/// Pages of 64 KiB a program may ask for at its start: one more than this costs 1,000 gas a call.
pub const MAX_PAGES: u64 = 1;

/// The function a chain calls a program by.
pub const ENTRYPOINT: &str = "user_entrypoint";

/// Why a program cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ProgramError {
    /// The file is not there or not readable.
    #[error("cannot read {path}: {source}; run ./scripts/build")]
    Read {
        /// The file that was looked for.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The path has no file name to call the program by.
    #[error("{0} does not name a program")]
    Name(PathBuf),
    /// The file is no WASM module.
    #[error("{name} is not WASM: {source}")]
    Wasm {
        /// The program.
        name: String,
        /// Where parsing stopped, and why.
        source: wasmparser::BinaryReaderError,
    },
    /// The compressor failed.
    #[error("cannot compress {name}: {source}")]
    Compress {
        /// The program.
        name: String,
        /// What the compressor says.
        source: io::Error,
    },
    /// A chain would find nothing to call.
    #[error("{name} exports no {ENTRYPOINT}: its contract has no #[entrypoint]")]
    NoEntrypoint {
        /// The program.
        name: String,
    },
    /// Every call would pay for memory it starts with.
    #[error(
        "{name} starts with {pages} memory pages, {MAX_PAGES} is the limit; is its stack size set by the linker?"
    )]
    Memory {
        /// The program.
        name: String,
        /// Pages of 64 KiB.
        pages: u64,
    },
    /// No account could hold the code.
    #[error("{name} is {compressed} bytes compressed, {MAX_CODE} is the limit")]
    Code {
        /// The program.
        name: String,
        /// Bytes, prefix included.
        compressed: usize,
    },
    /// No chain would decompress the code.
    #[error("{name} is {raw} bytes of WASM, {MAX_WASM} is the limit")]
    Raw {
        /// The program.
        name: String,
        /// Bytes of WASM.
        raw: usize,
    },
}

/// One program as built, and as a chain stores it.
#[derive(Debug, Clone)]
pub struct Program {
    /// What its file is called.
    pub name: String,
    /// The WASM module.
    pub wasm: Vec<u8>,
    /// What an account on chain holds: [`CODE_PREFIX`] and the compressed module.
    pub code: Vec<u8>,
    /// Figures of the module.
    pub size: Size,
    /// Whether the module exports [`ENTRYPOINT`].
    has_entrypoint: bool,
}

/// How large a program is, in what it pays for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Size {
    /// Bytes of WASM.
    pub raw: usize,
    /// Bytes on chain, prefix included.
    pub compressed: usize,
    /// Functions of its own, without imports.
    pub functions: u32,
    /// Bytes of data segments.
    pub data: usize,
    /// Memory pages of 64 KiB at the start.
    pub pages: u64,
}

impl Program {
    /// Reads a built program; it is called what its file is called.
    ///
    /// # Errors
    /// [`ProgramError::Read`], [`ProgramError::Name`], and those of [`Program::new`].
    pub fn load(path: impl AsRef<Path>) -> Result<Self, ProgramError> {
        let path = path.as_ref();
        let name = path.file_stem().and_then(|stem| stem.to_str());
        let name = name.ok_or_else(|| ProgramError::Name(path.to_owned()))?;
        let wasm = fs::read(path).map_err(|source| ProgramError::Read { path: path.to_owned(), source })?;
        Self::new(name, wasm)
    }

    /// Measures and compresses a module.
    ///
    /// # Errors
    /// [`ProgramError::Wasm`] and [`ProgramError::Compress`].
    pub fn new(name: &str, wasm: Vec<u8>) -> Result<Self, ProgramError> {
        let parsed = measure(&wasm).map_err(|source| ProgramError::Wasm { name: name.to_owned(), source })?;
        let code =
            compress(&wasm).map_err(|source| ProgramError::Compress { name: name.to_owned(), source })?;
        let size = Size { raw: wasm.len(), compressed: code.len(), ..parsed.size };
        Ok(Self { name: name.to_owned(), wasm, code, size, has_entrypoint: parsed.has_entrypoint })
    }

    /// The hash a chain knows the code by.
    pub fn code_hash(&self) -> B256 {
        keccak256(&self.code)
    }

    /// Holds the program against the limits of a chain, and of one memory page.
    ///
    /// # Errors
    /// The first limit it breaks.
    pub fn check(&self) -> Result<(), ProgramError> {
        let Size { raw, compressed, pages, .. } = self.size;
        let name = || self.name.clone();
        if !self.has_entrypoint {
            return Err(ProgramError::NoEntrypoint { name: name() });
        }
        if compressed > MAX_CODE {
            return Err(ProgramError::Code { name: name(), compressed });
        }
        if raw > MAX_WASM {
            return Err(ProgramError::Raw { name: name(), raw });
        }
        if pages > MAX_PAGES {
            return Err(ProgramError::Memory { name: name(), pages });
        }
        Ok(())
    }
}

/// Sizes by program name, sorted: what `snapshots/size.json` holds.
pub fn sizes(programs: &[Program]) -> BTreeMap<&str, Size> {
    programs.iter().map(|program| (program.name.as_str(), program.size)).collect()
}

/// Code hashes by program name, sorted: they change with the source, the compiler and every tool after it.
pub fn code_hashes(programs: &[Program]) -> BTreeMap<&str, B256> {
    programs.iter().map(|program| (program.name.as_str(), program.code_hash())).collect()
}

/// What parsing a module tells.
struct Parsed {
    size: Size,
    has_entrypoint: bool,
}

fn measure(wasm: &[u8]) -> Result<Parsed, wasmparser::BinaryReaderError> {
    let mut size = Size { raw: 0, compressed: 0, functions: 0, data: 0, pages: 0 };
    let mut has_entrypoint = false;
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    if let TypeRef::Memory(memory) = import?.ty {
                        size.pages = memory.initial;
                    }
                }
            }
            Payload::MemorySection(memories) => {
                for memory in memories {
                    size.pages = memory?.initial;
                }
            }
            Payload::FunctionSection(functions) => size.functions = functions.count(),
            Payload::DataSection(segments) => {
                for segment in segments {
                    size.data = size.data.saturating_add(segment?.data.len());
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export?;
                    has_entrypoint |= export.name == ENTRYPOINT && export.kind == ExternalKind::Func;
                }
            }
            _ => {}
        }
    }
    Ok(Parsed { size, has_entrypoint })
}

/// As strongly as brotli can: a program is compressed once and stored for ever.
fn compress(wasm: &[u8]) -> io::Result<Vec<u8>> {
    let params = BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: wasm.len(), ..Default::default() };
    let mut code = CODE_PREFIX.to_vec();
    brotli::BrotliCompress(&mut Cursor::new(wasm), &mut code, &params)?;
    Ok(code)
}
