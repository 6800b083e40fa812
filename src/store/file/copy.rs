//! A private copy of a ledger, on which everything can be looked at: the file itself stays as it
//! is, whatever is wrong with it.

use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::{FileMark, FileStore, StoreError, migrate, open};
use crate::store::scratch::{Scratch, create_private};
use crate::store::{Existing, Store};

/// What the copy is called.
const COPY: &str = "ledger.db";

/// What a copy byte by byte is called, of which the copy is made.
const RAW: &str = "raw.db";

/// What a killed program leaves beside a file.
const LEFT_OVER: [&str; 2] = ["-journal", "-wal"];

/// So many faults of one kind are named.
const NAMED: u32 = 5;

/// What the engine says of a file, without trust in what stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspection {
    /// The version of its schema.
    pub version: i64,
    /// Pages and rows that are not what they should be.
    pub engine: Vec<String>,
    /// Tables with rows that speak of a row that is not there, and how many.
    pub foreign_keys: Vec<(String, usize)>,
    /// Tables, indices and triggers that are missing, foreign or other than ours.
    pub schema: Vec<SchemaFlaw>,
}

/// A part of the schema that is not as this program makes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaFlaw {
    pub name: String,
    pub fault: SchemaFlawKind,
}

/// In which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemaFlawKind {
    Missing,
    Foreign,
    Altered,
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
        let copy = Self::empty(path, Some(beside))?;
        let copied = open::connect(path).and_then(|conn| copy_pages(&conn, &copy.file()));
        copied.map_err(|error| StoreError::from_sqlite(path, &error))?;
        Ok(copy)
    }

    /// Copies a ledger as it stands at one moment, whoever else works on it. With `beside`, the copy
    /// is to become that file.
    pub fn take(path: &Path, beside: Option<&Path>) -> Result<Self, StoreError> {
        open::check_there(path)?;
        let copy = Self::empty(path, beside)?;
        // A reader waits for whoever writes, and writes nothing itself. What it cannot read is what a
        // killed program has left half done: that is finished on another copy.
        // In the journal mode of earlier versions, a reader would leave side files of its own.
        let conn = if logs_ahead(path) {
            open::connect(path)
        } else {
            connect_to_read(path)
        };
        let read = conn.and_then(|conn| copy_pages(&conn, &copy.file()));
        let copied = read.or_else(|error| {
            if Self::has_left_over(path) {
                copy.take_raw(path)
            } else {
                Err(error)
            }
        });
        copied.map_err(|error| StoreError::from_sqlite(path, &error))?;
        Ok(copy)
    }

    pub(super) fn has_left_over(path: &Path) -> bool {
        let mut endings = LEFT_OVER.iter();
        endings.any(|ending| with(path, ending).exists())
    }

    /// Copies a file byte by byte with what lies beside it, and lets SQLite finish that.
    fn take_raw(&self, path: &Path) -> rusqlite::Result<()> {
        let raw = self.scratch.path(RAW);
        for ending in LEFT_OVER.iter().chain(&[""]) {
            // Without it SQLite says what is missing.
            let _ = std::fs::copy(with(path, ending), with(&raw, ending));
        }
        let conn = open::connect(&raw)?;
        copy_pages(&conn, &self.file())
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
        let mut conn = open::connect(&file).map_err(fail)?;
        let id: i64 = conn
            .query_row("PRAGMA application_id", [], |row| row.get(0))
            .map_err(fail)?;
        let found = migrate::version(&conn).map_err(fail)?;
        if id != migrate::APPLICATION_ID {
            return Err(StoreError::NotALedger { path: path.clone() });
        }
        if found > migrate::VERSION {
            return Err(StoreError::Newer {
                path: path.clone(),
                found,
                known: migrate::VERSION,
            });
        }
        open::settle(&conn).map_err(fail)?;
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

    /// Moves the copy to where it is to stay.
    pub fn move_out(self, to: &Path, existing: Existing) -> Result<(), StoreError> {
        let moved = self.scratch.move_out(COPY, to, existing);
        moved.map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => StoreError::Exists {
                path: to.to_path_buf(),
            },
            _ => StoreError::from_io(to, &error),
        })
    }
}

fn with(path: &Path, ending: &str) -> PathBuf {
    let mut path = path.as_os_str().to_owned();
    path.push(ending);
    path.into()
}

/// The header names SQLite's write-ahead log.
fn logs_ahead(path: &Path) -> bool {
    let mut header = [0; 20];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut header));
    read.is_ok() && open::is_ledger_file(&header) && header[18] == 2
}

fn connect_to_read(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(path, flags)
}

/// Copies page by page, which asks nothing of what stands on them.
fn copy_pages(conn: &Connection, to: &Path) -> rusqlite::Result<()> {
    conn.busy_timeout(open::BUSY_TIMEOUT)?;
    let mut target = Connection::open(to)?;
    rusqlite::backup::Backup::new(conn, &mut target)?.run_to_completion(
        256,
        std::time::Duration::ZERO,
        None,
    )?;
    target.close().map_err(|(_, error)| error)
}

fn inspect(file: &Path) -> rusqlite::Result<Inspection> {
    let conn = connect_to_read(file)?;
    let version = migrate::version(&conn)?;
    Ok(Inspection {
        version,
        engine: engine(&conn)?,
        foreign_keys: foreign_keys(&conn)?,
        schema: schema(&conn, version)?,
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

/// What a schema is made of: names, and how they were made.
fn parts(conn: &Connection) -> rusqlite::Result<Vec<(String, Option<String>)>> {
    // What SQLite makes for itself follows from the tables.
    let sql = "SELECT type || ' ' || name, sql FROM sqlite_schema
        WHERE name NOT LIKE 'sqlite_autoindex%' AND name <> 'sqlite_sequence' ORDER BY 1";
    let mut query = conn.prepare(sql)?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}

fn schema(conn: &Connection, version: i64) -> rusqlite::Result<Vec<SchemaFlaw>> {
    let ours = Connection::open_in_memory()?;
    migrate::make(&ours, version)?;
    let (ours, found) = (parts(&ours)?, parts(conn)?);
    let fault = |name: &str, fault| SchemaFlaw {
        name: name.to_owned(),
        fault,
    };
    let mut faults = Vec::new();
    for (name, sql) in &ours {
        match found.iter().find(|(other, _)| other == name) {
            None => faults.push(fault(name, SchemaFlawKind::Missing)),
            Some((_, other)) if other != sql => {
                faults.push(fault(name, SchemaFlawKind::Altered));
            }
            Some(_) => {}
        }
    }
    let foreign = found.iter().filter(|(name, _)| {
        let mut ours = ours.iter();
        !ours.any(|(known, _)| known == name)
    });
    faults.extend(foreign.map(|(name, _)| fault(name, SchemaFlawKind::Foreign)));
    Ok(faults)
}
