//! `tuogou contact`: who answers for a unit or an association.

use std::io::Write;

use clap::Args;

use super::output::write_report;
use super::subject::SubjectArgs;
use super::{Desk, Format, Run};
use crate::app::people;
use crate::domain::change::Subject;
use crate::domain::command::Command;
use crate::domain::note::{Note, NoteId, NoteKind};
use crate::report;

/// Arguments of `contact`.
#[derive(Debug, Args)]
pub struct ContactArgs {
    /// Whose.
    #[command(flatten)]
    pub whom: SubjectArgs,
    /// 联系人姓名
    #[arg(long, value_name = "姓名", conflicts_with = "clear")]
    pub person: Option<String>,
    /// 电话
    #[arg(long, value_name = "电话", conflicts_with = "clear")]
    pub phone: Option<String>,
    /// 清除联系人
    #[arg(long)]
    pub clear: bool,
}

impl ContactArgs {
    /// Only looks.
    pub const fn lists(&self) -> bool {
        self.person.is_none() && self.phone.is_none() && !self.clear
    }
}

impl Run for ContactArgs {
    fn reads(&self) -> bool {
        self.lists()
    }

    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        let subject = self.whom.find(&desk.ledger)?;
        if self.lists() {
            return list(desk, subject.as_ref(), out);
        }
        let Some(subject) = subject else {
            anyhow::bail!("谁的联系人：请写协会的序号，或 --unit 单位");
        };
        let before = desk
            .ledger
            .contact(&subject)
            .map(|(known, _)| known.clone());
        // Only what is named changes: a new number does not lose the person.
        let person = self
            .person
            .clone()
            .or_else(|| before.as_ref().map(|known| known.person.to_string()));
        let phone = self
            .phone
            .clone()
            .or_else(|| before.map(|known| known.phone.into()));
        let command = if self.clear {
            Command::DropNote(NoteId {
                kind: NoteKind::Contact,
                subject: subject.clone(),
                number: 0,
            })
        } else {
            Command::Note {
                subject: subject.clone(),
                note: Note::contact(person.unwrap_or_default(), phone.unwrap_or_default()),
            }
        };
        let moment = desk.moment();
        let receipt = desk.session.execute(&mut desk.ledger, &command, moment)?;
        match desk.format() {
            Format::Table => Ok(writeln!(out, "{}", receipt.sentence())?),
            _ => list(desk, Some(&subject), out),
        }
    }
}

fn list(desk: &Desk, whose: Option<&Subject>, out: &mut dyn Write) -> anyhow::Result<()> {
    let rows = people::said(&desk.ledger, NoteKind::Contact, whose);
    let report = report::people::contacts(&desk.ledger, rows, desk.as_of);
    write_report(out, desk.format(), &report)
}
