//! What comes next: the days on which something is due, and what is still to be decided.

use chrono::NaiveDate;
use serde::Serialize;

use super::ReportDay;
use super::standing::{self, MilestoneFacts};
use crate::domain::figure;
use crate::domain::finding::{self, Kind, Severity};
use crate::domain::ledger::Ledger;

/// Days that [`upcoming`] names at most.
const UPCOMING: usize = 2;

/// A day on which something is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Upcoming {
    pub due: ReportDay,
    pub days: i64,
    /// Milestones that are due.
    pub milestones: Vec<MilestoneFacts>,
    /// The checklist has items that are due on it.
    pub scheduled: bool,
    /// Checklist items that are due and still open.
    pub items: usize,
    /// Associations with such items.
    pub associations: usize,
}

pub(super) fn upcoming(ledger: &Ledger, as_of: NaiveDate) -> Vec<Upcoming> {
    let round = ledger.round();
    let left = |day| round.info.thresholds.days_left(day, as_of);
    let milestones = round.milestones().iter().map(|def| def.due_on);
    let items = round.items.iter().map(|def| round.item_due_on(def));
    let mut days: Vec<NaiveDate> = milestones
        .chain(items)
        .filter(|day| left(*day) >= 0)
        .collect();
    days.sort_unstable();
    days.dedup();
    days.truncate(UPCOMING);
    let facts = standing::milestones(ledger, as_of);
    days.into_iter()
        .map(|on| {
            let (items, associations) = figure::due_on(ledger, on);
            let due = ReportDay::from(on);
            Upcoming {
                days: left(on),
                milestones: facts.iter().filter(|one| one.due == due).cloned().collect(),
                scheduled: round.items.iter().any(|def| round.item_due_on(def) == on),
                items,
                associations,
                due,
            }
        })
        .collect()
}

/// What does not fit together, of what nobody has decided about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct FindingFacts {
    /// 矛盾 between the forms and the checklist.
    pub contradictions: usize,
    pub suspicious: usize,
    pub questions: usize,
    /// Of every kind, without what is to be looked back on.
    pub open: usize,
    /// Associations to be looked back on.
    pub look_back: usize,
}

impl FindingFacts {
    pub(super) fn new(ledger: &Ledger, as_of: NaiveDate) -> Self {
        let mut sum = Self::default();
        let found = finding::of(ledger, finding::Scope::Everything, as_of);
        for one in found.iter().filter(|one| one.open(ledger)) {
            if one.kind == Kind::LookBack {
                sum.look_back += 1;
                continue;
            }
            sum.open += 1;
            if one.kind == Kind::Forms {
                match one.severity {
                    Severity::Contradiction => sum.contradictions += 1,
                    Severity::Suspicious => sum.suspicious += 1,
                    Severity::Ask => sum.questions += 1,
                }
            }
        }
        sum
    }
}
