//! Lines between the associations: group titles (`一、市工商联（7家）`), sums, notes.

use super::columns::Header;
use super::sheet::{RosterLine, RosterSheet};
use super::spelling::squeeze;
use super::states::States;
use super::words::{RosterColumn, words};

/// Chinese numerals that count groups.
const NUMERALS: &str = "一二三四五六七八九十百零〇";

/// A line that is no association.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Title {
    /// Begins a group.
    Group {
        /// The unit or state that it stands for.
        text: String,
        /// How many it says there are.
        count: Option<usize>,
    },
    /// 小计, 合计.
    Total,
    /// Something for the reader of the paper.
    Note,
    /// One cell in the column of names that could be either.
    Unclear,
}

/// What a line is, if it is no association.
pub fn title(sheet: &RosterSheet, header: &Header, line: &RosterLine) -> Option<Title> {
    let mut written = line.written();
    let first = written.next()?;
    if words().is_total(&first.text) {
        return Some(Title::Total);
    }
    let name_at = header.at(RosterColumn::Name);
    // 填表人：… and 联系电话：… side by side, below the list.
    let is_signed =
        words().is_note(&first.text) && name_at.is_none_or(|at| line.text(at).is_empty());
    if is_signed && first.text.chars().count() <= 30 {
        return Some(Title::Note);
    }
    let second = written.next();
    let Some(second) = second else {
        return single(sheet, header, line, first.column, &first.text);
    };
    // 一、市工商联 with 7家 in a cell of its own.
    if without_ordinal(&first.text).0 && is_count(&second.text) && line.written().count() == 2 {
        let (text, count) = parse(&format!("{} {}", first.text, second.text))?;
        return Some(Title::Group { text, count });
    }
    let name = header.at(RosterColumn::Name);
    // 小计 may stand in the column of names, with the number of the group before it.
    if name == Some(second.column) && words().is_total(&second.text) {
        return Some(Title::Total);
    }
    // The numeral of the group in the column of numbers, its title in the next.
    let ordinal = header.at(RosterColumn::No) == Some(first.column) && is_ordinal(&first.text);
    if ordinal && line.written().count() == 2 && name == Some(second.column) {
        let (text, count) = parse(&second.text).unwrap_or((second.text.to_string(), None));
        return Some(Title::Group { text, count });
    }
    None
}

/// What the lines right above the header say that all below it are: 一、已脱钩的协会（12家）.
pub fn title_above(sheet: &RosterSheet, header: &Header, states: &States) -> Option<usize> {
    let above = header.line?;
    (above.saturating_sub(3)..above).rev().find(|at| {
        let title = title(sheet, header, &sheet.lines[*at]);
        matches!(title, Some(Title::Group { text, .. }) if states.of_title(&text).is_some())
    })
}

/// A paragraph above a table that may say what its rows are.
pub fn may_open(text: &str) -> bool {
    let short = text.chars().count() <= 40 && !text.contains('。');
    short && (parse(text).is_some() || words().title_state(text).is_some())
}

/// A line with one cell.
fn single(
    sheet: &RosterSheet,
    header: &Header,
    line: &RosterLine,
    at: u16,
    text: &str,
) -> Option<Title> {
    if words().is_note(text) {
        return Some(Title::Note);
    }
    // A number alone is the row's number; nothing to say of it here.
    if text.chars().all(char::is_numeric) {
        return None;
    }
    // 共 150 家
    if is_count(text) || words().is_total_within(text) {
        return Some(Title::Total);
    }
    if let Some((text, count)) = parse(text) {
        return Some(Title::Group { text, count });
    }
    let in_names = header.at(RosterColumn::Name) == Some(at) && !sheet.is_wide(line.number, at);
    if in_names && words().is_association(text) {
        return None;
    }
    // A roster of names only: then a name is all that a row has.
    if in_names && header.columns.len() == 1 {
        return None;
    }
    let state = || !in_names && words().title_state(text).is_some();
    let group = words().is_unit(text) || words().status(text).is_some() || state();
    if group && text.chars().count() <= 30 {
        return Some(Title::Group {
            text: text.to_owned(),
            count: None,
        });
    }
    Some(if in_names {
        Title::Unclear
    } else {
        Title::Note
    })
}

/// 一, （二）, 三、
fn is_ordinal(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| "()（）、.． ".contains(c));
    !bare.is_empty() && bare.chars().all(|c| NUMERALS.contains(c))
}

/// `一、市工商联（7家）`, `（二）市教育局`, `市科协 共3家`: what the group stands for and how many it
/// has. `None` without the numeral and the number.
fn parse(text: &str) -> Option<(String, Option<usize>)> {
    let (numbered, rest) = without_ordinal(text);
    let (rest, count) = without_count(rest);
    let rest = rest.trim_matches(|c: char| c.is_whitespace() || "：:，,".contains(c));
    let is_title = (numbered || count.is_some()) && !rest.is_empty();
    is_title.then(|| (rest.to_owned(), count))
}

/// The line ends with a number of associations, as titles do.
pub fn has_count(text: &str) -> bool {
    without_count(text).1.is_some()
}

/// `7家`, `（共 7 家）`: nothing but a number of associations.
fn is_count(text: &str) -> bool {
    let (rest, count) = without_count(text);
    count.is_some() && rest.trim().is_empty()
}

fn without_ordinal(text: &str) -> (bool, &str) {
    let open = text.trim_start_matches(['（', '(']);
    let bracket = open.len() < text.len();
    let rest = open.trim_start_matches(|c| NUMERALS.contains(c));
    if rest.len() == open.len() {
        return (false, text);
    }
    let end: &[char] = if bracket {
        &['）', ')']
    } else {
        &['、', '.', '．', ' ']
    };
    match rest.strip_prefix(end) {
        Some(rest) => (true, rest.trim_start_matches(['、', ' '])),
        None => (false, text),
    }
}

/// Takes `（7家）`, `共 7 家`, `7个` off the end.
fn without_count(text: &str) -> (&str, Option<usize>) {
    let none = (text, None);
    let end = text.trim_end_matches(|c: char| c.is_whitespace() || "）)：:".contains(c));
    let Some(end) = end.strip_suffix(['家', '个']) else {
        return none;
    };
    let digits: String = end
        .trim_end()
        .chars()
        .rev()
        .take_while(|c| c.is_ascii_digit() || ('０'..='９').contains(c))
        .collect();
    let Ok(count) = squeeze(&digits.chars().rev().collect::<String>()).parse() else {
        return none;
    };
    let end = end.trim_end();
    let end = &end[..end.len() - digits.len()];
    let end = end.trim_end_matches(|c: char| c.is_whitespace() || "（(共计合有".contains(c));
    (end, Some(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_groups_are_read() {
        for (text, unit, count) in [
            ("一、市工商联（7家）", "市工商联", Some(7)),
            ("（二）市教育局", "市教育局", None),
            ("十一、市科协(共１２家）", "市科协", Some(12)),
            ("市文联 3家", "市文联", Some(3)),
            ("三．直接登记：", "直接登记", None),
        ] {
            assert_eq!(parse(text), Some((unit.to_owned(), count)), "{text}");
        }
        for text in [
            "洛阳市一品香协会",
            "一品香协会",
            "市工商联",
            "百家姓研究会",
            "（7家）",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
