//! What is on the disk while a file is kept.

use std::fs::{self, File};
use std::path::PathBuf;
use std::sync::RwLock;

use super::{StateFile, disk};
use crate::chain::{CHAIN_ID, Config, Node, compact};

/// A node with its state file in a folder of a test's own, removed with it.
struct Scene {
    folder: PathBuf,
    node: RwLock<Node>,
    file: StateFile,
}

impl Scene {
    fn new(test: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("state-file-{}-{test}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let node = RwLock::new(Node::new(Config::default()).unwrap());
        let file = StateFile::open(&folder.join("chain.state"), &node).unwrap();
        Self { folder, node, file: StateFile { least: 0, ..file } }
    }

    fn bytes(&self) -> Vec<u8> {
        fs::read(&self.file.path).unwrap()
    }

    /// Mines blocks and saves them, each in a piece.
    fn mine(&self, count: u64) {
        for _ in 0..count {
            self.node.write().unwrap().mine(1, None);
            self.file.save(&self.node).unwrap();
        }
    }

    /// True when the file holds the chain.
    fn is_kept(&self) -> bool {
        compact(&self.bytes(), CHAIN_ID, None, || true).unwrap() == self.node.write().unwrap().dump().ok()
    }
}

impl Drop for Scene {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

#[test]
fn a_write_costs_what_happened_and_leaves_the_rest_of_the_file_as_it_is() {
    let scene = Scene::new("costs");
    let before = scene.bytes();
    scene.mine(1);
    let after = scene.bytes();
    assert!(after.starts_with(&before) && after.len() < before.len() + 1_000, "{}", after.len());
    assert!(scene.is_kept());
}

#[test]
fn a_file_whose_pieces_outgrew_its_dump_becomes_a_dump_and_goes_on() {
    let scene = Scene::new("outgrown");
    scene.file.shorten().unwrap();
    let begun = scene.bytes().len();
    assert!(scene.file.written().disk.to_shorten(0).is_none(), "nothing was added");
    while scene.file.written().disk.to_shorten(0).is_none() {
        scene.mine(1);
    }
    let long = scene.bytes().len();
    scene.file.shorten().unwrap();
    assert!(scene.bytes().len() < long && long > 2 * begun, "{begun} {long}");
    assert!(scene.is_kept());
    scene.mine(1);
    assert!(scene.is_kept());
}

#[test]
fn what_is_written_while_a_new_dump_is_made_is_kept() {
    let scene = Scene::new("meanwhile");
    while scene.file.written().disk.to_shorten(0).is_none() {
        scene.mine(1);
    }
    let part = scene.file.written().disk.to_shorten(0).unwrap();
    let dump = compact(&part.read(&scene.file.path).unwrap(), CHAIN_ID, None, || true).unwrap().unwrap();
    scene.mine(2);
    let new = disk::shorter(&scene.file.path, &dump).unwrap();
    scene.file.written().disk.replace_part(&part, new).unwrap();
    assert!(scene.bytes().starts_with(&dump) && scene.is_kept());
    scene.mine(1);
    assert!(scene.is_kept());
}

#[test]
fn a_new_dump_of_a_chain_that_was_replaced_meanwhile_is_not_taken() {
    let scene = Scene::new("replaced");
    let other = scene.node.write().unwrap().dump().unwrap();
    while scene.file.written().disk.to_shorten(0).is_none() {
        scene.mine(1);
    }
    let part = scene.file.written().disk.to_shorten(0).unwrap();
    let dump = compact(&part.read(&scene.file.path).unwrap(), CHAIN_ID, None, || true).unwrap().unwrap();
    scene.node.write().unwrap().load(&other).unwrap();
    scene.mine(1);
    let new = disk::shorter(&scene.file.path, &dump).unwrap();
    scene.file.written().disk.replace_part(&part, new).unwrap();
    assert!(scene.bytes().starts_with(&other) && scene.is_kept());
}

#[test]
fn what_could_not_be_written_is_written_the_next_time() {
    let scene = Scene::new("failed");
    let path = scene.file.path.clone();
    let writable = std::mem::replace(&mut scene.file.written().disk.file, File::open(&path).unwrap());
    scene.node.write().unwrap().mine(1, None);
    let error = scene.file.save(&scene.node).unwrap_err().to_string();
    assert!(error.starts_with(&format!("state file {}: ", path.display())), "{error}");
    scene.node.write().unwrap().mine(1, None);
    scene.file.written().disk.file = writable;
    scene.file.save(&scene.node).unwrap();
    assert!(scene.is_kept());
}

#[test]
fn what_a_failed_write_left_behind_is_cut_off_by_the_next() {
    let scene = Scene::new("torn");
    scene.mine(1);
    let mut torn = scene.bytes();
    torn.extend([7; 100]);
    fs::write(&scene.file.path, torn).unwrap();
    scene.mine(1);
    assert!(scene.is_kept());
}

#[test]
fn no_new_dump_is_made_once_the_devnet_ends() {
    let scene = Scene::new("ends");
    while scene.file.written().disk.to_shorten(0).is_none() {
        scene.mine(1);
    }
    scene.file.close(&scene.node).unwrap();
    let before = scene.bytes();
    scene.file.shorten().unwrap();
    assert!(scene.bytes() == before && scene.is_kept());
}
