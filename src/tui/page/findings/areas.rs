//! 问题: where things are on the page. Drawing, the mouse and scrolling ask the same.

use ratatui::layout::{Constraint, Rect};

use crate::tui::layout::down;

/// 问题.
#[derive(Debug, Clone, Copy)]
pub struct FindingsAreas {
    /// Kinds, with how many there are.
    pub chips: Rect,
    pub heading: Rect,
    pub list: Rect,
    /// Everything about the one under the cursor.
    pub detail: Rect,
}

/// Divides the body of the findings. What stands against what wants about as much room as the
/// list.
pub fn areas(body: Rect) -> FindingsAreas {
    let detail = match body.height {
        30.. => 12,
        18.. => 9,
        14.. => 6,
        _ => 4,
    };
    let [chips, heading, list, _, detail] = down(
        body,
        [
            Constraint::Length(1),
            Constraint::Length(1),
            Constraint::Min(0),
            Constraint::Length(1),
            Constraint::Length(detail),
        ],
    );
    FindingsAreas {
        chips,
        heading,
        list,
        detail,
    }
}
