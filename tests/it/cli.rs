//! The command line, by running the binary.

use assert_cmd::Command;
use predicates::prelude::*;
use serde_json::Value;

use crate::support::Home;

/// The binary on a ledger of its own, with nothing of the machine's settings.
fn tuogou(home: &Home) -> Command {
    home.program()
}

fn json(home: &Home, args: &[&str]) -> Value {
    home.json(args)
}

#[test]
fn list_gives_150_rows_and_filters_them() {
    let home = Home::new();
    let all = json(&home, &["list", "--as-of", "2020-07-20"]);
    let rows = all.as_array().expect("an array");
    assert_eq!(rows.len(), 150);
    let fishing = &rows[28];
    assert_eq!(fishing["no"], 29);
    assert_eq!(fishing["name"], "开封市钓鱼协会");
    assert_eq!(fishing["unit"], "开封市教育体育局");
    assert_eq!(fishing["status"], "planned");
    assert_eq!(fishing["stage"], "not_started");
    assert_eq!(
        (&fishing["done"], &fishing["total"]),
        (&0.into(), &45.into())
    );
    assert_eq!(fishing["light"], "green");
    assert_eq!(rows[136]["unit"], Value::Null);
    assert_eq!(rows[136]["printed_unit"], "直接登记");
    let count = |args: &[&str]| json(&home, args).as_array().map(Vec::len);
    assert_eq!(count(&["list", "--status", "decoupled"]), Some(37));
    assert_eq!(count(&["list", "--status", "planned"]), Some(113));
    assert_eq!(count(&["list", "--unit", "教育体育"]), Some(44));
    assert_eq!(count(&["list", "--unit", "开封市文广新和旅游局"]), Some(5));
    assert_eq!(count(&["list", "--unit", "直接登记"]), Some(12));
    assert_eq!(count(&["list", "--match", "diaoyu"]), Some(1));
    assert_eq!(count(&["list", "--match", "没有这个"]), Some(0));
}

#[test]
fn stats_and_timeline_add_up() {
    let home = Home::new();
    let stats = json(&home, &["stats", "--as-of", "2020-07-20"]);
    assert_eq!(stats["as_of"], "2020-07-20");
    assert_eq!(
        (&stats["total"], &stats["planned"], &stats["decoupled"]),
        (&150.into(), &113.into(), &37.into())
    );
    let units = stats["units"].as_array().expect("units");
    assert_eq!(units.len(), 40);
    let sum = |key: &str| {
        units
            .iter()
            .filter_map(|unit| unit[key].as_u64())
            .sum::<u64>()
    };
    assert_eq!(
        (sum("total"), sum("planned"), sum("decoupled")),
        (150, 113, 37)
    );
    assert_eq!(
        sum("total_items"),
        stats["total_items"].as_u64().expect("a number")
    );

    let timeline = json(&home, &["--as-of", "2020-07-20", "timeline"]);
    assert_eq!(
        timeline["next"],
        serde_json::json!({"id": "M4", "due_on": "2020-07-31", "days_left": 11})
    );
    let milestones = timeline["milestones"].as_array().expect("milestones");
    let populations: Vec<u64> = milestones
        .iter()
        .filter_map(|m| m["population"].as_u64())
        .collect();
    assert_eq!(populations, [1, 33, 7, 113, 33, 113, 113, 1]);
    assert_eq!(milestones[2]["scope"], "unit");
    assert_eq!(milestones[2]["days"], -10);
    let after = json(&home, &["timeline", "--as-of", "2020-10-15"]);
    let target =
        serde_json::json!({"id": "overall_target", "due_on": "2020-10-20", "days_left": 5});
    assert_eq!(after["next"], target);
    let after = json(&home, &["timeline", "--as-of", "2020-10-21"]);
    assert_eq!(after["next"], Value::Null);
}

#[test]
fn tick_mark_history_undo_redo_are_one_path() {
    let home = Home::new();
    let at = ["--as-of", "2020-07-20"];
    let item = json(
        &home,
        &[
            &[
                "tick",
                "29",
                "a2",
                "--note",
                "已签",
                "--evidence",
                "合同1号",
            ],
            &at[..],
        ]
        .concat(),
    );
    assert_eq!(
        (&item["id"], &item["state"], &item["by"]),
        (&"A2".into(), &"done".into(), &"张三".into())
    );
    assert_eq!(
        (&item["note"], &item["evidence"]),
        (&"已签".into(), &"合同1号".into())
    );
    assert_eq!(item["separation"], "institution");
    let item = json(
        &home,
        &[
            "tick",
            "钓鱼协会",
            "A3",
            "--state",
            "na",
            "--note",
            "无编制",
        ],
    );
    assert_eq!(item["state"], "not_applicable");
    let mark = json(
        &home,
        &[
            &["mark", "m3", "--unit", "教体局", "--on", "2020-07-08"],
            &at[..],
        ]
        .concat(),
    );
    assert_eq!(
        (&mark["id"], &mark["done_on"], &mark["changed"]),
        (&"M3".into(), &"2020-07-08".into(), &1.into())
    );
    let show = json(&home, &["show", "29"]);
    let state = |id: &str| {
        let items = show["checklist"].as_array().expect("items");
        items.iter().find(|item| item["id"] == id).expect("an item")["state"].clone()
    };
    assert_eq!(
        (state("A2"), state("A3"), state("P3"), state("P1")),
        (
            "done".into(),
            "not_applicable".into(),
            "done".into(),
            "open".into()
        )
    );
    assert_eq!(show["milestones"][2]["done_on"], "2020-07-08");

    let history = json(&home, &["history"]);
    let lines = history.as_array().expect("lines");
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0]["seq"], 3);
    assert_eq!(
        json(&home, &["history", "--association", "29"])
            .as_array()
            .map(Vec::len),
        Some(2)
    );
    assert_eq!(
        json(&home, &["history", "--limit", "1"])
            .as_array()
            .map(Vec::len),
        Some(1)
    );
    json(&home, &["undo"]);
    let timeline = json(&home, &["timeline", "--as-of", "2020-07-20"]);
    assert_eq!(timeline["milestones"][2]["done"], 0);
    assert_eq!(json(&home, &["history"])[1]["undone"], true);
    json(&home, &["redo"]);
    let timeline = json(&home, &["timeline", "--as-of", "2020-07-20"]);
    assert_eq!(timeline["milestones"][2]["done"], 1);
    let cleared = json(&home, &["mark", "M3", "--unit", "教体局", "--clear"]);
    assert_eq!(cleared["done_on"], Value::Null);
    let everyone = json(&home, &["mark", "M4", "--as-of", "2020-07-31"]);
    assert_eq!(everyone["changed"], 113);
}

#[test]
fn tables_are_aligned_by_cells() {
    let home = Home::new();
    let output = tuogou(&home)
        .args(["stats", "--as-of", "2020-07-20"])
        .output()
        .expect("runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let rows: Vec<&str> = text
        .lines()
        .skip(1)
        .filter(|line| !line.starts_with("共"))
        .collect();
    assert_eq!(rows.len(), 40);
    // The light is the last column, so lines of equal width prove the alignment.
    let width = |line: &&str| tuogou::text::cells::width(line);
    assert!(
        rows.iter().all(|line| width(line) == width(&rows[0])),
        "{text}"
    );
    assert!(text.contains("共 150 家 = 已脱钩 37 + 拟脱钩 113"));
}

#[test]
fn csv_speaks_the_names_of_json() {
    let home = Home::new();
    tuogou(&home)
        .args(["list", "--format", "csv", "--unit", "科协"])
        .assert()
        .success()
        .stdout(predicate::str::starts_with(
            "no,name,printed_unit,unit,status,stage,done,total,light\n72,",
        ));
}

#[test]
fn a_mistake_is_one_line_that_names_it() {
    let home = Home::new();
    json(&home, &["tick", "29", "P1", "--as-of", "2020-07-20"]);
    let before = std::fs::read(home.ledger()).expect("read");
    for (args, code, part) in [
        (&["show", "151"][..], 1, "没有协会「151」"),
        (&["show", "不存在的协会"], 1, "没有协会「不存在的协会」"),
        (&["show", "教育"], 1, "对应"),
        (
            &["list", "--unit", "某某局"],
            1,
            "没有业务主管单位「某某局」",
        ),
        (&["list", "--unit", "局"], 1, "请写得更完整"),
        (&["tick", "29", "Z9"], 1, "没有事项 Z9"),
        (
            &["tick", "29", "A1", "--state", "na", "--note", "x"],
            1,
            "不得设为不涉及",
        ),
        (&["tick", "29", "A3", "--state", "na"], 1, "须写明理由"),
        (&["mark", "M9"], 1, "没有节点 M9"),
        (&["mark", "M1", "--association", "29"], 1, "按全市登记"),
        (&["mark", "M3", "--unit", "审计局"], 1, "不足 4 家"),
        (&["mark", "M4", "--unit", "直接登记"], 1, "不是单位"),
        (&["mark", "M4", "--on", "2020-02-30"], 2, "2020-02-30"),
        (&["mark", "M4", "--on", "2099-01-01"], 1, "晚于基准日"),
        (&["list", "--as-of", "2020-02-30"], 2, "不是日历上的日期"),
        (&["list", "--status", "完了"], 2, "完了"),
        (&["list", "--format", "pdf"], 2, "pdf"),
        (&["lst"], 2, "list"),
        (&["list", "--untl", "x"], 2, "--untl"),
        (&["tick", "29"], 2, "事项"),
        (
            &["mark", "M3", "--unit", "a", "--association", "1"],
            2,
            "不能与",
        ),
        (&["redo"], 1, "没有可以重做的操作"),
    ] {
        let output = tuogou(&home).args(args).output().expect("runs");
        let error = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(output.status.code(), Some(code), "{args:?}: {error}");
        assert_eq!(error.lines().count(), 1, "{args:?}: {error}");
        assert!(error.contains(part), "{args:?}: {error}");
        assert!(output.stdout.is_empty(), "{args:?}");
    }
    assert_eq!(
        std::fs::read(home.ledger()).expect("read"),
        before,
        "the ledger is untouched"
    );
}

#[test]
fn a_ledger_that_cannot_be_used_is_one_line_too() {
    let home = Home::new();
    std::fs::write(home.path("text.db"), "不是数据库".repeat(100)).expect("written");
    std::fs::write(home.path("file"), "").expect("written");
    for (path, part) in [
        (home.path("text.db"), "不是台账文件"),
        (home.path("file").join("ledger.db"), "无法读取"),
        (home.path("."), "不是台账文件"),
    ] {
        let output = tuogou(&home)
            .arg("--ledger")
            .arg(&path)
            .arg("stats")
            .output()
            .expect("runs");
        let error = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(output.status.code(), Some(1), "{error}");
        assert_eq!(error.lines().count(), 1, "{error}");
        assert!(error.contains(part), "{error}");
    }
}

#[test]
fn the_interface_needs_a_terminal_and_says_so() {
    let home = Home::new();
    tuogou(&home)
        .assert()
        .code(1)
        .stderr(predicate::str::contains("界面需要在终端中打开"));
}

#[test]
fn the_default_ledger_is_in_the_data_folder() {
    let home = Home::new();
    tuogou(&home)
        .env_remove("TUOGOU_LEDGER")
        .arg("stats")
        .assert()
        .success();
    assert!(home.path("home/.local/share/tuogou/ledger.db").is_file());
}

#[test]
fn help_is_chinese_and_lists_every_command() {
    let home = Home::new();
    let output = home.bare_program().arg("--help").output().expect("runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(output.status.success());
    for word in [
        "用法", "命令", "选项", "list", "show", "stats", "timeline", "tick", "mark", "history",
        "undo", "redo", "--as-of", "--ledger", "--format",
    ] {
        assert!(text.contains(word), "{word} in {text}");
    }
    for english in ["Usage", "OPTIONS", "Options", "Commands", "Print"] {
        assert!(!text.contains(english), "{english} in {text}");
    }
    assert!(!home.ledger().exists(), "help makes no ledger");
}

#[test]
fn the_document_of_keys_is_the_table() {
    let home = Home::new();
    let output = home.bare_program().arg("keys").output().expect("runs");
    assert!(!home.ledger().exists(), "the table of keys needs no ledger");
    let document = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/keys.md");
    let document = std::fs::read_to_string(document).expect("docs/keys.md");
    assert_eq!(
        String::from_utf8(output.stdout).expect("UTF-8"),
        document,
        "run: tuogou keys > docs/keys.md"
    );
}

#[test]
fn forms_are_filled_in_and_shown() {
    let home = Home::new();
    let field = json(&home, &["fill", "29", "a2.2.inst", "是"]);
    assert_eq!(field["value"], serde_json::json!({"ticked": ["是"]}));
    json(&home, &["fill", "29", "a2.2.inst_posts", "３"]);
    json(&home, &["fill", "29", "a2.3.admin_list", "年检", "评比"]);
    let form = json(&home, &["form", "钓鱼协会", "basic"]);
    assert_eq!((&form["no"], &form["form"]), (&29.into(), &"basic".into()));
    let fields = form["fields"].as_array().expect("fields");
    assert_eq!(fields.len(), 75);
    let of = |id: &str| {
        fields
            .iter()
            .find(|field| field["id"] == id)
            .expect("a field")
    };
    assert_eq!(
        of("a2.2.inst_posts")["value"],
        serde_json::json!({"integer": 3})
    );
    assert_eq!(of("a2.2.inst_posts")["shown"], true);
    assert_eq!(
        of("a2.3.admin_list")["shown"],
        false,
        "its question is not answered"
    );
    assert_eq!(of("a2.7.trips")["value"], Value::Null);
    assert_eq!(form["filled"], 2);
    tuogou(&home)
        .args(["fill", "29", "a2.2.inst_posts", "-3"])
        .assert()
        .code(1)
        .stderr(predicate::str::contains("负数"));
    let cleared = json(&home, &["fill", "29", "a2.2.inst"]);
    assert_eq!(cleared["value"], Value::Null);
    tuogou(&home).args(["form", "29", "third"]).assert().code(2);
}

#[test]
fn check_lists_the_rules_that_fire() {
    let home = Home::new();
    assert_eq!(json(&home, &["check", "--all"]), serde_json::json!([]));
    json(&home, &["fill", "29", "a2.2.inst", "否"]);
    json(&home, &["fill", "29", "a4.2.inst", "划转"]);
    let found = json(&home, &["check", "29"]);
    let first = &found[0];
    assert_eq!(
        (&first["no"], &first["rule"], &first["severity"]),
        (&29.into(), &"X04".into(), &"E".into())
    );
    assert_eq!(
        first["fields"],
        serde_json::json!(["a2.2.inst", "a4.2.inst"])
    );
    assert!(
        first["message"]
            .as_str()
            .is_some_and(|text| text.contains("脱钩前为否"))
    );
    assert_eq!(json(&home, &["check", "--all"]), found);
    assert_eq!(json(&home, &["check", "30"]), serde_json::json!([]));
    tuogou(&home)
        .args(["check"])
        .assert()
        .code(2)
        .stderr(predicate::str::contains("缺少"));
    tuogou(&home)
        .args(["check", "29", "--format", "csv"])
        .assert()
        .success()
        .stdout(predicate::str::starts_with(
            "no,rule,severity,fields,message\n29,X04,E,",
        ));
}

#[test]
fn lists_are_written_as_markdown_tables_of_the_same_columns() {
    let home = Home::new();
    let out = |args: &[&str]| {
        let output = tuogou(&home)
            .args(["--as-of", "2020-07-20", "--format", "md"])
            .args(args)
            .assert()
            .success();
        String::from_utf8(output.get_output().stdout.clone()).expect("UTF-8")
    };
    let list = out(&["list", "--match", "diaoyu", "--columns", "no,name,status"]);
    let expected = "| 序号 | 名称 | 状态 |\n|--:|---|---|\n| 29 | 开封市钓鱼协会 | 拟脱钩 |\n";
    assert_eq!(list, expected);
    // Rows of the same columns and no sentence below them.
    for (args, tables) in [
        (vec!["list"], 1),
        (vec!["stats"], 1),
        (vec!["timeline"], 1),
        (vec!["overview"], 1),
        (vec!["findings"], 1),
        (vec!["check", "--all"], 1),
        (vec!["why", "29"], 1),
        (vec!["show", "29"], 2),
        (vec!["form", "29", "basic"], 1),
        (vec!["changes", "--since", "2020-07-01"], 1),
    ] {
        let text = out(&args);
        assert_eq!(text.split("\n\n").count(), tables, "{args:?} {text}");
        for table in text.split("\n\n") {
            let wide = |line: &str| line.replace("\\|", "").matches('|').count();
            let mut lines = table.lines();
            let first = wide(lines.next().expect("a heading"));
            assert!(first > 2, "{args:?} {table}");
            let ruler = lines.next().expect("a ruler");
            assert!(ruler.starts_with("|--"), "{args:?} {table}");
            assert!(lines.all(|line| wide(line) == first), "{args:?} {table}");
        }
    }
    tuogou(&home)
        .args(["--format", "md", "import", "roster", "名册.csv"])
        .assert()
        .code(2)
        .stderr("tuogou: --format 的值 md 无效，可用 table、json、csv\n");
}
