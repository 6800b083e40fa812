//! 时间轴: the milestones on a date axis to scale, and as a table.

mod act;
mod areas;
mod dates;
mod draw;
mod missing;

use crate::tui::widget::list::List;

pub use draw::draw;

/// 时间轴.
#[derive(Debug, Default)]
pub struct TimelinePage {
    pub list: List,
}
