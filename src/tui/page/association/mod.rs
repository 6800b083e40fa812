//! 协会: one association with its checklist.

mod draw;

use crate::domain::change::HistoryLine;
use crate::domain::id::{AssocIx, ItemIx};
use crate::domain::ledger::Ledger;
use crate::domain::model::Section;
use crate::tui::widget::list::List;

pub use draw::draw;

/// 协会: one association with its checklist.
#[derive(Debug)]
pub struct AssociationPage {
    /// Which.
    pub association: AssocIx,
    /// The item under the cursor.
    pub item: ItemIx,
    /// First line of the checklist on screen, headings counted.
    pub offset: usize,
    /// Its history, newest first.
    pub history: Vec<HistoryLine>,
}

/// A line of the checklist as it is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChecklistRow {
    /// The heading of a section.
    Section(Section),
    /// An item.
    Item(ItemIx),
}

impl AssociationPage {
    /// Opens an association on the first item that is not settled.
    pub fn new(ledger: &Ledger, association: AssocIx) -> Self {
        let open = ledger
            .checklist(association)
            .find(|item| !item.state.settled());
        Self {
            association,
            item: open.map_or(ItemIx::default(), |item| item.ix),
            offset: 0,
            history: Vec::new(),
        }
    }

    /// The checklist as it is drawn, with a heading before each section.
    pub fn rows(ledger: &Ledger) -> Vec<ChecklistRow> {
        let mut rows = Vec::new();
        let mut last = None;
        for (ix, item) in ledger.round().items.iter_enumerated() {
            if last != Some(item.section) {
                rows.push(ChecklistRow::Section(item.section));
                last = Some(item.section);
            }
            rows.push(ChecklistRow::Item(ix));
        }
        rows
    }

    /// Keeps the item, and the heading above it, on screen.
    pub fn settle(&mut self, rows: &[ChecklistRow], height: usize) {
        let at = rows
            .iter()
            .position(|row| *row == ChecklistRow::Item(self.item))
            .unwrap_or(0);
        let headed = |row: usize| matches!(rows[row], ChecklistRow::Section(_));
        self.offset = List::settle_headed(self.offset, at, rows.len(), height, headed);
    }
}
