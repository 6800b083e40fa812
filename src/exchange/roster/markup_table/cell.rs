//! A cell of a table in markup, while it is being read.

use super::MAX_SPAN;
use crate::exchange::roster::markup::{MarkupKind, OpeningTag};

#[derive(Default)]
pub(super) struct MarkupCell {
    pub(super) column: u16,
    pub(super) text: String,
    pub(super) value: Option<String>,
    pub(super) is_number: bool,
    pub(super) is_formula: bool,
    pub(super) across: u16,
    pub(super) down: u32,
    pub(super) again: u16,
    /// It strikes through what stands in it.
    pub(super) is_struck: bool,
    /// How many characters stand in it, and how many of them are struck through.
    pub(super) seen: usize,
    pub(super) struck: usize,
    /// What is struck through, run by run.
    pub(super) out: Vec<String>,
}

impl MarkupCell {
    /// Nothing in it stands for what it says.
    pub(super) const fn all_struck(&self) -> bool {
        self.struck == self.seen && (self.is_struck || self.seen > 0)
    }

    /// What is left of a text of which a part is struck through.
    pub(super) fn kept(&self, text: &str) -> String {
        let out = self.out.iter();
        out.fold(text.to_owned(), |text, out| {
            text.replacen(out.as_str(), "", 1)
        })
    }
}

/// A cell as its tag says.
pub(super) fn cell(tag: &OpeningTag, kind: MarkupKind, column: u16) -> MarkupCell {
    let number = |name: &str| tag.number(name);
    let span = |name: &str| number(name).unwrap_or(1).saturating_sub(1);
    let (across, down) = match kind {
        MarkupKind::Web => (span("colspan"), span("rowspan")),
        MarkupKind::Spreadsheet => (
            number("mergeacross").unwrap_or(0),
            number("mergedown").unwrap_or(0),
        ),
        MarkupKind::OpenDocument => (span("number-columns-spanned"), span("number-rows-spanned")),
    };
    let again = number("number-columns-repeated").unwrap_or(1).max(1);
    let value = ["value", "date-value", "boolean-value"]
        .into_iter()
        .find_map(|name| tag.attribute(name))
        .filter(|_| kind == MarkupKind::OpenDocument && tag.name() != "covered-table-cell");
    MarkupCell {
        column,
        is_number: tag
            .attribute("value-type")
            .is_some_and(|kind| kind == "float"),
        value,
        is_formula: tag.attribute("formula").is_some(),
        across: u16::try_from(across).unwrap_or(MAX_SPAN).min(MAX_SPAN),
        down,
        again: u16::try_from(again).unwrap_or(u16::MAX),
        ..MarkupCell::default()
    }
}
