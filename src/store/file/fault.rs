//! What SQLite and the file system report, sorted by what can be done about it.

use std::path::Path;

use rusqlite::ErrorCode;

use super::StoreError;
use crate::text::fault;

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
                reason: engine(error),
            },
            _ => Self::Damaged {
                path,
                reason: engine(error),
            },
        }
    }

    /// The same for a file that was to be moved to its place.
    pub(super) fn from_placing(path: &Path, error: &std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::AlreadyExists => Self::Exists {
                path: path.to_path_buf(),
            },
            _ => Self::from_io(path, error),
        }
    }

    /// The same for an error of the file system.
    pub(super) fn from_io(path: &Path, error: &std::io::Error) -> Self {
        let path = path.to_path_buf();
        match error.kind() {
            std::io::ErrorKind::StorageFull => Self::Full { path },
            _ => Self::Unwritable {
                path,
                reason: fault::io(error),
            },
        }
    }
}

/// What the engine found; an error that has no sentence of its own keeps SQLite's number.
fn engine(error: &rusqlite::Error) -> String {
    use rusqlite::Error as E;
    match (error, error.sqlite_error()) {
        (_, Some(error)) => match error.code {
            ErrorCode::ReadOnly => "文件或文件夹是只读的".into(),
            ErrorCode::CannotOpen => "打不开".into(),
            ErrorCode::OperationInterrupted => "内容没有尽头，不像正常的台账".into(),
            ErrorCode::TooBig => "有一项内容太长".into(),
            ErrorCode::PermissionDenied => "没有权限".into(),
            ErrorCode::SystemIoFailure => "读写磁盘出错".into(),
            ErrorCode::DatabaseCorrupt => "内容被破坏或不完整".into(),
            ErrorCode::ConstraintViolation => "内容不合台账的规定".into(),
            _ => format!("数据库错误 {}", error.extended_code),
        },
        (E::FromSqlConversionFailure(column, ..) | E::InvalidColumnType(column, ..), _) => {
            format!("有一行{}的内容读不懂", place(*column))
        }
        (E::IntegralValueOutOfRange(column, _), _) => {
            format!("有一行{}的数字太大", place(*column))
        }
        (E::QueryReturnedNoRows, _) => "缺少应有的内容".into(),
        _ => "内容不是应有的样子".into(),
    }
}

/// A column by its number; a value of which nobody knows where it stood has the greatest.
fn place(column: usize) -> String {
    let number = column.checked_add(1);
    number.map_or_else(String::new, |number| format!("第 {number} 栏"))
}
