//! Ledger files and bundles that somebody else wrote, or has written into.

use std::path::Path;
use std::sync::LazyLock;

use rusqlite::Connection;
use rusqlite::types::Value;
use tuogou::app::session::Session;
use tuogou::app::{archive, bundle, describe, recover, verify};
use tuogou::domain::ledger::Ledger;
use tuogou::store::HistoryFilter;

use super::frozen;
use crate::support::{Home, moment};

/// A ledger of today in which somebody has worked, and a bundle of it.
static MADE: LazyLock<[Vec<u8>; 2]> = LazyLock::new(|| {
    let home = Home::new();
    std::fs::write(home.ledger(), frozen("ledger-v4.db")).expect("written");
    let (session, ledger) = home.open("张三");
    let fishing = ledger.association_ix(29).expect("there");
    let unit = ledger.unit_of(fishing).expect("a unit");
    let to = home.path("bundle.db");
    bundle::export(&session, &ledger, unit, moment("2020-07-20"), &to, false).expect("handed out");
    drop(session);
    [home.ledger(), to].map(|path| std::fs::read(path).expect("read"))
});

fn with_file(bytes: &[u8], work: impl FnOnce(&Home, &Path)) {
    let home = Home::new();
    let file = home.path("theirs.db");
    std::fs::write(&file, bytes).expect("written");
    work(&home, &file);
}

/// Opens it, reads all of it, works on it, recovers it: whatever is refused is refused with a sentence.
fn ledger(home: &Home, file: &Path) {
    let before = std::fs::read(file).expect("read");
    let found = verify::file(file);
    let whole = found
        .as_ref()
        .is_ok_and(|found| found.rows.iter().all(|row| row.ok));
    let saved = home.path("saved.db");
    if recover::recover(file, &saved, "李四", moment("2020-07-21")).is_ok() {
        let told = verify::file(&saved).expect("looked at");
        assert!(told.rows.iter().all(|row| row.ok), "{:?}", told.rows);
    }
    assert!(
        std::fs::read(file).expect("read") == before,
        "looking at it changed it"
    );
    let opened = Session::open(file, "李四".into());
    let Ok((mut session, mut ledger)) = opened else {
        assert!(
            !whole,
            "it passes every check and cannot be opened: {opened:?}"
        );
        return;
    };
    let _ = session.history(HistoryFilter::default());
    let _ = session.entries();
    let exported = archive::export(&mut session, &mut ledger);
    assert!(!whole || exported.is_ok(), "{exported:?}");
    let _ = session.undo(&mut ledger, moment("2020-07-21"));
    let _ = session.redo(&mut ledger, moment("2020-07-21"));
}

/// Takes it for a unit's file that has come back.
fn merged(home: &Home, file: &Path) {
    std::fs::write(home.ledger(), &MADE[0]).expect("written");
    let (session, ours) = home.open("张三");
    let Ok(received) = bundle::read(&ours, file) else {
        return;
    };
    let Ok(merge) = received.merge(&session, &ours, moment("2020-07-21")) else {
        return;
    };
    for line in describe::merge(&ours, &received, &merge) {
        assert!(!line.to_string().contains(char::is_control), "{line}");
    }
    take(session, ours, &received, &merge);
}

fn take(
    mut session: Session,
    mut ours: Ledger,
    received: &bundle::Received,
    merge: &tuogou::domain::merge::Merge,
) {
    if let Some(command) = received.command(merge) {
        let _ = session.execute(&mut ours, &command, moment("2020-07-21"));
        let exported = archive::export(&mut session, &mut ours);
        assert!(exported.is_ok(), "{exported:?}");
    }
}

pub mod ledger_bytes {
    use super::*;

    pub fn read(bytes: &[u8]) {
        with_file(bytes, ledger);
    }

    pub fn seeds() -> Vec<Vec<u8>> {
        let old = [
            "ledger-v1.db",
            "ledger-v2.db",
            "ledger-v3.db",
            "ledger-v4.db",
        ];
        let mut seeds = old.map(frozen).to_vec();
        seeds.push(MADE[0].clone());
        seeds
    }
}

pub mod bundle_bytes {
    use super::*;

    pub fn read(bytes: &[u8]) {
        with_file(bytes, merged);
    }

    pub fn seeds() -> Vec<Vec<u8>> {
        vec![frozen("bundle-v4.db"), MADE[1].clone()]
    }
}

/// Where values are replaced.
const COLUMNS: [(&str, &str); 22] = [
    ("entry", "kind"),
    ("entry", "target"),
    ("entry", "recorded_at"),
    ("entry", "as_of"),
    ("entry", "recorded_by"),
    ("entry", "what"),
    ("entry", "seal"),
    ("change", "association_no"),
    ("change", "body"),
    ("change", "ordinal"),
    ("document", "body"),
    ("document", "name"),
    ("association", "name"),
    ("association", "printed_unit"),
    ("association", "printed_status"),
    ("item_state", "association_no"),
    ("item_state", "item"),
    ("item_state", "body"),
    ("fact", "key"),
    ("fact", "kind"),
    ("fact", "body"),
    ("mark", "body"),
];

/// Writes values into a file by SQL, past its triggers: which column, which row, then a text up to a
/// zero; it takes the place of what stands there, or of a part of it.
fn altered(base: &[u8], bytes: &[u8], work: impl FnOnce(&Home, &Path)) {
    with_file(base, |home, file| {
        alter(file, bytes);
        work(home, file);
    });
}

fn alter(file: &Path, bytes: &[u8]) {
    let conn = Connection::open(file).expect("opened");
    let all = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'";
    let mut triggers = conn.prepare(all).expect("asked");
    let triggers: Vec<(String, String)> = triggers
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .and_then(Iterator::collect)
        .expect("read");
    for (name, _) in &triggers {
        conn.execute_batch(&format!("DROP TRIGGER {name}"))
            .expect("dropped");
    }
    conn.execute_batch("PRAGMA foreign_keys = off")
        .expect("set");
    for one in bytes.split(|byte| *byte == 0).take(4) {
        let [column, row, how, value @ ..] = one else {
            continue;
        };
        let (table, column) = COLUMNS[usize::from(*column) % COLUMNS.len()];
        let value = String::from_utf8_lossy(value).into_owned();
        let value = match how % 4 {
            0 => Value::Integer(value.parse().unwrap_or(i64::MAX)),
            1 => Value::Null,
            2 => Value::Blob(value.into_bytes()),
            _ => Value::Text(value),
        };
        // A column of another version, or what a constraint forbids: then nothing is written.
        let sql = format!(
            "UPDATE {table} SET {column} = ?1 WHERE rowid =
                (SELECT rowid FROM {table} LIMIT 1 OFFSET ?2 % max(1, (SELECT count(*) FROM {table})))"
        );
        let _ = conn.execute(&sql, rusqlite::params![value, row]);
    }
    for (_, sql) in &triggers {
        conn.execute_batch(sql).expect("made again");
    }
}

fn alterations() -> Vec<Vec<u8>> {
    let values = [
        "2099-01-01",
        "done",
        "{\"item\":\"P1\"}",
        "",
        "\u{1b}[2J",
        "29",
    ];
    let of = |(nth, value): (u8, &str)| [&[nth * 3, nth, 3], value.as_bytes()].concat();
    (0u8..).zip(values).map(of).collect()
}

pub mod ledger_values {
    use super::*;

    pub fn read(bytes: &[u8]) {
        altered(&MADE[0], bytes, ledger);
    }

    pub fn seeds() -> Vec<Vec<u8>> {
        alterations()
    }
}

pub mod bundle_values {
    use super::*;

    pub fn read(bytes: &[u8]) {
        altered(&MADE[1], bytes, merged);
    }

    pub fn seeds() -> Vec<Vec<u8>> {
        alterations()
    }
}
