//! Reads a filled-in form from an Excel sheet. The ids in the first column say what each line
//! is; a line whose label was changed is reported, not guessed at.

mod head;
mod line;
mod sheet;

use std::io::Cursor;

use calamine::{Reader as _, SheetType, Xlsx};

use self::head::Head;
use self::line::Lines;
use self::sheet::{Looks, MAX_ROW};
use super::matching::is_blank;
use super::reading::Reading;
use super::xlsx::SHEET;
use crate::domain::form::Form;
use crate::exchange::package::PackageError;

pub(in crate::exchange) use self::sheet::text;

/// Reads the form that a workbook holds. `None` when it is none of these.
pub fn read(forms: &[Form], bytes: &[u8]) -> Result<Option<Reading>, PackageError> {
    let broken = |error: calamine::XlsxError| PackageError::from(&error);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let looks = Looks::of(bytes);
    let sheets = book.sheets_metadata().iter();
    let sheets = sheets.filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let mut names: Vec<String> = sheets.map(|sheet| sheet.name.clone()).collect();
    // The sheet that was handed out comes first, wherever it stands.
    names.sort_by_key(|name| name != SHEET);
    let mut found: Option<Reading> = None;
    for name in &names {
        let top = sheet::load(&mut book, (name, head::ROWS), &looks)?;
        match (&mut found, Head::of(forms, &top)) {
            (_, None) => {}
            (Some(reading), Some(_)) => {
                reading.several();
                break;
            }
            (found @ None, Some(_)) => {
                let sheet = sheet::load(&mut book, (name, MAX_ROW), &looks)?;
                let head = Head::of(forms, &sheet);
                *found = head.map(|head| Lines::new(&sheet, head).read());
            }
        }
    }
    Ok(found)
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !is_blank(*c)).collect()
}
