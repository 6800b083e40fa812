//! The ledger as sheets: read back cell by cell by another library, opened by LibreOffice.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use tuogou::domain::change::Subject;
use tuogou::domain::command::Command;
use tuogou::domain::id::AssocIx;
use tuogou::domain::ledger::Ledger;
use tuogou::domain::model::{ItemState, Status};
use tuogou::domain::progress;
use tuogou::exchange::seed::{builtin_documents, parse_round};
use tuogou::exchange::sheet::book;
use tuogou::exchange::sheet::csv_out::{self, Encoding};
use tuogou::exchange::sheet::view::{self, Cell, View};

use crate::office::converted;
use crate::support::{Home, date, instant, moment};

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

fn workbook(ledger: &Ledger, views: &[View], as_of: &str) -> Vec<u8> {
    book::write(ledger, views, date(as_of), instant()).expect("a workbook")
}

/// A cell as another library reads it.
fn read(data: &Data) -> Cell {
    match data {
        Data::Empty => Cell::Blank,
        Data::String(text) => Cell::Text(text.clone()),
        #[expect(clippy::cast_possible_truncation, reason = "counts are whole")]
        Data::Float(number) => Cell::Number(*number as i64),
        Data::DateTime(at) => Cell::Date(at.as_datetime().expect("a date").date()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_cell_of_every_sheet_is_what_the_ledger_says() {
    let home = Home::new();
    let ledger = ledger(&home);
    for as_of in ["2020-07-20", "2026-11-24"] {
        let views = view::all(&ledger, date(as_of));
        let bytes = workbook(&ledger, &views, as_of);
        assert_eq!(bytes, workbook(&ledger, &views, as_of), "the same bytes");
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
        let names: Vec<&str> = views.iter().map(|view| view.name).collect();
        assert_eq!(book.sheet_names(), names);
        for view in &views {
            let range = book.worksheet_range(view.name).expect("a sheet");
            let title = range.get_value((0, 0)).expect("a title").to_string();
            assert!(title.contains(as_of) && title.contains("2020"), "{title}");
            for (at, column) in (0u32..).zip(&view.columns) {
                let heading = range.get_value((1, at)).expect("a heading");
                assert_eq!(heading.to_string(), column.heading);
            }
            for (row, cells) in (2u32..).zip(&view.rows) {
                for (at, cell) in (0u32..).zip(cells) {
                    let there = range.get_value((row, at)).map_or(Cell::Blank, read);
                    assert_eq!(there, *cell, "{} {row} {at}", view.name);
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
    let views = view::all(&ledger, as_of);
    let rows = |name: &str| {
        let found = views.iter().find(|view| view.name == name);
        &found.expect("a sheet").rows
    };
    assert_eq!(rows("名册").len(), 150);
    assert_eq!(rows("节点").len(), 8);
    assert_eq!(rows("清单").len(), 113 * 41);
    // 39 units, 直接登记, and the sum.
    let units = rows("按主管单位汇总");
    assert_eq!(units.len(), 41);
    let number = |cell: &Cell| match cell {
        Cell::Number(number) => *number,
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
    let sum = progress::summary(&ledger, everybody, as_of);
    assert_eq!(
        number(&last[6]),
        i64::try_from(sum.items.done).expect("small")
    );
    // What was ticked stands in the checklist with who and when.
    let ticked = rows("清单")
        .iter()
        .find(|row| row[0] == Cell::Number(29) && row[2] == Cell::Text("P2".into()))
        .expect("P2 of 29");
    assert_eq!(
        ticked[4..],
        [
            "已办".into(),
            date("2020-07-31").into(),
            "=1+1 不是公式".into(),
            "文件1号".into(),
            "张三".into(),
            date("2020-07-20").into(),
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
    let roster = view::roster(&ledger, &planned, as_of);
    let bytes = csv_out::write(&roster, Encoding::Utf8);
    let text = String::from_utf8(bytes).expect("UTF-8");
    let body = text.strip_prefix('\u{feff}').expect("a byte order mark");
    assert_eq!(body.matches("\r\n").count(), 114);
    assert!(!body.replace("\r\n", "").contains(['\r', '\n']));
    let gb = csv_out::write(&roster, Encoding::Gb18030);
    let (decoded, _, broken) = encoding_rs::GB18030.decode(&gb);
    assert!(!broken);
    assert_eq!(decoded, body);
    let checklist = csv_out::write(&view::checklist(&ledger, &[28.into()]), Encoding::Utf8);
    let checklist = String::from_utf8(checklist).expect("UTF-8");
    assert!(checklist.contains(",'=1+1 不是公式,"), "{checklist}");
}

#[test]
fn a_ledger_without_findings_or_tasks_gives_sheets_too() {
    let round = parse_round(&builtin_documents()).expect("the round");
    let empty = Ledger::new(&std::sync::Arc::new(round), Vec::new()).expect("nobody");
    let views = view::all(&empty, date("2020-07-20"));
    let bytes = workbook(&empty, &views, "2020-07-20");
    let book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    assert_eq!(book.sheet_names().len(), 5);
}

#[test]
fn what_excel_cannot_hold_is_said_or_written_as_text() {
    let home = Home::new();
    let (_, ledger) = home.open("张三");
    let mut long = view::milestones(&ledger, date("2020-07-20"));
    long.rows = Vec::new();
    long.rows.resize(1_048_575, Vec::new());
    let error = book::write(&ledger, &[long], date("2020-07-20"), instant());
    let error = error.expect_err("too long").to_string();
    assert!(error.contains("「节点」有 1048575 行"), "{error}");
    // A day that Excel does not know.
    let mut early = view::milestones(&ledger, date("2020-07-20"));
    early.rows[0][9] = date("1899-12-30").into();
    let bytes = workbook(&ledger, &[early], "2020-07-20");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let range = book.worksheet_range("节点").expect("a sheet");
    let on = range.get_value((2, 9)).expect("a cell").to_string();
    assert_eq!(on, "1899-12-30");
}

#[test]
fn libreoffice_opens_the_workbook_without_complaint() {
    let home = Home::new();
    let ledger = ledger(&home);
    let as_of = date("2020-07-20");
    let mut views = view::all(&ledger, as_of);
    // The checklist is long; some of it is enough.
    views[3] = view::checklist(&ledger, &[28.into(), 29.into()]);
    let file = home.path("台账.xlsx");
    std::fs::write(&file, workbook(&ledger, &views, "2020-07-20")).expect("written");
    if let Some(pdf) = converted(&file, "pdf") {
        let bytes = std::fs::read(pdf).expect("a PDF");
        assert!(bytes.starts_with(b"%PDF") && bytes.len() > 20_000);
    }
}

#[test]
fn the_roster_that_was_exported_reads_back_as_the_same_roster() {
    use tuogou::exchange::roster::plan::{self, Options};

    let home = Home::new();
    let ledger = ledger(&home);
    let everybody: Vec<AssocIx> = ledger.associations().keys().collect();
    let roster = view::roster(&ledger, &everybody, date("2020-07-20"));
    let utf8 = csv_out::write(&roster, Encoding::Utf8);
    let text = String::from_utf8(utf8.clone()).expect("UTF-8");
    // Our own lines end with CR LF; other programs write LF, old ones CR.
    for bytes in [
        utf8,
        csv_out::write(&roster, Encoding::Gb18030),
        text.replace("\r\n", "\n").into_bytes(),
        text.replace("\r\n", "\r").into_bytes(),
        text.replace("\r\n", "\r\n\r\n").into_bytes(),
    ] {
        // It has the unit twice; the printed name is the roster's.
        let plan = plan::read(&bytes, &Options::default()).expect("a roster");
        assert_eq!(plan.problems, []);
        assert_eq!(plan.rows.len(), 150);
        let diff = plan.diff(&ledger);
        assert!(diff.is_empty(), "{diff:?}");
        let first = plan.views().next().expect("a row");
        assert!(
            ["第 2 行 B 列", "第 3 行 B 列"].contains(&&*first.place),
            "{}",
            first.place
        );
    }
}
