//! How cells of a workbook look, which the reader of cells does not know: struck through, which in an office means
//! deleted, whole or in part; and numbers that show as something else.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{BufRead, BufReader, Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::sheet_tags::{each_tag, place, said, sheet_names};
use super::word::{attribute, character};

/// The part with the styles.
const STYLES: &str = "xl/styles.xml";
/// The part with the texts of all sheets.
const TEXTS: &str = "xl/sharedStrings.xml";
/// Longest part that is looked at as a whole, in bytes.
const MAX_PART: u64 = 16 << 20;
/// Longest tag of a cell, in bytes.
const MAX_TAG: usize = 1_024;
/// More cells than these are not looked at one by one.
const MAX_CELLS: usize = 1_000_000;

/// Row, from 1, and column, from 0, of cells, by the name of the sheet.
pub type Places = BTreeMap<String, BTreeSet<(u32, u16)>>;

/// A text of which a part is struck through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PartlyStruck {
    /// The rest of it; empty when all of it is struck.
    pub kept: String,
    /// What is struck.
    pub out: String,
}

/// The cells whose font strikes through.
pub fn struck(bytes: &[u8]) -> Places {
    looking(bytes, |format| format.strikes)
}

/// The cells with a format of numbers for which this holds.
pub fn numbered(bytes: &[u8], is_wanted: impl Fn(&str) -> bool) -> Places {
    looking(bytes, |format| is_wanted(&format.code))
}

/// The cells with a format for which this holds.
fn looking(bytes: &[u8], is_wanted: impl Fn(&CellFormat) -> bool) -> Places {
    opened(bytes).map_or_else(Places::new, |mut archive| {
        let formats = formats(&text(&mut archive, STYLES).unwrap_or_default());
        let wanted = formats.iter().enumerate();
        let wanted = wanted.filter(|(_, format)| is_wanted(format));
        let wanted = wanted.map(|(at, _)| at).collect();
        with(&mut archive, &wanted)
    })
}

/// The cells that have these formats.
fn with(archive: &mut ZipArchive<Cursor<&[u8]>>, wanted: &BTreeSet<usize>) -> Places {
    let mut found = Places::new();
    if wanted.is_empty() {
        return found;
    }
    for (part, name) in sheet_names(archive).unwrap_or_default() {
        if let Ok(file) = archive.by_name(&part) {
            let cells = cells(BufReader::new(file), wanted).unwrap_or_default();
            found.insert(name, cells);
        }
    }
    found
}

/// The texts of a workbook of which runs are struck through, by the whole text.
pub fn partly_struck(bytes: &[u8]) -> HashMap<String, PartlyStruck> {
    let mut found = HashMap::new();
    let Some(mut archive) = opened(bytes) else {
        return found;
    };
    let sheets = sheet_names(&mut archive).unwrap_or_default();
    for part in sheets.keys().map(String::as_str).chain([TEXTS]) {
        // A sheet has texts of its own only where no office program has written it.
        let runs = text(&mut archive, part).filter(|xml| xml.contains("strike"));
        if let Some(xml) = runs {
            runs_of(&xml, &mut found);
        }
    }
    found
}

fn opened(bytes: &[u8]) -> Option<ZipArchive<Cursor<&[u8]>>> {
    ZipArchive::new(Cursor::new(bytes)).ok()
}

/// A part as text, unless it is very large.
fn text(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Option<String> {
    let part = archive
        .by_name(name)
        .ok()
        .filter(|part| part.size() <= MAX_PART)?;
    let mut text = String::new();
    part.take(MAX_PART).read_to_string(&mut text).ok()?;
    Some(text)
}

/// A format of cells.
#[derive(Default)]
struct CellFormat {
    strikes: bool,
    /// How a number is shown.
    code: String,
}

fn is_on(element: &BytesStart<'_>) -> bool {
    attribute(element, "val").is_none_or(|value| value != "0" && value != "false")
}

/// The formats of cells, by their numbers.
fn formats(styles: &str) -> Vec<CellFormat> {
    let mut reader = Reader::from_str(styles);
    let (mut fonts, mut codes, mut formats) = (Vec::new(), BTreeMap::new(), Vec::new());
    let (mut in_fonts, mut in_formats) = (false, false);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => {
                match element.local_name().as_ref() {
                    "fonts" => in_fonts = true,
                    "cellXfs" => in_formats = true,
                    "numFmt" => {
                        let id = attribute(&element, "numFmtId");
                        codes.extend(id.zip(attribute(&element, "formatCode")));
                    }
                    "font" if in_fonts => fonts.push(false),
                    "strike" if in_fonts && is_on(&element) => {
                        if let Some(font) = fonts.last_mut() {
                            *font = true;
                        }
                    }
                    "xf" if in_formats => {
                        let font = attribute(&element, "fontId").and_then(|id| id.parse().ok());
                        let font = font.and_then(|font: usize| fonts.get(font));
                        let code = attribute(&element, "numFmtId").unwrap_or_default();
                        formats.push(CellFormat {
                            strikes: font == Some(&true),
                            code: codes
                                .get(&code)
                                .map_or_else(|| own_code(&code), String::clone),
                        });
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

/// The formats that every workbook has, as far as they show more than a plain number.
fn own_code(id: &str) -> String {
    match id {
        "9" | "10" => "0%",
        "11" | "48" => "0.00E+00",
        "12" | "13" => "# ?/?",
        "17" | "27" | "36" | "50" | "52" | "54" | "57" => "yyyy-m",
        "14" | "15" | "16" | "22" | "28" | "29" | "30" | "31" | "51" | "53" | "58" => "yyyy-m-d",
        _ => "",
    }
    .to_owned()
}

/// The cells of a sheet that have one of these formats.
fn cells(part: impl BufRead, wanted: &BTreeSet<usize>) -> std::io::Result<BTreeSet<(u32, u16)>> {
    let mut found = BTreeSet::new();
    each_tag(part, ("c", MAX_TAG), |tag| {
        let format = said(tag, "s").and_then(|format| format.parse().ok());
        if format.is_some_and(|format| wanted.contains(&format)) {
            found.extend(said(tag, "r").and_then(place));
        }
        found.len() < MAX_CELLS
    })?;
    Ok(found)
}

/// A text being read, run by run.
#[derive(Default)]
struct Runs {
    whole: String,
    parts: PartlyStruck,
    strikes: bool,
}

impl Runs {
    fn push(&mut self, text: &str) {
        self.whole.push_str(text);
        let part = if self.strikes {
            &mut self.parts.out
        } else {
            &mut self.parts.kept
        };
        part.push_str(text);
    }
}

/// The texts with runs of which some are struck.
fn runs_of(xml: &str, found: &mut HashMap<String, PartlyStruck>) {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().expand_empty_elements = true;
    let mut runs = Runs::default();
    let mut is_text = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => match element.local_name().as_ref() {
                "si" | "is" => runs = Runs::default(),
                "r" => runs.strikes = false,
                "t" => is_text = true,
                "strike" => runs.strikes |= is_on(&element),
                // Said over the text, and none of it.
                "rPh" => {
                    let end = element.to_end().into_owned();
                    drop(reader.read_to_end(end.name()));
                }
                _ => {}
            },
            Ok(Event::Text(text)) if is_text => runs.push(&text.xml10_content()),
            Ok(Event::GeneralRef(reference)) if is_text => {
                let sign = character(&reference).map(String::from);
                runs.push(&sign.unwrap_or_default());
            }
            Ok(Event::End(element)) => match element.local_name().as_ref() {
                "t" => is_text = false,
                "si" | "is" if !runs.parts.out.trim().is_empty() => {
                    found.insert(
                        runs.whole.trim().to_owned(),
                        std::mem::take(&mut runs.parts),
                    );
                }
                _ => {}
            },
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}
