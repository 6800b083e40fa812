//! Where a ledger lies and who may do what there: read-only files, folders and people, several people on one file,
//! nothing written over a ledger, an upgrade by many at once.

use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use assert_cmd::cargo::CommandCargoExt as _;
use rusqlite::Connection;
use tuogou::store;
use tuogou::store::copies::{self, CopyKind};

use crate::support::{Home, make, names};

/// Somebody who owns nothing, and a colleague.
const NOBODY: u32 = 65_533;
const COLLEAGUE: u32 = 65_532;
/// The group of both.
const OFFICE: u32 = 65_531;

fn is_root() -> bool {
    let own = std::fs::metadata("/proc/self").map(|about| {
        use std::os::unix::fs::MetadataExt as _;
        about.uid()
    });
    let root = own.is_ok_and(|uid| uid == 0);
    if !root {
        eprintln!("skipped: only root can run the program as somebody else");
    }
    root
}

fn mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("set");
}

/// A copy of the program in a place that everybody can get at.
struct Office {
    home: Home,
    program: PathBuf,
}

impl Office {
    fn new() -> Self {
        let home = Home::new();
        mode(&home.path("."), 0o755);
        let program = home.path("tuogou");
        std::fs::copy(env!("CARGO_BIN_EXE_tuogou"), &program).expect("copied");
        mode(&program, 0o755);
        Self { home, program }
    }

    /// A folder with a ledger in it.
    fn ledger(&self, folder_mode: u32, file_mode: u32) -> PathBuf {
        let folder = self.home.path("shared");
        std::fs::create_dir(&folder).expect("made");
        let ledger = folder.join("ledger.db");
        make(&ledger);
        mode(&ledger, file_mode);
        mode(&folder, folder_mode);
        ledger
    }

    fn run(&self, user: u32, ledger: &Path, args: &[&str]) -> Output {
        let mut command = command_of(&self.program);
        command
            .env_clear()
            .env("HOME", "/nonexistent")
            .env("TUOGOU_LEDGER", ledger)
            .env("TUOGOU_USER", format!("用户{user}"))
            .args(args)
            .uid(user)
            .gid(OFFICE);
        command.output().expect("runs")
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the program never runs another program; its tests do"
)]
fn command_of(program: &Path) -> std::process::Command {
    std::process::Command::new(program)
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn who_may_not_write_reads_everything_and_leaves_nothing() {
    if !is_root() {
        return;
    }
    // The file, the folder, both.
    for (folder_mode, file_mode) in [(0o777, 0o644), (0o755, 0o666), (0o755, 0o444)] {
        let office = Office::new();
        let ledger = office.ledger(folder_mode, file_mode);
        for args in [
            &["list"][..],
            &["overview"],
            &["show", "29"],
            &["history"],
            &["stats"],
            &["screen", "<f3>"],
        ] {
            let output = office.run(NOBODY, &ledger, args);
            assert!(output.status.success(), "{args:?}: {}", said(&output));
        }
        let screen = office.run(NOBODY, &ledger, &["screen", ""]);
        let screen = String::from_utf8_lossy(&screen.stdout).into_owned();
        assert!(screen.contains(" 只读 "), "{screen}");
        let refused = office.run(NOBODY, &ledger, &["tick", "29", "P2"]);
        assert_eq!(refused.status.code(), Some(1));
        let refused = said(&refused);
        assert!(
            refused.contains("只读") && refused.contains("没有记入"),
            "{refused}"
        );
        let folder = ledger.parent().expect("a folder");
        assert_eq!(names(folder), ["ledger.db"], "nothing locks the owner out");
        // The owner goes on.
        let mut owner = office.home.bare_program();
        owner
            .env("TUOGOU_LEDGER", &ledger)
            .args(["tick", "29", "P2"]);
        owner.assert().success();
    }
}

#[test]
fn a_ledger_of_an_earlier_version_is_read_where_nothing_can_be_written() {
    if !is_root() {
        return;
    }
    for (name, wal) in [
        ("ledger-v1.db", true),
        ("ledger-v2.db", false),
        ("ledger-v3.db", false),
        ("ledger-v4.db", true),
    ] {
        let office = Office::new();
        let folder = office.home.path("shared");
        std::fs::create_dir(&folder).expect("made");
        let ledger = folder.join("ledger.db");
        let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixtures");
        std::fs::copy(Path::new(fixtures).join(name), &ledger).expect("copied");
        let journal = if wal { "wal" } else { "delete" };
        Connection::open(&ledger)
            .and_then(|conn| conn.pragma_update(None, "journal_mode", journal))
            .expect("set");
        let bytes = std::fs::read(&ledger).expect("read");
        mode(&ledger, 0o444);
        mode(&folder, 0o555);
        let output = office.run(NOBODY, &ledger, &["history", "--format", "json"]);
        assert!(output.status.success(), "{name}: {}", said(&output));
        let history: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert!(
            history.as_array().is_some_and(|list| list.len() >= 5),
            "{name}"
        );
        assert!(std::fs::read(&ledger).expect("read") == bytes, "{name}");
        assert_eq!(names(&folder), ["ledger.db"], "{name}");
    }
}

#[test]
fn two_people_of_a_group_work_on_one_file() {
    if !is_root() {
        return;
    }
    let office = Office::new();
    let ledger = office.ledger(0o2770, 0o660);
    let folder = ledger.parent().expect("a folder");
    for path in [folder, &ledger] {
        std::os::unix::fs::chown(path, Some(NOBODY), Some(OFFICE)).expect("given away");
    }
    mode(folder, 0o2770);
    for (user, item) in [
        (NOBODY, "B1"),
        (COLLEAGUE, "P2"),
        (NOBODY, "P4"),
        (COLLEAGUE, "A1"),
    ] {
        let output = office.run(user, &ledger, &["tick", "29", item]);
        assert!(output.status.success(), "{user} {item}: {}", said(&output));
    }
    assert_eq!(
        store::open(&ledger)
            .expect("opened")
            .entries_since(None)
            .expect("read")
            .len(),
        4
    );
    assert_eq!(names(folder), ["ledger.db", "ledger.db.copies"]);
    // What the program makes beside it is for whoever may use it, whoever has made it.
    let copies = folder.join("ledger.db.copies");
    for user in [NOBODY, COLLEAGUE, NOBODY] {
        let output = office.run(user, &ledger, &["backup"]);
        assert!(output.status.success(), "{user}: {}", said(&output));
    }
    let oldest = copies.join(&names(&copies)[0]);
    let oldest = oldest.to_str().expect("text");
    for user in [COLLEAGUE, NOBODY] {
        let output = office.run(user, &ledger, &["restore", oldest, "--apply"]);
        assert!(output.status.success(), "{user}: {}", said(&output));
        let output = office.run(user, &ledger, &["tick", "30", "P2"]);
        assert!(output.status.success(), "{user}: {}", said(&output));
    }
    let kept = names(&copies).into_iter().map(|name| copies.join(name));
    for path in kept.chain([ledger.clone()]) {
        let about = path.metadata().expect("there");
        let mode = about.permissions().mode() & 0o777;
        assert_eq!((mode, about.gid()), (0o660, OFFICE), "{}", path.display());
    }
    let about = copies.metadata().expect("there");
    assert_eq!(about.permissions().mode() & 0o7777, 0o2770);
}

#[test]
fn a_ledger_of_an_earlier_version_is_brought_up_once_however_many_start() {
    for (name, many) in [
        ("ledger-v3.db", 8),
        ("ledger-v4.db", 3),
        ("ledger-v4.db", 2),
    ] {
        let home = Home::new();
        let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixtures");
        let frozen = Path::new(fixtures).join(name);
        std::fs::copy(&frozen, home.ledger()).expect("copied");
        Connection::open(home.ledger())
            .and_then(|conn| conn.pragma_update(None, "journal_mode", "wal"))
            .expect("set");
        let started: Vec<_> = (0..many)
            .map(|_| {
                let mut command = std::process::Command::cargo_bin("tuogou").expect("built");
                command
                    .env_clear()
                    .env("HOME", home.path("home"))
                    .env("TUOGOU_LEDGER", home.ledger())
                    .arg("list")
                    .stdout(Stdio::piped())
                    .stderr(Stdio::piped())
                    .spawn()
                    .expect("starts")
            })
            .collect();
        for child in started {
            let output = child.wait_with_output().expect("ends");
            assert!(output.status.success(), "{name} {many}: {}", said(&output));
        }
        assert_eq!(names(&home.path(".")), ["ledger.db", "ledger.db.copies"]);
        // That of the day would be the same.
        let [copy] = &copies::list(&home.ledger())[..] else {
            panic!("{name} {many}: {:?}", names(&home.path("ledger.db.copies")));
        };
        assert_eq!((copy.kind, copy.entries), (CopyKind::Upgrade, Some(29)));
        let conn = Connection::open(&copy.path).expect("opened");
        let (sound, count): (String, i64) = conn
            .query_row(
                "SELECT (SELECT integrity_check FROM pragma_integrity_check),
                    (SELECT count(*) FROM entry)",
                [],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .expect("read");
        assert_eq!((&*sound, count), ("ok", 29));
    }
}

#[test]
fn a_copy_before_an_upgrade_takes_no_name_that_something_has_and_is_listed() {
    let home = Home::new();
    let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixtures");
    let old = Path::new(fixtures).join("ledger-v4.db");
    let written = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_595_239_200);
    let bring = || {
        std::fs::copy(&old, home.ledger()).expect("copied");
        let file = std::fs::File::options().write(true).open(home.ledger());
        file.expect("opened").set_modified(written).expect("dated");
    };
    bring();
    // What earlier versions kept.
    std::fs::copy(&old, home.path("ledger.db.v3.bak")).expect("copied");
    std::fs::copy(&old, home.path("ledger.db.v3-2.bak")).expect("copied");
    std::fs::write(home.path("ledger.db.vielleicht.bak"), "").expect("written");
    home.open("张三");
    let first = names(&home.path("ledger.db.copies"));
    bring();
    home.open("张三");
    let both = names(&home.path("ledger.db.copies"));
    assert_eq!((first.len(), both.len()), (1, 2));
    assert!(both.contains(&first[0]), "{both:?}");
    let version = |path: &Path| -> i64 {
        let conn = Connection::open(path).expect("opened");
        conn.query_row("PRAGMA user_version", [], |row| row.get(0))
            .expect("read")
    };
    for name in &both {
        assert_eq!(version(&home.path("ledger.db.copies").join(name)), 4);
    }
    // All of them can be chosen, by time.
    let listed = home.json(&["restore"]);
    let rows = listed.as_array().expect("rows");
    let all = |key: &str| -> Vec<&serde_json::Value> { rows.iter().map(|row| &row[key]).collect() };
    assert_eq!(all("kind"), ["upgrade"; 4]);
    assert_eq!(
        all("entries")
            .iter()
            .filter(|entries| entries.is_null())
            .count(),
        2
    );
    for row in rows {
        let file = row["file"].as_str().expect("a path");
        home.lines(&["restore", file]);
    }
}

/// Everything that writes a file where it is told to.
const EXPORTS: [&str; 15] = [
    "export json --out",
    "export ledger --out",
    "export report --out",
    "export calendar --out",
    "export roster --out",
    "export roster --format json --out",
    "export roster --format xlsx --out",
    "export bundle --unit 教育体育局 --out",
    "export answers basic --out",
    "export answers completion --force --out",
    "export json --force --out",
    "export ledger --force --out",
    "export report --force --out",
    "export calendar --force --out",
    "export roster --force --out",
];

#[test]
fn nothing_is_ever_written_over_a_ledger_or_beside_one() {
    let home = Home::new();
    make(&home.ledger());
    let other = home.path("分册.db");
    home.program()
        .args(["export", "bundle", "--unit", "教育体育局", "--out"])
        .arg(&other)
        .assert()
        .success();
    let hard = home.path("hard.xlsx");
    std::fs::hard_link(home.ledger(), &hard).expect("linked");
    let soft = home.path("soft.json");
    std::os::unix::fs::symlink(home.ledger(), &soft).expect("linked");
    let (journal, wal) = (home.path("ledger.db-journal"), home.path("ledger.db-wal"));
    let before = std::fs::read(home.ledger()).expect("read");
    let bundle = std::fs::read(&other).expect("read");
    let mut exports = EXPORTS.to_vec();
    exports.push("export bundle --unit 教育体育局 --force --out");
    for target in [&home.ledger(), &other, &hard, &soft, &journal, &wal] {
        for export in &exports {
            let mut program = home.program();
            program.args(export.split(' ')).arg(target);
            let failed = program.assert().code(1);
            let said = String::from_utf8_lossy(&failed.get_output().stderr).into_owned();
            assert!(
                said.contains("不能覆盖"),
                "{export} {}: {said}",
                target.display()
            );
        }
    }
    for (args, made) in [
        (&["demo", "--out"][..], "已经存在"),
        (&["new", "--out"], "已经存在"),
    ] {
        let mut program = home.program();
        program.args(args).arg(home.ledger());
        let failed = program.assert().code(1);
        let said = String::from_utf8_lossy(&failed.get_output().stderr).into_owned();
        assert!(said.contains(made), "{said}");
    }
    // Where several files go into a folder, one of them may be a ledger.
    let folder = home.path("表");
    std::fs::create_dir(&folder).expect("made");
    let mut form = home.program();
    form.args(["export", "form", "basic", "29", "--out"])
        .arg(&folder);
    form.assert().success();
    let name = names(&folder).pop().expect("one");
    std::fs::copy(home.ledger(), folder.join(&name)).expect("copied");
    let mut form = home.program();
    form.args(["export", "form", "basic", "29", "--force", "--out"])
        .arg(&folder);
    form.assert().code(1);
    assert!(std::fs::read(folder.join(&name)).expect("read") == before);
    assert!(std::fs::read(home.ledger()).expect("read") == before);
    assert!(std::fs::read(&other).expect("read") == bundle);
    assert!(!journal.exists() && !wal.exists());
}

/// A medium of its own, which goes with the test.
struct Medium(PathBuf);

impl Medium {
    /// Nothing where this machine does not let us have one.
    fn new(at: &Path) -> Option<Self> {
        std::fs::create_dir(at).expect("made");
        let mut mount = assert_cmd::Command::new("mount");
        mount
            .args(["-t", "tmpfs", "-o", "size=2m", "tmpfs"])
            .arg(at);
        let done = mount.output().is_ok_and(|output| output.status.success());
        if !done {
            eprintln!("skipped: nothing can be mounted here");
        }
        done.then(|| Self(at.to_owned()))
    }

    fn fill(&self) {
        let full = std::fs::write(self.0.join("full"), vec![1; 4 << 20]);
        full.expect_err("the disk is full");
    }

    fn make_read_only(&self) {
        let mut mount = assert_cmd::Command::new("mount");
        mount.args(["-o", "remount,ro"]).arg(&self.0);
        mount.assert().success();
    }
}

impl Drop for Medium {
    fn drop(&mut self) {
        let _ = assert_cmd::Command::new("umount")
            .arg("-l")
            .arg(&self.0)
            .output();
    }
}

#[test]
fn a_full_disk_and_a_read_only_medium_are_read() {
    for old in [false, true] {
        let home = Home::new();
        let Some(medium) = Medium::new(&home.path("stick")) else {
            return;
        };
        let ledger = medium.0.join("ledger.db");
        if old {
            let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixtures");
            std::fs::copy(Path::new(fixtures).join("ledger-v4.db"), &ledger).expect("copied");
        } else {
            make(&ledger);
        }
        let run = |args: &[&str]| {
            let mut program = home.bare_program();
            program.env("TUOGOU_LEDGER", &ledger).args(args);
            program.output().expect("runs")
        };
        medium.fill();
        let bytes = std::fs::read(&ledger).expect("read");
        let list = run(&["list"]);
        assert!(list.status.success(), "{}", said(&list));
        let tick = run(&["tick", "30", "P2"]);
        assert_eq!(tick.status.code(), Some(1));
        assert!(said(&tick).contains("磁盘已满"), "{}", said(&tick));
        assert!(std::fs::read(&ledger).expect("read") == bytes);
        // It is said which disk is full: that of the copy.
        let (kept, full) = (home.path("kept.db"), medium.0.join("copy.db"));
        let (kept, full) = (kept.to_str().expect("text"), full.to_str().expect("text"));
        let backup = run(&["backup", "--out", kept]);
        assert!(backup.status.success(), "{}", said(&backup));
        for args in [["backup", "--out", full], ["restore", kept, "--apply"]] {
            let refused = run(&args);
            assert_eq!(refused.status.code(), Some(1), "{args:?}");
            let refused = said(&refused);
            let place = format!("磁盘已满，{} 没有改动", medium.0.display());
            assert!(refused.contains(&place), "{args:?}: {refused}");
        }
        assert!(std::fs::read(&ledger).expect("read") == bytes);
        std::fs::remove_file(kept).expect("removed");
        medium.make_read_only();
        let list = run(&["history"]);
        assert!(list.status.success(), "{}", said(&list));
        let tick = run(&["tick", "30", "P2"]);
        assert!(said(&tick).contains("盘是只读的"), "{}", said(&tick));
        assert_eq!(names(&medium.0), ["full", "ledger.db"]);
    }
}
