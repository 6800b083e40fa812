//! Lines below a header to rows of a roster: group titles, sums and notes are told from
//! associations, what is blank is filled from above, states are mapped, and everything that
//! cannot be taken is reported by cell.

mod groups;
mod said;
mod told;

use std::collections::{BTreeMap, HashSet};

use ecow::EcoString;
use groups::RowGroup;

use super::cells;
use super::checks;
use super::columns::{self, Header};
use super::content;
use super::found::{PlannedRow, RosterPart, RosterRows, rows_named};
use super::problem::Remedy;
use super::sheet::{RosterLine, RosterSheet};
use super::spelling::squeeze;
use super::states::States;
use super::ticked::TickedStates;
use super::titles;
use super::units::Units;
use super::words::{ColumnMeaning, RosterColumn};
use crate::domain::ledger::RosterRow;
use crate::domain::model::Status;

/// Longest name, in characters.
const MAX_NAME: usize = 80;
/// So many rows of another table are looked at for names that were read before.
const NEXT_ROWS: usize = 50;

/// Reads the lines below the headers of a roster that stands on one or several sheets.
///
/// # Panics
/// Without a part.
pub fn read(parts: &[RosterPart<'_>], states: States) -> RosterRows {
    let RosterPart { sheet, header, .. } = parts[0];
    let mut reader = Reader {
        sheet,
        header,
        part: 0,
        states,
        units: Units::default(),
        out: RosterRows::default(),
        group: None,
        outer: None,
        groups: 0,
        numbers: Vec::new(),
        is_shared: false,
        split: Vec::new(),
        lacking: BTreeMap::new(),
        ticked: None,
    };
    for (number, part) in (0u16..).zip(parts) {
        (reader.sheet, reader.header, reader.part) = (part.sheet, part.header, number);
        reader.units = Units::new(part.sheet, part.header);
        reader.ticked = TickedStates::of(part.sheet, part.header);
        let ticked = reader.ticked.as_ref();
        reader.out.notes.extend(ticked.map(TickedStates::note));
        reader.named(part);
        reader.part(part.sheet, part.header.below());
        reader.close_group();
        let notes = std::mem::take(&mut reader.units).notes();
        let on = |note| match parts {
            [_] => note,
            _ => format!("{}：{note}", part.sheet.name),
        };
        reader.out.notes.extend(notes.into_iter().map(on));
    }
    reader.finish(parts)
}

struct Reader<'s> {
    sheet: &'s RosterSheet,
    header: &'s Header,
    part: u16,
    states: States,
    units: Units,
    out: RosterRows,
    group: Option<RowGroup>,
    /// What the groups within it are: 一、已脱钩 over （一）市商务局.
    outer: Option<ColumnMeaning>,
    groups: usize,
    /// 序号 of each row as written, for checking at the end.
    numbers: Vec<Option<u32>>,
    /// One number stands for several rows.
    is_shared: bool,
    /// Rows that name several associations.
    split: Vec<u32>,
    /// Rows without what no column has and no group says.
    lacking: BTreeMap<RosterColumn, Vec<u32>>,
    /// Columns of states of which one is ticked.
    ticked: Option<TickedStates>,
}

impl<'s> Reader<'s> {
    /// What the sheet is called, and what stands above its header, holds for all its rows.
    fn named(&mut self, part: &RosterPart<'_>) {
        self.outer = None;
        if let Some(text) = &part.title {
            let place = part.sheet.name.clone();
            self.open_group(text, None, place);
        }
        if let Some(at) = titles::title_above(self.sheet, self.header, &self.states) {
            let line = &self.sheet.lines[at];
            if let Some(title) = titles::title(self.sheet, self.header, line) {
                self.title(line, title);
            }
        }
    }

    fn part(&mut self, sheet: &'s RosterSheet, from: usize) {
        let mut at = from;
        while let Some(line) = sheet.lines.get(at) {
            let header = if self.is_next(line) {
                None
            } else {
                columns::header_rows(sheet, at, line)
            };
            match header {
                Some(rows) if self.repeated_header(at, line) => at += rows,
                Some(_) => break,
                None => {
                    self.line(line);
                    at += 1;
                }
            }
        }
    }

    /// The line has the number that comes next. No header has, and to look whether a line is one takes
    /// as long as all else of it.
    fn is_next(&self, line: &RosterLine) -> bool {
        let number: Result<u32, _> = self.text(line, RosterColumn::No).parse();
        let last = self.numbers.last().copied().flatten();
        last.is_some_and(|last| number == Ok(last + 1))
    }

    /// A header again: the same roster goes on if its numbers do. False = another one begins.
    fn repeated_header(&mut self, at: usize, line: &RosterLine) -> bool {
        let first = self.header.line.map(|line| &self.sheet.lines[line]);
        let same = first.is_some_and(|first| {
            let headings = |line: &RosterLine| -> Vec<(u16, String)> {
                let texts = line.cells.iter();
                texts
                    .map(|c| (c.column, squeeze(&c.text).into_owned()))
                    .collect()
            };
            headings(first) == headings(line)
        });
        let number = |line: &RosterLine| checks::number(self.text(line, RosterColumn::No));
        let next = self.sheet.lines[at + 1..].iter().find_map(number);
        let last = self.numbers.iter().rev().find_map(|number| *number);
        let goes_on = match (next, last) {
            (Some(next), Some(last)) => next > last,
            _ => true,
        };
        // A title has just said what the rows below are.
        let begins_group = self.group.as_ref().is_some_and(|group| group.rows == 0);
        if same && (goes_on || begins_group) {
            self.skip(line, s!("重复的表头", "headings again"));
            return true;
        }
        let place = self.row_place(line);
        if same && !self.is_repeated_below(at) {
            let place = place.text;
            let note = t!(
                "{place}起又是一张表，表头相同，作同一份名册读",
                "from {place} on another table with the same headings, read as one roster"
            );
            self.out.notes.push(note);
            self.close_group();
            (self.group, self.outer) = (None, None);
            // Each table has numbers of its own.
            self.groups += 2;
            self.units.begin_table();
            self.skip(line, s!("重复的表头", "headings again"));
            return true;
        }
        self.problem(
            place,
            s!("从这一行起是另一份名册，没有读入；请把两份名册分成两个文件或两张工作表", "another roster from this row on, left out; put the two into two files or worksheets"),
        );
        false
    }

    /// One of the next names has been read already: they are another list of the same associations.
    fn is_repeated_below(&self, at: usize) -> bool {
        let known = self.out.rows.iter().map(|row| squeeze(&row.row.name));
        let known: HashSet<_> = known.collect();
        let mut next = self.sheet.lines[at + 1..].iter().take(NEXT_ROWS);
        next.any(|line| known.contains(&squeeze(self.text(line, RosterColumn::Name))))
    }

    fn line(&mut self, line: &RosterLine) {
        if let Some(title) = titles::title(self.sheet, self.header, line) {
            return self.title(line, title);
        }
        let name_at = self
            .header
            .at(RosterColumn::Name)
            .and_then(|at| line.cell(at));
        if name_at.is_some_and(|cell| cell.merged) {
            return self.skip(
                line,
                s!(
                    "与上一行是同一个协会（名称单元格合并）",
                    "the same association as the row above (merged cells)"
                ),
            );
        }
        let name = name_at.map_or_else(EcoString::new, |cell| cell.text.clone());
        if !name.is_empty()
            && let Some(why) = cells::no_text(&name)
        {
            let place = self.place(line, RosterColumn::Name);
            return self.problem(place, t!("名称“{name}”{why}", "the name \"{name}\" {why}"));
        }
        let number = self.number(line);
        if name.is_empty() {
            if line
                .written()
                .all(|cell| self.header.at(RosterColumn::No) == Some(cell.column))
            {
                return self.skip(line, s!("只有序号，没有内容", "only a number, no content"));
            }
            let place = self.place(line, RosterColumn::Name);
            return self.problem(
                place,
                t!(
                    "名称为空，这一行写着“{}”",
                    "no name; the row says \"{}\"",
                    line.gist()
                ),
            );
        }
        let names = self.names(line, &name);
        if names.iter().any(|name| name.chars().count() > MAX_NAME) {
            let place = self.place(line, RosterColumn::Name);
            return self.problem(
                place,
                t!(
                    "名称超过 {MAX_NAME} 个字，请核对",
                    "the name has over {MAX_NAME} characters; please check"
                ),
            );
        }
        let unit = self.unit(line);
        let status = self.status(line);
        if let Some(group) = &mut self.group {
            group.rows += names.len();
        }
        for (column, is_read) in [
            (RosterColumn::Unit, unit.is_some()),
            (RosterColumn::Status, status.is_some()),
        ] {
            let is_ticked = column == RosterColumn::Status && self.ticked.is_some();
            if !is_read && !is_ticked && self.header.at(column).is_none() {
                self.lacking.entry(column).or_default().push(line.number);
            }
        }
        let (Some(unit), Some(meaning)) = (unit, status) else {
            return;
        };
        let status = match meaning {
            ColumnMeaning::Planned => Status::Planned,
            ColumnMeaning::Decoupled => Status::Decoupled,
            ColumnMeaning::Omit => {
                let word = self.text(line, RosterColumn::Status).to_owned();
                return self.skip(
                    line,
                    t!("状态“{word}”不列入名册", "status \"{word}\" is left out"),
                );
            }
        };
        for name in names {
            self.numbers.push(number);
            self.out.rows.push(PlannedRow {
                part: self.part,
                line: line.number,
                row: RosterRow {
                    no: number.unwrap_or_default(),
                    name,
                    printed_unit: unit.clone(),
                    status,
                },
                details: Vec::new(),
            });
        }
    }

    fn finish(mut self, parts: &[RosterPart<'_>]) -> RosterRows {
        let (sheet, header) = (parts[0].sheet, parts[0].header);
        let lacking = std::mem::take(&mut self.lacking);
        for (column, rows) in lacking.into_iter().rev() {
            let mut problem = if column == RosterColumn::Status {
                let told = |_| Remedy::AllStatuses;
                checks::missing(sheet, header, column, content::is_state, told)
            } else {
                checks::missing(sheet, header, column, content::is_unit, Remedy::Units)
            };
            // Where groups say it for some rows, those that no group says it for are named.
            if !self.out.rows.is_empty() {
                let rows = rows_named(&rows);
                problem.message = t!(
                    "{}；{rows}也没有分组写明",
                    "{}; no group says it for {rows} either",
                    problem.message
                );
            }
            self.report(problem);
        }
        let (statuses, unread) = std::mem::take(&mut self.states).finish();
        self.out.statuses = statuses;
        let regrouped = self.groups > 1 || parts.len() > 1;
        let shared = self.is_shared;
        let found = checks::numbers(parts, &self.numbers, regrouped, shared, &mut self.out);
        let names = checks::names(parts, &self.out.rows);
        for problem in unread.into_iter().chain(found).chain(names) {
            self.report(problem);
        }
        if !self.split.is_empty() {
            let rows = rows_named(&self.split);
            let note = t!(
                "一格写了几个协会，各作一家：{rows}",
                "several associations in one cell, each counts: {rows}"
            );
            self.out.notes.push(note);
        }
        self.out
    }
}
