//! Whether somebody has a ledger open who writes only now and then: a lock that says so and keeps
//! nobody from anything.

use std::fs::{File, TryLockError};
use std::path::Path;

/// As long as it lives, others know that the ledger is open.
///
/// Whoever closes a file lets go of the locks by which SQLite in the same process keeps others out
/// of its transactions: it is made before the ledger is opened and goes after it is closed.
#[derive(Debug)]
pub struct OpenMark {
    _file: Option<File>,
}

impl OpenMark {
    /// Marks a ledger as open, where that can be done without a lock that SQLite would meet: these
    /// are kept apart on Linux.
    pub fn new(ledger: &Path) -> Self {
        let file = cfg!(target_os = "linux").then(|| File::open(ledger).ok());
        let file = file.flatten().filter(|file| file.lock_shared().is_ok());
        Self { _file: file }
    }
}

/// Somebody has it open; `None` where that cannot be known. Not to be asked while the ledger is
/// open in this process.
pub fn in_use(ledger: &Path) -> Option<bool> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    let Ok(file) = File::open(ledger) else {
        return Some(false);
    };
    match file.try_lock() {
        Ok(()) => Some(false),
        Err(TryLockError::WouldBlock) => Some(true),
        Err(TryLockError::Error(_)) => None,
    }
}
