//! Form files that somebody has changed, broken or made up: each is named by place, and
//! nothing of it reaches the ledger unheard.

use std::io::{Cursor, Write as _};

use tuogou::domain::command::{Command, NewAnswer, Title};
use tuogou::domain::form::FormId;
use tuogou::domain::ledger::Ledger;
use tuogou::exchange::form::plan::FormPlan;
use tuogou::exchange::form::printed::PrintedForm;
use tuogou::exchange::form::{docx, read_file, xlsx};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::office::{edited, replaced};
use crate::support::{Home, moment};

/// Position of 29 开封市钓鱼协会.
const FISHING: usize = 28;

/// A ledger in which some of 基本情况表 is filled in.
fn filled() -> Ledger {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("张三");
    let fields: [(&str, &[&str]); 13] = [
        ("a2.h.org", &["开封市钓鱼协会"]),
        ("a2.h.unit", &["开封市教育体育局"]),
        ("a2.1.unit", &["开封市教育体育局"]),
        ("a2.1.name", &["开封市钓鱼协会"]),
        ("a2.1.legal_rep", &["王五"]),
        ("a2.1.address", &["鼓楼区1号"]),
        ("a2.2.inst", &["是"]),
        ("a2.2.inst_posts", &["3"]),
        ("a2.3.admin", &["是"]),
        ("a2.3.admin_n", &["2"]),
        ("a2.3.admin_list", &["年检", "评比"]),
        ("a2.4.fix_state", &["12.5"]),
        ("a2.6.party", &["党支部"]),
    ];
    let answers = fields.iter().map(|(field, texts)| {
        let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        NewAnswer::written(ledger.round(), 29, field, &texts)
    });
    let command = Command::SetAnswers {
        title: Title::Named("试".into()),
        answers: answers.collect(),
    };
    session
        .execute(&mut ledger, &command, moment("2020-07-20"))
        .expect("filled in");
    ledger
}

fn printed(ledger: &Ledger) -> PrintedForm<'_> {
    PrintedForm::new(
        ledger,
        FISHING.into(),
        ledger.round().form_ix(FormId::Basic),
    )
}

fn word(ledger: &Ledger) -> Vec<u8> {
    docx::write(&printed(ledger))
}

fn plan(ledger: &Ledger, bytes: &[u8]) -> FormPlan {
    let reading = read_file(&ledger.round().forms, bytes).expect("a form");
    FormPlan::new(ledger, reading, None)
}

/// `field: old -> new`, one for each change.
fn changes(plan: &FormPlan) -> Vec<String> {
    let said = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    let change = plan.changes.iter();
    change
        .map(|c| format!("{}: {} -> {}", c.field, said(&c.old), said(&c.new)))
        .collect()
}

#[track_caller]
fn problem(plan: &FormPlan, place: &str, message: &str) {
    let found = plan
        .problems
        .iter()
        .any(|p| p.place.contains(place) && p.message.contains(message));
    assert!(found, "no {place} {message} in {:?}", plan.problems);
}

#[test]
fn edited_values_and_only_these_come_back_from_word() {
    let ledger = filled();
    let bytes = word(&ledger);
    let bytes = replaced(&bytes, "鼓楼区1号", "龙亭区2号");
    let bytes = replaced(&bytes, ">12.5<", ">１，２３４．５０<");
    let bytes = replaced(&bytes, ">评比<", ">评优<");
    let plan = plan(&ledger, &bytes);
    assert_eq!(plan.problems, []);
    assert_eq!(
        changes(&plan),
        [
            "a2.1.address: 鼓楼区1号 -> 龙亭区2号",
            "a2.3.admin_list: 年检；评比 -> 年检；评优",
            "a2.4.fix_state: 12.5 -> 1234.5",
        ]
    );
}

#[test]
fn edited_values_and_only_these_come_back_from_excel() {
    let ledger = filled();
    let bytes = xlsx::write(&printed(&ledger));
    let bytes = edited(&bytes, "xl/sharedStrings.xml", |xml| {
        assert!(xml.contains("鼓楼区1号") && xml.contains(">党支部<"));
        xml.replace("鼓楼区1号", "龙亭区2号")
            .replacen(">评比<", ">评优<", 1)
    });
    let plan = plan(&ledger, &bytes);
    assert_eq!(plan.problems, []);
    assert_eq!(
        changes(&plan),
        [
            "a2.1.address: 鼓楼区1号 -> 龙亭区2号",
            "a2.3.admin_list: 年检；评比 -> 年检；评优",
        ]
    );
}

#[test]
fn bad_writing_is_named_by_field_and_place_and_the_rest_is_read() {
    for (from, to, message) in [
        (">12.5<", ">约50<", "约数"),
        (">12.5<", ">-3<", "负数"),
        (">12.5<", ">12.5万<", "不是数字"),
        (">3<", ">3.5<", "不是整数"),
        ("王五", &*"王".repeat(10_000), "太长"),
    ] {
        let ledger = filled();
        let plan = plan(&ledger, &replaced(&word(&ledger), from, to));
        assert_eq!(changes(&plan), [] as [String; 0], "{to}");
        problem(&plan, "（", message);
    }
}

#[test]
fn control_characters_do_not_come_in() {
    let ledger = filled();
    let bytes = replaced(&word(&ledger), "王五", "王&#x1B;[31m&#x202E;五");
    let plan = plan(&ledger, &bytes);
    for change in &plan.changes {
        let new = change.new.as_deref().unwrap_or_default();
        assert!(!new.chars().any(char::is_control), "{new:?}");
    }
}

#[test]
fn two_ticks_in_a_single_choice_are_reported() {
    let ledger = filled();
    // The box of 党委 is the first of the row that has ☑ before 党支部.
    let bytes = edited(&word(&ledger), "word/document.xml", |xml| {
        let at = xml.find("党委").expect("an option");
        let before = xml[..at].rfind('□').expect("its box");
        format!("{}☑{}", &xml[..before], &xml[before + '□'.len_utf8()..])
    });
    let plan = plan(&ledger, &bytes);
    problem(&plan, "（六）党建情况", "只能选一项，选了 党委、党支部");
    assert_eq!(changes(&plan), [] as [String; 0]);
}

#[test]
fn an_edited_label_and_a_missing_table_are_reported_by_place() {
    let ledger = filled();
    let bytes = word(&ledger);
    let label = plan(&ledger, &replaced(&bytes, "党员人数", "团员人数"));
    problem(&label, "（六）党建情况", "");
    let cut = edited(&bytes, "word/document.xml", |xml| {
        let heading = xml.find("（六）党建情况").expect("the heading");
        let from = heading + xml[heading..].find("<w:tbl>").expect("its table");
        let to = from + xml[from..].find("</w:tbl>").expect("its end") + "</w:tbl>".len();
        format!("{}{}", &xml[..from], &xml[to..])
    });
    let cut = plan(&ledger, &cut);
    problem(&cut, "（六）党建情况", "没有这一部分的表格");
    // What is missing is not read as emptied.
    assert_eq!(changes(&cut), [] as [String; 0]);
}

#[test]
fn a_form_of_another_association_is_reported() {
    let ledger = filled();
    let bytes = edited(&word(&ledger), "word/document.xml", |xml| {
        xml.replace(
            "开封市钓鱼协会</w:t></w:r></w:sdtContent>",
            "开封市冬泳协会</w:t></w:r></w:sdtContent>",
        )
    });
    let other = plan(&ledger, &bytes);
    problem(&other, "", "名称栏写的是「开封市冬泳协会」");
    let reading = read_file(&ledger.round().forms, &word(&ledger)).expect("a form");
    let only = FormPlan::new(&ledger, reading, Some(0.into()));
    problem(&only, "", "不是 1 ");
    assert_eq!(changes(&only), [] as [String; 0]);
}

#[test]
fn a_hidden_follow_up_that_was_filled_in_is_reported() {
    let ledger = filled();
    // 是 becomes 否, and the number of posts something else.
    let bytes = replaced(&word(&ledger), ">3<", ">5<");
    let bytes = edited(&bytes, "word/document.xml", |xml| {
        let row = xml.find("是否含有事业编制").expect("the row");
        let yes = row + xml[row..].find('☑').expect("是");
        let no = yes + xml[yes..].find('□').expect("否");
        format!(
            "{}□{}☑{}",
            &xml[..yes],
            &xml[yes + '☑'.len_utf8()..no],
            &xml[no + '□'.len_utf8()..]
        )
    });
    let plan = plan(&ledger, &bytes);
    problem(&plan, "（二）", "按表中的选择此栏不填");
    assert_eq!(changes(&plan), ["a2.2.inst: 是 -> 否"]);
}

#[test]
fn files_that_are_not_what_they_say_are_refused_in_words() {
    let ledger = filled();
    let forms = &ledger.round().forms;
    let whole = word(&ledger);
    let foreign = |part: &str| {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file(part, SimpleFileOptions::default())
            .expect("started");
        zip.write_all(b"hello").expect("written");
        zip.finish().expect("finished").into_inner()
    };
    let mut bomb = ZipWriter::new(Cursor::new(Vec::new()));
    bomb.start_file("word/document.xml", SimpleFileOptions::default())
        .expect("started");
    let megabyte = vec![b' '; 1 << 20];
    for _ in 0..80 {
        bomb.write_all(&megabyte).expect("written");
    }
    let bomb = bomb.finish().expect("finished").into_inner();
    assert!(bomb.len() < 1 << 20, "it is small from outside");
    let broken = edited(&whole, "word/document.xml", |xml| xml[..2000].to_owned());
    for (name, bytes, part) in [
        ("empty", Vec::new(), "不是 Word"),
        ("text", b"name,unit".to_vec(), "不是 Word"),
        (
            "old",
            [&[0xd0, 0xcf, 0x11, 0xe0][..], &[0; 600]].concat(),
            "旧版",
        ),
        ("half", whole[..whole.len() / 2].to_vec(), "下载不完整"),
        ("packed", foreign("readme.txt"), "先解压"),
        ("foreign", foreign("mimetype"), "不是 Word"),
        ("bomb", bomb, "过大"),
        ("broken", broken, "损坏"),
        (
            "another document",
            replaced(
                &edited(&whole, "docProps/custom.xml", |_| String::new()),
                "基本情况表",
                "通讯录",
            ),
            "找不到表的标题",
        ),
    ] {
        let error = read_file(forms, &bytes).expect_err(name).to_string();
        assert!(error.contains(part), "{name}: {error}");
    }
}
