//! Reads a filled-in form from an Excel sheet. The ids in the first column say what each line
//! is; a line whose label was changed is reported, not guessed at.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use calamine::{Data, DataRef, Reader as _, Xlsx};
use rust_decimal::Decimal;

use super::changed::changed;
use super::matching::is_blank;
use super::reading::Reading;
use super::xlsx::{FILL, FILL_HEADING, ID, LABEL, SHEET};
use crate::domain::form::{Field, FieldKind, Form};
use crate::exchange::odd_cell::{self, EXACT};
use crate::exchange::package::PackageError;
use crate::text::cells;

/// Rows and columns beyond these hold nothing of a form.
const MAX_ROW: u32 = 5_000;
const MAX_COLUMN: u32 = 40;
/// The headings stand above this row.
const HEAD_ROWS: u32 = 8;
/// Longest text of a cell, in characters; what is longer is too long for any field.
const MAX_CHARS: usize = 20_000;

/// Texts by row and column, from 0.
type Cells = BTreeMap<(u32, u32), String>;

/// Reads the form that a workbook holds. `None` when it is none of these.
pub fn read(forms: &[Form], bytes: &[u8]) -> Result<Option<Reading>, PackageError> {
    let SheetCells { cells, odd, tenths } = cells_of(bytes)?;
    let at = |row: u32, column: u16| cells.get(&(row, u32::from(column))).map(String::as_str);
    let Some(form) = forms
        .iter()
        .find(|form| at(0, LABEL).is_some_and(|title| bare(title) == bare(form.title.zh())))
    else {
        return Ok(None);
    };
    let number = at(1, LABEL).and_then(|number| number.parse().ok());
    let mut reading = Reading::new(form.id, number);
    let fill = fill_column(&cells);
    if fill.is_none() {
        reading.problem(
            "",
            s!(
                "没有找到“填写”一列，表头请勿改动",
                "there is no column 填写; do not change the headings"
            ),
        );
    }
    let fill = fill.unwrap_or_else(|| u32::from(FILL));
    let mut unread = Vec::new();
    for ((row, column), what) in odd {
        if column >= fill && at(row, ID).is_some() {
            reading.problem(&t!("第 {} 行", "line {}", row + 1), what);
            unread.extend(at(row, ID));
        }
    }
    for row in 0..=cells.keys().next_back().map_or(0, |(row, _)| *row) {
        if let Some(id) = at(row, ID) {
            line(
                form,
                row,
                id,
                at(row, LABEL).unwrap_or_default(),
                &Filled {
                    cells: &cells,
                    fill,
                    tenths: &tenths,
                },
                &mut reading,
            );
        }
    }
    for field in &form.fields {
        if !reading.fields.contains_key(&field.id) {
            let message = t!("缺少「{}」一行", "the line \"{}\" is missing", field.label);
            reading.problem("", message);
        }
    }
    // What could not be read is not blank.
    for id in unread {
        reading
            .fields
            .remove(id.split(['=', '#']).next().unwrap_or(id));
    }
    Ok(Some(reading))
}

/// Where one fills in; a column may have been put in before it.
fn fill_column(cells: &Cells) -> Option<u32> {
    let mut heads = cells.range((0, 0)..(HEAD_ROWS, 0));
    let found = heads.find(|((_, column), text)| *column > 0 && bare(text) == FILL_HEADING)?;
    Some(found.0.1)
}

/// What a sheet holds.
#[derive(Debug, Default)]
struct SheetCells {
    cells: Cells,
    /// What cannot be read of a cell, and where.
    odd: Vec<((u32, u32), &'static str)>,
    /// Numbers with one decimal place that is a 1: typed as a month, they were January or October.
    tenths: BTreeSet<(u32, u32)>,
}

/// The cells from which the column to fill in begins.
struct Filled<'c> {
    cells: &'c Cells,
    fill: u32,
    tenths: &'c BTreeSet<(u32, u32)>,
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !is_blank(*c)).collect()
}

/// Cells of the sheet to fill in, or of the first sheet. They are read one by one, so that a
/// sheet that claims a million rows costs nothing.
fn cells_of(bytes: &[u8]) -> Result<SheetCells, PackageError> {
    let broken = |error: calamine::XlsxError| PackageError::from(&error);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let names = book.sheet_names();
    let sheet = names.iter().find(|name| *name == SHEET).or(names.first());
    let Some(sheet) = sheet.cloned() else {
        return Ok(SheetCells::default());
    };
    let mut found = SheetCells::default();
    let mut reader = book.worksheet_cells_reader(&sheet).map_err(broken)?;
    while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(broken)? {
        let (row, column) = cell.pos;
        if row > MAX_ROW {
            break;
        }
        let wrong = match &cell.value {
            DataRef::Empty if cell.formula.is_some() => Some(odd_cell::NO_RESULT),
            DataRef::Float(number) if number.abs() >= EXACT => Some(odd_cell::LOST_DIGITS),
            DataRef::Error(_) => Some(odd_cell::ERROR_MARK),
            _ => None,
        };
        if let Some(wrong) = wrong {
            if column <= MAX_COLUMN {
                found.odd.push(((row, column), wrong.get()));
            }
            continue;
        }
        let text = text(&cell.value);
        if column <= MAX_COLUMN && !text.is_empty() {
            if matches!(cell.value, DataRef::Float(_)) && text.ends_with(".1") {
                found.tenths.insert((row, column));
            }
            found.cells.insert((row, column), text.into_owned());
        }
    }
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

/// One line: `id`, `id=option` or `id#2`.
fn line(form: &Form, row: u32, id: &str, label: &str, cells: &Filled<'_>, reading: &mut Reading) {
    let place = t!("第 {} 行", "line {}", row + 1);
    let (name, option, number) = match (id.split_once('='), id.split_once('#')) {
        (Some((name, option)), _) => (name, Some(option), None),
        (None, Some((name, number))) => (name, None, Some(number)),
        (None, None) => (id, None, None),
    };
    let Some(field) = form.field(name) else {
        // Headings and the head of the sheet stand in this column too.
        if id.contains('.') {
            let shown = cells::visible(id);
            let message = t!(
                "没有编号 {}，编号一列请勿改动",
                "no id {}; do not change the column of ids",
                cells::cut(&shown, 40, "..")
            );
            reading.problem(&place, message);
        }
        return;
    };
    let known = match (field.kind, option, number) {
        (FieldKind::Multiple | FieldKind::Tick, Some(option), None) => {
            field.options.iter().any(|other| other == option)
        }
        (FieldKind::List | FieldKind::Table, None, Some(number)) => {
            number.parse::<usize>().is_ok_and(|number| number > 0)
        }
        (FieldKind::List | FieldKind::Multiple | FieldKind::Tick, ..) => false,
        (_, None, None) => true,
        _ => false,
    };
    if !known {
        let message = t!(
            "编号 {} 与栏目不符，请勿改动",
            "the id {} does not fit its field; do not change it",
            cells::visible(id)
        );
        reading.problem(&place, message);
        return;
    }
    let label_of = field.label.zh();
    let printed = match (option, number) {
        (Some(option), _) => format!("{label_of}：{option}"),
        (None, Some(number)) if field.kind == FieldKind::List => {
            format!("{label_of}第 {number} 项")
        }
        (None, Some(number)) => format!("第 {number} 行"),
        (None, None) => label_of.to_owned(),
    };
    if bare(&printed) != bare(label) {
        let [printed, now] = changed(&printed, label);
        reading.problem(
            &place,
            t!(
                "栏目名称被改动：应为「{printed}」，现为「{now}」",
                "the name of the field was changed: should be \"{printed}\", is \"{now}\""
            ),
        );
    }
    take(field, option, row, &place, cells, reading);
}

fn take(
    field: &Field,
    option: Option<&str>,
    row: u32,
    place: &str,
    filled: &Filled<'_>,
    reading: &mut Reading,
) {
    let Filled {
        cells,
        fill,
        tenths,
    } = *filled;
    let at = |column: usize| {
        let column = fill + column as u32;
        cells.get(&(row, column)).cloned().unwrap_or_default()
    };
    let months = field.columns.iter().enumerate();
    let months = months.filter(|(_, heading)| field.month_columns.contains(heading));
    let mut months: Vec<usize> = months.map(|(column, _)| column).collect();
    months.extend((field.kind == FieldKind::Month).then_some(0));
    for column in months {
        if tenths.contains(&(row, fill + column as u32)) {
            let text = at(column);
            let message = t!(
                "{}：「{text}」是数字，看不出是 1 月还是 10 月；请按文本格式写成 2018-10 的样子",
                "{}: \"{text}\" is a number, January or October cannot be told; write it as text like 2018-10",
                field.label
            );
            reading.problem(place, message);
        }
    }
    reading.found(&field.id, place);
    match (field.kind, option) {
        (FieldKind::Table, _) => {
            // The line with the headings has the bare id.
            let heading = cells
                .get(&(row, u32::from(ID)))
                .is_some_and(|id| *id == field.id);
            if !heading {
                let row = (0..field.columns.len()).map(at).collect();
                reading.add(&field.id, place, row);
            }
        }
        (_, Some(option)) => match at(0).as_str() {
            "" => {}
            "☑" | "√" | "✓" | "✔" | "是" | "1" | "Y" | "y" | "x" | "X" | "■" => {
                reading.add(&field.id, place, vec![option.to_owned()]);
            }
            other => {
                let shown = cells::visible(other);
                let message = t!(
                    "{}：看不懂「{}」，选中请填 ☑，不选留空",
                    "{}: \"{}\" is not understood; to tick write ☑, else leave it empty",
                    field.label,
                    cells::cut(&shown, 40, "..")
                );
                reading.problem(place, message);
            }
        },
        (_, None) => reading.add(&field.id, place, vec![at(0)]),
    }
}
