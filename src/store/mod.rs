//! Where a ledger is kept. What a session asks of it is said here, in the words of the domain;
//! SQLite answers it, in `file`.

mod body;
mod chain;
pub mod copies;
mod error;
pub mod file;
mod led_back;
pub mod scratch;
#[cfg(feature = "server")]
pub mod server;

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, RandomState};
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use ecow::EcoString;

use crate::domain::change::{Change, Entry, HistoryEvent, HistoryLine, ItemRecord, NewEntry};
use crate::domain::fact::{FactKey, FactRecord};
use crate::domain::handled::Handled;
use crate::domain::ledger::RosterRow;
use crate::domain::seal::{Head, LedgerId};

pub use error::{
    Forbidden, ReadOnly, SchemaFault, SchemaFaultKind, SchemaPart, ServerFault, StoreError,
};
pub use file::{
    Inspection, LedgerCopy, Loss, OpenMark, Opening, Salvage, in_use, is_guarded, is_ledger_file,
    make_folder, side_files, why_read_only,
};

/// Everything that a ledger is made from: the seed's documents by file name (TOML) and the
/// roster. Both are kept with the ledger, so that it stands on its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Origin {
    /// Whose copies have the same.
    pub ledger: LedgerId,
    /// Documents by name.
    pub documents: BTreeMap<String, String>,
    /// The printed roster.
    pub roster: Vec<RosterRow>,
}

impl Origin {
    /// Of a ledger that has never been.
    pub fn new(documents: BTreeMap<String, String>, roster: Vec<RosterRow>) -> Self {
        Self {
            ledger: LedgerId(drawn()),
            documents,
            roster,
        }
    }
}

/// A number that nobody else draws.
fn drawn() -> u128 {
    // The standard library draws keys from the system for each.
    let half = || u128::from(RandomState::new().hash_one(std::process::id()));
    half() << 64 | half()
}

/// Which part of the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HistoryFilter {
    /// Only entries about this association.
    pub association: Option<u32>,
    /// At most so many, newest first.
    pub limit: Option<u32>,
}

/// How much of a ledger is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    Whole,
    /// So many rows of the roster and the facts that move dates and units: what a first screen
    /// hangs on.
    Beginning(u32),
}

/// A piece of a ledger that is read: first the facts, then the rows in the order of their
/// numbers, then what is recorded about them, association by association.
#[derive(Debug)]
pub enum HistoryPiece {
    /// Something that was learnt, agreed or decided.
    Fact(FactKey, FactRecord),
    /// A row of the printed roster.
    Row(RosterRow),
    /// All touched items of an association, by their ids: there are millions in a ledger of the whole
    /// country.
    Items(u32, Vec<(EcoString, ItemRecord)>),
    /// A touched item, a filled-in field or a mark, as a change from nothing.
    Record(Change),
}

/// What was done and not taken back, seen from a day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Done {
    /// So many things were done for exactly this day.
    pub on_day: usize,
    /// What was recorded last of what was done for this day or an earlier one, newest first.
    pub last: Vec<HistoryEvent>,
}

/// What became of an entry.
#[derive(Debug)]
pub enum Recorded {
    /// It is in the history, and is its newest.
    At(Head),
    /// Somebody was faster and nothing was written; what they recorded, oldest first.
    Stale(Vec<Entry>),
}

/// How far the chain of a history holds ([`crate::domain::seal`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainReport {
    /// The last entry up to which everything is as it was recorded.
    pub head: Head,
    /// What comes then.
    pub fault: Option<ChainBreak>,
}

/// The first entry that does not fit those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainBreak {
    /// Its position; 0 is what the ledger was made from.
    pub seq: i64,
    pub fault: ChainFault,
}

/// Why an entry does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChainFault {
    /// It is not what was recorded.
    Altered,
    /// It is not there.
    Missing,
}

/// A ledger that is open: the history and the state that it has led to.
///
/// A trait and not an enum of the engines: a test brings one of its own, and what an engine needs
/// to be opened (a path, an address with a password) stays with the engine. What a session does
/// takes as few calls as it can, because each may be a trip over a network.
pub trait Store: std::fmt::Debug + Send {
    /// Where it is, for people.
    fn location(&self) -> String;

    /// Who is at work, where the store knows that better than whoever opens it.
    fn who(&self) -> Option<&str> {
        None
    }

    /// What the clock of the machine says that the ledger is on, when it was opened; `None` where it is
    /// this machine.
    fn clock(&self) -> Option<DateTime<Utc>> {
        None
    }

    /// Every question is a trip over a network, which whoever looks at a screen is not to wait for.
    fn is_far(&self) -> bool {
        false
    }

    /// How long to leave between two looks at what others have recorded.
    fn look_every(&self) -> Duration {
        Duration::from_secs(1)
    }

    /// Why nothing can be recorded, where that is so.
    fn read_only(&self) -> Option<ReadOnly> {
        None
    }

    /// What killed programs had left beside the ledger that was not of it, and where it lies now.
    fn set_aside(&self) -> &[PathBuf] {
        &[]
    }

    /// Other names of its file, as far as they lie beside it; `None` where it has but one.
    fn other_names(&self) -> Option<Vec<PathBuf>> {
        None
    }

    /// Another connection to the same ledger, for another thread.
    fn another(&self) -> Result<Box<dyn Store>, StoreError>;

    /// Whose ledger it is, which never changes; a copy says the same.
    fn ledger(&self) -> Result<LedgerId, StoreError>;

    /// The documents that the ledger was made from, by name. They never change.
    fn documents(&self) -> Result<BTreeMap<String, String>, StoreError>;

    /// The highest number of the roster, which never changes; 0 when it has no rows.
    fn last_number(&self) -> Result<u32, StoreError>;

    /// The roster has at most so many rows, and at most so many items and so many fields are
    /// touched. Counts no further than there.
    fn is_small(&self, rows: u32, records: u32) -> Result<bool, StoreError>;

    /// Reads the ledger, piece by piece, and says which entry is the newest that it holds. All pieces are of one moment, whatever others write meanwhile, and what they
    /// have written before counts as seen.
    fn load(
        &mut self,
        extent: Extent,
        each: &mut dyn FnMut(HistoryPiece),
    ) -> Result<Head, StoreError>;

    /// Records an entry that was decided on the state after the entry `head`: all of it, or
    /// nothing. Where `head` is not in the history any more, because another ledger has taken the
    /// place of this one or nothing has, that is an error.
    fn record(&mut self, head: &Head, entry: &NewEntry) -> Result<Recorded, StoreError>;

    /// After having been overtaken nothing is recorded after all: nobody has to wait for it.
    fn let_go(&mut self) {}

    /// Somebody else has recorded since this was last asked. Costs next to nothing. An error as for
    /// [`Self::record`].
    fn changed_elsewhere(&mut self, head: &Head) -> Result<bool, StoreError>;

    /// Entries after a head, or all, oldest first, with their changes. An error where the head is
    /// not in the history.
    fn entries_since(&self, head: Option<&Head>) -> Result<Vec<Entry>, StoreError>;

    /// The newest thing that somebody has done and that is not taken back.
    fn undo_candidate(&self, by: &str) -> Result<Option<Entry>, StoreError>;

    /// The thing that somebody has taken back last, of what is not done again, since they did
    /// something new.
    fn redo_candidate(&self, by: &str) -> Result<Option<Entry>, StoreError>;

    /// The entry at a position of the history, and whether it is taken back.
    fn entry(&self, seq: i64) -> Result<Option<(Entry, bool)>, StoreError>;

    /// The history as people read it, newest first.
    fn history(&self, filter: HistoryFilter) -> Result<Vec<HistoryLine>, StoreError>;

    /// Who has handled some associations: whose entries, as far as they were not taken back, have
    /// changed something of them.
    fn handled(&self, associations: &[u32]) -> Result<Handled, StoreError>;

    /// How many entries count for later days than this one.
    fn later_than(&self, day: NaiveDate) -> Result<u32, StoreError>;

    /// What was done for a day and up to it, as far as it was not taken back; of the last of it at
    /// most so many.
    fn done(&self, day: NaiveDate, limit: u32) -> Result<Done, StoreError>;

    /// Leads from the state after the entry `head` back to what was recorded for `day` or an
    /// earlier one ([`crate::domain::rewind`]): hands out the changes, those of an association
    /// together. Reads what counts for later days, and of those that it is about what was
    /// recorded since; from their beginning only where something takes back what stands before.
    fn rewind(
        &self,
        day: NaiveDate,
        head: i64,
        each: &mut dyn FnMut(Vec<Change>),
    ) -> Result<(), StoreError>;

    /// Goes through the whole history, as far as its chain holds.
    fn check_chain(&self) -> Result<ChainReport, StoreError>;

    /// Writes a consistent copy of the ledger to a new file.
    fn backup(&self, to: &Path) -> Result<(), StoreError>;
}

/// The version of what keeps ledgers.
pub fn engine() -> &'static str {
    file::engine()
}

/// Opens a ledger that is there.
pub fn open<'p>(opening: impl Into<Opening<'p>>) -> Result<Box<dyn Store>, StoreError> {
    Ok(Box::new(file::FileStore::open(opening)?))
}

/// Opens a ledger on a server, as somebody who works on it.
#[cfg(feature = "server")]
pub fn enter(address: &server::Address) -> Result<Box<dyn Store>, StoreError> {
    Ok(Box::new(server::ServerStore::enter(address)?))
}

/// Opens a ledger that is only looked at: nothing is written, there or beside it.
pub fn open_to_look(path: &Path) -> Result<Box<dyn Store>, StoreError> {
    Ok(Box::new(file::FileStore::open_to_look(path)?))
}

/// Opens a private copy of a ledger that came from somebody else, so that it stays as it came.
pub fn open_copy(path: &Path, most: u64) -> Result<Box<dyn Store>, StoreError> {
    Ok(Box::new(file::FileStore::open_copy(path, most)?))
}

/// Reads what can still be read of a damaged ledger file. Writes nothing.
pub fn salvage(path: &Path) -> Result<Salvage, StoreError> {
    file::salvage(path)
}

/// Where a ledger is.
#[derive(Debug, Clone)]
pub enum Place {
    File(PathBuf),
    #[cfg(feature = "server")]
    Server(Box<server::Address>),
}

impl Place {
    /// Understands what people write: the address of a server, or a path.
    pub fn parse(path: PathBuf) -> Result<Self, StoreError> {
        #[cfg(feature = "server")]
        if let Some(text) = path.to_str().filter(|text| server::is_address(text)) {
            return Ok(Self::Server(Box::new(server::Address::parse(text)?)));
        }
        Ok(Self::File(path))
    }

    /// The path, where it is a file.
    pub fn into_file(self) -> Option<PathBuf> {
        match self {
            Self::File(path) => Some(path),
            #[cfg(feature = "server")]
            Self::Server(_) => None,
        }
    }
}

/// What becomes of a file that is there already where a ledger is to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// It is left alone, and no ledger is made.
    Refuse,
    /// The ledger takes its place.
    Replace,
}

impl Existing {
    /// Only by force does anything take its place.
    pub const fn by(force: bool) -> Self {
        if force { Self::Replace } else { Self::Refuse }
    }
}

/// Makes a new ledger with these entries, numbered from 1. It appears under its name when it is
/// whole.
///
/// Entries may be made one by one as they are written, so that a history of millions need not
/// fit into memory.
pub fn create<E: Borrow<NewEntry>>(
    path: &Path,
    existing: Existing,
    origin: Origin,
    entries: impl IntoIterator<Item = E>,
) -> Result<(), StoreError> {
    file::create(path, existing, origin, entries)
}
