//! Cells of a roster of which a part is crossed out, or that are crossed out beside a name that is not: what is
//! crossed out is no part of a name, and is told.

use tuogou::exchange::roster::plan::ReadOptions;
use tuogou::exchange::roster::reading::read;

use crate::roster_files::{book, cells, docx, edited, struck_book};
use crate::rosters::rows;

const ROSTER: &str = "序号|名称|业务主管单位|脱钩状态\n1|洛阳市钓鱼协会|洛阳市体育局|拟脱钩\n2|洛阳市物流协会|洛阳市商务局|已脱钩";
const NAMES: [&str; 2] = [
    "1 洛阳市钓鱼协会 洛阳市体育局 拟",
    "2 洛阳市物流协会 洛阳市商务局 已",
];

/// A part of a file with a text in it made another.
fn with(whole: &[u8], part: &str, old: &str, new: &str) -> Vec<u8> {
    let mut found = 0;
    let bytes = edited(whole, |_, name, bytes| {
        if name == part {
            let xml = String::from_utf8(std::mem::take(bytes)).expect("UTF-8");
            found += xml.matches(old).count();
            *bytes = xml.replacen(old, new, 1).into_bytes();
        }
    });
    assert_eq!(found, 1, "{old} in {part}");
    bytes
}

#[test]
fn a_part_that_is_crossed_out_is_no_part_of_a_name() {
    let workbook = with(
        &book(ROSTER, &[]),
        "xl/sharedStrings.xml",
        "<si><t>洛阳市物流协会</t></si>",
        "<si><r><rPr><strike/><sz val=\"11\"/></rPr><t>洛阳市仓储&amp;配送协会</t></r><r><t xml:space=\"preserve\"> 洛阳市物流协会</t></r><rPh sb=\"0\" eb=\"1\"><t>luo</t></rPh></si>",
    );
    let word = docx(&[cells(ROSTER)]);
    let run = "<w:r><w:rPr /><w:t xml:space=\"preserve\">洛阳市物流协会</w:t></w:r>";
    let struck = "<w:r><w:rPr><w:strike/></w:rPr><w:t>洛阳市仓储&amp;配送协会</w:t></w:r>";
    let word = with(&word, "word/document.xml", run, &format!("{struck}{run}"));
    let page = |name: &str| {
        let lines = cells(ROSTER);
        let lines = lines.iter().map(|line| {
            let texts = line.iter().map(|text| format!("<td>{text}</td>"));
            format!("<tr>{}</tr>", texts.collect::<String>())
        });
        let page = format!("<html><table>{}</table></html>", lines.collect::<String>());
        page.replace("洛阳市物流协会", name)
    };
    let web = page("<s>洛阳市仓储&amp;配送协会</s>洛阳市物流协会").into_bytes();
    for (make, bytes) in [("xlsx", workbook), ("docx", word), ("web page", web)] {
        let plan = read(&bytes, &ReadOptions::default()).expect(make);
        assert_eq!(rows(&plan), NAMES, "{make}");
        assert!(plan.problems.is_empty(), "{make}: {:?}", plan.problems);
        let hints: Vec<&str> = plan
            .hints
            .iter()
            .map(|hint| hint.message.as_str())
            .collect();
        let told = "有 1 格的一部分字加了删除线，这部分没有读入：";
        let hint = hints
            .iter()
            .find(|hint| hint.starts_with(told))
            .expect(make);
        assert!(hint.ends_with("“洛阳市仓储&配送协会”"), "{make}: {hint}");
    }
    // All runs are crossed out: then the row is, as where the cell is.
    let whole = with(
        &book(ROSTER, &[]),
        "xl/sharedStrings.xml",
        "<si><t>洛阳市物流协会</t></si>",
        "<si><r><rPr><strike/></rPr><t>洛阳市</t></r><r><rPr><strike val=\"1\"/></rPr><t>物流协会</t></r></si>",
    );
    let plan = read(&whole, &ReadOptions::default()).expect("a roster");
    assert_eq!(rows(&plan), NAMES);
    assert!(plan.hints.iter().any(|hint| {
        hint.message
            .starts_with("有 1 行加了删除线，也读入了：第 3 行")
    }));
}

#[test]
fn a_unit_or_state_that_is_crossed_out_beside_a_name_is_told() {
    for (at, told) in [
        (
            (1, 2),
            "有 1 行的主管单位加了删除线，名称没有，仍照读：第 2 行",
        ),
        ((2, 3), "有 1 行的状态加了删除线，名称没有，仍照读：第 3 行"),
        ((2, 0), "有 1 行的序号加了删除线，名称没有，仍照读：第 3 行"),
    ] {
        let plan = read(&struck_book(ROSTER, &[at]), &ReadOptions::default()).expect("a roster");
        assert_eq!(rows(&plan), NAMES);
        let hints: Vec<&str> = plan
            .hints
            .iter()
            .map(|hint| hint.message.as_str())
            .collect();
        assert!(hints.contains(&told), "{told}: {hints:?}");
    }
    // The whole row: that is said once.
    let row = [(1, 0), (1, 1), (1, 2), (1, 3)];
    let plan = read(&struck_book(ROSTER, &row), &ReadOptions::default()).expect("a roster");
    let hints: Vec<&str> = plan
        .hints
        .iter()
        .map(|hint| hint.message.as_str())
        .collect();
    assert_eq!(
        hints.iter().filter(|hint| hint.contains("删除线")).count(),
        1,
        "{hints:?}"
    );
}
