//! 总览: where one is among its numbers, milestones and lines.

mod act;
mod areas;
mod burn;
mod draw;
mod head;
mod lists;

use crate::domain::due::DueLine;
use crate::tui::model::Ctx;
use crate::tui::widget::list::List;

pub use draw::{Target, draw, height, targets};

/// A part of the overview that one moves about in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Block {
    /// The numbers at the top.
    Counts,
    /// The milestones on their axis.
    Milestones,
    /// 五分离.
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
    Overdue,
    Soon,
    Later,
    /// 已完成.
    Completed,
    /// How far the checklists of all are.
    Items,
    /// How fast it has to go on.
    Pace,
}

impl Count {
    /// In the order of the screen.
    pub const ALL: [Self; 6] = [
        Self::Overdue,
        Self::Soon,
        Self::Later,
        Self::Completed,
        Self::Items,
        Self::Pace,
    ];
}

/// 总览.
#[derive(Debug)]
pub struct OverviewPage {
    /// Where one is.
    pub block: Block,
    lists: [List; Block::ALL.len()],
}

impl Default for OverviewPage {
    fn default() -> Self {
        Self {
            block: Block::Units,
            lists: [List::default(); Block::ALL.len()],
        }
    }
}

impl OverviewPage {
    /// Where one is in a block.
    pub const fn list_of(&self, block: Block) -> &List {
        &self.lists[block.index()]
    }

    /// Where one is in a block, to be moved.
    pub const fn list_of_mut(&mut self, block: Block) -> &mut List {
        &mut self.lists[block.index()]
    }

    /// The line under the cursor of a block.
    pub const fn at(&self, block: Block) -> usize {
        self.list_of(block).cursor
    }

    /// Lines of a block.
    pub fn lines_in(ctx: &Ctx, block: Block) -> usize {
        let Some(sums) = &ctx.overview.sums else {
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
    pub fn due<'a>(&self, ctx: &'a Ctx) -> Option<&'a DueLine> {
        let sums = ctx.overview.sums.as_ref()?;
        sums.due.get(self.at(Block::Due))
    }
}
