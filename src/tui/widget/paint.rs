//! Writing lines into the buffer: cut to the area, user text made safe to show.

use ratatui::buffer::{Buffer, CellWidth as _};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::domain::progress::Tally;
use crate::text::cells;
use crate::text::glyphs::Glyphs;
use crate::tui::theme::Theme;

/// Draws a line at a row of the area, if the area has that row.
pub fn line(buf: &mut Buffer, area: Rect, row: u16, line: &Line<'_>) {
    if row < area.height {
        buf.set_line(area.x, area.y + row, line, area.width);
    }
}

/// Divides an area of one row: what is left, and the cells of a line that ends at its right edge.
pub fn before(area: Rect, text: &Line<'_>) -> (Rect, Rect) {
    let width = u16::try_from(text.width()).unwrap_or(u16::MAX);
    let width = width.min(area.width);
    let left = Rect {
        width: area.width - width,
        ..area
    };
    let right = Rect {
        x: left.right(),
        width,
        ..area
    };
    (left, right)
}

/// Writes a line so that it ends at the right edge; what is left before it.
pub fn to_the_right(buf: &mut Buffer, area: Rect, text: &Line<'_>) -> Rect {
    let (left, right) = before(area, text);
    line(buf, right, 0, text);
    left
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
        cells::wrap(&cells::shown(&text), width.saturating_sub(2))
            .into_iter()
            .map(move |line| Line::styled(format!(" {line}"), style))
    });
    lines.collect()
}

/// A text of a user as lines so many cells wide.
pub fn paragraphs(text: &str, style: Style, width: usize) -> Vec<Line<'static>> {
    let lines = cells::wrap(&cells::shown(text), width).into_iter();
    lines.map(|line| Line::styled(line, style)).collect()
}

/// A span of user text without control characters.
pub fn text(text: &str, style: Style) -> Span<'static> {
    Span::styled(cells::shown(text).into_owned(), style)
}

/// A span of exactly so many cells.
pub fn cell(text: &str, width: usize, ellipsis: &str, style: Style) -> Span<'static> {
    Span::styled(cells::pad(&cells::shown(text), width, ellipsis), style)
}

/// A span of exactly so many cells, leaning to the right.
pub fn cell_right(text: &str, width: usize, ellipsis: &str, style: Style) -> Span<'static> {
    Span::styled(cells::pad_left(&cells::shown(text), width, ellipsis), style)
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

/// A bar of so many cells, filled as far as something is done, as the ground of its figure.
pub fn bar(
    theme: &Theme,
    glyphs: &Glyphs,
    tally: Tally,
    width: usize,
    figure: &str,
) -> Vec<Span<'static>> {
    if theme.rich() {
        let text = cells::pad_left(figure, width.saturating_sub(1), "");
        let text = cells::pad(&text, width, "");
        let filled = tally.bar(width);
        let (full, rest) = cells::split_at(&text, filled);
        return vec![
            Span::styled(full.to_owned(), theme.bar()),
            Span::styled(rest.to_owned(), theme.track()),
        ];
    }
    let figure = if figure.is_empty() {
        String::new()
    } else {
        format!(" {figure} ")
    };
    let width = width.saturating_sub(cells::width(&figure));
    let filled = tally.bar(width);
    vec![
        Span::styled(glyphs.filled.repeat(filled), theme.bar()),
        Span::raw(glyphs.empty.repeat(width - filled)),
        Span::raw(figure),
    ]
}

/// The ground of a side pane. Returns what is inside.
pub fn pane(buf: &mut Buffer, area: Rect, theme: &Theme) -> Rect {
    buf.set_style(area, theme.surface());
    let inner = Rect {
        x: area.x + 2.min(area.width),
        y: area.y + 1.min(area.height),
        width: area.width.saturating_sub(4),
        height: area.height.saturating_sub(1),
    };
    inner.intersection(area)
}

/// A scroll bar in a column: which of so many rows are seen.
pub fn scroll_bar(
    buf: &mut Buffer,
    column: Rect,
    theme: &Theme,
    glyphs: &Glyphs,
    offset: usize,
    rows: usize,
) {
    let seen = usize::from(column.height);
    let size = (seen * seen / rows.max(1)).clamp(1, seen);
    let travel = rows.saturating_sub(seen).max(1);
    // The ends are reached only at the ends.
    let at = (offset * (seen - size)).div_ceil(travel).min(seen - size);
    for (row, y) in (column.top()..column.bottom()).enumerate() {
        if (at..at + size).contains(&row) {
            let cell = &mut buf[(column.x, y)];
            if theme.rich() {
                cell.set_style(theme.thumb());
            } else {
                cell.set_symbol(glyphs.cursor);
            }
        }
    }
}

/// A text, and another at the right end of so many cells; the first gives way.
pub fn apart(
    left: &str,
    style: Style,
    right: Span<'static>,
    width: usize,
    ellipsis: &str,
) -> [Span<'static>; 2] {
    let room = width.saturating_sub(right.width());
    let text = cells::pad(&cells::shown(left), room.saturating_sub(1), ellipsis);
    [Span::styled(cells::pad(&text, room, ""), style), right]
}

/// The title of a part, with a hairline to what stands at its right end.
pub fn title(theme: &Theme, text: &str, right: &str, width: usize) -> Line<'static> {
    let text = cells::cut(text, width, "").into_owned();
    let left = width.saturating_sub(cells::width(&text));
    let fits = cells::width(right) < left;
    let right = if fits { right } else { "" };
    let gap = if right.is_empty() { 1 } else { 2 };
    let line = left.saturating_sub(cells::width(right) + gap);
    let mut spans = vec![Span::styled(text, theme.strong())];
    if line >= 4 {
        spans.push(Span::raw(" "));
        spans.push(Span::styled(" ".repeat(line), theme.hairline()));
    } else {
        spans.push(Span::raw(" ".repeat(line + 1)));
    }
    if !right.is_empty() {
        spans.push(Span::raw(" "));
        spans.push(Span::styled(right.to_owned(), theme.faint()));
    }
    Line::from(spans)
}

/// Lights up the line under the cursor.
pub fn select(buf: &mut Buffer, area: Rect, theme: &Theme) {
    for position in area.intersection(buf.area).positions() {
        theme.select(&mut buf[position]);
    }
}
