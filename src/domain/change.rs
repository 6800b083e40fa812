//! What was recorded: changes with both sides, entries that hold them.

use chrono::{DateTime, NaiveDate, Utc};
use ecow::EcoString;
use serde::{Deserialize, Serialize};

use super::fact::{FactKey, FactRecord};
use super::form::value::Value;
use super::model::ItemState;

/// The state of a checklist item that somebody has touched. There are millions in a ledger of the
/// whole country: short texts stand in the record itself, which takes 68 bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemRecord {
    /// The state.
    pub state: ItemState,
    /// Why, in words; the reason when 不涉及.
    #[serde(default, skip_serializing_if = "EcoString::is_empty")]
    pub note: EcoString,
    /// Reference to a paper.
    #[serde(default, skip_serializing_if = "EcoString::is_empty")]
    pub evidence: EcoString,
    /// Who.
    pub by: EcoString,
    /// When it was entered.
    pub at: DateTime<Utc>,
    /// The as-of date on which its state was set: the day it counts for.
    pub on: NaiveDate,
}

/// A milestone that was reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The actual date.
    pub done_on: NaiveDate,
    /// Who entered it.
    pub by: String,
    /// When it was entered.
    pub at: DateTime<Utc>,
}

/// A field of a form that is filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerRecord {
    /// What stands in it.
    pub value: Value,
    /// Who.
    pub by: String,
    /// When it was entered.
    pub at: DateTime<Utc>,
    /// The as-of date on which it was entered.
    pub on: NaiveDate,
}

/// What a mark is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// The whole city.
    City,
    /// A unit, by canonical name.
    Unit(String),
    /// An association, by its number.
    Association(u32),
}

/// One recorded difference. It holds both sides, so that it can be turned round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Change {
    /// A checklist item of an association.
    Item {
        /// 序号.
        association: u32,
        /// Item id.
        item: String,
        /// What was there; `None` = never touched.
        before: Option<ItemRecord>,
        /// What is there now.
        after: Option<ItemRecord>,
    },
    /// A milestone of a subject.
    Mark {
        /// Milestone id.
        milestone: String,
        /// Whose.
        subject: Subject,
        /// What was there; `None` = not reached.
        before: Option<Mark>,
        /// What is there now.
        after: Option<Mark>,
    },
    /// A field of a form of an association.
    Answer {
        /// 序号.
        association: u32,
        /// Field id.
        field: String,
        /// What was there; `None` = not filled in.
        before: Option<AnswerRecord>,
        /// What is there now.
        after: Option<AnswerRecord>,
    },
    /// Something that was learnt, agreed or decided.
    Fact {
        /// What it is about.
        key: FactKey,
        /// What was there; `None` = nothing.
        before: Option<FactRecord>,
        /// What is there now.
        after: Option<FactRecord>,
    },
}

/// What a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Thing<'a> {
    /// An item of an association.
    Item(u32, &'a str),
    /// A field of an association's forms.
    Answer(u32, &'a str),
    /// A milestone of a subject.
    Mark(&'a str, &'a Subject),
    /// A fact.
    Fact(&'a FactKey),
}

impl<'a> Thing<'a> {
    /// Item, field or milestone id; the kind of a fact.
    pub const fn id(&self) -> &'a str {
        match self {
            Self::Item(_, id) | Self::Answer(_, id) | Self::Mark(id, _) => id,
            Self::Fact(key) => key.kind(),
        }
    }
}

impl Change {
    /// What it is about.
    pub fn thing(&self) -> Thing<'_> {
        match self {
            Self::Item {
                association, item, ..
            } => Thing::Item(*association, item),
            Self::Answer {
                association, field, ..
            } => Thing::Answer(*association, field),
            Self::Mark {
                milestone, subject, ..
            } => Thing::Mark(milestone, subject),
            Self::Fact { key, .. } => Thing::Fact(key),
        }
    }

    /// The same end, begun from nothing; `None` when nothing is what it ends with.
    pub fn from_nothing(&self) -> Option<Self> {
        let mut change = self.clone();
        let something = match &mut change {
            Self::Item { before, after, .. } => {
                *before = None;
                after.is_some()
            }
            Self::Mark { before, after, .. } => {
                *before = None;
                after.is_some()
            }
            Self::Answer { before, after, .. } => {
                *before = None;
                after.is_some()
            }
            Self::Fact { before, after, .. } => {
                *before = None;
                after.is_some()
            }
        };
        something.then_some(change)
    }

    /// The change that takes this one back.
    #[must_use]
    pub fn inverse(mut self) -> Self {
        match &mut self {
            Self::Item { before, after, .. } => std::mem::swap(before, after),
            Self::Mark { before, after, .. } => std::mem::swap(before, after),
            Self::Answer { before, after, .. } => std::mem::swap(before, after),
            Self::Fact { before, after, .. } => std::mem::swap(before, after),
        }
        self
    }

    /// It is about a way of looking, which is there whatever day one looks at.
    pub const fn is_look(&self) -> bool {
        matches!(
            self,
            Self::Fact {
                key: FactKey::View(_),
                ..
            }
        )
    }

    /// The association that this is about, if it is about one.
    pub fn association(&self) -> Option<u32> {
        match self {
            Self::Item { association, .. }
            | Self::Answer { association, .. }
            | Self::Mark {
                subject: Subject::Association(association),
                ..
            } => Some(*association),
            Self::Mark { .. } => None,
            Self::Fact { key, .. } => key.association(),
        }
    }
}

/// What an entry of the history does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// Something was done.
    Do,
    /// The entry `target` was taken back.
    Undo,
    /// The entry `target` was done again.
    Redo,
}

impl EntryKind {
    /// The identifier used in SQL and JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Do => "do",
            Self::Undo => "undo",
            Self::Redo => "redo",
        }
    }
}

/// An entry about to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// What it does.
    pub kind: EntryKind,
    /// For undo and redo: the entry that is meant.
    pub target: Option<i64>,
    /// Who.
    pub by: String,
    /// When it was entered.
    pub at: DateTime<Utc>,
    /// The as-of date on which it was entered.
    pub as_of: NaiveDate,
    /// In words.
    pub what: String,
    /// All of them or none.
    pub changes: Vec<Change>,
}

/// A recorded entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Position in the history, from 1.
    pub seq: i64,
    /// What was recorded.
    pub body: NewEntry,
}

/// A line of the history as people read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HistoryLine {
    /// Position in the history.
    pub seq: i64,
    /// When it was entered.
    pub at: DateTime<Utc>,
    /// The as-of date on which it was entered.
    pub as_of: NaiveDate,
    /// Who.
    pub by: String,
    /// What it does.
    pub kind: EntryKind,
    /// In words.
    pub what: String,
    /// Taken back since.
    pub undone: bool,
}

/// Something that was done and not taken back, as a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Deed {
    /// Position in the history.
    pub seq: i64,
    /// The day that it counts for.
    pub on: NaiveDate,
    /// Who.
    pub by: String,
    /// In words.
    pub what: String,
    /// 序号 of the association that all of it is about; `None` when it is about several, or none.
    pub association: Option<u32>,
}

impl HistoryLine {
    /// What was done, with 撤销 or 重做 before it and whether it was taken back since.
    pub fn sentence(&self) -> String {
        let kind = match self.kind {
            EntryKind::Do => "",
            EntryKind::Undo => "撤销 ",
            EntryKind::Redo => "重做 ",
        };
        let undone = if self.undone { "（已撤销）" } else { "" };
        format!("{kind}{}{undone}", self.what)
    }
}
