//! Writes the files that the user asked for: whole or not at all, and none that is there
//! already unless told to.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::store::scratch::{Scratch, folder_of};
use crate::store::{self, Existing};
use crate::text::cells::visible;
use crate::text::fault;
use crate::words;

/// What a file is called until it is whole.
const PART: &str = "part";

/// A file that could not be written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// It is there already. How to replace it is for the front end to say.
    #[error("{}", t!("{} 已经存在，没有写出任何文件", "{} exists already; no file was written", _0.display()))]
    Exists(PathBuf),
    /// A ledger, or what belongs to one: nothing takes its place.
    #[error("{} {}", .0.display(), words::store::GUARDED)]
    Guarded(PathBuf),
    /// The system says no.
    #[error("{}", t!("无法写出 {}：{}", "Cannot write {}: {}", path.display(), fault::io(error)))]
    Io {
        /// Which file or folder.
        path: PathBuf,
        error: io::Error,
    },
    /// Some of those that were to be written together.
    #[error("{}", unwritten(*written, failed, usize::MAX))]
    Partly {
        written: usize,
        failed: Vec<UnwrittenFile>,
    },
}

/// One of many files, which could not be written.
#[derive(Debug)]
pub struct UnwrittenFile {
    pub name: String,
    pub why: String,
}

/// What was written and what was not, by name as far as `most`; what failed alike stands together.
pub fn unwritten(written: usize, failed: &[UnwrittenFile], most: usize) -> String {
    let told = &failed[..failed.len().min(most)];
    let alike = told.chunk_by(|one, other| one.why == other.why);
    let told = alike.map(|alike| {
        let names: Vec<&str> = alike.iter().map(|file| file.name.as_str()).collect();
        t!(
            "{}（{}）",
            "{} ({})",
            names.join(s!("、", ", ")),
            alike[0].why
        )
    });
    let told = told.collect::<Vec<_>>().join(s!("；", "; "));
    let more = if failed.len() > most {
        s!(" 等", " ...")
    } else {
        ""
    };
    t!(
        "写出了 {written} 个文件，有 {} 个没有写出：{told}{more}",
        "{written} files written, {} not: {told}{more}",
        failed.len()
    )
}

/// A file about to be written.
#[derive(Debug)]
pub struct OutputFile {
    pub path: PathBuf,
    pub bytes: Vec<u8>,
}

/// Refuses before anything is written when one of the files is there already. A ledger is never
/// written over.
pub fn check_free<'a>(
    paths: impl IntoIterator<Item = &'a PathBuf>,
    force: bool,
) -> Result<(), OutputError> {
    for path in paths {
        if store::is_guarded(path) {
            return Err(OutputError::Guarded(path.clone()));
        }
        if !force && path.exists() {
            return Err(OutputError::Exists(path.clone()));
        }
    }
    Ok(())
}

/// Writes a file beside its place and moves it there, so that it is never half there. Folders
/// on the way are made.
pub fn write(output: &OutputFile, force: bool) -> Result<(), OutputError> {
    if store::is_guarded(&output.path) {
        return Err(OutputError::Guarded(output.path.clone()));
    }
    let folder = make_folder_of(&output.path)?;
    let workshop = Scratch::beside(&output.path).map_err(failed(folder))?;
    // What is made there is an ordinary file: it is to be read by whom the umask says.
    let written = File::create_new(workshop.path(PART))
        .and_then(|mut file| file.write_all(&output.bytes).and_then(|()| file.sync_all()));
    written.map_err(failed(&output.path))?;
    match workshop.move_out(PART, &output.path, Existing::by(force)) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Err(OutputError::Exists(output.path.clone()))
        }
        moved => moved.map_err(failed(&output.path)),
    }
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> OutputError {
    let path = path.to_owned();
    move |error| OutputError::Io { path, error }
}

/// Makes the folder that a file is to lie in, and says which it is.
pub fn make_folder_of(path: &Path) -> Result<&Path, OutputError> {
    let folder = folder_of(path);
    std::fs::create_dir_all(folder).map_err(failed(folder))?;
    Ok(folder)
}

/// Longest name within the name of a file, in bytes: with what stands around it, it has to fit
/// into the 255 that a file system takes.
const MAX_NAME: usize = 200;

/// A name as part of the name of a file; what no file system takes becomes `_`. One that is too
/// long is cut between two characters, and gets a sum that keeps it apart from others cut alike.
pub fn safe_name(name: &str) -> String {
    let safe: String = visible(name)
        .chars()
        .map(|c| match c {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '_',
            c if c.is_control() => '_',
            c => c,
        })
        .collect();
    if safe.len() <= MAX_NAME {
        return safe;
    }
    let sum = name.bytes().fold(0x811c_9dc5_u32, |sum, byte| {
        (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    let end = (0..=MAX_NAME - 9).rfind(|at| safe.is_char_boundary(*at));
    format!("{}~{sum:08x}", &safe[..end.unwrap_or(0)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_too_long_are_cut_between_characters_and_stay_apart() {
        let long = |end: &str| format!("{}{end}", "字".repeat(79));
        let (one, other) = (safe_name(&long("甲")), safe_name(&long("乙")));
        assert!(
            one.len() <= MAX_NAME && one.starts_with(&"字".repeat(63)),
            "{one}"
        );
        assert_ne!(one, other);
        assert_eq!(safe_name("a/b\u{202e}c"), "a_bc");
        assert_eq!(safe_name(&"字".repeat(66)), "字".repeat(66));
    }
}
