//! Several people on one ledger: whose record it is, who may close, whose step is taken back, and
//! what becomes of two who write the same text.

use serde_json::Value;
use tuogou::app::session::Session;
use tuogou::domain::command::Command;
use tuogou::domain::ledger::Ledger;
use tuogou::domain::model::ItemState;

use crate::support::{Home, moment};

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
    let item = |home: &Home| json(home, &["show", "31"])["checklist"][6].clone();
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
        refused(&home, by, &["close", "31"], "办理过本协会的 40 项（A1 A2 ");
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
    said(&home, "王五", &["close", "31"]);
    // Closing is no work on it: whoever has closed may close again.
    said(&home, "王五", &["close", "31", "--clear"]);
    said(&home, "王五", &["close", "31"]);
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
    said(&home, "李四", &["close", "31"]);
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
