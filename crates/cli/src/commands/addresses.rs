//! `restake addresses`.

use std::path::PathBuf;

use client::book::AddressBook;
use comfy_table::Table;
use comfy_table::presets::NOTHING;

use crate::error::Error;

/// Options of `restake addresses`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The address book of a deployment.
    #[arg(long, default_value = "deployments/local.json", env = "RESTAKE_BOOK")]
    book: PathBuf,
    /// Print the book as JSON.
    #[arg(long)]
    json: bool,
}

/// Prints an address book.
pub(crate) fn run(args: &Args) -> Result<(), Error> {
    print(&AddressBook::load(&args.book)?, args.json);
    Ok(())
}

/// Prints a book, as a table or as JSON.
pub(crate) fn print(book: &AddressBook, json: bool) {
    if json {
        println!("{}", serde_json::json!(book));
        return;
    }
    let mut table = Table::new();
    table.load_style(NOTHING).set_header(["program", "address", "code hash"]);
    for (name, entry) in &book.programs {
        let hash = entry.code_hash.to_string();
        table.add_row([name.as_str(), &entry.address.to_string(), hash.get(..18).unwrap_or(&hash)]);
    }
    println!(
        "Chain {}, {}\n\n{table}",
        book.chain_id,
        if book.complete { "complete" } else { "NOT complete" }
    );
}
