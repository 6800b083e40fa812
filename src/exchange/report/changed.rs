//! What the forms before and after come to over everybody who has filled in both, as a closing paper says it.

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::figure::Members;
use crate::domain::ledger::Ledger;
use crate::report::answers;
use crate::report::table::Media;

/// A number of the forms, before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangedFacts {
    pub topic: String,
    pub field: String,
    /// Associations that have filled in both.
    pub associations: String,
    pub before: String,
    pub after: String,
    pub difference: String,
}

/// The numbers that have become others; the same table as `export answers completion` has them.
pub(super) fn changed(ledger: &Ledger, as_of: NaiveDate) -> Vec<ChangedFacts> {
    let report = answers::of_changes(ledger, Members::City, as_of);
    let columns = report.shown(Media::JSON);
    let facts = report.rows.iter().map(|row| {
        let text = |id: &str| {
            let column = columns.iter().find(|column| column.id == id);
            column.map_or_else(String::new, |column| {
                column.cell(report.on, row).text().into_owned()
            })
        };
        ChangedFacts {
            topic: text("topic"),
            field: text("field"),
            associations: text("associations"),
            before: text("before"),
            after: text("after"),
            difference: text("difference"),
        }
    });
    facts
        .filter(|one| !one.difference.is_empty() && one.difference != "0")
        .collect()
}
