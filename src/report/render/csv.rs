//! CSV: for programs by identifiers, and for Excel as it opens it rightly, with a byte order mark
//! or in GB18030, lines ended by CR LF, and no text taken for a formula.

use std::io::Write;

use csv::{IntoInnerError, Terminator, Writer, WriterBuilder};
use encoding_rs::GB18030;

use crate::domain::parts::in_parts;
use crate::report::cell::Content;
use crate::report::table::{Column, Media, Report};
use crate::text::lang::{lang, within};

/// Writes a report for programs. Without rows there is nothing, not even a heading.
pub fn write<R>(out: &mut dyn Write, report: &Report<'_, R>) -> Result<(), csv::Error> {
    if report.rows.is_empty() {
        return Ok(());
    }
    write_headed(out, report)
}

/// Writes a report for programs, with its heading whatever there is.
pub fn write_headed<R>(out: &mut dyn Write, report: &Report<'_, R>) -> Result<(), csv::Error> {
    let columns = report.shown(Media::CSV);
    let mut writer = Writer::from_writer(out);
    writer.write_record(columns.iter().map(|column| &*column.id))?;
    let mut text = String::new();
    for row in &report.rows {
        for column in &columns {
            text.clear();
            column.cell(report.on, row).push_plain(&mut text);
            writer.write_field(&text)?;
        }
        end(&mut writer)?;
    }
    writer.flush()?;
    Ok(())
}

/// Ends a line of fields.
fn end<W: Write>(writer: &mut Writer<W>) -> Result<(), csv::Error> {
    writer.write_record(None::<&[u8]>)
}

/// How text for Excel is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 with a byte order mark, without which Excel takes it for something else.
    Utf8,
    /// GB18030, for older programs.
    Gb18030,
}

/// Writes a report for Excel.
///
/// # Panics
/// Never: writing into memory does not fail.
pub fn for_excel<R: Sync>(report: &Report<'_, R>, encoding: Encoding) -> Vec<u8> {
    let columns = report.shown(Media::SHEET);
    let headings = columns.iter();
    let headings = headings.map(|column| column.whole_heading().into_owned());
    let mut bytes = match encoding {
        Encoding::Utf8 => b"\xef\xbb\xbf".to_vec(),
        Encoding::Gb18030 => Vec::new(),
    };
    bytes.extend(written(|sheet| sheet.write_record(headings)));
    // Each part speaks the language of the whole.
    let spoken = lang();
    let part = |rows: &[R]| {
        within(spoken, || {
            written(|sheet| write_rows(sheet, report, &columns, rows))
        })
    };
    for wave in report.rows.chunks(WAVE) {
        for rows in in_parts(wave, ALONE, part) {
            bytes.extend(rows);
        }
    }
    bytes.extend(written(|sheet| {
        write_rows(sheet, report, &columns, &report.sum)
    }));
    match encoding {
        Encoding::Utf8 => bytes,
        Encoding::Gb18030 => {
            let text = String::from_utf8_lossy(&bytes);
            GB18030.encode(&text).0.into_owned()
        }
    }
}

/// So many rows are written by one thread, in some 5 ms.
const ALONE: usize = 2_000;
/// So many are written at a time, so that they are not held twice.
const WAVE: usize = 16_000;

/// Part of a sheet.
fn written(write: impl FnOnce(&mut Writer<Vec<u8>>) -> Result<(), csv::Error>) -> Vec<u8> {
    let mut sheet = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(Vec::new());
    let done = write(&mut sheet);
    let bytes = done.and_then(|()| Ok(sheet.into_inner().map_err(IntoInnerError::into_error)?));
    bytes.expect("writing into memory does not fail")
}

fn write_rows<'r, R>(
    sheet: &mut Writer<Vec<u8>>,
    report: &Report<'_, R>,
    columns: &[&Column<R>],
    rows: impl IntoIterator<Item = &'r R>,
) -> Result<(), csv::Error>
where
    R: 'r,
{
    let mut text = String::new();
    for row in rows {
        for column in columns {
            text.clear();
            let cell = column.cell(report.on, row);
            if let Content::Text(said) = &cell.content
                && like_a_formula(said)
            {
                text.push('\'');
            }
            cell.push_text(&mut text);
            sheet.write_field(&text)?;
        }
        end(sheet)?;
    }
    Ok(())
}

/// A text that begins so gets a mark before it that makes it a text.
fn like_a_formula(text: &str) -> bool {
    text.trim_start()
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}
