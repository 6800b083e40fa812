//! A log for whoever looks after an office's machines: a line for each run of the program, in the file that `TUOGOU_LOG`
//! names, and none without it. It says when, which version, which command, how long and how it ended; nothing of
//! what the command was about, but the error that was shown. When it has grown, it goes on in a new file, and the one
//! before is kept beside it.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::{DateTime, SecondsFormat, Utc};

use super::{about, clock};
use crate::store::scratch::with_ending;
use crate::text::cells::visible;

/// A log that is longer goes on in a new file.
const MOST: u64 = 1 << 20;
/// How the name of the log before ends.
const BEFORE: &str = ".1";

/// Where the log is, if one is kept.
pub fn file() -> Option<PathBuf> {
    let named = std::env::var_os("TUOGOU_LOG").filter(|name| !name.is_empty());
    named.map(PathBuf::from)
}

/// A run of the program that will be logged when it ends.
#[derive(Debug)]
pub struct Run {
    path: PathBuf,
    at: DateTime<Utc>,
    since: Instant,
    command: String,
}

impl Run {
    /// A run of a command begins, which is to be told in a log.
    pub fn begins(path: PathBuf, command: String) -> Self {
        Self {
            path,
            at: clock::now(),
            since: Instant::now(),
            command,
        }
    }

    /// It has ended, as asked or with an error. A log that cannot be written stops nobody's work; the error says
    /// so once.
    pub fn ends(&self, error: Option<&str>) -> io::Result<()> {
        let line = format!(
            "{} {} {} {} {} ms {}",
            self.at.to_rfc3339_opts(SecondsFormat::Secs, true),
            about::VERSION,
            std::process::id(),
            self.command,
            self.since.elapsed().as_millis(),
            error.map_or_else(
                || "ok".to_owned(),
                |error| format!("failed: {}", visible(error))
            ),
        );
        add(&self.path, &line, MOST)
    }
}

/// Adds a line to a log; a log that has its length goes on in a new file.
fn add(path: &Path, line: &str, most: u64) -> io::Result<()> {
    if std::fs::metadata(path).is_ok_and(|about| about.len() >= most) {
        std::fs::rename(path, with_ending(path, BEFORE))?;
    }
    let mut file = OpenOptions::new().create(true).append(true).open(path)?;
    // One call, so that lines of programs that end at once do not mix.
    file.write_all(format!("{line}\n").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_goes_on_in_a_new_file_and_the_one_before_is_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("tuogou.log");
        for line in ["one", "two", "three", "four", "five"] {
            add(&path, line, 8).expect("written");
        }
        let read = |path: &Path| std::fs::read_to_string(path).expect("it is there");
        assert_eq!(read(&path), "five\n");
        assert_eq!(read(&with_ending(&path, BEFORE)), "three\nfour\n");
        assert!(add(folder.path(), "a folder is no file", 1 << 20).is_err());
    }
}
