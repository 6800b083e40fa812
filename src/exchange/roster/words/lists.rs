//! The lists of `seeds/import/roster.toml`, and how a text is held against one.

use serde::Deserialize;

use super::{ColumnMeaning, RosterColumn};
use crate::domain::model::UnitKind;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ColumnNames {
    pub(super) id: RosterColumn,
    pub(super) label: String,
    pub(super) names: Vec<String>,
    /// What a heading speaks of that is none of the names.
    #[serde(default)]
    pub(super) about: Vec<String>,
    /// What of it.
    #[serde(default)]
    pub(super) of: Vec<String>,
    /// What makes it another column.
    #[serde(default)]
    pub(super) not: Vec<String>,
    /// It may say nothing but what it is about.
    #[serde(default)]
    pub(super) whole: bool,
}

/// What may stand between what a heading is about.
const BETWEEN: &str = "行业、/()和及与或";

impl ColumnNames {
    /// How good a heading is that is none of the names, by its parts. Every cell of a roster is asked,
    /// and what names of associations fail at comes first.
    pub(super) fn by_parts(&self, heading: &str) -> Option<usize> {
        let says = |word: &String| heading.contains(word.as_str());
        let about = self.about.iter().position(says)?;
        let fits =
            (self.of.iter().any(says) || self.is_whole(heading)) && !self.not.iter().any(says);
        fits.then_some(self.names.len() + about)
    }

    /// 协会、商会: nothing else is said.
    fn is_whole(&self, heading: &str) -> bool {
        let about = |c: char| self.about.iter().any(|word| word.contains(c));
        if !self.whole || !heading.chars().all(|c| BETWEEN.contains(c) || about(c)) {
            return false;
        }
        let mut rest = heading.to_owned();
        for word in &self.about {
            rest = rest.replace(word.as_str(), "");
        }
        rest.chars().all(|c| BETWEEN.contains(c))
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StatusWords {
    pub(super) planned: Vec<String>,
    pub(super) decoupled: Vec<String>,
    pub(super) omit: Vec<String>,
}

/// What a state means that contains one of these.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StatusProposal {
    pub(super) meaning: ColumnMeaning,
    pub(super) contains: Vec<String>,
    /// And one of these.
    #[serde(default)]
    pub(super) and: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RowWords {
    pub(super) ditto: Vec<String>,
    pub(super) none: Vec<String>,
    pub(super) no_unit: String,
    pub(super) direct: Vec<String>,
    /// The same, squeezed.
    #[serde(skip)]
    pub(super) direct_keys: Vec<String>,
    pub(super) totals: Vec<String>,
    pub(super) notes: Vec<String>,
    pub(super) suffixes: Vec<String>,
    pub(super) unit_endings: Vec<String>,
    pub(super) companies: Vec<String>,
    pub(super) all: Vec<String>,
    pub(super) other_kinds: Vec<String>,
    pub(super) lists: Vec<String>,
    pub(super) name_doubts: Vec<String>,
    pub(super) unit_doubts: Vec<String>,
    pub(super) cancelled: Vec<String>,
    pub(super) ticks: Vec<String>,
    pub(super) crosses: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UnitKindWords {
    pub(super) kind: UnitKind,
    pub(super) contains: Vec<String>,
}

pub(super) fn is_one_of(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| word == text)
}

pub(super) fn first_in<'w>(text: &str, words: &'w [String]) -> Option<&'w str> {
    let found = words.iter().find(|word| text.contains(word.as_str()));
    found.map(String::as_str)
}

pub(super) fn starts(text: &str, with: &[String]) -> bool {
    with.iter().any(|word| text.starts_with(word.as_str()))
}

pub(super) fn ends(text: &str, with: &[String]) -> bool {
    with.iter().any(|word| text.ends_with(word.as_str()))
}
