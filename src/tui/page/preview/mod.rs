//! The preview of a file that is no form: a roster, a unit's file that has come back.

mod act;
mod draw;

use crate::app::describe::PreviewLine;
use crate::domain::command::Command;
use crate::tui::widget::list::List;

pub use draw::draw;

/// 预览: what the file would do, line by line.
#[derive(Debug)]
pub struct PreviewPage {
    /// Name of the file.
    pub title: String,
    /// What it would do.
    pub lines: Vec<PreviewLine>,
    /// What Enter records; `None` = nothing can be recorded, and `why` says why.
    pub command: Option<Command>,
    /// What can be done with it, or why nothing can.
    pub about: String,
    /// Where one is.
    pub list: List,
}
