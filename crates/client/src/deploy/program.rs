//! One program onto the chain: create transaction, then activation, the standard way of every Stylus chain.

use alloy::primitives::{Address, Bytes, U256, keccak256, utils::format_ether};
use alloy::sol_types::SolError;

use super::{DeployError, Deployment, WrongCode, at};
use crate::activation::{ARB_WASM, ArbWasm};
use crate::book::Entry;
use crate::chain::ChainError;
use crate::program::Program;

/// Copies the code that follows it into a new account: PUSH32 length, DUP1, PUSH1 43, PUSH1 0, CODECOPY, PUSH1 0, RETURN,
/// and a version byte.
fn creation_code(code: &[u8]) -> Bytes {
    let mut out = vec![0x7f];
    out.extend_from_slice(&U256::from(code.len()).to_be_bytes::<32>());
    out.extend_from_slice(&[0x80, 0x60, 0x2b, 0x60, 0x00, 0x39, 0x60, 0x00, 0xf3, 0x00]);
    out.extend_from_slice(code);
    out.into()
}

impl Deployment<'_> {
    /// Creates and activates the program `name`, unless that was done.
    pub(super) async fn program(&mut self, name: &str) -> Result<(), DeployError> {
        let program = self.load(name)?;
        if !self.is_created(&program, name).await? {
            self.create(&program, name).await?;
        }
        self.activate(&program, name).await
    }

    /// Whether the book knows the program, of this code, and the chain has it there.
    async fn is_created(&mut self, program: &Program, name: &str) -> Result<bool, DeployError> {
        let Some(entry) = self.book.programs.get(name).cloned() else {
            return Ok(false);
        };
        let found = self.account.code(entry.address).await.map_err(at(format!("reading {name}")))?;
        if keccak256(&found) == program.code_hash() {
            self.book.programs.insert(name.into(), Entry { created: true, ..entry });
            self.save()?;
            return Ok(true);
        }
        match entry.created {
            true => Err(self.wrong_code(program, name, entry.address, &found)),
            false => Ok(false),
        }
    }

    async fn create(&mut self, program: &Program, name: &str) -> Result<(), DeployError> {
        let nonce = self.account.nonce().await.map_err(at("reading the nonce"))?;
        let address = self.account.address().create(nonce);
        let (code_hash, nonce) = (program.code_hash(), Some(nonce));
        let entry = Entry { address, code_hash, nonce, created: false, wired: false };
        self.book.programs.insert(name.into(), entry.clone());
        self.book.complete = false;
        self.save()?;
        let created = self.account.create(creation_code(&program.code), &format!("creating {name}")).await;
        let (created_at, receipt) = created.map_err(at(format!("creating {name}")))?;
        let found = self.account.code(created_at).await.map_err(at(format!("reading {name}")))?;
        if keccak256(&found) != program.code_hash() {
            return Err(self.wrong_code(program, name, created_at, &found));
        }
        self.book.programs.insert(name.into(), Entry { address: created_at, created: true, ..entry });
        (self.progress)(format!("{name} created at {created_at}, {} gas", receipt.gas_used));
        self.save()
    }

    fn wrong_code(&self, program: &Program, name: &str, address: Address, found: &Bytes) -> DeployError {
        let (name, found, wanted) = (name.into(), keccak256(found), program.code_hash());
        DeployError::Code(Box::new(WrongCode { name, address, found, wanted }))
    }

    /// Activates the code, unless the chain knows it in its present version. Activation is per code, not per account.
    async fn activate(&mut self, program: &Program, name: &str) -> Result<(), DeployError> {
        let version = ArbWasm::codehashVersionCall { codehash: program.code_hash() };
        match self.account.view(ARB_WASM, &version).await {
            Ok(_) => return Ok(()),
            Err(ChainError::Reverted { data, .. }) if is_inactive(&data) => {}
            Err(error) => return Err(at(format!("asking whether {name} is active"))(error)),
        }
        let address = self.book.address(name)?;
        let activate = ArbWasm::activateProgramCall { program: address };
        let step = || at(format!("activating {name}"));
        // The fee is known only by trying; what is sent beyond it comes back.
        let half = self.account.balance(self.account.address()).await.map_err(step())?.wrapping_shr(1);
        let offer = half.min(U256::from(MOST_FEE));
        let fee = self.account.simulate_with_value(ARB_WASM, &activate, offer).await.map_err(step())?.dataFee;
        let margin = fee.wrapping_shr(2);
        let sent = fee.checked_add(margin).unwrap_or(fee);
        let receipt = self.account.send_with_value(ARB_WASM, &activate, sent).await.map_err(step())?;
        (self.progress)(format!("{name} activated, {} gas and {} ETH", receipt.gas_used, format_ether(fee)));
        Ok(())
    }
}

/// The most a fee is offered when asking for it: 0.1 ETH, hundreds of times the usual one.
const MOST_FEE: u64 = 100_000_000_000_000_000;

fn is_inactive(data: &[u8]) -> bool {
    let known = [
        ArbWasm::ProgramNotActivated::SELECTOR,
        ArbWasm::ProgramNeedsUpgrade::SELECTOR,
        ArbWasm::ProgramExpired::SELECTOR,
    ];
    data.first_chunk::<4>().is_some_and(|selector| known.contains(selector))
}
