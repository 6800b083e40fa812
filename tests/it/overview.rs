//! The overview: sums that agree with each other, the pace that is needed, and every number
//! opens what it counts.

use tuogou::app::overview::Overview;
use tuogou::app::session::Session;
use tuogou::domain::command::Command;
use tuogou::domain::due::When;
use tuogou::domain::ledger::Ledger;
use tuogou::domain::model::ItemState;
use tuogou::tui::action::Place;
use tuogou::tui::model::Tab;
use tuogou::tui::msg::Msg;

use crate::support::{Home, Story, date, moment};

fn set(session: &mut Session, ledger: &mut Ledger, no: u32, item: &str, on: &str) {
    let command = Command::SetItem {
        association: no,
        item: item.into(),
        state: Some(ItemState::Done),
        note: None,
        evidence: None,
    };
    let receipt = session.execute(ledger, &command, moment(on));
    receipt.expect("ticked");
}

fn overview(session: &Session, ledger: &Ledger, as_of: &str) -> Overview {
    let as_of = date(as_of);
    Overview::new(
        ledger,
        session.deeds(ledger, as_of).expect("the history"),
        as_of,
    )
}

/// A ledger in which a few associations have begun.
fn begun(home: &Home) -> (Session, Ledger) {
    let (mut session, mut ledger) = home.open("张三");
    for (no, on) in [(2, "2020-07-13"), (3, "2020-07-14"), (29, "2020-07-16")] {
        for item in ["P1", "P2", "B1"] {
            set(&mut session, &mut ledger, no, item, on);
        }
    }
    (session, ledger)
}

#[test]
fn the_needed_pace_counts_working_days() {
    let home = Home::new();
    let (session, ledger) = home.open("张三");
    // domain.md D8: 113 associations over 15 working days from 08-28 to 09-18 are 7.5 a day.
    for (as_of, days, sentence) in [
        ("2020-06-10", 67, "还需每工作日 1.7 家、"),
        ("2020-06-16", 67, "还需每工作日 1.7 家、"),
        (
            "2020-08-28",
            15,
            "还需每工作日 7.5 家、281.4 项（到 09-18，15 个工作日）",
        ),
        ("2020-09-17", 1, "还需每工作日 113.0 家、"),
        (
            "2020-09-18",
            0,
            "今天是 09-18 基本完成脱钩 的最后一天，还差 113 家、",
        ),
        // Over at once, though no working day has passed.
        ("2020-09-19", 0, "09-18 基本完成脱钩 已过，还差 113 家、"),
        ("2020-10-20", -18, "09-18 基本完成脱钩 已过，还差 113 家、"),
    ] {
        let pace = overview(&session, &ledger, as_of).pace;
        assert_eq!(pace.working_days, days, "{as_of}");
        let said = pace.sentence();
        assert!(said.starts_with(sentence), "{as_of}: {said}");
        assert!(pace.expected_on.is_none(), "nothing has moved");
    }
}

#[test]
fn the_speed_so_far_says_when_it_will_be_done() {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("张三");
    for no in 29..59 {
        set(&mut session, &mut ledger, no, "P2", "2020-07-16");
    }
    let pace = overview(&session, &ledger, "2020-07-17").pace;
    assert!((pace.recent_items_a_day - 3.0).abs() < 1e-9);
    // 30 items in 10 working days are three a day.
    let days = pace.items.div_ceil(3);
    let on = pace.expected_on.expect("it moves");
    let weeks = i64::try_from(days / 5).expect("small");
    assert!((on - date("2020-07-17")).num_weeks().abs_diff(weeks) <= 1);
    // Two weeks later nothing has moved for ten working days.
    assert!(
        overview(&session, &ledger, "2020-08-03")
            .pace
            .expected_on
            .is_none()
    );
}

#[test]
fn sums_agree_under_every_date() {
    let home = Home::new();
    let (session, ledger) = begun(&home);
    for as_of in [
        "2020-06-10",
        "2020-07-31",
        "2020-08-01",
        "2020-08-15",
        "2020-09-18",
        "2020-09-19",
        "2020-10-20",
        "2026-11-24",
    ] {
        let sums = overview(&session, &ledger, as_of);
        assert_eq!(sums.total, 150);
        assert_eq!(sums.decoupled + sums.planned, sums.total);
        // What is neither done nor out of the question is owed.
        assert_eq!(
            sums.items.done + sums.owed.all(),
            sums.items.total,
            "{as_of}"
        );
        let owed: usize = sums.units.iter().map(|line| line.owed.all()).sum();
        assert_eq!(owed, sums.owed.all());
        let members: usize = sums.units.iter().map(|line| line.associations).sum();
        assert_eq!(members, 113);
        let missing = |when: fn(&When) -> bool| -> usize {
            let items = sums.due.iter().filter(|line| !line.id.starts_with('M'));
            items
                .filter(|line| when(&line.when))
                .map(|line| line.missing)
                .sum()
        };
        assert_eq!(missing(|when| *when == When::Overdue), sums.owed.overdue);
        assert_eq!(missing(|_| true), sums.owed.all());
        // Who owes most comes first.
        let ranks: Vec<_> = sums
            .units
            .iter()
            .map(|line| (line.owed.overdue, line.owed.soon))
            .collect();
        assert!(ranks.is_sorted_by(|a, b| a >= b), "{ranks:?}");
        assert!(sums.due.is_sorted_by_key(|line| (line.when, line.due_on)));
    }
}

#[test]
fn today_and_this_week_come_before_what_is_later() {
    let home = Home::new();
    let (session, ledger) = home.open("张三");
    let first = |as_of: &str| {
        let due = overview(&session, &ledger, as_of).due;
        (due[0].when, due[0].id.clone(), due[0].missing)
    };
    assert_eq!(first("2020-06-10"), (When::Later, "M1".into(), 1));
    assert_eq!(first("2020-06-15"), (When::Week, "M1".into(), 1));
    assert_eq!(first("2020-07-31"), (When::Today, "M4".into(), 113));
    // 2020-08-15 is a Saturday, and the week ends with its Sunday.
    assert_eq!(first("2020-08-10"), (When::Week, "M5".into(), 33));
    assert_eq!(first("2026-11-24"), (When::Overdue, "M1".into(), 1));
}

#[test]
fn what_was_taken_back_is_no_change() {
    let home = Home::new();
    let (mut session, mut ledger) = begun(&home);
    let what = |session: &Session, ledger: &Ledger, as_of: &str| -> Vec<String> {
        let changes = overview(session, ledger, as_of).changes;
        changes.into_iter().map(|line| line.what).collect()
    };
    let before = what(&session, &ledger, "2020-07-20");
    assert_eq!(before.len(), 9);
    assert!(before[0].contains("开封市钓鱼协会"), "{before:?}");
    session
        .undo(&mut ledger, moment("2020-07-17"))
        .expect("undone");
    assert_eq!(what(&session, &ledger, "2020-07-20"), before[1..]);
    session
        .redo(&mut ledger, moment("2020-07-17"))
        .expect("redone");
    assert_eq!(what(&session, &ledger, "2020-07-20"), before);
    // What counts for a later day has not happened yet.
    assert_eq!(what(&session, &ledger, "2020-07-13").len(), 3);
}

fn start(home: &Home, as_of: &str, (width, height): (u16, u16)) -> Story {
    begun(home);
    home.start(as_of, width, height)
}

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 40)];

#[test]
fn the_most_important_is_there_without_scrolling() {
    for size in SIZES {
        let home = Home::new();
        start(&home, "2020-07-20", size)
            .shows("M4 报送方案 07-31 周五")
            .shows("150 = 已脱钩 37 + 拟脱钩 113")
            .shows("未完成 113")
            .shows("9/5125")
            .shows("37 项")
            .shows("须每日 2.6 家 95.7 项")
            .shows("五分离")
            .shows(" 07-31 绿 M4 报送方案")
            .shows("教育体育局");
        // All milestones lie behind us on the clock of today, and before us before the notice.
        start(&Home::new(), "2026-11-24", size)
            .shows("节点均已过期，末节点过去 2246 天")
            .shows("还差 113 家")
            .shows(" 06-16 红 M1");
        start(&Home::new(), "2020-06-10", size).shows("M1 联合工作组会议 06-16 周二");
    }
    start(&Home::new(), "2020-07-20", (80, 24))
        .shows(" 11  天后 M4 ")
        .shows("逾期 37 项 31 家  7 天内 0 项 0 家")
        .shows("清单 9/5125 0%")
        .shows("已完成 0、未完成 113");
    let home = Home::new();
    start(&home, "2020-07-20", (120, 40))
        .shows("天后到期")
        .shows("5079 项")
        .shows("最近改动")
        .shows("钓鱼协会  B1 ")
        .shows("办结曲线  实办 9  计划应办 40");
}

#[test]
fn every_number_opens_what_it_counts() {
    for size in SIZES {
        let home = Home::new();
        let mut story = start(&home, "2020-07-20", size);
        // The units: the cursor begins on the one that owes most.
        story.keys("<down><enter>").shows("名册 › 市科协");
        assert_eq!(story.model().tab, Tab::Roster);
        story.hides("钓鱼协会").keys("<esc>");
        assert_eq!(story.model().tab, Tab::Overview);
        // To the left of the second unit stands 职能.
        story.keys("<left><enter>").shows("职能分离 未办结  113 家");
        assert_eq!(story.model().place(), Place::DrillDown);
        story
            .keys("<end>")
            .shows("1/4")
            .keys("<enter>")
            .shows("职能分离");
        story.keys("<esc><esc>");
        // Below the separations is what is due.
        story
            .keys("<end><down><enter>")
            .shows("M4 报送方案")
            .shows("完成 0/113");
        story
            .keys("<esc><down><enter>")
            .shows("P2 ")
            .shows("未办结  110 家");
        // Above them the milestones, and above these the numbers.
        story.keys("<esc><home><up><home><up><enter>");
        assert_eq!(story.model().place(), Place::Milestone);
        story.keys("<esc><home><enter>").shows("M1 联合工作组会议");
        story
            .keys("<esc><right><right><enter>")
            .shows("M3 脱钩业务培训");
        story.keys("<esc>");
        let (open, late) = ("未完成脱钩  113 家", "有逾期事项  31 家");
        let later = if size.0 < 100 {
            ("须每日", open)
        } else {
            ("5079 项", "有未到期事项  113 家")
        };
        for (number, list) in [("37 项", late), ("9/5125", open), later] {
            click(&mut story, number);
            click(&mut story, number);
            story.shows(list).keys("<esc>");
        }
    }
}

#[test]
fn a_change_opens_its_association_and_a_tick_shows_at_once() {
    let home = Home::new();
    let mut story = start(&home, "2020-07-20", (120, 40));
    story.shows("9/5125");
    // Below what is due.
    story.keys("<left><down><down><down><down><down><end><down><enter>");
    story
        .shows("开封市钓鱼协会")
        .keys("<space><esc>")
        .shows("10/5125");
    // As well from elsewhere.
    let (mut session, mut ledger) = home.open("李四");
    set(&mut session, &mut ledger, 4, "P1", "2020-07-20");
    assert!(story.driver.look_around());
    story.shows("11/5125").shows("李四");
    story
        .keys("a<ctrl-u>2020-07-13<enter>")
        .shows("M4 报送方案 07-31 周五");
}

/// Clicks where a text stands.
#[track_caller]
fn click(story: &mut Story, text: &str) {
    let screen = story.screen();
    let row = screen.lines().position(|line| line.contains(text));
    let row = row.unwrap_or_else(|| panic!("no {text} in\n{screen}"));
    let line = screen.lines().nth(row).expect("a line");
    let before = line.split(text).next().expect("a part");
    let column = tuogou::text::cells::width(before);
    let (column, row) = (column.try_into(), row.try_into());
    let (column, row) = (column.expect("small"), row.expect("small"));
    story.driver.handle(Msg::Click(column, row));
}

#[test]
fn a_click_chooses_and_a_second_opens() {
    let home = Home::new();
    let mut story = start(&home, "2020-07-20", (80, 24));
    click(&mut story, "7 天内");
    assert_eq!(story.model().place(), Place::Overview);
    click(&mut story, "7 天内");
    story.shows("天内有到期事项").keys("<esc>");
}

#[test]
fn the_program_prints_the_same_sums() {
    let home = Home::new();
    begun(&home);
    let json = home
        .program()
        .args(["overview", "--as-of", "2020-08-28", "--format", "json"])
        .assert()
        .success();
    let json: serde_json::Value = serde_json::from_slice(&json.get_output().stdout).expect("JSON");
    assert_eq!(json["pace"]["working_days"], 15);
    assert_eq!(json["total"], 150);
    assert_eq!(json["items"]["done"], 9);
    assert_eq!(json["units"][0]["short"], "教育体育局");
    assert_eq!(json["due"][0]["id"], "M6");
    assert_eq!(json["due"][0]["when"], "today");
    let table = home
        .program()
        .args(["overview", "--as-of", "2020-08-28"])
        .assert()
        .success();
    let table = String::from_utf8_lossy(&table.get_output().stdout).into_owned();
    assert!(table.contains("还需每工作日 7.5 家"), "{table}");
    let csv = home
        .program()
        .args(["overview", "--format", "csv"])
        .assert()
        .success();
    let csv = String::from_utf8_lossy(&csv.get_output().stdout).into_owned();
    assert!(csv.starts_with("unit,associations,completed,done,total,overdue,soon,later,light\n"));
    assert!(csv.lines().count() > 30, "{csv}");
}

#[test]
fn the_overview_looks_as_it_did() {
    for size in SIZES {
        for (name, as_of) in [
            ("before", "2020-06-10"),
            ("begun", "2020-07-20"),
            ("over", "2026-11-24"),
        ] {
            let home = Home::new();
            let story = start(&home, as_of, size);
            let name = format!("overview_{name}_{}x{}", size.0, size.1);
            insta::assert_snapshot!(name, story.screen());
        }
    }
}
