//! Another city's ledger from its roster, and `import roster`, by running the binary.

use std::path::PathBuf;

use assert_cmd::Command;
use predicates::prelude::*;
use serde_json::Value;
use tuogou::app::session::Session;
use tuogou::domain::calendar::Counting;
use tuogou::exchange::new_round::{NewRoundError, Schedule, Wish, city_name, documents};
use tuogou::exchange::seed::{builtin_documents, builtin_roster, parse_round};
use tuogou::store::Origin;

use crate::roster_files::{book, cells, text};
use crate::support::{Home, Story, date, make};

const LUOYANG: &str = "序号 | 协会名称 | 主管部门 | 脱钩状态
    1 | 洛阳市钓鱼协会 | 洛阳市教育体育局 | 未脱钩
    2 | 洛阳市牡丹协会 | 原洛阳市林业局 | 已脱钩
    3 | 洛阳市餐饮商会 | 洛阳市工商业联合会 | 待脱钩
    4 | 洛阳市小吃协会 | 直接登记 | 已脱钩";

fn tuogou(home: &Home) -> Command {
    home.bare_program()
}

/// The roster of Luoyang as a file.
fn luoyang(home: &Home) -> PathBuf {
    let path = home.path("洛阳.xlsx");
    std::fs::write(&path, book(LUOYANG, &[])).expect("written");
    path
}

fn json(command: &mut Command) -> Value {
    let output = command.args(["--format", "json"]).output().expect("runs");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// The built-in round's documents for a city.
fn made(city: &str, schedule: Schedule) -> Result<Vec<(String, String)>, NewRoundError> {
    let wish = Wish {
        city,
        year: None,
        schedule,
        units: vec!["洛阳市教育体育局", "原洛阳市林业局", "直接登记"],
    };
    let (documents, _) = documents(&builtin_documents(), &wish)?;
    parse_round(&documents).expect("the documents fit together");
    Ok(documents.into_iter().collect())
}

#[test]
fn a_roster_becomes_the_ledger_of_another_city() {
    let home = Home::new();
    let (from, to) = (luoyang(&home), home.path("洛阳.db"));
    let new = || {
        let mut command = tuogou(&home);
        command
            .arg("new")
            .arg("--from")
            .arg(&from)
            .arg("--out")
            .arg(&to);
        command.args(["--city", "洛阳", "--shift-to", "2021-03-06"]);
        command
    };
    new().assert().success().stdout(
        predicate::str::contains("已新建 洛阳市 2021 年的台账")
            .and(predicate::str::contains("未脱钩→拟脱钩 1"))
            .and(predicate::str::contains("周六  休息日，请核对")),
    );
    // Nothing else was made, and nothing is made twice.
    assert!(!home.ledger().exists());
    let before = std::fs::read(&to).expect("the ledger");
    new()
        .assert()
        .code(1)
        .stderr(predicate::str::contains("已经存在"));
    assert_eq!(std::fs::read(&to).expect("the ledger"), before);

    let open = |args: &[&str]| {
        let mut command = tuogou(&home);
        command.arg("--ledger").arg(&to).args(args);
        json(command.args(["--as-of", "2021-03-10"]))
    };
    let rows = open(&["list"]);
    assert_eq!(rows.as_array().map(Vec::len), Some(4));
    assert_eq!(rows[1]["unit"], "原洛阳市林业局");
    assert_eq!(rows[3]["unit"], Value::Null);
    let timeline = open(&["timeline"]);
    let due: Vec<&str> = timeline["milestones"]
        .as_array()
        .expect("milestones")
        .iter()
        .filter_map(|milestone| milestone["due_on"].as_str())
        .collect();
    assert_eq!(
        due,
        [
            "2021-03-06",
            "2021-03-16",
            "2021-03-30",
            "2021-04-20",
            "2021-05-05",
            "2021-05-18",
            "2021-06-08",
            "2021-06-20",
        ]
    );
    // Work goes on as in any ledger.
    let ticked = open(&["tick", "钓鱼", "P1"]);
    assert_eq!(ticked["state"], "done");
}

#[test]
fn the_new_ledger_opens_in_the_terminal() {
    let home = Home::new();
    let from = luoyang(&home);
    tuogou(&home)
        .arg("new")
        .arg("--from")
        .arg(&from)
        .args(["--city", "洛阳", "--shift-to", "2021-03-06"])
        .assert()
        .success();
    let mut story: Story = home.story("2021-03-10", 80, 24);
    story
        .keys("<f2>")
        .shows("洛阳市 2021")
        .keys("<f3>")
        .shows("4 = 已脱钩 2 + 拟脱钩 2")
        .shows("M2 推进会 还有 6 天")
        .shows("钓鱼协会")
        .hides("开封")
        .keys("<f4>")
        .shows("06-20")
        .hides("通知第");
}

#[test]
fn nothing_of_the_other_city_is_left() {
    for (name, text) in made("洛阳", Schedule::ShiftTo(date("2021-03-06"))).expect("made") {
        for foreign in ["开封", "河南", "kaifeng", "seed L", "domain.md"] {
            assert!(!text.contains(foreign), "{name} says {foreign}");
        }
        // The template tells how months are written, by an example.
        assert!(
            !text.contains("2020-") || name.starts_with("templates/"),
            "{name}"
        );
    }
}

#[test]
fn every_day_moves_with_the_milestone_it_follows() {
    let file = "
        [[milestone]]
        id = 'M1'
        due_on = 2021-03-01
        [[milestone]]
        id = 'M2'
        due_on = '2021-03-10'
        title = '动员会'
        [[milestone]]
        id = 'M3'
        due_on = '2021-04-01'
        [[milestone]]
        id = 'M4'
        due_on = '2021-04-10'
        [[milestone]]
        id = 'M5'
        due_on = '2021-05-01'
        [[milestone]]
        id = 'M6'
        due_on = '2021-05-10'
        [[milestone]]
        id = 'M7'
        due_on = '2021-06-01'
        [[milestone]]
        id = 'M8'
        due_on = '2021-12-31'
        [notice]
        title = '洛阳市实施方案'
        issuers = ['洛阳市民政局']
        [thresholds]
        soon_days = 10
        [calendar]
        count = 'working'
    ";
    let documents = made("洛阳市", Schedule::File(file.into())).expect("made");
    let round = parse_round(&documents.into_iter().collect()).expect("a round");
    assert_eq!(round.milestones().raw[1].title, "动员会");
    assert_eq!(round.milestones().raw[2].title, "脱钩业务培训");
    assert_eq!(round.info.notice.title, "洛阳市实施方案");
    assert_eq!(round.info.notice.dated_on, date("2021-03-01"));
    assert_eq!(
        (round.info.year, round.info.thresholds.soon_days),
        (2021, 10)
    );
    assert_eq!(round.info.thresholds.urgent_days, 3);
    // The holidays of another year are not this one's.
    let calendar = &round.info.calendar;
    assert_eq!(calendar.count, Counting::Working);
    assert!(calendar.holidays.is_empty() && calendar.workdays.is_empty());
    // The registrations were due with M8, and the target ten to twenty days after it.
    let registration = round.item_ix("R1").expect("an item");
    assert_eq!(
        round.item_due_on(&round.items[registration]),
        date("2021-12-31")
    );
    let target = &round.info.dates[0];
    assert_eq!(
        (target.from, target.to),
        (date("2022-01-10"), date("2022-01-20"))
    );
    assert_eq!(target.printed, "2022年1月20日前");
}

#[test]
fn a_file_of_milestones_that_will_not_do_says_why() {
    let with = |text: &str| {
        let error = made("洛阳", Schedule::File(text.into())).expect_err("refused");
        error.to_string()
    };
    assert!(with("[[milestone]]\nid = 'M1'\ndue_on = '2021-03-01'").contains("缺少 M2"));
    assert!(with("[[milestone]]\nid = 'M1'\ndue_on = '三月'").contains("M1 的 due_on"));
    assert!(with("[[milestone]\n").contains("第 1 行"));
    let days = (1..=8).map(|n| format!("[[milestone]]\nid = 'M{n}'\ndue_on = '2021-03-0{n}'\n"));
    let whole = days.collect::<Vec<_>>().concat();
    assert!(with(&format!("{whole}[weather]\n")).contains("weather"));
    assert!(matches!(
        made("洛阳", Schedule::ShiftTo(chrono::NaiveDate::MAX)),
        Err(NewRoundError::OffCalendar)
    ));
}

#[test]
fn a_city_may_be_named_with_or_without_its_kind() {
    for (written, name) in [
        ("洛阳", "洛阳市"),
        (" 洛阳市 ", "洛阳市"),
        ("兰考县", "兰考县"),
        ("金水区", "金水区"),
    ] {
        assert_eq!(city_name(written).as_deref(), Ok(name));
    }
    for wrong in ["", "洛", "Luoyang", "洛阳\u{1b}[31m", "../洛阳"] {
        assert!(city_name(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_roster_with_problems_makes_no_ledger() {
    let home = Home::new();
    let path = home.path("名册.csv");
    let grid = cells(&format!(
        "{LUOYANG}\n5 | 洛阳市棋牌协会 | 洛阳市教育体育局 | 观望"
    ));
    std::fs::write(&path, text(&grid, b',')).expect("written");
    let new = || {
        let mut command = tuogou(&home);
        command.arg("new").arg("--from").arg(&path);
        command.args(["--city", "洛阳", "--shift-to", "2021-03-06"]);
        command
    };
    new()
        .assert()
        .code(1)
        .stdout(predicate::str::contains("第 6 行 D 列：状态“观望”不认识"))
        .stderr(predicate::str::contains("1 个问题，没有新建台账"));
    assert!(!home.ledger().exists());
    new().args(["--status", "观望=拟脱钩"]).assert().success();
    let (_, ledger) = Session::open(&home.ledger(), "李四".into()).expect("opens");
    assert_eq!(ledger.associations().len(), 5);
    assert_eq!(ledger.round().info.city, "洛阳市");
}

#[test]
fn a_new_ledger_wants_one_of_the_two_schedules() {
    let home = Home::new();
    let from = luoyang(&home);
    let run = |extra: &[&str]| {
        let mut command = tuogou(&home);
        command.arg("new").arg("--from").arg(&from);
        command.args(["--city", "洛阳"]).args(extra).assert()
    };
    let new = |extra: &[&str]| run(extra).code(2);
    // Nor is there a notice to read one from.
    run(&[])
        .code(1)
        .stderr(predicate::str::contains("--shift-to").and(predicate::str::contains("没有读到")));
    new(&["--shift-to", "2021-02-30"]).stderr(predicate::str::contains("不是日历上的日期"));
    new(&["--shift-to", "2021-03-01", "--milestones", "m.toml"])
        .stderr(predicate::str::contains("不能与"));
}

#[test]
fn an_import_shows_what_it_understood_and_changes_nothing() {
    let home = Home::new();
    let path = home.path("开封.csv");
    let mut grid = cells("序号 | 名称 | 业务主管单位 | 备注 | 电话");
    let seed = builtin_roster().expect("the seed");
    grid.extend(seed.into_iter().map(|row| {
        let status = row.status.word().to_owned();
        vec![
            row.no.to_string(),
            row.name.into(),
            row.printed_unit.into(),
            status,
        ]
    }));
    std::fs::write(&path, text(&grid, b',')).expect("written");
    let import = |extra: &[&str]| {
        let mut command = home.program();
        command.args(["import", "roster"]).arg(&path).args(extra);
        command
    };
    import(&[]).assert().success().stdout(
        predicate::str::contains("编码  UTF-8")
            .and(predicate::str::contains("名称=B“名称”"))
            .and(predicate::str::contains("不导入 E“电话”"))
            .and(predicate::str::contains("共 150 行：拟脱钩 113，已脱钩 37"))
            .and(predicate::str::contains("与台账的名册相同")),
    );
    // What is printed as CSV is a roster again.
    let csv = import(&["--format", "csv"]).output().expect("runs").stdout;
    let seeds = include_str!("../../seeds/kaifeng-2020/roster.csv");
    assert_eq!(String::from_utf8(csv).expect("UTF-8"), seeds);

    grid[29][3] = "已脱钩".into();
    std::fs::write(&path, text(&grid, b',')).expect("written");
    let line = "改变  开封市钓鱼协会：状态 拟脱钩 → 已脱钩";
    import(&["--dry-run"])
        .assert()
        .success()
        .stdout(predicate::str::contains(line));
    import(&[])
        .assert()
        .code(1)
        .stderr(predicate::str::contains("tuogou new"));
    let diff = json(&mut import(&["--dry-run"]));
    assert_eq!(diff["diff"]["same"], 149);
    assert_eq!(diff["diff"]["changed"][0]["new"]["place"], "第 30 行 B 列");
    assert_eq!(diff["columns"][1]["column"], "name");
    let (_, ledger) = home.open("张三");
    let changed = ledger.associations().raw[28].status;
    assert_eq!(changed.word(), "拟脱钩");
}

#[test]
fn what_helps_is_said_in_the_terms_of_the_front_end() {
    let home = Home::new();
    drop(home.open("张三"));
    let path = home.path("名册.csv");
    make(&home.ledger());
    let said = |bytes: &[u8], extra: &[&str]| {
        std::fs::write(&path, bytes).expect("written");
        let mut command = tuogou(&home);
        command.args(["import", "roster", "--dry-run"]).arg(&path);
        let output = command.args(extra).output().expect("runs");
        let text = [output.stdout, output.stderr].concat();
        String::from_utf8(text).expect("a text")
    };
    let csv = |rows: &str| text(&cells(rows), b',').into_bytes();
    let rows = csv("序号 | 协会名称 | 主管单位 | 备注
         1 | 钓鱼协会 | 教育局 | 观望
         2 | 餐饮协会 | 商务局 | 已脱钩
         2 | 茶叶协会 | 商务局 | 已脱钩
         · | 粮油协会 | 商务局 | 拟脱钩
         3 | 棋牌协会 | 商务局 | ·
         一号 | 风筝协会 | 商务局 | 拟脱钩");
    let bare = csv("序号 | 协会名称 | 主管单位\n1 | 钓鱼协会 | 教育局");
    let list = csv("钓鱼协会 | 教育局");
    let mut broken = rows.clone();
    broken.extend(b"\xff,a,b,c\n");
    let all = said(&rows, &[]);
    let command_line: [(&str, &str); 11] = [
        (
            &all,
            "状态“观望”不认识；请加 --status 观望=拟脱钩，或者 =已脱钩、=不列入",
        ),
        (&all, "状态为空；空白都是拟脱钩的加 --status 空=拟脱钩"),
        (&all, "重复；请改正，或加 --map 序号=- 按顺序重新编号"),
        (&all, "序号为空；按顺序编号请加 --map 序号=-"),
        (
            &all,
            "的整数；不用文件中的序号时加 --map 序号=-，按顺序编号",
        ),
        (
            &said(&bare, &[]),
            "没有状态一列；全部是拟脱钩的加 --status 空=拟脱钩，或用 --map 状态=列 指定",
        ),
        (
            &said(&list, &[]),
            "（要有名称一列，和序号、主管单位、状态中的至少一列）；文件按 UTF-8 读，是乱码的用 --encoding 指定编码；请用 --map 名称=B 指定各列",
        ),
        (
            &said(&rows, &["--sheet", "乙"]),
            "有 不分工作表的一张表，请去掉 --sheet",
        ),
        (
            &said(&rows, &["--map", "名称=协会"]),
            "表头里没有“协会”；--map 右边写列号（B 或 2）或表头的原文",
        ),
        (
            &said(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", &[]),
            "读不成文字；编码不对时用 --encoding 指定，不是文本文件的请另存为 .xlsx",
        ),
        (
            &said(&broken, &["--encoding", "utf-8"]),
            "处不成字；编码不对时用 --encoding 指定，对时请在原文件中改正",
        ),
    ];
    for (said, part) in command_line {
        assert!(said.contains(part), "{part} is not in {said}");
    }
    // The screen speaks of keys, and of no options.
    std::fs::write(&path, rows).expect("written");
    let mut story = home.story("2020-07-20", 120, 40);
    story
        .keys("l<ctrl-u>")
        .keys(&path.to_string_lossy())
        .keys("<enter>");
    story
        .keys("<tab>")
        .shows("状态“观望”不认识；采用时选定它读作什么")
        .hides("--");
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let home = Home::new();
    let path = home.path("坏.xlsx");
    std::fs::write(&path, b"PK\x03\x04half").expect("written");
    let import = |file: &std::path::Path, extra: &[&str]| {
        let mut command = home.program();
        command.args(["import", "roster"]).arg(file).args(extra);
        command.assert().code(1)
    };
    import(&path, &[]).stderr(predicate::str::contains("坏.xlsx：文件不完整"));
    import(&home.path("没有.csv"), &[]).stderr(predicate::str::contains("无法读取"));
    let fine = luoyang(&home);
    import(&fine, &["--map", "名称"]).stderr(predicate::str::contains("名称=B"));
    import(&fine, &["--status", "观望"]).stderr(predicate::str::contains("拟脱钩"));
    import(&fine, &["--sheet", "乙"]).stderr(predicate::str::contains("有 名册"));
}

#[test]
fn a_ledger_that_cannot_be_finished_leaves_nothing() {
    let home = Home::new();
    let mut roster = builtin_roster().expect("the seed");
    // The store refuses a number twice, in the middle of writing.
    roster[149].no = 1;
    let origin = Origin::new(builtin_documents(), roster);
    let made = Session::create(&home.ledger(), "张三".into(), origin.clone());
    assert!(made.is_err());
    let left = std::fs::read_dir(home.path(".")).expect("the folder");
    assert_eq!(left.count(), 0);
    // What somebody else has put there stays.
    std::fs::write(home.ledger(), b"").expect("written");
    let made = Session::create(&home.ledger(), "张三".into(), origin);
    let error = made.expect_err("taken").to_string();
    assert!(error.contains("已经存在"), "{error}");
    assert!(home.ledger().exists());
}
