//! Making a ledger file that has a history already.

use std::borrow::Borrow;
use std::path::Path;

use rusqlite::TransactionBehavior;

use super::connect::{SIDE_FILES, is_guarded};
use super::record::append;
use super::{FileStore, StoreError};
use crate::domain::change::NewEntry;
use crate::store::scratch::{Scratch, with_ending};
use crate::store::{Existing, Origin};

/// What a file is called until it is whole.
const PART: &str = "part.db";

/// Makes a new ledger file and moves it to its place when it is whole.
pub(in crate::store) fn create<E: Borrow<NewEntry>>(
    path: &Path,
    existing: Existing,
    origin: Origin,
    entries: impl IntoIterator<Item = E>,
) -> Result<(), StoreError> {
    let fail = |error| StoreError::from_sqlite(path, &error);
    check_free(path, existing)?;
    // Built in a folder of its own, which takes SQLite's side files along when it goes.
    let workshop = Scratch::beside(path).map_err(|error| StoreError::from_io(path, &error))?;
    let mut store = FileStore::make(&workshop.path(PART), origin)?;
    // One transaction, however long the history: a write to the disk for each entry would take
    // minutes.
    let tx = store
        .conn
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(fail)?;
    let mut head = super::seal::head(&tx).map_err(fail)?;
    for entry in entries {
        let written = append(&tx, &head, entry.borrow()).map_err(fail)?;
        head = written.expect("nobody else knows the file");
    }
    tx.commit().map_err(fail)?;
    // Closing moves everything from the side files into the ledger and to the disk.
    store.conn.close().map_err(|(_, error)| fail(error))?;
    let moved = workshop.move_out(PART, path, existing);
    moved.map_err(|error| StoreError::from_placing(path, &error))
}

/// A ledger goes only where nothing is, not even the side files of another: SQLite would mix
/// them into the new one.
fn check_free(path: &Path, existing: Existing) -> Result<(), StoreError> {
    if existing == Existing::Replace && is_guarded(path) {
        return Err(StoreError::Guarded {
            path: path.to_path_buf(),
        });
    }
    let own = (existing == Existing::Refuse).then_some("");
    for ending in own.into_iter().chain(SIDE_FILES) {
        let path = with_ending(path, ending);
        // A dangling link is in the way, too.
        if path.symlink_metadata().is_ok() {
            return Err(StoreError::Exists { path });
        }
    }
    Ok(())
}
