//! Measures built programs, checks them against a chain's limits and writes the tracked snapshots:
//! `programs [--snapshots DIR] [--tool NAME=VERSION]... [--level PROGRAM=LEVEL]... FILE...`
//! `programs --code-hash FILE` prints the hash of the program's code on a chain.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use client::program::{MAX_CODE, MAX_WASM, Program, code_hashes, sizes};
use serde_json::json;

#[derive(Default)]
struct Arguments {
    code_hash: bool,
    snapshots: Option<PathBuf>,
    tools: BTreeMap<String, String>,
    levels: BTreeMap<String, String>,
    files: Vec<PathBuf>,
}

fn arguments() -> Result<Arguments, Box<dyn Error>> {
    let mut parsed = Arguments::default();
    let mut words = env::args().skip(1);
    while let Some(word) = words.next() {
        let pairs = match word.as_str() {
            "--tool" => &mut parsed.tools,
            "--level" => &mut parsed.levels,
            "--code-hash" => {
                parsed.code_hash = true;
                continue;
            }
            "--snapshots" => {
                parsed.snapshots = Some(words.next().ok_or("--snapshots wants a folder")?.into());
                continue;
            }
            _ => {
                parsed.files.push(word.into());
                continue;
            }
        };
        let pair = words.next().unwrap_or_default();
        let (name, value) = pair.split_once('=').ok_or_else(|| format!("{word} wants NAME=VALUE"))?;
        pairs.insert(name.to_owned(), value.to_owned());
    }
    Ok(parsed)
}

fn print_table(programs: &[Program]) {
    println!(
        "  {:<28} {:>9} {:>11} {:>7} {:>10} {:>6} {:>6}",
        "program", "raw", "compressed", "limit", "functions", "data", "pages"
    );
    for Program { name, size, .. } in programs {
        let used = size.compressed.saturating_mul(100) / MAX_CODE;
        println!(
            "  {name:<28} {:>9} {:>11} {:>6}% {:>10} {:>6} {:>6}",
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
    let Arguments { code_hash, snapshots, tools, levels, files } = arguments()?;
    let mut programs = files.iter().map(Program::load).collect::<Result<Vec<_>, _>>()?;
    if code_hash {
        programs.iter().for_each(|program| println!("{}", program.code_hash()));
        return Ok(true);
    }
    programs.sort_by(|a, b| a.name.cmp(&b.name));
    print_table(&programs);
    let failures: Vec<_> = programs.iter().filter_map(|program| program.check().err()).collect();
    for failure in &failures {
        eprintln!("error: {failure}");
    }
    if let Some(folder) = snapshots {
        fs::create_dir_all(&folder)?;
        write_json(&folder.join("size.json"), &json!(sizes(&programs)))?;
        let hashes = code_hashes(&programs);
        let toolchain = json!({ "tools": tools, "opt_levels": levels, "code_hashes": hashes });
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
