//! The milestones as calendar files: read back by a calendar library, by the rules of the format,
//! with what each unit still owes.

use std::collections::BTreeSet;
use std::sync::Arc;

use assert_cmd::Command as Program;
use chrono::{Days, NaiveDate};
use icalendar::{Calendar, Component as _, DatePerhapsTime, Event};
use predicates::prelude::*;
use tuogou::domain::change::Subject;
use tuogou::domain::command::Command;
use tuogou::domain::ledger::{Ledger, RosterRow};
use tuogou::domain::model::Status;
use tuogou::exchange::calendar::{self, Edition};
use tuogou::exchange::seed;

use crate::support::{Home, date, instant, moment};

fn edition(as_of: &str) -> Edition {
    Edition {
        at: instant(),
        as_of: date(as_of),
        revision: 7,
    }
}

/// A ledger in which M1 is done and 29 has handed in its papers.
fn worked() -> (Home, Ledger) {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("张三");
    for (milestone, subject, on) in [
        ("M1", Subject::City, "2020-06-16"),
        ("M4", Subject::Association(29), "2020-07-18"),
    ] {
        let command = Command::Mark {
            milestone: milestone.into(),
            subject,
            on: date(on),
        };
        let receipt = session.execute(&mut ledger, &command, moment("2020-07-20"));
        receipt.expect("marked");
    }
    (home, ledger)
}

fn of_unit(ledger: &Ledger, name: &str, as_of: &str) -> Option<Vec<u8>> {
    let unit = ledger.unit_ix(name).expect("a unit");
    calendar::unit(ledger, unit, edition(as_of))
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8 also across folds")
}

#[track_caller]
fn parsed(bytes: &[u8]) -> Calendar {
    text(bytes).parse().expect("the library reads it")
}

#[track_caller]
fn event(calendar: &Calendar, id: &str) -> Event {
    let wanted = format!("脱钩 {id} ");
    let of = |event: &&Event| event.get_summary().is_some_and(|s| s.starts_with(&wanted));
    let found = calendar.events().find(of);
    found.unwrap_or_else(|| panic!("no {id}")).clone()
}

fn day(date: Option<DatePerhapsTime>) -> NaiveDate {
    match date {
        Some(DatePerhapsTime::Date(date)) => date,
        other => panic!("not a whole day: {other:?}"),
    }
}

/// What holds for every file: line ends, lengths, one event and alarm for each name.
#[track_caller]
fn by_the_rules(bytes: &[u8]) {
    let text = text(bytes);
    assert!(text.ends_with("\r\n"));
    for line in text.split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
        assert!(!line.chars().any(char::is_control), "{line:?}");
    }
    let unfolded = text.replace("\r\n ", "");
    let uids: Vec<&str> = unfolded
        .lines()
        .filter(|line| line.starts_with("UID:"))
        .collect();
    let unique: BTreeSet<&str> = uids.iter().copied().collect();
    assert_eq!(unique.len(), uids.len(), "{uids:?}");
    let parts = |kind: &str| unfolded.matches(&format!("BEGIN:{kind}\r\n")).count();
    assert_eq!(uids.len(), parts("VEVENT") + parts("VALARM"));
    assert_eq!(
        unfolded.matches("DTSTAMP:20200720T120203Z").count(),
        uids.len()
    );
    for event in parsed(bytes).events() {
        assert!(day(event.get_end()) > day(event.get_start()));
    }
}

#[test]
fn every_milestone_is_a_whole_day_with_two_reminders() {
    let ledger = Home::new().open("张三").1;
    let bytes = calendar::city(&ledger, edition("2020-06-10"));
    by_the_rules(&bytes);
    let calendar = parsed(&bytes);
    assert_eq!(calendar.events().count(), 8 + 3);
    for def in ledger.round().milestones() {
        let event = event(&calendar, &def.id);
        assert_eq!(
            event.get_summary(),
            Some(format!("脱钩 {} {}", def.id, def.title).as_str())
        );
        assert_eq!(day(event.get_start()), def.due_on);
        assert_eq!(day(event.get_end()), def.due_on + Days::new(1));
        assert_eq!(event.property_value("TRANSP"), Some("TRANSPARENT"));
        assert_eq!(event.get_sequence(), Some(7));
        // Nine o'clock, three days and one day before the day begins.
        let alarms: Vec<(Option<&str>, Option<&str>)> = event
            .components()
            .iter()
            .map(|alarm| {
                (
                    alarm.property_value("ACTION"),
                    alarm.property_value("TRIGGER"),
                )
            })
            .collect();
        assert_eq!(
            alarms,
            [
                (Some("DISPLAY"), Some("-P2DT15H")),
                (Some("DISPLAY"), Some("-PT15H"))
            ]
        );
    }
    let text = text(&bytes);
    assert!(text.contains("DTSTART;VALUE=DATE:20200616\r\n"));
    assert!(text.contains("DTEND;VALUE=DATE:20200617\r\n"));
    assert_eq!(
        event(&calendar, "M4").get_description(),
        Some(
            "期限：2020年7月31日（周五）\n成果：脱钩方案和基本情况表报市民政局\n\
             牵头：业务主管单位\n参加：行业协会商会、市民政局\n\
             以下情况截至 2020年6月10日\n应完成 113 家协会，已完成 0 家，还有 113 家"
        )
    );
}

#[test]
fn what_is_done_says_so_and_reminds_nobody() {
    let (_home, ledger) = worked();
    let calendar = parsed(&calendar::city(&ledger, edition("2020-07-20")));
    let first = event(&calendar, "M1");
    assert_eq!(
        first.get_summary(),
        Some("脱钩 M1 联合工作组会议（已完成）")
    );
    let said = first.get_description().expect("words");
    assert!(said.ends_with("已于 2020年6月16日 全部完成"), "{said}");
    assert!(first.components().is_empty());
    // On an earlier day it had not happened yet.
    let before = parsed(&calendar::city(&ledger, edition("2020-06-15")));
    assert_eq!(event(&before, "M1").components().len(), 2);
}

#[test]
fn a_unit_sees_which_of_its_associations_it_owes() {
    let (_home, ledger) = worked();
    let bytes = of_unit(&ledger, "开封市教育体育局", "2020-07-20").expect("it has tasks");
    by_the_rules(&bytes);
    let calendar = parsed(&bytes);
    // The city's own milestones are not the unit's.
    let ids: Vec<&str> = calendar
        .events()
        .filter_map(|event| event.get_summary()?.split(' ').nth(1))
        .collect();
    assert_eq!(ids, ["M2", "M3", "M4", "M5", "M6", "M7"]);
    let papers = event(&calendar, "M4");
    let papers = papers.get_description().expect("words");
    assert!(papers.contains("应完成 44 家协会，已完成 1 家，还有 43 家：\n"));
    assert!(papers.contains("\n30 开封市信鸽协会\n"), "{papers}");
    assert!(!papers.contains("开封市钓鱼协会"), "it has handed them in");
    let training = event(&calendar, "M3");
    let training = training.get_description().expect("words");
    assert!(training.ends_with("\n本单位尚未完成"), "{training}");

    // A unit without tasks has nothing to reach, and a file is no other unit's.
    assert!(of_unit(&ledger, "开封市工商业联合会", "2020-07-20").is_none());
    let other = of_unit(&ledger, "开封市商务局", "2020-07-20").expect("tasks");
    by_the_rules(&other);
    let uid = |bytes: &[u8]| event(&parsed(bytes), "M5").get_uid().map(str::to_owned);
    assert_ne!(uid(&bytes), uid(&other));
}

#[test]
fn the_same_ledger_at_the_same_moment_gives_the_same_file() {
    let (_home, ledger) = worked();
    let again = worked().1;
    let edition = edition("2020-07-20");
    assert_eq!(
        calendar::city(&ledger, edition),
        calendar::city(&again, edition)
    );
    for unit in ledger.units().keys() {
        let bytes = calendar::unit(&ledger, unit, edition);
        assert_eq!(bytes, calendar::unit(&again, unit, edition));
        let tasks = ledger.units()[unit].tasks() > 0;
        assert_eq!(bytes.is_some(), tasks);
        if let Some(bytes) = &bytes {
            by_the_rules(bytes);
        }
    }
}

#[test]
fn an_event_keeps_its_name_while_the_work_goes_on() {
    let (_home, ledger) = worked();
    let uids = |bytes: &[u8]| -> Vec<String> {
        let calendar = parsed(bytes);
        let uids = calendar.events().filter_map(|event| event.get_uid());
        uids.map(str::to_owned).collect()
    };
    let early = of_unit(&ledger, "开封市商务局", "2020-06-10").expect("tasks");
    let late = of_unit(&ledger, "开封市商务局", "2020-09-19").expect("tasks");
    assert_ne!(early, late);
    assert_eq!(uids(&early), uids(&late));
}

/// A roster whose names try to be more than names.
fn hostile() -> Ledger {
    let documents = seed::builtin_documents();
    let round = Arc::new(seed::parse_round(&documents).expect("a round"));
    let unit = "某局,甲;乙\\n丙\r\nATTACH:x\u{202e}";
    let row = |no: u32| RosterRow {
        no,
        name: format!("协会,第{no};个\\\nEND:VEVENT\u{7}{}", "名".repeat(90)).into(),
        printed_unit: unit.into(),
        status: Status::Planned,
    };
    Ledger::new(&round, (1..=200).map(row)).expect("a ledger")
}

#[test]
fn names_stay_names_and_long_lists_are_cut_with_a_count() {
    let ledger = hostile();
    let bytes = calendar::unit(&ledger, 0.into(), edition("2020-07-20")).expect("tasks");
    by_the_rules(&bytes);
    let calendar = parsed(&bytes);
    assert_eq!(
        calendar.property_value("X-WR-CALNAME"),
        Some("脱钩节点 某局,甲;乙\\n丙  ATTACH:x")
    );
    assert_eq!(calendar.events().count(), 6);
    let papers = event(&calendar, "M4");
    let papers = papers.get_description().expect("words");
    let first = format!("\n1 协会,第1;个\\ END:VEVENT{}\n", "名".repeat(90));
    assert!(papers.contains(&first), "{papers}");
    assert!(papers.chars().count() <= 2000);
    let shown = papers.matches("END:VEVENT").count();
    let rest = format!("\n……另有 {} 家，详见台账", 200 - shown);
    assert!(papers.ends_with(&rest), "{papers}");
    assert!(!text(&bytes).contains("\r\nATTACH"));
}

fn tuogou(home: &Home) -> Program {
    let mut program = Program::cargo_bin("tuogou").expect("the program");
    program
        .env("HOME", home.path("home"))
        .env("XDG_CONFIG_HOME", home.path("config"))
        .env("TUOGOU_USER", "张三")
        .env("TUOGOU_LEDGER", home.ledger())
        .env("TUOGOU_AS_OF", "2020-07-20")
        .current_dir(home.path(""));
    program
}

#[test]
fn a_clerk_writes_calendars_for_the_city_and_for_each_unit() {
    let (home, ledger) = worked();
    let calendar = ["export", "calendar"];
    tuogou(&home)
        .args(calendar)
        .assert()
        .success()
        .stdout("脱钩日历-2020-07-20.ics\n");
    let written = std::fs::read(home.path("脱钩日历-2020-07-20.ics")).expect("written");
    assert_eq!(parsed(&written).events().count(), 8 + 3);
    tuogou(&home)
        .args(calendar)
        .args(["--unit", "教体局", "--out", "教体.ics"])
        .assert()
        .success()
        .stdout("教体.ics\n");
    tuogou(&home)
        .args(calendar)
        .args(["--units", "各单位"])
        .assert()
        .success()
        .stdout(predicate::str::ends_with("共写出 33 个文件\n"));
    for unit in ledger.units().iter().filter(|unit| unit.tasks() > 0) {
        let name = format!("各单位/脱钩日历-{}-2020-07-20.ics", unit.name);
        let bytes = std::fs::read(home.path(&name)).expect("one for each unit");
        assert!(parsed(&bytes).events().count() > 0, "{name}");
    }
    for (args, expected) in [
        (vec![], "脱钩日历-2020-07-20.ics 已经存在"),
        (vec!["--units", "各单位"], "已经存在，没有写出任何文件"),
        (vec!["--unit", "直接登记"], "直接登记 是登记方式，不是单位"),
        (vec!["--unit", "无此局"], "没有业务主管单位「无此局」"),
        (
            vec!["--out", "各单位"],
            "各单位 是目录，请在 --out 写文件名",
        ),
        (vec!["--unit", "教体局", "--units", "x"], "不能与"),
        (
            vec!["--format", "csv"],
            "--format 不能与 export calendar 同用",
        ),
    ] {
        tuogou(&home)
            .args(calendar)
            .args(&args)
            .assert()
            .failure()
            .stderr(predicate::str::contains(expected));
    }
    tuogou(&home)
        .args(calendar)
        .arg("--force")
        .assert()
        .success();
}
