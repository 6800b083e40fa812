//! 名单: the associations that a number of the overview counts.

mod act;
mod columns;
mod draw;

use chrono::NaiveDate;

use crate::app::overview::{Behind, Question};
use crate::domain::ledger::Ledger;
use crate::report::order::SortedBy;
use crate::report::table::LedgerOn;
use crate::tui::model::Ctx;
use crate::tui::screen::table::ListTable;
use crate::tui::widget::list::List;

pub use draw::draw;

/// The list behind a number.
#[derive(Debug)]
pub struct DrillDownPage {
    /// What the number counts.
    pub question: Question,
    pub rows: Vec<Behind>,
    /// The ledger has moved since they were worked out.
    pub stale: bool,
    /// By which column they are sorted.
    sorted: SortedBy,
    /// Where one is.
    pub list: List,
}

impl DrillDownPage {
    /// Opens the list behind a number.
    pub fn new(ledger: &Ledger, question: Question, as_of: NaiveDate) -> Self {
        Self {
            question,
            rows: Behind::list(ledger, question, as_of),
            stale: false,
            sorted: SortedBy::default(),
            list: List::default(),
        }
    }

    /// Works out the lines again; the cursor stays on its association.
    pub fn relist(&mut self, ledger: &Ledger, as_of: NaiveDate) {
        let here = self.rows.get(self.list.cursor).map(|row| row.association);
        self.rows = Behind::list(ledger, self.question, as_of);
        let on = LedgerOn::new(ledger, as_of);
        let columns = || columns::columns(u16::MAX);
        self.sorted
            .sort(columns, &mut self.rows, |column, row| column.rank(on, row));
        let found = self
            .rows
            .iter()
            .position(|row| Some(row.association) == here);
        self.list.cursor = found.unwrap_or(self.list.cursor);
    }

    /// The list as a table of so many cells.
    fn table(ctx: &Ctx, width: u16) -> ListTable<Behind> {
        ListTable::new(ctx, columns::columns(width), width.into())
    }
}
