//! Where the copies of a ledger lie that the program keeps, and how they are called: by what they hold, so that
//! nobody has to open one to know it.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use chrono::{DateTime, Local};

use super::StoreError;
use super::file::make_folder;
use super::scratch::{folder_of, share_like, with_ending};
use crate::domain::seal::Head;

/// How the folder of the copies of a ledger ends, which is called like the ledger.
const FOLDER: &str = ".copies";

/// What stands in the name of a copy for one that could not be read.
const UNREADABLE: &str = "unreadable";

/// How the time stands in it, on the user's clock.
const TIME: &str = "%Y-%m-%dT%H%M%S%.3f";

/// Why a copy was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyKind {
    /// At the first opening of a day.
    Daily,
    /// Before something was imported.
    Import,
    /// Before it was brought to a newer schema; as it stood when it was last written.
    Upgrade,
    /// Another ledger took its place.
    Replaced,
    /// Somebody asked for it.
    Manual,
}

impl CopyKind {
    const ALL: [Self; 5] = [
        Self::Daily,
        Self::Import,
        Self::Upgrade,
        Self::Replaced,
        Self::Manual,
    ];

    /// The identifier in file names and output.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Import => "import",
            Self::Upgrade => "upgrade",
            Self::Replaced => "replaced",
            Self::Manual => "manual",
        }
    }

    /// Older ones make room for newer ones.
    pub const fn is_replaceable(self) -> bool {
        matches!(self, Self::Daily | Self::Import)
    }
}

/// A copy that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptCopy {
    pub path: PathBuf,
    /// `2020-07-20T101500`, the time on the user's clock.
    pub taken: String,
    pub kind: CopyKind,
    /// Entries in it; nothing of a file that could not be read, or that an earlier version has kept.
    pub entries: Option<i64>,
    /// The short code of its head.
    pub code: String,
}

/// The folder of the copies of a ledger.
pub fn folder(ledger: &Path) -> PathBuf {
    with_ending(ledger, FOLDER)
}

/// Where a copy of a head goes that is of this time.
pub fn place(ledger: &Path, kind: CopyKind, head: Option<Head>, at: DateTime<Local>) -> PathBuf {
    let what = head.map_or_else(
        || UNREADABLE.to_owned(),
        |head| format!("{}_{}", head.seq, head.code()),
    );
    let name = format!("{}_{}_{what}.db", at.format(TIME), kind.id());
    folder(ledger).join(name)
}

/// Makes the folder of a copy, where there is none. Those who work on one ledger keep its copies
/// together.
pub fn make_folder_of(copy: &Path, ledger: &Path) -> Result<(), StoreError> {
    make_folder(copy)?;
    let folder = folder(ledger);
    if copy.parent() == Some(&folder) {
        share_like(&folder, ledger);
    }
    Ok(())
}

/// Takes the folder away again in which nothing came to lie.
pub fn drop_empty_folder(ledger: &Path) {
    // Where something lies in it, it stays.
    let _ = std::fs::remove_dir(folder(ledger));
}

/// The copies of a ledger that there are, newest first. What is called otherwise is none.
pub fn list(ledger: &Path) -> Vec<KeptCopy> {
    let mut found: Vec<KeptCopy> = files(&folder(ledger)).filter_map(named).collect();
    found.extend(files(folder_of(ledger)).filter_map(|path| kept_before(ledger, path)));
    found.sort_by(|one, other| (&other.taken, &other.path).cmp(&(&one.taken, &one.path)));
    found
}

fn files(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = folder.read_dir().into_iter().flatten().flatten();
    entries.map(|entry| entry.path())
}

/// Reads the name of a copy.
fn named(path: PathBuf) -> Option<KeptCopy> {
    let name = path.file_name()?.to_str()?.strip_suffix(".db")?;
    let mut parts = name.split('_');
    let (taken, kind, entries, code) = (parts.next()?, parts.next()?, parts.next()?, parts.next());
    let kind = CopyKind::ALL.into_iter().find(|known| known.id() == kind)?;
    let entries = entries.parse().ok();
    if entries.is_none() != code.is_none() {
        return None;
    }
    Some(KeptCopy {
        taken: taken.to_owned(),
        kind,
        entries,
        code: code.unwrap_or_default().to_owned(),
        path,
    })
}

/// What earlier versions kept beside the file before they changed its schema: `ledger.db.v4.bak`.
fn kept_before(ledger: &Path, path: PathBuf) -> Option<KeptCopy> {
    let version = path.file_name()?.to_str()?;
    let version = version.strip_prefix(ledger.file_name()?.to_str()?)?;
    let version = version.strip_prefix(".v")?.strip_suffix(".bak")?;
    let is_number = |text: &str| text.parse::<u32>().is_ok();
    version.split('-').all(is_number).then_some(())?;
    Some(KeptCopy {
        taken: written(&path).format(TIME).to_string(),
        kind: CopyKind::Upgrade,
        entries: None,
        code: String::new(),
        path,
    })
}

/// When a file was written last.
pub fn written(path: &Path) -> DateTime<Local> {
    let at = path.metadata().and_then(|about| about.modified());
    at.unwrap_or(SystemTime::UNIX_EPOCH).into()
}
