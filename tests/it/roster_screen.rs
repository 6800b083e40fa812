//! A roster on the screen: columns and words for states are chosen with keys, problems are seen by
//! cell, and what is right makes another ledger.

use std::fmt::Write as _;

use ratatui::layout::Size;
use tuogou::app::clock::AsOf;
use tuogou::app::session::Session;
use tuogou::text::cells::width;
use tuogou::text::glyphs::Glyphs;
use tuogou::text::lang::{self, Lang};
use tuogou::tui::theme::Theme;

use crate::roster_files::book;
use crate::support::{Home, Story, date};

/// A roster whose headings say little, with words that nobody knows.
const UNCLEAR: &str = "序号,协会名称,说明,阶段栏,联络\n\
    1,洛阳市物流商会,洛阳市商务局,观望,1380000\n\
    2,洛阳市餐饮行业协会,洛阳市商务局,观望,1390000\n\
    3,洛阳市篮球协会,洛阳市体育局,已脱钩,\n";

/// Opens a file from the overview.
fn opened(home: &Home, name: &str, bytes: impl AsRef<[u8]>, (columns, lines): (u16, u16)) -> Story {
    std::fs::write(home.path(name), bytes).expect("written");
    let mut story = home.story("2020-07-20", columns, lines);
    story
        .keys("l<ctrl-u>")
        .keys(&typed(home, name))
        .keys("<enter>");
    story
}

/// A path as keys.
fn typed(home: &Home, name: &str) -> String {
    home.path(name).to_string_lossy().replace('<', "<lt>")
}

fn keys_of(story: &Story) -> String {
    let screen = story.screen();
    screen.lines().last().unwrap_or_default().to_owned()
}

#[test]
fn columns_and_words_are_chosen_with_keys_until_a_ledger_can_be_made() {
    for size in [(80, 24), (120, 40)] {
        let home = Home::new();
        let mut story = opened(&home, "洛阳.csv", UNCLEAR, size);
        story.shows("名册预览  洛阳.csv").shows("个问题");
        // What cannot be done is not offered, and says why when it is asked for.
        assert!(
            !keys_of(&story).contains("用这份名册"),
            "{}",
            keys_of(&story)
        );
        story.keys("<enter>").shows("个问题，解决以后才能用");
        // The third column has the units, the fourth the states.
        story
            .keys("<left><left><left><left><left><left><right><right>c")
            .shows("C 这一列是")
            .keys("主管单位<enter>")
            .shows("C 主管单位");
        story.keys("<right><f6>状态<enter>").shows("D 状态");
        // A word that nobody knows is said once, and marked wherever it stands.
        story.shows("!观望");
        assert_eq!(story.screen().matches("!观望").count(), 2);
        story
            .keys("n")
            .shows("状态“观望”不认识，共 2 行；采用时选定它读作什么")
            .keys("o")
            .shows("“观望”读作")
            .keys("<enter>")
            .shows("3 家：拟脱钩 2，已脱钩 1")
            .shows("没有问题")
            .hides("!观望");
        // What else the rows say can be told, too.
        story.keys("<right>c联系电话<enter>").shows("E 联系电话");
        story
            .keys("<tab>")
            .shows("资料  联系电话=E“联络” 2 家")
            .keys("<tab>");
        assert!(!keys_of(&story).contains("下一问题"), "{}", keys_of(&story));
        story
            .keys("<enter>")
            .shows("印发的名册不改写")
            .keys("另一市<enter>")
            .shows("哪个市、县")
            .shows("洛阳市")
            .keys("<enter>")
            .shows("第一个节点哪一天")
            .keys("2021-03-15<enter>")
            .shows("洛阳市 3 家，从 2021-03-15 起")
            .keys(&typed(&home, "洛阳.db"))
            .keys("<enter>")
            .shows("3 家")
            .shows("现在打开它？")
            .keys("<enter><f3>")
            .shows("物流商会");
        let (_, ledger) = Session::open(&home.path("洛阳.db"), "张三".into()).expect("a ledger");
        assert_eq!(ledger.round().info.city, "洛阳市");
        assert_eq!(ledger.associations().len(), 3);
        let first = &ledger.round().milestones()[tuogou::domain::id::MilestoneIx::from(0)];
        assert_eq!(first.due_on, date("2021-03-15"));
    }
}

#[test]
fn what_only_the_file_can_mend_is_seen_by_cell() {
    let text = "序号 | 名称 | 主管单位 | 状态\n\
        1 | 洛阳市物流商会 | 洛阳市商务局 | 已脱钩\n\
        二类 | 洛阳市餐饮行业协会 | 洛阳市商务局 | 拟脱钩\n\
        3 | #N/A | 洛阳市体育局 | 拟脱钩\n\
        4 | 洛阳市篮球协会 | TRUE | 拟脱钩\n\
        5 | 洛阳市物流商会 | 洛阳市商务局 | 拟脱钩\n\
        合计 | 5 家 | · | ·\n";
    let home = Home::new();
    let mut story = opened(&home, "名册.xlsx", book(text, &[]), (80, 24));
    // Each problem in turn: its cell is marked, and its sentence stands above.
    let wanted = [
        ("!二类", "序号“二类”不是"),
        ("!#N/A", "名称“#N/A”"),
        ("!TRUE", "“TRUE”"),
        ("!洛阳市物流商会", "重复"),
    ];
    let problems = story.model().opened.len();
    assert_eq!(problems, 1);
    let mut seen = Vec::new();
    for _ in 0..6 {
        let screen = story.screen();
        let said: String = screen.lines().skip(3).take(2).collect();
        seen.extend(wanted.iter().position(|(_, part)| said.contains(part)));
        story.keys("n");
    }
    for (at, (mark, part)) in wanted.iter().enumerate() {
        assert!(seen.contains(&at), "{part} in {seen:?}");
        story.shows(mark);
    }
    // The sum is passed over and no row of trouble; the rows that were not taken are marked.
    let marked = |row: &str| {
        let screen = story.screen();
        let line = screen.lines().skip(5).find(|line| line.contains(row));
        line.unwrap_or_default()
            .trim_start_matches(['▐', '▸', ' '])
            .starts_with('!')
    };
    assert!(marked("#N/A") && marked("TRUE"));
    assert!(!marked("合计") && !marked("餐饮"));
    // Numbers can be given anew: what is proposed is agreed to with one key.
    story
        .keys("<home><down><down><left><left><left>")
        .shows("二类")
        .keys("o");
    story.hides("!二类").shows("!#N/A");
}

#[test]
fn the_ledger_goes_on_with_what_is_confirmed_of_another_roster() {
    let home = Home::new();
    let output = home
        .program()
        .args(["list", "--format", "json"])
        .output()
        .expect("runs");
    let rows: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let mut text = String::from("序号,行业协会商会名称,业务主管单位,备注\n");
    for row in rows.as_array().expect("rows").iter().skip(1) {
        let unit = row["printed_unit"].as_str().expect("a unit");
        let status = if row["status"] == "planned" {
            "拟脱钩"
        } else {
            "已脱钩"
        };
        let name = row["name"].as_str().expect("a name");
        writeln!(text, "{},{name},{unit},{status}", row["no"]).expect("written");
    }
    text.push_str("151,开封市新设行业协会,开封市商务局,拟脱钩\n");
    let mut story = opened(&home, "新名册.csv", &text, (80, 24));
    story
        .shows("150 家")
        .shows("相同 149，新增 1，减少 1，改变 0")
        .keys("<tab><end>")
        .shows("减少  1 ")
        .keys("<tab><enter>")
        .shows("本台账接着办：新增 1 家、减少 1 家")
        .shows("本台账接着办：减少 1 家");
    // Only what is new; a file that is there stays, and what was typed too.
    story
        .keys("新增 1 家<down><enter>")
        .shows("新增 1 家。写进新的台账文件");
    story
        .keys(&typed(&home, "ledger.db"))
        .keys("<enter>")
        .shows("ledger.db");
    assert!(story.model().popup.is_some());
    story
        .keys("<ctrl-u>")
        .keys(&typed(&home, "接着办.db"))
        .keys("<enter>")
        .shows("151 家")
        .keys("<esc>");
    // The open one has not changed.
    assert_eq!(story.model().ledger.associations().len(), 150);
    let (_, ledger) = Session::open(&home.path("接着办.db"), "张三".into()).expect("a ledger");
    assert_eq!(ledger.associations().len(), 151);
}

#[test]
fn a_file_of_which_nobody_can_tell_the_names_is_shown_and_told() {
    let home = Home::new();
    let text = "甲栏,乙栏,丙栏\n物流联盟,洛阳市商务局,拟脱钩\n餐饮联盟,洛阳市商务局,已脱钩\n";
    let mut story = opened(&home, "乱.csv", text, (80, 24));
    story.shows("没有找到表头").shows("物流联盟");
    story.keys("c名称<enter>").shows("A 名称");
    story.keys("<right>c主管单位<enter><right>c状态<enter>");
    story.shows("B 主管单位").shows("C 状态");
    // The line of headings is read as a row, which is said by its cell.
    story.shows("状态“丙栏”不认识").keys("o不列入<enter>");
    story.shows("2 家：拟脱钩 1，已脱钩 1").shows("没有问题");
}

#[test]
fn rows_that_speak_against_themselves_are_left_out_by_one_key() {
    let home = Home::new();
    let text = "序号 | 名称 | 主管单位 | 状态\n\
        1 | 洛阳市物流商会 | 洛阳市商务局 | 拟脱钩\n\
        2 | 洛阳市餐饮行业协会 | 洛阳市商务局 | 拟脱钩\n";
    let bytes = crate::roster_files::struck_book(text, &[(2, 1)]);
    let mut story = opened(&home, "名册.xlsx", bytes, (80, 24));
    story.shows("2 家").keys("<tab>/删除线<enter>");
    story.shows("有 1 行加了删除线，也读入了").keys("<f9>");
    story.shows("1 家").shows("没有读入");
    // The same can be said, and taken back, in the list of what counts.
    story
        .keys("e")
        .shows("加了删除线的行不读入")
        .keys("删除线<enter>")
        .shows("2 家");
}

#[test]
fn it_is_drawn_in_both_languages_in_ascii_and_without_colour_at_any_size() {
    let home = Home::new();
    let file = home.path("洛阳.csv");
    std::fs::write(&file, UNCLEAR).expect("written");
    for language in [Lang::Zh, Lang::En] {
        for (glyphs, theme) in [
            (&Glyphs::SAFE, Theme::dark()),
            (&Glyphs::ASCII, Theme::plain()),
        ] {
            for (columns, lines) in [(80, 24), (120, 40), (60, 16)] {
                let (screen, keys, words) = lang::within(language, || {
                    let setup = tuogou::tui::model::Setup {
                        glyphs,
                        theme,
                        ..home.setup(
                            "张三",
                            AsOf::Fixed(date("2020-07-20")),
                            Size::new(columns, lines),
                        )
                    };
                    let mut story = Home::start_with(home.open("张三"), setup);
                    story
                        .keys("l<ctrl-u>")
                        .keys(&typed(&home, "洛阳.csv"))
                        .keys("<enter>");
                    story.keys("<left><left><left><left><left><left><right><right>c主管单位<enter><right>c状态<enter>n");
                    let (screen, keys) = (story.screen(), keys_of(&story));
                    story.keys("<tab>");
                    (screen, keys, story.screen())
                });
                let english = language == Lang::En;
                let sentence = if english {
                    "unknown status"
                } else {
                    "状态“观望”不认识"
                };
                assert!(screen.contains(sentence), "{screen}");
                assert_eq!(screen.matches("!观望").count(), 2, "{screen}");
                let next = if english {
                    "next problem"
                } else {
                    "下一问题"
                };
                assert!(keys.contains(next) || columns < 80, "{keys}");
                for line in screen.lines().chain(words.lines()) {
                    assert!(width(line) <= columns.into(), "{line}");
                }
                if glyphs == &Glyphs::ASCII {
                    let odd = |c: char| !c.is_ascii() && !('\u{2000}'..='\u{ffef}').contains(&c);
                    assert!(!screen.contains(odd), "{screen}");
                }
            }
        }
    }
}
