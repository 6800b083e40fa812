//! A whole ledger as JSON: what it was made from and its history, from which the state follows.
//! The text is the same for the same ledger, and what is written can be read back.

mod checked;
mod wire;

use std::collections::BTreeMap;

use crate::domain::change::Entry;
use crate::domain::ledger::RosterRow;
use crate::text::fault::{self, Fault};

/// Largest file that is read, in bytes.
pub const MAX_BYTES: u64 = 256 << 20;

/// Everything that makes a ledger.
#[derive(Debug, Clone, PartialEq)]
pub struct Archive {
    /// Documents of the round by name.
    pub documents: BTreeMap<String, String>,
    /// The printed roster.
    pub roster: Vec<RosterRow>,
    /// The whole history, oldest first.
    pub entries: Vec<Entry>,
}

/// A text that is not an archive.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("第 {line} 行：{problem}")]
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
