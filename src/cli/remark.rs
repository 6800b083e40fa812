//! `tuogou remark`: remarks with their days about a unit or an association.

use std::io::Write;

use clap::Args;

use super::output::write_report;
use super::subject::SaidArgs;
use super::{Desk, Format, Run};
use crate::app::people::{self, numbered};
use crate::domain::change::Subject;
use crate::domain::command::Command;
use crate::domain::note::{Note, NoteId, NoteKind};
use crate::report;

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

impl Run for RemarkArgs {
    fn reads(&self) -> bool {
        self.lists()
    }

    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        let (subject, text) = self.said.read(&desk.ledger)?;
        let command = match (subject.clone(), text, self.clear) {
            (_, None, None) => return list(desk, subject.as_ref(), out),
            (None, ..) => anyhow::bail!("关于谁：请写协会的序号，或 --unit 单位"),
            (Some(_), Some(_), Some(_)) => anyhow::bail!("--clear 删除一条，不能同时写内容"),
            (Some(subject), Some(text), None) => Command::Note {
                subject,
                note: Note::remark(text),
            },
            (Some(subject), None, Some(at)) => {
                let remarks = desk.ledger.notes(&subject, NoteKind::Remark);
                let number = numbered(&remarks, at, "备注", |one| one.0)?;
                Command::DropNote(NoteId {
                    kind: NoteKind::Remark,
                    subject,
                    number,
                })
            }
        };
        let moment = desk.moment();
        let receipt = desk.session.execute(&mut desk.ledger, &command, moment)?;
        match desk.format() {
            Format::Table => Ok(writeln!(out, "{}", receipt.sentence())?),
            _ => list(desk, subject.as_ref(), out),
        }
    }
}

fn list(desk: &Desk, whose: Option<&Subject>, out: &mut dyn Write) -> anyhow::Result<()> {
    let rows = people::said(&desk.ledger, NoteKind::Remark, whose);
    let report = report::people::remarks(&desk.ledger, rows, desk.as_of);
    write_report(out, desk.format(), &report)
}
