//! `docs/lessons.md` names every lesson once, and no test that does not exist.

use std::fs;
use std::path::PathBuf;

use crate::harness::world::repository;

/// Where the tests of a name are: those of this crate, or of another with its name in front.
fn file_of(path: &str) -> PathBuf {
    let (folder, file) = match path.split_once('/') {
        Some((name, file)) => (format!("crates/{name}/tests"), file),
        None => ("tests/it".to_owned(), path),
    };
    let file = repository().join(folder).join(file.replace("::", "/"));
    let module = file.join("mod.rs");
    if module.exists() { module } else { file.with_extension("rs") }
}

/// The names of tests in a line: what stands in backticks and has a path.
fn tests_in(line: &str) -> Vec<&str> {
    line.split('`').skip(1).step_by(2).filter(|word| word.contains("::")).collect()
}

fn lessons() -> Vec<String> {
    let text = fs::read_to_string(repository().join("docs/lessons.md")).unwrap();
    text.lines().filter(|line| line.starts_with("| L")).map(str::to_owned).collect()
}

#[test]
fn every_lesson_has_its_row_in_order() {
    let numbers: Vec<String> = lessons().iter().map(|row| row[2..5].to_owned()).collect();
    let expected: Vec<String> = (1..=57).map(|number| format!("L{number:02}")).collect();
    assert_eq!(numbers, expected);
}

#[test]
fn every_test_a_lesson_names_exists() {
    let rows = lessons();
    let named: Vec<&str> = rows.iter().flat_map(|row| tests_in(row)).collect();
    assert!(named.len() > 100, "only {} tests are named", named.len());
    for name in named {
        let (path, test) = name.rsplit_once("::").unwrap();
        let file = file_of(path);
        let source = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(source.contains(&format!("fn {test}(")), "{} has no {test}", file.display());
    }
}
