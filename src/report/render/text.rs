//! Terminal text: columns as wide as their widest cell, and single lines for the clipboard.

use std::io::{self, Write};

use crate::report::table::{Column, LedgerOn, Media, Report};
use crate::text::cells;

/// Writes a report as a table. Lines end without spaces.
pub fn write<R>(out: &mut dyn Write, report: &Report<'_, R>) -> io::Result<()> {
    let columns = report.shown(Media::TEXT);
    // All cells one after the other, and where each ends: no text of its own for each.
    let mut all = String::new();
    let mut ends = Vec::with_capacity(report.rows.len() * columns.len());
    let mut widths: Vec<usize> = columns
        .iter()
        .map(|column| cells::width(&column.title))
        .collect();
    for row in &report.rows {
        for (column, width) in columns.iter().zip(&mut widths) {
            let start = all.len();
            column.cell(report.on, row).push_text(&mut all);
            *width = cells::width(&all[start..]).max(*width);
            ends.push(all.len());
        }
    }
    let mut line = String::new();
    let titles = columns.iter().map(|column| &*column.title);
    write_line(out, &mut line, &columns, &widths, titles)?;
    let mut start = 0;
    for ends in ends.chunks(columns.len().max(1)) {
        let texts = ends.iter().map(|end| {
            let text = &all[start..*end];
            start = *end;
            text
        });
        write_line(out, &mut line, &columns, &widths, texts)?;
    }
    Ok(())
}

fn write_line<'t, R>(
    out: &mut dyn Write,
    line: &mut String,
    columns: &[&Column<R>],
    widths: &[usize],
    texts: impl Iterator<Item = &'t str>,
) -> io::Result<()> {
    line.clear();
    for (at, ((text, column), width)) in texts.zip(columns).zip(widths).enumerate() {
        if at > 0 {
            line.push_str("  ");
        }
        let spaces = width - cells::width(text);
        let (before, after) = if column.holds.right() {
            (spaces, 0)
        } else {
            (0, spaces)
        };
        line.extend(std::iter::repeat_n(' ', before));
        line.push_str(text);
        line.extend(std::iter::repeat_n(' ', after));
    }
    writeln!(out, "{}", line.trim_end())
}

/// A row for the clipboard: cells divided by tabs, as a spreadsheet takes them.
pub fn tabs<R>(columns: &[Column<R>], on: LedgerOn<'_>, row: &R) -> String {
    joined(columns, Media::COPY, '\t', on, row)
}

/// A row for the clipboard with the columns that were chosen.
pub fn shown<R>(columns: &[Column<R>], on: LedgerOn<'_>, row: &R) -> String {
    joined(columns, Media::ALL, '\t', on, row)
}

/// A row as a line of its own: cells divided by spaces.
pub fn words<R>(columns: &[Column<R>], on: LedgerOn<'_>, row: &R) -> String {
    joined(columns, Media::TEXT, ' ', on, row)
}

fn joined<R>(
    columns: &[Column<R>],
    media: Media,
    between: char,
    on: LedgerOn<'_>,
    row: &R,
) -> String {
    let shown = columns.iter().filter(|column| column.is_in(media));
    let mut line = String::new();
    for (at, column) in shown.enumerate() {
        if at > 0 {
            line.push(between);
        }
        column.cell(on, row).push_text(&mut line);
    }
    line
}
