//! A devnet behind an HTTP port, and the same node within the process for tests.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, RwLock};

use alloy_primitives::{Address, B256};
use jsonrpsee::core::middleware::RpcServiceBuilder;
use jsonrpsee::server::{BatchRequestConfig, Server, ServerConfig, ServerHandle};
use tokio::task::JoinSet;
use tower_http::cors::CorsLayer;

use crate::chain::{self, Console, Node, NodeError};
use crate::miner;
use crate::rpc::{self, HexIds, NameUnknown, Rpc, note_connection};
use crate::state_file::{self, StateFile, StateFileError};

/// The port Nitro's dev node listens on, which tools for Stylus try first.
pub const DEFAULT_PORT: u16 = 8547;

/// Largest request and response in bytes. A program is at most 49 kB, twice that in hex, but the logs of a long test
/// run are far more, and so is a dumped state, which another devnet takes as a request.
const MAX_BYTES: u32 = 256 << 20;

/// Connections at the same time: a test run opens one for each provider it makes.
const MAX_CONNECTIONS: u32 = 1_000;

/// How a devnet is started.
#[derive(Clone, Debug)]
pub struct Config {
    /// TCP port on 127.0.0.1; 0 takes a free one, which [`Devnet::port`] then tells.
    pub port: u16,
    /// The chain's rules, accounts and clock.
    pub chain: chain::Config,
    /// File the chain is loaded from when it exists, and kept in: written within a fraction of a second after every
    /// change, and at the end. It is whole at every moment.
    pub state: Option<PathBuf>,
    /// Takes every line that programs print; without it they are told nobody.
    pub console: Option<Console>,
}

impl Default for Config {
    fn default() -> Self {
        Self { port: DEFAULT_PORT, chain: chain::Config::default(), state: None, console: None }
    }
}

/// Why a devnet did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// Another program listens on the port.
    #[error(
        "port {port} is in use: stop what listens there, or choose another with --port (0 takes a free one)"
    )]
    PortInUse {
        /// The port asked for.
        port: u16,
    },
    /// The port could not be opened.
    #[error("port {port} cannot be opened: {source}")]
    Port {
        /// The port asked for.
        port: u16,
        /// What the operating system says.
        source: std::io::Error,
    },
    /// The chain could not be set up as configured.
    #[error(transparent)]
    Chain(#[from] NodeError),
    /// The state file cannot be used.
    #[error(transparent)]
    State(#[from] StateFileError),
    /// The method table is inconsistent.
    #[error("the JSON-RPC methods could not be set up: {0}")]
    Methods(#[from] jsonrpsee::core::RegisterMethodError),
}

/// An account whose key the devnet knows and publishes. Never use one on a public chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its address.
    pub address: Address,
    /// Its private key.
    pub key: B256,
}

/// A running devnet. It stops serving when dropped.
#[derive(Debug)]
pub struct Devnet {
    url: String,
    port: u16,
    chain_id: u64,
    accounts: Vec<Account>,
    node: Arc<RwLock<Node>>,
    server: ServerHandle,
    state: Option<Arc<StateFile>>,
    /// What goes on beside requests, until this is dropped.
    background: JoinSet<()>,
}

impl Devnet {
    /// Starts a chain at its genesis, or where its state file left it, and serves it over HTTP and WebSocket on one port of 127.0.0.1, to any web origin.
    /// Prints nothing; [`banner`] gives what to print.
    ///
    /// # Errors
    /// [`StartError::PortInUse`] when another program has the port, [`StartError::Port`] when it cannot be opened
    /// for another reason, [`StartError::Chain`] when the configuration makes no chain, [`StartError::State`] when the
    /// state file cannot be used.
    pub async fn start(config: Config) -> Result<Self, StartError> {
        let chain_id = config.chain.chain_id;
        let mut node = Node::new(config.chain)?;
        if let Some(console) = config.console {
            node.tell_console(console);
        }
        let keys = node.accounts();
        let with_key =
            |address: &Address| Some(Account { address: *address, key: keys.signer(*address)?.to_bytes() });
        let accounts = keys.addresses().iter().filter_map(with_key).collect();
        let mining = node.follow_mining();
        let node = Arc::new(RwLock::new(node));
        let state =
            config.state.as_deref().map(|path| StateFile::open(path, &node)).transpose()?.map(Arc::new);
        let module = rpc::module(Rpc::new(Arc::clone(&node)))?;

        let known = Arc::new(rpc::names());
        let naming =
            RpcServiceBuilder::new().layer_fn(move |inner| NameUnknown::new(inner, Arc::clone(&known)));
        let server = Server::builder()
            .set_config(limits())
            .set_http_middleware(
                tower::ServiceBuilder::new().layer(any_origin()).map_request(note_connection),
            )
            .set_rpc_middleware(naming)
            .build(SocketAddr::from((Ipv4Addr::LOCALHOST, config.port)))
            .await
            .map_err(|error| port_error(config.port, error))?;
        let port = server.local_addr().map_err(|error| port_error(config.port, error))?.port();
        let url = format!("http://127.0.0.1:{port}");
        let mut background = JoinSet::new();
        background.spawn(miner::run(Arc::clone(&node), mining));
        if let Some(file) = &state {
            background.spawn(state_file::keep(Arc::clone(file), Arc::clone(&node)));
            background.spawn(state_file::keep_short(Arc::clone(file)));
        }
        let server = server.start(module);
        Ok(Self { url, port, chain_id, accounts, node, server, state, background })
    }

    /// Where clients connect: `http://127.0.0.1:<port>`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The TCP port it listens on.
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// The chain id.
    pub const fn chain_id(&self) -> u64 {
        self.chain_id
    }

    /// The funded accounts: those of the well-known test mnemonic, then Nitro's dev account.
    pub fn accounts(&self) -> &[Account] {
        &self.accounts
    }

    /// The node itself, for tests that look or act without JSON-RPC. While it is locked to read, requests that
    /// change it wait; while it is locked to write, all do.
    pub fn node(&self) -> Arc<RwLock<Node>> {
        Arc::clone(&self.node)
    }

    /// Stops serving, waits until the port is free and writes the state file. The node lives on for whoever holds it.
    ///
    /// # Errors
    /// When there is a state file and it cannot be written.
    pub async fn stop(mut self) -> Result<(), StateFileError> {
        // An error says it was stopped before, which is what is wanted.
        let _ = self.server.stop();
        self.server.stopped().await;
        self.background.shutdown().await;
        self.state.map_or(Ok(()), |file| file.close(&self.node))
    }
}

/// What people need to connect, as a table: URL, chain id, accounts and their keys.
pub fn banner(devnet: &Devnet) -> String {
    let mut table = comfy_table::Table::new();
    table.load_style(comfy_table::presets::NOTHING).set_header(["account", "address", "private key"]);
    for (index, account) in devnet.accounts.iter().enumerate() {
        table.add_row([index.to_string(), account.address.to_string(), account.key.to_string()]);
    }
    format!(
        "RPC URL   {}\nChain id  {}\n\n{table}\n\nThe keys are public: never send real funds to these accounts.\n",
        devnet.url, devnet.chain_id
    )
}

fn port_error(port: u16, source: std::io::Error) -> StartError {
    match source.kind() {
        ErrorKind::AddrInUse => StartError::PortInUse { port },
        _ => StartError::Port { port, source },
    }
}

fn limits() -> ServerConfig {
    ServerConfig::builder()
        .max_request_body_size(MAX_BYTES)
        .max_response_body_size(MAX_BYTES)
        .max_connections(MAX_CONNECTIONS)
        .set_batch_request_config(BatchRequestConfig::Unlimited)
        .set_id_provider(HexIds::default())
        .build()
}

/// Wallets and dapps in a browser ask from their own origin, and public pages ask a private address.
fn any_origin() -> CorsLayer {
    CorsLayer::permissive().allow_private_network(true)
}
