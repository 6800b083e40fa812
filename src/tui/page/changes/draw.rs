//! 变化: two days beside each other, sums first, then who stands elsewhere and what was done.

use std::cmp::Ordering;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::{ChangesPage, ChangesRow};
use crate::domain::model::Light;
use crate::exchange::report::{Moved, Since};
use crate::text::day;
use crate::tui::layout;
use crate::tui::model::Ctx;
use crate::tui::screen::mark_cursor;
use crate::tui::widget::paint;

/// Cells of a number.
const NUMBER: usize = 10;

/// Draws the comparison.
pub fn draw(ctx: &Ctx, page: &ChangesPage, body: Rect, buf: &mut Buffer) -> Position {
    let areas = layout::titled_list(body, layout::CHANGES_TITLE);
    paint::lines(buf, areas.title, title(ctx, page));
    let width = usize::from(areas.list.width);
    paint::line(buf, areas.heading, 0, &heading(ctx, width));
    let Some(facts) = &page.facts else {
        return areas.list.as_position();
    };
    let window = page.list.window(page.rows.len(), areas.list.height.into());
    let start = window.start;
    for (at, row) in (0u16..).zip(&page.rows[window]) {
        paint::line(buf, areas.list, at, &line(ctx, facts, *row, width));
    }
    let at = page.list.cursor.saturating_sub(start);
    mark_cursor(ctx, areas.list, at, buf)
}

fn title(ctx: &Ctx, page: &ChangesPage) -> [Line<'static>; 2] {
    let date = |date| format!("{date} {}", day::weekday(date));
    let days = (page.until - page.since).num_days() + 1;
    let title = t!(
        " {} 起至 {} 的变化（{days} 天）",
        " Changes from {} to {} ({days} days)",
        date(page.since),
        date(page.until)
    );
    let people = match &page.facts {
        None => String::new(),
        Some(facts) if facts.is_empty() => {
            s!(" 这些天没有变化", " no changes in these days").to_owned()
        }
        Some(facts) => t!(" 经办 {}", " by {}", facts.people.join(s!("、", ", "))),
    };
    [
        Line::styled(title, ctx.theme.strong()),
        Line::from(paint::text(&people, ctx.theme.faint())),
    ]
}

fn name_width(width: usize) -> usize {
    width.saturating_sub(1 + 4 * NUMBER)
}

fn heading(ctx: &Ctx, width: usize) -> Line<'static> {
    let style = ctx.theme.heading();
    let dots = ctx.glyphs.ellipsis;
    let mut spans = vec![paint::cell(
        s!(" 内容", " what"),
        1 + name_width(width),
        dots,
        style,
    )];
    for word in [
        s!("此前", "before"),
        s!("现在", "now"),
        s!("增减", "diff"),
        s!("共", "all"),
    ] {
        spans.push(paint::cell_right(word, NUMBER, dots, style));
    }
    Line::from(spans)
}

fn line(ctx: &Ctx, facts: &Since, row: ChangesRow, width: usize) -> Line<'static> {
    let dots = ctx.glyphs.ellipsis;
    let plain = Style::new();
    match row {
        ChangesRow::Heading(title) => Line::styled(format!(" {title}"), ctx.theme.strong()),
        ChangesRow::Items => sum(ctx, &facts.items, width),
        ChangesRow::Completed => sum(ctx, &facts.completed, width),
        ChangesRow::Milestone(at) => sum(ctx, &facts.milestones[at], width),
        ChangesRow::Unit(at) => sum(ctx, &facts.units[at], width),
        ChangesRow::Stage(at) => {
            let moved = &facts.stages[at];
            let name = format!("   {} {}", moved.no, moved.name);
            Line::from(vec![
                paint::cell(&name, 1 + name_width(width), dots, plain),
                paint::cell_right(moved.from, NUMBER, dots, ctx.theme.faint()),
                paint::cell_right(moved.to, NUMBER, dots, ctx.theme.strong()),
            ])
        }
        ChangesRow::Deed(at) => {
            let deed = &facts.deeds[at];
            let on = deed.on.date.get(5..).unwrap_or_default();
            Line::from(vec![
                paint::cell(&format!("   {on}"), 9, dots, ctx.theme.faint()),
                paint::cell(&deed.by, 8, dots, plain),
                paint::cell(&deed.what, width.saturating_sub(17), dots, plain),
            ])
        }
        ChangesRow::More(more) => {
            Line::styled(t!("   另有 {more} 条", "   {more} more"), ctx.theme.faint())
        }
    }
}

fn sum(ctx: &Ctx, moved: &Moved, width: usize) -> Line<'static> {
    let dots = ctx.glyphs.ellipsis;
    let style = match moved.after.cmp(&moved.before) {
        Ordering::Greater => ctx.theme.light_text(Light::Green),
        Ordering::Less => ctx.theme.light_text(Light::Red),
        Ordering::Equal => ctx.theme.faint(),
    };
    Line::from(vec![
        Span::raw("   "),
        paint::cell(
            &moved.name,
            name_width(width).saturating_sub(2),
            dots,
            Style::new(),
        ),
        paint::cell_right(&moved.before.to_string(), NUMBER, dots, Style::new()),
        paint::cell_right(&moved.after.to_string(), NUMBER, dots, ctx.theme.strong()),
        paint::cell_right(&moved.gain, NUMBER, dots, style),
        paint::cell_right(&moved.total.to_string(), NUMBER, dots, ctx.theme.faint()),
    ])
}
