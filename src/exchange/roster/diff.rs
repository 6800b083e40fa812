//! How the roster of a file differs from that of a ledger.

use std::collections::HashMap;

use ecow::EcoString;
use serde::Serialize;

use super::plan::RosterPlan;
use super::spelling::squeeze;
use super::words::RosterColumn;
use crate::domain::ledger::{Ledger, RosterRow};
use crate::domain::model::Status;

/// A row, for people and programs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowView {
    /// Sheet and row of the file, which [`RosterPlan::place`] calls by its name; a row of the ledger has none.
    #[serde(skip)]
    pub at: Option<(u16, u32)>,
    pub no: u32,
    pub name: EcoString,
    pub printed_unit: EcoString,
    pub status: Status,
}

impl RowView {
    pub(super) fn new(at: Option<(u16, u32)>, row: &RosterRow) -> Self {
        Self {
            at,
            no: row.no,
            name: row.name.clone(),
            printed_unit: row.printed_unit.clone(),
            status: row.status,
        }
    }
}

/// How a file's roster differs from that of a ledger. Associations are the same when their
/// names are, whatever the spaces.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RosterDiff {
    /// In the file only.
    pub new: Vec<RowView>,
    /// In the ledger only.
    pub gone: Vec<RowView>,
    /// In both, but not alike.
    pub changed: Vec<ChangedRow>,
    /// In both, and alike.
    pub same: usize,
}

/// An association of which file and ledger say different things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedRow {
    /// In the ledger.
    pub old: RowView,
    /// In the file.
    pub new: RowView,
}

impl ChangedRow {
    /// What differs: label, old, new.
    pub fn differences(&self) -> Vec<(&'static str, String, String)> {
        let (old, new) = (&self.old, &self.new);
        let pairs = [
            (RosterColumn::No, old.no.to_string(), new.no.to_string()),
            (
                RosterColumn::Name,
                old.name.to_string(),
                new.name.to_string(),
            ),
            (
                RosterColumn::Unit,
                old.printed_unit.to_string(),
                new.printed_unit.to_string(),
            ),
            (
                RosterColumn::Status,
                old.status.word().to_owned(),
                new.status.word().to_owned(),
            ),
        ];
        let differ = pairs.into_iter().filter(|(_, old, new)| old != new);
        differ
            .map(|(column, old, new)| (column.label(), old, new))
            .collect()
    }
}

impl RosterDiff {
    /// File and ledger say the same.
    pub const fn is_empty(&self) -> bool {
        self.new.is_empty() && self.gone.is_empty() && self.changed.is_empty()
    }
}

impl RosterPlan {
    /// How the file differs from a ledger.
    pub fn diff(&self, ledger: &Ledger) -> RosterDiff {
        let mut known: HashMap<String, RowView> = ledger
            .associations()
            .keys()
            .map(|ix| {
                let row = ledger.roster_row(ix);
                (squeeze(&row.name).into_owned(), RowView::new(None, &row))
            })
            .collect();
        let mut diff = RosterDiff {
            new: Vec::new(),
            gone: Vec::new(),
            changed: Vec::new(),
            same: 0,
        };
        for new in self.views() {
            match known.remove(&*squeeze(&new.name)) {
                None => diff.new.push(new),
                Some(old) => {
                    let changed = ChangedRow { old, new };
                    if changed.differences().is_empty() {
                        diff.same += 1;
                    } else {
                        diff.changed.push(changed);
                    }
                }
            }
        }
        diff.gone = known.into_values().collect();
        diff.gone.sort_by_key(|row| row.no);
        diff
    }
}
