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
    /// A ledger, or what belongs to one, where something else was to be written.
    Guarded { path: PathBuf },
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
    /// It was opened to be read only.
    ReadOnly { path: PathBuf, why: ReadOnly },
    /// It does not consist of what this program makes.
    Schema { path: PathBuf, fault: SchemaFault },
    /// A ledger on a server cannot be used, or not like this, or not by this user.
    Server {
        /// The address, without a password.
        place: String,
        fault: ServerFault,
    },
    /// Recognised, but not readable.
    Damaged {
        path: PathBuf,
        /// What the engine says.
        reason: String,
    },
}

/// What is wrong with a ledger on a server, or on the way to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServerFault {
    /// The address cannot be understood.
    Address,
    /// There is no connection: why.
    Offline(String),
    /// The connection was lost while an entry was recorded, and did not come back: whether the entry
    /// is there shows when it does.
    Unsure,
    /// The server does not let this user in: wrong name or password, or no right to the database.
    Login {
        role: String,
    },
    /// The connection cannot be made safe: why.
    Certificate(String),
    NoDatabase,
    /// A database without a ledger.
    NoLedger,
    /// There is a ledger where one was to be made.
    Occupied,
    /// Made by an earlier version of this program, and not yet brought up.
    Older {
        found: i64,
        known: i64,
    },
    /// Nobody in the list of those who work on it.
    Nobody {
        role: String,
    },
    /// Somebody else records under this name.
    NameTaken {
        name: String,
    },
    /// The server does not let it happen.
    Forbidden(Forbidden),
    /// Something that this program knows no more of than what the server calls it.
    Engine {
        code: String,
    },
}

/// What a server does not let happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forbidden {
    /// To change or take out what was recorded.
    History,
    /// To record what does not go on from what is there.
    Chain,
    /// 销号 of what one has handled oneself.
    OwnClosing,
    /// To record about an association that one is not in charge of.
    Foreign,
    /// To record in another name.
    OtherName,
    /// To record at a time that is not the server's.
    Clock,
    /// Something that the role has no right to.
    Rights,
}

/// Why a ledger can be read and not written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadOnly {
    /// This user may not write the file.
    File,
    /// This user may not write into the folder, where the journal of each write stands.
    Folder,
    Medium,
    /// The disk is full, and the file would have to be brought to the present form first.
    Full,
    NetworkShare,
}

/// Something of a ledger file that is not as this program makes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaFault {
    pub kind: SchemaFaultKind,
    pub part: SchemaPart,
    pub name: String,
}

/// What is wrong with a part of a ledger file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemaFaultKind {
    Foreign,
    Missing,
    Altered,
}

/// What a ledger file consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemaPart {
    Table,
    Index,
    Trigger,
    View,
}

impl StoreError {
    /// The ledger cannot be reached at the moment.
    pub const fn is_offline(&self) -> bool {
        matches!(
            self,
            Self::Server {
                fault: ServerFault::Offline(_) | ServerFault::Unsure,
                ..
            }
        )
    }

    /// Whether an entry was recorded shows only later.
    pub const fn is_unsure(&self) -> bool {
        matches!(
            self,
            Self::Server {
                fault: ServerFault::Unsure,
                ..
            }
        )
    }
}

impl std::error::Error for StoreError {}
