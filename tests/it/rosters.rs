//! Rosters as they come: each ugly one is read as a person would read it, and what cannot be
//! read is named by cell.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use encoding_rs::GB18030;
use proptest::prelude::*;
use tuogou::app::roster::options;
use tuogou::domain::model::Status;
use tuogou::exchange::roster::RosterFileError;
use tuogou::exchange::roster::diff::{ChangedRow, RowView};
use tuogou::exchange::roster::encoding::TextEncoding;
use tuogou::exchange::roster::plan::{ReadOptions, RosterPlan};
use tuogou::exchange::roster::reading::read;
use tuogou::exchange::seed::builtin_roster;

use crate::roster_files::{Cells, book, cells, compound, docx, edited, notice, text, xls, xlsx};
use crate::support::Home;

fn plan(bytes: &[u8]) -> RosterPlan {
    read(bytes, &ReadOptions::default()).expect("a roster")
}

fn told(bytes: &[u8], maps: &[&str], statuses: &[&str]) -> RosterPlan {
    let own = |texts: &[&str]| -> Vec<String> { texts.iter().map(|&t| t.to_owned()).collect() };
    let options = options(&own(maps), &own(statuses), None, &[]).expect("understood");
    read(bytes, &options).expect("a roster")
}

fn refused(bytes: &[u8]) -> RosterFileError {
    read(bytes, &ReadOptions::default()).expect_err("no roster")
}

/// Rows as a person reads them out: `1 钓鱼协会 教育局 拟`.
pub fn rows(plan: &RosterPlan) -> Vec<String> {
    let rows = plan.roster().into_iter().map(|row| {
        let status = match row.status {
            Status::Planned => "拟",
            Status::Decoupled => "已",
        };
        format!("{} {} {} {status}", row.no, row.name, row.printed_unit)
    });
    rows.collect()
}

fn problems(plan: &RosterPlan) -> Vec<String> {
    let all = plan.problems.iter();
    all.map(|p| format!("{} {} {:?}", p.place.text, p.message, p.remedy))
        .collect()
}

/// Everything was read, and this is it.
#[track_caller]
fn reads(plan: &RosterPlan, expected: &[&str]) {
    assert_eq!(problems(plan), Vec::<String>::new());
    assert_eq!(rows(plan), expected);
}

/// One problem, at a place, that says something.
#[track_caller]
fn complains(plan: &RosterPlan, place: &str, part: &str) {
    let all = problems(plan);
    let [one] = all.as_slice() else {
        panic!("not one problem: {all:#?}")
    };
    assert!(one.starts_with(place), "{one} is not at {place}");
    assert!(one.contains(part), "{one} does not say {part}");
}

const TWO: [&str; 2] = ["1 钓鱼协会 教育局 拟", "2 餐饮协会 商务局 已"];

/// The plainest roster.
fn plain() -> Cells {
    cells(
        "序号 | 协会名称 | 主管单位 | 备注
         1 | 钓鱼协会 | 教育局 | 拟脱钩
         2 | 餐饮协会 | 商务局 | 已脱钩",
    )
}

#[test]
fn the_text_of_the_notice_is_the_roster_of_the_seed() {
    let seed = builtin_roster().expect("the seed");
    let printed: Cells = seed
        .iter()
        .map(|row| {
            let (name, unit) = (row.name.to_string(), row.printed_unit.to_string());
            vec![row.no.to_string(), name, unit, row.status.word().to_owned()]
        })
        .collect();
    let plan = plan(notice(&printed).as_bytes());
    assert_eq!(problems(&plan), Vec::<String>::new());
    assert_eq!(plan.rows.len(), 150);
    assert_eq!(plan.roster(), seed);
    let (_, ledger) = Home::new().open("张三");
    let diff = plan.diff(&ledger);
    assert!(diff.is_empty());
    assert_eq!(diff.same, 150);
}

#[test]
fn the_header_stands_on_row_4_under_other_names() {
    let bytes = book(
        "洛阳市行业协会商会脱钩名单
         ·
         填报单位：洛阳市民政局
         编号 | 社会组织名称 | 统一社会信用代码 | 业务主管部门 | 脱钩状态 | 备注
         1 | 钓鱼协会 | 51410300MJ | 教育局 | 未脱钩 | 张三负责
         2 | 餐饮协会 | 51410300MK | 商务局 | 已脱钩 | ·",
        &[(0, 0, 0, 5)],
    );
    let plan = plan(&bytes);
    reads(&plan, &TWO);
    assert_eq!(plan.header, "名册 第 4 行");
    let unread = plan.columns.iter().filter(|used| used.column.is_none());
    let unread: Vec<&str> = unread.map(|used| used.heading.as_str()).collect();
    assert_eq!(unread, ["统一社会信用代码", "备注"]);
}

#[test]
fn the_header_stands_over_two_rows() {
    let bytes = book(
        "序号 | 协会 | 主管单位 | · | 脱钩 | ·
         · | 名称 | 名称 | 电话 | 状态 | 日期
         1 | 钓鱼协会 | 教育局 | 6311 | 拟脱钩 | ·
         2 | 餐饮协会 | 商务局 | 6312 | 已脱钩 | 2019年",
        &[(0, 1, 0, 0), (0, 0, 2, 3), (0, 0, 4, 5)],
    );
    reads(&plan(&bytes), &TWO);
    // Every column named in the first row, and still a second one below it.
    let bytes = book(
        "序号 | 协会名称 | 主管单位 | 状态 | 联系人 | ·
         · | · | · | · | 姓名 | 电话
         1 | 钓鱼协会 | 教育局 | 拟脱钩 | 张三 | 1
         2 | 餐饮协会 | 商务局 | 已脱钩 | 李四 | 2",
        &[
            (0, 1, 0, 0),
            (0, 1, 1, 1),
            (0, 1, 2, 2),
            (0, 1, 3, 3),
            (0, 0, 4, 5),
        ],
    );
    reads(&plan(&bytes), &TWO);
}

#[test]
fn merged_units_go_on_as_far_as_the_merge_says() {
    let grid = "序号 | 协会名称 | 主管单位 | 备注
         1 | 钓鱼协会 | 教育局 | 拟脱钩
         2 | 篮球协会 | · | 已脱钩
         3 | 餐饮协会 | · | 拟脱钩";
    let plan = plan(&book(grid, &[(1, 2, 2, 2)]));
    assert_eq!(
        rows(&plan),
        ["1 钓鱼协会 教育局 拟", "2 篮球协会 教育局 已"]
    );
    complains(&plan, "名册!C4", "不在合并的单元格里");
}

#[test]
fn a_blank_unit_is_the_one_above() {
    let plan = plan(&book(
        "序号 | 协会名称 | 主管单位 | 备注
         1 | 钓鱼协会 | 教育局 | 拟脱钩
         2 | 篮球协会 | · | 已脱钩
         3 | 棋牌协会 | 同上 | 拟脱钩
         4 | 餐饮协会 | 商务局 | 拟脱钩",
        &[],
    ));
    reads(
        &plan,
        &[
            "1 钓鱼协会 教育局 拟",
            "2 篮球协会 教育局 已",
            "3 棋牌协会 教育局 拟",
            "4 餐饮协会 商务局 拟",
        ],
    );
    assert_eq!(plan.notes, ["主管单位空白、按上一行填的 2 行：第 3、4 行"]);
}

#[test]
fn group_titles_name_the_units_and_numbers_begin_anew() {
    let plan = plan(&book(
        "序号 | 协会名称 | 备注
         一、市工商联（2家） | · | ·
         1 | 餐饮商会 | 拟脱钩
         2 | 家具商会 | 已脱钩
         （二）市科协（３家） | · | ·
         1 | 气象协会 | 拟脱钩
         小计 | 3 | ·
         合计 | 3 家 | ·
         · | 共３家 | ·
         注：截至年底 | · | ·",
        &[(1, 1, 0, 2), (4, 4, 0, 2)],
    ));
    reads(
        &plan,
        &[
            "1 餐饮商会 市工商联 拟",
            "2 家具商会 市工商联 已",
            "3 气象协会 市科协 拟",
        ],
    );
    let skipped: Vec<(&str, &str)> = plan
        .skipped
        .iter()
        .map(|s| (s.place.as_str(), s.reason.as_str()))
        .collect();
    assert_eq!(
        skipped,
        [
            ("名册 第 2 行", "分组标题：以下各行的主管单位是市工商联"),
            ("名册 第 5 行", "分组标题：以下各行的主管单位是市科协"),
            ("名册 第 7 行", "小计、合计"),
            ("名册 第 8 行", "小计、合计"),
            ("名册 第 9 行", "小计、合计"),
            ("名册 第 10 行", "说明文字"),
        ]
    );
    assert_eq!(
        plan.notes,
        [
            "名册 第 5 行的分组标题写 3 家，下面是 1 家",
            "各组的序号都从 1 开始，按顺序编号"
        ]
    );
}

#[test]
fn groups_may_be_numbered_in_a_cell_or_named_only_or_stand_for_a_state() {
    let numbered = plan(&book(
        "序号 | 协会名称 | 主管单位 | 备注
         一 | 市工商联 | · | ·
         1 | 餐饮商会 | · | 拟脱钩
         二 | 市科协 | · | ·
         2 | 气象协会 | · | 拟脱钩",
        &[],
    ));
    let expected = ["1 餐饮商会 市工商联 拟", "2 气象协会 市科协 拟"];
    reads(&numbered, &expected);
    let named = plan(&book(
        "序号 | 协会名称 | 备注
         市工商联 | · | ·
         1 | 餐饮商会 | 拟脱钩
         市科协 | · | ·
         2 | 气象协会 | 拟脱钩",
        &[],
    ));
    reads(&named, &expected);
    let counted = plan(&book(
        "序号 | 协会名称 | 备注
         一、市工商联 | （1家） | ·
         1 | 餐饮商会 | 拟脱钩
         二、市科协 | 1 家 | ·
         2 | 气象协会 | 拟脱钩",
        &[],
    ));
    reads(&counted, &expected);
    let states = plan(&book(
        "序号 | 协会名称 | 主管单位
         一、已脱钩（1家） | · | ·
         1 | 餐饮协会 | 商务局
         二、拟脱钩（1家） | · | ·
         2 | 钓鱼协会 | 教育局",
        &[],
    ));
    reads(&states, &["1 餐饮协会 商务局 已", "2 钓鱼协会 教育局 拟"]);
}

#[test]
fn full_width_digits_and_hard_spaces_are_digits_and_spaces() {
    let grid: Cells = vec![
        vec![
            "序\u{a0}号".into(),
            "协会名称".into(),
            "主管单位".into(),
            "备 注".into(),
        ],
        vec![
            "１".into(),
            "\u{a0}钓鱼协会\u{3000}".into(),
            "教育局".into(),
            "拟\u{a0}脱钩".into(),
        ],
        vec![
            "２．".into(),
            "餐饮\n协会".into(),
            "商务\u{200b}局".into(),
            "已脱钩 ".into(),
        ],
    ];
    reads(&plan(&xlsx(&[("名册", grid, &[])])), &TWO);
}

#[test]
fn text_files_are_read_in_any_encoding_with_any_sign() {
    let utf16 = |text: &str| -> Vec<u8> {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect()
    };
    let marked = |text: &str| ["\u{feff}", text].concat().into_bytes();
    let files = [
        (text(&plain(), b',').into_bytes(), TextEncoding::Utf8),
        (
            GB18030.encode(&text(&plain(), b',')).0.into_owned(),
            TextEncoding::Gb18030,
        ),
        (utf16(&text(&plain(), b'\t')), TextEncoding::Utf16Le),
        (marked(&text(&plain(), b';')), TextEncoding::Utf8),
        (
            GB18030.encode(&text(&plain(), b'|')).0.into_owned(),
            TextEncoding::Gb18030,
        ),
    ];
    for (bytes, encoding) in files {
        let plan = plan(&bytes);
        reads(&plan, &TWO);
        assert_eq!(plan.encoding, Some(encoding));
        assert_eq!(plan.header, "第 1 行");
    }
}

#[test]
fn a_file_in_another_encoding_than_thought_says_how_to_tell_it() {
    let bytes = text(&plain(), b',').into_bytes();
    let wrong = options(&[], &[], Some("gbk"), &[]).expect("known");
    let error = read(&bytes, &wrong).expect_err("mojibake");
    let encoding = wrong.encoding;
    assert_eq!(error, RosterFileError::NoHeader { encoding });
    let error = options(&[], &[], Some("latin1"), &[]).expect_err("unknown");
    assert!(error.contains("gb18030"), "{error}");
}

#[test]
fn a_table_in_word_may_run_over_pages() {
    let mut more = cells("3 | 气象协会 | 科协 | 拟脱钩");
    reads(
        &plan(&docx(&[plain(), more.clone()])),
        &[TWO[0], TWO[1], "3 气象协会 科协 拟"],
    );
    // With the header printed again on each page.
    more.insert(0, plain()[0].clone());
    let again = plan(&docx(&[plain(), more]));
    assert_eq!(again.rows.len(), 3);
    assert_eq!(again.skipped[0].reason, "重复的表头");
    let plan = plan(&docx(&[cells(
        "序号 | 协会名称 | 主管单位 | 备注
         1 | 钓鱼协会 | 教育局 | 不知道",
    )]));
    complains(&plan, "第 1 张表第 2 行第 4 列", "不知道");
}

#[test]
fn states_beyond_the_two_are_mapped_and_unknown_ones_asked_for() {
    let bytes = book(
        "序号 | 协会名称 | 主管单位 | 状态
         1 | 甲协会 | 教育局 | 未脱钩
         2 | 乙协会 | 教育局 | 正在脱钩
         3 | 丙协会 | 教育局 | 第一批
         4 | 丁协会 | 教育局 | 暂缓
         5 | 戊协会 | 教育局 | 已注销
         6 | 己协会 | 教育局 | 观望",
        &[],
    );
    let first = plan(&bytes);
    complains(&first, "名册!D7", "Status(\"观望\")");
    assert_eq!(first.skipped[0].reason, "状态“已注销”不列入名册");
    let expected = [
        "1 甲协会 教育局 拟",
        "2 乙协会 教育局 拟",
        "3 丙协会 教育局 已",
        "4 丁协会 教育局 拟",
    ];
    assert_eq!(rows(&first), expected);
    let second = told(&bytes, &[], &["观望=不列入", "第一批=拟脱钩"]);
    assert_eq!(problems(&second), Vec::<String>::new());
    assert_eq!(rows(&second)[2], "3 丙协会 教育局 拟");
    assert_eq!(second.rows.len(), 4);
    let words: BTreeMap<&str, &str> = second
        .statuses
        .iter()
        .map(|used| (used.word.as_str(), used.meaning.word()))
        .collect();
    assert_eq!(words["观望"], "不列入");
    assert_eq!(words["正在脱钩"], "拟脱钩");
}

#[test]
fn blank_states_are_asked_for_and_may_be_told() {
    let bytes = book(
        "序号 | 协会名称 | 主管单位
         1 | 钓鱼协会 | 教育局",
        &[],
    );
    complains(&plan(&bytes), "", "AllStatuses");
    reads(
        &told(&bytes, &[], &["空=拟脱钩"]),
        &["1 钓鱼协会 教育局 拟"],
    );
}

#[test]
fn two_units_in_a_cell_and_former_units_stay_as_printed() {
    let plan = plan(&book(
        "序号 | 协会名称 | 主管单位 | 备注
         1 | 钓鱼协会 | 教育局、体育局 | 拟脱钩
         2 | 餐饮协会 | 原商务局 | 已脱钩
         3 | 小吃协会 | 直接登记类 | 已脱钩",
        &[],
    ));
    reads(
        &plan,
        &[
            "1 钓鱼协会 教育局、体育局 拟",
            "2 餐饮协会 原商务局 已",
            "3 小吃协会 直接登记 已",
        ],
    );
    assert!(
        plan.notes[0].contains("两个单位的 1 行"),
        "{:?}",
        plan.notes
    );
}

#[test]
fn numbers_that_occur_twice_are_named_and_may_be_left_out() {
    let bytes = book(
        "序号 | 协会名称 | 主管单位 | 备注
         1 | 钓鱼协会 | 教育局 | 拟脱钩
         1 | 餐饮协会 | 商务局 | 已脱钩",
        &[],
    );
    complains(&plan(&bytes), "名册!A3", "与 名册!A2 重复");
    reads(&told(&bytes, &["序号=-"], &[]), &TWO);
    let bytes = book(
        "序号 | 协会名称 | 主管单位 | 备注
         一号 | 钓鱼协会 | 教育局 | 拟脱钩",
        &[],
    );
    complains(&plan(&bytes), "名册!A2", "“一号”不是");
}

#[test]
fn names_that_occur_twice_are_named_though_a_space_be_between() {
    let twice = plan(&book(
        "序号 | 协会名称 | 主管单位 | 备注
         1 | 钓鱼协会 | 教育局 | 拟脱钩
         2 | 钓鱼协会 | 教育局 | 拟脱钩",
        &[],
    ));
    complains(&twice, "名册!B3", "与 名册!B2 重复");
    let spaced = plan(&book(
        "序号 | 协会名称 | 主管单位 | 备注
         1 | 钓鱼协会 | 教育局 | 拟脱钩
         2 | 钓鱼 协会 | 教育局 | 拟脱钩",
        &[],
    ));
    complains(&spaced, "名册!B3", "只差空格");
}

#[test]
fn rows_without_unit_or_name_are_named() {
    let plan = plan(&book(
        "序号 | 协会名称 | 主管单位 | 备注
         1 | 钓鱼协会 | · | 拟脱钩
         2 | 篮球协会 | 无 | 拟脱钩
         3 | · | 教育局 | 拟脱钩
         4 | 棋牌协会 | 教育局 | 拟脱钩
         · | 一家人 | · | ·",
        &[],
    ));
    assert_eq!(rows(&plan), ["4 棋牌协会 教育局 拟"]);
    let problems = problems(&plan);
    for (problem, (place, part)) in problems.iter().zip([
        ("名册!C2", "上面也没有可以沿用的"),
        ("名册!C3", "直接登记"),
        ("名册!B4", "名称为空"),
        ("名册 第 6 行", "看不出是协会还是分组标题"),
    ]) {
        assert!(
            problem.starts_with(place) && problem.contains(part),
            "{problem}"
        );
    }
    assert_eq!(problems.len(), 4);
}

#[test]
fn two_rosters_in_one_sheet_are_reported_wherever_the_second_is() {
    let mut below = plain();
    below.extend(cells("· | ·"));
    below.extend(plain());
    complains(
        &plan(&xlsx(&[("名册", below, &[])])),
        "名册 第 5 行",
        "另一份名册",
    );
    let beside: Cells = plain()
        .into_iter()
        .map(|row| [row.clone(), row].concat())
        .collect();
    let all = problems(&plan(&xlsx(&[("名册", beside, &[])])));
    assert_eq!(all.len(), 4);
    assert!(all[1].starts_with("名册!F1 这一列也是名称"), "{}", all[1]);
    let two = xlsx(&[
        ("甲", plain(), &[]),
        ("说明", cells("随便写的"), &[]),
        ("乙", plain(), &[]),
    ]);
    complains(&plan(&two), "乙 第 1 行", "Sheet");
    let one = options(&[], &[], None, &["乙".to_owned()]).expect("fine");
    reads(&read(&two, &one).expect("a roster"), &TWO);
    let none = options(&[], &[], None, &["丙".to_owned()]).expect("fine");
    let error = read(&two, &none).expect_err("no such sheet").to_string();
    assert!(error.contains("甲、说明、乙"), "{error}");
}

#[test]
fn an_old_workbook_is_read_whatever_it_is_called() {
    let grid = cells(
        "序号 | 协会名称 | 主管单位 | 备注
         1 | 钓鱼协会 | 教育局 | 拟脱钩
         2 | 篮球协会 | · | 已脱钩",
    );
    let plan = plan(&xls("名册", &grid, &[(1, 2, 2, 2)], false));
    reads(&plan, &["1 钓鱼协会 教育局 拟", "2 篮球协会 教育局 已"]);
    assert_eq!(plan.kind.word(), "旧版 Excel 工作簿（.xls）");
    assert_eq!(plan.header, "名册 第 1 行");
}

#[test]
fn columns_may_be_told_by_letter_number_or_heading() {
    let bytes = book(
        "甲 | 乙 | 丙 | 丁
         1 | 钓鱼协会 | 教育局 | 拟脱钩
         2 | 餐饮协会 | 商务局 | 已脱钩",
        &[],
    );
    // What stands in the columns says which is which, and it is said.
    let guessed = plan(&bytes);
    reads(&guessed, &TWO);
    assert!(
        guessed
            .notes
            .contains(&"名称取 B“乙”：里面写的是名称".to_owned())
    );
    // Without a header the first row is data too; it is reported, not lost.
    let all = told(&bytes, &["序号=A", "名称=b", "主管单位=3", "状态=D"], &[]);
    assert_eq!(rows(&all), TWO);
    assert!(problems(&all)[0].starts_with("名册!A1"));
    let bare = text(&plain()[1..].to_vec(), b',');
    let plain = told(
        bare.as_bytes(),
        &["序号=1", "名称=2", "主管单位=3", "状态=4"],
        &[],
    );
    reads(&plain, &TWO);
    let other = book(
        "序号 | 协会名称 | 简称 | 主管单位 | 备注
         1 | 洛阳市钓鱼协会 | 钓鱼协会 | 教育局 | 拟脱钩",
        &[],
    );
    reads(
        &told(&other, &["名称=简称"], &[]),
        &["1 钓鱼协会 教育局 拟"],
    );
    let wrong = options(&["名称".to_owned()], &[], None, &[]).expect_err("no place");
    assert!(wrong.contains("名称=B"), "{wrong}");
}

#[test]
fn files_that_are_no_rosters_are_refused_with_what_to_do() {
    let whole = xlsx(&[("名册", plain(), &[])]);
    let old = xls("名册", &plain(), &[], false);
    let page = "<html><p>序号</p></html>";
    for (bytes, error, part) in [
        (Vec::new(), RosterFileError::Empty, "空"),
        (b"\r\n  \r\n".to_vec(), RosterFileError::Empty, "空"),
        (
            xlsx(&[("名册", Vec::new(), &[])]),
            RosterFileError::Empty,
            "空",
        ),
        (
            whole[..whole.len() / 2].to_vec(),
            RosterFileError::Incomplete,
            "重新下载",
        ),
        (
            old[..old.len() / 2].to_vec(),
            RosterFileError::Incomplete,
            "重新下载",
        ),
        (
            compound("EncryptedPackage", vec![7; 5000]),
            RosterFileError::Password,
            "去掉密码",
        ),
        (
            xls("名册", &plain(), &[], true),
            RosterFileError::Password,
            "去掉密码",
        ),
        (
            compound("WordDocument", vec![7; 5000]),
            RosterFileError::OldWord,
            "另存为 .docx",
        ),
        (page.into(), RosterFileError::Markup, "另存为 .xlsx"),
        (b"%PDF-1.7 ...".to_vec(), RosterFileError::Pdf, "PDF"),
        (
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(),
            RosterFileError::NotText("UTF-16BE"),
            "读不成文字",
        ),
    ] {
        let refused = refused(&bytes);
        assert_eq!(refused, error);
        assert!(refused.to_string().contains(part), "{refused}");
    }
}

#[test]
fn a_text_file_that_was_cut_off_is_read_and_reported() {
    let mut bytes = text(&plain(), b',').into_bytes();
    bytes.truncate(bytes.len() - 2);
    let plan = plan(&bytes);
    assert!(problems(&plan)[0].contains("没有下载完整"));
}

#[test]
fn a_quote_that_is_never_closed_is_named() {
    let mut text = String::from("序号,协会名称,主管单位,备注\n1,钓鱼协会,教育局,拟脱钩\n");
    text.push_str("2,\"餐饮协会,商务局,已脱钩\n");
    for row in 3..20 {
        writeln!(text, "{row},第{row}协会,教育局,拟脱钩").expect("written");
    }
    let all = problems(&plan(text.as_bytes()));
    assert!(
        all[0].contains("从第 3 行起") && all[0].contains("引号"),
        "{all:?}"
    );
}

#[test]
fn a_sheet_of_a_million_rows_stops_at_the_limit() {
    let mut text = String::from("序号,协会名称,主管单位,备注\n");
    for row in 1..=1_000_000 {
        // Rows that say nothing cost nothing.
        let _ = if row % 4 == 0 {
            writeln!(text, "{row},第{row}协会,教育局,拟脱钩")
        } else {
            writeln!(text, ",,,")
        };
    }
    assert_eq!(refused(text.as_bytes()), RosterFileError::TooManyRows);
}

#[test]
fn control_characters_of_a_file_reach_nobody() {
    let grid: Cells = plain()
        .into_iter()
        .map(|row| {
            row.iter()
                .map(|cell| format!("\u{1b}]0;x\u{7}{cell}\u{202e}"))
                .collect()
        })
        .collect();
    let error = read(text(&grid, b',').as_bytes(), &ReadOptions::default());
    let said = format!("{error:?}");
    assert!(!said.contains('\u{1b}') && !said.contains('\u{202e}'));
    let hostile = "序号,协会名称,主管单位,备注\n1,\u{1b}[31m钓鱼\u{202e}协会,教育局,拟\u{7}脱钩\n";
    reads(&plan(hostile.as_bytes()), &["1 [31m钓鱼协会 教育局 拟"]);
}

#[test]
fn a_second_import_shows_what_is_new_gone_and_changed() {
    let mut seed = builtin_roster().expect("the seed");
    seed[28].status = Status::Decoupled;
    seed[1].name = "开封市 互联网协会".into();
    seed.remove(0);
    let mut grid = vec![plain()[0].clone()];
    grid.extend(seed.into_iter().map(|row| {
        let status = row.status.word().to_owned();
        vec![
            row.no.to_string(),
            row.name.into(),
            row.printed_unit.into(),
            status,
        ]
    }));
    grid.extend(cells("151 | 开封市面食协会 | 开封市商务局 | 拟脱钩"));
    let plan = plan(&xlsx(&[("名册", grid, &[])]));
    let (_, ledger) = Home::new().open("张三");
    let diff = plan.diff(&ledger);
    let names =
        |rows: &[RowView]| -> Vec<String> { rows.iter().map(|row| row.name.to_string()).collect() };
    assert_eq!(names(&diff.new), ["开封市面食协会"]);
    assert_eq!(names(&diff.gone), ["开封市通信行业协会"]);
    assert_eq!(diff.same, 147);
    let changed: Vec<_> = diff
        .changed
        .iter()
        .flat_map(ChangedRow::differences)
        .collect();
    let own = |a: &'static str, b: &str, c: &str| (a, b.to_owned(), c.to_owned());
    assert_eq!(
        changed,
        [
            own("名称", "开封市互联网协会", "开封市 互联网协会"),
            own("状态", "拟脱钩", "已脱钩"),
        ]
    );
}

#[test]
fn a_sheet_that_lies_about_its_places_is_read_or_refused() {
    for (from, to) in [
        ("ref=\"A1:D3\"", "ref=\"D9:A1\""),
        ("ref=\"A1:D3\"", "ref=\"A1:XFD99999999999\""),
        ("ref=\"C2:C3\"", "ref=\"C3:C2\""),
        ("ref=\"C2:C3\"", "ref=\"C2:ZZZZ4294967295\""),
        ("r=\"B2\"", "r=\"B4294967295\""),
        ("r=\"B2\"", "r=\"ZZZZZZZZ2\""),
    ] {
        let whole = xlsx(&[("名册", plain(), &[(1, 2, 2, 2)])]);
        let mut found = false;
        let lying = edited(&whole, |_, name, bytes| {
            let text = String::from_utf8_lossy(bytes).into_owned();
            if name.starts_with("xl/worksheets/sheet") {
                found = text.contains(from);
                *bytes = text.replacen(from, to, 1).into_bytes();
            }
        });
        assert!(found, "{from}");
        harmless(&lying).expect("harmless");
    }
}

/// A valid file of some kind, to be mangled.
fn valid() -> impl Strategy<Value = Vec<u8>> {
    let grid = || {
        let mut grid = plain();
        grid.extend(cells("一、市科协（3家）\n · | · | · | ·\n 小计 | 2"));
        grid
    };
    prop_oneof![
        Just(xlsx(&[("名册", grid(), &[(1, 2, 2, 2)])])),
        Just(xls("名册", &grid(), &[(1, 2, 2, 2)], false)),
        Just(docx(&[grid()])),
        Just(text(&grid(), b',').into_bytes()),
        Just(GB18030.encode(&text(&grid(), b'\t')).0.into_owned()),
        Just(notice(&grid()).into_bytes()),
    ]
}

/// Everything that may come of reading is fit for a terminal and within bounds.
fn harmless(bytes: &[u8]) -> Result<(), TestCaseError> {
    match read(bytes, &ReadOptions::default()) {
        Ok(plan) => {
            for row in plan.roster() {
                prop_assert!(!row.name.is_empty() && !row.printed_unit.is_empty());
                let texts = [row.name, row.printed_unit].concat();
                prop_assert!(!texts.chars().any(char::is_control));
            }
            prop_assert!(plan.problems.len() <= 1_100);
        }
        Err(error) => prop_assert!(!error.to_string().is_empty()),
    }
    Ok(())
}

proptest! {
    #[test]
    fn no_bytes_bring_the_readers_down(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        harmless(&bytes)?;
    }

    #[test]
    fn no_mangled_file_brings_the_readers_down(
        mut bytes in valid(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..24),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        harmless(&bytes)?;
    }

    #[test]
    fn no_mangled_part_of_an_archive_brings_the_readers_down(
        word in any::<bool>(),
        part in 0usize..12,
        edits in prop::collection::vec(
            (any::<prop::sample::Index>(), prop::sample::select(b"<>/\"=& 0A9-!\xff".to_vec())),
            1..6,
        ),
    ) {
        let file = if word {
            docx(&[plain()])
        } else {
            xlsx(&[("名册", plain(), &[(1, 2, 2, 2)])])
        };
        harmless(&edited(&file, |at, _, bytes| {
            if at == part && !bytes.is_empty() {
                for (place, byte) in &edits {
                    let place = place.index(bytes.len());
                    bytes[place] = *byte;
                }
            }
        }))?;
    }

    #[test]
    fn no_table_of_texts_brings_the_rows_down(
        rows in prop::collection::vec(
            prop::collection::vec("[一二三、（）家协会局市小计合0-9１ \\n,;\"]{0,8}", 0..6),
            0..20,
        ),
    ) {
        let mut grid = plain();
        grid.extend(rows);
        harmless(text(&grid, b',').as_bytes())?;
        harmless(&xlsx(&[("名册", grid, &[])]))?;
    }

    #[test]
    fn what_is_written_is_read(
        names in prop::collection::hash_set("[\\u{4e00}-\\u{5fff}]{2,10}协会", 1..20),
        bits in any::<u32>(),
    ) {
        let mut grid = vec![plain()[0].clone()];
        let mut expected = Vec::new();
        for (at, name) in names.into_iter().enumerate() {
            let (word, short) = if bits >> at & 1 == 0 { ("拟脱钩", "拟") } else { ("已脱钩", "已") };
            let number = at + 1;
            expected.push(format!("{number} {name} 市局 {short}"));
            grid.push(vec![number.to_string(), name, "市局".to_owned(), word.to_owned()]);
        }
        for bytes in [
            xlsx(&[("名册", grid.clone(), &[])]),
            xls("名册", &grid, &[], false),
            docx(std::slice::from_ref(&grid)),
            text(&grid, b';').into_bytes(),
            GB18030.encode(&text(&grid, b',')).0.into_owned(),
            notice(&grid[1..].to_vec()).into_bytes(),
        ] {
            let plan = read(&bytes, &ReadOptions::default()).expect("a roster");
            prop_assert_eq!(problems(&plan), Vec::<String>::new());
            prop_assert_eq!(&rows(&plan), &expected);
        }
    }
}
