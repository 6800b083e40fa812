//! Forms on the command line: fill in, check, write, read back, by running the binary.

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::contains;
use serde_json::Value;

use crate::roster_files::edited;
use crate::support::{Home, names};

/// The binary on a ledger of its own, in the summer of 2020.
fn tuogou(home: &Home, args: &[&str]) -> Command {
    let mut command = home.program();
    command.env("TUOGOU_AS_OF", "2020-07-20").args(args);
    command
}

fn text(path: &std::path::Path) -> String {
    path.to_string_lossy().into_owned()
}

#[test]
fn a_contradiction_is_listed_as_json_and_goes_when_corrected() {
    let home = Home::new();
    tuogou(&home, &["fill", "29", "a2.9.affil", "是"])
        .assert()
        .success();
    tuogou(&home, &["fill", "29", "a4.8.na", "不涉及此事项"])
        .assert()
        .success();
    let output = tuogou(&home, &["check", "--all", "--format", "json"])
        .output()
        .expect("runs");
    let found: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let found = found.as_array().expect("an array");
    let x04 = found.iter().find(|one| one["rule"] == "X04").expect("X04");
    assert_eq!(x04["no"], 29);
    assert_eq!(x04["severity"], "E");
    assert_eq!(x04["fields"], serde_json::json!(["a2.9.affil", "a4.8.na"]));
    assert!(
        x04["message"]
            .as_str()
            .is_some_and(|m| m.contains("脱钩前为是"))
    );
    tuogou(&home, &["fill", "29", "a4.8.na"]).assert().success();
    tuogou(&home, &["check", "29"])
        .assert()
        .success()
        .stdout(contains("X04").not());
}

#[test]
fn forms_of_one_of_a_unit_and_of_all_are_written_and_never_over_others() {
    let home = Home::new();
    let out = text(&home.path("表"));
    for (args, count) in [
        (&["export", "form", "basic", "29", "开封市冬泳协会"][..], 2),
        (
            &[
                "export",
                "form",
                "completion",
                "--unit",
                "商务局",
                "--format",
                "xlsx",
            ],
            4,
        ),
        (&["export", "plan", "--unit", "教育体育局"], 44),
        (&["export", "form", "basic", "--all", "--force"], 113),
    ] {
        let args = [args, &["--out", &out]].concat();
        tuogou(&home, &args)
            .assert()
            .success()
            .stdout(contains(format!("共写出 {count} 个文件")));
    }
    let files = std::fs::read_dir(home.path("表"))
        .expect("the folder")
        .count();
    assert_eq!(files, 113 + 4 + 44);
    tuogou(
        &home,
        &["export", "form", "basic", "29", "30", "--out", &out],
    )
    .assert()
    .code(1)
    .stderr(contains("已经存在，没有写出任何文件"));
    tuogou(
        &home,
        &["export", "plan", "29", "--format", "xlsx", "--out", &out],
    )
    .assert()
    .code(1)
    .stderr(contains("实施方案只有 Word 格式"));
    // Nothing changed: nothing would be imported from the whole folder but the forms.
    tuogou(
        &home,
        &[
            "import",
            "form",
            &text(&home.path("表").join("029-开封市钓鱼协会-基本情况表.docx")),
            "--dry-run",
        ],
    )
    .assert()
    .success()
    .stdout(contains("共 1 个文件，0 处改动"));
}

#[test]
fn an_office_uses_a_template_of_its_own_for_the_plan() {
    let home = Home::new();
    let template = home.path("模板.j2");
    let out = text(&home.path("出"));
    std::fs::write(
        &template,
        "# {{ name }}方案\n责任 {{ slot(\"a3.1.office\") }}",
    )
    .expect("written");
    let template = text(&template);
    tuogou(&home, &["fill", "29", "a3.1.office", "体育科"])
        .assert()
        .success();
    let export = [
        "export",
        "plan",
        "29",
        "--out",
        &out,
        "--template",
        &template,
    ];
    tuogou(&home, &export)
        .assert()
        .success()
        .stdout(contains("还有 14 处未填"));
    let file = home.path("出").join("029-开封市钓鱼协会-实施方案.docx");
    let bytes = std::fs::read(file).expect("the plan");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a document");
    let mut part = archive.by_name("word/document.xml").expect("its text");
    let mut xml = String::new();
    std::io::Read::read_to_string(&mut part, &mut xml).expect("text");
    assert!(xml.contains("开封市钓鱼协会方案") && xml.contains("责任 体育科"));
    std::fs::write(&template, "# {{ nmae }}").expect("written");
    let export = [&export[..], &["--force"]].concat();
    tuogou(&home, &export)
        .assert()
        .code(1)
        .stderr(contains("模板第 1 行有误"));
}

#[test]
fn a_unit_gets_a_file_of_its_own_and_hands_it_back() {
    let home = Home::new();
    let file = text(&home.path("商务局.db"));
    tuogou(
        &home,
        &["export", "bundle", "--unit", "商务局", "--out", &file],
    )
    .assert()
    .success()
    .stdout(contains("开封市商务局 6 家"));
    tuogou(
        &home,
        &["export", "bundle", "--unit", "商务局", "--out", &file],
    )
    .assert()
    .code(1)
    .stderr(contains("不能覆盖"));
    tuogou(
        &home,
        &["--ledger", &file, "tick", "86", "P2", "--note", "文件在案"],
    )
    .env("TUOGOU_USER", "李四")
    .assert()
    .success();
    tuogou(&home, &["tick", "87", "P2"]).assert().success();
    tuogou(&home, &["import", "bundle", &file, "--dry-run"])
        .assert()
        .success()
        .stdout(contains("计入 1 处，两边都改过 0 处").and(contains("已办，文件在案（李四")))
        .stdout(contains("只是预览，没有记入台账"));
    let output = tuogou(&home, &["import", "bundle", &file, "--format", "json"])
        .output()
        .expect("runs");
    let merged: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(merged["unit"], "开封市商务局");
    assert_eq!(merged["recorded"], true);
    assert_eq!(merged["lines"][0]["theirs"]["by"], "李四");
    tuogou(&home, &["history", "--limit", "1"])
        .assert()
        .success()
        .stdout(contains("合并分册 开封市商务局：1 处"));
    tuogou(&home, &["import", "bundle", &text(&home.ledger())])
        .assert()
        .code(1)
        .stderr(contains("不是单位分册"));
}

#[test]
fn the_ledger_goes_out_as_a_workbook_and_the_roster_as_text() {
    let home = Home::new();
    let book = text(&home.path("台账.xlsx"));
    tuogou(&home, &["export", "ledger", "--out", &book])
        .assert()
        .success()
        .stdout(contains("台账.xlsx"));
    tuogou(&home, &["export", "ledger", "--out", &book])
        .assert()
        .code(1)
        .stderr(contains("已经存在"));
    tuogou(&home, &["export", "roster", "--unit", "商务局"])
        .assert()
        .success()
        .stdout(predicates::str::starts_with("\u{feff}序号,名称"))
        .stdout(contains("86,开封市酒业协会,开封市商务局"));
    let output = tuogou(
        &home,
        &[
            "export", "roster", "--status", "planned", "--format", "json",
        ],
    )
    .output()
    .expect("runs");
    let rows: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(rows.as_array().map(Vec::len), Some(113));
    tuogou(&home, &["export", "roster", "--format", "xlsx"])
        .assert()
        .code(1)
        .stderr(contains("--out"));
    tuogou(&home, &["export", "ledger", "--format", "csv"])
        .assert()
        .code(2);
}

#[test]
fn import_takes_whole_files_or_what_is_readable_when_asked() {
    let home = Home::new();
    let out = text(&home.path("收"));
    tuogou(&home, &["fill", "29", "a2.1.address", "鼓楼区1号"])
        .assert()
        .success();
    tuogou(&home, &["fill", "29", "a2.4.fix_state", "12.5"])
        .assert()
        .success();
    tuogou(&home, &["export", "form", "basic", "29", "--out", &out])
        .assert()
        .success();
    let file = home.path("收").join("029-开封市钓鱼协会-基本情况表.docx");
    let bytes = std::fs::read(&file).expect("the form");
    let bytes = crate::office::replaced(&bytes, "鼓楼区1号", "龙亭区2号");
    let bytes = crate::office::replaced(&bytes, ">12.5<", ">约50<");
    std::fs::write(&file, bytes).expect("edited");
    tuogou(&home, &["import", "form", &out])
        .assert()
        .code(1)
        .stdout(contains("改动 住所地址：鼓楼区1号 改为 龙亭区2号"))
        .stdout(contains("问题 （四）资产财务情况").and(contains("约数")))
        .stderr(contains("--partial"));
    let shown = |part: &str| {
        tuogou(&home, &["form", "29", "basic"])
            .assert()
            .success()
            .stdout(contains(part));
    };
    shown("鼓楼区1号");
    tuogou(&home, &["import", "form", &out, "--partial"])
        .assert()
        .success()
        .stdout(contains("已记录：导入 开封市钓鱼协会 基本情况表：5 处"));
    shown("龙亭区2号");
    tuogou(&home, &["undo"]).assert().success();
    shown("鼓楼区1号");
    tuogou(
        &home,
        &["import", "form", &out, "--association", "30", "--partial"],
    )
    .assert()
    .stdout(contains("不是 30 "));
    tuogou(&home, &["import", "form", &text(&home.path("没有"))])
        .assert()
        .code(1);
}

#[test]
fn files_that_cannot_be_written_keep_no_other_back_and_are_named() {
    let home = Home::new();
    drop(home.open("张三"));
    let folder = home.path("出");
    let bulks: [&[&str]; 5] = [
        &["export", "form", "basic", "--all", "--out", "@"],
        &["export", "plan", "--unit", "教育体育局", "--out", "@"],
        &["export", "letter", "remind", "--all-late", "--out", "@"],
        &["export", "calendar", "--units", "@"],
        &["templates", "export", "@"],
    ];
    for args in bulks {
        let run = || {
            let mut program = home.program();
            for arg in args {
                program.arg(if *arg == "@" {
                    folder.as_os_str()
                } else {
                    arg.as_ref()
                });
            }
            program.args(["--force", "--as-of", "2020-12-31"]);
            program.assert()
        };
        run().success();
        let whole = names(&folder);
        std::fs::remove_dir_all(&folder).expect("cleared");
        // What no file can take the place of.
        let spoiled = [0, 1, whole.len() - 1].map(|at| &whole[at]);
        for name in spoiled {
            std::fs::create_dir_all(folder.join(name).join("x")).expect("in the way");
        }
        let failed = run().code(1);
        assert_eq!(names(&folder), whole, "all others are there");
        let output = failed.get_output();
        let said = String::from_utf8_lossy(&output.stderr);
        let listed = String::from_utf8_lossy(&output.stdout);
        let written = whole.len() - 3;
        let summed = format!("写出了 {written} 个文件，有 3 个没有写出：");
        assert!(said.contains(&summed), "{said}");
        assert!(said.contains("（是文件夹，不是文件）"), "{said}");
        assert!(
            listed.contains(&format!("共写出 {written} 个文件")),
            "{listed}"
        );
        for name in spoiled {
            assert!(said.contains(name) && !listed.contains(name), "{said}");
        }
        assert!(
            !said.contains("part") && !said.contains(".tuogou-"),
            "{said}"
        );
        std::fs::remove_dir_all(&folder).expect("cleared");
    }
}

#[test]
fn a_form_that_would_empty_answers_says_how_many_and_waits_for_a_word() {
    let home = Home::new();
    let out = text(&home.path("空"));
    for (ending, format) in [("docx", "docx"), ("xlsx", "xlsx")] {
        let export = [
            "export", "form", "basic", "29", "--out", &out, "--format", format,
        ];
        tuogou(&home, &export).assert().success();
        tuogou(&home, &["fill", "29", "a2.1.address", "鼓楼区1号"])
            .assert()
            .success();
        let blank = home.path("空");
        let blank = text(&blank.join(format!("029-开封市钓鱼协会-基本情况表.{ending}")));
        let import = |more: &[&str]| {
            let mut command = tuogou(&home, &["import", "form", &blank]);
            command.args(more);
            command.assert()
        };
        import(&[])
            .code(1)
            .stdout(contains("照办就会清空：").and(contains("住所地址")))
            .stderr(contains("--blank keep").and(contains("--blank clear")));
        import(&["--blank", "keep"])
            .success()
            .stdout(contains("空白不覆盖"));
        let shown = tuogou(&home, &["form", "29", "basic"])
            .output()
            .expect("runs");
        assert!(String::from_utf8_lossy(&shown.stdout).contains("鼓楼区1号"));
        import(&["--blank", "clear"])
            .success()
            .stdout(contains("鼓楼区1号 改为 （未填）"));
        let shown = tuogou(&home, &["form", "29", "basic"])
            .output()
            .expect("runs");
        assert!(!String::from_utf8_lossy(&shown.stdout).contains("鼓楼区1号"));
    }
}

#[test]
fn workbooks_that_were_changed_on_the_way_lose_nothing_in_silence() {
    let home = Home::new();
    tuogou(&home, &["demo", "--out", &text(&home.path("d.db"))])
        .assert()
        .success();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures/forms");
    for (file, part) in [
        ("form_inscol.xlsx", "：48 处改动，0 个问题"),
        ("form_formula.xlsx", "是公式，文件里没有存结果"),
        ("form_err.xlsx", "出错标记"),
        ("form_reg_num18.xlsx", "超过 15 位的数字"),
    ] {
        let file = text(&folder.join(file));
        let args = [
            "--ledger",
            &text(&home.path("d.db")),
            "import",
            "form",
            &file,
            "--dry-run",
        ];
        tuogou(&home, &args)
            .assert()
            .success()
            .stdout(contains(part));
    }
}

/// Ways in which Word and its users tick a box: what stands in its place, and behind its option.
const TICKED: [(&str, &str); 10] = [
    ("<w:t>□</w:t>", "√"),
    ("<w:t>（√）</w:t>", ""),
    ("<w:t>✅\u{fe0f}</w:t>", ""),
    (
        r#"<w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:sizeAuto/><w:checked/></w:checkBox></w:ffData></w:fldChar><w:instrText> FORMCHECKBOX </w:instrText><w:fldChar w:fldCharType="end"/>"#,
        "",
    ),
    (
        r#"<w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="1"/></w:checkBox></w:ffData></w:fldChar><w:instrText> FORMCHECKBOX </w:instrText><w:fldChar w:fldCharType="end"/>"#,
        "",
    ),
    (
        r#"<w:fldChar w:fldCharType="begin"/><w:instrText> eq \o\ac(□,√) </w:instrText><w:fldChar w:fldCharType="end"/>"#,
        "",
    ),
    (
        r#"<w:fldChar w:fldCharType="begin"/><w:instrText>EQ \o(□,√)</w:instrText><w:fldChar w:fldCharType="separate"/><w:t>□</w:t><w:fldChar w:fldCharType="end"/>"#,
        "",
    ),
    (
        r#"</w:r><w:r><w:rPr><w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/></w:rPr><w:t>R</w:t>"#,
        "",
    ),
    ("<w:t>&#xF052;</w:t>", ""),
    (
        r#"</w:r><w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="1"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:t>☐</w:t></w:r></w:sdtContent></w:sdt><w:r>"#,
        "",
    ),
];

#[test]
fn boxes_are_ticked_in_all_the_ways_of_word() {
    let home = Home::new();
    let folder = home.path("空表");
    tuogou(
        &home,
        &["export", "form", "basic", "29", "--out", &text(&folder)],
    )
    .assert()
    .success();
    let mut entries = std::fs::read_dir(&folder).expect("a folder");
    let form = entries.next().expect("a form").expect("an entry").path();
    let form = std::fs::read(form).expect("read");
    for (at, (sign, behind)) in TICKED.into_iter().enumerate() {
        let ticked = edited(&form, |_, name, bytes| {
            if name == "word/document.xml" {
                let xml = String::from_utf8(std::mem::take(bytes)).expect("UTF-8");
                let (before, after) = xml.split_once("是否是事业单位法人").expect("the row");
                let (between, rest) = after.split_once("□</w:t>").expect("the box");
                let between = &between[..between.rfind("<w:t").expect("a text")];
                let rest = rest.replacen(" 是</w:t>", &format!(" 是{behind}</w:t>"), 1);
                *bytes = format!("{before}是否是事业单位法人{between}{sign}{rest}").into_bytes();
            }
        });
        let file = home.path(&format!("{at}.docx"));
        std::fs::write(&file, ticked).expect("written");
        tuogou(&home, &["import", "form", &text(&file), "--dry-run"])
            .assert()
            .success()
            .stdout(
                contains("是否是事业单位法人")
                    .and(contains("改为 是"))
                    .and(contains("0 个问题")),
            );
    }
}

#[test]
fn a_folder_names_what_it_does_not_read() {
    let home = Home::new();
    let folder = home.path("交回");
    tuogou(
        &home,
        &["export", "form", "basic", "29", "--out", &text(&folder)],
    )
    .assert()
    .success();
    for name in ["旧表.doc", "扫描.pdf", "打包.zip", "~$旧表.doc"] {
        std::fs::write(folder.join(name), b"x").expect("written");
    }
    tuogou(&home, &["import", "form", &text(&folder), "--dry-run"])
        .assert()
        .success()
        .stdout(
            contains("旧表.doc")
                .and(contains("扫描.pdf"))
                .and(contains("打包.zip"))
                .and(contains("~$").not()),
        );
    let none = text(&folder.join("扫描.pdf"));
    tuogou(&home, &["import", "form", &none, "--dry-run"])
        .assert()
        .code(1);
}
