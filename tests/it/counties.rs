//! `tuogou rollup`: a city and its counties in one table, and in one report. What each is said to have come
//! to is what its own ledger says.

use std::path::PathBuf;

use predicates::prelude::*;
use serde_json::Value;

use crate::demo::demo_home;
use crate::support::Home;

const DAY: &str = "2020-09-20";

/// The ledger of a county with two associations, one of which has done something.
fn county(home: &Home, name: &str) -> PathBuf {
    let roster = home.path(&format!("{name}.csv"));
    let rows = format!(
        "序号,名称,业务主管单位,备注\n1,{name}茶叶协会,{name}农业农村局,拟脱钩\n2,{name}民宿协会,{name}文化和旅游局,已脱钩\n"
    );
    std::fs::write(&roster, rows).expect("written");
    let to = home.path(&format!("{name}.db"));
    let (roster, file) = (roster.to_string_lossy(), to.to_string_lossy());
    home.lines(&[
        "new",
        "--from",
        &roster,
        "--city",
        name,
        "--shift-to",
        "2020-06-16",
        "--out",
        &file,
    ]);
    home.lines(&[
        "--ledger",
        &file,
        "--as-of",
        "2020-07-20",
        "tick",
        "1",
        "P2",
    ]);
    home.lines(&[
        "--ledger",
        &file,
        "--as-of",
        "2020-09-25",
        "tick",
        "1",
        "P4",
    ]);
    to
}

/// What a row says under some keys.
fn figures(row: &Value) -> [u64; 7] {
    let keys = [
        "total",
        "decoupled",
        "planned",
        "completed",
        "exited",
        "done_items",
        "total_items",
    ];
    keys.map(|key| {
        row[key]
            .as_u64()
            .unwrap_or_else(|| panic!("{key} in {row}"))
    })
}

/// What a ledger says of itself.
fn own(home: &Home, file: &str) -> [u64; 7] {
    let all = home.json(&["--ledger", file, "--as-of", DAY, "overview"]);
    [
        &all["total"],
        &all["decoupled"],
        &all["planned"],
        &all["completed"],
        &all["exited"],
        &all["items"]["done"],
        &all["items"]["total"],
    ]
    .map(|figure| figure.as_u64().expect("a number"))
}

#[test]
fn each_row_is_what_the_ledger_itself_says_on_that_day() {
    let home = Home::new();
    drop(home.open("张三"));
    home.lines(&["--as-of", "2020-07-20", "tick", "29", "P2"]);
    let first = county(&home, "兰考县").to_string_lossy().into_owned();
    let second = county(&home, "尉氏县").to_string_lossy().into_owned();
    let json = home.path("尉氏县.json").to_string_lossy().into_owned();
    home.lines(&["--ledger", &second, "export", "json", "--out", &json]);
    let before = std::fs::read(&first).expect("read");
    let table = home.json(&["--as-of", DAY, "rollup", &first, &json]);
    assert!(
        std::fs::read(&first).expect("read") == before,
        "it stays as it came"
    );
    let rows = table.as_array().expect("rows");
    let names: Vec<&str> = rows
        .iter()
        .filter_map(|row| row["county"].as_str())
        .collect();
    assert_eq!(names, ["开封市", "兰考县", "尉氏县"]);
    let city = home.ledger().to_string_lossy().into_owned();
    for (row, file) in rows.iter().zip([&city, &first, &second]) {
        assert_eq!(figures(row), own(&home, file), "{row}");
    }
    // What counts for a later day is not told yet.
    assert_eq!(
        (&rows[1]["done_items"], &rows[1]["recorded_on"]),
        (&1.into(), &"2020-07-20".into())
    );
    let later = home.json(&["--as-of", "2020-09-26", "rollup", "--only", &first]);
    assert_eq!(later[0]["done_items"], 2);
    assert_eq!(later.as_array().map(Vec::len), Some(1));
    // The last line of the table, the sheet and the report is the sum of the others.
    let sum = |at: usize| rows.iter().map(|row| figures(row)[at]).sum::<u64>();
    let said = home.lines(&["--as-of", DAY, "rollup", &first, &json, "--format", "md"]);
    let last: Vec<&str> = said
        .last()
        .expect("a line")
        .split('|')
        .map(str::trim)
        .collect();
    assert_eq!(
        last[1..5],
        [
            "合计",
            &sum(0).to_string(),
            &sum(1).to_string(),
            &sum(2).to_string()
        ]
    );
    let report = home.path("报告.md").to_string_lossy().into_owned();
    home.lines(&["--as-of", DAY, "rollup", &first, &json, "--out", &report]);
    let text = std::fs::read_to_string(&report).expect("a report");
    for part in [
        format!("| 合计 | {} | {} | {} |", sum(0), sum(1), sum(2)),
        format!("占{}项", sum(6)),
        "| 兰考县 | 2 | 1 | 1 |".to_owned(),
        "兰考县最近登记7月20日".to_owned(),
    ] {
        assert!(text.contains(&part), "{part} is not in\n{text}");
    }
    let page = home.path("汇总.html").to_string_lossy().into_owned();
    home.lines(&["--as-of", DAY, "rollup", &first, &json, "--out", &page]);
    let page = std::fs::read_to_string(&page).expect("a page");
    for part in [
        format!(
            "<tr class=\"sum\"><td>合计</td><td class=\"n\">{}</td>",
            sum(0)
        ),
        "<tr><td>兰考县</td><td class=\"n\">2</td><td class=\"n\">1</td>".to_owned(),
        "<th rowspan=\"2\">县区</th>".to_owned(),
        "<th colspan=\"5\">全部办结的协会</th>".to_owned(),
        format!("各县区进展（基准日 {DAY}）</h1>"),
        "台账校验码".to_owned(),
    ] {
        assert!(page.contains(&part), "{part} is not in\n{page}");
    }
    for ending in ["xlsx", "docx"] {
        let file = home.path(&format!("汇总.{ending}"));
        let out = file.to_string_lossy();
        home.lines(&["--as-of", DAY, "rollup", &first, "--out", &out]);
        assert!(std::fs::read(&file).expect("read").starts_with(b"PK"));
        let mut again = home.program();
        again
            .args(["rollup", &first, "--out", &out])
            .assert()
            .code(1);
    }
}

/// Commands that say whom something is about.
const WHOM: [&str; 9] = [
    "overview",
    "timeline",
    "findings",
    "stats",
    "why M1",
    "why M8",
    "mark M1 --on 2020-06-16",
    "history",
    "office --name 兰考县联合工作组办公室",
];

#[test]
fn the_ledger_of_a_county_never_speaks_of_the_city() {
    let home = Home::new();
    drop(home.open("张三"));
    let file = county(&home, "兰考县").to_string_lossy().into_owned();
    let mut everywhere = 0;
    for command in WHOM {
        let mut words = vec!["--ledger", &file, "--as-of", "2020-07-20"];
        words.extend(command.split(' '));
        let said = home.lines(&words).join("\n");
        assert!(!said.contains("全市"), "{command}: {said}");
        everywhere += said.matches("全县").count();
    }
    assert!(everywhere > 3, "{everywhere}");
    // Neither do its papers: bodies with two such words in their name are called as the county's, too.
    let bodies = home
        .lines(&["--ledger", &file, "bodies", "--format", "csv"])
        .join("\n");
    for body in [
        "县委县政府督察局",
        "县委县直工委",
        "县财政局",
        "县人力资源社会保障局",
    ] {
        assert!(bodies.contains(body), "{body}: {bodies}");
    }
    let papers = home.path("公文").to_string_lossy().into_owned();
    for kind in [
        &["remind", "--all-late"][..],
        &["circular"],
        &["check"],
        &["meeting"],
        &["summary"],
    ] {
        let export = [
            "--ledger",
            &file,
            "--as-of",
            "2020-08-20",
            "export",
            "letter",
        ];
        let format = ["--format", "md", "--out", &papers];
        home.lines(&[&export[..], kind, &format].concat());
    }
    let all = std::fs::read_dir(&papers).expect("papers");
    for paper in all.map(|paper| paper.expect("a paper").path()) {
        let text = std::fs::read_to_string(&paper).expect("text");
        assert!(!text.contains('市'), "{}: {text}", paper.display());
    }
    let there = Home::new();
    std::fs::copy(&file, there.ledger()).expect("copied");
    let mut story = there.story("2020-07-20", 120, 40);
    for keys in ["", "<f4>", "<f4><enter>", "<f10>", "<f11>", "<f4>p"] {
        story.keys("<esc><esc>").keys(keys).hides("全市");
    }
}

#[test]
fn what_cannot_be_added_up_is_refused_by_name() {
    let home = Home::new();
    drop(home.open("张三"));
    let one = county(&home, "兰考县").to_string_lossy().into_owned();
    let copy = home.path("又一份.db");
    std::fs::copy(&one, &copy).expect("copied");
    let demo = demo_home();
    let none = home.path("没有.db");
    let text = home.path("不是台账.db");
    std::fs::write(&text, "今天天气很好").expect("written");
    for (file, said) in [
        (copy, "是同一份台账"),
        (demo.ledger(), "演示台账"),
        (none, "没有.db"),
        (text, "不是台账.db"),
    ] {
        let mut refused = home.program();
        refused.args(["rollup", &one]).arg(&file);
        let names_it = predicate::str::contains(said);
        refused.assert().code(1).stdout("").stderr(names_it);
    }
    let mut nothing = home.program();
    nothing.args(["rollup", "--only"]).assert().code(2);
}
