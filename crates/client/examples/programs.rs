//! Measures built programs, checks them against a chain's limits and writes the tracked snapshots:
//! `programs [--snapshots DIR] [--tool NAME=VERSION]... FILE...`

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use client::program::{MAX_CODE, MAX_WASM, Program, code_hashes, sizes};
use serde_json::json;

struct Arguments {
    snapshots: Option<PathBuf>,
    tools: BTreeMap<String, String>,
    files: Vec<PathBuf>,
}

fn arguments() -> Result<Arguments, Box<dyn Error>> {
    let mut parsed = Arguments { snapshots: None, tools: BTreeMap::new(), files: Vec::new() };
    let mut words = env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--snapshots" => {
                parsed.snapshots = Some(words.next().ok_or("--snapshots wants a folder")?.into())
            }
            "--tool" => {
                let tool = words.next().ok_or("--tool wants NAME=VERSION")?;
                let (name, version) = tool.split_once('=').ok_or("--tool wants NAME=VERSION")?;
                parsed.tools.insert(name.to_owned(), version.to_owned());
            }
            _ => parsed.files.push(word.into()),
        }
    }
    Ok(parsed)
}

fn print_table(programs: &[Program]) {
    println!(
        "  {:<24} {:>9} {:>11} {:>7} {:>10} {:>6} {:>6}",
        "program", "raw", "compressed", "limit", "functions", "data", "pages"
    );
    for Program { name, size, .. } in programs {
        let used = size.compressed.saturating_mul(100) / MAX_CODE;
        println!(
            "  {name:<24} {:>9} {:>11} {:>6}% {:>10} {:>6} {:>6}",
            size.raw, size.compressed, used, size.functions, size.data, size.pages
        );
    }
    println!("  limits: {MAX_WASM} bytes raw, {MAX_CODE} compressed");
}

fn write_json(path: &Path, value: &serde_json::Value) -> Result<(), Box<dyn Error>> {
    fs::write(path, format!("{value:#}\n"))
        .map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    Ok(())
}

fn run() -> Result<bool, Box<dyn Error>> {
    let Arguments { snapshots, tools, files } = arguments()?;
    let mut programs = files.iter().map(Program::load).collect::<Result<Vec<_>, _>>()?;
    programs.sort_by(|a, b| a.name.cmp(&b.name));
    print_table(&programs);
    let failures: Vec<_> = programs.iter().filter_map(|program| program.check().err()).collect();
    for failure in &failures {
        eprintln!("error: {failure}");
    }
    if let Some(folder) = snapshots {
        fs::create_dir_all(&folder)?;
        write_json(&folder.join("size.json"), &json!(sizes(&programs)))?;
        let toolchain = json!({ "tools": tools, "code_hashes": code_hashes(&programs) });
        write_json(&folder.join("toolchain.json"), &toolchain)?;
    }
    Ok(failures.is_empty())
}

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
