//! Making a ledger file that has a history already.

use std::borrow::Borrow;
use std::path::Path;

use rusqlite::TransactionBehavior;

use super::record::write_entry;
use super::{Origin, Store, StoreError};
use crate::domain::change::NewEntry;

impl Store {
    /// Makes a new ledger file with these entries, numbered from 1. It appears under its name
    /// when it is whole; one that is there already is left alone.
    ///
    /// Entries may be made one by one as they are written, so that a history of millions need not
    /// fit into memory.
    pub fn create<E: Borrow<NewEntry>>(
        path: &Path,
        origin: Origin,
        entries: impl IntoIterator<Item = E>,
    ) -> Result<(), StoreError> {
        let fail = |error| StoreError::from_sqlite(path, &error);
        let fail_io = |error: std::io::Error| StoreError::from_io(path, &error);
        check_free(path)?;
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        // Built in a folder of its own, which takes SQLite's side files along when it goes.
        let workshop = tempfile::Builder::new()
            .prefix(".tuogou-")
            .tempdir_in(folder)
            .map_err(fail_io)?;
        let part = workshop.path().join("part.db");
        let mut store = Self::open(&part, || origin)?;
        let tx = store
            .conn
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(fail)?;
        for entry in entries {
            write_entry(&tx, entry.borrow()).map_err(fail)?;
        }
        tx.commit().map_err(fail)?;
        // Closing moves everything from the side files into the ledger and to the disk.
        store.conn.close().map_err(|(_, error)| fail(error))?;
        let moved = tempfile::TempPath::try_from_path(part)
            .map_err(fail_io)?
            .persist_noclobber(path);
        match moved {
            Ok(()) => Ok(()),
            Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => {
                check_free(path)?;
                Err(fail_io(error.error))
            }
            Err(error) => Err(fail_io(error.error)),
        }
    }
}

/// A ledger goes only where nothing is, not even the side files of another: SQLite would mix
/// them into the new one.
fn check_free(path: &Path) -> Result<(), StoreError> {
    for ending in ["", "-wal", "-shm", "-journal"] {
        let mut taken = path.as_os_str().to_owned();
        taken.push(ending);
        let taken = Path::new(&taken);
        // A dangling link is in the way, too.
        if taken.symlink_metadata().is_ok() {
            return Err(StoreError::Exists {
                path: taken.to_path_buf(),
            });
        }
    }
    Ok(())
}
