//! Sheets as an Excel workbook that can be filtered, printed and worked on: title, frozen
//! headings, colours beside the words, drop-down lists for states, A4 across.

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use rust_xlsxwriter::{
    Color, ConditionalFormatCell, ConditionalFormatCellRule, DataValidation, DocProperties,
    ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::view::{Cell, Column, Kind, View};
use crate::domain::ledger::Ledger;
use crate::domain::model::{ItemState, Light};
use crate::text::cells;

/// Rows above the first row of data: title, headings.
const HEAD: u32 = 2;
/// Widest and narrowest column, in cells.
const WIDEST: usize = 46;
const NARROWEST: usize = 6;
/// A4.
const A4: u8 = 9;

/// Rows of a sheet, and characters of a cell, that the format allows.
const MOST_ROWS: usize = 1_048_576;
const MOST_CHARS: usize = 32_000;
/// Height of a line of text and the greatest height of a row, in points.
const LINE: f64 = 14.0;
const TALLEST: f64 = 409.0;

/// Sheets that do not fit into a workbook.
#[derive(Debug, thiserror::Error)]
pub enum BookError {
    /// More rows than a sheet has.
    #[error(
        "「{sheet}」有 {rows} 行，一张 Excel 工作表最多 {MOST_ROWS} 行，没有写出文件；请用 tuogou export roster --unit 分单位导出"
    )]
    TooManyRows {
        /// Which.
        sheet: &'static str,
        /// How many.
        rows: usize,
    },
    /// Something else that the format cannot hold.
    #[error("写不成 Excel 文件：{0}")]
    Format(#[from] XlsxError),
}

/// Writes sheets as a workbook.
pub fn write(
    ledger: &Ledger,
    views: &[View],
    as_of: NaiveDate,
    made_at: DateTime<Utc>,
) -> Result<Vec<u8>, BookError> {
    let head = HEAD as usize;
    if let Some(view) = views.iter().find(|view| view.rows.len() + head > MOST_ROWS) {
        return Err(BookError::TooManyRows {
            sheet: view.name,
            rows: view.rows.len(),
        });
    }
    Ok(build(ledger, views, as_of, made_at)?)
}

fn build(
    ledger: &Ledger,
    views: &[View],
    as_of: NaiveDate,
    made_at: DateTime<Utc>,
) -> Result<Vec<u8>, XlsxError> {
    let info = &ledger.round().info;
    let title = ledger.round().title();
    let mut book = Workbook::new();
    let hms = |part: u32| u16::try_from(part).unwrap_or(0);
    let made = ExcelDateTime::from_ymd(
        u16::try_from(made_at.year()).unwrap_or(1900),
        u8::try_from(made_at.month()).unwrap_or(1),
        u8::try_from(made_at.day()).unwrap_or(1),
    )?
    .and_hms(
        hms(made_at.hour()),
        u8::try_from(made_at.minute()).unwrap_or(0),
        f64::from(made_at.second()),
    )?;
    book.set_properties(
        &DocProperties::new()
            .set_title(&title)
            .set_creation_datetime(&made),
    );
    let styles = Styles::new();
    for view in views {
        let title = format!("{}年{} {}（基准日 {as_of}）", info.year, title, view.name);
        // Rows go to a temporary file as they come.
        let made = book.add_worksheet_with_low_memory()?;
        sheet(made, view, &title, &styles)?;
    }
    book.save_to_buffer()
}

struct Styles {
    title: Format,
    head: Format,
    text: Format,
    number: Format,
    date: Format,
    centred: Format,
}

impl Styles {
    fn new() -> Self {
        let base = || Format::new().set_font_name("宋体").set_font_size(10);
        let cell = || {
            base()
                .set_border(FormatBorder::Thin)
                .set_align(FormatAlign::VerticalCenter)
        };
        Self {
            title: base()
                .set_bold()
                .set_font_size(14)
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter),
            head: cell()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Center)
                .set_background_color(Color::RGB(0x00D9_E2F3)),
            // Text stays text when somebody edits the cell.
            text: cell().set_text_wrap().set_num_format("@"),
            number: cell().set_align(FormatAlign::Right),
            date: cell()
                .set_num_format("yyyy-mm-dd")
                .set_align(FormatAlign::Center),
            centred: cell().set_align(FormatAlign::Center),
        }
    }

    const fn of(&self, kind: Kind) -> &Format {
        match kind {
            Kind::Text => &self.text,
            Kind::Number => &self.number,
            Kind::Date => &self.date,
            Kind::Light | Kind::State => &self.centred,
        }
    }
}

fn sheet(
    sheet: &mut Worksheet,
    view: &View,
    title: &str,
    styles: &Styles,
) -> Result<(), XlsxError> {
    sheet.set_name(view.name)?;
    let right = u16::try_from(view.columns.len()).unwrap_or(1) - 1;
    let bottom = HEAD + u32::try_from(view.rows.len()).unwrap_or(0);
    sheet.merge_range(0, 0, 0, right, title, &styles.title)?;
    sheet.set_row_height(0, 26)?;
    let widths: Vec<usize> = (0..view.columns.len()).map(|at| width(view, at)).collect();
    for (at, column) in (0u16..).zip(&view.columns) {
        sheet.write_string_with_format(1, at, column.heading, &styles.head)?;
        let width = u32::try_from(widths[usize::from(at)]);
        sheet.set_column_width(at, width.map_or(10.0, f64::from))?;
        if view.rows.is_empty() {
            continue;
        }
        match column.kind {
            Kind::Light => lights(sheet, at, bottom - 1)?,
            Kind::State => states(sheet, at, bottom - 1)?,
            Kind::Text | Kind::Number | Kind::Date => {}
        }
    }
    let kinds = || view.columns.iter().map(|column| column.kind);
    let usual: Vec<&Format> = kinds().map(|kind| styles.of(kind)).collect();
    let sum: Vec<Format> = usual
        .iter()
        .map(|format| (*format).clone().set_bold())
        .collect();
    let sum: Vec<&Format> = sum.iter().collect();
    for (row, cells) in (HEAD..).zip(&view.rows) {
        let last = view.sum && row + 1 == bottom;
        let formats = if last { &sum } else { &usual };
        // Not every program makes room for a text that wraps.
        let lines = cells.iter().zip(&widths).map(|(cell, width)| match cell {
            Cell::Text(text) => cells::wrap(text, *width).len(),
            _ => 1,
        });
        let lines = u32::try_from(lines.max().unwrap_or(1)).unwrap_or(1);
        sheet.set_row_height(row, (f64::from(lines) * LINE + 2.0).min(TALLEST))?;
        for (((at, cell), column), format) in (0u16..).zip(cells).zip(&view.columns).zip(formats) {
            write_cell(sheet, (row, at), cell, column, format)?;
        }
    }
    sheet.set_freeze_panes(HEAD, 2.min(right))?;
    // The sum is not one of the rows to filter.
    let filtered = bottom - u32::from(view.sum);
    if filtered > HEAD {
        sheet.autofilter(1, 0, filtered - 1, right)?;
    }
    sheet
        .set_landscape()
        .set_paper_size(A4)
        .set_print_fit_to_pages(1, 0)
        .set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3)
        .set_footer("&C第 &P 页  共 &N 页");
    sheet.set_repeat_rows(0, 1)?;
    Ok(())
}

fn write_cell(
    sheet: &mut Worksheet,
    (row, at): (u32, u16),
    cell: &Cell,
    column: &Column,
    format: &Format,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Blank => sheet.write_blank(row, at, format)?,
        // As a text, so that one that begins with = is no formula.
        Cell::Text(text) if text.chars().count() > MOST_CHARS => {
            let text: String = text.chars().take(MOST_CHARS).collect();
            sheet.write_string_with_format(row, at, text, format)?
        }
        Cell::Text(text) => sheet.write_string_with_format(row, at, text, format)?,
        Cell::Number(number) => {
            // Days and counts are far below the numbers that a sheet holds exactly.
            #[expect(clippy::cast_precision_loss, reason = "counts are small")]
            let number = *number as f64;
            debug_assert!(column.kind == Kind::Number);
            sheet.write_number_with_format(row, at, number, format)?
        }
        Cell::Date(date) => {
            let text = date.to_string();
            match ExcelDateTime::parse_from_str(&text) {
                Ok(date) => sheet.write_datetime_with_format(row, at, &date, format)?,
                // Excel knows no days before 1900.
                Err(_) => sheet.write_string_with_format(row, at, text, format)?,
            }
        }
    };
    Ok(())
}

/// As wide as its widest cell, within bounds; the sheet's own measure counts Chinese as half.
fn width(view: &View, at: usize) -> usize {
    let of = |cell: &Cell| match cell {
        Cell::Blank => 0,
        Cell::Text(text) => cells::width(text),
        Cell::Number(number) => number.to_string().len(),
        Cell::Date(_) => 10,
    };
    let widest = view.rows.iter().map(|row| of(&row[at])).max();
    // The button of the filter stands beside the heading.
    let heading = cells::width(view.columns[at].heading) + 2;
    widest.unwrap_or(0).max(heading).clamp(NARROWEST, WIDEST) + 1
}

/// Colours behind the lights; the word stays.
fn lights(sheet: &mut Worksheet, at: u16, bottom: u32) -> Result<(), XlsxError> {
    for (light, ground) in [
        (Light::Green, 0x00C6_EFCE),
        (Light::Blue, 0x00BD_D7EE),
        (Light::Yellow, 0x00FF_EB9C),
        (Light::Red, 0x00FF_C7CE),
        (Light::Grey, 0x00E7_E6E6),
    ] {
        colour(sheet, at, bottom, light.sign(), ground)?;
    }
    Ok(())
}

/// A drop-down list of what can be set, and colours for the states of items.
fn states(sheet: &mut Worksheet, at: u16, bottom: u32) -> Result<(), XlsxError> {
    let words = [
        ItemState::Open,
        ItemState::Doing,
        ItemState::Done,
        ItemState::NotApplicable,
    ]
    .map(ItemState::word);
    let list = DataValidation::new().allow_list_strings(&words)?;
    sheet.add_data_validation(HEAD, at, bottom, at, &list)?;
    for (state, ground) in [
        (ItemState::Done, 0x00C6_EFCE),
        (ItemState::Doing, 0x00BD_D7EE),
        (ItemState::NotApplicable, 0x00E7_E6E6),
        (ItemState::Doubtful, 0x00FF_C7CE),
    ] {
        colour(sheet, at, bottom, state.word(), ground)?;
    }
    Ok(())
}

fn colour(
    sheet: &mut Worksheet,
    at: u16,
    bottom: u32,
    word: &str,
    ground: u32,
) -> Result<(), XlsxError> {
    let rule = ConditionalFormatCell::new()
        .set_rule(ConditionalFormatCellRule::EqualTo(word.to_owned()))
        .set_format(Format::new().set_background_color(Color::RGB(ground)));
    sheet.add_conditional_format(HEAD, at, bottom, at, &rule)?;
    Ok(())
}
