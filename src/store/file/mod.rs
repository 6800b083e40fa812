//! A ledger as one file, in SQLite: the only SQL of the program.

mod access;
mod connect;
mod copy;
mod create;
mod fault;
mod header;
mod held;
mod history;
mod leftover;
mod load;
mod migrate;
mod open;
mod pages;
mod place;
#[cfg(test)]
mod plans;
mod prepare;
mod record;
mod rewind;
mod salvage;
mod schema;
mod seal;
mod work;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use rusqlite::{Connection, params};

use super::{
    ChainReport, Done, Extent, HistoryFilter, HistoryPiece, Origin, ReadOnly, Recorded, Store,
    StoreError,
};
use crate::domain::change::{Change, Entry, HistoryLine, NewEntry};
use crate::domain::handled::Handled;
use crate::domain::seal::{Head, LedgerId};
use crate::store::body;
use crate::store::scratch::Scratch;

pub use access::why_read_only;
pub use connect::is_guarded;
use connect::{Access, connect};
use place::FileMark;

pub use copy::{Inspection, LedgerCopy, side_files};
pub(super) use create::create;
pub use header::is_ledger_file;
pub use held::{OpenMark, in_use};
pub use open::{Opening, make_folder};
pub(super) use salvage::salvage;
pub use salvage::{Loss, Salvage};
pub use work::WorkCount;

/// The version of SQLite.
pub fn engine() -> &'static str {
    rusqlite::version()
}

/// An open ledger file.
#[derive(Debug)]
pub struct FileStore {
    conn: Connection,
    /// The file that is open.
    file: PathBuf,
    /// What people know it as: another file when a copy of that is open.
    path: PathBuf,
    /// What the file was when we last looked.
    mark: FileMark,
    /// `PRAGMA data_version` then.
    seen_version: i64,
    /// The folder of a copy that goes away with the store.
    private: Option<Scratch>,
    /// Why nothing is recorded.
    read_only: Option<ReadOnly>,
    /// It may be written although it lies on a network share.
    network_share: bool,
    /// Logs that did not belong to the file.
    aside: Vec<PathBuf>,
    /// The documents, where opening has read them, for the first who asks. They never change.
    documents: RefCell<Option<seal::Documents>>,
}

impl FileStore {
    fn ask<T>(
        &self,
        question: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        question(&self.conn).map_err(|error| StoreError::from_sqlite(&self.path, &error))
    }
}

impl Store for FileStore {
    fn location(&self) -> String {
        self.path.display().to_string()
    }

    fn other_names(&self) -> Option<Vec<PathBuf>> {
        place::other_names(&self.path)
    }

    fn another(&self) -> Result<Box<dyn Store>, StoreError> {
        self.same_file()?;
        let access = match self.read_only {
            Some(_) => Access::READ,
            None => Access::WRITE,
        };
        let conn = connect(&self.file, access);
        let fail = |error| StoreError::from_sqlite(&self.path, &error);
        let conn = conn.map_err(fail)?;
        connect::pass_once(&conn).map_err(fail)?;
        Ok(Box::new(Self {
            conn,
            file: self.file.clone(),
            path: self.path.clone(),
            mark: self.mark,
            seen_version: 0,
            private: None,
            read_only: self.read_only,
            network_share: self.network_share,
            aside: Vec::new(),
            documents: RefCell::default(),
        }))
    }

    fn read_only(&self) -> Option<ReadOnly> {
        self.read_only
    }

    fn set_aside(&self) -> &[PathBuf] {
        &self.aside
    }

    fn ledger(&self) -> Result<LedgerId, StoreError> {
        self.ask(seal::ledger)
    }

    fn documents(&self) -> Result<BTreeMap<String, String>, StoreError> {
        if let Some(documents) = self.documents.take() {
            return Ok(documents);
        }
        self.ask(|conn| {
            conn.prepare("SELECT name, body FROM document")?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        })
    }

    fn last_number(&self) -> Result<u32, StoreError> {
        self.ask(load::last_number)
    }

    fn is_small(&self, rows: u32, records: u32) -> Result<bool, StoreError> {
        self.ask(|conn| load::is_small(conn, rows, records))
    }

    fn load(
        &mut self,
        extent: Extent,
        each: &mut dyn FnMut(HistoryPiece),
    ) -> Result<Head, StoreError> {
        self.mark = self.same_file()?;
        self.seen_version = self.ask(data_version)?;
        // A file of somebody else is read by the connection that says how much it may cost.
        let second = || {
            let file = self.private.is_none().then_some(&self.file)?;
            connect::second(file).ok()
        };
        let read = self.conn.transaction();
        let read = read.and_then(|tx| load::load(&tx, extent, second, each));
        read.map_err(|error| StoreError::from_sqlite(&self.path, &error))
    }

    fn record(&mut self, head: &Head, entry: &NewEntry) -> Result<Recorded, StoreError> {
        if let Some(why) = self.read_only {
            return Err(StoreError::ReadOnly {
                path: self.path.clone(),
                why,
            });
        }
        self.record_in_place(head, entry)
    }

    /// Another process has written. Our own writes do not count.
    fn changed_elsewhere(&mut self, head: &Head) -> Result<bool, StoreError> {
        self.look(head)
    }

    fn entries_since(&self, head: Option<&Head>) -> Result<Vec<Entry>, StoreError> {
        match head {
            None => self.ask(history::all),
            Some(head) => self
                .ask(|conn| history::since(conn, head))?
                .ok_or_else(|| self.replaced()),
        }
    }

    fn undo_candidate(&self, by: &str) -> Result<Option<Entry>, StoreError> {
        self.ask(|conn| history::candidate(conn, history::UNDO_CANDIDATE, by))
    }

    fn redo_candidate(&self, by: &str) -> Result<Option<Entry>, StoreError> {
        self.ask(|conn| history::candidate(conn, history::REDO_CANDIDATE, by))
    }

    fn entry(&self, seq: i64) -> Result<Option<(Entry, bool)>, StoreError> {
        self.ask(|conn| history::entry(conn, seq))
    }

    fn history(&self, filter: HistoryFilter) -> Result<Vec<HistoryLine>, StoreError> {
        self.ask(|conn| history::lines(conn, filter))
    }

    fn handled(&self, associations: &[u32]) -> Result<Handled, StoreError> {
        self.ask(|conn| history::handled(conn, associations))
    }

    fn later_than(&self, day: NaiveDate) -> Result<u32, StoreError> {
        self.ask(|conn| history::later_than(conn, day))
    }

    fn done(&self, day: NaiveDate, limit: u32) -> Result<Done, StoreError> {
        self.ask(|conn| history::done(conn, day, limit))
    }

    fn rewind(
        &self,
        day: NaiveDate,
        head: i64,
        each: &mut dyn FnMut(Vec<Change>),
    ) -> Result<(), StoreError> {
        self.ask(|conn| rewind::rewind(conn, day, head, each))
    }

    fn check_chain(&self) -> Result<ChainReport, StoreError> {
        self.ask(seal::check)
    }

    fn backup(&self, to: &Path) -> Result<(), StoreError> {
        copy::copy_to(&self.conn, &self.path, to)
    }
}

fn data_version(conn: &Connection) -> rusqlite::Result<i64> {
    conn.query_row("PRAGMA data_version", [], |row| row.get(0))
}

fn write_origin(conn: &Connection, origin: Origin) -> rusqlite::Result<()> {
    for (name, body) in origin.documents {
        conn.execute(
            "INSERT INTO document (name, body) VALUES (?1, ?2)",
            params![name, body],
        )?;
    }
    let mut insert = conn.prepare(
        "INSERT INTO association (no, name, printed_unit, printed_status) VALUES (?1, ?2, ?3, ?4)",
    )?;
    for row in origin.roster {
        insert.execute(params![
            row.no,
            row.name.as_str(),
            row.printed_unit.as_str(),
            row.status.word()
        ])?;
    }
    seal::write_ledger(conn, origin.ledger)?;
    Ok(())
}

/// Reads a stored JSON value; a value that cannot be read names its column.
fn from_json<T: serde::de::DeserializeOwned>(column: usize, text: &str) -> rusqlite::Result<T> {
    body::from_json(text).map_err(|error| unreadable(column, error))
}

fn unreadable(column: usize, error: serde_json::Error) -> rusqlite::Error {
    let kind = rusqlite::types::Type::Text;
    rusqlite::Error::FromSqlConversionFailure(column, kind, Box::new(error))
}

fn bad_value(column: usize, value: &str) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(
        column,
        rusqlite::types::Type::Text,
        format!("unknown word {value}").into(),
    )
}
