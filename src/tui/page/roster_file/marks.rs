//! Which rows of a roster were read, and which of its cells something is wrong with.

use std::collections::{BTreeMap, BTreeSet};

use crate::exchange::roster::plan::{PlanPart, RosterPlan};
use crate::exchange::roster::problem::Remedy;
use crate::exchange::roster::sheet::RosterLine;
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
            match &problem.remedy {
                Some(Remedy::Status(word)) => {
                    marks.words.insert(word.clone(), at);
                }
                Some(Remedy::BlankStatus) => {
                    marks.words.insert(String::new(), at);
                }
                Some(Remedy::Proposed(words)) => {
                    let words = words.iter().map(|(word, _)| (word.clone(), at));
                    marks.words.extend(words);
                }
                _ => {}
            }
        }
        marks.read = plan.rows.iter().map(|row| (row.part, row.line)).collect();
        marks.skipped = plan.skipped.iter().map(|skipped| skipped.at).collect();
        marks
    }

    /// What became of a row of a sheet.
    pub fn fate(&self, about: &PlanPart, part: u16, line: &RosterLine) -> RowFate {
        let number = line.number;
        if self.read.contains(&(part, number)) {
            return RowFate::Read;
        }
        let lines = &about.sheet.lines;
        let row = |at: usize| lines.get(at).map_or(u32::MAX, |line| line.number);
        let header = &about.header;
        if let Some(first) = header.line
            && (row(first)..row(header.below())).contains(&number)
        {
            RowFate::Header
        } else if header.columns.is_empty() || number < row(header.below()) {
            RowFate::Above
        } else if self.skipped.contains(&(part, number)) {
            RowFate::Skipped
        } else {
            RowFate::Unread
        }
    }

    /// What is wrong with a cell itself.
    pub fn of_cell(
        &self,
        about: &PlanPart,
        part: u16,
        line: &RosterLine,
        at: u16,
    ) -> Option<usize> {
        let known = self.cells.get(&(part, line.number, Some(at)));
        let status = about.header.at(RosterColumn::Status) == Some(at)
            && self.fate(about, part, line) == RowFate::Unread;
        let word = || self.words.get(line.text(at)).filter(|_| status);
        known.or_else(word).copied()
    }

    /// What is wrong with a cell, or with its row.
    pub fn problem(
        &self,
        about: &PlanPart,
        part: u16,
        line: &RosterLine,
        at: u16,
    ) -> Option<usize> {
        let row = || self.cells.get(&(part, line.number, None)).copied();
        self.of_cell(about, part, line, at).or_else(row)
    }
}
