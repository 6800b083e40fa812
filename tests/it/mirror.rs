//! 前后对照 and the editor of lists and tables, as keys and screens.

use tuogou::domain::command::{Command, NewAnswer};
use tuogou::domain::form::mirror::Side;
use tuogou::exchange::seed::{builtin_documents, parse_round};
use tuogou::tui::msg::Msg;
use tuogou::tui::page::mirror::MirrorPage;

use crate::support::{Home, Story, moment};

/// Fills in fields of 29 开封市钓鱼协会.
fn fill(home: &Home, fields: &[(&str, &[&str])]) {
    let (mut session, mut ledger) = home.open("张三");
    for (field, texts) in fields {
        let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        let command = Command::SetAnswer(NewAnswer::written(ledger.round(), 29, field, &texts));
        session
            .execute(&mut ledger, &command, moment("2020-07-20"))
            .expect("filled in");
    }
}

/// Opens the comparison of 开封市钓鱼协会.
fn mirror(home: &Home, width: u16, height: u16) -> Story {
    let mut story = home.story("2020-07-20", width, height);
    story.keys("/dyxh<enter><enter>r");
    story
}

/// The field under the cursor on the side under the cursor.
fn here(story: &Story) -> String {
    let Some(view) = story.model().opened_as::<MirrorPage>() else {
        panic!("the comparison is open");
    };
    let cell = view.cell(&story.model().ledger, view.list.cursor, view.side);
    cell.expect("a field on this side").field.id.clone()
}

#[test]
fn the_two_forms_stand_beside_each_other_and_the_changed_is_lit() {
    for (width, height) in [(80, 24), (120, 40)] {
        let home = Home::new();
        fill(
            &home,
            &[
                ("a2.1.legal_rep", &["王五"]),
                ("a4.1.legal_rep", &["赵六"]),
                ("a2.1.president", &["钱七"]),
                ("a4.1.president", &["钱七"]),
            ],
        );
        let mut story = mirror(&home, width, height);
        story.shows("脱钩前（附件2）").shows("变化 1");
        story.keys("i");
        assert_eq!(here(&story), "a4.1.legal_rep");
        let line = story.line("法定代表人 ");
        assert!(line.contains(" 改 "), "{line}");
        assert!(line.contains("王五") && line.contains("赵六"), "{line}");
        let line = story.line("  理事长 ");
        assert!(line.matches("钱七").count() == 2, "{line}");
        story.keys("i").shows("没有别的变化");
    }
}

#[test]
fn what_is_known_on_one_side_is_offered_on_the_other_and_taken_only_when_asked() {
    let home = Home::new();
    fill(
        &home,
        &[
            ("a2.1.address", &["鼓楼区1号"]),
            ("a2.2.cooffice", &["否"]),
            ("a2.8.pubs", &["钓鱼报|CN41|教体局|钓协"]),
        ],
    );
    let mut story = mirror(&home, 120, 40);
    story.shows("‹ 鼓楼区1号").shows("‹ 不涉及此事项");
    let (_, ledger) = home.open("李四");
    let taken = |id: &str| {
        let ledger = &home.open("李四").1;
        let ix = ledger.round().field_ix(id).expect("a field");
        ledger
            .answer(28.into(), ix)
            .map(|record| record.value.to_string())
    };
    let field = ledger.round().field_ix("a4.1.address").expect("a field");
    assert_eq!(
        ledger.answer(28.into(), field),
        None,
        "nothing is copied by itself"
    );
    while here_or(&story) != "a4.1.address" {
        story.keys("<down>");
    }
    story.keys("o").shows("已记录");
    assert_eq!(taken("a4.1.address").as_deref(), Some("鼓楼区1号"));
    while here_or(&story) != "a4.2.cooffice" {
        story.keys("<down>");
    }
    story.keys("<f9>");
    assert_eq!(taken("a4.2.cooffice").as_deref(), Some("不涉及此事项"));
    while here_or(&story) != "a4.7.pubs" {
        story.keys("<down>");
    }
    // The unit in charge afterwards is asked after only, so it stays empty.
    story.keys("o");
    assert_eq!(
        taken("a4.7.pubs").as_deref(),
        Some("钓鱼报|CN41|教体局||钓协|")
    );
    // Taking is a command like any other.
    story.keys("u").shows("已撤销");
    assert_eq!(taken("a4.7.pubs"), None);
    // Nothing to take where both are filled in.
    story.keys("<home>");
    while here_or(&story) != "a4.1.address" {
        story.keys("<down>");
    }
    story.keys("o").shows("没有可取用的内容");
}

/// The same as [`here`], empty on a line without a field on this side.
fn here_or(story: &Story) -> String {
    let Some(view) = story.model().opened_as::<MirrorPage>() else {
        panic!("the comparison is open");
    };
    view.cell(&story.model().ledger, view.list.cursor, view.side)
        .map_or(String::new(), |cell| cell.field.id.clone())
}

#[test]
fn n_goes_to_the_next_contradiction_which_is_named_and_can_be_corrected_there() {
    let home = Home::new();
    fill(
        &home,
        &[
            ("a2.2.inst", &["是"]),
            ("a4.2.inst", &["不涉及此事项"]),
            ("a2.9.affil", &["是"]),
            ("a4.8.na", &["不涉及此事项"]),
        ],
    );
    let mut story = mirror(&home, 80, 24);
    story.shows("问题 2");
    story.keys("n");
    assert_eq!(here(&story), "a4.2.inst");
    story
        .shows("X04 矛盾")
        .shows("脱钩前为是，脱钩后不应为不涉及");
    story.keys("n");
    assert_eq!(here(&story), "a4.8.na");
    story.keys("n");
    assert_eq!(here(&story), "a4.2.inst");
    // The left side is corrected in place: 是, then 否.
    story.keys("<left>");
    assert_eq!(here(&story), "a2.2.inst");
    story.keys("<space>").shows("问题 1");
    // On to the form itself and back.
    story.keys("t").shows("附件2 基本情况表").keys("<esc>");
    assert_eq!(here(&story), "a2.2.inst");
    assert!(
        matches!(story.model().opened_as::<MirrorPage>(), Some(view) if view.side == Side::Before)
    );
}

#[test]
fn a_table_is_edited_in_place_and_every_cell_is_recorded_at_once() {
    for (width, height) in [(80, 24), (120, 40)] {
        let home = Home::new();
        fill(&home, &[("a2.5.retired", &["是"])]);
        let mut story = mirror(&home, width, height);
        while here_or(&story) != "a4.5.retired_tbl" {
            story.keys("<down>");
        }
        story.keys("<left><enter>").shows("退（离）休时间");
        // Typing begins, Enter goes to the next cell; Chinese arrives as characters.
        story.keys("会长<enter>周八<enter>原商务局<enter>去年<enter>");
        story.shows("「去年」不是年月");
        story.keys("<esc>2018.5<enter>").shows("2018-05");
        assert_eq!(history(&home), 1 + 4);
        // The second row by pasting, as some input methods commit.
        story.driver.handle(Msg::Paste("副会长".into()));
        story.keys("<enter>吴九<enter>");
        let (_, ledger) = home.open("李四");
        let field = ledger.round().field_ix("a2.5.retired_tbl").expect("it");
        let value = ledger
            .answer(28.into(), field)
            .expect("filled in")
            .value
            .rows();
        assert_eq!(
            value,
            [
                ["会长", "周八", "原商务局", "2018-05"],
                ["副会长", "吴九", "", ""]
            ]
        );
        // Undo inside the editor, then a row is removed.
        story.keys("<ctrl-z>").hides("吴九");
        story.keys("<up><up><delete>").hides("周八").shows("副会长");
        story.keys("<esc>").shows("副会长");
    }
}

fn history(home: &Home) -> usize {
    let (session, _) = home.open("李四");
    let lines = session.history(tuogou::store::HistoryFilter {
        association: Some(29),
        limit: None,
    });
    lines.expect("a history").len()
}

#[test]
fn what_stands_in_a_field_is_copied_as_a_spreadsheet_takes_it() {
    let home = Home::new();
    fill(
        &home,
        &[(
            "a2.8.pubs",
            &["钓鱼报|CN41|教体局|钓协", "钓友|CN42|教体局|钓协"],
        )],
    );
    let mut story = mirror(&home, 80, 24);
    while here_or(&story) != "a4.7.pubs" {
        story.keys("<down>");
    }
    story.keys("y").shows("没有可复制的内容");
    story.keys("<left><ctrl-c>").shows("已复制：钓鱼报 CN41");
    assert_eq!(
        story.driver.clipboard.as_deref(),
        Some("钓鱼报\tCN41\t教体局\t钓协\n钓友\tCN42\t教体局\t钓协")
    );
}

#[test]
fn the_cursor_stands_where_one_types_in_a_table() {
    let home = Home::new();
    let mut story = mirror(&home, 80, 24);
    while here_or(&story) != "a4.7.pubs" {
        story.keys("<down>");
    }
    story.keys("<enter>钓鱼报");
    let (buffer, cursor) = story.buffer();
    let cursor = cursor.expect("a cursor");
    assert_eq!(buffer[(cursor.x - 2, cursor.y)].symbol(), "报");
    story.keys("<esc>");
    let (_, cursor) = story.buffer();
    assert!(cursor.is_some_and(|cursor| cursor.y < 20));
}

#[test]
fn a_mirror_that_joins_what_cannot_be_joined_is_refused() {
    for (from, to, part) in [
        (
            "{ before = \"a2.1.reg_no\" },\n",
            "",
            "a2.1.reg_no 出现 0 次",
        ),
        (
            "before = \"a2.1.reg_no\"",
            "before = \"a2.1.none\"",
            "没有这一栏",
        ),
        ("take = [1, 0]", "take = [3, 0]", "列数不符"),
        (
            "[\"否\", \"不涉及此事项\"]",
            "[\"否\", \"也许\"]",
            "没有的选项",
        ),
        (
            "before = \"a2.4.budget_amt\", after = \"a4.4.budget_amt\", beside = true",
            "before = \"a2.4.budget_amt\", after = \"a4.4.budget_how\"",
            "种类或选项不同",
        ),
    ] {
        let mut documents = builtin_documents();
        let text = documents["forms/mirror.toml"].clone();
        assert!(text.contains(from), "{from}");
        documents.insert("forms/mirror.toml".into(), text.replacen(from, to, 1));
        let message = parse_round(&documents).expect_err(to).to_string();
        assert!(
            message.contains(part) && message.starts_with("forms/mirror.toml"),
            "{message}"
        );
    }
}

#[test]
fn rows_of_a_spreadsheet_become_rows_of_the_table() {
    let open = |size: (u16, u16)| {
        let home = Home::new();
        fill(&home, &[("a2.5.retired", &["是"])]);
        let mut story = mirror(&home, size.0, size.1);
        while here_or(&story) != "a4.5.retired_tbl" {
            story.keys("<down>");
        }
        story.keys("<left><enter>");
        (home, story)
    };
    let rows = |home: &Home| {
        let (_, ledger) = home.open("李四");
        let field = ledger.round().field_ix("a2.5.retired_tbl").expect("it");
        let record = ledger.answer(28.into(), field);
        record.map_or_else(Vec::new, |record| record.value.rows())
    };
    let wanted = [
        ["会长", "周八", "原商务局", "2018-05"],
        ["副会长", "吴九", "", "2019-10"],
    ];
    for (text, size) in [
        (
            "会长\t周八\t原商务局\t2018.5\r\n副会长\t吴九\t\t2019年10月\r\n",
            (80, 24),
        ),
        // With its headings, blank columns behind and a blank row.
        (
            "兼任行业协会商会职务\t姓名\t原单位和职务\t退（离）休时间\t\n会长\t周八\t原商务局\t2018-05\t\n\t\t\t\t\n副会长\t吴九\t\t2019-10\t\n",
            (120, 40),
        ),
        // With a column of numbers; a cell on two lines.
        (
            "1\t会长\t周八\t\"原商务局\"\t2018-05\n2\t副会长\t吴九\t\t2019-10",
            (120, 40),
        ),
    ] {
        let (home, mut story) = open(size);
        story.driver.handle(Msg::Paste(text.into()));
        story.shows("粘贴了 2 行").shows("周八").shows("吴九");
        assert_eq!(rows(&home).len(), 0, "nothing is recorded yet");
        story.keys("<enter>").shows("Esc 关闭");
        let kept: Vec<Vec<String>> = rows(&home);
        assert_eq!(kept[1], wanted[1]);
        assert_eq!(kept[0][..2], wanted[0][..2]);
        assert_eq!(kept[0][3], wanted[0][3]);
        // One entry for all rows, and more come after them.
        assert_eq!(history(&home), 2);
        story.driver.handle(Msg::Paste("秘书长\t郑十\n".into()));
        story.keys("<enter>");
        assert_eq!(rows(&home)[2], ["秘书长", "郑十", "", ""]);
    }
}

#[test]
fn rows_that_do_not_fit_the_table_are_refused_with_the_reason() {
    let home = Home::new();
    fill(&home, &[("a2.5.retired", &["是"])]);
    let mut story = mirror(&home, 120, 40);
    while here_or(&story) != "a4.5.retired_tbl" {
        story.keys("<down>");
    }
    story.keys("<left><enter>");
    story
        .driver
        .handle(Msg::Paste("甲\t乙\t丙\t2018-05\t戊\n".into()));
    story.shows("第 1 行有 5 格，这里只有 4 列");
    story
        .driver
        .handle(Msg::Paste("会长\t周八\t原商务局\t去年\n".into()));
    story
        .keys("<enter>")
        .shows("「去年」不是年月")
        .shows("周八");
    story.keys("<esc>").hides("周八");
    // Into a cell that one types in goes one text.
    story.keys("会");
    story.driver.handle(Msg::Paste("长\t周八\n".into()));
    story.shows("会长 周八").keys("<enter>");
    assert_eq!(history(&home), 2);
}
