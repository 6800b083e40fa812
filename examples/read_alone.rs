//! Reads a roster with the reader crate alone and touches every cell: what importing and
//! exporting are compared with. `read_alone FILE.csv | FILE.xlsx`.

use calamine::{Data, Reader as _, Xlsx, open_workbook};

type AnyError = Box<dyn std::error::Error>;

fn main() -> Result<(), AnyError> {
    let path = std::env::args().nth(1).ok_or("usage: read_alone FILE")?;
    let bytes = match path.rsplit_once('.') {
        Some((_, "xlsx")) => xlsx(&path)?,
        _ => csv(&path)?,
    };
    println!("{bytes}");
    Ok(())
}

/// Bytes in all cells.
fn csv(path: &str) -> Result<usize, csv::Error> {
    let mut bytes = 0;
    for record in csv::Reader::from_path(path)?.records() {
        bytes += record?.iter().map(str::len).sum::<usize>();
    }
    Ok(bytes)
}

/// Bytes of text in all cells of all sheets.
fn xlsx(path: &str) -> Result<usize, calamine::XlsxError> {
    let mut book: Xlsx<_> = open_workbook(path)?;
    let mut bytes = 0;
    for name in book.sheet_names() {
        let cells = book.worksheet_range(&name)?;
        bytes += cells.rows().flatten().map(length).sum::<usize>();
    }
    Ok(bytes)
}

fn length(cell: &Data) -> usize {
    match cell {
        Data::String(text) => text.len(),
        Data::Empty => 0,
        _ => size_of::<f64>(),
    }
}
