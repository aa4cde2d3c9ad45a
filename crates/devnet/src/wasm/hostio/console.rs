//! Printing: free, and without effect on state.

use super::{Guest, Halt, Hook, HostCall, Question, Reply};

impl Guest<'_> {
    pub(super) fn print(&mut self, call: &HostCall<'_>) -> Result<Reply, Halt> {
        let bits = call.long(0);
        let text = match call.hook {
            Hook::LogText => Some(self.read(call.word(0), call.word(1))?),
            _ => None,
        };
        let tee = matches!(call.hook, Hook::TeeI32 | Hook::TeeI64 | Hook::TeeF32 | Hook::TeeF64);
        let result = tee.then_some(bits);
        if self.frame().console_full {
            return Ok(Reply::Value(result));
        }
        let line = match call.hook {
            Hook::LogI32 | Hook::TeeI32 => call.word(0).cast_signed().to_string().into_bytes(),
            Hook::LogF32 | Hook::TeeF32 => f32::from_bits(call.word(0)).to_string().into_bytes(),
            Hook::LogF64 | Hook::TeeF64 => f64::from_bits(bits).to_string().into_bytes(),
            _ => text.map_or_else(|| bits.cast_signed().to_string().into_bytes(), <[u8]>::to_vec),
        };
        Ok(Reply::Ask(Question::Print { line, result }))
    }
}
