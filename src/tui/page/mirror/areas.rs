//! 前后对照: where things are on the page. Drawing, the mouse and scrolling ask the same.

use ratatui::layout::{Constraint, Rect};

use crate::domain::form::mirror::Side;
use crate::tui::layout::{beside, down, headed, listed};

/// From this width on what is known of a line stands beside the list.
const ROOMY: u16 = 160;
/// Cells of that pane.
const PANE: u16 = 48;
/// Between the two sides: whether they differ.
pub const MARK: u16 = 5;
/// No column gets more.
const MOST: u16 = 48;

/// 前后对照.
#[derive(Debug, Clone, Copy)]
pub struct MirrorAreas {
    /// How much has changed, how many problems, and the headings of the two sides.
    pub heading: Rect,
    pub list: Rect,
    /// More about the line under the cursor.
    pub detail: Rect,
    /// That stands beside the list.
    pub beside: bool,
}

/// Divides the body of the comparison.
pub fn areas(body: Rect) -> MirrorAreas {
    let side = body.width >= ROOMY;
    let (main, pane) = if side {
        beside(body, PANE)
    } else {
        (body, None)
    };
    let (heading, list) = headed(main);
    if let Some(detail) = pane {
        return MirrorAreas {
            heading,
            list: listed(list),
            detail,
            beside: true,
        };
    }
    let detail = if body.height >= 20 { 6 } else { 5 };
    let [list, detail] = down(list, [Constraint::Min(0), Constraint::Length(detail)]);
    MirrorAreas {
        heading,
        list: listed(list),
        detail,
        beside: false,
    }
}

/// Cells of a line of the comparison: label, the state before, whether they differ, the state after.
pub fn mirror_columns(width: u16) -> [u16; 4] {
    let column = (width.saturating_sub(MARK) / 3).min(MOST);
    [column, column, MARK, column]
}

/// The side of the comparison that a column of the terminal belongs to.
pub fn mirror_side(list: Rect, column: u16) -> Option<Side> {
    let [label, before, ..] = mirror_columns(list.width);
    let column = column.checked_sub(list.x + label)?;
    Some(if column < before {
        Side::Before
    } else {
        Side::After
    })
}
