//! What is said when it cannot be: full disks, closed pipes, clocks that are wrong.

use std::fs::OpenOptions;
use std::process::{Output, Stdio};

use clap::CommandFactory as _;
use tuogou::app::clock;
use tuogou::app::clock_check;
use tuogou::app::session::Moment;
use tuogou::cli::Cli;
use tuogou::domain::command::Command;

use crate::support::{Home, moment};

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Runs the program as [`Home::program`] does, with a standard output of its own.
#[allow(
    clippy::disallowed_methods,
    reason = "an output of its own is nothing that the usual one can be given"
)]
fn program(home: &Home, args: &[&str]) -> std::process::Command {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_tuogou"));
    command
        .env_clear()
        .env("HOME", home.path("home"))
        .env("TUOGOU_LEDGER", home.ledger())
        .env("TUOGOU_USER", "张三")
        .args(args);
    command
}

/// Runs it with an output that is full.
#[cfg(target_os = "linux")]
fn full(home: &Home, args: &[&str]) -> Output {
    let full = OpenOptions::new().write(true).open("/dev/full");
    let mut command = program(home, args);
    command.stdout(full.expect("there is one"));
    command.output().expect("it runs")
}

fn entries(home: &Home) -> usize {
    let history = home.json(&["history"]);
    history.as_array().expect("a list").len()
}

#[cfg(target_os = "linux")]
#[test]
fn what_was_recorded_is_said_to_be_although_the_output_is_full() {
    let home = Home::new();
    drop(home.open("张三"));
    let day = ["--as-of", "2020-07-20"];
    let commands: [&[&str]; 15] = [
        &["tick", "29", "A1"],
        &["tick", "29", "A2", "--format", "json"],
        &["mark", "M1"],
        &[
            "exit",
            "30",
            "注销",
            "--document",
            "1号",
            "--reason",
            "已注销",
        ],
        &["fill", "29", "a2.2.inst", "是"],
        &["contact", "29", "--person", "李四", "--format", "csv"],
        &["remark", "29", "已电话催办"],
        &["remark", "29", "再次催办", "--format", "json"],
        &["promise", "29", "补齐资料", "--due", "2020-08-01"],
        &["promise", "29", "--kept"],
        &["reschedule", "--shift", "7", "--reason", "疫情"],
        &[
            "unit",
            "merge",
            "开封市畜牧局",
            "--into",
            "开封市民政局",
            "--reason",
            "同一单位",
        ],
        &["view", "save", "1", "常看"],
        &["undo"],
        &["redo", "--format", "md"],
    ];
    for (before, args) in commands.iter().enumerate() {
        let output = full(&home, &[args, &day[..]].concat());
        let said = text(&output.stderr);
        assert!(
            said.contains("已记录，但无法写出结果：磁盘已满"),
            "{args:?}: {said}"
        );
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        assert_eq!(entries(&home), before + 1, "{args:?}");
    }

    // What records nothing does not say so.
    let said = |args: &[&str]| text(&full(&home, args).stderr);
    let unchanged = said(&["tick", "29", "A1", "--as-of", "2020-07-20"]);
    assert!(unchanged.contains("已办完，但无法写出结果"), "{unchanged}");
    for format in ["table", "json", "csv", "md"] {
        let listed = said(&["list", "--format", format]);
        assert_eq!(listed, "tuogou: 无法写出结果：磁盘已满\n");
    }
    let out = home.path("out.json");
    let exported = said(&["export", "json", "--out", &out.to_string_lossy()]);
    assert!(exported.contains("已办完，但无法写出结果"), "{exported}");
    assert!(out.exists());
}

/// One line for each command.
const READ_IN_PART: &str = "\
list
show 29
stats
overview
changes --since 2020-07-01
timeline
why 29
tick 29 A1
evidence
mark M1
exit 30 注销 --document 一号 --reason 自行注销
exit 30 --clear
reschedule M8 --to 2020-10-09 --reason 汛期
form 29 basic
fill 29 a2.2.inst 是
check 29
findings
contact 29 --person 王五
remark 29 电话催过
promise 29 补齐资料 --due 2020-08-01
unit list
office --person 王某
letters
visit --unit 教育体育局 情况
attend M2 --unit 教育体育局
bodies 财政局
confirm 市财政局
reason 29 工作
approve 29 --number 一号
rollup
export answers basic --out FOLDER/answers.xlsx
export roster
export form basic 29 --out FOLDER
import roster ROSTER --dry-run
import bundle BUNDLE --dry-run
templates export FOLDER
view list
history
undo
redo
new --out FOLDER/new.db
new --from NOTICE --draft FOLDER/draft.toml
demo --out FOLDER/demo.db
backup
restore
verify
recover BUNDLE --out FOLDER/recovered.db
close 29 --help
help list
completions bash
config show
paths
doctor
man";

#[test]
fn a_reader_who_has_read_enough_is_no_fault() {
    let home = Home::new();
    drop(home.open("张三"));
    let folder = home.path("out").to_string_lossy().into_owned();
    let file = |name: &str| home.path(name).to_string_lossy().into_owned();
    let (roster, bundle, notice) = (file("roster.csv"), file("bundle.db"), file("notice.txt"));
    std::fs::write(&notice, "2021年5月1日前，各单位报送方案。").expect("written");
    home.lines(&["export", "roster", "--out", &roster]);
    home.lines(&["export", "bundle", "--unit", "教育体育局", "--out", &bundle]);
    home.lines(&["export", "json", "--out", &file("archive.json")]);
    let day = ["--as-of", "2020-07-20"];
    // Every command, with what it needs.
    let on_server = cfg!(feature = "server").then_some("server init --help");
    let all: Vec<Vec<&str>> = READ_IN_PART
        .lines()
        .chain(on_server)
        .map(|line| {
            let words = line.split_whitespace();
            let words = words.map(|word| match word {
                "FOLDER" => &folder,
                "ROSTER" => &roster,
                "BUNDLE" => &bundle,
                "NOTICE" => &notice,
                _ => word,
            });
            words.collect()
        })
        .collect();
    let command = Cli::command();
    for one in command.get_subcommands().filter(|one| !one.is_hide_set()) {
        let name = one.get_name();
        assert!(
            all.iter().any(|words| words[0] == name),
            "{name} is not tried"
        );
    }
    for words in all {
        for format in ["table", "json", "csv", "md"] {
            let mut args = [&words[..], &day[..]].concat();
            let lists = [
                "list", "show", "stats", "findings", "history", "overview", "timeline",
            ];
            if lists.contains(&words[0]) {
                args.extend(["--format", format]);
            } else if format != "table" {
                continue;
            }
            let mut command = program(&home, &args);
            command.current_dir(home.path("."));
            command.stdout(Stdio::piped()).stderr(Stdio::piped());
            let mut child = command.spawn().expect("it runs");
            drop(child.stdout.take());
            let output = child.wait_with_output().expect("it ends");
            // What is told beside the answer is not lost with it.
            let said = text(&output.stderr);
            let is_told = said.lines().all(|line| line.contains("没有计入"));
            assert!(is_told, "{args:?}: {said}");
            assert!(output.status.success(), "{args:?}: {said}");
        }
    }
}

#[test]
fn what_was_recorded_for_a_later_day_can_be_recorded_for_today() {
    let home = Home::new();
    let state = |args: &[&str]| home.json(args)["checklist"][0]["state"].clone();
    let commands: [&[&str]; 4] = [
        &["tick", "33", "P1"],
        &["mark", "M1", "--on", "2020-06-19"],
        &["fill", "33", "a2.2.inst", "是"],
        &["contact", "33", "--person", "李四"],
    ];
    for args in commands {
        let on = |day: &'static str| home.lines(&[args, &["--as-of", day][..]].concat());
        assert!(on("2099-01-01")[0].starts_with("已记录"), "{args:?}");
        let moved = &on("2020-07-20")[0];
        assert!(moved.starts_with("已记录"), "{args:?}");
        if args[0] == "tick" {
            assert!(
                moved.ends_with("：已办 的日期由 2099-01-01 改为 2020-07-20"),
                "{moved}"
            );
        }
        assert!(on("2020-07-20")[0].starts_with("没有变化"), "{args:?}");
        assert!(on("2020-08-20")[0].starts_with("没有变化"), "{args:?}");
    }
    for day in ["2020-07-20", "2020-12-31", "2099-12-31"] {
        assert_eq!(state(&["show", "33", "--as-of", day]), "done", "{day}");
    }
    assert_eq!(state(&["show", "33", "--as-of", "2020-07-19"]), "open");
}

#[test]
fn what_counts_for_later_days_is_said_to_be_left_out() {
    let home = Home::new();
    home.lines(&["tick", "33", "P1", "--as-of", "2020-07-20"]);
    home.lines(&["tick", "33", "P2", "--as-of", "2020-08-20"]);
    for (day, said) in [
        (
            "2020-07-19",
            "另有 2 条记录的基准日晚于 2020-07-19，没有计入",
        ),
        (
            "2020-07-20",
            "另有 1 条记录的基准日晚于 2020-07-20，没有计入",
        ),
        ("2020-08-20", ""),
    ] {
        let mut program = home.program();
        let output = program.args(["show", "33", "--as-of", day]).output();
        let error = text(&output.expect("runs").stderr);
        assert!(error.contains(said), "{error}");
        assert_eq!(error.contains("没有计入"), !said.is_empty(), "{error}");
    }
}

#[test]
fn space_does_what_the_screen_suggests_on_a_day_before_it_was_settled() {
    let home = Home::new();
    home.lines(&["tick", "33", "P2", "--as-of", "2020-08-20"]);
    let mut story = home.story("2020-07-20", 120, 40);
    story
        .keys("/33<enter><enter>")
        .shows("☐ P2")
        .keys("<space>")
        .shows("☑ P2");
    story.shows("的日期由 2020-08-20 改为 2020-07-20");
}

/// Records something at a time of the clock.
fn record_at(home: &Home, at: chrono::DateTime<chrono::Utc>) {
    let (mut session, mut ledger) = home.open("李四");
    let command = Command::Unmark {
        milestone: "M1".to_owned(),
        subject: tuogou::domain::change::Subject::City,
    };
    let mark = Command::Mark {
        milestone: "M1".to_owned(),
        subject: tuogou::domain::change::Subject::City,
        on: moment("2020-06-20").as_of,
    };
    let when = Moment {
        at,
        as_of: moment("2020-06-20").as_of,
    };
    for command in [mark, command] {
        let receipt = session.execute(&mut ledger, &command, when);
        receipt.expect("recorded");
    }
}

#[test]
fn a_clock_that_is_behind_the_newest_entry_is_said_and_what_was_asked_is_done() {
    let home = Home::new();
    let said = |args: &[&str]| {
        let output = home.program().args(args).output().expect("it runs");
        assert!(output.status.success());
        text(&output.stderr)
    };
    record_at(&home, clock::now() + chrono::TimeDelta::minutes(5));
    assert_eq!(said(&["list"]), "");
    record_at(&home, clock::now() + chrono::TimeDelta::hours(1));
    for args in [&["list"][..], &["tick", "29", "A1"]] {
        assert!(said(args).contains("早于最近一条记录"), "{args:?}");
    }

    // What is years ahead may be right: only who writes is told.
    let home = Home::new();
    record_at(&home, "2020-07-20T00:00:00Z".parse().expect("a time"));
    let said = |args: &[&str]| {
        let output = home.program().args(args).output().expect("it runs");
        text(&output.stderr)
    };
    assert_eq!(said(&["list"]), "");
    assert!(said(&["tick", "29", "A1"]).contains("相隔两年以上"));
    assert_eq!(said(&["tick", "29", "A2"]), "");
}

#[test]
fn the_screen_says_it_until_a_key_is_pressed() {
    let home = Home::new();
    record_at(&home, "2020-07-20T12:30:00Z".parse().expect("a time"));
    // The clock of stories stands at 12:02 of that day; that of the check is handed in.
    let (session, _) = home.open("张三");
    let now = Moment {
        at: "2027-01-01T00:00:00Z".parse().expect("a time"),
        as_of: moment("2027-01-01").as_of,
    };
    let doubt = clock_check::check(&session, now).expect("asked");
    assert!(doubt.is_some_and(|doubt| doubt.is_note()));
    let mut story = home.start("2020-07-20", 120, 40);
    story.driver.opened();
    story.shows("请先校准时间");
    story.keys("j").hides("请先校准时间");
}

#[test]
fn each_run_leaves_a_line_in_the_log_that_was_asked_for_and_none_elsewhere() {
    let home = Home::new();
    let log = home.path("tuogou.log");
    let run = |args: &[&str], code: i32| {
        let mut program = home.program();
        program.env("TUOGOU_LOG", &log).args(args);
        program.assert().code(code);
    };
    run(&["stats"], 0);
    run(&["--lang", "en", "show", "没有这家"], 1);
    run(&["export", "roster", "--format", "json"], 0);
    let written = std::fs::read_to_string(&log).expect("it was written");
    let lines: Vec<&str> = written.lines().collect();
    let [stats, show, export] = lines.as_slice() else {
        panic!("three lines: {written}");
    };
    assert!(
        stats.contains(" stats ") && stats.ends_with(" ms ok"),
        "{stats}"
    );
    assert!(
        show.contains(" show ") && show.contains("ms failed: There is no association"),
        "{show}"
    );
    assert!(export.contains(" export roster "), "{export}");
    // A log that cannot be written stops no work, and nothing is kept that nobody has asked for.
    let mut program = home.program();
    program.env("TUOGOU_LOG", home.path("")).arg("stats");
    let output = program.assert().success().get_output().clone();
    assert!(text(&output.stderr).contains("日志没有写成"), "{output:?}");
    home.program().arg("stats").assert().success();
    assert_eq!(std::fs::read_to_string(&log).expect("as before"), written);
}
