//! The top of the overview: what the calendar says, and the numbers. In a wide terminal a large
//! figure with what it means beside it, and a card for each number; in a narrow one two lines.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::Count;
use crate::app::overview::Overview;
use crate::domain::figure::Coming;
use crate::domain::milestone::Standing;
use crate::domain::model::Light;
use crate::text::cells;
use crate::text::day::weekday;
use crate::tui::model::Ctx;
use crate::tui::screen::header;
use crate::tui::widget::{big, paint};
use crate::words::balance;

/// Cells of the gap before a card.
const GAP: u16 = 1;
/// The numbers that have a card.
const CARDS: [Count; 5] = [
    Count::Overdue,
    Count::Soon,
    Count::Later,
    Count::Completed,
    Count::Items,
];
/// Cells beside the figure, with what parts them.
const TEXT: u16 = 34;
/// No head is wider.
const MOST: u16 = 124;
/// Where the second column of a narrow head begins.
const SECOND: u16 = 42;

/// A number that can be opened: where it stands, and what stands there.
pub struct Cell {
    pub area: Rect,
    lines: Vec<Line<'static>>,
    ground: Style,
}

/// Draws what the calendar says, and the numbers.
pub fn draw(ctx: &Ctx, sums: &Overview, area: Rect, buf: &mut Buffer) {
    if is_wide(area) {
        calendar(ctx, sums, area, buf);
    } else {
        paint::line(buf, area, 0, &countdown(ctx));
    }
    for cell in cells(ctx, sums, area) {
        buf.set_style(cell.area, cell.ground);
        paint::lines(buf, cell.area, cell.lines);
    }
}

/// The numbers in the order of [`Count::ALL`]; those without room have an empty area.
pub fn cells(ctx: &Ctx, sums: &Overview, area: Rect) -> Vec<Cell> {
    let each = Count::ALL.into_iter();
    if is_wide(area) {
        each.map(|count| card(ctx, sums, count, area)).collect()
    } else {
        narrow(ctx, sums, area)
    }
}

fn is_wide(area: Rect) -> bool {
    area.height >= big::HEIGHT
}

/// What comes next in words: how many days, the word behind the number, and what it is.
struct ComingWords {
    days: Option<u64>,
    after: &'static str,
    what: String,
    light: Light,
    /// How far it is, where it is a milestone.
    reached: Option<String>,
}

impl ComingWords {
    fn new(ctx: &Ctx) -> Self {
        let light = header::urgency(ctx);
        let round = ctx.ledger.round();
        let next = Coming::of(round, ctx.sums.countdown);
        if next.over {
            return Self {
                days: None,
                after: "",
                what: t!(
                    "节点均已过期，末节点过去 {} 天",
                    "all milestones have passed, the last {} days ago",
                    next.days
                ),
                light,
                reached: None,
            };
        }
        let heading = next.milestone.map_or_else(
            || next.title.to_owned(),
            |ix| round.milestones()[ix].heading(),
        );
        let on = next.due_on;
        Self {
            days: Some(next.days.unsigned_abs()),
            after: if next.days == 0 {
                s!("就是今天", "is today")
            } else {
                s!("天后到期", "days left")
            },
            what: format!("{heading} {} {}", on.format("%m-%d"), weekday(on)),
            light,
            reached: next.milestone.map(|ix| reached(&ctx.sums.standings[ix])),
        }
    }
}

/// `完成 85/109，差 24`
fn reached(standing: &Standing) -> String {
    let (done, all) = (standing.done, standing.population);
    match all.saturating_sub(done) {
        0 => t!(
            "完成 {done}/{all}，已全部完成",
            "{done}/{all} completed, all of them"
        ),
        open => t!(
            "完成 {done}/{all}，差 {open}",
            "{done}/{all} completed, {open} left"
        ),
    }
}

/// The large figure, and beside it what it means.
fn calendar(ctx: &Ctx, sums: &Overview, area: Rect, buf: &mut Buffer) {
    let theme = &ctx.theme;
    let coming = ComingWords::new(ctx);
    let mut left = first_card(area).map_or(area.right(), |x| x.saturating_sub(2));
    left = left.saturating_sub(area.x + 1);
    let mut text = Rect {
        x: area.x + 1,
        width: left,
        ..area
    };
    if let Some(days) = coming.days {
        let fits = |scale: &u16| big::width(days, *scale) + TEXT <= left;
        let scale = [3, 2].into_iter().find(fits).unwrap_or(1);
        let width = big::width(days, scale);
        big::draw(buf, text, days, scale, theme.digit(coming.light));
        text.x += width + 3;
        text.width = left.saturating_sub(width + 3);
    }
    let late = sums
        .pace
        .expected_on
        .is_some_and(|on| on > sums.pace.due_on);
    let forecast = if late {
        theme.light_text(Light::Yellow)
    } else {
        theme.faint()
    };
    let lines = [
        Line::styled(
            coming.after,
            theme.strong().patch(theme.light_text(coming.light)),
        ),
        Line::styled(coming.what, theme.strong()),
        Line::styled(coming.reached.unwrap_or_default(), Style::new()),
        Line::styled(sums.pace.brief(), pace(ctx, sums)),
        Line::styled(sums.pace.brief_forecast(), forecast),
    ];
    let lines = lines.into_iter().filter(|line| line.width() > 0);
    paint::lines(buf, text, lines);
}

/// The countdown of a narrow head.
fn countdown(ctx: &Ctx) -> Line<'static> {
    let theme = &ctx.theme;
    let coming = ComingWords::new(ctx);
    let urgent = theme.strong().patch(theme.light_text(coming.light));
    let mut spans = vec![Span::raw(" ")];
    if let Some(days) = coming.days.filter(|days| *days > 0) {
        spans.push(Span::styled(format!(" {days} "), theme.badge(coming.light)));
        spans.push(Span::styled(s!(" 天后 ", " days: "), urgent));
    } else {
        spans.push(Span::styled(format!("{} ", coming.after), urgent));
    }
    spans.push(Span::styled(coming.what, theme.strong()));
    Line::from(spans)
}

/// Cells of a card.
const fn card_width(area: Rect) -> u16 {
    if area.width < 112 { 12 } else { 14 }
}

/// The column of the first card, where all have room.
fn first_card(area: Rect) -> Option<u16> {
    let all = u16::try_from(CARDS.len()).unwrap_or(0) * (card_width(area) + GAP);
    // Nothing is stretched: in a very wide terminal the right end stays empty.
    let x = area.x + area.width.min(MOST).checked_sub(all + 1)?;
    (x >= area.x + 30).then_some(x)
}

fn card(ctx: &Ctx, sums: &Overview, count: Count, area: Rect) -> Cell {
    let at = CARDS.iter().position(|one| *one == count);
    let place = at.zip(first_card(area)).map(|(at, x)| {
        let width = card_width(area);
        let x = x + u16::try_from(at).unwrap_or(0) * (width + GAP);
        Rect {
            x,
            width,
            height: big::HEIGHT,
            ..area
        }
    });
    let theme = &ctx.theme;
    let [label, figure, below, last] = words(ctx, sums, count);
    let figure = Span::styled(format!("  {figure}"), number(ctx, sums, count));
    let soft = |text: String| Line::styled(format!("  {text}"), theme.soft());
    Cell {
        area: place.unwrap_or_default(),
        lines: vec![
            Line::default(),
            soft(label),
            Line::from(figure),
            soft(below),
            soft(last),
        ],
        ground: theme.surface(),
    }
}

/// The numbers of a narrow head: beside the countdown what is late and what is due, below it how far
/// all is.
fn narrow(ctx: &Ctx, sums: &Overview, area: Rect) -> Vec<Cell> {
    let theme = &ctx.theme;
    let place = |x: u16, row: u16, width: usize| {
        let width = u16::try_from(width).unwrap_or(u16::MAX);
        let whole = Rect::new(area.x + x, area.y + row, width, 1);
        // What does not fit whole is not shown.
        if whole.intersection(area) == whole {
            whole
        } else {
            Rect::default()
        }
    };
    let figure = t!(
        "清单 {}/{} {}",
        "checklist {}/{} {}",
        sums.items.done,
        sums.items.total,
        sums.items.share()
    );
    let bar = cells::width(&figure) + 4;
    let brief = balance::brief(&sums.balance);
    let reached = 1 + bar + 2;
    let pace_at = reached + cells::width(&brief) + 2;
    let column = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
    let of = |count, parts: usize| {
        let said = words(ctx, sums, count);
        let said = said[..parts].iter().filter(|word| !word.is_empty());
        said.map(String::as_str).collect::<Vec<_>>().join(" ")
    };
    // Milestones are said where both fit.
    let both = [Count::Overdue, Count::Soon].map(|count| cells::width(&of(count, 4)));
    let room = usize::from(area.width.saturating_sub(SECOND + 1));
    let parts = if both[0] + 2 + both[1] <= room { 4 } else { 3 };
    let late = of(Count::Overdue, parts);
    let soon_at = usize::from(SECOND) + cells::width(&late) + 2;
    let each = Count::ALL.into_iter();
    let cells = each.map(|count| {
        let style = number(ctx, sums, count);
        let (text, x, row) = match count {
            Count::Overdue => (late.clone(), SECOND, 0),
            Count::Soon => (of(Count::Soon, parts), column(soon_at), 0),
            Count::Completed => (brief.clone(), column(reached), 1),
            Count::Pace => (sums.pace.brief(), column(pace_at), 1),
            Count::Items => {
                let spans = paint::bar(theme, ctx.glyphs, sums.items, bar, &figure);
                return Cell {
                    area: place(1, 1, bar),
                    lines: vec![Line::from(spans)],
                    ground: Style::new(),
                };
            }
            Count::Later => (String::new(), 0, 0),
        };
        Cell {
            area: place(x, row, cells::width(&text)),
            lines: vec![Line::styled(text, style)],
            ground: Style::new(),
        }
    });
    cells.collect()
}

/// Label, figure, and what is said below it.
fn words(ctx: &Ctx, sums: &Overview, count: Count) -> [String; 4] {
    let Overview { owed, items, .. } = sums;
    let days = ctx.ledger.round().info.thresholds.soon_days;
    let of = |label: &str, figure: String, below: String, last: String| {
        [label.to_owned(), figure, below, last]
    };
    match count {
        Count::Overdue => of(
            s!("逾期", "late"),
            t!("{} 项", "{} items", owed.overdue),
            t!("{} 家", "{}", sums.overdue_associations),
            sums.milestones_in(..0),
        ),
        Count::Soon => of(
            &t!("{days} 天内", "in {days} days"),
            t!("{} 项", "{} items", owed.soon),
            t!("{} 家", "{}", sums.soon_associations),
            sums.milestones_in(0..=days),
        ),
        Count::Later => {
            let later = t!("{} 项", "{} items", owed.later);
            of(s!("其后", "later"), later, String::new(), String::new())
        }
        Count::Completed => {
            let (done, all) = (sums.completed, sums.balance.with_task());
            let left = match sums.balance.left.all() {
                0 => String::new(),
                left => t!("退出 {left}", "left {left}"),
            };
            let open = t!("未完成 {}", "not yet {}", sums.balance.unfinished);
            [
                s!("已完成", "completed").into(),
                t!("{done}/{all} 家", "{done}/{all}"),
                open,
                left,
            ]
        }
        Count::Items => of(
            s!("清单", "items"),
            items.share(),
            format!("{}/{}", items.done, items.total),
            String::new(),
        ),
        Count::Pace => of("", sums.pace.brief(), String::new(), String::new()),
    }
}

fn number(ctx: &Ctx, sums: &Overview, count: Count) -> Style {
    let theme = &ctx.theme;
    let urgent = |count: usize, light| {
        if count > 0 {
            theme.strong().patch(theme.light_text(light))
        } else {
            theme.strong()
        }
    };
    match count {
        Count::Overdue => urgent(sums.owed.overdue, Light::Red),
        Count::Soon => urgent(sums.owed.soon, Light::Yellow),
        Count::Pace => pace(ctx, sums),
        Count::Later | Count::Completed | Count::Items => theme.strong(),
    }
}

/// What can no longer be reached in time is red.
fn pace(ctx: &Ctx, sums: &Overview) -> Style {
    if sums.pace.working_days <= 0 && sums.pace.associations > 0 {
        ctx.theme.light_text(Light::Red)
    } else {
        Style::new()
    }
}
