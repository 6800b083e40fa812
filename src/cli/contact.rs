//! `tuogou contact`: who answers for a unit or an association.

use std::io::Write;

use clap::Args;

use super::output::write_report;
use super::subject::SubjectArgs;
use super::{Desk, Format};
use crate::domain::change::Subject;
use crate::domain::command::Command;
use crate::domain::fact::{Contact, Fact, FactKey};
use crate::report;
use crate::report::people::Said;

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

pub fn run(desk: &mut Desk, args: &ContactArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let subject = args.whom.find(&desk.ledger)?;
    if args.lists() {
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
    let person = args
        .person
        .clone()
        .or_else(|| before.as_ref().map(|known| known.person.clone()));
    let phone = args
        .phone
        .clone()
        .or_else(|| before.map(|known| known.phone));
    let contact = (!args.clear).then(|| Contact {
        person: person.unwrap_or_default(),
        phone: phone.unwrap_or_default(),
    });
    let command = Command::SetContact {
        subject: subject.clone(),
        contact,
    };
    let moment = desk.moment();
    let receipt = desk.session.execute(&mut desk.ledger, &command, moment)?;
    match desk.format {
        Format::Table => Ok(writeln!(out, "{}", receipt.sentence())?),
        _ => list(desk, Some(&subject), out),
    }
}

fn list(desk: &Desk, whose: Option<&Subject>, out: &mut dyn Write) -> anyhow::Result<()> {
    let facts = desk.ledger.facts();
    let contacts = facts.filter_map(|(key, record)| match (key, &record.fact) {
        (FactKey::Contact(subject), Fact::Contact(fact))
            if whose.is_none_or(|whose| whose == subject) =>
        {
            Some(Said {
                subject: subject.clone(),
                number: 1,
                fact,
                record,
            })
        }
        _ => None,
    });
    let report = report::people::contacts(&desk.ledger, contacts.collect(), desk.as_of);
    write_report(out, desk.format, &report)
}
