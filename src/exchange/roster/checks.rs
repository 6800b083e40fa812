//! What has to hold of a roster as a whole: each number once, each name once.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::columns::Header;
use super::found::{PlannedRow, RosterRows};
use super::problem::{Remedy, RosterProblem};
use super::sheet::RosterSheet;
use super::words::{RosterColumn, squeeze};
use crate::text::fold::fold_text;

/// Numbers are as printed, if there are any; each only once. Numbers that begin anew in each
/// group (`grouped`) are no numbers of the roster, which is then numbered in order; so is one in which several
/// associations share one number. `written`
/// are the numbers of the rows.
pub fn numbers(
    sheet: &RosterSheet,
    header: &Header,
    written: &[Option<u32>],
    grouped: bool,
    shared: bool,
    out: &mut RosterRows,
) -> Vec<RosterProblem> {
    let starts = written.iter().filter(|n| **n == Some(1)).count();
    let Some(at) = header
        .at(RosterColumn::No)
        .filter(|_| !shared && (!grouped || starts < 2))
    else {
        for (no, planned) in (1..).zip(&mut out.rows) {
            planned.row.no = no;
        }
        let why = match header.at(RosterColumn::No) {
            None => "没有用文件中的序号",
            Some(_) if shared => "有几个协会共用一个序号",
            Some(_) => "各组的序号都从 1 开始",
        };
        out.notes.push(format!("{why}，按顺序编号"));
        return Vec::new();
    };
    let mut seen: HashMap<u32, u32> = HashMap::new();
    let mut found = Vec::new();
    for (number, planned) in written.iter().zip(&out.rows) {
        let (message, remedy) = match number {
            // A number that is no number has been reported.
            None if is_written(sheet, planned.line, at) => continue,
            None => ("序号为空".to_owned(), Remedy::CountMissing),
            Some(number) => match seen.insert(*number, planned.line) {
                None => continue,
                Some(first) => {
                    seen.insert(*number, first);
                    let first = sheet.address(first, at);
                    let message = format!("序号 {number} 与 {first} 重复");
                    (message, Remedy::CountTwice)
                }
            },
        };
        let place = sheet.address(planned.line, at);
        found.push(RosterProblem::new(place, message).or(remedy));
    }
    found
}

fn is_written(sheet: &RosterSheet, row: u32, at: u16) -> bool {
    let line = sheet.lines.binary_search_by_key(&row, |line| line.number);
    line.is_ok_and(|line| !sheet.lines[line].text(at).is_empty())
}

/// Two rows for one association, perhaps typed with a space between.
pub fn names(sheet: &RosterSheet, header: &Header, rows: &[PlannedRow]) -> Vec<RosterProblem> {
    let column = header.at(RosterColumn::Name).unwrap_or_default();
    let mut seen: HashMap<Cow<'_, str>, &PlannedRow> = HashMap::new();
    let mut found = Vec::new();
    for again in rows {
        let key = squeeze(&again.row.name);
        let first = match seen.entry(key) {
            Entry::Occupied(first) => *first.get(),
            Entry::Vacant(none) => {
                none.insert(again);
                continue;
            }
        };
        let first_place = sheet.address(first.line, column);
        let name = &again.row.name;
        let message = if first.row.name == *name {
            format!("“{name}”与 {first_place} 重复")
        } else {
            format!(
                "“{name}”与 {first_place} 的“{}”只差空格或全角半角，是同一个协会",
                first.row.name
            )
        };
        let place = sheet.address(again.line, column);
        found.push(RosterProblem::new(place, message));
    }
    found
}

pub(super) const MAX_NUMBER: u32 = 999_999;

/// A number as rosters write it: `１２`, `12.`, `（12）`, `No.12`.
pub(super) fn number(text: &str) -> Option<u32> {
    let folded = fold_text(text);
    let bare = folded.trim_start_matches("no");
    let bare = bare.trim_matches(|c: char| c.is_whitespace() || "().、,#".contains(c));
    let number = bare.parse().ok()?;
    (1..=MAX_NUMBER).contains(&number).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_rosters_write_them() {
        for text in [
            "12", "１２", " 12 ", "12.", "（12）", "12、", "No.12", "012",
        ] {
            assert_eq!(number(text), Some(12), "{text}");
        }
        for text in ["", "0", "一", "1.5", "1234567", "-1", "12号"] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
