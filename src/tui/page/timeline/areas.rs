//! 时间轴: where things are on the page. Drawing, the mouse and scrolling ask the same.

use ratatui::layout::{Constraint, Rect};

use crate::tui::layout::{ROOMY, across, down};

/// Cells of what is said of a milestone, where what is due stands beside it.
const DETAIL: u16 = 68;
/// What is due gets no more.
const DUE: u16 = 70;

/// 时间轴.
#[derive(Debug, Clone, Copy)]
pub struct TimelineAreas {
    /// The axis to scale.
    pub axis: Rect,
    /// What the as-of date is about.
    pub day: Rect,
    pub heading: Rect,
    pub list: Rect,
    /// More about the one under the cursor.
    pub detail: Rect,
    /// What is due, below a heading; empty where there is no room.
    pub due: Rect,
}

/// Divides the body of the timeline.
pub fn areas(body: Rect, milestones: usize) -> TimelineAreas {
    let rows = u16::try_from(milestones).unwrap_or(u16::MAX);
    // A low terminal gives the axis up first, then the details.
    let (axis, day) = match body.height.saturating_sub(rows) {
        ..5 => (0, 0),
        5 => (2, 0),
        6..18 => (2, 1),
        _ => (5, 1),
    };
    let [axis, day, heading, list, rest] = down(
        body,
        [
            Constraint::Length(axis),
            Constraint::Length(day),
            Constraint::Length(1),
            Constraint::Length(rows.min(body.height.saturating_sub(axis + day + 1))),
            Constraint::Min(0),
        ],
    );
    let apart = u16::from(rest.height >= 16);
    let [_, rest] = down(rest, [Constraint::Length(apart), Constraint::Min(0)]);
    let (detail, due) = if body.width >= ROOMY {
        let parts = [
            Constraint::Length(DETAIL),
            Constraint::Length(3),
            Constraint::Min(0),
        ];
        let [detail, _, due] = across(rest, parts);
        (detail, due)
    } else {
        let due = if rest.height >= 12 {
            rest.height / 2
        } else {
            0
        };
        let [detail, due] = down(rest, [Constraint::Min(0), Constraint::Length(due)]);
        (detail, due)
    };
    let due = Rect {
        width: due.width.min(DUE),
        ..due
    };
    TimelineAreas {
        axis,
        day,
        heading,
        list,
        detail,
        due,
    }
}
