//! Writes the files that the user asked for: whole or not at all, and none that is there
//! already unless told to.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::text::fault;

/// A file that could not be written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// It is there already. How to replace it is for the front end to say.
    #[error("{} 已经存在，没有写出任何文件", .0.display())]
    Exists(PathBuf),
    /// The system says no.
    #[error("无法写出 {}：{}", path.display(), fault::io(error))]
    Io {
        /// Which file or folder.
        path: PathBuf,
        error: io::Error,
    },
}

/// A file about to be written.
#[derive(Debug)]
pub struct OutputFile {
    pub path: PathBuf,
    pub bytes: Vec<u8>,
}

/// Refuses before anything is written when one of the files is there already.
pub fn check_free<'a>(
    paths: impl IntoIterator<Item = &'a PathBuf>,
    force: bool,
) -> Result<(), OutputError> {
    match paths.into_iter().find(|path| !force && path.exists()) {
        Some(path) => Err(OutputError::Exists(path.clone())),
        None => Ok(()),
    }
}

/// Writes a file beside its place and moves it there, so that it is never half there. Folders
/// on the way are made.
pub fn write(output: &OutputFile, force: bool) -> Result<(), OutputError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error| OutputError::Io { path, error }
    };
    let folder = match output.path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    std::fs::create_dir_all(folder).map_err(failed(folder))?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".tuogou-");
    // Temporary files are for their owner alone; this one is to be an ordinary file. The umask
    // still applies.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder).map_err(failed(folder))?;
    file.write_all(&output.bytes)
        .and_then(|()| file.as_file().sync_all())
        .map_err(failed(&output.path))?;
    let moved = if force {
        file.persist(&output.path)
    } else {
        file.persist_noclobber(&output.path)
    };
    match moved {
        Ok(_) => Ok(()),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
            Err(OutputError::Exists(output.path.clone()))
        }
        Err(error) => Err(failed(&output.path)(error.error)),
    }
}

/// A name as part of the name of a file; what no file system takes becomes `_`.
pub fn safe_name(name: &str) -> String {
    name.chars()
        .map(|c| match c {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '_',
            c if c.is_control() => '_',
            c => c,
        })
        .collect()
}
