//! Layouts that were once read wrongly: what each of `fixtures/rosters` is, and more of each kind, in
//! `fixtures/rosters/cases.toml`. Each is read right, or refused with the sentence that helps.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde::Deserialize;
use tuogou::app::roster::{options, same_unit};
use tuogou::exchange::roster::doubts::Doubt;
use tuogou::exchange::roster::reading::read;

use crate::roster_files::{book, cells, ods, struck_book, xlsx};
use crate::rosters::rows;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFile {
    case: Vec<RosterCase>,
}

/// One file and how it has to be read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RosterCase {
    /// Its kind, in a few words.
    kind: String,
    file: Option<String>,
    /// A workbook: lines, cells between bars.
    grid: Option<String>,
    /// Merged cells of it: first and last row, first and last column, from 0.
    #[serde(default)]
    merges: Vec<(u32, u32, u16, u16)>,
    /// A text file.
    text: Option<String>,
    /// A workbook of several sheets: names and grids.
    #[serde(default)]
    sheets: Vec<(String, String)>,
    /// Cells of the grid that are struck through: row and column, from 0.
    #[serde(default)]
    struck: Vec<(u32, u16)>,
    /// An .ods: its automatic styles, its tables, its named styles.
    ods: Option<[String; 3]>,
    #[serde(default)]
    named: Vec<String>,
    /// 删除线, 未列: which doubtful rows are left out.
    #[serde(default)]
    unwanted: Vec<String>,
    #[serde(default)]
    units: Vec<String>,
    #[serde(default)]
    accept_units: bool,
    /// What else the rows say: 1 法定代表人=甲.
    #[serde(default)]
    details: Vec<String>,
    #[serde(default)]
    map: Vec<String>,
    #[serde(default)]
    status: Vec<String>,
    #[serde(default)]
    accept: bool,
    #[serde(default)]
    skip_hidden: bool,
    /// 序号, name, unit, state; with blanks between.
    #[serde(default)]
    rows: Vec<String>,
    /// What the problems say, one each.
    #[serde(default)]
    problems: Vec<String>,
    /// What some notes or skipped lines say.
    #[serde(default)]
    notes: Vec<String>,
    /// The file is refused with this.
    refused: Option<String>,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures/rosters")
}

fn cases() -> Vec<RosterCase> {
    let text = std::fs::read_to_string(folder().join("cases.toml")).expect("the cases");
    let cases: CaseFile = toml::from_str(&text).expect("understood");
    cases.case
}

impl RosterCase {
    fn bytes(&self) -> Vec<u8> {
        if let Some([automatic, tables, named]) = &self.ods {
            return ods(automatic, tables, named);
        }
        match (&self.file, &self.grid, &self.text) {
            (Some(file), None, None) => std::fs::read(folder().join(file)).expect("a file"),
            (None, Some(grid), None) if !self.struck.is_empty() => struck_book(grid, &self.struck),
            (None, Some(grid), None) => book(grid, &self.merges),
            (None, None, None) if !self.sheets.is_empty() => {
                let sheets = self.sheets.iter();
                let sheets = sheets.map(|(name, grid)| (name.as_str(), cells(grid), &[] as &[_]));
                xlsx(&sheets.collect::<Vec<_>>())
            }
            (None, None, Some(text)) => text.clone().into_bytes(),
            _ => panic!("{}: one of file, grid, text", self.name()),
        }
    }

    fn name(&self) -> String {
        let what = self.file.as_ref().or(self.grid.as_ref());
        let sheet = self.sheets.first().map(|(name, _)| name);
        let tables = self.ods.as_ref().map(|[_, tables, _]| tables);
        let what = what.or(self.text.as_ref()).or(sheet).or(tables);
        let what = what.map_or("", String::as_str);
        format!("{}: {what}", self.kind)
    }

    /// What is not as it has to be.
    fn differs(&self) -> Option<String> {
        let mut options = options(&self.map, &self.status, None, &self.named).expect("understood");
        options.accept_proposed = self.accept;
        options.skip_hidden = self.skip_hidden;
        let unwanted = self.unwanted.iter().map(|word| match word.as_str() {
            "删除线" => Doubt::Struck,
            "未列" => Doubt::Unlisted,
            other => panic!("{other}"),
        });
        options.unwanted = unwanted.collect();
        let same = self
            .units
            .iter()
            .map(|text| same_unit(text).expect("understood"));
        options.units.same = same.collect();
        options.units.accepted = self.accept_units;
        let plan = match (read(&self.bytes(), &options), &self.refused) {
            (Ok(plan), None) => plan,
            (Err(error), Some(sentence)) => {
                let said = error.to_string();
                return (!said.contains(sentence.as_str())).then_some(said);
            }
            (Ok(plan), Some(_)) => return Some(format!("read: {:#?}", rows(&plan))),
            (Err(error), None) => return Some(format!("refused: {error}")),
        };
        let problems = plan.problems.iter();
        let problems: Vec<String> = problems
            .map(|problem| format!("{}：{}", problem.place.text, problem.message))
            .collect();
        let skipped = plan.skipped.iter();
        let skipped = skipped.map(|line| format!("{}：{}", line.text, line.reason));
        let hints = plan.hints.iter().map(|hint| hint.message.clone());
        let notes = plan.notes.iter().cloned().chain(hints);
        let notes: Vec<String> = notes.chain(skipped).collect();
        let details: Vec<String> = plan
            .rows
            .iter()
            .flat_map(|row| {
                let said = row.details.iter();
                said.map(|(detail, text)| format!("{} {}={text}", row.row.no, detail.label()))
            })
            .collect();
        let says = |(said, part): (&String, &String)| said.contains(part.as_str());
        let found = |part: &String| notes.iter().any(|note| note.contains(part.as_str()));
        let right = rows(&plan) == self.rows
            && problems.len() == self.problems.len()
            && problems.iter().zip(&self.problems).all(says)
            && self.notes.iter().all(found)
            && details == self.details;
        let rows = rows(&plan);
        (!right).then(|| {
            format!(
                "rows {rows:#?}\nproblems {problems:#?}\nnotes {notes:#?}\ndetails {details:#?}"
            )
        })
    }
}

#[test]
fn every_layout_is_read_right_or_refused_with_the_sentence_that_helps() {
    let wrong: Vec<String> = cases()
        .iter()
        .filter_map(|case| Some(format!("{}\n{}", case.name(), case.differs()?)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn every_file_is_a_case_and_every_kind_has_variants() {
    let cases = cases();
    let told: BTreeSet<String> = cases.iter().filter_map(|case| case.file.clone()).collect();
    let listed = std::fs::read_dir(folder()).expect("a folder");
    let names = listed.map(|entry| entry.expect("an entry").file_name());
    let names = names.map(|name| name.into_string().expect("a name"));
    let there: BTreeSet<String> = names.filter(|name| name != "cases.toml").collect();
    assert_eq!(told, there);
    for kind in cases.iter().map(|case| &case.kind) {
        let count = cases.iter().filter(|case| case.kind == *kind).count();
        assert!(count > 3, "{kind} has {count} cases");
    }
}
