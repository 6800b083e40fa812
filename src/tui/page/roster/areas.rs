//! 名册: where things are on the page. Drawing, the mouse and scrolling ask the same.

use ratatui::layout::{Constraint, Rect};

use super::RosterPage;
use crate::app::listing::{GroupBy, Order};
use crate::tui::layout::{WIDE, beside, down, listed};
use crate::tui::model::Ctx;

/// Cells of a pane.
const PANE: u16 = 42;
/// From this width on there are two of them.
pub const TWO_PANES: u16 = 190;

/// 名册.
#[derive(Debug, Clone, Copy)]
pub struct RosterAreas {
    /// Search field and filters.
    pub chips: Rect,
    pub heading: Rect,
    pub list: Rect,
    /// What is under the cursor, in a wide terminal.
    pub preview: Option<Rect>,
    /// What is open of it, and what was noted, in a very wide one.
    pub open: Option<Rect>,
}

/// Divides the body of the roster. What is in force stands above the list where there is room, or
/// where something is.
pub fn areas(ctx: &Ctx, page: &RosterPage, body: Rect) -> RosterAreas {
    let (rest, open) = if body.width >= TWO_PANES {
        beside(body, PANE)
    } else {
        (body, None)
    };
    let (main, preview) = beside(rest, PANE);
    let chips = body.width >= WIDE || page.in_force(ctx);
    let [chips, heading, list] = down(
        main,
        [
            Constraint::Length(u16::from(chips)),
            Constraint::Length(1),
            Constraint::Min(0),
        ],
    );
    RosterAreas {
        chips,
        heading,
        list: listed(list),
        preview,
        open,
    }
}

impl RosterPage {
    /// The list is not the whole roster as it was printed.
    fn in_force(&self, ctx: &Ctx) -> bool {
        self.typing
            || self.search.is_some()
            || self.view.is_some()
            || !self.filter.is_empty()
            || !ctx.marked.is_empty()
            || ctx.loading.is_some()
            || self.group_by != GroupBy::Unit
            || self.order != Order::default()
    }
}
