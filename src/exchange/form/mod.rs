//! The official forms as files: written as they are printed (Word) or as a sheet to fill in
//! (Excel), and read back. Writes nothing into the ledger.

pub mod docx;
pub mod printed;

/// Names under which a document says whose form it is.
mod property {
    /// 序号 of the association.
    pub const ASSOCIATION: &str = "tuogou-association";
    /// Id of the form.
    pub const FORM: &str = "tuogou-form";
}
