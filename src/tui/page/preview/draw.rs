//! 预览: what a unit's file would do. Nothing is recorded yet.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::PreviewPage;
use crate::tui::layout;
use crate::tui::model::Ctx;
use crate::tui::screen::told;
use crate::tui::widget::paint;

/// Draws the preview.
pub fn draw(ctx: &Ctx, page: &PreviewPage, body: Rect, buf: &mut Buffer) -> Position {
    let areas = layout::titled_list(body, layout::IMPORT_TITLE);
    let title = Line::from(vec![
        Span::styled(s!(" 预览  ", " Preview  "), ctx.theme.strong()),
        paint::text(&page.file.title, Style::new()),
    ]);
    paint::line(buf, areas.title, 0, &title);
    let about = paint::text(&format!(" {}", page.file.about), ctx.theme.faint());
    paint::line(buf, areas.title, 1, &Line::from(about));
    told::draw(ctx, &page.file.lines, &page.list, areas.list, buf)
}
