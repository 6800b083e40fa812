//! 名单: the associations that a number of the overview counts, and what each of them owes.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Line;

use super::DrillDownPage;
use crate::tui::layout;
use crate::tui::model::Ctx;
use crate::tui::screen::mark_cursor;
use crate::tui::widget::paint;

/// Draws the list.
pub fn draw(ctx: &Ctx, page: &DrillDownPage, body: Rect, buf: &mut Buffer) -> Position {
    let areas = layout::titled_list(body, layout::DRILL_DOWN_TITLE);
    let title = t!(
        " {}  {} 家",
        " {}  {}",
        page.question.title(&ctx.ledger),
        page.rows.len()
    );
    let title = Line::styled(title, ctx.theme.strong());
    paint::line(buf, areas.title, 0, &title);
    let table = DrillDownPage::table(ctx, areas.list.width);
    paint::line(buf, areas.heading, 0, &table.heading(ctx, &page.sorted));
    let window = page.list.window(page.rows.len(), areas.list.height.into());
    let start = window.start;
    for (at, row) in (0u16..).zip(&page.rows[window]) {
        paint::line(buf, areas.list, at, &table.line(ctx, row, Style::new()));
    }
    let line = page.list.cursor.saturating_sub(start);
    mark_cursor(ctx, areas.list, line, buf)
}
