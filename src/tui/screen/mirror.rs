//! 前后对照: the state before on the left, the state after on the right, line by line.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::clock::local_minute;
use crate::domain::form::mirror::Side;
use crate::tui::layout;
use crate::tui::model::{FormRow, MirrorView, Model};
use crate::tui::widget::paint;

/// Draws the comparison.
pub fn draw(model: &Model, view: &MirrorView, body: Rect, buf: &mut Buffer) -> Position {
    let areas = layout::mirror(body);
    paint::line(buf, areas.title, 0, &title(model, view));
    paint::line(
        buf,
        areas.heading,
        0,
        &heading(model, view, areas.list.width),
    );
    let rows = view.rows();
    let end = (view.offset + usize::from(areas.list.height)).min(rows.len());
    let mut cursor = areas.list.as_position();
    for (row, at) in (0u16..).zip(view.offset.min(end)..end) {
        match rows[at] {
            FormRow::Section(topic) => {
                let title = &model.ledger.round().mirror[topic].title;
                let line = Line::styled(format!(" {title}"), model.theme.heading());
                paint::line(buf, areas.list, row, &line);
            }
            FormRow::Field(line) => {
                let text = pair_line(model, view, line, areas.list.width);
                paint::line(buf, areas.list, row, &text);
                if line == view.line {
                    cursor = mark(model, view, areas.list, row, buf);
                }
            }
        }
    }
    let width = usize::from(areas.detail.width);
    paint::lines(buf, areas.detail, detail(model, view, width));
    cursor
}

/// Lights up the line, and the side that keys act on a second time.
fn mark(model: &Model, view: &MirrorView, list: Rect, row: u16, buf: &mut Buffer) -> Position {
    let [label, before, after] = layout::mirror_columns(list.width);
    let y = list.y + row;
    let (x, width) = match view.side {
        Side::Before => (list.x + label, before),
        Side::After => (list.x + label + before, after),
    };
    let name = Rect::new(list.x, y, label, 1);
    let side = Rect::new(x, y, width.saturating_sub(1), 1);
    paint::highlight(buf, name, model.theme.strong());
    paint::highlight(buf, side, model.theme.cursor());
    side.as_position()
}

fn title(model: &Model, view: &MirrorView) -> Line<'static> {
    let about = &model.ledger.associations()[view.association];
    let changed = (0..view.lines.len()).filter(|line| view.changed(&model.ledger, *line));
    let mut spans = vec![
        Span::styled(" 前后对照", model.theme.strong()),
        Span::raw("  "),
        paint::text(&about.name, Style::new()),
        Span::raw(format!("  变化 {}", changed.count())),
    ];
    if !view.findings.is_empty() {
        let text = format!("  问题 {}", view.findings.len());
        spans.push(Span::styled(text, model.theme.alert()));
    }
    Line::from(spans)
}

fn heading(model: &Model, view: &MirrorView, width: u16) -> Line<'static> {
    let [label, before, after] = layout::mirror_columns(width).map(usize::from);
    let dots = model.glyphs.ellipsis;
    let style = |side: Side| {
        if view.side == side {
            model.theme.strong()
        } else {
            model.theme.muted()
        }
    };
    Line::from(vec![
        paint::cell("", label, dots, Style::new()),
        paint::cell("脱钩前（附件2）", before, dots, style(Side::Before)),
        paint::cell("脱钩后（附件4）", after, dots, style(Side::After)),
    ])
}

/// Label of a line: what the state before asks, else what the state after asks.
fn label<'a>(model: &'a Model, view: &MirrorView, line: usize) -> &'a str {
    [Side::Before, Side::After]
        .into_iter()
        .find_map(|side| view.cell(&model.ledger, line, side))
        .map_or("", |cell| cell.field.label.trim_end_matches('：'))
}

fn pair_line(model: &Model, view: &MirrorView, line: usize, width: u16) -> Line<'static> {
    let [label_width, before, after] = layout::mirror_columns(width).map(usize::from);
    let dots = model.glyphs.ellipsis;
    let changed = view.changed(&model.ledger, line);
    let problem = view.found(&model.ledger, line).next().is_some();
    let (sign, sign_style) = match (problem, changed) {
        (true, _) => ("! ", model.theme.alert()),
        (false, true) => ("改", model.theme.notice()),
        (false, false) => ("  ", Style::new()),
    };
    let mut spans = vec![
        Span::styled(format!(" {sign}"), sign_style),
        paint::cell(
            label(model, view, line),
            label_width.saturating_sub(4),
            dots,
            Style::new(),
        ),
        Span::raw(" "),
    ];
    for (side, width) in [(Side::Before, before), (Side::After, after)] {
        let (text, style) = side_text(model, view, line, side, changed);
        spans.push(paint::cell(&text, width.saturating_sub(1), dots, style));
        spans.push(Span::raw(" "));
    }
    Line::from(spans)
}

fn side_text(
    model: &Model,
    view: &MirrorView,
    line: usize,
    side: Side,
    changed: bool,
) -> (String, Style) {
    let muted = model.theme.muted();
    let Some(cell) = view.cell(&model.ledger, line, side) else {
        return (String::new(), muted);
    };
    if !cell.shown {
        return ("（不填）".to_owned(), muted);
    }
    if let Some(record) = cell.record {
        let style = if changed && side == Side::After {
            model.theme.notice().patch(model.theme.strong())
        } else {
            model.theme.strong()
        };
        return (record.value.to_string(), style);
    }
    match view.offer(&model.ledger, line, side) {
        Some(rows) => (format!("可取：{}", words(&rows)), muted),
        None if cell.field.optional => ("（无）".to_owned(), muted),
        None => ("-".to_owned(), muted),
    }
}

/// Rows of cells in one line.
fn words(rows: &[Vec<String>]) -> String {
    let rows: Vec<String> = rows.iter().map(|row| row.join("|")).collect();
    rows.join("；")
}

fn detail(model: &Model, view: &MirrorView, width: usize) -> Vec<Line<'static>> {
    if view.lines.is_empty() {
        return Vec::new();
    }
    let mut text: Vec<(String, Style)> = Vec::new();
    for finding in view.found(&model.ledger, view.line) {
        let severity = finding.severity.word();
        text.push((
            format!("{} {severity}：{}", finding.rule, finding.message),
            model.theme.alert(),
        ));
    }
    for (side, word) in [(Side::Before, "前"), (Side::After, "后")] {
        let Some(cell) = view.cell(&model.ledger, view.line, side) else {
            continue;
        };
        let style = if side == view.side {
            model.theme.strong()
        } else {
            Style::new()
        };
        let label = cell.field.label.trim_end_matches('：');
        text.push((format!("{word} {} {label}", cell.field.id), style));
        if let Some(record) = cell.record {
            let hidden = if cell.shown {
                ""
            } else {
                "（按所选不填，所填保留而不印）"
            };
            text.push((format!("   {}{hidden}", record.value), style));
            let at = local_minute(record.at);
            text.push((
                format!("   {} 于 {at} 填写", record.by),
                model.theme.muted(),
            ));
        } else if let Some(rows) = view.offer(&model.ledger, view.line, side) {
            text.push((
                format!("   可取用另一边的：{}", words(&rows)),
                model.theme.muted(),
            ));
        }
    }
    paint::wrapped(text, width)
}
