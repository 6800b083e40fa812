//! `tuogou undo` and `tuogou redo`.

use std::io::Write;

use clap::Args;

use super::output::write_report;
use super::{Desk, OutputFormat, Run};
use crate::app::session::Receipt;
use crate::report::history;
use crate::store::HistoryFilter;

/// Arguments of `undo`; without any it takes back one's own newest step.
#[derive(Debug, Args)]
pub struct UndoArgs {
    /// 撤销哪一条：操作记录中的号
    /// ¦ Which entry: its number in the history
    #[arg(long, value_name = "记录号")]
    pub entry: Option<i64>,
    /// 那一条是谁登记的；撤销别人的记录须写明
    /// ¦ Whose entry it is; needed to undo another's
    #[arg(long, value_name = "姓名", requires = "entry")]
    pub by: Option<String>,
}

/// Arguments of `redo`: none.
#[derive(Debug, Args)]
pub struct RedoArgs {}

impl Run for UndoArgs {
    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        let moment = desk.moment();
        let receipt = match self.entry {
            Some(seq) => {
                let whose = self.by.as_deref();
                let ledger = &mut desk.ledger;
                desk.session.undo_entry(ledger, moment, seq, whose)?
            }
            None => desk.session.undo(&mut desk.ledger, moment)?,
        };
        write(desk, &receipt, out)
    }
}

impl Run for RedoArgs {
    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        let moment = desk.moment();
        let receipt = desk.session.redo(&mut desk.ledger, moment)?;
        write(desk, &receipt, out)
    }
}

fn write(desk: &Desk, receipt: &Receipt, out: &mut dyn Write) -> anyhow::Result<()> {
    if desk.format() == OutputFormat::Table {
        return Ok(writeln!(out, "{}", receipt.sentence())?);
    }
    // The newest line is the one that was just recorded.
    let lines = desk.session.history(HistoryFilter {
        association: None,
        limit: Some(1),
    })?;
    let report = history::report(&desk.ledger, lines, desk.as_of);
    write_report(out, desk.format(), &report)
}
