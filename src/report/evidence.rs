//! 依据文件: a row for each file that is evidence of an item, and whether it is still the one that was recorded.

use chrono::NaiveDate;

use super::cell::Cell;
use super::table::{Column, Holds, LedgerOn, Report};
use crate::domain::id::{AssocIx, ItemIx};
use crate::domain::ledger::Ledger;
use crate::text::lang::Text;

/// What stands under the name of a file that is evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EvidenceState {
    /// What was recorded.
    Same,
    /// Another content than was recorded.
    Changed,
    /// Nothing that can be read.
    Missing,
}

impl EvidenceState {
    /// The identifier used in JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Changed => "changed",
            Self::Missing => "missing",
        }
    }

    /// The word for people.
    pub const fn text(self) -> Text {
        match self {
            Self::Same => text!("相符", "same"),
            Self::Changed => text!("内容已变", "changed"),
            Self::Missing => text!("没有找到", "not found"),
        }
    }
}

/// A file that is evidence of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceRow {
    pub association: AssocIx,
    pub item: ItemIx,
    pub file: String,
    pub state: EvidenceState,
}

/// Files that are evidence.
pub fn report(
    ledger: &Ledger,
    rows: Vec<EvidenceRow>,
    as_of: NaiveDate,
) -> Report<'_, EvidenceRow> {
    use Holds::{Number, Text};
    type C = Column<EvidenceRow>;
    let columns = vec![
        C::new("no", s!("序号", "No."), Number, |on, row| {
            on.ledger.associations()[row.association].no.into()
        }),
        C::new("name", s!("名称", "name"), Text, |on, row| {
            on.ledger.name(row.association).into()
        }),
        C::new("item", s!("事项", "item"), Text, |on, row| {
            (&on.ledger.round().items[row.item].id).into()
        }),
        C::new("file", s!("依据文件", "file"), Text, |_, row| {
            (&row.file).into()
        }),
        C::new("state", s!("核对", "check"), Text, |_, row| {
            Cell::word(row.state.id(), row.state.text().get())
        }),
    ];
    let on = LedgerOn::new(ledger, as_of);
    Report::new(s!("依据文件", "Evidence files"), columns, rows, on)
}
