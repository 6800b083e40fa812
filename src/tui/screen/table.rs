//! A report as a list on the screen: its headings, and a line for each row.

use std::borrow::Cow;
use std::ops::Range;

use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::status;
use crate::domain::model::Light;
use crate::report::cell::{Cell, Tone};
use crate::report::order::SortedBy;
use crate::report::table::{Column, Holds};
use crate::text::cells;
use crate::tui::model::Ctx;
use crate::tui::widget::paint;

/// Cells of the margin, where marks stand.
pub const MARGIN: usize = 1;

/// The columns of a report that stand in a list, with their widths.
pub struct ListTable<R> {
    columns: Vec<(Column<R>, usize)>,
    /// Which of them gives way to a number that needs more.
    widest: usize,
}

/// The headings of a list, by which it can be sorted.
pub struct Headings {
    pub area: Rect,
    /// Name, heading and cells of each column.
    pub columns: Vec<(String, String, Range<u16>)>,
}

impl Headings {
    /// Of columns of these widths, in a line of the screen.
    pub fn new<R>(area: Rect, columns: &[(Column<R>, usize)]) -> Self {
        let mut end = MARGIN;
        let columns = columns.iter().map(|(column, cells)| {
            let start = end;
            end += cells + 1;
            let cell = |at| u16::try_from(at).unwrap_or(u16::MAX);
            let (id, title) = (column.id.to_string(), column.title.to_string());
            (id, title, cell(start)..cell(end))
        });
        let columns = columns.collect();
        Self { area, columns }
    }

    /// The column at a place of the screen.
    pub fn at(&self, at: Position) -> Option<&str> {
        let cell = at.x.checked_sub(self.area.x)?;
        let mut columns = self.columns.iter().filter(|_| self.area.contains(at));
        let here = columns.find(|(_, _, cells)| cells.contains(&cell));
        here.map(|(id, ..)| &**id)
    }
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
        share_out(&mut columns, (width + 1).saturating_sub(MARGIN + taken));
        let most = columns.iter().map(|(column, _)| column.most).max();
        let widest = columns.iter().position(|(c, _)| Some(c.most) == most);
        let widest = widest.unwrap_or(0);
        Self { columns, widest }
    }

    /// The headings in a line of the screen.
    pub fn headings(&self, area: Rect) -> Headings {
        Headings::new(area, &self.columns)
    }

    /// The line of headings, with the sign of the order.
    pub fn heading(&self, ctx: &Ctx, sorted: &SortedBy) -> Line<'static> {
        let style = ctx.theme.heading();
        let mut spans = vec![Span::styled(" ", style)];
        // The sign of a column without room for it stands in the blank cell behind it.
        let mut behind = None;
        for (at, (column, cells)) in self.columns.iter().enumerate() {
            if at > 0 {
                spans.push(Span::styled(behind.take().unwrap_or(" "), style));
            }
            let sign = sorted.by(&column.id).map(|reversed| sign(ctx, reversed));
            let (text, more) = signed(title(column, *cells), *cells, sign);
            spans.push(cell(ctx, column, *cells, &text, style));
            behind = more;
        }
        spans.extend(behind.map(|sign| Span::styled(sign, style)));
        Line::from(spans)
    }

    /// The line of a row, where no cell says otherwise in this style.
    pub fn line(&self, ctx: &Ctx, row: &R, plain: Style) -> Line<'static> {
        let looks: Vec<(String, Style)> = self
            .columns
            .iter()
            .map(|(column, cells)| {
                let (text, style) = look(ctx, &column.cell(ctx.on(), row), plain);
                // Short names before cut names, and all of a column alike.
                if *cells < column.most && column.holds == Holds::Text {
                    return (ctx.ledger.round().without_city(&text).to_owned(), style);
                }
                (text, style)
            })
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

/// Gives spare cells to the columns that can use them, each by as much as it can. What nobody can use
/// stays free at the right: nothing is stretched.
fn share_out<R>(columns: &mut [(Column<R>, usize)], mut spare: usize) {
    let wish = |(column, cells): &(Column<R>, usize)| column.most.saturating_sub(*cells);
    let mut wished: usize = columns.iter().map(wish).sum();
    for one in columns {
        let wish = wish(one);
        let given = if wished == 0 {
            0
        } else {
            (spare * wish).div_ceil(wished).min(wish).min(spare)
        };
        one.1 += given;
        spare -= given;
        wished -= wish;
    }
}

/// The sign of an order.
pub const fn sign(ctx: &Ctx, reversed: bool) -> &'static str {
    if reversed {
        ctx.glyphs.falling
    } else {
        ctx.glyphs.rising
    }
}

/// A heading with the sign of the order, if any; the sign alone where there is no room for both.
pub fn signed<'a>(
    title: &'a str,
    width: usize,
    sign: Option<&'static str>,
) -> (Cow<'a, str>, Option<&'static str>) {
    let Some(sign) = sign else {
        return (title.into(), None);
    };
    let both = format!("{title}{sign}");
    if cells::width(&both) <= width {
        (both.into(), None)
    } else {
        (title.into(), Some(sign))
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
