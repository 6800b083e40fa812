//! `tuogou findings`: everything that was found, ranked.

use std::io::Write;

use clap::Args;
use serde::Serialize;

use super::output::Align::{Left, Right};
use super::output::write_list;
use super::{Desk, Format};
use crate::app::find::{self, UnitChoice};
use crate::domain::finding::Severity;
use crate::domain::finding::list::{self, About, Kind, Listed, Proposal, Reason, Side};
use crate::domain::ledger::Ledger;

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
}

fn kind(text: &str) -> Result<Kind, String> {
    let mut all = Kind::ALL.into_iter();
    all.find(|kind| kind.id() == text || kind.word() == text)
        .ok_or_else(|| {
            let known = Kind::ALL.map(Kind::id).join(" ");
            format!(
                "没有类别「{}」，可用 {known}",
                crate::text::cells::visible(text)
            )
        })
}

#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    rule: &'static str,
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
        let name = |ix: usize| Some(ledger.printed_units()[ix].name.clone());
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
    rule: &'static str,
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
}

pub fn run(desk: &Desk, args: &FindingsArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let ledger = &desk.ledger;
    let mut found = list::all(ledger, desk.as_of);
    found.retain(|one| args.kind.is_none_or(|kind| one.kind == kind));
    if let Some(text) = &args.association {
        let wanted = find::association(ledger, text)?;
        found.retain(|one| one.about == About::Association(wanted));
    }
    if let Some(text) = &args.unit {
        let wanted = find::unit(ledger, text)?;
        found.retain(|one| stands_under(ledger, one, wanted));
    }
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

/// About the unit, one of its printed names, or one of its associations.
fn stands_under(ledger: &Ledger, one: &Listed, wanted: UnitChoice) -> bool {
    let unit = match one.about {
        About::City => return false,
        About::Unit(printed) => ledger.printed_units()[printed].unit,
        About::Association(ix) => ledger.unit_of(ix),
    };
    match wanted {
        UnitChoice::Unit(wanted) => unit == Some(wanted),
        UnitChoice::Direct => unit.is_none(),
    }
}

fn line<'a>(ledger: &Ledger, one: &'a Listed) -> Line<'a> {
    Line {
        id: &one.id,
        rule: one.rule,
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
    }
}

fn flat<'a>(ledger: &Ledger, one: &'a Listed) -> FlatLine<'a> {
    let reasons = one.reasons.iter();
    let reasons = reasons.map(|reason| format!("{} {}", reason.weight, reason.message));
    let sides = one.sides.iter();
    let sides = sides.map(|side| format!("{}：{}（{}）", side.label, side.value, side.at));
    FlatLine {
        id: &one.id,
        rule: one.rule,
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
    }
}

fn row(ledger: &Ledger, one: &Listed) -> Vec<String> {
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
        one.subject(ledger),
        one.message.clone(),
    ]
}
