//! Reads the files that the user named, and no more of them than makes sense.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

/// Refuses what is no file: a pipe or a device may never come to an end, or wait for ever.
pub fn ordinary(path: &Path) -> io::Result<()> {
    let about = std::fs::metadata(path)?;
    if about.is_file() || about.is_dir() {
        return Ok(());
    }
    Err(io::ErrorKind::Unsupported.into())
}

/// The bytes of a file; of a longer one, one more than `most`, which tells that there is more.
pub fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    ordinary(path)?;
    File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
