//! 矩阵: units by milestones.

mod act;
mod draw;

use crate::domain::id::MilestoneIx;
use crate::tui::widget::list::List;

pub use draw::draw;

/// 矩阵: units by milestones.
#[derive(Debug, Default)]
pub struct MatrixPage {
    pub list: List,
    pub column: MilestoneIx,
}
