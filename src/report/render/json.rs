//! JSON: a report is a list of objects, and can stand inside a larger one.

use std::io::{self, BufWriter, Write};

use serde::ser::{SerializeMap as _, SerializeSeq as _};
use serde::{Serialize, Serializer};

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
