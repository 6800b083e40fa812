//! Where the round stands, in one look: what is owed by when and by whom, how fast it has to go
//! on, what was done last. Computed once for a ledger, its history and a day; the screen and
//! `tuogou overview` show the same sums.

mod behind;
mod due;
mod pace;
mod units;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ecow::EcoString;
use serde::Serialize;

pub use behind::{Behind, Question};
pub use due::{DueLine, DueWhat, When};
pub use pace::Pace;

use crate::domain::change::HistoryEvent;
use crate::domain::id::{MilestoneIx, UnitIx};
use crate::domain::ledger::{Ledger, Moved};
use crate::domain::milestone::{self, Countdown};
use crate::domain::model::{Light, Section, Separation};
use crate::domain::progress::{self, Owing, Tally};
use crate::domain::round::Thresholds;
use crate::exchange::report::Burn;

/// Deeds that are kept: more than a screen shows.
pub(crate) const CHANGES: u32 = 30;

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
    /// What is owed of items by their days.
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

    /// Adds what so many owe alike.
    const fn add(&mut self, other: Self, times: usize) {
        self.overdue += other.overdue * times;
        self.soon += other.soon * times;
        self.later += other.later * times;
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
    pub unit: EcoString,
    /// What people say.
    pub short: EcoString,
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
    pub changes: Vec<HistoryEvent>,
    /// Done over time, against the plan.
    pub burn: Burn,
}

/// What was done, as far as the overview speaks of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Deeds {
    /// Deeds that count for the as-of date and were not taken back.
    pub recorded: usize,
    /// What was done up to it, newest first.
    pub last: Vec<HistoryEvent>,
}

impl Overview {
    /// Adds everything up as it looks on `as_of`.
    pub fn new(ledger: &Ledger, deeds: Deeds, as_of: NaiveDate) -> Self {
        Self::with_units(ledger, deeds, as_of, units::all(ledger, as_of))
    }

    /// Moves along with the ledger: only the units of those that have moved are added up anew.
    pub fn follow(&mut self, ledger: &Ledger, deeds: Deeds, moved: &Moved) {
        let mut lines = std::mem::take(&mut self.units);
        if moved.everything {
            lines = units::all(ledger, self.as_of);
        } else {
            let touched = moved.associations.iter().map(|ix| ledger.unit_of(*ix));
            let touched = touched.collect::<BTreeSet<_>>();
            units::again(ledger, self.as_of, &mut lines, &touched);
        }
        *self = Self::with_units(ledger, deeds, self.as_of, lines);
    }

    /// The rest follows from the sums that the ledger keeps.
    fn with_units(ledger: &Ledger, deeds: Deeds, as_of: NaiveDate, units: Vec<UnitLine>) -> Self {
        let sum = progress::summary_of_city(ledger, as_of);
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
        for (owing, associations) in ledger.totals().owing() {
            let one = Owed::of(&ledger.round().info.thresholds, owing, as_of);
            overdue_associations += if one.overdue > 0 { associations } else { 0 };
            soon_associations += if one.soon > 0 { associations } else { 0 };
            owed.add(one, associations);
        }
        let burn = Burn::new(ledger, as_of);
        Self {
            as_of,
            over,
            milestone: ledger.round().milestones()[next].id.clone(),
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
            units,
            due: due::lines(ledger, as_of),
            recorded: deeds.recorded,
            changes: deeds.last,
            burn,
        }
    }
}

fn separations(ledger: &Ledger) -> Vec<SeparationLine> {
    let totals = ledger.totals();
    Separation::ALL
        .into_iter()
        .map(|separation| {
            let section = Section::from(separation);
            SeparationLine {
                section,
                short: ledger.round().section(section).short.clone(),
                items: totals.tally(ledger.round(), |one| one == section),
                complete: totals.complete(section),
                associations: totals.with_task(),
            }
        })
        .collect()
}

fn milestones(ledger: &Ledger, as_of: NaiveDate) -> Vec<MilestoneLine> {
    let defs = ledger.round().milestones().iter_enumerated();
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
