//! Puts a sheet together from cells in any order, within bounds: so many rows, so much text. What is
//! written in merged cells stands in each of their rows.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ecow::EcoString;
use memchr::memchr2;

use super::RosterFileError;
use super::sheet::{Naming, RosterCell, RosterLine, RosterSheet, line_at};
use super::spelling::clean;

/// Most rows of all sheets that say something.
pub const MAX_ROWS: usize = 200_000;
/// Columns beyond these hold nothing of a roster.
const MAX_COLUMNS: u16 = 100;
/// Longest text that is kept, in characters. What was cut is too long for a name.
const MAX_CHARS: usize = 1_000;
/// Most text of a file, in bytes.
const MAX_TEXT: usize = 100 << 20;
/// Most merged cells of a sheet.
const MAX_MERGES: usize = 200_000;
/// Most cells of a sheet that say what is written further up.
const MAX_FILLED: usize = 2_000_000;

/// How much may still be kept.
#[derive(Debug)]
pub struct Budget {
    rows: usize,
    text: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            rows: MAX_ROWS,
            text: MAX_TEXT,
        }
    }
}

impl Budget {
    /// One more row.
    fn row(&mut self) -> Result<(), RosterFileError> {
        self.rows = self
            .rows
            .checked_sub(1)
            .ok_or(RosterFileError::TooManyRows)?;
        Ok(())
    }

    /// So many more bytes of text.
    pub fn text(&mut self, bytes: usize) -> Result<(), RosterFileError> {
        self.text = self
            .text
            .checked_sub(bytes)
            .ok_or(RosterFileError::TooMuch)?;
        Ok(())
    }
}

/// Merged cells: rows from 1, columns from 0, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MergedRange {
    pub from: u32,
    pub to: u32,
    pub first: u16,
    pub last: u16,
}

/// Takes the cells of a sheet in any order.
#[derive(Debug)]
pub struct SheetBuilder {
    name: String,
    naming: Naming,
    /// From top to bottom; nearly every file is written so.
    lines: Vec<RosterLine>,
    /// Cells that came after rows below theirs.
    late: BTreeMap<u32, Vec<RosterCell>>,
    /// What was written last in each column.
    above: Vec<EcoString>,
    spans: Vec<MergedRange>,
    hidden_rows: BTreeSet<u32>,
    broken: HashMap<(u32, u16), Box<str>>,
    inexact: BTreeMap<u16, BTreeSet<u32>>,
    struck: BTreeSet<(u32, u16)>,
    parts: BTreeMap<(u32, u16), Box<str>>,
}

impl SheetBuilder {
    /// An empty sheet.
    pub fn new(name: &str, naming: Naming) -> Self {
        Self {
            name: clean(name).into_owned(),
            naming,
            lines: Vec::new(),
            late: BTreeMap::new(),
            above: Vec::new(),
            spans: Vec::new(),
            hidden_rows: BTreeSet::new(),
            broken: HashMap::new(),
            inexact: BTreeMap::new(),
            struck: BTreeSet::new(),
            parts: BTreeMap::new(),
        }
    }

    /// A row is not shown.
    pub fn hide(&mut self, row: u32) {
        self.hidden_rows.insert(row);
    }

    /// A number in a cell has lost digits.
    pub fn inexact(&mut self, row: u32, column: u16) {
        if column < MAX_COLUMNS {
            self.inexact.entry(column).or_default().insert(row);
        }
    }

    /// A cell is struck through.
    pub fn strike(&mut self, row: u32, column: u16) {
        if column < MAX_COLUMNS {
            self.struck.insert((row, column));
        }
    }

    /// What is left of a text and what is struck through of it. Where nothing is left, all of it stands there, struck.
    pub fn push_struck(
        &mut self,
        row: u32,
        column: u16,
        [kept, out]: [&str; 2],
        budget: &mut Budget,
    ) -> Result<(), RosterFileError> {
        let left = clean(kept);
        if left.is_empty() && !out.is_empty() {
            self.strike(row, column);
            return self.push(row, column, out, budget);
        }
        self.strike_part(row, column, out);
        self.push(row, column, kept, budget)
    }

    /// A part of what was written in a cell is struck through, and not among its text.
    pub fn strike_part(&mut self, row: u32, column: u16, out: &str) {
        let out = clean(out);
        if column < MAX_COLUMNS && !out.is_empty() {
            self.parts.insert((row, column), out.into());
        }
    }

    /// A text at a row (from 1) and column (from 0). A blank one is nothing.
    pub fn push(
        &mut self,
        row: u32,
        column: u16,
        text: &str,
        budget: &mut Budget,
    ) -> Result<(), RosterFileError> {
        if column >= MAX_COLUMNS || text.is_empty() {
            return Ok(());
        }
        // Units and states come many times over, and what was kept needs no cleaning.
        if let Some(above) = self.above.get(usize::from(column))
            && above == text
        {
            let text = above.clone();
            return self.keep(row, column, text, budget);
        }
        if memchr2(b'\n', b'\r', text.as_bytes()).is_some()
            && text.trim().contains(['\n', '\r'])
            && text.len() <= MAX_CHARS * 3
        {
            let lines: Vec<_> = text.split(['\n', '\r']).map(clean).collect();
            let lines = lines.join("\n");
            budget.text(lines.len())?;
            self.broken.insert((row, column), lines.into());
        }
        let text = clean(text);
        let long = text.len() > MAX_CHARS;
        let end = long.then(|| text.char_indices().nth(MAX_CHARS)).flatten();
        let end = end.map(|(end, _)| end);
        let text = end.map_or(&*text, |end| &text[..end]);
        if text.is_empty() {
            return Ok(());
        }
        let text = EcoString::from(text);
        let columns = self.above.len().max(usize::from(column) + 1);
        self.above.resize(columns, EcoString::new());
        self.above[usize::from(column)] = text.clone();
        self.keep(row, column, text, budget)
    }

    fn keep(
        &mut self,
        row: u32,
        column: u16,
        text: EcoString,
        budget: &mut Budget,
    ) -> Result<(), RosterFileError> {
        budget.text(text.len() + size_of::<RosterCell>())?;
        self.row(row, budget)?.push(RosterCell {
            column,
            text,
            merged: false,
        });
        Ok(())
    }

    /// The cells of a row.
    fn row(
        &mut self,
        row: u32,
        budget: &mut Budget,
    ) -> Result<&mut Vec<RosterCell>, RosterFileError> {
        let last = self.lines.last().map_or(0, |line| line.number);
        if row < last {
            if !self.late.contains_key(&row) && line_at(&self.lines, row).is_err() {
                budget.row()?;
            }
            return Ok(self.late.entry(row).or_default());
        }
        if row > last || self.lines.is_empty() {
            budget.row()?;
            self.lines.push(RosterLine {
                number: row,
                cells: Vec::with_capacity(self.above.len()),
            });
        }
        let at = self.lines.len() - 1;
        Ok(&mut self.lines[at].cells)
    }

    /// Puts rows and cells in their order.
    fn sort(&mut self) {
        let mut between = Vec::new();
        for (number, cells) in std::mem::take(&mut self.late) {
            match line_at(&self.lines, number) {
                Ok(at) => self.lines[at].cells.extend(cells),
                Err(_) => between.push(RosterLine { number, cells }),
            }
        }
        if !between.is_empty() {
            self.lines.extend(between);
            self.lines.sort_by_key(|line| line.number);
        }
        for RosterLine { cells, .. } in &mut self.lines {
            if !cells.is_sorted_by(|a, b| a.column < b.column) {
                cells.sort_by_key(|cell| cell.column);
                cells.dedup_by_key(|cell| cell.column);
            }
        }
    }

    /// A text that stands alone, across all columns.
    pub fn push_across(
        &mut self,
        row: u32,
        text: &str,
        budget: &mut Budget,
    ) -> Result<(), RosterFileError> {
        self.push(row, 0, text, budget)?;
        self.merge(MergedRange {
            from: row,
            to: row,
            first: 0,
            last: MAX_COLUMNS,
        })
    }

    /// Notes a range of merged cells.
    pub fn merge(&mut self, span: MergedRange) -> Result<(), RosterFileError> {
        if self.spans.len() >= MAX_MERGES {
            return Err(RosterFileError::TooMuch);
        }
        self.spans.push(span);
        Ok(())
    }

    /// The sheet. What is written in merged cells stands in each of their rows.
    pub fn finish(mut self, hidden: bool) -> Result<RosterSheet, RosterFileError> {
        self.sort();
        let mut wide: HashMap<u32, Vec<(u16, u16)>> = HashMap::new();
        let mut down: BTreeMap<u16, Vec<MergedRange>> = BTreeMap::new();
        for span in self.spans {
            if span.last > span.first && line_at(&self.lines, span.from).is_ok() {
                let spans = wide.entry(span.from).or_default();
                spans.push((span.first, span.last));
            }
            if span.to > span.from && span.first < MAX_COLUMNS {
                down.entry(span.first).or_default().push(span);
            }
        }
        let mut filled = 0;
        for spans in down.values_mut() {
            spans.sort_by_key(|span| span.from);
            // No program writes merged cells that overlap.
            let mut end = 0;
            spans.retain(|span| {
                let apart = span.from > end;
                end = end.max(span.to);
                apart
            });
            for span in spans.iter() {
                let Ok(from) = line_at(&self.lines, span.from) else {
                    continue;
                };
                let Some(text) = self.lines[from]
                    .cell(span.first)
                    .map(|cell| cell.text.clone())
                else {
                    continue;
                };
                let below = self.lines[from + 1..].iter_mut();
                for line in below.take_while(|line| line.number <= span.to) {
                    let cells = &mut line.cells;
                    let at = cells.binary_search_by_key(&span.first, |cell| cell.column);
                    if let Err(at) = at {
                        let cell = RosterCell {
                            column: span.first,
                            text: text.clone(),
                            merged: true,
                        };
                        cells.insert(at, cell);
                        filled += 1;
                        if filled > MAX_FILLED {
                            return Err(RosterFileError::TooMuch);
                        }
                    }
                }
            }
        }
        let last = |spans: &Vec<MergedRange>| spans.iter().map(|span| span.to).max().unwrap_or(0);
        Ok(RosterSheet {
            name: self.name,
            hidden,
            naming: self.naming,
            lines: self.lines,
            tall: down
                .iter()
                .map(|(column, spans)| (*column, last(spans)))
                .collect(),
            wide,
            hidden_rows: self.hidden_rows,
            broken: self.broken,
            inexact: self.inexact,
            struck: self.struck,
            parts: self.parts,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn merged_cells_fill_down_in_their_rows_only() {
        let mut sheet = SheetBuilder::new("名册", Naming::Letters);
        let mut budget = Budget::default();
        for row in 1..=4 {
            sheet.push(row, 0, "协会", &mut budget).expect("fits");
        }
        sheet.push(1, 1, "教育局", &mut budget).expect("fits");
        sheet
            .merge(MergedRange {
                from: 1,
                to: 3,
                first: 1,
                last: 1,
            })
            .expect("fits");
        let sheet = sheet.finish(false).expect("fits");
        let units: Vec<&str> = sheet.lines.iter().map(|line| line.text(1)).collect();
        assert_eq!(units, ["教育局", "教育局", "教育局", ""]);
        assert!(sheet.merges_below(1, 1) && !sheet.merges_below(3, 1));
        assert_eq!(sheet.address(3, 1), "名册!B3");
    }

    proptest! {
        /// Workbooks name cells in any order, and nothing but their places counts.
        #[test]
        fn the_order_in_which_cells_come_does_not_matter(
            cells in proptest::collection::btree_map((1u32..9, 0u16..5), "[甲乙丙]{1,2}", 1..30)
                .prop_map(|cells| cells.into_iter().collect::<Vec<_>>()),
            seed in proptest::collection::vec(any::<u32>(), 30),
        ) {
            let build = |cells: &[((u32, u16), String)]| {
                let mut sheet = SheetBuilder::new("名册", Naming::Letters);
                let mut budget = Budget { rows: 8, text: MAX_TEXT };
                for ((row, column), text) in cells {
                    sheet.push(*row, *column, text, &mut budget).expect("eight rows fit");
                }
                sheet.finish(false).expect("fits")
            };
            let mut mixed: Vec<_> = cells.iter().cloned().zip(seed).collect();
            mixed.sort_by_key(|(_, key)| *key);
            let mixed: Vec<_> = mixed.into_iter().map(|(cell, _)| cell).collect();
            let sheet = build(&cells);
            prop_assert_eq!(&sheet, &build(&mixed));
            let read: Vec<_> = sheet.lines.iter().flat_map(|line| {
                line.cells.iter().map(|cell| ((line.number, cell.column), cell.text.to_string()))
            }).collect();
            prop_assert_eq!(read, cells);
        }
    }
}
