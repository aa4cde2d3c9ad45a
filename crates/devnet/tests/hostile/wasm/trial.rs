//! What every module must go through: checked, and if accepted, run twice.

use std::sync::Arc;

use alloy_primitives::Bytes;
use devnet::wasm::chain::{CallContext, Outcome, Status, Step, SubOutcome, SubStatus};
use devnet::wasm::{ActivationError, ModuleCache, Program, Rules, WasmCall};

use super::nowhere::Nowhere;
use super::tally::Tally;
use crate::dice::Dice;

/// Nested frames a run may ask for before it counts as endless: each costs more gas than a hundredth of the most given.
const MAX_STEPS: usize = 10_000;
/// Most gas of a run.
const MOST_GAS: usize = 1_000_000;

/// Tries a module under either version of the rules.
///
/// # Errors
/// The rule that was broken.
pub fn module(
    modules: &ModuleCache,
    wasm: &[u8],
    dice: &mut Dice,
    tally: &mut Tally,
) -> Result<Option<Outcome>, String> {
    let rules = Rules { ink_price: dice.pick(&[1, 10_000]), ..Rules::at_version(dice.pick(&[51, 61])) };
    let compiled = modules.compile(&rules, wasm);
    tally.judged(compiled.as_ref().map(|_| ()));
    let program = match compiled {
        Ok(program) => program,
        Err(error) => return readable(&error).map(|()| None),
    };
    let again = modules.compile(&rules, wasm).map_err(|error| format!("refused the second time: {error}"))?;
    if again.activated() != program.activated() {
        return Err("instrumented in two ways".into());
    }
    let first = run(&program, &rules, dice.clone())?;
    let second = run(&again, &rules, dice.clone())?;
    if first != second {
        return Err(format!("ran in two ways: {:?} and {:?}", first.0, second.0));
    }
    tally.ended(&first.0, first.2);
    Ok(Some(first.0))
}

/// A refusal is a sentence for the developer.
fn readable(error: &ActivationError) -> Result<(), String> {
    let text = error.to_string();
    if text.is_empty() || text.len() > 2_000 {
        Err(format!("a refusal of {} bytes", text.len()))
    } else {
        Ok(())
    }
}

/// One call with random calldata and gas: its end, what it did, and how many frames it asked for.
fn run(program: &Arc<Program>, rules: &Rules, mut dice: Dice) -> Result<(Outcome, Nowhere, usize), String> {
    let size = dice.skewed(200);
    let input = Bytes::from(dice.bytes(size));
    let start = program.activated().start_cost(rules).cached_gas;
    // With one ink for one gas, blocks cost thousands of gas each.
    let ink_scale = 10_000 / u64::from(rules.ink_price);
    let gas = start.saturating_add(dice.skewed(MOST_GAS) as u64 * ink_scale);
    let context = CallContext { cached: true, is_static: dice.percent(20), ..CallContext::default() };
    let mut call = WasmCall::start(program.clone(), Arc::new(rules.clone()), input, gas, context);
    let mut chain = Nowhere::default();
    for frames in 0..MAX_STEPS {
        let limit = match call.run(&mut chain) {
            Step::Done(outcome) => return ended(outcome, gas).map(|outcome| (outcome, chain, frames)),
            Step::Call(request) => request.gas_limit,
            Step::Create(request) => request.gas_limit,
        };
        call.resume_with(answer(limit, &mut dice));
    }
    Err(format!("no end after {MAX_STEPS} frames"))
}

/// An end a program can come to: the chain has no faults here.
fn ended(outcome: Outcome, gas: u64) -> Result<Outcome, String> {
    if outcome.status == Status::Fault {
        return Err(format!("a fault: {:?}", outcome.reason));
    }
    if outcome.gas_left > gas {
        return Err(format!("{} gas left of {gas}", outcome.gas_left));
    }
    let keeps = matches!(outcome.status, Status::Success | Status::Revert);
    if !keeps && (outcome.gas_left > 0 || !outcome.output.is_empty()) {
        return Err(format!("something left after {:?}", outcome.status));
    }
    Ok(outcome)
}

fn answer(gas_limit: u64, dice: &mut Dice) -> SubOutcome {
    let size = dice.skewed(100);
    let status = dice.pick(&[SubStatus::Success, SubStatus::Revert, SubStatus::Failure]);
    let output = if status == SubStatus::Failure { Bytes::new() } else { Bytes::from(dice.bytes(size)) };
    SubOutcome { status, output, gas_left: gas_limit / 2, refund: 0, created: None }
}
