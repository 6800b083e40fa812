//! 矩阵: units by milestones, a light in each cell.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::MatrixPage;
use crate::domain::id::{MilestoneIx, UnitIx};
use crate::domain::ledger::SubjectIx;
use crate::domain::round::Scope;
use crate::report::reached::Reached;
use crate::text::cells;
use crate::tui::layout;
use crate::tui::model::Ctx;
use crate::tui::screen::{light, mark_cursor};
use crate::tui::widget::paint;

/// Cells of one milestone's column: wide enough for a light and `41/42`, where there is room.
const fn column(width: usize) -> usize {
    if width < 80 { 7 } else { 8 }
}

/// Draws the matrix.
pub fn draw(ctx: &Ctx, page: &MatrixPage, body: Rect, buf: &mut Buffer) -> Position {
    let areas = layout::titled_list(body, layout::MATRIX_TITLE);
    let units = ctx.ledger.units();
    let milestones = ctx.ledger.round().milestones();
    let dots = ctx.glyphs.ellipsis;
    let here = &milestones[page.column];
    let title = format!(
        " {} {} {}  {}",
        here.id,
        here.title,
        here.due_on,
        here.lead.join("、")
    );
    paint::line(
        buf,
        areas.title,
        0,
        &Line::styled(title, ctx.theme.strong()),
    );

    let width = usize::from(areas.list.width);
    let column = column(width);
    let name = width.saturating_sub(column * milestones.len() + 1);
    let style = ctx.theme.heading();
    let mut heading = vec![paint::cell(" 业务主管单位", name, dots, style)];
    for (ix, def) in milestones.iter_enumerated() {
        let style = if ix == page.column {
            ctx.theme.chip()
        } else {
            style
        };
        heading.push(Span::raw(" "));
        heading.push(paint::cell(&def.id, column - 1, dots, style));
    }
    paint::line(buf, areas.heading, 0, &Line::from(heading));

    let window = page.list.window(units.len(), areas.list.height.into());
    let start = window.start;
    for (at, unit) in (0u16..).zip(window) {
        paint::line(buf, areas.list, at, &row(ctx, unit.into(), name, column));
    }
    let line = page.list.cursor.saturating_sub(start);
    let cursor = mark_cursor(ctx, areas.list, line, buf);
    // Within the line the chosen cell stands out the right way round again.
    let x = areas.list.x + u16::try_from(name + column * usize::from(page.column)).unwrap_or(0);
    let cell = Rect::new(x + 1, cursor.y, column as u16 - 1, 1).intersection(areas.list);
    buf.set_style(cell, Style::reset().patch(ctx.theme.chip()));
    cursor
}

fn row(ctx: &Ctx, unit: UnitIx, name: usize, column: usize) -> Line<'static> {
    let dots = ctx.glyphs.ellipsis;
    let title = format!(" {}", ctx.ledger.units()[unit].name);
    let mut spans = vec![paint::cell(&title, name, dots, Style::new())];
    for ix in ctx.ledger.round().milestones().keys() {
        spans.push(Span::raw(" "));
        spans.extend(cell(ctx, unit, ix, column));
    }
    Line::from(spans)
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

/// Light and count.
fn cell(ctx: &Ctx, unit: UnitIx, ix: MilestoneIx, column: usize) -> Vec<Span<'static>> {
    let Some(standing) = reached(ctx, unit, ix).standing else {
        let dots = ctx.glyphs.ellipsis;
        return vec![paint::cell(" -", column - 1, dots, ctx.theme.muted())];
    };
    let scope = ctx.ledger.round().milestones()[ix].scope;
    let text = match (scope, standing.done_on) {
        (Scope::Association, _) => format!("{}/{}", standing.done, standing.population),
        (_, Some(_)) => ctx.glyphs.tick.to_owned(),
        (_, None) => String::new(),
    };
    // A count is never cut: a part of it reads as another number.
    let text = if cells::width(&text) > column - 3 {
        format!("差{}", standing.population - standing.done)
    } else {
        text
    };
    vec![
        light(ctx, standing.light),
        paint::cell(&text, column - 3, "", Style::new()),
    ]
}
