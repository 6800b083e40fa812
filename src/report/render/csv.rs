//! CSV: for programs by identifiers, and for Excel as it opens it rightly, with a byte order mark
//! or in GB18030, lines ended by CR LF, and no text taken for a formula.

use std::io::Write;

use csv::{IntoInnerError, Terminator, Writer, WriterBuilder};
use encoding_rs::GB18030;

use crate::report::cell::Content;
use crate::report::table::{Column, Media, Report};

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
pub fn for_excel<R>(report: &Report<'_, R>, encoding: Encoding) -> Vec<u8> {
    let columns = report.shown(Media::SHEET);
    let start = match encoding {
        Encoding::Utf8 => b"\xef\xbb\xbf".to_vec(),
        Encoding::Gb18030 => Vec::new(),
    };
    let bytes = sheet(report, &columns, start).expect("writing into memory does not fail");
    match encoding {
        Encoding::Utf8 => bytes,
        Encoding::Gb18030 => {
            let text = String::from_utf8_lossy(&bytes);
            GB18030.encode(&text).0.into_owned()
        }
    }
}

fn sheet<R>(
    report: &Report<'_, R>,
    columns: &[&Column<R>],
    start: Vec<u8>,
) -> Result<Vec<u8>, csv::Error> {
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(start);
    writer.write_record(
        columns
            .iter()
            .map(|column| column.whole_heading().into_owned()),
    )?;
    let mut text = String::new();
    for row in report.rows.iter().chain(&report.sum) {
        for column in columns {
            text.clear();
            let cell = column.cell(report.on, row);
            if let Content::Text(said) = &cell.content
                && like_a_formula(said)
            {
                text.push('\'');
            }
            cell.push_text(&mut text);
            writer.write_field(&text)?;
        }
        end(&mut writer)?;
    }
    Ok(writer.into_inner().map_err(IntoInnerError::into_error)?)
}

/// A text that begins so gets a mark before it that makes it a text.
fn like_a_formula(text: &str) -> bool {
    text.trim_start()
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}
