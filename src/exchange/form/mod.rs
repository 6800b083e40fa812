//! The official forms as files: written as they are printed (Word) or as a sheet to fill in
//! (Excel), and read back. Writes nothing into the ledger.

mod changed;
pub mod docx;
pub mod docx_in;
mod doubt;
mod matching;
mod options;
pub mod plan;
pub mod plan_docx;
pub mod printed;
pub mod reading;
pub mod xlsx;
pub mod xlsx_in;

use reading::Reading;

use super::package::{Package, PackageError};
use super::word;
use crate::domain::form::Form;

/// A file that is no form that can be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormFileError {
    /// The file itself cannot be read.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// A scan or a print.
    #[error("{}", t!("是 PDF 或图片，读不出所填的内容；请向填表单位要 Word 或 Excel 文件，或照着它在表里填写", "a PDF or picture, in which nothing can be read; ask who filled it in for the Word or Excel file, or type it in"))]
    Scan,
    /// A file of another program.
    #[error("{}", t!("不是 Word（.docx）或 Excel（.xlsx）文件，或者下载不完整；请用 Word、Excel 或 WPS 打开后另存为 .docx 或 .xlsx", "no Word (.docx) or Excel (.xlsx) file, or not all of it arrived; open it in Word, Excel or WPS and save it as .docx or .xlsx"))]
    OtherProgram,
    /// An archive with files in it.
    #[error("{}", t!("是压缩文件，里面的表读不到；请先解压，再导入解出来的文件", "a packed file, and the forms in it are not read; unpack it and import what was in it"))]
    Packed,
    /// Some other document.
    #[error("{}", t!("不是基本情况表，也不是完成情况表：找不到表的标题", "neither Annex 2 nor Annex 4: the title of the form is not there"))]
    NoForm,
}

/// Reads a filled-in form, whatever the file is called.
pub fn read_file(forms: &[Form], bytes: &[u8]) -> Result<Reading, FormFileError> {
    const SCANS: [&[u8]; 7] = [
        b"%PDF",
        b"\xff\xd8\xff",
        b"\x89PNG",
        b"GIF8",
        b"BM",
        b"II*\0",
        b"MM\0*",
    ];
    if SCANS.iter().any(|begin| bytes.starts_with(begin)) {
        return Err(FormFileError::Scan);
    }
    let packed = [&b"Rar!"[..], b"7z\xbc\xaf"];
    if packed.iter().any(|begin| bytes.starts_with(begin)) {
        return Err(FormFileError::Packed);
    }
    let mut package = Package::open(bytes).map_err(|error| match error {
        PackageError::NotZip => FormFileError::OtherProgram,
        other => other.into(),
    })?;
    let reading = if package.has("xl/workbook.xml") {
        package.check_sizes(|_| false, b"")?;
        xlsx_in::read(forms, bytes)?
    } else {
        // A presentation, a page of LibreOffice: documents say what they are.
        let mut signs = ["[Content_Types].xml", "mimetype"].iter();
        let is_document = signs.any(|name| package.has(name));
        let document = word::read(&mut package).map_err(|error| match error {
            PackageError::Foreign if is_document => FormFileError::OtherProgram,
            PackageError::Foreign => FormFileError::Packed,
            other => other.into(),
        });
        docx_in::read(forms, &document?)
    };
    reading.ok_or(FormFileError::NoForm)
}

/// Names under which a document says whose form it is.
mod property {
    /// 序号 of the association.
    pub const ASSOCIATION: &str = "tuogou-association";
    /// Id of the form.
    pub const FORM: &str = "tuogou-form";
}
