//! Reads Word documents (.docx): paragraphs and tables as text, with the content controls that
//! stand in them. What comes from a file is hostile: sizes are bounded, and text that was
//! deleted or stands in drawings is left out.

use std::collections::BTreeMap;

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::package::{Package, PackageError};
use super::word_ticks::{TickEffect, WordTicks, symbol_of};

/// Most rows of all tables together.
const MAX_ROWS: usize = 20_000;
/// Longest text of one paragraph or cell, in characters; what is longer is cut, and what was
/// cut is too long for any field.
const MAX_CHARS: usize = 20_000;

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

/// Text with the content controls in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    /// The characters; lines are divided by a line break.
    pub chars: Vec<char>,
    /// The content controls, in order of their beginning.
    pub controls: Vec<Control>,
    /// Characters that are struck through, blanks aside.
    pub struck: usize,
}

/// A content control: a stretch of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Control {
    /// Its first character.
    pub from: usize,
    /// After its last character.
    pub to: usize,
    /// Its name; programs may lose it.
    pub name: Option<String>,
}

impl Text {
    /// A run of plain text.
    pub fn plain(text: &str) -> Self {
        Self {
            chars: text.chars().collect(),
            controls: Vec::new(),
            struck: 0,
        }
    }

    /// All of it is struck through.
    pub fn is_struck(&self) -> bool {
        let seen = self.chars.iter().filter(|c| !c.is_whitespace()).count();
        seen > 0 && self.struck >= seen
    }

    /// Without the controls.
    pub fn string(&self) -> String {
        self.chars.iter().collect()
    }

    fn push(&mut self, c: char) {
        if self.chars.len() < MAX_CHARS {
            self.chars.push(c);
        }
    }
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
    let mut reader = Reader::from_str(xml.trim_start_matches('\u{feff}'));
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
fn character(reference: &BytesRef<'_>) -> Option<char> {
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
    let mut reader = reader(xml);
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
    /// The run that is open is struck through.
    is_struck: bool,
    /// The mark that is open ends a field.
    is_end: bool,
    rows_seen: usize,
}

impl WordBody {
    fn read(mut self, xml: &str) -> Result<Vec<WordBlock>, PackageError> {
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
                        let end = element.to_end().into_owned();
                        reader
                            .read_to_end(end.name())
                            .map_err(|error| PackageError::from(&error))?;
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
            self.text.struck += usize::from(self.is_struck && !c.is_whitespace());
        }
    }

    fn start(&mut self, name: &str, element: &BytesStart<'_>) {
        // Tables within a cell, too: a tick is a tick.
        self.ticks.start(name, element, self.text.chars.len());
        match name {
            "tbl" => self.tables += 1,
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
            "r" => self.is_struck = false,
            "strike" | "dstrike" => {
                let value = attribute(element, "val");
                self.is_struck |= value.is_none_or(|value| value != "0" && value != "false");
            }
            "fldChar" => {
                self.is_end = attribute(element, "fldCharType").is_some_and(|kind| kind == "end");
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
            Some(TickEffect::Instead(from, sign)) => {
                self.text.chars.truncate(from);
                self.text.push(sign);
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
                    // What a box of the control says is what its state is, whatever it shows.
                    if let Some(sign) = sign {
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

/// What does not belong to the text: deleted, drawn, or there twice for old programs.
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
            | "pPr"
            | "delText"
    )
}
