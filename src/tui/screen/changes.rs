//! 变化: two days beside each other, sums first, then who stands elsewhere and what was done.

use std::cmp::Ordering;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::mark_cursor;
use crate::domain::model::Light;
use crate::exchange::report::{Moved, Since};
use crate::text::day;
use crate::tui::layout;
use crate::tui::model::{ChangesRow, ChangesView, Model};
use crate::tui::widget::paint;

/// Cells of a number.
const NUMBER: usize = 10;

/// Draws the comparison.
pub fn draw(model: &Model, view: &ChangesView, body: Rect, buf: &mut Buffer) -> Position {
    let areas = layout::titled_list(body, layout::CHANGES_TITLE);
    paint::lines(buf, areas.title, title(model, view));
    let width = usize::from(areas.list.width);
    paint::line(buf, areas.heading, 0, &heading(model, width));
    let Some(facts) = &view.facts else {
        return areas.list.as_position();
    };
    let window = view.list.window(view.rows.len(), areas.list.height.into());
    let start = window.start;
    for (at, row) in (0u16..).zip(&view.rows[window]) {
        paint::line(buf, areas.list, at, &line(model, facts, *row, width));
    }
    let at = view.list.cursor.saturating_sub(start);
    mark_cursor(model, areas.list, at, buf)
}

fn title(model: &Model, view: &ChangesView) -> [Line<'static>; 2] {
    let date = |date| format!("{date} {}", day::weekday(date));
    let days = (view.until - view.since).num_days() + 1;
    let title = format!(
        " {} 起至 {} 的变化（{days} 天）",
        date(view.since),
        date(view.until)
    );
    let people = match &view.facts {
        None => String::new(),
        Some(facts) if facts.is_empty() => " 这些天没有变化".to_owned(),
        Some(facts) => format!(" 经办 {}", facts.people.join("、")),
    };
    [
        Line::styled(title, model.theme.strong()),
        Line::from(paint::text(&people, model.theme.muted())),
    ]
}

fn name_width(width: usize) -> usize {
    width.saturating_sub(1 + 4 * NUMBER)
}

fn heading(model: &Model, width: usize) -> Line<'static> {
    let style = model.theme.heading();
    let dots = model.glyphs.ellipsis;
    let mut spans = vec![paint::cell(" 内容", 1 + name_width(width), dots, style)];
    for word in ["此前", "现在", "增减", "共"] {
        spans.push(paint::cell_right(word, NUMBER, dots, style));
    }
    Line::from(spans)
}

fn line(model: &Model, facts: &Since, row: ChangesRow, width: usize) -> Line<'static> {
    let dots = model.glyphs.ellipsis;
    let plain = Style::new();
    match row {
        ChangesRow::Heading(title) => Line::styled(format!(" {title}"), model.theme.group()),
        ChangesRow::Items => sum(model, &facts.items, width),
        ChangesRow::Completed => sum(model, &facts.completed, width),
        ChangesRow::Milestone(at) => sum(model, &facts.milestones[at], width),
        ChangesRow::Unit(at) => sum(model, &facts.units[at], width),
        ChangesRow::Stage(at) => {
            let moved = &facts.stages[at];
            let name = format!("   {} {}", moved.no, moved.name);
            Line::from(vec![
                paint::cell(&name, 1 + name_width(width), dots, plain),
                paint::cell_right(moved.from, NUMBER, dots, model.theme.muted()),
                paint::cell_right(moved.to, NUMBER, dots, model.theme.strong()),
            ])
        }
        ChangesRow::Deed(at) => {
            let deed = &facts.deeds[at];
            let on = deed.on.date.get(5..).unwrap_or_default();
            Line::from(vec![
                paint::cell(&format!("   {on}"), 9, dots, model.theme.muted()),
                paint::cell(&deed.by, 8, dots, plain),
                paint::cell(&deed.what, width.saturating_sub(17), dots, plain),
            ])
        }
        ChangesRow::More(more) => Line::styled(format!("   另有 {more} 条"), model.theme.muted()),
    }
}

fn sum(model: &Model, moved: &Moved, width: usize) -> Line<'static> {
    let dots = model.glyphs.ellipsis;
    let style = match moved.after.cmp(&moved.before) {
        Ordering::Greater => model.theme.light_text(Light::Green),
        Ordering::Less => model.theme.light_text(Light::Red),
        Ordering::Equal => model.theme.muted(),
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
        paint::cell_right(&moved.after.to_string(), NUMBER, dots, model.theme.strong()),
        paint::cell_right(&moved.gain, NUMBER, dots, style),
        paint::cell_right(&moved.total.to_string(), NUMBER, dots, model.theme.muted()),
    ])
}
