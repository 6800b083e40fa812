//! Long work, done step by step between frames: the screen stays alive, progress shows, and
//! Esc stops it. A step is one file.

use std::path::PathBuf;

use crate::app::export::{FileFormat, FormExport};
use crate::app::import::{self, FilePlan, Importer};
use crate::domain::form::FormId;
use crate::domain::ledger::{AssocIx, Ledger};

/// What is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportRequest {
    /// Which form.
    pub form: FormId,
    /// As what.
    pub format: FileFormat,
    /// Whose, in this order.
    pub whose: Vec<AssocIx>,
    /// Into this folder, which is made if it is not there.
    pub folder: PathBuf,
    /// Files that are there are replaced.
    pub force: bool,
}

/// What is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRequest {
    /// A file or a folder.
    pub path: PathBuf,
    /// Forms of other associations are problems.
    pub only: Option<AssocIx>,
}

/// How far a job is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// What is going on, in words.
    pub what: &'static str,
    /// Files done.
    pub done: usize,
    /// Files in all.
    pub total: usize,
}

/// Long work.
#[derive(Debug)]
pub enum Job {
    /// Writing forms.
    Export(FormExport, PathBuf),
    /// Reading filled-in forms.
    Import(Importer),
}

/// What a job came to.
#[derive(Debug)]
pub enum Finished {
    /// A sentence: what was written and where.
    Written(String),
    /// What the files that were read would change.
    Read(Vec<FilePlan>),
}

/// What a step came to.
#[derive(Debug)]
pub enum Step {
    /// There is more to do.
    More,
    /// All is done.
    Done(Finished),
    /// It cannot go on.
    Failed(String),
}

impl Job {
    /// Gets ready to write; fails before anything is written.
    pub fn export(ledger: &Ledger, request: ExportRequest) -> Result<Self, String> {
        let export = FormExport::new(
            ledger,
            request.form,
            request.format,
            &request.whose,
            &request.folder,
            request.force,
        );
        // Without a path there is no --force to speak of: the dialog has a line for it.
        let said = |error: anyhow::Error| error.to_string().replace("加 --force 覆盖", "选覆盖");
        Ok(Self::Export(export.map_err(said)?, request.folder))
    }

    /// Gets ready to read.
    pub fn import(request: ImportRequest) -> Result<Self, String> {
        let files = import::files(&[request.path]).map_err(|error| error.to_string())?;
        Ok(Self::Import(Importer::new(files, request.only)))
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        match self {
            Self::Export(export, _) => Progress {
                what: "正在写出",
                done: export.done(),
                total: export.total(),
            },
            Self::Import(importer) => Progress {
                what: "正在读取",
                done: importer.done(),
                total: importer.total(),
            },
        }
    }

    /// Does the next file.
    pub fn step(&mut self, ledger: &Ledger) -> Step {
        match self {
            Self::Export(export, folder) => match export.step(ledger) {
                Some(Ok((_, path))) if export.done() == export.total() => {
                    let said = match export.total() {
                        1 => format!("已写出 {}", path.display()),
                        many => format!("已写出 {many} 个文件，在 {}", folder.display()),
                    };
                    Step::Done(Finished::Written(said))
                }
                Some(Ok(_)) => Step::More,
                Some(Err(error)) => Step::Failed(format!("{error:#}")),
                None => Step::Done(Finished::Written("没有要写出的协会".into())),
            },
            Self::Import(importer) => {
                if importer.step(ledger) && importer.done() < importer.total() {
                    return Step::More;
                }
                let importer = std::mem::replace(importer, Importer::new(Vec::new(), None));
                Step::Done(Finished::Read(importer.finish()))
            }
        }
    }
}
