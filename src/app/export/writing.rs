//! Files on their way to their places.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::{ExportFiles, FileContent};
use crate::app::cause;
use crate::app::output::{self, OutputError, OutputFile, UnwrittenFile};
use crate::domain::ledger::Ledger;
use crate::text::fault;

/// Files on their way, one at a step, so that a front end can show how far they are and stop in
/// between. One that cannot be written keeps none of the others back.
#[derive(Debug)]
pub struct Writing {
    files: ExportFiles,
    paths: Vec<PathBuf>,
    force: bool,
    done: usize,
    failed: Vec<(usize, anyhow::Error)>,
}

impl Writing {
    /// Refuses before anything is written when, unless `force`, one of the files is there.
    pub fn new(
        files: ExportFiles,
        path: impl Fn(&str) -> PathBuf,
        force: bool,
    ) -> Result<Self, OutputError> {
        let paths: Vec<PathBuf> = files.names.iter().map(|name| path(name)).collect();
        output::check_free(&paths, force)?;
        Ok(Self {
            files,
            paths,
            force,
            done: 0,
            failed: Vec::new(),
        })
    }

    /// Files in all.
    pub const fn total(&self) -> usize {
        self.paths.len()
    }

    /// Files tried so far.
    pub const fn done(&self) -> usize {
        self.done
    }

    /// Files written so far.
    pub const fn written(&self) -> usize {
        self.done - self.failed.len()
    }

    /// Tries the next file; false when none is left.
    pub fn step(&mut self, ledger: &Ledger) -> bool {
        let at = self.done;
        if at == self.paths.len() {
            return false;
        }
        self.done += 1;
        if let Err(error) = self.write(ledger, at) {
            self.failed.push((at, error));
        }
        true
    }

    /// The file that the last step has written.
    pub fn newest(&self) -> Option<&Path> {
        let at = self.done.checked_sub(1)?;
        let failed = self.failed.last().is_some_and(|(last, _)| *last == at);
        (!failed).then_some(&*self.paths[at])
    }

    /// Says what could not be written of what was tried, and by now is done with it.
    pub fn finish(&mut self) -> anyhow::Result<()> {
        let (written, mut failed) = (self.written(), std::mem::take(&mut self.failed));
        match (failed.pop(), self.paths.len()) {
            (None, _) => return Ok(()),
            (Some((_, only)), 1) => return Err(only),
            (Some(last), _) => failed.push(last),
        }
        let failed = failed.iter().map(|(at, error)| UnwrittenFile {
            name: self.files.names[*at].clone(),
            why: match error.downcast_ref() {
                Some(OutputError::Io { error, .. }) => fault::io(error),
                // Somebody has made it meanwhile.
                Some(OutputError::Exists(_)) => fault::io(&ErrorKind::AlreadyExists.into()),
                _ => cause::sentence(error),
            },
        });
        let failed = failed.collect();
        Err(OutputError::Partly { written, failed }.into())
    }

    fn write(&mut self, ledger: &Ledger, at: usize) -> anyhow::Result<()> {
        let path = self.paths[at].clone();
        match self.files.make(ledger, at)? {
            FileContent::Bytes(bytes) => {
                Ok(output::write(&OutputFile { path, bytes }, self.force)?)
            }
            FileContent::Ledger(file) => {
                output::make_folder_of(&path)?;
                Ok(file.write(&path, self.force)?)
            }
        }
    }
}
