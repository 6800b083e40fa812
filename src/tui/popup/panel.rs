//! What all popups are drawn with. No borders: a title bar and a ground of its own.

use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::style::{Color, Style};
use ratatui::text::Line;

use crate::text::cells;
use crate::tui::layout;
use crate::tui::model::Model;
use crate::tui::widget::paint;

/// Lines that a page key moves in a popup.
pub const PAGE: usize = 10;
/// Cells of popups whose lines are short.
pub const WIDTH: u16 = 76;

/// Clears the ground of a popup with so many lines below its title bar, writes the title, and
/// returns the lines.
pub fn open(
    model: &Model,
    size: Size,
    (width, lines): (u16, usize),
    title: &str,
    buf: &mut Buffer,
) -> Rect {
    let height = u16::try_from(lines + 1).unwrap_or(u16::MAX);
    let area = layout::popup(size, width, height);
    paint::clear(buf, area, model.theme.popup());
    let bar = cells::pad(
        &format!(" {}", cells::visible(title)),
        area.width.into(),
        model.glyphs.ellipsis,
    );
    paint::line(buf, area, 0, &Line::styled(bar, model.theme.popup_title()));
    Rect {
        y: area.y + 1.min(area.height),
        height: area.height.saturating_sub(1),
        ..area
    }
}

/// Lines of a list that fit into a popup over a terminal of this size.
pub fn list_room(size: Size, entries: usize) -> usize {
    let most = usize::from(size.height).saturating_sub(6);
    entries.clamp(1, most.max(1))
}

/// Writes plain lines from a row on; returns the row below them.
pub fn text(buf: &mut Buffer, inner: Rect, mut row: u16, lines: Vec<String>, style: Style) -> u16 {
    for line in lines {
        paint::line(buf, inner, row, &Line::styled(format!(" {line}"), style));
        row = row.saturating_add(1);
    }
    row
}

/// Lines of a popup of this width that say why something could not be taken, if anything.
pub fn wrapped(error: Option<&str>, width: u16) -> Vec<String> {
    let error = cells::visible(error.unwrap_or_default());
    cells::wrap(&error, usize::from(width).saturating_sub(2))
}

/// Writes a line over the whole width: user text, cut to it.
pub fn entry(model: &Model, buf: &mut Buffer, inner: Rect, row: u16, text: &str) {
    let text = cells::pad(
        &cells::visible(text),
        inner.width.into(),
        model.glyphs.ellipsis,
    );
    paint::line(buf, inner, row, &Line::styled(text, model.theme.popup()));
}

/// The sign of an option that is on or off.
pub fn tick(model: &Model, on: bool) -> &'static str {
    if on {
        model.glyphs.tick
    } else {
        model.glyphs.open
    }
}

/// Lights up the line under the cursor.
pub fn light_up(model: &Model, buf: &mut Buffer, inner: Rect, row: u16) {
    if row < inner.height {
        let area = Rect::new(inner.x, inner.y + row, inner.width, 1);
        buf.set_style(area, model.theme.cursor());
    }
}

/// Writes what can be done with keys.
pub fn keys(model: &Model, buf: &mut Buffer, inner: Rect, row: usize, text: &str) {
    let row = u16::try_from(row).unwrap_or(u16::MAX);
    let style = model.theme.popup();
    paint::line(buf, inner, row, &Line::styled(format!(" {text}"), style));
}

/// How it is said that something could not be taken.
pub fn alert(model: &Model) -> Style {
    let base = model.theme.popup();
    base.patch(Style::new().fg(Color::Red))
        .patch(model.theme.strong())
}
