//! 问题: where things are on the page. Drawing, the mouse and scrolling ask the same.

use ratatui::layout::{Constraint, Rect};

use crate::tui::layout::{beside, down, headed, listed};

/// 问题.
#[derive(Debug, Clone, Copy)]
pub struct FindingsAreas {
    /// Kinds, with how many there are.
    pub chips: Rect,
    pub heading: Rect,
    pub list: Rect,
    /// Everything about the one under the cursor.
    pub detail: Rect,
    /// That stands beside the list, with room for all of it.
    pub beside: bool,
}

/// Cells of the pane beside the list.
const PANE: u16 = 45;

/// Divides the body of the findings: what stands against what stands beside the list where there
/// is room, else below it.
pub fn areas(body: Rect) -> FindingsAreas {
    let (chips, rest) = headed(body);
    let (main, side) = beside(rest, PANE);
    let (heading, list) = headed(main);
    if let Some(detail) = side {
        return FindingsAreas {
            chips,
            heading,
            list: listed(list),
            detail,
            beside: true,
        };
    }
    let detail = match body.height {
        30.. => 12,
        18.. => 6,
        _ => 4,
    };
    let [list, detail] = down(list, [Constraint::Min(0), Constraint::Length(detail)]);
    FindingsAreas {
        chips,
        heading,
        list: listed(list),
        detail,
        beside: false,
    }
}
