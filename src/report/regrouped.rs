//! What it comes to when names of units are counted as one, or apart again: the sums before and
//! after, for programs.

use chrono::NaiveDate;
use serde::Serialize;

use super::cell::Cell;
use super::table::{Column, Holds, LedgerOn, Media, Report};
use crate::domain::id::UnitIx;
use crate::domain::ledger::Ledger;

/// Sums that turn on which names are one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct UnitCounts {
    /// Units under canonical names.
    pub units: usize,
    /// Of these, how many hold a training of their own (`domain.md` 4.3).
    pub training_units: usize,
    /// Their associations with a task.
    pub training_associations: usize,
}

impl UnitCounts {
    /// As the ledger stands.
    pub fn of(ledger: &Ledger) -> Self {
        let units = ledger.units().keys();
        let trained = units.filter(|unit| ledger.in_training(*unit));
        let planned = |unit: UnitIx| {
            let all = ledger.units()[unit].associations.iter();
            all.filter(|ix| ledger.has_task(**ix)).count()
        };
        Self {
            units: ledger.units().len(),
            training_units: trained.clone().count(),
            training_associations: trained.map(planned).sum(),
        }
    }
}

/// What was done, or tried, and what it comes to.
#[derive(Debug, Clone)]
pub struct Regrouped {
    pub what: String,
    /// It was not only tried.
    pub recorded: bool,
    /// Before and after.
    pub counts: [UnitCounts; 2],
    /// Printed names that are counted otherwise.
    pub changed: usize,
    /// Id of the milestone that turns on it.
    pub milestone: Option<String>,
}

/// What it comes to.
pub fn report(ledger: &Ledger, done: Regrouped, as_of: NaiveDate) -> Report<'_, Regrouped> {
    let on = LedgerOn::new(ledger, as_of);
    Report::new(s!("单位归并", "Unit merges"), columns(), vec![done], on)
}

fn columns() -> Vec<Column<Regrouped>> {
    use Holds::{Number, Text};
    use Media as M;
    type C = Column<Regrouped>;
    let counts = |id, title, at| {
        let counts = C::new(id, title, Number, |on, row| {
            Cell::nested(&row.counts[on.which])
        });
        counts.of(at).only(M::JSON)
    };
    let changed = C::new("changed", s!("改归", "moved"), Number, |_, row| {
        row.changed.into()
    });
    let units = |id, title, at| {
        let units = C::new(id, title, Number, |on, row| {
            row.counts[on.which].units.into()
        });
        units.of(at).except(M::JSON)
    };
    let training = |id, title, at| {
        let units = C::new(id, title, Number, |on, row| {
            row.counts[on.which].training_units.into()
        });
        units.of(at).except(M::JSON)
    };
    let members = |id, title, at| {
        let members = C::new(id, title, Number, |on, row| {
            row.counts[on.which].training_associations.into()
        });
        members.of(at).except(M::JSON)
    };
    vec![
        C::new("what", s!("内容", "what"), Text, |_, row| {
            (&row.what).into()
        }),
        C::new("recorded", s!("已登记", "recorded"), Text, |_, row| {
            row.recorded.into()
        }),
        counts("before", s!("此前", "before"), 0),
        counts("after", s!("其后", "after"), 1),
        changed,
        C::new("milestone", s!("节点", "milestone"), Text, |_, row| {
            row.milestone.as_ref().into()
        })
        .only(M::JSON),
        units("units_before", s!("单位（前）", "units (before)"), 0),
        units("units_after", s!("单位（后）", "units (after)"), 1),
        training(
            "training_units_before",
            s!("培训单位（前）", "training units (before)"),
            0,
        ),
        training(
            "training_units_after",
            s!("培训单位（后）", "training units (after)"),
            1,
        ),
        members(
            "training_associations_before",
            s!("培训协会（前）", "training assoc. (before)"),
            0,
        ),
        members(
            "training_associations_after",
            s!("培训协会（后）", "training assoc. (after)"),
            1,
        ),
    ]
}
