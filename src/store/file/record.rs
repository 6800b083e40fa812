//! Recording: one entry with all its changes, in one transaction, or nothing.

use chrono::SecondsFormat;
use rusqlite::{Connection, TransactionBehavior, params};

use super::{Store, StoreError, head, to_json};
use crate::domain::change::{Change, NewEntry};

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

/// Moves the state tables by one change.
fn apply(conn: &Connection, change: &Change) -> rusqlite::Result<()> {
    match change {
        Change::Item {
            association,
            item,
            after: Some(record),
            ..
        } => conn
            .prepare_cached(
                "INSERT INTO item_state (association_no, item, body) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO UPDATE SET body = excluded.body",
            )?
            .execute(params![association, item, to_json(record)])?,
        Change::Item {
            association,
            item,
            after: None,
            ..
        } => conn
            .prepare_cached("DELETE FROM item_state WHERE association_no = ?1 AND item = ?2")?
            .execute(params![association, item])?,
        Change::Answer {
            association,
            field,
            after: Some(record),
            ..
        } => conn
            .prepare_cached(
                "INSERT INTO answer (association_no, field, body) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO UPDATE SET body = excluded.body",
            )?
            .execute(params![association, field, to_json(record)])?,
        Change::Answer {
            association,
            field,
            after: None,
            ..
        } => conn
            .prepare_cached("DELETE FROM answer WHERE association_no = ?1 AND field = ?2")?
            .execute(params![association, field])?,
        Change::Mark {
            milestone,
            subject,
            after: Some(mark),
            ..
        } => conn
            .prepare_cached(
                "INSERT INTO milestone_mark (milestone, subject, body) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO UPDATE SET body = excluded.body",
            )?
            .execute(params![milestone, to_json(subject), to_json(mark)])?,
        Change::Mark {
            milestone,
            subject,
            after: None,
            ..
        } => conn
            .prepare_cached("DELETE FROM milestone_mark WHERE milestone = ?1 AND subject = ?2")?
            .execute(params![milestone, to_json(subject)])?,
        Change::Fact {
            key,
            after: Some(record),
            ..
        } => conn
            .prepare_cached(
                "INSERT INTO fact (kind, key, body) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO UPDATE SET body = excluded.body",
            )?
            .execute(params![key.kind(), to_json(key), to_json(record)])?,
        Change::Fact {
            key, after: None, ..
        } => conn
            .prepare_cached("DELETE FROM fact WHERE key = ?1")?
            .execute(params![to_json(key)])?,
    };
    Ok(())
}
