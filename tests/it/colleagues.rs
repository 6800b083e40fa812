//! Several people on one ledger: whose record it is, who may close, whose step is taken back, and
//! what becomes of two who write the same text.

use serde_json::Value;
use tuogou::app::session::Session;
use tuogou::domain::command::{Command, Title};
use tuogou::domain::ledger::Ledger;
use tuogou::domain::model::ItemState;

use tuogou::app::clock::AsOf;
use tuogou::tui::msg::Msg;

use crate::support::{Home, Story, date, moment};

const DAY: &str = "2020-09-20";

/// Runs the program as somebody; what it says, and what it complains of.
fn run(home: &Home, by: &str, args: &[&str]) -> (bool, String, String) {
    let mut program = home.program();
    let program = program.env("TUOGOU_USER", by).args(["--as-of", DAY]);
    let output = program.args(args).output().expect("runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.success(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

#[track_caller]
fn said(home: &Home, by: &str, args: &[&str]) -> String {
    let (done, out, error) = run(home, by, args);
    assert!(done, "{args:?}: {error}");
    out
}

#[track_caller]
fn refused(home: &Home, by: &str, args: &[&str], why: &str) {
    let (done, out, error) = run(home, by, args);
    assert!(!done, "{args:?}: {out}");
    assert!(error.contains(why), "{error}");
}

fn json(home: &Home, args: &[&str]) -> Value {
    let text = said(home, "张三", &[args, &["--format", "json"]].concat());
    serde_json::from_str(&text).expect("JSON")
}

fn set(item: &str, state: Option<ItemState>, note: Option<&str>) -> Command {
    Command::SetItem {
        association: 31,
        item: item.into(),
        state,
        note: note.map(str::to_owned),
        evidence: None,
    }
}

/// Ticks everything of 31 but closing.
fn settle(home: &Home, by: &str) -> (Session, Ledger) {
    let (mut session, mut ledger) = home.open(by);
    let round = ledger.round().clone();
    for item in round.items.iter().filter(|item| !item.closes) {
        let tick = set(&item.id, Some(ItemState::Done), None);
        let receipt = session.execute(&mut ledger, &tick, moment("2020-09-10"));
        receipt.expect("ticked");
    }
    (session, ledger)
}

#[test]
fn a_note_that_is_added_later_leaves_who_has_ticked_when_and_for_which_day() {
    let home = Home::new();
    let tick = ["tick", "31", "A1", "--as-of", "2020-09-10"];
    home.program().args(tick).assert().success();
    let item = |home: &Home| json(home, &["show", "31"])["checklist"][9].clone();
    let before = item(&home);
    for more in [["--note", "已核"], ["--evidence", "汴文 8 号"]] {
        let args = [&["tick", "31", "A1"][..], &more].concat();
        said(&home, "李四", &args);
    }
    let after = item(&home);
    assert_eq!(
        (&after["id"], &after["note"]),
        (&"A1".into(), &"已核".into())
    );
    for key in ["by", "at", "on", "done_on", "state"] {
        assert_eq!(before[key], after[key], "{key}");
    }
    assert_eq!(after["by"], "张三");
    let history = json(&home, &["history", "--limit", "1"]);
    assert_eq!(history[0]["by"], "李四", "who has written it");
    // Another state is another matter.
    said(&home, "李四", &["tick", "31", "A1", "--state", "doing"]);
    assert_eq!(item(&home)["by"], "李四");
}

#[test]
fn whoever_has_handled_an_association_does_not_close_it_whoever_wrote_last() {
    let home = Home::new();
    drop(settle(&home, "张三"));
    // 李四 does all of it again: the last writer of everything is 李四.
    for state in [ItemState::Doing, ItemState::Done] {
        let (mut session, mut ledger) = home.open("李四");
        let round = ledger.round().clone();
        for item in round.items.iter().filter(|item| !item.closes) {
            let command = set(&item.id, Some(state), None);
            let receipt = session.execute(&mut ledger, &command, moment("2020-09-10"));
            receipt.expect("recorded");
        }
    }
    for by in ["张三", "李四"] {
        refused(&home, by, &["close", "31"], "办理过本协会的 44 项（A1 A2 ");
    }
    // One milestone is enough; what is said of an association is not work on it.
    said(&home, "王五", &["remark", "31", "电话催办"]);
    said(
        &home,
        "赵六",
        &["mark", "M7", "--association", "31", "--on", "2020-09-18"],
    );
    refused(
        &home,
        "赵六",
        &["close", "31"],
        "赵六 办理过本协会的 1 项（M7）",
    );
    // Nobody has filled in a form: that is said, and why it is closed all the same is recorded.
    let close = ["close", "31", "--reason", "表存纸质档案"];
    refused(&home, "王五", &close[..2], "基本情况表一栏未填");
    // The item ticked by its id is the same deed.
    let tick = ["tick", "31", "F3", "--note", "表存纸质档案"];
    refused(&home, "王五", &tick, "基本情况表一栏未填");
    said(&home, "王五", &close);
    // Closing is no work on it: whoever has closed may close again.
    said(&home, "王五", &["close", "31", "--clear"]);
    said(&home, "王五", &close);
}

#[test]
fn a_step_that_was_taken_back_was_none() {
    let home = Home::new();
    drop(settle(&home, "张三"));
    said(&home, "李四", &["tick", "31", "A1", "--note", "看过"]);
    refused(
        &home,
        "李四",
        &["close", "31"],
        "李四 办理过本协会的 1 项（A1）",
    );
    said(&home, "李四", &["undo"]);
    said(&home, "李四", &["close", "31", "--reason", "表存纸质档案"]);
}

#[test]
fn closing_on_the_screen_says_what_speaks_against_it_and_asks_why() {
    let home = Home::new();
    drop(settle(&home, "李四"));
    for keys in ["c销号<enter>", "<end><space>"] {
        let mut story = home.story(DAY, 120, 40);
        story.keys("/31<enter><enter>").keys(keys);
        story.shows("仍要销号的理由").shows("基本情况表一栏未填");
        story.keys("<enter>").shows("请写明理由");
        story.keys("表存纸质档案<enter>").shows("将改 1 条");
        story.keys("<enter>").shows("已记录");
        let (_, ledger) = home.open("张三");
        let ix = ledger.association_ix(31).expect("31");
        let closing = ledger.round().item_ix("F3").expect("F3");
        let record = ledger.record(ix, closing).expect("closed");
        assert_eq!(record.note, "表存纸质档案");
        story.keys("u").shows("已撤销");
    }
}

#[test]
fn closing_on_the_screen_asks_the_history_too() {
    let home = Home::new();
    drop(settle(&home, "李四"));
    let (mut session, mut ledger) = home.open("张三");
    let note = set("A1", None, Some("看过"));
    session
        .execute(&mut ledger, &note, moment(DAY))
        .expect("noted");
    drop(session);
    let mut story = home.story(DAY, 120, 40);
    story.keys("/31<enter><enter>c销号<enter>");
    story.shows("张三 办理过本协会的 1 项（A1）");
    assert!(story.model().popup.is_none());
}

/// 张三 ticks A1 and A2, 李四 A3, 张三 writes a note beside what 李四 has ticked.
fn office(home: &Home) {
    for (by, args) in [
        ("张三", &["tick", "31", "A1"][..]),
        ("张三", &["tick", "31", "A2"]),
        ("李四", &["tick", "31", "B1"]),
        ("李四", &["tick", "31", "B2"]),
        ("张三", &["tick", "31", "B2", "--note", "已核"]),
    ] {
        said(home, by, args);
    }
}

#[test]
fn one_takes_back_ones_own_steps_whatever_others_have_done_since() {
    let home = Home::new();
    office(&home);
    // B2 carries the note of 张三, so that 李四 is told and nothing older is taken instead.
    refused(
        &home,
        "李四",
        &["undo"],
        "记录 4 之后又有改动，不能撤销或重做：张三 的记录 5",
    );
    said(&home, "张三", &["undo"]);
    assert!(said(&home, "李四", &["undo"]).contains("B2"));
    assert!(said(&home, "张三", &["undo"]).contains("A2"));
    assert!(said(&home, "李四", &["undo"]).contains("B1"));
    assert!(said(&home, "张三", &["undo"]).contains("A1"));
    for by in ["张三", "李四", "王五"] {
        refused(&home, by, &["undo"], "没有可以撤销的操作");
    }
    // Each does their own again, in the order of their own.
    assert!(said(&home, "李四", &["redo"]).contains("B1"));
    assert!(said(&home, "张三", &["redo"]).contains("A1"));
    assert!(said(&home, "张三", &["redo"]).contains("A2"));
    said(&home, "张三", &["tick", "31", "C1"]);
    refused(&home, "张三", &["redo"], "没有可以重做的操作");
    assert!(said(&home, "李四", &["redo"]).contains("B2"));
    // The history is whole, whatever order it came in.
    said(
        &home,
        "张三",
        &["export", "json", "--out", &path(&home, "all.json")],
    );
}

fn path(home: &Home, name: &str) -> String {
    home.path(name).to_string_lossy().into_owned()
}

#[test]
fn a_chosen_entry_is_taken_back_and_another_persons_only_by_name() {
    let home = Home::new();
    office(&home);
    let entry = |seq: &'static str| ["undo", "--entry", seq];
    assert!(said(&home, "张三", &entry("1")).starts_with("已撤销：开封市"));
    refused(&home, "张三", &entry("1"), "记录 1 已经撤销");
    refused(&home, "张三", &entry("6"), "记录 6 是撤销或重做");
    refused(&home, "张三", &entry("99"), "没有记录 99");
    refused(&home, "张三", &entry("3"), "记录 3 是 李四 登记的（");
    refused(&home, "张三", &entry("3"), "加 --by 和姓名");
    let of = |by: &'static str| ["undo", "--entry", "3", "--by", by];
    refused(&home, "张三", &of("王五"), "记录 3 是 李四 登记的");
    assert!(said(&home, "张三", &of("李四")).starts_with("已撤销 李四 登记的：开封市"));
    let through = ["undo", "--entry", "4", "--by", "李四"];
    refused(&home, "王五", &through, "张三 的记录 5");
    let history = json(&home, &["history"]);
    let undone = |seq: i64| {
        let mut lines = history.as_array().expect("lines").iter();
        lines.find(|line| line["seq"] == seq).expect("it")["undone"].clone()
    };
    assert_eq!(
        [1, 2, 3, 4, 5].map(undone),
        [true, false, true, false, false]
    );
    // Whoever has taken it back does it again, and is told whose it was.
    assert!(said(&home, "张三", &["redo"]).starts_with("已重做 李四 登记的：开封市"));
    home.program()
        .args(["undo", "--by", "李四"])
        .assert()
        .code(2);
    said(
        &home,
        "张三",
        &["export", "json", "--out", &path(&home, "all.json")],
    );
}

#[test]
fn the_history_takes_back_the_entry_under_the_cursor() {
    let home = Home::new();
    office(&home);
    let mut story = home.story(DAY, 120, 40);
    // One's own at once; the list stays where it was and says so.
    story
        .keys("h<down><down><down>u")
        .shows("（已撤销）")
        .shows("u 撤销所在的一条");
    assert!(story.line("（已撤销）").contains("A2"));
    story
        .keys("u")
        .shows("记录 2 已经撤销")
        .shows("u 撤销所在的一条");
    // Another's after a question that names them.
    story.keys("<up>u").shows("记录 3 是 李四 登记的");
    story.keys("<enter>").shows("已撤销 李四 登记的");
    // Not through a later change.
    story
        .keys("h<down><down><down>u<enter>")
        .shows("张三 的记录 5");
    story
        .keys("<esc>")
        .keys("/31<enter><enter>h")
        .shows("的操作记录");
    story.keys("<down>u").shows("记录 6 是撤销或重做");
}

/// Two screens on one ledger: what 甲 opens, what 乙 records meanwhile, what 甲 then types; and who
/// sees what in the end.
fn two(keys: &str, other: &str, typed: &str) -> (Home, Story) {
    let home = Home::new();
    let at = AsOf::Fixed(date(DAY));
    let mut one = home.story_by("甲", at, 120, 40);
    let mut two = home.story_by("乙", at, 120, 40);
    one.keys(keys);
    two.keys(keys).keys(other).shows("已记录");
    // 甲 has not looked around since, or has: it is the same.
    one.keys(typed);
    (home, one)
}

/// What can be written by two: keys up to the text, and the text as it is shown.
const TEXTS: [(&str, &str); 9] = [
    ("/31<enter><enter>e", "说明"),
    ("/31<enter><enter>v", "文号"),
    ("/31<enter><enter>jjjjjjjjjjn", "理由"),
    ("/31<enter><enter>t<down><enter>", "名称"),
    ("/31<enter><enter>i联系人<enter>", "姓名"),
    ("<f11>x", "忽略"),
    ("<f4>e<ctrl-u>2020-10-05<enter>", "改期"),
    (
        "/31<enter><enter>t<tab><tab><tab><down><space><down><down><enter>",
        "机构",
    ),
    ("/31<enter><enter>v", "依据"),
];

#[test]
fn two_who_write_the_same_text_are_shown_both_and_asked() {
    for (keys, text) in TEXTS {
        let phone = if keys.contains("联系人") {
            "<enter>"
        } else {
            ""
        };
        let (theirs, mine) = (format!("乙写的{text}"), format!("甲写的{text}"));
        let enter = |text: &str| format!("{text}<enter>{phone}");
        let asked = || {
            let (home, mut one) = two(keys, &enter(&theirs), &enter(&mine));
            one.shows("别人刚改过这一处")
                .shows("乙 已改为")
                .shows(&theirs);
            one.shows(&mine);
            (home, one)
        };
        let entries = |home: &Home| home.open("丙").0.head().seq;
        // Theirs: nothing is recorded.
        let (home, mut one) = asked();
        let head = entries(&home);
        one.keys("<down><enter>");
        assert!(one.model().popup.is_none(), "{keys}");
        assert_eq!(entries(&home), head, "{keys}");
        // Mine, knowing theirs.
        let (home, mut one) = asked();
        one.keys("<enter>").hides("别人刚改过");
        assert_eq!(entries(&home), head + 1, "{keys}");
        one.shows("已记录");
        // On with what was typed; the next Enter is by somebody who knows.
        for way in ["<esc>", "<down><down><enter>"] {
            let (home, mut one) = asked();
            one.keys(way).shows("乙 已改为").hides("别人刚改过这一处");
            if phone.is_empty() {
                one.shows(&mine).keys("又");
            }
            one.keys("<enter>").shows("已记录");
            assert_eq!(entries(&home), head + 1, "{keys}");
        }
    }
}

#[test]
fn a_third_who_writes_meanwhile_is_asked_about_as_well() {
    let note = "/31<enter><enter>e";
    let (home, mut one) = two(note, "乙写的<enter>", "甲写的<enter>");
    one.shows("乙 已改为");
    let mut third = home.story_by("丙", AsOf::Fixed(date(DAY)), 120, 40);
    third
        .keys(note)
        .keys("<ctrl-u>丙写的<enter>")
        .shows("已记录");
    one.keys("<enter>")
        .shows("丙 已改为「丙写的」")
        .keys("<enter>")
        .shows("已记录");
    one.shows("甲写的");
}

#[test]
fn who_writes_another_thing_or_the_same_is_not_asked() {
    // Another's tick does not concern a note, and the same text twice is no quarrel.
    for (other, mine) in [
        ("<esc><space>", "甲写的<enter>"),
        ("<esc>v汴文8号<enter>", "甲写的<enter>"),
        ("同样的<enter>", "同样的<enter>"),
    ] {
        let (_home, mut one) = two("/31<enter><enter>e", other, mine);
        one.hides("别人刚改过");
        assert!(one.model().popup.is_none(), "{other}");
    }
    // What is ticked by a key alone is compared with what was shown: nothing is lost in silence.
    let (_home, mut one) = two("/31<enter><enter>tt<tab><tab>", "<enter><space><enter>", "");
    one.keys("x").shows("没有记录：乙 已改为");
    assert!(one.model().popup.is_none());
    one.driver.handle(Msg::Key(
        tuogou::tui::keymap::parse_keys("x").expect("x")[0],
    ));
    one.shows("已记录");
}

/// Who of some people cannot close an association because of what they have handled of it, and what that
/// is; for everybody there is something left to do.
fn hands(home: &Home, no: &str, people: &[&str]) -> Vec<String> {
    let told = people.iter().filter_map(|by| {
        let (done, out, error) = run(home, by, &["close", no]);
        assert!(!done, "{by}: {out}");
        let (_, own) = error.split_once("办理过本协会的 ")?;
        let ids = own.split(['（', '）']).nth(1).expect("the items");
        Some(format!("{by} {ids}"))
    });
    told.collect()
}

/// What a unit has done in its own file is known by who did it there, whoever took the file over.
#[test]
fn whoever_has_handled_an_association_in_a_bundle_does_not_close_it() {
    let home = Home::new();
    let people = ["张三", "李四", "王五", "赵六", "钱七", "孙八"];
    said(&home, "张三", &["tick", "86", "P1"]);
    said(&home, "张三", &["tick", "86", "P2"]);
    let file = home.path("bundle.db").display().to_string();
    let export = ["export", "bundle", "--unit", "商务局", "--out", &file];
    said(&home, "张三", &export);
    let there = |by: &str, args: &[&str]| said(&home, by, &[&["--ledger", &file], args].concat());
    // A text beside what the office has ticked leaves who has ticked it.
    there("李四", &["tick", "86", "P1", "--note", "文件已收"]);
    // Only the last of two is named by what stands there.
    there("王五", &["tick", "86", "A1", "--state", "doing"]);
    there("赵六", &["tick", "86", "A1"]);
    // Who clears something has handled it.
    there("钱七", &["tick", "86", "P2", "--state", "open"]);
    // Who has taken it back has not.
    there("孙八", &["tick", "86", "P3"]);
    there("孙八", &["undo"]);
    // What is said of it is no work on it.
    there("孙八", &["remark", "86", "电话催办"]);
    said(&home, "周九", &["import", "bundle", &file]);
    let known = ["张三 P1 P2", "李四 P1", "王五 A1", "赵六 A1", "钱七 P2"];
    assert_eq!(hands(&home, "86", &people), known);
    assert_eq!(hands(&home, "86", &["周九"]), [""; 0], "who took it over");

    // An archive keeps it, and so does a ledger made anew from a roster.
    let (archive, again) = (home.path("all.json"), home.path("again.db"));
    let (archive, again) = (archive.display().to_string(), again.display().to_string());
    said(&home, "张三", &["export", "json", "--out", &archive]);
    said(
        &home,
        "张三",
        &["import", "ledger", &archive, "--out", &again],
    );
    for by in ["李四", "王五"] {
        let close = ["--ledger", &again, "close", "86"];
        refused(&home, by, &close, "办理过本协会的 1 项");
    }
    for args in [&["verify"][..], &["verify", &again]] {
        let (_, verified, _) = run(&home, "张三", args);
        assert!(!verified.contains('✗'), "{verified}");
    }

    // What was brought and is taken back was never done here.
    said(&home, "周九", &["undo"]);
    assert_eq!(hands(&home, "86", &people), ["张三 P1 P2"]);
    said(&home, "周九", &["redo"]);
    assert_eq!(hands(&home, "86", &people), known);
    // It comes back once more with more in it.
    there("孙八", &["tick", "86", "P3"]);
    said(&home, "周九", &["import", "bundle", &file]);
    assert_eq!(hands(&home, "86", &["孙八", "周九"]), ["孙八 P3"]);
}

/// Whether it was one thing or everything at once, by hand or from a form.
#[test]
fn whoever_has_handled_many_at_once_or_by_a_form_does_not_close_one_of_them() {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("李四");
    let batch = Command::Batch {
        title: Title::Named("两家".into()),
        commands: [31, 86]
            .map(|association| Command::SetItem {
                association,
                item: "A1".into(),
                state: Some(ItemState::Done),
                note: None,
                evidence: None,
            })
            .to_vec(),
    };
    session
        .execute(&mut ledger, &batch, moment(DAY))
        .expect("recorded");
    for no in ["31", "86"] {
        assert_eq!(hands(&home, no, &["张三", "李四"]), ["李四 A1"]);
    }
    let forms = home.path("forms");
    let forms = forms.display().to_string();
    said(&home, "张三", &["fill", "86", "a2.2.inst", "是"]);
    said(
        &home,
        "张三",
        &["export", "form", "basic", "86", "--out", &forms],
    );
    said(&home, "张三", &["undo"]);
    said(&home, "王五", &["import", "form", &forms]);
    let told = hands(&home, "86", &["张三", "李四", "王五"]);
    let all = "王五 a2.1.name a2.1.unit a2.2.inst a2.h.org a2.h.unit";
    assert_eq!(
        told,
        ["李四 A1", all],
        "what was printed as known comes with it"
    );
}
