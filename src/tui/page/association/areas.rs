//! 协会: where things are on the page. Drawing, the mouse and scrolling ask the same.

use ratatui::layout::{Constraint, Rect};

use crate::tui::layout::{TALL, WIDE, beside, down, listed};

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

/// Cells of the checklist, in which every item is told in full.
const CHECKLIST: u16 = 100;
/// Cells of the pane beside it.
const PANE: u16 = 41;
const WIDE_PANE: u16 = 60;

/// Divides the body of an association. Where it is narrow, the header says whose it is.
pub fn areas(body: Rect) -> AssociationAreas {
    let title = u16::from(body.width >= WIDE);
    let gap = u16::from(body.height >= TALL);
    let [title, _, milestones, _, rest] = down(
        body,
        [
            Constraint::Length(title),
            Constraint::Length(gap),
            Constraint::Length(1),
            Constraint::Length(gap),
            Constraint::Min(0),
        ],
    );
    let spare = rest.width.saturating_sub(CHECKLIST + 1);
    let (mut main, side) = beside(rest, spare.clamp(PANE, WIDE_PANE));
    if let Some(mut side) = side {
        // Nothing is stretched: what nobody needs stays free at the right.
        main.width = main.width.min(CHECKLIST);
        side.x = main.right() + 1;
        let [detail, history] = down(side, [Constraint::Length(15), Constraint::Min(0)]);
        return AssociationAreas {
            title,
            milestones,
            list: listed(main),
            detail,
            history: Some(history),
        };
    }
    let detail = if main.height >= 12 { 4 } else { 3 };
    let [list, detail] = down(main, [Constraint::Min(0), Constraint::Length(detail)]);
    AssociationAreas {
        title,
        milestones,
        list: listed(list),
        detail,
        history: None,
    }
}
