//! Calldata that no honest client sends gives `InvalidCalldata`, never a panic and never a wrong value.
#![allow(clippy::unwrap_used)]
use abi::{Fault, Reader, Result};
use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::SolValue;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

const INVALID: Fault = Fault::Error(Fault::INVALID_CALLDATA);
const WORD: usize = abi::WORD;

fn address() -> impl Strategy<Value = Address> {
    any::<[u8; 20]>().prop_map(Address::from)
}

fn word() -> impl Strategy<Value = U256> {
    any::<[u8; 32]>().prop_map(U256::from_be_bytes)
}

/// How many kinds of values [`read`] knows.
const KINDS: u8 = 21;

/// Reads one value of the kind numbered `kind`, going into what it finds.
fn read(from: &mut Reader<'_>, kind: u8) -> Result<()> {
    match kind % KINDS {
        0 => from.raw().map(|_| ()),
        1 => from.word().map(|_| ()),
        2 => from.b256().map(|_| ()),
        3 => from.address().map(|_| ()),
        4 => from.u64().map(|_| ()),
        5 => from.u128().map(|_| ()),
        6 => from.u32().map(|_| ()),
        7 => from.u16().map(|_| ()),
        8 => from.boolean().map(|_| ()),
        9 => from.selector().map(|_| ()),
        10 => from.tuple().and_then(|mut inner| read(&mut inner, kind / KINDS)),
        11 => from
            .array()
            .and_then(|(length, mut inner)| (0..length).try_for_each(|_| read(&mut inner, kind / KINDS))),
        12 => from.bytes().map(|_| ()),
        13 => from.addresses().map(|_| ()),
        14 => from.words().map(|_| ()),
        15 => from.u64s().map(|_| ()),
        16 => from.u32s().map(|_| ()),
        17 => from.booleans().map(|_| ()),
        18 => from.u8().map(|_| ()),
        19 => from.u8s().map(|_| ()),
        _ => from.bytes().and_then(|inner| read(&mut Reader::new(inner), kind / KINDS)),
    }
}

/// Words that are often small: offsets, lengths and flags that may even be right.
fn plausible() -> impl Strategy<Value = Vec<u8>> {
    let word = prop_oneof![
        (0_u64..10).prop_map(|words| U256::from(words * 32)),
        (0_u64..10).prop_map(U256::from),
        any::<u64>().prop_map(U256::from),
        word(),
    ];
    (vec(word, 0..24), 0_usize..32).prop_map(|(words, cut)| {
        let mut data: Vec<u8> = words.iter().flat_map(|word| word.to_be_bytes::<32>()).collect();
        data.truncate(data.len().saturating_sub(cut));
        data
    })
}

/// What the tests below cut and bend.
type Arguments = (Address, Vec<Address>, U256, Vec<U256>, Bytes, Vec<u64>);

fn arguments() -> impl Strategy<Value = Arguments> {
    let note = vec(any::<u8>(), 0..70).prop_map(Bytes::from);
    (address(), vec(address(), 0..4), word(), vec(word(), 0..4), note, vec(any::<u64>(), 0..4))
}

fn decode(data: &[u8]) -> Result<Arguments> {
    let mut from = Reader::new(data);
    Ok((
        from.address()?,
        from.addresses()?,
        from.word()?,
        from.words()?,
        Bytes::copy_from_slice(from.bytes()?),
        from.u64s()?,
    ))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn random_bytes_are_read_or_refused(data in vec(any::<u8>(), 0..400), kinds in vec(any::<u8>(), 1..12)) {
        let mut from = Reader::new(&data);
        for kind in kinds {
            if let Err(fault) = read(&mut from, kind) {
                prop_assert_eq!(fault, INVALID);
            }
        }
    }

    #[test]
    fn plausible_words_are_read_or_refused(data in plausible(), kinds in vec(any::<u8>(), 1..12)) {
        let mut from = Reader::new(&data);
        for kind in kinds {
            if let Err(fault) = read(&mut from, kind) {
                prop_assert_eq!(fault, INVALID);
            }
        }
    }

    #[test]
    fn calldata_cut_anywhere_is_refused(arguments in arguments(), cut in any::<Index>()) {
        // The last argument ends with a whole word, so every byte counts.
        let data = arguments.abi_encode_params();
        let kept = cut.index(data.len());
        prop_assert_eq!(decode(&data[..kept]), Err(INVALID));
        prop_assert_eq!(decode(&data), Ok(arguments));
    }

    #[test]
    fn bent_calldata_is_refused_or_read_as_alloy_reads_it(
        arguments in arguments(), at in any::<Index>(), byte in any::<u8>(),
    ) {
        let mut data = arguments.abi_encode_params();
        let at = at.index(data.len());
        data[at] = byte;
        match (decode(&data), Arguments::abi_decode_params(&data)) {
            (Ok(ours), Ok(theirs)) => prop_assert_eq!(ours, theirs),
            (Ok(_), Err(_)) => prop_assert!(false, "read what alloy refuses"),
            (Err(fault), _) => prop_assert_eq!(fault, INVALID),
        }
    }

    #[test]
    fn an_offset_past_the_end_is_refused(past in 0_usize..100, accounts in vec(address(), 1..4)) {
        let mut data = accounts.abi_encode();
        let offset = U256::from(data.len() - WORD + 1 + past);
        data[..WORD].copy_from_slice(&offset.to_be_bytes::<32>());
        prop_assert_eq!(Reader::new(&data).addresses(), Err(INVALID));
    }

    #[test]
    fn an_offset_of_any_size_is_refused_or_stays_inside(offset in word(), accounts in vec(address(), 1..4)) {
        let mut data = accounts.abi_encode();
        data[..WORD].copy_from_slice(&offset.to_be_bytes::<32>());
        let inside = usize::try_from(offset).is_ok_and(|offset| offset <= data.len());
        prop_assert!(inside || Reader::new(&data).tuple().is_err());
    }

    #[test]
    fn a_length_past_the_end_is_refused(more in 1_u64.., accounts in vec(address(), 0..4)) {
        let mut data = accounts.abi_encode();
        let length = U256::from(accounts.len()) + U256::from(more);
        data[WORD..2 * WORD].copy_from_slice(&length.to_be_bytes::<32>());
        prop_assert_eq!(Reader::new(&data).addresses(), Err(INVALID));
        prop_assert_eq!(Reader::new(&data).words(), Err(INVALID));
        prop_assert_eq!(Reader::new(&data).u8s(), Err(INVALID));
        prop_assert!(Reader::new(&data).array().is_err());
    }

    #[test]
    fn a_byte_length_past_the_end_is_refused(more in 1_u64.., note in vec(any::<u8>(), 0..3)) {
        let mut data = Bytes::from(note).abi_encode();
        let room = data.len() - 2 * WORD;
        let length = U256::from(room) + U256::from(more);
        data[WORD..2 * WORD].copy_from_slice(&length.to_be_bytes::<32>());
        prop_assert_eq!(Reader::new(&data).bytes(), Err(INVALID));
    }

    #[test]
    fn bytes_above_a_type_are_refused(value in any::<u16>(), at in 0_usize..30, dirt in 1_u8..) {
        let mut data = U256::from(value).to_be_bytes::<32>();
        data[at] = dirt;
        let fits = |bits: usize| U256::from_be_bytes(data).bit_len() <= bits;
        prop_assert_eq!(Reader::new(&data).address().is_ok(), fits(160));
        prop_assert_eq!(Reader::new(&data).u128().is_ok(), fits(128));
        prop_assert_eq!(Reader::new(&data).u64().is_ok(), fits(64));
        prop_assert_eq!(Reader::new(&data).u32().is_ok(), fits(32));
        prop_assert_eq!(Reader::new(&data).u16(), Err(INVALID));
        prop_assert_eq!(Reader::new(&data).u8(), Err(INVALID));
        prop_assert_eq!(Reader::new(&data).boolean(), Err(INVALID));
    }

    #[test]
    fn a_small_number_ends_at_255(value in 0_u16..600, below in 0_u8..) {
        let word = U256::from(value).to_be_bytes::<32>();
        prop_assert_eq!(Reader::new(&word).u8(), u8::try_from(value).map_err(|_| INVALID));
        let data = vec![U256::from(below), U256::from(value)].abi_encode();
        let both = u8::try_from(value).map(|value| vec![below, value]);
        prop_assert_eq!(Reader::new(&data).u8s(), both.map_err(|_| INVALID));
    }

    #[test]
    fn a_bool_is_zero_or_one(value in word()) {
        let expected = match value {
            U256::ZERO => Ok(false),
            U256::ONE => Ok(true),
            _ => Err(INVALID),
        };
        prop_assert_eq!(Reader::new(&value.to_be_bytes::<32>()).boolean(), expected);
    }

    #[test]
    fn bytes_after_a_selector_are_refused(selector in any::<u32>(), at in 4_usize..32, dirt in 1_u8..) {
        let mut data = [0; 32];
        data[..4].copy_from_slice(&selector.to_be_bytes());
        prop_assert_eq!(Reader::new(&data).selector(), Ok(selector));
        data[at] = dirt;
        prop_assert_eq!(Reader::new(&data).selector(), Err(INVALID));
    }

    #[test]
    fn a_dirty_element_spoils_its_array(
        accounts in vec(address(), 1..4), which in any::<Index>(), at in 0_usize..12, dirt in 1_u8..,
    ) {
        let mut data = accounts.abi_encode();
        data[(2 + which.index(accounts.len())) * WORD + at] = dirt;
        prop_assert_eq!(Reader::new(&data).addresses(), Err(INVALID));
    }
}

#[test]
fn zero_and_one_are_bools_and_two_is_not() {
    for (value, expected) in [(0_u8, Ok(false)), (1, Ok(true)), (2, Err(INVALID))] {
        let mut data = [0; 32];
        data[31] = value;
        assert_eq!(Reader::new(&data).boolean(), expected);
    }
}

#[test]
fn an_array_of_no_elements_needs_no_more_than_its_length() {
    let data = Vec::<U256>::new().abi_encode();
    assert_eq!(Reader::new(&data).words(), Ok(vec![]));
    assert_eq!(Reader::new(&data[..63]).words(), Err(INVALID));
}
