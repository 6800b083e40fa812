//! Draws the choice of columns.

use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::text::Line;

use super::ColumnsDialog;
use super::draw::{WIDTH, ground, list_room};
use crate::text::cells;
use crate::tui::layout;
use crate::tui::model::Model;
use crate::tui::widget::paint;

/// Draws the columns, what can be done with them in the last line.
pub fn draw(model: &Model, dialog: &ColumnsDialog, size: Size, buf: &mut Buffer) {
    let room = list_room(size, dialog.entries.len());
    let height = u16::try_from(room + 2).unwrap_or(u16::MAX);
    let area = layout::popup(size, WIDTH, height);
    let inner = ground(model, area, "名册的列", buf);
    let base = model.theme.popup();
    for (row, at) in (0u16..).zip(dialog.list.window(dialog.entries.len(), room)) {
        let (column, on) = &dialog.entries[at];
        let sign = if *on {
            model.glyphs.tick
        } else {
            model.glyphs.open
        };
        let title = cells::pad(&column.title, 20, model.glyphs.ellipsis);
        let text = format!("  {sign} {title} {}", column.id);
        let text = cells::pad(&text, inner.width.into(), model.glyphs.ellipsis);
        paint::line(buf, inner, row, &Line::styled(text, base));
        if at == dialog.list.cursor && row < inner.height {
            let area = Rect::new(inner.x, inner.y + row, inner.width, 1);
            buf.set_style(area, model.theme.cursor());
        }
    }
    let last = u16::try_from(room).unwrap_or(u16::MAX);
    let keys = " 空格 显示或隐藏  左右 移动  Enter 确定  Delete 恢复通常的列  Esc 取消";
    paint::line(buf, inner, last, &Line::styled(keys, base));
}
