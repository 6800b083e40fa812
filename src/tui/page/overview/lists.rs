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
use crate::report::due;
use crate::text::cells;
use crate::tui::layout;
use crate::tui::model::Ctx;
use crate::tui::screen::light;
use crate::tui::screen::table::ListTable;
use crate::tui::widget::paint;

/// From this width on a block has room for more.
const ROOMY: usize = 52;

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
    let due = ListTable::new(ctx, due::columns(), width);
    let window = page
        .list_of(block)
        .window(OverviewPage::lines_in(ctx, block), list.height.into());
    for (y, at) in (list.y..).zip(window) {
        let row = Rect {
            y,
            height: 1,
            ..list
        };
        let (line, bar) = match block {
            Block::Separations => separation(ctx, &sums.separations[at], width),
            Block::Units => unit(ctx, sums, at, width),
            Block::Due => (due.line(ctx, &sums.due[at], Style::new()), None),
            Block::Changes => (change(ctx, &sums.changes[at], width), None),
            Block::Counts | Block::Milestones => return,
        };
        paint::line(buf, row, 0, &line);
        if let Some((at, cells, tally)) = bar {
            let place = Rect::new(row.x + cut(at), y, cut(cells), 1).intersection(row);
            paint::gauge(buf, place, tally, ctx.theme);
        }
    }
}

/// A bar: its column, its cells, and what it shows.
type Bar = Option<(usize, usize, Tally)>;

fn cut(cells: usize) -> u16 {
    u16::try_from(cells).unwrap_or(u16::MAX)
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
    let [name, count, bar] = unit_widths(sums, width);
    let spans = match block {
        Block::Separations => vec![
            paint::cell(" 五分离", width.saturating_sub(12), dots, style),
            paint::cell_right("全部办结", 12.min(width), dots, style),
        ],
        Block::Due => {
            let at = page.at(block) + 1;
            let of = format!("{}/{}", at.min(sums.due.len()), sums.due.len());
            vec![
                paint::cell(" 到期", width.saturating_sub(9), dots, style),
                paint::cell_right(&of, 9.min(width), dots, style),
            ]
        }
        Block::Changes => vec![paint::cell(" 最近改动", width, dots, style)],
        Block::Units => vec![
            paint::cell(" 灯 单位", name + 4, dots, style),
            paint::cell_right("逾期", count, dots, style),
            paint::cell_right("临期", count, dots, style),
            paint::cell_right("其后", count, dots, style),
            paint::cell("  办结", bar + 2, dots, style),
        ],
        Block::Counts | Block::Milestones => Vec::new(),
    };
    Line::from(spans)
}

fn separation(ctx: &Ctx, line: &SeparationLine, width: usize) -> (Line<'static>, Bar) {
    let dots = ctx.glyphs.ellipsis;
    let plain = Style::new();
    let complete = format!("{}/{} 家", line.complete, line.associations);
    let room = (cells::width(&complete) + 1).max(12);
    let (name, named) = if width >= ROOMY {
        (line.title.as_str(), TITLE)
    } else {
        (line.short.as_str(), 6)
    };
    let bar = width.saturating_sub(named + 5 + room);
    let spans = vec![
        paint::cell(&format!(" {name}"), named, dots, ctx.theme.strong()),
        paint::cell_right(&format!("{}% ", line.items.percent()), 5, dots, plain),
        Span::raw(" ".repeat(bar)),
        paint::cell_right(&complete, room, dots, plain),
    ];
    (Line::from(spans), Some((named + 5, bar, line.items)))
}

/// Cells of name, each of three numbers, and bar.
fn unit_widths(sums: &Overview, width: usize) -> [usize; 3] {
    let (count, bar) = if width >= ROOMY { (6, 14) } else { (5, 5) };
    // A cell stays between numbers, however large: who owes most stands first.
    let most = sums.units.first().map_or(0, |line| line.owed.all());
    let count = count.max(most.to_string().len() + 1);
    let name = width.saturating_sub(4 + 3 * count + 2 + bar);
    [name, count, bar]
}

fn unit(ctx: &Ctx, sums: &Overview, at: usize, width: usize) -> (Line<'static>, Bar) {
    let line = &sums.units[at];
    let [name, count, bar] = unit_widths(sums, width);
    let dots = ctx.glyphs.ellipsis;
    let words = if width >= ROOMY {
        &line.unit
    } else {
        &line.short
    };
    let number = |number: usize, light| {
        let style = if number > 0 {
            ctx.theme.light_text(light)
        } else {
            ctx.theme.muted()
        };
        paint::cell_right(&format!(" {number}"), count, dots, style)
    };
    let spans = vec![
        Span::raw(" "),
        light(ctx, line.light),
        Span::raw(" "),
        paint::cell(words, name, dots, Style::new()),
        number(line.owed.overdue, Light::Red),
        number(line.owed.soon, Light::Yellow),
        paint::cell_right(&format!(" {}", line.owed.later), count, dots, Style::new()),
    ];
    let at = 4 + name + 3 * count + 2;
    (Line::from(spans), Some((at, bar, line.items)))
}

fn change(ctx: &Ctx, line: &HistoryEvent, width: usize) -> Line<'static> {
    let dots = ctx.glyphs.ellipsis;
    let on = line.on.format(" %m-%d ").to_string();
    Line::from(vec![
        paint::cell(&on, 7, dots, ctx.theme.muted()),
        paint::cell(&line.by, 8, dots, Style::new()),
        paint::cell(&line.what, width.saturating_sub(15), dots, Style::new()),
    ])
}
