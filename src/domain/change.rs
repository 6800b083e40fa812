//! What was recorded: changes with both sides, entries that hold them.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::fact::{FactKey, FactRecord, Written};
use super::form::value::Value;
use super::seal::Seal;
use crate::text::plain::Plain;

pub use super::item_record::{ItemRecord, ItemSaid};
pub use super::subject::Subject;

/// A milestone that was reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    /// The actual date.
    pub done_on: NaiveDate,
    /// Who entered it.
    pub by: Plain,
    /// When it was entered.
    pub at: DateTime<Utc>,
}

/// A field of a form that is filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerRecord {
    /// What stands in it.
    pub value: Value,
    pub by: Plain,
    /// When it was entered.
    pub at: DateTime<Utc>,
    /// The as-of date on which it was entered.
    pub on: NaiveDate,
}

/// What is recorded about: there is one [`Record`] under each key, or none.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// A checklist item of an association.
    Item { association: u32, item: String },
    /// A field of an association's forms.
    Answer { association: u32, field: String },
    /// A milestone of a subject.
    Mark { milestone: String, subject: Subject },
    /// Something that was learnt, agreed or decided.
    Fact(FactKey),
}

impl Key {
    /// Item, field or milestone id; the kind of a fact.
    pub fn id(&self) -> &str {
        match self {
            Self::Item { item: id, .. }
            | Self::Answer { field: id, .. }
            | Self::Mark { milestone: id, .. } => id,
            Self::Fact(key) => key.kind(),
        }
    }

    /// Whose it is, where it is somebody's.
    pub fn subject(&self) -> Option<Subject> {
        match self {
            Self::Item { association, .. } | Self::Answer { association, .. } => {
                Some(Subject::Association(*association))
            }
            Self::Mark { subject, .. } => Some(subject.clone()),
            Self::Fact(key) => key.subject(),
        }
    }

    /// The association that this is about, if it is about one.
    pub const fn association(&self) -> Option<u32> {
        match self {
            Self::Item { association, .. }
            | Self::Answer { association, .. }
            | Self::Mark {
                subject: Subject::Association(association),
                ..
            } => Some(*association),
            Self::Mark { .. } => None,
            Self::Fact(key) => key.association(),
        }
    }
}

/// What stands under a key, with who entered it and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Record {
    /// Under [`Key::Item`].
    Item(ItemRecord),
    /// Under [`Key::Answer`].
    Answer(AnswerRecord),
    /// Under [`Key::Mark`].
    Mark(Mark),
    /// Under [`Key::Fact`].
    Fact(FactRecord),
}

impl Record {
    /// Who entered it.
    pub fn by(&self) -> &str {
        match self {
            Self::Item(record) => &record.by,
            Self::Answer(record) => &record.by,
            Self::Mark(mark) => &mark.by,
            Self::Fact(record) => &record.by,
        }
    }

    /// When it was entered.
    pub const fn at(&self) -> DateTime<Utc> {
        match self {
            Self::Item(record) => record.at,
            Self::Answer(record) => record.at,
            Self::Mark(mark) => mark.at,
            Self::Fact(record) => record.at,
        }
    }

    /// The day that it counts for.
    pub const fn on(&self) -> NaiveDate {
        match self {
            Self::Item(record) => record.on,
            Self::Answer(record) => record.on,
            Self::Mark(mark) => mark.done_on,
            Self::Fact(record) => record.on,
        }
    }

    /// Only who entered it, or when, can tell it from another one.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let counts_alike = match (self, other) {
            (Self::Item(one), Self::Item(other)) => one.on == other.on,
            _ => true,
        };
        counts_alike && self.agrees(other)
    }

    /// The same, and an item may count for another day.
    pub fn agrees(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Item(one), Self::Item(other)) => one.agrees(other),
            (Self::Answer(one), Self::Answer(other)) => one.value == other.value,
            (Self::Mark(one), Self::Mark(other)) => one.done_on == other.done_on,
            (Self::Fact(one), Self::Fact(other)) => one.fact == other.fact,
            _ => false,
        }
    }

    /// Every day that it speaks of.
    pub fn days(&self) -> Vec<NaiveDate> {
        match self {
            Self::Item(record) => vec![record.on, record.at.date_naive()],
            Self::Answer(record) => vec![record.on, record.at.date_naive()],
            Self::Mark(mark) => vec![mark.done_on, mark.at.date_naive()],
            Self::Fact(record) => {
                let fields = record.fact.fields().into_iter();
                let days = fields.filter_map(|field| match field.written {
                    Written::Day(day) => day,
                    _ => None,
                });
                days.chain([record.on, record.at.date_naive()]).collect()
            }
        }
    }
}

/// A kind of record, by its type: ties the record to the keys that it stands under.
macro_rules! kinds {
    ($($kind:ident($record:ty)),*) => {$(
        impl From<$record> for Record {
            fn from(record: $record) -> Self {
                Self::$kind(record)
            }
        }

        impl TryFrom<Record> for $record {
            type Error = Record;

            fn try_from(record: Record) -> Result<Self, Record> {
                match record {
                    Record::$kind(record) => Ok(record),
                    other => Err(other),
                }
            }
        }
    )*};
}

kinds!(
    Item(ItemRecord),
    Answer(AnswerRecord),
    Mark(Mark),
    Fact(FactRecord)
);

/// One recorded difference. It holds both sides, so that it can be turned round. It is made by
/// the kind of its key, so that no record stands under a key of another kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    key: Key,
    before: Option<Record>,
    after: Option<Record>,
    hands: Vec<Plain>,
}

impl Change {
    fn new<R: Into<Record>>(key: Key, before: Option<R>, after: Option<R>) -> Self {
        Self {
            key,
            before: before.map(R::into),
            after: after.map(R::into),
            hands: Vec::new(),
        }
    }

    /// Of a checklist item; nothing before = never touched.
    pub fn item(
        association: u32,
        item: impl Into<String>,
        before: Option<ItemRecord>,
        after: Option<ItemRecord>,
    ) -> Self {
        let item = item.into();
        Self::new(Key::Item { association, item }, before, after)
    }

    /// Of a field of a form; nothing before = not filled in.
    pub fn answer(
        association: u32,
        field: impl Into<String>,
        before: Option<AnswerRecord>,
        after: Option<AnswerRecord>,
    ) -> Self {
        let field = field.into();
        Self::new(Key::Answer { association, field }, before, after)
    }

    /// Of a milestone; nothing before = not reached.
    pub fn mark(
        milestone: impl Into<String>,
        subject: Subject,
        before: Option<Mark>,
        after: Option<Mark>,
    ) -> Self {
        let milestone = milestone.into();
        Self::new(Key::Mark { milestone, subject }, before, after)
    }

    /// Of a fact.
    pub fn fact(key: FactKey, before: Option<FactRecord>, after: Option<FactRecord>) -> Self {
        Self::new(Key::Fact(key), before, after)
    }

    /// What it is about.
    pub const fn key(&self) -> &Key {
        &self.key
    }

    /// What was there.
    pub const fn before(&self) -> Option<&Record> {
        self.before.as_ref()
    }

    /// What is there now.
    pub const fn after(&self) -> Option<&Record> {
        self.after.as_ref()
    }

    /// Who has made what stands there now, and when. A text that was added leaves who has set the
    /// state, and so names nobody.
    pub fn author(&self) -> Option<(&str, DateTime<Utc>)> {
        fn of(record: &Record) -> (&str, DateTime<Utc>) {
            (record.by(), record.at())
        }
        let after = self.after.as_ref().map(of);
        after.filter(|_| after != self.before.as_ref().map(of))
    }

    /// Who has done it, where that was in another copy of the ledger; else whoever records it.
    pub fn hands(&self) -> &[Plain] {
        &self.hands
    }

    /// The same, done by these in another copy.
    #[must_use]
    pub fn by_hands(self, hands: Vec<Plain>) -> Self {
        Self { hands, ..self }
    }

    /// What it is about, and what is there now.
    pub fn into_end(self) -> (Key, Option<Record>) {
        (self.key, self.after)
    }

    /// The same end, begun from something else that stands under its key.
    #[must_use]
    pub(super) fn begun_from(&self, before: Option<Record>) -> Self {
        Self {
            key: self.key.clone(),
            before,
            after: self.after.clone(),
            hands: self.hands.clone(),
        }
    }

    /// The same end, begun from nothing; `None` when nothing is what it ends with.
    pub fn from_nothing(&self) -> Option<Self> {
        let end = self.after.is_some().then(|| self.begun_from(None));
        end.map(|end| end.by_hands(Vec::new()))
    }

    /// The change that takes this one back.
    #[must_use]
    pub fn inverse(self) -> Self {
        Self {
            key: self.key,
            before: self.after,
            after: self.before,
            hands: self.hands,
        }
    }

    /// It is about a way of looking, which is there whatever day one looks at.
    pub const fn is_look(&self) -> bool {
        matches!(self.key, Key::Fact(FactKey::View(_)))
    }

    /// The association that this is about, if it is about one.
    pub const fn association(&self) -> Option<u32> {
        self.key.association()
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
    pub by: String,
    /// When it was entered.
    pub at: DateTime<Utc>,
    /// The as-of date on which it was entered.
    pub as_of: NaiveDate,
    pub what: String,
    /// All of them or none.
    pub changes: Vec<Change>,
}

/// A recorded entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Position in the history, from 1.
    pub seq: i64,
    /// Of this entry and all before it.
    pub seal: Seal,
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
    pub by: String,
    /// What it does.
    pub kind: EntryKind,
    pub what: String,
    /// Taken back since.
    pub undone: bool,
}

impl HistoryLine {
    /// Of an entry, which may have been taken back since.
    pub fn of(entry: &Entry, undone: bool) -> Self {
        let NewEntry {
            kind, at, as_of, ..
        } = entry.body;
        Self {
            seq: entry.seq,
            at,
            as_of,
            by: entry.body.by.clone(),
            kind,
            what: entry.body.what.clone(),
            undone,
        }
    }
}

/// Something that was done and not taken back, as a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HistoryEvent {
    /// Position in the history.
    pub seq: i64,
    /// The day that it counts for.
    pub on: NaiveDate,
    pub by: String,
    pub what: String,
    /// 序号 of the association that all of it is about; `None` when it is about several, or none.
    pub association: Option<u32>,
}
