//! Where the round stands, in one look: what is owed by when and by whom, how fast it has to go
//! on, what was done last. Computed once for a ledger, its history and a day; the screen and
//! `tuogou overview` show the same sums.

mod behind;
mod due;
mod pace;

use std::cmp::Reverse;

use chrono::NaiveDate;
use serde::Serialize;

pub use behind::{Behind, Question};
pub use due::{DueLine, DueWhat, When};
pub use pace::Pace;

use crate::domain::change::{Change, Entry, EntryKind};
use crate::domain::ledger::{AssocIx, Ledger, UnitIx};
use crate::domain::milestone::{self, Countdown};
use crate::domain::model::{Light, Section, Separation};
use crate::domain::progress::{self, Tally};
use crate::domain::round::MilestoneIx;
use crate::exchange::report::{Burn, undone};

/// Entries of the history that are kept: more than a screen shows.
const CHANGES: usize = 30;

/// Checklist items that are not settled, by how far their day is away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Owed {
    /// Past due.
    pub overdue: usize,
    /// Due within `soon_days`.
    pub soon: usize,
    /// Due later.
    pub later: usize,
}

impl Owed {
    /// What one association owes.
    pub fn of(ledger: &Ledger, association: AssocIx, as_of: NaiveDate) -> Self {
        let mut owed = Self::default();
        if !ledger.has_task(association) {
            return owed;
        }
        let thresholds = &ledger.round().info.thresholds;
        for item in ledger.checklist(association) {
            if item.state.settled() {
                continue;
            }
            let due_on = ledger.item_due_on(association, item.def);
            match thresholds.days_left(due_on, as_of) {
                ..0 => owed.overdue += 1,
                left if left <= thresholds.soon_days => owed.soon += 1,
                _ => owed.later += 1,
            }
        }
        owed
    }

    /// All of it.
    pub const fn all(self) -> usize {
        self.overdue + self.soon + self.later
    }

    fn add(&mut self, other: Self) {
        self.overdue += other.overdue;
        self.soon += other.soon;
        self.later += other.later;
    }
}

/// One of the five separations over all with a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SeparationLine {
    /// Which.
    #[serde(rename = "separation")]
    pub section: Section,
    /// 资产
    pub short: String,
    /// Items.
    #[serde(flatten)]
    pub items: Tally,
    /// Associations that have settled all of them.
    pub complete: usize,
    /// Associations with a task.
    pub associations: usize,
}

/// A milestone of the city.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MilestoneLine {
    /// Which.
    #[serde(skip)]
    pub ix: MilestoneIx,
    /// `M4`
    pub id: String,
    /// 报送方案
    pub title: String,
    /// The day that counts.
    pub due_on: NaiveDate,
    /// Days left; negative when past.
    pub days: i64,
    /// Reached, of the population.
    #[serde(flatten)]
    pub reached: Tally,
    /// Worst light.
    pub light: Light,
}

/// What a supervising unit, or 直接登记, owes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnitLine {
    /// Which; `None` = 直接登记.
    #[serde(skip)]
    pub ix: Option<UnitIx>,
    /// Canonical name, or 直接登记.
    pub unit: String,
    /// What people say.
    pub short: String,
    /// Associations with a task.
    pub associations: usize,
    /// Of these 已完成 or 已销号.
    pub completed: usize,
    /// Their checklist.
    #[serde(flatten)]
    pub items: Tally,
    /// What is not settled of it.
    #[serde(flatten)]
    pub owed: Owed,
    /// Worst light.
    pub light: Light,
}

/// Something that was done and not taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangeLine {
    /// Number of the entry.
    pub seq: i64,
    /// The day that it counts for.
    pub on: NaiveDate,
    /// Who.
    pub by: String,
    /// What.
    pub what: String,
    /// The association that it is about, when it is about only one.
    pub association: Option<u32>,
}

/// Where the round stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Overview {
    /// 基准日.
    pub as_of: NaiveDate,
    /// All milestones have passed.
    pub over: bool,
    /// The next milestone, or the last one.
    pub milestone: String,
    /// Days to it, or since it.
    pub days: i64,
    /// Associations.
    pub total: usize,
    /// Of these 已脱钩.
    pub decoupled: usize,
    /// Of these 拟脱钩.
    pub planned: usize,
    /// 拟脱钩 that are 已完成 or 已销号.
    pub completed: usize,
    /// 拟脱钩 that have left the round.
    pub exited: usize,
    /// Checklist of those with a task.
    pub items: Tally,
    /// What is not settled of it.
    pub owed: Owed,
    /// Associations with something past due.
    pub overdue_associations: usize,
    /// Associations with something due within `soon_days`.
    pub soon_associations: usize,
    /// How fast it has to go on.
    pub pace: Pace,
    /// The five separations.
    pub separations: Vec<SeparationLine>,
    /// The milestones, in the order of their dates.
    pub milestones: Vec<MilestoneLine>,
    /// Units with a task, those that owe most first.
    pub units: Vec<UnitLine>,
    /// What is due: today, this week, later, and last what is past due.
    pub due: Vec<DueLine>,
    /// Deeds that count for the as-of date and were not taken back.
    pub recorded: usize,
    /// What was done, newest first.
    pub changes: Vec<ChangeLine>,
    /// Done over time, against the plan.
    pub burn: Burn,
}

impl Overview {
    /// Adds everything up as it looks on `as_of`. `entries` is the whole history, oldest first.
    pub fn new(ledger: &Ledger, entries: &[Entry], as_of: NaiveDate) -> Self {
        let sum = progress::summary(ledger, 0..ledger.associations().len(), as_of);
        let milestones = milestones(ledger, as_of);
        let (over, next, days) = match milestone::countdown(ledger, as_of) {
            Countdown::Next {
                milestone,
                days_left,
            } => (false, milestone, days_left),
            Countdown::Over {
                last, days_since, ..
            } => (true, last, days_since),
        };
        let mut owed = Owed::default();
        let (mut overdue_associations, mut soon_associations) = (0, 0);
        for ix in 0..ledger.associations().len() {
            let own = Owed::of(ledger, ix, as_of);
            overdue_associations += usize::from(own.overdue > 0);
            soon_associations += usize::from(own.soon > 0);
            owed.add(own);
        }
        let burn = Burn::new(ledger, entries, as_of);
        Self {
            as_of,
            over,
            milestone: milestones[next].id.clone(),
            days,
            total: sum.total,
            decoupled: sum.decoupled,
            planned: sum.planned,
            completed: sum.completed,
            exited: sum.exited,
            items: sum.items,
            owed,
            overdue_associations,
            soon_associations,
            pace: Pace::new(ledger, &burn, as_of),
            separations: separations(ledger),
            milestones,
            units: units(ledger, as_of),
            due: due::lines(ledger, as_of),
            recorded: deeds(entries, as_of)
                .filter(|entry| entry.body.as_of == as_of)
                .count(),
            changes: changes(entries, as_of),
            burn,
        }
    }
}

fn separations(ledger: &Ledger) -> Vec<SeparationLine> {
    let with_task: Vec<AssocIx> = (0..ledger.associations().len())
        .filter(|ix| ledger.has_task(*ix))
        .collect();
    Separation::ALL
        .into_iter()
        .map(|separation| {
            let section = Section::from(separation);
            let mut items = Tally::default();
            let mut complete = 0;
            for ix in &with_task {
                let tally = ledger.progress(*ix).section(section);
                items += tally;
                complete += usize::from(tally.done == tally.total);
            }
            SeparationLine {
                section,
                short: ledger.round().section(section).short.clone(),
                items,
                complete,
                associations: with_task.len(),
            }
        })
        .collect()
}

fn milestones(ledger: &Ledger, as_of: NaiveDate) -> Vec<MilestoneLine> {
    let defs = ledger.round().milestones().iter().enumerate();
    defs.map(|(ix, def)| {
        let standing = milestone::city_standing(ledger, ix, as_of);
        MilestoneLine {
            ix,
            id: def.id.clone(),
            title: def.title.clone(),
            due_on: def.due_on,
            days: standing.days_left,
            reached: standing.tally(),
            light: standing.light,
        }
    })
    .collect()
}

/// Who owes most comes first: past due, then due soon, then the rest; of the same, the roster's
/// order. Units without a task owe nothing and are left out.
fn units(ledger: &Ledger, as_of: NaiveDate) -> Vec<UnitLine> {
    let line = |ix: Option<UnitIx>, unit: &str, short: &str, members: &[AssocIx]| {
        let sum = progress::summary(ledger, members.iter().copied(), as_of);
        let mut owed = Owed::default();
        for member in members {
            owed.add(Owed::of(ledger, *member, as_of));
        }
        UnitLine {
            ix,
            unit: unit.to_owned(),
            short: short.to_owned(),
            associations: sum.planned - sum.exited,
            completed: sum.completed,
            items: sum.items,
            owed,
            light: sum.light,
        }
    };
    let units = ledger.units().iter().enumerate();
    let mut lines: Vec<UnitLine> = units
        .map(|(ix, unit)| line(Some(ix), &unit.name, &unit.short, &unit.associations))
        .collect();
    let direct: Vec<AssocIx> = (0..ledger.associations().len())
        .filter(|ix| ledger.unit_of(*ix).is_none())
        .collect();
    let name = &ledger.round().info.thresholds.direct_registration;
    lines.push(line(None, name, name, &direct));
    lines.retain(|line| line.associations > 0);
    lines.sort_by_key(|line| {
        let Owed {
            overdue,
            soon,
            later,
        } = line.owed;
        Reverse((overdue, soon, later))
    });
    lines
}

/// What was done up to a day and not taken back, newest first.
fn deeds(entries: &[Entry], as_of: NaiveDate) -> impl Iterator<Item = &Entry> {
    let taken_back = undone(entries);
    entries.iter().rev().filter(move |entry| {
        entry.body.kind == EntryKind::Do
            && entry.body.as_of <= as_of
            && !taken_back.contains(&entry.seq)
    })
}

fn changes(entries: &[Entry], as_of: NaiveDate) -> Vec<ChangeLine> {
    let lines = deeds(entries, as_of).take(CHANGES);
    lines
        .map(|entry| {
            let mut about = entry.body.changes.iter().map(Change::association);
            let first = about.next().flatten();
            ChangeLine {
                seq: entry.seq,
                on: entry.body.as_of,
                by: entry.body.by.clone(),
                what: entry.body.what.clone(),
                association: first.filter(|no| about.all(|other| other == Some(*no))),
            }
        })
        .collect()
}
