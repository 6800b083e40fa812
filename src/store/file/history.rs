//! Reading the history: what happened since, what people see, what undo and redo would take.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{CachedStatement, Connection, OptionalExtension, Row, params};

use super::{Store, StoreError, bad_value, from_json};
use crate::domain::change::{Change, Deed, Entry, EntryKind, HistoryLine, NewEntry};

/// Which part of the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HistoryFilter {
    /// Only entries about this association.
    pub association: Option<u32>,
    /// At most so many, newest first.
    pub limit: Option<u32>,
}

const ENTRY: &str = "SELECT seq, kind, target, recorded_at, as_of, recorded_by, what FROM entry";

pub(super) const CHANGES_OF: &str = "SELECT body FROM change WHERE seq = ?1 ORDER BY ordinal";

/// The last undo or redo of the entry `e` was an undo.
macro_rules! taken_back {
    () => {
        "coalesce((SELECT t.kind FROM entry t WHERE t.target = e.seq
            ORDER BY t.seq DESC LIMIT 1), 'redo') = 'undo'"
    };
}

/// The newest entries; `LIMIT` stops it.
pub(super) const HISTORY: &str = concat!(
    "SELECT e.seq, e.kind, e.recorded_at, e.as_of, e.recorded_by, e.what, e.kind = 'do' AND ",
    taken_back!(),
    " FROM entry e ORDER BY e.seq DESC LIMIT ?1"
);

/// The newest entries about an association: only as many of its changes are read as are shown.
pub(super) const HISTORY_OF_ONE: &str = concat!(
    "SELECT e.seq, e.kind, e.recorded_at, e.as_of, e.recorded_by, e.what, e.kind = 'do' AND ",
    taken_back!(),
    " FROM (SELECT DISTINCT c.seq FROM change c INDEXED BY change_by_association
        WHERE c.association_no = ?2 ORDER BY c.seq DESC LIMIT ?1) about
     CROSS JOIN entry e ON e.seq = about.seq ORDER BY about.seq DESC"
);

/// The newest thing that was done and not taken back.
///
/// Undo takes things from the end of what is done, so after an entry that
/// - did something, that is the newest thing done;
/// - did something again, it is what was done again;
/// - took something back, it is what it was before that was done: the same question for an older
///   entry.
///
/// Asking so jumps over a run of things taken back; looking at each made taking back n things
/// cost n² looks.
pub(super) const UNDO_CANDIDATE: &str = "WITH RECURSIVE after (seq, kind, target) AS (
        SELECT seq, kind, target FROM entry WHERE seq = (SELECT max(seq) FROM entry)
        UNION ALL
        SELECT e.seq, e.kind, e.target FROM after
        CROSS JOIN entry e ON e.seq = (SELECT max(b.seq) FROM entry b WHERE b.seq < after.target)
        WHERE after.kind = 'undo'
    ) SELECT coalesce(target, seq) FROM after WHERE kind <> 'undo'";

/// The thing taken back last, and not done again, since something new was done.
///
/// After an entry that took something back, it is that; after one that did something again, it is
/// what it was before that was taken back.
pub(super) const REDO_CANDIDATE: &str = "WITH RECURSIVE after (seq, kind, target) AS (
        SELECT seq, kind, target FROM entry WHERE seq = (SELECT max(seq) FROM entry)
        UNION ALL
        SELECT e.seq, e.kind, e.target FROM after
        CROSS JOIN entry e ON e.seq = (SELECT max(b.seq) FROM entry b WHERE b.seq < (
            SELECT u.seq FROM entry u WHERE u.target = after.target AND u.seq < after.seq
                AND u.kind = 'undo' ORDER BY u.seq DESC LIMIT 1))
        WHERE after.kind = 'redo'
    ) SELECT target FROM after WHERE kind = 'undo'";

/// Counts in an index; the day's own entries only.
pub(super) const LATER_THAN: &str = "SELECT count(*) FROM entry WHERE as_of > ?1";

/// What was done for a day and was not taken back.
pub(super) const DEEDS_ON: &str = concat!(
    "SELECT count(*) FROM entry e WHERE e.as_of = ?1 AND e.kind = 'do' AND NOT ",
    taken_back!()
);

/// What was done up to a day and was not taken back, as it was recorded. The plus keeps the index
/// of days out of it: the entries up to today are nearly all there are, and would have to be sorted.
pub(super) const LAST_DEEDS: &str = concat!(
    "SELECT e.seq, e.as_of, e.recorded_by, e.what, (
        SELECT first.association_no FROM change first WHERE first.seq = e.seq
            AND first.ordinal = 0 AND NOT EXISTS (SELECT 1 FROM change c WHERE c.seq = e.seq
                AND c.association_no IS NOT first.association_no))
     FROM entry e WHERE e.kind = 'do' AND +e.as_of <= ?1 AND NOT ",
    taken_back!(),
    " ORDER BY e.seq DESC LIMIT ?2"
);

impl Store {
    /// Entries after a position, oldest first, with their changes.
    pub fn entries_since(&self, seq: i64) -> Result<Vec<Entry>, StoreError> {
        self.read(|conn| {
            let mut query = conn.prepare_cached(&since())?;
            let mut entries = query
                .query_map([seq], entry_of)?
                .collect::<rusqlite::Result<Vec<_>>>()?;
            let mut changes = conn.prepare_cached(CHANGES_OF)?;
            for entry in &mut entries {
                entry.body.changes = read_changes(&mut changes, entry.seq)?;
            }
            Ok(entries)
        })
    }

    /// How many entries count for later days than this one.
    pub fn later_than(&self, day: NaiveDate) -> Result<u32, StoreError> {
        self.read(|conn| {
            conn.prepare_cached(LATER_THAN)?
                .query_row([day.to_string()], |row| row.get(0))
        })
    }

    /// How many deeds count for exactly this day and were not taken back.
    pub fn deeds_on(&self, day: NaiveDate) -> Result<usize, StoreError> {
        let count: i64 = self.read(|conn| {
            conn.prepare_cached(DEEDS_ON)?
                .query_row([day.to_string()], |row| row.get(0))
        })?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    /// The deeds that were recorded last of those that count for this day or an earlier one and
    /// were not taken back, newest first. Looks through what counts for later days and no further.
    pub fn last_deeds(&self, until: NaiveDate, limit: u32) -> Result<Vec<Deed>, StoreError> {
        self.read(|conn| {
            conn.prepare_cached(LAST_DEEDS)?
                .query_map(params![until.to_string(), limit], |row| {
                    Ok(Deed {
                        seq: row.get(0)?,
                        on: date_of(row, 1)?,
                        by: row.get(2)?,
                        what: row.get(3)?,
                        association: row.get(4)?,
                    })
                })?
                .collect()
        })
    }

    /// The history as people read it, newest first.
    pub fn history(&self, filter: HistoryFilter) -> Result<Vec<HistoryLine>, StoreError> {
        self.read(|conn| {
            let limit = filter.limit.map_or(-1, i64::from);
            match filter.association {
                None => lines(conn, HISTORY, params![limit]),
                Some(no) => lines(conn, HISTORY_OF_ONE, params![limit, no]),
            }
        })
    }

    /// The entry that undo would take back.
    pub fn undo_candidate(&self) -> Result<Option<Entry>, StoreError> {
        self.candidate(UNDO_CANDIDATE)
    }

    /// The entry that redo would do again.
    pub fn redo_candidate(&self) -> Result<Option<Entry>, StoreError> {
        self.candidate(REDO_CANDIDATE)
    }

    fn candidate(&self, sql: &str) -> Result<Option<Entry>, StoreError> {
        self.read(|conn| {
            let mut query = conn.prepare_cached(&candidate(sql))?;
            let Some(mut entry) = query.query_row([], entry_of).optional()? else {
                return Ok(None);
            };
            let mut changes = conn.prepare_cached(CHANGES_OF)?;
            entry.body.changes = read_changes(&mut changes, entry.seq)?;
            Ok(Some(entry))
        })
    }

    pub(super) fn read<T>(
        &self,
        query: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        query(&self.conn).map_err(|error| StoreError::from_sqlite(&self.path, &error))
    }
}

/// Entries after a position.
pub(super) fn since() -> String {
    format!("{ENTRY} WHERE seq > ?1 ORDER BY seq")
}

/// The entry that a question finds.
pub(super) fn candidate(sql: &str) -> String {
    format!("{ENTRY} WHERE seq = ({sql})")
}

fn lines(
    conn: &Connection,
    sql: &str,
    params: impl rusqlite::Params,
) -> rusqlite::Result<Vec<HistoryLine>> {
    conn.prepare_cached(sql)?
        .query_map(params, |row| {
            Ok(HistoryLine {
                seq: row.get(0)?,
                kind: kind_of(row, 1)?,
                at: instant_of(row, 2)?,
                as_of: date_of(row, 3)?,
                by: row.get(4)?,
                what: row.get(5)?,
                undone: row.get(6)?,
            })
        })?
        .collect()
}

fn entry_of(row: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        seq: row.get(0)?,
        body: NewEntry {
            kind: kind_of(row, 1)?,
            target: row.get(2)?,
            at: instant_of(row, 3)?,
            as_of: date_of(row, 4)?,
            by: row.get(5)?,
            what: row.get(6)?,
            changes: Vec::new(),
        },
    })
}

fn read_changes(query: &mut CachedStatement<'_>, seq: i64) -> rusqlite::Result<Vec<Change>> {
    query
        .query_map([seq], |row| from_json(0, row.get_ref(0)?.as_str()?))?
        .collect()
}

fn kind_of(row: &Row<'_>, column: usize) -> rusqlite::Result<EntryKind> {
    let word: String = row.get(column)?;
    match word.as_str() {
        "do" => Ok(EntryKind::Do),
        "undo" => Ok(EntryKind::Undo),
        "redo" => Ok(EntryKind::Redo),
        _ => Err(bad_value(column, &word)),
    }
}

fn instant_of(row: &Row<'_>, column: usize) -> rusqlite::Result<DateTime<Utc>> {
    let text: String = row.get(column)?;
    text.parse().map_err(|_| bad_value(column, &text))
}

fn date_of(row: &Row<'_>, column: usize) -> rusqlite::Result<NaiveDate> {
    let text: String = row.get(column)?;
    text.parse().map_err(|_| bad_value(column, &text))
}
