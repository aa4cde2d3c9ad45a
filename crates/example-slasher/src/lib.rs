//! An example for AVS teams to copy: a slasher that gives a committee time to object, as a Stylus contract.
//!
//! It is `contracts/examples/VetoableSlasher.sol` in Rust, with the same ABI: an AVS names it as the slasher of its
//! sets, and a client cannot tell which of the two it talks to. It needs nothing but the Stylus SDK.
//!
//! A proposer queues a request. Through block `vetoUntil` the committee may cancel it; from the next block on anyone
//! may fulfil it, once. Who is who never changes: an AVS that wants other roles names another slasher, which the
//! AllocationManager announces long before it counts.
//!
//! `cargo stylus deploy` creates, activates and constructs in one transaction, so that nobody can construct it first.
//! Who deploys by other means reads the roles back before naming the contract as a slasher.
// The SDK's macros write items without docs.
#![allow(missing_docs)]
extern crate alloc;

mod abi;

use alloc::vec::Vec;

use alloy_primitives::aliases::U32;
use alloy_primitives::{keccak256, Address, B256, U256};
use alloy_sol_types::SolValue;
use stylus_sdk::prelude::*;

use abi::*;

/// Where a request stands: what Solidity's `enum Status` encodes to. Zero is a request that was never made.
mod status {
    use alloy_primitives::aliases::U8;

    pub const QUEUED: U8 = U8::from_limbs([1]);
    pub const CANCELLED: U8 = U8::from_limbs([2]);
    pub const FULFILLED: U8 = U8::from_limbs([3]);
}

sol_storage! {
    #[entrypoint]
    pub struct VetoableSlasher {
        address allocation_manager;
        address avs;
        address proposer;
        address veto_committee;
        /// In blocks, as every delay of the protocol.
        uint32 veto_window;
        /// Requests so far. The first one is number 1.
        uint256 request_count;
        mapping(uint256 => Request) requests;
    }

    /// What was asked for is kept as a hash: the parameters are in the event, and whoever fulfils hands them in again.
    pub struct Request {
        bytes32 params_hash;
        uint32 veto_until;
        uint8 status;
    }
}

#[public]
impl VetoableSlasher {
    /// Runs once. `msg_sender` is the deployer contract here, so every role is named.
    #[constructor]
    pub fn constructor(
        &mut self,
        allocation_manager: Address,
        avs: Address,
        proposer: Address,
        veto_committee: Address,
        veto_window: u32,
    ) -> Result<(), Vec<u8>> {
        if [allocation_manager, avs, proposer, veto_committee].contains(&Address::ZERO) {
            return Err(Refusal::AddressZero(AddressZero {}).into());
        }
        self.check_window(allocation_manager, veto_window)?;
        self.allocation_manager.set(allocation_manager);
        self.avs.set(avs);
        self.proposer.set(proposer);
        self.veto_committee.set(veto_committee);
        self.veto_window.set(U32::from(veto_window));
        Ok(())
    }

    /// Asks for a slash, as the AllocationManager will be asked for it. Whether it will agree is not checked here:
    /// simulate it, since a request that fails costs its window.
    pub fn queue_slashing_request(&mut self, params: SlashingParams) -> Result<U256, Vec<u8>> {
        if self.vm().msg_sender() != self.proposer.get() {
            return Err(Refusal::OnlyProposer(OnlyProposer {}).into());
        }
        self.check_slasher(params.operatorSetId)?;
        let id = self.request_count.get().saturating_add(U256::ONE);
        let veto_until = self.block().saturating_add(self.veto_window.get());
        self.request_count.set(id);
        let mut request = self.requests.setter(id);
        request.params_hash.set(hash_of(&params));
        request.veto_until.set(veto_until);
        request.status.set(status::QUEUED);
        self.vm().log(SlashingRequestQueued {
            requestId: id,
            operator: params.operator,
            operatorSetId: params.operatorSetId,
            params,
            vetoUntil: veto_until.to(),
        });
        Ok(id)
    }

    /// Cancels a request, for good.
    pub fn cancel_slashing_request(&mut self, id: U256) -> Result<(), Vec<u8>> {
        if self.vm().msg_sender() != self.veto_committee.get() {
            return Err(Refusal::OnlyVetoCommittee(OnlyVetoCommittee {}).into());
        }
        let veto_until = self.queued(id)?;
        if self.block() > veto_until {
            return Err(Refusal::VetoWindowOver(VetoWindowOver { vetoUntil: veto_until.to() }).into());
        }
        self.requests.setter(id).status.set(status::CANCELLED);
        self.vm().log(SlashingRequestCancelled { requestId: id });
        Ok(())
    }

    /// Slashes as requested; anyone may call. While the AllocationManager refuses (it is paused, or the operator can
    /// no longer be slashed), its error is passed on and the request stays queued.
    /// Returns the slash's number within its set and the shares taken.
    pub fn fulfill_slashing_request(
        &mut self,
        id: U256,
        params: SlashingParams,
    ) -> Result<(U256, Vec<U256>), Vec<u8>> {
        let veto_until = self.queued(id)?;
        if self.block() <= veto_until {
            return Err(Refusal::VetoWindowOpen(VetoWindowOpen { vetoUntil: veto_until.to() }).into());
        }
        if hash_of(&params) != self.requests.get(id).params_hash.get() {
            return Err(Refusal::ParamsMismatch(ParamsMismatch { requestId: id }).into());
        }
        self.requests.setter(id).status.set(status::FULFILLED);
        let (manager, avs) = (IAllocationManager::new(self.allocation_manager.get()), self.avs.get());
        let context = Call::new_mutating(self);
        let (slash_id, shares) = manager.slash_operator(self.vm(), context, avs, params.into())?;
        self.vm().log(SlashingRequestFulfilled { requestId: id, slashId: slash_id });
        Ok((slash_id, shares))
    }

    /// A request: where it stands, the last block in which it can be cancelled, and keccak256(abi.encode(params)).
    /// All zero if there is none of this number.
    pub fn get_slashing_request(&self, id: U256) -> (u8, u32, B256) {
        let request = self.requests.get(id);
        (request.status.get().to(), request.veto_until.get().to(), request.params_hash.get())
    }

    pub fn allocation_manager(&self) -> Address {
        self.allocation_manager.get()
    }

    pub fn avs(&self) -> Address {
        self.avs.get()
    }

    pub fn proposer(&self) -> Address {
        self.proposer.get()
    }

    pub fn veto_committee(&self) -> Address {
        self.veto_committee.get()
    }

    pub fn veto_window(&self) -> u32 {
        self.veto_window.get().to()
    }

    pub fn request_count(&self) -> U256 {
        self.request_count.get()
    }
}

impl VetoableSlasher {
    /// This block, in 32 bits as the protocol counts blocks.
    fn block(&self) -> U32 {
        U32::from(self.vm().block_number())
    }

    /// The window is shorter than a withdrawal waits. The deallocation delay is no shorter than that: what covers
    /// withdrawals covers deallocating and deregistering too.
    fn check_window(&self, allocation_manager: Address, window: u32) -> Result<(), Vec<u8>> {
        let delegation = IAllocationManager::new(allocation_manager).delegation(self.vm(), Call::new())?;
        let delay =
            IDelegationManager::new(delegation).min_withdrawal_delay_blocks(self.vm(), Call::new())?;
        if window == 0 || window >= delay {
            let error = InvalidVetoWindow { vetoWindow: window, withdrawalDelay: delay };
            return Err(Refusal::InvalidVetoWindow(error).into());
        }
        Ok(())
    }

    /// The set is one that this contract slashes.
    fn check_slasher(&self, set: u32) -> Result<(), Vec<u8>> {
        let manager = IAllocationManager::new(self.allocation_manager.get());
        let slasher = manager.get_slasher(self.vm(), Call::new(), (self.avs.get(), set))?;
        if slasher != self.vm().contract_address() {
            return Err(Refusal::NotTheSlasher(NotTheSlasher { operatorSetId: set }).into());
        }
        Ok(())
    }

    /// The last block in which a request can be cancelled, if it still waits.
    fn queued(&self, id: U256) -> Result<U32, Refusal> {
        let request = self.requests.get(id);
        match request.status.get() {
            status::QUEUED => Ok(request.veto_until.get()),
            status::CANCELLED => Err(Refusal::RequestCancelled(RequestCancelled { requestId: id })),
            status::FULFILLED => Err(Refusal::RequestFulfilled(RequestFulfilled { requestId: id })),
            _ => Err(Refusal::UnknownRequest(UnknownRequest { requestId: id })),
        }
    }
}

/// As Solidity's `keccak256(abi.encode(params))`.
fn hash_of(params: &SlashingParams) -> B256 {
    keccak256(params.abi_encode())
}
