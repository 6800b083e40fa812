//! 前后对照: the state before on the left, the state after on the right, line by line.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::MirrorPage;
use super::areas;
use crate::app::clock::local_minute;
use crate::domain::form::mirror::Side;
use crate::domain::model::Light;
use crate::tui::model::Ctx;
use crate::tui::page::FormRow;
use crate::tui::widget::paint;
use crate::words;

/// Draws the comparison.
pub fn draw(ctx: &Ctx, page: &MirrorPage, body: Rect, buf: &mut Buffer) -> Position {
    let areas = areas::areas(body);
    paint::line(buf, areas.heading, 0, &heading(ctx, page, areas.list.width));
    let rows = page.rows();
    let end = (page.list.offset + usize::from(areas.list.height)).min(rows.len());
    let mut cursor = areas.list.as_position();
    for (row, at) in (0u16..).zip(page.list.offset.min(end)..end) {
        match rows[at] {
            FormRow::Section(topic) => {
                let title = format!(" {}", ctx.ledger.round().mirror[topic].title);
                let width = areas::mirror_columns(areas.list.width).iter().sum::<u16>();
                let line = paint::title(&ctx.theme, &title, "", width.into());
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
    if areas.beside {
        let inside = paint::pane(buf, areas.detail, &ctx.theme);
        let lines = detail(ctx, page, usize::from(inside.width) + 2);
        paint::lines(buf, inside, lines);
    } else {
        buf.set_style(areas.detail, ctx.theme.surface());
        let lines = detail(ctx, page, areas.detail.width.into());
        paint::lines(buf, areas.detail, lines);
    }
    cursor
}

/// Lights up the line, and the side that keys act on a second time.
fn mark(ctx: &Ctx, page: &MirrorPage, list: Rect, row: u16, buf: &mut Buffer) -> Position {
    let [label, before, mark, after] = areas::mirror_columns(list.width);
    let y = list.y + row;
    let (x, width) = match page.side {
        Side::Before => (list.x + label, before),
        Side::After => (list.x + label + before + mark, after),
    };
    let name = Rect::new(list.x, y, label, 1);
    let side = Rect::new(x, y, width, 1);
    buf.set_style(name.intersection(buf.area), ctx.theme.strong());
    paint::select(buf, side, &ctx.theme);
    side.as_position()
}

/// How much has changed and what is wrong, and the two sides.
fn heading(ctx: &Ctx, page: &MirrorPage, width: u16) -> Line<'static> {
    let [label, before, mark, after] = areas::mirror_columns(width).map(usize::from);
    let dots = ctx.glyphs.ellipsis;
    let style = |side: Side| {
        let style = ctx.theme.heading();
        if page.side == side {
            style.patch(ctx.theme.accent())
        } else {
            style
        }
    };
    let lines = 0..page.lines.len();
    let changed = lines
        .filter(|line| page.changed(&ctx.ledger, *line))
        .count();
    let problems = match page.findings.len() {
        0 => String::new(),
        some => t!("  问题 {some}", "  findings {some}"),
    };
    let sums = t!(" 变化 {changed}{problems}", " changes {changed}{problems}");
    Line::from(vec![
        paint::cell(&sums, label, dots, ctx.theme.heading()),
        paint::cell(
            s!("脱钩前（附件2）", "before (Annex 2)"),
            before,
            dots,
            style(Side::Before),
        ),
        paint::cell("", mark, dots, ctx.theme.heading()),
        paint::cell(
            s!("脱钩后（附件4）", "after (Annex 4)"),
            after,
            dots,
            style(Side::After),
        ),
    ])
}

/// Label of a line: what the state before asks, else what the state after asks.
fn label<'a>(ctx: &'a Ctx, page: &MirrorPage, line: usize) -> &'a str {
    [Side::Before, Side::After]
        .into_iter()
        .find_map(|side| page.cell(&ctx.ledger, line, side))
        .map_or("", |cell| cell.field.name())
}

fn pair_line(ctx: &Ctx, page: &MirrorPage, line: usize, width: u16) -> Line<'static> {
    let [name, before, mark, after] = areas::mirror_columns(width).map(usize::from);
    let dots = ctx.glyphs.ellipsis;
    let changed = page.changed(&ctx.ledger, line);
    let rule = page.found(&ctx.ledger, line).next();
    let (sign, style) = match (rule, changed) {
        (Some(finding), _) => (&*finding.rule, ctx.theme.alert()),
        (None, true) => (s!("改", "≠"), ctx.theme.accent()),
        (None, false) => ("", Style::new()),
    };
    let text = |width: usize, (text, style): (String, Style)| {
        [paint::cell(&text, width - 1, dots, style), Span::raw(" ")]
    };
    let label = (format!("  {}", label(ctx, page, line)), ctx.theme.soft());
    let mut spans = Vec::from(text(name, label));
    spans.extend(text(
        before,
        side_text(ctx, page, line, Side::Before, changed),
    ));
    spans.push(paint::cell(sign, mark, dots, style));
    spans.extend(text(
        after,
        side_text(ctx, page, line, Side::After, changed),
    ));
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
        return (s!("（不填）", "(left out)").to_owned(), muted);
    }
    if let Some(record) = cell.record {
        let style = if changed {
            ctx.theme.strong()
        } else {
            Style::new()
        };
        return (record.value.to_string(), style);
    }
    match page.offer(&ctx.ledger, line, side) {
        Some(rows) => (format!("{} {}", ctx.glyphs.from, words(&rows)), muted),
        None if cell.field.optional => (s!("未填（可空）", "empty (optional)").to_owned(), muted),
        None => (
            s!("未填", "empty").to_owned(),
            ctx.theme.light_text(Light::Yellow),
        ),
    }
}

/// Rows of cells in one line.
fn words(rows: &[Vec<String>]) -> String {
    let rows: Vec<String> = rows.iter().map(|row| row.join("|")).collect();
    rows.join(s!("；", "; "))
}

fn detail(ctx: &Ctx, page: &MirrorPage, width: usize) -> Vec<Line<'static>> {
    if page.lines.is_empty() {
        return Vec::new();
    }
    let mut text: Vec<(String, Style)> = Vec::new();
    for finding in page.found(&ctx.ledger, page.list.cursor) {
        let severity = finding.severity.shown();
        text.push((
            t!(
                "{} {severity}：{}",
                "{} {severity}: {}",
                finding.rule,
                words::finding::message(&ctx.ledger, finding)
            ),
            ctx.theme.alert(),
        ));
    }
    for (side, word) in [
        (Side::Before, s!("前", "before")),
        (Side::After, s!("后", "after")),
    ] {
        let Some(cell) = page.cell(&ctx.ledger, page.list.cursor, side) else {
            continue;
        };
        let style = if side == page.side {
            ctx.theme.strong()
        } else {
            Style::new()
        };
        let label = cell.field.name();
        text.push((format!("{word} {label}"), style));
        if let Some(record) = cell.record {
            let hidden = if cell.shown {
                ""
            } else {
                s!(
                    "（按所选不填，所填保留而不印）",
                    " (left out by choice; kept but not printed)"
                )
            };
            text.push((format!("   {}{hidden}", record.value), style));
            let at = local_minute(record.at);
            text.push((
                t!(
                    "   {} 于 {at} 填写",
                    "   filled in by {} at {at}",
                    record.by
                ),
                ctx.theme.faint(),
            ));
        } else if let Some(rows) = page.offer(&ctx.ledger, page.list.cursor, side) {
            text.push((
                t!(
                    "   可取用另一边的：{}",
                    "   can be taken from the other side: {}",
                    words(&rows)
                ),
                ctx.theme.faint(),
            ));
        }
    }
    paint::wrapped(text, width)
}
