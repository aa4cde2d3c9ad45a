//! A token's strategy: created by the factory, as anyone may have it do.

use alloy::primitives::{Address, keccak256};
use interfaces::sol::{IStrategyFactory, IStrategyManager};

use super::{DeployError, Deployment, WrongCode, at, wiring};
use crate::book::{Entry, strategy_name};

impl Deployment<'_> {
    /// Has the factory create the strategy of `token`, unless it did, and reads it back.
    pub(super) async fn strategy(&mut self, token: Address) -> Result<(), DeployError> {
        let name = strategy_name(token);
        let factory = self.book.address("strategy-factory")?;
        let ask = IStrategyFactory::deployedStrategiesCall { token };
        let reading = || at(format!("asking for {name}"));
        let mut address = self.account.view(factory, &ask).await.map_err(reading())?;
        if address.is_zero() {
            let create = IStrategyFactory::deployNewStrategyCall { token };
            let receipt =
                self.account.send(factory, &create).await.map_err(at(format!("creating {name}")))?;
            address = self.account.view(factory, &ask).await.map_err(reading())?;
            (self.progress)(format!(
                "{name} created at {address}, open for deposits, {} gas",
                receipt.gas_used
            ));
        }
        let found = keccak256(self.account.code(address).await.map_err(reading())?);
        let wanted = self.load("strategy")?.code_hash();
        if found != wanted {
            return Err(DeployError::Code(Box::new(WrongCode { name, address, found, wanted })));
        }
        let entry = Entry { address, code_hash: wanted, nonce: None, created: true, wired: false };
        self.book.programs.insert(name.clone(), entry);
        self.wire_one(&wiring::strategy(&self.book, token)?).await?;
        let manager = self.book.address("strategy-manager")?;
        let ask = IStrategyManager::strategyIsWhitelistedForDepositCall { strategy: address };
        if !self.account.view(manager, &ask).await.map_err(at("reading the whitelist"))? {
            (self.progress)(format!("{name} takes no deposits: the owner has closed it"));
        }
        Ok(())
    }
}
