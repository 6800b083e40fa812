//! 各县区: what the ledger of a county comes to on a day, and several of them together. Rosters are not
//! merged: a city knows its counties by their figures.

use chrono::NaiveDate;
use serde::Serialize;

use super::figure::{self, SectionSums};
use super::ledger::Ledger;
use super::model::{Section, Separation};
use super::progress::Tally;
use super::summary;

/// The figures of one ledger, or of several together.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct CountyFigures {
    /// The county, city or district that the ledger is of.
    pub name: String,
    /// Everybody on its roster.
    pub total: usize,
    pub decoupled: usize,
    pub planned: usize,
    /// 拟脱钩 that are 已完成 or 已销号.
    pub completed: usize,
    pub unfinished: usize,
    /// 拟脱钩 that have left the round.
    pub left: usize,
    /// The checklist of those with a task.
    #[serde(skip)]
    pub items: Tally,
    /// Items past due, and associations that have some.
    pub overdue: usize,
    pub late: usize,
    /// Associations that have settled all of a separation, in the order of the notice.
    pub separated: [usize; Separation::ALL.len()],
    /// Of this day is the newest that was recorded, of what counts; of several the oldest.
    #[serde(skip)]
    pub recorded_on: Option<NaiveDate>,
}

impl CountyFigures {
    /// What a ledger comes to, as it stood on a day.
    pub fn of(ledger: &Ledger, as_of: NaiveDate, recorded_on: Option<NaiveDate>) -> Self {
        let sums = summary::of_city(ledger, as_of);
        let owed = figure::owed(ledger, as_of);
        let separated = |separation| {
            let SectionSums { complete, .. } = figure::section(ledger, Section::from(separation));
            complete
        };
        Self {
            name: ledger.round().info.city.clone(),
            total: sums.total,
            decoupled: sums.decoupled,
            planned: sums.planned,
            completed: sums.completed,
            unfinished: sums.unfinished(),
            left: sums.left.all(),
            items: sums.items,
            overdue: owed.items.overdue,
            late: owed.overdue,
            separated: Separation::ALL.map(separated),
            recorded_on,
        }
    }

    /// Adds several up under a name.
    pub fn together(all: &[Self], name: &str) -> Self {
        let mut sum = Self {
            name: name.to_owned(),
            recorded_on: all.iter().filter_map(|one| one.recorded_on).min(),
            ..Self::default()
        };
        for one in all {
            sum.total += one.total;
            sum.decoupled += one.decoupled;
            sum.planned += one.planned;
            sum.completed += one.completed;
            sum.unfinished += one.unfinished;
            sum.left += one.left;
            sum.items.done += one.items.done;
            sum.items.total += one.items.total;
            sum.overdue += one.overdue;
            sum.late += one.late;
            for (to, add) in sum.separated.iter_mut().zip(one.separated) {
                *to += add;
            }
        }
        sum
    }

    /// 拟脱钩 that have not left the round.
    pub const fn with_task(&self) -> usize {
        self.completed + self.unfinished
    }
}
