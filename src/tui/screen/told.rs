//! Lines that are told of a file before anything is made of it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Line;

use super::mark_cursor;
use crate::app::describe::PreviewLine;
use crate::text::glyphs::Glyphs;
use crate::tui::model::Ctx;
use crate::tui::widget::list::List;
use crate::tui::widget::paint;

/// In the signs of the screen: the command line says the same sentences.
pub fn in_signs(ctx: &Ctx, text: &str) -> String {
    let Glyphs {
        arrow, ellipsis, ..
    } = ctx.glyphs;
    text.replace('→', arrow).replace("……", ellipsis)
}

/// How a line is written.
pub fn style(ctx: &Ctx, line: &PreviewLine, plain: Style) -> Style {
    if line.trouble {
        ctx.theme.alert()
    } else {
        plain
    }
}

/// Draws the lines in an area, and says where the cursor is.
pub fn draw(
    ctx: &Ctx,
    lines: &[PreviewLine],
    list: &List,
    area: Rect,
    buf: &mut Buffer,
) -> Position {
    let window = list.window(lines.len(), area.height.into());
    let chosen = list.cursor.saturating_sub(window.start);
    for (row, line) in (0u16..).zip(&lines[window]) {
        let text = format!(" {}", in_signs(ctx, &line.text));
        let style = style(ctx, line, Style::new());
        let line = paint::cell(&text, area.width.into(), ctx.glyphs.ellipsis, style);
        paint::line(buf, area, row, &Line::from(line));
    }
    mark_cursor(ctx, area, chosen, buf)
}
