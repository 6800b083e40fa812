//! What the supervising units owe, who owes most first.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeSet;

use chrono::NaiveDate;
use ecow::EcoString;

use super::{Owed, UnitLine};
use crate::domain::id::UnitIx;
use crate::domain::ledger::Ledger;
use crate::domain::progress;
use crate::domain::rollup::Lights;

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

/// Who owes most comes first: past due, then due soon, then the rest; of the same, the roster's
/// order, and 直接登记 last.
fn rank(lines: &mut [UnitLine]) {
    lines.sort_by_key(|line| {
        let Owed {
            overdue,
            soon,
            later,
        } = line.owed;
        (
            Reverse((overdue, soon, later)),
            line.ix.map_or(usize::MAX, usize::from),
        )
    });
}

fn line(
    ledger: &Ledger,
    ix: Option<UnitIx>,
    as_of: NaiveDate,
    lights: &mut Lights<'_>,
) -> UnitLine {
    let (unit, short, members) = if let Some(ix) = ix {
        let unit = &ledger.units()[ix];
        let members = Cow::Borrowed(unit.associations.as_slice());
        (unit.name.clone(), unit.short.clone(), members)
    } else {
        let name = &ledger.round().info.thresholds.direct_registration;
        let name = EcoString::from(name.as_str());
        (name.clone(), name, ledger.direct().collect())
    };
    let sum = progress::summary_by(ledger, members.iter().copied(), lights);
    let thresholds = &ledger.round().info.thresholds;
    let mut owed = Owed::default();
    for member in members.iter().filter(|member| ledger.has_task(**member)) {
        let owing = &ledger.progress(*member).owing;
        owed.add(Owed::of(thresholds, owing, as_of), 1);
    }
    UnitLine {
        ix,
        unit,
        short,
        associations: sum.planned - sum.exited,
        completed: sum.completed,
        items: sum.items,
        owed,
        light: sum.light,
    }
}
