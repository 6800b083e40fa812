//! A walk over everything that prints figures, on several days of the demonstration: overview, `stats`,
//! `list`, `timeline`, workbook, screens, the leader's page, circular, weekly report, summary and
//! reminders. Every figure is the same wherever it stands.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use tuogou::app::listing::GroupKey;
use tuogou::domain::fact::ExitKind;
use tuogou::domain::model::Light;

use crate::agree::{DAYS, DEMO, column, json, lines, sheet};

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

    /// What the 拟脱钩 have come to, by the names of its numbers, in the order in which it is said.
    fn parts(&mut self, place: &'static str, text: &str) -> Vec<&'static str> {
        let mut keys = vec!["completed", "unfinished"];
        if !text.contains("退出") {
            self.says(place, "exited", 0);
            return keys;
        }
        keys.push("exited");
        let said = ExitKind::ALL.into_iter().map(ExitKind::word);
        keys.extend(said.filter(|word| text.contains(word)));
        keys
    }

    /// How many there are, what those have come to that were to be separated, and what follows.
    #[track_caller]
    fn reads_balance(&mut self, place: &'static str, text: &str, rest: &[&str]) {
        let parts = self.parts(place, text);
        let keys = [&COUNTS[..], &parts, rest].concat();
        self.reads(place, text, &keys);
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
pub fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
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
        figures.says(place, &format!("{name} with_task"), &unit["associations"]);
        figures.says(place, &format!("{name} light"), sign(&unit["light"]));
    }
    let text = lines(day, &["overview"]);
    let place = "overview as text";
    let days = if text[0].contains("今天是") {
        "0"
    } else {
        text[0].rsplit(' ').nth(1).expect("a number")
    };
    figures.says(place, "days", days);
    figures.reads_balance(place, &text[1], &ITEMS);
    figures.reads(
        place,
        text[2].split_once('家').expect("parts").0,
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
            ("unfinished", "unfinished"),
            ("exited", "exited"),
        ] {
            figures.says(place, &format!("{name} {figure}"), &unit[key]);
        }
        let with_task = done + unit["unfinished"].as_u64().expect("a number");
        figures.says(place, &format!("{name} with_task"), with_task);
        figures.says(place, &format!("{name} light"), sign(&unit["light"]));
    }
    figures.says(place, "completed", completed);
    let last = |args: &[&str]| lines(day, args).pop().expect("a line");
    let stats = last(&["stats"]);
    let said = stats.split_once(" 家，基准日").expect("a day").0;
    let rest = [&ITEMS[..2], &["with_task"]].concat();
    figures.reads_balance("stats as text", said, &rest);
    let sum = last(&["list"]);
    let said = sum.split_once("；基准日").expect("a day").0;
    figures.reads_balance("list", said, &[]);
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
        ("未完成", "unfinished"),
        ("退出", "exited"),
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
    let counts = |heading| column(&sheet, heading).into_iter().map(|cell| cell.parse());
    for ((name, done), open) in names.iter().zip(counts("已完成")).zip(counts("未完成")) {
        let count = |cell: Result<usize, _>| cell.expect("a number");
        let with_task = count(done) + count(open);
        let name = if name == "合计" { "" } else { name };
        let figure = format!("{name} with_task");
        figures.says(place, figure.trim_start(), with_task);
    }
    let percent = column(&sheet, "比例").pop().expect("a sum");
    figures.says(place, "percent", percent.trim_end_matches('%'));
}

fn from_screens(figures: &mut Figures, day: &str) {
    let mut story = DEMO.start(day, 80, 24);
    let place = "header";
    let head = story.line(" = 已脱钩 ");
    let (before, after) = head.split_once(" = ").expect("a sum");
    let total = before.rsplit(' ').next().expect("a number");
    let line = story.line("清单 ");
    let (items, rest) = line.split_once('%').expect("a percentage");
    let behind = ["须每日", "还差", " 基本完成"].map(|word| rest.find(word));
    let parts = &rest[..behind.into_iter().flatten().min().expect("a pace")];
    let said = format!("{total} = {after}（{parts}）{items}");
    figures.reads_balance(place, &said, &ITEMS);
    let late = story.line("逾期 ");
    let late = late.split_once("逾期 ").expect("a number").1;
    let late = late.split_once(" 家").expect("a number").0;
    figures.reads(
        "overview on the screen",
        late,
        &["overdue", "overdue associations"],
    );
    story.keys("<f3>");
    let model = story.model();
    let shorts = ["机构", "职能", "资产", "人员", "党建"];
    for (short, tally) in shorts.into_iter().zip(model.sums.separations) {
        figures.says(
            place,
            &format!("{short} percent"),
            tally.share().trim_end_matches('%'),
        );
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
    let (first, rest) = completed
        .split_once("；拟脱钩")
        .expect("what they have come to");
    figures.reads(
        place,
        first,
        &["completed", "with_task", "total", "decoupled"],
    );
    let parts = figures.parts(place, rest);
    figures.reads(place, rest, &[&["planned"], &parts[..]].concat());
    let items = tile_of("清单办结<b>");
    let items = items.split_once("项，").expect("two parts").0;
    figures.reads(place, items, &["percent", "done", "items"]);
    let late = tile_of("有逾期的单位<b>");
    let late = between(late.trim_end(), "<span class=\"soft\">", "</span>");
    let nothing = late == "没有到期未办的";
    figures.says(place, "late", if nothing { "" } else { late });
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
        let (planned, rest) = rest.split_once("</td><td class=\"n\">").expect("cells");
        figures.reads(place, planned, &[&key("planned")]);
        let with_task = rest.split_once('<').expect("a cell").0;
        figures.reads(place, with_task, &[&key("with_task")]);
        let bar = between(rest, "：", "，");
        figures.reads(place, bar, &[&key("done"), &key("total")]);
    }
}

/// A letter to all, as text.
pub fn letter(day: &str, kind: &str) -> String {
    let folder = DEMO.path(&format!("{day}-{kind}"));
    let out = folder.to_str().expect("UTF-8");
    lines(
        day,
        &[
            "--format", "md", "export", "letter", kind, "--out", out, "--force",
        ],
    );
    let written = std::fs::read_dir(&folder).expect("a folder").next();
    let text = std::fs::read_to_string(written.expect("one").expect("a file").path());
    text.expect("a letter")
}

fn from_circular(figures: &mut Figures, day: &str) {
    let place = "circular";
    let text = letter(day, "circular");
    let first = between(&text, "名册共有", "%。");
    let parts = figures.parts(place, first);
    let items = ["with_task", "done", "items", "percent"];
    let keys = [&COUNTS[..], &["planned"], &parts[..], &items].concat();
    figures.reads(place, first, &keys);
    let table = text.split("## ").find(|part| part.contains("各单位进度"));
    for row in table
        .expect("a table")
        .lines()
        .filter(|line| line.contains('/'))
    {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let name = cells[1];
        let key = |figure: &str| match (name, figure) {
            ("合计", "total") => "items".to_owned(),
            ("合计", figure) => figure.to_owned(),
            (name, figure) => format!("{name} {figure}"),
        };
        let counts = ["planned", "completed", "unfinished", "exited"];
        for (figure, cell) in counts.into_iter().zip(&cells[2..]) {
            figures.says(place, &key(figure), cell);
        }
        let keys = [key("done"), key("total")];
        if cells[6] == "—" {
            for key in &keys {
                figures.says(place, key, 0);
            }
            continue;
        }
        figures.reads(place, cells[6], &keys.each_ref().map(String::as_str));
    }
}

/// What is late, up to the end of the sentence; nothing where nothing is.
fn late_in<'a>(text: &'a str, before: &str) -> &'a str {
    let said = text.split_once(before).expect("what stands before it").1;
    let said = said.trim_start().split('。').next().expect("a sentence");
    if said.starts_with("没有到期未办") {
        ""
    } else {
        said
    }
}

fn from_weekly(figures: &mut Figures, day: &str) {
    let place = "weekly report";
    let text = letter(day, "weekly");
    let said = between(&text, "## 二、当前进度", "%）。");
    let said = said.strip_prefix("\n\n").unwrap_or(said);
    let parts = figures.parts(place, said);
    let items = ["with_task", "done", "items", "percent"];
    figures.reads(
        place,
        said,
        &[&["planned"], &parts[..], &items].concat()[..],
    );
    let now = text.split_once("## 二、当前进度").expect("a part").1;
    figures.says(place, "late", late_in(now, "%）。"));
}

fn cells(row: &str) -> Vec<&str> {
    row.trim_matches('|').split('|').map(str::trim).collect()
}

fn from_summary(figures: &mut Figures, day: &str) {
    let place = "summary";
    let text = letter(day, "summary");
    let left = between(&text, "| 拟脱钩的：退出本轮 | ", " |");
    figures.says(place, "exited", left);
    let said = between(&text, "家。列入本轮的", "。");
    let parts = figures.parts(place, said);
    figures.reads(place, said, &[&["planned"], &parts[..]].concat());
    for line in text
        .lines()
        .filter(|line| line.starts_with("**") && line.contains("分离**"))
    {
        let short: String = line.chars().skip(2).take(2).collect();
        let keys = ["total", "done", "percent", "with task", "complete"];
        let keys = keys.map(|key| format!("{short} {key}"));
        figures.reads(place, line, &keys.each_ref().map(String::as_str));
    }
    let timeline = json(day, &["timeline"]);
    for def in timeline["milestones"].as_array().expect("a list") {
        let title = def["title"].as_str().expect("a title");
        let line = text
            .lines()
            .find(|line| line.contains(&format!(". {title}：")));
        let line = line.unwrap_or_else(|| panic!("no {title} in {text}"));
        // One that is reached says when.
        if let Some((_, reached)) = line.split_once("，完成") {
            // Why another figure differs has figures of its own.
            let reached = reached.split("，其中").next().expect("a part");
            let id = def["id"].as_str().expect("an id");
            let keys = [format!("{id} done"), format!("{id} population")];
            figures.reads(place, reached, &keys.each_ref().map(String::as_str));
        }
    }
    let part = text.split("## ").find(|part| part.contains("、各单位"));
    let rows = part
        .expect("a part")
        .lines()
        .filter(|line| line.starts_with('|'));
    let rows: Vec<_> = rows.map(cells).collect();
    for row in rows.iter().filter(|row| row[2].parse::<u32>().is_ok()) {
        let name = if row[0] == "合计" {
            String::new()
        } else {
            format!("{} ", row[0])
        };
        let keys = ["planned", "completed", "unfinished", "exited"];
        for (key, cell) in keys.into_iter().zip(&row[2..]) {
            figures.says(place, &format!("{name}{key}"), cell);
        }
        if row[0] == "合计" {
            figures.reads(place, row[6], &["done", "items"]);
            figures.says(place, "percent", row[7].trim_end_matches('%'));
        }
    }
    let left = text.split_once("遗留问题和下一步").expect("a part").1;
    if left.contains("没有完成脱钩") {
        let said = between(left, "没有完成脱钩", "。");
        figures.says(place, "late", said.trim_start_matches('；'));
    }
}

fn from_timeline(figures: &mut Figures, day: &str) {
    let timeline = json(day, &["timeline"]);
    let overview = json(day, &["overview"]);
    let milestones = overview["milestones"].as_array().expect("a list");
    for (one, city) in timeline["milestones"]
        .as_array()
        .expect("a list")
        .iter()
        .zip(milestones)
    {
        let id = one["id"].as_str().expect("an id");
        assert_eq!(one["id"], city["id"]);
        for (key, there) in [
            ("done", "done"),
            ("population", "total"),
            ("light", "light"),
        ] {
            figures.says("timeline", &format!("{id} {key}"), &one[key]);
            figures.says("overview as JSON", &format!("{id} {key}"), &city[there]);
        }
    }
}

/// What each unit is told is what the circular says of it, and together what all are told.
fn from_reminders(figures: &mut Figures, day: &str) {
    let text = letter(day, "circular");
    let part = text.split("## ").find(|part| part.contains("逾期情况"));
    let rows = part.expect("a part").lines().map(cells);
    let rows: Vec<Vec<&str>> = rows
        .filter(|row| row.len() == 6 && row[4].ends_with('天'))
        .collect();
    let folder = DEMO.path(&format!("{day}-walk-reminders"));
    let out = folder.to_str().expect("UTF-8");
    let kind = ["export", "letter", "remind", "--all-late", "--out", out];
    lines(day, &[&["--format", "md"], &kind[..]].concat());
    let files = std::fs::read_dir(&folder).into_iter().flatten();
    let mut letters: BTreeMap<String, String> = files
        .map(|file| {
            let path = file.expect("a file").path();
            let name = path.file_stem().expect("a name").to_string_lossy();
            let unit = name.split('-').nth(2).expect("a unit").to_owned();
            (unit, std::fs::read_to_string(&path).expect("a letter"))
        })
        .collect();
    let mut sums = [0, 0, 0, 0];
    for row in &rows {
        let number = |cell: &str| cell.parse::<usize>().expect("a number");
        let (own, items) = (number(row[1]), number(row[3]));
        let (late, all) = row[2].split_once('/').expect("of how many");
        figures.says("circular", &format!("{} with_task", row[0]), all);
        sums[0] += items;
        sums[1] += number(late);
        sums[2] += usize::from(items > 0);
        sums[3] += usize::from(items == 0 && own > 0);
        if row[0] == "直接登记" {
            continue;
        }
        let letter = letters.remove(row[0]);
        let letter = letter.unwrap_or_else(|| panic!("{day}: no letter to {}", row[0]));
        let said = |before: &str, after: &str| {
            let found = letter.split_once(after).map(|(text, _)| text);
            let found = found.and_then(|text| text.rsplit_once(before));
            found.map_or("0", |(_, number)| number).to_owned()
        };
        assert_eq!(said("有", "项到期未办"), row[3], "{day}: {letter}");
        assert_eq!(said("有", "个节点逾期"), row[1], "{day}: {letter}");
        assert_eq!(said("最长逾期", "天。") + "天", row[4], "{day}: {letter}");
    }
    assert!(
        letters.is_empty(),
        "{day}: more are written to: {letters:?}"
    );
    let mut said = Vec::new();
    let [items, associations, units, milestones] = sums;
    if items > 0 {
        said.push(format!(
            "到期未办{items}项，涉及{associations}家协会、{units}个单位"
        ));
    }
    if milestones > 0 {
        let besides = if items > 0 { "另有" } else { "" };
        said.push(format!("{besides}{milestones}个单位节点逾期"));
    }
    let late = late_in(part.expect("a part"), "逾期情况");
    figures.says("circular", "late", late);
    let others = late.find("其他部门应办的");
    let own = others.map_or(late, |at| late[..at].trim_end_matches('；'));
    assert_eq!(own, said.join("；"), "{day}");
    // Its own and the others' are all that is overdue.
    let digits = others.map_or(String::new(), |at| {
        late[at..].chars().filter(char::is_ascii_digit).collect()
    });
    let others: usize = digits.parse().unwrap_or(0);
    figures.says("circular", "overdue", items + others);
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
        from_circular(&mut figures, day);
        from_weekly(&mut figures, day);
        from_summary(&mut figures, day);
        from_timeline(&mut figures, day);
        from_reminders(&mut figures, day);
        figures.agree(day);
        units.insert(figures.0.len());
    }
    assert!(units.iter().all(|count| *count > 150), "{units:?}");
}
