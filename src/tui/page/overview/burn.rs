//! The burn-up: items that are done, that the plan wanted done, and the way that is left.

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};
use ratatui::symbols::Marker;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget as _;
use ratatui::widgets::canvas::{Canvas, Context, Line as Stroke};

use crate::app::overview::Overview;
use crate::domain::model::Light;
use crate::exchange::report::Point;
use crate::text::cells;
use crate::tui::model::Ctx;
use crate::tui::widget::paint;

/// Cells of the figures at the left of the curves.
const SCALE: u16 = 7;

/// Draws heading, forecast, curves and dates; nothing where there is no room for curves.
pub fn draw(ctx: &Ctx, sums: &Overview, area: Rect, buf: &mut Buffer) {
    if area.height < 6 || area.width < 20 {
        return;
    }
    let burn = &sums.burn;
    let theme = ctx.theme;
    let [done, planned, needed] = [theme.gone(), theme.faint(), theme.light_text(Light::Yellow)];
    let heading = Line::from(vec![
        Span::styled(s!(" 办结曲线  ", " Burn-up  "), theme.strong()),
        Span::styled(t!("实办 {}", "done {}", burn.done_now), done),
        Span::styled(t!("  计划应办 {}", "  planned {}", burn.due_now), planned),
        Span::styled(t!("  共 {}  ", "  of {}  ", burn.total), Style::new()),
        Span::styled(s!("还需", "needed"), needed),
    ]);
    paint::line(buf, area, 0, &heading);
    let forecast = format!(" {}", sums.pace.forecast());
    paint::line(buf, area, 1, &Line::raw(forecast));

    let plot = Rect {
        x: area.x + SCALE,
        y: area.y + 2,
        width: area.width - SCALE - 1,
        height: area.height - 3,
    };
    let scale = [
        (0, burn.total),
        (plot.height / 2, burn.total / 2),
        (plot.height - 1, 0),
    ];
    for (row, items) in scale {
        let text = cells::pad_left(&items.to_string(), usize::from(SCALE) - 1, "");
        let place = Rect::new(area.x, plot.y + row, SCALE, 1);
        paint::line(buf, place, 0, &Line::styled(text, theme.faint()));
    }
    let reach = Reach::new(sums);
    let marker = |sign| {
        if ctx.glyphs.braille {
            Marker::Braille
        } else {
            Marker::Custom(sign)
        }
    };
    let colour = |style: Style| style.fg.unwrap_or_default();
    Canvas::default()
        .x_bounds([0.0, reach.at(reach.end)])
        .y_bounds([0.0, number(burn.total.max(1))])
        .paint(|canvas| {
            canvas.marker(marker('.'));
            steps(canvas, &reach, &burn.planned, colour(planned));
            canvas.layer();
            canvas.marker(marker('+'));
            let pace = &sums.pace;
            if pace.working_days > 0 {
                let from = reach.at(sums.as_of.max(reach.start));
                let end = reach.at(pace.due_on);
                let done = number(burn.done_now);
                let all = number(burn.done_now + pace.items);
                canvas.draw(&Stroke::new(from, done, end, all, colour(needed)));
            }
            canvas.layer();
            canvas.marker(marker('*'));
            steps(canvas, &reach, &burn.done, colour(done));
        })
        .render(plot, buf);
    let below = Rect {
        y: plot.bottom(),
        height: 1,
        ..plot
    };
    dates(ctx, sums, &reach, below, buf);
}

/// The days that the curves run over.
struct Reach {
    start: NaiveDate,
    end: NaiveDate,
}

impl Reach {
    fn new(sums: &Overview) -> Self {
        let first = |points: &[Point]| points.first().map_or(sums.as_of, |point| point.on);
        let start = first(&sums.burn.done).min(first(&sums.burn.planned));
        let last = sums.burn.planned.last().map(|point| point.on);
        let end = sums.milestones.iter().map(|line| line.due_on).max();
        Self {
            start,
            end: end
                .max(last)
                .unwrap_or(start)
                .max(start.succ_opt().unwrap_or(start)),
        }
    }

    /// Days from the start; what lies behind the end stands at the end.
    fn at(&self, day: NaiveDate) -> f64 {
        let days = (day.min(self.end) - self.start).num_days();
        f64::from(i32::try_from(days).unwrap_or(i32::MAX))
    }
}

fn number(items: usize) -> f64 {
    f64::from(u32::try_from(items).unwrap_or(u32::MAX))
}

/// Items stay as they are until the next point.
fn steps(canvas: &mut Context<'_>, reach: &Reach, points: &[Point], colour: Color) {
    for pair in points.windows(2) {
        let (x, next) = (reach.at(pair[0].on), reach.at(pair[1].on));
        let (y, above) = (number(pair[0].items), number(pair[1].items));
        canvas.draw(&Stroke::new(x, y, next, y, colour));
        canvas.draw(&Stroke::new(next, y, next, above, colour));
    }
}

/// First and last day, and the as-of date where it stands and has room.
fn dates(ctx: &Ctx, sums: &Overview, reach: &Reach, area: Rect, buf: &mut Buffer) {
    /// Cells of a day.
    const DAY: u16 = 5;
    let mut put = |day: NaiveDate, x: u16, style: Style| {
        let place = Rect::new(x, area.y, DAY, 1).intersection(area);
        let day = day.format("%m-%d").to_string();
        paint::line(buf, place, 0, &Line::styled(day, style));
    };
    let last = area.right().saturating_sub(DAY);
    put(reach.start, area.x, ctx.theme.faint());
    put(reach.end, last, ctx.theme.faint());
    if sums.as_of < reach.start || sums.as_of > reach.end {
        return;
    }
    let part = reach.at(sums.as_of) / reach.at(reach.end);
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a part of the columns of a terminal"
    )]
    let column = (part * f64::from(area.width.saturating_sub(1))).floor() as u16;
    let x = (area.x + column).saturating_sub(DAY / 2);
    if x > area.x + DAY && x + DAY < last {
        put(sums.as_of, x, ctx.theme.accent());
    }
}
