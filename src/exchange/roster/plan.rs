//! What an import would be: how the file was understood, its rows, what is wrong with it, and
//! how it differs from the roster of a ledger.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::columns::{Header, Overrides};
use super::details::{DetailOptions, RosterDetail};
use super::diff::RowView;
use super::doubts::Doubt;
use super::encoding::TextEncoding;
use super::found::{PlannedRow, Skipped, StatusUse};
use super::grid::GridKind;
use super::near::UnitOptions;
use super::problem::RosterProblem;
use super::sheet::RosterSheet;
use super::words::{ColumnMeaning, RosterColumn};
use crate::domain::ledger::RosterRow;
use crate::domain::model::Status;

/// What the user says about a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// Which column is where.
    pub map: Overrides,
    /// What status words mean.
    pub statuses: BTreeMap<String, ColumnMeaning>,
    /// What words for states seem to say is what they mean.
    pub accept_proposed: bool,
    /// Rows that the file's own program does not show are left out.
    pub skip_hidden: bool,
    /// Rows that are left out for what speaks against them.
    pub unwanted: BTreeSet<Doubt>,
    /// Which units are one.
    pub units: UnitOptions,
    /// What else of the rows is taken.
    pub details: DetailOptions,
    /// How a text file is written.
    pub encoding: Option<TextEncoding>,
    /// Which sheets of a workbook; none = whichever holds the roster.
    pub sheets: Vec<String>,
}

/// A column as it was understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ColumnUse {
    /// Which; `None` = none of a roster.
    pub column: Option<RosterColumn>,
    /// What it says of the associations beside that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<RosterDetail>,
    /// Of how many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub said_of: Option<usize>,
    /// Where, as people say it: `B`.
    pub at: String,
    pub heading: String,
    /// The user says so.
    pub told: bool,
}

/// What a file holds, and what it would be.
#[derive(Debug, Clone, PartialEq)]
pub struct RosterPlan {
    /// What the file is.
    pub kind: GridKind,
    /// How a text file is written.
    pub encoding: Option<TextEncoding>,
    /// Where the header stands; empty without one.
    pub header: String,
    /// Columns, read ones first.
    pub columns: Vec<ColumnUse>,
    /// Associations that can be taken.
    pub rows: Vec<PlannedRow>,
    /// What cannot be taken, and why.
    pub problems: Vec<RosterProblem>,
    /// Lines that are no associations.
    pub skipped: Vec<Skipped>,
    /// What the reader should know.
    pub notes: Vec<String>,
    /// What is taken as it stands and may be meant otherwise.
    pub hints: Vec<RosterProblem>,
    /// How the states were read.
    pub statuses: Vec<StatusUse>,
    /// The sheets that were read.
    pub parts: Vec<PlanPart>,
    /// The names of those that were not.
    pub other_sheets: Vec<String>,
}

/// A sheet or table of the roster, and what its columns were taken for.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanPart {
    pub sheet: RosterSheet,
    pub header: Header,
    pub details: BTreeMap<RosterDetail, u16>,
}

impl RosterPlan {
    /// The rows, as people and programs see them.
    pub fn views(&self) -> impl Iterator<Item = RowView> {
        let rows = self.rows.iter();
        rows.map(|planned| RowView::new(Some((planned.part, planned.line)), &planned.row))
    }

    /// What a person calls the cell of a name; empty for a row of the ledger.
    pub fn place(&self, row: &RowView) -> String {
        row.at.map_or_else(String::new, |(part, line)| {
            let part = &self.parts[usize::from(part)];
            let name_at = part.header.at(RosterColumn::Name).unwrap_or_default();
            part.sheet.address(line, name_at)
        })
    }

    /// The rows as a ledger keeps them.
    pub fn roster(&self) -> Vec<RosterRow> {
        let rows = self.rows.iter().map(|planned| planned.row.clone());
        rows.collect()
    }

    /// The sheets that were read; empty where the file has no names for them.
    pub fn sheet_name(&self) -> String {
        let names = self.parts.iter().map(|part| part.sheet.name.as_str());
        names.collect::<Vec<_>>().join("、")
    }

    /// How often a status occurs.
    pub fn count(&self, status: Status) -> usize {
        let rows = self.rows.iter();
        rows.filter(|planned| planned.row.status == status).count()
    }

    /// Names of units, in the order of the file, each once.
    pub fn units(&self) -> Vec<&str> {
        let mut seen = std::collections::HashSet::new();
        let alike = |a: &PlannedRow, b: &PlannedRow| a.row.printed_unit == b.row.printed_unit;
        let units = self.rows.chunk_by(alike);
        let units = units.map(|rows| rows[0].row.printed_unit.as_str());
        units.filter(|unit| seen.insert(*unit)).collect()
    }
}
