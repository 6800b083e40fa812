//! The shape of the JSON. It stands apart from the domain's types: it knows every name that may
//! occur, and refuses texts that a terminal must not see.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, Datelike as _, NaiveDate, SubsecRound as _, Utc};
use rust_decimal::Decimal;
use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize};

use super::{Archive, ArchiveError};
use crate::domain::change::{
    AnswerRecord, Change, Entry, EntryKind, ItemRecord, Mark, NewEntry, Subject,
};
use crate::domain::form::value::Value;
use crate::domain::ledger::RosterRow;
use crate::domain::model::{ItemState, Status};
use crate::text::cells::visible;

/// What `format` says.
const FORMAT: &str = "tuogou-ledger";
/// The version that this program writes, and the newest that it reads.
const VERSION: u32 = 1;
/// Longest text that is neither a document nor a sentence, in characters.
const MAX_CHARS: usize = 2000;
/// Longest sentence of the history; it may quote a whole table.
const MAX_SENTENCE: usize = 1 << 20;

/// `format`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
struct Format;

impl From<Format> for String {
    fn from(_: Format) -> Self {
        FORMAT.to_owned()
    }
}

impl TryFrom<String> for Format {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text == FORMAT {
            Ok(Self)
        } else {
            Err("不是台账的 JSON，请用 tuogou export json 写出的文件")
        }
    }
}

/// `version`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
struct Version;

impl From<Version> for u32 {
    fn from(_: Version) -> Self {
        VERSION
    }
}

impl TryFrom<u32> for Version {
    type Error = String;

    fn try_from(number: u32) -> Result<Self, Self::Error> {
        match number {
            VERSION => Ok(Self),
            0 => Err("没有格式 0，文件可能被改动过".to_owned()),
            _ => Err(format!(
                "由更新版本的程序写成（格式 {number}，本程序支持到 {VERSION}），请升级程序"
            )),
        }
    }
}

/// Reads a text with a check of its own. Failing inside the visitor is what makes the reader
/// name the line of the text, and not that of what follows.
struct Checked<T>(fn(String) -> Result<T, String>);

impl<T> Visitor<'_> for Checked<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        (self.0)(text.to_owned()).map_err(E::custom)
    }
}

/// A text of one line without anything that a terminal must not see.
#[derive(Clone, Default, Serialize)]
#[serde(into = "String")]
struct Plain<const MAX: usize = MAX_CHARS>(String);

impl<'de, const MAX: usize> Deserialize<'de> for Plain<MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Checked(Self::try_from))
    }
}

impl<const MAX: usize> From<Plain<MAX>> for String {
    fn from(text: Plain<MAX>) -> Self {
        text.0
    }
}

impl<const MAX: usize> TryFrom<String> for Plain<MAX> {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if visible(&text) != text {
            return Err(format!("「{}」含有控制字符", visible(&text)));
        }
        match text.chars().count() {
            chars if chars > MAX => Err(format!("文字太长：{chars} 个字，最多 {MAX} 个字")),
            _ => Ok(Self(text)),
        }
    }
}

/// The text of a document, which has lines.
#[derive(Clone, Serialize)]
#[serde(into = "String")]
struct Lines(String);

impl<'de> Deserialize<'de> for Lines {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Checked(Self::try_from))
    }
}

impl From<Lines> for String {
    fn from(text: Lines) -> Self {
        text.0
    }
}

impl TryFrom<String> for Lines {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let layout = |c: char| matches!(c, '\n' | '\r' | '\t');
        if text.split(layout).all(|part| visible(part) == part) {
            Ok(Self(text))
        } else {
            Err("本轮资料的文字含有控制字符".to_owned())
        }
    }
}

/// A day with a year of four digits, as people can write it.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(try_from = "NaiveDate", into = "NaiveDate")]
struct Day(NaiveDate);

impl From<Day> for NaiveDate {
    fn from(day: Day) -> Self {
        day.0
    }
}

impl TryFrom<NaiveDate> for Day {
    type Error = String;

    fn try_from(date: NaiveDate) -> Result<Self, Self::Error> {
        match date.year() {
            0..=9999 => Ok(Self(date)),
            year => Err(format!("没有 {year} 年")),
        }
    }
}

/// An instant in such a year.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(try_from = "DateTime<Utc>", into = "DateTime<Utc>")]
struct Instant(DateTime<Utc>);

impl From<Instant> for DateTime<Utc> {
    fn from(at: Instant) -> Self {
        at.0
    }
}

impl TryFrom<DateTime<Utc>> for Instant {
    type Error = String;

    fn try_from(at: DateTime<Utc>) -> Result<Self, Self::Error> {
        Day::try_from(at.date_naive()).map(|_| Self(at))
    }
}

/// Which format a file is in, whatever else it holds.
#[derive(Deserialize)]
#[expect(dead_code, reason = "reading them is the check")]
pub(super) struct Head {
    format: Format,
    version: Version,
}

/// The whole file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    format: Format,
    version: Version,
    documents: Vec<Document>,
    roster: Vec<Row>,
    history: Vec<Line>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    name: Plain,
    text: Lines,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    no: u32,
    name: Plain,
    unit: Plain,
    status: Status,
}

/// An entry of the history.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    seq: i64,
    at: Instant,
    as_of: Day,
    by: Plain,
    kind: EntryKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    target: Option<i64>,
    what: Plain<MAX_SENTENCE>,
    changes: Vec<Difference>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
enum Difference {
    Item {
        association: u32,
        item: Plain,
        before: Option<Item>,
        after: Option<Item>,
    },
    Mark {
        milestone: Plain,
        subject: Whose,
        before: Option<Reached>,
        after: Option<Reached>,
    },
    Answer {
        association: u32,
        field: Plain,
        before: Option<Answer>,
        after: Option<Answer>,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Whose {
    City,
    Unit(Plain),
    Association(u32),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Item {
    state: ItemState,
    #[serde(default, skip_serializing_if = "is_empty")]
    note: Plain,
    #[serde(default, skip_serializing_if = "is_empty")]
    evidence: Plain,
    by: Plain,
    at: Instant,
    on: Day,
}

fn is_empty(text: &Plain) -> bool {
    text.0.is_empty()
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reached {
    done_on: Day,
    by: Plain,
    at: Instant,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    value: Written,
    by: Plain,
    at: Instant,
    on: Day,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Written {
    Text(Plain),
    Integer(u64),
    Decimal(Decimal),
    Ticked(Vec<Plain>),
    List(Vec<Plain>),
    Table(Vec<Vec<Plain>>),
}

impl From<Archive> for File {
    fn from(archive: Archive) -> Self {
        let document = |(name, text)| Document {
            name: Plain(name),
            text: Lines(text),
        };
        let row = |row: RosterRow| Row {
            no: row.no,
            name: Plain(row.name),
            unit: Plain(row.printed_unit),
            status: row.status,
        };
        Self {
            format: Format,
            version: Version,
            documents: archive.documents.into_iter().map(document).collect(),
            roster: archive.roster.into_iter().map(row).collect(),
            history: archive.entries.into_iter().map(Line::from).collect(),
        }
    }
}

impl TryFrom<File> for Archive {
    type Error = ArchiveError;

    fn try_from(file: File) -> Result<Self, Self::Error> {
        let mut documents = BTreeMap::new();
        for Document { name, text } in file.documents {
            if documents.contains_key(&name.0) {
                return Err(ArchiveError {
                    line: 1,
                    problem: format!("documents 中 {} 出现了两次", name.0),
                });
            }
            documents.insert(name.0, text.0);
        }
        let row = |row: Row| RosterRow {
            no: row.no,
            name: row.name.0,
            printed_unit: row.unit.0,
            status: row.status,
        };
        Ok(Self {
            documents,
            roster: file.roster.into_iter().map(row).collect(),
            entries: file.history.into_iter().map(Entry::from).collect(),
        })
    }
}

impl From<Entry> for Line {
    fn from(Entry { seq, body }: Entry) -> Self {
        Self {
            seq,
            at: Instant(body.at),
            as_of: Day(body.as_of),
            by: Plain(body.by),
            kind: body.kind,
            target: body.target,
            what: Plain(body.what),
            changes: body.changes.into_iter().map(Difference::from).collect(),
        }
    }
}

impl From<Line> for Entry {
    fn from(line: Line) -> Self {
        Self {
            seq: line.seq,
            body: NewEntry {
                kind: line.kind,
                target: line.target,
                by: line.by.0,
                // As the store keeps it.
                at: line.at.0.trunc_subsecs(3),
                as_of: line.as_of.0,
                what: line.what.0,
                changes: line.changes.into_iter().map(Change::from).collect(),
            },
        }
    }
}

impl From<Change> for Difference {
    fn from(change: Change) -> Self {
        match change {
            Change::Item {
                association,
                item,
                before,
                after,
            } => Self::Item {
                association,
                item: Plain(item),
                before: before.map(Item::from),
                after: after.map(Item::from),
            },
            Change::Mark {
                milestone,
                subject,
                before,
                after,
            } => Self::Mark {
                milestone: Plain(milestone),
                subject: subject.into(),
                before: before.map(Reached::from),
                after: after.map(Reached::from),
            },
            Change::Answer {
                association,
                field,
                before,
                after,
            } => Self::Answer {
                association,
                field: Plain(field),
                before: before.map(Answer::from),
                after: after.map(Answer::from),
            },
        }
    }
}

impl From<Difference> for Change {
    fn from(difference: Difference) -> Self {
        match difference {
            Difference::Item {
                association,
                item,
                before,
                after,
            } => Self::Item {
                association,
                item: item.0,
                before: before.map(ItemRecord::from),
                after: after.map(ItemRecord::from),
            },
            Difference::Mark {
                milestone,
                subject,
                before,
                after,
            } => Self::Mark {
                milestone: milestone.0,
                subject: subject.into(),
                before: before.map(Mark::from),
                after: after.map(Mark::from),
            },
            Difference::Answer {
                association,
                field,
                before,
                after,
            } => Self::Answer {
                association,
                field: field.0,
                before: before.map(AnswerRecord::from),
                after: after.map(AnswerRecord::from),
            },
        }
    }
}

impl From<Subject> for Whose {
    fn from(subject: Subject) -> Self {
        match subject {
            Subject::City => Self::City,
            Subject::Unit(name) => Self::Unit(Plain(name)),
            Subject::Association(no) => Self::Association(no),
        }
    }
}

impl From<Whose> for Subject {
    fn from(whose: Whose) -> Self {
        match whose {
            Whose::City => Self::City,
            Whose::Unit(name) => Self::Unit(name.0),
            Whose::Association(no) => Self::Association(no),
        }
    }
}

impl From<ItemRecord> for Item {
    fn from(record: ItemRecord) -> Self {
        Self {
            state: record.state,
            note: Plain(record.note),
            evidence: Plain(record.evidence),
            by: Plain(record.by),
            at: Instant(record.at),
            on: Day(record.on),
        }
    }
}

impl From<Item> for ItemRecord {
    fn from(item: Item) -> Self {
        Self {
            state: item.state,
            note: item.note.0,
            evidence: item.evidence.0,
            by: item.by.0,
            at: item.at.0,
            on: item.on.0,
        }
    }
}

impl From<Mark> for Reached {
    fn from(mark: Mark) -> Self {
        Self {
            done_on: Day(mark.done_on),
            by: Plain(mark.by),
            at: Instant(mark.at),
        }
    }
}

impl From<Reached> for Mark {
    fn from(reached: Reached) -> Self {
        Self {
            done_on: reached.done_on.0,
            by: reached.by.0,
            at: reached.at.0,
        }
    }
}

impl From<AnswerRecord> for Answer {
    fn from(record: AnswerRecord) -> Self {
        Self {
            value: record.value.into(),
            by: Plain(record.by),
            at: Instant(record.at),
            on: Day(record.on),
        }
    }
}

impl From<Answer> for AnswerRecord {
    fn from(answer: Answer) -> Self {
        Self {
            value: answer.value.into(),
            by: answer.by.0,
            at: answer.at.0,
            on: answer.on.0,
        }
    }
}

impl From<Value> for Written {
    fn from(value: Value) -> Self {
        let plain = |texts: Vec<String>| texts.into_iter().map(Plain).collect();
        match value {
            Value::Text(text) => Self::Text(Plain(text)),
            Value::Integer(number) => Self::Integer(number),
            Value::Decimal(number) => Self::Decimal(number),
            Value::Ticked(options) => Self::Ticked(plain(options)),
            Value::List(items) => Self::List(plain(items)),
            Value::Table(rows) => Self::Table(rows.into_iter().map(plain).collect()),
        }
    }
}

impl From<Written> for Value {
    fn from(written: Written) -> Self {
        let texts = |plain: Vec<Plain>| plain.into_iter().map(|text| text.0).collect();
        match written {
            Written::Text(text) => Self::Text(text.0),
            Written::Integer(number) => Self::Integer(number),
            Written::Decimal(number) => Self::Decimal(number),
            Written::Ticked(options) => Self::Ticked(texts(options)),
            Written::List(items) => Self::List(texts(items)),
            Written::Table(rows) => Self::Table(rows.into_iter().map(texts).collect()),
        }
    }
}
