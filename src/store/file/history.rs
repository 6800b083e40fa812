//! Reading the history: what happened since, what people see, what undo and redo would take.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, Row, params};

use super::{bad_value, from_json, seal};
use crate::domain::change::{Change, Entry, EntryKind, HistoryEvent, HistoryLine, NewEntry};
use crate::domain::handled::Handled;
use crate::domain::seal::Head;
use crate::store::body::{entry_kind, to_json};
use crate::store::{Done, HistoryFilter};

/// Entries with their changes: a row for each change, or one for an entry that has none.
macro_rules! entries_where {
    ($which:expr) => {
        entries_where!($which, "")
    };
    ($which:expr, $changes:expr) => {
        concat!(
            "SELECT e.seq, e.kind, e.target, e.recorded_at, e.as_of, e.recorded_by, e.what, e.seal,
                c.body
             FROM entry e LEFT JOIN change c ON c.seq = e.seq ",
            $changes,
            " WHERE ",
            $which,
            " ORDER BY e.seq, c.ordinal"
        )
    };
}

/// Entries after a position, and, without its changes, the one at it.
pub(super) const SINCE: &str = entries_where!("e.seq >= ?1", "AND e.seq > ?1");

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

/// The newest thing that somebody has done and that is not taken back. It looks at each of theirs
/// from the newest on, which is a look or two of an index where nothing or little was taken back.
pub(super) const UNDO_CANDIDATE: &str = entries_where!(concat!(
    "e.seq = (SELECT e.seq FROM entry e INDEXED BY entry_by_person
        WHERE e.recorded_by = ?1 AND e.kind = 'do' AND NOT ",
    taken_back!(),
    " ORDER BY e.seq DESC LIMIT 1)"
));

/// The thing that somebody has taken back last since they did something new, of what nobody has
/// done again.
pub(super) const REDO_CANDIDATE: &str = entries_where!(
    "e.seq = (SELECT u.target FROM entry u INDEXED BY entry_by_person
        WHERE u.recorded_by = ?1 AND u.kind = 'undo'
            AND u.seq > coalesce((SELECT d.seq FROM entry d INDEXED BY entry_by_person
                WHERE d.recorded_by = ?1 AND d.kind = 'do' ORDER BY d.seq DESC LIMIT 1), 0)
            AND u.seq = (SELECT max(t.seq) FROM entry t WHERE t.target = u.target)
        ORDER BY u.seq DESC LIMIT 1)"
);

/// The entry at a position.
pub(super) const ENTRY: &str = entries_where!("e.seq = ?1");

/// Whether the entry at a position is taken back.
pub(super) const TAKEN_BACK: &str =
    concat!("SELECT ", taken_back!(), " FROM entry e WHERE e.seq = ?1");

/// What was done about some associations and was not taken back.
pub(super) const HANDLED: &str = concat!(
    "SELECT e.recorded_by, c.body FROM json_each(?1) about
     CROSS JOIN change c INDEXED BY change_by_association ON c.association_no = about.value
     CROSS JOIN entry e ON e.seq = c.seq WHERE e.kind = 'do' AND NOT ",
    taken_back!()
);

/// Counts in an index; the day's own entries only.
pub(super) const LATER_THAN: &str = "SELECT count(*) FROM entry WHERE as_of > ?1";

/// What was done for a day and was not taken back.
pub(super) const DONE_ON: &str = concat!(
    "SELECT count(*) FROM entry e WHERE e.as_of = ?1 AND e.kind = 'do' AND NOT ",
    taken_back!()
);

/// What was done up to a day and was not taken back, as it was recorded. The plus keeps the index
/// of days out of it: the entries up to today are nearly all there are, and would have to be sorted.
pub(super) const LAST_DONE: &str = concat!(
    "SELECT e.seq, e.as_of, e.recorded_by, e.what, (
        SELECT first.association_no FROM change first WHERE first.seq = e.seq
            AND first.ordinal = 0 AND NOT EXISTS (SELECT 1 FROM change c WHERE c.seq = e.seq
                AND c.association_no IS NOT first.association_no))
     FROM entry e WHERE e.kind = 'do' AND +e.as_of <= ?1 AND NOT ",
    taken_back!(),
    " ORDER BY e.seq DESC LIMIT ?2"
);

/// Entries after a head, oldest first, with their changes; `None` where it is not in the history.
pub(super) fn since(conn: &Connection, head: &Head) -> rusqlite::Result<Option<Vec<Entry>>> {
    let mut entries = entries(conn, SINCE, [head.seq])?;
    if head.seq == 0 {
        return Ok((seal::at(conn, 0)? == Some(head.seal)).then_some(entries));
    }
    if entries.first().map(Head::after) != Some(*head) {
        return Ok(None);
    }
    entries.remove(0);
    Ok(Some(entries))
}

/// The whole history, oldest first.
pub(super) fn all(conn: &Connection) -> rusqlite::Result<Vec<Entry>> {
    entries(conn, SINCE, [0])
}

/// The entry that a question finds.
pub(super) fn candidate(conn: &Connection, sql: &str, by: &str) -> rusqlite::Result<Option<Entry>> {
    Ok(entries(conn, sql, [by])?.pop())
}

/// The entry at a position, and whether it is taken back.
pub(super) fn entry(conn: &Connection, seq: i64) -> rusqlite::Result<Option<(Entry, bool)>> {
    let Some(entry) = entries(conn, ENTRY, [seq])?.pop() else {
        return Ok(None);
    };
    let mut query = conn.prepare_cached(TAKEN_BACK)?;
    let taken_back = query.query_row([seq], |row| row.get(0))?;
    Ok(Some((entry, taken_back)))
}

fn entries(
    conn: &Connection,
    sql: &str,
    params: impl rusqlite::Params,
) -> rusqlite::Result<Vec<Entry>> {
    let mut query = conn.prepare_cached(sql)?;
    let mut rows = query.query(params)?;
    let mut entries: Vec<Entry> = Vec::new();
    while let Some(row) = rows.next()? {
        let seq = row.get(0)?;
        if entries.last().is_none_or(|entry| entry.seq != seq) {
            entries.push(entry_of(seq, row)?);
        }
        if let (Some(entry), Some(body)) = (entries.last_mut(), row.get_ref(8)?.as_str_or_null()?) {
            entry.body.changes.push(from_json(8, body)?);
        }
    }
    Ok(entries)
}

pub(super) fn handled(conn: &Connection, associations: &[u32]) -> rusqlite::Result<Handled> {
    let mut query = conn.prepare_cached(HANDLED)?;
    let mut rows = query.query([to_json(&associations)])?;
    let mut handled = Handled::default();
    while let Some(row) = rows.next()? {
        let by = row.get_ref(0)?.as_str()?;
        let change: Change = from_json(1, row.get_ref(1)?.as_str()?)?;
        handled.add(by, &change);
    }
    Ok(handled)
}

pub(super) fn later_than(conn: &Connection, day: NaiveDate) -> rusqlite::Result<u32> {
    conn.prepare_cached(LATER_THAN)?
        .query_row([day.to_string()], |row| row.get(0))
}

pub(super) fn done(conn: &Connection, day: NaiveDate, limit: u32) -> rusqlite::Result<Done> {
    let day = day.to_string();
    let mut query = conn.prepare_cached(DONE_ON)?;
    let count: i64 = query.query_row([&day], |row| row.get(0))?;
    Ok(Done {
        on_day: usize::try_from(count).unwrap_or_default(),
        last: last_done(conn, &day, limit)?,
    })
}

/// Looks through what counts for later days and no further.
fn last_done(conn: &Connection, until: &str, limit: u32) -> rusqlite::Result<Vec<HistoryEvent>> {
    conn.prepare_cached(LAST_DONE)?
        .query_map(params![until, limit], |row| {
            Ok(HistoryEvent {
                seq: row.get(0)?,
                on: date_of(row, 1)?,
                by: row.get(2)?,
                what: row.get(3)?,
                association: row.get(4)?,
            })
        })?
        .collect()
}

/// The history as people read it, newest first.
pub(super) fn lines(
    conn: &Connection,
    filter: HistoryFilter,
) -> rusqlite::Result<Vec<HistoryLine>> {
    let limit = filter.limit.map_or(-1, i64::from);
    match filter.association {
        None => lines_of(conn, HISTORY, params![limit]),
        Some(no) => lines_of(conn, HISTORY_OF_ONE, params![limit, no]),
    }
}

fn lines_of(
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

fn entry_of(seq: i64, row: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        seq,
        seal: seal::seal_of(row, 7)?,
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

fn kind_of(row: &Row<'_>, column: usize) -> rusqlite::Result<EntryKind> {
    let word: String = row.get(column)?;
    entry_kind(&word).ok_or_else(|| bad_value(column, &word))
}

fn instant_of(row: &Row<'_>, column: usize) -> rusqlite::Result<DateTime<Utc>> {
    let text: String = row.get(column)?;
    text.parse().map_err(|_| bad_value(column, &text))
}

fn date_of(row: &Row<'_>, column: usize) -> rusqlite::Result<NaiveDate> {
    let text: String = row.get(column)?;
    text.parse().map_err(|_| bad_value(column, &text))
}
