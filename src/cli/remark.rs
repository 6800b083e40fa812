//! `tuogou remark`: remarks with their days about a unit or an association.

use std::io::Write;

use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;

use super::output::Align::{Left, Right};
use super::output::write_list;
use super::subject::{SaidArgs, named};
use super::{Desk, Format};
use crate::app::people::{self, numbered};
use crate::domain::change::Subject;
use crate::domain::command::Command;

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

/// A remark, for programs.
#[derive(Serialize)]
struct Line {
    /// 序号; null for a unit.
    no: Option<u32>,
    name: String,
    /// Which of its remarks, from 1.
    number: usize,
    on: NaiveDate,
    text: String,
    by: String,
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
    let mut lines = Vec::new();
    for subject in people::subjects(&desk.ledger, whose) {
        let (no, name) = named(desk, &subject);
        for (at, (_, remark, record)) in desk.ledger.remarks(&subject).into_iter().enumerate() {
            lines.push(Line {
                no,
                name: name.clone(),
                number: at + 1,
                on: remark.on,
                text: remark.text.clone(),
                by: record.by.clone(),
            });
        }
    }
    let rows: Vec<Vec<String>> = lines
        .iter()
        .map(|line| {
            vec![
                line.no.map_or_else(String::new, |no| no.to_string()),
                line.name.clone(),
                line.number.to_string(),
                line.on.to_string(),
                line.text.clone(),
                line.by.clone(),
            ]
        })
        .collect();
    let columns = [
        ("序号", Right),
        ("单位或协会", Left),
        ("序次", Right),
        ("日期", Left),
        ("备注", Left),
        ("经办", Left),
    ];
    write_list(out, desk.format, &lines, &columns, &rows)
}
