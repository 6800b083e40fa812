//! A line of what is due, in the overview and below the timeline.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::light;
use crate::app::overview::DueLine;
use crate::text::cells;
use crate::tui::model::Ctx;
use crate::tui::widget::paint;

/// When, what, and how many have not done it.
pub fn due(ctx: &Ctx, line: &DueLine, width: usize) -> Line<'static> {
    let dots = ctx.glyphs.ellipsis;
    let plain = Style::new();
    let missing = format!(" {} 家", line.missing);
    let label = format!("{} {}", line.id, line.label);
    let count = cells::width(&missing).max(8);
    let room = width.saturating_sub(6 + 6 + 3 + count);
    Line::from(vec![
        paint::cell(&format!(" {}", line.when.word()), 6, dots, plain),
        paint::cell(&line.due_on.format("%m-%d").to_string(), 6, dots, plain),
        light(ctx, line.light),
        Span::raw(" "),
        paint::cell(label.trim_start(), room, dots, plain),
        paint::cell_right(&missing, count, dots, plain),
    ])
}
