//! Connections to a ledger file: who may write, and what a file of somebody else may cost.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};

/// How long a write waits for another process before it gives up.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(3);

/// Longest value of a file of somebody else, in bytes.
const LONGEST: i32 = 16 << 20;
/// Steps of SQLite between two looks at what a file of somebody else has cost so far.
const SLICE: i32 = 10_000;
/// Slices that any file may cost, and bytes of it that pay for one more. Reading all of a ledger several times
/// takes some ten steps for each byte; a tree of pages that leads back into itself has no end.
const SLICES: u64 = 5_000;
const BYTES: u64 = 200;

/// Endings of what SQLite writes beside a database.
pub(super) const SIDE_FILES: [&str; 3] = ["-journal", "-wal", "-shm"];

/// How a file is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Access {
    write: bool,
    /// It came from somebody else and has so many bytes.
    bounded: Option<u64>,
}

impl Access {
    /// A ledger of one's own.
    pub const WRITE: Self = Self {
        write: true,
        bounded: None,
    };
    /// Nothing is written, nor anything beside it.
    pub const READ: Self = Self {
        write: false,
        bounded: None,
    };

    /// A private copy of a file of so many bytes that came from somebody else.
    pub const fn bounded(bytes: u64) -> Self {
        Self {
            write: true,
            bounded: Some(bytes),
        }
    }
}

/// Opens a file that is there. What stands in it runs nothing but the triggers that were compared with ours.
pub(super) fn connect(path: &Path, access: Access) -> rusqlite::Result<Connection> {
    let flags = if access.write {
        OpenFlags::SQLITE_OPEN_READ_WRITE
    } else {
        OpenFlags::SQLITE_OPEN_READ_ONLY
    };
    let mut conn = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    conn.busy_timeout(BUSY_TIMEOUT)?;
    for (setting, on) in [
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
    ] {
        conn.set_db_config(setting, on)?;
    }
    if let Some(bytes) = access.bounded {
        conn.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST)?;
        let mut left = SLICES + bytes / BYTES;
        let too_much = move || {
            left = left.saturating_sub(1);
            left == 0
        };
        conn.progress_handler(SLICE, Some(too_much))?;
    }
    Ok(conn)
}

/// Kibibytes of pages that are kept of a file that is gone through once; less than none by SQLite's
/// way of telling them from pages.
const ONE_PASS_CACHE: i32 = -256;

/// How a connection works that goes through the file once: what it has read is not asked for again.
pub(super) fn pass_once(conn: &Connection) -> rusqlite::Result<()> {
    conn.pragma_update(None, "cache_size", ONE_PASS_CACHE)
}

/// One that helps another to read a file, and waits for nobody.
pub(super) fn second(path: &Path) -> rusqlite::Result<Connection> {
    let conn = connect(path, Access::READ)?;
    conn.busy_timeout(Duration::ZERO)?;
    pass_once(&conn)?;
    Ok(conn)
}

/// How a connection works that may write.
///
/// A rollback journal and no write-ahead log: between two writes the one file holds everything, so that a plain copy
/// of it is whole; who only reads leaves nothing beside it; and a file that is put in its place is not mixed with a
/// log of the old one. `extra` takes the journal's disappearance to the disk as well: without it a
/// power cut just after could bring it back, and take back what was said to be recorded.
pub(super) fn settle(conn: &Connection) -> rusqlite::Result<()> {
    conn.pragma_update(None, "synchronous", "extra")?;
    conn.pragma_update(None, "foreign_keys", true)?;
    conn.set_prepared_statement_cache_capacity(32);
    Ok(())
}

/// Nothing else may be written there: it is a ledger, also by a link, or what SQLite writes beside one.
pub fn is_guarded(path: &Path) -> bool {
    is_ledger(path) || {
        let name = path.as_os_str().to_str().unwrap_or_default();
        let of = SIDE_FILES
            .iter()
            .find_map(|ending| name.strip_suffix(ending));
        of.is_some_and(|of| is_ledger(Path::new(of)))
    }
}

/// The file is a ledger, whatever else may be wrong with it. SQLite is asked, because to open and
/// close a file in any other way drops the locks that this process has on it.
fn is_ledger(path: &Path) -> bool {
    if !path.metadata().is_ok_and(|about| about.is_file()) {
        return false;
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    let application = Connection::open_with_flags(uri(path), flags)
        .and_then(|conn| conn.query_row("PRAGMA application_id", [], |row| row.get::<_, i64>(0)));
    application.is_ok_and(|id| id == super::migrate::APPLICATION_ID)
}

/// Neither locked nor recovered: only looked at.
fn uri(path: &Path) -> String {
    use std::fmt::Write as _;
    let mut uri = String::from("file:");
    #[cfg(windows)]
    uri.push_str("///");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'\\' if cfg!(windows) => uri.push('/'),
            b':' if cfg!(windows) => uri.push(':'),
            b'/' | b'.' | b'-' | b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => {
                uri.push(char::from(*byte));
            }
            byte => {
                let _ = write!(uri, "%{byte:02x}");
            }
        }
    }
    uri + "?immutable=1"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_end_is_cut_off_in_a_file_of_somebody_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.db");
        std::fs::write(&path, "").expect("written");
        let conn = connect(&path, Access::bounded(1000)).expect("opened");
        let endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
            SELECT max(i) FROM n";
        let error = conn
            .query_row(endless, [], |_| Ok(()))
            .expect_err("cut off");
        let code = error.sqlite_error_code();
        assert_eq!(code, Some(rusqlite::ErrorCode::OperationInterrupted));
        let long = conn.query_row("SELECT length(zeroblob(100000000))", [], |_| Ok(()));
        let code = long.expect_err("too long").sqlite_error_code();
        assert_eq!(code, Some(rusqlite::ErrorCode::TooBig));
    }

    #[test]
    fn a_path_of_any_signs_is_looked_at() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("账 100%?#a.db");
        let conn = Connection::open(&path).expect("made");
        let id = crate::store::file::migrate::APPLICATION_ID;
        conn.pragma_update(None, "application_id", id).expect("set");
        conn.execute_batch("CREATE TABLE a (b)").expect("made");
        assert!(is_guarded(&path));
        let journal = folder.path().join("账 100%?#a.db-journal");
        assert!(is_guarded(&journal) && !is_guarded(&folder.path().join("b")));
        assert!(!is_guarded(folder.path()));
    }
}
