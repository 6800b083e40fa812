//! A Markdown table, as one pastes it into a document. A cell says what people read, on one line.

use std::io::{self, Write};

use crate::report::table::{Media, Report};
use crate::text::markdown::push_escaped;

/// Writes a report as a table, with its headings whatever there is.
pub fn write<R>(out: &mut dyn Write, report: &Report<'_, R>) -> io::Result<()> {
    let columns = report.shown(Media::TEXT);
    let mut line = String::new();
    for column in &columns {
        push_cell(&mut line, &column.title);
    }
    writeln!(out, "{line}|")?;
    for column in &columns {
        let right = column.holds.right();
        write!(out, "{}", if right { "|--:" } else { "|---" })?;
    }
    writeln!(out, "|")?;
    let mut text = String::new();
    for row in &report.rows {
        line.clear();
        for column in &columns {
            text.clear();
            column.cell(report.on, row).push_text(&mut text);
            push_cell(&mut line, &text);
        }
        writeln!(out, "{line}|")?;
    }
    Ok(())
}

fn push_cell(line: &mut String, text: &str) {
    line.push_str("| ");
    push_escaped(line, text);
    line.push(' ');
}
