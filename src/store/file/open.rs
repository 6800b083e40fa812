//! Opening a ledger file to write or to read it, opening a copy, making a new one.

use std::cell::RefCell;
use std::fs::File;
use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::connect::{Access, connect, settle};
use super::prepare::{Before, needs_preparing, prepare};
use super::schema::recognise;
use super::{FileMark, FileStore, access, data_version, leftover, migrate, seal, write_origin};
use crate::store::copies;
use crate::store::scratch::{self, Scratch, create_private, folder_of};
use crate::store::{Origin, ReadOnly, StoreError};

/// What a private copy is called.
const COPY: &str = "ledger.db";

/// A ledger that is to be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opening<'p> {
    pub path: &'p Path,
    /// It may be written although it lies on a network share.
    pub network_share: bool,
}

impl<'p, P: AsRef<Path> + ?Sized> From<&'p P> for Opening<'p> {
    fn from(path: &'p P) -> Self {
        Self {
            path: path.as_ref(),
            network_share: false,
        }
    }
}

impl FileStore {
    /// Opens a ledger that is there; where it cannot be written, to be read.
    pub fn open<'p>(opening: impl Into<Opening<'p>>) -> Result<Self, StoreError> {
        let opening = opening.into();
        for place in [
            folder_of(opening.path),
            &copies::folder(opening.path),
            &std::env::temp_dir(),
        ] {
            scratch::sweep(place);
        }
        Self::open_there(opening.path, opening.path, opening.network_share)
    }

    /// Opens a ledger that is only looked at: nothing is written, there or beside it.
    pub(in crate::store) fn open_to_look(path: &Path) -> Result<Self, StoreError> {
        check_there(path)?;
        Self::open_to_read(path, path)
    }

    /// Opens `file`, which people know as `path`.
    pub(super) fn open_there(
        file: &Path,
        path: &Path,
        network_share: bool,
    ) -> Result<Self, StoreError> {
        check_there(path)?;
        let why = match access::why_read_only(file, network_share) {
            Some(why) => why,
            None => match Self::open_to_write(file, path, Access::WRITE, Before::Copied) {
                // Reading needs no room.
                Err(StoreError::Full { .. }) => ReadOnly::Full,
                opened => {
                    return opened.map(|store| Self {
                        network_share,
                        ..store
                    });
                }
            },
        };
        let store = Self::open_to_read(file, path)?;
        Ok(Self {
            read_only: Some(why),
            network_share,
            ..store
        })
    }

    fn open_to_write(
        file: &Path,
        path: &Path,
        access: Access,
        before: Before,
    ) -> Result<Self, StoreError> {
        let fail = |error| StoreError::from_sqlite(path, &error);
        let aside = prepare(file, path, access, before)?;
        let mark = FileMark::of(file)?;
        let conn = connect(file, access).map_err(fail)?;
        // Recognise the file before the first setting that would write to it.
        recognise(&conn, path)?;
        settle(&conn).map_err(fail)?;
        let read_only = conn.is_readonly("main").map_err(fail)?;
        let store = Self::checked(conn, mark, file, path)?;
        Ok(Self {
            aside,
            read_only: read_only.then_some(ReadOnly::File),
            ..store
        })
    }

    /// Writes nothing beside the file. One that has to be prepared is prepared as a private copy.
    pub(super) fn open_to_read(file: &Path, path: &Path) -> Result<Self, StoreError> {
        let fail = |error| StoreError::from_sqlite(path, &error);
        let fail_io = |error| StoreError::from_io(&std::env::temp_dir(), &error);
        if !needs_preparing(file, path)? {
            let mark = FileMark::of(file)?;
            let conn = connect(file, Access::READ).map_err(fail)?;
            recognise(&conn, path)?;
            return Self::checked(conn, mark, file, path);
        }
        let workshop = Scratch::temporary().map_err(fail_io)?;
        let copy = workshop.path(COPY);
        leftover::copy_settled(&workshop, file, &copy, path)?;
        let store = Self::open_to_write(&copy, path, Access::WRITE, Before::Forgotten)?;
        Ok(Self {
            private: Some(workshop),
            ..store
        })
    }

    /// What can be looked at in no time is as it was recorded.
    fn checked(
        conn: Connection,
        mark: FileMark,
        file: &Path,
        path: &Path,
    ) -> Result<Self, StoreError> {
        let fail = |error| StoreError::from_sqlite(path, &error);
        let mut documents = None;
        if let Some(fault) = seal::newest_fault(&conn, &mut documents).map_err(fail)? {
            return Err(StoreError::Altered {
                path: path.to_path_buf(),
                seq: fault.seq,
            });
        }
        let store = Self::on(conn, mark, file, path)?;
        store.documents.replace(documents);
        Ok(store)
    }

    /// Makes a ledger in a file that is not there yet.
    pub(super) fn make(path: &Path, origin: Origin) -> Result<Self, StoreError> {
        create_private(path).map_err(|error| StoreError::from_io(path, &error))?;
        let made = || {
            let mut conn = connect(path, Access::WRITE)?;
            settle(&conn)?;
            let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            migrate::upgrade(&tx, 0)?;
            write_origin(&tx, origin)?;
            tx.commit()?;
            Ok(conn)
        };
        let conn = made().map_err(|error| StoreError::from_sqlite(path, &error))?;
        Self::on(conn, FileMark::of(path)?, path, path)
    }

    /// Opens a private copy of a file that came from somebody else.
    pub(in crate::store) fn open_copy(path: &Path, most: u64) -> Result<Self, StoreError> {
        let unreadable = |error| StoreError::Unreadable {
            path: path.to_path_buf(),
            error,
        };
        path.metadata().map_err(unreadable)?;
        check_there(path)?;
        let workshop = Scratch::temporary()
            .map_err(|error| StoreError::from_io(&std::env::temp_dir(), &error))?;
        let copy = workshop.path(COPY);
        let copied =
            File::open(path).and_then(|mut file| leftover::copy_from(&mut file, &copy, most + 1));
        let length = copied.map_err(unreadable)?;
        if length > most {
            return Err(StoreError::TooLarge {
                path: path.to_path_buf(),
                most,
            });
        }
        let access = Access::bounded(length);
        let store = Self::open_to_write(&copy, path, access, Before::Forgotten)?;
        Ok(Self {
            private: Some(workshop),
            ..store
        })
    }

    pub(super) fn on(
        conn: Connection,
        mark: FileMark,
        file: &Path,
        path: &Path,
    ) -> Result<Self, StoreError> {
        let seen_version =
            data_version(&conn).map_err(|error| StoreError::from_sqlite(path, &error))?;
        let mut store = Self {
            conn,
            file: file.to_path_buf(),
            path: path.to_path_buf(),
            mark,
            seen_version,
            private: None,
            read_only: None,
            network_share: false,
            aside: Vec::new(),
            documents: RefCell::default(),
        };
        // Opening may have written itself.
        store.mark = store.same_file()?;
        Ok(store)
    }
}

/// A ledger is a file that is there and is not empty. What it holds is not looked at.
pub(super) fn check_there(path: &Path) -> Result<(), StoreError> {
    let path_of = || path.to_path_buf();
    match path.metadata() {
        Ok(about) if !about.is_file() => Err(StoreError::NotALedger { path: path_of() }),
        Ok(about) if about.len() == 0 => Err(StoreError::Empty { path: path_of() }),
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(StoreError::Missing { path: path_of() })
        }
        Err(error) => Err(StoreError::Unreadable {
            path: path_of(),
            error,
        }),
    }
}

/// Makes the folder of a ledger where there is none, for its owner alone.
pub fn make_folder(path: &Path) -> Result<(), StoreError> {
    let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    else {
        return Ok(());
    };
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(folder)
        .map_err(|error| StoreError::from_io(path, &error))
}
