//! Writing lines into the buffer: cut to the area, user text made safe to show.

use ratatui::buffer::{Buffer, CellWidth as _};
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{LineGauge, Widget as _};

use crate::domain::progress::Tally;
use crate::text::cells;
use crate::tui::theme::Theme;

/// Draws a line at a row of the area, if the area has that row.
pub fn line(buf: &mut Buffer, area: Rect, row: u16, line: &Line<'_>) {
    if row < area.height {
        buf.set_line(area.x, area.y + row, line, area.width);
    }
}

/// Draws lines from the top; what does not fit is left out.
pub fn lines<'a>(buf: &mut Buffer, area: Rect, lines: impl IntoIterator<Item = Line<'a>>) {
    for (row, text) in (0..area.height).zip(lines) {
        line(buf, area, row, &text);
    }
}

/// Paragraphs of user text as lines of an area so many cells wide.
pub fn wrapped(paragraphs: Vec<(String, Style)>, width: usize) -> Vec<Line<'static>> {
    let lines = paragraphs.into_iter().flat_map(|(text, style)| {
        cells::wrap(&cells::visible(&text), width.saturating_sub(2))
            .into_iter()
            .map(move |line| Line::styled(format!(" {line}"), style))
    });
    lines.collect()
}

/// A span of user text without control characters.
pub fn text(text: &str, style: Style) -> Span<'static> {
    Span::styled(cells::visible(text).into_owned(), style)
}

/// A span of exactly so many cells.
pub fn cell(text: &str, width: usize, ellipsis: &str, style: Style) -> Span<'static> {
    Span::styled(cells::pad(&cells::visible(text), width, ellipsis), style)
}

/// A span of exactly so many cells, leaning to the right.
pub fn cell_right(text: &str, width: usize, ellipsis: &str, style: Style) -> Span<'static> {
    Span::styled(
        cells::pad_left(&cells::visible(text), width, ellipsis),
        style,
    )
}

/// Clears the ground of a popup. A wide character that reaches into it from the left is taken
/// away, or its right half would cover the popup's first column (ratatui issue 2526).
pub fn clear(buf: &mut Buffer, area: Rect, style: Style) {
    for y in area.top()..area.bottom() {
        if let Some(x) = area.x.checked_sub(1)
            && buf[(x, y)].cell_width() > 1
        {
            buf[(x, y)].set_symbol(" ");
        }
        for x in area.left()..area.right() {
            buf[(x, y)].reset();
            buf[(x, y)].set_style(style);
        }
    }
}

/// A bar of coloured spaces over an area of one line, filled as far as something is done.
pub fn gauge(buf: &mut Buffer, area: Rect, tally: Tally, theme: Theme) {
    // The gauge leaves a cell for its label, which stays empty.
    let Some(x) = area.x.checked_sub(1) else {
        return;
    };
    let count = |items| f64::from(u32::try_from(items).unwrap_or(u32::MAX));
    let ratio = if tally.total == 0 {
        1.0
    } else {
        (count(tally.done) / count(tally.total)).min(1.0)
    };
    let area = Rect {
        x,
        width: area.width + 1,
        ..area
    };
    LineGauge::default()
        .ratio(ratio)
        .label("")
        .filled_symbol(" ")
        .unfilled_symbol(".")
        .filled_style(theme.fill())
        .unfilled_style(theme.muted())
        .render(area, buf);
}

/// Gives the right half of each wide character the colours of its left half.
///
/// ratatui compares cell by cell, and takes the right half for blank: where a wide character with a
/// ground moves by a cell, it would leave that ground on the terminal. Once a frame, and only where
/// a character is not ASCII.
pub fn join_halves(buf: &mut Buffer) {
    let columns = usize::from(buf.area.width);
    for row in buf.content.chunks_exact_mut(columns.max(1)) {
        for at in 1..row.len() {
            let (left, right) = row.split_at_mut(at);
            let left = &left[at - 1];
            if !left.symbol().is_ascii() && left.cell_width() == 2 {
                right[0].set_style(Style::reset().patch(left.style()));
            }
        }
    }
}

/// Lights up a line. Cells with a ground of their own, such as lights, keep it.
pub fn highlight(buf: &mut Buffer, area: Rect, style: Style) {
    for position in area.intersection(buf.area).positions() {
        let cell = &mut buf[position];
        if cell.bg == Color::Reset {
            cell.set_style(style);
        }
    }
}
