//! Cells of a sheet: how wide they are, and how each kind is written.

use rust_decimal::prelude::ToPrimitive as _;
use rust_xlsxwriter::{ExcelDateTime, Format, Worksheet, XlsxError};

use super::xlsx::WIDEST;
use crate::report::cell::{Cell, Content};
use crate::text::cells;

/// Characters of a cell that the format allows.
const MOST_CHARS: usize = 32_000;

/// Widens the columns for a row, and counts its lines: not every program makes room for a text that
/// wraps. Only what is wider than any column wraps, so that the height of a row does
/// not depend on the rows below it.
pub(super) fn measure(cells: &[Cell<'_>], widths: &mut [usize]) -> usize {
    let mut lines = 1;
    for (cell, widest) in cells.iter().zip(widths) {
        let width = match &cell.content {
            Content::Nothing => 0,
            Content::Day(_) => 10,
            // A text has no more cells than bytes.
            Content::Text(text) if text.len() <= WIDEST.min(*widest) => 0,
            Content::Text(text) => {
                let width = cells::width(text);
                if width > WIDEST {
                    lines = lines.max(cells::wrap(text, WIDEST + 1).len());
                }
                width
            }
            _ => cells::width(&cell.text()),
        };
        *widest = width.max(*widest);
    }
    lines
}

/// Writes a cell in its format; by its column where that has the format in this moment.
pub(super) fn write_cell(
    sheet: &mut Worksheet,
    (row, at): (u32, u16),
    cell: &Cell<'_>,
    (format, by_column): (&Format, bool),
) -> Result<(), XlsxError> {
    match &cell.content {
        Content::Nothing => sheet.write_blank(row, at, format)?,
        Content::Number(number) => {
            // Days and counts are far below the numbers that a sheet holds exactly.
            #[expect(clippy::cast_precision_loss, reason = "counts are small")]
            let number = *number as f64;
            if by_column {
                sheet.write_number(row, at, number)?
            } else {
                sheet.write_number_with_format(row, at, number, format)?
            }
        }
        // An amount of a city's associations has fewer digits than a sheet holds exactly.
        Content::Exact(number) => {
            let number = number.to_f64().unwrap_or(f64::NAN);
            sheet.write_number_with_format(row, at, number, format)?
        }
        Content::Day(day) => {
            let text = day.to_string();
            match ExcelDateTime::parse_from_str(&text) {
                Ok(day) => sheet.write_datetime_with_format(row, at, &day, format)?,
                // Excel knows no days before 1900.
                Err(_) => sheet.write_string_with_format(row, at, text, format)?,
            }
        }
        // As a text, so that one that begins with = is no formula.
        _ => match &*cell.text() {
            "" => sheet.write_blank(row, at, format)?,
            text if text.len() > MOST_CHARS && text.chars().count() > MOST_CHARS => {
                let text: String = text.chars().take(MOST_CHARS).collect();
                sheet.write_string_with_format(row, at, text, format)?
            }
            text if by_column => sheet.write_string(row, at, text)?,
            text => sheet.write_string_with_format(row, at, text, format)?,
        },
    };
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_as_high_as_its_longest_text_wherever_it_stands() {
        let texts = ["短", &"长".repeat(60), "短", &"长".repeat(30)];
        let mut widths = [0];
        let lines = texts.map(|text| measure(&[text.into()], &mut widths));
        assert_eq!(lines, [1, 3, 1, 2]);
        assert_eq!(widths, [120]);
    }
}
