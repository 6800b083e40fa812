//! Ledger files and bundles that somebody has made over: nothing in them runs, and nothing has no end.

use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::support::Home;

/// What was done to a file, and what is named.
const TAMPERED: [(&str, &str); 9] = [
    (
        "CREATE TRIGGER quiet AFTER INSERT ON entry BEGIN DELETE FROM item_state; END",
        "多出触发器 quiet",
    ),
    ("CREATE VIEW look AS SELECT 1", "多出视图 look"),
    ("CREATE TABLE more (a)", "多出表 more"),
    ("CREATE INDEX more ON entry (what)", "多出索引 more"),
    (
        "DROP TRIGGER history_is_kept_update",
        "缺少触发器 history_is_kept_update",
    ),
    ("DROP INDEX entry_by_day", "缺少索引 entry_by_day"),
    (
        "DROP TRIGGER change_is_kept_delete;
         CREATE TRIGGER change_is_kept_delete BEFORE DELETE ON change BEGIN SELECT 1; END",
        "触发器 change_is_kept_delete 被改动",
    ),
    (
        "DROP TABLE item_state;
         CREATE VIEW item_state AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
            SELECT i AS association_no, 'P1' AS item, '{}' AS body FROM n",
        "多出视图 item_state",
    ),
    (
        "PRAGMA foreign_keys = off; DROP TABLE document;
         CREATE VIEW document AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
            SELECT 'a' || i AS name, hex(randomblob(100)) AS body FROM n",
        "多出视图 document",
    ),
];

/// One line, and soon.
fn refused(home: &Home, args: &[&str]) -> String {
    let begun = Instant::now();
    let mut program = home.bare_program();
    program.timeout(Duration::from_secs(60)).args(args);
    let failed = program.assert().code(1);
    assert!(begun.elapsed() < Duration::from_secs(30), "{args:?}");
    let said = String::from_utf8_lossy(&failed.get_output().stderr).into_owned();
    assert_eq!(said.lines().count(), 1, "{said}");
    said
}

#[test]
fn a_ledger_or_bundle_that_was_made_over_is_refused_with_what_is_wrong() {
    let home = Home::new();
    home.open("张三");
    let bundle = home.path("bundle.db");
    home.program()
        .args(["export", "bundle", "--unit", "教育体育局", "--out"])
        .arg(&bundle)
        .assert()
        .success();
    for (sql, named) in TAMPERED {
        for (of, args) in [
            (home.ledger(), &["list"][..]),
            (home.ledger(), &["tick", "29", "P1"]),
            (bundle.clone(), &["import", "bundle", "--dry-run"]),
        ] {
            let file = home.path("tampered.db");
            std::fs::copy(of, &file).expect("copied");
            Connection::open(&file)
                .and_then(|conn| conn.execute_batch(sql))
                .expect(sql);
            let path = file.to_str().expect("text");
            let named_so = if args[0] == "import" { "" } else { "--ledger" };
            let mut all: Vec<&str> = args.to_vec();
            all.extend([named_so, path].into_iter().filter(|arg| !arg.is_empty()));
            let said = refused(&home, &all);
            assert!(said.contains(named), "{named}: {said}");
            std::fs::remove_file(&file).expect("left alone");
        }
    }
}

#[test]
fn a_name_in_a_file_does_not_reach_the_terminal_raw() {
    let home = Home::new();
    home.open("张三");
    Connection::open(home.ledger())
        .and_then(|conn| conn.execute_batch("CREATE VIEW \"a\u{1b}[31m\u{202e}b\" AS SELECT 1"))
        .expect("made");
    let said = refused(&home, &["list"]);
    assert!(
        said.contains("多出视图") && !said.contains('\u{1b}'),
        "{said:?}"
    );
    assert!(!said.contains('\u{202e}'), "{said:?}");
}

#[test]
fn what_a_newer_program_wrote_is_told_as_such() {
    let home = Home::new();
    home.open("张三");
    let bundle = home.path("bundle.db");
    home.program()
        .args(["export", "bundle", "--unit", "教育体育局", "--out"])
        .arg(&bundle)
        .assert()
        .success();
    let newer = home.path("newer.db");
    for (of, args) in [
        (home.ledger(), &["list", "--ledger"][..]),
        (bundle, &["import", "bundle"]),
    ] {
        std::fs::copy(of, &newer).expect("copied");
        Connection::open(&newer)
            .and_then(|conn| {
                conn.execute_batch("CREATE TABLE later (a); PRAGMA user_version = 99;")
            })
            .expect("made");
        let mut all = args.to_vec();
        all.push(newer.to_str().expect("text"));
        let said = refused(&home, &all);
        assert!(said.contains("请升级程序"), "{said}");
    }
    let archive = home.path("newer.json");
    home.program()
        .args(["export", "json", "--out"])
        .arg(&archive)
        .assert()
        .success();
    let text = std::fs::read_to_string(&archive).expect("read");
    let later = text.replacen("\"version\": 3", "\"version\": 99", 1);
    assert!(later != text);
    std::fs::write(&archive, later).expect("written");
    let to = home.path("to.db");
    let (archive, to) = (archive.to_str().expect("text"), to.to_str().expect("text"));
    let said = refused(&home, &["import", "ledger", archive, "--out", to]);
    assert!(said.contains("请升级程序"), "{said}");
}
