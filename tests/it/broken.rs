//! Broken files of every kind, and what the program says of them: in Chinese, with the place.

use std::path::Path;

use rusqlite::Connection;
use tuogou::domain::seal;

use crate::roster_files;
use crate::support::{Home, untouched};

/// Words of Latin letters that a sentence may hold: names of files, commands, options, formats and
/// fields.
const NAMES: &[&str] = &[
    "tuogou", "ledger", "out", "encoding", "map", "utf", "UTF", "XML", "CSV", "JSON", "TOML",
    "Word", "Excel", "docx", "xlsx", "xls", "csv", "toml", "json", "doc", "round", "config",
    "nothing", "broken", "folder", "colour", "demo", "partial", "PDF", "WPS",
];

/// Words of three and more Latin letters that are no known name.
fn strange(text: &str) -> Vec<&str> {
    let words = text.split(|c: char| !c.is_ascii_alphabetic() && c != '_');
    words
        .filter(|word| word.len() > 2 && !NAMES.contains(word))
        .collect()
}

/// What the program says when it is run with a file, which it has to refuse.
#[track_caller]
fn said(home: &Home, args: &[&str], file: &Path) -> String {
    let mut command = home.program();
    for arg in args {
        if *arg == "@" {
            command.arg(file);
        } else {
            command.arg(arg);
        }
    }
    let output = command.output().expect("runs");
    assert!(!output.status.success(), "{args:?} takes it");
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).expect("text"));
    let folder = home.path("").display().to_string();
    said.concat().replace(&folder, "")
}

#[track_caller]
fn expect(said: &str, sentence: &str, what: &str) {
    assert!(said.contains(sentence), "{what}: {said}");
    assert_eq!(strange(said), [""; 0], "{what}: {said}");
}

#[test]
fn what_the_test_looks_for_would_be_seen() {
    assert_eq!(
        strange("无法读取 ledger: No such file (os error 2)"),
        ["such", "file", "error"]
    );
}

#[test]
fn a_broken_file_is_refused_in_chinese_with_its_place() {
    let home = Home::new();
    home.open("张三");
    let form = ["import", "form", "@"];
    let roster = ["import", "roster", "@"];
    let good = home.path("名册.xlsx");
    let cells =
        "序号|名称|业务主管单位|备注\n1|洛阳市甲协会|乙局|拟脱钩\n2|洛阳市丙协会|乙局|已脱钩";
    std::fs::write(&good, roster_files::book(cells, &[])).expect("written");
    let good = good.to_str().expect("text");
    let new = [
        "--ledger",
        "nothing",
        "new",
        "--city",
        "洛阳",
        "--from",
        good,
        "--milestones",
        "@",
    ];
    let archive = ["import", "ledger", "@", "--out", "nothing.db"];
    let template = ["templates", "check", "@"];
    let book = roster_files::book("序号|名称|业务主管单位|备注\n1|甲|乙|拟脱钩", &[]);
    let with_part = |part: &str, body: &'static str| {
        roster_files::edited(&book, |_, name, bytes| {
            if name == part {
                *bytes = body.into();
            }
        })
    };
    let document = roster_files::docx(&[roster_files::cells("序号|名称\n1|甲")]);
    let cut_document = |body: &'static str| {
        roster_files::edited(&document, |_, name, bytes| {
            if name == "word/document.xml" {
                *bytes = body.into();
            }
        })
    };
    let sheet = "xl/worksheets/sheet1.xml";
    let wrong_toml = "这里写得不对，请检查引号、括号和等号，同一项也不能写两次";
    let cases: Vec<(&str, Vec<u8>, &[&str], String)> = vec![
        // TOML
        (
            "broken.toml",
            "[[milestone]]\nid = M1\n".into(),
            &new,
            format!("节点文件第 2 行第 6 列：{wrong_toml}"),
        ),
        (
            "broken.toml",
            "[[milestone]]\ntitle = '甲'\ntitle = '乙'\n".into(),
            &new,
            format!("节点文件第 3 行第 1 列：{wrong_toml}"),
        ),
        (
            "broken.toml",
            vec![0xff, 0xfe],
            &new,
            "不是 UTF-8 文字".into(),
        ),
        // CSV and other text
        (
            "broken.csv",
            b"\x81\xff\xff\x00\x01".to_vec(),
            &roster,
            "broken.csv".into(),
        ),
        ("broken.csv", Vec::new(), &roster, "文件是空的".into()),
        // JSON
        (
            "broken.json",
            "{\n  \"version\": 2,\n".into(),
            &archive,
            "第 3 行：文件到这里就断了".into(),
        ),
        (
            "broken.json",
            "{\n  \"version\" 2 }".into(),
            &archive,
            "第 2 行：不是正确的 JSON".into(),
        ),
        (
            "broken.json",
            "{\n  \"format\": 2 }".into(),
            &archive,
            "第 2 行：这里的值不是应有的种类或写法".into(),
        ),
        // Office files
        (
            "broken.xlsx",
            b"PK\x03\x04half".to_vec(),
            &roster,
            "文件不完整".into(),
        ),
        (
            "broken.docx",
            b"PK\x03\x04half".to_vec(),
            &form,
            "不是 Word".into(),
        ),
        (
            "broken.xlsx",
            with_part(sheet, "<worksheet><sheetData><row r=\"1\"><c"),
            &roster,
            "工作簿中的 XML 写得不对".into(),
        ),
        (
            "broken.xlsx",
            with_part(
                sheet,
                "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"n\"><v>x</v></c></row></sheetData></worksheet>",
            ),
            &roster,
            "有单元格的内容不是应有的种类".into(),
        ),
        (
            "broken.xlsx",
            with_part("xl/workbook.xml", "<workbook"),
            &form,
            "文件内容损坏".into(),
        ),
        (
            "broken.docx",
            cut_document("<w:document><w:body><w:p></w:body>"),
            &roster,
            "其中 XML 的起止标记对不上".into(),
        ),
        (
            "broken.docx",
            cut_document("<w:document><w:body><w:p"),
            &form,
            "其中的 XML 没有写完".into(),
        ),
        // Templates
        (
            "broken.md",
            vec![0xff, 0xfe],
            &template,
            "不是 UTF-8 文本".into(),
        ),
    ];
    for (at, (name, bytes, args, sentence)) in cases.iter().enumerate() {
        let file = home.path(name);
        std::fs::write(&file, bytes).expect("written");
        let said = said(&home, args, &file);
        expect(&said, sentence, &format!("case {at}"));
    }
}

#[test]
fn what_the_system_refuses_is_said_in_chinese() {
    let home = Home::new();
    home.open("张三");
    let folder = home.path("folder");
    std::fs::create_dir(&folder).expect("made");
    let nothing = home.path("nothing");
    for (args, file, sentence) in [
        (
            &["import", "roster", "@"][..],
            &nothing,
            "没有这个文件或文件夹",
        ),
        (&["import", "form", "@"], &nothing, "没有这个文件或文件夹"),
        (&["import", "bundle", "@"], &nothing, "没有这个文件或文件夹"),
        (
            &["import", "ledger", "@", "--out", "nothing.db"],
            &nothing,
            "没有这个文件或文件夹",
        ),
        (
            &["templates", "check", "@"],
            &nothing,
            "没有这个文件或文件夹",
        ),
        (&["import", "roster", "@"], &folder, "是文件夹，不是文件"),
        (
            &["export", "json", "--out", "@"],
            &nothing.join("a"),
            "那里已有同名的文件",
        ),
    ] {
        if sentence.starts_with("那里") {
            std::fs::write(&nothing, "").expect("written");
        }
        let said = said(&home, args, file);
        expect(&said, sentence, &format!("{args:?}"));
    }
}

#[test]
fn a_broken_configuration_is_told_in_chinese_with_its_place_and_the_rest_counts() {
    let home = Home::new();
    for (text, sentence) in [
        (
            "user = \"张三\"\ncolour = 1\n",
            "第 2 行第 1 列：不认识的栏 colour",
        ),
        ("user = 张三\n", "第 1 行第 8 列：这里写得不对"),
        (
            "\nuser = 3\n",
            "第 2 行第 8 列：这里的值不是应有的种类或写法",
        ),
    ] {
        let file = home.path("home/.config/tuogou/config.toml");
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("made");
        std::fs::write(&file, text).expect("written");
        let output = home.program().arg("stats").assert().success();
        let said = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
        let said = said.replace(&*file.to_string_lossy(), "");
        expect(&said, sentence, text);
    }
}

/// What another program has written into a ledger file, and sealed as this one does.
#[test]
fn a_broken_ledger_is_refused_in_chinese_with_its_place() {
    let round = "UPDATE document SET body = ";
    for (change, sentence) in [
        (
            format!("{round} '一' || char(10) || '[[' WHERE name = 'round.toml'"),
            "round.toml 第 1 行第 2 列：这里写得不对",
        ),
        (
            format!("{round} 'title = 3' WHERE name = 'round.toml'"),
            "round.toml 第 1 行第 ",
        ),
        (
            "DELETE FROM document WHERE name = 'round.toml'".into(),
            "本轮资料缺少 round.toml",
        ),
        (
            "INSERT INTO document (name, body) VALUES ('demo.toml', 'sentence = 1')".into(),
            "demo.toml 第 1 行第 12 列：这里的值",
        ),
    ] {
        let home = Home::new();
        home.open("张三");
        let conn = Connection::open(home.ledger()).expect("opens");
        let (named, kept): (String, String) = conn
            .query_row(
                "SELECT group_concat('DROP TRIGGER ' || name, ';'), group_concat(sql, ';')
                 FROM sqlite_schema WHERE name LIKE 'document_is_kept_%' OR tbl_name = 'ledger' AND type = 'trigger'",
                [],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .expect("triggers");
        conn.execute_batch(&named).expect("dropped");
        conn.execute_batch(&change).expect(&change);
        let mut query = conn
            .prepare("SELECT name, body FROM document")
            .expect("a query");
        let documents = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
        let documents: rusqlite::Result<_> = documents.expect("documents").collect();
        drop(query);
        let id: String = conn
            .query_row("SELECT id FROM ledger", [], |row| row.get(0))
            .expect("an id");
        let (id, roster) = (id.parse().expect("an id"), untouched().roster());
        let head = seal::of_origin(id, &documents.expect("documents"), &roster);
        conn.execute("UPDATE ledger SET seal = ?1", [head.seal.to_string()])
            .expect("sealed");
        conn.execute_batch(&kept).expect("put back");
        drop(conn);
        let said = said(&home, &["stats"], Path::new(""));
        expect(&said, sentence, &change);
    }
}
