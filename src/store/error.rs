//! What can go wrong with a ledger file, by what the user can do about it.

use std::io;
use std::path::PathBuf;

/// A ledger that cannot be used. The sentences are in `words`.
#[derive(Debug)]
pub enum StoreError {
    /// There is no file.
    Missing { path: PathBuf },
    /// A file of no bytes: what is left of a ledger, not a new one.
    Empty { path: PathBuf },
    /// Larger than anything that is taken from somebody else.
    TooLarge {
        path: PathBuf,
        /// The most that is taken, in bytes.
        most: u64,
    },
    /// The file cannot be read.
    Unreadable { path: PathBuf, error: io::Error },
    /// Not a database at all.
    NotALedger { path: PathBuf },
    /// There is a file where a new ledger was to be made.
    Exists { path: PathBuf },
    /// Written by a later version of this program.
    Newer {
        path: PathBuf,
        /// Its schema version.
        found: i64,
        known: i64,
    },
    /// Held by another process for too long.
    Busy { path: PathBuf },
    /// The folder or file cannot be written.
    Unwritable {
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// The disk is full.
    Full { path: PathBuf },
    /// There is nothing any more where a ledger was opened.
    Gone { path: PathBuf },
    /// Something else stands at the path than what was opened.
    Replaced { path: PathBuf },
    /// An entry is not what was recorded.
    Altered {
        path: PathBuf,
        /// Where it stands in the history; 0 is what the ledger was made from.
        seq: i64,
    },
    /// Recognised, but not readable.
    Damaged {
        path: PathBuf,
        /// What the engine says.
        reason: String,
    },
}

impl std::error::Error for StoreError {}
