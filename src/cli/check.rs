//! `tuogou check`: the rules between the forms that fire.

use std::io::Write;

use clap::Args;

use super::output::write_report;
use super::{Desk, OutputFormat, Run};
use crate::app::find;
use crate::report::checks;

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// 序号、名称或名称的一部分
    /// ¦ Number, name or part of the name
    #[arg(value_name = "协会", required_unless_present = "all")]
    pub association: Option<String>,
    /// 核对全部协会
    /// ¦ Check all associations
    #[arg(long, conflicts_with = "association")]
    pub all: bool,
}

impl Run for CheckArgs {
    fn reads(&self) -> bool {
        true
    }

    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        let ledger = &desk.ledger;
        let wanted = match &self.association {
            Some(text) => vec![find::association(ledger, text)?],
            None => ledger.associations().keys().collect(),
        };
        let report = checks::report(ledger, wanted, desk.as_of);
        write_report(out, desk.format(), &report)?;
        if desk.format() == OutputFormat::Table {
            writeln!(out, "{}", t!("共 {} 条", "{} in all", report.rows.len()))?;
        }
        Ok(())
    }
}
