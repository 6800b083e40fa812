//! People and dates: who answers, what was promised, the meeting and its minutes.

use predicates::prelude::PredicateBooleanExt as _;
use predicates::str::contains;
use serde_json::Value;
use tuogou::app::clock::AsOf;
use tuogou::app::demo;
use tuogou::domain::change::Subject;
use tuogou::domain::command::Command;
use tuogou::domain::note::{Note, NoteKind};

use crate::support::{Home, Story, date, moment};

/// Runs the program on a day and gives what it says.
fn said(home: &Home, as_of: &str, args: &[&str]) -> String {
    let mut program = home.program();
    let output = program
        .args(["--as-of", as_of])
        .args(args)
        .assert()
        .success();
    String::from_utf8_lossy(&output.get_output().stdout).into_owned()
}

/// Runs it and expects a refusal that says something.
fn refused(home: &Home, as_of: &str, args: &[&str], why: &str) {
    let mut program = home.program();
    let failed = program
        .args(["--as-of", as_of])
        .args(args)
        .assert()
        .failure();
    failed.stderr(contains(why));
}

fn json(home: &Home, as_of: &str, args: &[&str]) -> Value {
    let text = said(home, as_of, &[args, &["--format", "json"]].concat());
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn a_contact_is_recorded_changed_in_part_and_cleared() {
    let home = Home::new();
    let day = "2020-08-05";
    said(
        &home,
        day,
        &["contact", "29", "--person", "王五", "--phone", "0371-1"],
    );
    said(
        &home,
        day,
        &["contact", "--unit", "科协", "--person", "赵六"],
    );
    // A new number keeps the person.
    said(&home, day, &["contact", "29", "--phone", "0371-2"]);
    let all = json(&home, day, &["contact"]);
    let line = |at: usize, key: &str| all[at][key].clone();
    assert_eq!(all.as_array().map(Vec::len), Some(2));
    assert_eq!(
        (line(0, "no"), line(0, "person")),
        (Value::Null, "赵六".into())
    );
    assert_eq!(
        (line(1, "no"), line(1, "person")),
        (29.into(), "王五".into())
    );
    assert_eq!(line(1, "phone"), "0371-2");
    said(&home, day, &["contact", "29", "--clear"]);
    assert_eq!(
        json(&home, day, &["contact", "29"]),
        Value::Array(Vec::new())
    );
    refused(&home, day, &["contact", "--person", "王五"], "谁的联系人");
    refused(&home, day, &["contact", "30", "--phone", "1"], "联系人姓名");
    refused(
        &home,
        day,
        &["contact", "--unit", "直接登记", "--person", "王五"],
        "不是单位",
    );
}

#[test]
fn a_promise_is_made_kept_and_taken_away() {
    let home = Home::new();
    let unit = ["promise", "--unit", "科学技术协会"];
    let with = |more: &[&'static str]| [&unit[..], more].concat();
    said(
        &home,
        "2020-08-05",
        &with(&["补报方案", "--due", "2020-08-10"]),
    );
    said(
        &home,
        "2020-08-05",
        &with(&["完成清查", "--due", "2020-08-20"]),
    );
    let states = |as_of: &str| -> Vec<String> {
        let all = json(&home, as_of, &unit);
        let all = all.as_array().cloned().unwrap_or_default();
        let state = |one: &Value| one["state"].as_str().unwrap_or_default().to_owned();
        all.iter().map(state).collect()
    };
    assert_eq!(states("2020-08-10"), ["open", "open"]);
    assert_eq!(states("2020-08-11"), ["broken", "open"]);
    refused(
        &home,
        "2020-08-12",
        &with(&["--kept"]),
        "有 2 条未兑现的承诺",
    );
    said(&home, "2020-08-12", &with(&["--kept=1"]));
    assert_eq!(states("2020-08-12"), ["late", "open"]);
    // With one left its number can be left out; the day may lie back.
    said(
        &home,
        "2020-08-15",
        &with(&["--kept", "--on", "2020-08-13"]),
    );
    assert_eq!(states("2020-08-15"), ["late", "in_time"]);
    refused(&home, "2020-08-15", &with(&["--kept"]), "没有未兑现的承诺");
    refused(
        &home,
        "2020-08-15",
        &with(&["--clear", "3"]),
        "没有第 3 条承诺，共 2 条",
    );
    said(&home, "2020-08-15", &with(&["--clear", "1"]));
    assert_eq!(states("2020-08-15"), ["in_time"]);
    // As any other record it can be taken back.
    said(&home, "2020-08-15", &["undo"]);
    assert_eq!(states("2020-08-15"), ["late", "in_time"]);
}

#[test]
fn a_promise_for_yesterday_is_refused_and_changes_nothing() {
    let home = Home::new();
    let late = ["promise", "29", "补报", "--due", "2020-08-04"];
    refused(&home, "2020-08-05", &late, "早于基准日");
    refused(&home, "2020-08-05", &["promise", "29", "补报"], "--due");
    refused(
        &home,
        "2020-08-05",
        &["promise", "补报", "--due", "2020-08-09"],
        "补报",
    );
    let early = [
        "promise",
        "29",
        "补报",
        "--due",
        "2020-07-31",
        "--milestone",
        "M4",
    ];
    refused(&home, "2020-07-30", &early, "M4");
    assert_eq!(
        json(&home, "2020-08-05", &["promise"]),
        Value::Array(Vec::new())
    );
    assert_eq!(
        json(&home, "2020-08-05", &["history"]),
        Value::Array(Vec::new())
    );
}

#[test]
fn an_extension_stands_beside_the_planned_date_and_is_kept_by_the_milestone() {
    let home = Home::new();
    let put_off = [
        "promise",
        "29",
        "换届",
        "--due",
        "2020-08-20",
        "--milestone",
        "m4",
    ];
    said(&home, "2020-07-30", &put_off);
    let state = |as_of: &str| json(&home, as_of, &["promise", "29"])[0]["state"].clone();
    assert_eq!(
        json(&home, "2020-07-30", &["promise", "29"])[0]["milestone"],
        "M4"
    );
    assert_eq!(state("2020-08-20"), "open");
    assert_eq!(state("2020-08-21"), "broken");
    said(&home, "2020-08-18", &["mark", "M4", "--association", "29"]);
    assert_eq!(state("2020-08-21"), "in_time");
    // What counts for the light is the agreed date, and the planned one is still shown.
    let timeline = json(&home, "2020-08-05", &["timeline"]);
    assert_eq!(timeline["milestones"][3]["due_on"], "2020-07-31");
}

#[test]
fn remarks_carry_their_day() {
    let home = Home::new();
    said(&home, "2020-08-05", &["remark", "29", "电话催办"]);
    said(
        &home,
        "2020-08-06",
        &["remark", "--unit", "教育体育局", "分管领导出差"],
    );
    let all = json(&home, "2020-08-07", &["remark"]);
    assert_eq!(all.as_array().map(Vec::len), Some(2));
    let one = &json(&home, "2020-08-07", &["remark", "29"])[0];
    assert_eq!(
        (&one["on"], &one["text"]),
        (&"2020-08-05".into(), &"电话催办".into())
    );
    said(&home, "2020-08-07", &["remark", "29", "--clear", "1"]);
    assert_eq!(
        json(&home, "2020-08-07", &["remark", "29"]),
        Value::Array(Vec::new())
    );
    refused(
        &home,
        "2020-08-07",
        &["remark", "29", "--clear", "1"],
        "还没有备注",
    );
    let table = said(&home, "2020-08-07", &["remark"]);
    assert!(
        table.contains("分管领导出差") && table.contains("2020-08-06"),
        "{table}"
    );
}

#[test]
fn the_minutes_say_what_was_recorded_that_day_unit_by_unit() {
    let home = Home::new();
    let unit = |more: &[&'static str]| [&["promise", "--unit", "教育体育局"], more].concat();
    said(
        &home,
        "2020-08-03",
        &unit(&["补报方案", "--due", "2020-08-07"]),
    );
    said(
        &home,
        "2020-08-10",
        &unit(&["完成清查", "--due", "2020-08-20"]),
    );
    said(&home, "2020-08-10", &unit(&["--kept=1"]));
    said(&home, "2020-08-10", &["remark", "29", "材料*齐全*"]);
    said(
        &home,
        "2020-08-10",
        &["contact", "--unit", "教育体育局", "--person", "王五"],
    );
    let folder = home.path("out");
    let write = |on: &str| {
        let mut program = home.program();
        program
            .args(["export", "letter", "minutes", "--format", "md", "--force"])
            .args(["--as-of", "2020-08-12", "--on", on, "--out"])
            .arg(&folder);
        program.assert().success();
        let file = folder.join(format!("调度会纪要-{on}.md"));
        std::fs::read_to_string(file).expect("written")
    };
    let text = write("2020-08-10");
    for part in [
        "# 开封市行业协会商会脱钩改革调度会纪要",
        "时间：2020年8月10日（周一）",
        "出席：",
        "承诺1项、延期0项、备注1条，此前承诺当日兑现1项",
        "## 一、开封市教育体育局",
        "联系人：王五。",
        "| 开封市教育体育局 | 完成清查 | 2020-08-20 |",
        "已兑现：开封市教育体育局，补报方案（期限8月7日，逾期兑现）",
        "备注：开封市钓鱼协会，材料\\*齐全\\*。",
    ] {
        assert!(text.contains(part), "{part} in\n{text}");
    }
    // A paper does not say what nobody said, nor by a light what a word can say.
    assert!(
        !text.contains("会议要求") && !text.contains("灯："),
        "{text}"
    );
    // What was promised a week before stays in the minutes of that day, kept or not.
    let earlier = write("2020-08-03");
    assert!(
        earlier.contains("| 开封市教育体育局 | 补报方案 | 2020-08-07 |"),
        "{earlier}"
    );
    assert!(!earlier.contains("完成清查"), "{earlier}");
    assert!(write("2020-08-04").contains("没有记下承诺、延期、兑现和备注"));
    let ahead = ["export", "letter", "minutes", "--on", "2020-08-20"];
    refused(&home, "2020-08-12", &ahead, "晚于基准日");
    refused(
        &home,
        "2020-08-12",
        &["export", "letter", "summary", "--on", "2020-08-01"],
        "--on",
    );
}

#[test]
fn the_minutes_have_a_template_that_an_office_can_replace() {
    let home = Home::new();
    let folder = home.path("templates");
    let mut program = home.program();
    program.args(["templates", "export"]).arg(&folder);
    program.assert().success();
    let file = folder.join("minutes.j2");
    let text = std::fs::read_to_string(&file).expect("written out");
    std::fs::write(&file, text.replace("调度会纪要", "碰头会纪要")).expect("changed");
    let mut check = home.program();
    check.args(["templates", "check"]).arg(&file);
    check.assert().success();
    std::fs::write(&file, "{{ minutes.of }}").expect("spoilt");
    let mut check = home.program();
    check.args(["templates", "check"]).arg(&file);
    check
        .assert()
        .failure()
        .stdout(contains("没有").or(contains("minutes")));
}

/// A ledger with some promises, as of 12 August.
fn promised() -> Home {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("李四");
    let mut promise = |subject: Subject, text: &str, made: &str, due: &str| {
        let note = Note::promise(text, date(due));
        let command = Command::Note { subject, note };
        let done = session.execute(&mut ledger, &command, moment(made));
        done.expect("accepted");
    };
    let unit = Subject::Unit("开封市教育体育局".into());
    promise(unit.clone(), "补报方案", "2020-08-03", "2020-08-10");
    promise(unit, "完成资产清查", "2020-08-03", "2020-08-20");
    promise(
        Subject::Association(29),
        "补齐材料",
        "2020-08-04",
        "2020-08-14",
    );
    home
}

#[test]
fn the_meeting_turns_from_unit_to_unit_reds_first() {
    let home = promised();
    for (width, height) in [(80, 24), (120, 40)] {
        let mut story = home.start("2020-08-12", width, height);
        story.keys("M");
        story
            .shows("1/33")
            .shows("开封市教育体育局")
            .shows("所欠节点 2");
        story
            .shows("2020-08-10")
            .shows("逾期未兑现")
            .shows("补齐材料（29 号）");
        insta::assert_snapshot!(format!("meeting_{width}x{height}"), story.screen());
        story.keys("<right>").shows("2/33").hides("补报方案");
        story.keys("<pagedown><pageup><left><left>").shows("1/33");
        story.keys("<esc>").hides("1/33");
    }
}

#[test]
fn a_promise_is_recorded_in_the_meeting_with_an_input_method_on() {
    let home = promised();
    let mut story = home.start("2020-08-12", 80, 24);
    // No letter in any of these keys.
    story.keys("<ctrl-g><ctrl-n>");
    story.shows("承诺办什么").shows("开封市教育体育局");
    story.keys("<enter>").shows("请写明，或按 Esc 放弃");
    story
        .keys("补齐移交协议<enter>")
        .shows("承诺何日前办到")
        .shows("2020-08-19");
    story.keys("<ctrl-u>2020-08-11<enter>").shows("早于基准日");
    story.keys("<ctrl-u>2020-08-25<enter>");
    story
        .shows("已记录")
        .shows("2020-08-25")
        .shows("补齐移交协议");
    // What was just said is under the cursor.
    let here = |story: &Story| {
        story
            .screen()
            .lines()
            .find(|line| line.starts_with('▐'))
            .map(str::to_owned)
    };
    assert!(here(&story).is_some_and(|line| line.contains("补齐移交协议")));
    // A remark and the contact.
    story
        .keys("<ctrl-g>材料待盖章<enter>")
        .shows("2020-08-12 材料待盖章");
    assert!(here(&story).is_some_and(|line| line.contains("材料待盖章")));
    story
        .keys("<ctrl-t>王五<enter>0371-1<enter>")
        .shows("联系人 王五 0371-1");
    // Down to the broken promise, and it is kept.
    story.keys("<end><up><up><up>");
    let kept = story.screen();
    story.keys("<home>");
    let row = (0..40).find(|_| {
        story.keys("<down>");
        story.keys("<ctrl-c>");
        story
            .model()
            .message
            .as_ref()
            .is_some_and(|m| m.text.contains("补报方案"))
    });
    assert!(row.is_some(), "{kept}");
    let copied = story.driver.clipboard.clone().expect("copied");
    let listed = "\t开封市教育体育局\t1\t承诺\t2020-08-10\t补报方案\t逾期未兑现\t\t李四";
    assert_eq!(copied, listed);
    story.keys("<space>").shows("逾期兑现");
    story.keys("<ctrl-z>").shows("逾期未兑现");
}

#[test]
fn a_milestone_is_put_off_in_the_meeting() {
    let home = promised();
    let mut story = home.start("2020-08-12", 80, 24);
    story.keys("M<ctrl-e>").shows("延期哪个节点");
    story
        .keys("M6<enter>")
        .shows("延期的理由")
        .shows("计划 2020-08-28");
    story.keys("换届未完<enter>").shows("延到何日");
    story.keys("<ctrl-u>2020-08-20<enter>");
    // Not later than planned: nothing is recorded.
    story.shows("2020-08-28").hides("换届未完");
    story.keys("<ctrl-e>M6<enter>换届未完<enter><ctrl-u>2020-09-05<enter>");
    story.shows("M6 延期：换届未完");
    let (_, ledger) = home.open("李四");
    let unit = Subject::Unit("开封市教育体育局".into());
    let promises = ledger.notes(&unit, NoteKind::Promise);
    assert_eq!(
        promises
            .iter()
            .filter(|one| one.1.milestone.is_some())
            .count(),
        1
    );
}

#[test]
fn an_association_and_a_unit_are_spoken_of_from_the_roster() {
    let home = promised();
    for (width, height) in [(80, 24), (120, 40)] {
        let mut story = home.story("2020-08-12", width, height);
        story
            .keys("/dyxh<enter>i")
            .shows("记下承诺")
            .shows("已兑现：补齐材料");
        insta::assert_snapshot!(format!("people_{width}x{height}"), story.screen());
        story.keys("<esc>");
    }
    let mut story = home.story("2020-08-12", 120, 40);
    story.keys("/dyxh<enter><enter><ctrl-f>备注<enter>反映办公用房<enter>");
    story.shows("备注 2020-08-12：反映办公用房");
    story.shows("承诺 2020-08-14 未到期：补齐材料");
    story
        .keys("<ctrl-f>兑现<enter>")
        .shows("承诺 2020-08-14 按期兑现");
    story
        .keys("<ctrl-f>登记联系人<enter>王五<enter><enter>")
        .shows("联系人 王五");
    story.keys("<ctrl-f>清除联系人<enter>").shows("不再保留");
    story.keys("<enter>").hides("联系人 王五");
    // The heading of a unit in the roster.
    let mut story = home.story("2020-08-12", 80, 24);
    story
        .keys("<home><ctrl-e>")
        .shows("河南省通信管理局")
        .keys("<enter>换人<enter><enter>");
    story.shows("已记录");
}

#[test]
fn the_demonstration_has_people_promises_exits_and_a_decision() {
    let home = Home::new();
    let (_, ledger) = demo::make(&home.ledger(), "张三".into(), None).expect("made");
    let out = json(&home, "2020-08-21", &["promise"]);
    let states: Vec<&str> = out
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|one| one["state"].as_str())
        .collect();
    for state in ["broken", "open", "late", "in_time"] {
        assert!(states.contains(&state), "{state}");
    }
    let kinds: Vec<&str> = ledger.facts().map(|(key, _)| key.kind()).collect();
    for (kind, least) in [
        ("contact", 20),
        ("promise", 20),
        ("remark", 5),
        ("exit", 4),
        ("unit", 1),
    ] {
        let count = kinds.iter().filter(|one| **one == kind).count();
        assert!(count >= least, "{kind} {count}");
    }
    let left: Vec<_> = ledger
        .associations()
        .keys()
        .filter_map(|ix| Some(ledger.exit_of(ix)?.0.kind))
        .collect();
    assert_eq!(left.len(), 4);
    let mut story = home.start_by("李四", AsOf::Fixed(date("2020-08-21")), 120, 40);
    story
        .keys("M")
        .shows("演示 虚构")
        .shows("› 1/")
        .shows("承诺和延期");
}
