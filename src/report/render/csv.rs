//! CSV: for programs by identifiers, and for Excel as it opens it rightly, with a byte order mark
//! or in GB18030, lines ended by CR LF, and no text taken for a formula.

use std::io::{self, Write};

use encoding_rs::GB18030;

use super::is_free_of;
use crate::domain::parts::in_parts;
use crate::report::cell::{Cell, Content};
use crate::report::table::{Column, Media, Report};
use crate::text::lang::{lang, within};

/// Writes a report for programs. Without rows there is nothing, not even a heading.
pub fn write<R>(out: &mut dyn Write, report: &Report<'_, R>) -> io::Result<()> {
    if report.rows.is_empty() {
        return Ok(());
    }
    write_headed(out, report)
}

/// Writes a report for programs, with its heading whatever there is.
pub fn write_headed<R>(out: &mut dyn Write, report: &Report<'_, R>) -> io::Result<()> {
    let columns = report.shown(Media::CSV);
    let mut line = Lines::default();
    for column in &columns {
        line.field(&column.id);
    }
    line.end("\n");
    for row in &report.rows {
        out.write_all(line.text.as_bytes())?;
        line = line.emptied();
        for column in &columns {
            line.plain(&column.cell(report.on, row));
        }
        line.end("\n");
    }
    out.write_all(line.text.as_bytes())?;
    out.flush()
}

/// Lines of fields.
#[derive(Default)]
struct Lines {
    text: String,
    /// Where the line begins that is not ended.
    from: usize,
}

impl Lines {
    /// The same room for others.
    fn emptied(mut self) -> Self {
        self.text.clear();
        Self { from: 0, ..self }
    }

    /// A text, in quotes where something of it would end the field or the line.
    fn field(&mut self, text: &str) {
        if is_free_of::<b'"', b','>(text) || !text.contains(['"', ',', '\r', '\n']) {
            self.text.push_str(text);
        } else {
            self.text.push('"');
            self.text.push_str(&text.replace('"', "\"\""));
            self.text.push('"');
        }
        self.text.push(',');
    }

    /// What programs read of a cell.
    fn plain(&mut self, cell: &Cell<'_>) {
        if matches!(cell.content, Content::Text(_) | Content::Nested(_)) {
            return self.field(&cell.text());
        }
        cell.push_plain(&mut self.text);
        self.text.push(',');
    }

    /// What people read of a cell in Excel.
    fn sheet(&mut self, cell: &Cell<'_>) {
        match &cell.content {
            Content::Text(said) if like_a_formula(said) => self.field(&format!("'{said}")),
            Content::Number(_) | Content::Day(_) => {
                cell.push_text(&mut self.text);
                self.text.push(',');
            }
            _ => self.field(&cell.text()),
        }
    }

    /// Ends a line. One of nothing but an empty field would be none.
    fn end(&mut self, end: &str) {
        self.text.pop();
        if self.text.len() == self.from {
            self.text.push_str("\"\"");
        }
        self.text.push_str(end);
        self.from = self.text.len();
    }
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
pub fn for_excel<R: Sync>(report: &Report<'_, R>, encoding: Encoding) -> Vec<u8> {
    let columns = report.shown(Media::SHEET);
    let mut text = String::from(match encoding {
        Encoding::Utf8 => "\u{feff}",
        Encoding::Gb18030 => "",
    });
    let mut heading = Lines::default();
    for column in &columns {
        heading.field(&column.whole_heading());
    }
    heading.end(CR_LF);
    text.push_str(&heading.text);
    // Each part speaks the language of the whole.
    let spoken = lang();
    let part = |rows: &[R]| within(spoken, || lines_of(report, &columns, rows));
    for wave in report.rows.chunks(WAVE) {
        text.extend(in_parts(wave, ALONE, part));
    }
    text.push_str(&lines_of(report, &columns, &report.sum));
    match encoding {
        Encoding::Utf8 => text.into_bytes(),
        Encoding::Gb18030 => GB18030.encode(&text).0.into_owned(),
    }
}

/// How Excel ends a line.
const CR_LF: &str = "\r\n";
/// So many rows are written by one thread, in some 5 ms.
const ALONE: usize = 2_000;
/// So many are written at a time, so that they are not held twice.
const WAVE: usize = 16_000;

fn lines_of<'r, R: 'r>(
    report: &Report<'_, R>,
    columns: &[&Column<R>],
    rows: impl IntoIterator<Item = &'r R>,
) -> String {
    let mut lines = Lines::default();
    for row in rows {
        for column in columns {
            lines.sheet(&column.cell(report.on, row));
        }
        lines.end(CR_LF);
    }
    lines.text
}

/// A text that begins so gets a mark before it that makes it a text.
fn like_a_formula(text: &str) -> bool {
    text.trim_start()
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}
