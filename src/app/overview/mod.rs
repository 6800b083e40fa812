//! Where the round stands, in one look: what is owed by when and by whom, how fast it has to go
//! on, what was done last. Computed once for a ledger, its history and a day; the screen and
//! `tuogou overview` show the same sums.

mod behind;
mod pace;

use std::collections::BTreeSet;
use std::ops::RangeBounds;

use chrono::NaiveDate;
use serde::Serialize;

pub use behind::{Behind, Question};
pub use pace::Pace;

use crate::domain::change::HistoryEvent;
use crate::domain::debts::{self, UnitDebts};
use crate::domain::due::{self, DueLine};
use crate::domain::figure::{self, Balance, Members, Owed};
use crate::domain::id::MilestoneIx;
use crate::domain::ledger::{Ledger, Touched};
use crate::domain::milestone;
use crate::domain::model::{Light, Section, Separation};
use crate::domain::progress::Tally;
use crate::exchange::report::Burn;

/// Deeds that are kept: more than a screen shows.
pub(crate) const CHANGES: u32 = 30;

/// One of the five separations over all with a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SeparationLine {
    #[serde(rename = "separation")]
    pub section: Section,
    /// 资产财务分离
    pub title: String,
    /// 资产
    pub short: String,
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
    #[serde(skip)]
    pub ix: MilestoneIx,
    /// `M4`
    pub id: String,
    pub title: String,
    /// The day that counts.
    pub due_on: NaiveDate,
    /// Days left; negative when past.
    pub days: i64,
    /// Reached, of the population.
    #[serde(flatten)]
    pub reached: Tally,
    pub light: Light,
}

/// Where the round stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Overview {
    pub as_of: NaiveDate,
    /// All milestones have passed.
    pub over: bool,
    /// The next milestone, or the last one.
    pub milestone: String,
    /// Days to it, or since it.
    pub days: i64,
    pub total: usize,
    /// Of these 已脱钩.
    pub decoupled: usize,
    /// Of these 拟脱钩.
    pub planned: usize,
    /// 拟脱钩 that are 已完成 or 已销号.
    pub completed: usize,
    /// 拟脱钩 that have left the round.
    pub exited: usize,
    /// What the 拟脱钩 have come to, all of it.
    pub balance: Balance,
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
    pub units: Vec<UnitDebts>,
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
    /// The milestones that are not wholly reached and due in so many days: `节点 M4 M5`, or how many
    /// where there are more; nothing where there are none.
    pub fn milestones_in(&self, days: impl RangeBounds<i64>) -> String {
        let open = self
            .milestones
            .iter()
            .filter(|one| days.contains(&one.days) && one.reached.done < one.reached.total);
        let open: Vec<&str> = open.map(|one| one.id.as_str()).collect();
        match open.len() {
            0 => String::new(),
            1 | 2 => t!("节点 {}", "milestones {}", open.join(" ")),
            many => t!("{many} 个节点", "{many} milestones"),
        }
    }

    /// Adds everything up as it looks on `as_of`.
    pub fn new(ledger: &Ledger, deeds: Deeds, as_of: NaiveDate) -> Self {
        Self::with_units(ledger, deeds, as_of, debts::all(ledger, as_of))
    }

    /// Moves along with the ledger: only the units of those that have moved are added up anew.
    pub fn follow(&mut self, ledger: &Ledger, deeds: Deeds, moved: &Touched) {
        let mut lines = std::mem::take(&mut self.units);
        if moved.everything {
            lines = debts::all(ledger, self.as_of);
        } else {
            let touched = moved.associations.iter().map(|ix| ledger.unit_of(*ix));
            let touched = touched.collect::<BTreeSet<_>>();
            debts::again(ledger, self.as_of, &mut lines, &touched);
        }
        *self = Self::with_units(ledger, deeds, self.as_of, lines);
    }

    /// With what the units owe on that day. The rest follows from the sums that the ledger keeps.
    pub fn with_units(
        ledger: &Ledger,
        deeds: Deeds,
        as_of: NaiveDate,
        units: Vec<UnitDebts>,
    ) -> Self {
        let sum = figure::sums(ledger, Members::City, as_of);
        let owed = figure::owed(ledger, as_of);
        let milestones = milestones(ledger, as_of);
        let next = figure::coming(ledger, as_of);
        let burn = Burn::new(ledger, as_of);
        Self {
            as_of,
            over: next.over,
            milestone: next.id.to_owned(),
            days: next.days,
            total: sum.total,
            decoupled: sum.decoupled,
            planned: sum.planned,
            completed: sum.completed,
            exited: sum.left.all(),
            balance: sum.balance(),
            items: sum.items,
            owed: owed.items,
            overdue_associations: owed.overdue,
            soon_associations: owed.soon,
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
    let line = |separation| {
        let section = Section::from(separation);
        let sums = figure::section(ledger, section);
        SeparationLine {
            section,
            title: ledger.round().section(section).title.to_string(),
            short: ledger.round().section(section).short.to_string(),
            items: sums.items,
            complete: sums.complete,
            associations: sums.with_task,
        }
    };
    Separation::ALL.into_iter().map(line).collect()
}

fn milestones(ledger: &Ledger, as_of: NaiveDate) -> Vec<MilestoneLine> {
    let defs = ledger.round().milestones().iter_enumerated();
    defs.map(|(ix, def)| {
        let standing = milestone::city_standing(ledger, ix, as_of);
        MilestoneLine {
            ix,
            id: def.id.clone(),
            title: def.title.to_string(),
            due_on: def.due_on,
            days: standing.days_left,
            reached: standing.tally(),
            light: standing.light,
        }
    })
    .collect()
}
