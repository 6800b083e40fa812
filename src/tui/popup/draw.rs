//! Draws what lies over the screen. No borders: a title bar and a ground of its own.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::{Choices, Picker, Popup, Prompt, draw_columns, draw_export, draw_rows, draw_why};
use crate::app::clock::local_minute;
use crate::app::filter;
use crate::domain::change::HistoryLine;
use crate::text::cells;
use crate::tui::action::{self, Place};
use crate::tui::layout;
use crate::tui::model::Model;
use crate::tui::widget::list::List;
use crate::tui::widget::paint;

/// Lines that a page key moves in a popup.
pub const PAGE: usize = 10;

/// Cells of popups with lists.
pub(super) const WIDTH: u16 = 76;

/// Draws a popup. Returns where one types in it, if anywhere.
pub fn draw(model: &Model, popup: &Popup, area: Rect, buf: &mut Buffer) -> Option<Position> {
    let size = area.as_size();
    match popup {
        Popup::Help(offset) => {
            let lines = help_lines(model);
            let height = u16::try_from(lines.len() + 1).unwrap_or(u16::MAX);
            let area = layout::popup(size, WIDTH, height.min(size.height.saturating_sub(2)));
            let inner = ground(model, area, "帮助：按任意键关闭，上下翻看", buf);
            let lines = lines
                .iter()
                .skip(*offset)
                .map(|(key, label)| help_line(model, key, label));
            paint::lines(buf, inner, lines);
            None
        }
        Popup::Confirm(question, _) => {
            let lines = cells::wrap(question, usize::from(WIDTH) - 2);
            let height = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX);
            let area = layout::popup(size, WIDTH, height);
            let inner = ground(model, area, "请确认", buf);
            let style = model.theme.popup();
            let lines = lines
                .into_iter()
                .map(|line| Line::styled(format!(" {line}"), style));
            let keys = Line::styled(" Enter 确定  Esc 取消", model.theme.popup());
            paint::lines(buf, inner, lines.chain([keys]));
            None
        }
        Popup::Choices(choices) => {
            draw_choices(model, choices, size, buf);
            None
        }
        Popup::Export(dialog) => draw_export::draw(model, dialog, size, buf),
        Popup::Why(view) => Some(draw_why::draw(model, view, size, buf)),
        Popup::Rows(rows) => Some(draw_rows::draw(model, rows, size, buf)),
        Popup::Prompt(prompt) => Some(draw_prompt(model, prompt, size, buf)),
        Popup::Units(picker) => Some(draw_picker(model, picker, size, buf)),
        Popup::Milestones(picker) => Some(draw_picker(model, picker, size, buf)),
        Popup::People(picker) => Some(draw_picker(model, picker, size, buf)),
        Popup::Deeds(picker) => Some(draw_picker(model, picker, size, buf)),
        Popup::Views(picker) => Some(draw_picker(model, picker, size, buf)),
        Popup::Columns(dialog) => {
            draw_columns::draw(model, dialog, size, buf);
            None
        }
        Popup::Palette(picker) => Some(draw_picker(model, picker, size, buf)),
        Popup::History(title, lines, list) => {
            draw_history(model, title, lines, *list, size, buf);
            None
        }
    }
}

/// Lines of the list that fit into a popup over a terminal of this size.
pub fn list_room(size: Size, entries: usize) -> usize {
    let most = usize::from(size.height).saturating_sub(6);
    entries.clamp(1, most.max(1))
}

/// Lines of help that fit.
pub fn help_room(size: Size) -> usize {
    usize::from(size.height).saturating_sub(3)
}

/// Lines of help at the place that is open.
pub fn help_len(model: &Model) -> usize {
    help_lines(model).len()
}

/// Heading (no key) or key and label. The roster adds what its search field understands.
fn help_lines(model: &Model) -> Vec<(String, &'static str)> {
    let place = model.place();
    let mut lines = Vec::new();
    for place in place.chain() {
        lines.push((String::new(), place.title()));
        for binding in action::at(place) {
            lines.push((binding.all_keys(), binding.label));
        }
    }
    if place == Place::Roster {
        lines.push((
            String::new(),
            "查找中的条件：空格隔开为并且，逗号为或者，前加 - 为非",
        ));
        lines.extend(filter::help(model.ledger.round()));
    }
    lines
}

fn help_line(model: &Model, key: &str, label: &'static str) -> Line<'static> {
    let base = model.theme.popup();
    if key.is_empty() {
        return Line::styled(format!(" {label}"), base.patch(model.theme.strong()));
    }
    Line::from(vec![
        Span::styled("   ", base),
        paint::cell(
            key,
            20,
            model.glyphs.ellipsis,
            base.patch(model.theme.strong()),
        ),
        Span::styled(label, base),
    ])
}

/// Clears the ground, writes the title bar, and returns what is left.
pub(super) fn ground(model: &Model, area: Rect, title: &str, buf: &mut Buffer) -> Rect {
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

fn draw_prompt(model: &Model, prompt: &Prompt, size: Size, buf: &mut Buffer) -> Position {
    let width = WIDTH.min(size.width);
    let room = usize::from(width).saturating_sub(2);
    let about = cells::wrap(&cells::visible(&prompt.about), room);
    let error = prompt.error.as_deref().unwrap_or_default();
    let error = cells::wrap(&cells::visible(error), room);
    let height = u16::try_from(about.len() + error.len() + 3).unwrap_or(u16::MAX);
    let area = layout::popup(size, width, height);
    let inner = ground(model, area, &prompt.title, buf);
    let base = model.theme.popup();
    let mut row = 0;
    for line in about {
        paint::line(buf, inner, row, &Line::styled(format!(" {line}"), base));
        row += 1;
    }
    let field = Rect::new(
        inner.x + 1,
        inner.y + row.min(inner.height.saturating_sub(1)),
        inner.width.saturating_sub(2),
        1,
    );
    let cursor = prompt.input.draw(buf, field, model.theme.field());
    row += 1;
    let alert = base
        .patch(Style::new().fg(ratatui::style::Color::Red))
        .patch(model.theme.strong());
    for line in error {
        paint::line(buf, inner, row, &Line::styled(format!(" {line}"), alert));
        row += 1;
    }
    paint::line(
        buf,
        inner,
        row,
        &Line::styled(" Enter 确定  Esc 取消", base),
    );
    cursor
}

fn draw_choices(model: &Model, choices: &Choices, size: Size, buf: &mut Buffer) {
    let height = u16::try_from(choices.options.len() + 2).unwrap_or(u16::MAX);
    let area = layout::popup(size, WIDTH, height);
    let inner = ground(model, area, &choices.title, buf);
    let base = model.theme.popup();
    for (row, (option, ticked)) in (0u16..).zip(&choices.options) {
        let sign = if *ticked {
            model.glyphs.tick
        } else {
            model.glyphs.open
        };
        let text = format!("  {sign} {}", cells::visible(option));
        let text = cells::pad(&text, inner.width.into(), model.glyphs.ellipsis);
        paint::line(buf, inner, row, &Line::styled(text, base));
        if usize::from(row) == choices.cursor && row < inner.height {
            let area = Rect::new(inner.x, inner.y + row, inner.width, 1);
            buf.set_style(area, model.theme.cursor());
        }
    }
    let keys = if choices.many {
        " 空格 勾选  Enter 保存  Esc 取消"
    } else {
        " 空格 选择  Enter 保存  Esc 取消"
    };
    let last = u16::try_from(choices.options.len()).unwrap_or(u16::MAX);
    paint::line(buf, inner, last, &Line::styled(keys, base));
}

fn draw_picker<T: Clone>(
    model: &Model,
    picker: &Picker<T>,
    size: Size,
    buf: &mut Buffer,
) -> Position {
    let room = list_room(size, picker.entries.len());
    let height = u16::try_from(room + 3).unwrap_or(u16::MAX);
    let area = layout::popup(size, WIDTH, height);
    let title = format!("{}：输入文字查找，Enter 选定", picker.title);
    let inner = ground(model, area, &title, buf);
    let field = Rect::new(inner.x + 1, inner.y, inner.width.saturating_sub(2), 1);
    let cursor = picker
        .input
        .draw(buf, field.intersection(inner), model.theme.field());
    let dots = model.glyphs.ellipsis;
    let base = model.theme.popup();
    let window = picker.list.window(picker.shown.len(), room);
    for (row, at) in (1u16..).zip(window) {
        let (label, detail, _) = &picker.entries[picker.shown[at]];
        let label_width = usize::from(inner.width).saturating_sub(32);
        let line = Line::from(vec![
            Span::styled(" ", base),
            paint::cell(label, label_width, dots, base),
            Span::styled(" ", base),
            paint::cell(detail, 29, dots, base),
            Span::styled(" ", base),
        ]);
        paint::line(buf, inner, row, &line);
        if at == picker.list.cursor && row < inner.height {
            let area = Rect::new(inner.x, inner.y + row, inner.width, 1);
            buf.set_style(area, model.theme.cursor());
        }
    }
    if picker.shown.is_empty() {
        paint::line(buf, inner, 1, &Line::styled(" 没有匹配的条目", base));
    }
    cursor
}

fn draw_history(
    model: &Model,
    title: &str,
    entries: &[HistoryLine],
    list: List,
    size: Size,
    buf: &mut Buffer,
) {
    let room = list_room(size, entries.len());
    let height = u16::try_from(room + 2).unwrap_or(u16::MAX);
    let area = layout::popup(size, size.width.saturating_sub(4), height);
    let title = format!("{title}：{} 条，最新的在前，Esc 关闭", entries.len());
    let inner = ground(model, area, &title, buf);
    let base = model.theme.popup();
    let dots = model.glyphs.ellipsis;
    for (row, at) in (0u16..).zip(list.window(entries.len(), room)) {
        let entry = &entries[at];
        let text = format!(
            " {:>4} {} {} {}",
            entry.seq,
            local_minute(entry.at),
            entry.by,
            entry.sentence()
        );
        let text = cells::pad(&cells::visible(&text), inner.width.into(), dots);
        paint::line(buf, inner, row, &Line::styled(text, base));
        if at == list.cursor && row < inner.height {
            let area = Rect::new(inner.x, inner.y + row, inner.width, 1);
            buf.set_style(area, model.theme.cursor());
        }
    }
    if entries.is_empty() {
        paint::line(buf, inner, 0, &Line::styled(" 还没有记录", base));
    }
}
