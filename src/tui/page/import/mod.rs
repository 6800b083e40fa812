//! The preview of an import: what each file would change, what cannot be taken.

mod act;
mod draw;

use crate::app::import::{self, FilePlan};
use crate::exchange::form::plan::{Blanks, FormPlan};
use crate::tui::widget::list::List;

pub use draw::draw;

/// 导入预览.
#[derive(Debug)]
pub struct ImportPage {
    /// The files, in order.
    pub plans: Vec<FilePlan>,
    /// What is readable of files with problems is taken too.
    pub partial: bool,
    /// What becomes of answers that the files leave blank.
    pub blanks: Blanks,
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
    /// An answer that a file leaves blank, and that stays.
    Kept(usize, usize),
}

impl ImportPage {
    /// Shows what was read; files with problems are left out.
    pub fn new(plans: Vec<FilePlan>) -> Self {
        let mut page = Self {
            plans,
            partial: false,
            blanks: Blanks::default(),
            rows: Vec::new(),
            list: List::default(),
        };
        page.put_rows();
        page
    }

    fn put_rows(&mut self) {
        self.rows.clear();
        for (at, plan) in self.plans.iter().enumerate() {
            let plan = &plan.plan;
            let rows = &mut self.rows;
            rows.push(ImportRow::File(at));
            rows.extend((0..plan.problems.len()).map(|row| ImportRow::Problem(at, row)));
            rows.extend((0..plan.changes.len()).map(|row| ImportRow::Change(at, row)));
            rows.extend((0..plan.clears.len()).map(|row| ImportRow::Kept(at, row)));
        }
        self.list.cursor = self.list.cursor.min(self.rows.len().saturating_sub(1));
    }

    /// A file leaves an answer blank, whatever becomes of it.
    pub fn leaves_blanks(&self) -> bool {
        let mut plans = self.plans.iter().map(|plan| &plan.plan);
        plans.any(|plan| plan.clears.len() + plan.emptied() > 0)
    }

    /// Blanks are asked about, then left, then taken. False when no file leaves an answer blank.
    pub fn turn_blanks(&mut self) -> bool {
        if !self.leaves_blanks() {
            return false;
        }
        self.blanks = match self.blanks {
            Blanks::Ask => Blanks::Keep,
            Blanks::Keep => Blanks::Clear,
            Blanks::Clear => Blanks::Ask,
        };
        import::set_blanks(&mut self.plans, self.blanks);
        import::set_partial(&mut self.plans, self.partial);
        self.put_rows();
        true
    }

    /// Takes what is readable of files with problems, or leaves these files out.
    pub fn set_partial(&mut self, partial: bool) {
        self.partial = partial;
        import::set_partial(&mut self.plans, partial);
    }

    fn taken(&self) -> impl Iterator<Item = &FormPlan> {
        let taken = self.plans.iter().filter(|plan| plan.taken);
        taken.map(|plan| &plan.plan)
    }

    /// Changes that would be recorded.
    pub fn changes(&self) -> usize {
        self.taken().map(|plan| plan.changes.len()).sum()
    }

    /// Answers that would be taken away.
    pub fn emptied(&self) -> usize {
        self.taken().map(FormPlan::emptied).sum()
    }

    /// Answers that the files leave blank, and that stay.
    pub fn kept(&self) -> usize {
        self.plans.iter().map(|plan| plan.plan.clears.len()).sum()
    }

    /// Files with problems.
    pub fn troubled(&self) -> usize {
        let plans = self.plans.iter();
        plans.filter(|plan| !plan.plan.problems.is_empty()).count()
    }
}
