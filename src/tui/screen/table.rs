//! A report as a list on the screen: its headings, and a line for each row.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::status;
use crate::domain::model::Light;
use crate::report::cell::{Cell, Tone};
use crate::report::table::{Column, Holds};
use crate::text::cells;
use crate::tui::model::Ctx;
use crate::tui::widget::paint;

/// Cells of the margin, where marks stand.
pub const MARGIN: usize = 1;

/// The columns of a report that stand in a list, with their widths.
pub struct ListTable<R> {
    columns: Vec<(Column<R>, usize)>,
    /// Which of them takes the room that is left, and gives way to a number that needs more.
    widest: usize,
}

impl<R> ListTable<R> {
    /// Arranges the columns in so many cells.
    pub fn new(ctx: &Ctx, columns: Vec<Column<R>>, width: usize) -> Self {
        let listed = columns.into_iter().filter(Column::is_listed);
        let mut columns: Vec<(Column<R>, usize)> = listed
            .map(|column| {
                let cells = needs(ctx, &column);
                (column, cells)
            })
            .collect();
        let taken: usize = columns.iter().map(|(_, cells)| cells + 1).sum();
        let most = columns.iter().map(|(column, _)| column.most).max();
        let widest = columns.iter().position(|(c, _)| Some(c.most) == most);
        let widest = widest.unwrap_or(0);
        if let Some((_, cells)) = columns.get_mut(widest) {
            // Nothing is left free behind the last.
            *cells += (width + 1).saturating_sub(MARGIN + taken);
        }
        Self { columns, widest }
    }

    /// The line of headings.
    pub fn heading(&self, ctx: &Ctx) -> Line<'static> {
        let style = ctx.theme.heading();
        let mut spans = vec![Span::styled(" ", style)];
        for (at, (column, cells)) in self.columns.iter().enumerate() {
            if at > 0 {
                spans.push(Span::styled(" ", style));
            }
            spans.push(cell(ctx, column, *cells, title(column, *cells), style));
        }
        Line::from(spans)
    }

    /// The line of a row, where no cell says otherwise in this style.
    pub fn line(&self, ctx: &Ctx, row: &R, plain: Style) -> Line<'static> {
        let looks: Vec<(String, Style)> = self
            .columns
            .iter()
            .map(|(column, _)| look(ctx, &column.cell(ctx.on(), row), plain))
            .collect();
        // A number is shown in full.
        let full = |((column, cells), (text, _)): (&(Column<R>, usize), &(String, Style))| {
            let number = column.holds.right();
            let needed = if number { cells::width(text) } else { 0 };
            needed.max(*cells)
        };
        let mut widths: Vec<usize> = self.columns.iter().zip(&looks).map(full).collect();
        let planned: usize = self.columns.iter().map(|(_, cells)| cells).sum();
        let over = widths.iter().sum::<usize>() - planned;
        if let Some(widest) = widths.get_mut(self.widest) {
            *widest = widest.saturating_sub(over);
        }
        let mut spans = Vec::with_capacity(2 * looks.len());
        for (((column, _), (text, style)), cells) in self.columns.iter().zip(&looks).zip(widths) {
            spans.push(Span::raw(" "));
            spans.push(cell(ctx, column, cells, text, *style));
        }
        Line::from(spans)
    }
}

/// The cells that a column needs at least.
pub fn needs<R>(ctx: &Ctx, column: &Column<R>) -> usize {
    if column.id != "no" {
        return column.least;
    }
    let last = match ctx.loading {
        Some(loading) => loading.last_no,
        None => ctx.ledger.associations().last().map_or(0, |a| a.no),
    };
    last.to_string().len().max(column.least)
}

/// The heading of a column.
pub fn title<R>(column: &Column<R>, width: usize) -> &str {
    // Three cells have no room for both characters and the margin.
    if column.id == "no" {
        s!("序", "No")
    } else if column.holds == Holds::Light && cells::width(&column.title) > width {
        // The colours say it.
        ""
    } else {
        &column.title
    }
}

/// A text in a column, on the side to which it leans.
pub fn cell<R>(
    ctx: &Ctx,
    column: &Column<R>,
    width: usize,
    text: &str,
    style: Style,
) -> Span<'static> {
    let dots = ctx.glyphs.ellipsis;
    if column.holds.right() {
        paint::cell_right(text, width, dots, style)
    } else {
        paint::cell(text, width, dots, style)
    }
}

/// How a cell is written and coloured; in the plain style where it has no tone.
pub fn look(ctx: &Ctx, cell: &Cell<'_>, plain: Style) -> (String, Style) {
    let theme = ctx.theme;
    let style = match cell.tone {
        Tone::Status(of) => return (status(ctx, of), theme.status(of)),
        Tone::Muted => theme.faint(),
        Tone::Lamp(light) => theme.light(light),
        Tone::Lit(light) => theme.light_text(light),
        Tone::Tally(tally) if tally.done == tally.total => theme.light_text(Light::Green),
        Tone::Tally(tally) if tally.done == 0 => theme.faint(),
        Tone::Plain | Tone::Tally(_) => plain,
    };
    (cell.text().into_owned(), style)
}
