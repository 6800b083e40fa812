//! What SQLite and the file system report, sorted by what can be done about it.

use std::path::Path;

use rusqlite::ErrorCode;

use super::StoreError;

impl StoreError {
    /// Sorts an engine error by what can be done about it.
    pub(super) fn from_sqlite(path: &Path, error: &rusqlite::Error) -> Self {
        let path = path.to_path_buf();
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::NotALedger { path },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { path },
            Some(ErrorCode::DiskFull) => Self::Full { path },
            Some(
                ErrorCode::ReadOnly
                | ErrorCode::CannotOpen
                | ErrorCode::PermissionDenied
                | ErrorCode::SystemIoFailure,
            ) => Self::Unwritable {
                path,
                reason: error.to_string(),
            },
            _ => Self::Damaged {
                path,
                reason: error.to_string(),
            },
        }
    }

    /// The same for an error of the file system.
    pub(super) fn from_io(path: &Path, error: &std::io::Error) -> Self {
        let path = path.to_path_buf();
        match error.kind() {
            std::io::ErrorKind::StorageFull => Self::Full { path },
            _ => Self::Unwritable {
                path,
                reason: error.to_string(),
            },
        }
    }
}
