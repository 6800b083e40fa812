//! Reports as one web page that needs nothing from elsewhere, to be opened, sent and printed.

use std::fmt::Write as _;

use quick_xml::escape::escape;

use super::titled;
use crate::report::table::{Column, Media, Report};

/// How the page looks: A4 across, the headings on each page.
const STYLE: &str = include_str!("page.css");

/// Writes a report as a page with the columns of a sheet, and a mark below it.
pub fn write<R>(report: &Report<'_, R>, mark: &str) -> Vec<u8> {
    let columns = report.shown(Media::SHEET);
    let mut rows = String::new();
    let sum = report.sum.iter().map(|row| (row, " class=\"sum\""));
    for (row, class) in report.rows.iter().map(|row| (row, "")).chain(sum) {
        markup!(rows, "<tr{class}>");
        for column in &columns {
            let class = if column.holds.right() {
                " class=\"n\""
            } else {
                ""
            };
            let cell = column.cell(report.on, row);
            markup!(rows, "<td{class}>{}</td>", escape(cell.text()));
        }
        rows.push_str("</tr>\n");
    }
    let title = titled(report.on.ledger, &report.name, report.on.as_of);
    let (title, mark, head) = (escape(&title), escape(mark), headings(&columns));
    let page = format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n\
         <table>\n<thead>\n{head}</thead>\n<tbody>\n{rows}</tbody>\n</table>\n<footer>{mark}</footer>\n</body>\n</html>\n"
    );
    page.into_bytes()
}

/// A line for each level: neighbours below the same headings share one, what has none above it reaches down.
fn headings<R>(columns: &[&Column<R>]) -> String {
    let levels = columns.iter().map(|one| one.above.len()).max().unwrap_or(0);
    let mut lines = String::new();
    for level in 0..=levels {
        lines.push_str("<tr>");
        let same = |one: &&Column<R>, other: &&Column<R>| {
            one.above.len() > level && one.above.get(..=level) == other.above.get(..=level)
        };
        for shared in columns.chunk_by(same) {
            let first = shared[0];
            if let Some(text) = first.above.get(level) {
                let across = shared.len();
                markup!(lines, "<th colspan=\"{across}\">{}</th>", escape(&**text));
            } else if first.above.len() == level {
                let down = levels - level + 1;
                let text = escape(&*first.heading);
                markup!(lines, "<th rowspan=\"{down}\">{text}</th>");
            }
        }
        lines.push_str("</tr>\n");
    }
    lines
}
