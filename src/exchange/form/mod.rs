//! The official forms as files: written as they are printed (Word) or as a sheet to fill in
//! (Excel), and read back. Writes nothing into the ledger.

pub mod docx;
pub mod docx_in;
mod matching;
pub mod plan;
pub mod printed;
pub mod reading;

use reading::Reading;

use super::word::{self, WordError};
use crate::domain::form::Form;

/// A file that is no form that can be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormFileError {
    /// The file itself cannot be read.
    #[error(transparent)]
    Word(#[from] WordError),
    /// Some other document.
    #[error("不是基本情况表，也不是完成情况表：找不到表的标题")]
    NoForm,
}

/// Reads a filled-in form, whatever the file is called.
pub fn read_file(forms: &[Form], bytes: &[u8]) -> Result<Reading, FormFileError> {
    let document = word::read(bytes)?;
    docx_in::read(forms, &document).ok_or(FormFileError::NoForm)
}

/// Names under which a document says whose form it is.
mod property {
    /// 序号 of the association.
    pub const ASSOCIATION: &str = "tuogou-association";
    /// Id of the form.
    pub const FORM: &str = "tuogou-form";
}
