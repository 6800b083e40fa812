//! 节点: who has reached it and who has not.

mod act;
mod draw;

use chrono::NaiveDate;

use crate::domain::id::MilestoneIx;
use crate::domain::ledger::{Ledger, SubjectIx};
use crate::domain::milestone;
use crate::domain::round::Scope;
use crate::tui::widget::list::List;

pub use draw::draw;

/// 节点: who has reached it and who has not.
#[derive(Debug)]
pub struct MilestonePage {
    pub milestone: MilestoneIx,
    /// Also those who have, and those who need not.
    pub all: bool,
    pub members: Vec<SubjectIx>,
    /// The ledger has moved since they were worked out.
    pub stale: bool,
    /// Where one is.
    pub list: List,
}

impl MilestonePage {
    /// Opens a milestone on those who have not reached it.
    pub fn new(ledger: &Ledger, milestone: MilestoneIx, as_of: NaiveDate) -> Self {
        let mut view = Self {
            milestone,
            all: false,
            members: Vec::new(),
            stale: false,
            list: List::default(),
        };
        view.relist(ledger, as_of);
        view
    }

    /// Works out the lines again. In the full list of a unit milestone those who need not
    /// reach it stand too, with the reason.
    pub fn relist(&mut self, ledger: &Ledger, as_of: NaiveDate) {
        let unit_scope = ledger.round().milestones()[self.milestone].scope == Scope::Unit;
        self.members = if self.all && unit_scope {
            ledger.units().keys().map(SubjectIx::Unit).collect()
        } else {
            milestone::population(ledger, self.milestone)
        };
        if !self.all {
            self.members.retain(|member| {
                milestone::reached_by(ledger, self.milestone, *member, as_of).is_none()
            });
        }
    }
}
