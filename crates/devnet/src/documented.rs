//! The tables of `docs/devnet.md` say what there is, and all of it.

use std::collections::BTreeSet;
use std::path::Path;

use alloy_primitives::Address;

use crate::precompiles::PRECOMPILES;
use crate::rpc;
use crate::wasm::HOOKS;

type Names = BTreeSet<String>;

fn page() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/devnet.md");
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What stands under a heading, up to the next one of its rank or above.
fn section<'p>(page: &'p str, heading: &str) -> &'p str {
    let start = page.find(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("no heading {heading:?}"));
    let rest = &page[start + heading.len() + 2..];
    let hashes = heading.bytes().take_while(|byte| *byte == b'#').count();
    let ends = (1..=hashes).filter_map(|rank| rest.find(&format!("\n{} ", "#".repeat(rank))));
    &rest[..ends.min().unwrap_or(rest.len())]
}

/// The cells of a table's rows.
fn rows(section: &str) -> impl Iterator<Item = Vec<&str>> {
    let lines = section.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| ---"));
    lines.skip(1).map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect())
}

/// The names in the first column whose status, in the second, is one of `wanted`.
fn names(section: &str, wanted: &[&str]) -> Names {
    let mut found = Names::new();
    for row in rows(section) {
        let [cell, status] = row[..] else { panic!("two cells expected: {row:?}") };
        let (word, how) = status.split_once(": ").unwrap_or((status, ""));
        assert!(["complete", "simplified", "refused"].contains(&word), "{status:?} is no status");
        assert_eq!(word == "simplified", !how.is_empty(), "a simplified one says how: {row:?}");
        if wanted.contains(&word) {
            for name in cell.split('`').filter(|name| !name.trim().is_empty()) {
                assert!(found.insert(name.to_owned()), "{name} is there twice");
            }
        }
    }
    found
}

fn owned<'n>(names: impl IntoIterator<Item = &'n &'static str>) -> Names {
    names.into_iter().map(|name| (*name).to_owned()).collect()
}

const ANSWERED: [&str; 2] = ["complete", "simplified"];

#[test]
fn every_host_function_is_documented_and_no_other() {
    let page = page();
    let section = section(&page, "## Host functions");
    let there: Names = HOOKS.iter().map(|def| def.name.to_owned()).collect();
    assert_eq!(names(section, &ANSWERED), there);
    assert!(names(section, &["refused"]).is_disjoint(&there));
}

#[test]
fn every_method_of_a_precompile_is_documented_and_no_other() {
    let page = page();
    for precompile in PRECOMPILES.iter().filter(|precompile| !precompile.methods.is_empty()) {
        let heading = format!("### {} `{}`", precompile.name, short(precompile.address));
        let section = section(&page, &heading);
        assert_eq!(names(section, &ANSWERED), owned(precompile.methods), "{heading}");
        assert_eq!(names(section, &["refused"]), owned(precompile.refused), "{heading}");
    }
    let documented = section(&page, "## Precompiles").matches("\n### ").count();
    let answering = PRECOMPILES.iter().filter(|precompile| !precompile.methods.is_empty()).count();
    assert_eq!(documented, answering + 1, "one heading for each, and one for those refused as a whole");
}

#[test]
fn every_precompile_that_is_refused_as_a_whole_is_documented_and_no_other() {
    let page = page();
    let documented: BTreeSet<_> = rows(section(&page, "### Refused as a whole"))
        .map(|row| (row[0].to_owned(), row[1].replace('`', "")))
        .collect();
    let refused = PRECOMPILES.iter().filter(|precompile| precompile.methods.is_empty());
    let refused: BTreeSet<_> =
        refused.map(|precompile| (precompile.name.to_owned(), short(precompile.address))).collect();
    assert_eq!(documented, refused);
}

#[test]
fn every_json_rpc_method_is_documented_and_no_other() {
    let page = page();
    let section = section(&page, "## JSON-RPC methods");
    let there = owned(&rpc::names());
    assert_eq!(names(section, &ANSWERED), there);
    let refused: Names = rpc::REFUSED.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(names(section, &["refused"]), refused);
    assert!(refused.is_disjoint(&there));
}

/// An address without the zeros before it.
fn short(address: Address) -> String {
    format!("0x{:x}", alloy_primitives::U160::from_be_bytes(address.into_array()))
}
