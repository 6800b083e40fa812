//! 时间轴: the milestones on a date axis to scale, and as a table.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::TimelinePage;
use super::areas;
use super::missing;
use crate::app::clock::weekday;
use crate::app::overview::Overview;
use crate::domain::due::When;
use crate::domain::id::MilestoneIx;
use crate::domain::round::official;
use crate::text::cells;
use crate::text::lang::either;
use crate::tui::layout::{self, WIDE};
use crate::tui::model::Ctx;
use crate::tui::screen::{axis, days, due, light, mark_cursor, source};
use crate::tui::widget::paint;
use crate::words;

/// Draws the timeline.
pub fn draw(ctx: &Ctx, page: &TimelinePage, body: Rect, buf: &mut Buffer) -> Position {
    let milestones = ctx.ledger.round().milestones();
    let areas = areas::areas(body, milestones.len());
    if areas.axis.height > 0 {
        axis::draw(ctx, areas.axis, Some(page.list.cursor.into()), buf);
    }
    paint::line(buf, areas.heading, 0, &heading(ctx, areas.list.width));
    let window = page.list.window(milestones.len(), areas.list.height.into());
    let start = window.start;
    for (at, ix) in (0u16..).zip(window) {
        paint::line(buf, areas.list, at, &row(ctx, ix.into(), areas.list.width));
    }
    let line = page.list.cursor.saturating_sub(start);
    let cursor = mark_cursor(ctx, areas.list, line, buf);
    paint::lines(
        buf,
        areas.detail,
        missing::lines(ctx, page.list.cursor.into(), areas.detail)
            .into_iter()
            .chain(detail(ctx, page, areas.detail.width.into())),
    );
    if let Some(sums) = &ctx.overview.sums {
        paint::line(buf, areas.day, 0, &day(ctx, sums));
        let (heading, list) = layout::headed(areas.due);
        let title = t!(" {}到期", " Due {}", then(ctx));
        let all = sums.due.len().to_string();
        let title = paint::title(&ctx.theme, &title, &all, heading.width.into());
        paint::line(buf, heading, 0, &title);
        let width = list.width.into();
        let lines = (0..sums.due.len()).map(|at| due::line(ctx, sums, at, at == 0, width));
        paint::lines(buf, list, lines.take(list.height.into()));
    }
    cursor
}

/// What lies in days to come is what is left if nothing more is done.
fn then(ctx: &Ctx) -> &'static str {
    if ctx.as_of_date() > ctx.today {
        s!("若无新进展，届时", "if nothing happens, then: ")
    } else {
        ""
    }
}

/// What the as-of date is about: what is due on it or next, what was recorded for it, what is
/// late by then.
fn day(ctx: &Ctx, sums: &Overview) -> Line<'static> {
    let as_of = sums.as_of;
    let today = sums.due.iter().filter(|line| line.when == When::Today);
    let due = match (today.clone().next(), today.count()) {
        (Some(first), 1) => t!("到期 {} {}", "due {} {}", first.id, first.label),
        (Some(first), count) => t!(
            "到期 {} {} 等 {count} 项",
            "due {} {} and more, {count}",
            first.id,
            first.label
        ),
        (None, _) => match sums.due.iter().find(|line| line.when != When::Overdue) {
            Some(next) => {
                let on = next.due_on.format("%m-%d");
                t!(
                    "下一到期 {on} {} {}",
                    "next due {on} {} {}",
                    next.id,
                    next.label
                )
            }
            None => s!("再无到期事项", "nothing more is due").to_owned(),
        },
    };
    let late = match sums.owed.overdue {
        0 => t!("{}无逾期", "{}none late", then(ctx)),
        items => t!(
            "{}逾期 {items} 项 {} 家",
            "{}{items} items late of {}",
            then(ctx),
            sums.overdue_associations
        ),
    };
    Line::from(vec![
        Span::styled(
            format!(" {} {}  ", as_of.format("%m-%d"), weekday(as_of)),
            ctx.theme.strong(),
        ),
        Span::raw(late),
        Span::styled(
            t!(
                "  当日记录 {} 条  ",
                "  {} entries that day  ",
                sums.recorded
            ),
            ctx.theme.faint(),
        ),
        Span::raw(due),
    ])
}

const TITLE: usize = 16;
const LEAD: usize = 30;
/// Cells of a bar at most, and of everything else in a line without the lead.
const BAR: usize = 24;
const REST: usize = 6 + 11 + TITLE + 6 + 1 + 2 + 2 + 2 + 10;

/// Whether there is room for who leads, and the cells of a title and of a bar: a figure is whole, and
/// a title gives way.
fn widths(width: u16) -> (bool, usize, usize) {
    /// Cells of the longest figure, between blanks.
    const FIGURE: usize = 9;
    let wide = width >= WIDE + 10;
    let width = usize::from(width);
    let rest = REST + either(0, 5) + if wide { LEAD } else { 0 };
    let bar = width.saturating_sub(rest).clamp(FIGURE, BAR);
    let over = (rest + bar).saturating_sub(width);
    (wide, TITLE.saturating_sub(over), bar)
}

fn heading(ctx: &Ctx, width: u16) -> Line<'static> {
    let (wide, title, bar) = widths(width);
    let style = ctx.theme.heading();
    let dots = ctx.glyphs.ellipsis;
    let mut spans = vec![
        paint::cell(s!(" 节点", " "), 6, dots, style),
        paint::cell(s!("计划", "planned"), 11, dots, style),
        paint::cell(s!("名称", "name"), title, dots, style),
    ];
    if wide {
        spans.push(paint::cell(s!(" 牵头", " lead"), LEAD, dots, style));
    }
    spans.extend([
        paint::cell(s!("范围", "scope"), either(6, 11), dots, style),
        paint::cell_right(s!("完成 ", "done "), bar, dots, style),
        paint::cell("", 2, dots, style),
        paint::cell(s!("灯", ""), 4, dots, style),
        paint::cell(s!("剩余", "left"), 10, dots, style),
    ]);
    Line::from(spans)
}

fn row(ctx: &Ctx, ix: MilestoneIx, width: u16) -> Line<'static> {
    let (wide, title, bar) = widths(width);
    let dots = ctx.glyphs.ellipsis;
    let def = &ctx.ledger.round().milestones()[ix];
    let standing = &ctx.sums.standings[ix];
    let plain = Style::new();
    let mut spans = vec![
        paint::cell(&format!(" {}", def.id), 6, dots, ctx.theme.strong()),
        paint::cell(
            &format!("{} {}", def.due_short(), weekday(def.due_on)),
            11,
            dots,
            plain,
        ),
        paint::cell(&def.title, title, dots, plain),
    ];
    if wide {
        let lead = format!(" {}", official::joined(&def.lead));
        spans.push(paint::cell(&lead, LEAD - 1, dots, ctx.theme.faint()));
        spans.push(Span::raw(" "));
    }
    let left = match standing.done_on {
        Some(on) => t!("{} 完成", "done {}", on.format("%m-%d")),
        None => days(standing.days_left),
    };
    spans.extend([
        paint::cell(
            def.scope.text(&ctx.ledger.round().info).get(),
            either(6, 11),
            dots,
            plain,
        ),
        Span::raw(" "),
    ]);
    let figure = format!("{}/{}", standing.done, standing.population);
    spans.extend(paint::bar(
        &ctx.theme,
        ctx.glyphs,
        standing.tally(),
        bar,
        &figure,
    ));
    spans.extend([
        Span::raw("  "),
        light(ctx, standing.light),
        Span::raw("  "),
        paint::cell(&left, 10, dots, ctx.theme.light_text(standing.light)),
    ]);
    Line::from(spans)
}

/// More about the milestone under the cursor.
fn detail(ctx: &Ctx, page: &TimelinePage, width: usize) -> Vec<Line<'static>> {
    let ledger = &ctx.ledger;
    let ix = MilestoneIx::from(page.list.cursor);
    let def = &ledger.round().milestones()[ix];
    let standing = &ctx.sums.standings[ix];
    let mut text = vec![format!("{} {}", def.id, def.product)];
    if let Some((date, record)) = ledger.new_date(&def.id) {
        text.push(t!(
            "印发日期 {}，现为 {}：{}（{} 登记）",
            "printed {}, now {}: {} (by {})",
            def.printed(),
            date.due_on,
            date.reason,
            record.by
        ));
    }
    if let (Some(on), Some(days)) = (standing.done_on, standing.slip(def.due_on)) {
        text.push(t!(
            "{on} 全部完成，{}",
            "{on} all completed, {}",
            words::slip(days)
        ));
    }
    let completed = ctx.sums.city.completed;
    text.extend(words::balance::ahead(def, standing.done, completed));
    let mut who = t!("牵头 {}", "lead {}", official::joined(&def.lead));
    if !def.participants.is_empty() {
        who.push_str(s!("；参加 ", "; with "));
        who.push_str(&official::joined(&def.participants));
    }
    text.push(who);
    let info = &ctx.ledger.round().info;
    let mut rule = t!("范围：{}", "scope: {}", def.population.words(info));
    if let Some(source) = source(ctx, &def.source) {
        rule.push_str(s!("；", "; "));
        rule.push_str(&source);
    }
    text.push(rule);
    text.extend(def.remark.as_ref().map(ToString::to_string));
    text.push(String::new());
    for other in &ledger.round().info.dates {
        text.push(words::other_date(ledger.round(), other, ctx.as_of_date()));
        text.extend(other.remark.as_ref().map(|remark| format!("  {remark}")));
    }
    text.iter()
        .flat_map(|text| match cells::wrap(text, width.saturating_sub(2)) {
            lines if lines.is_empty() => vec![String::new()],
            lines => lines,
        })
        .map(|line| Line::styled(format!(" {line}"), ctx.theme.faint()))
        .collect()
}
