//! 调度会: where things are on the page. Drawing, the mouse and scrolling ask the same.

use ratatui::layout::{Constraint, Rect};

use crate::tui::layout::{across, down, listed};

/// From this width on the units stand beside the page.
const WIDE: u16 = 110;
/// Cells of the units, and of a page at most.
const UNITS: u16 = 28;
const PAGE: u16 = 84;

/// 调度会.
#[derive(Debug, Clone, Copy)]
pub struct MeetingAreas {
    /// The units in their order, below a heading.
    pub units: Option<Rect>,
    /// Unit and contact; how far it is.
    pub title: Rect,
    pub list: Rect,
}

/// Divides the body of the meeting.
pub fn areas(body: Rect) -> MeetingAreas {
    let (units, page) = if body.width >= WIDE {
        let parts = [
            Constraint::Length(UNITS),
            Constraint::Length(1),
            Constraint::Min(0),
        ];
        let [units, _, page] = across(body, parts);
        (Some(units), page)
    } else {
        (None, body)
    };
    let page = Rect {
        width: page.width.min(PAGE),
        ..page
    };
    let parts = [
        Constraint::Length(2),
        Constraint::Length(1),
        Constraint::Min(0),
    ];
    let [title, _, list] = down(page, parts);
    MeetingAreas {
        units,
        title,
        list: listed(list),
    }
}
