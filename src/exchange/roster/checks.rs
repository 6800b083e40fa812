//! What has to hold of a roster as a whole: each number once, each name once.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::columns::Header;
use super::content::Content;
use super::found::{self, PlannedRow, RosterPart, RosterRows};
use super::problem::{NamedColumn, Remedy, RosterProblem};
use super::sheet::RosterSheet;
use super::spelling::squeeze;
use super::words::RosterColumn;
use crate::text::fold::fold_text;
use crate::text::numbering;

/// Numbers are as printed, if there are any; each only once. Numbers that begin anew in each
/// group (`grouped`) are no numbers of the roster, which is then numbered in order; so is one in which several
/// associations share one number. `written`
/// are the numbers of the rows.
pub fn numbers(
    parts: &[RosterPart<'_>],
    written: &[Option<u32>],
    grouped: bool,
    shared: bool,
    out: &mut RosterRows,
) -> Vec<RosterProblem> {
    let starts = written.iter().filter(|n| **n == Some(1)).count();
    let numbered = parts
        .iter()
        .any(|part| part.header.at(RosterColumn::No).is_some());
    if !numbered || shared || grouped && starts > 1 {
        for (no, planned) in (1..).zip(&mut out.rows) {
            planned.row.no = no;
        }
        let why = match numbered {
            false => s!("没有用文件中的序号", "the file's numbers were not used"),
            true if shared => s!("有几个协会共用一个序号", "some associations share a number"),
            true => s!("各组的序号都从 1 开始", "each group numbers from 1"),
        };
        out.notes
            .push(t!("{why}，按顺序编号", "{why}; numbered in order"));
        return Vec::new();
    }
    // Nothing can be said of numbers that rise, as nearly all do.
    let is_rising = |pair: &[Option<u32>]| pair[0].is_some() && pair[0] < pair[1];
    if written.windows(2).all(is_rising) && written.first().is_none_or(Option::is_some) {
        return Vec::new();
    }
    let place = |planned: &PlannedRow| found::place(parts, planned, RosterColumn::No);
    let mut seen: HashMap<u32, &PlannedRow> = HashMap::new();
    let mut found = Vec::new();
    for (number, planned) in written.iter().zip(&out.rows) {
        let (message, remedy) = match number {
            // A number that is no number has been reported.
            None if is_written(&parts[usize::from(planned.part)], planned.line) => continue,
            None => (s!("序号为空", "no number").to_owned(), Remedy::CountMissing),
            Some(number) => match seen.insert(*number, planned) {
                None => continue,
                Some(first) => {
                    seen.insert(*number, first);
                    let first = place(first).text;
                    let message = t!(
                        "序号 {number} 与 {first} 重复",
                        "number {number} again, as in {first}"
                    );
                    (message, Remedy::CountTwice)
                }
            },
        };
        found.push(RosterProblem::new(place(planned), message).or(remedy));
    }
    found
}

fn is_written(part: &RosterPart<'_>, row: u32) -> bool {
    let (line, at) = (part.sheet.line(row), part.header.at(RosterColumn::No));
    line.is_some_and(|line| at.is_some_and(|at| !line.text(at).is_empty()))
}

/// Two rows for one association, perhaps typed with a space between.
pub fn names(parts: &[RosterPart<'_>], rows: &[PlannedRow]) -> Vec<RosterProblem> {
    let place = |planned: &PlannedRow| found::place(parts, planned, RosterColumn::Name);
    let mut seen: HashMap<Cow<'_, str>, &PlannedRow> = HashMap::with_capacity(rows.len());
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
        let first_place = place(first).text;
        let name = &again.row.name;
        let message = if first.row.name == *name {
            t!(
                "“{name}”与 {first_place} 重复",
                "\"{name}\" again, as in {first_place}"
            )
        } else {
            t!(
                "“{name}”与 {first_place} 的“{}”只差空格或全角半角，是同一个协会",
                "\"{name}\" and \"{}\" in {first_place} differ in blanks or widths only, they are one",
                first.row.name
            )
        };
        found.push(RosterProblem::new(place(again), message));
    }
    found
}

/// No column has what is wanted; those that are not used are named, the likeliest first.
pub fn missing(
    sheet: &RosterSheet,
    header: &Header,
    column: RosterColumn,
    fits: fn(&str) -> bool,
    remedy: impl FnOnce(Option<NamedColumn>) -> Remedy,
) -> RosterProblem {
    let label = column.label();
    let below = header.below();
    let mut unused: Vec<_> = header.unused.iter().collect();
    let content = |at: u16| Content::of(sheet, below, at, fits);
    unused.sort_by_key(|(at, _)| std::cmp::Reverse(content(*at).fitting));
    let best = unused.first().filter(|(at, _)| content(*at).is_mostly());
    let best = best.map(|(at, _)| NamedColumn {
        at: *at,
        letter: sheet.column_name(*at),
    });
    let named = unused.iter().take(8);
    let named = named.map(|(at, heading)| format!("{}“{heading}”", sheet.column_name(*at)));
    let named = named.collect::<Vec<_>>().join("、");
    let message = if named.is_empty() {
        t!("没有{label}一列", "no column {label}")
    } else {
        t!(
            "没有找到{label}一列；没有用到的列有 {named}",
            "no column {label} was found; unused columns are {named}"
        )
    };
    RosterProblem::new(String::new(), message).or(remedy(best))
}

pub(super) const MAX_NUMBER: u32 = 999_999;

/// 一, （十二）, 三十、
fn in_chinese(text: &str) -> Option<u32> {
    let marked = format!("{}、", text.trim());
    let (number, rest) = numbering::split(text).or_else(|| numbering::split(&marked))?;
    let is_alone = rest.trim_matches(['、', '.']).is_empty();
    is_alone.then(|| u32::try_from(number).ok()).flatten()
}

/// A number as rosters write it: `１２`, `12.`, `（12）`, `No.12`.
pub(super) fn number(text: &str) -> Option<u32> {
    // As nearly all are written.
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok().filter(|n| (1..=MAX_NUMBER).contains(n));
    }
    let folded = fold_text(text);
    let bare = folded.trim_start_matches("no");
    let bare = bare.trim_matches(|c: char| c.is_whitespace() || "().、,#".contains(c));
    let number = match bare.parse() {
        Ok(number) => number,
        Err(_) => in_chinese(text)?,
    };
    (1..=MAX_NUMBER).contains(&number).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_rosters_write_them() {
        for text in ["十二", "（十二）", "十二、", "第十二、", "⑫", "⑿", "⒓"] {
            assert_eq!(number(text), Some(12), "{text}");
        }
        for text in [
            "12", "１２", " 12 ", "12.", "（12）", "12、", "No.12", "012",
        ] {
            assert_eq!(number(text), Some(12), "{text}");
        }
        for text in ["", "0", "一类", "第一批", "1.5", "1234567", "-1", "12号"] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
