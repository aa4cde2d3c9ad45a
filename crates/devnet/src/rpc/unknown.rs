//! Names the method in the error for methods this node does not have, or not on this connection, in single requests
//! and in batches.

use std::collections::HashSet;
use std::future::Future;
use std::sync::Arc;

use jsonrpsee::MethodResponse;
use jsonrpsee::core::middleware::{
    Batch, BatchEntry, BatchEntryErr, Notification, Request, ResponseFuture, RpcServiceT,
};
use jsonrpsee::server::HttpRequest;
use jsonrpsee::types::ErrorObjectOwned;

use super::error::RpcError;
use super::{refused, subscriptions};

/// Marks requests that came over plain HTTP, on which nothing can be sent unasked.
#[derive(Clone, Copy, Debug)]
struct OverHttp;

/// Tells [`NameUnknown`] what kind of connection a request came over.
pub(crate) fn note_connection<B>(mut request: HttpRequest<B>) -> HttpRequest<B> {
    // A WebSocket connection begins as a request to upgrade.
    if !request.headers().contains_key("upgrade") {
        request.extensions_mut().insert(OverHttp);
    }
    request
}

/// A service that answers unknown methods itself and passes all else on.
#[derive(Clone, Debug)]
pub(crate) struct NameUnknown<S> {
    inner: S,
    known: Arc<HashSet<&'static str>>,
}

impl<S> NameUnknown<S> {
    /// Wraps `inner`, which serves the methods in `known`.
    pub(crate) fn new(inner: S, known: Arc<HashSet<&'static str>>) -> Self {
        Self { inner, known }
    }

    fn refusal(&self, request: &Request<'_>) -> Option<ErrorObjectOwned> {
        let method = request.method_name();
        if !self.known.contains(method) {
            return Some(refused::unknown(method).into());
        }
        let unasked = subscriptions::METHODS.iter().any(|subscription| subscription.name == method);
        let over_http = request.extensions().get::<OverHttp>().is_some();
        (unasked && over_http).then(|| RpcError::NeedsWebSocket(method.to_owned()).into())
    }
}

impl<S> RpcServiceT for NameUnknown<S>
where
    S: RpcServiceT<MethodResponse = MethodResponse>,
{
    type MethodResponse = MethodResponse;
    type NotificationResponse = S::NotificationResponse;
    type BatchResponse = S::BatchResponse;

    fn call<'a>(&self, request: Request<'a>) -> impl Future<Output = Self::MethodResponse> + Send + 'a {
        match self.refusal(&request) {
            Some(error) => ResponseFuture::ready(MethodResponse::error(request.id(), error)),
            None => ResponseFuture::future(self.inner.call(request)),
        }
    }

    fn batch<'a>(&self, requests: Batch<'a>) -> impl Future<Output = Self::BatchResponse> + Send + 'a {
        let entries = requests.into_iter().map(|entry| match entry {
            Ok(BatchEntry::Call(request)) => match self.refusal(&request) {
                Some(error) => Err(BatchEntryErr::new(request.id, error)),
                None => Ok(BatchEntry::Call(request)),
            },
            other => other,
        });
        self.inner.batch(Batch::from(entries.collect()))
    }

    fn notification<'a>(
        &self,
        notification: Notification<'a>,
    ) -> impl Future<Output = Self::NotificationResponse> + Send + 'a {
        self.inner.notification(notification)
    }
}
