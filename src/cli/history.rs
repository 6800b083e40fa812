//! `tuogou history`: what was recorded, newest first.

use std::io::Write;

use clap::Args;

use super::output::write_report;
use super::{Desk, Run};
use crate::app::find;
use crate::report::history;
use crate::store::HistoryFilter;

/// Arguments of `history`.
#[derive(Debug, Args)]
pub struct HistoryArgs {
    /// 只看这个协会：序号、名称或名称的一部分
    /// ¦ Only this association: number, name or part of it
    #[arg(long, value_name = "协会")]
    pub association: Option<String>,
    /// 最多列出几条
    /// ¦ At most so many
    #[arg(long, value_name = "条数")]
    pub limit: Option<u32>,
}

impl Run for HistoryArgs {
    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        let association = self.association.as_deref();
        let association = association
            .map(|text| find::association(&desk.ledger, text))
            .transpose()?
            .map(|ix| desk.ledger.associations()[ix].no);
        let lines = desk.session.told_history(
            &desk.ledger,
            HistoryFilter {
                association,
                limit: self.limit,
            },
        )?;
        let report = history::report(&desk.ledger, lines, desk.as_of);
        write_report(out, desk.format(), &report)
    }
}
