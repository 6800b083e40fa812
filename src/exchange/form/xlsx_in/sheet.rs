//! A sheet to fill in, as it comes back: texts by place, what is odd about a cell, which cells are merged.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::io::Cursor;

use calamine::{Data, DataRef, Dimensions, Xlsx};
use rust_decimal::Decimal;

use crate::exchange::cell_looks::{self, PartlyStruck, Places};
use crate::exchange::form::matching::is_blank;
use crate::exchange::odd_cell::{self, EXACT};
use crate::exchange::package::PackageError;
use crate::text::lang::Text;

/// Rows and columns beyond these hold nothing of a form.
pub const MAX_ROW: u32 = 5_000;
const MAX_COLUMN: u32 = 40;
/// More merged cells than these are none of a form.
const MAX_MERGED: usize = 2_000;
/// Longest text of a cell, in characters; what is longer is too long for any field.
const MAX_CHARS: usize = 20_000;

/// What a cell is beside its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Odd {
    /// It cannot be read.
    Unread(Text),
    /// A number with one decimal place that is a 1: typed as a month, it was January or October.
    Tenth,
    /// Any other number.
    Number,
    /// A date, as Excel makes it of many a text.
    Date,
    /// True or false.
    Truth,
}

/// Said of a cell that is struck through.
const STRUCK: Text = text!(
    "加了删除线，看不出算不算；请删净，或去掉删除线",
    "struck out, and may count or not; delete it, or take the line away"
);
/// Said of a number with a format that changes what is to be seen.
const SHOWN_OTHERWISE: Text = text!(
    "是数字，显示的却是别的样子（设了数字格式）；请按显示的样子以文本格式重填",
    "a number that is shown as something else (by its number format); fill it in anew as text, as it is shown"
);

/// What a sheet holds. Rows and columns count from 0.
#[derive(Debug, Default)]
pub struct FormSheet {
    pub texts: BTreeMap<(u32, u32), String>,
    pub odd: BTreeMap<(u32, u32), Odd>,
    merged: Vec<Dimensions>,
}

impl FormSheet {
    /// The text of a cell; empty where there is none.
    pub fn text(&self, row: u32, column: u32) -> &str {
        self.texts.get(&(row, column)).map_or("", String::as_str)
    }

    /// The first of the merged cells that a cell is one of, if it is not the first itself.
    pub fn merged_into(&self, row: u32, column: u32) -> Option<(u32, u32)> {
        let inside = |range: &&Dimensions| range.contains(row, column);
        let range = self.merged.iter().find(inside)?;
        (range.start != (row, column)).then_some(range.start)
    }

    /// The texts of a row from a column on.
    pub fn row(&self, row: u32, from: u32) -> impl Iterator<Item = (u32, &str)> {
        let cells = self.texts.range((row, from)..(row + 1, 0));
        cells.map(|((_, column), text)| (*column, text.as_str()))
    }
}

/// The looks of the cells of a workbook.
#[derive(Debug, Default)]
pub struct Looks {
    struck: Places,
    months: Places,
    otherwise: Places,
    partly: HashMap<String, PartlyStruck>,
}

impl Looks {
    /// Looks through the parts of a workbook that say it.
    pub fn of(bytes: &[u8]) -> Self {
        Self {
            struck: cell_looks::struck(bytes),
            months: cell_looks::numbered(bytes, is_month),
            otherwise: cell_looks::numbered(bytes, shows_otherwise),
            partly: cell_looks::partly_struck(bytes),
        }
    }
}

/// A format of dates that shows no day.
fn is_month(code: &str) -> bool {
    let (bare, _) = parted(code);
    bare.contains('y') && bare.contains('m') && !bare.contains('d') && !bare.contains('h')
}

/// A format that shows a number as something else than its figures: another unit, zeros before it, parts of it
/// divided.
fn shows_otherwise(code: &str) -> bool {
    let (bare, literal) = parted(code);
    let is_plain =
        bare.is_empty() || bare == "general" || bare.contains(['@', 'y', 'm', 'd', 'h', 's']);
    if is_plain {
        return false;
    }
    let whole = bare.split('.').next().unwrap_or_default();
    let zeros = whole.chars().filter(|c| *c == '0').count();
    let figures = |c: char| "0#?".contains(c);
    let is_divided = bare.trim_matches(|c| !figures(c)).contains(['-', '/', ' ']);
    let is_scaled = bare
        .trim_end_matches(|c| !figures(c) && c != ',')
        .ends_with(',');
    bare.contains(['%', 'e', '!'])
        || is_divided
        || is_scaled
        || zeros > 1 && !whole.contains(',')
        || says_how_many(&literal)
}

/// What a format prints beside a number makes it another one: 亿, or 元 where the form counts by ten thousand.
fn says_how_many(literal: &str) -> bool {
    let signs: Vec<char> = literal.chars().collect();
    let is_unit = |at: usize| signs[at..].starts_with(&['万', '元']);
    let mut at = 0;
    while at < signs.len() {
        if is_unit(at) {
            at += 2;
            continue;
        }
        if ['元', '万', '亿', '千', '百', '.'].contains(&signs[at]) {
            return true;
        }
        at += 1;
    }
    false
}

/// The first section of a format: its signs, and what it prints as it is.
fn parted(code: &str) -> (String, String) {
    let (mut bare, mut literal) = (String::new(), String::new());
    let mut signs = code.chars();
    while let Some(sign) = signs.next() {
        match sign {
            ';' => break,
            '"' => literal.extend(signs.by_ref().take_while(|c| *c != '"')),
            '\\' => literal.extend(signs.next()),
            '[' => drop(signs.by_ref().find(|c| *c == ']')),
            '_' | '*' => drop(signs.next()),
            '!' => {
                bare.push('!');
                literal.extend(signs.next());
            }
            c if c.is_ascii() => bare.push(c.to_ascii_lowercase()),
            c => literal.push(c),
        }
    }
    (bare.trim().to_owned(), literal)
}

/// Reads a sheet down to a row. Its cells are read one by one, so that a sheet that claims a million rows costs
/// nothing.
pub fn load(
    book: &mut Xlsx<Cursor<&[u8]>>,
    (name, last): (&str, u32),
    looks: &Looks,
) -> Result<FormSheet, PackageError> {
    let broken = |error: calamine::XlsxError| PackageError::from(&error);
    let mut found = FormSheet::default();
    let mut reader = book.worksheet_cells_reader(name).map_err(broken)?;
    while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(broken)? {
        let (row, column) = cell.pos;
        if row > last {
            break;
        }
        if column > MAX_COLUMN {
            continue;
        }
        let looks_so = |places: &Places| {
            let place = (row + 1, u16::try_from(column).unwrap_or(u16::MAX));
            places
                .get(name)
                .is_some_and(|places| places.contains(&place))
        };
        let mut said = text(&cell.value);
        let odd = match &cell.value {
            DataRef::Empty if cell.formula.is_some() => Some(Odd::Unread(odd_cell::NO_RESULT)),
            DataRef::Error(_) => Some(Odd::Unread(odd_cell::ERROR_MARK)),
            DataRef::Float(number) if number.abs() >= EXACT => {
                Some(Odd::Unread(odd_cell::LOST_DIGITS))
            }
            _ if !said.is_empty()
                && (looks_so(&looks.struck) || looks.partly.contains_key(&*said)) =>
            {
                Some(Odd::Unread(STRUCK))
            }
            DataRef::Float(_) if looks_so(&looks.otherwise) => Some(Odd::Unread(SHOWN_OTHERWISE)),
            DataRef::Float(_) if said.ends_with(".1") => Some(Odd::Tenth),
            DataRef::Float(_) => Some(Odd::Number),
            DataRef::DateTime(_) => {
                if looks_so(&looks.months) {
                    said = said
                        .chars()
                        .take("2018-10".len())
                        .collect::<String>()
                        .into();
                }
                Some(Odd::Date)
            }
            DataRef::Bool(_) => Some(Odd::Truth),
            _ => None,
        };
        found.odd.extend(odd.map(|odd| ((row, column), odd)));
        if !said.is_empty() && !matches!(odd, Some(Odd::Unread(_))) {
            found.texts.insert((row, column), said.into_owned());
        }
    }
    drop(reader);
    let merged = book.merge_cells_by_sheet_name(name).map_err(broken)?;
    found.merged = merged.into_iter().take(MAX_MERGED).collect();
    Ok(found)
}

/// What a cell says, as it was typed. Texts are borrowed: a sheet may have a million.
pub(in crate::exchange) fn text<'v>(value: &'v DataRef<'_>) -> Cow<'v, str> {
    let text = match value {
        DataRef::String(text) => text.as_str(),
        DataRef::SharedString(text) => text,
        DataRef::Empty => "",
        DataRef::Float(number) => return number_text(*number).into(),
        DataRef::DateTime(date) => {
            let date = date.as_datetime().map_or_else(
                || number_text(date.as_f64()),
                |date| date.date().to_string(),
            );
            return date.into();
        }
        other => {
            return bounded(&Data::from(other.clone()).to_string())
                .to_owned()
                .into();
        }
    };
    bounded(text).into()
}

/// Without blanks at its ends, and no longer than any field.
fn bounded(text: &str) -> &str {
    let text = text.trim_matches(is_blank);
    let end = text.char_indices().nth(MAX_CHARS).map(|(end, _)| end);
    end.map_or(text, |end| &text[..end])
}

/// A number without the noise of binary fractions: 0.1 + 0.2 is 0.3.
fn number_text(number: f64) -> String {
    // Whole numbers that are exact have no noise, and most numbers are such.
    if number.fract() == 0.0 && (1.0..1e15).contains(&number) {
        return format!("{number:.0}");
    }
    Decimal::try_from(number).map_or_else(
        |_| number.to_string(),
        |exact| exact.normalize().to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_that_show_something_else_are_told() {
        for code in [
            "000000",
            "0000-00000000",
            "0%",
            "0.00E+00",
            "0!.0,\"万元\"",
            "#,##0.00\"元\"",
            "0.00,",
            "0\"亿\"",
            "# ?/?",
        ] {
            assert!(shows_otherwise(code), "{code}");
        }
        for code in [
            "",
            "General",
            "@",
            "0",
            "0.00",
            "#,##0",
            "#,##0.00;[Red]-#,##0.00",
            "\"¥\"#,##0.00",
            "_ * #,##0.00_ ",
            "0.0\"万元\"",
            "0\"人\"",
            "yyyy\"年\"m\"月\"",
        ] {
            assert!(!shows_otherwise(code), "{code}");
        }
        for (code, month) in [
            ("yyyy\"年\"m\"月\"", true),
            ("yyyy-m", true),
            ("yyyy-m-d", false),
            ("yyyy\"年\"m\"月\"d\"日\"", false),
        ] {
            assert_eq!(is_month(code), month, "{code}");
        }
    }
}
