//! `tuogou export letter`: reminders, circulars, weekly reports, the closing summary.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, ValueEnum};

use super::Desk;
use super::common::TargetArgs;
use super::export::{prepare, write_into};
use super::register;
use crate::app::clock;
use crate::app::export::{LetterOptions, SentLetter, Whose, read_template};
use crate::app::find::{self, UnitChoice};
use crate::domain::command::{Command, Title};
use crate::domain::id::UnitIx;
use crate::domain::ledger::Ledger;
use crate::exchange::letter::head;
use crate::exchange::report::ReportMade;
use crate::text::typed_day::TypedDay;

/// Arguments of `export letter`.
#[derive(Debug, Args)]
pub struct ExportLetterArgs {
    /// remind 催办单、督办单，circular 通报，weekly 周报，summary 总结，minutes 调度会纪要，approval 批复，check 致成员单位的核对函，meeting 会议通知和签到表
    /// ¦ remind, circular, weekly report, summary, minutes, approval, check (letter to member
    /// bodies), meeting (invitation and attendance list)
    #[arg(value_name = "文书", hide_possible_values = true)]
    pub letter: LetterArg,
    /// 给这个业务主管单位的催办单或批复，只写它的调度会纪要，可写多次
    /// ¦ Reminder or approval for this supervising unit, minutes about it, any number of times
    #[arg(long, value_name = "单位")]
    pub unit: Vec<String>,
    /// 给每个有逾期的单位各写一份催办单
    /// ¦ A reminder for each unit that is late
    #[arg(long, conflicts_with = "unit")]
    pub all_late: bool,
    /// 催办单的回复日期（默认在基准日后几天，由本轮资料定）
    /// ¦ Day by which to answer a reminder (some days after the as-of date without it)
    #[arg(long, value_name = "日期", allow_hyphen_values = true)]
    pub return_on: Option<TypedDay>,
    /// 周报从这一天算起（默认基准日前 7 天）
    /// ¦ First day of the weekly report (7 days before the as-of date)
    #[arg(long, value_name = "日期", allow_hyphen_values = true)]
    pub since: Option<TypedDay>,
    /// 哪一天的调度会纪要（默认基准日）
    /// ¦ Minutes of the meeting on this day (the as-of date)
    #[arg(long, value_name = "日期", allow_hyphen_values = true)]
    pub on: Option<TypedDay>,
    /// 核对函只给这个成员单位，可写多次（默认每个一份）
    /// ¦ Only for this member body, any number of times (each of them)
    #[arg(long, value_name = "成员单位")]
    pub body: Vec<String>,
    /// 哪个节点的会议（默认每个开会的节点一份）
    /// ¦ The meeting of this milestone (each that has one)
    #[arg(long, value_name = "节点")]
    pub milestone: Option<String>,
    /// 发出：编上文号，写出后记入发文登记（tuogou letters）
    /// ¦ Send: gives numbers and records the letters (tuogou letters)
    #[arg(long)]
    pub send: bool,
    #[command(flatten)]
    pub target: TargetArgs,
    /// 用本单位的模板（先用 tuogou templates export 写出，改好后用 templates check 检查）
    /// ¦ Use a template of your own (write it with tuogou templates export, check it with templates
    /// check)
    #[arg(long, value_name = "文件")]
    pub template: Option<PathBuf>,
}

/// Values of the letter's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LetterArg {
    /// 催办单、督办单
    /// ¦ reminders
    #[value(alias = "催办单", alias = "督办单")]
    Remind,
    /// 通报
    /// ¦ circular
    #[value(alias = "通报")]
    Circular,
    /// 周报
    /// ¦ weekly report
    #[value(alias = "周报")]
    Weekly,
    /// 总结
    /// ¦ summary
    #[value(alias = "总结")]
    Summary,
    /// 调度会纪要
    /// ¦ minutes
    #[value(alias = "纪要")]
    Minutes,
    /// 批复
    /// ¦ approval
    #[value(alias = "批复")]
    Approval,
    /// 成员单位核对函
    /// ¦ letters to member bodies
    #[value(alias = "核对函")]
    Check,
    /// 会议通知、签到表
    /// ¦ invitation, attendance list
    #[value(alias = "会议通知")]
    Meeting,
}

impl LetterArg {
    /// The name of its kind.
    const fn id(self) -> &'static str {
        match self {
            Self::Remind => "remind",
            Self::Circular => "circular",
            Self::Weekly => "weekly",
            Self::Summary => "summary",
            Self::Minutes => "minutes",
            Self::Approval => "approval",
            Self::Check => "check",
            Self::Meeting => "meeting",
        }
    }
}

/// Who writes, and when, in the user's time zone.
pub(super) fn made(desk: &Desk) -> ReportMade {
    ReportMade {
        by: desk.session.by().to_owned(),
        at: clock::local_minute(clock::now()),
        code: desk.session.head().code().to_string(),
    }
}

/// Each option belongs to some of the letters.
fn fit_together(args: &ExportLetterArgs) -> anyhow::Result<()> {
    let letter = args.letter;
    let (remind, approval) = (letter == LetterArg::Remind, letter == LetterArg::Approval);
    let (check, minutes) = (letter == LetterArg::Check, letter == LetterArg::Minutes);
    anyhow::ensure!(
        remind
            || ((approval || minutes || args.unit.is_empty())
                && !args.all_late
                && (check || args.return_on.is_none())),
        both!(
            "--unit、--all-late、--return-on 只用于催办单（remind）",
            "--unit, --all-late and --return-on are only for reminders (remind)"
        )
    );
    anyhow::ensure!(
        check || args.body.is_empty(),
        both!(
            "--body 只用于成员单位核对函（check）",
            "--body is only for letters to member bodies (check)"
        )
    );
    anyhow::ensure!(
        letter == LetterArg::Meeting || args.milestone.is_none(),
        both!(
            "--milestone 只用于会议通知（meeting）",
            "--milestone is only for invitations (meeting)"
        )
    );
    anyhow::ensure!(
        !approval || !args.send,
        both!(
            "批复的文号用 tuogou approve 登记，不用 --send",
            "Numbers of approvals are recorded with tuogou approve, not with --send"
        )
    );
    anyhow::ensure!(
        letter == LetterArg::Weekly || args.since.is_none(),
        both!(
            "--since 只用于周报（weekly）",
            "--since is only for weekly reports (weekly)"
        )
    );
    anyhow::ensure!(
        letter == LetterArg::Minutes || args.on.is_none(),
        both!(
            "--on 只用于调度会纪要（minutes）",
            "--on is only for minutes (minutes)"
        )
    );
    anyhow::ensure!(
        !remind || args.all_late || !args.unit.is_empty(),
        both!(
            "催办单写给谁：请写 --unit 单位，或 --all-late",
            "Remind whom: give --unit UNIT or --all-late"
        )
    );
    Ok(())
}

/// Writes the letters that are asked for.
pub fn run(desk: &mut Desk, args: &ExportLetterArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    fit_together(args)?;
    let approval = args.letter == LetterArg::Approval;
    let whose = match args.letter {
        LetterArg::Minutes if args.unit.is_empty() => Whose::City,
        LetterArg::Remind | LetterArg::Approval | LetterArg::Minutes => {
            Whose::Units(units(&desk.ledger, args)?)
        }
        _ => Whose::City,
    };
    let day = |typed: Option<TypedDay>| typed.map(|day| day.on(desk.as_of)).transpose();
    let bodies = args.body.iter();
    let bodies = bodies.map(|body| Ok(register::member(&desk.ledger, body)?.name.clone()));
    let round = desk.ledger.round();
    let milestone = args.milestone.as_deref().map(|id| {
        let ix = round.milestone_ix(id);
        let ix = ix.with_context(|| both!("没有节点 {id}", "No milestone {id}"))?;
        let def = &round.milestones()[ix];
        anyhow::ensure!(
            def.meets,
            both!(
                "{} 不开会，没有会议通知",
                "{} has no meeting, so no invitation",
                def.heading()
            )
        );
        Ok(ix)
    });
    let milestone = milestone.transpose()?;
    let letter = LetterOptions {
        template: args.template.as_deref().map(read_template).transpose()?,
        return_on: day(args.return_on)?,
        since: day(args.since)?,
        on: day(args.on)?,
        bodies: bodies.collect::<anyhow::Result<_>>()?,
        milestone,
        send: args.send,
    };
    let mut files = prepare(desk, args.letter.id(), whose, letter)?;
    if !args.all_late && !args.unit.is_empty() {
        for sentence in &files.left_out {
            writeln!(out, "{sentence}")?;
        }
    }
    if files.names.is_empty() {
        let as_of = desk.as_of;
        let what = if approval {
            s!("登记了文号的批复", "approvals with a number")
        } else {
            s!("需要催办的事项", "matters to remind of")
        };
        writeln!(
            out,
            "{}",
            t!(
                "基准日 {as_of} 没有{what}，没有写出文件",
                "As of {as_of} there are no {what}; no file was written"
            )
        )?;
        return Ok(());
    }
    let TargetArgs { out: folder, force } = &args.target;
    let sent = std::mem::take(&mut files.sent);
    write_into(desk, files, folder, *force, out, |_, _| {})?;
    let gaps = head::gaps(&desk.ledger);
    if !gaps.is_empty() {
        let gaps = gaps.join(s!("、", ", "));
        writeln!(
            out,
            "{}",
            t!(
                "办公室的{gaps}没有登记，文书里留了空；用 tuogou office 登记",
                "The office's {gaps} is not recorded and was left blank in the letters; record it with tuogou office"
            )
        )?;
    }
    if args.send {
        record(desk, sent, out)?;
    }
    Ok(())
}

/// Keeps what was sent.
fn record(desk: &mut Desk, sent: Vec<SentLetter>, out: &mut dyn Write) -> anyhow::Result<()> {
    let title = format!("发文 {} 份", sent.len());
    let commands = sent.into_iter().map(|letter| Command::Note {
        subject: letter.to,
        note: letter.note,
    });
    let command = Command::Batch {
        title: Title::Named(title.into()),
        commands: commands.collect(),
    };
    let moment = desk.moment();
    let receipt = desk.session.execute(&mut desk.ledger, &command, moment)?;
    Ok(writeln!(out, "{}", receipt.sentence())?)
}

fn units(ledger: &Ledger, args: &ExportLetterArgs) -> anyhow::Result<Vec<UnitIx>> {
    if args.all_late || args.unit.is_empty() {
        return Ok(ledger.units().keys().collect());
    }
    let mut units = Vec::new();
    for text in &args.unit {
        let UnitChoice::Unit(unit) = find::unit(ledger, text)? else {
            anyhow::bail!(both!(
                "{text} 是登记方式，不是单位，没有可催办的对象",
                "{text} is a way of registration, not a unit; nobody to remind"
            ));
        };
        if !units.contains(&unit) {
            units.push(unit);
        }
    }
    Ok(units)
}
