//! Reads filled-in forms from files and folders into a plan, and turns plans into one command.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::input;
use crate::domain::command::{Command, NewAnswer, Title};
use crate::domain::form::FormId;
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;
use crate::exchange::form::plan::{Blanks, FormPlan};
use crate::exchange::form::{FormFileError, read_file};
use crate::exchange::package::MAX_FILE;
use crate::store;
use crate::text::fault;

/// Deepest folder below the one that was named.
const MAX_DEPTH: usize = 8;
/// Most files of one import.
const MAX_FILES: usize = 5_000;

/// A file or folder that cannot be imported from.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The system says no.
    #[error("{}", t!("无法读取 {}：{}", "Cannot read {}: {}", path.display(), fault::io(error)))]
    Io {
        path: PathBuf,
        error: std::io::Error,
    },
    /// Nothing to read.
    #[error("{}", t!("{} 中没有 .docx 或 .xlsx 文件", "No .docx or .xlsx in {}", _0.display()))]
    Nothing(PathBuf),
    /// Too much to read.
    #[error("{}", t!("文件超过 {MAX_FILES} 个，请分批导入", "More than {MAX_FILES} files; import them in parts"))]
    TooMany,
}

/// What one file would change.
#[derive(Debug, Serialize)]
pub struct FilePlan {
    pub file: PathBuf,
    /// What it would change.
    #[serde(flatten)]
    pub plan: FormPlan,
    /// It is taken: it has no problem, or what is readable was asked for.
    pub taken: bool,
}

/// The files below what the user named: folders give their Word and Excel files, in the order
/// of their names; a file that was named is taken whatever it is called.
pub fn files(named: &[PathBuf]) -> Result<Vec<PathBuf>, ImportError> {
    let mut found = Vec::new();
    for path in named {
        if path.is_dir() {
            let before = found.len();
            walk(path, MAX_DEPTH, &mut found)?;
            if found.len() == before {
                return Err(ImportError::Nothing(path.clone()));
            }
        } else {
            found.push(path.clone());
        }
        if found.len() > MAX_FILES {
            return Err(ImportError::TooMany);
        }
    }
    Ok(found)
}

fn walk(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) -> Result<(), ImportError> {
    let failed = |error| ImportError::Io {
        path: folder.to_owned(),
        error,
    };
    let mut entries = std::fs::read_dir(folder)
        .map_err(failed)?
        .collect::<Result<Vec<_>, _>>()
        .map_err(failed)?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let kind = entry.file_type().map_err(failed)?;
        // Links are not followed: a folder may hold itself that way.
        if kind.is_dir() && depth > 0 {
            walk(&path, depth - 1, found)?;
        } else if kind.is_file() && (is_form(&path) || is_handed_in(&path)) {
            found.push(path);
        }
        if found.len() > MAX_FILES {
            return Err(ImportError::TooMany);
        }
    }
    Ok(())
}

/// What a file is that holds no forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherFile {
    /// A unit's file that has come back.
    Bundle,
    Roster,
}

/// What a single file is, unless it is a folder or holds a form: a ledger file by its first
/// bytes, a roster when it is none of the forms.
pub fn kind(path: &Path, ledger: &Ledger) -> Option<OtherFile> {
    if !path.is_file() {
        return None;
    }
    let bytes = load(path).ok()?;
    if store::is_ledger_file(&bytes) {
        return Some(OtherFile::Bundle);
    }
    match read_file(&ledger.round().forms, &bytes) {
        Err(FormFileError::NoForm) => Some(OtherFile::Roster),
        // Text files and old workbooks can be rosters, but no forms.
        Err(_) if !is_form(path) => Some(OtherFile::Roster),
        Ok(_) | Err(_) => None,
    }
}

/// A Word or Excel file, and not the mark that Office leaves beside one that is open.
fn is_form(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    let known = ending.is_some_and(|ending| {
        ending.eq_ignore_ascii_case("docx") || ending.eq_ignore_ascii_case("xlsx")
    });
    let name = path.file_name().and_then(|name| name.to_str());
    known && !name.is_some_and(|name| name.starts_with("~$") || name.starts_with(".~"))
}

/// What units hand in as well and the program does not read: it is named, and not passed over.
fn is_handed_in(path: &Path) -> bool {
    const ENDINGS: [&str; 28] = [
        "doc", "rtf", "odt", "docm", "dot", "dotx", "xls", "xlsm", "xlsb", "xlt", "xltx", "ods",
        "csv", "wps", "wpt", "et", "ett", "pdf", "ofd", "zip", "rar", "7z", "jpg", "jpeg", "png",
        "bmp", "tif", "tiff",
    ];
    let ending = path.extension().and_then(|ending| ending.to_str());
    let name = path.file_name().and_then(|name| name.to_str());
    let own = name.is_some_and(|name| name.starts_with("~$") || name.starts_with('.'));
    ending.is_some_and(|ending| {
        let known = |other: &&str| ending.eq_ignore_ascii_case(other);
        !own && ENDINGS.iter().any(known)
    })
}

/// Reads files one by one, so that a front end can show progress and stop in between.
#[derive(Debug)]
pub struct Importer {
    files: Vec<PathBuf>,
    only: Option<AssocIx>,
    blanks: Blanks,
    seen: HashMap<(u32, FormId), PathBuf>,
    plans: Vec<FilePlan>,
}

impl Importer {
    /// Nothing is read yet. With `only`, forms of other associations are problems.
    pub fn new(files: Vec<PathBuf>, only: Option<AssocIx>) -> Self {
        Self {
            files,
            only,
            blanks: Blanks::default(),
            seen: HashMap::new(),
            plans: Vec::new(),
        }
    }

    /// What becomes of answers that a file leaves blank.
    #[must_use]
    pub const fn with_blanks(mut self, blanks: Blanks) -> Self {
        self.blanks = blanks;
        self
    }

    /// Files in all.
    pub const fn total(&self) -> usize {
        self.files.len()
    }

    /// Files read so far.
    pub const fn done(&self) -> usize {
        self.plans.len()
    }

    /// Reads the next file; false when there is none left.
    pub fn step(&mut self, ledger: &Ledger) -> bool {
        let Some(file) = self.files.get(self.plans.len()) else {
            return false;
        };
        let mut plan = match load(file) {
            Err(error) => FormPlan::unreadable(error.to_string()),
            Ok(bytes) => match read_file(&ledger.round().forms, &bytes) {
                Err(error) => FormPlan::unreadable(error.to_string()),
                Ok(reading) => FormPlan::new(ledger, reading, self.only),
            },
        };
        plan.set_blanks_apart(self.blanks);
        if let (Some(no), Some(form)) = (plan.no, plan.form) {
            match self.seen.get(&(no, form)) {
                // Two files for one form: which counts is not for the program to say.
                Some(first) => {
                    plan.refuse(t!(
                        "与 {} 是同一张表，请只留一份",
                        "the same form as {}; keep one of them",
                        first.display()
                    ));
                }
                None => {
                    self.seen.insert((no, form), file.clone());
                }
            }
        }
        let taken = plan.problems.is_empty();
        self.plans.push(FilePlan {
            file: file.clone(),
            plan,
            taken,
        });
        true
    }

    /// What each file would change.
    pub fn finish(self) -> Vec<FilePlan> {
        self.plans
    }
}

/// Says anew what becomes of answers that the files leave blank.
pub fn set_blanks(plans: &mut [FilePlan], blanks: Blanks) {
    for plan in plans {
        plan.plan.set_blanks_apart(blanks);
    }
}

/// Takes what is readable of files with problems, or leaves these files out.
pub fn set_partial(plans: &mut [FilePlan], partial: bool) {
    for plan in plans {
        plan.taken = partial || plan.plan.problems.is_empty();
    }
}

fn load(path: &Path) -> Result<Vec<u8>, ImportError> {
    input::read(path, MAX_FILE as u64).map_err(|error| ImportError::Io {
        path: path.to_owned(),
        error,
    })
}

/// The command that records what the plans would change; `None` when that is nothing.
pub fn command(plans: &[FilePlan]) -> Option<Command> {
    let taken = || plans.iter().filter(|plan| plan.taken);
    let answers: Vec<NewAnswer> = taken().flat_map(|plan| plan.plan.answers()).collect();
    let sources: Vec<&FilePlan> = taken().filter(|p| !p.plan.changes.is_empty()).collect();
    let title = match sources.as_slice() {
        [] => return None,
        [one] => {
            let name = one.plan.name.as_deref().unwrap_or_default();
            Title::ImportedForm(name.into(), one.plan.form)
        }
        many => Title::ImportedForms(many.len()),
    };
    Some(Command::SetAnswers { title, answers })
}
