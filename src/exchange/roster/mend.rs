//! Workbooks that Excel opens and the reader does not: macro sheets among the sheets, sheets that
//! call themselves neither shown nor hidden, sizes without rows. What stands in the way is left out.

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _, Write as _};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, Writer};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::exchange::word::attribute as value;

/// Kinds of sheets that the reader knows.
const KNOWN: [&str; 3] = ["/worksheet", "/chartsheet", "/dialogsheet"];
/// What a sheet may say of itself.
const SHOWN: [&str; 3] = ["visible", "hidden", "veryHidden"];

/// The same workbook without what the reader stumbles over; its sizes have been looked at.
pub fn workbook(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut old = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut parts = Vec::new();
    for at in 0..old.len() {
        let mut part = old.by_index(at).ok()?;
        let name = part.name().ok()?.replace('\\', "/");
        let mut content = Vec::new();
        part.read_to_end(&mut content).ok()?;
        parts.push((name, content));
    }
    let odd = parts
        .iter()
        .find(|(name, _)| name.ends_with("workbook.xml.rels"))
        .and_then(|(_, content)| odd_sheets(std::str::from_utf8(content).ok()?))
        .unwrap_or_default();
    let mut new = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let edited = std::str::from_utf8(&content).ok().and_then(|xml| {
            if name.ends_with("/workbook.xml") || name == "workbook.xml" {
                without(xml, |element| sheet(element, &odd))
            } else if name.contains("worksheets/") {
                without(xml, size)
            } else {
                None
            }
        });
        new.start_file(name, SimpleFileOptions::default()).ok()?;
        new.write_all(edited.as_deref().unwrap_or(&content)).ok()?;
    }
    new.finish().ok().map(Cursor::into_inner)
}

/// An element stays as it is, changes, or goes.
enum Mended {
    Same,
    Other(BytesStart<'static>),
    Gone,
}

/// Ids of the sheets that are of no known kind.
fn odd_sheets(xml: &str) -> Option<BTreeSet<String>> {
    let mut reader = Reader::from_str(xml);
    let mut odd = BTreeSet::new();
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) | Event::Empty(element)
                if element.local_name().as_ref() == "Relationship" =>
            {
                let kind = value(&element, "Type").unwrap_or_default();
                if !KNOWN.iter().any(|known| kind.ends_with(known)) {
                    odd.extend(value(&element, "Id"));
                }
            }
            Event::Eof => return Some(odd),
            _ => {}
        }
    }
}

fn sheet(element: &BytesStart<'_>, odd: &BTreeSet<String>) -> Mended {
    if element.local_name().as_ref() != "sheet" {
        return Mended::Same;
    }
    if value(element, "id").is_none_or(|id| odd.contains(&id)) {
        return Mended::Gone;
    }
    let state = value(element, "state");
    if state.is_none_or(|state| SHOWN.contains(&&*state)) {
        return Mended::Same;
    }
    let mut shown = BytesStart::new(element.name().as_ref().to_owned());
    for attribute in element.attributes().flatten() {
        if attribute.key.as_ref() != "state" {
            shown.push_attribute(attribute);
        }
    }
    Mended::Other(shown.into_owned())
}

/// The size that a sheet claims, which nobody asks.
fn size(element: &BytesStart<'_>) -> Mended {
    match element.local_name().as_ref() {
        "dimension" => Mended::Gone,
        _ => Mended::Same,
    }
}

/// The same XML with each element as it is mended; what goes holds nothing.
fn without(xml: &str, mend: impl Fn(&BytesStart<'_>) -> Mended) -> Option<Vec<u8>> {
    let mut reader = Reader::from_str(xml);
    let mut writer = Writer::new(Vec::with_capacity(xml.len()));
    loop {
        let event = reader.read_event().ok()?;
        match &event {
            Event::Eof => return Some(writer.into_inner()),
            Event::Start(element) | Event::Empty(element) => match mend(element) {
                Mended::Gone => {
                    if matches!(event, Event::Start(_)) {
                        let end = element.to_end().into_owned();
                        reader.read_to_end(end.name()).ok()?;
                    }
                }
                Mended::Other(other) => {
                    let other = match event {
                        Event::Start(_) => Event::Start(other),
                        _ => Event::Empty(other),
                    };
                    writer.write_event(other).ok()?;
                }
                Mended::Same => writer.write_event(event.borrow()).ok()?,
            },
            _ => writer.write_event(event.borrow()).ok()?,
        }
    }
}
