//! A private copy of a ledger, on which everything can be looked at: the file itself stays as it
//! is, whatever is wrong with it.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::connect::{Access, SIDE_FILES, connect, settle};
use super::header::Header;
use super::{FileMark, FileStore, StoreError, leftover, migrate, open, schema};
use crate::store::scratch::{Scratch, create_private, share_like, with_ending};
use crate::store::{Existing, SchemaFault, Store};

/// What the copy is called.
const COPY: &str = "ledger.db";

/// What a copy byte by byte is called, of which the copy is made.
const RAW: &str = "raw.db";

/// So many faults of one kind are named.
const NAMED: u32 = 5;

/// What the engine says of a file, without trust in what stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspection {
    /// The version of its schema.
    pub version: i64,
    /// Its entries carry seals.
    pub is_sealed: bool,
    /// Pages and rows that are not what they should be.
    pub engine: Vec<String>,
    /// Tables with rows that speak of a row that is not there, and how many.
    pub foreign_keys: Vec<(String, usize)>,
    /// The first part of the schema that is not as this program makes it.
    pub schema: Option<SchemaFault>,
}

/// A copy of a ledger in a private folder, which goes away with it.
#[derive(Debug)]
pub struct LedgerCopy {
    scratch: Scratch,
    /// What it is a copy of.
    path: PathBuf,
}

impl LedgerCopy {
    /// Copies a ledger that is open in this process as well; the copy is to become that file.
    ///
    /// Nothing but SQLite may open and close the file meanwhile: the locks of a transaction of
    /// ours would be gone.
    pub fn of_open(path: &Path, beside: &Path) -> Result<Self, StoreError> {
        let conn = connect(path, Access::WRITE);
        let conn = conn.map_err(|error| StoreError::from_sqlite(path, &error))?;
        Self::of(&conn, path, beside)
    }

    /// The same by a connection that is open.
    fn of(conn: &Connection, path: &Path, beside: &Path) -> Result<Self, StoreError> {
        let copy = Self::empty(path, Some(beside))?;
        let copied = copy_pages(conn, &copy.file());
        copied.map_err(|error| copy.failed(&error))?;
        Ok(copy)
    }

    /// The same, of which every page is as it should be.
    pub(super) fn sound(conn: &Connection, path: &Path, beside: &Path) -> Result<Self, StoreError> {
        let copy = Self::of(conn, path, beside)?;
        let checked = connect_alone(&copy.file())
            .and_then(|conn| conn.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)));
        let found: String = checked.map_err(|error| StoreError::from_sqlite(path, &error))?;
        if found == "ok" {
            return Ok(copy);
        }
        Err(StoreError::Damaged {
            path: path.to_path_buf(),
            reason: s!("抄出的副本不完整", "the copy is not whole").into(),
        })
    }

    /// Why it could not be made. It is the disk of the copy that is full, not that of the ledger.
    fn failed(&self, error: &rusqlite::Error) -> StoreError {
        match StoreError::from_sqlite(&self.path, error) {
            StoreError::Full { .. } => StoreError::Full {
                path: self.scratch.place().to_path_buf(),
            },
            other => other,
        }
    }

    /// Copies a ledger as it stands at one moment, whoever else works on it. With `beside`, the copy
    /// is to become that file.
    pub fn take(path: &Path, beside: Option<&Path>) -> Result<Self, StoreError> {
        open::check_there(path)?;
        let copy = Self::empty(path, beside)?;
        // A reader waits for whoever writes, and writes nothing itself. What it cannot read is what a
        // killed program has left half done, or an earlier version: that is settled on another copy.
        let header = Header::read(path).ok().flatten();
        let is_early = header.is_some_and(|header| header.wal);
        if !is_early {
            let read = connect(path, Access::READ);
            match read.and_then(|conn| copy_pages(&conn, &copy.file())) {
                Err(_) if side_files(path).next().is_some() => {}
                Err(error) => return Err(copy.failed(&error)),
                Ok(()) => return Ok(copy),
            }
        }
        let raw = copy.scratch.path(RAW);
        leftover::copy_settled(&copy.scratch, path, &raw, path)?;
        let settled = connect(&raw, Access::WRITE);
        let copied = settled.and_then(|conn| copy_pages(&conn, &copy.file()));
        copied.map_err(|error| copy.failed(&error))?;
        Ok(copy)
    }

    fn empty(path: &Path, beside: Option<&Path>) -> Result<Self, StoreError> {
        let (scratch, place) = match beside {
            Some(beside) => (Scratch::beside(beside), beside.to_path_buf()),
            None => (Scratch::temporary(), std::env::temp_dir()),
        };
        let scratch = scratch.map_err(|error| StoreError::from_io(&place, &error))?;
        let copy = Self {
            scratch,
            path: path.to_path_buf(),
        };
        create_private(&copy.file()).map_err(|error| StoreError::from_io(&place, &error))?;
        Ok(copy)
    }

    pub(super) fn file(&self) -> PathBuf {
        self.scratch.path(COPY)
    }

    /// What the engine says of it.
    pub fn inspect(&self) -> Result<Inspection, StoreError> {
        inspect(&self.file()).map_err(|error| StoreError::from_sqlite(&self.path, &error))
    }

    /// Opens the copy, brought up to the newest schema, whatever stands in it: what is wrong is to be
    /// found by whoever reads.
    pub fn open_unchecked(&self) -> Result<Box<dyn Store>, StoreError> {
        let (file, path) = (self.file(), &self.path);
        let fail = |error| StoreError::from_sqlite(path, &error);
        let mut conn = connect_alone(&file).map_err(fail)?;
        let found = schema::version(&conn, path)?;
        settle(&conn).map_err(fail)?;
        if found < migrate::VERSION {
            let upgraded = conn.transaction().and_then(|tx| {
                migrate::upgrade(&tx, found)?;
                tx.commit()
            });
            upgraded.map_err(fail)?;
        }
        let store = FileStore::on(conn, FileMark::of(&file)?, &file, path)?;
        Ok(Box::new(store))
    }

    /// Moves the copy to where it is to stay. Whoever may use what it replaces, or else what it is a
    /// copy of, may use it.
    pub fn move_out(self, to: &Path, existing: Existing) -> Result<(), StoreError> {
        let like = if to.exists() { to } else { &self.path };
        share_like(&self.file(), like);
        let moved = self.scratch.move_out(COPY, to, existing);
        moved.map_err(|error| StoreError::from_placing(to, &error))
    }
}

/// Copies a database while it is open. The copy appears under its name only when it is whole.
pub(super) fn copy_to(conn: &Connection, path: &Path, to: &Path) -> Result<(), StoreError> {
    if to.symlink_metadata().is_ok() {
        return Err(StoreError::Exists {
            path: to.to_path_buf(),
        });
    }
    LedgerCopy::sound(conn, path, to)?.move_out(to, Existing::Refuse)
}

/// Opens a copy, which has no log of its own.
fn connect_alone(file: &Path) -> rusqlite::Result<Connection> {
    let conn = connect(file, Access::WRITE)?;
    conn.pragma_update(None, "journal_mode", "delete")?;
    Ok(conn)
}

/// What SQLite has left beside a file, by its ending.
pub fn side_files(file: &Path) -> impl Iterator<Item = (&'static str, PathBuf)> {
    let named = SIDE_FILES.map(|ending| (ending, with_ending(file, ending)));
    let there = |(_, path): &(_, PathBuf)| path.symlink_metadata().is_ok();
    named.into_iter().filter(there)
}

/// Copies page by page, which asks nothing of what stands on them.
fn copy_pages(conn: &Connection, to: &Path) -> rusqlite::Result<()> {
    let mut target = Connection::open(to)?;
    rusqlite::backup::Backup::new(conn, &mut target)?.run_to_completion(
        256,
        std::time::Duration::ZERO,
        None,
    )?;
    target.close().map_err(|(_, error)| error)
}

fn inspect(file: &Path) -> rusqlite::Result<Inspection> {
    let conn = connect(file, Access::READ)?;
    let version = migrate::version(&conn)?;
    Ok(Inspection {
        version,
        is_sealed: schema::is_sealed(&conn)?,
        engine: engine(&conn)?,
        foreign_keys: foreign_keys(&conn)?,
        schema: schema::difference(&conn, version.clamp(0, migrate::VERSION))?,
    })
}

fn engine(conn: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut query = conn.prepare(&format!("PRAGMA integrity_check({NAMED})"))?;
    let rows = query.query_map([], |row| row.get(0))?;
    let mut said = rows.collect::<rusqlite::Result<Vec<String>>>()?;
    said.retain(|said| said != "ok");
    Ok(said)
}

fn foreign_keys(conn: &Connection) -> rusqlite::Result<Vec<(String, usize)>> {
    let mut query = conn.prepare("PRAGMA foreign_key_check")?;
    let mut rows = query.query([])?;
    let mut found: Vec<(String, usize)> = Vec::new();
    while let Some(row) = rows.next()? {
        let table: String = row.get(0)?;
        match found.iter_mut().find(|(known, _)| *known == table) {
            Some((_, count)) => *count += 1,
            None => found.push((table, 1)),
        }
    }
    Ok(found)
}
