//! What the supervising units owe, who owes most first.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ecow::EcoString;
use serde::Serialize;

use super::figure::{self, Members, Owed};
use super::id::UnitIx;
use super::ledger::Ledger;
use super::model::Light;
use super::progress::Tally;
use super::rollup::Lights;

/// What a supervising unit, or 直接登记, owes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnitDebts {
    /// Which; `None` = 直接登记.
    #[serde(skip)]
    pub ix: Option<UnitIx>,
    /// Canonical name, or 直接登记.
    pub unit: EcoString,
    /// What people say.
    pub short: EcoString,
    /// Associations with a task.
    pub associations: usize,
    /// Of these 已完成 or 已销号.
    pub completed: usize,
    #[serde(flatten)]
    pub items: Tally,
    /// What is not settled of it.
    #[serde(flatten)]
    pub owed: Owed,
    pub light: Light,
}

/// Every unit with a task. Units without one owe nothing and are left out.
pub fn all(ledger: &Ledger, as_of: NaiveDate) -> Vec<UnitDebts> {
    let mut lights = Lights::new(ledger, as_of);
    let units = ledger.units().keys().map(Some).chain([None]);
    let mut lines: Vec<UnitDebts> = units
        .map(|unit| line(ledger, unit, as_of, &mut lights))
        .filter(|line| line.associations > 0)
        .collect();
    lines.shrink_to_fit();
    rank(&mut lines);
    lines
}

/// Adds some of them up anew.
pub fn again(
    ledger: &Ledger,
    as_of: NaiveDate,
    lines: &mut Vec<UnitDebts>,
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
fn rank(lines: &mut [UnitDebts]) {
    // In place: no two have the same place.
    lines.sort_unstable_by_key(|line| {
        let place = line.ix.map_or(usize::MAX, usize::from);
        (figure::by_owed(line.owed), place)
    });
}

fn line(
    ledger: &Ledger,
    ix: Option<UnitIx>,
    as_of: NaiveDate,
    lights: &mut Lights<'_>,
) -> UnitDebts {
    let members = Members::from(ix);
    let whose = members.associations(ledger);
    let sum = figure::sums_by(members, lights);
    // A unit's names are shared with it.
    let (unit, short) = match ix.map(|ix| &ledger.units()[ix]) {
        Some(unit) => (unit.name.clone(), unit.short.clone()),
        None => (members.name(ledger).into(), members.short(ledger).into()),
    };
    UnitDebts {
        ix,
        unit,
        short,
        associations: sum.with_task(),
        completed: sum.completed,
        items: sum.items,
        owed: figure::owed_of(ledger, &whose, as_of).items,
        light: sum.light,
    }
}
