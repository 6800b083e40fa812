//! The file of a ledger is deleted, moved away, replaced or copied over while the ledger is open:
//! nothing is said to be recorded that is not in the file at that path, and two are never mixed.

use std::fs;

use rusqlite::Connection;
use tuogou::app::backup::Copies;
use tuogou::app::clock::AsOf;
use tuogou::app::error::SessionError;
use tuogou::app::session::{Saved, Session};
use tuogou::domain::command::{Command, NewAnswer, Title};
use tuogou::domain::ledger::Ledger;
use tuogou::domain::model::ItemState;
use tuogou::store::{self, HistoryFilter, StoreError};

use crate::support::{Home, date, moment};

fn tick(item: &str) -> Command {
    Command::SetItem {
        association: 29,
        item: item.into(),
        state: Some(ItemState::Done),
        note: None,
        evidence: None,
    }
}

fn record(session: &mut Session, ledger: &mut Ledger, item: &str) -> Result<i64, SessionError> {
    let receipt = session.execute(ledger, &tick(item), moment("2020-07-20"))?;
    Ok(receipt.seq.expect("something has changed"))
}

/// What a file says when somebody else opens it: it is whole, and its history is a chain.
#[track_caller]
fn recorded(path: &std::path::Path) -> i64 {
    let (session, _) = Session::open(path, "李四".into()).expect("a ledger");
    session.check_chain().expect("whole");
    let conn = Connection::open(path).expect("opened");
    let check: String = conn
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .expect("checked");
    assert_eq!(check, "ok");
    let history = session.history(HistoryFilter::default()).expect("read");
    i64::try_from(history.len()).expect("few")
}

/// What becomes of an open ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Becomes {
    Gone,
    Replaced,
    /// It goes on, from so many entries.
    Newer(i64),
}

/// A ledger with two entries, copies of it that are older and newer, and another ledger.
struct Files {
    home: Home,
}

impl Files {
    fn new() -> Self {
        let home = Home::new();
        let (mut session, mut ledger) = home.open("张三");
        record(&mut session, &mut ledger, "P1").expect("recorded");
        fs::copy(home.ledger(), home.path("older.db")).expect("copied");
        record(&mut session, &mut ledger, "P2").expect("recorded");
        drop(session);
        // Two that go different ways from here, with as many writes.
        for (name, items) in [
            ("newer.db", &["P4", "P5"][..]),
            ("aside.db", &["P6"]),
            ("ours.db", &["A1"]),
        ] {
            let path = home.path(name);
            fs::copy(home.ledger(), &path).expect("copied");
            let opened = Session::open(&path, "李四".into());
            let (mut session, mut ledger) = opened.expect("a ledger");
            for item in items {
                record(&mut session, &mut ledger, item).expect("recorded");
            }
        }
        let other = Home::new();
        let (mut session, mut ledger) = other.open("王五");
        for item in ["A1", "A2", "A3"] {
            record(&mut session, &mut ledger, item).expect("recorded");
        }
        drop(session);
        fs::copy(other.ledger(), home.path("other.db")).expect("copied");
        let early = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/it/fixtures/ledger-v4.db"
        );
        fs::copy(early, home.path("early.db")).expect("copied");
        Self { home }
    }

    fn copy_over(&self, name: &str) {
        fs::copy(self.home.path(name), self.home.ledger()).expect("copied over");
    }

    fn move_over(&self, name: &str) {
        fs::rename(self.home.path(name), self.home.ledger()).expect("moved over");
    }
}

type Happens = fn(&Files);

const ROWS: [(&str, Happens, Becomes); 14] = [
    (
        "deleted",
        |f| fs::remove_file(f.home.ledger()).expect("removed"),
        Becomes::Gone,
    ),
    (
        "moved away",
        |f| fs::rename(f.home.ledger(), f.home.path("moved.db")).expect("moved"),
        Becomes::Gone,
    ),
    (
        "another moved over",
        |f| f.move_over("other.db"),
        Becomes::Replaced,
    ),
    (
        "another copied over",
        |f| f.copy_over("other.db"),
        Becomes::Replaced,
    ),
    (
        "an older copied over",
        |f| f.copy_over("older.db"),
        Becomes::Replaced,
    ),
    (
        "an older moved over",
        |f| f.move_over("older.db"),
        Becomes::Replaced,
    ),
    (
        "a newer copied over",
        |f| f.copy_over("newer.db"),
        Becomes::Newer(4),
    ),
    (
        "a newer moved over",
        |f| f.move_over("newer.db"),
        Becomes::Newer(4),
    ),
    (
        "one of an earlier schema copied over",
        |f| f.copy_over("early.db"),
        Becomes::Replaced,
    ),
    (
        "one of an earlier schema moved over",
        |f| f.move_over("early.db"),
        Becomes::Replaced,
    ),
    (
        "no ledger copied over",
        |f| fs::write(f.home.ledger(), "脱钩".repeat(4096)).expect("written"),
        Becomes::Replaced,
    ),
    (
        "emptied",
        |f| fs::write(f.home.ledger(), "").expect("written"),
        Becomes::Replaced,
    ),
    (
        "linked",
        |f| fs::hard_link(f.home.ledger(), f.home.path("link.db")).expect("linked"),
        Becomes::Newer(2),
    ),
    (
        "put back by a copy of itself",
        |f| {
            fs::copy(f.home.ledger(), f.home.path("same.db")).expect("copied");
            f.move_over("same.db");
        },
        Becomes::Newer(2),
    ),
];

#[track_caller]
fn is(error: &SessionError, becomes: Becomes) {
    let SessionError::Store(error) = error else {
        panic!("{error}");
    };
    let found = match error {
        StoreError::Gone { .. } => Becomes::Gone,
        StoreError::Replaced { .. } => Becomes::Replaced,
        other => panic!("{other}"),
    };
    assert_eq!(found, becomes, "{error}");
}

/// Whether one writes at once or looks around first.
#[test]
fn nothing_is_recorded_into_what_is_not_the_ledger_any_more() {
    for (name, happens, becomes) in ROWS {
        for looks_first in [false, true] {
            let files = Files::new();
            let (mut session, mut ledger) = files.home.open("张三");
            happens(&files);
            let before = fs::read(files.home.ledger()).ok();
            if looks_first {
                match (session.poll(&mut ledger), becomes) {
                    (Ok(_), Becomes::Newer(_)) => {}
                    (Err(error), _) => is(&error, becomes),
                    (Ok(news), _) => panic!("{name}: {news} {becomes:?}"),
                }
            }
            match (record(&mut session, &mut ledger, "A2"), becomes) {
                (Ok(seq), Becomes::Newer(from)) => {
                    assert_eq!(seq, from + 1, "{name}");
                    assert_eq!(recorded(&files.home.ledger()), seq, "{name}");
                }
                (Err(error), _) => {
                    is(&error, becomes);
                    // It is looked at, and not brought to what this program makes.
                    session.astray(&error).expect(name);
                    assert!(fs::read(files.home.ledger()).ok() == before, "{name}");
                    assert!(!files.home.path("ledger.db.copies").exists(), "{name}");
                }
                (Ok(seq), _) => panic!("{name}: recorded as {seq}"),
            }
            // It stays so, and what it holds can be saved.
            if let Becomes::Newer(_) = becomes {
                continue;
            }
            record(&mut session, &mut ledger, "A2").expect_err(name);
            let to = files.home.path("saved.db");
            let saved = session
                .save_as(&ledger, &to, moment("2020-07-20"))
                .expect(name);
            let whole = [
                "deleted",
                "moved away",
                "another moved over",
                "an older moved over",
                "one of an earlier schema moved over",
            ];
            let expected = if whole.contains(&name) {
                Saved::Whole
            } else {
                Saved::State
            };
            assert_eq!(saved, expected, "{name}");
            let held = if saved == Saved::Whole { 2 } else { 1 };
            assert_eq!(recorded(&to), held, "{name}");
            let seq = record(&mut session, &mut ledger, "A2").expect("it goes on there");
            assert_eq!(seq, held + 1);
            let (_, read) = Session::open(&to, "李四".into()).expect("a ledger");
            assert_eq!(read, ledger, "{name}");
        }
    }
}

/// Two copies that went different ways with as many writes look alike to SQLite.
#[test]
fn a_copy_with_as_many_writes_is_told_from_ours() {
    let files = Files::new();
    files.copy_over("ours.db");
    let (mut session, mut ledger) = files.home.open("张三");
    files.copy_over("aside.db");
    is(
        &record(&mut session, &mut ledger, "A2").expect_err("it is another"),
        Becomes::Replaced,
    );
    assert_eq!(recorded(&files.home.ledger()), 3);
}

/// By whichever name it is opened, both are the same file.
#[test]
fn two_names_of_one_file_lose_nothing() {
    let files = Files::new();
    let link = files.home.path("link.db");
    fs::hard_link(files.home.ledger(), &link).expect("linked");
    let (mut one, mut ours) = files.home.open("张三");
    let (mut two, mut theirs) = Session::open(&link, "李四".into()).expect("a ledger");
    for (item, other) in [("P4", "P5"), ("P6", "A1")] {
        record(&mut one, &mut ours, item).expect("recorded");
        record(&mut two, &mut theirs, other).expect("recorded");
    }
    assert_eq!(recorded(&link), 6);
    assert_eq!(recorded(&files.home.ledger()), 6);
}

#[test]
fn a_folder_that_is_gone_is_a_file_that_is_gone() {
    let home = Home::new();
    let folder = home.path("folder");
    fs::create_dir(&folder).expect("made");
    home.open("张三");
    let path = folder.join("l.db");
    fs::copy(home.ledger(), &path).expect("copied");
    let (mut session, mut ledger) = Session::open(&path, "张三".into()).expect("a ledger");
    fs::remove_dir_all(&folder).expect("removed");
    is(&session.poll(&mut ledger).expect_err("gone"), Becomes::Gone);
    is(
        &record(&mut session, &mut ledger, "P1").expect_err("gone"),
        Becomes::Gone,
    );
}

/// What is imported, for which a copy is made first.
fn import(ledger: &Ledger, posts: u8) -> Command {
    let answer = NewAnswer::written(ledger.round(), 29, "a2.2.inst_posts", &[posts.to_string()]);
    Command::SetAnswers {
        title: Title::ImportedForms(1),
        answers: vec![answer],
    }
}

/// Whatever became of the file, and wherever one goes on: copies, and that others are told that it
/// is open.
#[test]
fn copies_are_kept_beside_the_ledger_that_is_open() {
    for (name, happens, becomes) in ROWS {
        if let Becomes::Newer(_) = becomes {
            continue;
        }
        let files = Files::new();
        let opened = Session::open_at_once(&files.home.ledger(), "张三".into());
        let (mut session, mut ledger, _) = opened.expect("a ledger");
        session.keep_copies(Copies::of(&files.home.ledger(), 3));
        happens(&files);
        record(&mut session, &mut ledger, "A2").expect_err(name);
        let to = files.home.path("saved.db");
        let now = moment("2020-07-20");
        session.save_as(&ledger, &to, now).expect(name);
        record(&mut session, &mut ledger, "A2").expect(name);
        let command = import(&ledger, 2);
        session.execute(&mut ledger, &command, now).expect(name);
        let copies = Copies::of(&to, 3).list();
        assert_eq!(copies.len(), 1, "{name}");
        assert_ne!(store::in_use(&to), Some(false), "{name}");
        assert_eq!(session.copies(), Some(&Copies::of(&to, 3)), "{name}");
        let there = files.home.path("other.db");
        let Ok((mut session, mut ledger)) = session.open_other(&there) else {
            // It was moved over the ledger.
            assert!(!there.exists(), "{name}");
            continue;
        };
        let command = import(&ledger, 3);
        session.execute(&mut ledger, &command, now).expect(name);
        assert_eq!(Copies::of(&there, 3).list().len(), 1, "{name}");
        assert_eq!(Copies::of(&to, 3).list(), copies, "{name}");
    }
}

/// What one was typing waits below, and is recorded in the new file.
#[test]
fn the_screen_says_so_and_goes_on_in_another_file() {
    let files = Files::new();
    let as_of = AsOf::Fixed(date("2020-07-20"));
    let mut story = files.home.story_by("张三", as_of, 120, 40);
    story.keys("/29<enter><enter>e改了一半");
    fs::rename(files.home.ledger(), files.home.path("moved.db")).expect("moved");
    assert!(story.driver.look_around());
    story.shows("文件不在").shows("已不在原处").shows("另存为");
    assert!(!story.driver.look_around(), "it is said once");
    // Back to what was typed, which cannot be recorded.
    story.keys("<esc>").shows("改了一半");
    story.keys("<enter>").shows("已不在原处").shows("另存为");
    // Another one there is told instead of that, not over it.
    fs::copy(files.home.path("other.db"), files.home.ledger()).expect("copied");
    assert!(story.driver.look_around());
    story.shows("另一份台账").shows("另存为");
    story.keys("<esc>").shows("改了一半").hides("另存为");
    // What is over is not told any more, whether one asks or not.
    story.keys("<enter>").shows("另一份台账");
    fs::rename(files.home.path("moved.db"), files.home.ledger()).expect("moved back");
    assert!(story.driver.look_around());
    story
        .shows("台账文件已在原处")
        .shows("改了一半")
        .hides("另一份台账");
    fs::rename(files.home.ledger(), files.home.path("moved.db")).expect("moved");
    story.keys("<enter>").shows("已不在原处").shows("另存为");
    // Put back, it is as before.
    fs::rename(files.home.path("moved.db"), files.home.ledger()).expect("moved back");
    story
        .keys("重试<enter>")
        .shows("台账文件已在原处")
        .shows("改了一半");
    files.copy_over("other.db");
    story.keys("<enter>");
    story
        .shows("文件已换")
        .shows("另一份台账")
        .shows("最后一条是")
        .shows("打开现在的文件");
    story.keys("<enter>other.db<enter>").shows("已经存在");
    story
        .keys("<ctrl-u>另存.db<enter>")
        .shows("已另存为")
        .shows("改了一半");
    story.keys("<enter>").shows("已记录");
    assert!(!story.screen().contains("文件已换"));
    assert_eq!(recorded(&files.home.path("另存.db")), 2);
    assert_eq!(
        recorded(&files.home.ledger()),
        3,
        "the other one is as it was"
    );
}

#[test]
fn the_screen_opens_what_stands_there_and_asks_before_it_leaves() {
    let files = Files::new();
    let as_of = AsOf::Fixed(date("2020-07-20"));
    let mut story = files.home.story_by("张三", as_of, 120, 40);
    files.copy_over("older.db");
    story.driver.look_around();
    story.shows("本台账的另一副本");
    story.keys("<esc>q").shows("离开前");
    assert!(!story.driver.quit);
    story.keys("打开<enter>").shows("名册");
    assert!(!story.screen().contains("文件已换"));
    story
        .keys("<f3>/29<enter><enter><down><down><down><space>")
        .shows("已记录");
    assert_eq!(recorded(&files.home.ledger()), 2);
}
