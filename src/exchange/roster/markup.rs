//! Tables in markup, well formed or not: web pages and XML that call themselves .xls, and the content
//! of an `OpenDocument` workbook. Reads what it knows and passes over the rest; nothing in it is trusted.

use html5gum::emitters::default::{DefaultEmitter, StartTag};
use html5gum::{Token, Tokenizer};

use super::RosterFileError;
use super::grid::is_wanted;
use super::markup_style::Styles;
use super::markup_table::OpenTable;
use super::sheet::RosterSheet;
use super::sheet_builder::Budget;

/// Deepest table within tables.
const MAX_DEPTH: usize = 8;

/// Whose markup it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkupKind {
    Web,
    /// Excel's XML of 2003.
    Spreadsheet,
    OpenDocument,
}

/// A tag with what stands in it; names are in small letters and without a prefix.
pub(super) struct OpeningTag {
    name: String,
    tag: StartTag<()>,
}

impl OpeningTag {
    fn new(tag: StartTag<()>) -> Self {
        Self {
            name: local(&tag.name),
            tag,
        }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, wanted: &str) -> Option<String> {
        let mut all = self.tag.attributes.iter();
        let (_, found) = all.find(|(name, _)| local(name) == wanted)?;
        Some(String::from_utf8_lossy(found).into_owned())
    }

    /// A number in an attribute.
    pub(super) fn number(&self, wanted: &str) -> Option<u32> {
        self.attribute(wanted)?.parse().ok()
    }
}

/// A name without its prefix.
fn local(name: &[u8]) -> String {
    let name = String::from_utf8_lossy(name);
    name.rsplit(':').next().unwrap_or_default().to_owned()
}

/// The sheets of texts in markup, of which the first may hold no more than styles.
pub fn sheets(
    texts: &[&str],
    kind: MarkupKind,
    wanted: &[String],
    budget: &mut Budget,
) -> Result<Vec<RosterSheet>, RosterFileError> {
    let mut reader = MarkupTables {
        kind,
        wanted,
        open: Vec::new(),
        done: Vec::new(),
        passed_over: 0,
        too_deep: 0,
        styles: Styles::default(),
    };
    for text in texts {
        reader.read(text, budget)?;
    }
    Ok(reader.done)
}

struct MarkupTables<'w> {
    kind: MarkupKind,
    wanted: &'w [String],
    open: Vec<OpenTable>,
    done: Vec<RosterSheet>,
    /// Within remarks, whose text belongs to no cell.
    passed_over: usize,
    /// Tables that are not read for being too deep within others.
    too_deep: usize,
    styles: Styles,
}

impl MarkupTables<'_> {
    fn read(&mut self, text: &str, budget: &mut Budget) -> Result<(), RosterFileError> {
        let mut emitter = DefaultEmitter::default();
        // Scripts and styles of a page are no markup; what is called so in XML is.
        emitter.naively_switch_states(self.kind == MarkupKind::Web);
        for token in Tokenizer::new_with_emitter(text, emitter) {
            match token {
                Ok(Token::StartTag(tag)) => {
                    let closes = tag.self_closing;
                    let tag = OpeningTag::new(tag);
                    self.begin(&tag, budget)?;
                    if closes {
                        self.end(tag.name(), budget)?;
                    }
                }
                Ok(Token::EndTag(tag)) => self.end(&local(&tag.name), budget)?,
                Ok(Token::String(said)) => self.text(&said),
                Ok(Token::Comment(said)) => {
                    // In XML this is text; in a page it would be a remark.
                    let data = said.strip_prefix(b"[CDATA[");
                    let data = data.map(|data| data.strip_suffix(b"]]").unwrap_or(data));
                    if let Some(data) = data {
                        self.text(data);
                    }
                }
                Ok(Token::Doctype(_) | Token::Error(_)) => {}
                // Reading a text does not fail.
                Err(never) => match never {},
            }
        }
        while !self.open.is_empty() {
            self.close_table(budget)?;
        }
        Ok(())
    }

    fn text(&mut self, text: &[u8]) {
        let text = String::from_utf8_lossy(text);
        self.styles.text(&text);
        if let (Some(table), 0) = (self.open.last_mut(), self.passed_over) {
            table.text(&text, self.kind);
        }
    }

    fn begin(&mut self, tag: &OpeningTag, budget: &mut Budget) -> Result<(), RosterFileError> {
        self.styles.begin(tag, self.kind);
        match (tag.name(), self.kind) {
            ("table", MarkupKind::Web | MarkupKind::OpenDocument)
            | ("worksheet", MarkupKind::Spreadsheet) => {
                let title = match self.kind {
                    MarkupKind::Web => String::new(),
                    _ => tag.attribute("name").unwrap_or_default(),
                };
                if self.open.len() < MAX_DEPTH {
                    let is_wanted = is_wanted(self.wanted, &title);
                    let looks = self.styles.looks(tag, self.kind, "table");
                    let is_hidden = looks.is_some_and(|looks| looks.hidden);
                    self.open.push(OpenTable::new(&title, is_wanted, is_hidden));
                } else {
                    self.too_deep += 1;
                }
            }
            ("annotation", _) | ("comment", MarkupKind::Spreadsheet) => self.passed_over += 1,
            _ => {}
        }
        match self.open.last_mut() {
            Some(table) => table.begin(tag, self.kind, &self.styles, budget),
            None => Ok(()),
        }
    }

    fn end(&mut self, name: &str, budget: &mut Budget) -> Result<(), RosterFileError> {
        self.styles.end(name);
        match (name, self.kind) {
            ("table", MarkupKind::Web | MarkupKind::OpenDocument)
            | ("worksheet", MarkupKind::Spreadsheet) => {
                if self.too_deep > 0 {
                    self.too_deep -= 1;
                } else {
                    self.close_table(budget)?;
                }
            }
            ("annotation", _) | ("comment", MarkupKind::Spreadsheet) => {
                self.passed_over = self.passed_over.saturating_sub(1);
            }
            ("td" | "th", MarkupKind::Web) | ("cell" | "table-cell" | "covered-table-cell", _) => {
                if let Some(table) = self.open.last_mut() {
                    table.close_cell();
                }
            }
            ("tr", MarkupKind::Web) | ("row" | "table-row", _) => {
                if let Some(table) = self.open.last_mut() {
                    table.close_row(budget)?;
                }
            }
            _ => {
                if let Some(table) = self.open.last_mut() {
                    table.end(name);
                }
            }
        }
        Ok(())
    }

    fn close_table(&mut self, budget: &mut Budget) -> Result<(), RosterFileError> {
        if let Some(table) = self.open.pop() {
            self.done.extend(table.finish(budget)?);
        }
        Ok(())
    }
}
