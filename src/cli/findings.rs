//! `tuogou findings`: everything that was found, ranked, and what was decided about it.

use std::io::Write;

use clap::{Args, Subcommand, ValueEnum};

use super::output::{write_recorded, write_report};
use super::{Desk, OutputFormat, Run};
use crate::app::find::{self, UnitChoice};
use crate::domain::command::Command;
use crate::domain::fact::{Verdict, VerdictKind};
use crate::domain::finding::{self, Kind, Scope};
use crate::report::findings;
use crate::text::cells::visible;

/// Arguments of `findings`.
#[derive(Debug, Args)]
pub struct FindingsArgs {
    /// 只看一类：units 单位沿革、roster 名册数据、notice 日期文字、forms 表间核对、order 节点次序、signals 明脱暗不脱、lookback 回头看
    /// ¦ Only one kind: units, roster, notice, forms, order, signals (decoupled on paper only),
    /// lookback
    #[arg(long, value_name = "类别", value_parser = kind, hide_possible_values = true)]
    pub kind: Option<Kind>,
    /// 只看这个协会：序号、名称或名称的一部分
    /// ¦ Only this association: number, name or part of it
    #[arg(long, value_name = "协会")]
    pub association: Option<String>,
    /// 只看这个业务主管单位和它的协会
    /// ¦ Only this supervising unit and its associations
    #[arg(long, value_name = "单位", conflicts_with = "association")]
    pub unit: Option<String>,
    /// 只列待处理的（默认）
    /// ¦ Only open ones (the default)
    #[arg(long)]
    pub open: bool,
    /// 连同已处理的，写明何人何时为何
    /// ¦ With those decided: by whom, when and why
    #[arg(long, conflicts_with = "open")]
    pub all: bool,
    /// Instead of the list.
    #[command(subcommand)]
    pub what: Option<FindingsCommand>,
}

/// Subcommands of `findings`.
#[derive(Debug, Subcommand)]
#[command(disable_help_flag = true)]
pub enum FindingsCommand {
    /// 处理一条问题：属实、已改、忽略或重开
    /// ¦ Decide about a finding: true, fixed, ignored or reopened
    Decide(DecideArgs),
}

/// Arguments of `findings decide`.
#[derive(Debug, Args)]
pub struct DecideArgs {
    /// 问题的编号，如 U01:开封市住房和建设局
    /// ¦ Id of the finding, such as U01:开封市住房和建设局
    #[arg(value_name = "编号")]
    pub id: String,
    /// accept 属实，fixed 已改，ignore 忽略（须写理由），reopen 重开
    /// ¦ accept (true), fixed, ignore (with a reason), reopen
    #[arg(value_name = "决定", hide_possible_values = true)]
    pub verdict: VerdictArg,
    /// 理由
    /// ¦ Reason
    #[arg(long, value_name = "文字", default_value = "")]
    pub reason: String,
}

/// What can be decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum VerdictArg {
    /// It is so.
    Accept,
    /// It was mended.
    Fixed,
    /// It does not matter.
    Ignore,
    Reopen,
}

impl VerdictArg {
    const fn kind(self) -> Option<VerdictKind> {
        match self {
            Self::Accept => Some(VerdictKind::Accepted),
            Self::Fixed => Some(VerdictKind::Fixed),
            Self::Ignore => Some(VerdictKind::Ignored),
            Self::Reopen => None,
        }
    }
}

fn kind(text: &str) -> Result<Kind, String> {
    let mut all = Kind::ALL.into_iter();
    all.find(|kind| kind.id() == text || kind.word() == text || kind.shown() == text)
        .ok_or_else(|| {
            let known = Kind::ALL.map(Kind::id).join(" ");
            t!(
                "没有类别「{}」，可用 {known}",
                "No kind \"{}\"; there are {known}",
                visible(text)
            )
        })
}

impl Run for FindingsArgs {
    fn reads(&self) -> bool {
        self.what.is_none()
    }

    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        if let Some(FindingsCommand::Decide(decide)) = &self.what {
            let filtered = self.kind.is_some() || self.association.is_some() || self.unit.is_some();
            anyhow::ensure!(
                !filtered && !self.open && !self.all,
                both!(
                    "findings decide 只用编号，不与筛选同用",
                    "findings decide takes only an id, no filters"
                )
            );
            return run_decide(desk, decide, out);
        }
        let ledger = &desk.ledger;
        let scope = match (&self.association, &self.unit) {
            (Some(text), _) => Scope::Association(find::association(ledger, text)?),
            (None, Some(text)) => Scope::Unit(match find::unit(ledger, text)? {
                UnitChoice::Unit(unit) => Some(unit),
                UnitChoice::Direct => None,
            }),
            (None, None) => Scope::Everything,
        };
        let mut found = finding::of(ledger, scope, desk.as_of);
        found.retain(|one| self.all || one.open(ledger));
        found.retain(|one| self.kind.is_none_or(|kind| one.kind == kind));
        let report = findings::report(ledger, found, desk.as_of);
        write_report(out, desk.format(), &report)?;
        if desk.format() == OutputFormat::Table {
            let back = report.rows.iter();
            let back = back.filter(|one| one.kind == Kind::LookBack).count();
            let others = report.rows.len() - back;
            writeln!(
                out,
                "{}",
                t!(
                    "共 {others} 条，另有回头看 {back} 条",
                    "{others} in all, and {back} from looking back"
                )
            )?;
        }
        Ok(())
    }
}

fn run_decide(desk: &mut Desk, args: &DecideArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let id = args.id.trim();
    let found = finding::of(&desk.ledger, Scope::Everything, desk.as_of);
    // One that is no longer found can still be opened again.
    let known = found.iter().any(|one| one.id == id) || desk.ledger.verdict(id).is_some();
    anyhow::ensure!(
        known,
        both!(
            "没有问题「{}」，请用 tuogou findings --all 查看编号",
            "No finding \"{}\"; see the ids with tuogou findings --all",
            visible(id)
        )
    );
    let command = Command::Decide {
        finding: id.to_owned(),
        verdict: args.verdict.kind().map(|kind| Verdict {
            kind,
            reason: args.reason.as_str().into(),
        }),
    };
    let moment = desk.moment();
    let receipt = desk.session.execute(&mut desk.ledger, &command, moment)?;
    let ledger = &desk.ledger;
    let one = found.into_iter().find(|one| one.id == id);
    let format = one.as_ref().map_or(OutputFormat::Table, |_| desk.format());
    let report = findings::report(ledger, one.into_iter().collect(), desk.as_of);
    write_recorded(out, format, &report, &receipt.sentence())
}
