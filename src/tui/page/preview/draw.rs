//! 预览: what a unit's file would do. Nothing is recorded yet.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::PreviewPage;
use crate::text::glyphs::Glyphs;
use crate::tui::layout;
use crate::tui::model::Ctx;
use crate::tui::screen::mark_cursor;
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
    let width = usize::from(areas.list.width);
    let window = page
        .list
        .window(page.file.lines.len(), areas.list.height.into());
    for (row, at) in (0u16..).zip(window.clone()) {
        let line = &page.file.lines[at];
        let style = if line.trouble {
            ctx.theme.alert()
        } else {
            Style::new()
        };
        // In the signs of the screen: the command line says the same lines.
        let Glyphs {
            arrow, ellipsis, ..
        } = ctx.glyphs;
        let text = line.text.replace('→', arrow).replace("……", ellipsis);
        let line = paint::cell(&format!(" {text}"), width, ellipsis, style);
        paint::line(buf, areas.list, row, &Line::from(line));
    }
    let chosen = page.list.cursor.saturating_sub(window.start);
    mark_cursor(ctx, areas.list, chosen, buf)
}
