//! What was recorded: changes with both sides, entries that hold them.

use chrono::{DateTime, NaiveDate, Utc};
use ecow::EcoString;
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

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

/// What is recorded about: there is one [`Record`] under each key, or none.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// A checklist item of an association.
    Item {
        /// 序号.
        association: u32,
        /// Item id.
        item: String,
    },
    /// A field of an association's forms.
    Answer {
        /// 序号.
        association: u32,
        /// Field id.
        field: String,
    },
    /// A milestone of a subject.
    Mark {
        /// Milestone id.
        milestone: String,
        /// Whose.
        subject: Subject,
    },
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

    /// In words, without what it is about.
    pub fn sentence(&self) -> String {
        match self {
            Self::Item(record) => {
                let parts = [record.state.word(), &record.note, &record.evidence];
                let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
                parts.join("，")
            }
            Self::Answer(record) => record.value.to_string(),
            Self::Mark(mark) => format!("{} 完成", mark.done_on),
            Self::Fact(record) => record.fact.sentence(),
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
}

impl Change {
    fn new<R: Into<Record>>(key: Key, before: Option<R>, after: Option<R>) -> Self {
        Self {
            key,
            before: before.map(R::into),
            after: after.map(R::into),
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
        }
    }

    /// The same end, begun from nothing; `None` when nothing is what it ends with.
    pub fn from_nothing(&self) -> Option<Self> {
        self.after.is_some().then(|| self.begun_from(None))
    }

    /// The change that takes this one back.
    #[must_use]
    pub fn inverse(self) -> Self {
        Self {
            key: self.key,
            before: self.after,
            after: self.before,
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

/// Declares a shape of a change in JSON: what each kind of key says beside `before` and `after`.
macro_rules! shape {
    ($(#[$meta:meta])* $name:ident) => {
        #[derive(Deserialize)]
        #[serde(rename_all = "snake_case")]
        $(#[$meta])*
        enum $name {
            Item {
                association: u32,
                item: String,
                before: Option<ItemRecord>,
                after: Option<ItemRecord>,
            },
            Mark {
                milestone: String,
                subject: Subject,
                before: Option<Mark>,
                after: Option<Mark>,
            },
            Answer {
                association: u32,
                field: String,
                before: Option<AnswerRecord>,
                after: Option<AnswerRecord>,
            },
            Fact {
                key: FactKey,
                before: Option<FactRecord>,
                after: Option<FactRecord>,
            },
        }

        impl From<$name> for Change {
            fn from(read: $name) -> Self {
                match read {
                    $name::Item { association, item, before, after } => {
                        Self::item(association, item, before, after)
                    }
                    $name::Answer { association, field, before, after } => {
                        Self::answer(association, field, before, after)
                    }
                    $name::Mark { milestone, subject, before, after } => {
                        Self::mark(milestone, subject, before, after)
                    }
                    $name::Fact { key, before, after } => Self::fact(key, before, after),
                }
            }
        }
    };
}

shape!(
    /// As the store keeps it: `{"kind": "item", "association": 1, …}`.
    #[serde(tag = "kind")]
    Stored
);

impl<'de> Deserialize<'de> for Change {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Stored::deserialize(deserializer).map(Self::from)
    }
}

impl Serialize for Change {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match &self.key {
            Key::Item { association, item } => {
                map.serialize_entry("kind", "item")?;
                map.serialize_entry("association", association)?;
                map.serialize_entry("item", item)?;
            }
            Key::Answer { association, field } => {
                map.serialize_entry("kind", "answer")?;
                map.serialize_entry("association", association)?;
                map.serialize_entry("field", field)?;
            }
            Key::Mark { milestone, subject } => {
                map.serialize_entry("kind", "mark")?;
                map.serialize_entry("milestone", milestone)?;
                map.serialize_entry("subject", subject)?;
            }
            Key::Fact(key) => {
                map.serialize_entry("kind", "fact")?;
                map.serialize_entry("key", key)?;
            }
        }
        map.serialize_entry("before", &self.before)?;
        map.serialize_entry("after", &self.after)?;
        map.end()
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
pub struct HistoryEvent {
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

#[cfg(test)]
mod tests {
    use super::*;

    /// One of each kind, as ledger files hold it.
    const STORED: [&str; 13] = [
        r#"{"kind":"item","association":29,"item":"A1","before":null,"after":{"state":"done","note":"已签","evidence":"文1号","by":"张三","at":"2020-07-20T01:00:00Z","on":"2020-07-20"}}"#,
        r#"{"kind":"item","association":29,"item":"A1","before":{"state":"doing","by":"张三","at":"2020-07-20T01:00:00Z","on":"2020-07-20"},"after":null}"#,
        r#"{"kind":"answer","association":29,"field":"a2.4.fix_state","before":null,"after":{"value":{"decimal":"12.5"},"by":"张三","at":"2020-07-20T01:00:00Z","on":"2020-07-20"}}"#,
        r#"{"kind":"answer","association":29,"field":"a2.3.admin_list","before":null,"after":{"value":{"list":["年检","评比"]},"by":"张三","at":"2020-07-20T01:00:00Z","on":"2020-07-20"}}"#,
        r#"{"kind":"mark","milestone":"M3","subject":{"unit":"开封市民政局"},"before":null,"after":{"done_on":"2020-07-08","by":"张三","at":"2020-07-20T01:00:00Z"}}"#,
        r#"{"kind":"fact","key":{"unit":"民政局"},"before":null,"after":{"fact":{"unit":{"canonical":"开封市民政局","reason":"同一单位"}},"by":"张三","at":"2020-07-20T01:00:00Z","on":"2020-07-20"}}"#,
        r#"{"kind":"fact","key":{"due":"M4"},"before":null,"after":{"fact":{"due":{"due_on":"2020-08-10","reason":"补件"}},"by":"张三","at":"2020-07-20T01:00:00Z","on":"2020-07-20"}}"#,
        r#"{"kind":"fact","key":{"exit":29},"before":null,"after":{"fact":{"exit":{"kind":"merged","on":"2020-07-20","document":"文2号","reason":"合并","into":30}},"by":"张三","at":"2020-07-20T01:00:00Z","on":"2020-07-20"}}"#,
        r#"{"kind":"fact","key":{"contact":{"association":29}},"before":null,"after":{"fact":{"contact":{"person":"王五","phone":"0371-1"}},"by":"张三","at":"2020-07-20T01:00:00Z","on":"2020-07-20"}}"#,
        r#"{"kind":"fact","key":{"promise":[{"unit":"开封市民政局"},1595206800000]},"before":null,"after":{"fact":{"promise":{"text":"补报","due_on":"2020-08-01","milestone":"M4","kept_on":"2020-07-30"}},"by":"张三","at":"2020-07-20T01:00:00Z","on":"2020-07-20"}}"#,
        r#"{"kind":"fact","key":{"remark":["city",1595206800000]},"before":null,"after":{"fact":{"remark":{"on":"2020-07-20","text":"来电"}},"by":"张三","at":"2020-07-20T01:00:00Z","on":"2020-07-20"}}"#,
        r#"{"kind":"fact","key":{"verdict":"D15-29"},"before":null,"after":{"fact":{"verdict":{"kind":"ignored","reason":"已核"}},"by":"张三","at":"2020-07-20T01:00:00Z","on":"2020-07-20"}}"#,
        r#"{"kind":"fact","key":{"view":1},"before":null,"after":{"fact":{"view":{"name":"逾期","filter":"逾期","group_by":"unit","sort_by":"due","columns":["no","name"]}},"by":"张三","at":"2020-07-20T01:00:00Z","on":"2020-07-20"}}"#,
    ];

    #[test]
    fn what_ledger_files_hold_is_read_and_written_as_ever() {
        for stored in STORED {
            let change: Change = serde_json::from_str(stored).expect(stored);
            assert_eq!(serde_json::to_string(&change).expect("data"), stored);
            assert_eq!(change.clone().inverse().inverse(), change);
        }
    }

    #[test]
    fn a_record_of_another_kind_is_not_read() {
        for (from, to) in [("\"item\",\"a", "\"answer\",\"a"), ("\"mark\"", "\"item\"")] {
            for stored in STORED.iter().filter(|stored| stored.contains(from)) {
                let wrong = stored.replace(from, to);
                assert!(serde_json::from_str::<Change>(&wrong).is_err(), "{wrong}");
            }
        }
    }
}
