//! What a roster says of its associations beside name, unit and state is in the ledger that is made of it, as one
//! entry that can be taken back; rows that are struck through are told in every kind of file.

use docx_rs::{Docx, Paragraph, Run, Table, TableCell, TableRow};
use predicates::prelude::*;
use predicates::str::contains;
use serde_json::Value;
use tuogou::app::roster::options;
use tuogou::exchange::roster::reading::read;

use crate::roster_files::book;
use crate::support::Home;

const ROSTER: &str =
    "序号 | 名称 | 统一社会信用代码 | 法定代表人 | 住所 | 联系人 | 联系电话 | 主管单位 | 状态
1 | 洛阳市甲协会 | A0001 | 甲某 | 西工区1号 | 乙某 | 0379-1 | 洛阳市商务局 | 拟脱钩
2 | 洛阳市乙协会 | A0002 | · | · | · | · | 洛阳市商务局 | 拟脱钩
3 | 洛阳市丙协会 | · | 丁某 | · | 丙某 | · | 洛阳市商务局 | 已脱钩";

/// Makes a ledger of the roster; what is told, as JSON.
fn made(home: &Home, roster: &str, more: &[&str]) -> Value {
    let file = home.path("名册.xlsx");
    std::fs::write(&file, book(roster, &[])).expect("written");
    let (file, out) = (file.to_string_lossy(), home.path("新.db"));
    let out = out.to_string_lossy();
    let mut args = vec![
        "new",
        "--from",
        &file,
        "--city",
        "洛阳",
        "--shift-to",
        "2021-03-15",
        "--out",
        &out,
    ];
    args.extend(more);
    home.json(&args)
}

/// Runs the program on that ledger.
fn on(home: &Home, args: &[&str]) -> assert_cmd::assert::Assert {
    let mut program = home.program();
    let ledger = home.path("新.db").to_string_lossy().into_owned();
    program.args(["--ledger", &ledger, "--as-of", "2021-03-20"]);
    program.args(args).assert()
}

#[test]
fn a_new_ledger_knows_what_its_roster_says() {
    let home = Home::new();
    let told = made(&home, ROSTER, &[]);
    assert_eq!(
        told["details"],
        serde_json::json!({"associations": 3, "answers": 6, "contacts": 2})
    );
    on(&home, &["form", "1", "basic"]).success().stdout(
        contains("A0001")
            .and(contains("甲某"))
            .and(contains("西工区1号"))
            .and(contains("乙某"))
            .and(contains("0379-1")),
    );
    on(&home, &["contact"])
        .success()
        .stdout(contains("乙某    0379-1").and(contains("丙某")));
    // Who has no task has nothing to fill in.
    on(&home, &["form", "3", "basic"])
        .success()
        .stdout(contains("丁某").not());
    on(&home, &["history"]).success().stdout(contains(
        "名册所列 3 家的登记证号、法定代表人、住所、联系人等：8 条",
    ));
    on(&home, &["undo"]).success();
    on(&home, &["form", "1", "basic"])
        .success()
        .stdout(contains("甲某").not());
    on(&home, &["contact"])
        .success()
        .stdout(contains("乙某").not());
}

#[test]
fn what_a_roster_says_can_be_left_out_as_a_whole_or_in_part() {
    let nothing = serde_json::json!({"associations": 0, "answers": 0, "contacts": 0});
    let home = Home::new();
    assert_eq!(made(&home, ROSTER, &["--no-details"])["details"], nothing);
    let home = Home::new();
    let maps = ["--map", "法定代表人=-", "--map", "联系人=-"];
    let told = made(&home, ROSTER, &maps);
    assert_eq!(
        told["details"],
        serde_json::json!({"associations": 2, "answers": 4, "contacts": 0})
    );
    let home = Home::new();
    let plain = "名称 | 主管单位 | 状态\n洛阳市甲协会 | 洛阳市商务局 | 拟脱钩";
    assert_eq!(made(&home, plain, &[])["details"], nothing);
    on(&home, &["history"])
        .success()
        .stdout(contains("名册所列").not());
}

#[test]
fn a_ledger_that_goes_on_with_another_roster_keeps_what_was_recorded() {
    let home = Home::new();
    made(&home, ROSTER, &["--no-details"]);
    on(&home, &["fill", "1", "a2.1.legal_rep", "戊某"]).success();
    on(&home, &["contact", "1", "--person", "己某"]).success();
    let more =
        format!("{ROSTER}\n4 | 洛阳市丁协会 | A0004 | · | · | 庚某 | · | 洛阳市商务局 | 拟脱钩");
    let file = home.path("名册二.xlsx");
    std::fs::write(&file, book(&more, &[])).expect("written");
    let file = file.to_string_lossy().into_owned();
    let out = home.path("再.db").to_string_lossy().into_owned();
    on(
        &home,
        &["import", "roster", &file, "--apply", "new", "--out", &out],
    )
    .success()
    .stdout(contains("资料  统一社会信用代码=C").and(contains("联系人 2 个")));
    let shown = |args: &[&str]| {
        let mut program = home.program();
        program.args(["--ledger", &out, "--as-of", "2021-03-20"]);
        program.args(args).assert().success()
    };
    shown(&["form", "1", "basic"]).stdout(
        contains("戊某")
            .and(contains("甲某").not())
            .and(contains("西工区1号")),
    );
    shown(&["contact"]).stdout(
        contains("己某")
            .and(contains("庚某"))
            .and(contains("乙某").not()),
    );
}

#[test]
fn rows_struck_through_in_word_are_told() {
    let cell = |text: &str, struck: bool| {
        let run = Run::new().add_text(text);
        let run = if struck { run.strike() } else { run };
        TableCell::new().add_paragraph(Paragraph::new().add_run(run))
    };
    let row = |texts: [&str; 3], struck: bool| {
        TableRow::new(texts.iter().map(|text| cell(text, struck)).collect())
    };
    let half = TableCell::new().add_paragraph(
        Paragraph::new()
            .add_run(Run::new().add_text("洛阳市").strike())
            .add_run(Run::new().add_text("丙协会")),
    );
    let rows = vec![
        row(["名称", "主管单位", "状态"], false),
        row(["洛阳市甲协会", "洛阳市商务局", "拟脱钩"], true),
        row(["洛阳市乙协会", "洛阳市商务局", "拟脱钩"], false),
        TableRow::new(vec![
            half,
            cell("洛阳市商务局", false),
            cell("拟脱钩", false),
        ]),
    ];
    let mut bytes = std::io::Cursor::new(Vec::new());
    let document = Docx::new().add_table(Table::new(rows));
    document.build().pack(&mut bytes).expect("packed");
    let options = options(&[], &[], None, &[]).expect("understood");
    let plan = read(&bytes.into_inner(), &options).expect("read");
    let hints: Vec<&str> = plan
        .hints
        .iter()
        .map(|hint| hint.message.as_str())
        .collect();
    let told = [
        "有 1 格的一部分字加了删除线，这部分没有读入：第 1 张表第 4 行第 1 列“洛阳市”",
        "有 1 行加了删除线，也读入了：第 1 张表第 2 行",
    ];
    assert_eq!(hints, told);
    assert_eq!(plan.rows.len(), 3);
}
