//! Services, their sets, and what operators allocate to them.

use alloy::primitives::{Address, Bytes};
use interfaces::sol::IAllocationManager;

use super::{Journey, OPERATORS, QUARTER, URI};
use crate::harness::{Done, GOVERNANCE, OPERATOR, OTHER_OPERATOR, SERVICE_OWNER, STRANGER};

/// Half of an operator's magnitude.
const HALF: u64 = 500_000_000_000_000_000;

impl Journey<'_> {
    pub(super) fn set(&self, id: u32) -> IAllocationManager::OperatorSet {
        IAllocationManager::OperatorSet { avs: SERVICE_OWNER, id }
    }

    /// The AVS is an account with a registrar that does nothing, as in the reference's measurement.
    pub(super) fn services(&mut self) {
        let registrar = self.world.create("QuietRegistrar", ());
        for avs in [GOVERNANCE, SERVICE_OWNER] {
            let metadata = IAllocationManager::updateAVSMetadataURICall { avs, metadataURI: URI.into() };
            let done = self.on("slasher", avs, &metadata);
            let call = IAllocationManager::setAVSRegistrarCall { avs, registrar };
            let set = self.on("slasher", avs, &call);
            let params =
                IAllocationManager::CreateSetParams { operatorSetId: 0, strategies: self.strategies() };
            let call = IAllocationManager::createOperatorSets_0Call { avs, params: vec![params] };
            let created = self.on("slasher", avs, &call);
            if avs == SERVICE_OWNER {
                self.record("updateAVSMetadataURI, first", 69_057, &done);
                self.record("setAVSRegistrar", 69_899, &set);
                self.record("createOperatorSets, 1 set x 2 strategies", 261_084, &created);
            }
        }
        let [_, done] = OPERATORS.map(|operator| self.join(operator, &[0]));
        self.record("registerForOperatorSets, 1 set", 211_814, &done);
    }

    pub(super) fn join(&self, operator: Address, ids: &[u32]) -> Done {
        let params = IAllocationManager::RegisterParams {
            avs: SERVICE_OWNER,
            operatorSetIds: ids.to_vec(),
            data: Bytes::new(),
        };
        self.on("slasher", operator, &IAllocationManager::registerForOperatorSetsCall { operator, params })
    }

    /// `parts` of the operator's magnitude for a set: (strategy, magnitude).
    pub(super) fn allocate(&self, operator: Address, id: u32, parts: &[(Address, u64)]) -> Done {
        let (strategies, magnitudes) = parts.iter().copied().unzip();
        let params = IAllocationManager::AllocateParams {
            operatorSet: self.set(id),
            strategies,
            newMagnitudes: magnitudes,
        };
        let call = IAllocationManager::modifyAllocationsCall { operator, params: vec![params] };
        self.on("slasher", operator, &call)
    }

    pub(super) fn allocations(&mut self) {
        self.world.pass_blocks(12);
        let [_, done] = OPERATORS.map(|operator| self.allocate(operator, 0, &[(self.lst(), HALF)]));
        self.record("modifyAllocations, allocate 1 x 1", 251_373, &done);
        self.world.pass_blocks(6);
        for (operation, reference, magnitude) in [
            ("modifyAllocations, raise existing 1 x 1", 88_227, HALF + QUARTER),
            ("modifyAllocations, deallocate 1 x 1 to zero", 111_201, 0),
        ] {
            self.aside(|journey| {
                let parts = [(journey.lst(), magnitude)];
                let [_, done] = OPERATORS.map(|operator| journey.allocate(operator, 0, &parts));
                journey.record(operation, reference, &done);
            });
        }
        let done = self.allocate(OTHER_OPERATOR, 0, &[(self.lst(), HALF / 2)]);
        self.record("modifyAllocations, deallocate 1 x 1", 126_060, &done);
        self.world.pass_blocks(11);
        let clear = IAllocationManager::clearDeallocationQueueCall {
            operator: OTHER_OPERATOR,
            strategies: vec![self.lst()],
            numToClear: vec![1],
        };
        let done = self.on("slasher", STRANGER, &clear);
        self.record("clearDeallocationQueue, 1 entry", 57_312, &done);
    }

    pub(super) fn deregistration(&mut self) {
        let params = IAllocationManager::DeregisterParams {
            operator: OPERATOR,
            avs: SERVICE_OWNER,
            operatorSetIds: vec![0],
        };
        let call = IAllocationManager::deregisterFromOperatorSetsCall { params };
        let done = self.on("slasher", OPERATOR, &call);
        self.record("deregisterFromOperatorSets, 1 set", 88_573, &done);
    }
}
