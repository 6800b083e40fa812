//! The columns of the roster on the screen: which there is room for, and how a cell looks. The
//! first columns stand still while the others are moved sideways.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::RosterPage;
use crate::domain::id::AssocIx;
use crate::domain::model::Separation;
use crate::report::roster as report;
use crate::report::table::Column;
use crate::tui::model::Ctx;
use crate::tui::screen::table::{self, MARGIN};

/// Cells that a name needs beside the five separations.
const NAME: usize = 16;
/// Cells in which most names fit.
const COMFORTABLE: usize = 28;

/// The columns that are shown, with their widths.
pub struct Table {
    /// All that were asked for.
    chosen: Vec<Column<AssocIx>>,
    columns: Vec<(Column<AssocIx>, usize)>,
    /// How many stand still.
    frozen: usize,
    /// How many of the others are hidden on the left.
    left: usize,
    /// How many are hidden on the right.
    right: usize,
}

impl Table {
    /// Chooses and arranges the columns for so many cells.
    pub fn new(ctx: &Ctx, page: &RosterPage, width: usize) -> Self {
        let chosen = match &page.columns {
            Some(columns) => columns.clone(),
            None => usual(ctx, width),
        };
        let mut columns: Vec<(Column<AssocIx>, usize)> = chosen
            .iter()
            .map(|column| (column.clone(), table::needs(ctx, column)))
            .collect();
        let named = columns.iter().take(2).position(|(c, _)| c.id == "name");
        let frozen = named.map_or(1, |at| at + 1).min(columns.len());
        let room = width.saturating_sub(MARGIN);
        let taken = |some: &[(Column<AssocIx>, usize)]| {
            some.iter().map(|(_, cells)| cells + 1).sum::<usize>()
        };
        let still = taken(&columns[..frozen]);
        // As far as the last column, and no further.
        let moving = columns.len() - frozen;
        let fits = |from: usize| still + taken(&columns[frozen + from..]) <= room + 1;
        let furthest = (0..moving)
            .find(|from| fits(*from))
            .unwrap_or(moving.saturating_sub(1));
        let left = page.scroll.min(furthest);
        columns.drain(frozen..frozen + left);
        let shown = |room: usize| {
            let mut used = still;
            let fitting = columns[frozen..].iter().take_while(|(_, cells)| {
                used += cells + 1;
                used <= room + 1
            });
            fitting.count()
        };
        let all = shown(room) == columns.len() - frozen;
        // The sign for hidden columns stands in a cell of its own at the end.
        let room = if all { room } else { room.saturating_sub(1) };
        let shown = shown(room);
        let right = columns.len() - frozen - shown;
        columns.truncate(frozen + shown);
        let spare = (room + 1).saturating_sub(taken(&columns));
        widen(&mut columns, spare);
        Self {
            chosen,
            columns,
            frozen,
            left,
            right,
        }
    }

    /// How far the columns can be moved from where they stand now, to the left and to the right.
    pub const fn hidden(&self) -> (usize, usize) {
        (self.left, self.right)
    }

    /// All columns that were asked for, shown or moved out of sight.
    pub fn chosen(&self) -> &[Column<AssocIx>] {
        &self.chosen
    }

    /// The headings, with signs where columns are hidden.
    pub fn heading(&self, ctx: &Ctx) -> Line<'static> {
        let style = ctx.theme.heading();
        let mut spans = vec![Span::styled(" ", style)];
        for (at, (column, width)) in self.columns.iter().enumerate() {
            if at > 0 {
                let before = at == self.frozen && self.left > 0;
                spans.push(Span::styled(if before { "<" } else { " " }, style));
            }
            spans.push(table::title(ctx, column, *width));
        }
        if self.right > 0 {
            spans.push(Span::styled(">", style));
        }
        Line::from(spans)
    }

    /// The line of an association.
    pub fn line(&self, ctx: &Ctx, ix: AssocIx) -> Line<'static> {
        let marked = ctx.marked.contains(&ix);
        let mark = if marked { ctx.glyphs.marked } else { " " };
        let mut spans = vec![Span::styled(mark, ctx.theme.strong())];
        for (at, (column, width)) in self.columns.iter().enumerate() {
            if at > 0 {
                spans.push(Span::raw(" "));
            }
            let (text, style) = if report::follows(column) && ctx.loading.is_some() {
                (String::new(), Style::new())
            } else {
                table::look(ctx, &column.cell(ctx.on(), &ix), Style::new())
            };
            spans.push(table::cell(ctx, column, *width, &text, style));
        }
        Line::from(spans)
    }
}

/// The columns unless others are chosen: the five separations where there is room for them.
fn usual(ctx: &Ctx, width: usize) -> Vec<Column<AssocIx>> {
    let all = report::choices(ctx.ledger.round());
    let five: Vec<&str> = Separation::ALL
        .iter()
        .map(|separation| separation.id())
        .collect();
    let cells = |ids: &[&str]| -> usize {
        let of = |id: &&str| all.iter().find(|column| *column.id == **id);
        ids.iter()
            .filter_map(of)
            .map(|column| column.least + 1)
            .sum()
    };
    // The number and the name count as their least here.
    let fixed = MARGIN + cells(&["no", "status", "due"]) + NAME;
    let progress: &[&str] = if width >= fixed + cells(&five) {
        &five
    } else {
        &["progress"]
    };
    let ids = ["no", "name", "status"]
        .into_iter()
        .chain(progress.iter().copied());
    ids.chain(["due"])
        .filter_map(|id| all.iter().find(|column| &*column.id == id).cloned())
        .collect()
}

/// Gives spare cells to the name until most names fit, then to the other columns that can use
/// them, the first of them first; the name takes what nobody needs.
fn widen(columns: &mut [(Column<AssocIx>, usize)], mut spare: usize) {
    let mut give = |named: bool, most: fn(&Column<AssocIx>) -> usize| {
        for (column, width) in columns
            .iter_mut()
            .filter(|(c, _)| (c.id == "name") == named)
        {
            let more = most(column).saturating_sub(*width).min(spare);
            *width += more;
            spare -= more;
        }
    };
    give(true, |_| COMFORTABLE);
    give(false, |column| column.most);
    give(true, |_| usize::MAX);
}
