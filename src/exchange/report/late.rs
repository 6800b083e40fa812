//! What a unit and its associations have not done in time: milestones and checklist items, by
//! how many days, and whose duty it is.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::ReportDay;
use crate::domain::figure::Members;
use crate::domain::id::{AssocIx, ItemIx, UnitIx};
use crate::domain::late;
use crate::domain::ledger::Ledger;
use crate::domain::milestone;
use crate::domain::model::{Status, UnitKind};
use crate::domain::round::duty::{self, is_own};

/// Names are written out up to this many; more are given by number.
const NAMED: usize = 3;

/// A milestone that has passed without everybody reaching it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LateMilestone {
    /// `M4`
    pub id: String,
    pub title: String,
    /// What has to exist.
    pub product: String,
    /// When it was due.
    pub due: ReportDay,
    pub days: i64,
    /// How many have reached it.
    pub done: usize,
    /// How many have to.
    pub population: usize,
    /// How many have not, and should have.
    pub missing: usize,
    pub duty: String,
    /// The duty of the unit or its associations.
    pub own: bool,
}

/// A checklist item that is past due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LateItem {
    /// `P4`
    pub id: String,
    /// What has to be so.
    pub label: String,
    /// What proves it.
    pub evidence: String,
    /// When it was due.
    pub due: ReportDay,
    pub days: i64,
    /// How many associations have not done it.
    pub associations: usize,
    /// How many and which ones.
    pub who: String,
    pub duty: String,
    /// The duty of the unit or its associations.
    pub own: bool,
}

/// An association with items past due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LateAssociation {
    pub no: u32,
    pub name: String,
    /// Where it stands.
    pub stage: &'static str,
    /// Items past due.
    pub items: usize,
    /// Those of them that it or its unit has to see to.
    pub own: usize,
    /// Days since the first of them was due.
    pub days: i64,
}

/// Everything that is late below one unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lateness {
    pub unit: String,
    /// What kind of body.
    pub kind: &'static str,
    /// Outside of the city's command.
    pub vertical: bool,
    /// The roster calls it 原…: who has taken over must be found out first.
    pub former: bool,
    /// How many of its associations have a task.
    pub planned: usize,
    /// How many had one and have left the round.
    pub exited: usize,
    pub milestones: Vec<LateMilestone>,
    /// Checklist items, by item.
    pub items: Vec<LateItem>,
    /// The same by association.
    pub associations: Vec<LateAssociation>,
    /// Items past due, counted for each association.
    pub count: usize,
    /// Those of them that the unit or the association has to see to.
    pub own: usize,
    /// Associations with such items.
    pub own_associations: usize,
    /// Milestones that the unit or its associations have to see to.
    pub own_milestones: usize,
    /// Most days that one of its own is late.
    pub days: i64,
    /// Something is late that the unit or its associations have to see to.
    pub any: bool,
    /// The first of it: what and when; empty when there is none.
    pub first: String,
}

impl Lateness {
    /// What is late below a unit on a day.
    pub fn new(ledger: &Ledger, unit: UnitIx, as_of: NaiveDate) -> Self {
        let about = &ledger.units()[unit];
        let former = about.printed.iter().any(|printed| {
            let seed = ledger.printed_units()[*printed].seed.as_ref();
            seed.is_some_and(|seed| seed.former)
        });
        Self {
            kind: about.kind.word(),
            vertical: about.kind == UnitKind::Vertical,
            former,
            ..Self::of(ledger, Members::Unit(unit), as_of)
        }
    }

    /// What is late of those of a unit, or of direct registration.
    pub(super) fn of(ledger: &Ledger, members: Members, as_of: NaiveDate) -> Self {
        let mut late = Self::items(ledger, members, as_of);
        // Whoever has no open task is not written to.
        if late.planned == 0 {
            return late;
        }
        late.milestones = milestones(ledger, members, as_of);
        let own = late.milestones.iter().filter(|late| late.own);
        let days = own.map(|late| late.days).max().unwrap_or(0);
        late.days = late.days.max(days);
        late.own_milestones = late.milestones.iter().filter(|late| late.own).count();
        let own = late.milestones.iter().find(|late| late.own);
        if let Some(first) = own {
            late.any = true;
            let earliest = late.items.iter().find(|item| item.own);
            if earliest.is_none_or(|item| first.due.date < item.due.date) {
                late.first = format!("{}（{}）", first.title, first.due.words);
            }
        }
        late
    }

    fn items(ledger: &Ledger, members: Members, as_of: NaiveDate) -> Self {
        let unit = members.name(ledger);
        let thresholds = &ledger.round().info.thresholds;
        let planned = |ix: &&AssocIx| ledger.has_task(**ix);
        let whose = members.associations(ledger);
        let planned: Vec<AssocIx> = whose.iter().filter(planned).copied().collect();
        let mut late = Self {
            unit: unit.to_owned(),
            kind: UnitKind::DirectRegistration.word(),
            vertical: false,
            former: false,
            planned: planned.len(),
            exited: whose.iter().filter(|ix| has_left(ledger, **ix)).count(),
            milestones: Vec::new(),
            items: Vec::new(),
            associations: Vec::new(),
            count: 0,
            own: 0,
            own_associations: 0,
            own_milestones: 0,
            days: 0,
            any: false,
            first: String::new(),
        };
        let mut by_item: BTreeMap<(NaiveDate, ItemIx), Vec<AssocIx>> = BTreeMap::new();
        for ix in &planned {
            let mut one = LateAssociation {
                no: ledger.associations()[*ix].no,
                name: ledger.name(*ix).to_owned(),
                stage: ledger.progress(*ix).stage.word(),
                items: 0,
                own: 0,
                days: 0,
            };
            for item in ledger.counted(*ix) {
                let due_on = ledger.item_due_on(*ix, item.def);
                let days = -thresholds.days_left(due_on, as_of);
                if item.state.settled() || days <= 0 {
                    continue;
                }
                by_item.entry((due_on, item.ix)).or_default().push(*ix);
                one.items += 1;
                one.days = one.days.max(days);
                if item.def.own {
                    one.own += 1;
                    late.days = late.days.max(days);
                }
            }
            if one.items > 0 {
                late.count += one.items;
                late.own += one.own;
                late.own_associations += usize::from(one.own > 0);
                late.associations.push(one);
            }
        }
        for ((due_on, item), who) in by_item {
            let def = &ledger.round().items[item];
            late.items.push(LateItem {
                id: def.id.clone(),
                label: def.label.to_string(),
                evidence: def.evidence.to_string(),
                due: due_on.into(),
                days: -thresholds.days_left(due_on, as_of),
                associations: who.len(),
                who: if def.per_unit() {
                    s!("本单位", "the unit itself").to_owned()
                } else {
                    names(ledger, &who, planned.len())
                },
                duty: duty(&def.owner, unit),
                own: def.own,
            });
        }
        late.any = late.own > 0;
        if let Some(first) = late.items.iter().find(|item| item.own) {
            late.first = format!("{}（{}）", first.label, first.due.words);
        }
        late
    }
}

fn has_left(ledger: &Ledger, ix: AssocIx) -> bool {
    ledger.associations()[ix].status == Status::Planned && !ledger.has_task(ix)
}

/// Milestones that some have not reached by the day that counts for them.
fn milestones(ledger: &Ledger, whose: Members, as_of: NaiveDate) -> Vec<LateMilestone> {
    let thresholds = &ledger.round().info.thresholds;
    let name = whose.name(ledger);
    let defs = ledger.round().milestones().iter_enumerated();
    defs.filter_map(|(ix, def)| {
        let members = late::members(ledger, ix, whose);
        let standing = milestone::standing(ledger, ix, &members, as_of);
        let open = members
            .iter()
            .filter(|member| milestone::reached_by(ledger, ix, **member, as_of).is_none());
        let due = open.map(|member| ledger.due_on(ix, *member));
        let due: Vec<NaiveDate> = due
            .filter(|due_on| thresholds.days_left(*due_on, as_of) < 0)
            .collect();
        let first = *due.iter().min()?;
        let own = def.own;
        let duty = if !own && is_own(&def.participants) {
            t!(
                "{}召集，{name}参加",
                "called by {}, {name} attends",
                duty(&def.lead, name)
            )
        } else {
            duty(&def.lead, name)
        };
        Some(LateMilestone {
            id: def.id.clone(),
            title: def.title.to_string(),
            product: def.product.to_string(),
            due: first.into(),
            days: -thresholds.days_left(first, as_of),
            done: standing.done,
            population: standing.population,
            missing: due.len(),
            duty,
            own,
        })
    })
    .collect()
}

/// Who has to act, the unit by its name.
fn duty(bodies: &[String], unit: &str) -> String {
    duty::named(bodies, Some(unit), Some(s!("各协会", "the associations")))
}

/// Few by name, all as all, others by their numbers with ranges drawn together.
pub(super) fn names(ledger: &Ledger, who: &[AssocIx], all: usize) -> String {
    if who.len() <= NAMED {
        let names = who.iter().map(|ix| ledger.name(*ix));
        let names = names.collect::<Vec<_>>().join("、");
        return t!("{} 家：{names}", "{}: {names}", who.len());
    }
    if who.len() == all {
        return t!("全部 {all} 家", "all {all}");
    }
    let ranges = ranges(who.iter().map(|ix| ledger.associations()[*ix].no));
    t!("{} 家：序号 {ranges}", "{}: no. {ranges}", who.len())
}

/// Numbers that rise, neighbours together: 1、3至5.
pub(super) fn ranges(numbers: impl Iterator<Item = u32>) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for no in numbers {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == no => *last = no,
            _ => ranges.push((no, no)),
        }
    }
    let said = ranges.into_iter().map(|(first, last)| {
        if first == last {
            first.to_string()
        } else {
            t!("{first}至{last}", "{first} to {last}")
        }
    });
    said.collect::<Vec<_>>().join("、")
}
