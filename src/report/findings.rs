//! 问题: a row for each finding, with what was decided about it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::cell::{Cell, Tone};
use super::table::{Column, Holds, LedgerOn, Media, Report};
use crate::domain::fact::VerdictKind;
use crate::domain::finding::{self, Decision, Finding, Proposal, Scope, Severity};
use crate::domain::id::PrintedIx;
use crate::domain::ledger::Ledger;
use crate::domain::model::Light;
use crate::text::lang::either;
use crate::words::chapter;
use crate::words::finding as words;

/// Some of what was found.
pub fn report(ledger: &Ledger, found: Vec<Finding>, as_of: NaiveDate) -> Report<'_, Finding> {
    Report::new(
        s!("问题", "finding"),
        columns(),
        found,
        LedgerOn::new(ledger, as_of),
    )
}

/// What nobody has decided about, the worst first.
pub fn open(ledger: &Ledger, as_of: NaiveDate) -> Report<'_, Finding> {
    let mut found = finding::of(ledger, Scope::Everything, as_of);
    found.retain(|one| one.open(ledger));
    report(ledger, found, as_of)
}

/// What was decided, as JSON has it.
#[derive(Serialize)]
struct DecisionObject<'a> {
    verdict: VerdictKind,
    reason: &'a str,
    by: &'a str,
    at: DateTime<Utc>,
    on: NaiveDate,
    /// Changed since, and open again.
    overtaken: bool,
}

/// What is proposed, by names, as JSON has it.
#[derive(Serialize, Default)]
struct ProposalObject<'a> {
    merge: Option<&'a str>,
    into: Option<&'a str>,
    split: Option<&'a str>,
}

fn proposal<'a>(on: &LedgerOn<'a>, one: &'a Finding) -> Cell<'a> {
    let name = |ix: PrintedIx| Some(&*on.ledger.printed_units()[ix].name);
    let Some(proposal) = &one.proposal else {
        return Cell::EMPTY;
    };
    let none = ProposalObject::default();
    Cell::nested(&match proposal {
        Proposal::Merge { printed, into } => ProposalObject {
            merge: name(*printed),
            into: Some(into),
            ..none
        },
        Proposal::Split(printed) => ProposalObject {
            split: name(*printed),
            ..none
        },
    })
}

fn verdict<'a>(on: &LedgerOn<'a>, one: &'a Finding) -> Cell<'a> {
    let decision = one.decision(on.ledger);
    decision
        .map(|decision| Cell::word(decision.kind.id(), decision.kind.shown()))
        .into()
}

fn decision<'a>(on: &LedgerOn<'a>, one: &'a Finding) -> Cell<'a> {
    let decision = one.decision(on.ledger).map(|decision| {
        Cell::nested(&DecisionObject {
            verdict: decision.kind,
            reason: decision.reason,
            by: decision.by,
            at: decision.at,
            on: decision.on,
            overtaken: decision.overtaken,
        })
    });
    decision.into()
}

fn reasons<'a>(on: &LedgerOn<'a>, one: &'a Finding) -> Cell<'a> {
    let reasons = words::reasons(on.ledger, one).into_iter();
    let reasons = reasons.map(|reason| format!("{} {}", reason.weight, reason.message));
    reasons.collect::<Vec<_>>().join(s!("；", "; ")).into()
}

fn sides<'a>(on: &LedgerOn<'a>, one: &'a Finding) -> Cell<'a> {
    let sides = words::sides(on.ledger, one).into_iter();
    let sides = sides.map(|side| {
        t!(
            "{}：{}（{}）",
            "{}: {} ({})",
            side.label,
            side.value,
            side.at
        )
    });
    sides.collect::<Vec<_>>().join(s!("；", "; ")).into()
}

/// `属实 张三 2020-07-20 理由`.
fn decided(decision: Decision<'_>) -> String {
    let again = if decision.overtaken {
        s!("（其后有改动）", " (changed since)")
    } else {
        ""
    };
    let said = [
        decision.kind.shown(),
        decision.by,
        &decision.on.to_string(),
        decision.reason,
    ];
    let said = said.into_iter().filter(|part| !part.is_empty());
    format!("{}{again}", said.collect::<Vec<_>>().join(" "))
}

/// The colour in which it is shown how bad something is.
pub const fn light_of(severity: Severity) -> Light {
    match severity {
        Severity::Contradiction => Light::Red,
        Severity::Suspicious => Light::Yellow,
        Severity::Ask => Light::Blue,
    }
}

/// What was decided, unless it is open again; else how bad it is.
fn state<'a>(on: &LedgerOn<'a>, one: &'a Finding) -> Cell<'a> {
    match one.decision(on.ledger) {
        Some(decision) if !decision.overtaken => {
            Cell::word(decision.kind.id(), decision.kind.shown()).tone(Tone::Muted)
        }
        _ => Cell::word(one.severity.id(), one.severity.shown())
            .tone(Tone::Lit(light_of(one.severity))),
    }
}

fn short_subject<'a>(on: &LedgerOn<'a>, one: &'a Finding) -> Cell<'a> {
    let subject = one.subject(on.ledger);
    let short = on.ledger.round().without_city(&subject);
    short.to_owned().into()
}

/// What is told of a finding.
pub fn columns() -> Vec<Column<Finding>> {
    use Holds::{Number, Text};
    use Media as M;
    type C = Column<Finding>;
    let id = C::new("id", s!("编号", "id"), Text, |_, one| (&one.id).into());
    let no = C::new("no", s!("序号", "No."), Number, |on, one| {
        one.number(on.ledger).into()
    });
    let subject = C::new("subject", s!("对象", "about"), Text, |on, one| {
        one.subject(on.ledger).into()
    })
    .heading(s!("名称", "name"));
    let severity = C::new("severity", s!("程度", "degree"), Text, |_, one| {
        Cell::word(one.severity.id(), one.severity.shown())
    });
    let kind = C::new("kind", s!("类别", "kind"), Text, |_, one| {
        Cell::word(one.kind.id(), one.kind.shown())
    });
    let mut columns = vec![
        id.clone().except(M::SHEET),
        C::new("state", s!("程度", "degree"), Text, state)
            .only(M::NONE)
            .cells(either(4, 8), either(4, 8)),
        no.clone().only(M::SHEET),
        subject.clone().only(M::SHEET),
        C::new("rule", s!("规则", "rule"), Text, |_, one| {
            Cell::from(&one.rule).tone(Tone::Muted)
        })
        .only(M::DATA | M::SHEET)
        .cells(4, 4),
        C::new("subject", s!("对象", "about"), Text, short_subject)
            .only(M::NONE)
            .cells(21, 26),
        severity.clone().except(M::DATA),
        kind.clone().only(M::DATA | M::TEXT),
        severity.only(M::DATA),
        no.only(M::DATA),
        C::new("score", s!("分", "points"), Number, |_, one| {
            Some(one.score).filter(|score| *score > 0).into()
        })
        .only(M::TEXT),
        C::new("decided", s!("处理", "verdict"), Text, |on, one| {
            one.decision(on.ledger).map(decided).into()
        })
        .only(M::TEXT),
        subject.except(M::SHEET),
        C::new("message", s!("问题", "finding"), Text, |on, one| {
            words::message(on.ledger, one).into()
        })
        .cells(1, 120),
        C::new("fields", s!("栏目", "fields"), Text, |_, one| {
            one.fields.join(" ").into()
        })
        .only(M::SHEET),
        kind.only(M::SHEET),
        C::new("score", s!("分", "points"), Number, |_, one| {
            one.score.into()
        })
        .only(M::DATA),
        C::new("reasons", s!("迹象", "signs"), Text, |on, one| {
            Cell::nested(&words::reasons(on.ledger, one))
        })
        .only(M::JSON),
        C::new("reasons", s!("迹象", "signs"), Text, reasons).only(M::CSV),
        C::new("sides", s!("对照", "sides"), Text, |on, one| {
            Cell::nested(&words::sides(on.ledger, one))
        })
        .only(M::JSON),
        C::new("sides", s!("对照", "sides"), Text, sides).only(M::CSV),
        C::new("source", s!("出处", "source"), Text, |_, one| {
            words::source(one).into()
        })
        .only(M::DATA),
        C::new("chapter", s!("章节", "chapter"), Text, |on, one| {
            let notice = &on.ledger.round().info.notice;
            chapter(notice, &words::cited(one))
                .unwrap_or_default()
                .into()
        })
        .only(M::DATA),
        C::new("advice", s!("建议", "advice"), Text, |on, one| {
            words::advice(on.ledger, one).into()
        })
        .only(M::DATA | M::SHEET),
        id.only(M::SHEET),
        C::new("proposal", s!("归并", "merge"), Text, proposal).only(M::JSON),
    ];
    columns.extend(decisions());
    columns
}

/// What is told of what was decided, to programs.
fn decisions() -> [Column<Finding>; 5] {
    use Holds::Text;
    use Media as M;
    type C = Column<Finding>;
    [
        C::new("open", s!("待处理", "open"), Text, |on, one| {
            one.open(on.ledger).into()
        })
        .only(M::DATA),
        C::new("decision", s!("处理", "verdict"), Text, decision).only(M::JSON),
        C::new("verdict", s!("处理", "verdict"), Text, verdict).only(M::CSV),
        C::new("reason", s!("理由", "reason"), Text, |on, one| {
            one.decision(on.ledger)
                .map_or("", |decision| decision.reason)
                .into()
        })
        .only(M::CSV),
        C::new("by", s!("经办", "by"), Text, |on, one| {
            one.decision(on.ledger)
                .map_or("", |decision| decision.by)
                .into()
        })
        .only(M::CSV),
    ]
}
