//! 问题: what was found, the worst first, and below it what stands against what.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::FindingsPage;
use super::areas;
use crate::app::clock::local_minute;
use crate::domain::finding::{Decision, Finding, Kind};
use crate::report::findings as report;
use crate::text::cells;
use crate::tui::model::Ctx;
use crate::tui::screen::table::ListTable;
use crate::tui::screen::{mark_cursor, source};
use crate::tui::widget::paint;
use crate::words::finding::{self as words, SideText};

/// Draws the page.
pub fn draw(ctx: &Ctx, page: &FindingsPage, body: Rect, buf: &mut Buffer) -> Position {
    let areas = areas::areas(body);
    paint::line(buf, areas.chips, 0, &chips(ctx, page));
    let width = usize::from(areas.list.width);
    let table = ListTable::new(ctx, report::columns(), width);
    paint::line(buf, areas.heading, 0, &table.heading(ctx));
    let findings = &page;
    let window = findings
        .list
        .window(findings.lines.len(), areas.list.height.into());
    let start = window.start;
    for (at, line) in (0u16..).zip(window) {
        if let Some(one) = findings.at(&ctx.ledger, line) {
            let plain = if one.open(&ctx.ledger) {
                Style::new()
            } else {
                ctx.theme.faint()
            };
            paint::line(buf, areas.list, at, &table.line(ctx, &one, plain));
        }
    }
    if let Some(one) = findings.current(&ctx.ledger) {
        let lines = detail(ctx, &one, areas.detail.width.into());
        buf.set_style(areas.detail, ctx.theme.surface());
        paint::lines(buf, areas.detail, lines);
    } else {
        let text = match searching(ctx, page) {
            Some(text) if !findings.known() => format!(" {text}"),
            _ if findings.all => " 没有这一类问题".to_owned(),
            _ => " 没有待处理的问题，按 s 看全部".to_owned(),
        };
        let line = Line::styled(text, ctx.theme.notice());
        paint::line(buf, areas.list, 0, &line);
    }
    let cursor = findings.list.cursor.saturating_sub(start);
    mark_cursor(ctx, areas.list, cursor, buf)
}

/// 正在查找 37%; `None` when everything is found.
fn searching(ctx: &Ctx, page: &FindingsPage) -> Option<String> {
    let reached = page.reached(&ctx.ledger)?;
    Some(format!("正在查找 {reached}%"))
}

/// How many of each kind, the one that is shown lit up. Nothing is counted before all is found.
fn chips(ctx: &Ctx, page: &FindingsPage) -> Line<'static> {
    let findings = &page;
    let mut spans = Vec::new();
    let mut chip = |word: &str, count: usize, shown: bool| {
        let style = match (shown, count) {
            (true, _) => ctx.theme.chip(),
            (false, 0) => ctx.theme.faint(),
            (false, _) => Style::new(),
        };
        let text = if findings.known() {
            format!(" {word} {count} ")
        } else {
            format!(" {word} ")
        };
        spans.push(Span::styled(text, style));
    };
    let all = if findings.all { "全部" } else { "待处理" };
    chip(all, findings.count(), findings.kind.is_none());
    for (kind, count) in Kind::ALL.into_iter().zip(findings.counts) {
        chip(kind.short(), count, findings.kind == Some(kind));
    }
    // What was found before the ledger moved on stands until it is found anew.
    if let Some(text) = searching(ctx, page).filter(|_| findings.known()) {
        spans.push(Span::styled(format!("  {text}"), ctx.theme.notice()));
    }
    Line::from(spans)
}

/// Everything about one finding.
fn detail(ctx: &Ctx, one: &Finding, width: usize) -> Vec<Line<'static>> {
    let score = if one.score > 0 {
        format!("，合计 {} 分", one.score)
    } else {
        String::new()
    };
    // Rules of our own stand nowhere in the notice.
    let from = source(ctx, &words::cited(one)).map_or(String::new(), |from| format!("  {from}"));
    let kind = format!("{}（{}{score}）{from}", one.rule, one.kind.word());
    let mut lines = paint::wrapped(vec![(kind, ctx.theme.strong())], width);
    let message = (
        words::message(&ctx.ledger, one),
        ctx.theme.light_text(report::light_of(one.severity)),
    );
    lines.extend(paint::wrapped(vec![message], width));
    if let Some(decision) = one.decision(&ctx.ledger) {
        let said = (decided(decision), ctx.theme.notice());
        lines.extend(paint::wrapped(vec![said], width));
    }
    let reasons = words::reasons(&ctx.ledger, one).into_iter().map(|reason| {
        let text = format!(
            "{:>2} 分 {}：{}",
            reason.weight,
            reason.signal.word(),
            reason.message
        );
        (text, Style::new())
    });
    lines.extend(paint::wrapped(reasons.collect(), width));
    lines.extend(sides(ctx, &words::sides(&ctx.ledger, one), width));
    let advice = (
        format!("建议 {}", words::advice(&ctx.ledger, one)),
        Style::new(),
    );
    lines.extend(paint::wrapped(vec![advice], width));
    lines
}

/// What stands against what, two beside each other.
fn sides(ctx: &Ctx, sides: &[SideText], width: usize) -> Vec<Line<'static>> {
    let column = width.saturating_sub(3) / 2;
    let muted = ctx.theme.faint();
    let mut lines = Vec::new();
    for pair in sides.chunks(2) {
        let cells: Vec<Vec<(String, Style)>> = pair
            .iter()
            .map(|side| {
                let wrapped = |text: &str, style: Style| {
                    let lines = cells::wrap(&cells::visible(text), column).into_iter();
                    lines.map(move |line| (line, style))
                };
                let heading = format!("{}：{}", side.at, side.label);
                wrapped(&heading, muted)
                    .chain(wrapped(&side.value, ctx.theme.strong()))
                    .collect()
            })
            .collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0);
        for at in 0..height {
            let mut spans = Vec::new();
            for cell in &cells {
                let (text, style) = cell.get(at).cloned().unwrap_or_default();
                spans.push(Span::raw(" "));
                spans.push(paint::cell(&text, column, ctx.glyphs.ellipsis, style));
            }
            lines.push(Line::from(spans));
        }
    }
    lines
}

/// Who decided what, when and why.
fn decided(decision: Decision<'_>) -> String {
    let reason = match decision.reason {
        "" => String::new(),
        reason => format!("：{reason}"),
    };
    let again = if decision.overtaken {
        "，其后有改动，重新列出"
    } else {
        ""
    };
    format!(
        "{} {} 于 {} 处理（基准日 {}）{again}{reason}",
        decision.kind.word(),
        decision.by,
        local_minute(decision.at),
        decision.on
    )
}
