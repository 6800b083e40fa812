//! 表格: where things are on the page. Drawing, the mouse and scrolling ask the same.

use ratatui::layout::{Constraint, Rect};

use crate::tui::layout::{WIDE, across, down, listed};

/// From this width on the sections stand beside the fields.
const SECTIONED: u16 = 80;
/// Cells of the labels of the fields.
const LABEL: usize = 44;
const LABEL_NARROW: usize = 31;

/// 表格.
#[derive(Debug, Clone, Copy)]
pub struct FormAreas {
    /// How much is filled in, the sections, the other forms, where there is room beside the fields.
    pub sections: Option<Rect>,
    pub list: Rect,
    /// More about the field under the cursor.
    pub detail: Rect,
}

/// Divides the body of a form.
pub fn areas(body: Rect) -> FormAreas {
    let aside = match body.width {
        WIDE.. => 28,
        SECTIONED.. => 22,
        _ => 0,
    };
    let [sections, main] = across(body, [Constraint::Length(aside), Constraint::Min(0)]);
    let detail = if body.height >= 14 { 4 } else { 3 };
    let [list, detail] = down(main, [Constraint::Min(0), Constraint::Length(detail)]);
    FormAreas {
        sections: Some(sections).filter(|area| area.width > 0),
        list: listed(list),
        detail,
    }
}

/// Cells of the labels in a list of this width; the rest is for what stands in the fields.
pub fn label(list: u16) -> usize {
    if list >= 64 {
        LABEL
    } else {
        LABEL_NARROW.min(usize::from(list) / 2)
    }
}

/// Lines above the first section, in the pane of the sections.
pub const ABOVE: u16 = 4;
