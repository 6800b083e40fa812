//! Reports as the sheets of an Excel workbook that can be filtered, printed and worked on: title, frozen
//! headings, colours beside the words, drop-down lists for states, A4 across.

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use rust_xlsxwriter::{
    Color, ConditionalFormatCell, ConditionalFormatCellRule, DataValidation, DocProperties,
    ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::titled;
use super::xlsx_cells::{measure, write_cell};
use super::xlsx_head::{self as head, Heading};
use crate::domain::ledger::Ledger;
use crate::domain::model::{ItemState, Light};
use crate::report::cell::Cell;
use crate::report::table::{Holds, Media, Report};
use crate::text::fault;

/// Rows above the first row of data: title, headings. More, where headings stand above others.
const HEAD: u32 = 2;
/// Widest and narrowest column, in cells.
pub(super) const WIDEST: usize = 46;
const NARROWEST: usize = 6;
const A4: u8 = 9;
/// Cells that are legible across a page, and across each of several side by side, which repeat the first columns.
const PAGE: usize = 260;
const SIDE_BY_SIDE: usize = 160;

/// Rows of a sheet that is made in memory. A larger one goes to a temporary file as it comes, where the
/// library ends the program when the disk is full.
const MOST_AT_HAND: usize = 20_000;
/// Rows of a sheet that the format allows.
const MOST_ROWS: usize = 1_048_576;
/// Height of a line of text and the greatest height of a row, in points.
const LINE: f64 = 14.0;
const TALLEST: f64 = 409.0;

/// Sheets that do not fit into a workbook.
#[derive(Debug, thiserror::Error)]
pub enum BookError {
    /// More rows than a sheet has.
    #[error(
        "{}", t!("「{sheet}」有 {rows} 行，一张 Excel 工作表最多 {MOST_ROWS} 行，没有写出文件；请分单位导出名册", "\"{sheet}\" has {rows} rows; an Excel worksheet has at most {MOST_ROWS}; nothing was written; export the roster by unit"))]
    TooManyRows { sheet: String, rows: usize },
    /// Something else that the format cannot hold.
    #[error("{}", t!("写不成 Excel 文件：{}", "cannot be written as Excel: {}", unwritten(_0)))]
    Format(#[from] XlsxError),
}

fn unwritten(error: &XlsxError) -> String {
    match error {
        XlsxError::IoError(error) | XlsxError::TempFileError(_, error) => fault::io(error),
        XlsxError::ZipError(_) => s!("无法压缩", "cannot be packed").into(),
        _ => s!("内容超出了格式的限度", "beyond the limits of the format").into(),
    }
}

/// Takes the cells of a row.
type Take<'t> = dyn FnMut(&[Cell<'_>]) -> Result<(), XlsxError> + 't;

/// A report as a sheet takes it, whatever its rows are.
pub trait Sheet {
    /// What it is called.
    fn name(&self) -> &str;
    /// The headings, and what stands below them.
    fn headings(&self) -> Vec<Heading<'_>>;
    /// How many rows there are, a sum included.
    fn height(&self) -> usize;
    /// The last row adds the others up.
    fn has_sum(&self) -> bool;
    /// Hands out one row after another.
    fn each_row(&self, take: &mut Take<'_>) -> Result<(), XlsxError>;
}

impl<R> Sheet for Report<'_, R> {
    fn name(&self) -> &str {
        &self.name
    }

    fn headings(&self) -> Vec<Heading<'_>> {
        let columns = self.columns.iter();
        let shown = columns.filter(|column| column.is_in(Media::SHEET));
        shown
            .map(|column| Heading {
                above: &column.above,
                text: &column.heading,
                holds: column.holds,
            })
            .collect()
    }

    fn height(&self) -> usize {
        self.rows.len() + usize::from(self.has_sum())
    }

    fn has_sum(&self) -> bool {
        self.sum.is_some()
    }

    fn each_row(&self, take: &mut Take<'_>) -> Result<(), XlsxError> {
        let columns = self.shown(Media::SHEET);
        let mut cells = Vec::with_capacity(columns.len());
        for row in self.rows.iter().chain(&self.sum) {
            cells.extend(columns.iter().map(|column| column.cell(self.on, row)));
            take(&cells)?;
            cells.clear();
        }
        Ok(())
    }
}

/// Writes sheets as a workbook, with a mark below each page when it is printed.
pub fn write(
    ledger: &Ledger,
    sheets: &[&dyn Sheet],
    as_of: NaiveDate,
    made_at: DateTime<Utc>,
    mark: &str,
) -> Result<Vec<u8>, BookError> {
    let head = HEAD as usize;
    if let Some(sheet) = sheets.iter().find(|one| one.height() + head > MOST_ROWS) {
        return Err(BookError::TooManyRows {
            sheet: sheet.name().to_owned(),
            rows: sheet.height(),
        });
    }
    Ok(build(ledger, sheets, as_of, made_at, mark)?)
}

fn build(
    ledger: &Ledger,
    sheets: &[&dyn Sheet],
    as_of: NaiveDate,
    made_at: DateTime<Utc>,
    mark: &str,
) -> Result<Vec<u8>, XlsxError> {
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
    for one in sheets {
        let title = titled(ledger, one.name(), as_of);
        let written = if one.height() > MOST_AT_HAND {
            (book.add_worksheet_with_low_memory()?, SheetFlow::AsItComes)
        } else {
            (book.add_worksheet(), SheetFlow::AtTheEnd)
        };
        fill(written, *one, (&title, mark), &styles)?;
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

    const fn of(&self, holds: Holds) -> &Format {
        match holds {
            Holds::Text | Holds::Figures => &self.text,
            Holds::Number => &self.number,
            Holds::Day => &self.date,
            Holds::Light | Holds::State => &self.centred,
        }
    }
}

/// When a sheet becomes a part of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SheetFlow {
    /// Row by row. The library looks for the format of each cell by all that a format says, which took a
    /// fifth of a large workbook; what is written without one has that of its column in this moment.
    AsItComes,
    AtTheEnd,
}

fn fill(
    (sheet, written): (&mut Worksheet, SheetFlow),
    report: &dyn Sheet,
    (title, mark): (&str, &str),
    styles: &Styles,
) -> Result<(), XlsxError> {
    sheet.set_name(report.name())?;
    let columns = report.headings();
    let head = HEAD + head::levels(&columns);
    let right = u16::try_from(columns.len()).unwrap_or(1) - 1;
    let bottom = head + u32::try_from(report.height()).unwrap_or(0);
    if written == SheetFlow::AsItComes {
        sheet.merge_range(0, 0, 0, right, title, &styles.title)?;
    }
    sheet.set_row_height(0, 26)?;
    let mut widths = head::write(sheet, &columns, &styles.head)?;
    for (at, column) in (0u16..).zip(&columns) {
        match column.holds {
            _ if bottom == head => {}
            Holds::Light => lights(sheet, at, (head, bottom - 1))?,
            Holds::State => states(sheet, at, (head, bottom - 1))?,
            Holds::Text | Holds::Number | Holds::Figures | Holds::Day => {}
        }
    }
    write_rows(
        (sheet, written),
        report,
        (head, bottom),
        &mut widths,
        styles,
    )?;
    // As wide as the widest cell, within bounds; the sheet's own measure counts Chinese as half.
    let mut all = 0;
    for (at, width) in (0u16..).zip(widths) {
        let width = width.clamp(NARROWEST, WIDEST) + 1;
        all += width;
        sheet.set_column_width(at, u32::try_from(width).map_or(10.0, f64::from))?;
    }
    let fixed = 2.min(right);
    sheet.set_freeze_panes(head, fixed)?;
    // The sum is not one of the rows to filter.
    let filtered = bottom - u32::from(report.has_sum());
    if filtered > head {
        sheet.autofilter(head - 1, 0, filtered - 1, right)?;
    }
    // What is too wide to be read on one page goes on beside it, with the first columns again.
    let across = if all <= PAGE {
        1
    } else {
        sheet
            .set_repeat_columns(0, fixed - 1)?
            .set_page_order(false);
        u16::try_from(all.div_ceil(SIDE_BY_SIDE)).unwrap_or(u16::MAX)
    };
    match written {
        SheetFlow::AsItComes => {}
        SheetFlow::AtTheEnd if across == 1 => {
            sheet.merge_range(0, 0, 0, right, title, &styles.title)?;
        }
        // Where it begins in the first columns it stands on each page.
        SheetFlow::AtTheEnd => {
            let at_left = styles.title.clone().set_align(FormatAlign::Left);
            sheet.write_string_with_format(0, 0, title, &at_left)?;
        }
    }
    sheet
        .set_landscape()
        .set_paper_size(A4)
        .set_print_fit_to_pages(across, 0)
        .set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3)
        .set_footer(format!("&L{mark}&C第 &P 页  共 &N 页"));
    sheet.set_repeat_rows(0, head - 1)?;
    Ok(())
}

/// Writes the rows below the headings, and widens the columns for them.
fn write_rows(
    (sheet, written): (&mut Worksheet, SheetFlow),
    report: &dyn Sheet,
    (head, bottom): (u32, u32),
    widths: &mut [usize],
    styles: &Styles,
) -> Result<(), XlsxError> {
    let usual: Vec<&Format> = report
        .headings()
        .iter()
        .map(|one| styles.of(one.holds))
        .collect();
    let bold: Vec<Format> = usual
        .iter()
        .map(|format| (*format).clone().set_bold())
        .collect();
    let streamed = written == SheetFlow::AsItComes;
    if streamed {
        for (at, format) in (0u16..).zip(&usual) {
            sheet.set_column_format(at, format)?;
        }
    }
    let mut row = head;
    report.each_row(&mut |cells| {
        let last = report.has_sum() && row + 1 == bottom;
        // The row at the bottom is written after this.
        let by_column = streamed && row + 1 < bottom;
        let lines = u32::try_from(measure(cells, widths)).unwrap_or(1);
        // Of a row at the bottom that is written as it comes the library writes the height once more, as
        // a row of its own.
        if by_column || !streamed {
            sheet.set_row_height(row, (f64::from(lines) * LINE + 2.0).min(TALLEST))?;
        }
        for ((at, cell), (usual, bold)) in (0u16..).zip(cells).zip(usual.iter().zip(&bold)) {
            let format = if last { bold } else { *usual };
            write_cell(sheet, (row, at), cell, (format, by_column))?;
        }
        row += 1;
        Ok(())
    })?;
    if streamed {
        // Below the last row the columns look like any other.
        for (at, _) in (0u16..).zip(&usual) {
            sheet.set_column_format(at, &Format::default())?;
        }
    }
    Ok(())
}

/// Colours behind the lights; the word stays.
fn lights(sheet: &mut Worksheet, at: u16, rows: (u32, u32)) -> Result<(), XlsxError> {
    for (light, ground) in [
        (Light::Green, 0x00C6_EFCE),
        (Light::Blue, 0x00BD_D7EE),
        (Light::Yellow, 0x00FF_EB9C),
        (Light::Red, 0x00FF_C7CE),
        (Light::Grey, 0x00E7_E6E6),
    ] {
        colour(sheet, at, rows, light.sign(), ground)?;
    }
    Ok(())
}

/// A drop-down list of what can be set, and colours for the states of items.
fn states(sheet: &mut Worksheet, at: u16, rows: (u32, u32)) -> Result<(), XlsxError> {
    let words = [
        ItemState::Open,
        ItemState::Doing,
        ItemState::Done,
        ItemState::NotApplicable,
    ]
    .map(ItemState::word);
    let list = DataValidation::new().allow_list_strings(&words)?;
    sheet.add_data_validation(rows.0, at, rows.1, at, &list)?;
    for (state, ground) in [
        (ItemState::Done, 0x00C6_EFCE),
        (ItemState::Doing, 0x00BD_D7EE),
        (ItemState::NotApplicable, 0x00E7_E6E6),
        (ItemState::Doubtful, 0x00FF_C7CE),
    ] {
        colour(sheet, at, rows, state.word(), ground)?;
    }
    Ok(())
}

fn colour(
    sheet: &mut Worksheet,
    at: u16,
    (top, bottom): (u32, u32),
    word: &str,
    ground: u32,
) -> Result<(), XlsxError> {
    let rule = ConditionalFormatCell::new()
        .set_rule(ConditionalFormatCellRule::EqualTo(word.to_owned()))
        .set_format(Format::new().set_background_color(Color::RGB(ground)));
    sheet.add_conditional_format(top, at, bottom, at, &rule)?;
    Ok(())
}
