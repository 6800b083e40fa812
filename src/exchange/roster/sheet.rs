//! A sheet as texts with addresses: only rows that say something, bounded in number and size.
//! Knows nothing of rosters.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::RosterFileError;
use super::words::clean;

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

/// How the places of a sheet are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// `名册!B3`.
    Letters,
    /// `第 3 行 B 列`, of a text file.
    Lines,
    /// `第 2 张表第 3 行第 2 列`, of a Word document; see [`WORD_TABLE`].
    Tables,
    /// `第 63 行`: each cell has a line of its own.
    Records,
}

/// Rows of the tables of a Word document are counted as table × this + row.
pub const WORD_TABLE: u32 = 100_000;

/// A text in a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterCell {
    pub column: u16,
    /// Cleaned; never empty.
    pub text: Arc<str>,
    /// It stands here because cells are merged; it was written further up.
    pub merged: bool,
}

/// A row that says something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterLine {
    /// From 1, as the file's own program counts.
    pub number: u32,
    /// From left to right.
    pub cells: Vec<RosterCell>,
}

impl RosterLine {
    /// The cell of a column.
    pub fn cell(&self, column: u16) -> Option<&RosterCell> {
        let found = self.cells.binary_search_by_key(&column, |cell| cell.column);
        found.ok().map(|at| &self.cells[at])
    }

    /// The text of a column; empty when there is none.
    pub fn text(&self, column: u16) -> &str {
        self.cell(column).map_or("", |cell| &cell.text)
    }

    /// What was written in this row.
    pub fn written(&self) -> impl Iterator<Item = &RosterCell> {
        self.cells.iter().filter(|cell| !cell.merged)
    }

    /// All texts, for a person to recognise the row by.
    pub fn gist(&self) -> String {
        let texts: Vec<&str> = self.written().map(|cell| &*cell.text).collect();
        texts.join(" ").chars().take(60).collect()
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

/// A sheet, table or block of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct RosterSheet {
    /// Its name; empty where the file has but one.
    pub name: String,
    /// Not shown by its own program.
    pub hidden: bool,
    /// How its places are called.
    pub naming: Naming,
    /// From top to bottom.
    pub lines: Vec<RosterLine>,
    /// Last row of the cells that are merged over several rows, by column.
    tall: BTreeMap<u16, u32>,
    /// Cells that are merged over several columns: first and last column by row.
    wide: HashMap<u32, Vec<(u16, u16)>>,
    /// Cells with several lines, by row and column; each line cleaned.
    broken: HashMap<(u32, u16), Box<str>>,
    /// Numbers of which digits are lost, by column: the first row, and how many.
    inexact: BTreeMap<u16, (u32, usize)>,
}

impl RosterSheet {
    /// The first number of a column of which digits are lost, and how many such there are.
    pub fn inexact(&self, column: u16) -> Option<(u32, usize)> {
        self.inexact.get(&column).copied()
    }

    /// The lines of a cell that has several; its text is one line.
    pub fn broken(&self, row: u32, column: u16) -> Option<&str> {
        self.broken.get(&(row, column)).map(|lines| &**lines)
    }

    /// What a person calls a cell.
    pub fn address(&self, row: u32, column: u16) -> String {
        let letter = letters(column);
        match self.naming {
            Naming::Letters if self.name.is_empty() => format!("{letter}{row}"),
            Naming::Letters => format!("{}!{letter}{row}", self.name),
            Naming::Lines => format!("第 {row} 行 {letter} 列"),
            Naming::Tables => format!("{}第 {} 列", self.row_address(row), column + 1),
            Naming::Records => format!("第 {} 行", row + u32::from(column)),
        }
    }

    /// What a person calls a row.
    pub fn row_address(&self, row: u32) -> String {
        match self.naming {
            Naming::Tables if row.is_multiple_of(WORD_TABLE) => {
                format!("第 {} 张表上面一行", row / WORD_TABLE)
            }
            Naming::Tables => {
                format!("第 {} 张表第 {} 行", row / WORD_TABLE, row % WORD_TABLE)
            }
            Naming::Letters if !self.name.is_empty() => format!("{} 第 {row} 行", self.name),
            _ => format!("第 {row} 行"),
        }
    }

    /// What a person calls a column.
    pub fn column_name(&self, column: u16) -> String {
        match self.naming {
            Naming::Letters | Naming::Lines => letters(column),
            Naming::Tables => format!("第 {} 列", column + 1),
            Naming::Records => format!("每条第 {} 行", column + 1),
        }
    }

    /// A cell is a part of cells that are merged over several columns.
    pub fn is_wide(&self, row: u32, column: u16) -> bool {
        let spans = self.wide.get(&row).map_or(&[][..], Vec::as_slice);
        spans.iter().any(|(a, b)| (*a..=*b).contains(&column))
    }

    /// The text of a heading: that of the cell, or of the merged cells that it is a part of.
    pub fn heading<'s>(&'s self, line: &'s RosterLine, column: u16) -> &'s str {
        let own = line.text(column);
        if !own.is_empty() {
            return own;
        }
        let spans = self.wide.get(&line.number).map_or(&[][..], Vec::as_slice);
        let span = spans.iter().find(|(a, b)| (*a..=*b).contains(&column));
        span.map_or("", |(first, _)| line.text(*first))
    }

    /// Cells of a column are merged over several rows somewhere below a row.
    pub fn merges_below(&self, row: u32, column: u16) -> bool {
        self.tall.get(&column).is_some_and(|last| *last > row)
    }

    /// The number of columns.
    pub fn width(&self) -> u16 {
        let lines = self.lines.iter();
        lines
            .filter_map(|line| line.cells.last())
            .map(|cell| cell.column + 1)
            .max()
            .unwrap_or(0)
    }
}

/// A, B, … Z, AA, …
pub fn letters(column: u16) -> String {
    let mut rest = u32::from(column) + 1;
    let mut name = Vec::new();
    while rest > 0 {
        rest -= 1;
        name.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    name.iter().rev().collect()
}

/// Column of its letters or its number, from 1.
pub fn column_of(text: &str) -> Option<u16> {
    if let Ok(number) = text.parse::<u16>() {
        return number.checked_sub(1);
    }
    if text.is_empty() || text.len() > 3 || !text.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let value = text.bytes().fold(0u32, |value, byte| {
        value * 26 + u32::from(byte.to_ascii_uppercase() - b'A') + 1
    });
    u16::try_from(value - 1).ok()
}

/// Takes the cells of a sheet in any order.
#[derive(Debug)]
pub struct SheetBuilder {
    name: String,
    naming: Naming,
    lines: BTreeMap<u32, Vec<RosterCell>>,
    spans: Vec<MergedRange>,
    broken: HashMap<(u32, u16), Box<str>>,
    inexact: BTreeMap<u16, (u32, usize)>,
}

impl SheetBuilder {
    /// An empty sheet.
    pub fn new(name: &str, naming: Naming) -> Self {
        Self {
            name: clean(name).into_owned(),
            naming,
            lines: BTreeMap::new(),
            spans: Vec::new(),
            broken: HashMap::new(),
            inexact: BTreeMap::new(),
        }
    }

    /// A number in a cell has lost digits.
    pub fn inexact(&mut self, row: u32, column: u16) {
        if column < MAX_COLUMNS {
            self.inexact.entry(column).or_insert((row, 0)).1 += 1;
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
        if text.trim().contains(['\n', '\r']) && text.len() <= MAX_CHARS * 3 {
            let lines: Vec<_> = text.split(['\n', '\r']).map(clean).collect();
            let lines = lines.join("\n");
            budget.text(lines.len())?;
            self.broken.insert((row, column), lines.into());
        }
        let text = clean(text);
        let end = text.char_indices().nth(MAX_CHARS).map(|(end, _)| end);
        let text = end.map_or(&*text, |end| &text[..end]);
        if text.is_empty() {
            return Ok(());
        }
        budget.text(text.len() + size_of::<RosterCell>())?;
        let cells = match self.lines.entry(row) {
            std::collections::btree_map::Entry::Occupied(line) => line.into_mut(),
            std::collections::btree_map::Entry::Vacant(line) => {
                budget.row()?;
                line.insert(Vec::new())
            }
        };
        cells.push(RosterCell {
            column,
            text: text.into(),
            merged: false,
        });
        Ok(())
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
        for cells in self.lines.values_mut() {
            cells.sort_by_key(|cell| cell.column);
            cells.dedup_by_key(|cell| cell.column);
        }
        let mut wide: HashMap<u32, Vec<(u16, u16)>> = HashMap::new();
        let mut down: BTreeMap<u16, Vec<MergedRange>> = BTreeMap::new();
        for span in self.spans {
            if span.last > span.first && self.lines.contains_key(&span.from) {
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
                let source = self.lines.get(&span.from).and_then(|cells| {
                    let found = cells.binary_search_by_key(&span.first, |cell| cell.column);
                    found.ok().map(|at| Arc::clone(&cells[at].text))
                });
                let Some(text) = source else { continue };
                for (_, cells) in self.lines.range_mut(span.from + 1..=span.to) {
                    let at = cells.binary_search_by_key(&span.first, |cell| cell.column);
                    if let Err(at) = at {
                        let cell = RosterCell {
                            column: span.first,
                            text: Arc::clone(&text),
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
            lines: self
                .lines
                .into_iter()
                .map(|(number, cells)| RosterLine { number, cells })
                .collect(),
            tall: down
                .iter()
                .map(|(column, spans)| (*column, last(spans)))
                .collect(),
            wide,
            broken: self.broken,
            inexact: self.inexact,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_spreadsheets_name_them() {
        for (column, name) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA")] {
            assert_eq!(letters(column), name);
            assert_eq!(column_of(name), Some(column));
        }
        assert_eq!(column_of("2"), Some(1));
        assert_eq!(column_of("0"), None);
        assert_eq!(column_of("名称"), None);
    }

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
}
