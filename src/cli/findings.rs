//! `tuogou findings`: everything that was found, ranked, and what was decided about it.

use std::io::Write;

use chrono::{DateTime, NaiveDate, Utc};
use clap::{Args, Subcommand, ValueEnum};
use serde::Serialize;

use super::output::Align::{Left, Right};
use super::output::{write_json, write_list};
use super::{Desk, Format};
use crate::app::find::{self, UnitChoice};
use crate::domain::command::Command;
use crate::domain::fact::{Verdict, VerdictKind};
use crate::domain::finding::{
    self, Decision, Finding, Kind, Proposal, Reason, Scope, Severity, Side,
};
use crate::domain::id::PrintedIx;
use crate::domain::ledger::Ledger;
use crate::text::cells::visible;

/// Arguments of `findings`.
#[derive(Debug, Args)]
pub struct FindingsArgs {
    /// 只看一类：units 单位沿革、roster 名册数据、notice 日期文字、forms 表间核对、order 节点次序、signals 明脱暗不脱、lookback 回头看
    #[arg(long, value_name = "类别", value_parser = kind, hide_possible_values = true)]
    pub kind: Option<Kind>,
    /// 只看这个协会：序号、名称或名称的一部分
    #[arg(long, value_name = "协会")]
    pub association: Option<String>,
    /// 只看这个业务主管单位和它的协会
    #[arg(long, value_name = "单位", conflicts_with = "association")]
    pub unit: Option<String>,
    /// 只列待处理的（默认）
    #[arg(long)]
    pub open: bool,
    /// 连同已处理的，写明何人何时为何
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
    Decide(DecideArgs),
}

/// Arguments of `findings decide`.
#[derive(Debug, Args)]
pub struct DecideArgs {
    /// 问题的编号，如 U01:开封市住房和建设局
    #[arg(value_name = "编号")]
    pub id: String,
    /// accept 属实，fixed 已改，ignore 忽略（须写理由），reopen 重开
    #[arg(value_name = "决定", hide_possible_values = true)]
    pub verdict: VerdictArg,
    /// 理由
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
    /// Open again.
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
    all.find(|kind| kind.id() == text || kind.word() == text)
        .ok_or_else(|| {
            let known = Kind::ALL.map(Kind::id).join(" ");
            format!("没有类别「{}」，可用 {known}", visible(text))
        })
}

#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    rule: &'a str,
    kind: Kind,
    severity: Severity,
    no: Option<u32>,
    subject: String,
    message: &'a str,
    score: u32,
    reasons: &'a [Reason],
    sides: &'a [Side],
    source: &'a str,
    advice: &'a str,
    proposal: Option<ProposalLine>,
    open: bool,
    decision: Option<DecisionLine>,
}

/// What was decided.
#[derive(Serialize)]
struct DecisionLine {
    verdict: VerdictKind,
    reason: String,
    by: String,
    at: DateTime<Utc>,
    on: NaiveDate,
    /// Changed since, and open again.
    overtaken: bool,
}

impl From<Decision<'_>> for DecisionLine {
    fn from(decision: Decision<'_>) -> Self {
        Self {
            verdict: decision.kind,
            reason: decision.reason.to_owned(),
            by: decision.by.to_owned(),
            at: decision.at,
            on: decision.on,
            overtaken: decision.overtaken,
        }
    }
}

/// What is proposed, by names.
#[derive(Serialize)]
struct ProposalLine {
    merge: Option<String>,
    into: Option<String>,
    split: Option<String>,
}

impl ProposalLine {
    fn new(ledger: &Ledger, proposal: &Proposal) -> Self {
        let name = |ix: PrintedIx| Some(ledger.printed_units()[ix].name.to_string());
        match proposal {
            Proposal::Merge { printed, into } => Self {
                merge: name(*printed),
                into: Some(into.clone()),
                split: None,
            },
            Proposal::Split(printed) => Self {
                merge: None,
                into: None,
                split: name(*printed),
            },
        }
    }
}

/// The same in one row of a CSV.
#[derive(Serialize)]
struct FlatLine<'a> {
    id: &'a str,
    rule: &'a str,
    kind: Kind,
    severity: Severity,
    no: Option<u32>,
    subject: String,
    message: &'a str,
    score: u32,
    reasons: String,
    sides: String,
    source: &'a str,
    advice: &'a str,
    open: bool,
    verdict: Option<VerdictKind>,
    reason: &'a str,
    by: &'a str,
}

pub fn run(desk: &mut Desk, args: &FindingsArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    if let Some(FindingsCommand::Decide(decide)) = &args.what {
        let filtered = args.kind.is_some() || args.association.is_some() || args.unit.is_some();
        anyhow::ensure!(
            !filtered && !args.open && !args.all,
            "findings decide 只用编号，不与筛选同用"
        );
        return run_decide(desk, decide, out);
    }
    let ledger = &desk.ledger;
    let scope = match (&args.association, &args.unit) {
        (Some(text), _) => Scope::Association(find::association(ledger, text)?),
        (None, Some(text)) => Scope::Unit(match find::unit(ledger, text)? {
            UnitChoice::Unit(unit) => Some(unit),
            UnitChoice::Direct => None,
        }),
        (None, None) => Scope::Everything,
    };
    let mut found = finding::of(ledger, scope, desk.as_of);
    found.retain(|one| args.all || one.open(ledger));
    found.retain(|one| args.kind.is_none_or(|kind| one.kind == kind));
    match desk.format {
        Format::Json => {
            let lines: Vec<Line<'_>> = found.iter().map(|one| line(ledger, one)).collect();
            write_list(out, Format::Json, &lines, &[], &[])
        }
        Format::Csv => {
            let lines: Vec<FlatLine<'_>> = found.iter().map(|one| flat(ledger, one)).collect();
            write_list(out, Format::Csv, &lines, &[], &[])
        }
        Format::Table => {
            let rows: Vec<Vec<String>> = found.iter().map(|one| row(ledger, one)).collect();
            let columns = [
                ("编号", Left),
                ("程度", Left),
                ("类别", Left),
                ("分", Right),
                ("处理", Left),
                ("对象", Left),
                ("问题", Left),
            ];
            write_list::<FlatLine<'_>>(out, Format::Table, &[], &columns, &rows)?;
            let back = found
                .iter()
                .filter(|one| one.kind == Kind::LookBack)
                .count();
            writeln!(out, "共 {} 条，另有回头看 {back} 条", found.len() - back)?;
            Ok(())
        }
    }
}

fn run_decide(desk: &mut Desk, args: &DecideArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let id = args.id.trim();
    let found = finding::of(&desk.ledger, Scope::Everything, desk.as_of);
    // One that is no longer found can still be opened again.
    let known = found.iter().any(|one| one.id == id) || desk.ledger.verdict(id).is_some();
    anyhow::ensure!(
        known,
        "没有问题「{}」，请用 tuogou findings --all 查看编号",
        visible(id)
    );
    let command = Command::Decide {
        finding: id.to_owned(),
        verdict: args.verdict.kind().map(|kind| Verdict {
            kind,
            reason: args.reason.clone(),
        }),
    };
    let moment = desk.moment();
    let receipt = desk.session.execute(&mut desk.ledger, &command, moment)?;
    let ledger = &desk.ledger;
    let one = found.iter().find(|one| one.id == id);
    match (desk.format, one) {
        (Format::Json, Some(one)) => write_json(out, &line(ledger, one)),
        (Format::Csv, Some(one)) => write_list(out, Format::Csv, &[flat(ledger, one)], &[], &[]),
        _ => Ok(writeln!(out, "{}", receipt.sentence())?),
    }
}

fn line<'a>(ledger: &Ledger, one: &'a Finding) -> Line<'a> {
    Line {
        id: &one.id,
        rule: &one.rule,
        kind: one.kind,
        severity: one.severity,
        no: one.number(ledger),
        subject: one.subject(ledger),
        message: &one.message,
        score: one.score,
        reasons: &one.reasons,
        sides: &one.sides,
        source: &one.source,
        advice: &one.advice,
        proposal: one.proposal.as_ref().map(|p| ProposalLine::new(ledger, p)),
        open: one.open(ledger),
        decision: one.decision(ledger).map(DecisionLine::from),
    }
}

fn flat<'a>(ledger: &'a Ledger, one: &'a Finding) -> FlatLine<'a> {
    let reasons = one.reasons.iter();
    let reasons = reasons.map(|reason| format!("{} {}", reason.weight, reason.message));
    let decision = one.decision(ledger);
    let sides = one.sides.iter();
    let sides = sides.map(|side| format!("{}：{}（{}）", side.label, side.value, side.at));
    FlatLine {
        id: &one.id,
        rule: &one.rule,
        kind: one.kind,
        severity: one.severity,
        no: one.number(ledger),
        subject: one.subject(ledger),
        message: &one.message,
        score: one.score,
        reasons: reasons.collect::<Vec<_>>().join("；"),
        sides: sides.collect::<Vec<_>>().join("；"),
        source: &one.source,
        advice: &one.advice,
        open: one.open(ledger),
        verdict: decision.map(|decision| decision.kind),
        reason: decision.map_or("", |decision| decision.reason),
        by: decision.map_or("", |decision| decision.by),
    }
}

fn row(ledger: &Ledger, one: &Finding) -> Vec<String> {
    let score = if one.score > 0 {
        one.score.to_string()
    } else {
        String::new()
    };
    vec![
        one.id.clone(),
        one.severity.word().to_owned(),
        one.kind.word().to_owned(),
        score,
        one.decision(ledger).map_or_else(String::new, decided),
        one.subject(ledger),
        one.message.clone(),
    ]
}

/// `属实 张三 2020-07-20 理由`.
fn decided(decision: Decision<'_>) -> String {
    let again = if decision.overtaken {
        "（其后有改动）"
    } else {
        ""
    };
    let said = [
        decision.kind.word(),
        decision.by,
        &decision.on.to_string(),
        decision.reason,
    ];
    let said = said.into_iter().filter(|part| !part.is_empty());
    format!("{}{again}", said.collect::<Vec<_>>().join(" "))
}
