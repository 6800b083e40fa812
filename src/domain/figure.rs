//! Figures that stand in several places: the header, the overview, `stats`, letters, the leader's
//! page, the workbook, the minutes. Each is worked out here and nowhere else, from the sums that
//! the ledger keeps where it keeps them.

use std::borrow::Cow;
use std::cmp::Reverse;

use chrono::NaiveDate;
use serde::Serialize;

use super::id::{AssocIx, MilestoneIx, UnitIx};
use super::late;
use super::ledger::Ledger;
use super::milestone::{self, Countdown};
use super::model::{Section, Stage};
use super::progress::{Owing, Tally};
use super::rollup::Lights;
use super::round::{Round, Thresholds};
use super::summary::{self, Left, Summary};

/// Whose figures are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Members {
    City,
    Unit(UnitIx),
    /// Of those in direct registration.
    Direct,
}

impl From<Option<UnitIx>> for Members {
    fn from(unit: Option<UnitIx>) -> Self {
        unit.map_or(Self::Direct, Self::Unit)
    }
}

impl Members {
    /// The units in the order of the roster, and direct registration where there is any.
    pub fn units(ledger: &Ledger) -> impl Iterator<Item = Self> {
        let direct = ledger.direct().next().map(|_| Self::Direct);
        ledger.units().keys().map(Self::Unit).chain(direct)
    }

    /// The canonical name of the unit, 直接登记, 合计.
    pub fn name(self, ledger: &Ledger) -> &str {
        match self {
            Self::City => s!("合计", "total"),
            Self::Unit(unit) => &ledger.units()[unit].name,
            Self::Direct => &ledger.round().info.thresholds.direct_registration,
        }
    }

    /// What people say.
    pub fn short(self, ledger: &Ledger) -> &str {
        match self {
            Self::Unit(unit) => &ledger.units()[unit].short,
            Self::City | Self::Direct => self.name(ledger),
        }
    }

    /// Who they are.
    pub fn associations(self, ledger: &Ledger) -> Cow<'_, [AssocIx]> {
        match self {
            Self::City => ledger.associations().keys().collect(),
            Self::Unit(unit) => Cow::Borrowed(&ledger.units()[unit].associations),
            Self::Direct => ledger.direct().collect(),
        }
    }
}

/// How many there are, are done, have left; the checklist; the worst light.
pub fn sums(ledger: &Ledger, members: Members, as_of: NaiveDate) -> Summary {
    if members == Members::City {
        return summary::of_city(ledger, as_of);
    }
    sums_by(members, &mut Lights::new(ledger, as_of))
}

/// As [`sums`] of a unit or direct registration, with lights that are kept from one to the next. A
/// unit's light holds the milestones that it has to reach itself.
pub fn sums_by(members: Members, lights: &mut Lights<'_>) -> Summary {
    let (ledger, as_of) = (lights.ledger(), lights.as_of());
    let whose = members.associations(ledger);
    let mut sum = summary::by(whose.iter().copied(), lights);
    if let Members::Unit(unit) = members {
        sum.light = late::unit_light(ledger, unit, sum.light, as_of);
    }
    sum
}

/// 拟脱钩 = finished + unfinished + left. Wherever one of them is said all are, so that they add up
/// before the reader's eyes; what is a part of them is a part of those with a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Balance {
    pub planned: usize,
    /// 已完成 or 已销号.
    pub completed: usize,
    /// With a task, and neither.
    pub unfinished: usize,
    /// Who have left, by the way in which they did.
    pub left: Left,
}

impl Balance {
    /// 拟脱钩 that have not left the round: what is said of progress is said of these.
    pub const fn with_task(&self) -> usize {
        self.completed + self.unfinished
    }
}

impl Summary {
    /// What the 拟脱钩 have come to.
    pub const fn balance(&self) -> Balance {
        Balance {
            planned: self.planned,
            completed: self.completed,
            unfinished: self.unfinished(),
            left: self.left,
        }
    }

    /// 拟脱钩 that have not left the round.
    pub const fn with_task(&self) -> usize {
        self.planned - self.left.all()
    }

    /// Of these, those that are neither 已完成 nor 已销号.
    pub const fn unfinished(&self) -> usize {
        self.with_task() - self.completed
    }
}

/// Checklist items that are not settled, by how far their day is away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Owed {
    pub overdue: usize,
    /// Due within `soon_days`.
    pub soon: usize,
    pub later: usize,
}

/// What some associations owe, and how many of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OwedBy {
    pub items: Owed,
    /// Associations with something past due.
    pub overdue: usize,
    /// Associations with something due within `soon_days`.
    pub soon: usize,
}

impl Owed {
    fn of(thresholds: &Thresholds, owing: &[Owing], as_of: NaiveDate) -> Self {
        let mut owed = Self::default();
        for one in owing {
            let items = usize::from(one.items);
            match thresholds.days_left(one.due_on, as_of) {
                ..0 => owed.overdue += items,
                left if left <= thresholds.soon_days => owed.soon += items,
                _ => owed.later += items,
            }
        }
        owed
    }

    /// All of it.
    pub const fn all(self) -> usize {
        self.overdue + self.soon + self.later
    }
}

impl OwedBy {
    /// Adds what so many associations owe alike.
    const fn add(&mut self, one: Owed, associations: usize) {
        self.items.overdue += one.overdue * associations;
        self.items.soon += one.soon * associations;
        self.items.later += one.later * associations;
        self.overdue += if one.overdue > 0 { associations } else { 0 };
        self.soon += if one.soon > 0 { associations } else { 0 };
    }
}

/// What everybody with a task owes.
pub fn owed(ledger: &Ledger, as_of: NaiveDate) -> OwedBy {
    let thresholds = &ledger.round().info.thresholds;
    let mut sum = OwedBy::default();
    for (owing, associations) in ledger.totals().owing() {
        sum.add(Owed::of(thresholds, owing, as_of), associations);
    }
    sum
}

/// What those of some who have a task owe.
pub fn owed_of(ledger: &Ledger, whose: &[AssocIx], as_of: NaiveDate) -> OwedBy {
    let thresholds = &ledger.round().info.thresholds;
    let mut sum = OwedBy::default();
    for ix in whose.iter().filter(|ix| ledger.has_task(**ix)) {
        sum.add(Owed::of(thresholds, &ledger.progress(*ix).owing, as_of), 1);
    }
    sum
}

/// Checklist items that are due on a day and not settled, and how many associations have some.
pub fn due_on(ledger: &Ledger, day: NaiveDate) -> (usize, usize) {
    let (mut items, mut whose) = (0, 0);
    for (owing, associations) in ledger.totals().owing() {
        if let Some(one) = owing.iter().find(|one| one.due_on == day) {
            items += usize::from(one.items) * associations;
            whose += associations;
        }
    }
    (items, whose)
}

/// How many associations stand at a stage.
pub fn at_stage(ledger: &Ledger, wanted: Stage) -> usize {
    ledger.totals().count(|_, stage| stage == wanted)
}

/// A part of the checklist over all with a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SectionSums {
    pub items: Tally,
    /// Associations that have settled all of them.
    pub complete: usize,
    /// Associations with a task.
    pub with_task: usize,
}

/// A part of the checklist.
pub fn section(ledger: &Ledger, section: Section) -> SectionSums {
    let totals = ledger.totals();
    SectionSums {
        items: totals.tally(ledger.round(), |one| one == section),
        complete: totals.complete(section),
        with_task: totals.with_task(),
    }
}

/// A part of the checklist over those of some associations who have a task.
pub fn section_of(ledger: &Ledger, whose: &[AssocIx], section: Section) -> SectionSums {
    let with_task = whose.iter().filter(|ix| ledger.has_task(**ix));
    let parts = with_task.map(|ix| ledger.progress(*ix).section(section));
    let mut sums = SectionSums {
        items: Tally::default(),
        complete: 0,
        with_task: 0,
    };
    for part in parts {
        sums.items += part;
        sums.complete += usize::from(part.done == part.total);
        sums.with_task += 1;
    }
    sums
}

/// What is counted down to: a milestone, or a date of the round after them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coming<'a> {
    /// All of them have passed; this is the last milestone.
    pub over: bool,
    pub id: &'a str,
    pub title: &'a str,
    pub due_on: NaiveDate,
    /// Days to it, or since it.
    pub days: i64,
    /// The milestone that it is, where it is one.
    pub milestone: Option<MilestoneIx>,
}

impl<'a> Coming<'a> {
    /// What a countdown counts to, by name.
    pub fn of(round: &'a Round, countdown: Countdown) -> Self {
        let reached = |ix: MilestoneIx, over, days| {
            let def = &round.milestones()[ix];
            Self {
                over,
                id: &def.id,
                title: &def.title,
                due_on: def.due_on,
                days,
                milestone: Some(ix),
            }
        };
        match countdown {
            Countdown::Next {
                milestone,
                days_left,
            } => reached(milestone, false, days_left),
            Countdown::Target {
                date, days_left, ..
            } => {
                let other = &round.info.dates[date];
                Self {
                    over: false,
                    id: &other.id,
                    title: &other.title,
                    due_on: other.to,
                    days: days_left,
                    milestone: None,
                }
            }
            Countdown::Over {
                last, days_since, ..
            } => reached(last, true, days_since),
        }
    }
}

/// What the calendar says is next.
pub fn coming(ledger: &Ledger, as_of: NaiveDate) -> Coming<'_> {
    Coming::of(ledger.round(), milestone::countdown(ledger, as_of))
}

/// Ranks by progress, the greater part done first: in millionths. Whoever has nothing to do has no
/// part done of it, and stands last.
pub fn by_progress(items: Tally) -> Reverse<Option<usize>> {
    Reverse((items.done * 1_000_000).checked_div(items.total))
}

/// Ranks by what is owed, the most first: past due, then due soon, then the rest.
pub const fn by_owed(owed: Owed) -> Reverse<(usize, usize, usize)> {
    Reverse((owed.overdue, owed.soon, owed.later))
}
