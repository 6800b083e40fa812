//! 表格: where things are on the page. Drawing, the mouse and scrolling ask the same.

use ratatui::layout::{Constraint, Rect};

use crate::tui::layout::{across, down};

/// 表格.
#[derive(Debug, Clone, Copy)]
pub struct FormAreas {
    /// Form, association, how much is filled in.
    pub title: Rect,
    /// The sections, where there is room beside the fields.
    pub sections: Option<Rect>,
    pub list: Rect,
    /// More about the field under the cursor.
    pub detail: Rect,
}

/// Divides the body of a form.
pub fn areas(body: Rect) -> FormAreas {
    let detail = if body.height >= 14 { 5 } else { 3 };
    let [title, main, detail] = down(
        body,
        [
            Constraint::Length(1),
            Constraint::Min(0),
            Constraint::Length(detail),
        ],
    );
    if body.width < 100 {
        return FormAreas {
            title,
            sections: None,
            list: main,
            detail,
        };
    }
    let [sections, list] = across(main, [Constraint::Length(36), Constraint::Min(0)]);
    FormAreas {
        title,
        sections: Some(sections),
        list,
        detail,
    }
}
