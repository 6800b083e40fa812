//! The headings of a sheet: one line, or several where headings stand above others.

use std::borrow::Cow;

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use crate::report::table::Holds;
use crate::text::cells;

/// The row of the first line of headings, below the title.
const FIRST: u32 = 1;
/// Cells after which a heading goes on in the next line, below others that share them.
const WRAPPED: usize = 14;
/// Height of a line in points, and of a line of headings above others: some are long.
const LINE: f64 = 14.0;
const ABOVE: f64 = 32.0;

/// A heading of a sheet.
#[derive(Debug)]
pub struct Heading<'a> {
    /// Those above it, from the top.
    pub above: &'a [Cow<'static, str>],
    /// The last of them, right above the cells.
    pub text: &'a str,
    /// What stands below it.
    pub holds: Holds,
}

/// Lines of headings above the last.
pub fn levels(headings: &[Heading<'_>]) -> u32 {
    let levels = headings.iter().map(|one| one.above.len()).max();
    u32::try_from(levels.unwrap_or(0)).unwrap_or(0)
}

/// Writes them; answers with the cells that each of them needs.
pub fn write(
    sheet: &mut Worksheet,
    headings: &[Heading<'_>],
    format: &Format,
) -> Result<Vec<usize>, XlsxError> {
    let levels = levels(headings);
    for level in 0..levels {
        above(sheet, headings, level, format)?;
        sheet.set_row_height(FIRST + level, ABOVE)?;
    }
    let mut lines = 1;
    let mut widths = Vec::new();
    for (at, one) in (0u16..).zip(headings) {
        let own = FIRST + u32::try_from(one.above.len()).unwrap_or(levels);
        range(sheet, (own, FIRST + levels), (at, at), one.text, format)?;
        // The button of the filter stands beside the heading.
        let wanted = cells::width(one.text) + 2;
        let width = if levels > 0 {
            wanted.min(WRAPPED)
        } else {
            wanted
        };
        lines = lines.max(cells::wrap(one.text, width).len());
        widths.push(width);
    }
    if levels > 0 {
        let lines = u32::try_from(lines).unwrap_or(1);
        sheet.set_row_height(FIRST + levels, f64::from(lines) * LINE + 2.0)?;
    }
    Ok(widths)
}

/// One line of those above: neighbours below the same headings share one.
fn above(
    sheet: &mut Worksheet,
    headings: &[Heading<'_>],
    level: u32,
    format: &Format,
) -> Result<(), XlsxError> {
    let depth = level as usize + 1;
    let same = |one: &Heading<'_>, other: &Heading<'_>| {
        one.above.len() >= depth && other.above.get(..depth) == one.above.get(..depth)
    };
    let mut first = 0u16;
    for shared in headings.chunk_by(same) {
        let next = first + u16::try_from(shared.len()).unwrap_or(0);
        if let Some(text) = shared[0].above.get(depth - 1) {
            let rows = (FIRST + level, FIRST + level);
            range(sheet, rows, (first, next - 1), text, format)?;
        }
        first = next;
    }
    Ok(())
}

/// Writes into one cell, or several that are made one.
fn range(
    sheet: &mut Worksheet,
    (top, bottom): (u32, u32),
    (left, right): (u16, u16),
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    if (top, left) == (bottom, right) {
        sheet.write_string_with_format(top, left, text, format)?;
    } else {
        sheet.merge_range(top, left, bottom, right, text, format)?;
    }
    Ok(())
}
