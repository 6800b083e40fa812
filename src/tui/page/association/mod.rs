//! 协会: one association with its checklist.

mod act;
mod areas;
mod aside;
mod draw;

use crate::domain::change::HistoryLine;
use crate::domain::finding::Finding;
use crate::domain::id::{AssocIx, ItemIx};
use crate::domain::ledger::{Basis, Ledger};
use crate::domain::model::{Section, Status};
use crate::tui::widget::list::List;

pub use draw::draw;

/// 协会: one association with its checklist.
#[derive(Debug)]
pub struct AssociationPage {
    pub association: AssocIx,
    /// The item under the cursor, and the first row on screen, headings counted.
    pub list: List,
    /// The history may be longer by now.
    pub stale: bool,
    /// The part of an item's id that is typed.
    pub code: String,
    /// Its history, newest first.
    pub history: Vec<HistoryLine>,
    /// What is to be looked back on, of one that was decoupled before.
    pub findings: Vec<Finding>,
    /// The ledger has moved since they were worked out.
    unfound: bool,
}

/// A line of the checklist as it is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChecklistRow {
    /// The heading of a section.
    Section(Section),
    Item(ItemIx),
}

impl ChecklistRow {
    /// The item, on a line that has one.
    pub const fn item(self) -> Option<ItemIx> {
        match self {
            Self::Item(ix) => Some(ix),
            Self::Section(_) => None,
        }
    }
}

impl AssociationPage {
    /// Opens an association on an item, or on the first of its own that is not settled.
    pub fn new(ledger: &Ledger, association: AssocIx, item: Option<ItemIx>) -> Self {
        let mut open = ledger.counted(association);
        let open = || open.find(|item| !item.state.settled()).map(|item| item.ix);
        let item = item.or_else(open).unwrap_or_default();
        Self {
            association,
            list: List {
                cursor: item.into(),
                offset: 0,
            },
            stale: true,
            code: String::new(),
            history: Vec::new(),
            findings: Vec::new(),
            unfound: true,
        }
    }

    /// The item under the cursor.
    pub fn item(&self) -> ItemIx {
        self.list.cursor.into()
    }

    /// It was decoupled before and nobody has recorded anything of it: there is nothing to tick.
    pub fn is_idle(&self, ledger: &Ledger) -> bool {
        ledger.associations()[self.association].status == Status::Decoupled
            && !ledger.checklist(self.association).any(|item| {
                // What a unit does once is shown where there is something to do.
                !item.def.per_unit()
                    && matches!(
                        item.basis,
                        Basis::Record(_) | Basis::Doubted(..) | Basis::Form(..)
                    )
            })
    }

    /// The checklist as it is drawn, with a heading before each section.
    pub fn checklist_rows(&self, ledger: &Ledger) -> Vec<ChecklistRow> {
        let mut rows = Vec::new();
        if self.is_idle(ledger) {
            return rows;
        }
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
}
