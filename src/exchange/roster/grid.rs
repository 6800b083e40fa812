//! Any file to sheets of texts. What a file is, is told by its content and not by its name.

use std::io::Cursor;

use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};
use serde::Serialize;

use super::RosterFileError;
use super::cells::UNCOMPUTED;
use super::columns;
use super::compound::{self, Compound};
use super::encoding::{self, Decoded, TextEncoding};
use super::mend;
use super::problem::{Remedy, RosterProblem};
use super::sheet::{Budget, MergedRange, Naming, RosterSheet, SheetBuilder, WORD_TABLE};
use super::titles;
use super::xls;
use crate::exchange::form::xlsx_in;
use crate::exchange::package::{Limits, Package, PackageError};
use crate::exchange::word::{self, WordBlock};
use crate::text::fault::Fault;

/// Largest file that is read, in bytes.
pub const MAX_FILE: usize = 64 << 20;
/// A million rows of a roster unpack to some 200 MB; they are read cell by cell.
const LIMITS: Limits = Limits {
    file: MAX_FILE,
    part: 64 << 20,
    unpacked: 320 << 20,
};
/// From here on Excel keeps no more than fifteen digits of a number.
const EXACT: f64 = 1e15;
/// Signs that may stand between the fields of a text file.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];
/// Most line breaks in a cell of a text file.
const MOST_BREAKS: usize = 5;
/// Records that are looked at to tell the sign.
const SAMPLE: usize = 200;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GridKind {
    Xlsx,
    Xls,
    Docx,
    /// Fields between signs.
    Delimited,
    /// The plain text of a notice: fields on lines of their own, records between blank lines.
    Notice,
}

impl GridKind {
    /// The name for people.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Xlsx => "Excel 工作簿（.xlsx）",
            Self::Xls => "旧版 Excel 工作簿（.xls）",
            Self::Docx => "Word 文档（.docx）",
            Self::Delimited => "分隔的文字（.csv、.tsv）",
            Self::Notice => "通知的文字",
        }
    }
}

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
                return Err(RosterFileError::NoTable);
            }
            return Ok(of_office(GridKind::Docx, sheets));
        }
        if !package.has_like("workbook.xml") {
            return Err(RosterFileError::Foreign);
        }
        package.check_sizes(|name| name.starts_with("xl/worksheets/"))?;
        let sheets = match workbook(bytes, wanted, &mut budget) {
            // What is unusual is taken out once; what is broken stays so.
            Err(RosterFileError::Workbook(_)) => {
                let mended = mend::workbook(bytes);
                workbook(
                    mended.as_deref().unwrap_or(bytes),
                    wanted,
                    &mut Budget::default(),
                )?
            }
            read => read?,
        };
        return Ok(of_office(GridKind::Xlsx, sheets));
    }
    text(bytes, encoding, &mut budget)
}

const fn of_office(kind: GridKind, sheets: Vec<RosterSheet>) -> Grid {
    Grid {
        kind,
        encoding: None,
        problems: Vec::new(),
        sheets,
    }
}

/// Whether a sheet is read when these are named.
pub(super) fn is_wanted(wanted: &[String], name: &str) -> bool {
    wanted.is_empty() || wanted.iter().any(|wanted| wanted == name)
}

fn workbook(
    bytes: &[u8],
    wanted: &[String],
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
            sheet.push(row, column, &xlsx_in::text(&cell.value), budget)?;
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
            sheet.push(row, 0, &title, budget)?;
            let last = u16::try_from(width).unwrap_or(u16::MAX).max(1);
            sheet.merge(MergedRange {
                from: row,
                to: row,
                first: 0,
                last,
            })?;
        }
        for (row, cells) in (1u32..).zip(rows) {
            for (column, cell) in (0u16..).zip(cells) {
                let number = number.saturating_mul(WORD_TABLE).saturating_add(row);
                sheet.push(number, column, &cell.string(), budget)?;
            }
        }
        open = Some((width, sheet));
    }
    if let Some((_, sheet)) = open {
        sheets.push(sheet.finish(false)?);
    }
    Ok(sheets)
}

fn text(
    bytes: &[u8],
    forced: Option<TextEncoding>,
    budget: &mut Budget,
) -> Result<Grid, RosterFileError> {
    if bytes.starts_with(b"%PDF") {
        return Err(RosterFileError::Pdf);
    }
    let Decoded {
        text,
        encoding,
        broken,
        cut_off,
    } = encoding::decode(bytes, forced);
    match text.trim_start().as_bytes() {
        [] => return Err(RosterFileError::Empty),
        [b'<', ..] => return Err(RosterFileError::Markup),
        [b'{', b'\\', b'r', b't', b'f', ..] => return Err(RosterFileError::OldWord),
        _ => {}
    }
    let mut problems = Vec::new();
    if broken > 0 {
        let message = format!("按 {} 读，有 {broken} 处不成字", encoding.name());
        problems.push(RosterProblem::new(String::new(), message).or(Remedy::Encoding));
    }
    if cut_off {
        let message = "文件在一个字的中间断开，可能没有下载完整";
        problems.push(RosterProblem::new(String::new(), message));
    }
    // What is no text at all is not worth showing.
    let noise = text.chars().filter(|c| *c == '\0').count();
    if noise > 0 || broken * 10 > text.chars().count() {
        return Err(RosterFileError::NotText(encoding.name()));
    }
    let (kind, sheets) = if is_notice(&text) {
        (GridKind::Notice, records(&text, budget)?)
    } else {
        let (sheet, run_together) = delimited(&text, budget)?;
        problems.extend(run_together.map(|line| {
            let message = format!(
                "从第 {line} 行起有好几行并成了一格，多半是引号没有成对；请用 Excel 打开改正后另存"
            );
            RosterProblem::new(String::new(), message)
        }));
        (GridKind::Delimited, vec![sheet])
    };
    Ok(Grid {
        kind,
        encoding: Some(encoding),
        problems,
        sheets,
    })
}

/// A field on a line of its own: one tab, in front.
fn field(line: &str) -> Option<&str> {
    let field = line.strip_prefix('\t')?;
    (!field.trim().is_empty() && !field.contains('\t')).then_some(field)
}

/// Most lines with a tab are fields, and two of them stand one below the other.
fn is_notice(text: &str) -> bool {
    let tabs = text.lines().filter(|line| line.contains('\t')).count();
    let fields = text.lines().filter(|line| field(line).is_some()).count();
    let mut lines = text.lines();
    let mut next = text.lines().skip(1);
    let pairs = std::iter::from_fn(|| Some((lines.next()?, next.next()?)));
    let columns = pairs.filter(|(a, b)| field(a).is_some() && field(b).is_some());
    tabs > 0 && fields * 2 > tabs && columns.count() > 1
}

/// The records of a notice. Running text ends a block; blank lines end a record.
fn records(text: &str, budget: &mut Budget) -> Result<Vec<RosterSheet>, RosterFileError> {
    let mut sheets = Vec::new();
    let mut sheet = SheetBuilder::new("", Naming::Records);
    let mut used = false;
    let mut record: Option<(u32, u16)> = None;
    for (number, line) in (1u32..).zip(text.lines()) {
        if let Some(text) = field(line) {
            let (row, column) = record.map_or((number, 0), |(row, column)| (row, column + 1));
            sheet.push(row, column, text, budget)?;
            record = (column < u16::MAX).then_some((row, column));
            used = true;
            continue;
        }
        record = None;
        if !line.trim().is_empty() && used {
            sheets.push(sheet.finish(false)?);
            sheet = SheetBuilder::new("", Naming::Records);
            used = false;
        }
    }
    sheets.push(sheet.finish(false)?);
    Ok(sheets)
}

/// The sign between the fields is the one under which a header of a roster appears, with the
/// most columns; else the one that makes the most fields.
fn delimited(
    text: &str,
    budget: &mut Budget,
) -> Result<(RosterSheet, Option<u32>), RosterFileError> {
    let mut best: Option<((usize, usize), u8)> = None;
    for delimiter in DELIMITERS {
        let (sample, _) = fields(text, delimiter, SAMPLE, &mut Budget::default())?;
        let known = columns::known_headings(&sample);
        let cells = sample.lines.iter().map(|line| line.cells.len()).sum();
        if best.is_none_or(|(score, _)| score < (known, cells)) {
            best = Some(((known, cells), delimiter));
        }
    }
    let delimiter = best.map_or(b',', |(_, delimiter)| delimiter);
    fields(text, delimiter, usize::MAX, budget)
}

/// Counts lines as an editor does, whatever ends them. The reader's own count stands still at
/// CR LF until the next record is read, which would put two records on one line.
struct GridLines<'t> {
    text: &'t [u8],
    at: usize,
    line: usize,
}

impl<'t> GridLines<'t> {
    const fn new(text: &'t str) -> Self {
        Self {
            text: text.as_bytes(),
            at: 0,
            line: 1,
        }
    }

    /// The line of a record that begins at a byte, or at the line ends that follow there.
    fn of(&mut self, byte: usize) -> usize {
        while let Some(this) = self.text.get(self.at) {
            let ends = match this {
                b'\n' => true,
                b'\r' => self.text.get(self.at + 1) != Some(&b'\n'),
                _ => false,
            };
            if self.at >= byte && !matches!(this, b'\n' | b'\r') {
                break;
            }
            self.line += usize::from(ends);
            self.at += 1;
        }
        self.line
    }
}

/// The fields of so many records, and the first line where a field runs over more lines than
/// anybody writes into a cell.
fn fields(
    text: &str,
    delimiter: u8,
    most: usize,
    budget: &mut Budget,
) -> Result<(RosterSheet, Option<u32>), RosterFileError> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut sheet = SheetBuilder::new("", Naming::Lines);
    let mut run_together = None;
    let mut lines = GridLines::new(text);
    let broken = |error: csv::Error| PackageError::Broken(Fault::from(&error).to_string());
    let mut record = csv::StringRecord::new();
    for _ in 0..most {
        if !reader.read_record(&mut record).map_err(broken)? {
            break;
        }
        let at = record.position().map_or(0, csv::Position::byte);
        let line = lines.of(usize::try_from(at).unwrap_or(usize::MAX));
        let line = u32::try_from(line).map_err(|_| RosterFileError::TooManyRows)?;
        for (column, text) in (0u16..).zip(&record) {
            if text.bytes().filter(|byte| *byte == b'\n').count() > MOST_BREAKS {
                run_together.get_or_insert(line);
            }
            // 5.1E+17: what Excel leaves of a long number when it writes a text.
            if text.len() < 24
                && text.starts_with(|c: char| c.is_ascii_digit())
                && text.contains("E+")
            {
                sheet.inexact(line, column);
            }
            sheet.push(line, column, text, budget)?;
        }
    }
    Ok((sheet.finish(false)?, run_together))
}
