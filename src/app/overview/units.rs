//! What the supervising units owe, who owes most first.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::UnitLine;
use crate::domain::figure::{self, Members};
use crate::domain::id::UnitIx;
use crate::domain::ledger::Ledger;
use crate::domain::progress::Tally;
use crate::domain::rollup::Lights;
use crate::domain::summary;
use crate::report::debts::UnitDebts;

impl From<&UnitLine> for UnitDebts {
    fn from(line: &UnitLine) -> Self {
        Self {
            unit: line.unit.to_string(),
            associations: Tally {
                done: line.completed,
                total: line.associations,
            },
            items: line.items,
            owed: [line.owed.overdue, line.owed.soon, line.owed.later],
            light: line.light,
        }
    }
}

/// Every unit with a task. Units without one owe nothing and are left out.
pub(super) fn all(ledger: &Ledger, as_of: NaiveDate) -> Vec<UnitLine> {
    let mut lights = Lights::new(ledger, as_of);
    let units = ledger.units().keys().map(Some).chain([None]);
    let mut lines: Vec<UnitLine> = units
        .map(|unit| line(ledger, unit, as_of, &mut lights))
        .filter(|line| line.associations > 0)
        .collect();
    rank(&mut lines);
    lines
}

/// Adds some of them up anew.
pub(super) fn again(
    ledger: &Ledger,
    as_of: NaiveDate,
    lines: &mut Vec<UnitLine>,
    units: &BTreeSet<Option<UnitIx>>,
) {
    if units.is_empty() {
        return;
    }
    let mut lights = Lights::new(ledger, as_of);
    lines.retain(|line| !units.contains(&line.ix));
    let again = units
        .iter()
        .map(|unit| line(ledger, *unit, as_of, &mut lights));
    lines.extend(again.filter(|line| line.associations > 0));
    rank(lines);
}

/// Who owes most comes first; of the same, the roster's order, and 直接登记 last.
fn rank(lines: &mut [UnitLine]) {
    lines.sort_by_key(|line| {
        let place = line.ix.map_or(usize::MAX, usize::from);
        (figure::by_owed(line.owed), place)
    });
}

fn line(
    ledger: &Ledger,
    ix: Option<UnitIx>,
    as_of: NaiveDate,
    lights: &mut Lights<'_>,
) -> UnitLine {
    let members = Members::from(ix);
    let whose = members.associations(ledger);
    let sum = summary::by(whose.iter().copied(), lights);
    UnitLine {
        ix,
        unit: members.name(ledger).into(),
        short: members.short(ledger).into(),
        associations: sum.with_task(),
        completed: sum.completed,
        items: sum.items,
        owed: figure::owed_of(ledger, &whose, as_of).items,
        light: sum.light,
    }
}
