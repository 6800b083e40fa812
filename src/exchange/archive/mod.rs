//! A whole ledger as JSON: what it was made from and its history, from which the state follows.
//! The text is the same for the same ledger, and what is written can be read back.

mod checked;
mod wire;

use std::collections::BTreeMap;

use crate::domain::change::Entry;
use crate::domain::ledger::RosterRow;
use crate::domain::seal::{self, Head, LedgerId, Seal};
use crate::text::fault::{self, Fault};

/// Largest file that is read, in bytes.
pub const MAX_BYTES: u64 = 256 << 20;

/// Everything that makes a ledger.
#[derive(Debug, Clone, PartialEq)]
pub struct Archive {
    /// Whose it is.
    pub ledger: LedgerId,
    /// Of the documents and the roster.
    pub seal: Seal,
    /// Documents of the round by name.
    pub documents: BTreeMap<String, String>,
    /// The printed roster.
    pub roster: Vec<RosterRow>,
    /// The whole history, oldest first.
    pub entries: Vec<Entry>,
}

/// A text that is not an archive.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", t!("第 {line} 行：{problem}", "line {line}: {problem}"))]
pub struct ArchiveError {
    /// Where, from 1.
    pub line: usize,
    /// What is wrong.
    pub problem: String,
}

impl From<Fault> for ArchiveError {
    fn from(Fault { line, problem, .. }: Fault) -> Self {
        Self { line, problem }
    }
}

impl Archive {
    /// Of a ledger. Its entries are sealed as this program keeps them, which for those that an early
    /// one has recorded may be in other words.
    pub fn new(
        ledger: LedgerId,
        documents: BTreeMap<String, String>,
        roster: Vec<RosterRow>,
        mut entries: Vec<Entry>,
    ) -> Self {
        let origin = seal::of_origin(ledger, &documents, &roster);
        seal::seal_all(origin, &mut entries);
        Self {
            ledger,
            seal: origin.seal,
            documents,
            roster,
            entries,
        }
    }

    /// From before archives had seals.
    fn old(
        documents: BTreeMap<String, String>,
        roster: Vec<RosterRow>,
        entries: Vec<Entry>,
    ) -> Self {
        let first = entries.first().map(|entry| &entry.body);
        let ledger = seal::derived_id(&documents, &roster, first);
        Self::new(ledger, documents, roster, entries)
    }

    /// What the history leads to.
    pub fn head(&self) -> Head {
        let none = Head {
            seq: 0,
            seal: self.seal,
        };
        self.entries.last().map_or(none, Head::after)
    }

    /// The position of the first entry that is not what was exported; 0 for documents and roster.
    pub fn altered(&self) -> Option<i64> {
        let origin = seal::of_origin(self.ledger, &self.documents, &self.roster);
        if origin.seal == self.seal {
            seal::first_altered(origin, &self.entries)
        } else {
            Some(0)
        }
    }

    /// The archive as indented JSON that ends in a line break.
    ///
    /// # Panics
    /// Never: what is written is plain data.
    pub fn write(self) -> Vec<u8> {
        let file = wire::File::from(self);
        let mut bytes = serde_json::to_vec_pretty(&file).expect("records and changes are data");
        bytes.push(b'\n');
        bytes
    }

    /// Reads what [`Archive::write`] has written. Says nothing yet about whether the history
    /// fits the roster.
    pub fn read(bytes: &[u8]) -> Result<Self, ArchiveError> {
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        // First only which format it is: a later one may hold what this program does not know.
        let _: wire::Head = fault::from_json(bytes)?;
        let file: wire::File = fault::from_json(bytes)?;
        file.try_into()
    }
}
