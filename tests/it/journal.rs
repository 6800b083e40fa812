//! What a program leaves beside a ledger, alive or killed: the one file holds everything, and a log that is left is
//! never laid over a file that was put in its place.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use tuogou::app::session::Session;
use tuogou::domain::command::Command;
use tuogou::domain::ledger::Ledger;
use tuogou::domain::model::ItemState;
use tuogou::store::{self, copies};

use crate::support::{Home, make, moment};

fn tick(no: u32, note: &str) -> Command {
    Command::SetItem {
        association: no,
        item: "P2".into(),
        state: Some(ItemState::Done),
        note: Some(note.into()),
        evidence: None,
    }
}

/// Records so many things in a ledger, which is made if need be.
fn work(path: &Path, from: u32, count: u32) {
    make(path);
    go_on(
        Session::open(path, "张三".into()).expect("opened"),
        from,
        count,
    );
}

fn go_on((mut session, mut ledger): (Session, Ledger), from: u32, count: u32) {
    for no in from..from + count {
        let done = session.execute(&mut ledger, &tick(no, "记"), moment("2020-07-20"));
        done.expect("recorded");
    }
}

/// Names of what lies in the folder of a ledger and belongs to it, but for the copies that are
/// kept.
fn beside(home: &Home) -> Vec<String> {
    let entries = home.path(".").read_dir().expect("a folder");
    let names = entries.map(|entry| entry.expect("read").file_name());
    let names = names.map(|name| name.into_string().expect("text"));
    let names = names.filter(|name| name.starts_with("ledger") && !name.ends_with(".copies"));
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

/// Everything that the history of a ledger holds.
fn history(path: &Path) -> Vec<String> {
    let store = store::open(path).expect("opened");
    let fault = store.check_chain().expect("read").fault;
    assert_eq!(fault, None, "{}", path.display());
    let entries = store.entries_since(None).expect("read");
    entries.into_iter().map(|entry| entry.body.what).collect()
}

fn is_sound(path: &Path) {
    let conn = Connection::open(path).expect("opened");
    let sound: String = conn
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .expect("checked");
    assert_eq!(sound, "ok");
}

#[test]
fn a_plain_copy_of_the_one_file_holds_everything_while_it_is_open() {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("张三");
    for no in 27..32 {
        let done = session.execute(&mut ledger, &tick(no, "记"), moment("2020-07-20"));
        done.expect("recorded");
        assert_eq!(beside(&home), ["ledger.db"], "nothing else is needed");
    }
    let copy = home.path("copy.db");
    std::fs::copy(home.ledger(), &copy).expect("copied");
    assert_eq!(history(&copy).len(), 5);
    let (_, copied) = Session::open(&copy, "李四".into()).expect("opened");
    assert_eq!(copied, ledger);
}

/// How another file comes to lie where the ledger was.
#[derive(Debug, Clone, Copy)]
enum Put {
    Copied,
    Renamed,
}

impl Put {
    fn put(self, from: &Path, to: &Path) {
        match self {
            Self::Copied => drop(std::fs::copy(from, to).expect("copied")),
            Self::Renamed => {
                let between = to.with_extension("between");
                std::fs::copy(from, &between).expect("copied");
                std::fs::rename(between, to).expect("renamed");
            }
        }
    }
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Leaves a ledger as a program that was killed in the middle of a write does: some pages are of the
/// transaction, and the journal that takes them back lies beside the file.
fn kill_in_mid_commit(path: &Path) {
    let home = Home::new();
    let at_work = home.path("at-work.db");
    std::fs::copy(path, &at_work).expect("copied");
    let conn = Connection::open(&at_work).expect("opened");
    conn.execute_batch(
        "PRAGMA cache_size = 5; PRAGMA cache_spill = 5; BEGIN IMMEDIATE;
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
         INSERT INTO fact (key, kind, body) SELECT 'k' || i, 'k', hex(randomblob(200)) FROM n;",
    )
    .expect("begun");
    std::fs::copy(&at_work, path).expect("copied");
    let journal = with_ending(&at_work, "-journal");
    assert!(journal.metadata().expect("there is a journal").len() > 1000);
    std::fs::copy(journal, with_ending(path, "-journal")).expect("copied");
}

/// The same after the last page was written and before the journal went.
fn kill_at_the_end_of_a_commit(path: &Path) {
    let home = Home::new();
    let at_work = home.path("at-work.db");
    std::fs::copy(path, &at_work).expect("copied");
    let conn = Connection::open(&at_work).expect("opened");
    conn.execute_batch(
        "PRAGMA journal_mode = persist; BEGIN IMMEDIATE;
         INSERT INTO fact (key, kind, body) VALUES ('k', 'k', 'k');",
    )
    .expect("begun");
    conn.execute_batch("COMMIT").expect("written");
    // What is left of the journal has its first bytes wiped out; they are what made it one.
    let mut journal = std::fs::read(with_ending(&at_work, "-journal")).expect("there");
    let pages = u32::try_from((journal.len() - 512) / (4096 + 8)).expect("few");
    journal[..8].copy_from_slice(&[0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7]);
    journal[8..12].copy_from_slice(&pages.to_be_bytes());
    let size = std::fs::metadata(path).expect("there").len() / 4096;
    let size = u32::try_from(size).expect("small");
    // The check sum of a page begins with a number that stood there, too.
    let page = &journal[512 + 4..512 + 4 + 4096];
    let sum: u32 = (1..=4096 - 200)
        .rev()
        .step_by(200)
        .map(|at| u32::from(page[at]))
        .sum();
    let stored: [u8; 4] = journal[512 + 4 + 4096..][..4].try_into().expect("four");
    let begins = u32::from_be_bytes(stored).wrapping_sub(sum);
    journal[12..16].copy_from_slice(&begins.to_be_bytes());
    journal[16..20].copy_from_slice(&size.to_be_bytes());
    journal[20..24].copy_from_slice(&512_u32.to_be_bytes());
    journal[24..28].copy_from_slice(&4096_u32.to_be_bytes());
    drop(conn);
    std::fs::copy(&at_work, path).expect("copied");
    std::fs::write(with_ending(path, "-journal"), journal).expect("written");
}

#[test]
fn a_write_that_was_cut_off_is_taken_back_and_nothing_else() {
    for killed in [kill_in_mid_commit, kill_at_the_end_of_a_commit] {
        let home = Home::new();
        work(&home.ledger(), 27, 3);
        let before = history(&home.ledger());
        killed(&home.ledger());
        assert_eq!(history(&home.ledger()), before);
        is_sound(&home.ledger());
        assert_eq!(beside(&home), ["ledger.db"]);
        work(&home.ledger(), 40, 1);
    }
}

#[test]
fn a_journal_that_is_left_never_spoils_what_was_put_in_its_place() {
    for killed in [kill_in_mid_commit, kill_at_the_end_of_a_commit] {
        for put in [Put::Copied, Put::Renamed] {
            for older in [true, false] {
                let home = Home::new();
                work(&home.ledger(), 27, 3);
                let other = home.path("other.db");
                if older {
                    std::fs::copy(home.ledger(), &other).expect("copied");
                    work(&home.ledger(), 50, 3);
                } else {
                    // As like it as another one can be: as many entries, of the same kinds.
                    work(&other, 117, 3);
                }
                let expected = history(&other);
                killed(&home.ledger());
                put.put(&other, &home.ledger());
                let bytes = std::fs::read(home.ledger()).expect("read");

                let said = home.bare_program().arg("list").assert().success();
                let said = String::from_utf8_lossy(&said.get_output().stderr).into_owned();
                assert_eq!(history(&home.ledger()), expected, "{put:?} {older}");
                is_sound(&home.ledger());
                let names = beside(&home);
                // Where nothing differs of what the journal would put back, it does no harm.
                if older || names.len() > 1 {
                    assert!(said.contains("遗留-1"), "{put:?} {older}: {said}");
                    let kept = ["ledger.db", "ledger.db-journal.遗留-1"];
                    assert_eq!(names, kept, "it is put aside, not thrown away");
                    assert!(std::fs::read(home.ledger()).expect("read") == bytes);
                }
            }
        }
    }
}

/// The same before anything was written: SQLite would leave it where it lies.
#[test]
fn a_journal_in_which_nothing_was_begun_is_gone_at_the_next_start() {
    let home = Home::new();
    work(&home.ledger(), 27, 3);
    let before = history(&home.ledger());
    std::fs::write(with_ending(&home.ledger(), "-journal"), [0; 516]).expect("written");
    home.bare_program().arg("list").assert().success();
    assert_eq!(beside(&home), ["ledger.db"]);
    assert_eq!(history(&home.ledger()), before);
}

/// A ledger of an earlier version with so many more entries.
fn old(path: &Path, more: u32) -> Connection {
    let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixtures");
    std::fs::copy(Path::new(fixtures).join("ledger-v4.db"), path).expect("copied");
    let conn = Connection::open(path).expect("opened");
    conn.execute_batch("PRAGMA journal_mode = wal; PRAGMA wal_autocheckpoint = 0;")
        .expect("set");
    add(&conn, more);
    conn
}

fn add(conn: &Connection, more: u32) {
    for _ in 0..more {
        conn.execute_batch(
            "BEGIN;
             INSERT INTO entry (kind, target, recorded_at, as_of, recorded_by, what)
                SELECT 'do', NULL, recorded_at, as_of, recorded_by, 'x' || hex(randomblob(900))
                FROM entry WHERE seq = 1;
             INSERT INTO change (seq, ordinal, association_no, body)
                SELECT (SELECT max(seq) FROM entry), ordinal, association_no, body FROM change
                WHERE seq = 1;
             COMMIT;",
        )
        .expect("added");
    }
}

/// Copies a file that is open and its log, as a kill leaves them.
fn kill(at_work: &Path, to: &Path) {
    std::fs::copy(at_work, to).expect("copied");
    std::fs::copy(with_ending(at_work, "-wal"), with_ending(to, "-wal")).expect("copied");
}

#[test]
fn the_log_of_an_earlier_version_is_taken_over_where_it_belongs() {
    let home = Home::new();
    let at_work = home.path("at-work.db");
    let conn = old(&at_work, 20);
    kill(&at_work, &home.ledger());
    drop(conn);
    assert_eq!(history(&home.ledger()).len(), 29 + 20);
    is_sound(&home.ledger());
    assert_eq!(beside(&home), ["ledger.db"], "the log is in the file");
    let copy = &copies::list(&home.ledger())[0].path;
    let copy = Connection::open(copy).expect("opened");
    let count: i64 = copy
        .query_row("SELECT count(*) FROM entry", [], |row| row.get(0))
        .expect("read");
    assert_eq!(count, 29 + 20, "the copy has what was in the log");
}

#[test]
fn the_log_of_an_earlier_version_never_spoils_what_was_put_in_its_place() {
    for put in [Put::Copied, Put::Renamed] {
        for older in [true, false] {
            let home = Home::new();
            let (at_work, other) = (home.path("at-work.db"), home.path("other.db"));
            let conn = old(&at_work, 5);
            conn.execute_batch("PRAGMA wal_checkpoint(truncate)")
                .expect("written");
            if older {
                std::fs::copy(&at_work, &other).expect("copied");
                add(&conn, 40);
                conn.execute_batch("PRAGMA wal_checkpoint(truncate)")
                    .expect("written");
            } else {
                work(&other, 27, 4);
            }
            add(&conn, 3);
            kill(&at_work, &home.ledger());
            drop(conn);
            put.put(&other, &home.ledger());
            let expected = history(&other);
            let found = history(&home.ledger());
            assert_eq!(found, expected, "{put:?} {older}");
            is_sound(&home.ledger());
            let names = beside(&home);
            assert!(
                names.contains(&"ledger.db-wal.遗留-1".to_owned()),
                "{names:?}"
            );
        }
    }
}

#[test]
fn a_file_that_is_whole_neither_with_its_log_nor_without_is_left_alone() {
    let home = Home::new();
    work(&home.ledger(), 27, 3);
    kill_in_mid_commit(&home.ledger());
    let mut bytes = std::fs::read(home.ledger()).expect("read");
    bytes[4096 * 6..4096 * 20].fill(0);
    std::fs::write(home.ledger(), &bytes).expect("written");
    let failed = home.bare_program().arg("list").assert().code(1);
    let said = String::from_utf8_lossy(&failed.get_output().stderr).into_owned();
    assert!(said.contains("日志"), "{said}");
    assert_eq!(std::fs::read(home.ledger()).expect("read"), bytes);
    assert_eq!(beside(&home), ["ledger.db", "ledger.db-journal"]);
}

/// Stores that write at once, each with a connection of its own.
#[test]
fn a_reader_and_writers_get_along_without_a_log() {
    let home = Home::new();
    make(&home.ledger());
    let writers: Vec<_> = (0..4)
        .map(|nth| {
            // Opened before anybody writes: a process has one lock on a file, so that its threads
            // do not see each other at work while a file is prepared.
            let open = Session::open(&home.ledger(), "张三".into()).expect("opened");
            (nth, open)
        })
        .collect();
    let writers: Vec<_> = writers
        .into_iter()
        .map(|(nth, open)| std::thread::spawn(move || go_on(open, 27 + nth * 10, 10)))
        .collect();
    for writer in writers {
        writer.join().expect("recorded");
    }
    assert_eq!(history(&home.ledger()).len(), 40);
    assert_eq!(beside(&home), ["ledger.db"]);
}
