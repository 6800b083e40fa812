//! What appears in two places is the same in both: findings and figures of the demonstration, on
//! several days of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use calamine::{Data, Range, Reader, Xlsx};
use serde_json::Value;
use tuogou::app::listing::GroupKey;
use tuogou::domain::finding::{self, Kind, Scope};
use tuogou::domain::model::Light;
use tuogou::exchange::report::Lateness;

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

/// Who says what of each figure.
#[derive(Default)]
struct Figures(BTreeMap<String, Vec<(&'static str, String)>>);

impl Figures {
    fn says(&mut self, place: &'static str, figure: &str, value: impl std::fmt::Display) {
        let said = self.0.entry(figure.to_owned()).or_default();
        said.push((place, value.to_string()));
    }

    /// The numbers in a text, in their order, by name.
    #[track_caller]
    fn reads(&mut self, place: &'static str, text: &str, figures: &[&str]) {
        let numbers = text.split(|c: char| !c.is_ascii_digit());
        let numbers: Vec<&str> = numbers.filter(|part| !part.is_empty()).collect();
        assert_eq!(numbers.len(), figures.len(), "{place}: {text}");
        for (figure, number) in figures.iter().zip(numbers) {
            self.says(place, figure, number);
        }
    }

    /// Every figure is the same wherever it stands, and stands in two places at least.
    fn agree(&self, day: &str) {
        for (figure, said) in &self.0 {
            let first = &said[0].1;
            let same = said.iter().all(|(_, value)| value == first);
            assert!(same && said.len() > 1, "{figure} on {day}: {said:?}");
        }
    }
}

/// The part of a text between two others.
#[track_caller]
fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let found = text
        .split_once(before)
        .and_then(|(_, rest)| rest.split_once(after));
    found
        .unwrap_or_else(|| panic!("no {before} … {after} in {text}"))
        .0
}

/// The sign of a light that JSON names.
fn sign(light: &Value) -> &'static str {
    let mut all = Light::ALL.into_iter();
    let light = all.find(|one| *light == one.id());
    light.expect("a light").sign()
}

const ITEMS: [&str; 3] = ["done", "items", "percent"];
const COUNTS: [&str; 3] = ["total", "decoupled", "planned"];

fn from_overview(figures: &mut Figures, day: &str) {
    let overview = json(day, &["overview"]);
    let place = "overview as JSON";
    for key in [
        "total",
        "decoupled",
        "planned",
        "completed",
        "exited",
        "days",
    ] {
        figures.says(place, key, &overview[key]);
    }
    let number = |value: &Value| value.as_u64().expect("a number");
    let with_task = number(&overview["planned"]) - number(&overview["exited"]);
    figures.says(place, "with_task", with_task);
    figures.says(place, "done", &overview["items"]["done"]);
    figures.says(place, "items", &overview["items"]["total"]);
    figures.says(place, "overdue", &overview["owed"]["overdue"]);
    figures.says(
        place,
        "overdue associations",
        &overview["overdue_associations"],
    );
    figures.says(place, "unfinished", &overview["pace"]["associations"]);
    for one in overview["separations"].as_array().expect("a list") {
        let short = one["short"].as_str().expect("a name");
        for key in ["done", "total", "complete"] {
            figures.says(place, &format!("{short} {key}"), &one[key]);
        }
    }
    for unit in overview["units"].as_array().expect("a list") {
        let name = unit["unit"].as_str().expect("a name");
        for key in ["completed", "done", "total"] {
            figures.says(place, &format!("{name} {key}"), &unit[key]);
        }
        figures.says(place, &format!("{name} light"), sign(&unit["light"]));
    }
    let text = lines(day, &["overview"]);
    let place = "overview as text";
    figures.says(place, "days", text[0].rsplit(' ').nth(1).expect("a number"));
    let second = [&COUNTS[..], &["completed"], &ITEMS].concat();
    figures.reads(place, &text[1], &second);
    figures.reads(
        place,
        text[2].split_once('，').expect("parts").0,
        &["overdue", "overdue associations"],
    );
    for line in text[6..].iter().take_while(|line| !line.is_empty()) {
        let (name, rest) = line.split_once("分离 ").expect("a separation");
        // The notice's name begins with the short one: 人员管理分离.
        let short: String = name.chars().take(2).collect();
        let key = |key| format!("{short} {key}");
        let keys = [
            key("done"),
            key("total"),
            key("percent"),
            key("complete"),
            key("with task"),
        ];
        figures.reads(place, rest, &keys.each_ref().map(String::as_str));
        figures.says("everybody with a task", &key("with task"), with_task);
    }
}

fn from_stats_and_list(figures: &mut Figures, day: &str) {
    let stats = json(day, &["stats"]);
    let place = "stats as JSON";
    for key in COUNTS {
        figures.says(place, key, &stats[key]);
    }
    figures.says(place, "done", &stats["done_items"]);
    figures.says(place, "items", &stats["total_items"]);
    let mut completed = 0;
    for unit in stats["units"].as_array().expect("a list") {
        let name = unit["unit"].as_str().unwrap_or("直接登记");
        let done = unit["completed"].as_u64().expect("a number");
        completed += done;
        for (key, figure) in [
            ("completed", "completed"),
            ("done_items", "done"),
            ("total_items", "total"),
            ("planned", "planned"),
        ] {
            figures.says(place, &format!("{name} {figure}"), &unit[key]);
        }
        figures.says(place, &format!("{name} light"), sign(&unit["light"]));
    }
    figures.says(place, "completed", completed);
    let last = |args: &[&str]| lines(day, args).pop().expect("a line");
    let counts = |line: &str| line.split_once("，清单").map(|parts| parts.0.to_owned());
    let stats = last(&["stats"]);
    figures.reads(
        "stats as text",
        &counts(&stats).expect("two parts"),
        &COUNTS,
    );
    let items = between(&stats, "清单 ", "（");
    figures.reads("stats as text", items, &ITEMS[..2]);
    let sum = last(&["list"]);
    figures.reads("list", sum.split_once('（').expect("a day").0, &COUNTS);
}

fn from_workbook(figures: &mut Figures, day: &str) {
    let place = "workbook";
    let sheet = sheet(day, "按主管单位汇总");
    let names = column(&sheet, "业务主管单位");
    for (heading, figure) in [
        ("协会", "total"),
        ("已脱钩", "decoupled"),
        ("拟脱钩", "planned"),
        ("已完成", "completed"),
        ("清单已办", "done"),
        ("清单应办", "items"),
        ("灯", "light"),
    ] {
        let cells = column(&sheet, heading);
        for (name, cell) in names.iter().zip(&cells) {
            match (name.as_str(), figure) {
                ("合计", figure) => figures.says(place, figure, cell),
                (_, "total" | "decoupled") => {}
                (name, "items") => figures.says(place, &format!("{name} total"), cell),
                (name, figure) => figures.says(place, &format!("{name} {figure}"), cell),
            }
        }
    }
    let percent = column(&sheet, "比例").pop().expect("a sum");
    figures.says(place, "percent", percent.trim_end_matches('%'));
}

fn from_screens(figures: &mut Figures, day: &str) {
    let mut story = DEMO.start(day, 160, 50);
    let place = "header";
    let screen = story.screen();
    let mut sums = screen.lines().filter(|line| line.contains(" = 已脱钩 "));
    let line = sums.next_back().unwrap_or_default();
    let line = line.split_once('%').expect("a percentage").0;
    let keys = [&COUNTS[..], &["completed", "with_task"], &ITEMS].concat();
    let from = line.find(char::is_numeric).expect("a number");
    figures.reads(place, &line[from..], &keys);
    story.keys("<f3>");
    let model = story.model();
    let shorts = ["机构", "职能", "资产", "人员", "党建"];
    for (short, tally) in shorts.into_iter().zip(model.sums.separations) {
        figures.says(place, &format!("{short} percent"), tally.percent());
    }
    let shown = model.roster.listing.shown();
    for (figure, value) in [
        ("total", shown.total),
        ("decoupled", shown.decoupled),
        ("planned", shown.planned),
        ("completed", shown.completed),
        ("with_task", shown.with_task()),
        ("unfinished", shown.unfinished()),
        ("done", shown.items.done),
        ("items", shown.items.total),
    ] {
        figures.says("list on the screen", figure, value);
    }
    figures.says("list on the screen", "light", shown.light.sign());
    for (unit, about) in model.ledger.units().iter_enumerated() {
        let sum = model.roster.listing.sum(GroupKey::Unit(unit));
        let mut says = |figure: &str, value| {
            figures.says(
                "group on the screen",
                &format!("{} {figure}", about.name),
                value,
            );
        };
        says("completed", sum.completed);
        says("done", sum.items.done);
        says("total", sum.items.total);
        says("planned", sum.planned);
    }
}

fn from_papers(figures: &mut Figures, day: &str) {
    let place = "leader's page";
    let file = DEMO.path(&format!("{day}-figures.html"));
    let out = file.to_str().expect("UTF-8");
    lines(day, &["export", "report", "--out", out]);
    let html = std::fs::read_to_string(&file).expect("a page");
    let tile = |before: &str| between(&html, before, "</div>");
    let tile_of = |before: &str| tile(before).replace("<b>", " ").replace("</b>", " ");
    figures.says(place, "days", between(&html, "<b>", "<small> 天"));
    let completed = tile_of("完成脱钩<b>");
    figures.reads(
        place,
        &completed,
        &["completed", "with_task", "total", "decoupled"],
    );
    let items = tile_of("清单办结<b>");
    let items = items.split_once("项，").expect("two parts").0;
    figures.reads(place, items, &["percent", "done", "items"]);
    let late = tile_of("有逾期的单位<b>");
    let late = late.split_once("<span").expect("two parts").1;
    figures.reads(place, late, &["overdue associations", "overdue"]);
    for row in html.split("<th scope=\"row\">").skip(1) {
        let Some((name, rest)) = row.split_once("</th><td class=\"n\">") else {
            continue;
        };
        if !rest.contains(&format!("aria-label=\"{name}：")) {
            continue;
        }
        let name = if name == "全市" { "" } else { name };
        let key = |key: &str| match (name, key) {
            ("", "total") => "items".to_owned(),
            ("", key) => key.to_owned(),
            (name, key) => format!("{name} {key}"),
        };
        figures.reads(
            place,
            rest.split_once('<').expect("a cell").0,
            &[&key("planned")],
        );
        let bar = between(rest, "：", "，");
        figures.reads(place, bar, &[&key("done"), &key("total")]);
    }
    let place = "circular";
    let folder = DEMO.path(&format!("{day}-circular"));
    let out = folder.to_str().expect("UTF-8");
    lines(
        day,
        &[
            "--format", "md", "export", "letter", "circular", "--out", out,
        ],
    );
    let written = std::fs::read_dir(&folder).expect("a folder").next();
    let text = std::fs::read_to_string(written.expect("one").expect("a file").path());
    let text = text.expect("a letter");
    let first = between(&text, "名册共有", "%。");
    let left: &[&str] = if first.contains("，退出") {
        &["exited"]
    } else {
        figures.says(place, "exited", 0);
        &[]
    };
    let parts = ["planned", "completed", "unfinished"];
    let keys = [&COUNTS[..], &parts, left, &ITEMS].concat();
    figures.reads(place, first, &keys);
    let table = text.split("## ").find(|part| part.contains("各单位进度"));
    for row in table
        .expect("a table")
        .lines()
        .filter(|line| line.contains('/'))
    {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let name = cells[1];
        figures.says(place, &format!("{name} planned"), cells[2]);
        figures.says(place, &format!("{name} completed"), cells[3]);
        let keys = [format!("{name} done"), format!("{name} total")];
        if cells[4] == "—" {
            for key in &keys {
                figures.says(place, key, 0);
            }
            continue;
        }
        figures.reads(place, cells[4], &keys.each_ref().map(String::as_str));
    }
}

#[test]
fn a_figure_is_the_same_wherever_it_stands() {
    let mut units = BTreeSet::new();
    for day in DAYS {
        let mut figures = Figures::default();
        from_overview(&mut figures, day);
        from_stats_and_list(&mut figures, day);
        from_workbook(&mut figures, day);
        from_screens(&mut figures, day);
        from_papers(&mut figures, day);
        figures.agree(day);
        units.insert(figures.0.len());
    }
    assert!(units.iter().all(|count| *count > 150), "{units:?}");
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

        let folder = DEMO.path(&format!("{day}-who-is-late"));
        let out = folder.to_str().expect("UTF-8");
        lines(
            day,
            &[
                "--format", "md", "export", "letter", "circular", "--out", out,
            ],
        );
        let written = std::fs::read_dir(&folder).expect("a folder").next();
        let text = std::fs::read_to_string(written.expect("one").expect("a file").path());
        let text = text.expect("a letter");
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
        assert!(in_circular.is_subset(&red), "{day}: {in_circular:?}");
        // Red and not written to: what is late there is the duty of other bodies, all of it.
        let story = DEMO.start(day, 120, 40);
        let ledger = &story.model().ledger;
        for name in red.difference(&in_circular) {
            let unit = ledger.unit_ix(name).expect("a unit");
            let late = Lateness::new(ledger, unit, date(day));
            assert!(late.count > 0 && late.own == 0, "{day}: {name}");
            assert_eq!(late.own_milestones, 0, "{day}: {name}");
        }
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
