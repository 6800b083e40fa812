//! The hands of a user: what a key opens, what is asked before something is recorded, how few
//! presses a common job takes.

use tuogou::app::listing::SortBy;
use tuogou::domain::id::AssocIx;
use tuogou::domain::model::ItemState;
use tuogou::domain::rollup;
use tuogou::text::cells;
use tuogou::tui::action::Place;
use tuogou::tui::keymap::parse_keys;
use tuogou::tui::msg::Msg;
use tuogou::tui::page::association::AssociationPage;
use tuogou::tui::page::form::FormPage;

use crate::support::{Home, Story};

/// 开封市钓鱼协会.
const FISHING: u32 = 29;

fn state(story: &Story, no: u32, item: &str) -> ItemState {
    let ledger = &story.model().ledger;
    let ix = ledger.association_ix(no).expect("an association");
    let item = ledger.round().item_ix(item).expect("an item");
    ledger.item(ix, item).state
}

fn association(story: &Story) -> u32 {
    let page: &AssociationPage = story.model().opened_as().expect("an association is open");
    story.model().ledger.associations()[page.association].no
}

/// Presses that a job takes.
fn presses(keys: &str) -> usize {
    parse_keys(keys).expect("keys").len()
}

#[test]
fn enter_opens_a_sheet_and_records_nothing_by_itself() {
    let home = Home::new();
    let mut story = home.story("2020-07-20", 80, 24);
    story.keys("/dyxh<enter><enter>");
    let before = story.driver.head();
    story.keys("<enter>");
    for word in ["已办", "办理中", "不涉及", "说明", "依据", "清除", "为什么"] {
        story.shows(word);
    }
    assert_eq!(story.driver.head(), before);
    story.keys("<esc>");
    assert_eq!(story.driver.head(), before);
    // The sheet does all of it without a letter.
    story.keys("<enter><enter>");
    assert_eq!(state(&story, FISHING, "P2"), ItemState::Done);
    story.keys("<enter><down><enter>");
    assert_eq!(state(&story, FISHING, "P2"), ItemState::Doing);
    story.keys("<enter><down><down><down><enter>已发文<enter>");
    story.shows("说明：已发文");
    // Clearing loses what was written: that is asked about.
    story.keys("<enter><down><down><down><down><down><enter>");
    story.shows("请确认").shows("说明「已发文」");
    story.keys("<esc>").shows("清除").keys("<enter><enter>");
    assert_eq!(state(&story, FISHING, "P2"), ItemState::Open);
    story.keys("<enter><up><up><down><down><down><down><down><down><enter>");
    story.shows("为什么：");
}

#[test]
fn closing_is_asked_about_in_the_name_of_whoever_does_it() {
    let home = Home::new();
    let mut story = home.start("2020-08-21", 120, 40);
    story.keys("/dyxh<enter><enter>");
    for id in story
        .model()
        .ledger
        .round()
        .items
        .iter()
        .map(|item| item.id.clone())
    {
        if id != "F3" {
            let (session, ledger) = home.open("李四");
            drop((session, ledger));
        }
    }
    story.keys("F3<space>");
    // Not everything is done: that is said before anything is asked.
    assert!(story.model().popup.is_none());
    assert_eq!(state(&story, FISHING, "F3"), ItemState::Open);
}

#[test]
fn the_next_association_is_a_key_away_in_the_order_of_the_list() {
    let home = Home::new();
    let mut story = home.story("2020-07-20", 80, 24);
    story.keys("/教育体育局<enter><enter>").shows("1/44");
    let first = association(&story);
    story.keys("]").shows("2/44");
    let second = association(&story);
    assert_ne!(first, second);
    story
        .keys("<ctrl-pagedown>")
        .shows("3/44")
        .keys("[[")
        .shows("1/44");
    assert_eq!(association(&story), first);
    story.keys("[").shows("已是列表中的第一家");
    // The forms turn along, and coming back one is on that association.
    story.keys("t]").shows("2/44");
    assert_eq!(story.model().place(), Place::Form);
    story.keys("r]").shows("3/44");
    story.keys("<esc><esc>");
    assert_ne!(association(&story), first);
}

#[test]
fn codes_of_items_are_typed_as_they_are_printed() {
    let home = Home::new();
    let mut story = home.story("2020-07-20", 80, 24);
    story.keys("/dyxh<enter><enter>C6<space>");
    assert_eq!(state(&story, FISHING, "C6"), ItemState::Done);
    assert_eq!(story.model().place(), Place::Association);
    // Digits do not lead away.
    story.keys("6");
    assert_eq!(story.model().place(), Place::Association);
    assert!(presses("C6<space>") <= 6);
}

#[test]
fn a_day_is_read_as_it_is_said_and_shown_before_it_counts() {
    for (keys, day) in [
        ("7.25", "2020-07-25"),
        ("+5", "2020-07-25"),
        ("-7", "2020-07-13"),
        ("周五", "2020-07-24"),
        ("20200725", "2020-07-25"),
        ("2020-07-25", "2020-07-25"),
        ("7月25日", "2020-07-25"),
    ] {
        let home = Home::new();
        let mut story = home.story("2020-07-20", 80, 24);
        story.keys("a").keys(keys).shows(day);
        story.keys("<enter>").shows(&format!("基准 {day}"));
    }
    assert!(presses("a7.25<enter>") <= 6);
    // The command line reads the same.
    let home = Home::new();
    let stats = home.json(&["stats", "--as-of", "2020年7月25日"]);
    assert_eq!(stats["as_of"], "2020-07-25");
    home.program()
        .args([
            "--as-of",
            "2020-07-20",
            "promise",
            "29",
            "交方案",
            "--due",
            "+5",
        ])
        .assert()
        .success();
}

#[test]
fn the_matrix_opens_what_stands_under_the_cursor() {
    let home = Home::new();
    let mut story = home.start("2020-07-20", 120, 40);
    story.keys("<f10>fjytyj<enter>");
    story.keys("<enter>").shows("教育体育局");
    assert_eq!(story.model().place(), Place::Milestone);
    story.shows("显示 开封市教育体育局");
    story.keys("<esc>");
    // M2 of one unit.
    let mut story = home.start("2020-07-20", 120, 40);
    let keys = "<f10>fjy<enter>2m<enter>";
    story
        .keys(keys)
        .shows("M2 推进会：开封市教育体育局 于 2020-07-20 完成");
    assert!(presses(keys) <= 9);
}

#[test]
fn a_key_without_a_meaning_says_where_to_look() {
    let home = Home::new();
    let mut story = home.story("2020-07-20", 80, 24);
    story.keys("X").shows("在这里没有作用").shows("帮助");
    story.keys("<f10>Y").shows("在这里没有作用");
}

#[test]
fn a_form_is_filled_with_one_press_a_field_besides_its_text() {
    let home = Home::new();
    let mut story = home.story("2020-07-20", 120, 40);
    story.keys("/dyxh<enter><enter>t");
    let page = |story: &Story| {
        let page: &FormPage = story.model().opened_as().expect("a form");
        let (ledger, line) = (&story.model().ledger, page.list.cursor);
        page.field_at(ledger, line).id.clone()
    };
    let first = page(&story);
    // A Chinese character opens the field with it, and Enter goes on to the next that is empty.
    story.keys("李四<enter>");
    assert_ne!(page(&story), first);
    let association = AssocIx::from(28);
    let ledger = &story.model().ledger;
    let ix = ledger.round().field_ix(&first).expect("a field");
    let record = ledger.answer(association, ix).expect("filled in");
    assert_eq!(record.value.to_string(), "李四");
}

#[test]
fn a_word_typed_on_a_choice_means_its_option_or_is_refused() {
    for (typed, answer) in [
        ("无", Some("否")),
        ("没有", Some("否")),
        ("不是", Some("否")),
        ("否", Some("否")),
        ("有", Some("是")),
        ("是", Some("是")),
        ("<enter>yes", Some("是")),
        ("<enter>no", Some("否")),
        ("不清楚", None),
        ("李四", None),
    ] {
        let home = Home::new();
        let mut story = home.story("2020-07-20", 80, 24);
        story.keys("/dyxh<enter><enter>t").keys(&"<tab>".repeat(9));
        let (association, ledger) = (AssocIx::from(28), &story.model().ledger);
        let page: &FormPage = story.model().opened_as().expect("a form");
        let field = page.field_at(ledger, page.list.cursor).id.clone();
        let ix = ledger.round().field_ix(&field).expect("a field");
        assert_eq!(ledger.round().field(ix).options, ["是", "否"]);
        story.keys(typed).keys("<enter>");
        let said = |story: &Story| {
            let record = story.model().ledger.answer(association, ix);
            record.map(|record| record.value.to_string())
        };
        assert_eq!(said(&story).as_deref(), answer, "{typed}");
        if answer.is_none() {
            // One has to choose, and can.
            story.shows("没有选项").keys("<down><enter>");
            assert_eq!(said(&story).as_deref(), Some("否"), "{typed}");
        }
    }
}

#[test]
fn a_list_is_written_with_enter_alone_and_the_next_empty_field_follows() {
    let home = Home::new();
    let mut story = home.story("2020-07-20", 80, 24);
    story.keys("/dyxh<enter><enter>t<tab><tab><tab><down><space><down><down>");
    let here = |story: &Story| {
        let page: &FormPage = story.model().opened_as().expect("a form");
        page.field_at(&story.model().ledger, page.list.cursor)
            .id
            .clone()
    };
    let list = here(&story);
    story
        .keys("<enter>年检<enter>评比<enter>")
        .shows("Enter 写完，到下一空栏");
    story.keys("<enter>");
    assert!(story.model().popup.is_none());
    assert_ne!(here(&story), list);
    story.shows("年检；评比");
    // One that was opened and left as it was stays where it is, whatever is done then.
    let next = here(&story);
    story.keys("<enter><esc>u");
    assert_eq!(here(&story), next);
}

#[test]
fn who_was_decoupled_before_has_a_sentence_in_place_of_a_checklist() {
    for (width, height) in [(80, 24), (120, 40)] {
        let home = Home::new();
        let mut story = home.story("2020-07-20", width, height);
        story
            .keys("/1<enter><enter>")
            .shows("印发时已脱钩，本轮无须办理");
        story.shows("S02 ").hides("0/40").hides("☐ P1");
        let before = story.driver.head();
        for key in ["<space>", "<enter>", "d", "e"] {
            story.keys(key);
        }
        assert_eq!(story.driver.head(), before);
        assert!(story.model().popup.is_none());
        // What its unit has done for all of its associations is nothing of its own; what a form says of it is.
        let record = |args: &[&str]| {
            let mut program = home.program();
            program.args(["--as-of", "2020-07-20"]).args(args);
            program.assert().success();
        };
        record(&["tick", "1", "P1"]);
        story.driver.look_around();
        story.shows("印发时已脱钩，本轮无须办理").hides("☑ P1");
        record(&["fill", "1", "a4.4.bank", "单独开立账户"]);
        story.driver.look_around();
        story.shows("☐ P2").hides("回头看发现的问题列在下面");
    }
}

#[test]
fn the_roster_is_sorted_by_any_column_both_ways_without_a_mouse() {
    let home = Home::new();
    let mut story = home.start("2020-08-21", 120, 40);
    story.keys("<f3>bbbbbb<home>");
    let lights = |story: &Story| {
        let listing = &story.model().roster.listing;
        let rows: Vec<AssocIx> = listing.everybody().collect();
        let ledger = &story.model().ledger;
        let as_of = story.model().as_of_date();
        let with_task = rows.into_iter().map(|ix| {
            let light = rollup::association(ledger, ix, as_of).light;
            ledger.has_task(ix).then_some(light)
        });
        with_task.collect::<Vec<_>>()
    };
    let usual = lights(&story);
    story.keys("o灯<enter>").shows("按灯排序");
    let sorted = lights(&story);
    assert_ne!(sorted, usual);
    let task = usual.iter().flatten().count();
    assert!(sorted[..task].is_sorted_by(|one, next| one >= next));
    assert!(
        sorted[task..].iter().all(Option::is_none),
        "no task, no light"
    );
    // The column in force stands first, to be turned round.
    story
        .keys("o")
        .shows("倒过来")
        .keys("<enter>")
        .shows("按灯倒排");
    let turned = lights(&story);
    assert!(turned[..task].is_sorted_by(|one, next| one <= next));
    assert!(turned[task..].iter().all(Option::is_none));
    // A view keeps it.
    story
        .keys("W7 最急<enter>c<f3>osequence<esc>o序号<enter>")
        .hides("按灯");
    story.keys("7").shows("按灯倒排");
    assert_eq!(lights(&story), turned);
    story.keys("<f9>").shows("正过来").keys("<esc>");
}

#[test]
fn headings_hints_and_numbers_take_a_click() {
    let home = Home::new();
    let mut story = home.story("2020-07-20", 120, 40);
    // Headings stand in one line, which has all of them; hints stand below.
    let click = |story: &mut Story, part: &str| {
        let screen = story.screen();
        let lines: Vec<&str> = screen.lines().collect();
        let heading = ["下一事项", "名称", "阶段"].contains(&part);
        let mut there = (0..lines.len()).filter(|row| lines[*row].contains(part));
        let row = match part {
            _ if heading => {
                there.find(|row| lines[*row].contains("名称") && lines[*row].contains("阶段"))
            }
            // The number above the lists.
            "逾期 " => there.next(),
            _ => there.next_back(),
        };
        let row = row.unwrap_or_else(|| panic!("no {part} in\n{screen}"));
        let line = lines[row];
        let column = cells::width(&line[..line.find(part).expect("there")]);
        let [column, row] = [column, row].map(|at| u16::try_from(at).expect("small"));
        story.driver.handle(Msg::Click(column, row));
    };
    click(&mut story, "下一事项");
    assert_eq!(story.model().roster.order.by, SortBy::Due);
    click(&mut story, "名称");
    assert_eq!(story.model().roster.order.by, SortBy::Name);
    story.shows("名称▴");
    click(&mut story, "名称");
    story.shows("名称▾").shows("按名称倒排");
    click(&mut story, "阶段");
    story.shows("阶段▴").hides("名称▾");
    story.keys("<down>");
    click(&mut story, "分组");
    story.shows("按印发名称分组");
    click(&mut story, "帮助");
    assert!(story.model().popup.is_some());
    story.keys("<esc>");
    click(&mut story, "命令");
    assert!(story.model().popup.is_some());
    story.keys("<esc><f2>");
    click(&mut story, "逾期 ");
    click(&mut story, "逾期 ");
    assert_eq!(story.model().place(), Place::DrillDown);
}

#[test]
fn a_part_that_one_goes_to_stands_at_the_top_with_its_heading() {
    let home = Home::new();
    let mut story = home.story("2020-07-20", 80, 24);
    story.keys("/dyxh<enter><enter>");
    // Where the lines of each page begin, and the parts that follow.
    for (open, first, parts) in [
        ("", 3, ["机构分离", "职能分离", "资产财务分离"]),
        ("t", 2, ["一 基本信息", "二 机构情况", "三 职能情况"]),
    ] {
        story.keys(open);
        for part in parts {
            story.keys("<tab>");
            let screen = story.screen();
            let line = screen.lines().nth(first).unwrap_or_default();
            assert!(line.contains(part), "{part}: {line}\n{screen}");
        }
    }
}

#[test]
fn one_entry_is_told_in_full_and_a_copy_of_many_says_how_many() {
    let home = Home::new();
    let mut story = home.story("2020-07-20", 80, 24);
    story.keys("/dyxh<enter><enter><space>h").shows("1 条");
    story.shows("另见总览");
    story
        .keys("<enter>")
        .shows("记录 1")
        .shows("基准日 2020-07-20");
    story.shows("P2 协会成立脱钩工作小组并明确组长：未办 改为 已办");
    story.keys("<esc><esc><esc>cV");
    story.keys("<ctrl-c>").shows("已复制 150 行");
}
