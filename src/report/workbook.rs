//! The whole ledger as a workbook: which reports become its sheets.

use chrono::{DateTime, NaiveDate, Utc};

use super::render::xlsx::{self, BookError, Sheet};
use super::{checklist, findings, milestones, roster, units};
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;

/// The sheets of the ledger as it stands on a day.
pub fn sheets(ledger: &Ledger, as_of: NaiveDate) -> [Box<dyn Sheet + '_>; 5] {
    let everybody: Vec<AssocIx> = ledger.associations().keys().collect();
    [
        Box::new(roster::report(ledger, everybody, as_of)),
        Box::new(units::report(ledger, as_of)),
        Box::new(milestones::report(ledger, as_of)),
        Box::new(checklist::of_all(ledger, as_of)),
        Box::new(findings::open(ledger, as_of)),
    ]
}

/// Writes all of them. The same ledger at the same moment gives the same bytes.
pub fn write(
    ledger: &Ledger,
    as_of: NaiveDate,
    made_at: DateTime<Utc>,
    mark: &str,
) -> Result<Vec<u8>, BookError> {
    let sheets = sheets(ledger, as_of);
    xlsx::write(
        ledger,
        &sheets.each_ref().map(|one| &**one),
        as_of,
        made_at,
        mark,
    )
}
