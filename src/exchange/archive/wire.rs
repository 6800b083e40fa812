//! The shape of the JSON around what was recorded, both ways.

use std::collections::BTreeMap;

use chrono::SubsecRound as _;
use serde::{Deserialize, Serialize};

use super::checked::{
    ArchiveDay, ArchiveFormat, ArchiveLines, Instant, Sentence, VERSION, Version,
};
use super::{Archive, ArchiveError};
use crate::domain::change::{Entry, EntryKind, NewEntry};
use crate::domain::ledger::RosterRow;
use crate::domain::model::Status;
use crate::domain::seal::{LedgerId, Seal};
use crate::domain::stored::InArchive;
use crate::text::plain::Plain;

/// Which format a file is in, whatever else it holds.
#[derive(Deserialize)]
#[expect(dead_code, reason = "reading them is the check")]
pub(super) struct Head {
    pub(super) format: ArchiveFormat,
    pub(super) version: Version,
}

/// From here on an archive has seals.
const SEALED: u32 = 3;

/// The whole file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) format: ArchiveFormat,
    pub(super) version: Version,
    /// Since format 3, as are all seals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) ledger: Option<LedgerId>,
    /// Of documents and roster.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) seal: Option<Seal>,
    pub(super) documents: Vec<ArchiveDocument>,
    pub(super) roster: Vec<ArchiveRow>,
    pub(super) history: Vec<ArchiveLine>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ArchiveDocument {
    pub(super) name: Plain,
    pub(super) text: ArchiveLines,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ArchiveRow {
    pub(super) no: u32,
    pub(super) name: Plain,
    pub(super) unit: Plain,
    pub(super) status: Status,
}

/// An entry of the history.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ArchiveLine {
    pub(super) seq: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) seal: Option<Seal>,
    pub(super) at: Instant,
    pub(super) as_of: ArchiveDay,
    pub(super) by: Plain,
    pub(super) kind: EntryKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) target: Option<i64>,
    pub(super) what: Sentence,
    pub(super) changes: Vec<InArchive>,
}

impl From<Archive> for File {
    fn from(archive: Archive) -> Self {
        let document = |(name, text): (String, String)| ArchiveDocument {
            name: name.into(),
            text: ArchiveLines(text),
        };
        let row = |row: RosterRow| ArchiveRow {
            no: row.no,
            name: row.name.as_str().into(),
            unit: row.printed_unit.as_str().into(),
            status: row.status,
        };
        Self {
            format: ArchiveFormat,
            version: Version(VERSION),
            ledger: Some(archive.ledger),
            seal: Some(archive.seal),
            documents: archive.documents.into_iter().map(document).collect(),
            roster: archive.roster.into_iter().map(row).collect(),
            history: archive.entries.into_iter().map(ArchiveLine::from).collect(),
        }
    }
}

impl TryFrom<File> for Archive {
    type Error = ArchiveError;

    fn try_from(file: File) -> Result<Self, Self::Error> {
        let mut documents = BTreeMap::new();
        for ArchiveDocument { name, text } in file.documents {
            if documents.contains_key(name.as_str()) {
                return Err(ArchiveError {
                    line: 1,
                    problem: t!(
                        "documents 中 {name} 出现了两次",
                        "{name} stands twice in documents"
                    ),
                });
            }
            documents.insert(name.into(), text.0);
        }
        let row = |row: ArchiveRow| RosterRow {
            no: row.no,
            name: row.name.into(),
            printed_unit: row.unit.into(),
            status: row.status,
        };
        let roster = file.roster.into_iter().map(row).collect();
        let mut seals = file.history.iter().map(|line| line.seal);
        let sealed = seals.all(|seal| seal.is_some());
        let entries = file.history.into_iter().map(Entry::from).collect();
        match (file.ledger, file.seal) {
            (Some(ledger), Some(seal)) if sealed => Ok(Self {
                ledger,
                seal,
                documents,
                roster,
                entries,
            }),
            (None, None) if file.version.0 < SEALED => Ok(Self::old(documents, roster, entries)),
            _ => Err(ArchiveError {
                line: 1,
                problem: s!(
                    "缺少 ledger 或 seal，文件可能被改动过",
                    "ledger or seal is missing; the file was perhaps changed"
                )
                .to_owned(),
            }),
        }
    }
}

impl From<Entry> for ArchiveLine {
    fn from(Entry { seq, seal, body }: Entry) -> Self {
        Self {
            seq,
            seal: Some(seal),
            at: Instant(body.at),
            as_of: ArchiveDay(body.as_of),
            by: body.by.into(),
            kind: body.kind,
            target: body.target,
            what: Sentence(body.what),
            changes: body.changes.into_iter().map(InArchive).collect(),
        }
    }
}

impl From<ArchiveLine> for Entry {
    fn from(line: ArchiveLine) -> Self {
        Self {
            seq: line.seq,
            seal: line.seal.unwrap_or(Seal::NONE),
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
