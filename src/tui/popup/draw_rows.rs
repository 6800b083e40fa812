//! Draws the editor of a list or table.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::{Color, Style};
use ratatui::text::{Line, Span};

use super::draw::ground;
use super::rows::Rows;
use crate::text::cells;
use crate::tui::layout;
use crate::tui::model::Model;
use crate::tui::widget::paint;

/// Cells of the column with the row's number.
const NUMBER: usize = 5;

/// Draws the editor and says where the real cursor belongs.
pub fn draw(model: &Model, rows: &Rows, size: Size, buf: &mut Buffer) -> Position {
    let room = rows.room(size);
    let height = u16::try_from(room + 6).unwrap_or(u16::MAX);
    let area = layout::popup(size, size.width.saturating_sub(4), height);
    let inner = ground(model, area, rows.title.trim_end_matches('：'), buf);
    let base = model.theme.popup();
    let dots = model.glyphs.ellipsis;
    let column = usize::from(inner.width).saturating_sub(NUMBER) / rows.headings.len().max(1);
    let mut heading = vec![Span::styled(" ".repeat(NUMBER), base)];
    heading.extend(rows.headings.iter().map(|heading| {
        let style = base.patch(model.theme.strong());
        paint::cell(heading, column, dots, style)
    }));
    paint::line(buf, inner, 0, &Line::from(heading));
    let mut cursor = inner.as_position();
    for (line, at) in (1u16..).zip(rows.list.window(rows.lines(), room)) {
        let number = if at < rows.rows.len() {
            format!("{:>3}", at + 1)
        } else {
            "  +".to_owned()
        };
        let mut spans = vec![paint::cell(&format!(" {number}"), NUMBER, dots, base)];
        for place in 0..rows.headings.len() {
            let text = rows.rows.get(at).map_or("", |row| row[place].as_str());
            spans.push(paint::cell(text, column.saturating_sub(1), dots, base));
            spans.push(Span::styled(" ", base));
        }
        paint::line(buf, inner, line, &Line::from(spans));
        if at == rows.list.cursor && line < inner.height {
            let x = inner.x + u16::try_from(NUMBER + rows.column * column).unwrap_or(inner.width);
            let width = u16::try_from(column.saturating_sub(1)).unwrap_or(0);
            let cell = Rect::new(x, inner.y + line, width, 1).intersection(inner);
            buf.set_style(cell, model.theme.cursor());
            cursor = cell.as_position();
        }
    }
    let below = u16::try_from(room + 1).unwrap_or(u16::MAX);
    if let Some(typed) = draw_cell(model, rows, inner, below, buf) {
        cursor = typed;
    }
    cursor
}

/// The whole text of the cell under the cursor, what can be done with it, and what is wrong.
fn draw_cell(
    model: &Model,
    rows: &Rows,
    inner: Rect,
    row: u16,
    buf: &mut Buffer,
) -> Option<Position> {
    let base = model.theme.popup();
    let dots = model.glyphs.ellipsis;
    let heading = rows.headings.get(rows.column).map_or("", String::as_str);
    let label = format!(" 第 {} 行 {heading}：", rows.list.cursor + 1);
    let label = cells::cut(&label, usize::from(inner.width) / 2, dots).into_owned();
    let used = u16::try_from(cells::width(&label)).unwrap_or(inner.width);
    paint::line(buf, inner, row, &Line::styled(label, base));
    let field = Rect::new(
        inner.x + used.min(inner.width),
        inner.y + row.min(inner.height.saturating_sub(1)),
        inner.width.saturating_sub(used + 1),
        1,
    );
    let typed = rows.editing.as_ref().map(|input| {
        let style = model.theme.field();
        input.draw(buf, field, style)
    });
    if typed.is_none() {
        let text = cells::cut(&cells::visible(rows.cell()), field.width.into(), dots).into_owned();
        buf.set_stringn(field.x, field.y, text, field.width.into(), base);
    }
    let alert = base
        .patch(Style::new().fg(Color::Red))
        .patch(model.theme.strong());
    let error = rows.error.as_deref().unwrap_or_default();
    let error = format!(" {}", cells::visible(error));
    paint::line(buf, inner, row + 1, &Line::styled(error, alert));
    let keys = if typed.is_some() {
        " Enter 记下并到下一格  Esc 放弃这一格"
    } else {
        " 输入或 Enter 改这一格  Delete 删除这一行  Ctrl-Z 撤销  Esc 关闭（已随时记录）"
    };
    paint::line(buf, inner, row + 2, &Line::styled(keys, base));
    typed
}
