//! What users do, as keys and screens, at 80×24 and at 120×40.

use ratatui::layout::{Position, Size};
use tuogou::app::clock::AsOf;
use tuogou::app::listing::ListRow;
use tuogou::domain::id::AssocIx;
use tuogou::tui::action::Place;
use tuogou::tui::model::{Setup, Tab};
use tuogou::tui::msg::Msg;
use tuogou::tui::theme::{Depth, Paper, Scheme, Theme, Token};

use crate::support::{Home, Story, date};

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 40)];

/// Lines of the roster that are associations.
fn associations(story: &Story) -> usize {
    let listing = &story.model().roster.listing;
    listing
        .rows(0..listing.len())
        .filter(|row| matches!(row, ListRow::Association(_)))
        .count()
}

#[test]
fn story_1_the_header_counts_the_days_to_the_next_milestone() {
    for (width, height) in SIZES {
        let home = Home::new();
        let mut story = home.story("2020-07-20", width, height);
        story
            .shows("M4 报送方案 还有 11 天")
            .shows("基准 2020-07-20 周一")
            .shows("150 = 已脱钩 37 + 拟脱钩 113");
        story.keys("<f2>");
        if width < 100 {
            story.shows(" 11  天后 M4 报送方案 07-31 周五");
            continue;
        }
        // The large figure is drawn with coloured spaces: two ones beside each other.
        let (buffer, _) = story.buffer();
        let deep = Theme::dark().colour(Token::GreenDeep);
        let lit = |y: u16| {
            (0..width)
                .filter(|x| buffer[(*x, y)].bg == deep && buffer[(*x, y)].symbol() == " ")
                .count()
        };
        assert_eq!(
            (3..=7).map(lit).collect::<Vec<_>>(),
            [1, 2, 1, 1, 3].map(|points| points * 2)
        );
    }
}

#[test]
fn story_2_fold_all_and_open_one_unit() {
    for (width, height) in SIZES {
        let home = Home::new();
        let mut story = home.story("2020-07-20", width, height);
        story.keys("z");
        assert_eq!(associations(&story), 0);
        // 39 units and 直接登记.
        assert_eq!(story.model().roster.listing.len(), 40);
        story.keys("jjjjjjjjjjjj<enter>");
        assert_eq!(associations(&story), 44);
        let line = story.line("▾ 教育体育局");
        assert!(line.contains("44 家 红"), "{line}");
        story.shows("民办教育协会");
        // The same again without a letter, as with an input method on.
        story.keys("<f6><f6>");
        assert_eq!(associations(&story), 150);
        story.keys("<f6>");
        assert_eq!(associations(&story), 0);
        story.keys("<right>");
        assert_eq!(associations(&story), 44);
        story.keys("<down><down><left>");
        assert_eq!(associations(&story), 0);
    }
}

#[test]
fn story_3_filter_by_status_and_the_sums_agree() {
    for (width, height) in SIZES {
        let home = Home::new();
        let mut story = home.story("2020-07-20", width, height);
        story
            .keys("ss")
            .shows("显示 37 = 已 37 + 拟 0")
            .shows(" 已脱钩 ");
        assert_eq!(associations(&story), 37);
        let listing = &story.model().roster.listing;
        let totals = listing.groups().map(|key| listing.sum(key).total);
        assert_eq!(totals.sum::<usize>(), 37);
        story.shows("150 = 已脱钩 37 + 拟脱钩 113");
        story
            .keys("s")
            .shows("150 = 已脱钩 37 + 拟脱钩 113")
            .hides("显示");
        story.keys("<f7>").shows("显示 113 = 已 0 + 拟 113");
        assert_eq!(associations(&story), 113);
        // Every grouping counts the same.
        for _ in 0..3 {
            story.keys("<f8>").shows("显示 113 = 已 0 + 拟 113");
            assert_eq!(associations(&story), 113);
        }
        story.keys("c").hides("显示");
    }
}

#[test]
fn story_4_search_open_tick_leave_and_find_it_again() {
    for (width, height) in SIZES {
        let home = Home::new();
        let mut story = home.story("2020-07-20", width, height);
        story.keys("/dyxh").shows("查找").shows("钓鱼协会");
        story
            .keys("<enter><enter>")
            .shows("29 钓鱼协会")
            .shows("准备与报批 0/7");
        story
            .keys("<space>")
            .shows("已记录：开封市钓鱼协会 P2")
            .shows("准备与报批 1/7");
        story
            .keys("<down><down><space><tab><space>")
            .shows("机构分离 1/5");
        story.keys("e已发文<enter>").shows("说明：已发文");
        story
            .keys("v汴文〔2020〕7号<enter>")
            .keys("<down><up>")
            .shows("依据：汴文〔2020〕7号");
        story.keys("<esc><esc>");
        assert_eq!(story.model().sums.city.items.done, 3);
        story.keys("z");
        let line = story.line("▸ 教育体育局");
        assert!(line.contains("3/1982"), "{line}");
        story.keys("q");
        assert!(story.driver.quit);
        drop(story);

        let mut story = home.story_by("李四", AsOf::Fixed(date("2020-07-21")), width, height);
        assert_eq!(story.model().sums.city.items.done, 3);
        story.keys("/钓鱼<enter><enter>");
        story.shows("准备与报批 2/7").shows("机构分离 1/5");
        story.keys("<home><down>").shows("已办：张三 于 2020-07-20");
        if width >= 120 {
            story.shows("操作记录").shows("张三 P2");
        }
        story
            .keys("h")
            .shows("开封市钓鱼协会 的操作记录")
            .shows("5 条");
    }
}

#[test]
fn story_5_undo_twice_redo_once() {
    for (width, height) in SIZES {
        let home = Home::new();
        let mut story = home.story("2020-07-20", width, height);
        story.keys("/dyxh<enter><enter><space><down><down><space><down><space>");
        story.shows("准备与报批 3/7");
        story
            .keys("u")
            .shows("已撤销：开封市钓鱼协会 P5")
            .shows("准备与报批 2/7");
        story
            .keys("<ctrl-z>")
            .shows("已撤销：开封市钓鱼协会 P4")
            .shows("准备与报批 1/7");
        story
            .keys("<ctrl-r>")
            .shows("已重做：开封市钓鱼协会 P4")
            .shows("准备与报批 2/7");
        story
            .keys("uuu")
            .shows("没有可以撤销的操作")
            .shows("准备与报批 0/7");
    }
}

#[test]
fn story_6_mark_the_training_of_one_unit() {
    for (width, height) in SIZES {
        let home = Home::new();
        let mut story = home.story("2020-07-20", width, height);
        story.keys("<f4>").shows("0/7");
        story
            .keys("<up><enter>")
            .shows("M3 脱钩业务培训")
            .shows("任务 44 家，达到 4 家");
        assert!(story.line("开封市教育体育局").contains("逾10天"));
        story.keys("m").shows("完成日期").shows("开封市教育体育局");
        story.keys("<ctrl-u>2020-07-08<enter>");
        story.shows("已记录：M3 脱钩业务培训：开封市教育体育局 于 2020-07-08 完成");
        story
            .shows("完成 1/7")
            .hides(" 开封市教育体育局                  ");
        story
            .keys("<tab>")
            .shows("2020-07-08")
            .shows("-- 不在范围")
            .shows("任务 1 家，不足 4 家");
        story.keys("<esc>");
        let line = story.line("M3   07-10");
        assert!(line.contains("1/7"), "{line}");
        // The matrix says the same, and the tick follows the mark.
        story.keys("<f10>").shows("全市");
        story
            .keys("<f3>/dyxh<enter><enter>")
            .shows("☑ P3")
            .shows("07-08");
    }
}

#[test]
fn story_7_a_tick_from_elsewhere_appears_and_the_cursor_stays() {
    for (width, height) in SIZES {
        let home = Home::new();
        let mut story = home.story("2020-07-20", width, height);
        story.keys("<pagedown><down>");
        let before = story.model().roster.current();
        let (mut other, mut ledger) = home.open("李四");
        let command = tuogou::domain::command::Command::SetItem {
            association: 29,
            item: "P1".into(),
            state: Some(tuogou::domain::model::ItemState::Done),
            note: None,
            evidence: None,
        };
        let moment = crate::support::moment("2020-07-20");
        other
            .execute(&mut ledger, &command, moment)
            .expect("ticked");
        assert!(story.driver.look_around());
        assert_eq!(story.model().sums.city.items.done, 1);
        assert_eq!(story.model().roster.current(), before);
        assert!(!story.driver.look_around(), "nothing new, nothing to draw");
    }
}

#[test]
fn story_8_on_the_real_date_all_eight_have_passed() {
    for (width, height) in SIZES {
        let home = Home::new();
        let mut story = home.story_by("张三", AsOf::Today, width, height);
        story.shows("今天 2026-11-24 周二").shows("已过 2246 天");
        story.keys("<f2>");
        story.shows("节点均已过期，末节点过去 2246 天");
        story.shows("未完成 113").shows("还差 113 家");
    }
}

#[test]
fn the_as_of_date_is_set_with_a_key_and_a_wrong_one_is_named() {
    let home = Home::new();
    let mut story = home.story("2020-07-20", 80, 24);
    story
        .keys("a<ctrl-u>2020-02-30<enter>")
        .shows("「2020-02-30」不是日历上的日期");
    story
        .keys("<ctrl-u>２０２０年８月１日<enter>")
        .shows("M5 督导进展 还有 14 天");
    story.keys("<f5><ctrl-u><enter>").shows("今天 2026-11-24");
}

#[test]
fn the_cursor_stays_on_its_row_through_filter_group_sort_and_search() {
    let home = Home::new();
    let mut story = home.story("2020-07-20", 80, 24);
    story.keys("/dyxh<enter>");
    let chosen = story.model().roster.current();
    assert!(matches!(chosen, Some(ListRow::Association(_))));
    // 已脱钩 hides it; when the filter goes the cursor is back.
    for keys in [
        "<esc>",
        "s",
        "ss",
        "b",
        "b",
        "b",
        "o名称<enter>",
        "o<enter>",
        "o灯<enter>",
        "o序号<enter>",
        "sssc",
    ] {
        story.keys(keys);
        assert_eq!(story.model().roster.current(), chosen, "after {keys}");
    }
    story.keys("ss");
    assert_ne!(story.model().roster.current(), chosen);
    story.keys("c");
    assert_eq!(story.model().roster.current(), chosen);
    story.keys("<enter><esc>");
    assert_eq!(
        story.model().roster.current(),
        chosen,
        "back returns to the same row"
    );
}

#[test]
fn chinese_typed_in_the_list_starts_a_search_and_full_width_keys_work() {
    let home = Home::new();
    let mut story = home.story("2020-07-20", 80, 24);
    story
        .keys("钓鱼")
        .shows("查找 钓鱼")
        .shows("显示 1 = 已 0 + 拟 1");
    let (_, cursor) = story.buffer();
    assert_eq!(
        cursor,
        Some(Position::new(10, 2)),
        "the real cursor is behind 钓鱼"
    );
    story.keys("<left><backspace>").shows("查找 鱼");
    story.keys("<esc>").hides("显示");
    story.keys("？").shows("帮助");
    story.keys("<esc>／教体<enter>").shows("显示 44");
    story.keys("<ctrl-x>").hides("显示");
    story.driver.handle(Msg::Paste("jyty\n".into()));
    story.shows("显示 44 = 已 0 + 拟 44");
}

#[test]
fn numbers_and_units_are_found_too() {
    let home = Home::new();
    let mut story = home.story("2020-07-20", 120, 40);
    story
        .keys("/122<enter>")
        .shows("显示 1")
        .shows("开封市房地产估价师与经纪人协会");
    story.keys("c/发改委<enter>").shows("开封市节能减排促进会");
    story.keys("c/绝对没有<enter>").shows("没有符合条件的协会");
    story.keys("cf").shows("业务主管单位").shows("输入 查找");
    story.keys("wenlv<enter>").shows("显示 5 = 已 0 + 拟 5");
    story
        .keys("f直接登记<enter>")
        .shows("显示 12 = 已 12 + 拟 0");
}

#[test]
fn not_applicable_asks_the_reason_and_the_rest_of_the_states() {
    let home = Home::new();
    let mut story = home.story("2020-07-20", 80, 24);
    story.keys("/dyxh<enter><enter><tab><down><down>");
    story
        .keys("<f7>")
        .shows("A3 不涉及的理由")
        .shows("条件：基本情况表");
    story.keys("<enter>").shows("请写明理由");
    story
        .keys("无事业编制<enter>")
        .shows("机构分离 0/4")
        .shows("理由：无事业编制");
    story
        .keys("d")
        .shows("说明「无事业编制」")
        .keys("<enter>")
        .shows("办理中")
        .shows("机构分离 0/5")
        .hides("理由：");
    story.keys("<f8>").shows("改为 未办");
    story
        .keys("<home>n")
        .shows("P1 主管单位成立脱钩工作机构并明确专人：按清单规定不得设为不涉及");
    story
        .keys("<down><down>n")
        .shows("不能设为不涉及：开封市教育体育局 拟脱钩 44 家");
    // Taking a tick back keeps the note; clearing takes it away.
    story
        .keys("<tab><space>e有文<enter><space>")
        .shows("未办：张三")
        .shows("说明：有文");
    story.keys("x").shows("说明「有文」");
    story.keys("<enter>").hides("说明：有文");
}

#[test]
fn many_are_marked_at_once_and_taken_back_after_a_question() {
    let home = Home::new();
    let mut story = home.story("2020-07-31", 80, 24);
    story
        .keys("<f4>m")
        .shows("范围 113 家，将登记未完成的 113 家");
    story
        .keys("<enter>")
        .shows("请确认")
        .keys("<enter>")
        .shows("全市 113 家 于 2020-07-31 完成")
        .shows("113/113");
    story.keys("<enter>").shows("范围内已全部完成");
    story.keys("<esc>x").shows("请确认").shows("等 113 家");
    story
        .keys("<esc>")
        .shows("113/113")
        .keys("x<enter>")
        .shows("0/113");
    story.keys("u").shows("113/113");
    // A city milestone is marked once.
    story
        .keys("<home>m<ctrl-u>2020-06-16<enter>")
        .shows("M1 联合工作组会议：全市 于 2020-06-16 完成");
    story.keys("m<ctrl-u>2020-09-01<enter>").shows("晚于基准日");
}

#[test]
fn the_matrix_marks_a_unit_and_says_why_it_cannot() {
    let home = Home::new();
    let mut story = home.story("2020-07-20", 120, 40);
    story.keys("<f10><left>").shows("M3 脱钩业务培训");
    story.keys("m").shows("市残联");
    story.shows("河南省通信管理局 不在 M3 脱钩业务培训 的范围内：拟脱钩 1 家，不足 4 家");
    story
        .keys("<right>m<enter>")
        .shows("M4 报送方案：河南省通信管理局 于 2020-07-20 完成");
    assert!(story.line("▐省通信管理局").contains("绿 ✓"));
    story.keys("<enter>").shows("完成 1/113");
}

#[test]
fn a_unit_at_a_milestone_is_copied_alike_from_both_pages() {
    let home = Home::new();
    let mut story = home.story("2020-07-20", 120, 40);
    let texts = |story: &Story| -> Vec<String> {
        let model = story.model();
        let page = model.page();
        let lines = 0..page.len(model);
        lines
            .filter_map(|line| page.focus_at(model, line).text)
            .collect()
    };
    story.keys("<f10><left>").shows("M3 脱钩业务培训");
    let matrix = texts(&story);
    assert_eq!(matrix[0], "河南省通信管理局\tM3\t未完成");
    story.keys("/教育<enter>m<enter>");
    let marked = texts(&story);
    assert_ne!(marked, matrix);
    story.keys("<enter>").shows("-- 不在范围");
    assert_eq!(texts(&story), marked);
}

#[test]
fn mouse_and_wheel_choose_open_and_scroll() {
    let home = Home::new();
    let mut story = home.story("2020-07-20", 80, 24);
    story.driver.handle(Msg::Wheel(3));
    assert_eq!(story.model().roster.list.cursor, 3);
    // The list begins on line 4.
    story.driver.handle(Msg::Click(10, 4));
    let first = ListRow::Association(AssocIx::default());
    assert_eq!(story.model().roster.current(), Some(first));
    story.driver.handle(Msg::Click(10, 4));
    story.shows("通信行业协会").shows("历史已脱钩");
    story.driver.handle(Msg::Click(20, 0));
    story.hides("历史已脱钩");
    let tab = story.model().tab;
    assert!(Tab::ALL.contains(&tab) && tab != Tab::Roster, "{tab:?}");
    story.driver.handle(Msg::Click(0, 200));
    story.driver.handle(Msg::Click(79, 23));
}

#[test]
fn the_palette_finds_an_action_by_pinyin() {
    let home = Home::new();
    let mut story = home.story("2020-07-20", 80, 24);
    story.keys(":").shows("命令面板");
    story.keys("sjz<enter>").shows("计划");
    assert_eq!(story.model().tab, Tab::Timeline);
}

#[test]
fn help_is_made_from_the_table_of_actions() {
    let home = Home::new();
    let mut story = home.story("2020-07-20", 80, 40);
    story.keys("?");
    for binding in tuogou::tui::action::at(tuogou::tui::action::Place::Roster) {
        story.shows(binding.label.get());
    }
    story.keys("<esc><f4><f1>").shows("登记范围内全部完成");
}

#[test]
fn an_opened_association_follows_undo_and_history() {
    let home = Home::new();
    let mut story = home.story("2020-07-20", 120, 40);
    story
        .keys("/dyxh<enter><enter>")
        .shows("还没有记录")
        .keys("<space>")
        .hides("还没有记录");
    assert!(
        story
            .model()
            .opened_as::<tuogou::tui::page::association::AssociationPage>()
            .is_some_and(|page| page.history.len() == 1)
    );
    story.keys("u").shows("（已撤");
}

#[test]
fn an_association_marks_its_own_milestone() {
    let home = Home::new();
    let mut story = home.story("2020-07-31", 80, 24);
    story
        .keys("/dyxh<enter><enter>m")
        .shows("登记节点")
        .shows("M6 批复方案");
    story.keys("<enter>").shows("M4 报送方案 完成日期");
    story.keys("<ctrl-u>2020-07-30<enter>");
    story.shows("已记录：M4 报送方案：开封市钓鱼协会 于 2020-07-30 完成");
    story.shows("方案已报").shows("☑ P4").shows("07-30");
    story.keys("<f9>").shows("2020-07-30 完成");
}

#[test]
fn a_form_is_filled_in_contradicted_seen_and_corrected() {
    for (width, height) in SIZES {
        let home = Home::new();
        let mut story = home.story("2020-07-20", width, height);
        story
            .keys("/dyxh<enter><enter>t")
            .shows("附件2 基本情况表")
            .shows("已填 0/43");
        // The name is typed; a question is answered with Space, and its follow-up appears.
        story
            .keys("<tab>")
            .shows("可取 开封市钓鱼协会")
            .keys("<enter><enter>")
            .shows("已填 1/43");
        // Everything else that is known is taken at once, and taken back at once.
        story
            .keys("O")
            .shows("到 3 个空栏")
            .keys("<enter>")
            .shows("已填 4/43");
        story.keys("u").shows("已填 1/43").keys("<tab><backtab>");
        story
            .keys("<tab>")
            .hides("事业编制（）个")
            .keys("<space>")
            .shows("事业编制（）个");
        story
            .keys("<down><down><enter>3.5<enter>")
            .shows("「3.5」不是整数，个须为整数");
        story.keys("<ctrl-u>３<enter><up>").shows("张三 于 ");
        let line = story.line("事业编制（）个");
        assert!(line.contains(" 3"), "{line}");
        // 否 hides the follow-up; the other form contradicts it.
        story.keys("<up><up><space>").hides("事业编制（）个");
        story.keys("<ctrl-t>").shows("附件4 完成情况表");
        story
            .keys("<tab><tab><enter><down><down><space><enter>")
            .shows("问题 ");
        story
            .keys("<up>")
            .shows("X04 矛盾：事业单位法人和事业编制的脱钩情况：脱钩前为否");
        story.keys("<home>n").shows("X04 矛盾");
        // Corrected: an option that stands alone takes the others away.
        story.keys("<enter><up><up><space><enter>").hides("X04");
        assert!(
            story
                .line("☑ 不涉及此事项")
                .contains("事业单位法人和事业编制的")
        );
        story
            .keys("u")
            .shows("已撤销：开封市钓鱼协会 完成情况表「")
            .keys("<up><up>")
            .shows("X04 矛盾");
        story.keys("h").shows("开封市钓鱼协会 的操作记录");
        story.keys("<esc><esc>").shows("准备与报批 0/7");
    }
}

#[test]
fn lists_tables_and_empty_fields_in_a_form() {
    let home = Home::new();
    let mut story = home.story("2020-07-20", 80, 24);
    story.keys("/dyxh<enter><enter>t<f6>").shows("填表人");
    story.keys("<tab><tab><tab><down><space><down><down><enter>年检<enter>评比<enter><esc>");
    assert!(story.line("分别为").contains("年检；评比"));
    story.keys("<up><enter>3<enter><up><up>");
    story
        .shows("X01 矛盾：共履行（3）项行政职能，清单列了 2 项")
        .shows("问题 1");
    story.keys("<home><f7>").shows("▐!  共履行");
    story.keys("<enter><ctrl-u>2<enter>").hides("X01");
    // Cleared is neither 0 nor 否.
    story.keys("<up><up>x").shows("清空").keys("<enter>");
    assert!(!story.line("共履行").contains(" 2 "));
    let mut story = home.story("2020-07-20", 80, 24);
    story.keys("/dyxh<enter><enter>tf");
    for _ in 0..9 {
        story.keys("<tab>");
    }
    story.keys("<backtab><enter>钓鱼<enter>CN41<enter>甲局<enter>协会<enter><esc>");
    assert!(
        story
            .line("报纸期刊杂志情况  ")
            .contains("钓鱼|CN41|甲局|协会")
    );
}

#[test]
fn the_checklist_follows_the_form_and_says_so() {
    let home = Home::new();
    let mut story = home.story("2020-07-20", 80, 24);
    story
        .keys("/dyxh<enter><enter><tab><down><space>")
        .shows("机构分离 1/5");
    story.keys("tt<tab><tab><down><enter><end><down><down><down><down><enter>");
    assert!(
        story
            .line("与行政机关或者事业单位合署")
            .contains("未完成脱钩")
    );
    story
        .keys("<esc>")
        .shows("机构分离 0/5")
        .shows("存疑：登记为已办");
    assert!(story.line("? A2 ").contains("存疑"));
    story.keys("t").keys("t<tab><tab><down><space><esc>");
    story.keys("x").shows("A2 ");
}

#[test]
fn tab_and_function_keys_turn_the_pages_and_escape_comes_back_to_the_overview() {
    let home = Home::new();
    let mut story = home.start("2020-07-20", 80, 24);
    let mut pages = Vec::new();
    for _ in 0..=Tab::ALL.len() {
        pages.push(story.model().tab);
        story.keys("<tab>");
    }
    assert_eq!(pages[..Tab::ALL.len()], Tab::ALL);
    assert_eq!(pages.last(), Some(&Tab::Overview));
    story.keys("<f2><backtab>");
    assert_eq!(story.model().tab, Tab::Findings);
    for (key, tab) in [
        ("<f3>", Tab::Roster),
        ("<f4>", Tab::Timeline),
        ("<f10>", Tab::Matrix),
        ("<f11>", Tab::Findings),
        ("<f2>", Tab::Overview),
    ] {
        story.keys(key);
        assert_eq!(story.model().tab, tab);
    }
    // From the roster the search goes first.
    story.keys("<f3>/dyxh<enter><esc>");
    assert_eq!(story.model().tab, Tab::Roster);
    assert!(story.model().roster.search.is_none());
    story.keys("<esc>");
    assert_eq!(story.model().tab, Tab::Overview);
    // What an input method sends starts a search from here too.
    story.keys("钓鱼");
    assert_eq!(story.model().tab, Tab::Roster);
    story.shows("钓鱼协会");
}

/// The stories of a working day: keys, and what one then reads.
const MAIN: [(&str, &str, &[&str]); 7] = [
    (
        "tick",
        "/dyxh<enter><enter><space>",
        &["准备与报批 1/7", "已记录：开封市钓鱼协会 P2"],
    ),
    (
        "note",
        "/dyxh<enter><enter>e已发文<enter>",
        &["说明：已发文", "已记录"],
    ),
    ("search", "/dyxh", &["查找", "钓鱼协会", "显示"]),
    (
        "meeting",
        "M<right>n交方案<enter>+5<enter>",
        &["调度会", "交方案", "2020-07-25"],
    ),
    (
        "undo",
        "/dyxh<enter><enter><space>u",
        &["准备与报批 0/7", "已撤销：开封市钓鱼协会 P2"],
    ),
    (
        "form field",
        "/dyxh<enter><enter>t李四<enter>",
        &["李四", "已填 1/"],
    ),
    ("light", "/dyxh<enter>w", &["为什么：", "绿", "转绿"]),
];

#[test]
fn the_main_stories_read_the_same_in_every_look() {
    let light = Theme::new(Scheme::Usual, Depth::Full, Paper::Light);
    for theme in [Theme::dark(), light, Theme::plain()] {
        for (width, height) in SIZES {
            for (_, keys, read) in MAIN {
                let home = Home::new();
                let as_of = AsOf::Fixed(date("2020-07-20"));
                let setup = Setup {
                    theme,
                    ..home.setup("张三", as_of, Size::new(width, height))
                };
                let mut story = Home::start_with(home.open("张三"), setup);
                story.keys("<f3>").keys(keys);
                for part in read {
                    story.shows(part);
                }
            }
        }
    }
}

#[test]
fn every_list_can_be_searched_and_its_associations_marked() {
    let home = Home::new();
    let mut story = home.story("2020-07-20", 80, 24);
    // The list behind a number: by pinyin, to the next match and back where one was.
    story.keys("<f2><down><left><enter>");
    assert_eq!(story.model().place(), Place::DrillDown);
    let focused = |story: &Story| story.model().page().focus(story.model()).association;
    let name = |story: &Story| {
        let ix = focused(story).expect("an association");
        story.model().ledger.name(ix).to_owned()
    };
    let before = name(&story);
    story.keys("/dyxh");
    assert!(name(&story).contains("钓鱼协会"), "{}", name(&story));
    story.shows("查找").keys("<esc>");
    assert_eq!(name(&story), before);
    story.keys("钓鱼<enter>");
    assert!(name(&story).contains("钓鱼协会"), "{}", name(&story));
    // Marked here, marked everywhere, and bulk work is about what is marked.
    let fishers = focused(&story).expect("an association");
    story.keys("<space>").shows("标记 1 家");
    assert!(story.model().marked.contains(&fishers));
    story.keys("<ctrl-k>").shows("办理").keys("<esc>");
    story.keys("<f3>").shows("标记 1");
    // A milestone's members, the timeline, a form.
    story.keys("<f4>/jgfl<enter>");
    story.keys("<f4><enter><ctrl-a>");
    story.keys("<esc><f10>/教育<enter>");
    let line = story.model().page().focus(story.model()).text;
    assert!(line.is_some_and(|line| line.contains("教育")));
    story.keys("/没有这样的单位<enter>").shows("没有找到");
}

/// Who chases the finance bureau sees what waits for it, and for whom, from any page.
#[test]
fn a_member_body_is_asked_what_waits_for_it() {
    let home = Home::new();
    let mut story = home.story("2020-07-20", 120, 40);
    story.keys("B").shows("待办 6 项，合计 678");
    story
        .keys("caizheng<enter>")
        .shows("核实批复资产清查结果")
        .shows("经办 2020-08-28 113 家");
    story
        .keys("C2<enter>")
        .shows("C2 资产清查结果核实批复 未办结  113 家");
    // What a unit does once waits for it once.
    story.keys("<esc>B").keys("minzheng<enter>").shows("P3");
    assert!(story.line("P3 参加脱钩业务培训").contains("7 个单位"));
}
