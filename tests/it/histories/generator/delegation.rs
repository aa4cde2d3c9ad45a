//! Operators, and who chooses them.

use super::super::cast::{APPROVER, OPERATORS};
use super::super::model::act::Act;
use super::super::model::{Account, Model};
use super::Generator;

impl Generator {
    /// An operator; anyone when careless.
    pub(super) fn operator(&mut self, model: &Model) -> Account {
        let operator = self.one_who(|account| model.is_operator(account));
        operator.unwrap_or(OPERATORS[0])
    }

    pub(super) fn register(&mut self) -> Act {
        let approver = self.dice.percent(30).then_some(APPROVER);
        Act::Register { by: self.someone(), approver, delay: self.dice.between(0, 9) }
    }

    pub(super) fn delegate(&mut self, model: &Model) -> Option<Act> {
        let by = self.one_who(|account| model.people[account].operator.is_none())?;
        Some(Act::Delegate { by, operator: self.operator(model) })
    }

    /// By the staker, its operator, that one's approver, or somebody who may not.
    pub(super) fn undelegate(&mut self, model: &Model) -> Option<Act> {
        let staker = match self.dice.below(16) {
            0 => self.operator(model),
            1 => self.anyone(),
            _ => self.one_who(|account| is_led(model, account))?,
        };
        let operator = model.people[staker].operator;
        let by = match self.dice.below(10) {
            0..6 => staker,
            6..8 => operator.unwrap_or(staker),
            8 => operator.and_then(|operator| model.people[operator].approver).unwrap_or(staker),
            _ => self.anyone(),
        };
        Some(Act::Undelegate { by, staker })
    }

    pub(super) fn redelegate(&mut self, model: &Model) -> Option<Act> {
        let by = self.one_who(|account| is_led(model, account))?;
        Some(Act::Redelegate { by, operator: self.operator(model) })
    }
}

/// Whether an account is delegated to another.
fn is_led(model: &Model, account: Account) -> bool {
    model.people[account].operator.is_some() && !model.is_operator(account)
}
