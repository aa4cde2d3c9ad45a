//! What the demo shows: the steps, then who holds what.

use alloy::primitives::{U256, utils::format_ether};
use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, Table};

use super::books::Total;
use super::stage::Stage;

/// Prints steps and balances, as tables or as one JSON document.
pub(crate) fn print(stage: &Stage, totals: &[Total], json: bool) {
    if json {
        println!("{}", document(stage, totals));
        return;
    }
    println!("\n{}\n\n{}", steps(stage), balances(totals));
    println!(
        "\n{} steps; every number is what the accounting says, and no token is missing.",
        stage.steps.len()
    );
}

fn steps(stage: &Stage) -> Table {
    let mut table = Table::new();
    table.load_style(NOTHING).set_header(["#", "who", "what", "program", "gas", "result"]);
    for (index, step) in (1_usize..).zip(&stage.steps) {
        let gas = if step.gas == 0 { "–".into() } else { grouped(step.gas) };
        table.add_row([&index.to_string(), step.who, &step.what, step.program, &gas, &step.result]);
    }
    for column in [0, 4] {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

fn balances(totals: &[Total]) -> Table {
    let mut table = Table::new();
    table.load_style(NOTHING).set_header(["token", "holder", "amount"]);
    for total in totals {
        for (holder, held) in total.holders.iter().filter(|(_, held)| !held.is_zero()) {
            table.add_row([total.token, holder, &amount(*held)]);
        }
        table.add_row([total.token, "= supply", &amount(total.supply)]);
    }
    if let Some(column) = table.column_mut(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

fn document(stage: &Stage, totals: &[Total]) -> serde_json::Value {
    let wei = |amount: &U256| amount.to_string();
    let steps = stage.steps.iter().map(|step| {
        serde_json::json!({
            "who": step.who, "what": step.what, "program": step.program, "gas": step.gas, "result": step.result,
        })
    });
    let totals = totals.iter().map(|total| {
        let holders = total.holders.iter().map(|(holder, held)| ((*holder).into(), wei(held).into()));
        serde_json::json!({
            "token": total.token,
            "decimals": 18,
            "supply": wei(&total.supply),
            "holders": holders.collect::<serde_json::Map<_, _>>(),
        })
    });
    serde_json::json!({
        "schema": "restake/demo",
        "version": 1,
        "steps": steps.collect::<Vec<_>>(),
        "tokens": totals.collect::<Vec<_>>(),
        "book": stage.book,
    })
}

/// An amount of 18 decimals without the zeros at its end: 20, 8.5.
pub(super) fn amount(wei: U256) -> String {
    let text = format_ether(wei);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// 1234567 as 1,234,567.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len().saturating_mul(2));
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && digits.len().saturating_sub(index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
