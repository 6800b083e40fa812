//! What stood below the header of a roster: rows, and what could not be taken and why.

use serde::Serialize;

use super::problem::RosterProblem;
use super::words::ColumnMeaning;
use crate::domain::ledger::RosterRow;

/// A row of the roster and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedRow {
    /// The row of the file.
    pub line: u32,
    /// What the ledger would keep.
    pub row: RosterRow,
}

/// A line that is no association.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Skipped {
    pub place: String,
    /// What it says.
    pub text: String,
    /// Why it was left out.
    pub reason: String,
}

/// How a status word was read, and how often.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatusUse {
    /// The word as written; empty = blank.
    pub word: String,
    /// What it was read as.
    pub meaning: ColumnMeaning,
    pub count: usize,
}

/// What stood below the header.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RosterRows {
    /// Associations, in the order of the file.
    pub rows: Vec<PlannedRow>,
    /// What could not be taken.
    pub problems: Vec<RosterProblem>,
    /// Lines that are no associations.
    pub skipped: Vec<Skipped>,
    /// What the reader should know.
    pub notes: Vec<String>,
    /// How the states were read.
    pub statuses: Vec<StatusUse>,
}

/// So many rows are named.
const NAMED: usize = 12;

/// `第 3、5、9 行`, of many the first ones.
pub fn rows_named(rows: &[u32]) -> String {
    let named: Vec<String> = rows.iter().take(NAMED).map(u32::to_string).collect();
    let more = if rows.len() > NAMED { "……" } else { "" };
    format!("第 {}{more} 行", named.join("、"))
}
