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
            ErrorCode::ReadOnly => s!("文件或文件夹是只读的", "file or folder is read-only").into(),
            ErrorCode::CannotOpen => s!("打不开", "cannot be opened").into(),
            ErrorCode::OperationInterrupted => s!(
                "内容没有尽头，不像正常的台账",
                "its content has no end, unlike a ledger's"
            )
            .into(),
            ErrorCode::TooBig => s!("有一项内容太长", "one item is too long").into(),
            ErrorCode::PermissionDenied => s!("没有权限", "no permission").into(),
            ErrorCode::SystemIoFailure => {
                s!("读写磁盘出错", "the disk cannot be read or written").into()
            }
            ErrorCode::DatabaseCorrupt => {
                s!("内容被破坏或不完整", "content damaged or incomplete").into()
            }
            ErrorCode::ConstraintViolation => s!(
                "内容不合台账的规定",
                "content against the rules of a ledger"
            )
            .into(),
            _ => t!("数据库错误 {}", "database error {}", error.extended_code),
        },
        (E::FromSqlConversionFailure(column, ..) | E::InvalidColumnType(column, ..), _) => {
            t!(
                "有一行{}的内容读不懂",
                "a row holds an unreadable value{}",
                place(*column)
            )
        }
        (E::IntegralValueOutOfRange(column, _), _) => {
            t!(
                "有一行{}的数字太大",
                "a row holds too large a number{}",
                place(*column)
            )
        }
        (E::QueryReturnedNoRows, _) => s!("缺少应有的内容", "content is missing").into(),
        _ => s!("内容不是应有的样子", "content is not what it should be").into(),
    }
}

/// A column by its number; a value of which nobody knows where it stood has the greatest.
fn place(column: usize) -> String {
    let number = column.checked_add(1);
    number.map_or_else(String::new, |number| {
        t!("第 {number} 栏", " in column {number}")
    })
}
