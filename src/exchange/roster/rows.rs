//! Lines below a header to rows of a roster: group titles, sums and notes are told from
//! associations, what is blank is filled from above, states are mapped, and everything that
//! cannot be taken is reported by cell.

use std::collections::{BTreeMap, HashMap};

use super::checks::{self, MAX_NUMBER};
use super::columns::{self, Header};
use super::found::{PlannedRow, RosterRows, Skipped, StatusUse};
use super::problem::{Remedy, RosterProblem};
use super::sheet::{RosterLine, RosterSheet};
use super::titles::{self, Title};
use super::words::{ColumnMeaning, RosterColumn, squeeze, words};
use crate::domain::ledger::RosterRow;
use crate::domain::model::Status;

/// Longest name, in characters.
const MAX_NAME: usize = 80;
/// Most problems that are listed.
const MAX_PROBLEMS: usize = 1_000;
/// How the user writes a blank state.
pub const BLANK_STATUS: &str = "空";

/// Reads the lines below a header. `told` is what the user says of status words.
pub fn read(
    sheet: &RosterSheet,
    header: &Header,
    told: &BTreeMap<String, ColumnMeaning>,
) -> RosterRows {
    let told = told
        .iter()
        .map(|(word, meaning)| (squeeze(word).into_owned(), *meaning));
    let mut reader = Reader {
        sheet,
        header,
        told: told.collect(),
        out: RosterRows::default(),
        group: None,
        groups: 0,
        unit: None,
        numbers: Vec::new(),
        statuses: BTreeMap::new(),
        from_above: 0,
        two_units: 0,
    };
    let mut at = header.below();
    while let Some(line) = sheet.lines.get(at) {
        match columns::header_rows(sheet, at, line) {
            Some(rows) if reader.repeated_header(at, line) => at += rows,
            Some(_) => break,
            None => {
                reader.line(line);
                at += 1;
            }
        }
    }
    reader.finish()
}

/// A group that is open: what its title says of the rows below it.
struct RowGroup {
    place: String,
    unit: Option<String>,
    meaning: Option<ColumnMeaning>,
    count: Option<usize>,
    rows: usize,
}

struct Reader<'s> {
    sheet: &'s RosterSheet,
    header: &'s Header,
    told: HashMap<String, ColumnMeaning>,
    out: RosterRows,
    group: Option<RowGroup>,
    groups: usize,
    /// The unit of the row above.
    unit: Option<String>,
    /// 序号 of each row as written, for checking at the end.
    numbers: Vec<Option<u32>>,
    statuses: BTreeMap<String, (ColumnMeaning, usize)>,
    from_above: usize,
    two_units: usize,
}

impl Reader<'_> {
    fn problem(&mut self, place: String, message: impl Into<String>) {
        self.report(RosterProblem::new(place, message));
    }

    fn report(&mut self, problem: RosterProblem) {
        if self.out.problems.len() < MAX_PROBLEMS {
            self.out.problems.push(problem);
        } else if self.out.problems.len() == MAX_PROBLEMS {
            let message = format!("问题超过 {MAX_PROBLEMS} 个，其余不再列出");
            let problem = RosterProblem::new(String::new(), message);
            self.out.problems.push(problem);
        }
    }

    fn skip(&mut self, line: &RosterLine, reason: impl Into<String>) {
        self.out.skipped.push(Skipped {
            place: self.sheet.row_address(line.number),
            text: line.gist(),
            reason: reason.into(),
        });
    }

    /// The text of a column in a line; empty when the file has no such column.
    fn text<'l>(&self, line: &'l RosterLine, column: RosterColumn) -> &'l str {
        self.header.at(column).map_or("", |at| line.text(at))
    }

    fn place(&self, line: &RosterLine, column: RosterColumn) -> String {
        match self.header.at(column) {
            Some(at) => self.sheet.address(line.number, at),
            None => self.sheet.row_address(line.number),
        }
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
        if same && goes_on {
            self.skip(line, "重复的表头");
            return true;
        }
        let place = self.sheet.row_address(line.number);
        self.problem(
            place,
            "从这一行起是另一份名册，没有读入；请把两份名册分成两个文件或两张工作表",
        );
        false
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
            return self.skip(line, "与上一行是同一个协会（名称单元格合并）");
        }
        let name = self.text(line, RosterColumn::Name).to_owned();
        let number = self.number(line);
        if name.is_empty() {
            if line
                .written()
                .all(|cell| self.header.at(RosterColumn::No) == Some(cell.column))
            {
                return self.skip(line, "只有序号，没有内容");
            }
            let place = self.place(line, RosterColumn::Name);
            return self.problem(place, format!("名称为空，这一行写着“{}”", line.gist()));
        }
        if name.chars().count() > MAX_NAME {
            let place = self.place(line, RosterColumn::Name);
            return self.problem(place, format!("名称超过 {MAX_NAME} 个字，请核对"));
        }
        let unit = self.unit(line);
        let status = self.status(line);
        if let Some(group) = &mut self.group {
            group.rows += 1;
        }
        let (Some(unit), Some(meaning)) = (unit, status) else {
            return;
        };
        let status = match meaning {
            ColumnMeaning::Planned => Status::Planned,
            ColumnMeaning::Decoupled => Status::Decoupled,
            ColumnMeaning::Omit => {
                let word = self.text(line, RosterColumn::Status).to_owned();
                return self.skip(line, format!("状态“{word}”不列入名册"));
            }
        };
        self.numbers.push(number);
        self.out.rows.push(PlannedRow {
            line: line.number,
            row: RosterRow {
                no: number.unwrap_or_default(),
                name,
                printed_unit: unit,
                status,
            },
        });
    }

    fn title(&mut self, line: &RosterLine, title: Title) {
        match title {
            Title::Total => {
                self.skip(line, "小计、合计");
            }
            Title::Note => self.skip(line, "说明文字"),
            Title::Unclear => {
                let place = self.sheet.row_address(line.number);
                let said = line.gist();
                self.problem(
                    place,
                    format!(
                        "只有“{said}”一格，看不出是协会还是分组标题；是协会的请补全，不是的请删去"
                    ),
                );
            }
            Title::Group { text, count } => {
                self.close_group();
                let key = squeeze(&text);
                let told = self.told.get(&*key).copied();
                let meaning = told.or_else(|| words().status(&text));
                self.groups += 1;
                let unit = meaning.is_none().then(|| words().unit(&text));
                let what = match meaning {
                    Some(meaning) => format!("分组标题：以下各行为{}", meaning.word()),
                    None => format!("分组标题：以下各行的主管单位是{text}"),
                };
                if unit.is_some() {
                    self.unit = None;
                }
                self.group = Some(RowGroup {
                    place: self.sheet.row_address(line.number),
                    unit,
                    meaning,
                    count,
                    rows: 0,
                });
                self.skip(line, what);
            }
        }
    }

    /// What a group's title says of its size is checked when the group ends.
    fn close_group(&mut self) {
        if let Some(RowGroup {
            place,
            count: Some(count),
            rows,
            ..
        }) = self.group.take()
            && count != rows
        {
            let note = format!("{place}的分组标题写 {count} 家，下面是 {rows} 家");
            self.out.notes.push(note);
        }
    }

    fn number(&mut self, line: &RosterLine) -> Option<u32> {
        let cell = self
            .header
            .at(RosterColumn::No)
            .and_then(|at| line.cell(at));
        let written = cell.filter(|cell| !cell.merged)?;
        let number = checks::number(&written.text);
        if number.is_none() {
            let place = self.place(line, RosterColumn::No);
            let message = format!("序号“{}”不是 1 到 {MAX_NUMBER} 的整数", written.text);
            self.report(RosterProblem::new(place, message).or(Remedy::CountUnread));
        }
        number
    }

    /// The unit that is written, or that of the group, or that of the row above.
    fn unit(&mut self, line: &RosterLine) -> Option<String> {
        let written = self.text(line, RosterColumn::Unit);
        let known = words();
        let unit = if known.is_none(written) && !written.is_empty() {
            let place = self.place(line, RosterColumn::Unit);
            self.problem(
                place,
                format!("主管单位写着“{written}”；没有主管单位、直接登记的请写 直接登记"),
            );
            None
        } else if !written.is_empty() && !known.is_ditto(written) {
            if written.chars().count() > MAX_NAME {
                let place = self.place(line, RosterColumn::Unit);
                self.problem(place, format!("主管单位超过 {MAX_NAME} 个字，请核对"));
                return None;
            }
            if written.contains(['、', '/', '／']) {
                self.two_units += 1;
            }
            Some(known.unit(written))
        } else if let Some(unit) = self.group.as_ref().and_then(|group| group.unit.clone())
            && self.unit.is_none()
        {
            return Some(unit);
        } else if written.is_empty() && self.merges_units(line) {
            let place = self.place(line, RosterColumn::Unit);
            self.problem(
                place,
                "主管单位为空，也不在合并的单元格里；请补上，与上一行相同的写 同上",
            );
            return None;
        } else if let Some(unit) = self.unit.clone() {
            self.from_above += 1;
            Some(unit)
        } else {
            let place = self.place(line, RosterColumn::Unit);
            self.problem(place, "主管单位为空，上面也没有可以沿用的");
            None
        };
        self.unit.clone_from(&unit);
        unit
    }

    /// A sheet that merges the units' cells says itself where a unit goes on.
    fn merges_units(&self, line: &RosterLine) -> bool {
        let below = self.header.below().checked_sub(1);
        let last = below.and_then(|at| self.sheet.lines.get(at));
        let last = last.map_or(0, |line| line.number);
        let at = self.header.at(RosterColumn::Unit);
        line.number > last && at.is_some_and(|at| self.sheet.merges_below(last, at))
    }

    fn status(&mut self, line: &RosterLine) -> Option<ColumnMeaning> {
        let written = self.text(line, RosterColumn::Status).to_owned();
        let key = squeeze(&written);
        let told = if key.is_empty() {
            self.told.get(BLANK_STATUS).copied()
        } else {
            self.told.get(&*key).copied()
        };
        let group = self.group.as_ref().and_then(|group| group.meaning);
        let meaning = told.or_else(|| words().status(&written)).or(group);
        if let Some(meaning) = meaning {
            let entry = self.statuses.entry(written).or_insert((meaning, 0));
            entry.1 += 1;
        } else if self.header.at(RosterColumn::Status).is_some() {
            let place = self.place(line, RosterColumn::Status);
            self.report(if key.is_empty() {
                RosterProblem::new(place, "状态为空").or(Remedy::BlankStatus)
            } else {
                let message = format!("状态“{written}”不认识");
                RosterProblem::new(place, message).or(Remedy::Status(written))
            });
        }
        meaning
    }

    fn finish(mut self) -> RosterRows {
        self.close_group();
        if self.header.at(RosterColumn::Status).is_none() && self.out.rows.is_empty() {
            let problem = RosterProblem::new(String::new(), "没有状态一列");
            self.report(problem.or(Remedy::AllStatuses));
        }
        let (sheet, header) = (self.sheet, self.header);
        let regrouped = self.groups > 1;
        let found = checks::numbers(sheet, header, &self.numbers, regrouped, &mut self.out);
        let found = found
            .into_iter()
            .chain(checks::names(sheet, header, &self.out.rows));
        for problem in found.collect::<Vec<_>>() {
            self.report(problem);
        }
        if self.from_above > 0 {
            let note = format!("主管单位空白、按上一行填的 {} 行", self.from_above);
            self.out.notes.push(note);
        }
        if self.two_units > 0 {
            let note = format!(
                "主管单位一格写了两个单位的 {} 行，照印发的写法作一个名称统计",
                self.two_units
            );
            self.out.notes.push(note);
        }
        let statuses = std::mem::take(&mut self.statuses).into_iter();
        self.out.statuses = statuses
            .map(|(word, (meaning, count))| StatusUse {
                word,
                meaning,
                count,
            })
            .collect();
        self.out
    }
}
