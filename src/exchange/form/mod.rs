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
    /// Some other document.
    #[error("{}", t!("不是基本情况表，也不是完成情况表：找不到表的标题", "neither Annex 2 nor Annex 4: the title of the form is not there"))]
    NoForm,
}

/// Reads a filled-in form, whatever the file is called.
pub fn read_file(forms: &[Form], bytes: &[u8]) -> Result<Reading, FormFileError> {
    let mut package = Package::open(bytes)?;
    let reading = if package.has("xl/workbook.xml") {
        package.check_sizes(|_| false, b"")?;
        xlsx_in::read(forms, bytes)?
    } else {
        docx_in::read(forms, &word::read(&mut package)?)
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
