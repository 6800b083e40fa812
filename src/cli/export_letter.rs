//! `tuogou export letter`: reminders, circulars, weekly reports, the closing summary.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Desk;
use super::common::TargetArgs;
use super::export::{prepare, write_into};
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
    /// remind 催办单、督办单，circular 通报，weekly 周报，summary 总结，minutes 调度会纪要
    #[arg(value_name = "文书", hide_possible_values = true)]
    pub letter: LetterArg,
    /// 给这个业务主管单位的催办单，可写多次
    #[arg(long, value_name = "单位")]
    pub unit: Vec<String>,
    /// 给每个有逾期的单位各写一份催办单
    #[arg(long, conflicts_with = "unit")]
    pub all_late: bool,
    /// 催办单的回复日期（默认在基准日后几天，由本轮资料定）
    #[arg(long, value_name = "日期", allow_hyphen_values = true)]
    pub return_on: Option<TypedDay>,
    /// 周报从这一天算起（默认基准日前 7 天）
    #[arg(long, value_name = "日期", allow_hyphen_values = true)]
    pub since: Option<TypedDay>,
    /// 哪一天的调度会纪要（默认基准日）
    #[arg(long, value_name = "日期", allow_hyphen_values = true)]
    pub on: Option<TypedDay>,
    /// 发出：编上文号，写出后记入发文登记（tuogou letters）
    #[arg(long)]
    pub send: bool,
    #[command(flatten)]
    pub target: TargetArgs,
    /// 用本单位的模板（先用 tuogou templates export 写出，改好后用 templates check 检查）
    #[arg(long, value_name = "文件")]
    pub template: Option<PathBuf>,
}

/// Values of the letter's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LetterArg {
    /// 催办单、督办单
    #[value(alias = "催办单", alias = "督办单")]
    Remind,
    /// 通报
    #[value(alias = "通报")]
    Circular,
    /// 周报
    #[value(alias = "周报")]
    Weekly,
    /// 总结
    #[value(alias = "总结")]
    Summary,
    /// 调度会纪要
    #[value(alias = "纪要")]
    Minutes,
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

/// Writes the letters that are asked for.
pub fn run(desk: &mut Desk, args: &ExportLetterArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let remind = args.letter == LetterArg::Remind;
    anyhow::ensure!(
        remind || (args.unit.is_empty() && !args.all_late && args.return_on.is_none()),
        "--unit、--all-late、--return-on 只用于催办单（remind）"
    );
    anyhow::ensure!(
        args.letter == LetterArg::Weekly || args.since.is_none(),
        "--since 只用于周报（weekly）"
    );
    anyhow::ensure!(
        args.letter == LetterArg::Minutes || args.on.is_none(),
        "--on 只用于调度会纪要（minutes）"
    );
    anyhow::ensure!(
        !remind || args.all_late || !args.unit.is_empty(),
        "催办单写给谁：请写 --unit 单位，或 --all-late"
    );
    let whose = if remind {
        Whose::Units(units(&desk.ledger, args)?)
    } else {
        Whose::City
    };
    let day = |typed: Option<TypedDay>| typed.map(|day| day.on(desk.as_of)).transpose();
    let letter = LetterOptions {
        template: args.template.as_deref().map(read_template).transpose()?,
        return_on: day(args.return_on)?,
        since: day(args.since)?,
        on: day(args.on)?,
        send: args.send,
    };
    let mut files = prepare(desk, args.letter.id(), whose, letter)?;
    if !args.all_late {
        for sentence in &files.left_out {
            writeln!(out, "{sentence}")?;
        }
    }
    if files.names.is_empty() {
        let as_of = desk.as_of;
        writeln!(out, "基准日 {as_of} 没有需要催办的事项，没有写出文件")?;
        return Ok(());
    }
    let TargetArgs { out: folder, force } = &args.target;
    let sent = std::mem::take(&mut files.sent);
    write_into(desk, files, folder, *force, out, |_, _| {})?;
    let gaps = head::gaps(&desk.ledger);
    if !gaps.is_empty() {
        let gaps = gaps.join("、");
        writeln!(
            out,
            "办公室的{gaps}没有登记，文书里留了空；用 tuogou office 登记"
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
    if args.all_late {
        return Ok(ledger.units().keys().collect());
    }
    let mut units = Vec::new();
    for text in &args.unit {
        let UnitChoice::Unit(unit) = find::unit(ledger, text)? else {
            anyhow::bail!("{text} 是登记方式，不是单位，没有可催办的对象");
        };
        if !units.contains(&unit) {
            units.push(unit);
        }
    }
    Ok(units)
}
