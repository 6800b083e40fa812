//! Between the shape of the JSON and the domain's types, both ways.

use std::collections::BTreeMap;

use chrono::SubsecRound as _;

use super::checked::{Day, Format, Instant, Lines, Plain, Version};
use super::wire::{Answer, Difference, Document, File, Item, Line, Reached, Row, Whose, Written};
use super::{Archive, ArchiveError};
use crate::domain::change::{
    AnswerRecord, Change, Entry, ItemRecord, Key, Mark, NewEntry, Record, Subject,
};
use crate::domain::fact::FactRecord;
use crate::domain::form::value::Value;
use crate::domain::ledger::RosterRow;

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
        fn side<R: TryFrom<Record>, W: From<R>>(record: Option<&Record>) -> Option<W> {
            let record = R::try_from(record?.clone()).ok()?;
            Some(record.into())
        }
        let (before, after) = (change.before(), change.after());
        match change.key().clone() {
            Key::Item { association, item } => Self::Item {
                association,
                item: Plain(item),
                before: side::<ItemRecord, _>(before),
                after: side::<ItemRecord, _>(after),
            },
            Key::Mark { milestone, subject } => Self::Mark {
                milestone: Plain(milestone),
                subject: subject.into(),
                before: side::<Mark, _>(before),
                after: side::<Mark, _>(after),
            },
            Key::Fact(key) => Self::Fact {
                key: key.into(),
                before: side::<FactRecord, _>(before),
                after: side::<FactRecord, _>(after),
            },
            Key::Answer { association, field } => Self::Answer {
                association,
                field: Plain(field),
                before: side::<AnswerRecord, _>(before),
                after: side::<AnswerRecord, _>(after),
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
            } => Self::item(
                association,
                item.0,
                before.map(ItemRecord::from),
                after.map(ItemRecord::from),
            ),
            Difference::Mark {
                milestone,
                subject,
                before,
                after,
            } => Self::mark(
                milestone.0,
                subject.into(),
                before.map(Mark::from),
                after.map(Mark::from),
            ),
            Difference::Fact { key, before, after } => Self::fact(
                key.into(),
                before.map(FactRecord::from),
                after.map(FactRecord::from),
            ),
            Difference::Answer {
                association,
                field,
                before,
                after,
            } => Self::answer(
                association,
                field.0,
                before.map(AnswerRecord::from),
                after.map(AnswerRecord::from),
            ),
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
            note: Plain(record.note.into()),
            evidence: Plain(record.evidence.into()),
            by: Plain(record.by.into()),
            at: Instant(record.at),
            on: Day(record.on),
        }
    }
}

impl From<Item> for ItemRecord {
    fn from(item: Item) -> Self {
        Self {
            state: item.state,
            note: item.note.0.into(),
            evidence: item.evidence.0.into(),
            by: item.by.0.into(),
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
