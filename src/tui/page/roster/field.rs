//! The search field of the roster: what is typed, what it comes to, what could be written.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use super::RosterPage;
use crate::text::cells;
use crate::text::lang::Text;
use crate::tui::model::Ctx;
use crate::tui::widget::input::LineInput;
use crate::tui::widget::paint;

/// The words before the field.
const TITLE: Text = text!(" 查找 ", " find ");
/// Cells of an empty field.
const FIELD: usize = 18;

/// Draws the field while one types. It grows with its text and leaves so many cells. Returns
/// where one types, and the cells that it took.
pub fn field(
    ctx: &Ctx,
    page: &RosterPage,
    field: &LineInput,
    area: Rect,
    leave: usize,
    buf: &mut Buffer,
) -> (Position, u16) {
    let title = cells::width(TITLE.get());
    paint::line(buf, area, 0, &Line::styled(TITLE.get(), ctx.theme.soft()));
    let room = usize::from(area.width).saturating_sub(title + leave);
    let wanted = cells::width(field.text()) + 1;
    let width = wanted.max(FIELD).min(room.max(FIELD));
    let title = u16::try_from(title).unwrap_or(0).min(area.width);
    let width = u16::try_from(width).unwrap_or(u16::MAX);
    let place = Rect::new(
        area.x + title,
        area.y,
        width.min(area.width - title),
        area.height,
    );
    let position = field.draw(buf, place, ctx.theme.field());
    if let Some(fault) = page.shown_fault() {
        field.mark(buf, place, fault.span.clone(), ctx.theme.wrong());
    }
    (position, title + place.width)
}

/// Draws what could be written, the one that Tab takes first. True when there is something.
pub fn suggestions(ctx: &Ctx, page: &RosterPage, area: Rect, buf: &mut Buffer) -> bool {
    let roster = &page;
    let Some(first) = roster.suggestions.first() else {
        return false;
    };
    let mut spans = vec![
        Span::raw(" "),
        Span::styled("Tab", ctx.theme.accent()),
        Span::raw(" "),
        paint::text(&first.text, ctx.theme.chip()),
    ];
    let mut used = 5 + cells::width(&first.text);
    for next in &roster.suggestions[1..] {
        let wide = cells::width(&next.text) + 2;
        if used + wide + 4 > usize::from(area.width) {
            spans.push(Span::raw("  "));
            spans.push(Span::raw(ctx.glyphs.ellipsis));
            break;
        }
        used += wide;
        spans.push(Span::raw("  "));
        spans.push(paint::text(&next.text, ctx.theme.strong()));
    }
    paint::line(buf, area, 0, &Line::from(spans));
    true
}
