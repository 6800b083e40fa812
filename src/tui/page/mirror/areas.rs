//! 前后对照: where things are on the page. Drawing, the mouse and scrolling ask the same.

use ratatui::layout::{Constraint, Rect};

use crate::domain::form::mirror::Side;
use crate::tui::layout::down;

/// 前后对照.
#[derive(Debug, Clone, Copy)]
pub struct MirrorAreas {
    /// Association, how much has changed, how many problems.
    pub title: Rect,
    /// Headings of the two sides.
    pub heading: Rect,
    pub list: Rect,
    /// More about the line under the cursor.
    pub detail: Rect,
}

/// Divides the body of the comparison.
pub fn areas(body: Rect) -> MirrorAreas {
    let detail = if body.height >= 20 { 7 } else { 5 };
    let [title, heading, list, detail] = down(
        body,
        [
            Constraint::Length(1),
            Constraint::Length(1),
            Constraint::Min(0),
            Constraint::Length(detail),
        ],
    );
    MirrorAreas {
        title,
        heading,
        list,
        detail,
    }
}

/// Cells of a line of the comparison: signs and label, the state before, the state after.
pub fn mirror_columns(width: u16) -> [u16; 3] {
    let label = (width * 3 / 10).min(40);
    let side = width.saturating_sub(label) / 2;
    [label, side, width - label - side]
}

/// The side of the comparison that a column of the terminal belongs to.
pub fn mirror_side(list: Rect, column: u16) -> Option<Side> {
    let [label, before, _] = mirror_columns(list.width);
    let column = column.checked_sub(list.x + label)?;
    Some(if column < before {
        Side::Before
    } else {
        Side::After
    })
}
