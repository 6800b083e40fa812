//! What can go wrong with a ledger file, by what the user can do about it.

use std::path::PathBuf;

/// A ledger file that cannot be used. Each sentence names the file and says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Not a database at all.
    #[error("{path} 不是台账文件，请用 --ledger 指定台账，或换一个文件名新建")]
    NotALedger {
        /// Which file.
        path: PathBuf,
    },
    /// There is a file where a new ledger was to be made.
    #[error("{path} 已经存在，没有改动；请用 --out 另起一个文件名")]
    Exists {
        /// Which file.
        path: PathBuf,
    },
    /// Written by a later version of this program.
    #[error("{path} 由更新版本的程序写成（格式 {found}，本程序支持到 {known}），请升级程序")]
    Newer {
        /// Which file.
        path: PathBuf,
        /// Its schema version.
        found: i64,
        /// Ours.
        known: i64,
    },
    /// Held by another process for too long.
    #[error("{path} 正被另一程序写入，请稍后再试")]
    Busy {
        /// Which file.
        path: PathBuf,
    },
    /// The folder or file cannot be written.
    #[error(
        "无法写入 {path}（{reason}），请检查文件夹是否存在、是否有权限，或用 --ledger 换一个位置"
    )]
    Unwritable {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// The disk is full.
    #[error("磁盘已满，{path} 没有改动，请清理磁盘后再试")]
    Full {
        /// Which file.
        path: PathBuf,
    },
    /// Recognised, but not readable.
    #[error("{path} 已损坏（{reason}），请用备份恢复")]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What the engine says.
        reason: String,
    },
}
