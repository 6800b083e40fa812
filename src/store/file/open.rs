//! Opening a ledger file: settings, recognising what is not ours, making a new one.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::{FileMark, FileStore, data_version, migrate, seal, write_origin};
use crate::store::scratch::{self, Scratch, create_private, folder_of};
use crate::store::{Origin, StoreError};

/// How long a write waits for another process before it gives up.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(3);

/// What a private copy is called.
const COPY: &str = "ledger.db";

impl FileStore {
    /// Opens a ledger that is there.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        for place in [folder_of(path), &std::env::temp_dir()] {
            scratch::sweep(place);
        }
        Self::open_there(path, path)
    }

    /// Opens `file`, which people know as `path`.
    pub(super) fn open_there(file: &Path, path: &Path) -> Result<Self, StoreError> {
        check_there(path)?;
        let fail = |error| StoreError::from_sqlite(path, &error);
        let mark = FileMark::of(file)?;
        let mut conn = connect(file).map_err(fail)?;
        // Recognise the file before the first setting that would write to it.
        recognise(&conn, path)?;
        settle(&conn).map_err(fail)?;
        let found = migrate::version(&conn).map_err(fail)?;
        if found < migrate::VERSION {
            let mut copy = file.as_os_str().to_owned();
            copy.push(format!(".v{found}.bak"));
            let copy = Path::new(&copy);
            if !copy.exists() {
                migrate::copy_to(&conn, path, copy)?;
            }
            let tx = conn
                .transaction_with_behavior(TransactionBehavior::Immediate)
                .map_err(fail)?;
            // Another process may have done it while we waited for the lock.
            let found = migrate::version(&tx).map_err(fail)?;
            if found < migrate::VERSION {
                migrate::upgrade(&tx, found).map_err(fail)?;
            }
            tx.commit().map_err(fail)?;
        }
        if let Some(fault) = seal::newest_fault(&conn).map_err(fail)? {
            return Err(StoreError::Altered {
                path: path.to_path_buf(),
                seq: fault.seq,
            });
        }
        Self::on(conn, mark, file, path)
    }

    /// Makes a ledger in a file that is not there yet.
    pub(super) fn make(path: &Path, origin: Origin) -> Result<Self, StoreError> {
        create_private(path).map_err(|error| StoreError::from_io(path, &error))?;
        let made = || {
            let mut conn = connect(path)?;
            settle(&conn)?;
            let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            migrate::upgrade(&tx, 0)?;
            write_origin(&tx, origin)?;
            tx.commit()?;
            Ok(conn)
        };
        let conn = made().map_err(|error| StoreError::from_sqlite(path, &error))?;
        Self::on(conn, FileMark::of(path)?, path, path)
    }

    /// Opens a private copy of a file that came from somebody else.
    pub(in crate::store) fn open_copy(path: &Path, most: u64) -> Result<Self, StoreError> {
        let unreadable = |error| StoreError::Unreadable {
            path: path.to_path_buf(),
            error,
        };
        path.metadata().map_err(unreadable)?;
        check_there(path)?;
        let workshop = Scratch::temporary()
            .map_err(|error| StoreError::from_io(&std::env::temp_dir(), &error))?;
        let copy = workshop.path(COPY);
        let mut target =
            create_private(&copy).map_err(|error| StoreError::from_io(&copy, &error))?;
        let copied =
            File::open(path).and_then(|file| std::io::copy(&mut file.take(most + 1), &mut target));
        let length = copied.map_err(unreadable)?;
        drop(target);
        if length > most {
            return Err(StoreError::TooLarge {
                path: path.to_path_buf(),
                most,
            });
        }
        let store = Self::open_there(&copy, path)?;
        Ok(Self {
            private: Some(workshop),
            ..store
        })
    }

    pub(super) fn on(
        conn: Connection,
        mark: FileMark,
        file: &Path,
        path: &Path,
    ) -> Result<Self, StoreError> {
        let seen_version =
            data_version(&conn).map_err(|error| StoreError::from_sqlite(path, &error))?;
        let mut store = Self {
            conn,
            file: file.to_path_buf(),
            path: path.to_path_buf(),
            mark,
            seen_version,
            private: None,
        };
        // Opening may have written itself.
        store.mark = store.same_file()?;
        Ok(store)
    }
}

/// A ledger is a file that is there and is not empty. What it holds is not looked at.
pub(super) fn check_there(path: &Path) -> Result<(), StoreError> {
    let path_of = || path.to_path_buf();
    match path.metadata() {
        Ok(about) if !about.is_file() => Err(StoreError::NotALedger { path: path_of() }),
        Ok(about) if about.len() == 0 => Err(StoreError::Empty { path: path_of() }),
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(StoreError::Missing { path: path_of() })
        }
        Err(error) => Err(StoreError::Unreadable {
            path: path_of(),
            error,
        }),
    }
}

/// How a connection works that may write.
pub(super) fn settle(conn: &Connection) -> rusqlite::Result<()> {
    conn.pragma_update(None, "journal_mode", "delete")?;
    conn.pragma_update(None, "synchronous", "full")?;
    conn.pragma_update(None, "foreign_keys", true)?;
    conn.set_prepared_statement_cache_capacity(32);
    Ok(())
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
