//! What is due, and how many still owe it: milestones, promises, checklist items.

use std::collections::BTreeMap;

use chrono::{Datelike as _, Days, NaiveDate};
use serde::Serialize;

use super::census::{self, Stand};
use super::id::{ItemIx, MilestoneIx};
use super::ledger::{Ledger, SubjectIx};
use super::model::Light;
use crate::text::lang::Text;

/// How far a day is away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// The as-of date itself.
    Today,
    /// Until the Sunday of its week.
    Week,
    Later,
    Overdue,
}

impl When {
    fn of(due_on: NaiveDate, days_left: i64, as_of: NaiveDate) -> Self {
        let sunday = as_of + Days::new(6 - u64::from(as_of.weekday().num_days_from_monday()));
        if days_left < 0 {
            Self::Overdue
        } else if due_on <= as_of {
            Self::Today
        } else if due_on <= sunday {
            Self::Week
        } else {
            Self::Later
        }
    }

    /// The word for people.
    pub const fn text(self) -> Text {
        match self {
            Self::Today => text!("今天", "today"),
            Self::Week => text!("本周", "this week"),
            Self::Later => text!("其后", "later"),
            Self::Overdue => text!("逾期", "overdue"),
        }
    }
}

worded!(When);

/// What something due is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DueWhat {
    Milestone(MilestoneIx),
    /// A checklist item.
    Item(ItemIx),
    /// A promise, by whose it is.
    Promise(SubjectIx),
}

/// Something that is due and that somebody still owes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DueLine {
    #[serde(skip)]
    pub what: DueWhat,
    /// `M4`, `P1`; empty for a promise.
    pub id: String,
    /// What, in words.
    pub label: String,
    /// The same without whose it is.
    #[serde(skip)]
    pub text: String,
    /// The day that counts.
    pub due_on: NaiveDate,
    /// Days left; negative when past.
    pub days: i64,
    /// How far that is away.
    pub when: When,
    /// How many owe it.
    pub missing: usize,
    pub light: Light,
}

impl DueLine {
    /// With its id, where it has one.
    pub fn title(&self) -> String {
        [&*self.id, &*self.label].join(" ").trim_start().to_owned()
    }
}

/// How many owe something, and the worst light among them.
#[derive(Debug, Clone, Copy, Default)]
struct Missing {
    count: usize,
    light: Light,
}

impl Missing {
    fn add(&mut self, light: Light, count: usize) {
        self.count += count;
        self.light = self.light.max(light);
    }
}

/// Everything that somebody still owes: today, this week, later, and last what is past due.
pub fn lines(ledger: &Ledger, as_of: NaiveDate) -> Vec<DueLine> {
    let round = ledger.round();
    let totals = ledger.totals();
    // A member may have a later date of its own.
    let mut milestones: BTreeMap<(NaiveDate, MilestoneIx), Missing> = BTreeMap::new();
    for ix in round.milestones().keys() {
        let starts_on = round.starts_on(ix);
        let reached = |stand: &Stand| stand.done_on.is_some_and(|on| on <= as_of);
        for (stand, count) in totals.milestone(ix).filter(|(stand, _)| !reached(stand)) {
            let missing = milestones.entry((stand.due_on, ix)).or_default();
            missing.add(census::light_of(round, starts_on, stand, as_of), count);
        }
    }
    let mut items: BTreeMap<(NaiveDate, ItemIx), Missing> = BTreeMap::new();
    for (ix, stand, count) in totals
        .items()
        .filter(|(_, stand, _)| stand.done_on.is_none())
    {
        let starts_on = round.item_starts_on(&round.items[ix]);
        let missing = items.entry((stand.due_on, ix)).or_default();
        missing.add(census::light_of(round, starts_on, stand, as_of), count);
    }
    let line = |what, id: &str, label: &str, due_on, missing: Missing| {
        let days = round.info.thresholds.days_left(due_on, as_of);
        DueLine {
            what,
            id: id.to_owned(),
            label: label.to_owned(),
            text: label.to_owned(),
            due_on,
            days,
            when: When::of(due_on, days, as_of),
            missing: missing.count,
            light: missing.light,
        }
    };
    let mut lines: Vec<DueLine> = Vec::new();
    for ((due_on, ix), missing) in milestones {
        let def = &round.milestones()[ix];
        let what = DueWhat::Milestone(ix);
        lines.push(line(what, &def.id, &def.title, due_on, missing));
    }
    for (subject, _, note, _) in ledger.all_notes() {
        let (Ok(ix), Some(due_on)) = (ledger.subject_ix(subject), note.due_on) else {
            continue;
        };
        if note.is_owed(as_of) {
            let word = note.kind.rules().word;
            let label = t!(
                "{word} {}：{}",
                "{word} {}: {}",
                ledger.subject_name(ix),
                note.text
            );
            let starts_on = due_on.min(round.info.notice.dated_on);
            let stand = Stand {
                due_on,
                done_on: None,
            };
            let mut missing = Missing::default();
            missing.add(census::light_of(round, starts_on, stand, as_of), 1);
            lines.push(DueLine {
                text: note.text.to_string(),
                ..line(DueWhat::Promise(ix), "", &label, due_on, missing)
            });
        }
    }
    for ((due_on, ix), missing) in items {
        let def = &round.items[ix];
        lines.push(line(
            DueWhat::Item(ix),
            &def.id,
            &def.label,
            due_on,
            missing,
        ));
    }
    // Stable: on one day milestones come first, then promises.
    lines.sort_by_key(|line| (line.when, line.due_on));
    lines
}
