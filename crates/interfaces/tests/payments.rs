//! Structs of tokens in and out: read as alloy-sol-types encodes them, written as it decodes them.
mod generate;

use abi::{Fault, Reader, Writer};
use alloy_sol_types::SolValue;
use generate::*;
use interfaces::sol::{IDelegationManager, IStrategyManager};
use interfaces::types::{Payout, Permit};
use proptest::collection::vec;
use proptest::prelude::*;

const INVALID: Fault = Fault::Error(Fault::INVALID_CALLDATA);

fn payout() -> impl Strategy<Value = Payout> {
    (address(), address(), any::<u8>(), word(), word(), word()).prop_map(
        |(strategy, token, mode, queued, paid, amount)| Payout {
            strategy,
            token,
            mode,
            queued: queued.max(paid),
            paid: queued.min(paid),
            amount,
        },
    )
}

proptest! {
    #[test]
    fn permits(deadline in word(), v in any::<u8>(), r in hash(), s in hash()) {
        let data = IStrategyManager::Permit { deadline, v, r, s }.abi_encode();
        let mut from = Reader::new(&data);
        prop_assert_eq!(Permit::decode(&mut from), Ok(Permit { deadline, v, r, s }));
        prop_assert!(from.raw().is_err(), "a permit is four words");
    }

    #[test]
    fn a_permits_v_above_255_is_refused(deadline in word(), v in 256_u64.., r in hash(), s in hash()) {
        let data = (deadline, v, r, s).abi_encode();
        prop_assert_eq!(Permit::decode(&mut Reader::new(&data)), Err(INVALID));
    }

    #[test]
    fn payouts(payout in payout()) {
        let data = IDelegationManager::Payout {
            strategy: payout.strategy,
            token: payout.token,
            mode: payout.mode,
            queuedShares: payout.queued,
            lostShares: payout.queued - payout.paid,
            paidShares: payout.paid,
            amount: payout.amount,
        }
        .abi_encode();
        let mut out = Writer::new(Payout::WORDS);
        payout.encode(&mut out);
        prop_assert_eq!(out.finish(), data.clone());
        prop_assert_eq!(Payout::WORDS * abi::WORD, data.len());
    }

    #[test]
    fn a_permit_of_random_bytes_is_read_or_refused(data in vec(any::<u8>(), 0..200)) {
        if let Err(fault) = Permit::decode(&mut Reader::new(&data)) {
            prop_assert_eq!(fault, INVALID);
        }
    }
}
