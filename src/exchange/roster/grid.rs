//! Any file to sheets of texts. What a file is, is told by its content and not by its name.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Cursor;

use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};
use serde::Serialize;

use super::RosterFileError;
use super::compound::{self, Compound};
use super::encoding::TextEncoding;
use super::hidden_rows;
use super::markup::{self, MarkupKind};
use super::mend;
use super::problem::RosterProblem;
use super::sheet::{Naming, RosterSheet, WORD_TABLE};
use super::sheet_builder::{Budget, MergedRange, SheetBuilder};
use super::text_file;
use super::text_list;
use super::titles;
use super::xls;
use crate::exchange::cell_looks::{self, PartlyStruck};
use crate::exchange::form::xlsx_in;
use crate::exchange::odd_cell::{EXACT, UNCOMPUTED};
use crate::exchange::package::{Limits, Package, PackageError};
use crate::exchange::word::{self, WordBlock};
use crate::exchange::word_text::{Look, Text as WordText};
use crate::text::lang::Text;

/// Largest file that is read, in bytes.
pub const MAX_FILE: usize = 64 << 20;
/// A million rows of a roster unpack to some 200 MB; they are read cell by cell.
const LIMITS: Limits = Limits {
    file: MAX_FILE,
    part: 64 << 20,
    unpacked: 320 << 20,
};

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GridKind {
    Xlsx,
    Xls,
    Docx,
    /// A workbook of LibreOffice or WPS.
    Ods,
    /// A web page or XML that calls itself a workbook.
    Markup,
    /// Fields between signs.
    Delimited,
    /// Lines of text, each with an association, or with blanks between the columns.
    List,
    /// The plain text of a notice: fields on lines of their own, records between blank lines.
    Notice,
}

impl GridKind {
    /// The name for people.
    pub const fn text(self) -> Text {
        match self {
            Self::Xlsx => text!("Excel 工作簿（.xlsx）", "Excel workbook (.xlsx)"),
            Self::Xls => text!("旧版 Excel 工作簿（.xls）", "old Excel workbook (.xls)"),
            Self::Docx => text!("Word 文档（.docx）", "Word document (.docx)"),
            Self::Ods => text!("OpenDocument 表格（.ods）", "OpenDocument sheet (.ods)"),
            Self::Markup => text!("网页或 XML 里的表格", "table of a web page or XML"),
            Self::Delimited => text!("分隔的文字（.csv、.tsv）", "delimited text (.csv, .tsv)"),
            Self::List => text!("文字清单", "list in text"),
            Self::Notice => text!("通知的文字", "text of a notice"),
        }
    }
}

worded!(GridKind);

/// What a file holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// What it is.
    pub kind: GridKind,
    /// How a text file is written.
    pub encoding: Option<TextEncoding>,
    /// What is wrong with the file as a whole, though it can be read.
    pub problems: Vec<RosterProblem>,
    /// Its sheets, tables or blocks; blank ones too.
    pub sheets: Vec<RosterSheet>,
}

/// Reads a file. `encoding` and `wanted`, the names of sheets, are what the user says.
pub fn read(
    bytes: &[u8],
    encoding: Option<TextEncoding>,
    wanted: &[String],
) -> Result<Grid, RosterFileError> {
    if bytes.len() > MAX_FILE {
        return Err(PackageError::TooLarge(MAX_FILE >> 20).into());
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(RosterFileError::Empty);
    }
    let mut budget = Budget::default();
    if compound::is_compound(bytes) {
        let file = Compound::open(bytes).ok_or(RosterFileError::Incomplete)?;
        return Ok(of_office(
            GridKind::Xls,
            xls::read(&file, wanted, &mut budget)?,
        ));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        let opened = Package::open_within(bytes, LIMITS);
        let mut package = opened.map_err(|error| match error {
            PackageError::NotZip => RosterFileError::Incomplete,
            other => other.into(),
        })?;
        if package.has("word/document.xml") {
            let document = word::read(&mut package)?;
            let sheets = tables(&document.blocks, &mut budget)?;
            if sheets.is_empty() && document.blocks.iter().any(says) {
                return paragraphs(&document.blocks, &mut budget);
            }
            return Ok(of_office(GridKind::Docx, sheets));
        }
        if let Some(content) = open_document(&mut package)? {
            let styles = package.text("styles.xml")?.unwrap_or_default();
            let texts = [&*styles, &*content];
            let sheets = markup::sheets(&texts, MarkupKind::OpenDocument, wanted, &mut budget)?;
            return Ok(of_office(GridKind::Ods, sheets));
        }
        if !package.has_like("workbook.xml") {
            return Err(RosterFileError::Foreign);
        }
        let is_sheet = |name: &str| name.starts_with("xl/worksheets/");
        let hiding = package.check_sizes(is_sheet, hidden_rows::WORD)?;
        let marks = SheetMarks {
            hidden: hidden_rows::of(bytes, &hiding),
            struck: cell_looks::struck(bytes),
            partly: cell_looks::partly_struck(bytes),
        };
        let sheets = match workbook(bytes, wanted, &marks, &mut budget) {
            // What is unusual is taken out once; what is broken stays so.
            Err(RosterFileError::Workbook(_)) => {
                let mended = mend::workbook(bytes);
                workbook(
                    mended.as_deref().unwrap_or(bytes),
                    wanted,
                    &marks,
                    &mut Budget::default(),
                )?
            }
            read => read?,
        };
        return Ok(of_office(GridKind::Xlsx, sheets));
    }
    text_file::read(bytes, encoding, wanted, &mut budget)
}

const fn of_office(kind: GridKind, sheets: Vec<RosterSheet>) -> Grid {
    Grid {
        kind,
        encoding: None,
        problems: Vec::new(),
        sheets,
    }
}

/// The content of an `OpenDocument` workbook, if it is one.
fn open_document(package: &mut Package<'_>) -> Result<Option<String>, PackageError> {
    let kind = if package.has("mimetype") {
        package.text("mimetype")?
    } else {
        None
    };
    match kind {
        Some(kind) if kind.contains("opendocument.spreadsheet") => package.text("content.xml"),
        _ => Ok(None),
    }
}

/// Whether a sheet is read when these are named.
pub(super) fn is_wanted(wanted: &[String], name: &str) -> bool {
    wanted.is_empty() || wanted.iter().any(|wanted| wanted == name)
}

/// What the sheets of a workbook show otherwise than as text, by their names.
struct SheetMarks {
    hidden: BTreeMap<String, BTreeSet<u32>>,
    struck: cell_looks::Places,
    /// Texts of which a part is struck through.
    partly: HashMap<String, PartlyStruck>,
}

fn workbook(
    bytes: &[u8],
    wanted: &[String],
    marks: &SheetMarks,
    budget: &mut Budget,
) -> Result<Vec<RosterSheet>, RosterFileError> {
    let broken = |error: XlsxError| match error {
        XlsxError::Password => RosterFileError::Password,
        other => match PackageError::from(&other) {
            PackageError::Broken(what) => RosterFileError::Workbook(what),
            other => other.into(),
        },
    };
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let mut sheets = Vec::new();
    for about in book.sheets_metadata().to_vec() {
        let name = &about.name;
        if about.typ != SheetType::WorkSheet || !is_wanted(wanted, name) {
            continue;
        }
        let mut sheet = SheetBuilder::new(name, Naming::Letters);
        for row in marks.hidden.get(name).into_iter().flatten() {
            sheet.hide(*row);
        }
        for (row, column) in marks.struck.get(name).into_iter().flatten() {
            sheet.strike(*row, *column);
        }
        let mut cells = book.worksheet_cells_reader(name).map_err(broken)?;
        while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(broken)? {
            let (row, column) = cell.pos;
            let (row, column) = (
                row.saturating_add(1),
                u16::try_from(column).unwrap_or(u16::MAX),
            );
            match &cell.value {
                DataRef::Empty if cell.formula.is_some() => {
                    sheet.push(row, column, UNCOMPUTED, budget)?;
                    continue;
                }
                DataRef::Float(number) if number.abs() >= EXACT => sheet.inexact(row, column),
                _ => {}
            }
            let text = xlsx_in::text(&cell.value);
            match marks.partly.get(&*text) {
                Some(part) => sheet.push_struck(row, column, [&part.kept, &part.out], budget)?,
                None => sheet.push(row, column, &text, budget)?,
            }
        }
        drop(cells);
        for merged in book.merge_cells_by_sheet_name(name).map_err(broken)? {
            let column = |column: u32| u16::try_from(column).unwrap_or(u16::MAX);
            sheet.merge(MergedRange {
                from: merged.start.0.saturating_add(1),
                to: merged.end.0.saturating_add(1),
                first: column(merged.start.1),
                last: column(merged.end.1),
            })?;
        }
        sheets.push(sheet.finish(about.visible != SheetVisible::Visible)?);
    }
    Ok(sheets)
}

/// A document without a table may be a list of lines.
fn paragraphs(blocks: &[WordBlock], budget: &mut Budget) -> Result<Grid, RosterFileError> {
    let lines = blocks.iter().filter_map(|block| match block {
        WordBlock::Paragraph(text) => Some(text.string()),
        WordBlock::Table(_) => None,
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    let (sheet, problems) = text_list::any(&text, budget)?.ok_or(RosterFileError::NoTable)?;
    Ok(Grid {
        problems,
        ..of_office(GridKind::Docx, vec![sheet])
    })
}

/// A block of a document has text.
fn says(block: &WordBlock) -> bool {
    match block {
        WordBlock::Paragraph(text) => text.chars.iter().any(|c| !c.is_whitespace()),
        WordBlock::Table(_) => false,
    }
}

/// Tables that follow each other with the same number of columns are one that runs over pages.
fn tables(blocks: &[WordBlock], budget: &mut Budget) -> Result<Vec<RosterSheet>, RosterFileError> {
    let mut title = None;
    let tables = blocks.iter().filter_map(|block| match block {
        WordBlock::Table(rows) => Some((title.take(), rows)),
        WordBlock::Paragraph(text) => {
            let text = text.string();
            if titles::may_open(text.trim()) {
                title = Some(text);
            }
            None
        }
    });
    let mut sheets = Vec::new();
    let mut open: Option<(usize, SheetBuilder)> = None;
    for (number, (title, rows)) in (1u32..).zip(tables) {
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut sheet = match open.take() {
            Some((before, sheet)) if before == width => sheet,
            before => {
                if let Some((_, sheet)) = before {
                    sheets.push(sheet.finish(false)?);
                }
                SheetBuilder::new("", Naming::Tables)
            }
        };
        if let Some(title) = title {
            let row = number.saturating_mul(WORD_TABLE);
            sheet.push_across(row, &title, budget)?;
        }
        for (row, cells) in (1u32..).zip(rows) {
            let is_hidden = |cell: &WordText| cell.is_all(Look::Hidden);
            let is_seen =
                |cell: &WordText| !is_hidden(cell) && cell.chars.iter().any(|c| !c.is_whitespace());
            if cells.iter().any(is_hidden) && !cells.iter().any(is_seen) {
                sheet.hide(number.saturating_mul(WORD_TABLE).saturating_add(row));
            }
            for (column, cell) in (0u16..).zip(cells) {
                let number = number.saturating_mul(WORD_TABLE).saturating_add(row);
                match cell.that_is(Look::Struck) {
                    Some(out) => {
                        let kept = cell.without(Look::Struck);
                        sheet.push_struck(number, column, [&kept, &out], budget)?;
                    }
                    None => sheet.push(number, column, &cell.string(), budget)?,
                }
            }
        }
        open = Some((width, sheet));
    }
    if let Some((_, sheet)) = open {
        sheets.push(sheet.finish(false)?);
    }
    Ok(sheets)
}
