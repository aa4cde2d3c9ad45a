//! Which names a program may use.

use std::collections::HashSet;

use wasmparser::{Name, NameSectionReader};

use super::activation::ActivationError;
use super::validate::{invalid, limit};

/// What the names begin with that the chain keeps for itself.
const RESERVED: &str = "stylus";
/// Longest name of a module and of an export, in bytes.
const MAX_NAME: u64 = 512;

/// Names of a program's imports and exports.
#[derive(Debug, Default)]
pub struct Names {
    imports: HashSet<String>,
    /// From behind their last double underscore: what is before it, compilers add.
    exports: HashSet<String>,
}

impl Names {
    /// Notes an import.
    pub fn import(&mut self, name: &str) {
        self.imports.insert(name.to_owned());
    }

    /// Notes an export.
    ///
    /// # Errors
    /// [`ActivationError::Limit`] when its name is too long.
    pub fn export(&mut self, name: &str) -> Result<(), ActivationError> {
        limit("bytes of an export's name", name.len() as u64, MAX_NAME)?;
        self.exports.extend(name.rsplit("__").next().map(str::to_owned));
        Ok(())
    }

    /// Exports must not hide imports, and no name may be one the chain keeps for itself.
    ///
    /// # Errors
    /// The name that breaks the rule.
    pub fn check(&self) -> Result<(), ActivationError> {
        if let Some(name) = self.imports.iter().find(|name| self.exports.contains(*name)) {
            return Err(ActivationError::ExportsImport(name.clone()));
        }
        match self.exports.iter().chain(&self.imports).find(|name| name.starts_with(RESERVED)) {
            Some(name) => Err(ActivationError::ReservedName(name.clone())),
            None => Ok(()),
        }
    }
}

/// Names for debuggers must be readable, and the module's own must not be too long.
///
/// # Errors
/// What is wrong with them.
pub fn check_debugging(names: NameSectionReader<'_>) -> Result<(), ActivationError> {
    for name in names {
        match name.map_err(invalid)? {
            Name::Module { name, .. } => limit("bytes of the module's name", name.len() as u64, MAX_NAME)?,
            Name::Function(functions) => {
                for function in functions {
                    function.map_err(invalid)?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}
