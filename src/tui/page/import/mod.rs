//! The preview of an import: what each file would change, what cannot be taken.

mod act;
mod draw;

use crate::app::import::{FilePlan, set_partial};
use crate::tui::widget::list::List;

pub use draw::draw;

/// 导入预览.
#[derive(Debug)]
pub struct ImportPage {
    /// The files, in order.
    pub plans: Vec<FilePlan>,
    /// What is readable of files with problems is taken too.
    pub partial: bool,
    /// The lines: a file, then its changes, then its problems.
    pub rows: Vec<ImportRow>,
    /// Where one is.
    pub list: List,
}

/// A line of the preview, by positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportRow {
    File(usize),
    /// A field of a file that would change.
    Change(usize, usize),
    /// Something in a file that could not be read or taken.
    Problem(usize, usize),
}

impl ImportPage {
    /// Shows what was read; files with problems are left out.
    pub fn new(plans: Vec<FilePlan>) -> Self {
        let mut rows = Vec::new();
        for (at, plan) in plans.iter().enumerate() {
            rows.push(ImportRow::File(at));
            rows.extend((0..plan.plan.problems.len()).map(|row| ImportRow::Problem(at, row)));
            rows.extend((0..plan.plan.changes.len()).map(|row| ImportRow::Change(at, row)));
        }
        Self {
            plans,
            partial: false,
            rows,
            list: List::default(),
        }
    }

    /// Takes what is readable of files with problems, or leaves these files out.
    pub fn set_partial(&mut self, partial: bool) {
        self.partial = partial;
        set_partial(&mut self.plans, partial);
    }

    /// Changes that would be recorded.
    pub fn changes(&self) -> usize {
        let taken = self.plans.iter().filter(|plan| plan.taken);
        taken.map(|plan| plan.plan.changes.len()).sum()
    }

    /// Files with problems.
    pub fn troubled(&self) -> usize {
        let plans = self.plans.iter();
        plans.filter(|plan| !plan.plan.problems.is_empty()).count()
    }
}
