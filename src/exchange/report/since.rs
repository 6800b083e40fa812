//! What has changed since a day, by the history: sums before and after, and what was done.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeSet, HashSet};

use chrono::NaiveDate;
use serde::Serialize;
use typed_index_collections::TiVec;

use super::burn::done_items;
use super::{Done, ReportDay};
use crate::domain::change::{Entry, EntryKind};
use crate::domain::figure::{self, Members};
use crate::domain::id::{AssocIx, ItemIx};
use crate::domain::ledger::Ledger;
use crate::domain::milestone;
use crate::domain::model::Stage;
use crate::domain::rewind::as_it_stood;
use crate::domain::summary;
use crate::report::changes::Difference;
use crate::words;

/// Lines of the history that are written out.
const LINES: usize = 30;

/// A sum before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// What it is the sum of.
    pub name: String,
    /// The same without the id of a milestone.
    pub title: String,
    pub before: usize,
    pub after: usize,
    /// What there is.
    pub total: usize,
    /// `+3`, `0`, `-1`
    pub gain: String,
}

impl Moved {
    fn new(name: &str, before: usize, after: usize, total: usize) -> Self {
        let gain = match after.cmp(&before) {
            Ordering::Greater => format!("+{}", after - before),
            Ordering::Less => format!("-{}", before - after),
            Ordering::Equal => "0".to_owned(),
        };
        Self {
            name: name.to_owned(),
            title: name.to_owned(),
            before,
            after,
            total,
            gain,
        }
    }

    fn called(self, title: &str) -> Self {
        let title = title.to_owned();
        Self { title, ..self }
    }

    fn moved(&self) -> bool {
        self.before != self.after
    }

    /// As a row of the report: items, completed, milestone, unit.
    pub fn row(&self, kind: &'static str) -> Difference {
        Difference::Sum {
            kind,
            name: self.name.clone(),
            counts: [self.before, self.after],
            total: self.total,
        }
    }
}

impl From<&StageMove> for Difference {
    fn from(moved: &StageMove) -> Self {
        Self::Stage {
            no: moved.no,
            name: moved.name.clone(),
            stages: [moved.from, moved.to],
        }
    }
}

impl From<&Deed> for Difference {
    fn from(deed: &Deed) -> Self {
        Self::Deed {
            on: deed.on.date.clone(),
            by: deed.by.clone(),
            what: deed.what.clone(),
        }
    }
}

/// An association that stands elsewhere than before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StageMove {
    pub no: u32,
    pub name: String,
    /// Where it stood.
    pub from: &'static str,
    /// Where it stands.
    pub to: &'static str,
}

/// Something that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Deed {
    /// The day that it counts for.
    pub on: ReportDay,
    pub by: String,
    pub what: String,
}

/// What has changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Since {
    /// From this day on.
    pub since: ReportDay,
    /// Anything was recorded that still holds.
    pub any: bool,
    pub items: Moved,
    /// 已完成 or 已销号.
    pub completed: Moved,
    /// Done of total now.
    pub now: Done,
    /// Milestones that more or fewer have reached.
    pub milestones: Vec<Moved>,
    /// Units whose items have moved.
    pub units: Vec<Moved>,
    /// Associations that stand elsewhere.
    pub stages: Vec<StageMove>,
    /// What was done and not taken back, newest first.
    pub deeds: Vec<Deed>,
    /// How many more there are.
    pub more: usize,
    pub people: Vec<String>,
}

impl Since {
    /// Compares the ledger as it stood at the end of `until` with the days before `since`.
    /// `newest` is its newest state.
    pub fn between(newest: &Ledger, entries: &[Entry], since: NaiveDate, until: NaiveDate) -> Self {
        let after = as_it_stood(newest, entries, until);
        Self::new(&after, entries, since, until)
    }

    /// Nothing counts otherwise than before, and nothing was done.
    pub fn is_empty(&self) -> bool {
        !self.any
            && !self.items.moved()
            && !self.completed.moved()
            && self.milestones.is_empty()
            && self.units.is_empty()
            && self.stages.is_empty()
    }

    /// Compares the ledger with what was recorded for the days before `since`.
    pub fn new(ledger: &Ledger, entries: &[Entry], since: NaiveDate, as_of: NaiveDate) -> Self {
        let before = as_it_stood(ledger, entries, eve_of(since));
        Self::compare(&before, ledger, entries, since, as_of)
    }

    /// The same where the ledger before is at hand.
    fn compare(
        before: &Ledger,
        ledger: &Ledger,
        entries: &[Entry],
        since: NaiveDate,
        as_of: NaiveDate,
    ) -> Self {
        let eve = eve_of(since);
        let everybody = || ledger.associations().keys();
        let was = figure::sums(before, Members::City, eve);
        let is = figure::sums(ledger, Members::City, as_of);
        let deeds = deeds(ledger, entries, since, as_of);
        let people: BTreeSet<&str> = deeds.iter().map(|deed| deed.by.as_str()).collect();
        let people = people.into_iter().map(str::to_owned).collect();
        let stages: Vec<StageMove> = everybody()
            .filter_map(|ix| stage_move(before, ledger, ix))
            .collect();
        Self {
            since: since.into(),
            any: !deeds.is_empty(),
            items: Moved::new(
                s!("清单事项", "checklist items"),
                done_items(before),
                done_items(ledger),
                is.items.total,
            ),
            completed: Moved::new(
                s!("完成脱钩", "decoupled"),
                was.completed,
                is.completed,
                is.with_task(),
            ),
            now: is.items.into(),
            milestones: milestones(before, ledger, eve, as_of),
            units: units(before, ledger, eve, as_of),
            stages,
            more: deeds.len().saturating_sub(LINES),
            deeds: deeds.into_iter().take(LINES).collect(),
            people,
        }
    }
}

fn eve_of(day: NaiveDate) -> NaiveDate {
    day.pred_opt().unwrap_or(day)
}

/// What the weekly report says.
#[derive(Debug, Serialize)]
pub struct Week {
    pub since: Since,
    /// Checklist items that have moved.
    pub works: Vec<Moved>,
}

impl Week {
    /// Compares the ledger with what was recorded for the days before `since`.
    pub fn new(ledger: &Ledger, entries: &[Entry], since: NaiveDate, as_of: NaiveDate) -> Self {
        let before = as_it_stood(ledger, entries, eve_of(since));
        Self {
            works: works(&before, ledger),
            since: Since::compare(&before, ledger, entries, since, as_of),
        }
    }
}

fn milestones(before: &Ledger, after: &Ledger, eve: NaiveDate, as_of: NaiveDate) -> Vec<Moved> {
    let defs = after.round().milestones().iter_enumerated();
    defs.map(|(ix, def)| {
        let was = milestone::city_standing(before, ix, eve);
        let is = milestone::city_standing(after, ix, as_of);
        let name = def.heading();
        Moved::new(&name, was.done, is.done, is.population).called(&def.title)
    })
    .filter(Moved::moved)
    .collect()
}

/// Checklist items that more or fewer associations with a task have settled, those that moved most
/// first.
fn works(before: &Ledger, after: &Ledger) -> Vec<Moved> {
    let settled = |ledger: &Ledger| {
        let mut counts: TiVec<ItemIx, usize> = vec![0; ledger.round().items.len()].into();
        for ix in ledger
            .associations()
            .keys()
            .filter(|ix| ledger.has_task(*ix))
        {
            for item in ledger.counted(ix).filter(|item| item.state.settled()) {
                counts[item.ix] += 1;
            }
        }
        counts
    };
    let (was, is) = (settled(before), settled(after));
    let total = after.totals().with_task();
    let defs = after.round().items.iter_enumerated();
    let works = defs.map(|(ix, def)| Moved::new(&def.label, was[ix], is[ix], total));
    let mut works: Vec<Moved> = works.filter(Moved::moved).collect();
    works.sort_by_key(|one| Reverse(one.after.abs_diff(one.before)));
    works
}

fn units(before: &Ledger, after: &Ledger, eve: NaiveDate, as_of: NaiveDate) -> Vec<Moved> {
    let units = after.units().keys().map(Members::Unit);
    units
        .map(|unit| {
            // On the eve they may have stood under another unit.
            let whose = unit.associations(after);
            let was = summary::of(before, whose.iter().copied(), eve).items;
            let is = figure::sums(after, unit, as_of).items;
            Moved::new(unit.name(after), was.done, is.done, is.total)
        })
        .filter(Moved::moved)
        .collect()
}

fn stage_move(before: &Ledger, after: &Ledger, ix: AssocIx) -> Option<StageMove> {
    let stage = |ledger: &Ledger| -> Stage { ledger.progress(ix).stage };
    let (from, to) = (stage(before), stage(after));
    let about = &after.associations()[ix];
    (from != to).then(|| StageMove {
        no: about.no,
        name: after.name(ix).to_owned(),
        from: from.word(),
        to: to.word(),
    })
}

/// What was done for these days and was not taken back, newest first.
fn deeds(ledger: &Ledger, entries: &[Entry], since: NaiveDate, as_of: NaiveDate) -> Vec<Deed> {
    let taken_back = undone(entries);
    let counts = |entry: &&Entry| {
        entry.body.kind == EntryKind::Do
            && (since..=as_of).contains(&entry.body.as_of)
            && !taken_back.contains(&entry.seq)
    };
    let deeds = entries.iter().rev().filter(counts);
    deeds
        .map(|entry| Deed {
            on: entry.body.as_of.into(),
            by: entry.body.by.clone(),
            what: words::told(ledger, &entry.body),
        })
        .collect()
}

/// Numbers of the entries that were taken back and not done again.
pub fn undone(entries: &[Entry]) -> HashSet<i64> {
    let mut undone = HashSet::new();
    for entry in entries {
        // The last undo or redo of an entry decides.
        match (entry.body.kind, entry.body.target) {
            (EntryKind::Undo, Some(target)) => undone.insert(target),
            (_, Some(target)) => undone.remove(&target),
            (_, None) => false,
        };
    }
    undone
}
