//! The engine's side of a call that has begun.

use alloy_primitives::Bytes;
use wasmi::{Error, Extern, Func, Instance, ResumableCall, ResumableCallHostTrap, Store, Val};

use super::engine::Program;
use super::hostio::{Frame, Guest, Handles, Hook, Stop, Stopped, value};
use super::rules::Rules;
use super::validate::{ENTRYPOINT, INK_LEFT, INK_STATUS, MEMORY, STACK_LEFT};

/// An instance of a program, with its call's facts beside it.
#[derive(Debug)]
pub struct Machine {
    store: Store<Frame>,
    handles: Handles,
    entrypoint: Func,
}

/// How far the engine got.
pub struct Progress {
    pub call: Result<ResumableCall, Error>,
    /// What the entry point returned, once it is finished.
    pub status: i32,
}

impl Progress {
    pub fn failed(error: Error) -> Self {
        Self { call: Err(error), status: 0 }
    }

    /// Runs the engine with room for what the entry point returns.
    fn of(run: impl FnOnce(&mut [Val]) -> Result<ResumableCall, Error>) -> Self {
        let mut status = [Val::I32(0)];
        let call = run(&mut status);
        let status = if let [Val::I32(status)] = status { status } else { 1 };
        Self { call, status }
    }
}

/// What the meters of a program that trapped say.
pub struct Meters {
    pub out_of_ink: bool,
    pub out_of_stack: bool,
}

impl Machine {
    /// A fresh instance for one call.
    pub fn new(program: &Program, frame: Frame) -> Option<Self> {
        let mut store = program.store(frame);
        let instance = program.linker.instantiate_and_start(&mut store, &program.module).ok()?;
        let handles = handles(&instance, &store)?;
        let entrypoint = instance.get_func(&store, ENTRYPOINT)?;
        store.data_mut().handles = Some(handles);
        Some(Self { store, handles, entrypoint })
    }

    /// Runs the entry point with `ink`.
    pub fn enter(&mut self, rules: &Rules, ink: u64) -> Result<Progress, Error> {
        let length = u32::try_from(self.frame().input.len())
            .map_err(|_| Error::new("the calldata does not fit a 32-bit memory"))?;
        let Self { store, handles, entrypoint } = self;
        let ink = handles.ink.set(&mut *store, Val::I64(ink.cast_signed()));
        ink.and_then(|()| handles.stack.set(&mut *store, Val::I32(rules.stack_depth.cast_signed())))
            .map_err(|_| Error::new("the meters of the program cannot be set"))?;
        let length = [Val::I32(length.cast_signed())];
        Ok(Progress::of(|status| entrypoint.call_resumable(store, &length, status)))
    }

    /// Goes on with the result of the host function the program stopped in.
    pub fn resume(&mut self, invocation: ResumableCallHostTrap, hook: Hook, result: Option<u64>) -> Progress {
        let result = value(hook, result);
        Progress::of(|status| invocation.resume(&mut self.store, result.as_slice(), status))
    }

    /// Why the program stopped, if it was in a host function.
    pub fn stop(&mut self, invocation: &ResumableCallHostTrap) -> Option<Stop> {
        invocation.host_error().downcast_ref::<Stopped>()?;
        self.store.data_mut().stop.take()
    }

    /// The program, for its host.
    pub fn guest(&mut self) -> Option<Guest<'_>> {
        Guest::new(&mut self.store)
    }

    /// The program's call.
    pub fn frame(&self) -> &Frame {
        self.store.data()
    }

    /// What the program returns.
    pub fn take_output(&mut self) -> Bytes {
        std::mem::take(&mut self.store.data_mut().output)
    }

    /// What the meters say.
    pub fn meters(&self) -> Meters {
        Meters {
            out_of_ink: !matches!(self.handles.status.get(&self.store), Val::I32(0)),
            out_of_stack: matches!(self.handles.stack.get(&self.store), Val::I32(0)),
        }
    }

    /// Ink left.
    pub fn ink_left(&self) -> u64 {
        match self.handles.ink.get(&self.store) {
            Val::I64(ink) => ink.cast_unsigned(),
            _ => 0,
        }
    }
}

fn handles(instance: &Instance, store: &Store<Frame>) -> Option<Handles> {
    let global = |name| instance.get_export(store, name).and_then(Extern::into_global);
    Some(Handles {
        memory: instance.get_memory(store, MEMORY)?,
        ink: global(INK_LEFT)?,
        status: global(INK_STATUS)?,
        stack: global(STACK_LEFT)?,
    })
}
