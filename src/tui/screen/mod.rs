//! One file for one part of the screen. Everything here reads the model and changes nothing.

pub mod axis;
pub mod due;
pub mod footer;
pub mod header;
pub mod loading;
pub mod people;
pub mod table;
pub mod told;
mod trail;

use ratatui::buffer::{Buffer, CellWidth as _};
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use super::action::Place;
use super::layout::{self, Frame};
use super::model::{Ctx, Model, Tab};
use super::widget::paint;
use crate::domain::model::{Light, Status};
use crate::text::cells;
pub use crate::text::day::left as days;
use crate::words::place;

/// Draws the whole screen and says where the real cursor belongs: at the insertion point of
/// the field one types in, else on the line under the list's cursor, so that the window of an
/// input method always opens where one looks.
pub fn draw(model: &Model, buf: &mut Buffer) -> Option<Position> {
    let _signs = model.signs.hold();
    let cursor = draw_parts(model, buf);
    model.theme.finish(buf);
    cursor
}

fn draw_parts(model: &Model, buf: &mut Buffer) -> Option<Position> {
    let area = buf.area;
    let Some(frame) = layout::frame(area.as_size()) else {
        return too_small(area, buf);
    };
    header::draw(model, frame.header, buf);
    let cursor = match (model.loading, model.opened.is_empty()) {
        (Some(reached), true) if model.tab != Tab::Roster => {
            loading::draw(model, reached.percent, frame, buf)
        }
        _ => {
            let cursor = model.page().draw(model, frame, buf);
            marks(model, frame, buf);
            scroll_bar(model, frame, buf);
            cursor
        }
    };
    let over = model.popup.as_ref().and_then(|open| {
        model.theme.veil(buf);
        open.draw(model, area.as_size(), buf)
    });
    // Its keys are those of what lies over the page.
    let below = footer::draw(model, frame.footer, buf);
    Some(over.or(below).unwrap_or(cursor))
}

/// The signs of marked associations, in the margin of a list. The roster's lines have their own.
fn marks(model: &Model, frame: Frame, buf: &mut Buffer) {
    if model.place() == Place::Roster {
        return;
    }
    let page = model.page();
    let area = page.area(model, frame).intersection(buf.area);
    for y in area.top()..area.bottom() {
        let line = page.line_at(model, frame, Position::new(area.x, y));
        if line.is_some_and(|line| page.is_marked(model, line)) && buf[(area.x, y)].symbol() == " "
        {
            buf[(area.x, y)].set_symbol(model.glyphs.marked);
        }
    }
}

/// Which part of a list is seen, in the column after its lines, where not all of it is.
fn scroll_bar(model: &Model, frame: Frame, buf: &mut Buffer) {
    let page = model.page();
    let area = page.area(model, frame);
    let rows = page
        .rows(model)
        .map_or_else(|| page.len(model), |rows| rows.len());
    let seen = usize::from(area.height);
    if area.is_empty() || area.right() >= frame.body.right() || rows <= seen {
        return;
    }
    let column = Rect {
        x: area.right(),
        width: 1,
        ..area
    };
    paint::scroll_bar(
        buf,
        column,
        &model.theme,
        model.glyphs,
        page.list().offset,
        rows,
    );
}

fn too_small(area: Rect, buf: &mut Buffer) -> Option<Position> {
    let text = t!(
        "窗口太小（{}x{}），请放大到 {}x{} 以上",
        "window too small ({}x{}), make it {}x{} or more",
        area.width,
        area.height,
        layout::SMALLEST.width,
        layout::SMALLEST.height
    );
    for (row, line) in (0..area.height).zip(cells::wrap(&text, area.width.into())) {
        paint::line(buf, area, row, &Line::raw(line));
    }
    (!area.is_empty()).then(|| area.as_position())
}

/// Where in the notice something comes from, in words; `None` when nothing is cited.
pub fn source(ctx: &Ctx, source: &str) -> Option<String> {
    let place = place(&ctx.ledger.round().info.notice, source)?;
    Some(t!("出处 {place}", "source {place}"))
}

/// The sign of a light on its ground.
pub fn light(ctx: &Ctx, light: Light) -> Span<'static> {
    Span::styled(light.sign_text().get(), ctx.theme.light(light))
}

/// Lights up the line under the cursor and says where it is.
pub fn mark_cursor(ctx: &Ctx, list: Rect, line: usize, buf: &mut Buffer) -> Position {
    let row = u16::try_from(line).unwrap_or(u16::MAX);
    if row >= list.height || list.width == 0 {
        return list.as_position();
    }
    let area = Rect::new(list.x, list.y + row, list.width, 1);
    paint::select(buf, area, &ctx.theme);
    let margin = &mut buf[area.as_position()];
    if margin.symbol() == " " {
        if ctx.theme.rich() {
            margin.set_symbol(ctx.glyphs.cursor);
            margin.set_style(ctx.theme.gone());
        } else {
            margin.set_symbol(ctx.glyphs.pointer);
        }
    }
    area.as_position()
}

/// `✓已脱钩`: a sign and the word, so that colour is not the only carrier.
pub fn status(ctx: &Ctx, status: Status) -> String {
    let sign = match status {
        Status::Decoupled => ctx.glyphs.decoupled,
        Status::Planned => ctx.glyphs.planned,
    };
    format!("{sign}{}", status.shown())
}

/// A buffer as lines of text, as a person reads the screen.
pub fn text_of(buffer: &Buffer) -> String {
    let mut text = String::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        let mut line = String::new();
        let mut x = buffer.area.left();
        while x < buffer.area.right() {
            let cell = &buffer[(x, y)];
            line.push_str(cells::told(cell.symbol()));
            // A wide character stands on two cells; the second holds nothing of its own.
            x += cell.cell_width().max(1);
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
