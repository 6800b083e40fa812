//! Logs that a killed program has left beside a ledger. SQLite lays them over whatever file has that name, even over
//! a backup that was put in its place. Whether they belong to the file is tried on private copies first; a log that
//! does not is put aside, never thrown away.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use sha2::{Digest as _, Sha256};

use super::connect::{Access, connect};
use super::header::{self, Header};
use super::{StoreError, schema, seal};
use crate::store::scratch::{Scratch, create_private, with_ending};

/// What stands beside a database while it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Log {
    Journal,
    /// Of earlier versions, which wrote ahead.
    Wal,
}

impl Log {
    const ALL: [Self; 2] = [Self::Journal, Self::Wal];

    const fn ending(self) -> &'static str {
        match self {
            Self::Journal => "-journal",
            Self::Wal => "-wal",
        }
    }

    fn beside(self, file: &Path) -> PathBuf {
        with_ending(file, self.ending())
    }
}

/// There are logs with something in them.
pub(super) fn has_logs(file: &Path) -> bool {
    logs(file).next().is_some()
}

fn logs(file: &Path) -> impl Iterator<Item = Log> {
    let there = |log: &Log| {
        let found = log.beside(file).metadata();
        found.is_ok_and(|found| found.len() > 0)
    };
    Log::ALL.into_iter().filter(there)
}

/// Puts logs aside that do not belong to the file, unless somebody is at work on it, and says where they are.
/// Opens and closes the file: no transaction of this process may be running on it.
pub(super) fn settle(file: &Path, path: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let fail = |error: io::Error| StoreError::from_io(path, &error);
    let mut aside = Vec::new();
    let held = OpenOptions::new().read(true).write(true).open(file);
    let mut held = held.map_err(fail)?;
    // Whoever has it open and is writing will finish; SQLite waits for them.
    if !hold(&held, true) {
        return Ok(aside);
    }
    for log in logs(file) {
        if log == Log::Journal && is_not_begun(&log.beside(file)).map_err(fail)? {
            std::fs::remove_file(log.beside(file)).map_err(fail)?;
            continue;
        }
        let workshop = Scratch::beside(file).or_else(|_| Scratch::temporary());
        let workshop = workshop.map_err(fail)?;
        let base = workshop.path("alone.db");
        copy_from(&mut held, &base, u64::MAX).map_err(fail)?;
        if !belongs(&workshop, &base, &log.beside(file), log, path)? {
            let left = log.beside(file);
            let free = (1..).map(|n| with_ending(&left, &format!(".遗留-{n}")));
            let to = free.into_iter().find(|to| to.symlink_metadata().is_err());
            let to = to.expect("numbers do not end");
            std::fs::rename(&left, &to).map_err(fail)?;
            aside.push(to);
        }
    }
    Ok(aside)
}

/// A journal gets its first bytes before anything is written to the file; without them SQLite leaves it
/// where it lies.
fn is_not_begun(journal: &Path) -> io::Result<bool> {
    let mut first = [0];
    File::open(journal)?.read_exact(&mut first)?;
    Ok(first == [0])
}

/// Makes a private copy of a file that cannot be written, with the log that belongs to it.
pub(super) fn copy_settled(
    workshop: &Scratch,
    file: &Path,
    to: &Path,
    path: &Path,
) -> Result<(), StoreError> {
    let fail = |error| StoreError::Unreadable {
        path: path.to_path_buf(),
        error,
    };
    let mut held = File::open(file).map_err(fail)?;
    // Without the lock somebody writes meanwhile; what they leave is tried as any copy is.
    let _ = hold(&held, false);
    copy_from(&mut held, to, u64::MAX).map_err(fail)?;
    for log in logs(file) {
        if belongs(workshop, to, &log.beside(file), log, path)? {
            std::fs::copy(log.beside(file), log.beside(to)).map_err(fail)?;
        }
    }
    Ok(())
}

/// The content of an open file, no more than `most` bytes of it: how much it was.
pub(super) fn copy_from(from: &mut File, to: &Path, most: u64) -> io::Result<u64> {
    from.seek(SeekFrom::Start(0))?;
    io::copy(&mut from.take(most), &mut create_private(to)?)
}

/// Takes the whole file, against SQLite in other processes too; nobody waits.
#[cfg(unix)]
fn hold(file: &File, alone: bool) -> bool {
    use rustix::fs::{FlockOperation, fcntl_lock};
    let how = if alone {
        FlockOperation::NonBlockingLockExclusive
    } else {
        FlockOperation::NonBlockingLockShared
    };
    fcntl_lock(file, how).is_ok()
}

#[cfg(not(unix))]
fn hold(file: &File, alone: bool) -> bool {
    if alone {
        file.try_lock().is_ok()
    } else {
        file.try_lock_shared().is_ok()
    }
}

/// The log is of this very file. An error when the file is whole neither with it nor without.
fn belongs(
    workshop: &Scratch,
    base: &Path,
    left: &Path,
    log: Log,
    path: &Path,
) -> Result<bool, StoreError> {
    let fail = |error: io::Error| StoreError::from_io(path, &error);
    let (tried, try_log) = (workshop.path("tried.db"), log.ending());
    let alone = workshop.path("untouched.db");
    for copy in [&tried, &alone] {
        let _ = std::fs::remove_file(copy);
        copy_from(&mut File::open(base).map_err(fail)?, copy, u64::MAX).map_err(fail)?;
    }
    std::fs::copy(left, with_ending(&tried, try_log)).map_err(fail)?;
    let fits = log == Log::Wal || counters_fit(base, left).map_err(fail)?;
    let (alone, with) = (Content::of(&alone), Content::of(&tried));
    match (alone, with) {
        (None, None) => Err(StoreError::Damaged {
            path: path.to_path_buf(),
            reason: s!(
                "与旁边遗留的日志对不上，本身也不完整",
                "it does not fit the journal left beside it, and is not whole itself"
            )
            .into(),
        }),
        (None, Some(_)) => Ok(true),
        (Some(_), None) => Ok(false),
        (Some(alone), Some(with)) => Ok(match log {
            // What it takes back was begun on this state.
            Log::Journal => fits,
            // What it adds goes on from this state.
            Log::Wal => with.goes_on_from(&alone),
        }),
    }
}

/// A transaction raises the counter once, in the page that its journal puts back.
fn counters_fit(base: &Path, journal: &Path) -> io::Result<bool> {
    let now = Header::read(base)?.map(|header| header.counter);
    let before = header::counter_in_journal(journal)?;
    Ok(match (now, before) {
        (Some(now), Some(before)) => now == before || now == before.wrapping_add(1),
        // The first page was not touched yet.
        _ => true,
    })
}

/// A ledger that is whole, as far as can be told of its file.
struct Content {
    conn: Connection,
    newest: i64,
}

/// What it was made from, and its history up to an entry.
const RECORDED: [&str; 4] = [
    "SELECT name, body FROM document WHERE ?1 = ?1 ORDER BY name",
    "SELECT no, name, printed_unit, printed_status FROM association WHERE ?1 = ?1 ORDER BY no",
    "SELECT seq, kind, target, recorded_at, as_of, recorded_by, what FROM entry
        WHERE seq <= ?1 ORDER BY seq",
    "SELECT seq, ordinal, association_no, body FROM change WHERE seq <= ?1 ORDER BY seq, ordinal",
];

impl Content {
    /// Opens a private copy, on which SQLite applies the log that lies beside it.
    fn of(file: &Path) -> Option<Self> {
        let conn = connect(file, Access::WRITE).ok()?;
        schema::recognise(&conn, file).ok()?;
        let is_whole = |conn: &Connection| -> rusqlite::Result<Option<i64>> {
            let sound: String =
                conn.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
            let gaps = "SELECT count(*), coalesce(max(seq), 0) FROM entry";
            let (count, newest): (i64, i64) =
                conn.query_row(gaps, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let sealed = !schema::is_sealed(conn)? || seal::check(conn)?.fault.is_none();
            Ok((sound == "ok" && count == newest && sealed).then_some(newest))
        };
        let newest = is_whole(&conn).ok()??;
        Some(Self { conn, newest })
    }

    /// Nothing that the other holds is missing here.
    fn goes_on_from(&self, other: &Self) -> bool {
        let until = other.newest;
        let ours = recorded(&self.conn, until);
        self.newest >= until && ours.is_ok() && ours.ok() == recorded(&other.conn, until).ok()
    }
}

fn recorded(conn: &Connection, until: i64) -> rusqlite::Result<[u8; 32]> {
    let mut hash = Sha256::new();
    for sql in RECORDED {
        let mut query = conn.prepare(sql)?;
        let columns = query.column_count();
        let mut rows = query.query([until])?;
        while let Some(row) = rows.next()? {
            for column in 0..columns {
                match row.get_ref(column)? {
                    ValueRef::Integer(number) => hash.update(number.to_be_bytes()),
                    ValueRef::Text(text) => {
                        hash.update((text.len() as u64).to_be_bytes());
                        hash.update(text);
                    }
                    _ => hash.update([0]),
                }
            }
        }
    }
    Ok(hash.finalize().into())
}
