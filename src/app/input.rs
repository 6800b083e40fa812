//! Reads the files that the user named, and no more of them than makes sense.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

/// The bytes of a file; of a longer one, one more than `most`, which tells that there is more.
pub fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
