//! Draws the dialog before writing files.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::{Color, Style};
use ratatui::text::{Line, Span};

use super::draw::{WIDTH, ground};
use super::export::{self, ExportDialog};
use crate::text::cells;
use crate::tui::layout;
use crate::tui::model::Model;
use crate::tui::widget::paint;

/// Cells of the labels.
const LABEL: u16 = 12;

/// Draws the dialog and says where the real cursor belongs.
pub fn draw(
    model: &Model,
    dialog: &ExportDialog,
    size: Size,
    buf: &mut Buffer,
) -> Option<Position> {
    let width = WIDTH.min(size.width);
    let error = dialog.error.as_deref().unwrap_or_default();
    let error = cells::wrap(&cells::visible(error), usize::from(width).saturating_sub(2));
    let rows = export::Line::ALL.len() + error.len() + 2;
    let area = layout::popup(size, width, u16::try_from(rows).unwrap_or(u16::MAX));
    let inner = ground(model, area, "导出", buf);
    let base = model.theme.popup();
    let dots = model.glyphs.ellipsis;
    let mut cursor = None;
    for (row, line) in (0u16..).zip(export::Line::ALL) {
        let here = line == dialog.line;
        let value = dialog.value(line);
        let turned = here && line != export::Line::Folder;
        let value = if turned {
            format!("< {value} >")
        } else {
            value
        };
        let room = usize::from(inner.width.saturating_sub(LABEL + 1));
        let text = Line::from(vec![
            paint::cell(&format!(" {}", line.label()), LABEL.into(), dots, base),
            paint::cell(&value, room, dots, base),
        ]);
        paint::line(buf, inner, row, &text);
        if here && row < inner.height {
            let field = Rect::new(
                inner.x + LABEL.min(inner.width),
                inner.y + row,
                inner.width.saturating_sub(LABEL + 1),
                1,
            );
            if line == export::Line::Folder {
                cursor = Some(dialog.folder.draw(buf, field, model.theme.field()));
            } else {
                buf.set_style(field, model.theme.cursor());
                cursor = Some(field.as_position());
            }
        }
    }
    let below = u16::try_from(export::Line::ALL.len()).unwrap_or(0);
    let alert = base
        .patch(Style::new().fg(Color::Red))
        .patch(model.theme.strong());
    for (row, line) in (below..).zip(&error) {
        paint::line(buf, inner, row, &Line::styled(format!(" {line}"), alert));
    }
    let last = below + u16::try_from(error.len()).unwrap_or(0);
    let keys = Span::styled(" 上下 换行  左右 更改  Enter 写出  Esc 取消", base);
    paint::line(buf, inner, last, &Line::from(keys));
    cursor
}
