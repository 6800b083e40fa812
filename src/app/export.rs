//! Writes the official forms of many associations as files, one step for each, so that a front
//! end can show progress and stop in between.

use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::app::input;
use crate::app::output::{self, Output};
use crate::domain::form::FormId;
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;
use crate::exchange::form::printed::PrintedForm;
use crate::exchange::form::{docx, plan_docx, xlsx};
use crate::exchange::letter::{self, Template};

/// Largest template, in bytes.
const MAX_TEMPLATE: u64 = 1 << 20;

/// What a form is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    /// Word.
    Docx,
    /// Excel.
    Xlsx,
}

impl FileFormat {
    /// How the names of such files end.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
        }
    }
}

/// One form of some associations, to be written.
#[derive(Debug)]
pub struct FormExport {
    form: FormId,
    format: FileFormat,
    force: bool,
    template: Option<String>,
    files: Vec<(AssocIx, PathBuf)>,
    done: usize,
}

impl FormExport {
    /// Plans the files. Fails before anything is written when the format does not fit the form
    /// or, unless `force`, one of the files is there already.
    pub fn new(
        ledger: &Ledger,
        form: FormId,
        format: FileFormat,
        whose: &[AssocIx],
        folder: &Path,
        force: bool,
    ) -> anyhow::Result<Self> {
        anyhow::ensure!(
            form != FormId::Plan || format == FileFormat::Docx,
            "实施方案只有 Word 格式"
        );
        let file = |ix: &AssocIx| {
            let path = output::form_file(folder, ledger, *ix, form, format.ending());
            (*ix, path)
        };
        let files: Vec<_> = whose.iter().map(file).collect();
        output::check_free(files.iter().map(|(_, path)| path), force)?;
        Ok(Self {
            form,
            format,
            force,
            template: None,
            files,
            done: 0,
        })
    }

    /// Writes the plan by a template of the office's own. Fails when it cannot be used for one
    /// of the associations.
    pub fn by_template(mut self, ledger: &Ledger, template: String) -> anyhow::Result<Self> {
        for (ix, _) in &self.files {
            plan_docx::text(ledger, *ix, &template)?;
        }
        self.template = Some(template);
        Ok(self)
    }

    /// Files in all.
    pub const fn total(&self) -> usize {
        self.files.len()
    }

    /// Files written so far.
    pub const fn done(&self) -> usize {
        self.done
    }

    /// Writes the next file and says whose it is and where; `None` when all are written.
    pub fn step(&mut self, ledger: &Ledger) -> Option<anyhow::Result<(AssocIx, PathBuf)>> {
        let (ix, path) = self.files.get(self.done)?.clone();
        self.done += 1;
        Some(self.write(ledger, ix, path))
    }

    fn write(
        &self,
        ledger: &Ledger,
        ix: AssocIx,
        path: PathBuf,
    ) -> anyhow::Result<(AssocIx, PathBuf)> {
        let bytes = if self.form == FormId::Plan {
            let template = self.template.as_ref();
            let template = template.unwrap_or(&ledger.round().templates[Template::Plan.file()]);
            letter::docx::write(&plan_docx::text(ledger, ix, template)?)
        } else {
            let form = ledger.round().form_ix(self.form);
            let printed = PrintedForm::new(ledger, ix, form);
            match self.format {
                FileFormat::Docx => docx::write(&printed),
                FileFormat::Xlsx => xlsx::write(&printed),
            }
        };
        let file = Output { path, bytes };
        output::write(&file, self.force)?;
        Ok((ix, file.path))
    }
}

/// The template in a file, or else the round's.
pub fn template_or(
    ledger: &Ledger,
    template: Template,
    path: Option<&Path>,
) -> anyhow::Result<String> {
    match path {
        None => Ok(ledger.round().templates[template.file()].clone()),
        Some(path) => read_template(path),
    }
}

/// Reads a template of an office, perhaps with a mark that says UTF-8 before it.
pub fn read_template(path: &Path) -> anyhow::Result<String> {
    let name = path.display();
    let bytes = input::read(path, MAX_TEMPLATE);
    let bytes = bytes.with_context(|| format!("无法读取模板 {name}"))?;
    let fits = bytes.len() as u64 <= MAX_TEMPLATE;
    anyhow::ensure!(fits, "模板 {name} 太大，最多 1 MB");
    let text = String::from_utf8(bytes);
    let text = text.with_context(|| format!("模板 {name} 不是 UTF-8 文本"))?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}
