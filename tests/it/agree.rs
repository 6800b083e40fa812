//! What appears in two places is the same in both: findings of the demonstration and who is late in
//! it, on several days. Figures: `walk`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use calamine::{Data, Range, Reader, Xlsx};
use serde_json::Value;
use tuogou::domain::finding::{self, Kind, Scope};

use crate::support::{Home, date};
use crate::walk::{between, letter};

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
    // What `check` says is what the list has of the papers.
    let checked = json(day, &["check", "--all"]);
    let checked = checked.as_array().expect("a list").len();
    let listed = ["forms", "signals"].map(|kind| {
        let listed = json(day, &["findings", "--all", "--kind", kind]);
        listed.as_array().expect("a list").len()
    });
    assert_eq!(checked, listed.iter().sum::<usize>());
    assert!(checked > 10);
}

#[test]
fn every_chapter_that_a_finding_cites_is_in_the_document() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let domain = std::fs::read_to_string(folder.join("docs/domain.md")).expect("the document");
    let mut cited = BTreeSet::new();
    for day in DAYS {
        let story = DEMO.start(day, 120, 40);
        let found = finding::of(&story.model().ledger, Scope::Everything, date(day));
        let chapters = found.into_iter().filter_map(|one| one.source.chapter);
        cited.extend(chapters.map(|chapter| chapter.to_string()));
    }
    assert!(
        cited.contains("D16") && cited.contains("4.8 X04"),
        "{cited:?}"
    );
    for word in cited.iter().flat_map(|chapter| chapter.split(' ')) {
        let heading = domain.contains(&format!("### {word} "));
        let row = domain.contains(&format!("**{word}**"));
        let plan = word.starts_with('P') && domain.contains("### 6.3 ");
        assert!(heading || row || plan, "docs/domain.md has no {word}");
    }
}

/// Who owes something by duty is red in overview and `stats`, stands in the circular, is counted on
/// the leader's page and gets a letter; nobody else is listed, counted or written to.
#[test]
fn who_owes_something_is_red_listed_counted_and_written_to() {
    let mut letters = 0;
    for day in DAYS {
        let overview = json(day, &["overview"]);
        let units = overview["units"].as_array().expect("a list");
        let red = units.iter().filter(|unit| unit["light"] == "red");
        let red: BTreeSet<String> = red
            .map(|unit| unit["unit"].as_str().expect("a name").to_owned())
            .collect();

        let stats = json(day, &["stats"]);
        let units = stats["units"].as_array().expect("a list").iter();
        let in_stats = units.filter(|unit| unit["light"] == "red");
        let in_stats: BTreeSet<String> = in_stats
            .map(|unit| unit["unit"].as_str().unwrap_or("直接登记").to_owned())
            .collect();
        assert_eq!(red, in_stats, "{day}: stats");

        let text = letter(day, "circular");
        let late = text.split("## ").find(|part| part.contains("逾期情况"));
        let rows = late
            .expect("a part")
            .lines()
            .filter(|line| line.contains('天'));
        let rows = rows.filter(|line| line.starts_with('|'));
        let in_circular: BTreeSet<String> = rows
            .filter_map(|line| line.split('|').nth(1))
            .map(|name| name.trim().to_owned())
            .collect();
        assert_eq!(in_circular, red, "{day}: circular");
        let listed = &in_circular;

        let file = DEMO.path(&format!("{day}-who-is-late.html"));
        lines(
            day,
            &["export", "report", "--out", file.to_str().expect("UTF-8")],
        );
        let html = std::fs::read_to_string(&file).expect("a page");
        let tile = between(&html, "有逾期的单位<b>", "<small>");
        assert_eq!(tile, listed.len().to_string(), "{day}: leader's page");

        let folder = DEMO.path(&format!("{day}-reminders"));
        let out = folder.to_str().expect("UTF-8");
        std::fs::create_dir_all(&folder).expect("a folder");
        if !listed.is_empty() {
            lines(
                day,
                &[
                    "--format",
                    "md",
                    "export",
                    "letter",
                    "remind",
                    "--all-late",
                    "--out",
                    out,
                ],
            );
        }
        let files = std::fs::read_dir(&folder).expect("a folder");
        let files = files.map(|file| {
            file.expect("a file")
                .file_name()
                .to_string_lossy()
                .into_owned()
        });
        let files: Vec<String> = files.collect();
        let to = |unit: &String| files.iter().any(|file| file.contains(unit.as_str()));
        let direct = usize::from(listed.contains("直接登记"));
        assert_eq!(
            files.len(),
            listed.len() - direct,
            "{day}: {files:?} {listed:?}"
        );
        assert!(
            listed.iter().filter(|unit| *unit != "直接登记").all(to),
            "{day}: {files:?}"
        );
        letters += files.len();
    }
    assert!(letters > 20, "{letters}");
}
