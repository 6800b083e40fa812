//! What it would come to when two names of units are counted as one, or apart again.

use crate::domain::command::{Command, Context};
use crate::domain::decide::{self, Refusal};
use crate::domain::ledger::Ledger;
use crate::report::regrouped::UnitCounts;

/// Before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegroupEffect {
    /// As it stands.
    pub before: UnitCounts,
    /// As it would stand.
    pub after: UnitCounts,
    /// Printed names that would be counted otherwise.
    pub changed: usize,
    /// Id of the milestone that turns on it.
    pub milestone: Option<String>,
}

impl RegroupEffect {
    /// Tries a command on a copy of the ledger.
    pub fn of(ledger: &Ledger, command: &Command, context: &Context) -> Result<Self, Refusal> {
        let decision = decide::decide(ledger, command, context)?;
        let mut tried = ledger.clone();
        // What was decided on this state fits it.
        let applied = tried.apply(&decision.changes);
        debug_assert!(applied.is_ok());
        Ok(Self::between(ledger, &tried, decision.changes.len()))
    }

    /// From one state to another.
    pub fn between(before: &Ledger, after: &Ledger, changed: usize) -> Self {
        let mut milestones = before.round().milestones().iter();
        let trained = milestones.find(|m| m.population.by_size());
        Self {
            before: UnitCounts::of(before),
            after: UnitCounts::of(after),
            changed,
            milestone: trained.map(|milestone| milestone.id.clone()),
        }
    }

    /// `单位 39 个变为 38 个；M3 由 7 个单位 83 家变为 7 个单位 86 家`.
    pub fn sentence(&self) -> String {
        let (before, after) = (&self.before, &self.after);
        let units = if before.units == after.units {
            t!("单位仍为 {} 个", "still {} units", after.units)
        } else {
            t!(
                "单位 {} 个变为 {} 个",
                "{} units become {}",
                before.units,
                after.units
            )
        };
        let of = |sums: &UnitCounts| {
            t!(
                "{} 个单位 {} 家",
                "{} units, {}",
                sums.training_units,
                sums.training_associations
            )
        };
        let Some(milestone) = &self.milestone else {
            return units;
        };
        if of(before) == of(after) {
            t!(
                "{units}；{milestone} 仍为 {}",
                "{units}; {milestone} still {}",
                of(after)
            )
        } else {
            t!(
                "{units}；{milestone} 由 {}变为 {}",
                "{units}; {milestone} from {} to {}",
                of(before),
                of(after)
            )
        }
    }
}
