//! `tuogou letters`, `visit`, `attend`, `confirm` and `reason`: what the office keeps of its own work: letters
//! sent, visits, who was at a meeting, what member bodies have checked, why an association is not done.

use std::io::Write;

use anyhow::{Context as _, ensure};
use chrono::NaiveDate;
use clap::Args;

use super::{Desk, Run, note, subject};
use crate::app::find;
use crate::domain::change::Subject;
use crate::domain::command::{Command, Title};
use crate::domain::ledger::Ledger;
use crate::domain::note::{Note, NoteId, NoteKind};
use crate::domain::round::{MemberBody, Scope};
use crate::text::typed_day::TypedDay;

/// Which one of a list, and what becomes of it.
#[derive(Debug, Args)]
pub struct SettleArgs {
    /// 已办结，按列出的序次
    /// ¦ Settled, by its number in the list
    #[arg(long, value_name = "序次", conflicts_with = "clear")]
    pub done: Option<usize>,
    /// 删除写错的一条，按列出的序次
    /// ¦ Delete a wrong one, by its number in the list
    #[arg(long, value_name = "序次")]
    pub clear: Option<usize>,
    /// 日期（默认基准日）
    /// ¦ Date (the as-of date)
    #[arg(long, value_name = "日期", allow_hyphen_values = true)]
    pub on: Option<TypedDay>,
}

impl SettleArgs {
    const fn is_none(&self) -> bool {
        self.done.is_none() && self.clear.is_none()
    }

    /// Records a note, or settles or takes back the one that is meant.
    fn run(
        &self,
        desk: &mut Desk,
        (kind, whose): (NoteKind, Subject),
        note: Option<Note>,
        out: &mut dyn Write,
    ) -> anyhow::Result<()> {
        let id = NoteId::of(kind, whose.clone());
        let command = match (note, self.clear) {
            (Some(note), _) => Command::Note {
                subject: whose.clone(),
                note,
            },
            (None, Some(at)) => Command::DropNote(note::numbered(desk, id, at)?),
            (None, None) => Command::NoteDone {
                note: note::numbered(desk, id, self.done.unwrap_or_default())?,
                on: Some(desk.day(self.on)?),
            },
        };
        note::record(desk, &command, (kind, &whose), out)
    }
}

/// The unit that was named, if any.
fn named(desk: &Desk, unit: Option<&str>) -> anyhow::Result<Option<Subject>> {
    unit.map(|unit| subject::unit(&desk.ledger, unit))
        .transpose()
}

/// The day that was named, if any.
fn by(desk: &Desk, day: Option<TypedDay>) -> anyhow::Result<Option<NaiveDate>> {
    Ok(day.map(|day| day.on(desk.as_of)).transpose()?)
}

/// Arguments of `letters`.
#[derive(Debug, Args)]
pub struct LettersArgs {
    /// 发给哪个业务主管单位；不写时为发给各单位的
    /// ¦ To which supervising unit; to all without it
    #[arg(long, value_name = "单位")]
    pub unit: Option<String>,
    /// 登记已发的一份：文书的种类，如 督办单、通报
    /// ¦ Record one that was sent: its kind, such as 督办单, 通报
    #[arg(long, value_name = "文书")]
    pub kind: Option<String>,
    /// 文号
    /// ¦ Number
    #[arg(long, value_name = "文号", requires = "kind")]
    pub number: Option<String>,
    /// 事由
    /// ¦ Matter
    #[arg(long, value_name = "事由", requires = "kind")]
    pub matter: Option<String>,
    /// 何日前回复
    /// ¦ Answer by
    #[arg(
        long,
        value_name = "日期",
        requires = "kind",
        allow_hyphen_values = true
    )]
    pub reply_by: Option<TypedDay>,
    #[command(flatten)]
    pub settle: SettleArgs,
}

impl Run for LettersArgs {
    fn reads(&self) -> bool {
        self.kind.is_none() && self.settle.is_none()
    }

    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        let kind = NoteKind::Letter;
        let unit = named(desk, self.unit.as_deref())?;
        if self.reads() {
            return note::list(desk, kind, unit.as_ref(), out);
        }
        let whose = unit.unwrap_or(Subject::City);
        let note = self.kind.as_deref().map(|word| {
            let note = Note {
                on: Some(desk.day(self.settle.on)?),
                title: word.into(),
                number: self.number.as_deref().unwrap_or_default().into(),
                text: self.matter.as_deref().unwrap_or_default().into(),
                due_on: by(desk, self.reply_by)?,
                ..Note::new(kind)
            };
            anyhow::Ok(note)
        });
        self.settle.run(desk, (kind, whose), note.transpose()?, out)
    }
}

/// Arguments of `visit`.
#[derive(Debug, Args)]
pub struct VisitArgs {
    /// 发现的情况
    /// ¦ What was found
    #[arg(value_name = "情况", requires = "unit")]
    pub found: Option<String>,
    /// 督导的单位；不写时列出全部
    /// ¦ The unit visited; lists all without it
    #[arg(long, value_name = "单位")]
    pub unit: Option<String>,
    /// 督导人
    /// ¦ Visitor
    #[arg(long, value_name = "姓名", requires = "found")]
    pub person: Option<String>,
    /// 何日前整改
    /// ¦ Mend by
    #[arg(
        long,
        value_name = "日期",
        requires = "found",
        allow_hyphen_values = true
    )]
    pub due: Option<TypedDay>,
    #[command(flatten)]
    pub settle: SettleArgs,
}

impl Run for VisitArgs {
    fn reads(&self) -> bool {
        self.found.is_none() && self.settle.is_none()
    }

    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        let kind = NoteKind::Visit;
        let unit = named(desk, self.unit.as_deref())?;
        if self.reads() {
            return note::list(desk, kind, unit.as_ref(), out);
        }
        let whose = unit.context(both!(
            "督导的是谁：请写 --unit 单位",
            "Whose visit: give --unit UNIT"
        ))?;
        let note = self.found.as_deref().map(|found| {
            let note = Note {
                on: Some(desk.day(self.settle.on)?),
                person: self.person.as_deref().unwrap_or_default().into(),
                text: found.into(),
                due_on: by(desk, self.due)?,
                ..Note::new(kind)
            };
            anyhow::Ok(note)
        });
        self.settle.run(desk, (kind, whose), note.transpose()?, out)
    }
}

/// Arguments of `attend`.
#[derive(Debug, Args)]
pub struct AttendArgs {
    /// 会议是哪个节点，如 M2；不写时列出全部
    /// ¦ Meeting of which milestone, such as M2; lists all without it
    #[arg(value_name = "节点")]
    pub milestone: Option<String>,
    /// 到会的业务主管单位，可写多次；节点按单位计的，同时登记为已完成
    /// ¦ Supervising unit that came, any number of times; marks the milestone where it is the
    /// unit's
    #[arg(long, value_name = "单位", requires = "milestone")]
    pub unit: Vec<String>,
    /// 到会的成员单位，可写多次
    /// ¦ Member body that came, any number of times
    #[arg(long, value_name = "成员单位", requires = "milestone")]
    pub body: Vec<String>,
    /// 到会的人
    /// ¦ Who came
    #[arg(long, value_name = "姓名", requires = "milestone")]
    pub person: Option<String>,
    /// 日期（默认基准日）
    /// ¦ Date (the as-of date)
    #[arg(long, value_name = "日期", allow_hyphen_values = true)]
    pub on: Option<TypedDay>,
}

impl Run for AttendArgs {
    fn reads(&self) -> bool {
        self.unit.is_empty() && self.body.is_empty()
    }

    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        let kind = NoteKind::Attendance;
        let Some(milestone) = self.milestone.as_deref().filter(|_| !self.reads()) else {
            return note::list(desk, kind, None, out);
        };
        let round = desk.ledger.round();
        let ix = round.milestone_ix(milestone);
        let ix = ix.with_context(|| both!("没有节点 {milestone}", "No milestone {milestone}"))?;
        let def = &round.milestones()[ix];
        let (id, scope) = (def.id.clone(), def.scope);
        ensure!(
            def.meets,
            both!(
                "{} 不开会，不登记到会",
                "{} has no meeting, nobody attends",
                def.heading()
            )
        );
        let on = desk.day(self.on)?;
        let there = |title: &str| Note {
            on: Some(on),
            number: id.as_str().into(),
            title: title.into(),
            person: self.person.as_deref().unwrap_or_default().into(),
            ..Note::new(kind)
        };
        let mut commands = Vec::new();
        for body in &self.body {
            commands.push(Command::Note {
                subject: Subject::City,
                note: there(&member(&desk.ledger, body)?.name),
            });
        }
        for unit in &self.unit {
            let subject = subject::unit(&desk.ledger, unit)?;
            if scope == Scope::Unit {
                commands.push(Command::Mark {
                    milestone: id.clone(),
                    subject: subject.clone(),
                    on,
                });
            }
            commands.push(Command::Note {
                subject,
                note: there(""),
            });
        }
        let command = Command::Batch {
            title: Title::Named(
                format!("{id} 到会 {} 个单位", self.unit.len() + self.body.len()).into(),
            ),
            commands,
        };
        note::record(desk, &command, (kind, &Subject::City), out)
    }
}

/// Arguments of `confirm`.
#[derive(Debug, Args)]
pub struct ConfirmArgs {
    /// 成员单位，如 市财政局；不写时列出全部
    /// ¦ Member body, such as 市财政局; lists all without it
    #[arg(value_name = "成员单位")]
    pub body: Option<String>,
    /// 核对的结果
    /// ¦ Result
    #[arg(value_name = "结果")]
    pub text: Option<String>,
    /// 核对人
    /// ¦ Who checked
    #[arg(long, value_name = "姓名", requires = "body")]
    pub person: Option<String>,
    /// 删除写错的一条，按列出的序次
    /// ¦ Delete a wrong one, by its number in the list
    #[arg(long, value_name = "序次", conflicts_with = "body")]
    pub clear: Option<usize>,
    /// 日期（默认基准日）
    /// ¦ Date (the as-of date)
    #[arg(long, value_name = "日期", allow_hyphen_values = true)]
    pub on: Option<TypedDay>,
}

impl Run for ConfirmArgs {
    fn reads(&self) -> bool {
        self.body.is_none() && self.clear.is_none()
    }

    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        let (kind, whose) = (NoteKind::Checked, Subject::City);
        if self.reads() {
            return note::list(desk, kind, None, out);
        }
        let on = desk.day(self.on)?;
        let command = match (&self.body, self.clear) {
            (_, Some(at)) => {
                let id = NoteId::of(kind, whose.clone());
                Command::DropNote(note::numbered(desk, id, at)?)
            }
            (body, None) => Command::Note {
                subject: whose.clone(),
                note: Note {
                    on: Some(on),
                    title: (&member(&desk.ledger, body.as_deref().unwrap_or_default())?.name)
                        .into(),
                    person: self.person.as_deref().unwrap_or_default().into(),
                    text: self.text.as_deref().unwrap_or_default().into(),
                    ..Note::new(kind)
                },
            },
        };
        note::record(desk, &command, (kind, &whose), out)
    }
}

/// Arguments of `reason`.
#[derive(Debug, Args)]
pub struct ReasonArgs {
    /// 协会：序号、名称或名称的一部分；不写时列出全部
    /// ¦ Association: number, name or part of it; lists all without it
    #[arg(value_name = "协会")]
    pub association: Option<String>,
    /// 未完成的原因：通用的写开头几个字即可，也可另写
    /// ¦ Why it is not done: the beginning of a known reason, or another one
    #[arg(value_name = "原因")]
    pub reason: Option<String>,
    /// 转入哪一批，如 第二批
    /// ¦ In which batch it goes on, such as 第二批
    #[arg(long, value_name = "批次", requires = "reason")]
    pub batch: Option<String>,
    /// 说明
    /// ¦ Note
    #[arg(long, value_name = "文字", requires = "reason")]
    pub text: Option<String>,
    /// 清除这家协会的原因
    /// ¦ Clear the reason of this association
    #[arg(long, requires = "association", conflicts_with = "reason")]
    pub clear: bool,
}

impl Run for ReasonArgs {
    fn reads(&self) -> bool {
        self.reason.is_none() && !self.clear
    }

    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        let kind = NoteKind::Reason;
        let named = self.association.as_deref();
        let named = named.map(|text| find::association(&desk.ledger, text));
        let subject = named.transpose()?.map(|ix| {
            let no = desk.ledger.associations()[ix].no;
            Subject::Association(no)
        });
        let Some(subject) = subject.clone().filter(|_| !self.reads()) else {
            return note::list(desk, kind, subject.as_ref(), out);
        };
        let command = match &self.reason {
            None => Command::DropNote(NoteId::of(kind, subject.clone())),
            Some(reason) => Command::Note {
                subject: subject.clone(),
                note: Note {
                    title: offered(&desk.ledger, reason).into(),
                    number: self.batch.as_deref().unwrap_or_default().into(),
                    text: self.text.as_deref().unwrap_or_default().into(),
                    ..Note::new(kind)
                },
            },
        };
        note::record(desk, &command, (kind, &subject), out)
    }
}

/// The reason that the round offers, where it begins so; else as it is written.
fn offered<'t>(ledger: &'t Ledger, text: &'t str) -> &'t str {
    let offered = &ledger.round().info.unfinished_reasons;
    let mut begin = offered.iter().filter(|one| one.starts_with(text));
    match (begin.next(), begin.next()) {
        (Some(one), None) if !text.is_empty() => one,
        _ => text,
    }
}

/// The member body that is meant, as the round calls it.
pub(super) fn member<'l>(ledger: &'l Ledger, text: &str) -> anyhow::Result<&'l MemberBody> {
    let bodies = &ledger.round().info.bodies;
    let exact = bodies
        .iter()
        .find(|body| body.ways().any(|way| way == text));
    let mut part = bodies
        .iter()
        .filter(|body| !text.is_empty() && body.name.contains(text));
    let found = exact.or_else(|| match (part.next(), part.next()) {
        (one, None) => one,
        _ => None,
    });
    let names = || {
        bodies
            .iter()
            .map(|body| body.name.as_str())
            .collect::<Vec<_>>()
            .join(s!("、", ", "))
    };
    found.with_context(|| {
        both!(
            "“{text}”不是成员单位，或不止一个；有 {}",
            "\"{text}\" is no member body, or more than one; there are {}",
            names()
        )
    })
}
