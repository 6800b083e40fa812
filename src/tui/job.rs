//! Long work, done step by step between frames: the screen stays alive, progress shows, and
//! Esc stops it. A step is one file.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use anyhow::{Context as _, anyhow, bail};
use chrono::{DateTime, NaiveDate, Utc};

use crate::app::backup::{self, Backup, Copies};
use crate::app::bundle::{self, Received};
use crate::app::describe::{self, PreviewLine};
use crate::app::export::{ExportDesk, ExportKind, ExportOrder, Writing};
use crate::app::import::{self, FilePlan, Importer, OtherFile};
use crate::app::reroster::Confirmed;
use crate::app::roster::RosterReading;
use crate::app::session::{Moment, Session};
use crate::domain::command::Command;
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;
use crate::domain::merge::Merge;
use crate::domain::progress::Tally;
use crate::exchange::roster::plan::{ReadOptions, RosterPlan};
use crate::words;

/// What is to be written.
#[derive(Debug, Clone)]
pub struct ExportRequest {
    /// Which kind of paper or list.
    pub kind: &'static ExportKind,
    /// Of whom and as what.
    pub order: ExportOrder,
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
    /// It is a roster, and what was said of it.
    pub roster: Option<ReadOptions>,
}

/// A ledger that is to be made of a roster.
#[derive(Debug, Clone)]
pub struct LedgerOrder {
    pub plan: Rc<RosterPlan>,
    pub way: LedgerWay,
    /// Its file, as it was typed.
    pub to: String,
}

/// How a ledger comes of a roster.
#[derive(Debug, Clone)]
pub enum LedgerWay {
    /// The one that is open goes on in it, with this of the difference.
    Follow(Confirmed),
    /// Of another city or county, its first milestone on this day.
    New { city: String, first_on: NaiveDate },
}

/// How far a job is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobProgress {
    /// What is going on, in words.
    pub what: &'static str,
    pub done: usize,
    /// Files in all.
    pub total: usize,
}

impl JobProgress {
    /// The files that are done, of all.
    pub const fn tally(&self) -> Tally {
        Tally {
            done: self.done,
            total: self.total,
        }
    }
}

/// Work that takes too long for one key press.
#[derive(Debug)]
pub enum Job {
    /// Writing files into a folder.
    Export(Writing, PathBuf),
    /// Copying the ledger, at this time.
    Backup(Copies, DateTime<Utc>),
    /// Reading filled-in forms.
    Import(Importer),
    /// Something else was read, and is to be shown.
    Shown(Option<JobResult>),
}

/// What a unit's file that has come back would do.
#[derive(Debug)]
pub struct FilePreview {
    /// Name of the file.
    pub title: String,
    /// What it would do, line by line.
    pub lines: Vec<PreviewLine>,
    /// What Enter records; `None` = nothing can be recorded, and `about` says why.
    pub command: Option<Command>,
    /// What can be done with it, or why nothing can.
    pub about: &'static str,
    /// What was changed there, and here.
    pub bundle: Box<(Received, Merge)>,
}

impl FilePreview {
    fn of_bundle(ledger: &Ledger, title: String, received: Received, merge: Merge) -> Self {
        let mut preview = Self {
            title,
            lines: Vec::new(),
            command: None,
            about: "",
            bundle: Box::new((received, merge)),
        };
        preview.choose(ledger, |_| {});
        preview
    }

    /// Chooses between the sides of a unit's file, and says what follows.
    pub fn choose(&mut self, ledger: &Ledger, how: impl FnOnce(&mut Merge)) {
        let (received, merge) = &mut *self.bundle;
        how(merge);
        self.lines = describe::merge(ledger, received, merge);
        self.command = received.command(merge);
        self.about = if merge.undecided() > 0 {
            s!(
                "还没有记入台账。空格逐处选定取分册还是留台账，Tab 全部选定；Esc 放弃",
                "Not recorded yet. Space chooses bundle or ledger for each, Tab for all; Esc leaves"
            )
        } else if self.command.is_some() {
            s!(
                "还没有记入台账。Enter 记入，成为一条记录，可撤销；Esc 放弃",
                "Not recorded yet. Enter records it as one entry, which can be undone; Esc leaves"
            )
        } else {
            s!("没有可记入的改动", "Nothing to record")
        };
    }
}

/// What a job came to.
#[derive(Debug)]
pub enum JobResult {
    /// A sentence: what was written and where.
    Written(String),
    /// What the files that were read would change.
    Read(Vec<FilePlan>),
    /// What a unit's file would do.
    Preview(FilePreview),
    /// How a roster was read.
    Roster(Box<RosterReading>),
}

/// What a step came to.
#[derive(Debug)]
pub enum JobStep {
    /// There is more to do.
    More,
    /// All is done.
    Done(Box<JobResult>),
    /// It cannot go on.
    Failed(anyhow::Error),
}

impl Job {
    /// Gets ready to write; fails before anything is written.
    pub fn export(desk: &ExportDesk<'_>, request: ExportRequest) -> anyhow::Result<Self> {
        let files = request.kind.prepare(desk, &request.order)?;
        if files.names.is_empty() && !files.left_out.is_empty() {
            bail!(both!(
                "没有要写出的内容：{}",
                "Nothing to write: {}",
                first_of(&files.left_out)
            ));
        }
        let path = |name: &str| request.folder.join(name);
        let writing = Writing::new(files, path, request.force)?;
        Ok(Self::Export(writing, request.folder))
    }

    /// Gets ready to copy the ledger.
    pub fn backup(session: &Session, at: DateTime<Utc>) -> anyhow::Result<Self> {
        let shelf = session.shelf().context(both!(
            "这个台账没有放备份的地方",
            "this ledger has no place for backups"
        ))?;
        Ok(Self::Backup(shelf.clone(), at))
    }

    /// Gets ready to read.
    pub fn import(
        session: &Session,
        ledger: &Ledger,
        moment: Moment,
        request: ImportRequest,
    ) -> anyhow::Result<Self> {
        if let Some(view) = preview_of(session, ledger, moment, &request)? {
            return Ok(Self::Shown(Some(view)));
        }
        let files = import::files(&[request.path])?;
        Ok(Self::Import(Importer::new(files, request.only)))
    }

    /// How far it is.
    pub fn progress(&self) -> JobProgress {
        let (what, done, total) = match self {
            Self::Export(writing, _) => {
                (s!("正在写出", "writing"), writing.done(), writing.total())
            }
            Self::Import(importer) => {
                (s!("正在读取", "reading"), importer.done(), importer.total())
            }
            Self::Shown(_) => (s!("正在读取", "reading"), 0, 1),
            Self::Backup(..) => (s!("正在备份", "backing up"), 0, 1),
        };
        JobProgress { what, done, total }
    }

    /// Stops it, and says what has failed so far.
    pub fn stop(self) -> anyhow::Result<()> {
        match self {
            Self::Export(mut writing, _) => writing.finish(),
            Self::Import(_) | Self::Shown(_) | Self::Backup(..) => Ok(()),
        }
    }

    /// Does the next file.
    pub fn step(&mut self, ledger: &Ledger) -> JobStep {
        match self {
            Self::Export(writing, folder) => {
                if writing.step(ledger) && writing.done() < writing.total() {
                    return JobStep::More;
                }
                match writing.finish() {
                    Ok(()) => JobStep::Done(Box::new(JobResult::Written(written(writing, folder)))),
                    Err(error) => JobStep::Failed(error),
                }
            }
            Self::Backup(copies, at) => match backup::make_of_open(copies, *at) {
                Ok(made) => JobStep::Done(Box::new(JobResult::Written(backed_up(&made)))),
                Err(error) => JobStep::Failed(error),
            },
            Self::Shown(view) => match view.take() {
                Some(view) => JobStep::Done(Box::new(view)),
                None => JobStep::Failed(anyhow!(both!("没有可预览的内容", "nothing to preview"))),
            },
            Self::Import(importer) => {
                if importer.step(ledger) && importer.done() < importer.total() {
                    return JobStep::More;
                }
                let importer = std::mem::replace(importer, Importer::new(Vec::new(), None));
                JobStep::Done(Box::new(JobResult::Read(importer.finish())))
            }
        }
    }
}

/// Where everything is that was to be written.
fn written(writing: &Writing, folder: &Path) -> String {
    match (writing.total(), writing.newest()) {
        (1, Some(path)) => t!("已写出 {}", "Written {}", path.display()),
        (many, Some(_)) => t!(
            "已写出 {many} 个文件，在 {}",
            "Written {many} files to {}",
            folder.display()
        ),
        (_, None) => s!("没有要写出的内容", "Nothing to write").into(),
    }
}

/// Why the first gets no file, and how many there are.
fn first_of(left_out: &[String]) -> String {
    match left_out {
        [] => String::new(),
        [only] => only.clone(),
        [first, ..] => t!("{first}，等 {} 处", "{first}; {} in all", left_out.len()),
    }
}

/// What a copy holds, and where it is.
fn backed_up(made: &Backup) -> String {
    t!(
        "已备份，操作记录 {} 条，{}，在 {}",
        "Backed up, {} entries, {}, at {}",
        made.content.entries.len(),
        words::store::code(made.content.head.code()),
        made.path.display()
    )
}

/// What a file that holds no forms would do: a unit's file by its first bytes, a roster by its
/// ending or by what is in it. `None` = it is for [`Importer`].
fn preview_of(
    session: &Session,
    ledger: &Ledger,
    moment: Moment,
    request: &ImportRequest,
) -> anyhow::Result<Option<JobResult>> {
    let path = &request.path;
    let kind = match request.roster {
        Some(_) => OtherFile::Roster,
        None => match import::kind(path, ledger) {
            Some(kind) => kind,
            None => return Ok(None),
        },
    };
    Ok(Some(match kind {
        OtherFile::Bundle => {
            let title = path.file_name().map(|name| name.to_string_lossy());
            let title = title.unwrap_or_default().into_owned();
            let received = bundle::read(ledger, path)?;
            let merge = received.merge(session, ledger, moment)?;
            JobResult::Preview(FilePreview::of_bundle(ledger, title, received, merge))
        }
        OtherFile::Roster => {
            let options = request.roster.clone().unwrap_or_default();
            let reading = RosterReading::new(path.clone(), options)?;
            JobResult::Roster(Box::new(reading))
        }
    }))
}
