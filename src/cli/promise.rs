//! `tuogou promise`: what a unit or an association promised until when, and later dates that
//! were agreed for a milestone.

use std::io::Write;

use chrono::NaiveDate;
use clap::Args;

use super::output::write_report;
use super::subject::SaidArgs;
use super::{Desk, Format, Run};
use crate::app::clock::parse_date;
use crate::app::people::{self, numbered};
use crate::domain::change::Subject;
use crate::domain::command::Command;
use crate::domain::note::{Note, NoteId, NoteKind};
use crate::report;

/// Arguments of `promise`.
#[derive(Debug, Args)]
pub struct PromiseArgs {
    /// Whom, and what.
    #[command(flatten)]
    pub said: SaidArgs,
    /// 何日前办到；不能早于基准日
    #[arg(long, value_name = "日期", value_parser = parse_date)]
    pub due: Option<NaiveDate>,
    /// 延期：这个节点改到 --due 所写的日期，内容为理由；计划日期不变
    #[arg(long, value_name = "节点")]
    pub milestone: Option<String>,
    /// 已兑现：按列出的序次写 --kept=2；只有一条未兑现时可不写序次
    #[arg(
        long,
        value_name = "序次",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "0",
        conflicts_with_all = ["due", "milestone", "clear"]
    )]
    pub kept: Option<usize>,
    /// 兑现的日期（默认基准日）
    #[arg(long, value_name = "日期", value_parser = parse_date, requires = "kept")]
    pub on: Option<NaiveDate>,
    /// 删除写错的一条，按列出的序次
    #[arg(long, value_name = "序次", conflicts_with_all = ["due", "milestone"])]
    pub clear: Option<usize>,
}

impl PromiseArgs {
    /// Only looks.
    pub const fn lists(&self) -> bool {
        !self.said.says() && self.kept.is_none() && self.clear.is_none() && self.due.is_none()
    }
}

impl Run for PromiseArgs {
    fn reads(&self) -> bool {
        self.lists()
    }

    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        if self.lists() {
            let subject = self.said.whom.find(&desk.ledger)?;
            return list(desk, subject.as_ref(), out);
        }
        let (subject, text) = self.said.read(&desk.ledger)?;
        let Some(subject) = subject else {
            anyhow::bail!("谁的承诺：请写协会的序号，或 --unit 单位");
        };
        let command = command(desk, self, subject.clone(), text)?;
        let moment = desk.moment();
        let receipt = desk.session.execute(&mut desk.ledger, &command, moment)?;
        match desk.format() {
            Format::Table => Ok(writeln!(out, "{}", receipt.sentence())?),
            _ => list(desk, Some(&subject), out),
        }
    }
}

fn command(
    desk: &Desk,
    args: &PromiseArgs,
    subject: Subject,
    text: Option<&str>,
) -> anyhow::Result<Command> {
    let promise = |number| NoteId {
        kind: NoteKind::Promise,
        subject: subject.clone(),
        number,
    };
    let promises = desk.ledger.notes(&subject, NoteKind::Promise);
    if let Some(at) = args.clear {
        anyhow::ensure!(text.is_none(), "--clear 删除一条，不能同时写内容");
        let number = numbered(&promises, at, "承诺", |one| one.0)?;
        return Ok(Command::DropNote(promise(number)));
    }
    if let Some(at) = args.kept {
        anyhow::ensure!(
            text.is_none(),
            "--kept 登记兑现，不能同时写内容；序次写成 --kept=2"
        );
        let open: Vec<_> = promises
            .iter()
            .filter(|one| one.1.done_on.is_none())
            .collect();
        let number = match (at, open.as_slice()) {
            (0, [only]) => only.0,
            (0, []) => anyhow::bail!("没有未兑现的承诺"),
            (0, many) => anyhow::bail!("有 {} 条未兑现的承诺，请写明序次，如 --kept=1", many.len()),
            (at, _) => numbered(&promises, at, "承诺", |one| one.0)?,
        };
        let on = Some(args.on.unwrap_or(desk.as_of));
        return Ok(Command::NoteDone {
            note: promise(number),
            on,
        });
    }
    let (Some(text), Some(due_on)) = (text, args.due) else {
        anyhow::bail!("承诺须写内容和 --due 日期");
    };
    let note = match &args.milestone {
        Some(id) => Note::extension(id, text, due_on),
        None => Note::promise(text, due_on),
    };
    Ok(Command::Note { subject, note })
}

fn list(desk: &Desk, whose: Option<&Subject>, out: &mut dyn Write) -> anyhow::Result<()> {
    let rows = people::said(&desk.ledger, NoteKind::Promise, whose);
    let report = report::people::promises(&desk.ledger, rows, desk.as_of);
    write_report(out, desk.format(), &report)
}
