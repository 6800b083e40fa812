//! Private folders for what is not finished, or is not to stay: readable by their owner alone, and cleared away
//! at the next use of the same place when a program was killed before it could.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::Existing;

/// How every such folder is called, followed by the id of the process that made it.
const PREFIX: &str = ".tuogou-";

/// Earlier versions put no process id into the name: what is older than this is nobody's any more.
const FORGOTTEN: Duration = Duration::from_secs(24 * 60 * 60);

/// A private folder, which goes away with everything in it.
#[derive(Debug)]
pub struct Scratch {
    /// Locked as long as the folder is in use: a process id may mean another process elsewhere (a
    /// container, another machine on the same share). Let go of before the folder goes.
    _lock: Option<File>,
    folder: tempfile::TempDir,
}

impl Scratch {
    /// In the folder of a file that is to be made, so that what is finished can be moved to its place.
    pub fn beside(target: &Path) -> io::Result<Self> {
        Self::within(folder_of(target))
    }

    /// In the system's folder for temporary files.
    pub fn temporary() -> io::Result<Self> {
        Self::within(&std::env::temp_dir())
    }

    fn within(folder: &Path) -> io::Result<Self> {
        sweep(folder);
        let prefix = format!("{PREFIX}{}-", std::process::id());
        let mut builder = tempfile::Builder::new();
        builder.prefix(&prefix);
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        let folder = builder.tempdir_in(folder)?;
        let lock = locked(folder.path());
        Ok(Self {
            _lock: lock,
            folder,
        })
    }

    /// The folder that it was made in.
    pub fn place(&self) -> &Path {
        folder_of(self.folder.path())
    }

    /// Where a file of this name lies in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Moves a finished file to its place, where it stays. What is there already is left alone
    /// unless it is to be replaced.
    pub fn move_out(&self, name: &str, to: &Path, existing: Existing) -> io::Result<()> {
        let part = tempfile::TempPath::try_from_path(self.path(name))?;
        let moved = match existing {
            Existing::Refuse => part.persist_noclobber(to),
            Existing::Replace => part.persist(to),
        };
        moved.map_err(|error| error.error)?;
        // The name is to outlive a power cut as the content does. Not every file system can.
        #[cfg(unix)]
        let _ = File::open(folder_of(to)).and_then(|folder| folder.sync_all());
        Ok(())
    }
}

/// The folder that a file lies in, or is to lie in.
pub fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// What is called like a file, with an ending behind its name.
pub fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Makes a file that is not there yet and that only its owner can read.
pub fn create_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Gives what was made here to those who may use another file: its group and its rights; a folder
/// can be entered by whoever may read. What the system does not allow stays as it is.
#[cfg(unix)]
pub fn share_like(path: &Path, like: &Path) {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
    let (Ok(ours), Ok(like)) = (path.metadata(), like.metadata()) else {
        return;
    };
    if ours.gid() != like.gid() && chown(path, None, Some(like.gid())).is_err() {
        // The rights of a group are not meant for another one.
        return;
    }
    let rights = like.mode() & 0o666;
    let mode = if ours.is_dir() {
        // What is made in it belongs to the group, too.
        rights | ((rights & 0o444) >> 2) | ((rights & 0o020) << 6)
    } else {
        rights
    };
    if ours.mode() & 0o7777 != mode {
        let _ = std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode));
    }
}

/// Rights are inherited from the folder.
#[cfg(not(unix))]
pub fn share_like(_: &Path, _: &Path) {}

/// Clears away what killed programs have left in a folder. What cannot be removed stays.
pub fn sweep(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some(rest) = name.to_str().and_then(|name| name.strip_prefix(PREFIX)) else {
            continue;
        };
        let path = entry.path();
        if is_left_over(&path, rest) {
            // A link is removed, not followed.
            let _ = match entry.file_type() {
                Ok(kind) if kind.is_dir() => std::fs::remove_dir_all(&path),
                _ => std::fs::remove_file(&path),
            };
        }
    }
}

/// Whoever made it has gone.
fn is_left_over(path: &Path, rest: &str) -> bool {
    let maker = rest.split_once('-').and_then(|(id, _)| id.parse().ok());
    if let Some(maker) = maker {
        return has_ended(maker) && (path.is_symlink() || locked(path).is_some());
    }
    let old = path.symlink_metadata().and_then(|about| about.modified());
    let age = old.ok().and_then(|at| at.elapsed().ok());
    rest.chars().all(char::is_alphanumeric) && age.is_some_and(|age| age > FORGOTTEN)
}

#[cfg(unix)]
fn has_ended(process: i32) -> bool {
    let process = rustix::process::Pid::from_raw(process);
    process.is_some_and(|process| {
        rustix::process::test_kill_process(process) == Err(rustix::io::Errno::SRCH)
    })
}

/// Elsewhere nobody is asked: what is in use cannot be removed there.
#[cfg(not(unix))]
fn has_ended(process: i32) -> bool {
    u32::try_from(process).is_ok_and(|process| process != std::process::id())
}

/// Takes a folder for this process; nothing when somebody has it, or where that cannot be known.
#[cfg(unix)]
fn locked(folder: &Path) -> Option<File> {
    let file = File::open(folder).ok()?;
    file.try_lock().ok()?;
    Some(file)
}

#[cfg(not(unix))]
fn locked(folder: &Path) -> Option<File> {
    // A folder cannot be locked; a file in it can.
    let options = || OpenOptions::new().create(true).write(true).clone();
    let file = options().open(folder.join("lock")).ok()?;
    file.try_lock().ok()?;
    Some(file)
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn mode(path: &Path) -> u32 {
        path.metadata().expect("there").permissions().mode() & 0o777
    }

    #[test]
    fn what_is_in_it_is_for_its_owner_alone_and_goes_away_with_it() {
        let home = tempfile::tempdir().expect("a folder");
        let scratch = Scratch::beside(&home.path().join("ledger.db")).expect("made");
        let part = scratch.path("part.db");
        create_private(&part).expect("made");
        assert_eq!((mode(scratch.folder.path()), mode(&part)), (0o700, 0o600));
        create_private(&part).expect_err("it is there");
        drop(scratch);
        assert_eq!(home.path().read_dir().expect("read").count(), 0);
    }

    #[test]
    fn leftovers_of_dead_processes_go_and_nothing_else() {
        let home = tempfile::tempdir().expect("a folder");
        let dead = 999_999_999;
        let folder = |name: &str| {
            let folder = home.path().join(name);
            std::fs::create_dir(&folder).expect("made");
            std::fs::write(folder.join("ledger.db"), "x").expect("written");
            folder
        };
        let left = folder(&format!("{PREFIX}{dead}-abc"));
        let held = folder(&format!("{PREFIX}{dead}-held"));
        let lock = locked(&held).expect("locked");
        let alive = folder(&format!("{PREFIX}1-abc"));
        let recent = folder(&format!("{PREFIX}AbCdEf"));
        let other = folder("tuogou");
        let target = folder("kept");
        let link = home.path().join(format!("{PREFIX}{dead}-link"));
        std::os::unix::fs::symlink(&target, &link).expect("linked");

        let scratch = Scratch::beside(&home.path().join("a")).expect("made");
        assert!(!left.exists() && !link.is_symlink());
        for kept in [&held, &alive, &recent, &other, &target.join("ledger.db")] {
            assert!(kept.exists(), "{}", kept.display());
        }
        assert!(scratch.folder.path().exists());
        drop(lock);
        let long_ago = std::time::UNIX_EPOCH + Duration::from_secs(1_600_000_000);
        let file = File::open(&recent).expect("open");
        file.set_modified(long_ago).expect("set");
        sweep(home.path());
        assert!(!held.exists() && !recent.exists());
    }
}
