//! The top of the overview: what the calendar says, in large figures, and the numbers.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use super::Count;
use crate::app::overview::Overview;
use crate::domain::model::Light;
use crate::text::cells;
use crate::tui::model::Ctx;
use crate::tui::screen::header;
use crate::tui::widget::{big, paint};
use crate::words::balance;

/// A number that can be opened.
pub struct Cell {
    /// Where it stands.
    pub area: Rect,
    text: String,
    style: Style,
}

/// Where the large figure stands, and how many cells a lit point of it takes.
fn figure(ctx: &Ctx, area: Rect) -> Option<(Rect, u16)> {
    if area.height < big::HEIGHT {
        return None;
    }
    let (_, number, _) = header::countdown(ctx);
    let fits = |scale: &u16| big::width(number, *scale) <= area.width / 5;
    let scale = [3, 2].into_iter().find(fits).unwrap_or(1);
    let width = big::width(number, scale);
    let x = area.right().saturating_sub(width + 4);
    Some((
        Rect::new(x, area.y, width, big::HEIGHT).intersection(area),
        scale,
    ))
}

/// Draws sentence, figure and numbers.
pub fn draw(ctx: &Ctx, sums: &Overview, area: Rect, buf: &mut Buffer) {
    let (sentence, number, urgency) = header::countdown(ctx);
    if let Some((place, scale)) = figure(ctx, area) {
        big::draw(buf, place, number, scale, ctx.theme.digit(urgency));
        let unit = Rect::new(place.right() + 1, place.bottom() - 1, 2, 1);
        paint::line(buf, unit.intersection(area), 0, &Line::raw("天"));
    }
    let text = text_area(ctx, area);
    let style = ctx.theme.light_text(urgency).patch(ctx.theme.strong());
    paint::line(buf, text, 0, &Line::styled(sentence, style));
    let cells = cells(ctx, sums, area);
    for cell in &cells {
        let line = Line::styled(cell.text.clone(), cell.style);
        paint::line(buf, cell.area, 0, &line);
    }
    // What stands between the numbers, and the sum of the checklist behind them.
    for (pair, sign) in cells.windows(2).zip([" = ", " + "]) {
        let between = Rect::new(pair[0].area.right(), pair[0].area.y, 3, 1).intersection(text);
        paint::line(buf, between, 0, &Line::raw(sign));
    }
    if let Some(last) = cells.get(3) {
        let items = sums.items;
        let checklist = format!("  清单 {}/{} {}", items.done, items.total, items.share());
        let room = text.right().saturating_sub(last.area.right());
        let behind = Rect::new(last.area.right(), last.area.y, room, 1).intersection(text);
        if cells::width(&checklist) <= usize::from(behind.width) {
            paint::line(buf, behind, 0, &Line::raw(checklist));
        } else {
            // Below everything else, beside the lowest line of the figure.
            let row = big::HEIGHT - 1;
            paint::line(
                buf,
                text,
                row,
                &Line::raw(checklist.trim_start().to_owned()),
            );
        }
    }
}

/// Left of the figure.
fn text_area(ctx: &Ctx, area: Rect) -> Rect {
    let right = figure(ctx, area).map_or(area.right(), |(place, _)| place.x);
    let x = (area.x + 1).min(right);
    Rect {
        x,
        width: right.saturating_sub(x + 1),
        ..area
    }
}

/// The numbers in the order of [`Count::ALL`]; those without room have an empty area.
pub fn cells(ctx: &Ctx, sums: &Overview, area: Rect) -> Vec<Cell> {
    let text = text_area(ctx, area);
    let mut x = text.x;
    let mut row = 0;
    Count::ALL
        .into_iter()
        .map(|count| {
            let (at, gap) = place(count);
            if at != row {
                (row, x) = (at, text.x);
            }
            let (words, style) = words(ctx, sums, count);
            let words = cells::cut(&words, text.width.into(), ctx.glyphs.ellipsis).into_owned();
            let width = u16::try_from(cells::width(&words)).unwrap_or(0);
            let cell = Rect::new(x, text.y + 1 + at, width, 1);
            x = x.saturating_add(width + gap);
            Cell {
                area: cell.intersection(text),
                text: words,
                style,
            }
        })
        .collect()
}

/// The row of a number, and the cells behind it.
const fn place(count: Count) -> (u16, u16) {
    match count {
        Count::Total | Count::Decoupled => (0, 3),
        Count::Planned => (0, 0),
        Count::Completed => (0, 2),
        Count::Overdue | Count::Soon | Count::Later => (1, 2),
        Count::Pace => (2, 2),
    }
}

fn words(ctx: &Ctx, sums: &Overview, count: Count) -> (String, Style) {
    let Overview { owed, .. } = sums;
    let theme = ctx.theme;
    let urgent = |count: usize, light| {
        if count > 0 {
            theme.light_text(light)
        } else {
            Style::new()
        }
    };
    match count {
        Count::Total => (sums.total.to_string(), theme.strong()),
        Count::Decoupled => (format!("已脱钩 {}", sums.decoupled), theme.strong()),
        Count::Planned => (format!("拟脱钩 {}", sums.planned), theme.strong()),
        Count::Completed => {
            let parts = balance::brief(&sums.balance);
            (format!("（{parts}）"), Style::new())
        }
        Count::Overdue => {
            let text = format!("逾期 {} 项 {} 家", owed.overdue, sums.overdue_associations);
            (text, urgent(owed.overdue, Light::Red))
        }
        Count::Soon => {
            let days = ctx.ledger.round().info.thresholds.soon_days;
            let text = format!("{days} 天内 {} 项 {} 家", owed.soon, sums.soon_associations);
            (text, urgent(owed.soon, Light::Yellow))
        }
        Count::Later => (format!("其后 {} 项", owed.later), Style::new()),
        Count::Pace => {
            let late = sums.pace.working_days <= 0 && sums.pace.associations > 0;
            (sums.pace.sentence(), urgent(usize::from(late), Light::Red))
        }
    }
}
