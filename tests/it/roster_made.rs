//! Rosters that are made of known rows and read back: layout, words of the headings, merges and noise are
//! thrown. What is read is right, or something is said: never a wrong reading without a word. `TUOGOU_LONG=50`
//! tries 10,000.

use std::collections::BTreeSet;

use tuogou::exchange::roster::plan::{ReadOptions, RosterPlan};
use tuogou::exchange::roster::reading::read;

use crate::dice::{Dice, times};
use crate::roster_files::{Cells, Merge, docx, notice, text, xls, xlsx};
use crate::rosters::rows;

/// Rosters of one test.
const MADE: usize = 200;

const NAMES: [&str; 12] = [
    "钓鱼协会",
    "餐饮行业协会",
    "家具商会",
    "燃气协会",
    "奶业协会",
    "女企业家协会",
    "物流与采购联合会协会",
    "烟酒、副食品协会",
    "5A景区协会",
    "京剧艺术研究会",
    "建筑设备租赁行业商会",
    "汽车维修同业公会",
];
const UNITS: [&str; 7] = [
    "洛阳市教育体育局",
    "洛阳市商务局",
    "洛阳市工商业联合会",
    "市城管局",
    "洛阳市科学技术协会",
    "直接登记",
    "洛阳市民政局（原市老龄办）",
];
const NO: [&str; 4] = ["序号", "编号", "No.", "序  号"];
const NAME: [&str; 8] = [
    "协会名称",
    "行业协会商会名称",
    "行业协会（商会）名称",
    "协会、商会名称",
    "社会团体名称",
    "组织名称",
    "脱钩主体",
    "名  称",
];
const UNIT: [&str; 6] = [
    "业务主管单位",
    "主管单位",
    "归口管理部门",
    "行业主管部门",
    "挂靠单位",
    "业务主管单位（或原业务主管单位）",
];
const STATE: [&str; 6] = [
    "备注",
    "脱钩状态",
    "脱钩完成情况",
    "是否已脱钩",
    "改革进展",
    "脱钩情况",
];
const PLANNED: [&str; 5] = ["拟脱钩", "未脱钩", "计划2021年脱钩", "正在脱钩", "拟 脱 钩"];
const DECOUPLED: [&str; 4] = ["已脱钩", "已完成脱钩", "第二批已脱钩", "2019年已脱钩"];

struct KnownRow {
    name: String,
    unit: &'static str,
    planned: bool,
}

/// So many rows; those of one unit stand together.
fn known(dice: &mut Dice) -> Vec<KnownRow> {
    let mut names = BTreeSet::new();
    for _ in 0..2 + dice.below(6) {
        names.insert(*dice.one(&NAMES));
    }
    let mut rows: Vec<KnownRow> = names
        .into_iter()
        .map(|name| KnownRow {
            name: format!("洛阳市{name}"),
            unit: dice.one::<&str>(&UNITS),
            planned: dice.below(3) > 0,
        })
        .collect();
    rows.sort_by_key(|row| row.unit);
    rows
}

/// The rows as `rows` reads them out.
fn expected(known: &[KnownRow]) -> Vec<String> {
    let said = (1..).zip(known).map(|(no, row)| {
        let state = if row.planned { "拟" } else { "已" };
        format!("{no} {} {} {state}", row.name, row.unit)
    });
    said.collect()
}

/// A table of them, and the cells that are merged.
struct MadeTable {
    cells: Cells,
    merges: Vec<Merge>,
}

/// Numbers in one sign, and in Chinese.
const IN_ONE_SIGN: [char; 10] = ['㈠', '㈡', '㈢', '㈣', '㈤', '㈥', '㈦', '㈧', '㈨', '㈩'];
const CHINESE: [char; 10] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
/// Words of headings and states as they are written in traditional characters.
const TRADITIONAL: [(char, char); 18] = [
    ('序', '序'),
    ('号', '號'),
    ('协', '協'),
    ('会', '會'),
    ('业', '業'),
    ('务', '務'),
    ('单', '單'),
    ('脱', '脫'),
    ('钩', '鉤'),
    ('状', '狀'),
    ('态', '態'),
    ('备', '備'),
    ('称', '稱'),
    ('团', '團'),
    ('体', '體'),
    ('拟', '擬'),
    ('归', '歸'),
    ('门', '門'),
];

fn traditional(text: &str) -> String {
    let of = |c: char| TRADITIONAL.iter().find(|(simple, _)| *simple == c);
    text.chars()
        .map(|c| of(c).map_or(c, |(_, sign)| *sign))
        .collect()
}

fn noisy_name(dice: &mut Dice, no: usize, name: &str) -> String {
    match dice.below(16) {
        3 => format!("（{}）{name}", CHINESE[no - 1]),
        4 => format!("{}{name}", IN_ONE_SIGN[no - 1]),
        5 => format!("第{} {name}", CHINESE[no - 1]),
        0 => format!("{no}、{name}"),
        1 => format!(" {name}\u{200b}"),
        2 => name.replace("洛阳市", "洛阳市\n"),
        _ => name.to_owned(),
    }
}

fn noisy_unit(dice: &mut Dice, unit: &str) -> String {
    match dice.below(16) {
        4 => format!("（一）{unit}"),
        0 => unit.replace("洛阳市", "洛阳市 "),
        1 => format!("{unit}（2家）"),
        2 => format!("{unit}。"),
        3 => unit.replace('（', "(").replace('）', ")"),
        _ => unit.to_owned(),
    }
}

fn table(dice: &mut Dice, known: &[KnownRow]) -> MadeTable {
    let mut columns = vec![0, 1, 2, 3];
    for extra in 4..4 + dice.below(3) {
        columns.insert(dice.below(columns.len() + 1), extra);
    }
    if dice.below(4) == 0 {
        let (a, b) = (dice.below(columns.len()), dice.below(columns.len()));
        columns.swap(a, b);
    }
    let headings = [
        dice.one(&NO).to_string(),
        dice.one(&NAME).to_string(),
        dice.one(&UNIT).to_string(),
        dice.one(&STATE).to_string(),
        "会长单位名称".to_owned(),
        "联系电话".to_owned(),
    ];
    let is_traditional = dice.below(8) == 0;
    let of = |all: &[String; 6]| {
        let texts = columns.iter().map(|at| (*at, all[*at].clone()));
        let said = texts.map(|(at, text)| match at {
            // Names and units keep their characters.
            1 | 2 if !headings.contains(&text) => text,
            _ if is_traditional => traditional(&text),
            _ => text,
        });
        said.collect::<Vec<_>>()
    };
    let width = columns.len();
    let blank = || vec![String::new(); width];
    let alone = |text: &str| {
        let mut line = blank();
        text.clone_into(&mut line[0]);
        line
    };
    let mut cells: Cells = Vec::new();
    let mut merges: Vec<Merge> = Vec::new();
    if dice.below(2) == 0 {
        cells.push(alone("洛阳市行业协会商会脱钩改革名单"));
        merges.push((0, 0, 0, u16::try_from(width - 1).expect("few")));
    }
    if dice.below(4) == 0 {
        cells.push(blank());
    }
    cells.push(of(&headings));
    // 0: each row says it, 1: merged, 2: 同上, 3: blank below the first.
    let way = dice.below(4);
    let unit_at = columns.iter().position(|at| *at == 2).expect("a column");
    let unit_at = u16::try_from(unit_at).expect("few");
    let mut began = cells.len();
    for (at, row) in known.iter().enumerate() {
        let again = at > 0 && known[at - 1].unit == row.unit;
        let here = cells.len();
        began = if again { began } else { here };
        let unit = match way {
            1 | 3 if again => String::new(),
            2 if again => "同上".to_owned(),
            _ => noisy_unit(dice, row.unit),
        };
        if way == 1 && again {
            let line = |at: usize| u32::try_from(at).expect("few");
            merges.retain(|merge| merge.0 != line(began) || merge.2 != unit_at);
            merges.push((line(began), line(here), unit_at, unit_at));
        }
        let state = if row.planned {
            dice.one(&PLANNED)
        } else {
            dice.one(&DECOUPLED)
        };
        cells.push(of(&[
            (at + 1).to_string(),
            noisy_name(dice, at + 1, &row.name),
            unit,
            (*state).to_owned(),
            format!("洛阳{at}号有限公司"),
            "0379-63110000".to_owned(),
        ]));
        if dice.below(16) == 0 {
            cells.push(blank());
        }
    }
    match dice.below(5) {
        0 => cells.push(alone("合计")),
        1 => cells.push(alone("填表人：张三")),
        2 => cells.push(alone("注：截至2020年底")),
        _ => {}
    }
    // Turned: it is read, or refused.
    if dice.below(16) == 0 {
        let turned = (0..width).map(|at| cells.iter().map(|line| line[at].clone()).collect());
        return MadeTable {
            cells: turned.collect(),
            merges: Vec::new(),
        };
    }
    MadeTable { cells, merges }
}

/// A list of lines, in groups by state.
fn list(dice: &mut Dice, known: &[KnownRow]) -> String {
    let mark = *dice.one(&["{}.", "{}、", "（{}）", "- "]);
    let numbered = |no: usize| mark.replace("{}", &no.to_string());
    let part = *dice.one(&["（{}）", "：{}", "，{}", " {}"]);
    let lines = (1..).zip(known).map(|(no, row)| {
        let state = if row.planned {
            "拟脱钩"
        } else {
            "已脱钩"
        };
        let unit = part.replace("{}", row.unit);
        format!("{}{}{unit}，{state}", numbered(no), row.name)
    });
    let title = if dice.below(2) == 0 {
        "洛阳市名单\n"
    } else {
        ""
    };
    format!("{title}{}\n", lines.collect::<Vec<_>>().join("\n"))
}

/// A cell of a merge, as `from` is said to be: how many it goes on to the right and down. `None`
/// where another covers it.
fn spans(merges: &[Merge], row: usize, column: usize) -> Option<(u32, u32)> {
    let (row, column) = (u32::try_from(row).ok()?, u16::try_from(column).ok()?);
    let covers = |(from, to, first, last): &&Merge| {
        (*from..=*to).contains(&row) && (*first..=*last).contains(&column)
    };
    match merges.iter().find(covers) {
        None => Some((0, 0)),
        Some((from, to, first, last)) => {
            let is_corner = (row, column) == (*from, *first);
            is_corner.then(|| (u32::from(last - first), to - from))
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// A page as systems of offices give it out: attributes without quotes, rows that nothing ends.
fn web_page(cells: &Cells, merges: &[Merge]) -> String {
    let mut page =
        "<html><head><style>td > p {}</style></head><body><![if !vml]><table border=1>".to_owned();
    for (row, line) in cells.iter().enumerate() {
        page += "<TR>";
        for (column, text) in line.iter().enumerate() {
            if let Some((across, down)) = spans(merges, row, column) {
                let text = escaped(text)
                    .replace(' ', "&nbsp;")
                    .replace('\n', "\r\n   ");
                page.extend([format!(
                    "<td colspan={} rowspan=\"{}\">{text}</td>",
                    across + 1,
                    down + 1
                )]);
            }
        }
    }
    page + "</table><![endif]></body></html>"
}

/// Excel's XML of 2003.
fn spreadsheet(cells: &Cells, merges: &[Merge]) -> String {
    let mut xml = "<?xml version=\"1.0\"?><Workbook xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Styles><Style ss:ID=\"a\"/></Styles><Worksheet ss:Name=\"名册\"><Table>".to_owned();
    for (row, line) in cells.iter().enumerate() {
        xml += "<Row>";
        for (column, text) in line.iter().enumerate() {
            if let Some((across, down)) = spans(merges, row, column) {
                let text = escaped(text).replace('\n', "&#10;");
                xml.extend([format!(
                    "<Cell ss:Index=\"{}\" ss:MergeAcross=\"{across}\" ss:MergeDown=\"{down}\"><Data ss:Type=\"String\">{text}</Data></Cell>",
                    column + 1
                )]);
            }
        }
        xml += "</Row>";
    }
    xml + "</Table></Worksheet></Workbook>"
}

/// A file of some make.
fn made(dice: &mut Dice, known: &[KnownRow]) -> (&'static str, Vec<u8>) {
    let MadeTable { cells, merges } = table(dice, known);
    let one_line = |cells: &Cells| -> Cells {
        let cell = |text: &String| text.replace('\n', "");
        cells
            .iter()
            .map(|line| line.iter().map(cell).collect())
            .collect()
    };
    match dice.below(11) {
        0 | 1 => ("xlsx", xlsx(&[("名册", cells, &merges)])),
        2 => ("xls", xls("名册", &cells, &merges, false)),
        3 => ("csv", text(&cells, b',').into_bytes()),
        4 => ("tsv", text(&one_line(&cells), b'\t').into_bytes()),
        5 => ("docx", docx(&[one_line(&cells)])),
        6 => {
            let lines = one_line(&cells);
            let lines = lines.iter().map(|line| format!("| {} |", line.join(" | ")));
            (
                "markdown",
                lines.collect::<Vec<_>>().join("\n").into_bytes(),
            )
        }
        7 => ("list", list(dice, known).into_bytes()),
        8 => ("web page", web_page(&cells, &merges).into_bytes()),
        9 => ("XML", spreadsheet(&cells, &merges).into_bytes()),
        _ => {
            let rows = expected(known).into_iter().zip(known).zip(1..);
            let printed: Cells = rows
                .map(|((_, row), no): ((String, &KnownRow), i32)| {
                    let state = if row.planned {
                        "拟脱钩"
                    } else {
                        "已脱钩"
                    };
                    let texts = [&*no.to_string(), &row.name, row.unit, state];
                    texts.map(str::to_owned).to_vec()
                })
                .collect();
            let notice = notice(&printed);
            let tabs = if dice.below(2) == 0 { "\t" } else { "" };
            ("notice", notice.replace('\t', tabs).into_bytes())
        }
    }
}

fn is_silent(plan: &RosterPlan) -> bool {
    plan.problems.is_empty() && plan.notes.is_empty()
}

#[test]
fn what_is_made_of_known_rows_is_read_right_or_something_is_said() {
    let mut dice = Dice::new();
    let mut right = 0;
    let count = MADE * times();
    for _ in 0..count {
        let known = known(&mut dice);
        let (make, bytes) = made(&mut dice, &known);
        let options = ReadOptions {
            accept_proposed: dice.below(2) == 0,
            ..ReadOptions::default()
        };
        let Ok(plan) = read(&bytes, &options) else {
            continue;
        };
        let found = rows(&plan);
        // Half-width brackets are how that unit is written in this file.
        let same = |found: &[String]| {
            let whole = |line: &String| line.replace('(', "（").replace(')', "）");
            found.iter().map(whole).collect::<Vec<_>>() == expected(&known)
        };
        if same(&found) {
            right += 1;
        } else {
            let shown = String::from_utf8_lossy(&bytes);
            assert!(
                !is_silent(&plan),
                "{make}: {found:#?} of {:#?}\n{shown}",
                expected(&known)
            );
        }
    }
    // Something that is said is no excuse for reading little.
    assert!(right * 2 > count, "{right} of {count} were read");
}
