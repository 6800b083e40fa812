//! Rosters of any size. The first 150 rows are the printed roster of Kaifeng; every other city
//! and district has as many associations under its own bureaus, with the same share of 已脱钩,
//! two thirds of them in the same trades.

use std::path::Path;

use rust_xlsxwriter::Workbook;
use tuogou::domain::ledger::RosterRow;
use tuogou::exchange::seed::builtin_roster;

use super::places::{MODEL_CITY, MODEL_PROVINCE, Place, SPORTS, TRADES, places};

/// How associations end, longest first.
const ENDINGS: [&str; 6] = ["行业协会", "行业商会", "联合会", "促进会", "协会", "商会"];

/// What stands above a roster, as the seeds have it.
const HEADINGS: [&str; 4] = ["序号", "行业协会商会名称", "业务主管单位", "备注"];

/// So many associations, numbered from 1; no two of one name.
///
/// # Panics
/// When there are not enough places for them: beyond 1.2 million.
pub fn roster(size: u32) -> Vec<RosterRow> {
    let model = builtin_roster().expect("the built-in roster");
    let (sports, trades) = (words(SPORTS), words(TRADES));
    let mut rows = Vec::with_capacity(size as usize);
    for (at, place) in places().enumerate() {
        for (line, printed) in model.iter().enumerate() {
            if rows.len() == size as usize {
                return rows;
            }
            let mut row = moved(printed, &place);
            if at > 0 && line % 3 == at % 3 {
                let of_sports = printed.printed_unit.ends_with("教育体育局");
                let trades = if of_sports { &sports } else { &trades };
                let trade = trades[(at * 7 + line / 3) % trades.len()];
                row.name = format!("{}{trade}{}", place.name, ending(&printed.name)).into();
            }
            row.no = rows.len() as u32 + 1;
            rows.push(row);
        }
    }
    assert!(rows.len() == size as usize, "no places for {size}");
    rows
}

fn words(text: &'static str) -> Vec<&'static str> {
    text.split_whitespace().collect()
}

/// The same association in another place.
fn moved(row: &RosterRow, place: &Place) -> RosterRow {
    let there = |text: &str| {
        let text = text.replace(MODEL_CITY, &place.name);
        text.replace(MODEL_PROVINCE, place.province)
    };
    RosterRow {
        no: row.no,
        name: there(&row.name).into(),
        printed_unit: there(&row.printed_unit).into(),
        status: row.status,
    }
}

fn ending(name: &str) -> &'static str {
    let found = ENDINGS.into_iter().find(|ending| name.ends_with(ending));
    found.unwrap_or("协会")
}

/// Writes a roster as CSV, as the seeds keep it.
pub fn write_csv(rows: &[RosterRow], path: &Path) -> Result<(), csv::Error> {
    let mut writer = csv::Writer::from_path(path)?;
    writer.write_record(HEADINGS)?;
    for row in rows {
        let (no, status) = (row.no.to_string(), row.status.word());
        writer.write_record([no.as_str(), &row.name, &row.printed_unit, status])?;
    }
    writer.flush()?;
    Ok(())
}

/// Writes a roster as a workbook of one sheet.
pub fn write_xlsx(rows: &[RosterRow], path: &Path) -> Result<(), rust_xlsxwriter::XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, HEADINGS)?;
    for (line, row) in (1..).zip(rows) {
        sheet.write_number(line, 0, row.no)?;
        sheet.write_string(line, 1, &row.name)?;
        sheet.write_string(line, 2, &row.printed_unit)?;
        sheet.write_string(line, 3, row.status.word())?;
    }
    book.save(path)
}
