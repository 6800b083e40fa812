//! The ledger as sheets: read back cell by cell by another library, opened by LibreOffice.

use std::io::{Cursor, Read as _};

use calamine::{Data, Reader as _, Xlsx};
use tuogou::domain::change::Subject;
use tuogou::domain::command::Command;
use tuogou::domain::id::AssocIx;
use tuogou::domain::ledger::Ledger;
use tuogou::domain::model::{ItemState, Status};
use tuogou::domain::summary;
use tuogou::exchange::seed::{builtin_documents, parse_round};
use tuogou::report::cell::{Cell, Content};
use tuogou::report::render::csv::{self, Encoding};
use tuogou::report::render::xlsx::{self, Sheet};
use tuogou::report::table::{Column, Holds};
use tuogou::report::{checklist, milestones, roster, workbook};
use tuogou::text::lang::{Lang, within};

use crate::office::converted;
use crate::support::{Home, date, instant, moment};

/// What stands below each page.
const MARK: &str = "台账校验码 ABCD-EFGH";

fn ledger(home: &Home) -> Ledger {
    let (mut session, mut ledger) = home.open("张三");
    for command in [
        Command::SetItem {
            association: 29,
            item: "P2".into(),
            state: Some(ItemState::Done),
            note: Some("=1+1 不是公式".into()),
            evidence: Some("文件1号".into()),
        },
        Command::Mark {
            milestone: "M1".into(),
            subject: Subject::City,
            on: date("2020-06-16"),
        },
    ] {
        session
            .execute(&mut ledger, &command, moment("2020-07-20"))
            .expect("accepted");
    }
    ledger
}

fn book(ledger: &Ledger, sheets: &[&dyn Sheet], as_of: &str) -> Vec<u8> {
    xlsx::write(ledger, sheets, date(as_of), instant(), MARK).expect("a workbook")
}

/// A cell as another library reads it.
fn read(data: &Data) -> Content<'static> {
    match data {
        Data::Empty => Content::Nothing,
        Data::String(text) => Content::Text(text.clone().into()),
        #[expect(clippy::cast_possible_truncation, reason = "counts are whole")]
        Data::Float(number) => Content::Number(*number as i64),
        Data::DateTime(at) => Content::Day(at.as_datetime().expect("a date").date()),
        other => panic!("{other:?}"),
    }
}

/// What a sheet is to hold for a cell.
fn kept(cell: &Cell<'_>) -> Content<'static> {
    match &cell.content {
        Content::Number(number) => Content::Number(*number),
        Content::Day(day) => Content::Day(*day),
        _ => match cell.text().into_owned() {
            text if text.is_empty() => Content::Nothing,
            text => Content::Text(text.into()),
        },
    }
}

fn rows(sheet: &dyn Sheet) -> Vec<Vec<Content<'static>>> {
    let mut rows = Vec::new();
    let all = sheet.each_row(&mut |cells| {
        rows.push(cells.iter().map(kept).collect());
        Ok(())
    });
    all.expect("nothing is written");
    rows
}

/// The items of two associations.
fn two_checklists(ledger: &Ledger) -> Vec<tuogou::domain::ledger::ItemView<'_>> {
    let whose = [28, 29].into_iter();
    whose
        .flat_map(|ix| ledger.checklist(AssocIx::from(ix)))
        .collect()
}

#[test]
fn every_cell_of_every_sheet_is_what_the_ledger_says() {
    let home = Home::new();
    let ledger = ledger(&home);
    for as_of in ["2020-07-20", "2026-11-24"] {
        let sheets = workbook::sheets(&ledger, date(as_of));
        let write = || workbook::write(&ledger, date(as_of), instant(), MARK).expect("a workbook");
        let bytes = write();
        assert_eq!(bytes, write(), "the same bytes");
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
        let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name()).collect();
        assert_eq!(book.sheet_names(), names);
        for sheet in &sheets {
            let range = book.worksheet_range(sheet.name()).expect("a sheet");
            let title = range.get_value((0, 0)).expect("a title").to_string();
            assert!(title.contains(as_of) && title.contains("2020"), "{title}");
            for (at, one) in (0u32..).zip(sheet.headings()) {
                let heading = range.get_value((1, at)).expect("a heading");
                assert_eq!(heading.to_string(), one.text);
            }
            for (row, cells) in (2u32..).zip(rows(&**sheet)) {
                for (at, cell) in (0u32..).zip(cells) {
                    let there = range.get_value((row, at)).map_or(Content::Nothing, read);
                    assert_eq!(there, cell, "{} {row} {at}", sheet.name());
                }
            }
        }
    }
}

#[test]
fn the_sums_are_those_of_the_roster() {
    let home = Home::new();
    let ledger = ledger(&home);
    let as_of = date("2020-07-20");
    let sheets = workbook::sheets(&ledger, as_of);
    let rows = |name: &str| {
        let found = sheets.iter().find(|sheet| sheet.name() == name);
        rows(&**found.expect("a sheet"))
    };
    assert_eq!(rows("名册").len(), 150);
    assert_eq!(rows("节点").len(), 8);
    assert_eq!(rows("清单").len(), 113 * 45 + 33 * 2);
    // 39 units, 直接登记, and the sum.
    let units = rows("按主管单位汇总");
    assert_eq!(units.len(), 41);
    let number = |cell: &Content<'_>| match cell {
        Content::Number(number) => *number,
        other => panic!("{other:?}"),
    };
    let (last, others) = units.split_last().expect("a sum");
    for (column, total) in [(2, 150), (3, 37), (4, 113)] {
        assert_eq!(number(&last[column]), total);
        assert_eq!(
            others.iter().map(|row| number(&row[column])).sum::<i64>(),
            total
        );
    }
    let everybody = ledger.associations().keys();
    let sum = summary::of(&ledger, everybody, as_of);
    assert_eq!(
        number(&last[8]),
        i64::try_from(sum.items.done).expect("small")
    );
    // What was ticked stands in the checklist with who and when.
    let ticked = rows("清单")
        .into_iter()
        .find(|row| row[0] == Content::Number(29) && row[2] == Content::Text("P2".into()))
        .expect("P2 of 29");
    assert_eq!(
        ticked[4..],
        [
            Content::Text("已办".into()),
            Content::Day(date("2020-07-31")),
            Content::Text("=1+1 不是公式".into()),
            Content::Text("文件1号".into()),
            Content::Text("张三".into()),
            Content::Day(date("2020-07-20")),
        ]
    );
}

#[test]
fn a_csv_opens_in_excel_and_no_text_becomes_a_formula() {
    let home = Home::new();
    let ledger = ledger(&home);
    let as_of = date("2020-07-20");
    let planned: Vec<AssocIx> = ledger
        .associations()
        .keys()
        .filter(|ix| ledger.associations()[*ix].status == Status::Planned)
        .collect();
    let roster = roster::report(&ledger, planned, as_of);
    let bytes = csv::for_excel(&roster, Encoding::Utf8);
    let text = String::from_utf8(bytes).expect("UTF-8");
    let body = text.strip_prefix('\u{feff}').expect("a byte order mark");
    assert_eq!(body.matches("\r\n").count(), 114);
    assert!(!body.replace("\r\n", "").contains(['\r', '\n']));
    let gb = csv::for_excel(&roster, Encoding::Gb18030);
    let (decoded, _, broken) = encoding_rs::GB18030.decode(&gb);
    assert!(!broken);
    assert_eq!(decoded, body);
    let items = ledger.checklist(28.into()).collect();
    let checklist = checklist::report(&ledger, items, as_of);
    let checklist = csv::for_excel(&checklist, Encoding::Utf8);
    let checklist = String::from_utf8(checklist).expect("UTF-8");
    assert!(checklist.contains(",'=1+1 不是公式,"), "{checklist}");
}

/// A long one is written by several threads, each a part of it.
#[test]
fn a_long_csv_is_its_lines_in_their_order_and_language() {
    let home = Home::new();
    let ledger = ledger(&home);
    for lang in [Lang::Zh, Lang::En] {
        within(lang, || {
            let everybody: Vec<AssocIx> = ledger.associations().keys().collect();
            let mut roster = roster::report(&ledger, everybody, date("2020-07-20"));
            let bytes = csv::for_excel(&roster, Encoding::Utf8);
            let once = String::from_utf8(bytes).expect("UTF-8");
            let (heading, lines) = once.split_once("\r\n").expect("a heading");
            roster.rows = roster.rows.repeat(40);
            let bytes = csv::for_excel(&roster, Encoding::Utf8);
            let long = String::from_utf8(bytes).expect("UTF-8");
            assert!(
                long == format!("{heading}\r\n{}", lines.repeat(40)),
                "{lang:?}"
            );
        });
    }
}

#[test]
fn a_ledger_without_findings_or_tasks_gives_sheets_too() {
    let round = parse_round(&builtin_documents()).expect("the round");
    let empty = Ledger::new(&std::sync::Arc::new(round), Vec::new()).expect("nobody");
    let bytes = workbook::write(&empty, date("2020-07-20"), instant(), MARK).expect("a workbook");
    let book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    assert_eq!(book.sheet_names().len(), 5);
}

#[test]
fn what_excel_cannot_hold_is_said_or_written_as_text() {
    let home = Home::new();
    let (_, ledger) = home.open("张三");
    let mut long = milestones::report(&ledger, date("2020-07-20"));
    long.rows = vec![long.rows[0]; 1_048_575];
    let error = xlsx::write(&ledger, &[&long], date("2020-07-20"), instant(), MARK);
    let error = error.expect_err("too long").to_string();
    assert!(error.contains("「节点」有 1048575 行"), "{error}");
    // A day that Excel does not know.
    let mut early = milestones::report(&ledger, date("2020-07-20"));
    let day = Column::new("day", "日期", Holds::Day, |_, _| {
        date("1899-12-30").into()
    });
    early.columns.insert(0, day);
    let bytes = book(&ledger, &[&early], "2020-07-20");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let range = book.worksheet_range("节点").expect("a sheet");
    let on = range.get_value((2, 0)).expect("a cell").to_string();
    assert_eq!(on, "1899-12-30");
}

#[test]
fn libreoffice_opens_the_workbook_without_complaint() {
    let home = Home::new();
    let ledger = ledger(&home);
    let as_of = date("2020-07-20");
    let mut sheets = workbook::sheets(&ledger, as_of);
    // The checklist is long; some of it is enough.
    sheets[3] = Box::new(checklist::report(&ledger, two_checklists(&ledger), as_of));
    let file = home.path("台账.xlsx");
    let sheets = sheets.each_ref().map(|one| &**one);
    std::fs::write(&file, book(&ledger, &sheets, "2020-07-20")).expect("written");
    if let Some(pdf) = converted(&file, "pdf") {
        let bytes = std::fs::read(pdf).expect("a PDF");
        assert!(bytes.starts_with(b"%PDF") && bytes.len() > 20_000);
    }
}

#[test]
fn the_roster_that_was_exported_reads_back_as_the_same_roster() {
    use tuogou::exchange::roster::plan::ReadOptions;
    use tuogou::exchange::roster::reading;

    let home = Home::new();
    let ledger = ledger(&home);
    let everybody: Vec<AssocIx> = ledger.associations().keys().collect();
    let roster = roster::report(&ledger, everybody, date("2020-07-20"));
    let utf8 = csv::for_excel(&roster, Encoding::Utf8);
    let text = String::from_utf8(utf8.clone()).expect("UTF-8");
    // Our own lines end with CR LF; other programs write LF, old ones CR.
    for bytes in [
        utf8,
        csv::for_excel(&roster, Encoding::Gb18030),
        text.replace("\r\n", "\n").into_bytes(),
        text.replace("\r\n", "\r").into_bytes(),
        text.replace("\r\n", "\r\n\r\n").into_bytes(),
    ] {
        // It has the unit twice; the printed name is the roster's.
        let plan = reading::read(&bytes, &ReadOptions::default()).expect("a roster");
        assert_eq!(plan.problems, []);
        assert_eq!(plan.rows.len(), 150);
        let diff = plan.diff(&ledger);
        assert!(diff.is_empty(), "{diff:?}");
        let first = plan.place(&plan.views().next().expect("a row"));
        let places = ["第 2 行 B 列", "第 3 行 B 列"];
        assert!(places.contains(&first.as_str()), "{first}");
    }
}

/// A large sheet is written row by row, with formats that stand in the columns meanwhile; those of its
/// last row stand in its cells.
#[test]
fn all_rows_of_a_large_sheet_look_alike() {
    const ROWS: usize = 20_001;
    let home = Home::new();
    let ledger = ledger(&home);
    let whose = vec![AssocIx::from(28); ROWS];
    let report = roster::report(&ledger, whose, date("2020-07-20"));
    let bytes = book(&ledger, &[&report], "2020-07-20");
    let mut book = zip::ZipArchive::new(Cursor::new(bytes)).expect("a workbook");
    let mut xml = String::new();
    let mut sheet = book.by_name("xl/worksheets/sheet1.xml").expect("a sheet");
    sheet.read_to_string(&mut xml).expect("text");
    let between = |text: &str, from: &str, to: &str| {
        let rest = text.split_once(from).map_or("", |(_, rest)| rest);
        rest.split_once(to).map_or("", |(part, _)| part).to_owned()
    };
    // Below the last row the columns look like any other.
    assert!(!between(&xml, "<cols>", "</cols>").contains("style="));
    // Column and format of each cell.
    let cell = |cell: &str| {
        let place = between(cell, "r=\"", "\"");
        let column = place.trim_end_matches(|c: char| c.is_ascii_digit());
        (column.to_owned(), between(cell, "s=\"", "\""))
    };
    let rows = xml.split("<row ").skip(1);
    let rows = rows.map(|row| row.split("<c ").skip(1).map(cell).collect());
    let rows: Vec<Vec<(String, String)>> = rows.collect();
    assert_eq!(rows.len(), ROWS + 2, "title, headings, and each row once");
    let (last, others) = rows[2..].split_last().expect("rows");
    assert!(last.len() > 8 && last.iter().all(|(_, format)| !format.is_empty()));
    assert!(others.iter().all(|row| row == last));
}
