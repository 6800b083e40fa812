//! A sheet as CSV that Excel opens as it should: with a byte order mark or in GB18030, lines
//! ended by CR LF, and no text taken for a formula.

use encoding_rs::GB18030;

use super::view::{Cell, View};

/// How the text is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 with a byte order mark, without which Excel takes it for something else.
    Utf8,
    /// GB18030, for older programs.
    Gb18030,
}

/// Writes a sheet.
///
/// # Panics
/// Never: writing into memory does not fail.
pub fn write(view: &View, encoding: Encoding) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    let headings = view.columns.iter().map(|column| column.heading.to_owned());
    let rows = view.rows.iter().map(|row| row.iter().map(text).collect());
    for row in std::iter::once(headings.collect::<Vec<String>>()).chain(rows) {
        writer
            .write_record(&row)
            .expect("rows are as wide as the headings");
    }
    let bytes = writer
        .into_inner()
        .expect("writing into memory does not fail");
    match encoding {
        Encoding::Utf8 => [b"\xef\xbb\xbf".to_vec(), bytes].concat(),
        Encoding::Gb18030 => {
            let text = String::from_utf8_lossy(&bytes);
            GB18030.encode(&text).0.into_owned()
        }
    }
}

/// A text that begins like a formula gets a mark before it that makes it a text.
fn text(cell: &Cell) -> String {
    match cell {
        Cell::Blank => String::new(),
        Cell::Number(number) => number.to_string(),
        Cell::Date(date) => date.to_string(),
        Cell::Text(text)
            if text
                .trim_start()
                .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) =>
        {
            format!("'{text}")
        }
        Cell::Text(text) => text.clone(),
    }
}
