//! More sets of a service that has one, and more of an operator that is in one.

use alloy::primitives::{Address, B256, Bytes, U256};
use interfaces::sol::IAVSDirectory::{
    SignatureWithSaltAndExpiry, calculateOperatorAVSRegistrationDigestHashCall, registerOperatorToAVSCall,
};
use interfaces::sol::IAllocationManager;

use super::{Journey, OPERATORS};
use crate::harness::permits::sign;
use crate::harness::{Done, GOVERNANCE, SERVICE_OWNER};

/// In the order they do things.
pub(super) const SERVICES: [Address; 2] = [GOVERNANCE, SERVICE_OWNER];

impl Journey<'_> {
    pub(super) fn further_sets(&mut self) {
        let [_, done] = SERVICES.map(|avs| self.create(avs, 1));
        self.record("createOperatorSets, 1 set x 2 strategies, AVS's 2nd set", 263_896, &done);
        for id in [2, 3] {
            self.create(SERVICE_OWNER, id);
        }
        let [_, done] = OPERATORS.map(|operator| self.join(operator, &[1]));
        self.record("registerForOperatorSets, 1 set, operator's 2nd", 194_726, &done);
        let [_, done] = OPERATORS.map(|operator| self.join(operator, &[2, 3]));
        self.record("registerForOperatorSets, 2 sets in one call", 318_905, &done);
    }

    fn create(&self, avs: Address, id: u32) -> Done {
        let params = IAllocationManager::CreateSetParams { operatorSetId: id, strategies: self.strategies() };
        let call = IAllocationManager::createOperatorSets_0Call { avs, params: vec![params] };
        self.on("slasher", avs, &call)
    }

    /// Without sets.
    pub(super) fn registration_by_signature(&mut self) {
        let [_, done] = OPERATORS.map(|operator| self.register_by_signature(operator));
        self.record("registerOperatorToAVS", None, &done);
    }

    fn register_by_signature(&self, operator: Address) -> Done {
        let (avs, salt, expiry) = (SERVICE_OWNER, B256::repeat_byte(7), U256::MAX);
        let ask = calculateOperatorAVSRegistrationDigestHashCall { operator, avs, salt, expiry };
        let digest = self.world.view(self.world.at("avs-directory"), &ask);
        let signature: Bytes = sign(self.world, operator, digest).as_bytes().into();
        let by = SignatureWithSaltAndExpiry { signature, salt, expiry };
        self.on("avs-directory", avs, &registerOperatorToAVSCall { operator, operatorSignature: by })
    }
}
