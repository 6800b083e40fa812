//! 变化: what is otherwise than before a day.

mod act;
mod draw;

use chrono::NaiveDate;

use crate::exchange::report::Since;
use crate::tui::widget::list::List;

pub use act::{End, ask};
pub use draw::draw;

/// A line of the comparison, by its position in [`Since`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangesRow {
    /// The heading of a part.
    Heading(&'static str),
    Items,
    /// 已完成.
    Completed,
    Milestone(usize),
    Unit(usize),
    /// An association that stands elsewhere.
    Stage(usize),
    /// Something that was done.
    Deed(usize),
    /// So many more deeds are not listed.
    More(usize),
}

/// Two days and what has changed between them.
#[derive(Debug)]
pub struct ChangesPage {
    /// From this day on.
    pub since: NaiveDate,
    /// Up to the end of this one.
    pub until: NaiveDate,
    /// What has changed; `None` until it has been worked out for the first time.
    pub facts: Option<Box<Since>>,
    /// The days or the ledger have moved since.
    pub stale: bool,
    pub rows: Vec<ChangesRow>,
    /// Where one is.
    pub list: List,
}

impl ChangesPage {
    /// Compares two days, as soon as the history has been read.
    pub fn new(since: NaiveDate, until: NaiveDate) -> Self {
        Self {
            since,
            until,
            facts: None,
            stale: true,
            rows: Vec::new(),
            list: List::default(),
        }
    }

    /// Compares other days.
    pub fn compare(&mut self, since: NaiveDate, until: NaiveDate) {
        (self.since, self.until) = (since, until);
        self.list = List::default();
        self.stale = true;
    }

    /// It compares these two days.
    pub fn is_about(&self, since: NaiveDate, until: NaiveDate) -> bool {
        (self.since, self.until) == (since, until)
    }

    /// Takes what has changed.
    pub fn take(&mut self, facts: Box<Since>) {
        self.rows = rows(&facts);
        self.facts = Some(facts);
        self.stale = false;
    }

    /// The line under the cursor.
    pub fn current(&self) -> Option<ChangesRow> {
        self.rows.get(self.list.cursor).copied()
    }
}

fn rows(facts: &Since) -> Vec<ChangesRow> {
    use ChangesRow as R;
    let mut rows = vec![R::Heading(s!("合计", "Total")), R::Items, R::Completed];
    let mut part = |title, len: usize, row: fn(usize) -> R| {
        if len > 0 {
            rows.push(R::Heading(title));
            rows.extend((0..len).map(row));
        }
    };
    part(
        s!("节点", "Milestones"),
        facts.milestones.len(),
        R::Milestone,
    );
    part(s!("阶段", "Stages"), facts.stages.len(), R::Stage);
    part(s!("单位", "Units"), facts.units.len(), R::Unit);
    part(s!("办理", "Done"), facts.deeds.len(), R::Deed);
    if facts.more > 0 {
        rows.push(R::More(facts.more));
    }
    rows
}
