//! A table in markup that is being read: which cell of the sheet each tag means.

mod cell;

use std::collections::BTreeMap;

use calamine::DataRef;
use cell::{MarkupCell, cell};

use super::RosterFileError;
use super::markup::{MarkupKind, OpeningTag};
use super::markup_style::Styles;
use super::sheet::{Naming, RosterSheet};
use super::sheet_builder::{Budget, MergedRange, SheetBuilder};
use crate::exchange::form::xlsx_in;
use crate::exchange::odd_cell::{EXACT, UNCOMPUTED};

/// More columns than these are not counted.
const MAX_SPAN: u16 = 128;
/// Most elements within each other in a cell.
const MAX_INLINE: usize = 64;
/// Longest text of a cell, in bytes.
const MAX_CELL: usize = 8_000;

/// A table that is open.
pub(super) struct OpenTable {
    sheet: SheetBuilder,
    is_wanted: bool,
    row: u32,
    /// How often the row stands there.
    again: u32,
    cells: Vec<MarkupCell>,
    column: u16,
    cell: Option<MarkupCell>,
    /// Last row of a cell from above, by column.
    above: BTreeMap<u16, u32>,
    is_hidden: bool,
    row_is_hidden: bool,
    /// Groups of rows that are open, and whether they are hidden.
    groups: Vec<(String, bool)>,
    /// Columns whose cells are struck through where neither they nor their row says anything else.
    struck_columns: Vec<(u16, bool)>,
    /// The same of the row.
    row_is_struck: Option<bool>,
    /// Elements that are open in the cell, and whether they strike through.
    inline: Vec<(String, bool)>,
    /// Rows below this one that it speaks for, and that say nothing.
    beyond: u32,
}

/// Elements of a text that may strike it through.
const INLINE: [&str; 14] = [
    "s", "strike", "del", "span", "font", "u", "b", "i", "em", "strong", "p", "div", "a", "big",
];
/// Rows that are shown or hidden together.
const GROUPS: [&str; 5] = [
    "tbody",
    "thead",
    "tfoot",
    "table-row-group",
    "table-header-rows",
];

impl OpenTable {
    pub(super) fn new(name: &str, is_wanted: bool, is_hidden: bool) -> Self {
        Self {
            sheet: SheetBuilder::new(name, Naming::Letters),
            is_wanted,
            row: 0,
            again: 1,
            cells: Vec::new(),
            column: 0,
            cell: None,
            above: BTreeMap::new(),
            is_hidden,
            row_is_hidden: false,
            groups: Vec::new(),
            struck_columns: Vec::new(),
            row_is_struck: None,
            inline: Vec::new(),
            beyond: 0,
        }
    }

    pub(super) fn begin(
        &mut self,
        tag: &OpeningTag,
        kind: MarkupKind,
        styles: &Styles,
        budget: &mut Budget,
    ) -> Result<(), RosterFileError> {
        match (tag.name(), kind) {
            ("tr", MarkupKind::Web) | ("row" | "table-row", _) => {
                self.close_row(budget)?;
                self.begin_row(tag, kind, styles);
            }
            ("td" | "th", MarkupKind::Web) | ("cell" | "table-cell" | "covered-table-cell", _) => {
                self.close_cell();
                if let Some(index) = tag.number("index") {
                    self.column = u16::try_from(index.saturating_sub(1)).unwrap_or(u16::MAX);
                }
                // Elsewhere what is covered by the cell above is there, or counted.
                let is_taken = |table: &Self| {
                    let last = table.above.get(&table.column);
                    kind == MarkupKind::Web && last.is_some_and(|last| *last >= table.row)
                };
                while is_taken(self) {
                    self.column = self.column.saturating_add(1);
                }
                let mut cell = cell(tag, kind, self.column);
                cell.is_struck = self.strikes(tag, kind, styles);
                self.cell = Some(cell);
            }
            ("table-column", _) | ("column", MarkupKind::Spreadsheet) => {
                self.column(tag, kind, styles);
            }
            ("visible", MarkupKind::Spreadsheet) => self.is_hidden = true,
            (name, _) if GROUPS.contains(&name) => {
                // In a page none stands in another, and the end of one need not be said.
                if kind == MarkupKind::Web {
                    self.groups.clear();
                }
                let looks = styles.looks(tag, kind, "");
                let is_hidden = looks.is_some_and(|looks| looks.hidden);
                self.groups.push((name.to_owned(), is_hidden));
            }
            ("data", MarkupKind::Spreadsheet) => {
                if let (Some(cell), Some(said)) = (&mut self.cell, tag.attribute("type")) {
                    cell.is_number = said == "Number";
                    // What the cell says of a day goes on with an hour that nobody wrote.
                    cell.value = (said == "DateTime" || said == "Boolean").then_some(said);
                }
            }
            ("s", MarkupKind::OpenDocument) => {
                if let Some(cell) = &mut self.cell {
                    cell.text.push(' ');
                }
            }
            _ => {}
        }
        self.inline(tag, kind, styles);
        Ok(())
    }

    /// What a tag means within a cell.
    fn inline(&mut self, tag: &OpeningTag, kind: MarkupKind, styles: &Styles) {
        let name = tag.name();
        let breaks = matches!(name, "br" | "p" | "div" | "line-break");
        let says = |cell: &&mut MarkupCell| !cell.text.trim().is_empty();
        if let Some(cell) = self.cell.as_mut().filter(says).filter(|_| breaks) {
            cell.text.push('\n');
        }
        if self.cell.is_some() && INLINE.contains(&name) && self.inline.len() < MAX_INLINE {
            let looks = styles.looks(tag, kind, "text");
            let strikes = looks.is_some_and(|looks| looks.struck);
            self.inline.push((name.to_owned(), strikes));
        }
    }

    /// An element ends that is no cell, row or table.
    pub(super) fn end(&mut self, name: &str) {
        let open = if GROUPS.contains(&name) {
            &mut self.groups
        } else {
            &mut self.inline
        };
        if let Some(at) = open.iter().rposition(|(open, _)| open == name) {
            open.truncate(at);
        }
    }

    /// A cell is struck through, by its own style, by its row's or by its column's.
    fn strikes(&self, tag: &OpeningTag, kind: MarkupKind, styles: &Styles) -> bool {
        let own = styles.looks(tag, kind, "table-cell");
        let own = own.map(|looks| looks.struck);
        let column = || {
            let mut columns = self.struck_columns.iter();
            let column = columns.find(|(until, _)| self.column < *until);
            column.is_some_and(|(_, struck)| *struck)
        };
        match kind {
            // What a row of a page says holds for what stands in it, too.
            MarkupKind::Web => own == Some(true) || self.row_is_struck == Some(true),
            _ => own.or(self.row_is_struck).unwrap_or_else(column),
        }
    }

    fn column(&mut self, tag: &OpeningTag, kind: MarkupKind, styles: &Styles) {
        let number = |name: &str| {
            tag.number(name)
                .and_then(|number| u16::try_from(number).ok())
        };
        let reached = self.struck_columns.last().map_or(0, |(until, _)| *until);
        let before = number("index").map_or(reached, |index| index.saturating_sub(1));
        if before > reached {
            self.struck_columns.push((before, false));
        }
        let more = number("span").unwrap_or(0);
        let count = number("number-columns-repeated").unwrap_or(1).max(1);
        let until = before
            .max(reached)
            .saturating_add(count)
            .saturating_add(more);
        if reached < MAX_SPAN {
            let struck = styles.of_cells(tag, kind).unwrap_or_default();
            self.struck_columns.push((until, struck));
        }
    }

    fn begin_row(&mut self, tag: &OpeningTag, kind: MarkupKind, styles: &Styles) {
        let number = |name: &str| tag.number(name);
        self.row = match number("index") {
            Some(index) if index > self.row => index,
            _ => self.row.saturating_add(1),
        };
        self.again = number("number-rows-repeated").unwrap_or(1).max(1);
        self.beyond = number("span").unwrap_or(0);
        let looks = styles.looks(tag, kind, "table-row");
        let is_in_hidden = self.groups.iter().any(|(_, hidden)| *hidden);
        self.row_is_hidden = is_in_hidden || looks.is_some_and(|looks| looks.hidden);
        self.row_is_struck = styles.of_cells(tag, kind);
    }

    /// Adds to what stands in the cell.
    pub(super) fn text(&mut self, text: &str, kind: MarkupKind) {
        let cell = self.cell.as_mut();
        let Some(cell) = cell.filter(|cell| cell.text.len() < MAX_CELL) else {
            return;
        };
        let text = text.replace('\u{a0}', " ");
        let seen = text.chars().filter(|c| !c.is_whitespace()).count();
        cell.seen += seen;
        if cell.is_struck || self.inline.iter().any(|(_, strikes)| *strikes) {
            cell.struck += seen;
            cell.out.extend((seen > 0).then(|| text.trim().to_owned()));
        }
        if kind == MarkupKind::Spreadsheet {
            cell.text.push_str(&text);
            return;
        }
        // Where the lines of the file end says nothing: it is a blank, and beside Chinese not even
        // that.
        let mut parts = text.split(['\n', '\r']);
        cell.text.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let part = part.trim_start();
            cell.text.truncate(cell.text.trim_end_matches(' ').len());
            let is_ascii = |c: Option<char>| c.is_none_or(|c| c.is_ascii());
            if is_ascii(cell.text.chars().last()) && is_ascii(part.chars().next()) {
                cell.text.push(' ');
            }
            cell.text.push_str(part);
        }
    }

    /// The sheet that it is, where it is wanted.
    pub(super) fn finish(
        mut self,
        budget: &mut Budget,
    ) -> Result<Option<RosterSheet>, RosterFileError> {
        self.close_row(budget)?;
        self.is_wanted
            .then(|| self.sheet.finish(self.is_hidden))
            .transpose()
    }

    pub(super) fn close_cell(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        self.inline.clear();
        let width = cell.again.max(cell.across + 1);
        if cell.down > 0 {
            let last = self.row.saturating_add(cell.down);
            for column in cell.column..=cell.column.saturating_add(cell.across).min(MAX_SPAN) {
                self.above.insert(column, last);
            }
        }
        self.column = cell.column.saturating_add(width);
        if cell.column < MAX_SPAN {
            self.cells.push(cell);
        }
    }

    pub(super) fn close_row(&mut self, budget: &mut Budget) -> Result<(), RosterFileError> {
        self.close_cell();
        self.column = 0;
        let cells = std::mem::take(&mut self.cells);
        let says = |cell: &MarkupCell| cell.is_formula || !cell.text.trim().is_empty();
        let is_blank = !cells.iter().any(says);
        // A blank row a million times over is how a sheet goes on to its end.
        let again = if is_blank || !self.is_wanted {
            0
        } else {
            self.again
        };
        for row in self.row..self.row.saturating_add(again) {
            if self.row_is_hidden {
                self.sheet.hide(row);
            }
            for cell in &cells {
                self.put(row, cell, budget)?;
            }
        }
        self.row = self
            .row
            .saturating_add(std::mem::replace(&mut self.again, 1) - 1)
            .saturating_add(std::mem::take(&mut self.beyond));
        Ok(())
    }

    fn put(
        &mut self,
        row: u32,
        cell: &MarkupCell,
        budget: &mut Budget,
    ) -> Result<(), RosterFileError> {
        let text = cell.text.trim();
        let text = match &cell.value {
            Some(kind) if kind == "DateTime" => {
                text.split('T').next().unwrap_or_default().to_owned()
            }
            Some(kind) if kind == "Boolean" => (text == "1").to_string(),
            Some(value) if cell.is_number || text.is_empty() => value.clone(),
            _ if text.is_empty() && cell.is_formula => UNCOMPUTED.to_owned(),
            _ => text.to_owned(),
        };
        let number = text.parse::<f64>().ok().filter(|_| cell.is_number);
        let text = number.map_or(text, |number| {
            xlsx_in::text(&DataRef::Float(number)).into_owned()
        });
        for column in cell.column..cell.column.saturating_add(cell.again).min(MAX_SPAN) {
            if number.is_some_and(|number| number.abs() >= EXACT) {
                self.sheet.inexact(row, column);
            }
            if cell.all_struck() {
                self.sheet.strike(row, column);
            }
            if cell.struck > 0 && !cell.all_struck() {
                let kept = cell.kept(&text);
                let out = cell.out.join(" ");
                self.sheet.push_struck(row, column, [&kept, &out], budget)?;
            } else {
                self.sheet.push(row, column, &text, budget)?;
            }
        }
        if cell.across > 0 || cell.down > 0 {
            self.sheet.merge(MergedRange {
                from: row,
                to: row.saturating_add(cell.down),
                first: cell.column,
                last: cell.column.saturating_add(cell.across),
            })?;
        }
        Ok(())
    }
}
