//! `cargo stylus` in a folder it accepts.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use alloy::primitives::Address;
use devnet::Devnet;

/// What `cargo stylus` wants beside a finished program: a workspace, in which there is no contract to build.
const FILES: [(&str, &str); 5] = [
    ("Cargo.toml", "[workspace]\nmembers = [\"finished\"]\nresolver = \"3\"\n"),
    ("Stylus.toml", "[workspace]\n[workspace.networks]\n"),
    ("finished/Cargo.toml", "[package]\nname = \"finished\"\nedition = \"2024\"\n"),
    ("finished/src/lib.rs", ""),
    // It asks for an exact channel, and uses it to build contracts alone.
    ("rust-toolchain.toml", include_str!("../../../../../rust-toolchain.toml")),
];

/// In place of `cargo` where a contract is to be built: it is built already, and says what its constructor is.
const BUILT_ALREADY: &str = r#"#!/bin/sh
case "$1" in
  build) exit 0 ;;
  run) printf 'constructor(uint256 number) payable\n' ;;
  *) exec "$REAL_CARGO" "$@" ;;
esac
"#;

/// The tool: `$CARGO_STYLUS`, else the one the project's setup script installs when asked.
fn binary() -> Option<PathBuf> {
    let installed = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/tools/bin/cargo-stylus");
    let path = std::env::var_os("CARGO_STYLUS").map_or_else(|| installed.into(), PathBuf::from);
    path.is_file().then_some(path)
}

/// A folder with all that `cargo stylus` wants, and the tool.
pub struct Project {
    tool: PathBuf,
    folder: PathBuf,
}

/// What the tool said, and whether it was content.
pub struct Said {
    pub content: bool,
    pub text: String,
}

impl Project {
    /// A folder of this name, anew; none, with a word on why, where the tool is not installed.
    pub fn new(name: &str) -> Option<Self> {
        let Some(tool) = binary() else {
            println!("skipped: no cargo-stylus; set CARGO_STYLUS or run ./scripts/setup --cargo-stylus");
            return None;
        };
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cargo-stylus").join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let project = Self { tool, folder };
        for (file, content) in FILES {
            project.write(file, content);
        }
        Some(project)
    }

    /// Makes the package a contract whose build has left this program, and whose constructor takes a number.
    pub fn build(&self, wasm: &[u8]) {
        self.write("finished/Stylus.toml", "[contract]\n");
        self.write("target/wasm32-unknown-unknown/release/deps/finished.wasm", wasm);
        self.write("bin/cargo", BUILT_ALREADY);
        make_executable(&self.folder.join("bin/cargo"));
    }

    /// Writes a file and gives its path, for the command line.
    pub fn write(&self, file: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.folder.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// Runs a command that reads.
    pub async fn ask(&self, devnet: &Devnet, arguments: &[&str]) -> Said {
        let arguments = with_flag(arguments, "--endpoint", devnet.url());
        let output = self.run(arguments.into_iter().map(str::to_owned).collect()).await;
        let text = [output.stdout, output.stderr].concat();
        Said { content: output.status.success(), text: String::from_utf8(text).unwrap() }
    }

    /// Runs a command that sends transactions, as the devnet's first account, whose key is in a file.
    pub async fn act(&self, devnet: &Devnet, arguments: &[&str]) -> Said {
        let key = self.write("key", devnet.accounts()[0].key.to_string());
        self.ask(devnet, &with_flag(arguments, "--private-key-path", &key)).await
    }

    async fn run(&self, arguments: Vec<String>) -> Output {
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
        let stub = self.folder.join("bin/cargo");
        let path = std::env::var("PATH").unwrap();
        let mut command = Command::new(&self.tool);
        command.arg("stylus").args(arguments).current_dir(&self.folder);
        command.env("CARGO_TARGET_DIR", self.folder.join("target")).env("REAL_CARGO", &cargo);
        if stub.is_file() {
            command.env("CARGO", stub);
            command.env("PATH", format!("{}:{path}", self.folder.join("bin").display()));
        }
        tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap()
    }
}

impl Said {
    /// Fails unless the tool was content; gives what it said.
    pub fn expect_content(self) -> String {
        assert!(self.content, "{}", self.text);
        self.text
    }

    /// Fails unless the tool refused, for this reason.
    pub fn expect_refusal(&self, reason: &str) {
        assert!(!self.content && self.text.contains(reason), "{}", self.text);
    }

    /// The address it says it deployed to.
    pub fn deployed(self) -> Address {
        let text = self.expect_content();
        let after = text.split_once("deployed code at address: ").unwrap_or_else(|| panic!("{text}")).1;
        let start = after.find("0x").unwrap();
        after[start..start + 42].parse().unwrap()
    }
}

/// Puts a flag before the others, since constructor arguments take in all that follows them.
fn with_flag<'a>(arguments: &[&'a str], flag: &'a str, value: &'a str) -> Vec<&'a str> {
    let first = arguments.iter().position(|word| word.starts_with("--")).unwrap_or(arguments.len());
    let (command, others) = arguments.split_at(first);
    [command, &[flag, value], others].concat()
}

#[cfg(unix)]
fn make_executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}
