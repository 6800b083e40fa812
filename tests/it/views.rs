//! Saved views and columns: asked for by digit, saved, cleared, not understood any more; chosen
//! and moved sideways; the same on the command line.

use tuogou::app::filter;
use tuogou::app::listing::{GroupBy, SortBy};
use tuogou::app::views;
use tuogou::domain::command::Command;
use tuogou::domain::fact::View;
use tuogou::report::roster;
use tuogou::tui::model::Tab;

use crate::support::{Home, Story, moment};

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 40)];

/// Every view that the round comes with is understood, and within the digits.
#[test]
fn the_views_of_the_round_are_understood() {
    let home = Home::new();
    let (_, ledger) = home.open("张三");
    let own = &ledger.round().info.views;
    assert_eq!(own.len(), 9);
    for slot in views::slots(&ledger) {
        let read = views::read(&ledger, &slot.view);
        assert!(read.is_ok() && !slot.saved, "{read:?}");
        // They are written as the screen would save them, so that none looks changed.
        let printed = filter::parse(&slot.view.filter).map(|words| words.to_string());
        assert_eq!(printed.as_deref(), Ok(slot.view.filter.as_str()));
    }
}

#[test]
fn story_a_digit_shows_a_view() {
    for (width, height) in SIZES {
        let home = Home::new();
        let mut story = home.start("2020-07-20", width, height);
        assert_eq!(story.model().tab, Tab::Overview);
        story.keys("4").shows("视图 逾期").shows("显示 33");
        assert_eq!(story.model().roster.order.by, SortBy::Due);
        story.keys("3").shows("视图 已脱钩").shows("显示 37");
        assert_eq!(story.model().roster.order.by, SortBy::Roster);
        // What is changed afterwards is said; the first view takes everything back.
        story.keys("b").shows("视图 已脱钩（已改）");
        story.keys("<f4><f3>1").shows("视图 全部").shows("共 150");
        assert_eq!(story.model().roster.group_by, GroupBy::Unit);
        // The filter of a view is in the search field and can be worked on.
        story.keys("3/<end> 协会<enter>").shows("（已改）");
        assert!(story.model().roster.listing.shown().total < 37);
        // Cleared, nothing is said of it any more.
        story.keys("4c").hides("视图").shows("共 150");
        // By name, from a list.
        story
            .keys("v")
            .shows("4 逾期")
            .keys("qibao<esc>0逾期<enter>");
        story.shows("视图 逾期");
    }
}

#[test]
fn story_save_a_view_and_clear_it() {
    for (width, height) in SIZES {
        let home = Home::new();
        let mut story = home.story("2020-07-20", width, height);
        story
            .keys("/unit:教育 due<lt>7d<enter>s<f8>")
            .shows("显示 1");
        story
            .keys("W")
            .shows("保存视图")
            .keys("<ctrl-u>本周<enter>");
        story.shows("先写 1 到 9 的数字");
        story
            .keys("<ctrl-u>４　教育本周<enter>")
            .shows("视图 4：教育本周");
        story.shows("视图 教育本周").hides("（已改）");
        let saved = story.model().ledger.view(4).cloned().expect("a view");
        assert_eq!(saved.filter, "状态:拟脱钩 unit:教育 due<7d");
        assert_eq!((&*saved.group_by, &*saved.sort_by), ("printed_unit", ""));
        // It lives in the ledger: another session has it, and it can be taken back.
        story.keys("1").shows("共 150");
        drop(story);
        let mut story = home.start("2020-07-20", width, height);
        story.keys("4").shows("视图 教育本周").shows("显示 1");
        story.keys("u").shows("视图 逾期（已改）").keys("<ctrl-r>");
        // Also on an earlier day: a way of looking has no date.
        story
            .keys("a<ctrl-u>2020-07-01<enter>1")
            .keys("4")
            .shows("视图 教育本周");
        // Only the digit: the round's own view is back.
        story
            .keys("<ctrl-n><ctrl-u>4<enter>")
            .keys("4")
            .shows("视图 逾期");
        story
            .keys("W<ctrl-u>4 这个名称写得实在太长了一点<enter>")
            .shows("最多 12 个字");
    }
}

#[test]
fn a_view_that_is_not_understood_changes_nothing_and_names_the_word() {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("李四");
    let mut save = |slot: u8, filter: &str, group_by: &str, columns: &[&str]| {
        let view = View {
            name: "旧的".into(),
            filter: filter.into(),
            group_by: group_by.into(),
            sort_by: "".into(),
            columns: columns.iter().map(|name| (*name).into()).collect(),
        };
        let command = Command::SetView {
            slot,
            view: Some(view),
        };
        session
            .execute(&mut ledger, &command, moment("2020-07-20"))
            .expect("saved");
    };
    save(5, "light:red ligth:red", "", &[]);
    save(6, "", "", &["no", "colour"]);
    save(7, "", "moon", &[]);
    save(8, "unit:\"教育", "", &[]);
    let mut story = home.story("2020-07-20", 120, 40);
    story.keys("3").shows("显示 37");
    for (digit, said) in [
        (
            "5",
            "视图「旧的」用不了：第 2 个词「ligth:red」：没有条件 ligth",
        ),
        ("6", "视图「旧的」用不了：没有列「colour」"),
        ("7", "没有分组「moon」，可用 unit printed_unit status"),
        ("8", "引号没有配对"),
    ] {
        story
            .keys(digit)
            .shows(said)
            .shows("显示 37")
            .shows("视图 已脱钩");
    }
    // The command line says the same and lists nothing.
    let failed = home
        .program()
        .args(["list", "--view", "6"])
        .assert()
        .code(1);
    let said = String::from_utf8_lossy(&failed.get_output().stderr).into_owned();
    assert!(
        said.contains("没有列「colour」") && said.lines().count() == 1,
        "{said}"
    );
}

/// The line of headings.
fn heading(story: &Story) -> String {
    story.line("序 ")
}

#[test]
fn story_choose_columns_and_move_them_sideways() {
    for (width, height) in SIZES {
        let home = Home::new();
        let mut story = home.story("2020-07-20", width, height);
        let usual = heading(&story);
        story.keys("C").shows("名册的列").shows("☑ 名称");
        // The cursor stands on the number; the name before it, and the status away.
        story.keys("<right><down><space><enter>");
        let line = heading(&story);
        let name = line.find("名称").expect("name");
        assert!(name < line.find("序").expect("number"), "{line}");
        assert!(!line.contains("状态"), "{line}");
        // Without a letter, as with an input method on; Delete brings the usual ones back.
        story.keys("<ctrl-t><delete>");
        assert_eq!(heading(&story), usual);
        // All columns: more than fit. The number and the name stand still.
        story.keys("C<home>");
        let shown = story.screen().matches("  ☑ ").count();
        let all = roster::choices(story.model().ledger.round()).len();
        let hidden = all - shown;
        story.keys(&"<down>".repeat(shown));
        story.keys(&"<space><down>".repeat(hidden)).keys("<enter>");
        let line = heading(&story);
        assert!(
            line.starts_with("  序 名称") && line.contains('>'),
            "{line}"
        );
        assert!(!line.contains("M8"), "{line}");
        story.keys(">").shows("通信行业协会");
        let moved = heading(&story);
        assert!(
            moved.starts_with("  序 名称") && moved.contains('<'),
            "{moved}"
        );
        assert!(!moved.contains("状态"), "{moved}");
        // As far as the last column, and all the way back; an input method's 》 counts too.
        story.keys(&"<ctrl-right>".repeat(40));
        let end = heading(&story);
        assert!(end.contains("M8 总结会") && !end.contains('>'), "{end}");
        story.keys(&"<ctrl-left>".repeat(40));
        assert_eq!(heading(&story), line);
        story.keys("》");
        assert_eq!(heading(&story), moved);
        // They are part of a view.
        story.keys("W<ctrl-u>9 全部列<enter>1");
        assert_eq!(heading(&story), usual);
        story.keys("9").shows("视图 全部列").hides("（已改）");
        assert_eq!(heading(&story), line);
    }
}

/// What the program prints on a day of July, line by line.
fn lines(home: &Home, args: &[&str]) -> Vec<String> {
    home.lines(&[args, &["--as-of", "2020-07-20"]].concat())
}

#[test]
fn views_are_listed_saved_used_and_cleared_on_the_command_line() {
    let home = Home::new();
    let listed = lines(&home, &["view", "list"]);
    assert_eq!(listed.len(), 10, "{listed:?}");
    assert!(
        listed[4].contains("逾期") && listed[4].ends_with("预设"),
        "{listed:?}"
    );
    assert!(
        lines(&home, &["list", "--view", "3"])
            .last()
            .is_some_and(|line| line.starts_with("共 37 家"))
    );

    let said = lines(
        &home,
        &[
            "view",
            "save",
            "4",
            "教育",
            "--where",
            "unit:教育",
            "--sort",
            "name",
            "--group",
            "unit",
            "--columns",
            "名称,no",
        ],
    );
    assert_eq!(said, ["已记录：视图 4：教育"]);
    let json = lines(&home, &["view", "list", "--format", "json"]).concat();
    let json: serde_json::Value = serde_json::from_str(&json).expect("json");
    assert_eq!(
        json[3],
        serde_json::json!({
            "slot": 4, "name": "教育", "where": "unit:教育", "group_by": "unit", "sort_by": "name",
            "columns": "name,no", "saved": true,
        })
    );
    let shown = lines(&home, &["list", "--view", "4", "--where", "no:29-31"]);
    let names: Vec<&str> = shown
        .iter()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert_eq!(
        names[..4],
        ["名称", "开封市钓鱼协会", "开封市空竹协会", "开封市信鸽协会"]
    );
    assert_eq!(
        lines(&home, &["view", "clear", "4"]),
        ["已记录：视图 4：清除"]
    );
    assert!(lines(&home, &["view", "list"])[4].ends_with("预设"));

    for (args, part) in [
        (
            &["view", "save", "4", "甲", "--where", "ligth:red"][..],
            "没有条件 ligth",
        ),
        (
            &["view", "save", "4", "甲", "--where", "unit:\"教育"],
            "引号没有配对",
        ),
        (
            &["view", "save", "4", "甲", "--columns", "colour"],
            "没有列「colour」",
        ),
        (
            &["view", "save", "4", "甲", "--sort", "luck"],
            "没有排序「luck」，可用 no name unit",
        ),
        (&["view", "save", "12", "甲"], "没有视图 12"),
        (&["view", "save", "4", " "], "视图的名称"),
        (&["view", "clear", "4"], "没有另存过"),
        (&["view", "clear", "0"], "没有视图 0"),
        (&["list", "--view", "0"], "没有视图 0"),
    ] {
        let failed = home.program().args(args).assert().code(1);
        let said = String::from_utf8_lossy(&failed.get_output().stderr).into_owned();
        assert!(
            said.contains(part) && said.lines().count() == 1,
            "{args:?}: {said}"
        );
    }
}
