//! Cells of a workbook that are struck through, which in an office means deleted. The reader of cells does not
//! know them; only where a style strikes through at all the sheets are looked at for it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::mend::value;
use super::sheet::column_of;
use super::sheet_tags::{each_tag, said, sheet_names};

/// The part with the styles.
const STYLES: &str = "xl/styles.xml";
/// Longest part of styles that is looked at, in bytes.
const MAX_STYLES: u64 = 16 << 20;
/// Longest tag of a cell, in bytes.
const MAX_TAG: usize = 1_024;
/// More cells than these are not struck one by one.
const MAX_CELLS: usize = 1_000_000;

/// Row and column of the struck cells, by the name of the sheet.
pub fn of(bytes: &[u8]) -> BTreeMap<String, BTreeSet<(u32, u16)>> {
    let mut found = BTreeMap::new();
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return found;
    };
    let mut styles = String::new();
    let read = archive.by_name(STYLES).ok().map(|part| {
        let mut part = part.take(MAX_STYLES);
        part.read_to_string(&mut styles)
    });
    if !matches!(read, Some(Ok(_))) || !styles.contains("strike") {
        return found;
    }
    let struck = struck_formats(&styles);
    if struck.is_empty() {
        return found;
    }
    for (part, name) in sheet_names(&mut archive).unwrap_or_default() {
        if let Ok(file) = archive.by_name(&part) {
            let cells = cells(BufReader::new(file), &struck).unwrap_or_default();
            found.insert(name, cells);
        }
    }
    found
}

/// Numbers of the formats of cells whose font strikes through.
fn struck_formats(styles: &str) -> BTreeSet<usize> {
    let mut reader = Reader::from_str(styles);
    let (mut fonts, mut formats) = (Vec::new(), BTreeSet::new());
    let (mut in_fonts, mut in_formats) = (false, false);
    let mut count = 0;
    let is_on = |element: &BytesStart<'_>| {
        value(element, "val").is_none_or(|value| value != "0" && value != "false")
    };
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => {
                match element.local_name().as_ref() {
                    "fonts" => in_fonts = true,
                    "cellXfs" => in_formats = true,
                    "font" if in_fonts => fonts.push(false),
                    "strike" if in_fonts && is_on(&element) => {
                        if let Some(font) = fonts.last_mut() {
                            *font = true;
                        }
                    }
                    "xf" if in_formats => {
                        let font = value(&element, "fontId").and_then(|id| id.parse().ok());
                        if font.and_then(|font: usize| fonts.get(font)) == Some(&true) {
                            formats.insert(count);
                        }
                        count += 1;
                    }
                    _ => {}
                }
            }
            Ok(Event::End(element)) => match element.local_name().as_ref() {
                "fonts" => in_fonts = false,
                "cellXfs" => in_formats = false,
                _ => {}
            },
            Ok(Event::Eof) | Err(_) => return formats,
            Ok(_) => {}
        }
    }
}

/// The cells of a sheet that have one of these formats.
fn cells(part: impl BufRead, struck: &BTreeSet<usize>) -> std::io::Result<BTreeSet<(u32, u16)>> {
    let mut found = BTreeSet::new();
    each_tag(part, ("c", MAX_TAG), |tag| {
        let format = said(tag, "s").and_then(|format| format.parse().ok());
        if format.is_some_and(|format| struck.contains(&format)) {
            found.extend(said(tag, "r").and_then(place));
        }
        found.len() < MAX_CELLS
    })?;
    Ok(found)
}

/// Row and column of `B3`.
fn place(name: &str) -> Option<(u32, u16)> {
    let digits = name.find(|c: char| c.is_ascii_digit())?;
    let (column, row) = name.split_at(digits);
    Some((row.parse().ok()?, column_of(column)?))
}
