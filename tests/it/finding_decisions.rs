//! What is decided about findings: recorded, shown, taken back; and units that are put together.

use serde_json::Value;
use tuogou::app::session::Session;
use tuogou::domain::change::Subject::{Association, Unit};
use tuogou::domain::command::{Command, NewAnswer};
use tuogou::domain::fact::{Verdict, VerdictKind};
use tuogou::domain::finding::{Finding, Scope, of};
use tuogou::domain::ledger::Ledger;
use tuogou::domain::note::Note;
use tuogou::words::finding as words;

use crate::support::{Home, date, instant, moment};

const DAY: &str = "2020-07-20";

fn json(home: &Home, args: &[&str]) -> Value {
    home.json(&[args, &["--as-of", DAY]].concat())
}

fn ids(home: &Home, args: &[&str]) -> Vec<String> {
    let found = json(home, args);
    let found = found.as_array().expect("an array").iter();
    found
        .filter_map(|one| one["id"].as_str().map(str::to_owned))
        .collect()
}

fn fails(home: &Home, args: &[&str]) -> String {
    let output = home.program().args(args).output().expect("runs");
    assert_eq!(output.status.code(), Some(1), "{args:?}");
    String::from_utf8(output.stderr).expect("UTF-8")
}

#[test]
fn a_decided_finding_leaves_the_open_list_and_says_who_and_why() {
    let home = Home::new();
    let id = "N02:74-82";
    assert!(ids(&home, &["findings"]).contains(&id.to_owned()));
    let reason = fails(&home, &["findings", "decide", id, "ignore"]);
    assert!(reason.contains("忽略的理由"), "{reason}");

    let one = json(
        &home,
        &[
            "findings",
            "decide",
            id,
            "ignore",
            "--reason",
            "两家各有登记证",
        ],
    );
    assert_eq!(one["open"], false);
    assert_eq!(one["decision"]["verdict"], "ignored");
    assert_eq!(one["decision"]["by"], "张三");
    assert_eq!(one["decision"]["on"], DAY);
    assert!(!ids(&home, &["findings"]).contains(&id.to_owned()));
    assert!(ids(&home, &["findings", "--all"]).contains(&id.to_owned()));
    let table = home.program().args(["findings", "--all"]).output();
    let table = String::from_utf8(table.expect("runs").stdout).expect("UTF-8");
    let line = table.lines().find(|line| line.starts_with(id));
    let line = line.expect("it is in the list");
    assert!(
        line.contains("忽略 张三 2020-07-20 两家各有登记证"),
        "{line}"
    );

    json(&home, &["findings", "decide", id, "reopen"]);
    assert!(ids(&home, &["findings"]).contains(&id.to_owned()));
    // Every decision is an entry, and taken back like one.
    home.program().arg("undo").assert().success();
    assert!(!ids(&home, &["findings"]).contains(&id.to_owned()));
    home.program().arg("undo").assert().success();
    assert!(ids(&home, &["findings"]).contains(&id.to_owned()));

    for (verdict, word) in [("accept", "accepted"), ("fixed", "fixed")] {
        let one = json(&home, &["findings", "decide", "D06", verdict]);
        assert_eq!(one["decision"]["verdict"], word);
    }
    let unknown = fails(&home, &["findings", "decide", "N02:1-2", "accept"]);
    assert!(unknown.contains("没有问题「N02:1-2」"), "{unknown}");
    let mixed = ["findings", "--all", "decide", "D06", "accept"];
    assert!(fails(&home, &mixed).contains("只用编号"));
    home.program()
        .args(["findings", "decide", "D06", "perhaps"])
        .assert()
        .code(2);
}

#[test]
fn merging_units_says_what_it_changes_and_settles_what_was_proposed() {
    let home = Home::new();
    let id = "U02:开封市文物局";
    assert!(ids(&home, &["findings"]).contains(&id.to_owned()));
    let merge = ["unit", "merge", "文物局", "--into", "文化广电和旅游局"];
    let dry = json(&home, &[&merge[..], &["--dry-run"]].concat());
    assert_eq!(dry["recorded"], false);
    assert!(ids(&home, &["findings"]).contains(&id.to_owned()));

    let done = json(&home, &[&merge[..], &["--reason", "机构改革"]].concat());
    for (side, units, trained) in [("before", 39, 83), ("after", 38, 86)] {
        assert_eq!(done[side]["units"], units);
        assert_eq!(done[side]["training_units"], 7);
        assert_eq!(done[side]["training_associations"], trained);
    }
    assert_eq!(done["changed"], 2);
    let open = ids(&home, &["findings"]);
    assert!(!open.contains(&id.to_owned()));
    assert!(!open.iter().any(|id| id.starts_with("U09")));
    let of_all = json(&home, &["findings", "--all", "--kind", "units"]);
    let decided = of_all.as_array().expect("an array").iter();
    let decided = decided.filter(|one| one["rule"] == "U09");
    let decided: Vec<&Value> = decided.collect();
    assert_eq!(decided.len(), 2);
    assert_eq!(decided[0]["id"], "U09:开封市文物局");
    assert_eq!(decided[0]["decision"]["reason"], "机构改革");
    assert_eq!(decided[0]["proposal"]["split"], "开封市文物局");

    // The other half of M3: apart, as printed.
    let split = json(&home, &["unit", "split", "文广新和旅游局"]);
    assert_eq!(split["after"]["training_associations"], 84);
    home.program().arg("undo").assert().success();
    home.program().arg("undo").assert().success();
    assert!(ids(&home, &["findings"]).contains(&id.to_owned()));
    let said = home.program().args(merge).output().expect("runs");
    let said = String::from_utf8(said.stdout).expect("UTF-8");
    assert!(
        said.ends_with("单位 39 个变为 38 个；M3 由 7 个单位 83 家变为 7 个单位 86 家\n"),
        "{said}"
    );
}

#[test]
fn units_that_cannot_be_one_are_refused() {
    let home = Home::new();
    let itself = fails(
        &home,
        &["unit", "merge", "民政局", "--into", "开封市民政局"],
    );
    assert!(itself.contains("民政局"), "{itself}");
    let unknown = fails(
        &home,
        &["unit", "merge", "质量技术", "--into", "市场监督管理局"],
    );
    assert!(unknown.contains("加 --new"), "{unknown}");
    let direct = fails(&home, &["unit", "merge", "民政局", "--into", "直接登记"]);
    assert!(direct.contains("直接登记"), "{direct}");
    fails(&home, &["unit", "split", "没有这个"]);
    assert_eq!(json(&home, &["history"]).as_array().map(Vec::len), Some(0));

    let id = "U03:原开封市质量技术监督局";
    assert!(ids(&home, &["findings"]).contains(&id.to_owned()));
    let new = "开封市市场监督管理局";
    json(
        &home,
        &["unit", "merge", "质量技术", "--into", new, "--new"],
    );
    assert!(!ids(&home, &["findings"]).contains(&id.to_owned()));
    let owned = json(&home, &["list", "--unit", new]);
    assert_eq!(owned.as_array().map(Vec::len), Some(2));
}

fn do_at(session: &mut Session, ledger: &mut Ledger, seconds: i64, command: &Command) {
    let mut when = moment(DAY);
    when.at = instant() + chrono::TimeDelta::seconds(seconds);
    session.execute(ledger, command, when).expect("done");
}

fn answer(field: &str, text: &str) -> Command {
    Command::SetAnswer(NewAnswer {
        association: 29,
        field: field.into(),
        rows: vec![vec![text.into()]],
    })
}

fn one(ledger: &Ledger, id: &str) -> Finding {
    let found = of(ledger, Scope::Everything, date(DAY))
        .into_iter()
        .find(|one| one.id == id);
    found.unwrap_or_else(|| panic!("no {id}"))
}

#[test]
fn what_changes_after_the_decision_is_open_again() {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("张三");
    do_at(&mut session, &mut ledger, 0, &answer("a2.2.cooffice", "否"));
    do_at(
        &mut session,
        &mut ledger,
        1,
        &answer("a4.2.cooffice", "未完成脱钩"),
    );
    let id = "X04:29:a4.2.cooffice";
    let accept = Command::Decide {
        finding: id.into(),
        verdict: Some(Verdict {
            kind: VerdictKind::Accepted,
            reason: "".into(),
        }),
    };
    do_at(&mut session, &mut ledger, 2, &accept);
    assert!(!one(&ledger, id).open(&ledger));
    // Another field says nothing about this one.
    do_at(
        &mut session,
        &mut ledger,
        3,
        &answer("a2.1.address", "西大街1号"),
    );
    assert!(!one(&ledger, id).open(&ledger));
    let rented = answer("a4.2.cooffice", "分离后单独租赁办公用房");
    do_at(&mut session, &mut ledger, 4, &rented);
    let again = one(&ledger, id);
    assert!(again.open(&ledger));
    assert!(again.decision(&ledger).expect("decided").overtaken);
}

#[test]
fn contacts_with_one_number_are_a_signal() {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("张三");
    let mut contact = |subject, person: &str, phone: &str| {
        let command = Command::Note {
            subject,
            note: Note::contact(person, phone),
        };
        do_at(&mut session, &mut ledger, 0, &command);
        let found = of(&ledger, Scope::Everything, date(DAY));
        found.into_iter().find(|one| one.id == "S01:29")
    };
    let unit = || Unit("开封市教育体育局".into());
    assert_eq!(contact(unit(), "王五", "0371-23880001"), None);
    assert_eq!(contact(Association(29), "李四", "0371-23880002"), None);
    let found = contact(Association(29), "李四", "0371 23880001").expect("found");
    assert_eq!(found.score, 4);
    let sides = words::sides(&ledger, &found);
    assert_eq!([&*sides[0].value, &sides[1].value], ["李四", "王五"]);
}
