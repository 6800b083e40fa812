//! The columns of the roster on the screen: which there is room for, and how a cell looks. The
//! first columns stand still while the others are moved sideways.

use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::RosterPage;
use crate::app::listing::{Order, SortBy};
use crate::domain::id::AssocIx;
use crate::domain::model::{Light, Section, Separation, Status};
use crate::report::roster as report;
use crate::report::table::Column;
use crate::text::cells;
use crate::tui::layout::WIDE;
use crate::tui::model::Ctx;
use crate::tui::screen::table::{self, Headings, MARGIN};

/// Cells that a name needs beside the five separations.
const NAME: usize = 22;
/// Cells in which most names fit, without the city and with it.
const COMFORTABLE: usize = 26;
const WHOLE_NAMES: usize = 30;
/// No name gets more.
const LONGEST: usize = 40;
/// Cells of a separation that only says how much of it is open.
const OPEN: usize = 2;

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
    /// Of the separations it is said how much is open.
    brief: bool,
}

impl Table {
    /// Chooses and arranges the columns for so many cells.
    pub fn new(ctx: &Ctx, page: &RosterPage, width: usize) -> Self {
        let brief = page.columns.is_none() && width < WIDE.into();
        let chosen = match &page.columns {
            Some(columns) => columns.clone(),
            None => usual(ctx, width, brief),
        };
        let cells = |column: &Column<AssocIx>| match section(column) {
            Some(section) if brief => open_cells(ctx, section),
            _ => table::needs(ctx, column),
        };
        let mut columns: Vec<(Column<AssocIx>, usize)> = chosen
            .iter()
            .map(|column| (column.clone(), cells(column)))
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
            brief,
        }
    }

    /// The headings in a line of the screen.
    pub fn headings(&self, area: Rect) -> Headings {
        Headings::new(area, &self.columns)
    }

    /// Cells up to the end of the columns that stand still.
    pub fn left(&self) -> usize {
        let still = self.columns[..self.frozen].iter();
        MARGIN + still.map(|(_, cells)| cells + 1).sum::<usize>() - 1
    }

    /// How far the columns can be moved from where they stand now, to the left and to the right.
    pub const fn hidden(&self) -> (usize, usize) {
        (self.left, self.right)
    }

    /// All columns that were asked for, shown or moved out of sight.
    pub fn chosen(&self) -> &[Column<AssocIx>] {
        &self.chosen
    }

    /// The headings, with signs where columns are hidden, and of the order.
    pub fn heading(&self, ctx: &Ctx, order: Order) -> Line<'static> {
        let style = ctx.theme.heading();
        let sign = table::sign(ctx, order.reversed);
        let round = ctx.ledger.round();
        let sorted = |column: &Column<AssocIx>| {
            order != Order::default() && SortBy::column(round, &column.id) == Some(order.by)
        };
        let mut spans = vec![Span::styled(" ", style)];
        // The sign of a column without room for it stands in the blank cell behind it.
        let mut behind = None;
        for (at, (column, width)) in self.columns.iter().enumerate() {
            if at > 0 {
                let before = at == self.frozen && self.left > 0;
                let usual = if before { "<" } else { " " };
                spans.push(Span::styled(behind.take().unwrap_or(usual), style));
            }
            let title = match section(column) {
                Some(_) if self.brief => cells::cut(&column.title, *width, ""),
                _ => table::title(column, *width).into(),
            };
            let sign = sorted(column).then_some(sign);
            let (text, more) = table::signed(&title, *width, sign);
            spans.push(table::cell(ctx, column, *width, &text, style));
            behind = more;
        }
        spans.extend(behind.map(|sign| Span::styled(sign, style)));
        if self.right > 0 {
            spans.push(Span::styled(">", style));
        }
        Line::from(spans)
    }

    /// The line of an association.
    pub fn line(&self, ctx: &Ctx, ix: AssocIx) -> Line<'static> {
        let marked = ctx.marked.contains(&ix);
        let mark = if marked { ctx.glyphs.marked } else { " " };
        let mut spans = vec![Span::styled(mark, ctx.theme.accent())];
        for (at, (column, width)) in self.columns.iter().enumerate() {
            if at > 0 {
                spans.push(Span::raw(" "));
            }
            let (text, style) = self.look(ctx, column, *width, ix);
            spans.push(table::cell(ctx, column, *width, &text, style));
        }
        Line::from(spans)
    }
}

impl Table {
    /// What stands in a cell. Who has no task in this round has no lights and no figures.
    fn look(
        &self,
        ctx: &Ctx,
        column: &Column<AssocIx>,
        width: usize,
        ix: AssocIx,
    ) -> (String, Style) {
        let ledger = &ctx.ledger;
        if report::follows(column) && ctx.loading.is_some() {
            return (String::new(), Style::new());
        }
        let association = &ledger.associations()[ix];
        let idle = ctx.loading.is_none() && !ledger.has_task(ix);
        let faint = ctx.theme.faint();
        let section = section(column);
        match (&*column.id, section) {
            ("name", _) => {
                let name = ledger.name(ix);
                let name = if width < WHOLE_NAMES {
                    ledger.round().without_city(name)
                } else {
                    name
                };
                let style = if idle { faint } else { Style::new() };
                (name.to_owned(), style)
            }
            ("stage", _) if idle && association.status == Status::Decoupled => {
                (t!("{} 已脱钩", "{} decoupled", ctx.glyphs.decoupled), faint)
            }
            ("stage", _) if idle => (ledger.progress(ix).stage.shown().to_owned(), faint),
            ("due", _) if idle && association.status == Status::Decoupled => {
                (s!("无须办理", "no task").to_owned(), faint)
            }
            ("due", _) if idle => ("-".to_owned(), faint),
            ("light" | "progress" | "percent", _) | (_, Some(_)) if idle => (String::new(), faint),
            (_, Some(section)) if self.brief => {
                let tally = ledger.progress(ix).section(section);
                match tally.total - tally.done {
                    0 => (
                        ctx.glyphs.done.to_owned(),
                        ctx.theme.light_text(Light::Green),
                    ),
                    open => (open.to_string(), Style::new()),
                }
            }
            _ => table::look(ctx, &column.cell(ctx.on(), &ix), Style::new()),
        }
    }
}

/// The section whose column it is.
fn section(column: &Column<AssocIx>) -> Option<Section> {
    let mut five = Separation::ALL.into_iter();
    five.find(|one| one.id() == &*column.id).map(Section::from)
}

/// Cells of how much of a section may be open.
fn open_cells(ctx: &Ctx, section: Section) -> usize {
    let items = ctx.ledger.round().items.iter();
    let items = items.filter(|item| item.section == section).count();
    items.to_string().len().max(OPEN)
}

/// The columns unless others are chosen: the five separations where there is room for them.
fn usual(ctx: &Ctx, width: usize, brief: bool) -> Vec<Column<AssocIx>> {
    let all = report::choices(ctx.ledger.round());
    let five: Vec<&str> = Separation::ALL
        .iter()
        .map(|separation| separation.id())
        .collect();
    let cells = |ids: &[&str]| -> usize {
        let of = |id: &&str| all.iter().find(|column| *column.id == **id);
        let needed = |column: &Column<AssocIx>| match section(column) {
            Some(section) if brief => open_cells(ctx, section),
            _ => column.least,
        };
        let columns = ids.iter().filter_map(of);
        columns.map(|column| needed(column) + 1).sum()
    };
    // The number and the name count as their least here.
    let fixed = MARGIN + cells(&["no", "light", "stage", "progress", "due"]) + NAME;
    let progress: &[&str] = if width >= fixed + cells(&five) {
        &five
    } else {
        &[]
    };
    let ids = ["no", "name", "light", "stage"]
        .into_iter()
        .chain(progress.iter().copied());
    ids.chain(["progress", "due"])
        .filter_map(|id| all.iter().find(|column| &*column.id == id).cloned())
        .collect()
}

/// Gives spare cells to the name until most names fit, then to the other columns that can use
/// them, the first of them first; the name takes what most names with their city need. What nobody
/// needs stays free at the right: nothing is stretched.
fn widen(columns: &mut [(Column<AssocIx>, usize)], mut spare: usize) {
    let mut give = |named: bool, most: &dyn Fn(&Column<AssocIx>) -> usize| {
        for (column, width) in columns
            .iter_mut()
            .filter(|(c, _)| (c.id == "name") == named)
        {
            let more = most(column).saturating_sub(*width).min(spare);
            *width += more;
            spare -= more;
        }
    };
    give(true, &|_| COMFORTABLE);
    give(false, &|column| column.most);
    give(true, &|_| LONGEST);
}
