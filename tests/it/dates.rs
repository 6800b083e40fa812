//! Milestones on other dates, exits and closing, on the command line and in the terminal.

use predicates::prelude::*;
use serde_json::Value;

use crate::support::{Home, date};

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 40)];

fn json(home: &Home, args: &[&str]) -> Value {
    home.json(args)
}

/// Fails with one line that contains this.
fn refused(home: &Home, by: &str, args: &[&str], part: &str) {
    let mut program = home.program();
    program.env("TUOGOU_USER", by).args(args);
    let one_line = predicate::function(|text: &str| text.trim_end().lines().count() == 1);
    program
        .assert()
        .code(1)
        .stderr(predicate::str::contains(part).and(one_line));
}

#[test]
fn a_milestone_moves_for_a_reason_and_its_printed_date_stays() {
    let home = Home::new();
    let day = ["--as-of", "2020-07-20"];
    let moved = |args: &[&str]| json(&home, &[args, day.as_slice()].concat());
    let lines = moved(&["reschedule", "m4", "--to", "2020-08-05", "--reason", "汛期"]);
    assert_eq!(lines[3]["due_on"], "2020-08-05");
    assert_eq!(lines[3]["printed_on"], "2020-07-31");
    assert_eq!(lines[3]["days"], 16);
    home.program()
        .args(["timeline", "--as-of", "2020-07-20"])
        .assert()
        .stdout(predicate::str::contains(
            "M4 印发日期 2020-07-31，现为 2020-08-05：汛期",
        ));
    refused(
        &home,
        "张三",
        &[
            "reschedule",
            "M4",
            "--to",
            "2020-09-01",
            "--reason",
            "汛期",
            "--as-of",
            "2020-07-20",
        ],
        "会越过 M5（2020-08-15）",
    );
    refused(
        &home,
        "张三",
        &["reschedule", "M4", "--to", "2020-08-06"],
        "请写明改日期的理由",
    );
    let lines = moved(&["reschedule", "--shift", "-5", "--reason", "提前部署"]);
    assert_eq!(lines[3]["due_on"], "2020-07-31");
    assert_eq!(lines[7]["due_on"], "2020-09-25");
    let lines = moved(&["reschedule", "M8", "--printed"]);
    assert_eq!(lines[7]["due_on"], "2020-09-30");
    // One undo for the whole shift, after the one for M8.
    json(&home, &["undo"]);
    json(&home, &["undo"]);
    let timeline = json(&home, &["timeline", "--as-of", "2020-07-20"]);
    assert_eq!(timeline["milestones"][3]["due_on"], "2020-08-05");
    assert_eq!(timeline["milestones"][7]["due_on"], "2020-09-30");
    // Looking back to a day before it was moved.
    let before = json(&home, &["timeline", "--as-of", "2020-07-19"]);
    assert_eq!(before["milestones"][3]["due_on"], "2020-07-31");
}

#[test]
fn the_timeline_says_how_late_a_milestone_was_met() {
    let home = Home::new();
    for (id, on) in [
        ("M1", "2020-06-16"),
        ("M2", "2020-07-01"),
        ("M3", "2020-07-08"),
    ] {
        home.program()
            .args(["mark", id, "--on", on, "--as-of", "2020-07-20"])
            .assert()
            .success();
    }
    let timeline = json(&home, &["timeline", "--as-of", "2020-07-20"]);
    let slips: Vec<Value> = (0..4)
        .map(|ix| timeline["milestones"][ix]["slip"].clone())
        .collect();
    assert_eq!(
        slips,
        [Value::from(0), Value::from(5), Value::from(-2), Value::Null]
    );
    for (width, height) in SIZES {
        let mut story = home.story("2020-07-20", width, height);
        story.keys("<f4><home>").shows("2020-06-16 全部完成，按期");
        story.keys("j").shows("2020-07-01 全部完成，晚 5 天");
        story.keys("j").shows("2020-07-08 全部完成，早 2 天");
    }
}

#[test]
fn a_clerk_moves_dates_on_the_timeline() {
    for (width, height) in SIZES {
        let home = Home::new();
        let mut story = home.story("2020-07-20", width, height);
        story
            .keys("<f4>")
            .shows("M4")
            .keys("<f7>")
            .shows("印发日期 2020-07-31");
        story.keys("<ctrl-u>2020-08-16<enter>").shows("会越过 M5");
        story
            .keys("<ctrl-u>2020-08-05<enter>")
            .shows("改日期须写理由");
        story.keys("<enter>").shows("请写明理由");
        story
            .keys("汛期<enter>")
            .shows("印发日期 2020-07-31，现为 2020-08-05：汛期（张三 登记）");
        story.shows("M4 报送方案 还有 16 天");
        story
            .keys("<f9>7<enter>汛期<enter>")
            .shows("请确认")
            .keys("<enter>")
            .shows("M4 报送方案 还有 23 天");
        story.keys("uu").shows("M4 报送方案 还有 11 天");
        let defs = story.model().ledger.round().milestones();
        assert!(defs.iter().all(|def| def.printed_on.is_none()));
        assert_eq!(defs.raw[3].due_on, date("2020-07-31"));
    }
}

#[test]
fn leaving_the_round_needs_its_paper_and_closing_another_person() {
    let home = Home::new();
    let day = ["--as-of", "2020-07-20"];
    let left = json(
        &home,
        &[
            "exit",
            "29",
            "注销",
            "--document",
            "汴民〔2020〕8号",
            "--reason",
            "长期未开展活动",
            day[0],
            day[1],
        ],
    );
    assert_eq!(left["stage"], "deregistered");
    assert_eq!(left["status"], "planned");
    assert_eq!(left["exit"]["on"], "2020-07-20");
    let timeline = json(&home, &["timeline", day[0], day[1]]);
    assert_eq!(timeline["milestones"][3]["population"], 112);
    let stats = json(&home, &["stats", day[0], day[1]]);
    assert_eq!(
        (&stats["total"], &stats["planned"]),
        (&Value::from(150), &Value::from(113))
    );
    refused(
        &home,
        "张三",
        &["exit", "31", "撤销", "--reason", "无"],
        "请写明退出的依据",
    );
    refused(
        &home,
        "张三",
        &[
            "exit",
            "31",
            "合并",
            "--document",
            "文",
            "--reason",
            "无",
            "--into",
            "31",
        ],
        "不能并入自己",
    );
    home.program().args(["exit", "31"]).assert().code(2);
    let back = json(&home, &["exit", "29", "--clear", day[0], day[1]]);
    assert_eq!(back["stage"], "not_started");

    refused(&home, "李四", &["close", "31"], "未办结，不能销号");
    let items = json(&home, &["show", "31"]);
    for item in items["checklist"].as_array().expect("items") {
        let id = item["id"].as_str().expect("an id");
        if id != "F3" {
            home.program()
                .args(["tick", "31", id, "--as-of", "2020-09-10"])
                .assert()
                .success();
        }
    }
    let done = json(&home, &["show", "31", "--as-of", "2020-09-11"]);
    assert_eq!(done["stage"], "completed", "done, and not closed by itself");
    assert_eq!(done["status"], "planned");
    refused(&home, "张三", &["close", "31"], "销号须由其他人办理");
    let close = |args: &[&str]| {
        home.program()
            .env("TUOGOU_USER", "李四")
            .args(["close", "31", "--as-of", "2020-09-20"])
            .args(args)
            .assert()
            .success();
    };
    close(&["--evidence", "销号单 1", "--reason", "表存纸质档案"]);
    refused(
        &home,
        "李四",
        &["close", "31"],
        "已于 2020-09-20 由 李四 销号",
    );
    let closed = json(&home, &["show", "31", "--as-of", "2020-09-20"]);
    assert_eq!(closed["stage"], "closed");
    assert_eq!(closed["status"], "planned", "the printed status stays");
    close(&["--clear"]);
    let open = json(&home, &["show", "31", "--as-of", "2020-09-20"]);
    assert_eq!(open["stage"], "completed");
}
