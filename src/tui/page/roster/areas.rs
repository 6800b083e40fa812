//! 名册: where things are on the page. Drawing, the mouse and scrolling ask the same.

use ratatui::layout::{Constraint, Rect};

use crate::tui::layout::{beside, down};

/// 名册.
#[derive(Debug, Clone, Copy)]
pub struct RosterAreas {
    /// Search field and filters.
    pub chips: Rect,
    pub heading: Rect,
    pub list: Rect,
    /// What is under the cursor, in a wide terminal.
    pub preview: Option<Rect>,
}

/// Divides the body of the roster.
pub fn areas(body: Rect) -> RosterAreas {
    let (main, preview) = beside(body, 38);
    let [chips, heading, list] = down(
        main,
        [
            Constraint::Length(1),
            Constraint::Length(1),
            Constraint::Min(0),
        ],
    );
    RosterAreas {
        chips,
        heading,
        list,
        preview,
    }
}
