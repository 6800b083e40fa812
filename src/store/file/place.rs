//! The file is the file: what is open is what stands at the path, and holds what we know of it.
//! Files are copied over, replaced, moved away and deleted while they are open; nothing is
//! recorded into one that is not there any more, and two are never mixed.

use std::fs::Metadata;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rusqlite::TransactionBehavior;

use super::prepare::is_early;
use super::record::append;
use super::{FileStore, data_version, history};
use crate::domain::change::NewEntry;
use crate::domain::seal::Head;
use crate::store::scratch::folder_of;
use crate::store::{Recorded, StoreError};

/// How often a file that is replaced again and again is opened anew.
const ATTEMPTS: usize = 3;

/// What a path leads to, and when it was written last. SQLite notices what is written through it;
/// what is copied over a file may look to it as if nothing had happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FileMark {
    file: FileNumber,
    written: Option<SystemTime>,
    length: u64,
}

/// Device and number of a file: whatever is put in its place has another. Windows lets nobody
/// replace a file that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct FileNumber(u64, u64);

impl FileNumber {
    #[cfg(unix)]
    fn of(found: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt as _;
        Self(found.dev(), found.ino())
    }

    #[cfg(not(unix))]
    fn of(_: &Metadata) -> Self {
        Self(0, 0)
    }
}

impl FileMark {
    pub(super) fn of(path: &Path) -> Result<Self, StoreError> {
        let found = path.metadata().map_err(|error| match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => StoreError::Gone {
                path: path.to_path_buf(),
            },
            _ => StoreError::from_io(path, &error),
        })?;
        Ok(Self {
            file: FileNumber::of(&found),
            written: found.modified().ok(),
            length: found.len(),
        })
    }
}

/// Other names of a file, as far as they lie beside it; `None` where it has but one.
#[cfg(unix)]
pub(super) fn other_names(path: &Path) -> Option<Vec<PathBuf>> {
    use std::os::unix::fs::MetadataExt as _;
    let about = path.metadata().ok().filter(|about| about.nlink() > 1)?;
    // The path may be a link that leads elsewhere.
    let path = path.canonicalize().ok()?;
    let beside = folder_of(&path).read_dir().into_iter().flatten().flatten();
    let same = |found: &Path| {
        let found = found.symlink_metadata().ok();
        found.is_some_and(|found| FileNumber::of(&found) == FileNumber::of(&about))
    };
    let others = beside.map(|entry| entry.path());
    let mut others: Vec<PathBuf> = others
        .filter(|other| *other != path && same(other))
        .collect();
    others.sort();
    Some(others)
}

#[cfg(not(unix))]
pub(super) fn other_names(_: &Path) -> Option<Vec<PathBuf>> {
    None
}

impl FileStore {
    pub(super) fn replaced(&self) -> StoreError {
        StoreError::Replaced {
            path: self.path.clone(),
        }
    }

    /// The path leads to the file that is open.
    pub(super) fn same_file(&self) -> Result<FileMark, StoreError> {
        let mark = FileMark::of(&self.file)?;
        if mark.file == self.mark.file {
            Ok(mark)
        } else {
            Err(self.replaced())
        }
    }

    /// Looks whether others have written; what stands at the path then goes on from `head`.
    pub(super) fn look(&mut self, head: &Head) -> Result<bool, StoreError> {
        let mark = FileMark::of(&self.file)?;
        if mark.file != self.mark.file {
            self.open_anew(head)?;
            return Ok(true);
        }
        let version = self.ask(data_version).map_err(|error| self.unlike(error))?;
        let noticed = version != self.seen_version;
        if !noticed && mark == self.mark {
            return Ok(false);
        }
        if noticed {
            self.holds(head)?;
            self.seen_version = version;
            self.mark = mark;
        } else {
            // Somebody wrote past SQLite, which may hold pages that are gone.
            self.open_anew(head)?;
        }
        Ok(true)
    }

    /// Records where the path leads, if that is what was decided on.
    pub(super) fn record_in_place(
        &mut self,
        head: &Head,
        entry: &NewEntry,
    ) -> Result<Recorded, StoreError> {
        for _ in 0..ATTEMPTS {
            let before = FileMark::of(&self.file)?;
            if before.file != self.mark.file {
                self.open_anew(head)?;
                continue;
            }
            let (path, past_sqlite) = (self.path.clone(), before != self.mark);
            let fail = |error| {
                let error = StoreError::from_sqlite(&path, &error);
                if past_sqlite {
                    unlike(&path, error)
                } else {
                    error
                }
            };
            let tx = self
                .conn
                .transaction_with_behavior(TransactionBehavior::Immediate)
                .map_err(fail)?;
            let Some(written) = append(&tx, head, entry).map_err(fail)? else {
                let news = history::since(&tx, head).map_err(fail)?;
                drop(tx);
                return Ok(Recorded::Stale(news.ok_or_else(|| self.replaced())?));
            };
            // It fits what SQLite knows of the file; is that the file?
            let past_sqlite = past_sqlite && data_version(&tx).map_err(fail)? == self.seen_version;
            let there = FileMark::of(&self.file)?;
            if past_sqlite || there.file != self.mark.file {
                tx.rollback().map_err(fail)?;
                self.open_anew(head)?;
                continue;
            }
            tx.commit().map_err(fail)?;
            self.mark = self.same_file()?;
            return Ok(Recorded::At(written));
        }
        Err(self.replaced())
    }

    /// Opens what stands at the path now, if it goes on from `head`.
    fn open_anew(&mut self, head: &Head) -> Result<(), StoreError> {
        let early = is_early(&self.file, &self.path);
        if early.map_err(|error| self.unlike(error))? {
            // Whatever it is, nothing but opening it brings it to the present schema.
            return Err(self.replaced());
        }
        let there = if self.private.is_some() {
            // A copy that is only read stays one.
            Self::open_to_read(&self.file, &self.path)
        } else {
            Self::open_there(&self.file, &self.path, self.network_share)
        };
        let mut there = there.map_err(|error| self.unlike(error))?;
        there.holds(head)?;
        if self.private.is_some() {
            (there.private, there.read_only) = (self.private.take(), self.read_only);
        }
        *self = there;
        Ok(())
    }

    fn unlike(&self, error: StoreError) -> StoreError {
        unlike(&self.path, error)
    }

    /// What we know is in the history.
    fn holds(&self, head: &Head) -> Result<(), StoreError> {
        let there = self.ask(|conn| super::seal::at(conn, head.seq));
        if there.map_err(|error| self.unlike(error))? == Some(head.seal) {
            Ok(())
        } else {
            Err(self.replaced())
        }
    }
}

/// What is no ledger any more, or none that can be read, is not the one that was opened.
fn unlike(path: &Path, error: StoreError) -> StoreError {
    let path = path.to_path_buf();
    match error {
        StoreError::NotALedger { .. } | StoreError::Empty { .. } | StoreError::Damaged { .. } => {
            StoreError::Replaced { path }
        }
        StoreError::Missing { .. } => StoreError::Gone { path },
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::file::seal;
    use crate::store::{ReadOnly, Store as _};

    /// What is opened anew is opened as it was.
    #[test]
    fn a_copy_that_is_only_read_stays_one() {
        let home = tempfile::tempdir().expect("a folder");
        let ledger = home.path().join("ledger.db");
        let early = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/it/fixtures/ledger-v4.db"
        );
        std::fs::copy(early, &ledger).expect("copied");
        let mut store = FileStore::open_to_read(&ledger, &ledger).expect("opened");
        store.read_only = Some(ReadOnly::File);
        assert!(store.private.is_some() && store.file != ledger);
        let head = seal::head(&store.conn).expect("read");
        let copy = std::fs::File::options().write(true).open(&store.file);
        let touched = copy.expect("opened").set_modified(SystemTime::UNIX_EPOCH);
        touched.expect("dated");
        assert!(store.look(&head).expect("read"));
        assert_eq!(store.read_only(), Some(ReadOnly::File));
        assert!(store.private.is_some() && store.file.exists());
        assert_eq!(seal::head(&store.conn).expect("read"), head);
        let kept = std::fs::read(&ledger).expect("read");
        assert!(kept == std::fs::read(early).expect("read"));
    }
}
