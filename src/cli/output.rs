//! Writes reports in the format that was asked for.

use std::io::{BufWriter, Write};

use serde::Serialize;

use crate::report::render::{csv, json, text};
use crate::report::table::Report;
use crate::text::cells;

/// How lists are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Table,
    /// For programs.
    Json,
    /// For spreadsheets.
    Csv,
}

/// Writes a report as a list.
pub fn write_report<R>(
    out: &mut dyn Write,
    format: Format,
    report: &Report<'_, R>,
) -> anyhow::Result<()> {
    match format {
        Format::Table => text::write(out, report)?,
        Format::Json => json::write(out, report)?,
        Format::Csv => csv::write(out, report)?,
    }
    Ok(())
}

/// Which side a column leans to.
#[derive(Clone, Copy)]
pub enum Align {
    /// Text.
    Left,
    /// Numbers.
    Right,
}

/// A column: heading and side.
pub type Column<'a> = (&'a str, Align);

/// Writes rows in the wanted format. `json` is what programs get, `rows` what people see; CSV
/// takes its columns from the flat JSON objects, so that both speak the same names.
pub fn write_list<T: Serialize>(
    out: &mut dyn Write,
    format: Format,
    json: &[T],
    columns: &[Column<'_>],
    rows: &[Vec<String>],
) -> anyhow::Result<()> {
    match format {
        Format::Json => write_json(out, &json),
        Format::Csv => {
            let mut writer = ::csv::Writer::from_writer(out);
            for record in json {
                writer.serialize(record)?;
            }
            writer.flush()?;
            Ok(())
        }
        Format::Table => write_table(out, columns, rows),
    }
}

/// Writes one JSON value and a line break.
pub fn write_json<T: Serialize + ?Sized>(out: &mut dyn Write, value: &T) -> anyhow::Result<()> {
    // JSON comes in scraps of a few bytes. A buffer whose type is known takes them in line; a
    // virtual call for each was a third of a list of 100,000 associations.
    let mut out = BufWriter::new(out);
    serde_json::to_writer_pretty(&mut out, value)?;
    writeln!(out)?;
    out.flush()?;
    Ok(())
}

/// Writes a table whose columns are as wide as their widest cell. Lines end without spaces.
pub fn write_table(
    out: &mut dyn Write,
    columns: &[Column<'_>],
    rows: &[Vec<String>],
) -> anyhow::Result<()> {
    let widths: Vec<usize> = columns
        .iter()
        .enumerate()
        .map(|(at, (heading, _))| {
            let cells = rows.iter().map(|row| cells::width(&row[at]));
            cells.max().unwrap_or(0).max(cells::width(heading))
        })
        .collect();
    let headings = columns.iter().map(|(heading, _)| (*heading).to_owned());
    let headings: Vec<String> = headings.collect();
    for row in std::iter::once(&headings).chain(rows) {
        let line: Vec<String> = row
            .iter()
            .zip(columns)
            .zip(&widths)
            .map(|((cell, (_, align)), width)| match align {
                Align::Left => cells::pad(cell, *width, ""),
                Align::Right => cells::pad_left(cell, *width, ""),
            })
            .collect();
        writeln!(out, "{}", line.join("  ").trim_end())?;
    }
    Ok(())
}
