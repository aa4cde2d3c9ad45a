//! Errors as JSON-RPC clients expect them: codes, wording and revert data in the form geth gives.

use alloy_primitives::{Bytes, hex};
use jsonrpsee::types::ErrorObjectOwned;
use jsonrpsee::types::error::{
    CALL_EXECUTION_FAILED_CODE, INTERNAL_ERROR_CODE, INVALID_PARAMS_CODE, METHOD_NOT_FOUND_CODE,
};

use crate::chain::{CallFailure, NodeError, TxError};

/// The code of a call or an estimate that reverted; clients decode `data` only under this one.
const REVERTED_CODE: i32 = 3;

/// What a client asks for was there and is kept no longer (execution-apis: pruned history unavailable).
const PRUNED_CODE: i32 = 4444;
/// Longest message in bytes.
const MAX_MESSAGE: usize = 900;

/// Why a request has no result.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RpcError {
    /// A parameter is missing, superfluous or of the wrong form.
    #[error("{0}")]
    InvalidParams(String),
    /// This node does not have the method.
    #[error("the method {method} does not exist/is not available: {remedy}")]
    UnknownMethod {
        /// What was asked for.
        method: String,
        /// What to do instead.
        remedy: &'static str,
    },
    /// The method sends notifications, which an HTTP connection cannot carry.
    #[error("{0} needs a WebSocket connection: ask on ws:// instead of http://")]
    NeedsWebSocket(String),
    /// The called contract reverted.
    #[error("{message}")]
    Reverted {
        /// `execution reverted`, with the reason when the data holds one.
        message: String,
        /// What the contract reverted with.
        data: Bytes,
    },
    /// The transaction or query was refused, worded as geth words it.
    #[error("{0}")]
    Refused(String),
    /// What is asked for is older than the history kept.
    #[error("{0}")]
    Pruned(String),
    /// The node itself failed; nothing the client sent is to blame.
    #[error("{0}")]
    Internal(String),
}

impl RpcError {
    /// The JSON-RPC code clients tell the kinds apart by.
    const fn code(&self) -> i32 {
        match self {
            Self::InvalidParams(_) => INVALID_PARAMS_CODE,
            Self::UnknownMethod { .. } | Self::NeedsWebSocket(_) => METHOD_NOT_FOUND_CODE,
            Self::Reverted { .. } => REVERTED_CODE,
            Self::Refused(_) => CALL_EXECUTION_FAILED_CODE,
            Self::Pruned(_) => PRUNED_CODE,
            Self::Internal(_) => INTERNAL_ERROR_CODE,
        }
    }
}

impl From<RpcError> for ErrorObjectOwned {
    fn from(error: RpcError) -> Self {
        // A hex string, not an object: the form every client library decodes custom errors from.
        let data = match &error {
            RpcError::Reverted { data, .. } => Some(hex::encode_prefixed(data)),
            _ => None,
        };
        Self::owned(error.code(), shortened(error.to_string()), data)
    }
}

/// A message quotes what is wrong with a request, which may be megabytes long.
fn shortened(mut message: String) -> String {
    if message.len() > MAX_MESSAGE {
        message.truncate(message.floor_char_boundary(MAX_MESSAGE));
        message.push('…');
    }
    message
}

impl From<serde_json::Error> for RpcError {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(format!("the answer could not be written as JSON: {error}"))
    }
}

impl From<TxError> for RpcError {
    fn from(error: TxError) -> Self {
        match error {
            TxError::Malformed(_) => Self::InvalidParams(error.to_string()),
            TxError::Chain(_) => Self::Internal(error.to_string()),
            _ => Self::Refused(error.to_string()),
        }
    }
}

impl From<NodeError> for RpcError {
    fn from(error: NodeError) -> Self {
        match error {
            NodeError::Failed(CallFailure { message, revert_data: Some(data) }) => {
                Self::Reverted { message, data }
            }
            NodeError::Transaction(error) => error.into(),
            NodeError::Dump(_) | NodeError::BadRequest(_) | NodeError::TooLarge(_) => {
                Self::InvalidParams(error.to_string())
            }
            NodeError::Forgotten { .. } | NodeError::ForgottenSnapshot { .. } => {
                Self::Pruned(error.to_string())
            }
            NodeError::DevAccounts(_) | NodeError::Engine(_) => Self::Internal(error.to_string()),
            _ => Self::Refused(error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(error: RpcError) -> (i32, String, Option<String>) {
        let object = ErrorObjectOwned::from(error);
        let data = object.data().map(|data| data.get().to_owned());
        (object.code(), object.message().to_owned(), data)
    }

    #[test]
    fn a_revert_has_code_3_the_nodes_message_and_its_data_as_a_hex_string() {
        for (data, hex) in [(Bytes::from_static(&[0xde, 0xad]), "\"0xdead\""), (Bytes::new(), "\"0x\"")] {
            let message = "execution reverted: too late".to_owned();
            let failure = CallFailure { message: message.clone(), revert_data: Some(data) };
            assert_eq!(object(NodeError::Failed(failure).into()), (3, message, Some(hex.into())));
        }
    }

    #[test]
    fn a_halt_has_geths_code_and_no_data() {
        let failure = CallFailure { message: "out of gas".into(), revert_data: None };
        assert_eq!(object(NodeError::Failed(failure).into()), (-32000, "out of gas".into(), None));
    }

    #[test]
    fn a_message_is_cut_where_nobody_would_read_on() {
        let (_, message, _) = object(RpcError::InvalidParams("é".repeat(5_000)));
        assert!(message.len() < 1_000 && message.ends_with("é…"), "{message}");
    }

    #[test]
    fn an_unknown_method_is_named() {
        let (code, message, data) = object(RpcError::UnknownMethod { method: "eth_mine".into(), remedy: "" });
        assert_eq!(code, -32601);
        assert!(message.contains("eth_mine"), "{message}");
        assert_eq!(data, None);
    }
}
