//! One history: what the dice say happens on the chain and in the model, and both agree after every block.

use std::collections::BTreeSet;
use std::mem::take;
use std::thread::panicking;

use super::generator::{Generator, Step};
use super::invariants;
use super::model::act::Act;
use super::model::{Account, Model, Outcome, Refusal, VaultId};
use super::sights;
use super::stage::Stage;
use super::tally::Tally;

/// Acts told when a history fails.
const TOLD: usize = 20;

/// A history under way.
pub(super) struct History<'a> {
    stage: &'a Stage,
    pub(super) model: Model,
    seed: u64,
    /// Steps begun.
    step: usize,
    /// What happened so far.
    told: Vec<String>,
    tally: Tally,
    /// Who deposited in the end so that the last one could leave a strategy.
    pub(super) helpers: BTreeSet<(Account, VaultId)>,
}

impl<'a> History<'a> {
    pub(super) fn begin(stage: &'a mut Stage, seed: u64) -> Self {
        let model = stage.reset();
        Self {
            stage,
            model,
            seed,
            step: 0,
            told: Vec::new(),
            tally: Tally::default(),
            helpers: BTreeSet::new(),
        }
    }

    /// Lives through the whole history. Tells what it came across.
    pub(super) fn live(mut self) -> Tally {
        let mut generator = Generator::new(self.seed);
        let length = generator.length();
        while self.step < length {
            self.step += 1;
            self.stage.enter_next_block(&mut self.model);
            match generator.step(&self.model) {
                Step::Blocks(count) => self.pass_blocks(count),
                Step::Seconds(seconds) => self.pass_seconds(seconds),
                Step::Acts(count) => self.acts(count, |model| generator.act(model)),
            }
        }
        self.everyone_leaves();
        take(&mut self.tally)
    }

    /// One act, in a block of its own.
    pub(super) fn act(&mut self, act: Act) -> Result<Outcome, Refusal> {
        let mut came = None;
        self.acts_told(1, |_| act.clone(), |outcome| came = Some(outcome.clone()));
        came.expect("one act has one outcome")
    }

    fn acts(&mut self, count: usize, draw: impl FnMut(&Model) -> Act) {
        self.acts_told(count, draw, |_| {});
    }

    /// So many acts in one block: predicted one after the other, then mined together and compared.
    fn acts_told(
        &mut self,
        count: usize,
        mut draw: impl FnMut(&Model) -> Act,
        mut tell: impl FnMut(&Result<Outcome, Refusal>),
    ) {
        self.stage.enter_next_block(&mut self.model);
        let stage = self.stage;
        let done = stage.in_one_block(|| {
            let one = |_| {
                let act = draw(&self.model);
                let hash = stage.submit(&self.model, &act);
                let outcome = self.predict(&act);
                tell(&outcome);
                (hash, act, outcome)
            };
            (0..count).map(one).collect::<Vec<_>>()
        });
        for (hash, act, outcome) in &done {
            stage.check_outcome(*hash, act, outcome, &self.model);
        }
        stage.check(&self.model);
    }

    /// What the model says, with what must hold whatever it says.
    fn predict(&mut self, act: &Act) -> Result<Outcome, Refusal> {
        let before = self.model.clone();
        let outcome = self.model.apply(act);
        self.tally.note(act, &outcome);
        let came = outcome.as_ref().map_or_else(|refusal| format!("{refusal:?}"), |done| format!("{done:?}"));
        self.told.push(format!("step {}, block {}: {act:?} -> {came}", self.step, self.model.block));
        if let Ok(done) = &outcome {
            invariants::check(&before, act, done, &self.model);
            self.tally.see(sights::of(&before, act, done, &self.model));
        }
        outcome
    }

    pub(super) fn pass_blocks(&mut self, count: u32) {
        self.told.push(format!("step {}: {count} blocks pass", self.step));
        self.stage.pass_blocks(count);
    }

    fn pass_seconds(&mut self, seconds: u64) {
        self.told.push(format!("step {}: {seconds} seconds pass", self.step));
        self.stage.pass_seconds(seconds);
    }
}

/// A history that fails tells how to see it again.
impl Drop for History<'_> {
    fn drop(&mut self) {
        if panicking() {
            let latest = self.told.len().saturating_sub(TOLD);
            eprintln!(
                "history {} failed in step {}; to replay it: RESTAKE_HISTORY_SEED={}",
                self.seed, self.step, self.seed
            );
            self.told[latest..].iter().for_each(|line| eprintln!("  {line}"));
        }
    }
}
