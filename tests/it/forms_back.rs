//! Forms that come back: what Excel and its users do to them on the way is read right or told, and no answer is
//! emptied without a word.

use predicates::prelude::*;
use predicates::str::contains;

use crate::roster_files::edited;
use crate::support::Home;

/// Runs the program on a ledger of this folder, in the summer of 2020.
fn tuogou(home: &Home, args: &[&str]) -> assert_cmd::assert::Assert {
    let mut program = home.program();
    program.env("TUOGOU_AS_OF", "2020-07-20").args(args);
    program.assert()
}

/// 基本情况表 of 开封市钓鱼协会 as a file, with these answers.
pub fn form(answers: &[&[&str]], format: &str) -> Vec<u8> {
    let home = Home::new();
    for answer in answers {
        let mut args = vec!["fill", "29"];
        args.extend(*answer);
        tuogou(&home, &args).success();
    }
    let folder = home.path("表").to_string_lossy().into_owned();
    let export = [
        "export", "form", "basic", "29", "--out", &folder, "--format", format,
    ];
    tuogou(&home, &export).success();
    let mut files = std::fs::read_dir(&folder).expect("a folder");
    let file = files.next().expect("a form").expect("an entry");
    std::fs::read(file.path()).expect("read")
}

pub fn import(home: &Home, bytes: &[u8], name: &str, more: &[&str]) -> assert_cmd::assert::Assert {
    let file = home.path(name);
    std::fs::write(&file, bytes).expect("written");
    let file = file.to_string_lossy().into_owned();
    let mut args = vec!["import", "form", &file];
    args.extend(more);
    tuogou(home, &args)
}

#[test]
fn what_excel_made_of_a_text_is_a_problem_and_no_answer() {
    for (text, why) in [
        ("#REF!", "出错标记"),
        ("#N/A", "出错标记"),
        ("#NAME?", "出错标记"),
        ("5.14103E+17", "超过 15 位"),
        ("6.22202E17", "超过 15 位"),
        ("=?", "没有存结果"),
    ] {
        for format in ["docx", "xlsx"] {
            let bytes = form(&[&["a2.1.address", text]], format);
            let home = Home::new();
            import(&home, &bytes, "表", &[])
                .code(1)
                .stdout(contains(format!("「{text}」")).and(contains(why)));
            tuogou(&home, &["form", "29", "basic"])
                .success()
                .stdout(contains(text).not());
        }
    }
    for text in ["#一号院", "12E3", "A座1e2"] {
        let bytes = form(&[&["a2.1.address", text]], "xlsx");
        import(&Home::new(), &bytes, "表", &["--dry-run"])
            .success()
            .stdout(contains(format!("改为 {text}")).and(contains("0 个问题")));
    }
}

#[test]
fn a_number_that_could_be_two_months_is_asked_about() {
    let row = "会长|周八|原商务局|2018-10";
    let whole = form(
        &[&["a2.5.retired", "是"], &["a2.5.retired_tbl", row]],
        "xlsx",
    );
    let number = |value: &str| {
        let mut at = 0;
        // Strings stand before the sheet in no fixed order: the first pass looks for the text.
        edited(&whole, |_, name, bytes| {
            if name == "xl/sharedStrings.xml" {
                let xml = String::from_utf8(bytes.clone()).expect("UTF-8");
                let before = xml.split_once(">2018-10<").expect("the text").0;
                at = before.matches("<si>").count() - 1;
            }
        });
        edited(&whole, |_, name, bytes| {
            if name == "xl/worksheets/sheet1.xml" {
                let xml = String::from_utf8(std::mem::take(bytes)).expect("UTF-8");
                let text = format!(" t=\"s\"><v>{at}</v>");
                assert!(xml.contains(&text), "the cell is there");
                *bytes = xml.replace(&text, &format!("><v>{value}</v>")).into_bytes();
            }
        })
    };
    let home = Home::new();
    import(&home, &number("2018.1"), "表.xlsx", &["--dry-run"])
        .success()
        .stdout(contains("看不出是 1 月还是 10 月"));
    for (value, month) in [
        ("2018.5", "2018-05"),
        ("2018.11", "2018-11"),
        ("43374", "不是年月"),
    ] {
        import(&home, &number(value), "表.xlsx", &["--dry-run"])
            .success()
            .stdout(contains(month).and(contains("看不出是").not()));
    }
}

#[test]
fn answers_that_a_file_empties_are_counted_apart() {
    let home = Home::new();
    tuogou(&home, &["fill", "29", "a2.1.address", "鼓楼区1号"]).success();
    tuogou(&home, &["fill", "29", "a2.1.legal_rep", "张三"]).success();
    let bytes = form(&[&["a2.1.legal_rep", "李四"]], "docx");
    import(&home, &bytes, "表.docx", &["--dry-run", "--blank", "clear"])
        .success()
        .stdout(
            contains("6 处改动（其中清空 1 处），0 个问题")
                .and(contains("共 1 个文件，6 处改动（其中清空 1 处）")),
        );
    import(&home, &bytes, "表.docx", &["--dry-run", "--blank", "keep"])
        .success()
        .stdout(contains("5 处改动，0 个问题，空白不覆盖 1 处"));
}

#[test]
fn in_the_terminal_blanks_are_asked_then_left_then_taken() {
    for (width, height) in [(80, 24), (120, 40)] {
        let home = Home::new();
        tuogou(&home, &["fill", "29", "a2.1.address", "鼓楼区1号"]).success();
        tuogou(&home, &["fill", "29", "a2.1.legal_rep", "张三"]).success();
        let bytes = form(&[&["a2.1.legal_rep", "李四"]], "xlsx");
        let file = home.path("表.xlsx");
        std::fs::write(&file, bytes).expect("written");
        let mut story = home.story("2020-07-20", width, height);
        let path = file.to_string_lossy().into_owned();
        story.keys(&format!("l<ctrl-u>{path}<enter>"));
        story.shows("将改 0 处").shows("照办就会清空");
        story.keys("<enter>").shows("空格定空白怎么办");
        story.keys(" ").shows("将改 5 处").shows("空白不覆盖 1 处");
        story.keys(" ").shows("将改 6 处，其中清空 1 处");
        story.keys(" ").shows("将改 0 处").shows("照办就会清空");
        story
            .keys("  <enter>")
            .shows("已记录：导入 开封市钓鱼协会 基本情况表");
        let (_, ledger) = home.open("李四");
        let field = ledger.round().field_ix("a2.1.address").expect("a field");
        assert!(
            ledger.answer(28.into(), field).is_none(),
            "emptied as agreed"
        );
    }
    // Without a blank there is nothing to turn.
    let home = Home::new();
    std::fs::write(home.path("表.docx"), form(&[], "docx")).expect("written");
    let mut story = home.story("2020-07-20", 80, 24);
    let path = home.path("表.docx").to_string_lossy().into_owned();
    story.keys(&format!("l<ctrl-u>{path}<enter> "));
    story.shows("没有台账已填而文件空白的栏");
}

#[test]
fn a_folder_names_scans_and_files_of_other_programs() {
    let home = Home::new();
    let folder = home.path("交回");
    std::fs::create_dir(&folder).expect("made");
    std::fs::write(folder.join("表.docx"), form(&[], "docx")).expect("written");
    let others = [
        "盖章.JPG",
        "版式.ofd",
        "文字.wps",
        "表格.et",
        "打包.rar",
        "名单.csv",
        "旧.xls",
    ];
    for name in others {
        std::fs::write(folder.join(name), b"x").expect("written");
    }
    for name in ["说明.txt", ".DS_Store", "~$表.docx"] {
        std::fs::write(folder.join(name), b"x").expect("written");
    }
    let path = folder.to_string_lossy().into_owned();
    let done = tuogou(&home, &["import", "form", &path, "--dry-run"]).success();
    let said = String::from_utf8_lossy(&done.get_output().stdout).into_owned();
    for name in others {
        assert!(said.contains(name), "{name} in {said}");
    }
    assert!(said.contains("共 8 个文件"), "{said}");
}
