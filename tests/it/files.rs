//! The ledger file: made once, refused when foreign, history kept, two at once.

use std::os::unix::fs::PermissionsExt as _;

use rusqlite::Connection;
use tuogou::app::error::SessionError;
use tuogou::app::session::Session;
use tuogou::domain::change::Subject;
use tuogou::domain::command::Command;
use tuogou::domain::model::ItemState;
use tuogou::store::{self, HistoryFilter, StoreError, copies};

use crate::support::{Home, moment};

fn tick(item: &str) -> Command {
    Command::SetItem {
        association: 29,
        item: item.into(),
        state: Some(ItemState::Done),
        note: None,
        evidence: None,
    }
}

fn rows(home: &Home, table: &str) -> i64 {
    let conn = Connection::open(home.ledger()).expect("opens");
    conn.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| {
        row.get(0)
    })
    .expect("a count")
}

#[test]
fn the_first_start_makes_the_ledger_and_the_second_loads_it() {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("张三");
    assert_eq!(ledger.associations().len(), 150);
    let mode = std::fs::metadata(home.ledger())
        .expect("metadata")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(
        rows(&home, "item_state"),
        0,
        "what nobody touched costs no row"
    );
    session
        .execute(&mut ledger, &tick("P1"), moment("2020-07-20"))
        .expect("ticked");
    drop(session);
    let (_, again) = home.open("李四");
    assert_eq!(again, ledger);
    assert_eq!(rows(&home, "item_state"), 1);
    let conn = Connection::open(home.ledger()).expect("opens");
    let journal: String = conn
        .query_row("PRAGMA journal_mode", [], |row| row.get(0))
        .expect("mode");
    assert_eq!(journal, "delete");
}

#[test]
fn undo_and_redo_go_on_after_a_restart() {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("张三");
    for item in ["P1", "P2", "P4"] {
        session
            .execute(&mut ledger, &tick(item), moment("2020-07-20"))
            .expect("ticked");
    }
    drop(session);
    let (mut session, mut ledger) = home.open("张三");
    let first = session
        .undo(&mut ledger, moment("2020-07-21"))
        .expect("undone");
    assert!(
        first.sentence().starts_with("已撤销：开封市钓鱼协会 P4"),
        "{}",
        first.what
    );
    session
        .undo(&mut ledger, moment("2020-07-21"))
        .expect("undone");
    drop(session);
    let (mut session, mut ledger) = home.open("张三");
    let again = session
        .redo(&mut ledger, moment("2020-07-21"))
        .expect("redone");
    assert!(
        again.sentence().starts_with("已重做：开封市钓鱼协会 P2"),
        "{}",
        again.what
    );
    // Something new ends what could be redone.
    session
        .execute(&mut ledger, &tick("P5"), moment("2020-07-21"))
        .expect("ticked");
    let nothing = session.redo(&mut ledger, moment("2020-07-21"));
    assert!(matches!(nothing, Err(SessionError::NothingToRedo)));
    for _ in 0..3 {
        session
            .undo(&mut ledger, moment("2020-07-21"))
            .expect("undone");
    }
    let nothing = session.undo(&mut ledger, moment("2020-07-21"));
    assert!(matches!(nothing, Err(SessionError::NothingToUndo)));
    let history = session.history(HistoryFilter::default()).expect("history");
    assert_eq!(
        history.len(),
        3 + 2 + 1 + 1 + 3,
        "nothing is ever taken out of the history"
    );
    assert_eq!(history.iter().filter(|line| line.undone).count(), 4);
    assert_eq!(history.last().map(|line| line.by.as_str()), Some("张三"));
}

#[test]
fn one_command_is_one_entry_whatever_its_size() {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("张三");
    let before = ledger.clone();
    let all = Command::Mark {
        milestone: "M4".into(),
        subject: Subject::City,
        on: crate::support::date("2020-07-30"),
    };
    let receipt = session
        .execute(&mut ledger, &all, moment("2020-07-31"))
        .expect("marked");
    assert_eq!((receipt.changes, receipt.seq), (113, Some(1)));
    assert_eq!(rows(&home, "change"), 113);
    session
        .undo(&mut ledger, moment("2020-07-31"))
        .expect("undone");
    assert_eq!(ledger, before);
    assert_eq!(rows(&home, "milestone_mark"), 0);
}

#[test]
fn two_at_work_see_each_other_and_lose_nothing() {
    let home = Home::new();
    let (mut one, mut ledger_one) = home.open("张三");
    let (mut two, mut ledger_two) = home.open("李四");
    one.execute(&mut ledger_one, &tick("P1"), moment("2020-07-20"))
        .expect("ticked");
    // The second decides on the newest state although it has not looked.
    two.execute(&mut ledger_two, &tick("P2"), moment("2020-07-20"))
        .expect("ticked");
    assert!(one.poll(&mut ledger_one).expect("polled"));
    assert!(
        !one.poll(&mut ledger_one).expect("polled"),
        "nothing new the second time"
    );
    assert_eq!(ledger_one, ledger_two);
    let receipt = two
        .execute(&mut ledger_two, &tick("P1"), moment("2020-07-20"))
        .expect("as is");
    assert_eq!(receipt.seq, None);
}

#[test]
fn the_history_and_the_roster_cannot_be_rewritten() {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("张三");
    session
        .execute(&mut ledger, &tick("P1"), moment("2020-07-20"))
        .expect("ticked");
    let conn = Connection::open(home.ledger()).expect("opens");
    for sql in [
        "UPDATE association SET printed_status = '已脱钩' WHERE no = 29",
        "DELETE FROM association WHERE no = 150",
        "UPDATE entry SET recorded_by = '李四'",
        "DELETE FROM entry",
        "DELETE FROM change",
        "UPDATE document SET body = ''",
    ] {
        assert!(conn.execute(sql, []).is_err(), "{sql}");
    }
}

#[test]
fn a_foreign_file_is_refused_and_left_alone() {
    let home = Home::new();
    std::fs::write(home.ledger(), "这不是数据库，只是文字。".repeat(100)).expect("written");
    let before = std::fs::read(home.ledger()).expect("read");
    let error = Session::open(&home.ledger(), "张三".into()).expect_err("refused");
    assert!(
        matches!(error, SessionError::Store(StoreError::NotALedger { .. })),
        "{error}"
    );
    assert_eq!(std::fs::read(home.ledger()).expect("read"), before);

    let other = home.path("other.db");
    Connection::open(&other)
        .and_then(|conn| conn.execute_batch("CREATE TABLE t (a); INSERT INTO t VALUES (1);"))
        .expect("another program's database");
    let before = std::fs::read(&other).expect("read");
    let error = Session::open(&other, "张三".into()).expect_err("refused");
    assert!(
        matches!(error, SessionError::Store(StoreError::NotALedger { .. })),
        "{error}"
    );
    assert_eq!(std::fs::read(&other).expect("read"), before);
}

#[test]
fn a_ledger_from_a_newer_version_is_refused_and_left_alone() {
    let home = Home::new();
    drop(home.open("张三"));
    let conn = Connection::open(home.ledger()).expect("opens");
    conn.pragma_update(None, "user_version", 99).expect("set");
    conn.pragma_update(None, "journal_mode", "delete")
        .expect("set");
    drop(conn);
    let before = std::fs::read(home.ledger()).expect("read");
    let error = Session::open(&home.ledger(), "张三".into()).expect_err("refused");
    let SessionError::Store(StoreError::Newer { found, .. }) = &error else {
        panic!("{error}");
    };
    assert_eq!(*found, 99);
    assert_eq!(std::fs::read(home.ledger()).expect("read"), before);
}

#[test]
fn a_truncated_ledger_says_that_it_is_damaged() {
    let home = Home::new();
    drop(home.open("张三"));
    let conn = Connection::open(home.ledger()).expect("opens");
    conn.pragma_update(None, "journal_mode", "delete")
        .expect("set");
    drop(conn);
    let bytes = std::fs::read(home.ledger()).expect("read");
    std::fs::write(home.ledger(), &bytes[..bytes.len() / 2]).expect("written");
    let error = Session::open(&home.ledger(), "张三".into()).expect_err("refused");
    assert!(
        matches!(error, SessionError::Store(StoreError::Damaged { .. })),
        "{error}"
    );
}

#[test]
fn a_locked_ledger_says_so_and_changes_nothing() {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("张三");
    let before = ledger.clone();
    let conn = Connection::open(home.ledger()).expect("opens");
    conn.execute_batch("BEGIN IMMEDIATE").expect("locked");
    let error = session
        .execute(&mut ledger, &tick("P1"), moment("2020-07-20"))
        .expect_err("busy");
    assert!(
        matches!(error, SessionError::Store(StoreError::Busy { .. })),
        "{error}"
    );
    assert_eq!(ledger, before);
    conn.execute_batch("ROLLBACK").expect("unlocked");
    session
        .execute(&mut ledger, &tick("P1"), moment("2020-07-20"))
        .expect("ticked");
}

#[test]
fn a_backup_is_a_ledger_of_its_own() {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("张三");
    session
        .execute(&mut ledger, &tick("P1"), moment("2020-07-20"))
        .expect("ticked");
    let copy = home.path("copy.db");
    let store = store::open(&home.ledger()).expect("opens");
    store.backup(&copy).expect("copied");
    assert!(
        store.backup(&copy).is_err(),
        "an existing file is not overwritten"
    );
    let (_, copied) = Session::open(&copy, "张三".into()).expect("opens");
    assert_eq!(copied, ledger);
}

/// One frozen file for each released schema: it opens, holds what it held, and undo goes on.
#[test]
fn a_ledger_of_schema_1_still_opens() {
    let home = Home::new();
    let frozen = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/it/fixtures/ledger-v1.db"
    );
    std::fs::copy(frozen, home.ledger()).expect("copied");
    let (session, ledger) = home.open("张三");
    let fishing = ledger.association_ix(29).expect("29");
    let item = |id: &str| ledger.item(fishing, ledger.round().item_ix(id).expect("an item"));
    assert_eq!(item("P1").state, ItemState::Done);
    assert_eq!(item("A3").state, ItemState::NotApplicable);
    assert_eq!(item("P3").state, ItemState::Done, "by the mark of M3");
    let record = ledger.record(fishing, 0.into()).expect("a record");
    assert_eq!(
        (
            record.by.as_str(),
            record.note.as_str(),
            record.evidence.as_str()
        ),
        ("张三", "已明确", "文1号")
    );
    let history = session.history(HistoryFilter::default()).expect("history");
    assert_eq!(history.len(), 5);
    // The forms are new since; a copy from before the upgrade is kept.
    assert_eq!(ledger.round().forms.len(), 3);
    let copy = Connection::open(&copies::list(&home.ledger())[0].path).expect("the copy");
    let version: i64 = copy
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .expect("version");
    assert_eq!(version, 1);
    // Whoever took it back does it again.
    let (mut session, mut ledger) = home.open("李四");
    let redone = session
        .redo(&mut ledger, moment("2020-07-20"))
        .expect("redone");
    assert!(redone.what.contains("P2"), "{}", redone.what);
}
