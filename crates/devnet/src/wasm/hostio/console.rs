//! Printing: free, and without effect on state.

use super::{Halt, Hook, Host, HostCall, Reply};

impl Host<'_> {
    pub(super) fn print(&mut self, call: &HostCall) -> Result<Reply, Halt> {
        let bits = call.long(0);
        let acting = self.frame.context.acting;
        if call.hook == Hook::LogText {
            // Handed over as it is: a program may print far more than anyone keeps.
            self.chain.console(acting, self.guest.read(call.word(0), call.word(1))?);
            return Ok(Reply::NONE);
        }
        let line = match call.hook {
            Hook::LogI32 | Hook::TeeI32 => call.word(0).cast_signed().to_string(),
            Hook::LogF32 | Hook::TeeF32 => f32::from_bits(call.word(0)).to_string(),
            Hook::LogF64 | Hook::TeeF64 => f64::from_bits(bits).to_string(),
            _ => bits.cast_signed().to_string(),
        };
        self.chain.console(acting, line.as_bytes());
        let tee = matches!(call.hook, Hook::TeeI32 | Hook::TeeI64 | Hook::TeeF32 | Hook::TeeF64);
        Ok(Reply::Value(tee.then_some(bits)))
    }
}
