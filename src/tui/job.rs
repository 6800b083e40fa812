//! Long work, done step by step between frames: the screen stays alive, progress shows, and
//! Esc stops it. A step is one file.

use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, Utc};

use crate::app::export::{FileFormat, FormExport, template_or};
use crate::app::import::{self, FilePlan, Importer, Kind};
use crate::app::output::{self, Output};
use crate::app::papers::{self, LetterFormat};
use crate::app::{bundle, describe, roster};
use crate::domain::change::Entry;
use crate::domain::form::FormId;
use crate::domain::id::{AssocIx, UnitIx};
use crate::domain::ledger::Ledger;
use crate::exchange::calendar::{self, Edition};
use crate::exchange::letter::{Template, Writer};
use crate::exchange::report::Made;
use crate::exchange::roster::plan::Options;
use crate::report::render::csv;
use crate::report::workbook;
use crate::tui::model::PreviewView;
use crate::tui::widget::list::List;

/// What can be written as files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A form of each association.
    Form(FormId),
    /// A letter, to each unit or to all.
    Letter(Template),
    /// The page for the leader.
    Page,
    /// The whole ledger as sheets.
    Ledger,
    /// The roster as a list.
    Roster,
    /// The milestones for a calendar.
    Calendar,
}

impl What {
    /// What people say.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Form(form) => form.word(),
            Self::Letter(Template::Remind) => "催办单、督办单",
            Self::Letter(letter) => letter.word(),
            Self::Page => "领导一页",
            Self::Ledger => "全部台账",
            Self::Roster => "名册和进度",
            Self::Calendar => "节点日历",
        }
    }

    /// As what it can be written, the usual one first.
    pub const fn formats(self) -> &'static [Format] {
        match self {
            Self::Form(FormId::Plan) => &[Format::Docx],
            Self::Form(_) => &[Format::Docx, Format::Xlsx],
            Self::Letter(_) => &[Format::Docx, Format::Markdown],
            Self::Page => &[Format::Html],
            Self::Ledger => &[Format::Workbook],
            Self::Roster => &[Format::Csv],
            Self::Calendar => &[Format::Calendar],
        }
    }
}

/// As what a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A Word document.
    Docx,
    /// An Excel workbook.
    Xlsx,
    /// Markdown.
    Markdown,
    /// A page for a browser.
    Html,
    /// An Excel workbook to filter and print.
    Workbook,
    /// Comma-separated, for Excel.
    Csv,
    /// For a calendar program.
    Calendar,
}

impl Format {
    /// What people say.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Docx => "Word",
            Self::Xlsx => "Excel，供填写",
            Self::Markdown => "Markdown 文本",
            Self::Html => "网页",
            Self::Workbook => "Excel",
            Self::Csv => "CSV，Excel 可直接打开",
            Self::Calendar => "日历文件 .ics",
        }
    }
}

/// About whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// Each of these.
    Associations(Vec<AssocIx>),
    /// Each of these.
    Units(Vec<UnitIx>),
    /// All together.
    City,
}

/// What is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportRequest {
    /// What.
    pub what: What,
    /// About whom.
    pub whose: Whose,
    /// As what.
    pub format: Format,
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

/// What papers are written from besides the ledger.
#[derive(Debug)]
pub struct Desk<'a> {
    /// The ledger.
    pub ledger: &'a Ledger,
    /// Its whole history, oldest first.
    pub entries: &'a [Entry],
    /// 基准日.
    pub as_of: NaiveDate,
    /// The instant of the real clock.
    pub at: DateTime<Utc>,
    /// Who writes, and when.
    pub made: Made,
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
    Forms(FormExport, PathBuf),
    /// Writing what is put together already.
    Papers {
        /// What and where.
        files: Vec<Output>,
        /// Files that are there are replaced.
        force: bool,
        /// How many are written.
        done: usize,
        /// The folder of all.
        folder: PathBuf,
    },
    /// Reading filled-in forms.
    Import(Importer),
    /// Something else was read, and is to be shown.
    Preview(Option<Box<PreviewView>>),
}

/// What a job came to.
#[derive(Debug)]
pub enum Finished {
    /// A sentence: what was written and where.
    Written(String),
    /// What the files that were read would change.
    Read(Vec<FilePlan>),
    /// What a file of another kind would do.
    Preview(Box<PreviewView>),
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
    pub fn export(desk: Desk<'_>, request: ExportRequest) -> Result<Self, String> {
        // The dialog has a line for what --force says on the command line.
        let said = |error: anyhow::Error| {
            let sentence = format!("{error:#}");
            sentence.replace("加 --force 覆盖", "选覆盖")
        };
        if let (What::Form(form), Whose::Associations(whose)) = (request.what, &request.whose) {
            let format = match request.format {
                Format::Xlsx => FileFormat::Xlsx,
                _ => FileFormat::Docx,
            };
            let folder = request.folder;
            let export = FormExport::new(desk.ledger, form, format, whose, &folder, request.force);
            return Ok(Self::Forms(export.map_err(said)?, folder));
        }
        let files = papers_of(desk, &request).map_err(said)?;
        if files.is_empty() {
            return Err("没有到期未办的事项，不写催办单".into());
        }
        let paths = files.iter().map(|file| &file.path);
        output::check_free(paths, request.force).map_err(|error| said(error.into()))?;
        Ok(Self::Papers {
            files,
            force: request.force,
            done: 0,
            folder: request.folder,
        })
    }

    /// Gets ready to read.
    pub fn import(ledger: &Ledger, request: ImportRequest) -> Result<Self, String> {
        if let Some(view) = preview_of(ledger, &request.path)? {
            return Ok(Self::Preview(Some(Box::new(view))));
        }
        let files = import::files(&[request.path]).map_err(|error| error.to_string())?;
        Ok(Self::Import(Importer::new(files, request.only)))
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        let (what, done, total) = match self {
            Self::Forms(export, _) => ("正在写出", export.done(), export.total()),
            Self::Papers { files, done, .. } => ("正在写出", *done, files.len()),
            Self::Import(importer) => ("正在读取", importer.done(), importer.total()),
            Self::Preview(_) => ("正在读取", 0, 1),
        };
        Progress { what, done, total }
    }

    /// Does the next file.
    pub fn step(&mut self, ledger: &Ledger) -> Step {
        match self {
            Self::Forms(export, folder) => match export.step(ledger) {
                Some(Ok((_, path))) => written(&path, folder, export.done(), export.total()),
                Some(Err(error)) => Step::Failed(format!("{error:#}")),
                None => Step::Done(Finished::Written("没有要写出的协会".into())),
            },
            Self::Papers {
                files,
                force,
                done,
                folder,
            } => {
                let Some(file) = files.get(*done) else {
                    return Step::Done(Finished::Written("没有要写出的文件".into()));
                };
                if let Err(error) = output::write(file, *force) {
                    return Step::Failed(error.to_string());
                }
                *done += 1;
                written(&file.path, folder, *done, files.len())
            }
            Self::Preview(view) => match view.take() {
                Some(view) => Step::Done(Finished::Preview(view)),
                None => Step::Failed("没有可预览的内容".into()),
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

/// One more file is written; after the last one the user is told where.
fn written(path: &std::path::Path, folder: &std::path::Path, done: usize, total: usize) -> Step {
    if done < total {
        return Step::More;
    }
    Step::Done(Finished::Written(match total {
        1 => format!("已写出 {}", path.display()),
        many => format!("已写出 {many} 个文件，在 {}", folder.display()),
    }))
}

/// What a file that holds no forms would do: a unit's file by its first bytes, a roster by its
/// ending or by what is in it. `None` = it is for [`Importer`].
fn preview_of(ledger: &Ledger, path: &Path) -> Result<Option<PreviewView>, String> {
    let Some(kind) = import::kind(path, ledger) else {
        return Ok(None);
    };
    let title = path.file_name().map(|name| name.to_string_lossy());
    let title = title.unwrap_or_default().into_owned();
    let view = |lines, command, about: &str| PreviewView {
        title,
        lines,
        command,
        about: about.to_owned(),
        list: List::default(),
    };
    Ok(Some(match kind {
        Kind::Bundle => {
            let received = bundle::read(ledger, path).map_err(|error| format!("{error:#}"))?;
            let merge = received.merge(ledger);
            let command = received.command(&merge);
            let about = if command.is_some() {
                "还没有记入台账。Enter 记入，成为一条记录，可撤销；Esc 放弃"
            } else {
                "没有可记入的改动"
            };
            view(describe::merge(&received, &merge), command, about)
        }
        Kind::Roster => {
            let options = Options::default();
            let plan = roster::read(path, &options).map_err(|error| error.to_string())?;
            let mut lines = describe::roster(&plan);
            lines.extend(describe::difference(&plan.diff(ledger)));
            let about = "印发的名册不改写；要用这份名册，请用 tuogou new --from 另立台账";
            view(lines, None, about)
        }
    }))
}

/// Lists that no template writes; `None` when the request is for something else.
fn lists_of(desk: &Desk<'_>, request: &ExportRequest) -> anyhow::Result<Option<Output>> {
    let Desk {
        ledger, as_of, at, ..
    } = *desk;
    let (name, bytes) = match request.what {
        What::Ledger => {
            let bytes = workbook::write(ledger, as_of, at)?;
            (format!("脱钩台账-{as_of}.xlsx"), bytes)
        }
        What::Roster => {
            let everybody: Vec<AssocIx> = ledger.associations().keys().collect();
            let report = crate::report::roster::report(ledger, everybody, as_of);
            let bytes = csv::for_excel(&report, csv::Encoding::Utf8);
            (format!("脱钩名册-{as_of}.csv"), bytes)
        }
        What::Calendar => {
            let edition = Edition {
                at,
                as_of,
                revision: u32::try_from(desk.entries.len()).unwrap_or(u32::MAX),
            };
            let bytes = calendar::city(ledger, edition);
            (format!("脱钩日历-{as_of}.ics"), bytes)
        }
        What::Form(_) | What::Letter(_) | What::Page => return Ok(None),
    };
    let path = request.folder.join(ledger.round().file_name(&name));
    Ok(Some(Output { path, bytes }))
}

/// Letters and pages, put together.
fn papers_of(desk: Desk<'_>, request: &ExportRequest) -> anyhow::Result<Vec<Output>> {
    if let Some(list) = lists_of(&desk, request)? {
        return Ok(vec![list]);
    }
    let Desk {
        ledger,
        entries,
        as_of,
        made,
        ..
    } = desk;
    let writer = Writer::new(ledger, entries, as_of, made);
    let kind = match request.what {
        What::Letter(letter) => letter,
        _ => Template::Report,
    };
    let template = template_or(ledger, kind, None)?;
    let letters = match (kind, &request.whose) {
        (Template::Report, _) => {
            return Ok(vec![Output {
                path: request
                    .folder
                    .join(papers::page_name(ledger.round(), as_of)),
                bytes: writer.page(&template)?.into_bytes(),
            }]);
        }
        (Template::Remind, Whose::Units(units)) => {
            papers::reminders(&writer, &template, units, None)?.letters
        }
        (Template::Weekly, _) => vec![papers::weekly(&writer, &template, None)?],
        (Template::Minutes, _) => vec![papers::minutes(&writer, &template, None)?],
        (Template::Summary, _) => vec![writer.summary(&template)?],
        _ => vec![writer.circular(&template)?],
    };
    let format = match request.format {
        Format::Markdown => LetterFormat::Markdown,
        _ => LetterFormat::Docx,
    };
    Ok(papers::files(
        ledger.round(),
        &letters,
        as_of,
        format,
        &request.folder,
    ))
}
