//! Draws the answer about a light.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use ratatui::text::{Line, Span};

use super::draw::ground;
use super::why::{self, HEADING, Level, Row, WhyView};
use crate::domain::light::Assessment;
use crate::domain::why::{days, label, note, title};
use crate::text::cells;
use crate::tui::layout;
use crate::tui::model::Model;
use crate::tui::widget::paint;

/// Cells for the words of a light and the days: `逾期未办 逾期 24 天`.
const VERDICT: usize = 24;
/// Cells for what is said of a part.
const NOTE: usize = 12;

/// Draws it and says where the cursor is.
pub fn draw(model: &Model, view: &WhyView, size: Size, buf: &mut Buffer) -> Position {
    let level = &view.level;
    let room = level.room(size);
    let height = u16::try_from(room + 2).unwrap_or(u16::MAX);
    let area = layout::popup(size, why::width(size), height);
    let name = cells::visible(&level.why.title);
    let inner = ground(model, area, &format!("为什么：{name}"), buf);
    let base = model.theme.popup();
    let mut cursor = inner.as_position();
    for (row, at) in (0u16..).zip(level.list.window(level.rows.len(), room)) {
        let line = line(model, level, at, usize::from(inner.width));
        paint::line(buf, inner, row, &line);
        if at == level.list.cursor && row < inner.height {
            let area = Rect::new(inner.x, inner.y + row, inner.width, 1);
            paint::highlight(buf, area, model.theme.cursor());
            cursor = area.as_position();
        }
    }
    let back = if view.depth() > 0 {
        "上一问"
    } else {
        "关闭"
    };
    let more = if level.rows.len() > room {
        "  上下翻看"
    } else {
        ""
    };
    let keys = format!(" Enter 追问所在行或最差的  w Ctrl-W 上一级  Esc {back}{more}");
    let last = u16::try_from(room).unwrap_or(u16::MAX);
    paint::line(buf, inner, last, &Line::styled(keys, base));
    cursor
}

fn line(model: &Model, level: &Level, at: usize, width: usize) -> Line<'static> {
    let base = model.theme.popup();
    let strong = base.patch(model.theme.strong());
    let heading = |text: &str| Span::styled(format!(" {}", cells::pad(text, HEADING, "")), strong);
    let why = &level.why;
    match &level.rows[at] {
        // The sign stands in the colour that it explains.
        Row::Text("灯", text) => {
            let sign = why.assessment.light.sign();
            let rest = text.strip_prefix(sign).unwrap_or(text).to_owned();
            Line::from(vec![
                heading("灯"),
                Span::styled(sign, model.theme.light(why.assessment.light)),
                Span::styled(rest, base),
            ])
        }
        Row::Text(word, text) => Line::from(vec![heading(word), Span::styled(text.clone(), base)]),
        Row::Part(ix) => {
            let part = &why.behind[*ix];
            let dots = model.glyphs.ellipsis;
            let room = width.saturating_sub(1 + HEADING + 2 + 1 + NOTE + VERDICT + 1);
            let name = label(&model.ledger, why.what, part.what);
            Line::from(vec![
                heading(if *ix == 0 { "背后" } else { "" }),
                Span::styled(
                    part.assessment.light.sign(),
                    model.theme.light(part.assessment.light),
                ),
                Span::styled(" ", base),
                paint::cell(&name, room, dots, base),
                Span::styled(" ", base),
                paint::cell(&note(&model.ledger, part), NOTE, dots, base),
                paint::cell(&verdict(model, &part.assessment), VERDICT, dots, base),
            ])
        }
        Row::Within(ix) => {
            let name = title(&model.ledger, why.within[*ix]);
            Line::from(vec![
                heading(if *ix == 0 { "属于" } else { "" }),
                Span::styled(cells::visible(&name).into_owned(), base),
            ])
        }
    }
}

fn verdict(model: &Model, assessment: &Assessment) -> String {
    let days = days(&model.ledger.round().info, assessment).unwrap_or_default();
    format!("{} {days}", assessment.reason.word())
}
