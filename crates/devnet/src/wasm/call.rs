//! One call of a program, from its start to its outcome, suspended whenever it needs the chain.

use std::ops::ControlFlow;
use std::sync::Arc;

use alloy_primitives::Bytes;
use wasmi::{Error, Extern, Instance, ResumableCall, ResumableCallHostTrap, Store, TrapCode, Val};

use super::chain::{CallContext, Chain, Outcome, Status, Step, SubOutcome};
use super::engine::{Program, value};
use super::hostio::{Frame, Guest, Halt, Handles, Hook, Host, HostCall, Pending, Reply};
use super::prices::{gas, gas_to_ink, ink_to_gas_floor, page_gas};
use super::rules::Rules;
use super::validate::{ENTRYPOINT, INK_LEFT, INK_STATUS, MEMORY, STACK_LEFT};

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
    frame: Frame,
    gas_limit: u64,
    machine: Option<Machine>,
    state: State,
}

/// The engine's side of a call that has begun.
#[derive(Debug)]
struct Machine {
    store: Store<()>,
    handles: Handles,
    /// Pages open before the program's own.
    pages_before: u16,
}

#[derive(Debug)]
enum State {
    New,
    /// In a host function that needs a frame executed.
    Suspended {
        invocation: Box<ResumableCallHostTrap>,
        hook: Hook,
        pending: Pending,
        outcome: Option<SubOutcome>,
    },
    Ended,
}

/// How far the engine got.
struct Progress {
    call: Result<ResumableCall, Error>,
    /// What the entry point returned, once it is finished.
    status: i32,
}

impl Progress {
    fn failed(error: Error) -> Self {
        Self { call: Err(error), status: 0 }
    }
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
        let frame = Frame::new(context, input);
        Self { program, rules, frame, gas_limit: gas, machine: None, state: State::New }
    }

    /// Who runs, for whom.
    #[must_use]
    pub fn context(&self) -> &CallContext {
        &self.frame.context
    }

    /// Runs until the program needs a frame executed, or ends.
    ///
    /// After [`Step::Call`] and [`Step::Create`], [`WasmCall::resume_with`] must come before the next run; without it,
    /// and after [`Step::Done`], the outcome is a [`Status::Fault`].
    pub fn run(&mut self, chain: &mut dyn Chain) -> Step {
        match std::mem::replace(&mut self.state, State::Ended) {
            State::New => self.begin(chain),
            State::Suspended { invocation, hook, pending, outcome: Some(outcome) } => {
                let reply = self.host(chain).and_then(|mut host| host.settle(pending, outcome));
                match self.answer(*invocation, hook, reply, chain) {
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
    fn begin(&mut self, chain: &mut dyn Chain) -> Step {
        let rules = &self.rules;
        let activated = self.program.activated();
        let pages = *chain.pages();
        let start = activated.start_cost(rules).gas(self.frame.context.cached);
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
        let mut store = self.program.store();
        let machine = self
            .program
            .linker
            .instantiate_and_start(&mut store, &self.program.module)
            .ok()
            .and_then(|instance| Some((handles(&instance, &store)?, instance)));
        let Some((handles, instance)) = machine else {
            chain.pages().open = pages.open;
            return self.done(Status::Fault, Bytes::new(), Some("the program has no instance".into()), chain);
        };
        self.machine = Some(Machine { store, handles, pages_before: pages.open });
        let progress = self.enter(&instance, ink).unwrap_or_else(Progress::failed);
        self.drive(progress, chain)
    }

    fn enter(&mut self, instance: &Instance, ink: u64) -> Result<Progress, Error> {
        let length = u32::try_from(self.frame.input.len())
            .map_err(|_| Error::new("the calldata does not fit a 32-bit memory"))?;
        let machine = self.machine.as_mut().ok_or_else(|| Error::new("no instance"))?;
        machine
            .handles
            .ink
            .set(&mut machine.store, Val::I64(ink.cast_signed()))
            .and_then(|()| {
                let depth = Val::I32(self.rules.stack_depth.cast_signed());
                machine.handles.stack.set(&mut machine.store, depth)
            })
            .map_err(|_| Error::new("the meters of the program cannot be set"))?;
        let entrypoint = instance
            .get_func(&machine.store, ENTRYPOINT)
            .ok_or_else(|| Error::new("the program has no entry point"))?;
        let mut status = [Val::I32(0)];
        let call =
            entrypoint.call_resumable(&mut machine.store, &[Val::I32(length.cast_signed())], &mut status);
        Ok(Progress { call, status: status_of(&status) })
    }

    /// Serves host functions until the program ends or must be suspended.
    fn drive(&mut self, mut progress: Progress, chain: &mut dyn Chain) -> Step {
        loop {
            let invocation = match progress.call {
                Ok(ResumableCall::Finished) => return self.returned(progress.status, chain),
                Ok(ResumableCall::HostTrap(invocation)) => invocation,
                Ok(ResumableCall::OutOfFuel(_)) => return self.halted(Halt::OutOfInk, chain),
                Err(error) => return self.trapped(&error, chain),
            };
            let Some(request) = invocation.host_error().downcast_ref::<HostCall>().copied() else {
                return self.trapped(invocation.host_error(), chain);
            };
            let reply = self.host(chain).and_then(|mut host| host.serve(&request));
            match self.answer(invocation, request.hook, reply, chain) {
                ControlFlow::Continue(next) => progress = next,
                ControlFlow::Break(step) => return step,
            }
        }
    }

    /// Gives a host function's answer to the program, or stops.
    fn answer(
        &mut self,
        invocation: ResumableCallHostTrap,
        hook: Hook,
        reply: Result<Reply, Halt>,
        chain: &mut dyn Chain,
    ) -> ControlFlow<Step, Progress> {
        match reply {
            Ok(Reply::Value(result)) => ControlFlow::Continue(self.resume(invocation, hook, result)),
            Ok(Reply::Suspend(step, pending)) => {
                self.state =
                    State::Suspended { invocation: Box::new(invocation), hook, pending, outcome: None };
                ControlFlow::Break(step)
            }
            Err(halt) => ControlFlow::Break(self.halted(halt, chain)),
        }
    }

    fn resume(&mut self, invocation: ResumableCallHostTrap, hook: Hook, result: Option<u64>) -> Progress {
        let Some(machine) = self.machine.as_mut() else { return Progress::failed(Error::new("no instance")) };
        let result = hook.definition().result.zip(result).map(|(ty, bits)| value(ty, bits));
        let mut status = [Val::I32(0)];
        let call = invocation.resume(&mut machine.store, result.as_slice(), &mut status);
        Progress { call, status: status_of(&status) }
    }

    fn host<'a>(&'a mut self, chain: &'a mut dyn Chain) -> Result<Host<'a>, Halt> {
        let rules = &self.rules;
        let machine = self.machine.as_mut().ok_or_else(|| Halt::Failure("no instance".into()))?;
        let guest = Guest { store: &mut machine.store, handles: machine.handles, ink_price: rules.ink_price };
        Ok(Host { guest, frame: &mut self.frame, chain, rules })
    }

    /// The program returned, or asked to end, with a status.
    fn returned(&mut self, status: i32, chain: &mut dyn Chain) -> Step {
        let output = std::mem::take(&mut self.frame.output);
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
        if let Some(machine) = &machine {
            chain.pages().open = machine.pages_before;
        }
        let keeps_gas = matches!(status, Status::Success | Status::Revert);
        let ink_left = machine.filter(|_| keeps_gas).map_or(0, |machine| machine.ink_left());
        let mut outcome = Outcome {
            status,
            output,
            gas_left: ink_to_gas_floor(ink_left, self.rules.ink_price),
            refund: if status == Status::Success { self.frame.refund } else { 0 },
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

/// What the meters of a program that trapped say.
struct Meters {
    out_of_ink: bool,
    out_of_stack: bool,
}

impl Machine {
    fn meters(&self) -> Meters {
        Meters {
            out_of_ink: !matches!(self.handles.status.get(&self.store), Val::I32(0)),
            out_of_stack: matches!(self.handles.stack.get(&self.store), Val::I32(0)),
        }
    }

    fn ink_left(&self) -> u64 {
        match self.handles.ink.get(&self.store) {
            Val::I64(ink) => ink.cast_unsigned(),
            _ => 0,
        }
    }
}

fn handles(instance: &Instance, store: &Store<()>) -> Option<Handles> {
    let global = |name| instance.get_export(store, name).and_then(Extern::into_global);
    Some(Handles {
        memory: instance.get_memory(store, MEMORY)?,
        ink: global(INK_LEFT)?,
        status: global(INK_STATUS)?,
        stack: global(STACK_LEFT)?,
    })
}

fn status_of(values: &[Val]) -> i32 {
    match values {
        [Val::I32(status)] => *status,
        _ => 1,
    }
}
