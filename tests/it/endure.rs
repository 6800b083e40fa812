//! Kills, faults and many writers: whatever happens to the program, the ledger is whole, holds what was said to
//! be recorded, and nothing half lies beside it. `TUOGOU_LONG=20` tries every moment and twenty times the work.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::Path;
use std::process::Stdio;
use std::sync::LazyLock;
use std::time::Duration;

use assert_cmd::cargo::CommandCargoExt as _;
use nix::errno::Errno;
use rusqlite::Connection;
use tuogou::app::verify;
use tuogou::domain::change::Entry;
use tuogou::exchange::archive::Archive;
use tuogou::exchange::package::Package;

use crate::dice::{Dice, times};
use crate::support::{Home, names};
use crate::traced::{self, Fault, Traced};

/// Files that a deed begins with, by name.
type Files = Vec<(&'static str, Vec<u8>)>;

/// Something that is done with a ledger, and what it leaves.
struct Deed {
    args: &'static [&'static str],
    /// It begins on this ledger.
    ledger: &'static str,
    /// A file that it makes, which is absent, as before, or whole.
    makes: Option<&'static str>,
    /// Such a file is there already.
    over: bool,
}

const fn deed(args: &'static [&'static str]) -> Deed {
    Deed {
        args,
        ledger: "now.db",
        makes: None,
        over: false,
    }
}

const fn making(args: &'static [&'static str], makes: &'static str, over: bool) -> Deed {
    Deed {
        makes: Some(makes),
        over,
        ..deed(args)
    }
}

/// `@name` is a file in the folder of the ledger.
const DEEDS: &[Deed] = &[
    deed(&["tick", "30", "P1", "--note", "已成立"]),
    deed(&["fill", "30", "a2.2.inst", "是"]),
    deed(&["undo"]),
    deed(&["reschedule", "M4", "--to", "2020-08-05", "--reason", "汛期"]),
    deed(&["import", "bundle", "@back.db"]),
    deed(&["import", "form", "@form.docx"]),
    deed(&["restore", "@then.db", "--apply"]),
    Deed {
        ledger: "v4.db",
        ..deed(&["tick", "30", "P1"])
    },
    Deed {
        ledger: "v1.db",
        ..deed(&["list"])
    },
    deed(&["backup"]),
    making(&["backup", "--out", "@copy.db"], "copy.db", false),
    making(
        &["recover", "@then.db", "--out", "@copy.db"],
        "copy.db",
        false,
    ),
    making(
        &["import", "ledger", "@all.json", "--out", "@copy.db"],
        "copy.db",
        false,
    ),
    making(&["new", "--out", "@copy.db"], "copy.db", false),
    making(
        &[
            "export",
            "bundle",
            "--unit",
            "教育体育局",
            "--out",
            "@copy.db",
        ],
        "copy.db",
        false,
    ),
    making(
        &["export", "json", "--force", "--out", "@old.json"],
        "old.json",
        true,
    ),
    making(
        &["export", "ledger", "--force", "--out", "@old.xlsx"],
        "old.xlsx",
        true,
    ),
    making(
        &["export", "report", "--force", "--out", "@old.html"],
        "old.html",
        true,
    ),
    making(
        &["export", "calendar", "--force", "--out", "@old.ics"],
        "old.ics",
        true,
    ),
];

/// What stands in a file that is written over.
const OLD: &[u8] = "从前的".as_bytes();

/// Files that deeds begin with: ledgers of now and then, what was exported of them.
static FILES: LazyLock<Files> = LazyLock::new(|| {
    let home = Home::new();
    let run = |args: &[&str]| {
        let mut program = home.program();
        for arg in args {
            match arg.strip_prefix('@') {
                Some(name) => program.arg(home.path(name)),
                None => program.arg(arg),
            };
        }
        program.assert().success();
    };
    run(&["tick", "29", "P1"]);
    run(&["mark", "M1", "--on", "2020-06-16"]);
    run(&["backup", "--out", "@then.db"]);
    run(&["remark", "29", "来电"]);
    run(&["fill", "29", "a2.2.inst", "是"]);
    run(&[
        "export",
        "bundle",
        "--unit",
        "教育体育局",
        "--out",
        "@back.db",
    ]);
    let mut unit = home.bare_program();
    unit.env("TUOGOU_LEDGER", home.path("back.db"))
        .env("TUOGOU_USER", "李四")
        .args(["tick", "29", "A1"]);
    unit.assert().success();
    run(&["fill", "29", "a2.2.inst", "否"]);
    run(&["export", "json", "--out", "@all.json"]);
    let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixtures");
    let read = |path: &Path| std::fs::read(path).expect("read");
    let fixture = |name: &str| read(&Path::new(fixtures).join(name));
    let made = ["then.db", "back.db", "all.json"];
    let mut files: Files = made
        .into_iter()
        .map(|name| (name, read(&home.path(name))))
        .collect();
    files.push(("now.db", read(&home.ledger())));
    files.push(("form.docx", fixture("basic-29.docx")));
    files.push(("v4.db", fixture("ledger-v4.db")));
    files.push(("v1.db", fixture("ledger-v1.db")));
    files
});

fn file(name: &str) -> &'static [u8] {
    let found = FILES.iter().find(|(known, _)| *known == name);
    &found.expect("a file").1
}

impl Deed {
    /// A place where it can begin.
    fn home(&self) -> Home {
        let home = Home::new();
        std::fs::write(home.ledger(), file(self.ledger)).expect("written");
        for arg in self.args {
            let Some(name) = arg.strip_prefix('@') else {
                continue;
            };
            if FILES.iter().any(|(known, _)| *known == name) {
                std::fs::write(home.path(name), file(name)).expect("written");
            }
        }
        if let (Some(name), true) = (self.makes, self.over) {
            std::fs::write(home.path(name), OLD).expect("written");
        }
        home
    }

    fn run(&self, home: &Home, at: Option<(usize, Fault)>) -> Traced {
        let args: Vec<String> = self
            .args
            .iter()
            .map(|arg| match arg.strip_prefix('@') {
                Some(name) => home.path(name).to_string_lossy().into_owned(),
                None => (*arg).to_owned(),
            })
            .collect();
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        traced::tuogou(home, &args, at)
    }

    /// What is told of the ledger of an earlier version that it begins on.
    fn old_history(&self) -> (String, Vec<String>) {
        let home = Home::new();
        std::fs::write(home.ledger(), file(self.ledger)).expect("written");
        old_history(&home.ledger())
    }

    /// What is there after the next start: the ledger is whole and as it was before or after, and
    /// nothing half lies anywhere.
    fn check(&self, home: &Home, (before, after): (&[Entry], &[Entry]), done: bool) {
        let mut next = home.bare_program();
        next.env("TMPDIR", home.path("tmp")).arg("list");
        next.assert().success();
        let found = whole(&home.ledger());
        let is = |state: &[Entry]| same(&found, state);
        assert!(
            if done {
                is(after)
            } else {
                is(before) || is(after)
            },
            "{found:?}"
        );
        let mut known = BTreeSet::from(["home", "ledger.db", "ledger.db.copies", "tmp"]);
        known.extend(self.args.iter().filter_map(|arg| arg.strip_prefix('@')));
        for name in names(&home.path(".")) {
            // A copy before an upgrade is a ledger of its version.
            let is_copy = Path::new(&name).extension() == Some(OsStr::new("bak"));
            let length = home.path(&name).metadata().expect("there").len();
            // The next to write takes an empty journal for its own.
            let is_known =
                known.contains(&*name) || is_copy || (name == "ledger.db-journal" && length == 0);
            assert!(is_known, "{name} of {length} bytes is left");
            if is_copy {
                assert_eq!(old_history(&home.path(&name)), self.old_history());
            }
        }
        assert_eq!(names(&home.path("tmp")), [""; 0]);
        for name in names(&home.path("ledger.db.copies")) {
            whole(&home.path("ledger.db.copies").join(name));
        }
        let Some(name) = self.makes else {
            return;
        };
        let Ok(bytes) = std::fs::read(home.path(name)) else {
            assert!(!done && !self.over, "{name} is not there");
            return;
        };
        if bytes == OLD {
            assert!(!done);
        } else {
            is_whole(&home.path(name), &bytes);
        }
    }
}

/// What SQLite says of a ledger of an earlier version, and its history.
fn old_history(path: &Path) -> (String, Vec<String>) {
    let conn = Connection::open(path).expect("opened");
    let sound = conn.query_row("PRAGMA integrity_check", [], |row| row.get(0));
    let mut rows = conn
        .prepare("SELECT what FROM entry ORDER BY seq")
        .expect("asked");
    let told = rows.query_map([], |row| row.get(0)).expect("read");
    (
        sound.expect("checked"),
        told.collect::<Result<_, _>>().expect("read"),
    )
}

/// The history of a ledger file that passes every check.
#[track_caller]
fn whole(path: &Path) -> Vec<Entry> {
    let told = verify::file(path).expect("looked at");
    let wrong: Vec<_> = told.rows.iter().filter(|row| !row.ok).collect();
    assert!(wrong.is_empty(), "{}: {wrong:?}", path.display());
    told.content.expect("held").entries
}

/// The same but for the moments at which they were recorded.
fn same(one: &[Entry], other: &[Entry]) -> bool {
    let body = |entry: &Entry| (entry.seq, entry.body.kind, entry.body.what.clone());
    one.iter().map(body).eq(other.iter().map(body))
}

fn is_whole(path: &Path, bytes: &[u8]) {
    let text = || std::str::from_utf8(bytes).expect("text");
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("db") => drop(whole(path)),
        Some("json") => drop(Archive::read(bytes).expect("an archive")),
        Some("ics") => assert!(text().trim_end().ends_with("END:VCALENDAR")),
        Some("html") => assert!(text().trim_end().ends_with("</html>")),
        _ => drop(Package::open(bytes).expect("a package")),
    }
}

/// Does a deed once without a fault.
fn once(deed: &Deed) -> Course {
    let home = deed.home();
    home.bare_program().arg("list").assert().success();
    let before = whole(&home.ledger());
    let home = deed.home();
    let done = deed.run(&home, None);
    assert_eq!(done.code, Some(0), "{:?}: {}", deed.args, done.stderr);
    let after = whole(&home.ledger());
    deed.check(&home, (&before, &after), true);
    (done.calls, before, after)
}

/// How many moments a deed has, and its history before and after.
type Course = (usize, Vec<Entry>, Vec<Entry>);

/// That of each deed.
static ONCE: LazyLock<Vec<Course>> = LazyLock::new(|| DEEDS.iter().map(once).collect());

/// Some moments of so many by chance; in a long run all.
fn moments(dice: &mut Dice, calls: usize, some: usize) -> BTreeSet<usize> {
    if times() > 1 {
        return (0..calls).collect();
    }
    (0..some).map(|_| dice.below(calls)).collect()
}

#[test]
fn a_kill_at_any_moment_leaves_the_ledger_and_every_file_whole() {
    if let Some(reason) = traced::cannot_trace() {
        eprintln!("{reason}");
        return;
    }
    let mut dice = Dice::new();
    let (mut killed, mut kept) = (0, 0);
    for (deed, (calls, before, after)) in DEEDS.iter().zip(&*ONCE) {
        let calls = *calls;
        assert!(calls > 3, "{:?}: {calls}", deed.args);
        for nth in moments(&mut dice, calls, 2) {
            let home = deed.home();
            let ended = deed.run(&home, Some((nth, Fault::Kill)));
            println!("{:?}: killed at {nth} of {calls}", deed.args);
            // Threads take turns: a moment may not come again.
            assert!(
                ended.code.is_none() || nth < ended.calls,
                "{}",
                ended.stderr
            );
            let said = ended.stdout.contains("已记录");
            deed.check(&home, (before, after), said);
            killed += usize::from(ended.code.is_none());
            kept += usize::from(same(&whole(&home.ledger()), after));
        }
    }
    println!("{killed} kills, the deed was done by {kept} of them");
    assert!(killed >= DEEDS.len());
}

#[test]
fn a_disk_that_is_full_or_broken_at_any_moment_loses_nothing_and_is_said() {
    if let Some(reason) = traced::cannot_trace() {
        eprintln!("{reason}");
        return;
    }
    let mut dice = Dice::new();
    let faults = [
        Fault::From(Errno::ENOSPC),
        Fault::Once(Errno::EIO),
        Fault::From(Errno::EROFS),
        Fault::From(Errno::EDQUOT),
    ];
    let (mut failed, mut done) = (0, 0);
    for (deed, (calls, before, after)) in DEEDS.iter().zip(&*ONCE) {
        let calls = *calls;
        for nth in moments(&mut dice, calls, 1) {
            let some = if times() > 1 {
                &faults[..]
            } else {
                std::slice::from_ref(dice.one(&faults))
            };
            for fault in some {
                let home = deed.home();
                let ended = deed.run(&home, Some((nth, *fault)));
                let said = ended.stdout.clone() + &ended.stderr;
                println!("{:?}: {fault:?} at {nth} of {calls}: {said}", deed.args);
                let code = ended.code.expect("it ends by itself");
                assert!(code < 2, "{code}: {said}");
                assert_eq!(strange(&said), [""; 0], "{said}");
                let recorded = code == 0 || said.contains("已记录") || said.contains("已办完");
                deed.check(&home, (before, after), recorded);
                if recorded {
                    done += 1;
                } else {
                    failed += 1;
                }
            }
        }
    }
    println!("{failed} refusals, {done} done all the same");
    assert!(failed > 0);
}

/// English of the engine or the system.
fn strange(said: &str) -> Vec<&str> {
    let parts = [
        "error", "disk", "space", "Error", "os error", "panicked", "No ", "database",
    ];
    parts
        .into_iter()
        .filter(|part| said.contains(part))
        .collect()
}

/// What a writer says in its note of an entry: which writer, which of its deeds.
fn note(writer: usize, nth: usize) -> String {
    format!("第{writer}人第{nth}次")
}

#[test]
fn whoever_is_killed_among_many_loses_nothing_that_was_said_to_be_recorded() {
    let (writers, deeds) = (6, 6 * times());
    let home = Home::new();
    crate::support::make(&home.ledger());
    let seeds: Vec<Dice> = (0..writers).map(|_| Dice::new()).collect();
    let path = home.path(".");
    let run = |args: &[&str]| {
        let mut program = std::process::Command::cargo_bin("tuogou").expect("built");
        program
            .env_clear()
            .env("HOME", path.join("home"))
            .env("TUOGOU_LEDGER", path.join("ledger.db"))
            .env("TUOGOU_USER", "张三")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .args(args);
        program.spawn().expect("starts")
    };
    let acknowledged: Vec<(usize, usize)> = std::thread::scope(|scope| {
        let at_work = seeds.into_iter().enumerate().map(|(writer, mut dice)| {
            let run = &run;
            scope.spawn(move || {
                let mut acknowledged = Vec::new();
                for nth in 0..deeds {
                    let number = (27 + writer).to_string();
                    let mut child = match nth % 6 {
                        4 => run(&["backup"]),
                        5 => run(&["history"]),
                        _ => run(&["remark", &number, &note(writer, nth)]),
                    };
                    // Most live; the rest die at some moment between their start and their end.
                    if dice.below(3) == 0 {
                        let moment = u64::try_from(dice.below(40_000)).expect("small");
                        std::thread::sleep(Duration::from_micros(moment));
                        let _ = child.kill();
                    }
                    let output = child.wait_with_output().expect("ends");
                    let said = String::from_utf8_lossy(&output.stdout).contains("已记录");
                    let error = String::from_utf8_lossy(&output.stderr).into_owned();
                    assert!(output.status.code().is_none_or(|code| code == 0), "{error}");
                    if said {
                        acknowledged.push((writer, nth));
                    }
                }
                acknowledged
            })
        });
        let at_work: Vec<_> = at_work.collect();
        at_work
            .into_iter()
            .flat_map(|writer| writer.join().expect("works"))
            .collect()
    });
    home.bare_program().arg("list").assert().success();
    let history = whole(&home.ledger());
    let times_told = |said: &str| {
        history
            .iter()
            .filter(|entry| format!("{:?}", entry.body.changes).contains(said))
            .count()
    };
    for writer in 0..writers {
        for nth in 0..deeds {
            let told = times_told(&note(writer, nth));
            if acknowledged.contains(&(writer, nth)) {
                assert_eq!(told, 1, "{} is lost or twice there", note(writer, nth));
            } else {
                assert!(told <= 1, "{}", note(writer, nth));
            }
        }
    }
    let left: Vec<_> = names(&path)
        .into_iter()
        .filter(|name| name != "home")
        .collect();
    assert!(
        left.iter()
            .all(|name| name.starts_with("ledger.db") && !name.contains("journal")),
        "{left:?}"
    );
    let copies = names(&home.path("ledger.db.copies"));
    for name in &copies {
        whole(&home.path("ledger.db.copies").join(name));
    }
    println!(
        "{} deeds of {writers} writers, {} acknowledged, {} recorded, {} copies",
        writers * deeds,
        acknowledged.len(),
        history.len(),
        copies.len()
    );
    assert!(acknowledged.len() > writers);
}

/// A colleague records something, unless another thread has the file just then.
fn colleague(home: &Home) {
    let mut program = home.bare_program();
    program
        .env("TUOGOU_USER", "李四")
        .env("TMPDIR", home.path("tmp"));
    let ended = program.args(["remark", "31", "同时记下"]).output();
    let said = String::from_utf8_lossy(&ended.expect("runs").stderr).into_owned();
    assert!(
        said.is_empty() || said.contains("正被另一程序写入"),
        "{said}"
    );
}

#[test]
fn whoever_records_between_two_looks_of_somebody_else_disturbs_nobody() {
    if let Some(reason) = traced::cannot_trace() {
        eprintln!("{reason}");
        return;
    }
    let mut dice = Dice::new();
    let (mut tried, mut recorded) = (0, 0);
    let deeds: [&[&str]; 8] = [
        &["list"],
        &["history"],
        &["export", "json", "--out", "@copy.json"],
        &["tick", "30", "P1"],
        &["undo"],
        &["backup"],
        &["verify"],
        &["import", "bundle", "@back.db"],
    ];
    for args in deeds {
        let deed = deed(args);
        // No copy is made behind, whose thread would hold the file while the other one stands still.
        let calm = || {
            let home = deed.home();
            let config = home.path("home/.config/tuogou");
            std::fs::create_dir_all(&config).expect("made");
            std::fs::write(config.join("config.toml"), "copies = 0").expect("written");
            home
        };
        let unlocks = deed.run(&calm(), None).unlocks;
        assert!(unlocks > 1, "{args:?}: {unlocks}");
        for nth in moments(&mut dice, unlocks, 3) {
            let home = calm();
            let ended = deed.run(&home, Some((nth, Fault::LetIn(colleague))));
            let at = format!("{args:?} at {nth} of {unlocks}: {}", ended.stderr);
            assert_eq!(ended.code, Some(0), "{at}");
            let told = whole(&home.ledger());
            let theirs = told
                .iter()
                .filter(|entry| entry.body.what.contains("同时记下"));
            recorded += theirs.count();
            tried += 1;
        }
    }
    println!("{tried} moments, {recorded} used");
    assert!(recorded > 0 && recorded <= tried);
}
