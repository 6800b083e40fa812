//! Versions of the schema. Append-only: a released step is never edited, a new one is added.

use rusqlite::Connection;

/// Marks a file as ours (`PRAGMA application_id`): "TGOU".
pub(super) const APPLICATION_ID: i64 = 0x5447_4f55;

/// One step for each version. Reasons:
/// 1. The first. `document` and `association` hold the printed origin and refuse to be changed;
///    `entry` and `change` are the history and refuse it too; `item_state` and `milestone_mark`
///    are where the history has led, one row for what somebody touched. Values are JSON so that
///    a new field of a record needs no new column.
/// 2. `answer`: what stands in the official forms, one row for each field that is filled in.
/// 3. `fact`: whatever else is learnt, agreed or decided.
/// 4. Questions that may not cost more with the length of the history. `entry_by_day`: what counts
///    for later days, which is asked after each write, and what was done on a day; with the kind,
///    so that the entries themselves are not read. `change_of_none`: what was recorded of units and
///    of the round, beside `change_by_association`; both lead back to a day. `fact_by_kind`: of a large ledger the facts that
///    move dates and units are read before all others.
/// 5. `ledger`: whose file it is, and the seal of what it was made from; `seal` of each entry: a hash
///    of it and of all before it (`domain::seal`). It stands with the entry, so that recording writes
///    no further row. Entries that are there get theirs once, which the trigger lets pass.
///    `entry_by_person`: who has done what.
const STEPS: &[&str] = &[
    "
CREATE TABLE document (
    name TEXT PRIMARY KEY,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE association (
    no             INTEGER PRIMARY KEY,
    name           TEXT NOT NULL,
    printed_unit   TEXT NOT NULL,
    printed_status TEXT NOT NULL
) STRICT;

CREATE TABLE item_state (
    association_no INTEGER NOT NULL REFERENCES association (no),
    item           TEXT NOT NULL,
    body           TEXT NOT NULL,
    PRIMARY KEY (association_no, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE milestone_mark (
    milestone TEXT NOT NULL,
    subject   TEXT NOT NULL,
    body      TEXT NOT NULL,
    PRIMARY KEY (milestone, subject)
) STRICT, WITHOUT ROWID;

CREATE TABLE entry (
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,
    kind        TEXT NOT NULL CHECK (kind IN ('do', 'undo', 'redo')),
    target      INTEGER REFERENCES entry (seq),
    recorded_at TEXT NOT NULL,
    as_of       TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    what        TEXT NOT NULL,
    CHECK ((kind = 'do') = (target IS NULL))
) STRICT;
CREATE INDEX entry_by_target ON entry (target, seq) WHERE target IS NOT NULL;

CREATE TABLE change (
    seq            INTEGER NOT NULL REFERENCES entry (seq),
    ordinal        INTEGER NOT NULL,
    association_no INTEGER REFERENCES association (no),
    body           TEXT NOT NULL,
    PRIMARY KEY (seq, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX change_by_association ON change (association_no, seq)
    WHERE association_no IS NOT NULL;

CREATE TRIGGER document_is_kept_update BEFORE UPDATE ON document
    BEGIN SELECT RAISE(ABORT, 'the origin is never overwritten'); END;
CREATE TRIGGER document_is_kept_delete BEFORE DELETE ON document
    BEGIN SELECT RAISE(ABORT, 'the origin is never overwritten'); END;
CREATE TRIGGER roster_is_kept_update BEFORE UPDATE ON association
    BEGIN SELECT RAISE(ABORT, 'the printed roster is never overwritten'); END;
CREATE TRIGGER roster_is_kept_delete BEFORE DELETE ON association
    BEGIN SELECT RAISE(ABORT, 'the printed roster is never overwritten'); END;
CREATE TRIGGER history_is_kept_update BEFORE UPDATE ON entry
    BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;
CREATE TRIGGER history_is_kept_delete BEFORE DELETE ON entry
    BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;
CREATE TRIGGER change_is_kept_update BEFORE UPDATE ON change
    BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;
CREATE TRIGGER change_is_kept_delete BEFORE DELETE ON change
    BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;
",
    "
CREATE TABLE answer (
    association_no INTEGER NOT NULL REFERENCES association (no),
    field          TEXT NOT NULL,
    body           TEXT NOT NULL,
    PRIMARY KEY (association_no, field)
) STRICT, WITHOUT ROWID;
",
    "
CREATE TABLE fact (
    key  TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
",
    "
CREATE INDEX entry_by_day ON entry (as_of, kind);
CREATE INDEX change_of_none ON change (seq) WHERE association_no IS NULL;
CREATE INDEX fact_by_kind ON fact (kind);
",
    "
CREATE TABLE ledger (
    id   TEXT NOT NULL PRIMARY KEY,
    seal TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER ledger_is_kept_update BEFORE UPDATE ON ledger
    BEGIN SELECT RAISE(ABORT, 'the origin is never overwritten'); END;
CREATE TRIGGER ledger_is_kept_delete BEFORE DELETE ON ledger
    BEGIN SELECT RAISE(ABORT, 'the origin is never overwritten'); END;
ALTER TABLE entry ADD COLUMN seal TEXT NOT NULL DEFAULT '';
DROP TRIGGER history_is_kept_update;
CREATE TRIGGER history_is_kept_update BEFORE UPDATE ON entry WHEN old.seal <> ''
    BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;
CREATE INDEX entry_by_person ON entry (recorded_by, seq);
",
];

/// The newest version that this program knows.
pub(super) const VERSION: i64 = 5;
/// From here on a file has seals.
pub(super) const SEALED: i64 = 5;

/// The version of an open file; 0 for an empty one.
pub(super) fn version(conn: &Connection) -> rusqlite::Result<i64> {
    conn.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// Runs the steps after one version up to another.
pub(super) fn run_steps(conn: &Connection, from: i64, to: i64) -> rusqlite::Result<()> {
    let at = |version| usize::try_from(version).unwrap_or(0);
    STEPS[at(from)..at(to)]
        .iter()
        .try_for_each(|step| conn.execute_batch(step))
}

/// Runs the missing steps inside the caller's transaction.
pub(super) fn upgrade(conn: &Connection, from: i64) -> rusqlite::Result<()> {
    run_steps(conn, from, VERSION)?;
    if (1..SEALED).contains(&from) {
        super::seal::seal_all(conn)?;
    }
    conn.pragma_update(None, "application_id", APPLICATION_ID)?;
    conn.pragma_update(None, "user_version", VERSION)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_one_step_for_each_version() {
        assert_eq!(usize::try_from(VERSION), Ok(STEPS.len()));
    }
}
