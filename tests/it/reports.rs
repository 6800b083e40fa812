//! Reports as tables: every renderer shows the same cells for each row and column, and a column
//! that is added appears in all of them.

use chrono::NaiveDate;
use proptest::prelude::*;
use serde_json::Value;
use tuogou::app::overview::Overview;
use tuogou::app::session::Session;
use tuogou::app::{people, views};
use tuogou::domain::finding::{self, Scope};
use tuogou::domain::form::{FormId, filled};
use tuogou::domain::id::{AssocIx, MilestoneIx};
use tuogou::domain::ledger::{Ledger, SubjectIx};
use tuogou::domain::model::Light;
use tuogou::domain::note::NoteKind;
use tuogou::exchange::letter::markdown as letter_markdown;
use tuogou::report::cell::{Cell, Content};
use tuogou::report::people as people_report;
use tuogou::report::reached::Reached;
use tuogou::report::render::csv::{self as sheet_csv, Encoding};
use tuogou::report::render::json;
use tuogou::report::render::markdown;
use tuogou::report::render::text;
use tuogou::report::render::xlsx::Sheet as _;
use tuogou::report::table::{self, Column, Holds, LedgerOn, Report};
use tuogou::report::{
    checklist, checks, debts, due, fields, findings, history, milestones, parts, printed_units,
    reached, recorded, roster, schedule, units,
};
use tuogou::store::HistoryFilter;
use tuogou::words::why::{self, What};

use crate::agree::DEMO;
use crate::support::date;

/// How JSON says a cell, found out without JSON.
fn said(cell: &Cell<'_>) -> Value {
    match &cell.content {
        Content::Nothing => Value::Null,
        Content::Text(text) => text.as_ref().into(),
        Content::Number(number) => (*number).into(),
        Content::Exact(number) => number.to_string().into(),
        Content::Flag(flag) => (*flag).into(),
        Content::Day(day) => day.to_string().into(),
        Content::Moment(at) => at.to_rfc3339().replace("+00:00", "Z").into(),
        Content::Word(id, _) => (*id).into(),
        Content::Nested(value) => (**value).clone(),
    }
}

/// The same in a table without types.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn records(bytes: &[u8]) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let rows = reader
        .records()
        .map(|row| row.expect("a row")[0].to_owned());
    rows.collect()
}

/// A text as a cell of a Markdown table can say it.
fn on_one_line(text: &str) -> String {
    text.replace(char::is_control, " ").trim().to_owned()
}

/// What a letter reads in a Markdown table of one column, the heading first.
fn only_column(text: &str) -> Vec<String> {
    let blocks = letter_markdown::parse(text);
    let [letter_markdown::LetterBlock::Table { columns, rows }] = blocks.as_slice() else {
        panic!("one table: {text}");
    };
    assert_eq!(columns.len(), 1, "{text}");
    let cells = rows.iter().map(|row| match row.as_slice() {
        [cell] => cell.clone(),
        _ => panic!("one cell: {row:?}"),
    });
    cells.collect()
}

/// Renders each column by itself and compares what came out. Says how many cells there were.
fn walk<R: Clone + Sync>(report: &Report<'_, R>) -> usize {
    assert!(!report.rows.is_empty(), "{} has no rows", report.name);
    for column in &report.columns {
        let alone = vec![column.clone()];
        let alone = Report::new(
            report.name.clone(),
            Vec::new(),
            report.rows.clone(),
            report.on,
        )
        .with_columns(alone);
        let [column] = alone.columns.as_slice() else {
            panic!("one column");
        };
        let cells = alone.rows.iter().map(|row| column.cell(alone.on, row));
        let cells: Vec<Cell<'_>> = cells.collect();
        let place = format!("{} {}", report.name, column.id);

        let json = serde_json::to_value(&alone).expect("JSON");
        let json: Vec<&Value> = json
            .as_array()
            .expect("a list")
            .iter()
            .map(|object| &object[&*column.id])
            .collect();
        let expected: Vec<Value> = cells.iter().map(said).collect();
        assert_eq!(json, expected.iter().collect::<Vec<_>>(), "{place} JSON");

        let mut out = Vec::new();
        sheet_csv::write(&mut out, &alone).expect("CSV");
        let fields: Vec<String> = expected.iter().map(plain).collect();
        assert_eq!(records(&out), fields, "{place} CSV");

        let shown: Vec<String> = cells.iter().map(|cell| cell.text().into_owned()).collect();
        let mut out = Vec::new();
        text::write(&mut out, &alone).expect("text");
        let out = String::from_utf8(out).expect("UTF-8");
        let lines: Vec<&str> = out.lines().skip(1).map(str::trim).collect();
        let trimmed: Vec<&str> = shown.iter().map(|text| text.trim()).collect();
        assert_eq!(lines, trimmed, "{place} text");

        let mut out = Vec::new();
        markdown::write(&mut out, &alone).expect("Markdown");
        let out = String::from_utf8(out).expect("UTF-8");
        let heading = std::iter::once(&*column.title);
        let expected: Vec<String> = heading.chain(trimmed).map(on_one_line).collect();
        assert_eq!(only_column(&out), expected, "{place} Markdown");

        let excel = sheet_csv::for_excel(&alone, Encoding::Utf8);
        let excel = records(&excel).into_iter();
        let excel: Vec<String> = excel
            .map(|text| text.strip_prefix('\'').map_or(text.clone(), str::to_owned))
            .collect();
        assert_eq!(excel, shown, "{place} CSV for Excel");

        let tabs = alone.rows.iter();
        let tabs: Vec<String> = tabs
            .map(|row| text::tabs(&alone.columns, alone.on, row))
            .collect();
        assert_eq!(tabs, shown, "{place} clipboard");

        let mut sheet = Vec::new();
        let read = alone.each_row(&mut |row| {
            sheet.push(row[0].text().into_owned());
            Ok(())
        });
        read.expect("nothing is written");
        assert_eq!(sheet, shown, "{place} sheet");
    }
    report.rows.len() * report.columns.len()
}

fn walk_all(session: &Session, ledger: &Ledger, as_of: NaiveDate) -> usize {
    let everybody: Vec<AssocIx> = ledger.associations().keys().collect();
    let one = AssocIx::from(28);
    let form = ledger.round().form_ix(FormId::Basic);
    let filled = filled::fields(ledger, one, form).collect();
    let behind = why::why(ledger, What::City, as_of).behind;
    let deeds = session.deeds(ledger, as_of).expect("read");
    let overview = Overview::new(ledger, deeds, as_of);
    let owing = overview.units.clone();
    let found = finding::of(ledger, Scope::Everything, as_of);
    let lines = session.history(HistoryFilter {
        association: None,
        limit: Some(50),
    });
    let on = LedgerOn::new(ledger, as_of);
    let milestone = MilestoneIx::from(0);
    let scope = ledger.round().milestones()[milestone].scope;
    let units = ledger.units().keys().map(SubjectIx::Unit);
    let members = units.map(|unit| Reached::below(ledger, milestone, unit, as_of));
    let members = members.collect();
    let walked = [
        walk(&units::report(ledger, as_of)),
        walk(&milestones::report(ledger, as_of)),
        walk(&checklist::report(
            ledger,
            ledger.checklist(one).collect(),
            as_of,
        )),
        walk(&checks::report(ledger, everybody.iter().copied(), as_of)),
        walk(&findings::report(ledger, found, as_of)),
        walk(&history::report(ledger, lines.expect("read"), as_of)),
        walk(&reached::report(ledger, one, as_of)),
        walk(&schedule::report(ledger)),
        walk(&printed_units::report(ledger, as_of)),
        walk(&parts::report(ledger, behind, as_of)),
        walk(&fields::report(ledger, filled, as_of)),
        walk(&debts::report(ledger, owing, as_of)),
        walk(&Report::new("到期", due::columns(), overview.due, on)),
        walk(&Report::new(
            "节点",
            reached::members(&ledger.round().info, scope),
            members,
            on,
        )),
        walk(&tuogou::report::views::report(
            ledger,
            views::slots(ledger).collect(),
            as_of,
        )),
        walk(&recorded::standing(ledger, one, as_of)),
        walk(&people_report::remarks(
            ledger,
            people::said(ledger, NoteKind::Remark, None),
            as_of,
        )),
        walk(&people_report::promises(
            ledger,
            people::said(ledger, NoteKind::Promise, None),
            as_of,
        )),
        walk(&roster::report(ledger, everybody, as_of)),
    ];
    walked.into_iter().sum()
}

#[test]
fn every_renderer_shows_the_same_cells() {
    let (session, newest) = DEMO.open("张三");
    let as_of = date("2020-08-21");
    let past = session.as_it_stood(&newest, as_of).expect("read");
    let (ledger, _) = past.expect("an earlier day");
    let cells = walk_all(&session, &ledger, as_of);
    assert!(cells > 10_000, "{cells}");
}

#[test]
fn a_column_that_is_added_appears_everywhere() {
    let ledger = crate::support::untouched();
    let everybody: Vec<AssocIx> = ledger.associations().keys().collect();
    let mut report = roster::report(&ledger, everybody, date("2020-07-20"));
    let column = Column::new("new", "新列", Holds::Text, |_, _| "新值".into());
    report.columns.push(column);
    let json = serde_json::to_value(&report).expect("JSON");
    assert_eq!(json[0]["new"], "新值");
    let text = |write: &dyn Fn(&mut Vec<u8>)| {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).expect("UTF-8")
    };
    let csv = text(&|out| sheet_csv::write(out, &report).expect("CSV"));
    let shown = text(&|out| text::write(out, &report).expect("text"));
    for (out, heading) in [(csv, "new"), (shown, "新列")] {
        let mut lines = out.lines();
        let first = lines.next().expect("a heading");
        assert!(first.ends_with(heading), "{first}");
        assert!(lines.all(|line| line.ends_with("新值")));
    }
    let headings = report.headings();
    assert_eq!(headings.last().expect("one").text, "新列");
    let tabs = text::tabs(&report.columns, report.on, &report.rows[0]);
    assert!(tabs.ends_with("\t新值"), "{tabs}");
    let chosen = table::choose(|| report.columns.clone(), "no,新列").expect("known");
    assert_eq!(chosen[1].id, "new");
}

/// Cells of every kind, under names that need care.
fn every_kind() -> Vec<Column<(String, i64)>> {
    type C = Column<(String, i64)>;
    vec![
        C::new("text", "", Holds::Text, |_, row| row.0.as_str().into()),
        C::new("a \"b\"", "", Holds::Number, |_, row| row.1.into()),
        C::new("none", "", Holds::Text, |_, _| Cell::EMPTY),
        C::new("day", "", Holds::Day, |on, _| on.as_of.into()),
        C::new("flag", "", Holds::Text, |_, row| (row.1 > 0).into()),
        C::new("light", "", Holds::Light, |_, _| Light::Red.into()),
        C::new("more", "", Holds::Text, |_, row| {
            Cell::nested(&[row.0.as_str(), "\n"])
        }),
        C::new("empty", "", Holds::Text, |_, _| Cell::nested(&[0; 0])),
    ]
}

proptest! {
    #[test]
    fn a_list_is_what_serde_makes_of_it(
        rows in prop::collection::vec(("[ -~\\x00-\\x1f\\x7f协会]{0,24}", any::<i64>()), 0..4),
    ) {
        let ledger = crate::support::untouched();
        let on = LedgerOn::new(&ledger, date("2020-07-20"));
        let report = Report::new("", every_kind(), rows, on);
        let (mut by_row, mut by_serde) = (Vec::new(), Vec::new());
        json::write_list(&mut by_row, &report).expect("written");
        json::write(&mut by_serde, &report).expect("written");
        prop_assert_eq!(String::from_utf8(by_row), String::from_utf8(by_serde));
    }
}
