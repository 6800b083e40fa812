//! 总览: where the round stands.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{mark_cursor, timeline};
use crate::tui::layout::{self, WIDE};
use crate::tui::model::Model;
use crate::tui::widget::paint;

/// Draws the overview.
pub fn draw(model: &Model, body: Rect, buf: &mut Buffer) -> Position {
    let areas = layout::overview(body);
    let wide = areas.list.width >= WIDE;
    paint::line(buf, areas.heading, 0, &timeline::heading(model, wide));
    let milestones = model.ledger.round().milestones().len();
    let window = model.overview.window(milestones, areas.list.height.into());
    let start = window.start;
    for (at, ix) in (0u16..).zip(window) {
        paint::line(buf, areas.list, at, &timeline::row(model, ix, wide));
    }
    let line = model.overview.cursor.saturating_sub(start);
    mark_cursor(model, areas.list, line, buf)
}
