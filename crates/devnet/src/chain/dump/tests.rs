//! A state file against the chain it is of, whatever happens to either.

use alloy_primitives::{Address, U256};
use alloy_rpc_types::TransactionRequest;
use proptest::prelude::*;

use super::{DumpError, compact};
use crate::chain::{CHAIN_ID, Config, Mining, Node};

#[derive(Clone, Debug)]
enum Step {
    Balance(u8, u8),
    Slot(u8, u8),
    Code(u8, u8),
    Send,
    Mine,
    Automine(bool),
    Drop,
    Time(u64),
    Snapshot,
    Revert(usize),
    Reset,
    Load,
    Save,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0..3u8, 0..3u8).prop_map(|(a, v)| Step::Balance(a, v)),
        3 => (0..3u8, 0..3u8).prop_map(|(a, v)| Step::Slot(a, v)),
        2 => (0..3u8, 0..3u8).prop_map(|(a, v)| Step::Code(a, v)),
        4 => Just(Step::Send),
        2 => Just(Step::Mine),
        2 => any::<bool>().prop_map(Step::Automine),
        1 => Just(Step::Drop),
        1 => (0..50u64).prop_map(Step::Time),
        2 => Just(Step::Snapshot),
        2 => any::<usize>().prop_map(Step::Revert),
        1 => Just(Step::Reset),
        1 => Just(Step::Load),
        5 => Just(Step::Save),
    ]
}

/// A node, its snapshots, a dump of it as it once was, and a file that is kept of it.
struct Scene {
    node: Node,
    snapshots: Vec<u64>,
    once: Vec<u8>,
    file: Vec<u8>,
}

impl Scene {
    fn new() -> Self {
        let mut node = Node::new(Config { accounts: 1, ..Config::default() }).unwrap();
        node.note_what_happens();
        let file = node.dump().unwrap();
        Self { node, snapshots: Vec::new(), once: file.clone(), file }
    }

    fn send(&mut self) {
        let from = Some(self.node.accounts().addresses()[0]);
        let to = Some(Address::repeat_byte(1).into());
        let gas = Some(100_000);
        self.node.send_unsigned(TransactionRequest { from, to, gas, ..Default::default() }).unwrap();
    }

    fn go(&mut self, step: &Step) {
        let (node, address) = (&mut self.node, |id| Address::repeat_byte(0xa0 | id));
        match *step {
            Step::Balance(a, v) => node.set_balance(address(a), U256::from(v)),
            Step::Slot(a, v) => node.set_storage_at(address(a), U256::ZERO, U256::from(v)),
            Step::Code(a, v) => node.set_code(address(a), vec![0x5b; v.into()].into()).unwrap(),
            Step::Send => self.send(),
            Step::Mine => node.mine(1, None),
            Step::Automine(on) => node.set_automine(on),
            Step::Drop => node.drop_all_transactions(),
            Step::Time(seconds) => drop(node.increase_time(seconds)),
            Step::Snapshot => self.snapshots.push(node.snapshot()),
            Step::Revert(pick) if !self.snapshots.is_empty() => {
                self.snapshots.truncate(pick % self.snapshots.len() + 1);
                node.revert(self.snapshots.pop().unwrap()).unwrap();
            }
            Step::Revert(_) => {}
            Step::Reset => {
                node.reset();
                self.snapshots.clear();
            }
            Step::Load => {
                let once = std::mem::replace(&mut self.once, node.dump().unwrap());
                node.load(&once).unwrap();
                self.snapshots.clear();
            }
            Step::Save => self.save(),
        }
    }

    /// What the state file does.
    fn save(&mut self) {
        let unsaved = self.node.take_unsaved();
        if let Some(dump) = &unsaved.loaded {
            self.file = dump.to_vec();
        }
        self.file.extend(unsaved.piece().unwrap());
    }

    /// A file of three pieces, and where the second begins and ends.
    fn of_three_pieces() -> (Self, usize, usize) {
        let mut scene = Self::new();
        scene.send();
        scene.save();
        let second = scene.file.len();
        scene.go(&Step::Slot(1, 1));
        scene.save();
        let third = scene.file.len();
        scene.send();
        scene.save();
        (scene, second, third)
    }
}

fn read(file: &[u8]) -> Result<Vec<u8>, DumpError> {
    Ok(compact(file, CHAIN_ID, None, || true)?.unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn pieces_tell_everything_that_happened(steps in prop::collection::vec(step(), 1..40)) {
        let mut scene = Scene::new();
        for step in &steps {
            scene.go(step);
            if let Step::Save = step {
                prop_assert!(read(&scene.file).unwrap() == scene.node.dump().unwrap(), "{steps:?}");
            }
        }
    }
}

#[test]
fn a_file_cut_off_anywhere_in_its_last_piece_holds_the_chain_before_it() {
    let (scene, _, third) = Scene::of_three_pieces();
    let before = read(&scene.file[..third]).unwrap();
    for end in third..scene.file.len() {
        assert!(read(&scene.file[..end]).unwrap() == before, "cut off at byte {end}");
    }
    assert!(read(&scene.file).unwrap() == scene.node.dump().unwrap());
}

#[test]
fn zeros_where_a_power_cut_left_them_count_as_not_written() {
    let (mut scene, _, third) = Scene::of_three_pieces();
    let before = read(&scene.file[..third]).unwrap();
    for zeros_from in [third, third + 20] {
        scene.file[zeros_from..].fill(0);
        assert!(read(&scene.file).unwrap() == before);
    }
}

#[test]
fn a_changed_bit_in_the_last_piece_gives_the_chain_before_it_or_is_named_and_elsewhere_is_named() {
    let (scene, second, third) = Scene::of_three_pieces();
    let before = read(&scene.file[..third]).unwrap();
    for at in second..scene.file.len() {
        let mut file = scene.file.clone();
        file[at] ^= 1 << (at % 8);
        match read(&file) {
            Ok(chain) => assert!(at >= third && chain == before, "byte {at}"),
            Err(error) => assert!(matches!(error, DumpError::Damaged(_)), "byte {at}: {error}"),
        }
    }
}

#[test]
fn a_request_to_load_a_file_that_was_cut_off_is_refused() {
    let (mut scene, ..) = Scene::of_three_pieces();
    let cut = &scene.file[..scene.file.len() - 1];
    assert!(matches!(scene.node.load(cut), Err(DumpError::Damaged(_))));
    let (whole, dump) = (scene.file.clone(), scene.node.dump().unwrap());
    scene.node.reset();
    scene.node.load(&whole).unwrap();
    assert!(scene.node.dump().unwrap() == dump);
}

#[test]
fn a_new_dump_is_without_what_the_history_does_not_keep_and_is_given_up_when_told() {
    let mut scene = Scene::new();
    scene.node.mine(9, None);
    scene.save();
    let short = compact(&scene.file, CHAIN_ID, Some(2), || true).unwrap().unwrap();
    assert!(short.len() < read(&scene.file).unwrap().len());
    let mut node = Node::new(Config { mining: Mining::Manual, ..Config::default() }).unwrap();
    node.load(&short).unwrap();
    assert_eq!((node.oldest_block(), node.block_number()), (8, 9));
    assert_eq!(compact(&scene.file, CHAIN_ID, None, || false).unwrap(), None);
}
