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
use crate::tui::action::{self, Action, Place};
use crate::tui::model::Ctx;
use crate::tui::screen::table::ListTable;
use crate::tui::screen::{mark_cursor, source};
use crate::tui::widget::paint;
use crate::words::finding::{self as words, SideText};

/// Draws the page.
pub fn draw(ctx: &Ctx, page: &FindingsPage, body: Rect, buf: &mut Buffer) -> Position {
    let areas = areas::areas(body);
    paint::line(buf, areas.chips, 0, &chips(ctx, page));
    let table = ListTable::new(ctx, report::columns(), areas.list.width.into());
    paint::line(buf, areas.heading, 0, &table.heading(ctx, &page.sorted));
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
        if areas.beside {
            let inside = paint::pane(buf, areas.detail, &ctx.theme);
            paint::lines(buf, inside, aside(ctx, &one, inside.width.into()));
        } else {
            buf.set_style(areas.detail, ctx.theme.surface());
            paint::lines(
                buf,
                areas.detail,
                detail(ctx, &one, areas.detail.width.into()),
            );
        }
    } else {
        let text = match searching(ctx, page) {
            Some(text) if !findings.known() => format!(" {text}"),
            _ if findings.all => s!(" 没有这一类问题", " no findings of this kind").to_owned(),
            _ => s!(
                " 没有待处理的问题，按 s 看全部",
                " no open findings; s shows all"
            )
            .to_owned(),
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
    Some(t!("正在查找 {reached}%", "looking {reached}%"))
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
    let all = if findings.all {
        s!("全部", "all")
    } else {
        s!("待处理", "open")
    };
    chip(all, findings.count(), findings.kind.is_none());
    for (kind, count) in Kind::ALL.into_iter().zip(findings.counts) {
        // What is to be looked back on is not in the sum.
        let word = if kind == Kind::LookBack {
            s!("另：回头看", "lookback")
        } else {
            kind.short().get()
        };
        chip(word, count, findings.kind == Some(kind));
    }
    // What was found before the ledger moved on stands until it is found anew.
    if let Some(text) = searching(ctx, page).filter(|_| findings.known()) {
        spans.push(Span::styled(format!("  {text}"), ctx.theme.notice()));
    }
    Line::from(spans)
}

/// X16 表间核对, with the sum of a signal.
fn rule(one: &Finding) -> String {
    let score = match one.score {
        0 => String::new(),
        score => t!("，合计 {score} 分", ", {score} points in all"),
    };
    format!("{} {}{score}", one.rule, one.kind.shown())
}

/// What a signal was seen from, the heaviest first.
fn reasons(ctx: &Ctx, one: &Finding) -> Vec<(String, Style)> {
    let reasons = words::reasons(&ctx.ledger, one).into_iter();
    let told = reasons.map(|reason| {
        let (weight, word) = (reason.weight, reason.signal.shown());
        (
            t!(
                "{weight:>2} 分 {word}：{}",
                "{weight:>2} points, {word}: {}",
                reason.message
            ),
            Style::new(),
        )
    });
    told.collect()
}

/// What was decided, and what it says to be wrong.
fn said(ctx: &Ctx, one: &Finding) -> Vec<(String, Style)> {
    let colour = ctx.theme.light_text(report::light_of(one.severity));
    let message = (words::message(&ctx.ledger, one), colour);
    let decision = one.decision(&ctx.ledger);
    let decision = decision.map(|one| (decided(one), ctx.theme.notice()));
    [message].into_iter().chain(decision).collect()
}

/// The most of it, where it stands below the list.
fn detail(ctx: &Ctx, one: &Finding, width: usize) -> Vec<Line<'static>> {
    let mut first = said(ctx, one);
    first[0].0.insert_str(0, &t!("{}：", "{}: ", rule(one)));
    let mut lines = paint::wrapped(first, width);
    lines.extend(paint::wrapped(reasons(ctx, one), width));
    lines.extend(sides(ctx, &words::sides(&ctx.ledger, one), width));
    // Rules of our own stand nowhere in the notice.
    let from = source(ctx, &words::cited(one)).map_or(String::new(), |from| format!("  {from}"));
    let advice = t!(
        "建议 {}{from}",
        "advice {}{from}",
        words::advice(&ctx.ledger, one)
    );
    lines.extend(paint::wrapped(vec![(advice, Style::new())], width));
    lines
}

/// Everything about a finding, one below the other, and what can be done.
fn aside(ctx: &Ctx, one: &Finding, width: usize) -> Vec<Line<'static>> {
    const KEYS: [Action; 4] = [Action::Open, Action::Accept, Action::Fixed, Action::Ignore];
    let theme = &ctx.theme;
    let light = report::light_of(one.severity);
    let text = |text: String, style| paint::paragraphs(&text, style, width);
    let mut lines = vec![
        Line::from(vec![
            Span::styled(
                one.severity.shown(),
                theme.strong().patch(theme.light_text(light)),
            ),
            Span::raw(" "),
            Span::styled(rule(one), theme.soft()),
        ]),
        Line::default(),
    ];
    let subject = one.subject(&ctx.ledger);
    let subject = match one.number(&ctx.ledger) {
        Some(no) => format!("{no} {subject}"),
        None => subject,
    };
    lines.extend(text(subject, theme.strong()));
    let mut said = said(ctx, one);
    // The colour stands above it.
    said[0].1 = Style::new();
    for (said, style) in said {
        lines.extend(text(said, style));
    }
    for (reason, style) in reasons(ctx, one) {
        lines.extend(text(reason, style));
    }
    let sides = words::sides(&ctx.ledger, one);
    if !sides.is_empty() {
        lines.extend([
            Line::default(),
            paint::title(theme, s!("两边所填", "both sides"), "", width),
        ]);
    }
    for (at, side) in sides.into_iter().enumerate() {
        if at > 0 {
            lines.push(Line::default());
        }
        lines.extend(text(side.label, theme.soft()));
        lines.extend(text(side.at, theme.faint()));
        lines.extend(text(side.value, theme.accent()));
    }
    lines.extend([
        Line::default(),
        paint::title(theme, s!("建议", "advice"), "", width),
    ]);
    lines.extend(text(words::advice(&ctx.ledger, one), Style::new()));
    if let Some(from) = source(ctx, &words::cited(one)) {
        lines.extend(text(from, theme.faint()));
    }
    lines.push(Line::default());
    let rows = action::at(Place::Findings).filter(|row| KEYS.contains(&row.action));
    lines.extend(rows.map(|row| {
        let key = cells::pad(&row.first_key(ctx.composing), 7, "");
        Line::from(vec![
            Span::styled(key, theme.accent()),
            Span::styled(row.hint, theme.soft()),
        ])
    }));
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
                    let lines = cells::wrap(&cells::shown(text), column).into_iter();
                    lines.map(move |line| (line, style))
                };
                let heading = t!("{}：{}", "{}: {}", side.at, side.label);
                wrapped(&heading, muted)
                    .chain(wrapped(&side.value, ctx.theme.accent()))
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
        reason => t!("：{reason}", ": {reason}"),
    };
    let again = if decision.overtaken {
        s!("，其后有改动，重新列出", ", changed since, listed again")
    } else {
        ""
    };
    t!(
        "{} {} 于 {} 处理（基准日 {}）{again}{reason}",
        "{}, decided by {} on {} (as of {}){again}{reason}",
        decision.kind.shown(),
        decision.by,
        local_minute(decision.at),
        decision.on
    )
}
