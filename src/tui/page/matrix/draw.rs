//! 矩阵: units by milestones, a light in each cell.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::MatrixPage;
use crate::domain::id::{MilestoneIx, UnitIx};
use crate::domain::ledger::SubjectIx;
use crate::domain::milestone::Standing;
use crate::domain::round::Scope;
use crate::report::reached::Reached;
use crate::text::cells;
use crate::text::lang::english;
use crate::tui::layout::{self, ListAreas, WIDE};
use crate::tui::model::Ctx;
use crate::tui::screen::{light, mark_cursor};
use crate::tui::widget::paint;

/// Cells of the names of units, at least and at most.
const NAME: (usize, usize) = (12, 24);
/// Cells of a milestone's column, at least and at most.
const COLUMN: (usize, usize) = (7, 14);

/// Divides the body: the milestones, on two lines where it is wide, the whole city, the units.
pub fn areas(body: Rect) -> ListAreas {
    layout::titled_list(body, 1 + u16::from(body.width >= WIDE))
}

/// What has room in a line: cells of a name, cells of a milestone's column, which holds a light and what
/// is missing at most, and which milestones. Of those that do not fit whole none is shown, and the chosen
/// one always is.
struct Fit {
    name: usize,
    column: usize,
    first: usize,
    count: usize,
}

impl Fit {
    fn new(ctx: &Ctx, page: &MatrixPage, width: usize) -> Self {
        let milestones = ctx.ledger.round().milestones().len().max(1);
        let standings = ctx.sums.standings.iter();
        let most = standings.map(|standing| standing.population).max();
        let needed = 2 + cells::width(&missing(most.unwrap_or(0))) + 1;
        let least = COLUMN.0.max(needed);
        let column = width.saturating_sub(NAME.1) / milestones;
        let column = column.clamp(least, COLUMN.1.max(least));
        let name = width.saturating_sub(column * milestones + 1);
        let name = name.clamp(NAME.0, NAME.1);
        let count = width.saturating_sub(1 + name) / column;
        let count = count.clamp(1, milestones);
        let first = usize::from(page.column).saturating_sub(count - 1);
        Self {
            name,
            column,
            first,
            count,
        }
    }

    /// Those of something of all milestones that are shown.
    fn shown<T>(&self, all: impl IntoIterator<Item = T>) -> impl Iterator<Item = T> {
        all.into_iter().skip(self.first).take(self.count)
    }
}

/// Draws the matrix.
pub fn draw(ctx: &Ctx, page: &MatrixPage, body: Rect, buf: &mut Buffer) -> Position {
    let areas = areas(body);
    let units = ctx.ledger.units();
    let fit = Fit::new(ctx, page, areas.list.width.into());
    let wide = areas.title.height > 1;
    if wide {
        paint::line(buf, areas.title, 0, &days_line(ctx, &fit));
    }
    let heading = heading(ctx, page, &fit);
    paint::line(buf, areas.title, u16::from(wide), &heading);

    buf.set_style(areas.heading, ctx.theme.band());
    let everywhere = ctx.ledger.round().info.everywhere().get();
    let city = row(ctx, everywhere, &fit, ctx.theme.strong(), |ix| {
        Some(ctx.sums.standings[ix])
    });
    paint::line(buf, areas.heading, 0, &city);

    let window = page.list.window(units.len(), areas.list.height.into());
    let start = window.start;
    for (at, unit) in (0u16..).zip(window) {
        let unit = UnitIx::from(unit);
        let short = &units[unit].short;
        let line = row(ctx, short, &fit, Style::new(), |ix| {
            reached(ctx, unit, ix).standing
        });
        paint::line(buf, areas.list, at, &line);
    }
    let line = page.list.cursor.saturating_sub(start);
    let cursor = mark_cursor(ctx, areas.list, line, buf);
    // Within the line the chosen cell stands out.
    let x = 1 + fit.name + fit.column * (usize::from(page.column) - fit.first);
    let cell = Rect {
        x: areas.list.x + u16::try_from(x).unwrap_or(u16::MAX),
        y: cursor.y,
        width: u16::try_from(fit.column).unwrap_or(u16::MAX) - 1,
        height: 1,
    };
    let chip = Style::reset().patch(ctx.theme.chip());
    buf.set_style(cell.intersection(areas.list), chip);
    cursor
}

/// When each milestone is due.
fn days_line(ctx: &Ctx, fit: &Fit) -> Line<'static> {
    let faint = ctx.theme.faint();
    let milestones = fit.shown(ctx.ledger.round().milestones());
    let days = milestones.map(|def| paint::cell(&def.due_short(), fit.column, "", faint));
    let before = Span::raw(" ".repeat(1 + fit.name));
    [before].into_iter().chain(days).collect()
}

fn heading(ctx: &Ctx, page: &MatrixPage, fit: &Fit) -> Line<'static> {
    let style = ctx.theme.heading();
    let column = fit.column;
    let mut heading = vec![paint::cell(s!(" 单位", " unit"), 1 + fit.name, "", style)];
    for (ix, def) in fit.shown(ctx.ledger.round().milestones().iter_enumerated()) {
        let style = if ix == page.column {
            style.patch(ctx.theme.accent())
        } else {
            style
        };
        // Where the short title does not fit, the id says it.
        let text = format!("{} {}", def.id, def.short);
        let fits = column > COLUMN.0 + 2 && cells::width(&text) < column;
        let text = if fits { &text } else { &def.id };
        heading.push(paint::cell(text, column, "", style));
    }
    Line::from(heading)
}

fn row(
    ctx: &Ctx,
    title: &str,
    fit: &Fit,
    ink: Style,
    standing: impl Fn(MilestoneIx) -> Option<Standing>,
) -> Line<'static> {
    let dots = ctx.glyphs.ellipsis;
    let mut spans = vec![Span::raw(" "), paint::cell(title, fit.name, dots, ink)];
    for ix in fit.shown(ctx.ledger.round().milestones().keys()) {
        match standing(ix) {
            Some(standing) => spans.extend(cell(ctx, ix, standing, fit.column, ink)),
            None => spans.push(paint::cell("-", fit.column, dots, ctx.theme.faint())),
        }
    }
    Line::from(spans)
}

fn missing(count: usize) -> String {
    t!("差{count}", "-{count}")
}

/// A light, and how many have reached it, or have not. A count is never cut: a part of it reads as
/// another number.
fn cell(
    ctx: &Ctx,
    ix: MilestoneIx,
    standing: Standing,
    column: usize,
    ink: Style,
) -> Vec<Span<'static>> {
    let scope = ctx.ledger.round().milestones()[ix].scope;
    let Standing {
        done, population, ..
    } = standing;
    let own = ctx.theme.light_text(standing.light);
    let tick = ctx.glyphs.done;
    let (text, style) = match (scope, standing.done_on) {
        (Scope::Association, _) if done == population && population > 1 => {
            (format!("{tick} {population}"), own)
        }
        (_, Some(_)) => (tick.to_owned(), own),
        (Scope::Unit, None) if population == 1 => (s!("未办", "open").to_owned(), own),
        (Scope::City, None) => (String::new(), own),
        (_, None) => (format!("{done}/{population}"), ink),
    };
    // Words of letters run into the sign where characters do not.
    let gap = if column > COLUMN.0 + 2 || english() {
        " "
    } else {
        ""
    };
    let room = column - 2 - gap.len();
    let text = if cells::width(&text) < room {
        text
    } else {
        missing(population - done)
    };
    vec![
        light(ctx, standing.light),
        Span::raw(gap),
        paint::cell(&text, room, "", style),
    ]
}

/// A unit at a milestone. The city's own milestones show the city's.
pub fn reached(ctx: &Ctx, unit: UnitIx, ix: MilestoneIx) -> Reached {
    let subject = SubjectIx::Unit(unit);
    match ctx.ledger.round().milestones()[ix].scope {
        Scope::City => Reached::new(ix, subject, ctx.sums.standings[ix]),
        Scope::Unit | Scope::Association => {
            Reached::below(&ctx.ledger, ix, subject, ctx.as_of_date())
        }
    }
}
