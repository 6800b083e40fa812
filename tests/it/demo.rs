//! 演示台账: a newcomer tries everything on a made-up summer, and nobody takes it for real.

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};
use std::path::Path;
use std::sync::{Arc, LazyLock};

use chrono::NaiveDate;
use tuogou::app::clock::AsOf;
use tuogou::app::export::{self, ExportKind, ExportScope};
use tuogou::app::{bundle, demo as app_demo};
use tuogou::domain::change::{Entry, EntryKind, NewEntry, Record};
use tuogou::domain::finding::{self, Scope, Severity};
use tuogou::domain::ledger::Ledger;
use tuogou::domain::milestone;
use tuogou::domain::model::{ItemState, Light, Stage};
use tuogou::domain::replay;
use tuogou::domain::rollup;
use tuogou::domain::seal::Seal;
use tuogou::domain::summary;
use tuogou::exchange::demo::{self, Played};
use tuogou::exchange::seed;

use crate::screens::SCREENS;
use crate::support::{Home, date, moment};

fn untouched() -> Ledger {
    let round = seed::parse_round(&seed::builtin_documents()).expect("the round");
    let roster = seed::builtin_roster().expect("the roster");
    Ledger::new(&Arc::new(round), roster).expect("a ledger")
}

fn played(as_of: Option<&str>) -> Played {
    demo::history(as_of.map(date))
}

/// What makes the history that is shipped.
#[path = "../../examples/demonstration/play/mod.rs"]
mod play;

/// The default day, read once for all tests.
static LIVELY: LazyLock<Played> = LazyLock::new(|| played(None));

/// The file of the default day, made once for all tests.
static FILE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let home = Home::new();
    app_demo::make(&home.ledger(), "张三".into(), None).expect("made");
    std::fs::read(home.ledger()).expect("read")
});

/// A home whose ledger is a demonstration.
pub fn demo_home() -> Home {
    let home = Home::new();
    std::fs::write(home.ledger(), &*FILE).expect("written");
    home
}

/// The entries as a file would number them.
fn numbered(entries: &[NewEntry]) -> Vec<Entry> {
    let number = |(body, seq): (&NewEntry, i64)| Entry {
        seq,
        seal: Seal::NONE,
        body: body.clone(),
    };
    entries.iter().zip(1..).map(number).collect()
}

fn replayed(played: &Played) -> Ledger {
    let mut ledger = untouched();
    replay::replay(&mut ledger, &numbered(&played.entries)).expect("a history like any other");
    ledger
}

#[test]
fn what_is_shipped_is_what_the_script_comes_to() {
    let shipped = String::from_utf8(demo::shipped()).expect("text");
    let made = play::text().expect("the script fits the rules");
    let differs = made != shipped;
    assert!(!differs, "cargo run --example demonstration");
}

#[test]
fn the_same_day_gives_the_same_history_and_a_later_one_goes_on_with_it() {
    assert_eq!(played(None).entries, LIVELY.entries);
    let early = played(Some("2020-07-20")).entries;
    assert!(early.len() > 300 && LIVELY.entries.starts_with(&early));
    let late = played(Some("2020-10-20")).entries;
    assert!(late.len() > LIVELY.entries.len() && late.starts_with(&LIVELY.entries));
    assert_eq!(played(Some("2026-11-24")).entries, late);
    assert_eq!(played(Some("2020-06-10")).entries, []);
}

#[test]
fn the_same_day_gives_the_same_file() {
    let home = Home::new();
    app_demo::make(&home.ledger(), "李四".into(), None).expect("made");
    let (one, two) = (demo_home(), home);
    let json = |home: &Home| {
        let out = home.path("out.json");
        let export = ["export", "json", "--out"];
        home.program().args(export).arg(&out).assert().success();
        std::fs::read(out).expect("written")
    };
    assert_eq!(json(&one), json(&two));
}

#[test]
fn nothing_happens_after_the_as_of_date_or_before_the_notice() {
    for day in ["2020-06-16", "2020-07-31", "2020-08-21", "2020-09-18"] {
        let entries = played(Some(day)).entries;
        assert!(!entries.is_empty(), "{day}");
        for entry in &entries {
            let days = date("2020-06-16")..=date(day);
            assert!(days.contains(&entry.as_of), "{day}: {}", entry.what);
            assert_eq!(entry.at.date_naive(), entry.as_of, "{}", entry.what);
            for change in &entry.changes {
                if let Some(Record::Mark(mark)) = change.after() {
                    assert!(mark.done_on <= entry.as_of, "{}", entry.what);
                }
            }
        }
        let ordered = entries
            .windows(2)
            .all(|pair| pair[0].as_of <= pair[1].as_of);
        assert!(ordered, "{day}");
    }
}

#[test]
fn every_light_stage_and_state_occurs_on_the_default_day() {
    let as_of = LIVELY.demo.as_of;
    assert_eq!(as_of, date("2020-08-21"));
    let ledger = replayed(&LIVELY);
    let everybody = ledger.associations().keys();
    let stages: BTreeSet<Stage> = everybody
        .clone()
        .map(|ix| ledger.progress(ix).stage)
        .collect();
    for stage in [
        Stage::Historic,
        Stage::NotStarted,
        Stage::PlanSubmitted,
        Stage::Approved,
        Stage::InProgress,
        Stage::Completed,
        Stage::Closed,
    ] {
        assert!(stages.contains(&stage), "{stage:?} in {stages:?}");
    }
    let milestones = ledger.round().milestones().keys();
    let lights: BTreeSet<Light> = everybody
        .clone()
        .map(|ix| rollup::association(&ledger, ix, as_of).light)
        .chain(milestones.map(|ix| milestone::city_standing(&ledger, ix, as_of).light))
        .collect();
    assert_eq!(lights, BTreeSet::from(Light::ALL));
    let kinds: Vec<ItemState> = everybody
        .clone()
        .flat_map(|ix| ledger.checklist(ix).map(|item| item.state))
        .collect();
    for state in [
        ItemState::Open,
        ItemState::Doing,
        ItemState::Done,
        ItemState::NotApplicable,
        ItemState::Doubtful,
    ] {
        assert!(kinds.contains(&state), "{state:?}");
    }
    let sum = summary::of(&ledger, everybody, as_of);
    assert_eq!((sum.total, sum.decoupled, sum.planned), (150, 37, 113));
    assert!(sum.completed > 5 && sum.completed < 60, "{}", sum.completed);
}

#[test]
fn several_people_were_at_work_and_one_of_them_only_closes() {
    let by: BTreeSet<&str> = LIVELY.entries.iter().map(|e| e.by.as_str()).collect();
    assert!(by.len() >= 6, "{by:?}");
    let closes = |entry: &&NewEntry| entry.what.contains("F3 核查销号");
    assert!(LIVELY.entries.iter().any(|entry| closes(&entry)));
    for entry in &LIVELY.entries {
        assert_eq!(closes(&entry), entry.by == "丙核查", "{}", entry.what);
    }
    let undone = |entry: &&NewEntry| entry.kind == EntryKind::Undo;
    assert!(LIVELY.entries.iter().any(|entry| undone(&entry)));
}

#[test]
fn contradictions_and_signs_of_paper_decoupling_occur() {
    let ledger = replayed(&LIVELY);
    let found: Vec<_> = ledger
        .associations()
        .keys()
        .flat_map(|ix| finding::of(&ledger, Scope::Forms(ix), date("2020-07-20")))
        .collect();
    for rule in [
        "X01", "X04", "X08", "X09", "X14", "X15", "X19", "X21", "X27", "X31",
    ] {
        assert!(found.iter().any(|one| one.rule == rule), "{rule}");
    }
    let count = |severity| found.iter().filter(|one| one.severity == severity).count();
    assert!(count(Severity::Contradiction) > 10 && count(Severity::Suspicious) > 10);
    // A whole checklist within a few minutes, by one hand.
    let rushed = ledger.associations().keys().any(|ix| {
        let mut at: Vec<_> = ledger.records(ix).map(|(_, record)| record.at).collect();
        at.sort_unstable();
        at.windows(12)
            .any(|some| (some[11] - some[0]).num_minutes() < 5)
    });
    assert!(rushed);
}

#[test]
fn the_program_keeps_the_file_only_where_asked_and_never_overwrites() {
    let home = Home::new();
    let out = home.path("demo.db");
    let demo = |home: &Home| {
        let mut program = home.bare_program();
        program.arg("demo").arg("--out").arg(home.path("demo.db"));
        program
    };
    let made = demo(&home).assert().success().get_output().stdout.clone();
    assert!(String::from_utf8_lossy(&made).contains("已写出演示台账"));
    let bytes = std::fs::read(&out).expect("kept");
    let refused = demo(&home).assert().failure().get_output().stderr.clone();
    assert!(String::from_utf8_lossy(&refused).contains("已经存在"));
    assert_eq!(std::fs::read(&out).expect("still there"), bytes);
    // The ledger of real work was not even made.
    assert!(!home.ledger().exists());
    // Kept, it opens on its own day; another day can still be asked for.
    let as_of = |args: &[&str]| {
        let mut program = home.bare_program();
        program
            .arg("--ledger")
            .arg(&out)
            .args(args)
            .args(["stats", "--format", "json"]);
        let output = program.assert().success().get_output().stdout.clone();
        let stats: serde_json::Value = serde_json::from_slice(&output).expect("JSON");
        assert_eq!(stats["total"], 150);
        stats["as_of"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(as_of(&[]), "2020-08-21");
    assert_eq!(as_of(&["--as-of", "2020-07-31"]), "2020-07-31");
}

#[test]
fn a_demonstration_that_is_not_kept_leaves_nothing() {
    let home = Home::new();
    let temp = home.path("temp");
    std::fs::create_dir(&temp).expect("a folder");
    // Without a terminal the interface cannot open; the file is gone all the same.
    let program = |home: &Home| {
        let mut program = home.bare_program();
        program.env("TMPDIR", &temp).arg("demo");
        program
    };
    program(&home).assert().failure();
    let left = std::fs::read_dir(&temp).expect("readable").count();
    assert_eq!(left, 0);
    assert!(!home.ledger().exists());
}

#[test]
fn every_screen_says_that_it_is_made_up() {
    let home = demo_home();
    for (width, height) in [(80, 24), (120, 40)] {
        // One story for all screens: opening the ledger anew for each takes its time.
        let mut story = home.story_by("李四", AsOf::Fixed(LIVELY.demo.as_of), width, height);
        for (name, keys) in SCREENS {
            story.keys("<esc><esc><esc><esc><esc><f3>").keys(keys);
            let screen = story.screen();
            let first = screen.lines().next().unwrap_or_default();
            assert!(first.contains(" 演示 虚构 "), "{name}: {first}");
        }
    }
    let real = Home::new();
    real.story("2020-08-21", 80, 24).hides("演示");
}

/// Everything in a file: of an office document all its parts.
fn content(path: &Path) -> String {
    let bytes = std::fs::read(path).expect("read");
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(&bytes)) else {
        return String::from_utf8_lossy(&bytes).into_owned();
    };
    let mut all = String::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).expect("a part");
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("unpacked");
        all.push_str(&String::from_utf8_lossy(&bytes));
    }
    all
}

/// Writes one file of each kind under the name that the program gives it.
fn exports(home: &Home, as_of: NaiveDate) -> Vec<std::path::PathBuf> {
    let folder = home.path("exports");
    std::fs::create_dir(&folder).expect("a folder");
    for args in [
        "export form basic 29",
        "export form basic 29 --format xlsx",
        "export form completion 29",
        "export plan 29",
        "export letter circular",
        "export letter circular --format md",
        "export letter remind --all-late",
        "export letter weekly",
        "export letter summary",
        "export report",
        "export ledger",
        "export answers basic",
        "export answers completion",
        "export roster --out 演示-名册.csv",
        "export roster --format json --out 演示-名册.json",
        "export roster --format xlsx --out 演示-名册.xlsx",
        "export calendar",
        "export calendar --units .",
        "export json",
        "export bundle --unit 科学技术协会",
    ] {
        let mut program = home.program();
        program.current_dir(&folder).args(args.split(' '));
        program
            .arg("--as-of")
            .arg(as_of.to_string())
            .assert()
            .success();
    }
    let files = std::fs::read_dir(&folder).expect("readable");
    files.map(|file| file.expect("a file").path()).collect()
}

#[test]
fn every_export_says_that_it_is_made_up() {
    let home = demo_home();
    // GB18030 says it in its own bytes, and so is not looked at here.
    let files = exports(&home, LIVELY.demo.as_of);
    assert!(files.len() > 40, "{}", files.len());
    for file in &files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        assert!(name.starts_with("演示-"), "{name}");
        // The name of the round's own document is no mark that anybody sees.
        let said = content(file).replace("demo.toml", "");
        let mark = if name.ends_with(".json") && name.contains("名册") {
            "\"demo\": true"
        } else if name.ends_with(".ics") {
            "演示·脱钩"
        } else if name.ends_with(".csv") {
            ",说明\r\n"
        } else {
            "演示"
        };
        assert!(said.contains(mark), "{name} does not say {mark}");
    }
    let csv = home.path("exports").join("演示-名册.csv");
    let csv = std::fs::read_to_string(csv).expect("read");
    let rows: Vec<&str> = csv.lines().skip(1).collect();
    assert_eq!(rows.len(), 150);
    assert!(rows.iter().all(|row| row.ends_with(",演示")));
}

#[test]
fn real_work_says_nothing_of_the_kind() {
    let home = Home::new();
    let files = exports(&home, date("2020-08-21"));
    for file in files {
        let name = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let asked_for = name.contains("名册");
        assert!(asked_for || !name.contains("演示"), "{name}");
        assert!(!content(&file).contains("演示"), "{name}");
    }
}

#[test]
fn exports_of_the_interface_say_it_too() {
    let home = demo_home();
    let story = home.story_by("李四", AsOf::Fixed(LIVELY.demo.as_of), 120, 40);
    let (session, _) = home.open("李四");
    let folder = home.path("tui");
    let city =
        |kind: &&ExportKind| matches!(kind.scope, ExportScope::City | ExportScope::CityOrUnit);
    let kinds: Vec<&ExportKind> = export::KINDS.iter().filter(city).collect();
    for kind in &kinds {
        let moment = moment("2020-08-21");
        let desk = export::ExportDesk::new(&session, &story.model().ledger, moment, kind);
        let desk = desk.expect("everything read");
        let request = tuogou::tui::job::ExportRequest {
            kind,
            order: export::ExportOrder::new(export::Whose::City, kind.formats[0]),
            folder: folder.clone(),
            force: false,
        };
        let mut job = tuogou::tui::job::Job::export(&desk, request).expect("a job");
        while matches!(
            job.step(&story.model().ledger),
            tuogou::tui::job::JobStep::More
        ) {}
    }
    let files: Vec<_> = std::fs::read_dir(&folder).expect("written").collect();
    // A letter to each member body and a notice of each meeting; of everything else one.
    let (letters, meetings) = {
        let round = story.model().ledger.round();
        let meetings = round.milestones().iter().filter(|one| one.meets);
        (round.info.bodies.len(), meetings.count())
    };
    assert_eq!(files.len(), kinds.len() - 2 + letters + meetings);
    for file in files {
        let file = file.expect("a file").path();
        let name = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        assert!(
            name.starts_with("演示-") && content(&file).contains("演示"),
            "{name}"
        );
    }
}

#[test]
fn the_mark_goes_along_with_the_json_and_the_unit_file_and_stays_out_of_real_work() {
    let home = demo_home();
    let json = home.path("all.json");
    let program = |args: &[&str]| {
        let mut program = home.bare_program();
        program.args(args);
        program
    };
    program(&["export", "json", "--out"])
        .arg(&json)
        .assert()
        .success();
    let restored = home.path("restored.db");
    let mut restore = program(&["import", "ledger"]);
    restore
        .arg(&json)
        .arg("--out")
        .arg(&restored)
        .assert()
        .success();
    let reopened =
        |path: &Path| tuogou::app::session::Session::open(path, "李四".into()).expect("it opens");
    let (session, ledger) = reopened(&restored);
    assert_eq!(session.demo(), Some(&LIVELY.demo));
    assert!(ledger.round().demo.is_some());

    let (session, ledger) = home.open("李四");
    let unit = ledger.unit_ix("开封市科学技术协会").expect("a unit");
    let part = home.path("part.db");
    bundle::export(&session, &ledger, unit, moment("2020-08-21"), &part, false).expect("written");
    let (_, theirs) = reopened(&part);
    assert!(theirs.round().demo.is_some());
    bundle::read(&ledger, &part).expect("the demonstration takes its own back");
    let real = Home::new();
    let (_, ours) = real.open("李四");
    let refused = bundle::read(&ours, &part).expect_err("not into real work");
    assert!(
        refused
            .to_string()
            .contains("出自演示台账，不能并入正式台账"),
        "{refused}"
    );
}
