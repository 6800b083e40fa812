//! Rows of a workbook that its program does not show, by a filter or by hand. The reader of cells does not
//! know them; only sheets that hide something are looked through for them.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Cursor};

use zip::ZipArchive;

use crate::exchange::sheet_tags::{each_tag, said, sheet_names};

/// What a part says that hides something.
pub const WORD: &[u8] = b"hidden";
/// Longest tag of a row, in bytes.
const MAX_TAG: usize = 4_096;

/// The hidden rows by the name of the sheet, of the parts that were named.
pub fn of(bytes: &[u8], parts: &[String]) -> BTreeMap<String, BTreeSet<u32>> {
    let mut found = BTreeMap::new();
    if parts.is_empty() {
        return found;
    }
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return found;
    };
    let names = sheet_names(&mut archive).unwrap_or_default();
    for part in parts {
        let Some(name) = names.get(part) else {
            continue;
        };
        if let Ok(file) = archive.by_name(part) {
            let rows = rows(BufReader::new(file)).unwrap_or_default();
            found.insert(name.clone(), rows);
        }
    }
    found
}

/// Numbers of the rows whose tag says that they are hidden.
fn rows(part: impl BufRead) -> std::io::Result<BTreeSet<u32>> {
    let mut found = BTreeSet::new();
    let mut row = 0u32;
    each_tag(part, ("row", MAX_TAG), |tag| {
        row = said(tag, "r")
            .and_then(|r| r.parse().ok())
            .unwrap_or(row.saturating_add(1));
        if said(tag, "hidden").is_some_and(|hidden| hidden == "1" || hidden == "true") {
            found.insert(row);
        }
        true
    })?;
    Ok(found)
}
