//! Recording: one entry with all its changes, in one transaction, or nothing.

use std::collections::HashSet;

use rusqlite::{Connection, params};
use serde::Serialize;

use crate::domain::change::{Change, Key, NewEntry, Record};
use crate::domain::seal::{Head, SealedColumns, Sealing, body, recorded_at};
use crate::store::body::to_json;

/// The entry, if the one that it was decided on is still the newest, and still what it was.
const ENTRY: &str =
    "INSERT INTO entry (seq, kind, target, recorded_at, as_of, recorded_by, what, seal)
    SELECT ?7 + 1, ?1, ?2, ?3, ?4, ?5, ?6, ?8 WHERE ?7 = coalesce((SELECT max(seq) FROM entry), 0)
        AND ?9 = (SELECT seal FROM entry WHERE seq = ?7
            UNION ALL SELECT seal FROM ledger WHERE ?7 = 0)";

/// Its changes, from a position on: `[association or null, body]`.
const CHANGES: &str = "INSERT INTO change (seq, ordinal, association_no, body)
    SELECT ?1, ?2 + key, value ->> 0, value ->> 1 FROM json_each(?3)";

/// How a table of what stands now follows what is recorded: rows that are put in or over what is
/// there, rows that are taken out. Both are lists, `[first, second, body]` and `[first, second]`, so
/// that an entry takes the same few statements whatever its size.
struct RecordTable {
    put: &'static str,
    take: &'static str,
}

macro_rules! table {
    ($table:literal, $first:literal, $second:literal) => {
        RecordTable {
            put: concat!(
                "INSERT INTO ",
                $table,
                " (",
                $first,
                ", ",
                $second,
                ", body) SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?1) WHERE true
                 ON CONFLICT DO UPDATE SET body = excluded.body"
            ),
            take: concat!(
                "DELETE FROM ",
                $table,
                " WHERE (",
                $first,
                ", ",
                $second,
                ") IN (SELECT value ->> 0, value ->> 1 FROM json_each(?1))"
            ),
        }
    };
}

const TABLES: [RecordTable; 4] = [
    table!("item_state", "association_no", "item"),
    table!("answer", "association_no", "field"),
    table!("milestone_mark", "milestone", "subject"),
    table!("fact", "kind", "key"),
];

/// Writes an entry after the one that it was decided on; `None` when that is not the newest.
pub(super) fn append(
    conn: &Connection,
    head: &Head,
    entry: &NewEntry,
) -> rusqlite::Result<Option<Head>> {
    let recorded_at = recorded_at(entry.at);
    let as_of = entry.as_of.to_string();
    let mut sealing = Sealing::entry(
        head,
        SealedColumns {
            kind: entry.kind.id(),
            target: entry.target,
            recorded_at: &recorded_at,
            as_of: &as_of,
            recorded_by: &entry.by,
            what: &entry.what,
        },
    );
    let mut changes = RecordList::default();
    for change in &entry.changes {
        let body = body(change);
        sealing.change(change.association().map(i64::from), &body);
        changes.add(&(change.association(), body));
    }
    let seal = sealing.finish();
    let written = conn.prepare_cached(ENTRY)?.execute(params![
        entry.kind.id(),
        entry.target,
        recorded_at,
        as_of,
        entry.by,
        entry.what,
        head.seq,
        seal.to_string(),
        head.seal.to_string(),
    ])?;
    if written == 0 {
        return Ok(None);
    }
    let seq = head.seq + 1;
    let mut tables: [RecordRows; TABLES.len()] = Default::default();
    for change in last_of_each(&entry.changes) {
        keep(change, &mut tables);
    }
    for (first, rows) in changes.parts() {
        conn.prepare_cached(CHANGES)?
            .execute(params![seq, first, rows])?;
    }
    for (table, rows) in TABLES.iter().zip(tables) {
        for (sql, rows) in [(table.put, rows.put), (table.take, rows.take)] {
            for (_, rows) in rows.parts() {
                conn.prepare_cached(sql)?.execute([rows])?;
            }
        }
    }
    Ok(Some(Head { seq, seal }))
}

/// What an entry leaves of each thing that it changes.
fn last_of_each(changes: &[Change]) -> impl Iterator<Item = &Change> {
    let mut seen = HashSet::new();
    let newest_first = changes.iter().rev();
    newest_first.filter(move |change| seen.insert(change.key()))
}

/// What an entry puts into a table and takes out of it.
#[derive(Default)]
struct RecordRows {
    put: RecordList,
    take: RecordList,
}

impl RecordRows {
    fn keep(&mut self, first: &impl Serialize, second: &str, after: Option<&Record>) {
        match after {
            Some(record) => self.put.add(&(first, second, to_json(record))),
            None => self.take.add(&(first, second)),
        }
    }
}

/// Sorts what a change leaves to the rows of [`TABLES`].
fn keep(change: &Change, [items, answers, marks, facts]: &mut [RecordRows; TABLES.len()]) {
    let after = change.after();
    match change.key() {
        Key::Item { association, item } => items.keep(association, item, after),
        Key::Answer { association, field } => answers.keep(association, field, after),
        Key::Mark { milestone, subject } => marks.keep(milestone, &to_json(subject), after),
        Key::Fact(key) => facts.keep(&key.kind(), &to_json(key), after),
    }
}

/// Bytes from which on a list is begun anew: SQLite takes no text of a gigabyte, and nobody wants to
/// hold one.
const LONG: usize = 1 << 20;

/// Rows for one statement, as a list in JSON; for a few, where there are very many.
#[derive(Default)]
struct RecordList {
    /// Each with the position of its first row.
    parts: Vec<(i64, String)>,
    rows: i64,
}

impl RecordList {
    fn add(&mut self, row: &impl Serialize) {
        let row = to_json(row);
        match self.parts.last_mut() {
            Some((_, part)) if part.len() < LONG => {
                part.push(',');
                part.push_str(&row);
            }
            _ => self.parts.push((self.rows, format!("[{row}"))),
        }
        self.rows += 1;
    }

    fn parts(self) -> impl Iterator<Item = (i64, String)> {
        let parts = self.parts.into_iter();
        parts.map(|(first, part)| (first, part + "]"))
    }
}
