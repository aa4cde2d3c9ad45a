//! What the codec writes and reads is what alloy-sol-types writes and reads.
#![allow(clippy::unwrap_used)]
use abi::{Event, Fault, Reader, Writer};
use alloy_primitives::{Address, B256, Bytes, FixedBytes, U256};
use alloy_sol_types::{SolCall, SolEvent, SolValue, sol};
use proptest::collection::vec;
use proptest::prelude::*;

sol! {
    struct Pair { address account; uint256 amount; }
    struct Nested { uint32 id; address[] accounts; bytes note; }
    function modes(uint8 one, uint8[] many);
    function lists(address[] accounts, uint256[] words) returns (address[], uint256[]);
    function pairs() returns (uint256[], uint256[]);
    event Moved(address indexed from, uint256 indexed id, address to, uint256 amount, uint64 at, bytes32 tag);
    event Named(address indexed account, string name);
}

fn address() -> impl Strategy<Value = Address> {
    any::<[u8; 20]>().prop_map(Address::from)
}

fn word() -> impl Strategy<Value = U256> {
    any::<[u8; 32]>().prop_map(U256::from_be_bytes)
}

fn hash() -> impl Strategy<Value = B256> {
    any::<[u8; 32]>().prop_map(B256::from)
}

/// `abi.encode(value)` of one dynamic value, by the codec: an offset, then the tail.
fn one(tail: impl FnOnce(&mut Writer)) -> Vec<u8> {
    let mut out = Writer::new(2);
    let slot = out.offset(0);
    assert_eq!(out.tail(slot), 32);
    tail(&mut out);
    out.finish()
}

proptest! {
    #[test]
    fn words_are_written_as_alloy_writes_them(
        account in address(), word in word(), hash in hash(), wide in any::<u128>(), signed in any::<i128>(),
        long in any::<u64>(), flag in any::<bool>(), id in any::<u32>(),
    ) {
        let mut out = Writer::new(8);
        out.address(&account);
        out.word(&word);
        out.b256(&hash);
        out.u128(wide);
        out.i128(signed);
        out.u64(long);
        out.boolean(flag);
        out.selector(id);
        let selector = FixedBytes::<4>::from(id);
        let expected = (account, word, hash, wide, signed, long, flag, selector).abi_encode_params();
        prop_assert_eq!(out.finish(), expected);
    }

    #[test]
    fn words_are_read_as_alloy_wrote_them(
        account in address(), word in word(), hash in hash(), wide in any::<u128>(), long in any::<u64>(),
        flag in any::<bool>(), id in any::<u32>(), short in any::<u16>(),
    ) {
        let selector = FixedBytes::<4>::from(id);
        let data = (account, word, hash, wide, long, id, short, flag, selector).abi_encode_params();
        let mut from = Reader::new(&data);
        prop_assert_eq!(from.address(), Ok(account));
        prop_assert_eq!(from.word(), Ok(word));
        prop_assert_eq!(from.b256(), Ok(hash));
        prop_assert_eq!(from.u128(), Ok(wide));
        prop_assert_eq!(from.u64(), Ok(long));
        prop_assert_eq!(from.u32(), Ok(id));
        prop_assert_eq!(from.u16(), Ok(short));
        prop_assert_eq!(from.boolean(), Ok(flag));
        prop_assert_eq!(from.selector(), Ok(id));
        prop_assert_eq!(from.raw(), Err(Fault::Error(Fault::INVALID_CALLDATA)));
    }

    #[test]
    fn arrays_are_written_as_alloy_writes_them(
        accounts in vec(address(), 0..5), words in vec(word(), 0..5), longs in vec(any::<u64>(), 0..5),
        ids in vec(any::<u32>(), 0..5), flags in vec(any::<bool>(), 0..5), note in vec(any::<u8>(), 0..100),
    ) {
        prop_assert_eq!(one(|out| out.addresses(&accounts)), accounts.abi_encode());
        prop_assert_eq!(one(|out| out.words(&words)), words.abi_encode());
        prop_assert_eq!(one(|out| out.u64s(&longs)), longs.abi_encode());
        prop_assert_eq!(one(|out| out.u32s(&ids)), ids.abi_encode());
        prop_assert_eq!(one(|out| out.booleans(&flags)), flags.abi_encode());
        prop_assert_eq!(one(|out| out.bytes(&note)), Bytes::from(note).abi_encode());
    }

    #[test]
    fn arrays_are_read_as_alloy_wrote_them(
        accounts in vec(address(), 0..5), words in vec(word(), 0..5), longs in vec(any::<u64>(), 0..5),
        ids in vec(any::<u32>(), 0..5), flags in vec(any::<bool>(), 0..5), note in vec(any::<u8>(), 0..100),
    ) {
        let note = Bytes::from(note);
        let all = (accounts.clone(), words.clone(), longs.clone(), ids.clone(), flags.clone(), note.clone());
        let data = all.abi_encode_params();
        let mut from = Reader::new(&data);
        prop_assert_eq!(from.addresses(), Ok(accounts));
        prop_assert_eq!(from.words(), Ok(words));
        prop_assert_eq!(from.u64s(), Ok(longs));
        prop_assert_eq!(from.u32s(), Ok(ids));
        prop_assert_eq!(from.booleans(), Ok(flags));
        prop_assert_eq!(from.bytes(), Ok(note.as_ref()));
    }

    #[test]
    fn small_numbers_are_read_as_alloy_wrote_them(one in any::<u8>(), many in vec(any::<u8>(), 0..70)) {
        let data = modesCall { one, many: many.clone() }.abi_encode();
        let mut from = Reader::new(&data[4..]);
        prop_assert_eq!((from.u8(), from.u8s()), (Ok(one), Ok(many)));
    }

    #[test]
    fn dynamic_structs_nest_as_in_alloy(
        id in any::<u32>(), accounts in vec(address(), 0..5), note in vec(any::<u8>(), 0..100),
    ) {
        let nested = vec![
            Nested { id, accounts: accounts.clone(), note: note.clone().into() },
            Nested { id: !id, accounts: vec![], note: Bytes::new() },
        ];
        let data = nested.abi_encode();
        let (length, mut elements) = Reader::new(&data).array().unwrap();
        prop_assert_eq!(length, 2);
        let mut first = elements.tuple().unwrap();
        prop_assert_eq!(
            (first.u32(), first.addresses(), first.bytes()),
            (Ok(id), Ok(accounts.clone()), Ok(&note[..]))
        );
        let mut second = elements.tuple().unwrap();
        prop_assert_eq!(
            (second.u32(), second.addresses(), second.bytes()),
            (Ok(!id), Ok(vec![]), Ok(&[][..]))
        );

        let written = one(|out| {
            out.length(nested.len());
            let elements = out.here();
            let slots: Vec<_> = nested.iter().map(|_| out.offset(elements)).collect();
            for (slot, element) in slots.into_iter().zip(&nested) {
                let tuple = out.tail(slot);
                out.u64(u64::from(element.id));
                let (accounts, note) = (out.offset(tuple), out.offset(tuple));
                out.tail(accounts);
                out.addresses(&element.accounts);
                out.tail(note);
                out.bytes(&element.note);
            }
        });
        prop_assert_eq!(written, data);
    }

    #[test]
    fn static_structs_lie_in_line_as_in_alloy(pairs in vec((address(), word()), 0..5)) {
        let data = pairs
            .iter()
            .map(|(account, amount)| Pair { account: *account, amount: *amount })
            .collect::<Vec<_>>()
            .abi_encode();
        let (length, mut elements) = Reader::new(&data).array().unwrap();
        let read: Vec<_> =
            (0..length).map(|_| (elements.address().unwrap(), elements.word().unwrap())).collect();
        prop_assert_eq!(read, pairs);
    }

    #[test]
    fn single_results_are_what_alloy_returns(
        account in address(), word in word(), long in any::<u64>(), flag in any::<bool>(),
        accounts in vec(address(), 0..5), words in vec(word(), 0..5), longs in vec(any::<u64>(), 0..5),
        name in ".{0,40}", flags in vec(any::<bool>(), 0..5),
    ) {
        prop_assert_eq!(Writer::one_address(&account), account.abi_encode());
        prop_assert_eq!(Writer::one_word(&word), word.abi_encode());
        prop_assert_eq!(Writer::one_u64(long), long.abi_encode());
        prop_assert_eq!(Writer::one_boolean(flag), flag.abi_encode());
        prop_assert_eq!(Writer::one_address_array(&accounts), accounts.abi_encode());
        prop_assert_eq!(Writer::one_word_array(&words), words.abi_encode());
        prop_assert_eq!(Writer::one_boolean_array(&flags), flags.abi_encode());
        prop_assert_eq!(Writer::one_u64_array(&longs), longs.abi_encode());
        prop_assert_eq!(Writer::one_byte_string(name.as_bytes()), name.abi_encode());
    }

    #[test]
    fn results_of_two_arrays_are_what_alloy_returns(
        accounts in vec(address(), 0..5), first in vec(word(), 0..5), second in vec(word(), 0..5),
    ) {
        let theirs = listsCall::abi_encode_returns(&(accounts.clone(), first.clone()).into());
        prop_assert_eq!(Writer::addresses_and_words(&accounts, &first), theirs);
        let theirs = pairsCall::abi_encode_returns(&(first.clone(), second.clone()).into());
        prop_assert_eq!(Writer::word_arrays(&[&first, &second]), theirs);
    }

    #[test]
    fn a_result_of_byte_strings_is_what_alloy_returns(values in vec(vec(any::<u8>(), 0..100), 0..5)) {
        let theirs: Vec<_> = values.iter().cloned().map(Bytes::from).collect();
        prop_assert_eq!(Writer::one_bytes_array(&values), theirs.abi_encode());
    }

    #[test]
    fn events_are_topics_then_data_as_in_alloy(
        from in address(), id in word(), to in address(), amount in word(), at in any::<u64>(),
        tag in hash(),
    ) {
        let event = Event::new(&Moved::SIGNATURE_HASH, 6)
            .topic_address(&from)
            .topic_word(&id)
            .address(&to)
            .word(&amount)
            .u64(at)
            .b256(&tag);
        prop_assert_eq!(split(&event), flat(&Moved { from, id, to, amount, at, tag }));
    }

    #[test]
    fn events_with_a_string_count_offsets_from_their_data(account in address(), name in ".{0,40}") {
        let event =
            Event::new(&Named::SIGNATURE_HASH, 4).topic_address(&account).byte_string(name.as_bytes());
        prop_assert_eq!(split(&event), flat(&Named { account, name }));
    }
}

/// Topics and data of an event of the codec, as the host splits them.
fn split(event: &Event) -> (Vec<B256>, Vec<u8>) {
    let (buffer, topics) = event.parts();
    let (topics, data) = buffer.split_at(topics * abi::WORD);
    (topics.chunks(abi::WORD).map(B256::from_slice).collect(), data.to_vec())
}

fn flat(event: &impl SolEvent) -> (Vec<B256>, Vec<u8>) {
    let log = event.encode_log_data();
    (log.topics().to_vec(), log.data.to_vec())
}

#[test]
fn an_error_without_arguments_reverts_with_its_selector() {
    assert_eq!(Fault::Error(Fault::INVALID_CALLDATA).into_data(), [0x81, 0x29, 0xbb, 0xcd]);
}

#[test]
fn revert_data_of_others_passes_through_unchanged() {
    let data = vec![1, 2, 3, 4, 5];
    assert_eq!(Fault::Bubbled(data.clone()).into_data(), data);
}

#[test]
fn a_call_is_its_selector_and_its_arguments() {
    let mut call = Writer::call(0x0102_0304, 1);
    let tuple = call.here();
    assert_eq!(tuple, 4);
    let slot = call.offset(tuple);
    call.tail(slot);
    call.bytes(b"x");
    assert_eq!(call.as_slice()[..4], [1, 2, 3, 4]);
    assert_eq!(call.as_slice()[4..], Bytes::from_static(b"x").abi_encode());
}
