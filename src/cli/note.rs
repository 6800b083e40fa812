//! `tuogou contact`, `remark` and `promise`: who answers for a unit or an association, what was
//! remarked about it, what it promised until when, and later dates that were agreed.

use std::io::Write;

use anyhow::{Context as _, bail, ensure};
use clap::Args;

use super::output::write_report;
use super::subject::{SaidArgs, SubjectArgs};
use super::{Desk, OutputFormat, Run};
use crate::app::people;
use crate::domain::change::Subject;
use crate::domain::command::Command;
use crate::domain::note::{Note, NoteId, NoteKind};
use crate::report;
use crate::text::typed_day::TypedDay;

/// Arguments of `contact`.
#[derive(Debug, Args)]
pub struct ContactArgs {
    #[command(flatten)]
    pub whom: SubjectArgs,
    /// 联系人姓名
    /// ¦ Name of the contact
    #[arg(long, value_name = "姓名", conflicts_with = "clear")]
    pub person: Option<String>,
    /// 电话
    /// ¦ Phone
    #[arg(long, value_name = "电话", conflicts_with = "clear")]
    pub phone: Option<String>,
    /// 清除联系人
    /// ¦ Clear the contact
    #[arg(long)]
    pub clear: bool,
}

/// Arguments of `remark`.
#[derive(Debug, Args)]
pub struct RemarkArgs {
    /// Whom, and what.
    #[command(flatten)]
    pub said: SaidArgs,
    /// 删除写错的一条，按列出的序次
    /// ¦ Delete a wrong one, by its number in the list
    #[arg(long, value_name = "序次")]
    pub clear: Option<usize>,
}

/// Arguments of `promise`.
#[derive(Debug, Args)]
pub struct PromiseArgs {
    /// Whom, and what.
    #[command(flatten)]
    pub said: SaidArgs,
    /// 何日前办到；不能早于基准日
    /// ¦ By which day; not before the as-of date
    #[arg(long, value_name = "日期", allow_hyphen_values = true)]
    pub due: Option<TypedDay>,
    /// 延期：这个节点改到 --due 所写的日期，内容为理由；计划日期不变
    /// ¦ Put off: this milestone to the day of --due, the text is the reason; the plan stays
    #[arg(long, value_name = "节点")]
    pub milestone: Option<String>,
    /// 已兑现：按列出的序次写 --kept=2；只有一条未兑现时可不写序次
    /// ¦ Kept: its number in the list, --kept=2; no number where one is open
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
    /// ¦ Day it was kept (the as-of date)
    #[arg(
        long,
        value_name = "日期",
        allow_hyphen_values = true,
        requires = "kept"
    )]
    pub on: Option<TypedDay>,
    /// 删除写错的一条，按列出的序次
    /// ¦ Delete a wrong one, by its number in the list
    #[arg(long, value_name = "序次", conflicts_with_all = ["due", "milestone"])]
    pub clear: Option<usize>,
}

impl Run for ContactArgs {
    /// Nothing is to be recorded.
    fn reads(&self) -> bool {
        self.person.is_none() && self.phone.is_none() && !self.clear
    }

    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        let kind = NoteKind::Contact;
        let subject = self.whom.find(&desk.ledger)?;
        if self.reads() {
            return list(desk, kind, subject.as_ref(), out);
        }
        let id = whose(kind, subject)?;
        let subject = id.subject.clone();
        let command = if self.clear {
            Command::DropNote(id)
        } else {
            // Only what is named changes: a new number does not lose the person.
            let mut note = match desk.ledger.contact(&subject) {
                Some((known, _)) => known.clone(),
                None => Note::new(kind),
            };
            if let Some(person) = &self.person {
                note.person = person.as_str().into();
            }
            if let Some(phone) = &self.phone {
                note.phone = phone.as_str().into();
            }
            Command::Note {
                subject: id.subject,
                note,
            }
        };
        record(desk, &command, (kind, &subject), out)
    }
}

impl Run for RemarkArgs {
    /// Nothing is to be recorded.
    fn reads(&self) -> bool {
        !self.said.says() && self.clear.is_none()
    }

    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        let kind = NoteKind::Remark;
        let (subject, text) = self.said.read(&desk.ledger)?;
        if self.reads() {
            return list(desk, kind, subject.as_ref(), out);
        }
        let id = whose(kind, subject)?;
        let subject = id.subject.clone();
        let command = match (text, self.clear) {
            (text, Some(at)) => cleared(desk, id, text, at)?,
            (text, None) => Command::Note {
                subject: id.subject,
                note: Note::remark(text.unwrap_or_default()),
            },
        };
        record(desk, &command, (kind, &subject), out)
    }
}

impl Run for PromiseArgs {
    /// Nothing is to be recorded.
    fn reads(&self) -> bool {
        !self.said.says() && self.kept.is_none() && self.clear.is_none() && self.due.is_none()
    }

    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        let kind = NoteKind::Promise;
        if self.reads() {
            let subject = self.said.whom.find(&desk.ledger)?;
            return list(desk, kind, subject.as_ref(), out);
        }
        let (subject, text) = self.said.read(&desk.ledger)?;
        let id = whose(kind, subject)?;
        let subject = id.subject.clone();
        let command = if let Some(at) = self.clear {
            cleared(desk, id, text, at)?
        } else if let Some(at) = self.kept {
            ensure!(
                text.is_none(),
                both!(
                    "--kept 登记兑现，不能同时写内容；序次写成 --kept=2",
                    "--kept says that a promise was kept and takes no text; write the number as --kept=2"
                )
            );
            Command::NoteDone {
                note: kept(desk, id, at)?,
                on: Some(desk.day(self.on)?),
            }
        } else {
            let (Some(text), Some(due_on)) = (text, self.due) else {
                bail!(both!(
                    "承诺须写内容和 --due 日期",
                    "A promise needs its text and the day, --due DATE"
                ));
            };
            let due_on = due_on.on(desk.as_of)?;
            let note = match &self.milestone {
                Some(milestone) => Note::extension(milestone, text, due_on),
                None => Note::promise(text, due_on),
            };
            Command::Note {
                subject: id.subject,
                note,
            }
        };
        record(desk, &command, (kind, &subject), out)
    }
}

/// The first note of somebody, who has to be named.
fn whose(kind: NoteKind, subject: Option<Subject>) -> anyhow::Result<NoteId> {
    let whose = match kind {
        NoteKind::Contact => s!("谁的联系人", "Whose contact"),
        NoteKind::Promise => s!("谁的承诺", "Whose promise"),
        _ => s!("关于谁", "About whom"),
    };
    let subject = subject.with_context(|| {
        both!(
            "{whose}：请写协会的序号，或 --unit 单位",
            "{whose}: give the number of the association, or --unit UNIT"
        )
    })?;
    Ok(NoteId::of(kind, subject))
}

/// Takes back the one that people call the n-th.
fn cleared(desk: &Desk, id: NoteId, text: Option<&str>, at: usize) -> anyhow::Result<Command> {
    ensure!(
        text.is_none(),
        both!(
            "--clear 删除一条，不能同时写内容",
            "--clear deletes one and takes no text"
        )
    );
    numbered(desk, id, at).map(Command::DropNote)
}

/// The one that people call the n-th; 0 is the only one that is open.
fn kept(desk: &Desk, id: NoteId, at: usize) -> anyhow::Result<NoteId> {
    if at > 0 {
        return numbered(desk, id, at);
    }
    let notes = desk.ledger.notes(&id.subject, id.kind).into_iter();
    let open: Vec<i64> = notes
        .filter(|(_, note, _)| note.done_on.is_none())
        .map(|(number, ..)| number)
        .collect();
    match open.as_slice() {
        [number] => Ok(NoteId {
            number: *number,
            ..id
        }),
        [] => bail!(both!("没有未兑现的承诺", "There are no open promises")),
        several => bail!(both!(
            "有 {} 条未兑现的承诺，请写明序次，如 --kept=1",
            "{} promises are open; say which, such as --kept=1",
            several.len()
        )),
    }
}

/// The one that people call the n-th, from 1.
pub(super) fn numbered(desk: &Desk, id: NoteId, at: usize) -> anyhow::Result<NoteId> {
    let notes = desk.ledger.notes(&id.subject, id.kind);
    let (word, count) = (id.kind.rules().word, notes.len());
    ensure!(count > 0, both!("还没有{word}", "There is no {word} yet"));
    let found = at.checked_sub(1).and_then(|at| notes.get(at));
    let number = found
        .with_context(|| {
            both!(
                "没有第 {at} 条{word}，共 {count} 条",
                "No {word} number {at}; there are {count}"
            )
        })?
        .0;
    Ok(NoteId { number, ..id })
}

/// Records what is asked for, and says or lists what there is now.
pub(super) fn record(
    desk: &mut Desk,
    command: &Command,
    (kind, subject): (NoteKind, &Subject),
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let moment = desk.moment();
    let receipt = desk.session.execute(&mut desk.ledger, command, moment)?;
    match desk.format() {
        OutputFormat::Table => Ok(writeln!(out, "{}", receipt.sentence())?),
        _ => list(desk, kind, Some(subject), out),
    }
}

/// Lists the notes of a kind, of everybody or of the one that is meant.
pub(super) fn list(
    desk: &Desk,
    kind: NoteKind,
    whose: Option<&Subject>,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let rows = people::said(&desk.ledger, kind, whose);
    let report = report::people::of_kind(&desk.ledger, kind, rows, desk.as_of);
    write_report(out, desk.format(), &report)
}
