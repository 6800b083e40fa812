//! Recording: one entry with all its changes, in one transaction, or nothing.

use chrono::SecondsFormat;
use rusqlite::{Connection, ToSql, TransactionBehavior, params};

use super::{Store, StoreError, head, to_json};
use crate::domain::change::{Change, Key, NewEntry};

/// The place an entry took in the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recorded {
    /// Its position.
    pub seq: i64,
}

impl Store {
    /// Records an entry that was decided on the state at `expected_head`.
    ///
    /// When somebody else has recorded in between, nothing is written and
    /// [`StoreError::Stale`] asks to read on and decide again.
    pub fn record(&mut self, expected_head: i64, entry: &NewEntry) -> Result<Recorded, StoreError> {
        let path = self.path.clone();
        let fail = |error| StoreError::from_sqlite(&path, &error);
        let tx = self
            .conn
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(fail)?;
        if head(&tx).map_err(fail)? != expected_head {
            return Err(StoreError::Stale);
        }
        let seq = write_entry(&tx, entry).map_err(fail)?;
        tx.commit().map_err(fail)?;
        Ok(Recorded { seq })
    }
}

pub(super) fn write_entry(conn: &Connection, entry: &NewEntry) -> rusqlite::Result<i64> {
    conn.prepare_cached(
        "INSERT INTO entry (kind, target, recorded_at, as_of, recorded_by, what)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        entry.kind.id(),
        entry.target,
        entry.at.to_rfc3339_opts(SecondsFormat::Millis, true),
        entry.as_of.to_string(),
        entry.by,
        entry.what,
    ])?;
    let seq = conn.last_insert_rowid();
    let mut insert = conn.prepare_cached(
        "INSERT INTO change (seq, ordinal, association_no, body) VALUES (?1, ?2, ?3, ?4)",
    )?;
    for (ordinal, change) in (0i64..).zip(&entry.changes) {
        insert.execute(params![seq, ordinal, change.association(), to_json(change)])?;
        apply(conn, change)?;
    }
    Ok(seq)
}

/// A table of what stands now: two columns of a key, and the record.
struct Table {
    put: &'static str,
    take: &'static str,
}

macro_rules! table {
    ($table:literal, $first:literal, $second:literal) => {
        Table {
            put: concat!(
                "INSERT INTO ",
                $table,
                " (",
                $first,
                ", ",
                $second,
                ", body) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO UPDATE SET body = excluded.body"
            ),
            take: concat!(
                "DELETE FROM ",
                $table,
                " WHERE ",
                $first,
                " = ?1 AND ",
                $second,
                " = ?2"
            ),
        }
    };
}

const ITEMS: Table = table!("item_state", "association_no", "item");
const ANSWERS: Table = table!("answer", "association_no", "field");
const MARKS: Table = table!("milestone_mark", "milestone", "subject");
const FACTS: Table = table!("fact", "kind", "key");

/// Moves the state tables by one change.
fn apply(conn: &Connection, change: &Change) -> rusqlite::Result<()> {
    let body = change.after().map(to_json);
    match change.key() {
        Key::Item { association, item } => put(conn, &ITEMS, association, item, body),
        Key::Answer { association, field } => put(conn, &ANSWERS, association, field, body),
        Key::Mark { milestone, subject } => put(conn, &MARKS, milestone, &to_json(subject), body),
        Key::Fact(key) => put(conn, &FACTS, &key.kind(), &to_json(key), body),
    }
}

fn put(
    conn: &Connection,
    table: &Table,
    first: &dyn ToSql,
    second: &str,
    body: Option<String>,
) -> rusqlite::Result<()> {
    match body {
        Some(body) => conn
            .prepare_cached(table.put)?
            .execute(params![first, second, body])?,
        None => conn
            .prepare_cached(table.take)?
            .execute(params![first, second])?,
    };
    Ok(())
}
