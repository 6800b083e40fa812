//! What all popups are drawn with. No borders: a title bar and a ground of its own.

use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::style::Style;
use ratatui::text::Line;

use crate::text::cells;
use crate::text::lang::Text;
use crate::tui::layout;
use crate::tui::model::Model;
use crate::tui::widget::paint;

/// Lines that a page key moves in a popup.
pub const PAGE: usize = 10;
/// Cells of popups whose lines are short.
pub const WIDTH: u16 = 76;

/// A key, or what else one does, and what comes of it: a word of the footer while a popup is open.
pub type Hint = (Text, Text);

/// A key that has no name of its own in Chinese.
pub const fn hint(key: &'static str, label: Text) -> Hint {
    (Text::same(key), label)
}

/// It is done.
pub const OK: Hint = hint("Enter", text!("确定", "ok"));
/// It is left as it was.
pub const CANCEL: Text = text!("取消", "cancel");
/// There is nothing to be taken back.
pub const CLOSE: Text = text!("关闭", "close");
/// Up and down.
pub const UP_DOWN: Text = text!("上下", "Up/Down");
/// A character is typed.
pub const TYPE: Text = text!("输入", "type");

/// Lines of the header, which is never covered.
const HEADER: u16 = 2;
/// From this height of the terminal on there are blank lines round a title.
const TALL: u16 = 30;

/// Blank lines above the title and at the end, and lines from the title down to what it is the title of.
const fn margins(size: Size) -> (u16, u16) {
    if size.height >= TALL { (1, 2) } else { (0, 1) }
}

/// Lines below its title that a popup has at most. Header and footer stay.
pub fn room(size: Size) -> usize {
    let (above, below) = margins(size);
    let taken = HEADER + 1 + above + below + above;
    size.height.saturating_sub(taken).into()
}

/// Clears the ground of a popup with so many lines below its title, writes the title, and returns
/// the lines, so many cells wide. The accent down its left edge stands in the column before it.
pub fn open(
    model: &Model,
    size: Size,
    (width, lines): (u16, usize),
    title: &str,
    buf: &mut Buffer,
) -> Rect {
    let (above, below) = margins(size);
    let wanted = u16::try_from(lines).unwrap_or(u16::MAX);
    // Header and footer stay.
    let room = Size::new(size.width, size.height.saturating_sub(HEADER + 1));
    let height = wanted.saturating_add(above + below + above);
    let mut area = layout::popup(room, width.saturating_add(3), height);
    area.y += HEADER.min(size.height);
    paint::clear(buf, area, model.theme.popup());
    let theme = &model.theme;
    for y in area.top()..area.bottom() {
        let edge = &mut buf[(area.x, y)];
        edge.set_style(Style::reset().patch(theme.gone()));
        edge.set_symbol(model.glyphs.cursor);
    }
    let inner = Rect {
        x: area.x + 1.min(area.width),
        width: area.width.saturating_sub(2),
        ..area
    };
    let title = cells::shown(title);
    let title = cells::cut(
        &title,
        usize::from(inner.width).saturating_sub(2),
        model.glyphs.ellipsis,
    );
    let title = Line::styled(format!(" {title}"), theme.popup().patch(theme.strong()));
    paint::line(buf, inner, above, &title);
    let used = (above + below).min(inner.height);
    Rect {
        y: inner.y + used,
        height: (inner.height - used).min(wanted),
        ..inner
    }
}

/// Lines of a list that fit into a popup over a terminal of this size.
pub fn list_room(size: Size, entries: usize) -> usize {
    /// What stands above and below a list.
    const AROUND: usize = 3;
    let most = room(size).saturating_sub(AROUND);
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
    let error = cells::shown(error.unwrap_or_default());
    cells::wrap(&error, usize::from(width).saturating_sub(2))
}

/// Writes a line over the whole width: user text, cut to it.
pub fn entry(model: &Model, buf: &mut Buffer, inner: Rect, row: u16, text: &str) {
    let text = cells::pad(
        &cells::shown(text),
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
        paint::select(buf, area, &model.theme);
    }
}

/// How it is said that something could not be taken.
pub fn alert(model: &Model) -> Style {
    model.theme.popup().patch(model.theme.alert())
}
