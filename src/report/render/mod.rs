//! Ways to write a report. None of them knows which report it writes.

use chrono::NaiveDate;

use crate::domain::ledger::Ledger;

pub mod csv;
pub mod html;
pub mod json;
pub mod markdown;
pub mod text;
pub mod xlsx;
mod xlsx_cells;
mod xlsx_head;

/// What stands above a report on paper.
fn titled(ledger: &Ledger, name: &str, as_of: NaiveDate) -> String {
    let (year, title) = (ledger.round().info.year, ledger.round().title());
    format!("{year}年{title} {name}（基准日 {as_of}）")
}
