//! Opening a ledger file: settings, recognising what is not ours, making a new one.

use std::fs::OpenOptions;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::{FileStore, data_version, migrate, write_origin};
use crate::store::{Origin, StoreError};

/// How long a write waits for another process before it gives up.
const BUSY_TIMEOUT: Duration = Duration::from_secs(3);

impl FileStore {
    /// Opens a ledger; a missing or empty file is made from `origin`.
    ///
    /// Two processes that start at once make it once: the second waits for the first.
    pub fn open(path: &Path, origin: impl FnOnce() -> Origin) -> Result<Self, StoreError> {
        if !path.exists() {
            make_folder(path)?;
            create_private(path)?;
        }
        let fail = |error| StoreError::from_sqlite(path, &error);
        let mut conn = connect(path).map_err(fail)?;
        // Recognise the file before the first setting that would write to it.
        recognise(&conn, path)?;
        conn.pragma_update(None, "journal_mode", "wal")
            .map_err(fail)?;
        conn.pragma_update(None, "synchronous", "full")
            .map_err(fail)?;
        conn.pragma_update(None, "foreign_keys", true)
            .map_err(fail)?;
        conn.set_prepared_statement_cache_capacity(32);

        let found = migrate::version(&conn).map_err(fail)?;
        if found < migrate::VERSION {
            if found > 0 {
                let mut copy = path.as_os_str().to_owned();
                copy.push(format!(".v{found}.bak"));
                let copy = Path::new(&copy);
                if !copy.exists() {
                    migrate::copy_to(&conn, path, copy)?;
                }
            }
            let tx = conn
                .transaction_with_behavior(TransactionBehavior::Immediate)
                .map_err(fail)?;
            // Another process may have done it while we waited for the lock.
            let found = migrate::version(&tx).map_err(fail)?;
            if found < migrate::VERSION {
                migrate::upgrade(&tx, found).map_err(fail)?;
                if found == 0 {
                    write_origin(&tx, &origin()).map_err(fail)?;
                }
            }
            tx.commit().map_err(fail)?;
        }
        let seen_version = data_version(&conn).map_err(fail)?;
        Ok(Self {
            conn,
            path: path.to_path_buf(),
            seen_version,
        })
    }
}

/// Opens a file that is there.
pub(super) fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(BUSY_TIMEOUT)?;
    Ok(conn)
}

/// How every file begins that SQLite has written.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// A file that begins like this may be a ledger.
pub fn is_ledger_file(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// Refuses what is not a ledger, or one from a newer version, without touching it.
fn recognise(conn: &Connection, path: &Path) -> Result<(), StoreError> {
    let fail = |error| StoreError::from_sqlite(path, &error);
    let tables: i64 = conn
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(fail)?;
    if tables == 0 {
        return Ok(());
    }
    let id: i64 = conn
        .query_row("PRAGMA application_id", [], |row| row.get(0))
        .map_err(fail)?;
    if id != migrate::APPLICATION_ID {
        return Err(StoreError::NotALedger {
            path: path.to_path_buf(),
        });
    }
    let found = migrate::version(conn).map_err(fail)?;
    if found > migrate::VERSION {
        return Err(StoreError::Newer {
            path: path.to_path_buf(),
            found,
            known: migrate::VERSION,
        });
    }
    Ok(())
}

/// Makes the folder of a ledger where there is none, for its owner alone.
pub fn make_folder(path: &Path) -> Result<(), StoreError> {
    let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    else {
        return Ok(());
    };
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(folder)
        .map_err(|error| StoreError::from_io(path, &error))
}

/// Makes an empty file that only its owner can read; SQLite gives its side files the same mode.
pub(super) fn create_private(path: &Path) -> Result<(), StoreError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        // Another process was faster.
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(StoreError::from_io(path, &error)),
    }
}
