//! Files on their way to their places.

use std::path::{Path, PathBuf};

use super::ExportFiles;
use crate::app::output::{self, OutputError, OutputFile};
use crate::domain::ledger::Ledger;

/// Files on their way, one at a step, so that a front end can show how far they are and stop in
/// between.
#[derive(Debug)]
pub struct Writing {
    files: ExportFiles,
    paths: Vec<PathBuf>,
    force: bool,
    done: usize,
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
        })
    }

    /// Files in all.
    pub const fn total(&self) -> usize {
        self.paths.len()
    }

    /// Files written so far.
    pub const fn done(&self) -> usize {
        self.done
    }

    /// Writes the next file and says where; `None` when all are written.
    pub fn step(&mut self, ledger: &Ledger) -> Option<anyhow::Result<&Path>> {
        let at = self.done;
        if at == self.paths.len() {
            return None;
        }
        self.done += 1;
        Some(self.write(ledger, at))
    }

    fn write(&mut self, ledger: &Ledger, at: usize) -> anyhow::Result<&Path> {
        let bytes = self.files.make(ledger, at)?;
        let path = self.paths[at].clone();
        output::write(&OutputFile { path, bytes }, self.force)?;
        Ok(&self.paths[at])
    }
}
