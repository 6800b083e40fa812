//! 前后对照: the state before on the left, the state after on the right, line by line.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::MirrorPage;
use super::areas;
use crate::app::clock::local_minute;
use crate::domain::form::mirror::Side;
use crate::tui::model::Ctx;
use crate::tui::page::FormRow;
use crate::tui::widget::paint;
use crate::words;

/// Draws the comparison.
pub fn draw(ctx: &Ctx, page: &MirrorPage, body: Rect, buf: &mut Buffer) -> Position {
    let areas = areas::areas(body);
    paint::line(buf, areas.title, 0, &title(ctx, page));
    paint::line(buf, areas.heading, 0, &heading(ctx, page, areas.list.width));
    let rows = page.rows();
    let end = (page.list.offset + usize::from(areas.list.height)).min(rows.len());
    let mut cursor = areas.list.as_position();
    for (row, at) in (0u16..).zip(page.list.offset.min(end)..end) {
        match rows[at] {
            FormRow::Section(topic) => {
                let title = &ctx.ledger.round().mirror[topic].title;
                let y = areas.list.y + row;
                let band = Rect {
                    y,
                    height: 1,
                    ..areas.list
                };
                buf.set_style(band, ctx.theme.band());
                let line = Line::styled(format!(" {title}"), ctx.theme.strong());
                paint::line(buf, areas.list, row, &line);
            }
            FormRow::Field(line) => {
                let text = pair_line(ctx, page, line, areas.list.width);
                paint::line(buf, areas.list, row, &text);
                if line == page.list.cursor {
                    cursor = mark(ctx, page, areas.list, row, buf);
                }
            }
        }
    }
    let width = usize::from(areas.detail.width);
    buf.set_style(areas.detail, ctx.theme.surface());
    paint::lines(buf, areas.detail, detail(ctx, page, width));
    cursor
}

/// Lights up the line, and the side that keys act on a second time.
fn mark(ctx: &Ctx, page: &MirrorPage, list: Rect, row: u16, buf: &mut Buffer) -> Position {
    let [label, before, after] = areas::mirror_columns(list.width);
    let y = list.y + row;
    let (x, width) = match page.side {
        Side::Before => (list.x + label, before),
        Side::After => (list.x + label + before, after),
    };
    let name = Rect::new(list.x, y, label, 1);
    let side = Rect::new(x, y, width.saturating_sub(1), 1);
    buf.set_style(name.intersection(buf.area), ctx.theme.strong());
    paint::select(buf, side, &ctx.theme);
    side.as_position()
}

fn title(ctx: &Ctx, page: &MirrorPage) -> Line<'static> {
    let about = &ctx.ledger.associations()[page.association];
    let changed = (0..page.lines.len()).filter(|line| page.changed(&ctx.ledger, *line));
    let mut spans = vec![
        Span::styled(" 前后对照", ctx.theme.strong()),
        Span::raw("  "),
        paint::text(&about.name, Style::new()),
        Span::raw(format!("  变化 {}", changed.count())),
    ];
    if !page.findings.is_empty() {
        let text = format!("  问题 {}", page.findings.len());
        spans.push(Span::styled(text, ctx.theme.alert()));
    }
    Line::from(spans)
}

fn heading(ctx: &Ctx, page: &MirrorPage, width: u16) -> Line<'static> {
    let [label, before, after] = areas::mirror_columns(width).map(usize::from);
    let dots = ctx.glyphs.ellipsis;
    let style = |side: Side| {
        if page.side == side {
            ctx.theme.strong()
        } else {
            ctx.theme.faint()
        }
    };
    Line::from(vec![
        paint::cell("", label, dots, Style::new()),
        paint::cell("脱钩前（附件2）", before, dots, style(Side::Before)),
        paint::cell("脱钩后（附件4）", after, dots, style(Side::After)),
    ])
}

/// Label of a line: what the state before asks, else what the state after asks.
fn label<'a>(ctx: &'a Ctx, page: &MirrorPage, line: usize) -> &'a str {
    [Side::Before, Side::After]
        .into_iter()
        .find_map(|side| page.cell(&ctx.ledger, line, side))
        .map_or("", |cell| cell.field.label.trim_end_matches('：'))
}

fn pair_line(ctx: &Ctx, page: &MirrorPage, line: usize, width: u16) -> Line<'static> {
    let [label_width, before, after] = areas::mirror_columns(width).map(usize::from);
    let dots = ctx.glyphs.ellipsis;
    let changed = page.changed(&ctx.ledger, line);
    let problem = page.found(&ctx.ledger, line).next().is_some();
    let (sign, sign_style) = match (problem, changed) {
        (true, _) => ("! ", ctx.theme.alert()),
        (false, true) => ("改", ctx.theme.notice()),
        (false, false) => ("  ", Style::new()),
    };
    let mut spans = vec![
        Span::styled(format!(" {sign}"), sign_style),
        paint::cell(
            label(ctx, page, line),
            label_width.saturating_sub(4),
            dots,
            Style::new(),
        ),
        Span::raw(" "),
    ];
    for (side, width) in [(Side::Before, before), (Side::After, after)] {
        let (text, style) = side_text(ctx, page, line, side, changed);
        spans.push(paint::cell(&text, width.saturating_sub(1), dots, style));
        spans.push(Span::raw(" "));
    }
    Line::from(spans)
}

fn side_text(
    ctx: &Ctx,
    page: &MirrorPage,
    line: usize,
    side: Side,
    changed: bool,
) -> (String, Style) {
    let muted = ctx.theme.faint();
    let Some(cell) = page.cell(&ctx.ledger, line, side) else {
        return (String::new(), muted);
    };
    if !cell.shown {
        return ("（不填）".to_owned(), muted);
    }
    if let Some(record) = cell.record {
        let style = if changed && side == Side::After {
            ctx.theme.notice().patch(ctx.theme.strong())
        } else {
            ctx.theme.strong()
        };
        return (record.value.to_string(), style);
    }
    match page.offer(&ctx.ledger, line, side) {
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

fn detail(ctx: &Ctx, page: &MirrorPage, width: usize) -> Vec<Line<'static>> {
    if page.lines.is_empty() {
        return Vec::new();
    }
    let mut text: Vec<(String, Style)> = Vec::new();
    for finding in page.found(&ctx.ledger, page.list.cursor) {
        let severity = finding.severity.word();
        text.push((
            format!(
                "{} {severity}：{}",
                finding.rule,
                words::finding::message(&ctx.ledger, finding)
            ),
            ctx.theme.alert(),
        ));
    }
    for (side, word) in [(Side::Before, "前"), (Side::After, "后")] {
        let Some(cell) = page.cell(&ctx.ledger, page.list.cursor, side) else {
            continue;
        };
        let style = if side == page.side {
            ctx.theme.strong()
        } else {
            Style::new()
        };
        let label = cell.field.label.trim_end_matches('：');
        text.push((format!("{word} {label}"), style));
        if let Some(record) = cell.record {
            let hidden = if cell.shown {
                ""
            } else {
                "（按所选不填，所填保留而不印）"
            };
            text.push((format!("   {}{hidden}", record.value), style));
            let at = local_minute(record.at);
            text.push((format!("   {} 于 {at} 填写", record.by), ctx.theme.faint()));
        } else if let Some(rows) = page.offer(&ctx.ledger, page.list.cursor, side) {
            text.push((
                format!("   可取用另一边的：{}", words(&rows)),
                ctx.theme.faint(),
            ));
        }
    }
    paint::wrapped(text, width)
}
