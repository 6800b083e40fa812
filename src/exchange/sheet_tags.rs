//! What the parts of a workbook say beside its cells: which part is which sheet, and the tags of a sheet
//! one by one, which need no memory however large the sheet is.

use std::collections::BTreeMap;
use std::io::{BufRead, Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

use super::word::attribute as value;

/// The names of the sheets by their parts.
pub fn sheet_names(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Option<BTreeMap<String, String>> {
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

/// Hands out the tags of a name that are no longer than so many bytes, until it is said that there is no
/// need to go on.
pub fn each_tag(
    mut part: impl BufRead,
    (name, longest): (&str, usize),
    mut each: impl FnMut(&str) -> bool,
) -> std::io::Result<()> {
    let begins = format!("{name} ").into_bytes();
    let mut tag = Vec::new();
    loop {
        tag.clear();
        if part.read_until(b'>', &mut tag)? == 0 {
            return Ok(());
        }
        let from = tag.iter().rposition(|byte| *byte == b'<');
        let tag = from.map_or(&tag[..], |from| &tag[from + 1..]);
        if tag.len() <= longest && tag.starts_with(&begins) && !each(&String::from_utf8_lossy(tag))
        {
            return Ok(());
        }
    }
}

/// An attribute of a tag.
pub fn said<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let after = tag.split_once(&format!(" {name}=\""))?.1;
    after.split('"').next()
}

/// Row and column, from 1 and from 0, of `B3`.
pub fn place(name: &str) -> Option<(u32, u16)> {
    let digits = name.find(|c: char| c.is_ascii_digit())?;
    let (column, row) = name.split_at(digits);
    Some((row.parse().ok()?, column_of(column)?))
}

/// Column, from 0, of its letters.
pub fn column_of(letters: &str) -> Option<u16> {
    if !(1..=3).contains(&letters.len()) || !letters.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let value = letters.bytes().fold(0u32, |value, byte| {
        value * 26 + u32::from(byte.to_ascii_uppercase() - b'A') + 1
    });
    u16::try_from(value - 1).ok()
}
