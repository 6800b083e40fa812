//! How a roster was read, for programs.

use serde::Serialize;

use super::WAYS_OUT;
use crate::domain::model::Status;
use crate::exchange::form::reading::Problem;
use crate::exchange::roster::diff::{RosterDiff, RowView};
use crate::exchange::roster::encoding::TextEncoding;
use crate::exchange::roster::found::{Skipped, StatusUse};
use crate::exchange::roster::plan::{ColumnUse, RosterPlan};
use crate::exchange::roster::problem::RosterProblem;

/// What programs get.
#[derive(Serialize)]
pub struct PlanView<'p> {
    kind: &'static str,
    encoding: Option<&'static str>,
    sheet: String,
    header: &'p str,
    columns: &'p [ColumnUse],
    total: usize,
    planned: usize,
    decoupled: usize,
    units: usize,
    statuses: &'p [StatusUse],
    problems: Vec<Problem>,
    notes: Vec<String>,
    skipped: &'p [Skipped],
    rows: Vec<PlacedRow>,
    diff: PlacedDiff,
}

impl<'p> PlanView<'p> {
    /// A roster, and how it differs from that of the ledger.
    pub fn new(plan: &'p RosterPlan, diff: &RosterDiff) -> Self {
        let hints = plan.hints.iter().map(|hint| WAYS_OUT.said(hint));
        Self {
            kind: plan.kind.shown(),
            encoding: plan.encoding.map(TextEncoding::name),
            sheet: plan.sheet_name(),
            header: &plan.header,
            columns: &plan.columns,
            total: plan.rows.len(),
            planned: plan.count(Status::Planned),
            decoupled: plan.count(Status::Decoupled),
            units: plan.units().len(),
            statuses: &plan.statuses,
            problems: plan.problems.iter().map(as_read).collect(),
            notes: plan.notes.iter().cloned().chain(hints).collect(),
            skipped: &plan.skipped,
            rows: plan.views().map(|row| PlacedRow::new(plan, row)).collect(),
            diff: PlacedDiff::new(plan, diff),
        }
    }
}

/// A row and what a person calls its place.
#[derive(Serialize)]
struct PlacedRow {
    place: String,
    #[serde(flatten)]
    row: RowView,
}

impl PlacedRow {
    fn new(plan: &RosterPlan, row: RowView) -> Self {
        let place = plan.place(&row);
        Self { place, row }
    }
}

#[derive(Serialize)]
struct PlacedDiff {
    new: Vec<PlacedRow>,
    gone: Vec<PlacedRow>,
    changed: Vec<PlacedChange>,
    same: usize,
}

#[derive(Serialize)]
struct PlacedChange {
    old: PlacedRow,
    new: PlacedRow,
}

impl PlacedDiff {
    fn new(plan: &RosterPlan, diff: &RosterDiff) -> Self {
        let placed = |row: &RowView| PlacedRow::new(plan, row.clone());
        let changed = diff.changed.iter().map(|pair| PlacedChange {
            old: placed(&pair.old),
            new: placed(&pair.new),
        });
        Self {
            new: diff.new.iter().map(placed).collect(),
            gone: diff.gone.iter().map(placed).collect(),
            changed: changed.collect(),
            same: diff.same,
        }
    }
}

fn as_read(problem: &RosterProblem) -> Problem {
    Problem {
        place: problem.place.text.clone(),
        message: WAYS_OUT.said(problem),
    }
}
