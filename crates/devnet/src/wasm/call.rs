//! One call of a program, from its start to its outcome, suspended whenever it needs the chain.

use std::ops::ControlFlow;
use std::sync::Arc;

use alloy_primitives::Bytes;
use wasmi::{Error, ResumableCall, ResumableCallHostTrap, TrapCode};

use super::chain::{CallContext, Chain, Outcome, Status, Step, SubOutcome};
use super::engine::Program;
use super::hostio::{Answer, Frame, Guest, Halt, Hook, Host, Pending, Stop};
use super::machine::{Machine, Meters, Progress};
use super::prices::{gas, gas_to_ink, ink_to_gas_floor, page_gas};
use super::rules::Rules;

/// A call of a program.
///
/// ```text
/// let mut call = WasmCall::start(program, rules, input, gas, context);
/// loop {
///     match call.run(chain) {
///         Step::Done(outcome) => break outcome,
///         Step::Call(request) => call.resume_with(/* execute the request */),
///         Step::Create(request) => call.resume_with(/* execute the request */),
///     }
/// }
/// ```
#[derive(Debug)]
pub struct WasmCall {
    program: Arc<Program>,
    rules: Arc<Rules>,
    context: CallContext,
    gas_limit: u64,
    /// Pages open before the program's own.
    pages_before: u16,
    machine: Option<Machine>,
    state: State,
}

#[derive(Debug)]
enum State {
    /// Not begun, with its calldata.
    New(Bytes),
    /// In a host function that needs a frame executed.
    Suspended {
        invocation: Box<ResumableCallHostTrap>,
        hook: Hook,
        pending: Pending,
        outcome: Option<SubOutcome>,
    },
    Ended,
}

impl WasmCall {
    /// Prepares a call with `gas`, of which starting the program is paid first. Nothing runs yet.
    #[must_use]
    pub fn start(
        program: Arc<Program>,
        rules: Arc<Rules>,
        input: Bytes,
        gas: u64,
        context: CallContext,
    ) -> Self {
        Self {
            program,
            rules,
            context,
            gas_limit: gas,
            pages_before: 0,
            machine: None,
            state: State::New(input),
        }
    }

    /// Who runs, for whom.
    #[must_use]
    pub fn context(&self) -> &CallContext {
        &self.context
    }

    /// Runs until the program needs a frame executed, or ends.
    ///
    /// After [`Step::Call`] and [`Step::Create`], [`WasmCall::resume_with`] must come before the next run; without it,
    /// and after [`Step::Done`], the outcome is a [`Status::Fault`].
    pub fn run(&mut self, chain: &mut dyn Chain) -> Step {
        match std::mem::replace(&mut self.state, State::Ended) {
            State::New(input) => self.begin(input, chain),
            State::Suspended { invocation, hook, pending, outcome: Some(outcome) } => {
                let settled = self.guest().and_then(|mut guest| guest.settle(pending, outcome));
                match self.go_on(*invocation, hook, settled.map(Answer::Value), chain) {
                    ControlFlow::Continue(progress) => self.drive(progress, chain),
                    ControlFlow::Break(step) => step,
                }
            }
            State::Suspended { outcome: None, .. } | State::Ended => {
                let reason = "the program was run while it could not go on";
                self.done(Status::Fault, Bytes::new(), Some(reason.into()), chain)
            }
        }
    }

    /// Hands over the result of the frame the last step asked for.
    pub fn resume_with(&mut self, result: SubOutcome) {
        if let State::Suspended { outcome, .. } = &mut self.state {
            *outcome = Some(result);
        }
    }

    /// Charges the start, makes an instance and enters it.
    fn begin(&mut self, input: Bytes, chain: &mut dyn Chain) -> Step {
        let rules = &self.rules;
        let activated = self.program.activated();
        let pages = *chain.pages();
        let start = activated.start_cost(rules).gas(self.context.cached);
        let cost = page_gas(rules, pages, activated.footprint).saturating_add(start);
        let Some(gas) = self.gas_limit.checked_sub(cost) else {
            return self.done(
                Status::OutOfInk,
                Bytes::new(),
                Some("not enough gas to start the program".into()),
                chain,
            );
        };
        chain.pages().open_pages(rules, activated.footprint);
        let ink = gas_to_ink(gas, rules.ink_price);
        let frame = Frame {
            context: self.context,
            environment: chain.environment(),
            rules: self.rules.clone(),
            input,
            ..Frame::default()
        };
        let Some(machine) = Machine::new(&self.program, frame) else {
            chain.pages().open = pages.open;
            return self.done(Status::Fault, Bytes::new(), Some("the program has no instance".into()), chain);
        };
        self.pages_before = pages.open;
        let progress = self.machine.insert(machine).enter(&self.rules, ink).unwrap_or_else(Progress::failed);
        self.drive(progress, chain)
    }

    /// Answers the program's questions until it ends or must be suspended.
    fn drive(&mut self, mut progress: Progress, chain: &mut dyn Chain) -> Step {
        loop {
            let invocation = match progress.call {
                Ok(ResumableCall::Finished) => return self.returned(progress.status, chain),
                Ok(ResumableCall::HostTrap(invocation)) => invocation,
                Ok(ResumableCall::OutOfFuel(_)) => return self.halted(Halt::OutOfInk, chain),
                Err(error) => return self.trapped(&error, chain),
            };
            let Some(Stop { hook, why }) =
                self.machine.as_mut().and_then(|machine| machine.stop(&invocation))
            else {
                return self.trapped(invocation.host_error(), chain);
            };
            let answer = why.and_then(|question| Host { guest: self.guest()?, chain }.answer(question));
            match self.go_on(invocation, hook, answer, chain) {
                ControlFlow::Continue(next) => progress = next,
                ControlFlow::Break(step) => return step,
            }
        }
    }

    /// Gives a host function's result to the program, or stops.
    fn go_on(
        &mut self,
        invocation: ResumableCallHostTrap,
        hook: Hook,
        answer: Result<Answer, Halt>,
        chain: &mut dyn Chain,
    ) -> ControlFlow<Step, Progress> {
        match answer {
            Ok(Answer::Value(result)) => ControlFlow::Continue(match &mut self.machine {
                Some(machine) => machine.resume(invocation, hook, result),
                None => Progress::failed(Error::new("no instance")),
            }),
            Ok(Answer::Suspend(step, pending)) => {
                self.state =
                    State::Suspended { invocation: Box::new(invocation), hook, pending, outcome: None };
                ControlFlow::Break(step)
            }
            Err(halt) => ControlFlow::Break(self.halted(halt, chain)),
        }
    }

    fn guest(&mut self) -> Result<Guest<'_>, Halt> {
        self.machine.as_mut().and_then(Machine::guest).ok_or_else(|| Halt::Failure("no instance".into()))
    }

    /// The program returned, or asked to end, with a status.
    fn returned(&mut self, status: i32, chain: &mut dyn Chain) -> Step {
        let output = self.machine.as_mut().map(Machine::take_output).unwrap_or_default();
        let status = if status == 0 { Status::Success } else { Status::Revert };
        self.done(status, output, None, chain)
    }

    fn halted(&mut self, halt: Halt, chain: &mut dyn Chain) -> Step {
        let (status, reason) = match halt {
            Halt::Exit(status) => return self.returned(status.cast_signed(), chain),
            Halt::OutOfInk => (Status::OutOfInk, "out of ink in a host function".to_owned()),
            Halt::Failure(reason) => (Status::Revert, reason),
            Halt::Fault(error) => (Status::Fault, error.to_string()),
        };
        self.done(status, Bytes::new(), Some(reason), chain)
    }

    /// The program trapped: by itself, or because a meter ran out.
    fn trapped(&mut self, error: &Error, chain: &mut dyn Chain) -> Step {
        let engine_stack = error.as_trap_code() == Some(TrapCode::StackOverflow);
        let (status, reason) = match self.machine.as_ref().map(Machine::meters) {
            Some(Meters { out_of_ink: true, .. }) => (Status::OutOfInk, "out of ink".to_owned()),
            Some(Meters { out_of_stack: true, .. }) => (Status::StackOverflow, "out of stack".to_owned()),
            _ if engine_stack => (Status::StackOverflow, error.to_string()),
            _ => (Status::Revert, error.to_string()),
        };
        self.done(status, Bytes::new(), Some(reason), chain)
    }

    /// Ends the call: settles gas, gives the pages back and frees the instance.
    fn done(&mut self, status: Status, output: Bytes, reason: Option<String>, chain: &mut dyn Chain) -> Step {
        self.state = State::Ended;
        let machine = self.machine.take();
        let (mut ink_left, mut refund) = (0, 0);
        if let Some(machine) = machine {
            chain.pages().open = self.pages_before;
            if matches!(status, Status::Success | Status::Revert) {
                ink_left = machine.ink_left();
            }
            if status == Status::Success {
                refund = machine.frame().refund;
            }
        }
        let mut outcome = Outcome {
            status,
            output,
            gas_left: ink_to_gas_floor(ink_left, self.rules.ink_price),
            refund,
            reason,
        };
        self.charge_output(&mut outcome);
        Step::Done(outcome)
    }

    /// Returning data costs at least what the same bytes cost in the EVM's memory.
    fn charge_output(&self, outcome: &mut Outcome) {
        if outcome.output.is_empty() {
            return;
        }
        let cost = gas::evm_memory(outcome.output.len() as u64);
        match self.gas_limit.checked_sub(cost) {
            Some(most) => outcome.gas_left = outcome.gas_left.min(most),
            None => {
                *outcome = Outcome {
                    status: Status::OutOfInk,
                    output: Bytes::new(),
                    gas_left: 0,
                    refund: 0,
                    reason: Some("not enough gas for the data returned".into()),
                };
            }
        }
    }
}
