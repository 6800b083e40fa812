//! Copies of a ledger: those that are asked for, and those that the program keeps beside it before
//! something could go wrong. A copy is named by what it holds, so that nobody has to open one to
//! know whether there is news since.

use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

use anyhow::Context as _;
use chrono::{DateTime, Local, NaiveDate, Utc};

use super::verify::{self, KeptContent};
use crate::domain::seal::Head;
use crate::store::copies::{self, CopyKind, KeptCopy};
use crate::store::{Existing, LedgerCopy, StoreError};

/// Of a larger ledger, the copy of the day is made behind the screen only: nobody is to wait for it.
const LARGE: u64 = 64 << 20;

/// Why a copy is not made, or not taken.
#[derive(Debug, thiserror::Error)]
pub enum KeepingError {
    /// It was written by `export json`.
    #[error("{}", t!("{} 是 JSON 存档，不是台账文件，要另建一个台账文件", "{} is a JSON archive, no ledger; a ledger has to be made from it", _0.display()))]
    Archive(PathBuf),
    /// Something in it is not as it should be.
    #[error("{}", t!("{} 没有通过检查（{wrong}）", "{} did not pass the checks ({wrong})", path.display()))]
    Unfit {
        path: PathBuf,
        /// The first thing.
        wrong: String,
    },
}

/// The copies of one ledger, in a folder beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copies {
    ledger: PathBuf,
    /// So many of each day, and so many before imports, are kept.
    kept: usize,
}

impl Copies {
    /// Of a ledger; with 0, none is made unless it is asked for.
    pub fn of(ledger: &Path, kept: usize) -> Self {
        Self {
            ledger: ledger.to_path_buf(),
            kept,
        }
    }

    /// As many of another ledger.
    #[must_use]
    pub fn beside(&self, ledger: &Path) -> Self {
        Self::of(ledger, self.kept)
    }

    /// Where they are.
    pub fn folder(&self) -> PathBuf {
        copies::folder(&self.ledger)
    }

    /// Those that there are, newest first.
    pub fn list(&self) -> Vec<KeptCopy> {
        copies::list(&self.ledger)
    }

    /// Where a copy of a head goes that is made now.
    pub fn place(&self, kind: CopyKind, head: Option<Head>, at: DateTime<Utc>) -> PathBuf {
        copies::place(&self.ledger, kind, head, at.with_timezone(&Local))
    }

    /// There is news since the last copy, and none was made today.
    fn is_due(&self, head: Head, today: NaiveDate) -> bool {
        if self.kept == 0 || head.seq == 0 {
            return false;
        }
        let (code, today) = (head.code().to_string(), today.to_string());
        let copies = self.list();
        let done = |copy: &KeptCopy| {
            copy.code == code || (copy.kind == CopyKind::Daily && copy.taken.starts_with(&today))
        };
        !copies.iter().any(done)
    }

    fn is_large(&self) -> bool {
        let about = self.ledger.metadata();
        about.is_ok_and(|about| about.len() > LARGE)
    }

    /// The copy of the day, where it is due and nobody has to wait long for it.
    pub fn daily(&self, head: Head, at: DateTime<Utc>) -> Result<(), StoreError> {
        if self.is_large() || !self.is_due(head, at.with_timezone(&Local).date_naive()) {
            return Ok(());
        }
        self.keep(CopyKind::Daily, head, at)
    }

    /// The copy of the day, made while somebody works.
    pub fn daily_behind(&self, head: Head, at: DateTime<Utc>) -> Option<Copying> {
        let due = self.is_due(head, at.with_timezone(&Local).date_naive());
        due.then(|| {
            let copies = self.clone();
            Copying(std::thread::spawn(move || {
                copies.keep(CopyKind::Daily, head, at)
            }))
        })
    }

    /// A copy before something is imported, however long it takes: much is changed at once then.
    pub fn before_import(&self, head: Head, at: DateTime<Utc>) -> Result<(), StoreError> {
        if self.kept == 0 || head.seq == 0 {
            return Ok(());
        }
        self.keep(CopyKind::Import, head, at)
    }

    /// A copy; one that is spoiled must not push out one that is not.
    fn sound_copy(&self, to: &Path) -> Result<LedgerCopy, StoreError> {
        let copy = LedgerCopy::of_open(&self.ledger, to)?;
        if let [fault, ..] = copy.inspect()?.engine.as_slice() {
            let (path, reason) = (self.ledger.clone(), fault.clone());
            return Err(StoreError::Damaged { path, reason });
        }
        Ok(copy)
    }

    /// Makes a copy and lets old ones of its kind go.
    fn keep(&self, kind: CopyKind, head: Head, at: DateTime<Utc>) -> Result<(), StoreError> {
        let to = self.place(kind, Some(head), at);
        copies::make_folder_of(&to, &self.ledger)?;
        let kept = self.sound_copy(&to);
        let kept = kept.and_then(|copy| copy.move_out(&to, Existing::Refuse));
        kept.inspect_err(|_| copies::drop_empty_folder(&self.ledger))?;
        let older = self.list().into_iter().filter(|copy| copy.kind == kind);
        for copy in older.skip(self.kept).filter(|_| kind.is_replaceable()) {
            // One that stays does no harm.
            let _ = std::fs::remove_file(copy.path);
        }
        Ok(())
    }
}

/// A copy that is being made behind the screen.
#[derive(Debug)]
pub struct Copying(JoinHandle<Result<(), StoreError>>);

impl Copying {
    /// It is made, or cannot be.
    pub fn is_done(&self) -> bool {
        self.0.is_finished()
    }

    /// What became of it. Waits for it.
    ///
    /// # Panics
    /// When copying did.
    pub fn finish(self) -> anyhow::Result<()> {
        match self.0.join() {
            Ok(result) => result.context(both!(
                "没有做成今天的备份",
                "Today's backup could not be made"
            )),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }
}

/// A copy that somebody asked for.
#[derive(Debug)]
pub struct Backup {
    pub path: PathBuf,
    pub content: KeptContent,
    /// Bytes of the file.
    pub size: u64,
}

/// Makes a copy when everything in it is as it should be; beside the ledger unless told where.
pub fn make(copies: &Copies, to: Option<PathBuf>, at: DateTime<Utc>) -> anyhow::Result<Backup> {
    make_by(copies, to, at, |ledger, beside| {
        LedgerCopy::take(ledger, Some(beside))
    })
}

/// The same of a ledger that is open in this process.
pub fn make_of_open(copies: &Copies, at: DateTime<Utc>) -> anyhow::Result<Backup> {
    make_by(copies, None, at, LedgerCopy::of_open)
}

fn make_by(
    copies: &Copies,
    to: Option<PathBuf>,
    at: DateTime<Utc>,
    take: impl FnOnce(&Path, &Path) -> Result<LedgerCopy, StoreError>,
) -> anyhow::Result<Backup> {
    let ledger = &copies.ledger;
    let beside = match &to {
        Some(to) => to.clone(),
        None => copies.place(CopyKind::Manual, None, at),
    };
    if beside.symlink_metadata().is_ok() {
        return Err(StoreError::Exists { path: beside }.into());
    }
    copies::make_folder_of(&beside, ledger)?;
    let copy = take(ledger, &beside)?;
    let told = verify::copy(&copy)?;
    let content = told.fit(ledger)?;
    let path = to.unwrap_or_else(|| copies.place(CopyKind::Manual, Some(content.head), at));
    copy.move_out(&path, Existing::Refuse)?;
    let size = path.metadata().map_or(0, |about| about.len());
    Ok(Backup {
        path,
        content,
        size,
    })
}
