//! Reading positional parameters, with errors that say which one is wrong and why.

use alloy_primitives::U256;
use jsonrpsee::types::Params;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::error::RpcError;

/// The parameters of one request beside the names its method gives them.
///
/// Clients leave `params` out, send `null`, or send fewer than there are: all three mean "not given".
#[derive(Debug)]
pub(crate) struct Args {
    names: &'static [&'static str],
    values: Vec<Value>,
}

impl Args {
    /// Splits a request's parameters.
    ///
    /// # Errors
    /// [`RpcError::InvalidParams`] when they are not a list, or more than `names` has.
    pub(crate) fn read(params: &Params<'_>, names: &'static [&'static str]) -> Result<Self, RpcError> {
        let values: Option<Vec<Value>> = params
            .parse()
            .map_err(|_| RpcError::InvalidParams("params must be a list, in the method's order".into()))?;
        let values = values.unwrap_or_default();
        if values.len() > names.len() {
            let wanted = names.len();
            return Err(RpcError::InvalidParams(format!("too many arguments, want at most {wanted}")));
        }
        Ok(Self { names, values })
    }

    /// The parameter at `index`, or `None` when it is absent or null.
    ///
    /// # Errors
    /// [`RpcError::InvalidParams`] when it is there and not a `T`.
    pub(crate) fn optional<T: DeserializeOwned>(&self, index: usize) -> Result<Option<T>, RpcError> {
        let Some(value) = self.values.get(index).filter(|value| !value.is_null()) else {
            return Ok(None);
        };
        T::deserialize(value).map(Some).map_err(|error| self.wrong(index, &error.to_string()))
    }

    /// The parameter at `index`.
    ///
    /// # Errors
    /// [`RpcError::InvalidParams`] when it is absent, null or not a `T`.
    pub(crate) fn required<T: DeserializeOwned>(&self, index: usize) -> Result<T, RpcError> {
        self.optional(index)?.ok_or_else(|| {
            RpcError::InvalidParams(format!(
                "missing value for required argument {index} ({})",
                self.name(index)
            ))
        })
    }

    /// A number given as a hex string, a decimal string or a JSON number; `None` when absent.
    ///
    /// # Errors
    /// [`RpcError::InvalidParams`] when it is none of these or does not fit 64 bits.
    pub(crate) fn optional_u64(&self, index: usize) -> Result<Option<u64>, RpcError> {
        let Some(wide) = self.optional::<U256>(index)? else { return Ok(None) };
        u64::try_from(wide).map(Some).map_err(|_| self.wrong(index, "the number does not fit 64 bits"))
    }

    /// Like [`Self::optional_u64`] for a parameter that must be given.
    ///
    /// # Errors
    /// [`RpcError::InvalidParams`] when it is absent, no number or too large.
    pub(crate) fn required_u64(&self, index: usize) -> Result<u64, RpcError> {
        let wide = self.required::<U256>(index)?;
        u64::try_from(wide).map_err(|_| self.wrong(index, "the number does not fit 64 bits"))
    }

    /// The error for a parameter whose value cannot be used.
    pub(crate) fn wrong(&self, index: usize, reason: &str) -> RpcError {
        RpcError::InvalidParams(format!("invalid argument {index} ({}): {reason}", self.name(index)))
    }

    fn name(&self, index: usize) -> &'static str {
        self.names.get(index).copied().unwrap_or("unnamed")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::Address;

    const NAMES: &[&str] = &["address", "count"];

    fn args(json: Option<&str>) -> Result<Args, RpcError> {
        Args::read(&Params::new(json), NAMES)
    }

    fn message(result: Result<impl std::fmt::Debug, RpcError>) -> String {
        result.unwrap_err().to_string()
    }

    #[test]
    fn absent_null_and_empty_params_all_mean_not_given() {
        for json in [None, Some("null"), Some("[]"), Some("[null]")] {
            assert_eq!(args(json).unwrap().optional::<Address>(0).unwrap(), None, "{json:?}");
        }
    }

    #[test]
    fn a_missing_parameter_is_named() {
        let error = message(args(None).unwrap().required::<Address>(0));
        assert_eq!(error, "missing value for required argument 0 (address)");
    }

    #[test]
    fn a_parameter_of_the_wrong_form_is_named() {
        let error = message(args(Some(r#"["0x12"]"#)).unwrap().required::<Address>(0));
        assert!(error.starts_with("invalid argument 0 (address): "), "{error}");
    }

    #[test]
    fn a_superfluous_parameter_is_refused() {
        assert_eq!(message(args(Some("[1,2,3]"))), "too many arguments, want at most 2");
    }

    #[test]
    fn named_params_are_refused() {
        assert!(message(args(Some(r#"{"address":"0x"}"#))).contains("must be a list"));
    }

    #[test]
    fn numbers_come_as_hex_decimal_or_json_and_must_fit_64_bits() {
        for json in ["[null,\"0x10\"]", "[null,\"16\"]", "[null,16]"] {
            assert_eq!(args(Some(json)).unwrap().required_u64(1).unwrap(), 16, "{json}");
        }
        let wide = args(Some("[null,\"0x10000000000000000\"]")).unwrap();
        assert!(message(wide.optional_u64(1)).contains("argument 1 (count)"));
    }
}
