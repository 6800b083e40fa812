//! 节点: who has reached it and who has not.

mod act;
mod draw;

use chrono::NaiveDate;

use crate::domain::id::{MilestoneIx, UnitIx};
use crate::domain::ledger::{Ledger, SubjectIx};
use crate::domain::milestone;
use crate::domain::round::Scope;
use crate::report::order::SortedBy;
use crate::report::reached::{self, Reached};
use crate::report::table::{Column, LedgerOn};
use crate::tui::model::Ctx;
use crate::tui::screen::table::ListTable;
use crate::tui::widget::list::List;

pub use draw::draw;

/// 节点: who has reached it and who has not.
#[derive(Debug)]
pub struct MilestonePage {
    pub milestone: MilestoneIx,
    /// Only what is below this unit, by its name.
    pub unit: Option<String>,
    /// Also those who have, and those who need not.
    pub all: bool,
    pub members: Vec<SubjectIx>,
    /// The ledger has moved since they were worked out.
    pub stale: bool,
    /// By which column they are sorted.
    sorted: SortedBy,
    /// Where one is.
    pub list: List,
}

impl MilestonePage {
    /// Opens a milestone on those who have not reached it.
    pub fn new(ledger: &Ledger, milestone: MilestoneIx, as_of: NaiveDate) -> Self {
        let mut view = Self {
            milestone,
            unit: None,
            all: false,
            members: Vec::new(),
            stale: false,
            sorted: SortedBy::default(),
            list: List::default(),
        };
        view.relist(ledger, as_of);
        view
    }

    /// Opens what a unit has to do for a milestone: its associations, or itself among the units.
    pub fn of_unit(ledger: &Ledger, ix: MilestoneIx, unit: UnitIx, as_of: NaiveDate) -> Self {
        let mut view = Self::new(ledger, ix, as_of);
        if ledger.round().milestones()[ix].scope == Scope::Association {
            view.unit = Some(ledger.units()[unit].name.to_string());
            view.relist(ledger, as_of);
        }
        // Where nothing is open one wants to see what was done.
        let here = |view: &Self| {
            view.members
                .iter()
                .position(|one| *one == SubjectIx::Unit(unit))
        };
        if view.members.is_empty() || (view.unit.is_none() && here(&view).is_none()) {
            view.all = true;
            view.relist(ledger, as_of);
        }
        view.list.cursor = here(&view).unwrap_or_default();
        view
    }

    /// Works out the lines again. In the full list of a unit milestone those who need not
    /// reach it stand too, with the reason.
    pub fn relist(&mut self, ledger: &Ledger, as_of: NaiveDate) {
        let unit_scope = ledger.round().milestones()[self.milestone].scope == Scope::Unit;
        let unit = self.unit.as_ref().and_then(|name| ledger.unit_ix(name));
        self.members = if let Some(unit) = unit {
            milestone::below(ledger, self.milestone, SubjectIx::Unit(unit))
        } else if self.all && unit_scope {
            ledger.units().keys().map(SubjectIx::Unit).collect()
        } else {
            milestone::population(ledger, self.milestone)
        };
        if !self.all {
            self.members.retain(|member| {
                milestone::reached_by(ledger, self.milestone, *member, as_of).is_none()
            });
        }
        let (on, milestone) = (LedgerOn::new(ledger, as_of), self.milestone);
        let columns = || columns(ledger, milestone);
        self.sorted
            .sort(columns, &mut self.members, |column, member| {
                column.rank(on, &Reached::below(ledger, milestone, *member, as_of))
            });
    }

    /// Works out the lines again and stays on the one under the cursor.
    fn relist_here(&mut self, ctx: &Ctx) {
        let here = self.members.get(self.list.cursor).copied();
        self.relist(&ctx.ledger, ctx.as_of_date());
        let found = here.and_then(|here| self.members.iter().position(|m| *m == here));
        self.list.cursor = found.unwrap_or(0);
    }

    /// The list as a table of so many cells.
    fn table(&self, ctx: &Ctx, width: u16) -> ListTable<Reached> {
        ListTable::new(ctx, columns(&ctx.ledger, self.milestone), width.into())
    }
}

fn columns(ledger: &Ledger, milestone: MilestoneIx) -> Vec<Column<Reached>> {
    let round = ledger.round();
    reached::members(&round.info, round.milestones()[milestone].scope)
}
