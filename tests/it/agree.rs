//! What appears in two places is the same in both: findings and figures of the demonstration, on
//! several days of it.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use calamine::{Data, Range, Reader, Xlsx};
use serde_json::Value;
use tuogou::domain::finding::{self, Kind, Scope};

use crate::support::{Home, date};

/// Before anything, at the start, in the lively middle, late, and when all is over.
pub const DAYS: [&str; 6] = [
    "2020-06-12",
    "2020-07-20",
    "2020-08-21",
    "2020-10-20",
    "2020-12-05",
    "2021-01-15",
];

/// The demonstration with the whole of its history, made once.
pub static DEMO: LazyLock<Home> = LazyLock::new(|| {
    let home = Home::new();
    let last = date("2021-01-15");
    tuogou::app::demo::make(&home.ledger(), "张三".into(), Some(last)).expect("made");
    home
});

/// What the program says on a day, as JSON.
pub fn json(day: &str, args: &[&str]) -> Value {
    DEMO.json(&[&["--as-of", day], args].concat())
}

/// What it prints on a day.
pub fn lines(day: &str, args: &[&str]) -> Vec<String> {
    DEMO.lines(&[&["--as-of", day], args].concat())
}

/// A sheet of the workbook of a day, from its headings on.
pub fn sheet(day: &str, name: &str) -> Range<Data> {
    let file = DEMO.path(&format!("{day}-{name}.xlsx"));
    let out = file.to_str().expect("UTF-8");
    lines(day, &["export", "ledger", "--out", out]);
    let mut book: Xlsx<_> = calamine::open_workbook(&file).expect("a workbook");
    let range = book.worksheet_range(name).expect("a sheet");
    let end = range.end().expect("cells");
    range.range((1, 0), end)
}

/// What stands under a heading of a sheet.
pub fn column(sheet: &Range<Data>, heading: &str) -> Vec<String> {
    let headings = sheet.rows().next().expect("headings");
    let at = headings.iter().position(|cell| *cell == heading);
    let at = at.unwrap_or_else(|| panic!("no column {heading}"));
    let cells = sheet.rows().skip(1).map(|row| row[at].to_string());
    cells.collect()
}

fn ids(found: &Value) -> Vec<String> {
    let found = found.as_array().expect("a list").iter();
    found
        .map(|one| one["id"].as_str().expect("an id").to_owned())
        .collect()
}

#[test]
fn page_json_csv_workbook_and_leaders_page_have_the_same_findings() {
    let mut most = 0;
    for day in DAYS {
        let listed = ids(&json(day, &["findings"]));
        most = most.max(listed.len());
        let csv = lines(day, &["findings", "--format", "csv"]);
        let first = csv[1..].iter().map(|line| line.split(',').next());
        let first: Vec<&str> = first.flatten().collect();
        assert_eq!(first, listed, "CSV on {day}");
        assert_eq!(
            column(&sheet(day, "问题"), "编号"),
            listed,
            "workbook on {day}"
        );

        let mut story = DEMO.start(day, 120, 40);
        story.keys("<f11>");
        let shown = |story: &crate::support::Story| -> Vec<String> {
            let model = story.model();
            let lines = 0..model.findings.lines.len();
            lines
                .map(|line| {
                    model
                        .findings
                        .at(&model.ledger, line)
                        .expect("one")
                        .id
                        .clone()
                })
                .collect()
        };
        let page = shown(&story);
        let count = page.len();
        story.keys("<left>");
        assert_eq!(story.model().findings.kind, Some(Kind::LookBack));
        let look_back = shown(&story);
        assert_eq!([page, look_back].concat(), listed, "page on {day}");

        let file = DEMO.path(&format!("{day}.html"));
        let out = file.to_str().expect("UTF-8");
        lines(day, &["export", "report", "--out", out]);
        let html = std::fs::read_to_string(&file).expect("a page");
        let said = format!("问题清单待处理 {count} 条");
        assert_eq!(html.contains(&said), count > 0, "leader's page on {day}");
    }
    assert!(most > 100, "{most}");
}

#[test]
fn a_unit_and_an_association_have_their_part_of_everything() {
    let day = "2020-08-21";
    let model = DEMO.start(day, 120, 40);
    let ledger = &model.model().ledger;
    let of = |scope| {
        let found = finding::of(ledger, scope, date(day)).into_iter();
        found.map(|one| one.id).collect::<Vec<_>>()
    };
    let everything = of(Scope::Everything);
    let part = |whose: &BTreeSet<String>| {
        let all = everything.iter().filter(|id| whose.contains(*id));
        all.cloned().collect::<Vec<_>>()
    };
    let mut seen = BTreeSet::new();
    for unit in ledger.units().keys().map(Some).chain([None]) {
        let found = of(Scope::Unit(unit));
        let whose: BTreeSet<String> = found.iter().cloned().collect();
        assert_eq!(found, part(&whose), "in the order of everything");
        assert!(seen.is_disjoint(&whose), "one unit each");
        seen.extend(whose);
    }
    // What is left is about the city as a whole.
    let rest = everything.iter().filter(|id| !seen.contains(*id));
    assert!(rest.clone().count() > 5);
    assert!(rest.clone().all(|id| id.starts_with('D')), "{rest:?}");
    for ix in ledger.associations().keys() {
        let whose: BTreeSet<String> = of(Scope::Association(ix)).into_iter().collect();
        let papers = of(Scope::Papers(ix));
        let forms = of(Scope::Forms(ix));
        assert!(papers.iter().all(|id| whose.contains(id)), "{papers:?}");
        assert!(papers.ends_with(&forms), "{papers:?}");
    }
    // What `check` says is what the list has of the forms.
    let checked = json(day, &["check", "--all"]);
    let checked = checked.as_array().expect("a list").len();
    let listed = json(day, &["findings", "--all", "--kind", "forms"]);
    assert_eq!(checked, listed.as_array().expect("a list").len());
    assert!(checked > 10);
}
