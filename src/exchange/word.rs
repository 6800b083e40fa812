//! Reads Word documents (.docx): paragraphs and tables as text, with the content controls that
//! stand in them. What comes from a file is hostile: sizes are bounded, and text that was
//! deleted or stands in drawings is left out.

use std::collections::BTreeMap;
use std::ops::Range;

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::package::{Package, PackageError};
use super::word_text::{Control, Look, Text, look_of, words_of_box};
use super::word_ticks::{TickEffect, WordTicks, is_typed_tick, symbol_of};

/// Most rows of all tables together.
const MAX_ROWS: usize = 20_000;

/// A Word document, in the order of its paragraphs and tables.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WordDocument {
    /// Properties that a program has given it.
    pub properties: BTreeMap<String, String>,
    /// What stands in it, from top to bottom.
    pub blocks: Vec<WordBlock>,
}

/// A paragraph or a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WordBlock {
    Paragraph(Text),
    /// A table: rows of cells. A cell that goes on from the one above is there, and empty.
    Table(Vec<Vec<Text>>),
}

/// Reads a document.
pub fn read(package: &mut Package<'_>) -> Result<WordDocument, PackageError> {
    let body = package.text("word/document.xml")?;
    let body = body.ok_or(PackageError::Foreign)?;
    let properties = package.text("docProps/custom.xml")?;
    Ok(WordDocument {
        properties: properties.map_or_else(|| Ok(BTreeMap::new()), |xml| read_properties(&xml))?,
        blocks: WordBody::default().read(&body)?,
    })
}

/// Every event with elements closed, so that an empty one ends too.
fn reader(xml: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().expand_empty_elements = true;
    reader
}

/// An attribute by its local name.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    element
        .attributes()
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .and_then(|attribute| {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
            Some(value.into_owned())
        })
}

/// `&lt;`, `&#9633;` …; unknown ones give nothing.
pub(super) fn character(reference: &BytesRef<'_>) -> Option<char> {
    match reference.resolve_char_ref() {
        Ok(Some(c)) => Some(c),
        Ok(None) => match &*reference.xml10_content() {
            "lt" => Some('<'),
            "gt" => Some('>'),
            "amp" => Some('&'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => None,
        },
        Err(_) => None,
    }
}

fn read_properties(xml: &str) -> Result<BTreeMap<String, String>, PackageError> {
    let mut found = BTreeMap::new();
    let mut reader = reader(xml.trim_start_matches('\u{feff}'));
    let mut name: Option<String> = None;
    let mut value = String::new();
    loop {
        match reader
            .read_event()
            .map_err(|error| PackageError::from(&error))?
        {
            Event::Start(element) if element.local_name().as_ref() == "property" => {
                name = attribute(&element, "name");
                value.clear();
            }
            Event::Text(text) => value.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => value.extend(character(&reference)),
            Event::End(element) if element.local_name().as_ref() == "property" => {
                if let Some(name) = name.take() {
                    found.insert(name, value.trim().to_owned());
                }
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

/// What is being read of the body.
#[allow(
    clippy::struct_excessive_bools,
    reason = "where the reader is in the markup; each holds beside the others"
)]
#[derive(Default)]
struct WordBody {
    blocks: Vec<WordBlock>,
    /// Tables that are open; text of inner ones goes into the cell that holds them.
    tables: usize,
    rows: Vec<Vec<Text>>,
    row: Vec<Text>,
    /// The paragraph or cell that is open.
    text: Text,
    /// Paragraphs of the cell so far.
    paragraphs: usize,
    /// Controls that are open, by position in `text.controls`; `None` = outside of any text.
    open: Vec<(Option<usize>, Option<char>)>,
    /// Name of the control whose properties are being read.
    name: Option<String>,
    /// The control shows what it says while it is empty.
    placeholder: bool,
    in_text: bool,
    ticks: WordTicks,
    /// How the run that is open looks.
    looks: Vec<Look>,
    /// The mark that is open ends a field.
    is_end: bool,
    rows_seen: usize,
}

impl WordBody {
    fn read(mut self, xml: &str) -> Result<Vec<WordBlock>, PackageError> {
        let xml = xml.trim_start_matches('\u{feff}');
        let mut reader = reader(xml);
        let mut depth = 0usize;
        loop {
            match reader
                .read_event()
                .map_err(|error| PackageError::from(&error))?
            {
                Event::Start(element) => {
                    let name = element.local_name();
                    if skipped(name.as_ref()) {
                        let is_drawn = is_drawn(name.as_ref());
                        let end = element.to_end().into_owned();
                        let inside = reader
                            .read_to_end(end.name())
                            .map_err(|error| PackageError::from(&error))?;
                        if is_drawn {
                            self.drawn(xml, inside);
                        }
                        continue;
                    }
                    self.start(name.as_ref(), &element);
                    if name.as_ref() == "sdtContent" && std::mem::take(&mut self.placeholder) {
                        // What a control says while it is empty is no answer.
                        let end = element.to_end().into_owned();
                        reader
                            .read_to_end(end.name())
                            .map_err(|error| PackageError::from(&error))?;
                        self.end("sdtContent");
                        continue;
                    }
                    depth += 1;
                    if self.rows_seen > MAX_ROWS {
                        return Err(PackageError::TooMuch);
                    }
                }
                Event::End(element) => {
                    depth = depth.saturating_sub(1);
                    self.end(element.local_name().as_ref());
                }
                Event::Text(text) if self.in_text => {
                    text.xml10_content().chars().for_each(|c| self.seen(c));
                }
                Event::Text(text) if self.ticks.in_instruction => {
                    self.ticks.instruct(&text.xml10_content());
                }
                Event::CData(text) if self.in_text => {
                    text.xml10_content().chars().for_each(|c| self.seen(c));
                }
                Event::GeneralRef(reference) if self.in_text => {
                    if let Some(c) = character(&reference) {
                        self.seen(c);
                    }
                }
                // A file that was cut off ends inside of something.
                Event::Eof if depth > 0 => {
                    return Err(PackageError::Broken(
                        s!("文件没有写完", "the file breaks off").into(),
                    ));
                }
                Event::Eof => return Ok(self.blocks),
                _ => {}
            }
        }
    }

    /// A character of the text.
    fn seen(&mut self, c: char) {
        if let Some(c) = self.ticks.seen(c) {
            self.text.push(c);
            for look in &self.looks {
                self.text.mark_last(*look);
            }
        }
    }

    /// Something drawn: a picture, or a box with text.
    fn drawn(&mut self, xml: &str, inside: Range<u64>) {
        let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
        let inside = xml.get(place(inside.start)..place(inside.end));
        let words = inside.map_or_else(String::new, words_of_box);
        self.text.drawn.get_or_insert_default().push_str(&words);
    }

    fn start(&mut self, name: &str, element: &BytesStart<'_>) {
        // Tables within a cell, too: a tick is a tick.
        self.ticks.start(name, element, self.text.chars.len());
        match name {
            "tbl" => {
                self.tables += 1;
                self.text.nested |= self.tables > 1;
            }
            "tr" if self.tables == 1 => self.rows_seen += 1,
            "tc" if self.tables == 1 => {
                self.text = Text::default();
                self.paragraphs = 0;
            }
            "p" if self.tables == 0 => self.text = Text::default(),
            "p" => {
                if self.paragraphs > 0 {
                    self.text.push('\n');
                }
                self.paragraphs += 1;
            }
            "t" => self.in_text = true,
            "r" => self.looks.clear(),
            "vMerge" if self.tables == 1 => {
                let value = attribute(element, "val");
                self.text.goes_on = value.is_none_or(|value| value != "restart");
            }
            "fldChar" => {
                self.is_end = attribute(element, "fldCharType").is_some_and(|kind| kind == "end");
            }
            "strike" | "dstrike" | "vanish" | "u" | "em" | "highlight" | "bdr" | "shd"
            | "color" => {
                self.looks.extend(look_of(name, element));
            }
            // Tab stops in the properties of a paragraph are skipped with these.
            "tab" => self.text.push('\t'),
            "br" | "cr" => self.text.push('\n'),
            "noBreakHyphen" => self.text.push('-'),
            "sym" => {
                if let Some(c) = symbol_of(element) {
                    self.text.push(c);
                }
            }
            "sdtPr" => {
                self.name = None;
                self.placeholder = false;
            }
            "showingPlcHdr" => {
                self.placeholder =
                    attribute(element, "val").is_none_or(|v| v != "0" && v != "false");
            }
            "alias" | "tag" => {
                let value = attribute(element, "val");
                self.name = value.filter(|value| !value.is_empty()).or(self.name.take());
            }
            "sdtContent" => {
                let at = self.text.chars.len();
                self.text.controls.push(Control {
                    from: at,
                    to: at,
                    name: self.name.take(),
                });
                let open = Some(self.text.controls.len() - 1);
                self.open.push((open, self.ticks.control()));
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match self.ticks.end(name, self.is_end) {
            Some(TickEffect::Sign(sign)) => self.text.push(sign),
            Some(TickEffect::Words(words)) => words.chars().for_each(|c| self.text.push(c)),
            Some(TickEffect::Instead(from, sign)) => {
                self.text.chars.truncate(from);
                self.text.push(sign);
            }
            Some(TickEffect::Ringed(from, sign)) => {
                self.text.chars.truncate(from);
                self.text.push(sign);
                self.text.mark_last(Look::Marked);
            }
            None => {}
        }
        match name {
            "tbl" => {
                self.tables = self.tables.saturating_sub(1);
                if self.tables == 0 {
                    self.blocks
                        .push(WordBlock::Table(std::mem::take(&mut self.rows)));
                }
            }
            "tr" if self.tables == 1 => self.rows.push(std::mem::take(&mut self.row)),
            "tc" if self.tables == 1 => {
                let text = self.take_text();
                self.row.push(text);
            }
            "p" if self.tables == 0 => {
                let text = self.take_text();
                self.blocks.push(WordBlock::Paragraph(text));
            }
            "t" => self.in_text = false,
            "sdtContent" => {
                let (open, sign) = self.open.pop().unwrap_or_default();
                if let Some(control) = open.and_then(|open| self.text.controls.get_mut(open)) {
                    // What a box of the control says is what its state is, whatever it shows; but a tick
                    // that somebody typed over it is a tick.
                    let shown = self.text.chars.get(control.from..).unwrap_or_default();
                    if let Some(sign) = sign.filter(|_| !is_typed_tick(shown)) {
                        self.text.chars.truncate(control.from);
                        self.text.chars.push(sign);
                    }
                    control.to = self.text.chars.len();
                }
            }
            _ => {}
        }
    }

    /// Closes a text. A control that began outside of it, or goes on after it, is none of it.
    fn take_text(&mut self) -> Text {
        for open in &mut self.open {
            open.0 = None;
        }
        std::mem::take(&mut self.text)
    }
}

fn is_drawn(name: &str) -> bool {
    matches!(name, "drawing" | "pict" | "object")
}

/// What does not belong to the text: deleted, drawn, over it to say how it is spoken, or there twice for old
/// programs.
fn skipped(name: &str) -> bool {
    matches!(
        name,
        "del"
            | "moveFrom"
            | "drawing"
            | "pict"
            | "object"
            | "Fallback"
            | "txbxContent"
            | "rPrChange"
            | "rt"
            | "pPr"
            | "delText"
    )
}
