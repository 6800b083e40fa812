//! The slider of the timeline, what has changed since a day, and two days beside each other.

use proptest::prelude::*;
use tuogou::app::clock::AsOf;
use tuogou::app::session::{Moment, Session};
use tuogou::domain::change::Subject;
use tuogou::domain::command::Command;
use tuogou::domain::ledger::Ledger;
use tuogou::domain::model::ItemState;
use tuogou::exchange::report::{Moved, Since};
use tuogou::tui::action::Place;
use tuogou::tui::model::Tab;
use tuogou::tui::msg::Msg;

use crate::support::{Home, Story, date};

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 40)];

/// Noon of a day, recorded for that day.
fn noon(day: &str) -> Moment {
    Moment {
        at: format!("{day}T04:00:00Z").parse().expect("an instant"),
        as_of: date(day),
    }
}

/// Ticks on three days, and a milestone on the second of them.
fn worked(home: &Home) -> (Session, Ledger) {
    let (mut session, mut ledger) = home.open("张三");
    for (no, item, on) in [
        (29, "P2", "2020-07-06"),
        (29, "A1", "2020-07-14"),
        (30, "P2", "2020-07-14"),
        (29, "A2", "2020-07-20"),
    ] {
        let command = Command::SetItem {
            association: no,
            item: item.into(),
            state: Some(ItemState::Done),
            note: None,
            evidence: None,
        };
        let receipt = session.execute(&mut ledger, &command, noon(on));
        receipt.expect("ticked");
    }
    let mark = Command::Mark {
        milestone: "M1".into(),
        subject: Subject::City,
        on: date("2020-06-16"),
    };
    let receipt = session.execute(&mut ledger, &mark, noon("2020-07-14"));
    receipt.expect("marked");
    (session, ledger)
}

fn start(home: &Home, as_of: &str, (width, height): (u16, u16)) -> Story {
    worked(home);
    home.start(as_of, width, height)
}

#[test]
fn the_slider_shows_the_ledger_as_it_stood_each_day() {
    for size in SIZES {
        let home = Home::new();
        let mut story = start(&home, "2020-07-13", size);
        story
            .keys("<f4>")
            .shows("基准 2020-07-13")
            .shows("今")
            .shows("  当日记录 0 条  下一到期 07-31 M4 报送方案");
        let done = |story: &Story| story.model().sums.city.items.done;
        assert_eq!(done(&story), 1);
        assert!(story.line("联合工作组会议").contains("逾27天"));
        story
            .keys("<right>")
            .shows("基准 2020-07-14")
            .shows("当日记录 3 条");
        assert_eq!(done(&story), 3);
        assert!(story.line("联合工作组会议").contains("06-16 完成"));
        story.keys("<pagedown>").shows("基准 2020-07-21");
        assert_eq!(done(&story), 4);
        story.keys("<ctrl-left><left>").shows("基准 2020-07-13");
        assert_eq!(done(&story), 1);
        story
            .keys("<pageup>")
            .shows("基准 2020-07-06")
            .keys("<left>");
        assert_eq!(done(&story), 0);
        story.shows("其后 5 条未计");
        story.keys("<ctrl-right>").shows("基准 2020-07-12");
        // What is due on a day stands beside it.
        story.keys("a<ctrl-u>2020-07-31<enter>");
        story.shows("到期 M4 报送方案 等 ");
    }
}

#[test]
fn a_difference_is_copied_as_it_is_listed() {
    let home = Home::new();
    let mut story = start(&home, "2020-07-20", (120, 40));
    story.keys("d<enter><home>");
    let copied = (0..20).filter_map(|_| {
        story.keys("<ctrl-c><down>");
        story.driver.clipboard.take()
    });
    let copied: Vec<String> = copied.collect();
    for line in [
        "阶段\t29 开封市钓鱼协会\t未启动\t办理中",
        "节点\tM1 联合工作组会议\t0\t1/1",
    ] {
        assert!(copied.iter().any(|one| one == line), "{line}: {copied:?}");
    }
}

#[test]
fn units_that_were_put_together_in_the_week_are_compared_with_the_same_associations() {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("张三");
    let with_task = ledger.units().iter().filter(|unit| unit.planned() > 1);
    let units: Vec<_> = with_task.take(3).cloned().collect();
    let [first, second, _] = units.as_slice() else {
        panic!("three units");
    };
    // Each has an item from before the week; the second one, where the first goes, gets a further
    // one, and the third stands at another position afterwards.
    let no = |unit: usize| {
        let mut whose = units[unit].associations.iter();
        let ix = whose.find(|ix| ledger.has_task(**ix)).expect("one");
        ledger.associations()[*ix].no
    };
    let [one, two, three] = [no(0), no(1), no(2)];
    let ticks = [
        (one, "P2", "2020-07-06"),
        (two, "P2", "2020-07-06"),
        (three, "P2", "2020-07-06"),
        (two, "A1", "2020-07-14"),
    ];
    for (association, item, on) in ticks {
        let command = Command::SetItem {
            association,
            item: item.into(),
            state: Some(ItemState::Done),
            note: None,
            evidence: None,
        };
        let receipt = session.execute(&mut ledger, &command, noon(on));
        receipt.expect("ticked");
    }
    let merge = Command::MergeUnit {
        from: first.name.to_string(),
        into: second.name.to_string(),
        reason: "机构改革".into(),
    };
    let receipt = session.execute(&mut ledger, &merge, noon("2020-07-14"));
    receipt.expect("put together");
    let entries = session.entries().expect("read");
    let since = Since::new(&ledger, &entries, date("2020-07-10"), date("2020-07-20"));
    let of = |moved: &Moved| (moved.name.clone(), moved.before, moved.after);
    let moved: Vec<_> = since.units.iter().map(of).collect();
    assert_eq!(moved, [(second.name.to_string(), 2, 3)]);
}

#[test]
fn today_is_a_key_away_and_the_first_step_leads_back_to_the_axis() {
    let home = Home::new();
    let mut story = start(&home, "2020-07-13", (120, 40));
    story.keys("<f4>t").shows("2026-11-24").shows("在轴末之后");
    assert_eq!(story.model().as_of, AsOf::Today);
    story.shows("再无到期事项");
    story.keys("<left>").shows("基准 2020-10-05");
    story.keys("<left>").shows("基准 2020-10-04");
    story.keys("a<ctrl-u>2020-01-05<enter>").shows("在轴首之前");
    story.keys("<pagedown>").shows("基准 2020-06-12");
    // Days to come are what is left if nothing more is done.
    story.keys("<ctrl-t><right>").shows("2026-11-25");
    story.shows("若无新进展，届时逾期 5121 项 113 家");
}

#[test]
fn a_click_on_the_axis_sets_the_date() {
    let home = Home::new();
    let mut story = start(&home, "2020-07-13", (120, 40));
    story.keys("<f4>");
    let screen = story.screen();
    let row = screen.lines().position(|line| line.contains("M1 06-16"));
    let row = u16::try_from(row.expect("the axis")).expect("small");
    let line = screen.lines().nth(row.into()).expect("a line");
    // Nothing but ids and days stands before it: a byte is a cell.
    let column = line.find("M4").expect("on the axis");
    let column = u16::try_from(column).expect("small");
    story.driver.handle(Msg::Click(column, row - 1));
    story.shows("基准 2020-07-31");
}

#[test]
fn what_has_changed_since_a_day_is_asked_for_and_opened() {
    for size in SIZES {
        let home = Home::new();
        let mut story = start(&home, "2020-07-20", size);
        // From the overview, a week before is offered.
        story.keys("d").shows("从哪一天起").shows("2020-07-13");
        story
            .keys("<enter>")
            .shows("2020-07-13 周一 起至 2020-07-20 周一 的变化（8 天）")
            .shows("经办 张三");
        assert_eq!(story.model().place(), Place::Changes);
        let sum = story.line("清单事项");
        assert!(sum.contains("1         4        +3      5125"), "{sum}");
        assert!(story.line("M1 联合工作组会议").contains("+1"));
        assert!(story.line("29 开封市钓鱼协会").contains("未启动    办理中"));
        // A line is asked why, and opens what it is about.
        story
            .keys("<down><down><down><down>w")
            .shows("为什么")
            .keys("<esc>");
        story.keys("<up><up><up><up>");
        story
            .keys("<down><down><down><down><enter>")
            .shows("M1 联合工作组会议");
        story.keys("<esc><down><down><enter>").shows("机构分离 2/5");
        story.keys("<esc><down><down><enter>");
        assert_eq!(story.model().tab, Tab::Roster);
        story.shows("钓鱼协会");
        // From the timeline, another day.
        story.keys("<f4><ctrl-e><ctrl-u>2020-07-15<enter>");
        let sum = story.line("清单事项");
        assert!(sum.contains("3         4        +1      5125"), "{sum}");
        story.hides("联合工作组会议");
    }
}

#[test]
fn both_days_can_be_set_and_must_be_in_order() {
    let home = Home::new();
    let mut story = start(&home, "2020-07-20", (80, 24));
    story.keys("d<ctrl-u>2020-07-21<enter>");
    story.shows("起日 2020-07-21 晚于止日 2020-07-20");
    story.keys("<ctrl-u>2020-07<enter>");
    assert_eq!(story.model().place(), Place::Overview, "nothing was opened");
    story.keys("<ctrl-u>2020-07-06<enter>").shows("（15 天）");
    story.keys("t<ctrl-u>2020-07-05<enter>").shows("晚于止日");
    story
        .keys("<ctrl-u>2020-07-13<enter>")
        .shows("2020-07-06 周一 起至 2020-07-13");
    let sum = story.line("清单事项");
    assert!(sum.contains("0         1        +1      5125"), "{sum}");
    story
        .keys("<right>")
        .shows("2020-07-13 周一 起至 2020-07-20");
    story
        .keys("<left><left>")
        .shows("2020-06-29 周一 起至 2020-07-06");
    story.keys("f<ctrl-u>2020-06-01<enter>t<ctrl-u>2020-06-30<enter>");
    story.shows("这些天没有变化");
    // What is recorded meanwhile is taken up.
    story.keys("<f6><ctrl-u>2020-07-01<enter>");
    story
        .shows("晚于止日")
        .keys("<esc><f7><ctrl-u>2020-07-31<enter>")
        .shows("+4");
    let (mut session, mut ledger) = home.open("李四");
    let command = Command::SetItem {
        association: 31,
        item: "P2".into(),
        state: Some(ItemState::Done),
        note: None,
        evidence: None,
    };
    let receipt = session.execute(&mut ledger, &command, noon("2020-07-21"));
    receipt.expect("ticked");
    assert!(story.driver.look_around());
    story.shows("+5").shows("李四");
}

#[test]
fn the_program_says_what_has_changed() {
    let home = Home::new();
    worked(&home);
    let run = |args: &[&str]| {
        let output = home.program().args(args).assert().success();
        String::from_utf8_lossy(&output.get_output().stdout).into_owned()
    };
    let json = run(&[
        "changes",
        "--since",
        "2020-07-13",
        "--until",
        "2020-07-14",
        "--format",
        "json",
    ]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["items"]["before"], 1);
    assert_eq!(json["items"]["after"], 3);
    assert_eq!(json["milestones"][0]["gain"], "+1");
    assert_eq!(json["stages"][0]["no"], 29);
    assert_eq!(json["deeds"].as_array().map(Vec::len), Some(3));
    let csv = run(&[
        "changes",
        "--since",
        "2020-07-13",
        "--as-of",
        "2020-07-20",
        "--format",
        "csv",
    ]);
    assert!(
        csv.starts_with("kind,no,name,before,after,total,on,by\nitems,,清单事项,1,4,5125,,\n"),
        "{csv}"
    );
    let table = run(&["changes", "--since", "2020-07-13", "--as-of", "2020-07-20"]);
    assert!(table.contains("节点  M1 联合工作组会议"), "{table}");
    for (args, said) in [
        (
            ["--since", "2020-07-20", "--until", "2020-07-13"],
            "起日 2020-07-20 晚于止日 2020-07-13",
        ),
        (
            ["--since", "2020-07-32", "--until", "2020-07-13"],
            "2020-07-32",
        ),
    ] {
        let output = home.program().arg("changes").args(args).assert().failure();
        let error = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
        assert!(error.contains(said), "{error}");
        assert_eq!(error.lines().count(), 1, "{error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Where one stretch of days ends the next begins, whatever was recorded and when.
    #[test]
    fn stretches_of_days_fit_together(
        deeds in prop::collection::vec((29u32..40, 0usize..6, 0u64..60, any::<bool>()), 0..25),
        cuts in prop::array::uniform3(0u64..60),
    ) {
        let home = Home::new();
        let (mut session, mut ledger) = home.open("张三");
        let day = |by: u64| date("2020-06-16") + chrono::Days::new(by);
        for (no, item, on, done) in deeds {
            let command = Command::SetItem {
                association: no,
                item: ["P1", "P2", "A1", "A2", "B1", "C1"][item].into(),
                state: Some(if done { ItemState::Done } else { ItemState::Open }),
                note: None,
                evidence: None,
            };
            // Setting what is set already is refused, which changes nothing.
            let _ = session.execute(&mut ledger, &command, noon(&day(on).to_string()));
        }
        let entries = session.entries().expect("the history");
        let mut cuts = cuts;
        cuts.sort_unstable();
        let between = |from, to| Since::between(&ledger, &entries, day(from), day(to));
        let (first, second) = (between(cuts[0], cuts[1]), between(cuts[1] + 1, cuts[2] + 1));
        prop_assert_eq!(first.items.after, second.items.before);
        let whole = between(cuts[0], cuts[2] + 1);
        prop_assert_eq!(whole.items.before, first.items.before);
        prop_assert_eq!(whole.items.after, second.items.after);
        prop_assert_eq!(whole.deeds.len(), first.deeds.len() + second.deeds.len());
    }
}
