//! The chain over the history: what is altered in a ledger file by other programs is noticed.

use std::fs;
use std::io::{Cursor, Read as _};
use std::path::Path;

use rusqlite::Connection;
use tuogou::app::error::SessionError;
use tuogou::app::session::Session;
use tuogou::domain::command::Command;
use tuogou::domain::model::ItemState;
use tuogou::store::{ChainBreak, ChainFault, LedgerCopy, StoreError};
use zip::ZipArchive;

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

/// A ledger with four entries, closed.
fn worked() -> Home {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("张三");
    for item in ["P1", "P2", "P4"] {
        let moment = moment("2020-07-20");
        let ticked = session.execute(&mut ledger, &tick(item), moment);
        ticked.expect("ticked");
    }
    session
        .undo(&mut ledger, moment("2020-07-20"))
        .expect("taken back");
    home
}

/// Alters the file as another program would, past the triggers.
fn alter(home: &Home, sql: &str) {
    let conn = Connection::open(home.ledger()).expect("opened");
    let triggers = "SELECT group_concat('DROP TRIGGER ' || name, ';') FROM sqlite_schema
        WHERE type = 'trigger'";
    let drop: String = conn
        .query_row(triggers, [], |row| row.get(0))
        .expect("triggers");
    let kept: String = conn
        .query_row(
            "SELECT group_concat(sql, ';') FROM sqlite_schema WHERE type = 'trigger'",
            [],
            |row| row.get(0),
        )
        .expect("triggers");
    conn.execute_batch(&format!(
        "PRAGMA foreign_keys = off; {drop}; {sql}; {kept};"
    ))
    .expect(sql);
}

fn broken(home: &Home) -> Option<ChainBreak> {
    let copy = LedgerCopy::take(&home.ledger(), None).expect("copied");
    let store = copy.open_unchecked().expect("opened");
    store.check_chain().expect("read").fault
}

#[test]
fn whatever_is_altered_is_named_by_the_first_entry_that_does_not_fit() {
    let altered = |seq| ChainBreak {
        seq,
        fault: ChainFault::Altered,
    };
    let missing = |seq| ChainBreak {
        seq,
        fault: ChainFault::Missing,
    };
    for (sql, fault) in [
        (
            "UPDATE entry SET recorded_by = '李四' WHERE seq = 1",
            altered(1),
        ),
        (
            "UPDATE entry SET recorded_at = '2020-07-21T12:00:00.000Z' WHERE seq = 2",
            altered(2),
        ),
        (
            "UPDATE entry SET as_of = '2020-07-19' WHERE seq = 2",
            altered(2),
        ),
        (
            "UPDATE entry SET what = what || '！' WHERE seq = 3",
            altered(3),
        ),
        (
            "UPDATE change SET body = replace(body, 'done', 'doing') WHERE seq = 1",
            altered(1),
        ),
        (
            "UPDATE change SET association_no = 30 WHERE seq = 2",
            altered(2),
        ),
        ("DELETE FROM change WHERE seq = 2", altered(2)),
        (
            "INSERT INTO change SELECT 3, 1, association_no, body FROM change WHERE seq = 1",
            altered(3),
        ),
        ("DELETE FROM entry WHERE seq = 2", missing(2)),
        (
            "UPDATE association SET printed_status = '已脱钩' WHERE no = 29",
            altered(0),
        ),
        (
            "UPDATE association SET printed_unit = '某局' WHERE no = 29",
            altered(0),
        ),
        ("DELETE FROM association WHERE no = 150", altered(0)),
        (
            "UPDATE document SET body = body || '#' WHERE name = 'round.toml'",
            altered(0),
        ),
        (
            "UPDATE ledger SET id = '00000000000000000000000000000001'",
            altered(0),
        ),
    ] {
        let home = worked();
        assert_eq!(broken(&home), None);
        alter(&home, sql);
        assert_eq!(broken(&home), Some(fault), "{sql}");
    }
}

/// What the newest entry says, whether there were more, and what it all began with is seen at each
/// opening.
#[test]
fn an_altered_end_or_beginning_is_refused_at_opening() {
    for (sql, position) in [
        ("UPDATE entry SET recorded_by = '李四' WHERE seq = 4", 4),
        ("UPDATE change SET body = body || ' ' WHERE seq = 4", 4),
        (
            "DELETE FROM change WHERE seq = 4; DELETE FROM entry WHERE seq = 4",
            4,
        ),
        ("DELETE FROM association WHERE no = 150", 0),
        (
            "INSERT INTO association SELECT no + 1000000, name, printed_unit, printed_status
             FROM association",
            0,
        ),
        (
            "UPDATE document SET body = body || '#' WHERE name = 'round.toml'",
            0,
        ),
        (
            "UPDATE ledger SET id = '00000000000000000000000000000001'",
            0,
        ),
        (
            "UPDATE ledger SET seal = (SELECT seal FROM entry WHERE seq = 1)",
            0,
        ),
    ] {
        let home = worked();
        alter(&home, sql);
        let opened = Session::open(&home.ledger(), "张三".into());
        let error = opened.expect_err(sql);
        let SessionError::Store(StoreError::Altered { seq, .. }) = error else {
            panic!("{sql}: {error:?}");
        };
        assert_eq!(seq, position, "{sql}");
    }
}

/// What is below each page of a Word or Excel file, or the page itself.
fn printed_marks(path: &Path) -> Vec<String> {
    let bytes = fs::read(path).expect("written");
    let Ok(mut zip) = ZipArchive::new(Cursor::new(&bytes)) else {
        return vec![String::from_utf8(bytes).expect("a page")];
    };
    let mut marks = Vec::new();
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).expect("a part");
        let name = part.name().expect("a name").into_owned();
        if name == "word/footer.xml" || name.starts_with("xl/worksheets/sheet") {
            let mut text = String::new();
            part.read_to_string(&mut text).expect("XML");
            marks.push(text);
        }
    }
    marks
}

/// One code on all of them, by which the entry is found that they were printed at.
#[test]
fn every_paper_says_which_state_of_the_ledger_it_tells_of() {
    let home = worked();
    let (session, _) = home.open("张三");
    let code = session.head().code().to_string();
    for (args, name) in [
        (&["form", "basic", "29"][..], "表"),
        (&["form", "basic", "29", "--format", "xlsx"], "填写表"),
        (&["plan", "29"], "方案"),
        (&["ledger"], "台账.xlsx"),
        (&["roster", "--format", "xlsx"], "名册.xlsx"),
        (&["letter", "circular"], "通报.docx"),
        (&["letter", "summary"], "总结.docx"),
        (&["letter", "weekly"], "周报.docx"),
        (&["letter", "minutes"], "纪要.docx"),
        (&["report", "--html"], "进展.html"),
    ] {
        let mut path = home.path(name);
        let mut program = home.program();
        program.arg("export").args(args);
        program.args(["--as-of", "2020-07-20", "--out"]).arg(&path);
        program.assert().success();
        // Forms go into a folder.
        if path.is_dir() {
            let mut files = fs::read_dir(&path).expect("a folder");
            path = files.next().expect("a file").expect("an entry").path();
        }
        let marks = printed_marks(&path);
        assert!(!marks.is_empty(), "{name}");
        for mark in marks {
            assert!(mark.contains(&code), "{name}: {code} is not in\n{mark}");
        }
    }
}
