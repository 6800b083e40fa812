//! Lists of text without signs between the fields: `1.名称（单位）` on a line each, names alone, columns
//! with blanks between, the text of a notice that lost its tabs. Each becomes a sheet with a header.

use std::borrow::Cow;

use super::RosterFileError;
use super::problem::RosterProblem;
use super::sheet::{Naming, RosterSheet};
use super::sheet_builder::{Budget, SheetBuilder};
use super::titles;
use super::words::{RosterColumn, words};

/// Longest line of a list, in characters; what is longer is running text.
const MAX_LINE: usize = 60;
/// Lines above and below a list that may belong to it.
const AROUND: usize = 3;
/// Most columns that are parted by blanks, or stand below each other.
const MOST_COLUMNS: usize = 12;
/// What parts the name from what follows it.
const PARTS: &str = "（）()，,；;：:—–-|/、[]【】";

/// A sheet, and what could not be told apart in it.
pub type TextSheet = (RosterSheet, Vec<RosterProblem>);

/// What a line of a list says.
#[derive(Debug, Default, PartialEq, Eq)]
struct ListEntry {
    number: String,
    name: String,
    unit: String,
    state: String,
    /// What could be none of them.
    other: Option<String>,
    /// A number or a sign stands before it.
    marked: bool,
}

impl ListEntry {
    fn column(&self, column: RosterColumn) -> &str {
        match column {
            RosterColumn::No => &self.number,
            RosterColumn::Name => &self.name,
            RosterColumn::Unit => &self.unit,
            RosterColumn::Status => &self.state,
        }
    }
}

const COLUMNS: [RosterColumn; 4] = [
    RosterColumn::No,
    RosterColumn::Name,
    RosterColumn::Unit,
    RosterColumn::Status,
];

fn is_blank(c: char) -> bool {
    c.is_whitespace()
}

/// A line without the number or sign in front of it, and that number.
fn unmarked(line: &str) -> (Option<String>, &str) {
    let line = line.trim();
    if let Some(rest) = line.strip_prefix(['-', '*', '+', '•', '·', '●', '■', '◆', '○', '※'])
    {
        return (Some(String::new()), rest.trim());
    }
    let open = line.trim_start_matches(['(', '（', '第']);
    let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let circled = |c: char| ('①'..='⒛').contains(&c);
    if let Some(rest) = open.strip_prefix(circled) {
        let number: String = open.chars().take(1).collect();
        return (
            Some(number),
            rest.trim_start_matches(['.', '、', ' ']).trim(),
        );
    }
    let rest = open.trim_start_matches(digit);
    let number = &open[..open.len() - rest.len()];
    let bare = rest.trim_start_matches(|c: char| ")）、.．:：".contains(c) || is_blank(c));
    if number.is_empty() || bare.len() == rest.len() || bare.is_empty() {
        return (None, line);
    }
    (Some(number.to_owned()), bare.trim())
}

/// The name that a line begins with: up to the first sign after which it is the name of an association.
fn leading_name(text: &str) -> Option<(&str, &str)> {
    let ends = text
        .char_indices()
        .filter(|(_, c)| PARTS.contains(*c) || is_blank(*c));
    let ends = ends.map(|(at, _)| at).chain(std::iter::once(text.len()));
    let mut names = ends.filter(|end| {
        let name = &text[..*end];
        words().is_association(name) && !is_generic(name)
    });
    names.next().map(|end| (text[..end].trim(), &text[end..]))
}

/// 行业协会商会: all of them, and no name.
fn is_generic(name: &str) -> bool {
    words().is_all_of_them(name) || words().title_state(name).is_some() || name.chars().count() < 4
}

/// A line of a list, if it is one.
fn entry(line: &str) -> Option<ListEntry> {
    if line.chars().count() > MAX_LINE || line.contains('。') || titles::has_count(line) {
        return None;
    }
    let (number, text) = unmarked(line);
    let (name, rest) = match leading_name(text) {
        Some(found) => found,
        // A number says that a name follows, whatever it ends in; only in a list (see `list`).
        None if number.as_ref().is_some_and(|number| !number.is_empty()) => {
            let end = text.find(|c: char| PARTS.contains(c) || is_blank(c));
            let (name, rest) = text.split_at(end.unwrap_or(text.len()));
            (name.trim(), rest)
        }
        None => return None,
    };
    let mut found = ListEntry {
        marked: number.is_some(),
        number: number.unwrap_or_default(),
        name: name.to_owned(),
        ..ListEntry::default()
    };
    let mut others = Vec::new();
    for part in rest.split(|c: char| PARTS.contains(c) || is_blank(c)) {
        if part.is_empty() || words().column_of_label(part).is_some() {
            continue;
        }
        if words()
            .status(part)
            .or_else(|| words().proposed(part))
            .is_some()
        {
            let parts = if found.state.is_empty() {
                &mut found.state
            } else {
                &mut found.unit
            };
            parts.push_str(part);
        } else if words().is_unit(part) || words().is_none(part) {
            if !found.unit.is_empty() {
                found.unit.push('、');
            }
            found.unit.push_str(part);
        } else {
            others.push(part);
        }
    }
    match others.as_slice() {
        [] => {}
        [one] if found.unit.is_empty() && found.marked => {
            found.unit.push_str(one);
        }
        more => found.other = Some(more.join(" ")),
    }
    Some(found)
}

/// A list of associations on a line each; `None` when the text is none.
fn list(text: &str, budget: &mut Budget) -> Result<Option<TextSheet>, RosterFileError> {
    let lines: Vec<&str> = text.lines().collect();
    let mut entries: Vec<Option<ListEntry>> = lines.iter().map(|line| entry(line)).collect();
    let is_named = |entry: &&ListEntry| words().is_association(&entry.name);
    let named = || entries.iter().flatten().filter(is_named);
    let marked = named().filter(|entry| entry.marked).count();
    let bare = named().count() - marked;
    let said = lines.iter().filter(|line| !line.trim().is_empty()).count();
    // Names without numbers are a list when hardly anything else is said.
    if marked == 0 && (bare < 2 || bare * 2 < said) {
        return Ok(None);
    }
    if marked > bare {
        for entry in &mut entries {
            let keep = entry
                .as_ref()
                .is_some_and(|e| e.marked || e.other.is_none());
            if !keep {
                *entry = None;
            }
        }
    }
    let is_row = |entry: &Option<ListEntry>| entry.as_ref().is_some_and(|entry| is_named(&entry));
    let (Some(first), Some(last)) = (
        entries.iter().position(is_row),
        entries.iter().rposition(is_row),
    ) else {
        return Ok(None);
    };
    let rows = || entries[first..=last].iter().flatten();
    let shown: Vec<RosterColumn> = COLUMNS
        .into_iter()
        .filter(|column| rows().any(|entry| !entry.column(*column).is_empty()))
        .collect();
    let mut sheet = SheetBuilder::new("", Naming::TextLines);
    for (at, column) in (0u16..).zip(&shown) {
        sheet.push(0, at, column.label(), budget)?;
    }
    let mut problems = Vec::new();
    let around = first.saturating_sub(AROUND)..lines.len().min(last + AROUND + 1);
    for at in around {
        let number = u32::try_from(at + 1).map_err(|_| RosterFileError::TooManyRows)?;
        let inside = (first..=last).contains(&at);
        let Some(entry) = entries[at].as_ref().filter(|_| inside) else {
            if !lines[at].trim().is_empty() {
                sheet.push_across(
                    number,
                    lines[at].trim_start_matches(['#', '*', ' ']),
                    budget,
                )?;
            }
            continue;
        };
        if let Some(other) = &entry.other {
            let message = t!(
                "“{other}”看不出是主管单位还是状态，请在表格里分列填写",
                "\"{other}\" is neither clearly a unit nor a status; fill them into columns of a table"
            );
            problems.push(RosterProblem::new(
                t!("第 {number} 行", "line {number}"),
                message,
            ));
        }
        for (column, name) in (0u16..).zip(&shown) {
            sheet.push(number, column, entry.column(*name), budget)?;
        }
    }
    Ok(Some((sheet.finish(false)?, problems)))
}

/// Any of these.
pub fn any(text: &str, budget: &mut Budget) -> Result<Option<TextSheet>, RosterFileError> {
    let text = unquoted(text);
    for read in [below_each_other, blanks, list] {
        if let Some(found) = read(&text, budget)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// The text of a mail without the signs in front of lines that were answered.
fn unquoted(text: &str) -> Cow<'_, str> {
    const QUOTE: [char; 2] = ['>', '＞'];
    if !text.contains(QUOTE) {
        return Cow::Borrowed(text);
    }
    let sign = |c: char| QUOTE.contains(&c) || c == ' ';
    let lines = text.lines().map(|line| {
        let is_quoted = line.trim_start().starts_with(QUOTE);
        if is_quoted {
            line.trim_start_matches(sign)
        } else {
            line
        }
    });
    Cow::Owned(lines.collect::<Vec<_>>().join("\n"))
}

/// How a line of columns is cut.
type Cut = fn(&str) -> Vec<&str>;

/// At runs of blanks, tabs, or blanks of a full width.
fn at_gaps(line: &str) -> Vec<&str> {
    let wide = |part| str::split(part, ['\t', '\u{3000}']);
    let parts = line.split("  ").flat_map(wide).map(str::trim);
    parts.filter(|part| !part.is_empty()).collect()
}

/// At each blank.
fn at_blanks(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

/// How many columns of a roster these are the headings of; none without names.
fn known(headings: &[&str]) -> usize {
    let columns: Vec<_> = headings
        .iter()
        .filter_map(|text| words().column(text))
        .collect();
    let named = columns
        .iter()
        .any(|(column, _)| *column == RosterColumn::Name);
    if named && columns.len() > 1 {
        columns.len()
    } else {
        0
    }
}

/// A table whose columns have blanks between them.
fn blanks(text: &str, budget: &mut Budget) -> Result<Option<TextSheet>, RosterFileError> {
    let cuts: [Cut; 2] = [at_gaps, at_blanks];
    let header = cuts.into_iter().find_map(|cut| {
        let at = text.lines().position(|line| {
            let headings = cut(line);
            headings.len() <= MOST_COLUMNS && known(&headings) * 2 > headings.len()
        })?;
        Some((cut, at))
    });
    let Some((cut, header)) = header else {
        return Ok(None);
    };
    let headings = cut(text.lines().nth(header).unwrap_or_default());
    let name_at = headings.iter().position(|text| {
        words()
            .column(text)
            .is_some_and(|(column, _)| column == RosterColumn::Name)
    });
    let mut sheet = SheetBuilder::new("", Naming::TextLines);
    let mut problems = Vec::new();
    for (number, line) in (1u32..).zip(text.lines()) {
        let fields = cut(line);
        let rule = |field: &&str| field.chars().all(|c| "-=─—_".contains(c));
        if fields.is_empty() || fields.iter().all(rule) {
            continue;
        }
        let is_row = number as usize > header;
        match fields.as_slice() {
            [one] if is_row && words().is_association(one) => {
                let at = u16::try_from(name_at.unwrap_or_default()).unwrap_or_default();
                sheet.push(number, at, one, budget)?;
            }
            [one] => sheet.push_across(number, one, budget)?,
            fields if fields.len() == headings.len() => {
                for (column, field) in (0u16..).zip(fields) {
                    sheet.push(number, column, field, budget)?;
                }
            }
            [first, ..] if !is_row || words().is_total(first) || words().is_note(first) => {
                sheet.push_across(number, &fields.join(" "), budget)?;
            }
            fields => {
                let message = t!(
                    "这一行有 {} 项，表头有 {} 项，分不清哪一项没有写；没有的请写 无，或做成表格再导入",
                    "this line has {} entries, the headings {}; which is missing cannot be told; write 无 for none, or make it a table",
                    fields.len(),
                    headings.len()
                );
                problems.push(RosterProblem::new(
                    t!("第 {number} 行", "line {number}"),
                    message,
                ));
            }
        }
    }
    Ok(Some((sheet.finish(false)?, problems)))
}

/// The text of a notice that lost its tabs: headings below each other, then fields below each other.
fn below_each_other(text: &str, budget: &mut Budget) -> Result<Option<TextSheet>, RosterFileError> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let heading = |line: &str| words().column(line).is_some() && line.chars().count() <= MAX_LINE;
    let begins = (0..lines.len()).find(|at| {
        let run = lines[*at..].iter().take_while(|line| heading(line)).count();
        (*at == 0 || !heading(lines[*at - 1])) && run > 1 && known(&lines[*at..*at + run]) > 1
    });
    let Some(from) = begins else { return Ok(None) };
    let to = (from..lines.len()).find(|at| lines[*at].is_empty());
    // Without blank lines the headings end where no heading is.
    let count = lines[from..]
        .iter()
        .take_while(|line| heading(line))
        .count();
    let parted = to.is_some_and(|to| to - from <= MOST_COLUMNS && to + 1 < lines.len());
    let count = if parted {
        to.map_or(count, |to| to - from)
    } else {
        count
    };
    let mut sheet = SheetBuilder::new("", Naming::Records);
    let mut problems = Vec::new();
    let mut at = from;
    while at < lines.len() {
        if lines[at].is_empty() {
            at += 1;
            continue;
        }
        let rest = &lines[at..];
        let block = rest.iter().take_while(|line| !line.is_empty()).count();
        let size = if parted { block } else { block.min(count) };
        let ends = rest[..size]
            .iter()
            .any(|line| line.contains('。') || line.chars().count() > MAX_LINE);
        if ends {
            break;
        }
        let number = u32::try_from(at + 1).map_err(|_| RosterFileError::TooManyRows)?;
        if size == count || size == 1 {
            for (column, field) in (0u16..).zip(&rest[..size]) {
                sheet.push(number, column, field, budget)?;
            }
        } else {
            let message = t!(
                "从这一行起的一条有 {size} 行，表头有 {count} 行，分不清哪一项没有写",
                "from this line on one has {size} lines, the headings {count}; which is missing cannot be told"
            );
            problems.push(RosterProblem::new(
                t!("第 {number} 行", "line {number}"),
                message,
            ));
        }
        at += size;
    }
    Ok(Some((sheet.finish(false)?, problems)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_cut_into_what_it_says() {
        for (line, number, name, unit, state) in [
            (
                "1.洛阳市钓鱼协会（洛阳市教育局）",
                "1",
                "洛阳市钓鱼协会",
                "洛阳市教育局",
                "",
            ),
            (
                "（12） 洛阳市烟酒、副食品协会(市商务局、市公安局) 拟脱钩",
                "12",
                "洛阳市烟酒、副食品协会",
                "市商务局、市公安局",
                "拟脱钩",
            ),
            (
                "- 洛阳市钓鱼协会：主管单位 市文旅",
                "",
                "洛阳市钓鱼协会",
                "市文旅",
                "",
            ),
            (
                "①洛阳市家具商会，已脱钩",
                "①",
                "洛阳市家具商会",
                "",
                "已脱钩",
            ),
            (
                "3、洛阳市家具联盟（市工商联）",
                "3",
                "洛阳市家具联盟",
                "市工商联",
                "",
            ),
        ] {
            let found = entry(line).expect("an entry");
            let said = [&found.number, &found.name, &found.unit, &found.state];
            assert_eq!(said, [number, name, unit, state], "{line}");
        }
        for line in [
            "一、已脱钩的行业协会商会（12家）",
            "各行业协会商会：",
            "市直有关单位",
            "2020年7月16日",
        ] {
            let found = entry(line);
            assert!(
                found.is_none_or(|e| !words().is_association(&e.name)),
                "{line}"
            );
        }
    }
}
