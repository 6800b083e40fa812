//! Forms that were filled in by hand in Word, WPS and Excel: ways to tick, to cross out, to put in and take away rows
//! and columns. Each is read right, or told with its place; nothing is read as something else without a word.

use predicates::prelude::*;
use predicates::str::contains;

use crate::forms_back::{form, import};
use crate::roster_files::edited;
use crate::support::Home;

/// What a form in Word is made to say, and what is said of it.
struct Case {
    name: &'static str,
    /// What stands in the document, and what stands there afterwards.
    edits: Vec<(String, String)>,
    /// All of this is said.
    says: &'static [&'static str],
}

fn run(text: &str, look: &str) -> String {
    format!("<w:r><w:rPr>{look}</w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

/// A run as the program writes it.
fn written(text: &str) -> String {
    run(text, "<w:sz w:val=\"21\"/><w:szCs w:val=\"21\"/>")
}

fn field_of(instruction: &str) -> String {
    format!(
        "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r>\
         <w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
    )
}

/// An edit of the text of 法定代表人.
fn name(with: String) -> Vec<(String, String)> {
    vec![(written("李四"), with)]
}

/// An edit of the boxes of 是否单独建账 …, which is 是.
fn boxes(yes: &str, no: &str) -> Vec<(String, String)> {
    let end = "</w:p>";
    let paragraph = "<w:p><w:pPr></w:pPr>";
    let old = format!(
        "{}{}{end}{paragraph}{}{}",
        written("☑"),
        written(" 是"),
        written("□"),
        written(" 否")
    );
    vec![(old, format!("{yes}{end}{paragraph}{no}"))]
}

/// The cases of a document, without the content controls and with them.
fn check(answers: &[&[&str]], cases: Vec<Case>) {
    let whole = form(answers, "docx");
    for case in cases {
        let mut edits = 0;
        let bytes = edited(&whole, |_, part, bytes| {
            if part == "word/document.xml" {
                let mut xml = String::from_utf8(std::mem::take(bytes)).expect("UTF-8");
                for (old, new) in &case.edits {
                    edits += usize::from(xml.contains(old));
                    xml = xml.replacen(old, new, 1);
                }
                *bytes = xml.into_bytes();
            }
        });
        assert_eq!(edits, case.edits.len(), "{}: nothing to edit", case.name);
        let home = Home::new();
        let done = import(&home, &bytes, "表.docx", &["--dry-run"]);
        let said = String::from_utf8_lossy(&done.get_output().stdout).into_owned();
        for says in case.says {
            assert!(said.contains(says), "{}: no {says} in {said}", case.name);
        }
    }
}

#[test]
fn words_that_are_crossed_out_hidden_or_drawn_are_told() {
    let case = |name, edits, says| Case { name, edits, says };
    let picture = "<w:r><w:drawing><a/></w:drawing></w:r>";
    let in_box = |text: &str| {
        format!(
            "<w:r><w:pict><w:txbxContent><w:p>{}</w:p></w:txbxContent></w:pict></w:r>",
            run(text, "")
        )
    };
    check(
        &[&["a2.1.legal_rep", "李四"]],
        vec![
            case(
                "an answer struck out, another beside it",
                name(run("王五", "<w:strike/>") + &written("李四")),
                &[
                    "（一）基本信息 第 2 行第 2 格",
                    "「王五」加了删除线",
                    "1 个问题",
                ],
            ),
            case(
                "an answer struck out",
                name(run("李四", "<w:dstrike/>")),
                &["「李四」加了删除线", "1 个问题"],
            ),
            case(
                "no longer struck out",
                name(run("李四", "<w:strike w:val=\"0\"/>")),
                &["改为 李四", "0 个问题"],
            ),
            case(
                "hidden",
                name(run("王五", "<w:vanish/>") + &written("李四")),
                &["「王五」是隐藏的文字", "1 个问题"],
            ),
            case(
                "deleted and put in under revision",
                name(format!(
                    "<w:del w:id=\"1\"><w:r><w:delText>王五</w:delText></w:r></w:del><w:ins w:id=\"2\">{}</w:ins>",
                    written("李四")
                )),
                &["改为 李四", "0 个问题"],
            ),
            case(
                "how it is spoken, over it",
                name(format!(
                    "<w:r><w:ruby><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>",
                    run("lǐ sì", ""),
                    run("李四", "")
                )),
                &["改为 李四", "0 个问题"],
            ),
            case(
                "in a text box",
                name(in_box("李四")),
                &["文本框里的「李四」没有读入", "1 个问题"],
            ),
            case(
                "a picture",
                name(picture.into()),
                &["这里是图片", "1 个问题"],
            ),
            case(
                "a seal over an answer",
                name(picture.to_owned() + &written("李四")),
                &["改为 李四", "0 个问题"],
            ),
            case(
                "a table in the cell",
                vec![(
                    written("李四") + "</w:sdtContent></w:sdt></w:p>",
                    written("李四")
                        + "</w:sdtContent></w:sdt></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl><w:p></w:p>",
                )],
                &["这一格里套着一张表", "1 个问题"],
            ),
        ],
    );
}

#[test]
fn ticks_are_read_or_told_however_they_are_made() {
    let case = |name, (yes, no): (&str, &str), says| Case {
        name,
        edits: boxes(yes, no),
        says,
    };
    let plain = |text: &str| run(text, "");
    let ring = field_of(r"eq \o\ac(○,是)");
    let simple = format!(
        "<w:fldSimple w:instr=\" eq \\o\\ac(□,√) \"><w:r><w:t/></w:r></w:fldSimple>{}",
        plain("是")
    );
    let control = |state: &str, shown: &str| {
        format!(
            "<w:sdt><w:sdtPr><w14:checkbox xmlns:w14=\"x\"><w14:checked w14:val=\"{state}\"/></w14:checkbox></w:sdtPr>\
             <w:sdtContent>{}</w:sdtContent></w:sdt>",
            plain(shown)
        )
    };
    let legacy = |state: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"><w:ffData><w:checkBox><w:default w:val=\"0\"/>{state}</w:checkBox>\
             </w:ffData></w:fldChar></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
        )
    };
    let yes: &[&str] = &["有无专职出纳会计人员：（未填） 改为 是", "0 个问题"];
    let symbol =
        |code: &str| format!("<w:r><w:sym w:font=\"Segoe UI Symbol\" w:char=\"{code}\"/></w:r>");
    let cases = vec![
        case(
            "a tick behind, after a blank",
            (&plain("□ 是 √"), &plain("□ 否")),
            yes,
        ),
        case(
            "in brackets behind",
            (&plain("是（√）"), &plain("否（ ）")),
            yes,
        ),
        case(
            "in brackets behind, boxes before",
            (&plain("□是（√）"), &plain("□否")),
            yes,
        ),
        case("another tick", (&plain("🗹 是"), &plain("☐ 否")), yes),
        case("a sign of logic", (&plain("∨是"), &plain("□否")), yes),
        case("a field in one element", (&simple, &plain("□否")), yes),
        case(
            "off, said in words",
            (
                &(legacy("<w:checked w:val=\"on\"/>") + &plain("是")),
                &(legacy("<w:checked w:val=\"off\"/>") + &plain("否")),
            ),
            yes,
        ),
        case(
            "a tick typed over a box that is not ticked",
            (
                &(control("0", "√") + &plain("是")),
                &(control("0", "☐") + &plain("否")),
            ),
            yes,
        ),
        case(
            "a symbol of another font",
            (
                &(symbol("2611") + &plain("是")),
                &(symbol("2610") + &plain("否")),
            ),
            yes,
        ),
        case(
            "the word underlined",
            (&run("□是", "<w:u w:val=\"single\"/>"), &plain("□否")),
            &[
                "「□是」只是加了下划线、颜色、底色或圈，没有打勾",
                "1 个问题",
            ],
        ),
        case(
            "the word in another colour",
            (&run("□是", "<w:color w:val=\"FF0000\"/>"), &plain("□否")),
            &["没有打勾", "1 个问题"],
        ),
        case(
            "the word ringed",
            (&(plain("□") + &ring), &plain("□否")),
            &["「是」只是加了下划线、颜色、底色或圈", "1 个问题"],
        ),
        case(
            "the other option struck out",
            (&plain("□是"), &run("□否", "<w:strike/>")),
            &["「□否」加了删除线", "1 个问题"],
        ),
        case(
            "a tick and a cross",
            (&plain("√是"), &plain("×否")),
            &["既有 √ 又有 ×", "1 个问题"],
        ),
        case(
            "all in black, underlined blanks",
            (&run("√是", "<w:color w:val=\"000000\"/>"), &plain("□否")),
            yes,
        ),
    ];
    check(&[&["a2.4.books", "是"]], cases);
}

/// The element of a name around a text.
fn around<'x>(xml: &'x str, text: &str, name: &str) -> &'x str {
    let at = xml.find(text).expect(text);
    let from = xml[..at].rfind(&format!("<w:{name}>")).expect(name);
    let end = format!("</w:{name}>");
    let to = at + xml[at..].find(&end).expect(name) + end.len();
    &xml[from..to]
}

#[test]
fn rows_cells_and_tables_that_moved_are_not_read_as_others() {
    let whole = form(
        &[
            &["a2.4.books", "是"],
            &["a2.4.budget", "否"],
            &["a2.4.resettle", "是"],
            &["a2.1.members_org", "12"],
            &["a2.1.members_ind", "178"],
            &["a2.5.retired", "是"],
            &[
                "a2.5.retired_tbl",
                "会长|周八|原商务局|2018-10",
                "会长|吴九|原财政局|2019-03",
            ],
            &["a2.3.legal", "是"],
            &["a2.3.legal_list", "年检", "评比"],
        ],
        "docx",
    );
    let with = |edit: &dyn Fn(String) -> String| {
        edited(&whole, |_, part, bytes| {
            if part == "word/document.xml" {
                let xml = String::from_utf8(std::mem::take(bytes)).expect("UTF-8");
                *bytes = edit(xml).into_bytes();
            }
        })
    };
    let said = |bytes: &[u8]| {
        let home = Home::new();
        let done = import(&home, bytes, "表.docx", &["--dry-run", "--partial"]);
        String::from_utf8_lossy(&done.get_output().stdout).into_owned()
    };

    let gone = said(&with(&|xml| {
        xml.replacen(around(&xml, "是否单独建账", "tr"), "", 1)
    }));
    assert!(
        gone.contains("1 个问题") && gone.contains("缺少「是否单独建账"),
        "{gone}"
    );
    assert!(
        gone.contains("分流人员的财政资金：（未填） 改为 是"),
        "{gone}"
    );
    assert!(!gone.contains("有无专职出纳会计人员：（未填）"), "{gone}");

    let swapped = said(&with(&|xml| {
        let xml = xml.replace("<w:alias w:val=\"a2.1.members", "<w:alias w:val=\"lost");
        xml.replace("单位会员数", "甲")
            .replace("个人会员数", "单位会员数")
            .replace('甲', "个人会员数")
    }));
    assert!(swapped.contains("印好的文字被改动"), "{swapped}");
    assert!(
        !swapped.contains("改为 178") && !swapped.contains("改为 12"),
        "{swapped}"
    );

    let turned = said(&with(&|xml| xml.replacen("退（离）休时间", "单位名称", 1)));
    assert!(turned.contains("应为「退（离）休时间」"), "{turned}");
    assert!(!turned.contains("改为 会长|周八"), "{turned}");

    let twice = said(&with(&|xml| {
        let (head, rest) = xml.split_once("<w:body>").expect("a body");
        let (body, end) = rest.split_once("<w:sectPr").expect("a section");
        format!("{head}<w:body>{body}{body}<w:sectPr{end}")
    }));
    assert!(twice.contains("文件里不止一张表"), "{twice}");

    let other =
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>邮编</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:sectPr";
    let more = said(&with(&|xml| xml.replacen("<w:sectPr", other, 1)));
    assert!(more.contains("多出一张表格「邮编」"), "{more}");

    // A column put in on the right that is blank, and a cell merged over two rows, say nothing else.
    let column = said(&with(&|xml| {
        let row = around(&xml, "住所地址", "tr").to_owned();
        let wider = row.replace("</w:tr>", "<w:tc><w:p/></w:tc></w:tr>");
        xml.replacen(&row, &wider, 1)
    }));
    assert!(column.contains("0 个问题"), "{column}");
    let merged = said(&with(&|xml| {
        let row = around(&xml, "吴九", "tr").to_owned();
        let goes_on = row
            .replacen("<w:vAlign", "<w:vMerge/><w:vAlign", 1)
            .replacen("会长", "", 1);
        xml.replacen(&row, &goes_on, 1)
    }));
    assert!(
        merged.contains("会长|周八|原商务局|2018-10；会长|吴九|原财政局|2019-03"),
        "{merged}"
    );

    // A blank row, and the headings again on the next page, are none.
    let blank = said(&with(&|xml| {
        let row = around(&xml, "住所地址", "tr").to_owned();
        let cells = "<w:tr><w:tc><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr>";
        xml.replacen(&row, &format!("{cells}{row}"), 1)
    }));
    assert!(blank.contains("0 个问题"), "{blank}");
    let again = said(&with(&|xml| {
        let heading = around(&xml, "退（离）休时间", "tr").to_owned();
        let row = around(&xml, "吴九", "tr").to_owned();
        xml.replacen(&row, &format!("{heading}{row}"), 1)
    }));
    assert!(
        again.contains("会长|周八|原商务局|2018-10；会长|吴九|原财政局|2019-03"),
        "{again}"
    );
    assert!(again.contains("0 个问题"), "{again}");

    // Items that were counted otherwise are the same items.
    for (first, second) in [
        ("（一）年检", "（二）评比"),
        ("①年检", "②评比"),
        ("年检；2.评比", ""),
    ] {
        let list = said(&with(&|xml| {
            xml.replacen(">年检<", &format!(">{first}<"), 1)
                .replacen(">评比<", &format!(">{second}<"), 1)
                .replacen(">1.<", if second.is_empty() { ">1.<" } else { "><" }, 1)
                .replacen(">2.<", "><", 1)
        }));
        assert!(
            list.contains("改为 年检；评比") && list.contains("0 个问题"),
            "{first}: {list}"
        );
    }
}

/// Cells of a sheet: which, and the XML that stands in them.
fn sheet(whole: &[u8], cells: &[(&str, &str, &str)]) -> Vec<u8> {
    use calamine::Reader as _;
    let mut book: calamine::Xlsx<_> =
        calamine::Xlsx::new(std::io::Cursor::new(whole.to_vec())).expect("a workbook");
    let range = book.worksheet_range_at(0).expect("a sheet").expect("cells");
    edited(whole, |_, part, bytes| {
        if part != "xl/worksheets/sheet1.xml" {
            return;
        }
        let mut xml = String::from_utf8(std::mem::take(bytes)).expect("UTF-8");
        for (id, column, content) in cells {
            let row = range.rows().position(|row| row[0] == **id).expect(id) + 1;
            let begins = format!("<c r=\"{column}{row}\"");
            let Some(from) = xml.find(&begins) else {
                let line = xml.find(&format!("<row r=\"{row}\"")).expect("a row");
                let end = line + xml[line..].find("</row>").expect("its end");
                xml.insert_str(end, &format!("{begins}{content}</c>"));
                continue;
            };
            let tag = xml[from..].find('>').expect("a tag") + from;
            let to = if xml[..tag].ends_with('/') {
                tag + 1
            } else {
                from + xml[from..].find("</c>").expect("its end") + 4
            };
            xml.replace_range(from..to, &format!("{begins}{content}</c>"));
        }
        *bytes = xml.into_bytes();
    })
}

/// Cells as they are made: id of the line, column, XML.
type SheetCells<'c> = Vec<(&'c str, &'c str, String)>;

fn text(text: &str) -> String {
    format!(" t=\"inlineStr\"><is><t>{text}</t></is>")
}

#[test]
fn what_stands_beside_the_column_to_fill_in_is_told() {
    let whole = form(
        &[
            &["a2.5.retired", "是"],
            &["a2.5.retired_tbl", "会长|周八|原商务局|2018-10"],
            &["a2.3.legal", "是"],
            &["a2.3.legal_list", "年检"],
        ],
        "xlsx",
    );
    let li = text("李四");
    let struck =
        " t=\"inlineStr\"><is><r><rPr><strike/></rPr><t>王五</t></r><r><t>李四</t></r></is>";
    let cases: Vec<(&str, SheetCells<'_>, &[&str])> = vec![
        (
            "beside it",
            vec![("a2.1.legal_rep", "D", li.clone())],
            &["法定代表人：D 列写着「李四」", "1 个问题"],
        ),
        (
            "a remark beside an answer",
            vec![
                ("a2.1.legal_rep", "C", li.clone()),
                ("a2.1.legal_rep", "E", text("新任")),
            ],
            &["改为 李四", "0 个问题"],
        ),
        (
            "struck in part",
            vec![("a2.1.legal_rep", "C", struck.into())],
            &["法定代表人：加了删除线", "1 个问题"],
        ),
        (
            "true or false",
            vec![("a2.1.legal_rep", "C", " t=\"b\"><v>1</v>".into())],
            &["是逻辑值", "1 个问题"],
        ),
        (
            "a telephone as a number",
            vec![("a2.h.filler_tel", "C", "><v>37812345678</v>".into())],
            &["可能丢了开头的 0", "1 个问题"],
        ),
        (
            "a mobile telephone as a number",
            vec![("a2.h.filler_tel", "C", "><v>13812345678</v>".into())],
            &["改为 13812345678", "0 个问题"],
        ),
        (
            "headings of a table changed places",
            vec![
                ("a2.5.retired_tbl", "C", text("姓名")),
                ("a2.5.retired_tbl", "D", text("兼任行业协会商会职务")),
                ("a2.5.retired_tbl#1", "C", text("周八")),
                ("a2.5.retired_tbl#1", "D", text("会长")),
            ],
            &["改为 会长|周八|原商务局|2018-10", "0 个问题"],
        ),
        (
            "a heading of a table is another",
            vec![("a2.5.retired_tbl", "D", text("联系电话"))],
            &["表头中没有「姓名」", "1 个问题"],
        ),
        (
            "a row moved to the right",
            vec![("a2.5.retired_tbl#1", "G", text("正处"))],
            &["G 列写着「正处」", "1 个问题"],
        ),
        (
            "a table with its headings pasted into it",
            vec![
                ("a2.5.retired_tbl#2", "C", text("会长")),
                ("a2.5.retired_tbl#2", "D", text("周八")),
                ("a2.5.retired_tbl#2", "E", text("原商务局")),
                ("a2.5.retired_tbl#2", "F", text("2018-10")),
                ("a2.5.retired_tbl#1", "C", text("兼任行业协会商会职务")),
                ("a2.5.retired_tbl#1", "D", text("姓名")),
                ("a2.5.retired_tbl#1", "E", text("原单位和职务")),
                ("a2.5.retired_tbl#1", "F", text("退（离）休时间")),
            ],
            &["改为 会长|周八|原商务局|2018-10\n", "0 个问题"],
        ),
        (
            "a row without its id",
            vec![
                ("a2.5.retired_tbl#2", "C", text("会长")),
                ("a2.5.retired_tbl#2", "D", text("吴九")),
                ("a2.5.retired_tbl#2", "A", text("")),
                (
                    "a2.5.retired_tbl",
                    "B",
                    text("退（离）休未满三年的领导干部情况"),
                ),
            ],
            &["会长|周八|原商务局|2018-10；会长|吴九||", "0 个问题"],
        ),
        (
            "several items in a cell",
            vec![("a2.3.legal_list#1", "C", text("1、年检；2、评比"))],
            &["改为 年检；评比", "0 个问题"],
        ),
        (
            "nothing, said by strokes",
            vec![("a2.3.legal_list#1", "C", text("/"))],
            &["改为 无\n", "0 个问题"],
        ),
    ];
    for (name, cells, says) in cases {
        let cells: Vec<(&str, &str, &str)> = cells
            .iter()
            .map(|(id, at, xml)| (*id, *at, xml.as_str()))
            .collect();
        let home = Home::new();
        let done = import(&home, &sheet(&whole, &cells), "表.xlsx", &["--dry-run"]);
        let said = String::from_utf8_lossy(&done.get_output().stdout).into_owned();
        for says in says {
            assert!(said.contains(says), "{name}: no {says} in {said}");
        }
    }
}

#[test]
fn a_sheet_is_found_by_its_head_wherever_that_has_moved() {
    let whole = form(&[&["a2.1.legal_rep", "李四"]], "xlsx");
    // The name of the sheet is changed, so that it is found by what stands in it.
    let renamed = edited(&whole, |_, part, bytes| {
        if part == "xl/workbook.xml" {
            let xml = String::from_utf8(std::mem::take(bytes)).expect("UTF-8");
            assert!(xml.contains("填写表"));
            *bytes = xml.replace("填写表", "Sheet1").into_bytes();
        }
    });
    import(&Home::new(), &renamed, "表.xlsx", &["--dry-run"])
        .success()
        .stdout(contains("改为 李四").and(contains("0 个问题")));
    let twice = sheet(&whole, &[("编号（请勿改动）", "D", &text("填写"))]);
    import(&Home::new(), &twice, "表.xlsx", &["--dry-run"])
        .success()
        .stdout(contains("“填写”有两列（C、D）").and(contains("改为 李四").not()));
    let unnamed = sheet(&whole, &[("编号（请勿改动）", "C", &text("填报"))]);
    import(&Home::new(), &unnamed, "表.xlsx", &["--dry-run"])
        .success()
        .stdout(contains("没有找到“填写”一列"));
}

#[test]
fn a_file_that_is_no_form_is_told_with_what_to_do() {
    let packed = edited(&form(&[], "docx"), |_, _, _| {});
    let other = |part: &str| {
        let mut new = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        new.start_file(part, options).expect("begun");
        new.finish().expect("finished").into_inner()
    };
    for (bytes, told) in [
        (
            b"%PDF-1.4 1 0 obj".to_vec(),
            "是 PDF 或图片，读不出所填的内容",
        ),
        (b"\xff\xd8\xff\xe0JFIF".to_vec(), "照着它在表里填写"),
        (other("交回/表.docx"), "请先解压，再导入解出来的文件"),
        (b"Rar!\x1a\x07".to_vec(), "请先解压"),
        (b"{\\rtf1 }".to_vec(), "打开后另存为 .docx 或 .xlsx"),
        (b"<html></html>".to_vec(), "打开后另存为 .docx 或 .xlsx"),
        (packed[..packed.len() / 2].to_vec(), "或者下载不完整"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(),
            "旧版 .doc、.xls",
        ),
    ] {
        import(&Home::new(), &bytes, "交回的文件", &["--dry-run"])
            .code(1)
            .stdout(contains(told));
    }
}
