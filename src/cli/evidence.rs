//! `tuogou evidence`: whether the files that were recorded as evidence are still what they were.

use std::io::Write;
use std::path::PathBuf;

use anyhow::ensure;
use clap::Args;

use super::output::write_report;
use super::{Desk, Run};
use crate::app::evidence as files;
use crate::report::evidence::{self, EvidenceState};

/// Arguments of `evidence`.
#[derive(Debug, Args)]
pub struct EvidenceArgs {
    /// 存放依据文件的文件夹（默认为当前文件夹）
    /// ¦ The folder that holds the files (the current one)
    #[arg(value_name = "文件夹", default_value = ".", hide_default_value = true)]
    pub folder: PathBuf,
}

impl Run for EvidenceArgs {
    fn reads(&self) -> bool {
        true
    }

    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        let rows = files::rows(&desk.ledger, &self.folder);
        let changed = rows
            .iter()
            .filter(|row| row.state == EvidenceState::Changed);
        let changed = changed.count();
        let report = evidence::report(&desk.ledger, rows, desk.as_of);
        write_report(out, desk.format(), &report)?;
        ensure!(
            changed == 0,
            both!(
                "{changed} 个文件与登记时不同，请核对原件",
                "{changed} files are not what was recorded; check the originals"
            )
        );
        Ok(())
    }
}
