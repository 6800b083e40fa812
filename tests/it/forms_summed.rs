//! 基本情况表汇总, 完成情况表汇总: what the workbooks say is what stands in the forms, and the sums add up.

use std::collections::BTreeMap;

use calamine::{Data, Range, Reader, Xlsx};
use rust_decimal::Decimal;
use tuogou::domain::form::sum;
use tuogou::domain::form::value::Value;
use tuogou::domain::round::FieldIx;
use tuogou::exchange::package::Package;

use crate::agree::{DEMO, lines};
use crate::support::{Home, date};

const DAY: &str = "2020-08-30";
/// Lines of headings: title, section, row of the form, label.
const HEAD: u32 = 4;

/// The workbook of a form, written for a test of its own.
fn sheets(test: &str, args: &[&str]) -> BTreeMap<String, Range<Data>> {
    let file = DEMO.path(&format!("summed-{test}-{}.xlsx", args.join("-")));
    let out = file.to_str().expect("UTF-8");
    lines(
        DAY,
        &[&["export", "answers"], args, &["--out", out]].concat(),
    );
    let book: Xlsx<_> = calamine::open_workbook(&file).expect("a workbook");
    let mut book = book;
    let names = book.sheet_names();
    let sheet = |name: String| (name.clone(), book.worksheet_range(&name).expect("a sheet"));
    names.into_iter().map(sheet).collect()
}

fn number(sheet: &Range<Data>, row: u32, column: u32) -> Option<Decimal> {
    match sheet.get_value((row, column))? {
        Data::Float(number) => Decimal::try_from(*number).ok().map(|one| one.round_dp(4)),
        Data::Int(number) => Some((*number).into()),
        _ => None,
    }
}

/// The lines of a sheet between its headings and its sum, and the sum.
fn body(sheet: &Range<Data>) -> (std::ops::Range<u32>, u32) {
    let last = sheet.end().expect("cells").0;
    (HEAD..last, last)
}

#[test]
fn each_form_has_its_row_and_each_field_its_column_and_sum() {
    let story = DEMO.start(DAY, 120, 40);
    let ledger = &story.model().ledger;
    for (at, form) in ledger.round().forms.iter().enumerate() {
        let id = form.id.id();
        if id == "plan" {
            continue;
        }
        let sheets = sheets("each", &[id]);
        let sheet = &sheets[form.id.word()];
        let (rows, total) = body(sheet);
        assert_eq!(rows.len(), 109, "who has a task");
        let columns = sheet.width() - form.fields.len();
        let mut numbers = 0;
        for (field, def) in form.fields.iter().enumerate() {
            let ix = FieldIx { form: at, field };
            let column = u32::try_from(columns + field).expect("few");
            let mut adds = Decimal::ZERO;
            let mut is_number = false;
            for row in rows.clone() {
                let no = number(sheet, row, 0).expect("a number");
                let no: u32 = no.to_string().parse().expect("whole");
                let association = ledger.association_ix(no).expect("there");
                let said = sum::said(ledger, association, ix);
                let there = sheet
                    .get_value((row, column))
                    .cloned()
                    .unwrap_or(Data::Empty);
                match said {
                    None => assert_eq!(there, Data::Empty, "{no} {}", def.id),
                    Some(Value::Integer(_) | Value::Decimal(_)) => {
                        is_number = true;
                        let said = said.expect("said").to_string();
                        let there = number(sheet, row, column).expect("a number");
                        assert_eq!(
                            there,
                            said.parse::<Decimal>().expect("one"),
                            "{no} {}",
                            def.id
                        );
                        adds += there;
                    }
                    Some(said) => {
                        assert_eq!(there.to_string(), said.to_string(), "{no} {}", def.id);
                    }
                }
            }
            if is_number {
                numbers += 1;
                assert_eq!(number(sheet, total, column), Some(adds), "{}", def.id);
            }
        }
        assert!(numbers > 20, "{numbers}");
    }
}

#[test]
fn the_units_together_are_the_city_and_a_unit_alone_is_its_line() {
    for form in ["basic", "completion"] {
        let city = sheets("units", &[form]);
        let units = &city["按主管单位汇总"];
        let (rows, total) = body(units);
        for column in 1..u32::try_from(units.width()).expect("few") {
            let Some(sum) = number(units, total, column) else {
                continue;
            };
            let parts = rows.clone().filter_map(|row| number(units, row, column));
            assert_eq!(parts.sum::<Decimal>(), sum, "{form} column {column}");
        }
        let alone = sheets("units", &[form, "--unit", "教育体育局"]);
        assert!(!alone.contains_key("按主管单位汇总"));
        let word = if form == "basic" {
            "基本情况表"
        } else {
            "完成情况表"
        };
        let (whose, _) = body(&alone[word]);
        let line = rows.clone().find(|row| {
            let name = units.get_value((*row, 0)).map(ToString::to_string);
            name.as_deref() == Some("开封市教育体育局")
        });
        let count = number(units, line.expect("there"), 1);
        assert_eq!(count, Some(Decimal::from(whose.len())));
    }
}

#[test]
fn what_has_changed_is_what_the_two_forms_say() {
    let sheets = sheets("changes", &["completion"]);
    let sheet = &sheets["脱钩前后"];
    let text = |row: u32, column: u32| {
        let cell = sheet.get_value((row, column));
        cell.map(ToString::to_string).unwrap_or_default()
    };
    let mut compared = 0;
    for row in 2..=sheet.end().expect("cells").0 {
        let sides = (
            text(row, 4).parse::<Decimal>(),
            text(row, 5).parse::<Decimal>(),
        );
        if let (Ok(before), Ok(after)) = sides {
            compared += 1;
            assert_eq!(
                number(sheet, row, 6),
                Some((after - before).round_dp(4)),
                "{}",
                text(row, 1)
            );
            if before != after {
                assert_ne!(text(row, 3), "0", "{}", text(row, 1));
            }
        }
    }
    assert!(compared > 5, "{compared}");
}

/// Headings that stand alone tell the same words apart.
#[test]
fn no_two_columns_are_called_the_same() {
    let home = Home::new();
    let (_session, ledger) = home.open("张三");
    for form in &ledger.round().forms {
        let report = tuogou::report::answers::of_associations(
            &ledger,
            form.id,
            tuogou::domain::figure::Members::City,
            date(DAY),
        );
        let columns = report.columns.iter().skip(4);
        let mut seen = BTreeMap::new();
        for column in columns {
            let other = seen.insert(column.whole_heading().into_owned(), column.id.clone());
            assert_eq!(other, None, "{}", column.whole_heading());
        }
    }
}

/// A sheet that is too wide for a page is printed on several side by side, each with the title, the headings and
/// who it is about, and none so small that it cannot be read.
#[test]
fn a_wide_sheet_is_printed_on_pages_that_can_be_read() {
    let file = DEMO.path("printed.xlsx");
    let out = file.to_str().expect("UTF-8");
    lines(DAY, &["export", "answers", "basic", "--out", out]);
    let bytes = std::fs::read(&file).expect("written");
    let mut package = Package::open(&bytes).expect("a package");
    let mut part = |name: &str| package.text(name).expect("read").expect("there");
    let sheet = part("xl/worksheets/sheet1.xml");
    let setup = sheet
        .split("<pageSetup ")
        .nth(1)
        .expect("how it is printed");
    let setup = setup.split('>').next().expect("an end");
    for said in [
        r#"orientation="landscape""#,
        r#"paperSize="9""#,
        r#"pageOrder="overThenDown""#,
        r#"fitToHeight="0""#,
    ] {
        assert!(setup.contains(said), "{said}: {setup}");
    }
    let across = setup.split("fitToWidth=\"").nth(1).expect("several pages");
    let across: f64 = across
        .split('"')
        .next()
        .and_then(|one| one.parse().ok())
        .expect("a number");
    let widths = sheet.split("<col ").skip(1).map(|column| {
        let number = |name: &str| -> f64 {
            let value = column.split(&format!(" {name}=\"")).nth(1);
            let value = value.or_else(|| column.strip_prefix(&format!("{name}=\"")));
            let value = value.and_then(|rest| rest.split('"').next());
            value
                .and_then(|value| value.parse().ok())
                .expect("a number")
        };
        (number("max") - number("min") + 1.0) * number("width")
    });
    assert!(widths.sum::<f64>() / across < 180.0, "{across}");
    // The title stands in the columns that each page has, and is no part of a wide cell.
    assert!(!sheet.contains(r#"<mergeCell ref="A1:"#));
    let names = part("xl/workbook.xml");
    assert!(
        names.contains("$A:$B,基本情况表!$1:$4") || names.contains("$A:$B,'基本情况表'!$1:$4"),
        "{names}"
    );
}
