//! Copies, restoring, checking, tampering, recovering.

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use rusqlite::Connection;
use serde_json::Value;
use tuogou::app::backup::Copies;
use tuogou::app::clock::AsOf;
use tuogou::app::export::KINDS;
use tuogou::app::recover;
use tuogou::app::verify;
use tuogou::domain::change::{EntryKind, Subject};
use tuogou::domain::command::{Command, NewAnswer, Title};
use tuogou::domain::model::ItemState;
use tuogou::domain::note::Note;
use tuogou::store::copies::CopyKind;

use crate::support::{Home, date, moment};

const DAY: [&str; 2] = ["--as-of", "2020-07-20"];

/// A ledger with some of everything: items, a mark, an answer, facts, something taken back and done
/// again.
fn worked() -> Home {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("张三");
    let item = |no, item: &str, note: &str| Command::SetItem {
        association: no,
        item: item.into(),
        state: Some(ItemState::Done),
        note: Some(note.into()),
        evidence: None,
    };
    let mark = Command::Mark {
        milestone: "M1".into(),
        subject: Subject::City,
        on: moment("2020-06-19").as_of,
    };
    let remark = Command::Note {
        subject: Subject::Association(30),
        note: Note::remark("已电话催办".to_owned()),
    };
    let commands = [
        item(29, "P2", "已成立"),
        mark,
        remark,
        item(29, "A1", "已报"),
        item(33, "P2", ""),
    ];
    for command in commands {
        let at = moment("2020-07-20");
        session
            .execute(&mut ledger, &command, at)
            .expect("recorded");
    }
    session
        .undo(&mut ledger, moment("2020-07-20"))
        .expect("undone");
    session
        .redo(&mut ledger, moment("2020-07-20"))
        .expect("redone");
    home.lines(&["fill", "29", "a2.2.inst", "是", DAY[0], DAY[1]]);
    home
}

fn failing(path: &Path) -> Vec<&'static str> {
    let told = verify::file(path).expect("looked at");
    let wrong = told.rows.iter().filter(|row| !row.ok);
    wrong.map(|row| row.id).collect()
}

#[test]
fn a_ledger_that_was_only_worked_on_is_whole() {
    let home = worked();
    assert_eq!(failing(&home.ledger()), [""; 0]);
    let rows = home.json(&["verify"]);
    let ids: Vec<&str> = rows
        .as_array()
        .expect("rows")
        .iter()
        .filter_map(|row| row["id"].as_str())
        .collect();
    assert_eq!(
        ids,
        [
            "engine",
            "references",
            "schema",
            "chain",
            "history",
            "roster",
            "state"
        ]
    );
    assert!(
        rows.as_array()
            .expect("rows")
            .iter()
            .all(|row| row["ok"] == true),
        "{rows}"
    );
    let roster = rows[5]["found"].as_str().expect("text");
    assert!(
        roster.contains("150 个 = 已脱钩 37 + 拟脱钩 113，与印发名册一致"),
        "{roster}"
    );
    let table = home.lines(&["verify"]).join("\n");
    assert!(table.contains('✓') && !table.contains('✗'), "{table}");
}

/// Somebody changes a ledger with another program.
struct Tampering {
    what: &'static str,
    sql: &'static str,
    /// Which checks fail.
    noticed_by: &'static [&'static str],
    /// The program does not open it either.
    at_opening: bool,
}

const fn tampering(
    what: &'static str,
    sql: &'static str,
    noticed_by: &'static [&'static str],
    at_opening: bool,
) -> Tampering {
    Tampering {
        what,
        sql,
        noticed_by,
        at_opening,
    }
}

/// The fourteen ways of the audit, and some more. The newest entry is the eighth.
const TAMPERINGS: [Tampering; 20] = [
    tampering(
        "who",
        "UPDATE entry SET recorded_by = '李四' WHERE seq = 2",
        &["chain"],
        false,
    ),
    tampering(
        "when",
        "UPDATE entry SET recorded_at = '2020-07-19T12:02:03.000Z' WHERE seq = 2",
        &["chain"],
        false,
    ),
    tampering(
        "the day",
        "UPDATE entry SET as_of = '2020-07-19' WHERE seq = 2",
        &["chain"],
        false,
    ),
    tampering(
        "what",
        "UPDATE entry SET what = '没有' WHERE seq = 2",
        &["chain"],
        false,
    ),
    tampering(
        "who did the newest",
        "UPDATE entry SET recorded_by = '李四' WHERE seq = 8",
        &["chain"],
        true,
    ),
    tampering(
        "the last entry is cut off, and the state with it",
        "DELETE FROM change WHERE seq = 8; DELETE FROM entry WHERE seq = 8; DELETE FROM answer",
        &["chain"],
        true,
    ),
    tampering(
        "an entry is cut out",
        "DELETE FROM change WHERE seq = 4; DELETE FROM entry WHERE seq = 4",
        &["chain", "history", "state"],
        false,
    ),
    tampering(
        "a note, in the history and in the state alike",
        "UPDATE change SET body = replace(body, '已成立', '没成立');
         UPDATE item_state SET body = replace(body, '已成立', '没成立')",
        &["chain"],
        false,
    ),
    tampering(
        "a note in the state",
        "UPDATE item_state SET body = replace(body, '已成立', '没成立')",
        &["state"],
        false,
    ),
    tampering(
        "an item is not done any more",
        "DELETE FROM item_state WHERE item = 'P2'",
        &["state"],
        false,
    ),
    tampering(
        "an item is done of which nobody knows",
        "INSERT INTO item_state SELECT 34, item, body FROM item_state WHERE association_no = 33",
        &["state"],
        false,
    ),
    tampering("a remark is gone", "DELETE FROM fact", &["state"], false),
    tampering(
        "a change is of another association",
        "UPDATE change SET association_no = 34 WHERE association_no = 33",
        &["chain"],
        false,
    ),
    tampering(
        "拟脱钩 becomes 已脱钩",
        "UPDATE association SET printed_status = '已脱钩' WHERE no = 40",
        &["chain"],
        true,
    ),
    tampering(
        "a row of the roster is gone",
        "DELETE FROM association WHERE no = 41",
        &["chain"],
        true,
    ),
    tampering(
        "a name",
        "UPDATE association SET name = name || '会' WHERE no = 42",
        &["chain"],
        true,
    ),
    tampering(
        "the date of a milestone in the documents",
        "UPDATE document SET body = replace(body, '2020-07-31', '2020-08-31')",
        &["chain"],
        true,
    ),
    tampering("a trigger is missing", "", &["schema"], true),
    tampering(
        "a view stands there as well",
        "CREATE VIEW item_view AS SELECT * FROM item_state",
        &["schema"],
        true,
    ),
    tampering(
        "whose ledger it is",
        "UPDATE ledger SET id = 'ffffffffffffffffffffffffffffffff'",
        &["chain"],
        true,
    ),
];

/// Takes the triggers away, does it, and puts them back, all but one where nothing else is done.
fn tamper(path: &Path, sql: &str) {
    let conn = Connection::open(path).expect("opens");
    let mut query = conn
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        .expect("a query");
    let triggers: Vec<(String, String)> = query
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .expect("triggers")
        .collect::<rusqlite::Result<_>>()
        .expect("triggers");
    drop(query);
    assert!(triggers.len() >= 8);
    conn.execute_batch("PRAGMA foreign_keys = off")
        .expect("off");
    for (name, _) in &triggers {
        conn.execute_batch(&format!("DROP TRIGGER {name}"))
            .expect("dropped");
    }
    conn.execute_batch(sql).expect("tampered");
    for (_, sql) in triggers.iter().skip(usize::from(sql.is_empty())) {
        conn.execute_batch(sql).expect("put back");
    }
}

#[test]
fn every_tampering_is_noticed_and_named() {
    let home = worked();
    assert_eq!(home.json(&["history"]).as_array().map(Vec::len), Some(8));
    let original = std::fs::read(home.ledger()).expect("read");
    let mut unnoticed_at_opening = Vec::new();
    for tampering in TAMPERINGS {
        let path = home.path("tampered.db");
        std::fs::write(&path, &original).expect("written");
        tamper(&path, tampering.sql);
        assert_eq!(failing(&path), tampering.noticed_by, "{}", tampering.what);
        let mut verify = home.program();
        let output = verify.arg("verify").arg(&path).output().expect("runs");
        assert_eq!(output.status.code(), Some(1), "{}", tampering.what);
        let table = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(table.contains('✗'), "{}: {table}", tampering.what);
        let mut list = home.program();
        let opened = list.arg("--ledger").arg(&path).arg("list").output();
        let opened = opened.expect("runs").status.success();
        if opened == tampering.at_opening {
            unnoticed_at_opening.push(tampering.what);
        }
    }
    assert_eq!(unnoticed_at_opening, [""; 0]);
}

fn backup(home: &Home, to: &Path) -> Value {
    home.json(&["backup", "--out", &to.to_string_lossy()])
}

#[test]
fn a_copy_is_whole_and_is_never_written_over_anything() {
    let home = worked();
    let to = home.path("kept.db");
    let told = backup(&home, &to);
    assert_eq!(
        (&told["associations"], &told["entries"]),
        (&150.into(), &8.into())
    );
    assert_eq!(failing(&to), [""; 0]);
    let mode =
        std::os::unix::fs::PermissionsExt::mode(&to.metadata().expect("there").permissions());
    assert_eq!(mode & 0o777, 0o600);
    let before = std::fs::read(&to).expect("read");
    for there in [to.clone(), home.ledger()] {
        let mut again = home.program();
        again
            .args(["backup", "--out"])
            .arg(&there)
            .assert()
            .failure()
            .code(1);
    }
    assert_eq!(std::fs::read(&to).expect("read"), before);

    // One that is spoiled is not copied.
    tamper(
        &home.ledger(),
        "UPDATE entry SET recorded_by = '李四' WHERE seq = 2",
    );
    let output = home.program().args(["backup"]).output().expect("runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        said.contains("没有通过检查") && said.contains("第 2 条"),
        "{said}"
    );
}

#[test]
fn the_screen_makes_the_copy_that_the_command_makes_and_says_where_it_is() {
    let home = worked();
    let (mut session, ledger) = home.open("张三");
    session.keep_copies(Copies::of(&home.ledger(), 3));
    let as_of = AsOf::Fixed(date("2020-07-20"));
    let mut story = home.start_on((session, ledger), as_of, 120, 40);
    // What others have recorded meanwhile is in it.
    home.lines(&["remark", "29", "来电"]);
    let ask = format!("p{}", "<down>".repeat(KINDS.len()));
    story.keys("<f3>").keys(&ask).shows("整个台账");
    // Nothing can be chosen of it; folders are for other files.
    story.keys("<tab><right><space>x").shows("台账旁的 .copies");
    story
        .keys("<enter>")
        .shows("已备份，操作记录 9 条，台账校验码 ");
    let manual = |home: &Home| {
        let mut made = copies(home);
        made.retain(|(kind, _)| kind == "manual");
        made
    };
    let made = manual(&home);
    let [(_, file)] = &made[..] else {
        panic!("{made:?}");
    };
    story.shows(&file[file.len() - 40..]);
    assert_eq!(failing(Path::new(file)), [""; 0]);
    // It is worked on as before.
    story.keys("/29<enter><enter>d").shows("已记录");

    // What has taken the place of the ledger is not copied in its name, and a spoiled one not at all.
    tamper(
        &home.ledger(),
        "UPDATE entry SET recorded_by = '李四' WHERE seq = 2",
    );
    story.keys(&ask).keys("<enter>").shows("没有通过检查");
    std::fs::remove_file(home.ledger()).expect("gone");
    story.keys("<enter>").shows("已不在原处");
    assert_eq!(manual(&home), made);
}

fn copies(home: &Home) -> Vec<(String, String)> {
    let listed = home.json(&["restore"]);
    let rows = listed.as_array().expect("rows").iter();
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    rows.map(|row| (text(&row["kind"]), text(&row["file"])))
        .collect()
}

#[test]
fn the_first_opening_of_a_day_with_news_leaves_a_copy_and_so_does_an_import() {
    let home = worked();
    let kinds =
        |home: &Home| -> Vec<String> { copies(home).into_iter().map(|(kind, _)| kind).collect() };
    // The program itself has opened it once, with news.
    assert_eq!(kinds(&home), ["daily"]);
    home.lines(&["list"]);
    home.lines(&["tick", "34", "P2", DAY[0], DAY[1]]);
    home.lines(&["list"]);
    assert_eq!(kinds(&home), ["daily"], "one a day");
    assert_eq!(failing(Path::new(&copies(&home)[0].1)), [""; 0]);

    let form = home.path("form.docx");
    home.lines(&[
        "export",
        "form",
        "basic",
        "29",
        "--out",
        &home.path("forms").to_string_lossy(),
    ]);
    let written = std::fs::read_dir(home.path("forms"))
        .expect("a folder")
        .next();
    std::fs::rename(written.expect("a file").expect("a file").path(), &form).expect("moved");
    home.lines(&["import", "form", &form.to_string_lossy(), DAY[0], DAY[1]]);
    assert_eq!(kinds(&home), ["daily"], "nothing was imported");
    home.lines(&["fill", "29", "a2.2.inst", DAY[0], DAY[1]]);
    home.lines(&["import", "form", &form.to_string_lossy(), DAY[0], DAY[1]]);
    assert_eq!(kinds(&home), ["import", "daily"]);

    // None where none is wanted.
    let home = worked();
    std::fs::remove_dir_all(Copies::of(&home.ledger(), 1).folder()).expect("removed");
    let config = home.path("home/.config/tuogou");
    std::fs::create_dir_all(&config).expect("made");
    std::fs::write(config.join("config.toml"), "copies = 0\n").expect("written");
    home.lines(&["list"]);
    assert_eq!(kinds(&home), [""; 0]);
}

/// Whatever its size; and where no copy can be made nothing is imported, and why is said.
#[test]
fn nothing_is_imported_into_a_ledger_of_which_no_copy_was_made() {
    let home = worked();
    let conn = Connection::open(home.ledger()).expect("opens");
    // Larger than a copy that nobody is to wait for, by pages without anything on them.
    conn.execute_batch(
        "CREATE TABLE big (body BLOB); INSERT INTO big VALUES (zeroblob(68 << 20)); DROP TABLE big",
    )
    .expect("larger");
    drop(conn);
    assert!(home.ledger().metadata().expect("there").len() > 64 << 20);
    let (mut session, mut ledger) = home.open("张三");
    let kept = Copies::of(&home.ledger(), 3);
    session.keep_copies(kept.clone());
    let import = |ledger: &tuogou::domain::ledger::Ledger, posts: &str| Command::SetAnswers {
        title: Title::ImportedForms(1),
        answers: vec![NewAnswer::written(
            ledger.round(),
            29,
            "a2.2.inst_posts",
            &[posts.to_owned()],
        )],
    };
    let now = moment("2020-07-20");
    let command = import(&ledger, "2");
    let head = session.head();
    session
        .execute(&mut ledger, &command, now)
        .expect("recorded");
    let made = kept.list();
    let made = made.iter().find(|copy| copy.kind == CopyKind::Import);
    assert_eq!(made.and_then(|copy| copy.entries), Some(head.seq));
    assert!(kept.folder().metadata().expect("there").is_dir());

    std::fs::remove_dir_all(kept.folder()).expect("removed");
    std::fs::write(kept.folder(), "a file").expect("in the way");
    let head = session.head();
    let command = import(&ledger, "3");
    let refused = session.execute(&mut ledger, &command, now);
    let said = refused.expect_err("no copy").to_string();
    assert!(
        said.starts_with("没有导入：导入前的备份没有做成（") && said.contains("copies = 0"),
        "{said}"
    );
    assert_eq!(session.head(), head);
    // Who wants none gets none.
    session.keep_copies(Copies::of(&home.ledger(), 0));
    session
        .execute(&mut ledger, &command, now)
        .expect("recorded");
}

#[test]
fn so_many_copies_are_kept_and_a_day_without_news_makes_none() {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("张三");
    let copies = Copies::of(&home.ledger(), 2);
    let at = |day: u32| {
        moment(&format!("2020-07-{day:02}"))
            .as_of
            .and_hms_opt(4, 0, 0)
            .expect("a time")
            .and_utc()
    };
    copies
        .daily(session.head(), at(1))
        .expect("nothing to copy");
    assert_eq!(copies.list().len(), 0, "nothing is recorded yet");
    for day in 1..5 {
        let command = Command::Note {
            subject: Subject::Association(30),
            note: Note::remark(format!("{day}")),
        };
        session
            .execute(&mut ledger, &command, moment("2020-07-20"))
            .expect("recorded");
        for _ in 0..2 {
            copies.daily(session.head(), at(day)).expect("copied");
        }
    }
    copies.daily(session.head(), at(6)).expect("nothing new");
    let kept: Vec<Option<i64>> = copies.list().iter().map(|copy| copy.entries).collect();
    assert_eq!(kept, [Some(4), Some(3)]);
    let copying = copies.daily_behind(session.head(), at(7));
    assert!(copying.is_none());
}

#[test]
fn restoring_says_what_is_lost_and_gained_and_keeps_what_was_there() {
    let home = worked();
    let kept = home.path("kept.db");
    backup(&home, &kept);
    home.lines(&["tick", "34", "B1", DAY[0], DAY[1]]);
    home.lines(&["tick", "34", "P2", DAY[0], DAY[1]]);
    let before = std::fs::read(home.ledger()).expect("read");
    let file = kept.to_string_lossy().into_owned();
    let preview = home.json(&["restore", &file]);
    assert_eq!(
        (&preview["common"], &preview["applied"]),
        (&8.into(), &false.into())
    );
    let sides: Vec<&Value> = preview["diverged"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| &row["side"])
        .collect();
    assert_eq!(sides, ["lost", "lost"]);
    let items = preview["figures"]
        .as_array()
        .expect("rows")
        .iter()
        .find(|row| row["id"] == "items");
    let items = items.expect("a figure");
    assert_ne!(items["before"], items["after"]);
    assert_eq!(
        std::fs::read(home.ledger()).expect("read"),
        before,
        "only a preview"
    );
    let said = home.lines(&["restore", &file]).join("\n");
    assert!(
        said.contains("失去 2 条，得到 0 条") && said.contains("--apply"),
        "{said}"
    );

    let done = home.json(&["restore", &file, "--apply"]);
    assert_eq!(home.json(&["history"]).as_array().map(Vec::len), Some(8));
    let replaced = PathBuf::from(done["kept"].as_str().expect("kept"));
    assert_eq!(std::fs::read(&replaced).expect("read"), before);
    // And back again.
    let back = home.json(&["restore", &replaced.to_string_lossy(), "--apply"]);
    assert_eq!(
        (&back["common"], &back["diverged"][0]["side"]),
        (&8.into(), &"gained".into())
    );
    assert_eq!(home.json(&["history"]).as_array().map(Vec::len), Some(10));

    // Of another ledger only when it is meant, of a spoiled one never.
    let other = Home::new();
    other.lines(&["list"]);
    let foreign = other.ledger().to_string_lossy().into_owned();
    let refused = |args: &[&str]| {
        let output = home
            .program()
            .arg("restore")
            .args(args)
            .output()
            .expect("runs");
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    assert!(refused(&[&foreign, "--apply"]).contains("另一份台账"));
    tamper(&kept, "UPDATE entry SET recorded_by = '李四' WHERE seq = 2");
    assert!(refused(&[&file]).contains("没有通过检查"));
    let archive = home.path("archive.json");
    home.lines(&["export", "json", "--out", &archive.to_string_lossy()]);
    assert!(refused(&[&archive.to_string_lossy()]).contains("tuogou import ledger"));
    assert_eq!(home.json(&["history"]).as_array().map(Vec::len), Some(10));
}

#[test]
fn a_ledger_that_is_missing_or_spoiled_comes_back() {
    let home = worked();
    let kept = home.path("kept.db");
    backup(&home, &kept);
    let file = kept.to_string_lossy().into_owned();
    std::fs::write(home.ledger(), b"nothing of a ledger").expect("spoiled");
    std::fs::write(home.path("ledger.db-journal"), b"left over").expect("left");
    let done = home.json(&["restore", &file, "--apply"]);
    let replaced = done["kept"].as_str().expect("kept").to_owned();
    assert_eq!(
        std::fs::read(&replaced).expect("kept"),
        b"nothing of a ledger"
    );
    assert_eq!(
        std::fs::read(format!("{replaced}-journal")).expect("kept"),
        b"left over"
    );
    assert!(!home.path("ledger.db-journal").exists());
    assert_eq!(failing(&home.ledger()), [""; 0]);
    let missing = home.path("missing.db");
    let ledger = missing.to_string_lossy().into_owned();
    let done = home.json(&["--ledger", &ledger, "restore", &file, "--apply"]);
    assert_eq!(done["kept"], Value::Null);
    assert_eq!(failing(&missing), [""; 0]);
}

#[test]
fn a_code_on_paper_says_what_stood_then_and_what_has_changed_since() {
    let home = worked();
    let code = backup(&home, &home.path("kept.db"))["code"]
        .as_str()
        .expect("a code")
        .to_owned();
    home.lines(&["tick", "34", "P2", DAY[0], DAY[1]]);
    home.lines(&["tick", "29", "B1", DAY[0], DAY[1]]);
    let traced = home.json(&["verify", "--code", &code.to_lowercase(), DAY[0], DAY[1]]);
    assert_eq!(traced["entries"], 8);
    assert_eq!(traced["last"][0]["by"], "张三");
    assert_eq!(traced["since"].as_array().map(Vec::len), Some(2));
    let items = traced["figures"]
        .as_array()
        .expect("rows")
        .iter()
        .find(|row| row["id"] == "items");
    let items = items.expect("a figure");
    let done = |side: &str| -> u32 {
        let text = items[side].as_str().expect("text");
        text.split('/')
            .next()
            .expect("a number")
            .parse()
            .expect("a number")
    };
    assert_eq!(done("after"), done("before") + 2);
    let one = home.json(&["verify", "--code", &code, "--no", "29", DAY[0], DAY[1]]);
    assert_eq!(one["since"].as_array().map(Vec::len), Some(1));
    let said = home
        .lines(&["verify", "--code", &code, DAY[0], DAY[1]])
        .join("\n");
    assert!(said.contains("印于第 8 条操作记录之后"), "{said}");
    let mut wrong = home.program();
    wrong
        .args(["verify", "--code", "0000-0000"])
        .assert()
        .failure()
        .code(1);
    let mut nonsense = home.program();
    nonsense
        .args(["verify", "--code", "你好"])
        .assert()
        .failure()
        .code(2);
}

/// Recovers a file that is spoiled in some way; `None` where it was refused with a sentence. What
/// was made is whole, and the spoiled file is as it was.
fn recovered(folder: &Path, bytes: &[u8]) -> Option<(usize, usize, usize)> {
    let (file, to) = (folder.join("spoiled.db"), folder.join("saved.db"));
    std::fs::write(&file, bytes).expect("written");
    let _ = std::fs::remove_file(&to);
    let made = recover::recover(&file, &to, "李四", moment("2020-07-21"));
    assert_eq!(
        std::fs::read(&file).expect("read"),
        bytes,
        "it was written to"
    );
    match made {
        Err(error) => {
            assert!(!to.exists());
            let said = format!("{error:#}");
            assert!(
                said.contains('。') || said.chars().any(|c| c > '\u{4e00}'),
                "{said}"
            );
            None
        }
        Ok(made) => {
            assert_eq!(failing(&to), [""; 0], "{made:?}");
            Some((made.entries, made.taken_over, made.losses.len()))
        }
    }
}

#[test]
fn what_is_not_damaged_is_recovered_as_it_was() {
    let home = worked();
    let bytes = std::fs::read(home.ledger()).expect("read");
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(recovered(folder.path(), &bytes), Some((8, 0, 0)));
    let (one, other) = (
        verify::file(&home.ledger()),
        verify::file(&folder.path().join("saved.db")),
    );
    let (one, other) = (one.expect("read").content, other.expect("read").content);
    let (one, other) = (one.expect("held"), other.expect("held"));
    assert_eq!((one.head, one.id), (other.head, other.id), "the same seals");
    assert_eq!(one.ledger, other.ledger);
    let kinds: Vec<EntryKind> = other.entries.iter().map(|entry| entry.body.kind).collect();
    assert_eq!(kinds[5..7], [EntryKind::Undo, EntryKind::Redo]);

    let output = home
        .program()
        .args(["recover"])
        .arg(home.ledger())
        .args(["--out"])
        .arg(home.ledger())
        .output();
    assert_eq!(
        output.expect("runs").status.code(),
        Some(1),
        "never over the damaged file"
    );
    let to = home.path("new.db");
    let told = home.json(&[
        "recover",
        &home.ledger().to_string_lossy(),
        "--out",
        &to.to_string_lossy(),
    ]);
    assert_eq!(
        (&told["entries"], &told["taken_over"]),
        (&8.into(), &0.into())
    );
}

#[test]
fn an_entry_that_is_gone_is_told_and_what_it_did_is_kept() {
    let home = worked();
    tamper(
        &home.ledger(),
        "DELETE FROM change WHERE seq = 1; DELETE FROM entry WHERE seq = 1",
    );
    let bytes = std::fs::read(home.ledger()).expect("read");
    let folder = tempfile::tempdir().expect("a folder");
    let (entries, taken_over, losses) = recovered(folder.path(), &bytes).expect("recovered");
    assert_eq!((entries, taken_over), (7, 1));
    assert!(losses > 0);
    let told = verify::file(&folder.path().join("saved.db")).expect("read");
    let content = told.content.expect("held");
    let last = content.entries.last().expect("an entry");
    assert_eq!(last.body.by, "李四");
    assert!(last.body.what.contains("救回"), "{}", last.body.what);
}

/// No chain seals the documents of earlier formats.
#[test]
fn a_control_character_in_any_document_is_told_and_recovered_from() {
    let home = Home::new();
    let folder = tempfile::tempdir().expect("a folder");
    let mut seen = 0;
    for version in 1..=4 {
        let frozen = format!("tests/it/fixtures/ledger-v{version}.db");
        let count = Connection::open(&frozen).expect("opened").query_row(
            "SELECT count(*) FROM document",
            [],
            |row| row.get(0),
        );
        for at in 0..count.expect("counted") {
            let file = home.path("spoilt.db");
            std::fs::copy(&frozen, &file).expect("copied");
            tamper(
                &file,
                &format!(
                    "UPDATE document SET body = body || char(7) WHERE name =
                     (SELECT name FROM document ORDER BY name LIMIT 1 OFFSET {at})"
                ),
            );
            assert_ne!(failing(&file), [""; 0], "format {version}, document {at}");
            let bytes = std::fs::read(&file).expect("read");
            let (.., losses) = recovered(folder.path(), &bytes).expect("recovered");
            assert!(losses > 0, "format {version}, document {at}");
            seen += 1;
        }
    }
    assert!(seen >= 4, "{seen}");
}

#[test]
fn every_page_may_be_gone_and_every_cut_be_made() {
    let home = worked();
    let bytes = std::fs::read(home.ledger()).expect("read");
    let folder = tempfile::tempdir().expect("a folder");
    let pages = bytes.len() / 4096;
    assert!(pages > 20, "{pages}");
    let mut saved = 0;
    let mut refused = 0;
    for page in 0..pages {
        let mut zeroed = bytes.clone();
        zeroed[page * 4096..(page + 1) * 4096].fill(0);
        match recovered(folder.path(), &zeroed) {
            Some(_) => saved += 1,
            None => refused += 1,
        }
        let cut = &bytes[..page * 4096 + 2000];
        match recovered(folder.path(), cut) {
            Some(_) => saved += 1,
            None => refused += 1,
        }
    }
    println!("{saved} saved, {refused} refused of {}", pages * 2);
    assert!(saved > pages, "{saved} of {}", pages * 2);
    assert_eq!(recovered(folder.path(), b""), None);
    assert_eq!(recovered(folder.path(), &[0xff; 10_000]), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn bytes_that_are_flipped_cost_no_more_than_they_hit(
        flips in prop::collection::vec((any::<prop::sample::Index>(), 1..=255_u8), 1..4)
    ) {
        let home = worked();
        let mut bytes = std::fs::read(home.ledger()).expect("read");
        for (at, by) in &flips {
            let at = at.index(bytes.len());
            bytes[at] ^= by;
        }
        let folder = tempfile::tempdir().expect("a folder");
        if let Some((entries, ..)) = recovered(folder.path(), &bytes) {
            prop_assert!(entries <= 8);
        }
    }
}
