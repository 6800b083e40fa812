//! Reading the history: what happened since, what people see, what undo and redo would take.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::error::StoreError;
use super::{Store, bad_value, from_json};
use crate::domain::change::{Entry, EntryKind, HistoryLine, NewEntry};

/// Which part of the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HistoryFilter {
    /// Only entries about this association.
    pub association: Option<u32>,
    /// At most so many, newest first.
    pub limit: Option<u32>,
}

const ENTRY: &str = "SELECT seq, kind, target, recorded_at, as_of, recorded_by, what FROM entry";

/// The newest thing that was done and not taken back. An entry's last undo or redo decides.
const UNDO_CANDIDATE: &str = "SELECT e.seq FROM entry e WHERE e.kind = 'do' AND coalesce(
        (SELECT t.kind FROM entry t WHERE t.target = e.seq ORDER BY t.seq DESC LIMIT 1), 'redo'
    ) = 'redo' ORDER BY e.seq DESC LIMIT 1";

/// The thing taken back last, and not done again, since something new was done.
const REDO_CANDIDATE: &str = "SELECT u.target FROM entry u WHERE u.kind = 'undo'
    AND u.seq > coalesce((SELECT max(seq) FROM entry WHERE kind = 'do'), 0)
    AND NOT EXISTS (
        SELECT 1 FROM entry r WHERE r.target = u.target AND r.seq > u.seq AND r.kind = 'redo'
    ) ORDER BY u.seq DESC LIMIT 1";

impl Store {
    /// Entries after a position, oldest first, with their changes.
    pub fn entries_since(&self, seq: i64) -> Result<Vec<Entry>, StoreError> {
        self.read(|conn| {
            let mut query = conn.prepare_cached(&format!("{ENTRY} WHERE seq > ?1 ORDER BY seq"))?;
            let mut entries = query
                .query_map([seq], entry_of)?
                .collect::<rusqlite::Result<Vec<_>>>()?;
            for entry in &mut entries {
                entry.body.changes = changes_of(conn, entry.seq)?;
            }
            Ok(entries)
        })
    }

    /// How many entries count for later days than this one.
    pub fn later_than(&self, day: NaiveDate) -> Result<u32, StoreError> {
        self.read(|conn| {
            let sql = "SELECT count(*) FROM entry WHERE as_of > ?1";
            conn.prepare_cached(sql)?
                .query_row([day.to_string()], |row| row.get(0))
        })
    }

    /// The history as people read it, newest first.
    pub fn history(&self, filter: HistoryFilter) -> Result<Vec<HistoryLine>, StoreError> {
        self.read(|conn| {
            let mut query = conn.prepare_cached(
                "SELECT e.seq, e.kind, e.recorded_at, e.as_of, e.recorded_by, e.what,
                    e.kind = 'do' AND coalesce((SELECT t.kind FROM entry t WHERE t.target = e.seq
                        ORDER BY t.seq DESC LIMIT 1), 'redo') = 'undo'
                 FROM entry e
                 WHERE ?1 IS NULL OR EXISTS (
                    SELECT 1 FROM change c WHERE c.association_no = ?1 AND c.seq = e.seq)
                 ORDER BY e.seq DESC LIMIT ?2",
            )?;
            let limit = filter.limit.map_or(-1, i64::from);
            query
                .query_map(params![filter.association, limit], |row| {
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
            let mut query = conn.prepare_cached(&format!("{ENTRY} WHERE seq = ({sql})"))?;
            let Some(mut entry) = query.query_row([], entry_of).optional()? else {
                return Ok(None);
            };
            entry.body.changes = changes_of(conn, entry.seq)?;
            Ok(Some(entry))
        })
    }

    fn read<T>(
        &self,
        query: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        query(&self.conn).map_err(|error| StoreError::from_sqlite(&self.path, &error))
    }
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

fn changes_of(conn: &Connection, seq: i64) -> rusqlite::Result<Vec<crate::domain::change::Change>> {
    conn.prepare_cached("SELECT body FROM change WHERE seq = ?1 ORDER BY ordinal")?
        .query_map([seq], |row| from_json(0, &row.get::<_, String>(0)?))?
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
