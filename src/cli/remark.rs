//! `tuogou remark`: remarks with their days about a unit or an association.

use std::io::Write;

use clap::Args;

use super::output::write_report;
use super::subject::SaidArgs;
use super::{Desk, Format};
use crate::app::people::{self, numbered};
use crate::domain::change::Subject;
use crate::domain::command::Command;
use crate::report;
use crate::report::people::Said;

/// Arguments of `remark`.
#[derive(Debug, Args)]
pub struct RemarkArgs {
    /// Whom, and what.
    #[command(flatten)]
    pub said: SaidArgs,
    /// 删除写错的一条，按列出的序次
    #[arg(long, value_name = "序次")]
    pub clear: Option<usize>,
}

impl RemarkArgs {
    /// Only looks.
    pub const fn lists(&self) -> bool {
        !self.said.says() && self.clear.is_none()
    }
}

pub fn run(desk: &mut Desk, args: &RemarkArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let (subject, text) = args.said.read(&desk.ledger)?;
    let command = match (subject.clone(), text, args.clear) {
        (_, None, None) => return list(desk, subject.as_ref(), out),
        (None, ..) => anyhow::bail!("关于谁：请写协会的序号，或 --unit 单位"),
        (Some(_), Some(_), Some(_)) => anyhow::bail!("--clear 删除一条，不能同时写内容"),
        (Some(subject), Some(text), None) => Command::Remark {
            subject,
            text: text.to_owned(),
        },
        (Some(subject), None, Some(at)) => {
            let remarks = desk.ledger.remarks(&subject);
            let number = numbered(&remarks, at, "备注", |one| one.0)?;
            Command::DropRemark { subject, number }
        }
    };
    let moment = desk.moment();
    let receipt = desk.session.execute(&mut desk.ledger, &command, moment)?;
    match desk.format {
        Format::Table => Ok(writeln!(out, "{}", receipt.sentence())?),
        _ => list(desk, subject.as_ref(), out),
    }
}

fn list(desk: &Desk, whose: Option<&Subject>, out: &mut dyn Write) -> anyhow::Result<()> {
    let ledger = &*desk.ledger;
    let mut rows = Vec::new();
    for subject in people::subjects(ledger, whose) {
        let all = ledger.remarks(&subject).into_iter();
        rows.extend(all.enumerate().map(|(at, (_, fact, record))| Said {
            subject: subject.clone(),
            number: at + 1,
            fact,
            record,
        }));
    }
    let report = report::people::remarks(ledger, rows, desk.as_of);
    write_report(out, desk.format, &report)
}
