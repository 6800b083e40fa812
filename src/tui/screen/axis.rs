//! The date axis, to scale: the milestones with their lights, and the as-of date.

use chrono::{Datelike, Days, NaiveDate};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::domain::id::MilestoneIx;
use crate::text::cells;
use crate::tui::model::Ctx;

/// A date axis from a few days before the first milestone to a few after the last.
struct Scale {
    first: NaiveDate,
    last: NaiveDate,
    area: Rect,
}

impl Scale {
    fn new(ctx: &Ctx, area: Rect) -> Self {
        let milestones = ctx.ledger.round().milestones();
        let first = milestones.iter().map(|m| m.due_on).min();
        let last = milestones.iter().map(|m| m.due_on).max();
        let notice = ctx.ledger.round().info.notice.dated_on;
        Self {
            first: first.unwrap_or(notice) - Days::new(4),
            last: last.unwrap_or(notice) + Days::new(5),
            area: Rect {
                x: area.x + 1,
                width: area.width.saturating_sub(3),
                ..area
            },
        }
    }

    /// The column of a date; `None` when it is not on the axis.
    fn column(&self, date: NaiveDate) -> Option<u16> {
        if date < self.first || date > self.last || self.area.width < 2 {
            return None;
        }
        let days = (date - self.first).num_days();
        let all = (self.last - self.first).num_days().max(1);
        let column = days * i64::from(self.area.width - 1) / all;
        Some(self.area.x + u16::try_from(column).ok()?)
    }
}

/// The first and the last day of the axis.
pub fn ends(ctx: &Ctx) -> (NaiveDate, NaiveDate) {
    let scale = Scale::new(ctx, Rect::default());
    (scale.first, scale.last)
}

/// The day at a position of the axis.
pub fn date_at(ctx: &Ctx, area: Rect, at: Position) -> Option<NaiveDate> {
    let scale = Scale::new(ctx, area);
    if !area.contains(at) || scale.area.width < 2 {
        return None;
    }
    let column = at.x.clamp(scale.area.x, scale.area.right() - 1) - scale.area.x;
    let days = (scale.last - scale.first).num_days();
    // Rounded up, so that the day stands in the column that was pointed at.
    let part = (i64::from(column) * days).unsigned_abs();
    let columns = u64::from(scale.area.width - 1);
    scale
        .first
        .checked_add_days(Days::new(part.div_ceil(columns)))
}

/// Where the ids of the milestones stand, for those on the axis.
pub fn milestones(ctx: &Ctx, area: Rect) -> Vec<(MilestoneIx, Rect)> {
    let scale = Scale::new(ctx, area);
    let row = area.y + months(area) + 1;
    let defs = ctx.ledger.round().milestones().iter_enumerated();
    defs.filter_map(|(ix, def)| {
        let place = Rect::new(scale.column(def.due_on)?, row, 2, 1);
        Some((ix, place.intersection(area)))
    })
    .collect()
}

/// Lines of the names of the months.
const fn months(area: Rect) -> u16 {
    if area.height > 3 { 1 } else { 0 }
}

/// Four lines: months, the band, the milestones, the as-of date. With three the months go, with two
/// the as-of date is a sign on the band.
pub fn draw(ctx: &Ctx, area: Rect, chosen: Option<MilestoneIx>, buf: &mut Buffer) {
    let scale = Scale::new(ctx, area);
    let as_of = ctx.as_of_date();
    let months = months(area);
    let mut month = scale.first.with_day(1).unwrap_or(scale.first);
    while months > 0 && month <= scale.last {
        if let Some(x) = scale.column(month.max(scale.first)) {
            let label = format!("{}月", month.month());
            put(buf, area, x, 0, &label, ctx.theme.faint());
        }
        month = month + chrono::Months::new(1);
    }
    // The band up to the as-of date is filled, so that it reads as time that is gone.
    let band = Rect::new(scale.area.x, area.y + months, scale.area.width, 1).intersection(area);
    let gone = match scale.column(as_of) {
        Some(x) => x.saturating_sub(band.x) + 1,
        None if as_of > scale.last => band.width,
        None => 0,
    };
    for x in band.left()..band.right() {
        let filled = x - band.x < gone;
        let cell = &mut buf[(x, band.y)];
        cell.set_symbol(ctx.glyphs.axis).set_style(if filled {
            ctx.theme.gone()
        } else {
            ctx.theme.ahead()
        });
    }
    // Milestones with their lights.
    let milestones = ctx.ledger.round().milestones();
    for ((ix, def), standing) in milestones.iter_enumerated().zip(&ctx.sums.standings) {
        if let Some(x) = scale.column(def.due_on) {
            let style = ctx.theme.light(standing.light);
            let chosen = if Some(ix) == chosen {
                ctx.theme.strong()
            } else {
                Style::new()
            };
            put(buf, area, x, months, standing.light.sign(), style);
            put(buf, area, x, months + 1, &def.id, chosen);
        }
    }
    if area.height < 3 {
        if let Some(x) = scale.column(as_of) {
            put(buf, area, x, months, "今", ctx.theme.chip());
        }
        return;
    }
    let (x, label) = match scale.column(as_of) {
        Some(x) => beside(x, area, ctx.glyphs.today, as_of),
        None if as_of > scale.last => {
            let past = (as_of - scale.last).num_days();
            let label = format!("基准日 {as_of}，在轴末之后 {past} 天 {}", ctx.glyphs.arrow);
            let width = u16::try_from(cells::width(&label)).unwrap_or(0);
            (area.right().saturating_sub(width + 1), label)
        }
        None => {
            let before = (scale.first - as_of).num_days();
            (
                area.x + 1,
                format!("基准日 {as_of}，在轴首之前 {before} 天"),
            )
        }
    };
    put(buf, area, x, months + 2, &label, ctx.theme.strong());
}

/// The sign below a column, with the date on the side that has room for it.
fn beside(x: u16, area: Rect, sign: &str, as_of: NaiveDate) -> (u16, String) {
    let date = format!("基准日 {}", as_of.format("%m-%d"));
    let width = u16::try_from(cells::width(&date)).unwrap_or(0) + 1;
    if x + width < area.right() {
        (x, format!("{sign} {date}"))
    } else {
        (x.saturating_sub(width), format!("{date} {sign}"))
    }
}

fn put(buf: &mut Buffer, area: Rect, x: u16, row: u16, text: &str, style: Style) {
    if row < area.height && x < area.right() {
        let room = usize::from(area.right() - x);
        // What lies below must not shine through: a reversed band would turn a sign round.
        buf.set_stringn(x, area.y + row, text, room, Style::reset().patch(style));
    }
}
