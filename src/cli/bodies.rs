//! `tuogou bodies`: what the member bodies of the working group have to do, and what waits for them.

use std::io::Write;

use clap::Args;

use super::output::write_report;
use super::{Desk, OutputFormat, Run, register};
use crate::domain::round::official;
use crate::report::bodies;

/// Arguments of `bodies`.
#[derive(Debug, Args)]
pub struct BodiesArgs {
    /// 成员单位的名称或其中一部分：列出等它办理或审核的事项；不写时列出各成员单位
    /// ¦ Name of a member body or part of it: lists what waits for it; all bodies without it
    #[arg(value_name = "成员单位")]
    pub body: Option<String>,
}

impl Run for BodiesArgs {
    fn reads(&self) -> bool {
        true
    }

    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        let ledger = &desk.ledger;
        let Some(text) = &self.body else {
            return write_report(out, desk.format(), &bodies::report(ledger, desk.as_of));
        };
        let body = register::member(ledger, text)?;
        let report = bodies::waiting_for(ledger, body, desk.as_of);
        write_report(out, desk.format(), &report)?;
        if desk.format() == OutputFormat::Table {
            let waiting: usize = report.rows.iter().map(|one| one.whose.len()).sum();
            writeln!(
                out,
                "{}",
                t!(
                    "{}：{}",
                    "{}: {}",
                    body.name,
                    official::joined(&body.duties)
                )
            )?;
            writeln!(
                out,
                "{}",
                t!(
                    "待办 {} 项，合计 {waiting}",
                    "{} items wait, {waiting} in all",
                    report.rows.len()
                )
            )?;
        }
        Ok(())
    }
}
