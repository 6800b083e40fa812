//! Which rows of a roster were read, and which of its cells something is wrong with.

use std::collections::{BTreeMap, BTreeSet};

use super::SheetRow;
use crate::exchange::roster::plan::{PlanPart, RosterPlan};
use crate::exchange::roster::problem::Remedy;
use crate::exchange::roster::words::RosterColumn;

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowFate {
    /// It stands above the list, or is the header.
    Above,
    Header,
    /// One that is taken as an association of the roster.
    Read,
    /// A sum, a note, a title.
    Skipped,
    /// It could not be taken.
    Unread,
}

/// What is to be seen of the cells.
#[derive(Debug, Default)]
pub struct Marks {
    /// Problems by part, row and column; of a whole row without one.
    cells: BTreeMap<(u16, u32, Option<u16>), usize>,
    /// Words for states that are not read, wherever they stand.
    words: BTreeMap<String, usize>,
    read: BTreeSet<(u16, u32)>,
    skipped: BTreeSet<(u16, u32)>,
}

impl Marks {
    /// Where the problems of a plan stand, and what each cell is read as.
    pub fn new(plan: &RosterPlan) -> Self {
        let mut marks = Self::default();
        for (at, problem) in plan.problems.iter().enumerate() {
            if let Some(cell) = problem.place.cell {
                let key = (cell.part, cell.line, cell.column);
                marks.cells.entry(key).or_insert(at);
            }
            let words = problem.remedy.iter().flat_map(Remedy::words);
            marks.words.extend(words.map(|word| (word.to_owned(), at)));
        }
        marks.read = plan.rows.iter().map(|row| (row.part, row.line)).collect();
        marks.skipped = plan.skipped.iter().map(|skipped| skipped.at).collect();
        marks
    }

    /// What became of a row.
    pub fn fate(&self, row: SheetRow<'_>) -> RowFate {
        let number = row.line.number;
        let at = (row.number, number);
        if self.read.contains(&at) {
            return RowFate::Read;
        }
        let PlanPart { sheet, header, .. } = row.part;
        let number_of = |at: usize| sheet.lines.get(at).map_or(u32::MAX, |line| line.number);
        if let Some(first) = header.line
            && (number_of(first)..number_of(header.below())).contains(&number)
        {
            RowFate::Header
        } else if header.columns.is_empty() || number < number_of(header.below()) {
            RowFate::Above
        } else if self.skipped.contains(&at) {
            RowFate::Skipped
        } else {
            RowFate::Unread
        }
    }

    /// What is wrong with a cell itself.
    pub fn of_cell(&self, row: SheetRow<'_>, at: u16) -> Option<usize> {
        let SheetRow { number, part, line } = row;
        let known = self.cells.get(&(number, line.number, Some(at)));
        let status =
            part.header.at(RosterColumn::Status) == Some(at) && self.fate(row) == RowFate::Unread;
        let word = || self.words.get(line.text(at)).filter(|_| status);
        known.or_else(word).copied()
    }

    /// What is wrong with a cell, or with its row.
    pub fn problem(&self, row: SheetRow<'_>, at: u16) -> Option<usize> {
        let whole = (row.number, row.line.number, None);
        let of_row = || self.cells.get(&whole).copied();
        self.of_cell(row, at).or_else(of_row)
    }
}
