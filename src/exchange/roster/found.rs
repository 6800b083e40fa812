//! What stood below the header of a roster: rows, and what could not be taken and why.

use ecow::EcoString;
use serde::Serialize;

use super::columns::Header;
use super::details::RosterDetail;
use super::problem::{CellAt, RosterPlace, RosterProblem};
use super::sheet::{RosterSheet, WORD_TABLE};
use super::words::{ColumnMeaning, RosterColumn};
use crate::domain::ledger::RosterRow;

/// A row of the roster and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedRow {
    /// Which sheet or table, where the roster stands on several.
    pub part: u16,
    /// The row of the file.
    pub line: u32,
    /// What the ledger would keep.
    pub row: RosterRow,
    /// What else the line says of the association.
    pub details: Vec<(RosterDetail, EcoString)>,
}

/// A sheet or table of a roster.
#[derive(Debug, Clone)]
pub struct RosterPart<'s> {
    pub sheet: &'s RosterSheet,
    pub header: &'s Header,
    /// What it is called says which state or unit its rows have.
    pub title: Option<String>,
}

impl RosterPart<'_> {
    /// A cell of the part that has this number; the row where there is no such column.
    pub fn place(&self, part: u16, line: u32, column: RosterColumn) -> RosterPlace {
        let column = self.header.at(column);
        let text = match column {
            Some(at) => self.sheet.address(line, at),
            None => self.sheet.row_address(line),
        };
        let cell = Some(CellAt { part, line, column });
        RosterPlace { text, cell }
    }
}

/// Where a row of the roster says something.
pub fn place(parts: &[RosterPart<'_>], row: &PlannedRow, column: RosterColumn) -> RosterPlace {
    parts[usize::from(row.part)].place(row.part, row.line, column)
}

/// A line that is no association.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Skipped {
    /// Which sheet and row.
    #[serde(skip)]
    pub at: (u16, u32),
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
    let more = if rows.len() > NAMED { "……" } else { "" };
    let table = |row: &u32| row / WORD_TABLE;
    let first = rows.first().map_or(0, table);
    let is_one_table = rows.iter().all(|row| table(row) == first);
    let name = |row: &u32| match table(row) {
        0 => row.to_string(),
        _ if is_one_table => (row % WORD_TABLE).to_string(),
        table => format!("{table}.{}", row % WORD_TABLE),
    };
    let named: Vec<String> = rows.iter().take(NAMED).map(name).collect();
    let named = named.join("、");
    if is_one_table && first > 0 {
        return t!(
            "第 {first} 张表第 {named}{more} 行",
            "table {first}, rows {named}{more}"
        );
    }
    t!("第 {named}{more} 行", "rows {named}{more}")
}
