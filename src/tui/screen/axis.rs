//! The date axis, to scale: the milestones with their lights, and the as-of date.

use chrono::{Datelike, Days, NaiveDate};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::domain::figure::Coming;
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
    let row = area.y + months(area) + 1;
    let labels = labels(ctx, area).into_iter();
    let places = labels.map(|label| {
        let id = &ctx.ledger.round().milestones()[label.of].id;
        let width = u16::try_from(cells::width(id)).unwrap_or(2);
        let width = if months(area) > 0 {
            width.max(label.full())
        } else {
            width
        };
        let place = Rect::new(label.start(width), row, width, 1);
        (label.of, place.intersection(area))
    });
    places.collect()
}

/// Lines of the names of the months.
const fn months(area: Rect) -> u16 {
    if area.height > 2 { 1 } else { 0 }
}

/// What stands below a mark: from the mark to the right, or the last two from it to the left.
struct Label {
    of: MilestoneIx,
    /// Column of the mark.
    mark: u16,
    /// Cells up to the next label.
    room: u16,
    right: bool,
}

/// Cells of id and date, `M6 08-28`.
const DATED: u16 = 8;

impl Label {
    /// Cells of id and date, where both have room.
    const fn full(&self) -> u16 {
        if self.room >= DATED { DATED } else { 0 }
    }

    /// The column where a text of so many cells begins.
    const fn start(&self, width: u16) -> u16 {
        if self.right && self.full() > 0 {
            (self.mark + 2).saturating_sub(width)
        } else {
            self.mark
        }
    }
}

/// What stands below the marks of the milestones that are on the axis.
fn labels(ctx: &Ctx, area: Rect) -> Vec<Label> {
    let scale = Scale::new(ctx, area);
    let defs = ctx.ledger.round().milestones().iter_enumerated();
    let marks = defs.filter_map(|(ix, def)| Some((ix, scale.column(def.due_on)?)));
    let marks: Vec<(MilestoneIx, u16)> = marks.collect();
    let count = marks.len();
    // The last two lean to the left, so that they end on the axis.
    let leans = |at: usize| at + 2 >= count;
    let each = marks.iter().enumerate().map(|(at, (of, mark))| {
        let right = leans(at);
        // Two cells of the mark belong to the label, one cell parts it from its neighbour.
        let room = if right {
            let before = at
                .checked_sub(1)
                .map(|before| (marks[before].1, leans(before)));
            match before {
                Some((before, true)) => (mark - before).saturating_sub(1),
                Some((before, false)) => (mark + 2 - before).saturating_sub(1) / 2,
                None => mark + 2 - area.x,
            }
        } else {
            match marks.get(at + 1) {
                Some((_, next)) if leans(at + 1) => (next + 2 - mark).saturating_sub(1) / 2,
                Some((_, next)) => (next - mark).saturating_sub(1),
                None => area.right() - mark,
            }
        };
        Label {
            of: *of,
            mark: *mark,
            room,
            right,
        }
    });
    each.collect()
}

/// Five lines: the months with the as-of date, the band, and of each milestone id and date, title,
/// and how many have reached it. With two lines the months, the titles and the figures go.
pub fn draw(ctx: &Ctx, area: Rect, chosen: Option<MilestoneIx>, buf: &mut Buffer) {
    let scale = Scale::new(ctx, area);
    let as_of = ctx.as_of_date();
    let theme = &ctx.theme;
    let months = months(area);
    let mut month = scale.first.with_day(1).unwrap_or(scale.first);
    while months > 0 && month <= scale.last {
        if let Some(x) = scale.column(month.max(scale.first)) {
            let label = t!("{}月", "{}/", month.month());
            put(buf, area, x, 0, &label, theme.faint());
        }
        month = month + chrono::Months::new(1);
    }
    // The band up to the as-of date is filled, so that it reads as time that is gone.
    let band = Rect::new(scale.area.x, area.y + months, scale.area.width, 1).intersection(area);
    let today = scale.column(as_of);
    let gone = match today {
        Some(x) => x.saturating_sub(band.x) + 1,
        None if as_of > scale.last => band.width,
        None => 0,
    };
    for x in band.left()..band.right() {
        let filled = x - band.x < gone;
        let cell = &mut buf[(x, band.y)];
        cell.set_symbol(ctx.glyphs.axis).set_style(if filled {
            theme.gone()
        } else {
            theme.ahead()
        });
    }
    for label in labels(ctx, area) {
        let style = theme.light(ctx.sums.standings[label.of].light);
        let sign = ctx.sums.standings[label.of].light.sign_text().get();
        put(buf, area, label.mark, months, sign, style);
        below(ctx, area, &label, Some(label.of) == chosen, buf);
    }
    match today {
        Some(x) => {
            // A light that stands there keeps its place.
            let taken = |label: &Label| label.mark.abs_diff(x) < 2;
            let light = labels(ctx, area).into_iter().find(taken);
            let x = light.map_or(x, |label| {
                if x < label.mark {
                    label.mark.saturating_sub(2)
                } else {
                    label.mark + 2
                }
            });
            put(buf, area, x, months, s!("今", "+"), theme.chip());
            if months > 0 {
                let date = as_of.format("%m-%d").to_string();
                put(buf, area, x.saturating_sub(1), 0, &date, theme.accent());
            }
        }
        None if months > 0 => {
            let (label, right) = beyond(ctx, &scale);
            let width = u16::try_from(cells::width(&label)).unwrap_or(0);
            let x = if right {
                area.right().saturating_sub(width + 1)
            } else {
                area.x + 1
            };
            put(buf, area, x, 0, &label, theme.accent());
        }
        None => {}
    }
}

/// Id and date of a milestone, its title, and how many have reached it.
fn below(ctx: &Ctx, area: Rect, label: &Label, chosen: bool, buf: &mut Buffer) {
    let theme = &ctx.theme;
    let def = &ctx.ledger.round().milestones()[label.of];
    let standing = &ctx.sums.standings[label.of];
    let coming = Coming::of(ctx.ledger.round(), ctx.sums.countdown);
    let next = coming.milestone == Some(label.of);
    let id = if area.height > 2 && label.full() > 0 {
        format!("{} {}", def.id, def.due_short())
    } else {
        def.id.clone()
    };
    let strong = chosen || next;
    let style = if strong { theme.strong() } else { Style::new() };
    let figure = format!("{}/{}", standing.done, standing.population);
    let lines = [
        (id, style),
        (def.short.to_string(), theme.soft()),
        (figure, theme.faint()),
    ];
    let row = months(area) + 1;
    for (row, (text, style)) in (row..area.height).zip(lines) {
        let width = u16::try_from(cells::width(&text)).unwrap_or(u16::MAX);
        // A title or a figure that has no room is left out; ids never go.
        if width > label.room && row > months(area) + 1 {
            continue;
        }
        put(buf, area, label.start(width), row, &text, style);
    }
}

/// That the as-of date is not on the axis; it is after its end.
fn beyond(ctx: &Ctx, scale: &Scale) -> (String, bool) {
    let as_of = ctx.as_of_date();
    if as_of > scale.last {
        let past = (as_of - scale.last).num_days();
        let label = t!(
            "基准日 {as_of}，在轴末之后 {past} 天 {}",
            "as of {as_of}, {past} days past the axis {}",
            ctx.glyphs.arrow
        );
        return (label, true);
    }
    let before = (scale.first - as_of).num_days();
    (
        t!(
            "基准日 {as_of}，在轴首之前 {before} 天",
            "as of {as_of}, {before} days before the axis"
        ),
        false,
    )
}

fn put(buf: &mut Buffer, area: Rect, x: u16, row: u16, text: &str, style: Style) {
    if row < area.height && x < area.right() {
        let room = usize::from(area.right() - x);
        // What lies below must not shine through: a reversed band would turn a sign round.
        buf.set_stringn(x, area.y + row, text, room, Style::reset().patch(style));
    }
}
