//! What a file goes through before it is used: logs of killed programs, the write-ahead log of earlier versions,
//! missing steps of the schema. One process at a time; the others wait for it and find everything done.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, TransactionBehavior};

use super::connect::{Access, BUSY_TIMEOUT, connect};
use super::header::Header;
use super::{LedgerCopy, StoreError, leftover, migrate, schema, seal};
use crate::domain::seal::Head;
use crate::store::Existing;
use crate::store::copies::{self, CopyKind};
use crate::store::scratch::folder_of;

/// How long to wait for another process that prepares the same file.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often to look.
const PAUSE: Duration = Duration::from_millis(20);

/// What is kept of a file before its schema is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    /// A copy among those that are kept beside it.
    Copied,
    /// Nothing: the file is a copy itself.
    Forgotten,
}

/// Brings a file to the present schema and journal, and says which logs were put aside. Opens and closes
/// the file: no transaction of this process may be running on it.
pub(super) fn prepare(
    file: &Path,
    path: &Path,
    access: Access,
    before: Before,
) -> Result<Vec<PathBuf>, StoreError> {
    if !needs_preparing(file, path)? {
        return Ok(Vec::new());
    }
    // Nobody else knows a private copy.
    let _turn = match before {
        Before::Copied => Some(turn(folder_of(file), path)?),
        Before::Forgotten => None,
    };
    let aside = leftover::settle(file, path)?;
    let mut conn = in_rollback_mode(file, path, access)?;
    let fail = |error| StoreError::from_sqlite(path, &error);
    if migrate::version(&conn).map_err(fail)? < migrate::VERSION {
        let tx = conn
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(fail)?;
        // Another process may have done it while we waited for the lock.
        let found = migrate::version(&tx).map_err(fail)?;
        if found < migrate::VERSION {
            // Nobody can write meanwhile, and nothing is written yet.
            let copy = match before {
                Before::Copied => Some(copy_of(file, path)?),
                Before::Forgotten => None,
            };
            migrate::upgrade(&tx, found).map_err(fail)?;
            if let Some(copy) = copy {
                keep(copy, file, seal::head(&tx).map_err(fail)?)?;
            }
        }
        tx.commit().map_err(fail)?;
    }
    Ok(aside)
}

/// It has a log, or is not of the present schema and journal. What cannot be a ledger is refused.
pub(super) fn needs_preparing(file: &Path, path: &Path) -> Result<bool, StoreError> {
    if leftover::has_logs(file) {
        return Ok(true);
    }
    is_early(file, path)
}

/// An earlier version of the program has written it last.
pub(super) fn is_early(file: &Path, path: &Path) -> Result<bool, StoreError> {
    let header = header(file, path)?;
    Ok(header.wal || i64::from(header.version) < migrate::VERSION)
}

/// The header of a file that can be a ledger.
fn header(file: &Path, path: &Path) -> Result<Header, StoreError> {
    let header = Header::read(file).map_err(|error| StoreError::Unreadable {
        path: path.to_path_buf(),
        error,
    })?;
    let ours = header.filter(|header| i64::from(header.application) == migrate::APPLICATION_ID);
    ours.ok_or_else(|| StoreError::NotALedger {
        path: path.to_path_buf(),
    })
}

/// Waits until no other process prepares a file in this folder. Where a folder cannot be locked,
/// SQLite's own locks are all there is.
#[cfg(unix)]
fn turn(folder: &Path, path: &Path) -> Result<Option<std::fs::File>, StoreError> {
    let Ok(folder) = std::fs::File::open(folder) else {
        return Ok(None);
    };
    let until = Instant::now() + PATIENCE;
    loop {
        match folder.try_lock() {
            Ok(()) => return Ok(Some(folder)),
            Err(std::fs::TryLockError::Error(_)) => return Ok(None),
            Err(std::fs::TryLockError::WouldBlock) if Instant::now() < until => {
                std::thread::sleep(PAUSE);
            }
            Err(std::fs::TryLockError::WouldBlock) => {
                return Err(StoreError::Busy {
                    path: path.to_path_buf(),
                });
            }
        }
    }
}

#[cfg(not(unix))]
fn turn(_: &Path, _: &Path) -> Result<(), StoreError> {
    Ok(())
}

/// Opens a file, and takes it out of the write-ahead mode of earlier versions. That takes the file for
/// oneself, and a program of an earlier version lets nobody have it while it runs.
fn in_rollback_mode(file: &Path, path: &Path, access: Access) -> Result<Connection, StoreError> {
    let until = Instant::now() + BUSY_TIMEOUT;
    loop {
        let conn = connect(file, access).map_err(|error| StoreError::from_sqlite(path, &error))?;
        schema::recognise(&conn, path)?;
        let mode = conn.query_row("PRAGMA journal_mode = delete", [], |row| {
            row.get::<_, String>(0)
        });
        match mode {
            Ok(mode) if mode == "delete" => return Ok(conn),
            Err(error) if !is_busy(&error) => return Err(StoreError::from_sqlite(path, &error)),
            _ if Instant::now() >= until => {
                return Err(StoreError::Busy {
                    path: path.to_path_buf(),
                });
            }
            // Not while we hold on to it ourselves.
            _ => drop(conn),
        }
        std::thread::sleep(PAUSE);
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error_code();
    matches!(
        code,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
    )
}

/// A copy of what stands in a file, which is whole.
fn copy_of(file: &Path, path: &Path) -> Result<LedgerCopy, StoreError> {
    // Where it goes is known when its state is; that folder it will be.
    let beside = copies::folder(file).join("copy");
    copies::make_folder_of(&beside, file)?;
    let reader = connect(file, Access::READ);
    let reader = reader.map_err(|error| StoreError::from_sqlite(path, &error))?;
    LedgerCopy::sound(&reader, path, &beside).inspect_err(|_| copies::drop_empty_folder(file))
}

/// Keeps a copy among those of the ledger, under a name that nothing has yet: that of the state that
/// the newer schema has found in it.
fn keep(copy: LedgerCopy, file: &Path, head: Head) -> Result<(), StoreError> {
    let mut at = copies::written(file);
    let mut to = copies::place(file, CopyKind::Upgrade, Some(head), at);
    while to.symlink_metadata().is_ok() {
        at += Duration::from_millis(1);
        to = copies::place(file, CopyKind::Upgrade, Some(head), at);
    }
    copy.move_out(&to, Existing::Refuse)
}
