//! Rosters of other offices, as they come: Excel of any age, CSV in any encoding, tables in
//! Word, the plain text of a notice. Reading gives a plan and writes nothing.
//!
//! bytes → [`grid`] (sheets of texts with addresses) → [`columns`] (which is the header) →
//! [`rows`] (associations, problems by cell) → [`plan`].

mod assemble;
mod cells;
pub mod checks;
pub mod columns;
pub mod compound;
mod content;
pub mod details;
pub mod diff;
pub mod doubts;
pub mod encoding;
pub mod found;
pub mod grid;
mod hidden_rows;
mod markup;
mod markup_style;
mod markup_table;
mod mend;
pub mod near;
mod odd_texts;
pub mod plan;
pub mod problem;
pub mod reading;
pub mod rows;
pub mod sheet;
mod sheet_builder;
mod spelling;
pub mod states;
mod text_file;
mod text_list;
mod ticked;
pub mod titles;
mod traditional;
mod unheaded;
mod units;
pub mod words;
pub mod xls;

use super::package::PackageError;
use encoding::TextEncoding;

/// A file from which no roster can be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RosterFileError {
    /// An Office file that cannot be opened.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// A workbook that the reader does not understand; what of it.
    #[error("{}", t!("{_0}；请用 Excel 打开后另存为 .xlsx 再试", "{_0}; open it in Excel and save it as .xlsx"))]
    Workbook(String),
    /// A document with text and no table.
    #[error("{}", t!("文件里有文字，没有表格；请把名册做成表格（Word 或 Excel 都可以）再导入", "the file has text but no table; make the roster a table (Word or Excel) and import again"))]
    NoTable,
    /// Nothing in it.
    #[error("{}", t!("文件是空的", "the file is empty"))]
    Empty,
    /// The end is missing, or the middle is broken.
    #[error("{}", t!("文件不完整或已损坏，可能没有下载完；请重新下载，或用 Excel 打开后另存为 .xlsx", "the file is not whole or damaged, perhaps not all arrived; get it anew, or save it as .xlsx from Excel"))]
    Incomplete,
    /// It cannot be read without the password.
    #[error("{}", t!("文件加了密码；请在 Excel 中去掉密码后另存", "the file has a password; remove it in Excel and save"))]
    Password,
    /// Written before 1997.
    #[error("{}", t!("是 Excel 95 或更早的文件；请用 Excel 打开后另存为 .xlsx", "of Excel 95 or older; open it in Excel and save as .xlsx"))]
    OldExcel,
    /// .doc or .rtf.
    #[error("{}", t!("是旧版 Word 文件（.doc、.rtf）；请用 Word 打开后另存为 .docx", "an old Word file (.doc, .rtf); open it in Word and save as .docx"))]
    OldWord,
    /// A web page or other markup, which some systems call .xls.
    #[error("{}", t!("是网页或 XML，只是取了表格的名字；请用 Excel 打开后另存为 .xlsx", "a web page or XML under the name of a sheet; open it in Excel and save as .xlsx"))]
    Markup,
    #[error("{}", t!("是 PDF；请找原来的 Excel 或 Word 文件，或把表格复制到 Excel 中另存", "a PDF; find the Excel or Word file, or copy the table into Excel"))]
    Pdf,
    /// An archive or Office file of another kind.
    #[error("{}", t!("不是 .xlsx、.xls、.docx 或 .csv 文件；请用 Excel 打开后另存为 .xlsx", "no .xlsx, .xls, .docx or .csv; open it in Excel and save as .xlsx"))]
    Foreign,
    /// Bytes that are no text.
    #[error("{}", t!("按 {_0} 读不成文字", "cannot be read as {_0}"))]
    NotText(&'static str),
    /// More rows than any city has associations.
    #[error(
        "{}", t!("有内容的行超过 {} 行，不像名册；请只留名册所在的工作表和行", "over {} rows with content, unlike a roster; leave only the sheet and rows of the roster",
        sheet_builder::MAX_ROWS))]
    TooManyRows,
    /// More text than a roster holds.
    #[error("{}", t!("文字或合并的单元格太多，不像名册；请只留名册所在的工作表", "too much text or too many merged cells, unlike a roster; leave only its worksheet"))]
    TooMuch,
    /// No such sheet.
    #[error("{}", t!("没有工作表“{wanted}”；有 {}", "no worksheet \"{wanted}\"; there are {}", sheets(known)))]
    NoSheet {
        wanted: String,
        /// Those that are there; none in a file that is one table.
        known: Vec<String>,
    },
    /// No header, and nothing told about the columns.
    #[error("{}", t!("没有找到表头（要有名称一列，和序号、主管单位、状态中的至少一列）", "no headings were found (名称 and one of 序号, 主管单位, 状态 are needed)"))]
    NoHeader {
        /// How a text was read, which may be wrong.
        encoding: Option<TextEncoding>,
    },
    /// The headings stand below each other, and the associations beside each other.
    #[error("{}", t!("表头在左边一列，各协会横着排；请在 Excel 中复制全表，用“选择性粘贴 - 转置”贴到一张空表里，再导入那张表", "the headings stand in a column and the associations side by side; in Excel copy the table, paste it transposed into a blank sheet, and import that"))]
    Turned,
    /// The user names a heading that is not there.
    #[error("{}", t!("表头里没有“{_0}”", "no heading \"{_0}\""))]
    NoHeading(String),
}

fn sheets(known: &[String]) -> String {
    match known {
        [] => s!("不分工作表的一张表", "one table without worksheets").to_owned(),
        known => known.join("、"),
    }
}
