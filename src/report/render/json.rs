//! JSON: a report is a list of objects, and can stand inside a larger one.

use std::fmt::Write as _;
use std::io::{self, BufWriter, Write};

use serde::ser::{SerializeMap as _, SerializeSeq as _};
use serde::{Serialize, Serializer};

use super::is_free_of;
use crate::report::cell::{Cell, Content};
use crate::report::table::{Column, LedgerOn, Media, Report};

/// One row as an object.
struct JsonRow<'a, 'r, R> {
    columns: &'a [&'a Column<R>],
    on: LedgerOn<'r>,
    row: &'r R,
}

impl<R> Serialize for JsonRow<'_, '_, R> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut object = to.serialize_map(Some(self.columns.len()))?;
        for column in self.columns {
            object.serialize_entry(&*column.id, &column.cell(self.on, self.row))?;
        }
        object.end()
    }
}

impl<R> Serialize for Report<'_, R> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let columns = self.shown(Media::JSON);
        let mut list = to.serialize_seq(Some(self.rows.len()))?;
        for row in &self.rows {
            list.serialize_element(&JsonRow {
                columns: &columns,
                on: self.on,
                row,
            })?;
        }
        list.end()
    }
}

/// Writes one JSON value and a line break.
pub fn write<T: Serialize + ?Sized>(out: &mut dyn Write, value: &T) -> io::Result<()> {
    // JSON comes in scraps of a few bytes. A buffer whose type is known takes them in line; a
    // virtual call for each was a third of a list of 100,000 associations.
    let mut out = BufWriter::new(out);
    serde_json::to_writer_pretty(&mut out, value)?;
    writeln!(out)?;
    out.flush()?;
    Ok(())
}

/// Writes a report as [`write()`] does.
///
/// A list may have 100,000 rows, and the writer of serde made names of columns and texts anew for each, sign by
/// sign: 8,100 instructions a row. Here the names are made once, a text in which nothing is escaped is
/// taken as a whole, and what is rare is left to serde: 2,300.
pub fn write_list<R>(out: &mut dyn Write, report: &Report<'_, R>) -> io::Result<()> {
    let shown = report.shown(Media::JSON);
    let mut columns: Vec<(String, &Column<R>)> = Vec::with_capacity(shown.len());
    for column in shown {
        let before = if columns.is_empty() { "\n  {" } else { "," };
        let name = serde_json::to_string(&column.id)?;
        columns.push((format!("{before}\n    {name}: "), column));
    }
    if report.rows.is_empty() || columns.is_empty() {
        return write(out, report);
    }
    let mut text = String::from("[");
    for row in &report.rows {
        for (name, column) in &columns {
            text.push_str(name);
            push_cell(&mut text, &column.cell(report.on, row))?;
        }
        out.write_all(text.as_bytes())?;
        text.clear();
        // Before the next one.
        text.push_str("\n  },");
    }
    writeln!(out, "\n  }}\n]")?;
    out.flush()
}

/// Appends a cell, inside an object of a list.
fn push_cell(to: &mut String, cell: &Cell<'_>) -> io::Result<()> {
    match &cell.content {
        Content::Number(number) => drop(write!(to, "{number}")),
        Content::Text(text) if is_plain(text) => push_quoted(to, text),
        Content::Word(id, _) if is_plain(id) => push_quoted(to, id),
        // No text of JSON has a line break in it: those that are there lay it out.
        _ => to.push_str(&serde_json::to_string_pretty(cell)?.replace('\n', "\n    ")),
    }
    Ok(())
}

fn push_quoted(to: &mut String, text: &str) {
    to.push('"');
    to.push_str(text);
    to.push('"');
}

/// JSON escapes nothing of it.
fn is_plain(text: &str) -> bool {
    is_free_of::<b'"', b'\\'>(text)
}

/// Writes a report of one row as an object.
pub fn write_only<R>(out: &mut dyn Write, report: &Report<'_, R>) -> io::Result<()> {
    let columns = report.shown(Media::JSON);
    let object = report.rows.first().map(|row| JsonRow {
        columns: &columns,
        on: report.on,
        row,
    });
    write(out, &object)
}
