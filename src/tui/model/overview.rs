//! 总览, and the list behind one of its numbers.

use chrono::NaiveDate;

use crate::app::overview::{Behind, Deeds, DueLine, Overview, Question};
use crate::domain::ledger::{Ledger, Moved};
use crate::tui::widget::list::List;

/// A part of the overview that one moves about in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Block {
    /// The numbers at the top.
    Counts,
    /// The milestones on their axis.
    Milestones,
    /// 五项分离.
    Separations,
    /// 到期.
    Due,
    /// 最近改动.
    Changes,
    /// Units by what they owe.
    Units,
}

impl Block {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Counts,
        Self::Milestones,
        Self::Separations,
        Self::Due,
        Self::Changes,
        Self::Units,
    ];

    /// Its lines stand below each other and scroll.
    pub const fn scrolls(self) -> bool {
        !matches!(self, Self::Counts | Self::Milestones)
    }

    const fn index(self) -> usize {
        self as usize
    }
}

/// A number at the top.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// Everybody.
    Total,
    /// 已脱钩.
    Decoupled,
    /// 拟脱钩.
    Planned,
    /// 已完成.
    Completed,
    /// Past due.
    Overdue,
    /// Due soon.
    Soon,
    /// Due later.
    Later,
    /// How fast it has to go on.
    Pace,
}

impl Count {
    /// In the order of the screen.
    pub const ALL: [Self; 8] = [
        Self::Total,
        Self::Decoupled,
        Self::Planned,
        Self::Completed,
        Self::Overdue,
        Self::Soon,
        Self::Later,
        Self::Pace,
    ];
}

/// 总览.
#[derive(Debug)]
pub struct OverviewView {
    /// The sums; `None` until they have been worked out for the first time.
    pub sums: Option<Box<Overview>>,
    /// The ledger or the as-of date has moved since.
    pub stale: bool,
    /// What of the ledger has.
    moved: Moved,
    /// Where one is.
    pub block: Block,
    lists: [List; Block::ALL.len()],
}

impl Default for OverviewView {
    fn default() -> Self {
        Self {
            sums: None,
            stale: true,
            moved: Moved::default(),
            block: Block::Units,
            lists: [List::default(); Block::ALL.len()],
        }
    }
}

impl OverviewView {
    /// The ledger has moved.
    pub fn follow(&mut self, moved: &Moved) {
        self.stale = true;
        self.moved.add(moved.clone());
    }

    /// Brings the sums up to the ledger, with what was done.
    pub fn take(&mut self, ledger: &Ledger, deeds: Deeds, as_of: NaiveDate) {
        let moved = std::mem::take(&mut self.moved);
        self.stale = false;
        match &mut self.sums {
            Some(sums) if sums.as_of == as_of => sums.follow(ledger, deeds, &moved),
            sums => *sums = Some(Box::new(Overview::new(ledger, deeds, as_of))),
        }
    }

    /// Where one is in a block.
    pub const fn list(&self, block: Block) -> List {
        self.lists[block.index()]
    }

    /// Where one is in a block, to be moved.
    pub const fn list_mut(&mut self, block: Block) -> &mut List {
        &mut self.lists[block.index()]
    }

    /// The line under the cursor of a block.
    pub const fn at(&self, block: Block) -> usize {
        self.list(block).cursor
    }

    /// Lines of a block.
    pub fn len(&self, block: Block) -> usize {
        let Some(sums) = &self.sums else {
            return 0;
        };
        match block {
            Block::Counts => Count::ALL.len(),
            Block::Milestones => sums.milestones.len(),
            Block::Separations => sums.separations.len(),
            Block::Due => sums.due.len(),
            Block::Changes => sums.changes.len(),
            Block::Units => sums.units.len(),
        }
    }

    /// The due line under the cursor.
    pub fn due(&self) -> Option<&DueLine> {
        self.sums.as_ref()?.due.get(self.at(Block::Due))
    }
}

/// The list behind a number.
#[derive(Debug)]
pub struct BehindView {
    /// What the number counts.
    pub question: Question,
    /// The lines.
    pub rows: Vec<Behind>,
    /// Where one is.
    pub list: List,
}

impl BehindView {
    /// Opens the list behind a number.
    pub fn new(ledger: &Ledger, question: Question, as_of: NaiveDate) -> Self {
        Self {
            question,
            rows: Behind::list(ledger, question, as_of),
            list: List::default(),
        }
    }

    /// Works out the lines again; the cursor stays on its association.
    pub fn relist(&mut self, ledger: &Ledger, as_of: NaiveDate) {
        let here = self.rows.get(self.list.cursor).map(|row| row.association);
        self.rows = Behind::list(ledger, self.question, as_of);
        let found = self
            .rows
            .iter()
            .position(|row| Some(row.association) == here);
        self.list.cursor = found.unwrap_or(self.list.cursor);
    }
}
