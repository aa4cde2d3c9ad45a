//! 256-bit arithmetic.

use alloy_primitives::U256;

use super::{Guest, Halt, Hook, Reply};
use crate::wasm::prices::{ADD_MOD, DIV, MUL_MOD, PTR, pow_ink};

impl Guest<'_> {
    /// `value = value op operand`; dividing by zero gives zero, powers wrap.
    pub(super) fn math_two(&mut self, hook: Hook, value: u32, operand: u32) -> Result<Reply, Halt> {
        let work = if hook == Hook::MathPow { 0 } else { DIV };
        self.charge_entry(3 * PTR + work)?;
        let (a, b) = (self.read_word(value)?, self.read_word(operand)?);
        let result = match hook {
            Hook::MathDiv => a.checked_div(b).unwrap_or(U256::ZERO),
            Hook::MathMod => a.checked_rem(b).unwrap_or(U256::ZERO),
            _ => {
                self.buy_ink(pow_ink(&b.to_be_bytes()))?;
                a.wrapping_pow(b)
            }
        };
        self.write_word(value, result)?;
        Ok(Reply::NONE)
    }

    /// `value = (value op operand) mod modulus` without overflow; modulus zero gives zero.
    pub(super) fn math_modular(
        &mut self,
        hook: Hook,
        value: u32,
        operand: u32,
        modulus: u32,
    ) -> Result<Reply, Halt> {
        let work = if hook == Hook::MathAddMod { ADD_MOD } else { MUL_MOD };
        self.charge_entry(4 * PTR + work)?;
        let (a, b) = (self.read_word(value)?, self.read_word(operand)?);
        let modulus = self.read_word(modulus)?;
        let result = if hook == Hook::MathAddMod { a.add_mod(b, modulus) } else { a.mul_mod(b, modulus) };
        self.write_word(value, result)?;
        Ok(Reply::NONE)
    }
}
