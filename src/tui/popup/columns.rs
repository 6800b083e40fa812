//! Choosing the columns of the roster and their order.

use crate::app::columns::Column;
use crate::tui::widget::list::List;

/// Every column, those that are shown first, in their order.
#[derive(Debug)]
pub struct ColumnsDialog {
    /// The columns, and whether each is shown.
    pub entries: Vec<(Column, bool)>,
    /// Where one is.
    pub list: List,
}

impl ColumnsDialog {
    /// The columns that are shown now, then the others.
    pub fn new(shown: &[Column], all: Vec<Column>) -> Self {
        let hidden = |column: &Column| !shown.iter().any(|other| other.id == column.id);
        let others = all.into_iter().filter(hidden);
        Self {
            entries: shown
                .iter()
                .map(|column| (column.clone(), true))
                .chain(others.map(|column| (column, false)))
                .collect(),
            list: List::default(),
        }
    }

    /// Shows or hides the column under the cursor.
    pub fn turn(&mut self) {
        if let Some((_, on)) = self.entries.get_mut(self.list.cursor) {
            *on = !*on;
        }
    }

    /// Moves the column under the cursor up or down among the others.
    pub fn shift(&mut self, by: isize) {
        let from = self.list.cursor;
        self.list.step(by, self.entries.len());
        if from < self.entries.len() {
            self.entries.swap(from, self.list.cursor);
        }
    }

    /// What is to be shown; `None` = as usual.
    pub fn chosen(&self) -> Option<Vec<Column>> {
        let on = self.entries.iter().filter(|(_, on)| *on);
        let columns: Vec<Column> = on.map(|(column, _)| column.clone()).collect();
        (!columns.is_empty()).then_some(columns)
    }
}
