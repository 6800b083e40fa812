//! Reads old Excel files (.xls, BIFF8): the texts of the cells and which of them are merged.
//! Own, because a reader must neither panic nor reserve a sheet's whole rectangle for two cells
//! in its corners, and calamine's reader of this format does both.

mod strings;

use calamine::DataRef;
use strings::{XlsFormats, XlsTexts, shared_strings};

use super::RosterFileError;
use super::compound::{Compound, u16_at, u32_at};
use super::grid;
use super::sheet::{Naming, RosterSheet};
use super::sheet_builder::{Budget, MergedRange, SheetBuilder};
use crate::exchange::form::xlsx_in;
use crate::exchange::odd_cell::EXACT;

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000a;
const CONTINUE: u16 = 0x003c;
const FILEPASS: u16 = 0x002f;
const BOUNDSHEET: u16 = 0x0085;
const SST: u16 = 0x00fc;
const FONT: u16 = 0x0031;
const XF: u16 = 0x00e0;
const LABELSST: u16 = 0x00fd;
const LABEL: u16 = 0x0204;
const RSTRING: u16 = 0x00d6;
const NUMBER: u16 = 0x0203;
const RK: u16 = 0x027e;
const ROW: u16 = 0x0208;
const MULRK: u16 = 0x00bd;
const FORMULA: u16 = 0x0006;
const STRING: u16 = 0x0207;
const MERGEDCELLS: u16 = 0x00e5;
/// Version of Excel 97 and later.
const BIFF8: u16 = 0x0600;

/// Reads the sheets of a workbook; `wanted` names one of them.
pub fn read(
    file: &Compound<'_>,
    wanted: &[String],
    budget: &mut Budget,
) -> Result<Vec<RosterSheet>, RosterFileError> {
    if file.has("EncryptedPackage") {
        return Err(RosterFileError::Password);
    }
    if file.has("WordDocument") {
        return Err(RosterFileError::OldWord);
    }
    if !file.has("Workbook") {
        return Err(if file.has("Book") {
            RosterFileError::OldExcel
        } else {
            RosterFileError::Foreign
        });
    }
    let book = file.stream("Workbook").ok_or(RosterFileError::Incomplete)?;
    if u16_at(&book, 0) != Some(BOF) || u16_at(&book, 4) != Some(BIFF8) {
        return Err(RosterFileError::OldExcel);
    }
    let mut listed = Vec::new();
    let mut strings = XlsTexts::default();
    let mut formats = XlsFormats::default();
    let mut at = 0;
    while let Some(record) = record(&book, at) {
        at = record.end;
        match record.kind {
            FILEPASS => return Err(RosterFileError::Password),
            FONT | XF => formats.take(record.kind, record.data),
            BOUNDSHEET => listed.extend(bound_sheet(record.data)),
            SST => {
                let mut parts = vec![record.data];
                while let Some(more) = self::record(&book, at).filter(|r| r.kind == CONTINUE) {
                    parts.push(more.data);
                    at = more.end;
                }
                strings = shared_strings(parts, &formats, budget)?;
            }
            EOF => break,
            _ => {}
        }
    }
    let wanted = listed
        .iter()
        .filter(|sheet| grid::is_wanted(wanted, &sheet.name));
    wanted
        .map(|sheet| read_sheet(&book, sheet, (&strings, &formats), budget))
        .collect()
}

struct XlsRecord<'b> {
    kind: u16,
    data: &'b [u8],
    end: usize,
}

fn record(book: &[u8], at: usize) -> Option<XlsRecord<'_>> {
    let kind = u16_at(book, at)?;
    let end = at + 4 + usize::from(u16_at(book, at + 2)?);
    let data = book.get(at + 4..end)?;
    Some(XlsRecord { kind, data, end })
}

struct Listed {
    name: String,
    at: usize,
    hidden: bool,
}

/// A worksheet's name and place; charts and macros are none.
fn bound_sheet(data: &[u8]) -> Option<Listed> {
    let at = u32_at(data, 0)? as usize;
    let (state, kind) = (*data.get(4)?, *data.get(5)?);
    let count = usize::from(*data.get(6)?);
    let name = text_of(count, *data.get(7)?, data.get(8..)?);
    (kind == 0).then_some(Listed {
        name,
        at,
        hidden: state & 3 != 0,
    })
}

/// Characters of one byte or two each.
fn text_of(count: usize, flags: u8, data: &[u8]) -> String {
    if flags & 1 == 0 {
        let bytes = data.iter().take(count);
        return bytes.map(|byte| char::from(*byte)).collect();
    }
    let units: Vec<u16> = data
        .chunks_exact(2)
        .take(count)
        .filter_map(|pair| u16_at(pair, 0))
        .collect();
    String::from_utf16_lossy(&units)
}

fn read_sheet(
    book: &[u8],
    listed: &Listed,
    (strings, formats): (&XlsTexts, &XlsFormats),
    budget: &mut Budget,
) -> Result<RosterSheet, RosterFileError> {
    let mut sheet = SheetBuilder::new(&listed.name, Naming::Letters);
    let mut at = listed.at;
    let mut depth = 0usize;
    // Where the text of a formula goes, which stands in a record of its own.
    let mut pending = None;
    loop {
        let Some(record) = record(book, at) else {
            // The stream ends before the sheet does.
            return Err(RosterFileError::Incomplete);
        };
        at = record.end;
        let data = record.data;
        mark(&record, (strings, formats), &mut sheet);
        let mut put = |row: u16, column: u16, text: &str| {
            sheet.push(u32::from(row) + 1, column, text, budget)
        };
        match record.kind {
            BOF => depth += 1,
            EOF => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    break;
                }
            }
            // Charts on the sheet have cells of their own.
            _ if depth != 1 => {}
            ROW => {
                let (row, flags) = (u16_at(data, 0), u16_at(data, 12));
                if let (Some(row), true) = (row, flags.is_some_and(|flags| flags & 0x20 != 0)) {
                    sheet.hide(u32::from(row) + 1);
                }
            }
            MERGEDCELLS => merge(data, &mut sheet)?,
            STRING => {
                if let (Some((row, column)), Some(count)) = (pending.take(), u16_at(data, 0)) {
                    let flags = data.get(2).copied().unwrap_or_default();
                    let rest = data.get(3..).unwrap_or_default();
                    put(row, column, &text_of(usize::from(count), flags, rest))?;
                }
            }
            kind => pending = cell(kind, data, strings, &mut put)?.or(pending),
        }
    }
    sheet.finish(listed.hidden)
}

/// What is to be known of the cell of a record beside its text.
fn mark(
    record: &XlsRecord<'_>,
    (strings, formats): (&XlsTexts, &XlsFormats),
    sheet: &mut SheetBuilder,
) {
    let data = record.data;
    if !matches!(
        record.kind,
        LABELSST | LABEL | RSTRING | NUMBER | RK | FORMULA
    ) {
        return;
    }
    let [Some(row), Some(column), Some(format)] = [0, 2, 4].map(|at| u16_at(data, at)) else {
        return;
    };
    if formats.struck.get(usize::from(format)) == Some(&true) {
        sheet.strike(u32::from(row) + 1, column);
    }
    let text = u32_at(data, 6).filter(|_| record.kind == LABELSST);
    match text.and_then(|text| strings.struck.get(&(text as usize))) {
        Some(None) => sheet.strike(u32::from(row) + 1, column),
        Some(Some(out)) => sheet.strike_part(u32::from(row) + 1, column, out),
        None => {}
    }
    let number = if record.kind == NUMBER {
        f64_at(data, 6)
    } else {
        None
    };
    if number.is_some_and(|number| number.abs() >= EXACT) {
        sheet.inexact(u32::from(row) + 1, column);
    }
}

/// The merged ranges of a record.
fn merge(data: &[u8], sheet: &mut SheetBuilder) -> Result<(), RosterFileError> {
    for span in data.get(2..).unwrap_or_default().chunks_exact(8) {
        if let [Some(from), Some(to), Some(first), Some(last)] =
            [0, 2, 4, 6].map(|at| u16_at(span, at))
        {
            sheet.merge(MergedRange {
                from: u32::from(from) + 1,
                to: u32::from(to) + 1,
                first,
                last,
            })?;
        }
    }
    Ok(())
}

/// The cells of a record; answers with the cell of a formula whose text stands in the next one.
fn cell(
    kind: u16,
    data: &[u8],
    strings: &XlsTexts,
    put: &mut impl FnMut(u16, u16, &str) -> Result<(), RosterFileError>,
) -> Result<Option<(u16, u16)>, RosterFileError> {
    let (Some(row), Some(column)) = (u16_at(data, 0), u16_at(data, 2)) else {
        return Ok(None);
    };
    match kind {
        LABELSST => {
            let text = u32_at(data, 6).and_then(|ix| strings.texts.get(ix as usize));
            put(row, column, text.map_or("", String::as_str))?;
        }
        LABEL | RSTRING => {
            let count = u16_at(data, 6).unwrap_or_default();
            let flags = data.get(8).copied().unwrap_or_default();
            let rest = data.get(9..).unwrap_or_default();
            put(row, column, &text_of(usize::from(count), flags, rest))?;
        }
        NUMBER => put(
            row,
            column,
            &f64_at(data, 6).map_or_else(String::new, number),
        )?,
        RK => {
            let value = u32_at(data, 6).map(rk);
            put(row, column, &value.map_or_else(String::new, number))?;
        }
        MULRK => {
            let cells = data.get(4..).unwrap_or_default().chunks_exact(6);
            for (cell, column) in cells.zip(column..=u16::MAX) {
                let value = u32_at(cell, 2).map(rk);
                put(row, column, &value.map_or_else(String::new, number))?;
            }
        }
        FORMULA => match data.get(6..14) {
            Some([0, _, _, _, _, _, 0xff, 0xff]) => return Ok(Some((row, column))),
            Some([.., 0xff, 0xff]) | None => {}
            Some(_) => {
                let value = f64_at(data, 6).map_or_else(String::new, number);
                put(row, column, &value)?;
            }
        },
        _ => {}
    }
    Ok(None)
}

fn f64_at(data: &[u8], at: usize) -> Option<f64> {
    let part = data.get(at..at + 8)?;
    Some(f64::from_le_bytes(part.try_into().ok()?))
}

fn number(value: f64) -> String {
    xlsx_in::text(&DataRef::Float(value)).into_owned()
}

/// A number in four bytes: the upper part of a float or an integer, perhaps in hundredths.
fn rk(bits: u32) -> f64 {
    let value = if bits & 2 == 0 {
        f64::from_bits(u64::from(bits & !3) << 32)
    } else {
        f64::from(bits.cast_signed() >> 2)
    };
    if bits & 1 == 0 { value } else { value / 100.0 }
}
