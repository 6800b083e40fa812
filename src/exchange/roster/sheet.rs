//! A sheet as texts with addresses: only rows that say something, bounded in number and size.
//! Knows nothing of rosters.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ecow::EcoString;

use crate::exchange::sheet_tags;

/// How the places of a sheet are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// `名册!B3`.
    Letters,
    /// `第 3 行 B 列`, of a text file.
    Lines,
    /// `第 2 张表第 3 行第 2 列`, of a Word document; see [`WORD_TABLE`].
    Tables,
    /// `第 3 行`: a line of text, cut into columns that nobody counts.
    TextLines,
    /// `第 63 行`: each cell has a line of its own.
    Records,
}

/// Rows of the tables of a Word document are counted as table × this + row; no sheet has so many.
pub const WORD_TABLE: u32 = 2_000_000;

/// A text in a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterCell {
    pub column: u16,
    /// Cleaned; never empty.
    pub text: EcoString,
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

/// A sheet, table or block of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct RosterSheet {
    /// Its name; empty where the file has but one.
    pub name: String,
    /// Not shown by its own program.
    pub hidden: bool,
    /// How its places are called.
    pub naming: Naming,
    /// Rows that are not shown, by a filter or by hand.
    pub(super) hidden_rows: BTreeSet<u32>,
    /// From top to bottom.
    pub lines: Vec<RosterLine>,
    /// Last row of the cells that are merged over several rows, by column.
    pub(super) tall: BTreeMap<u16, u32>,
    /// Cells that are merged over several columns: first and last column by row.
    pub(super) wide: HashMap<u32, Vec<(u16, u16)>>,
    /// Cells with several lines, by row and column; each line cleaned.
    pub(super) broken: HashMap<(u32, u16), Box<str>>,
    /// Rows with numbers of which digits are lost, by column.
    pub(super) inexact: BTreeMap<u16, BTreeSet<u32>>,
    /// Row and column of cells that are struck through.
    pub(super) struck: BTreeSet<(u32, u16)>,
    /// What was struck through in cells of which something is left.
    pub(super) parts: BTreeMap<(u32, u16), Box<str>>,
}

/// Where the row of a number stands among lines, or where it would.
pub fn line_at(lines: &[RosterLine], number: u32) -> Result<usize, usize> {
    lines.binary_search_by_key(&number, |line| line.number)
}

impl RosterSheet {
    /// The row of a number, if it says something.
    pub fn line(&self, number: u32) -> Option<&RosterLine> {
        Some(&self.lines[line_at(&self.lines, number).ok()?])
    }

    /// Leaves out the rows that are not shown; which these were.
    pub fn without_hidden(&mut self) -> Vec<u32> {
        let hidden = std::mem::take(&mut self.hidden_rows);
        let left_out = self.lines.iter().map(|line| line.number);
        let left_out = left_out.filter(|number| hidden.contains(number)).collect();
        self.lines.retain(|line| !hidden.contains(&line.number));
        left_out
    }

    /// The first number of a column of which digits are lost, and how many such there are.
    pub fn inexact(&self, column: u16) -> Option<(u32, usize)> {
        let rows = self.inexact.get(&column)?;
        Some((*rows.first()?, rows.len()))
    }

    /// The number in a cell has lost digits.
    pub fn is_inexact(&self, row: u32, column: u16) -> bool {
        let rows = self.inexact.get(&column);
        rows.is_some_and(|rows| rows.contains(&row))
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
            Naming::Lines => t!("第 {row} 行 {letter} 列", "line {row}, column {letter}"),
            Naming::Tables => t!(
                "{}第 {} 列",
                "{}, column {}",
                self.row_address(row),
                column + 1
            ),
            Naming::Records => t!("第 {} 行", "line {}", row + u32::from(column)),
            Naming::TextLines => self.row_address(row),
        }
    }

    /// What a person calls a row.
    pub fn row_address(&self, row: u32) -> String {
        match self.naming {
            Naming::Tables if row.is_multiple_of(WORD_TABLE) => {
                t!(
                    "第 {} 张表上面一行",
                    "the line above table {}",
                    row / WORD_TABLE
                )
            }
            Naming::Tables => {
                t!(
                    "第 {} 张表第 {} 行",
                    "table {} row {}",
                    row / WORD_TABLE,
                    row % WORD_TABLE
                )
            }
            Naming::Letters if !self.name.is_empty() => {
                t!("{} 第 {row} 行", "{} row {row}", self.name)
            }
            _ => t!("第 {row} 行", "row {row}"),
        }
    }

    /// The number of a row, as short as it can be said.
    pub fn row_label(&self, row: u32) -> String {
        match self.naming {
            Naming::Tables => format!("{}.{}", row / WORD_TABLE, row % WORD_TABLE),
            _ => row.to_string(),
        }
    }

    /// What a person calls a column.
    pub fn column_name(&self, column: u16) -> String {
        match self.naming {
            Naming::Letters | Naming::Lines => letters(column),
            Naming::Tables | Naming::TextLines => t!("第 {} 列", "column {}", column + 1),
            Naming::Records => t!("每条第 {} 行", "line {} of each", column + 1),
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
    sheet_tags::column_of(text)
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
}
