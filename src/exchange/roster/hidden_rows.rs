//! Rows of a workbook that its program does not show, by a filter or by hand. The reader of cells does not
//! know them; only sheets that hide something are looked through for them.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

use super::mend::value;

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

/// The names of the sheets by their parts.
pub(super) fn sheet_names(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
) -> Option<BTreeMap<String, String>> {
    let mut text = |name: &str| {
        let mut text = String::new();
        archive.by_name(name).ok()?.read_to_string(&mut text).ok()?;
        Some(text)
    };
    let targets = pairs(
        &text("xl/_rels/workbook.xml.rels")?,
        "Relationship",
        "Id",
        "Target",
    );
    let sheets = pairs(&text("xl/workbook.xml")?, "sheet", "id", "name");
    let named = sheets.into_iter().filter_map(|(id, name)| {
        let target = targets.get(&id)?;
        let part = match target.strip_prefix('/') {
            Some(whole) => whole.to_owned(),
            None => format!("xl/{target}"),
        };
        Some((part, name))
    });
    Some(named.collect())
}

/// Two attributes of each element of a name.
fn pairs(xml: &str, name: &str, key: &str, wanted: &str) -> BTreeMap<String, String> {
    let mut reader = Reader::from_str(xml);
    let mut found = BTreeMap::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element))
                if element.local_name().as_ref() == name =>
            {
                if let (Some(key), Some(text)) = (value(&element, key), value(&element, wanted)) {
                    found.insert(key, text);
                }
            }
            Ok(Event::Eof) | Err(_) => return found,
            Ok(_) => {}
        }
    }
}

/// Numbers of the rows whose tag says that they are hidden.
fn rows(mut part: impl BufRead) -> std::io::Result<BTreeSet<u32>> {
    let mut found = BTreeSet::new();
    let mut tag = Vec::new();
    let mut row = 0u32;
    loop {
        tag.clear();
        if part.read_until(b'>', &mut tag)? == 0 {
            return Ok(found);
        }
        let begins = tag.iter().rposition(|byte| *byte == b'<');
        let tag = begins.map_or(&tag[..], |begins| &tag[begins + 1..]);
        if tag.len() > MAX_TAG || !tag.starts_with(b"row ") {
            continue;
        }
        let tag = String::from_utf8_lossy(tag);
        row = said(&tag, "r")
            .and_then(|r| r.parse().ok())
            .unwrap_or(row.saturating_add(1));
        if said(&tag, "hidden").is_some_and(|hidden| hidden == "1" || hidden == "true") {
            found.insert(row);
        }
    }
}

/// An attribute of a tag.
pub(super) fn said<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let after = tag.split_once(&format!(" {name}=\""))?.1;
    after.split('"').next()
}
