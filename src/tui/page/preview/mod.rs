//! The preview of a file that is no form: a roster, a unit's file that has come back.

mod act;
mod draw;

use crate::tui::job::FilePreview;
use crate::tui::widget::list::List;

pub use draw::draw;

/// 预览: what the file would do, line by line.
#[derive(Debug)]
pub struct PreviewPage {
    pub file: FilePreview,
    /// Where one is.
    pub list: List,
}

impl PreviewPage {
    /// Shows what was read.
    pub fn new(file: FilePreview) -> Self {
        let list = List::default();
        Self { file, list }
    }
}
