//! 协会: where things are on the page. Drawing, the mouse and scrolling ask the same.

use ratatui::layout::{Constraint, Rect};

use crate::tui::layout::{beside, down};

/// 协会.
#[derive(Debug, Clone, Copy)]
pub struct AssociationAreas {
    /// Number, name, status, stage.
    pub title: Rect,
    pub milestones: Rect,
    pub list: Rect,
    /// More about the item under the cursor.
    pub detail: Rect,
    /// What was recorded, in a wide terminal.
    pub history: Option<Rect>,
}

/// Divides the body of an association.
pub fn areas(body: Rect) -> AssociationAreas {
    let [title, milestones, rest] = down(
        body,
        [
            Constraint::Length(1),
            Constraint::Length(2),
            Constraint::Min(0),
        ],
    );
    let (main, side) = beside(rest, 46);
    if let Some(side) = side {
        let [detail, history] = down(side, [Constraint::Length(15), Constraint::Min(0)]);
        return AssociationAreas {
            title,
            milestones,
            list: main,
            detail,
            history: Some(history),
        };
    }
    let detail = if main.height >= 12 { 5 } else { 3 };
    let [list, detail] = down(main, [Constraint::Min(0), Constraint::Length(detail)]);
    AssociationAreas {
        title,
        milestones,
        list,
        detail,
        history: None,
    }
}
