//! The blocks of the overview whose lines stand below each other.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::{Block, OverviewPage};
use crate::app::overview::{Overview, SeparationLine};
use crate::domain::change::HistoryEvent;
use crate::domain::due::{DueLine, DueWhat, When};
use crate::domain::ledger::SubjectIx;
use crate::domain::model::Light;
use crate::domain::progress::Tally;
use crate::text::cells;
use crate::tui::layout;
use crate::tui::model::Ctx;
use crate::tui::screen::light;
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
            Block::Due => due(ctx, sums, at, y == list.y, width),
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
    let [name, count, bar] = unit_widths(sums, width);
    let spans = match block {
        Block::Separations => {
            return paint::title(&ctx.theme, " 五分离", "全部办结", width);
        }
        Block::Due => {
            let at = page.at(block) + 1;
            let of = format!("{}/{}", at.min(sums.due.len()), sums.due.len());
            return paint::title(&ctx.theme, " 到期", &of, width);
        }
        Block::Changes => return paint::title(&ctx.theme, " 最近改动", "", width),
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

fn separation(ctx: &Ctx, line: &SeparationLine, width: usize) -> Line<'static> {
    let dots = ctx.glyphs.ellipsis;
    let complete = format!("{}/{} 家", line.complete, line.associations);
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

/// Cells of name, each of three numbers, and bar.
fn unit_widths(sums: &Overview, width: usize) -> [usize; 3] {
    let (count, bar) = if width >= ROOMY { (6, 19) } else { (5, 7) };
    // A cell stays between numbers, however large: who owes most stands first.
    let most = sums.units.first().map_or(0, |line| line.owed.all());
    let count = count.max(most.to_string().len() + 1);
    let name = width.saturating_sub(4 + 3 * count + 2 + bar);
    [name, count, bar]
}

fn unit(ctx: &Ctx, sums: &Overview, at: usize, width: usize) -> Line<'static> {
    let line = &sums.units[at];
    let [name, count, bar] = unit_widths(sums, width);
    let dots = ctx.glyphs.ellipsis;
    let words = if ctx.size.width >= WHOLE_NAMES {
        &line.unit
    } else {
        &line.short
    };
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
    Line::from(spans)
}

/// What is due; its day where it is not that of the line above.
fn due(ctx: &Ctx, sums: &Overview, at: usize, first: bool, width: usize) -> Line<'static> {
    /// Cells of the day, of whose it is, and of how many owe it.
    const CELLS: [usize; 3] = [7, 11, 8];
    let (line, dots) = (&sums.due[at], ctx.glyphs.ellipsis);
    let [day, who, owed] = CELLS;
    let said = |line: &DueLine| match line.when {
        When::Today => line.when.word().to_owned(),
        _ => line.due_on.format("%m-%d").to_string(),
    };
    let above = at.checked_sub(1).filter(|_| !first);
    let same = above.is_some_and(|above| said(&sums.due[above]) == said(line));
    let on = if same { String::new() } else { said(line) };
    let style = ctx.theme.light_text(line.light);
    let mut spans = vec![
        paint::cell(&format!(" {on}"), day, dots, style),
        light(ctx, line.light),
        Span::raw(" "),
    ];
    let rest = width.saturating_sub(day + 3);
    if let DueWhat::Promise(subject) = line.what {
        let ledger = &ctx.ledger;
        let name = match subject {
            SubjectIx::City => "全市",
            SubjectIx::Unit(unit) => &ledger.units()[unit].short,
            SubjectIx::Association(ix) => {
                ledger.round().without_city(&ledger.associations()[ix].name)
            }
        };
        spans.push(paint::cell(name, who, dots, ctx.theme.strong()));
        spans.push(paint::cell(
            &line.text,
            rest.saturating_sub(who),
            dots,
            Style::new(),
        ));
    } else {
        let missing = format!("{} 家", line.missing);
        spans.push(paint::cell(
            &line.title(),
            rest.saturating_sub(owed),
            dots,
            Style::new(),
        ));
        spans.push(paint::cell_right(&missing, owed, dots, ctx.theme.soft()));
    }
    Line::from(spans)
}

fn change(ctx: &Ctx, line: &HistoryEvent, width: usize) -> Line<'static> {
    let dots = ctx.glyphs.ellipsis;
    let on = line.on.format(" %m-%d ").to_string();
    Line::from(vec![
        paint::cell(&on, 7, dots, ctx.theme.faint()),
        paint::cell(&line.by, 8, dots, Style::new()),
        paint::cell(&line.what, width.saturating_sub(15), dots, Style::new()),
    ])
}
