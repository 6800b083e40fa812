//! The blocks of the overview whose lines stand below each other.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::{Block, OverviewPage};
use crate::app::overview::{Overview, SeparationLine};
use crate::domain::change::HistoryEvent;
use crate::domain::model::Light;
use crate::domain::progress::Tally;
use crate::text::cells;
use crate::tui::layout;
use crate::tui::model::Ctx;
use crate::tui::screen::{due, light};
use crate::tui::widget::paint;

/// From this width on a block has room for more.
const ROOMY: usize = 56;
/// From this width of the terminal on units have their whole names.
const WHOLE_NAMES: u16 = 160;

/// Cells of the longest name of a separation, 党建外事等事项分离, between blanks.
const TITLE: usize = 20;

/// Draws a block below its heading.
pub fn draw(
    ctx: &Ctx,
    page: &OverviewPage,
    sums: &Overview,
    block: Block,
    area: Rect,
    buf: &mut Buffer,
) {
    let (heading, list) = layout::headed(area);
    let width = usize::from(area.width);
    paint::line(buf, heading, 0, &title(ctx, page, sums, block, width));
    let window = page
        .list_of(block)
        .window(OverviewPage::lines_in(ctx, block), list.height.into());
    for (y, at) in (list.y..).zip(window) {
        let row = Rect {
            y,
            height: 1,
            ..list
        };
        let line = match block {
            Block::Separations => separation(ctx, &sums.separations[at], width),
            Block::Units => unit(ctx, sums, at, width),
            Block::Due => due::line(ctx, sums, at, y == list.y, width),
            Block::Changes => change(ctx, &sums.changes[at], width),
            Block::Counts | Block::Milestones => return,
        };
        paint::line(buf, row, 0, &line);
    }
}

fn title(
    ctx: &Ctx,
    page: &OverviewPage,
    sums: &Overview,
    block: Block,
    width: usize,
) -> Line<'static> {
    let style = ctx.theme.heading();
    let dots = ctx.glyphs.ellipsis;
    let [name, count, bar, done] = unit_widths(sums, width);
    let spans = match block {
        Block::Separations => {
            return paint::title(
                &ctx.theme,
                s!(" 五分离", " Five separations"),
                s!("全部办结", "all done"),
                width,
            );
        }
        Block::Due => {
            let at = page.at(block) + 1;
            let of = format!("{}/{}", at.min(sums.due.len()), sums.due.len());
            return paint::title(&ctx.theme, s!(" 到期", " Due"), &of, width);
        }
        Block::Changes => {
            let today = t!("当日 {} 条", "{} that day", sums.recorded);
            return paint::title(
                &ctx.theme,
                s!(" 最近改动", " Latest changes"),
                &today,
                width,
            );
        }
        Block::Units => vec![
            paint::cell(s!(" 灯 单位", "    unit"), name + 4, dots, style),
            paint::cell_right(s!("逾期", "late"), count, dots, style),
            paint::cell_right(s!("临期", "soon"), count, dots, style),
            paint::cell_right(s!("其后", "rest"), count, dots, style),
            paint::cell(s!("  办结", "  done"), bar + 2, dots, style),
            paint::cell_right(
                if done > 0 {
                    s!("已完成", "compl.")
                } else {
                    ""
                },
                done,
                dots,
                style,
            ),
        ],
        Block::Counts | Block::Milestones => Vec::new(),
    };
    Line::from(spans)
}

fn separation(ctx: &Ctx, line: &SeparationLine, width: usize) -> Line<'static> {
    let dots = ctx.glyphs.ellipsis;
    let complete = t!("{}/{} 家", "{}/{}", line.complete, line.associations);
    let room = (cells::width(&complete) + 1).max(11);
    let (name, named) = if width >= ROOMY {
        (line.title.as_str(), TITLE)
    } else {
        (line.short.as_str(), 6)
    };
    let bar = width.saturating_sub(named + room);
    let mut spans = vec![paint::cell(
        &format!(" {name}"),
        named,
        dots,
        ctx.theme.strong(),
    )];
    spans.extend(items(ctx, line.items, bar));
    spans.push(paint::cell_right(&complete, room, dots, ctx.theme.soft()));
    Line::from(spans)
}

/// How far a checklist is, as a bar under its figures.
fn items(ctx: &Ctx, items: Tally, width: usize) -> Vec<Span<'static>> {
    let percent = format!("{:>4}", items.share());
    let figure = if width >= 17 {
        format!("{}/{} {percent}", items.done, items.total)
    } else {
        percent
    };
    paint::bar(&ctx.theme, ctx.glyphs, items, width, &figure)
}

/// Cells of name, each of three numbers, bar, and of those that are finished.
fn unit_widths(sums: &Overview, width: usize) -> [usize; 4] {
    let (count, bar, done) = if width >= ROOMY {
        (6, 19, 9)
    } else {
        (5, 7, 0)
    };
    // A cell stays between numbers, however large: who owes most stands first.
    let most = sums.units.first().map_or(0, |line| line.owed.all());
    let count = count.max(most.to_string().len() + 1);
    let name = width.saturating_sub(4 + 3 * count + 2 + bar + done);
    [name, count, bar, done]
}

fn unit(ctx: &Ctx, sums: &Overview, at: usize, width: usize) -> Line<'static> {
    let line = &sums.units[at];
    let [name, count, bar, done] = unit_widths(sums, width);
    let dots = ctx.glyphs.ellipsis;
    // A unit's name is not cut: where the whole does not fit the short one stands.
    let whole = ctx.size.width >= WHOLE_NAMES && cells::width(&line.unit) < name;
    let words = if whole { &line.unit } else { &line.short };
    let number = |number: usize, light| {
        let style = if number > 0 {
            ctx.theme.light_text(light)
        } else {
            ctx.theme.faint()
        };
        paint::cell_right(&format!(" {number}"), count, dots, style)
    };
    let mut spans = vec![
        Span::raw(" "),
        light(ctx, line.light),
        Span::raw(" "),
        paint::cell(words, name, dots, Style::new()),
        number(line.owed.overdue, Light::Red),
        number(line.owed.soon, Light::Yellow),
        paint::cell_right(&format!(" {}", line.owed.later), count, dots, Style::new()),
    ];
    spans.push(Span::raw("  "));
    spans.extend(items(ctx, line.items, bar));
    if done > 0 {
        let finished = format!("{}/{}", line.completed, line.associations);
        spans.push(paint::cell_right(&finished, done, dots, ctx.theme.soft()));
    }
    Line::from(spans)
}

/// What was done last: day, person, whose it was, and the beginning and the end of it, where what
/// became of it stands.
fn change(ctx: &Ctx, line: &HistoryEvent, width: usize) -> Line<'static> {
    let (ledger, dots) = (&ctx.ledger, ctx.glyphs.ellipsis);
    let on = line.on.format(" %m-%d ").to_string();
    let known = line.association.and_then(|no| ledger.association_ix(no));
    let name = known.map(|ix| ledger.name(ix));
    let said = name.and_then(|name| Some((name, line.what.strip_prefix(name)?)));
    let room = width.saturating_sub(15);
    let (name, what, room) = match said {
        Some((name, what)) => {
            let named = if width >= ROOMY { 24 } else { 10 };
            let name = ledger.round().without_city(name);
            let name = paint::cell(name, named - 1, dots, ctx.theme.strong());
            (name, what.trim_start(), room.saturating_sub(named))
        }
        None => (Span::raw(""), ledger.round().without_city(&line.what), room),
    };
    let gap = if name.width() > 0 { " " } else { "" };
    let what = cells::shown(what);
    let what = cells::cut_middle(&what, room, dots);
    Line::from(vec![
        paint::cell(&on, 7, dots, ctx.theme.faint()),
        paint::cell(&line.by, 8, dots, ctx.theme.soft()),
        name,
        Span::raw(format!("{gap}{what}")),
    ])
}
