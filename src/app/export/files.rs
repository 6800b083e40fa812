//! Files that are to be written, made one by one.

use crate::app::bundle::HandedOut;
use crate::domain::change::Subject;
use crate::domain::ledger::Ledger;
use crate::domain::note::Note;
use crate::text::lang::in_chinese;

/// What is kept of a letter that is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentLetter {
    pub to: Subject,
    pub note: Note,
}

/// Files by name, made one by one.
pub struct ExportFiles {
    /// What they are called.
    pub names: Vec<String>,
    /// Who was meant and gets none, in words.
    pub left_out: Vec<String>,
    /// What is to be recorded of letters that are sent.
    pub sent: Vec<SentLetter>,
    make: Box<Make>,
}

type Make = dyn FnMut(&Ledger, usize) -> anyhow::Result<FileContent>;

/// What becomes a file.
#[derive(Debug)]
pub enum FileContent {
    Bytes(Vec<u8>),
    /// A ledger of its own, which SQLite writes.
    Ledger(Box<HandedOut>),
}

impl ExportFiles {
    /// Files that are made when it is their turn.
    pub(super) fn later(
        names: Vec<String>,
        make: impl FnMut(&Ledger, usize) -> anyhow::Result<FileContent> + 'static,
    ) -> Self {
        Self {
            names,
            left_out: Vec::new(),
            sent: Vec::new(),
            make: Box::new(make),
        }
    }

    /// Files that are put together.
    pub fn ready(files: Vec<(String, Vec<u8>)>) -> Self {
        let (names, mut contents): (Vec<String>, Vec<Vec<u8>>) = files.into_iter().unzip();
        Self::later(names, move |_, at| {
            Ok(FileContent::Bytes(std::mem::take(&mut contents[at])))
        })
    }

    /// The content of a file; each is asked for once.
    pub fn make(&mut self, ledger: &Ledger, at: usize) -> anyhow::Result<FileContent> {
        in_chinese(|| (self.make)(ledger, at))
    }
}

impl std::fmt::Debug for ExportFiles {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("ExportFiles").field(&self.names).finish()
    }
}
