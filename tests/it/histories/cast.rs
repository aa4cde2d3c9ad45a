//! Who and what the histories are about, by their places on the lists of the model.

use super::model::{Account, Delays, Kind, Nat, TokenId, VaultId};

/// How many people there are.
pub(super) const PEOPLE: usize = 10;
pub(super) const STAKERS: [Account; 4] = [0, 1, 2, 3];
/// Accounts that become operators first thing.
pub(super) const OPERATORS: [Account; 3] = [4, 5, 6];
/// Operators of [`OPERATORS`] that want delegations approved, and who approves them.
pub(super) const CHOOSY: Account = 5;
pub(super) const APPROVER: Account = 8;
/// Somebody without a role.
pub(super) const STRANGER: Account = 9;

/// The tokens, and ether.
pub(super) const TOKENS: [Kind; 4] = [Kind::Still, Kind::Wrapped, Kind::Rebasing, Kind::Ether];
pub(super) const STILL: TokenId = 0;
pub(super) const WRAPPED: TokenId = 1;
pub(super) const REBASING: TokenId = 2;
pub(super) const ETHER: TokenId = 3;

/// What everyone has of every token and of ether at first, in base units: more than a strategy may have shares.
pub(super) const WEALTH: Nat = Nat::new(100_000_000_000_000_000_000_000_000_000_000_000_000);

/// The strategies most happens in, by their tokens.
pub(super) const MAIN_VAULTS: [TokenId; 4] = [STILL, WRAPPED, REBASING, STILL];
/// One more of the first token than a staker may be in: to come to the end of its list.
pub(super) const CROWD: usize = 33;
pub(super) const VAULTS: usize = MAIN_VAULTS.len() + CROWD;

/// Accounts that become AVSs first thing.
pub(super) const AVSS: [Account; 2] = [7, 8];
/// Most sets of an AVS.
pub(super) const SETS: u32 = 4;

/// The floor of the redistributing sets' allocation delay: REDISTRIBUTION_ALLOCATION_DELAY.
pub(super) const FLOOR: u32 = 22;

/// Short, so that a history sees many ends; different, so that none passes for the other.
pub(super) const DELAYS: Delays =
    Delays { withdrawal: 20, resolution: 13, deallocation: 24, configuration: 27, floor: FLOOR };

/// The strategies of the crowd.
pub(super) fn crowd() -> impl Iterator<Item = VaultId> {
    MAIN_VAULTS.len()..VAULTS
}
