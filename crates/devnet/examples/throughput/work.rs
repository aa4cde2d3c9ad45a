//! What the transactions do.

use alloy::network::{EthereumWallet, TransactionBuilder};
use alloy::primitives::{Address, Bytes, U256, hex};
use alloy::providers::{Provider, ProviderBuilder};
use alloy::rpc::types::TransactionRequest;
use alloy::signers::local::MnemonicBuilder;
use alloy::signers::local::PrivateKeySigner;
use alloy::signers::local::coins_bip39::English;
use alloy::sol;
use alloy::sol_types::{SolCall, SolValue};
use devnet::chain::MNEMONIC;
use devnet::precompiles::{ARB_WASM, ArbWasm};
use devnet::wasm::code::compress;

use crate::Failure;
use crate::nodes::{Kind, Process, built};

sol! {
    function mint(address to, uint256 amount);
    function transfer(address to, uint256 amount) returns (bool);
    function setNumber(uint256 number);
}

/// Pays for any activation; what is too much comes back.
const ACTIVATION_VALUE: u64 = 100_000_000_000_000_000;

/// A kind of transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Workload {
    /// ERC-20 tokens to an account that had none.
    Transfer,
    /// A counter's number set, with an event, by Solidity.
    Solidity,
    /// The same by a program of the same ABI.
    Stylus,
}

impl Workload {
    /// All there are.
    pub const ALL: [Self; 3] = [Self::Transfer, Self::Solidity, Self::Stylus];

    /// For people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Transfer => "ERC-20 transfer",
            Self::Solidity => "counter in Solidity",
            Self::Stylus => "counter in Stylus",
        }
    }

    /// Whether a node can do it.
    pub const fn runs_on(self, kind: Kind) -> bool {
        !matches!((self, kind), (Self::Stylus, Kind::Anvil))
    }

    /// Deploys what the transactions call.
    pub async fn prepare(self, node: &Process, senders: &[PrivateKeySigner]) -> Result<Address, Failure> {
        let site = Site::new(node, &senders[0])?;
        match self {
            Self::Transfer => {
                let arguments = ("Token", "TKN", U256::from(18)).abi_encode_params();
                let token = site.create([artifact("MockLST")?, arguments].concat()).await?;
                for sender in senders {
                    let call = mintCall { to: sender.address(), amount: U256::from(u64::MAX) };
                    site.call(token, call.abi_encode(), 0).await?;
                }
                Ok(token)
            }
            Self::Solidity => site.create(artifact("Counter")?).await,
            Self::Stylus => {
                let wasm = std::fs::read(built("target/programs/fixture-counter.wasm"))?;
                let program = site.create(init_code(&compress(&wasm)?)).await?;
                let call = ArbWasm::activateProgramCall { program };
                site.call(ARB_WASM, call.abi_encode(), ACTIVATION_VALUE).await?;
                Ok(program)
            }
        }
    }

    /// Calldata of the transaction with this number, which no other has.
    pub fn input(self, number: u64) -> Bytes {
        let word = U256::from(number).saturating_add(U256::ONE);
        match self {
            Self::Transfer => {
                let to = Address::from_word((word.wrapping_shl(64)).into());
                transferCall { to, amount: U256::ONE }.abi_encode().into()
            }
            Self::Solidity | Self::Stylus => setNumberCall { number: word }.abi_encode().into(),
        }
    }
}

/// The accounts that send: those every local node funds.
pub fn senders(count: u32) -> Result<Vec<PrivateKeySigner>, Failure> {
    let signer = |index| Ok(MnemonicBuilder::<English>::default().phrase(MNEMONIC).index(index)?.build()?);
    (0..count).map(signer).collect()
}

/// The creation code of a contract.
fn artifact(name: &str) -> Result<Vec<u8>, Failure> {
    let path = built(&format!("contracts/out/{name}.sol/{name}.json"));
    let text = std::fs::read_to_string(&path)
        .map_err(|error| format!("{}: {error}; run ./scripts/build", path.display()))?;
    let artifact: serde_json::Value = serde_json::from_str(&text)?;
    let code = artifact["bytecode"]["object"].as_str().ok_or("the artifact has no bytecode")?;
    Ok(hex::decode(code)?)
}

/// Creation code that returns what follows it: PUSH32 size, DUP1, PUSH1 43, PUSH1 0, CODECOPY, PUSH1 0, RETURN.
fn init_code(code: &[u8]) -> Vec<u8> {
    let size = U256::from(code.len()).to_be_bytes::<32>();
    [&[0x7f][..], &size, &hex!("80602b6000396000f300"), code].concat()
}

/// A node and who sets things up on it.
struct Site(Box<dyn Provider>);

impl Site {
    fn new(node: &Process, owner: &PrivateKeySigner) -> Result<Self, Failure> {
        let wallet = EthereumWallet::from(owner.clone());
        let provider = ProviderBuilder::new().wallet(wallet).connect_provider(node.client()?);
        Ok(Self(Box::new(provider)))
    }

    async fn create(&self, init_code: Vec<u8>) -> Result<Address, Failure> {
        let request = TransactionRequest::default().with_deploy_code(init_code);
        let receipt = self.0.send_transaction(request).await?.get_receipt().await?;
        Ok(receipt.contract_address.ok_or("a contract could not be created")?)
    }

    async fn call(&self, to: Address, input: Vec<u8>, value: u64) -> Result<(), Failure> {
        let request =
            TransactionRequest::default().with_to(to).with_input(input).with_value(U256::from(value));
        let receipt = self.0.send_transaction(request).await?.get_receipt().await?;
        if receipt.status() { Ok(()) } else { Err("a transaction of the set-up failed".into()) }
    }
}
