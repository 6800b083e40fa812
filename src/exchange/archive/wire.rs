//! The shape of the JSON around what was recorded, both ways.

use std::collections::BTreeMap;

use chrono::SubsecRound as _;
use serde::{Deserialize, Serialize};

use super::checked::{Day, Format, Instant, Lines, Sentence, Version};
use super::{Archive, ArchiveError};
use crate::domain::change::{Entry, EntryKind, NewEntry};
use crate::domain::ledger::RosterRow;
use crate::domain::model::Status;
use crate::domain::stored::InArchive;
use crate::text::plain::Plain;

/// Which format a file is in, whatever else it holds.
#[derive(Deserialize)]
#[expect(dead_code, reason = "reading them is the check")]
pub(super) struct Head {
    pub(super) format: Format,
    pub(super) version: Version,
}

/// The whole file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) format: Format,
    pub(super) version: Version,
    pub(super) documents: Vec<Document>,
    pub(super) roster: Vec<Row>,
    pub(super) history: Vec<Line>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Document {
    pub(super) name: Plain,
    pub(super) text: Lines,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Row {
    pub(super) no: u32,
    pub(super) name: Plain,
    pub(super) unit: Plain,
    pub(super) status: Status,
}

/// An entry of the history.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Line {
    pub(super) seq: i64,
    pub(super) at: Instant,
    pub(super) as_of: Day,
    pub(super) by: Plain,
    pub(super) kind: EntryKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) target: Option<i64>,
    pub(super) what: Sentence,
    pub(super) changes: Vec<InArchive>,
}

impl From<Archive> for File {
    fn from(archive: Archive) -> Self {
        let document = |(name, text): (String, String)| Document {
            name: name.into(),
            text: Lines(text),
        };
        let row = |row: RosterRow| Row {
            no: row.no,
            name: row.name.into(),
            unit: row.printed_unit.into(),
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
            if documents.contains_key(name.as_str()) {
                return Err(ArchiveError {
                    line: 1,
                    problem: format!("documents 中 {name} 出现了两次"),
                });
            }
            documents.insert(name.into(), text.0);
        }
        let row = |row: Row| RosterRow {
            no: row.no,
            name: row.name.into(),
            printed_unit: row.unit.into(),
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
            by: body.by.into(),
            kind: body.kind,
            target: body.target,
            what: Sentence(body.what),
            changes: body.changes.into_iter().map(InArchive).collect(),
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
                by: line.by.into(),
                // As the store keeps it.
                at: line.at.0.trunc_subsecs(3),
                as_of: line.as_of.0,
                what: line.what.0,
                changes: line.changes.into_iter().map(|change| change.0).collect(),
            },
        }
    }
}
