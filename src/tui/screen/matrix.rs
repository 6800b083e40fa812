//! 矩阵: units by milestones, a light in each cell.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::{light, mark_cursor};
use crate::domain::id::{MilestoneIx, UnitIx};
use crate::domain::ledger::SubjectIx;
use crate::domain::milestone;
use crate::domain::round::Scope;
use crate::tui::layout;
use crate::tui::model::Model;
use crate::tui::widget::paint;

/// Cells of one milestone's column.
const COLUMN: usize = 7;

/// Draws the matrix.
pub fn draw(model: &Model, body: Rect, buf: &mut Buffer) -> Position {
    let areas = layout::titled_list(body, layout::MATRIX_TITLE);
    let units = model.ledger.units();
    let milestones = model.ledger.round().milestones();
    let dots = model.glyphs.ellipsis;
    let here = &milestones[model.matrix.column];
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
        &Line::styled(title, model.theme.strong()),
    );

    let name = usize::from(areas.list.width).saturating_sub(COLUMN * milestones.len() + 1);
    let style = model.theme.heading();
    let mut heading = vec![paint::cell(" 业务主管单位", name, dots, style)];
    for (ix, def) in milestones.iter_enumerated() {
        let style = if ix == model.matrix.column {
            model.theme.chip()
        } else {
            style
        };
        heading.push(Span::raw(" "));
        heading.push(paint::cell(&def.id, COLUMN - 1, dots, style));
    }
    paint::line(buf, areas.heading, 0, &Line::from(heading));

    let window = model
        .matrix
        .list
        .window(units.len(), areas.list.height.into());
    let start = window.start;
    for (at, unit) in (0u16..).zip(window) {
        paint::line(buf, areas.list, at, &row(model, unit.into(), name));
    }
    let line = model.matrix.list.cursor.saturating_sub(start);
    let cursor = mark_cursor(model, areas.list, line, buf);
    // Within the line the chosen cell stands out the right way round again.
    let x =
        areas.list.x + u16::try_from(name + COLUMN * usize::from(model.matrix.column)).unwrap_or(0);
    let cell = Rect::new(x + 1, cursor.y, COLUMN as u16 - 1, 1).intersection(areas.list);
    buf.set_style(cell, Style::reset().patch(model.theme.chip()));
    cursor
}

fn row(model: &Model, unit: UnitIx, name: usize) -> Line<'static> {
    let dots = model.glyphs.ellipsis;
    let title = format!(" {}", model.ledger.units()[unit].name);
    let mut spans = vec![paint::cell(&title, name, dots, Style::new())];
    for ix in model.ledger.round().milestones().keys() {
        spans.push(Span::raw(" "));
        spans.extend(cell(model, unit, ix));
    }
    Line::from(spans)
}

/// Light and count of one unit at one milestone. The city's own milestones show the city's.
fn cell(model: &Model, unit: UnitIx, ix: MilestoneIx) -> Vec<Span<'static>> {
    let dots = model.glyphs.ellipsis;
    let scope = model.ledger.round().milestones()[ix].scope;
    let standing = if scope == Scope::City {
        model.sums.standings[ix]
    } else {
        let members = milestone::below(&model.ledger, ix, SubjectIx::Unit(unit));
        milestone::standing(&model.ledger, ix, &members, model.as_of_date())
    };
    if standing.population == 0 {
        return vec![paint::cell(" -", COLUMN - 1, dots, model.theme.muted())];
    }
    let text = match (scope, standing.done_on) {
        (Scope::Association, _) => format!("{}/{}", standing.done, standing.population),
        (_, Some(_)) => model.glyphs.tick.to_owned(),
        (_, None) => String::new(),
    };
    // `44/44` fits behind the sign without a space between.
    vec![
        light(model, standing.light),
        paint::cell(&text, COLUMN - 3, "", Style::new()),
    ]
}
