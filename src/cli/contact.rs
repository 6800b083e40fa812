//! `tuogou contact`: who answers for a unit or an association.

use std::io::Write;

use chrono::{DateTime, Utc};
use clap::Args;
use serde::Serialize;

use super::output::Align::{Left, Right};
use super::output::write_list;
use super::subject::{SubjectArgs, named};
use super::{Desk, Format};
use crate::app::clock::local_minute;
use crate::domain::change::Subject;
use crate::domain::command::Command;
use crate::domain::fact::{Contact, Fact, FactKey};

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

/// A contact, for programs.
#[derive(Serialize)]
struct Line {
    /// 序号; null for a unit.
    no: Option<u32>,
    name: String,
    person: String,
    phone: String,
    by: String,
    at: DateTime<Utc>,
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
    let lines: Vec<Line> = desk
        .ledger
        .facts()
        .filter_map(|(key, record)| match (key, &record.fact) {
            (FactKey::Contact(subject), Fact::Contact(contact))
                if whose.is_none_or(|whose| whose == subject) =>
            {
                let (no, name) = named(desk, subject);
                Some(Line {
                    no,
                    name,
                    person: contact.person.clone(),
                    phone: contact.phone.clone(),
                    by: record.by.clone(),
                    at: record.at,
                })
            }
            _ => None,
        })
        .collect();
    let rows: Vec<Vec<String>> = lines
        .iter()
        .map(|line| {
            vec![
                line.no.map_or_else(String::new, |no| no.to_string()),
                line.name.clone(),
                line.person.clone(),
                line.phone.clone(),
                line.by.clone(),
                local_minute(line.at),
            ]
        })
        .collect();
    let columns = [
        ("序号", Right),
        ("单位或协会", Left),
        ("联系人", Left),
        ("电话", Left),
        ("经办", Left),
        ("登记时间", Left),
    ];
    write_list(out, desk.format, &lines, &columns, &rows)
}
