//! What a finding says: a plain sentence, what stands against what and where, what can be done.
//! One file of sentences for each file of rules; a rule without its sentence does not compile.

pub(super) mod forms;
mod names;
mod notice;
mod order;
mod signals;
mod units;

use std::borrow::Cow;

use serde::Serialize;

use super::place;
use crate::domain::finding::{Finding, Grounds, RowSpans, UnitGrounds};
use crate::domain::id::{AssocIx, ItemIx, MilestoneIx};
use crate::domain::ledger::Ledger;
use crate::domain::round::findings::Signal;

/// One of the things that stand against each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SideText {
    /// What it is: 印发名称, the label of a field, a milestone.
    pub label: String,
    /// What stands there.
    pub value: String,
    /// Where: rows of the roster, a form, lines of the notice.
    pub at: String,
}

impl SideText {
    fn new(label: impl Into<String>, value: impl Into<String>, at: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            value: value.into(),
            at: at.into(),
        }
    }
}

/// A signal that fired, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReasonText {
    pub signal: Signal,
    pub weight: u32,
    pub message: String,
}

/// Everything that is said of a finding. A list shows the message alone, so that the sides, which
/// are several lines, are put into words when they are asked for.
struct Told<'a> {
    message: String,
    advice: Cow<'static, str>,
    sides: Box<dyn FnOnce() -> Vec<SideText> + 'a>,
}

impl<'a> Told<'a> {
    fn new(
        message: String,
        advice: impl Into<Cow<'static, str>>,
        sides: impl FnOnce() -> Vec<SideText> + 'a,
    ) -> Self {
        Self {
            message,
            advice: advice.into(),
            sides: Box::new(sides),
        }
    }

    fn of(ledger: &'a Ledger, one: &'a Finding) -> Self {
        match &one.grounds {
            Grounds::Units(grounds) => units::told(ledger, grounds),
            Grounds::Names(grounds) => names::told(ledger, grounds),
            Grounds::Notice(grounds) => notice::told(ledger, grounds),
            Grounds::Order(grounds) => order::told(ledger, grounds),
            Grounds::Signals(reasons) => signals::told(ledger, one, reasons),
            Grounds::NoPapers(_) => signals::no_papers(ledger, one),
            Grounds::Forms(grounds) => forms::told(ledger, one, grounds),
        }
    }
}

/// What a finding is called, of its id: the rule, and the association, unit, milestone, item or
/// field that it is about, each by its name.
pub fn named(ledger: &Ledger, id: &str) -> String {
    let round = ledger.round();
    let part = |part: &str| {
        let whose = part.parse().ok().and_then(|no| ledger.association_ix(no));
        if let Some(ix) = whose {
            return ledger.name(ix).to_owned();
        }
        if let Some(ix) = round.field_ix(part) {
            return forms::in_form(ledger, ix);
        }
        match (round.item_ix(part), round.milestone_ix(part)) {
            (Some(ix), _) => t!("「{}」", "\"{}\"", round.items[ix].label),
            (_, Some(ix)) => round.milestones()[ix].heading(),
            (None, None) => part.to_owned(),
        }
    };
    let parts: Vec<String> = id.split(':').map(part).collect();
    parts.join(" ")
}

/// A plain sentence.
pub fn message(ledger: &Ledger, one: &Finding) -> String {
    Told::of(ledger, one).message
}

/// What can be done.
pub fn advice(ledger: &Ledger, one: &Finding) -> String {
    Told::of(ledger, one).advice.into_owned()
}

/// What stands against what.
pub fn sides(ledger: &Ledger, one: &Finding) -> Vec<SideText> {
    (Told::of(ledger, one).sides)()
}

/// For a signal: everything that was seen, the heaviest first.
pub fn reasons(ledger: &Ledger, one: &Finding) -> Vec<ReasonText> {
    let reasons = signals::heaviest_first(one.reasons()).into_iter();
    let told = reasons.map(|reason| ReasonText {
        signal: reason.signal,
        weight: reason.weight,
        message: signals::seen(ledger, &reason.evidence),
    });
    told.collect()
}

/// What the round's documents cite, or who decided; empty for rules of our own.
pub fn cited(one: &Finding) -> Cow<'_, str> {
    match &one.grounds {
        Grounds::Units(UnitGrounds::MergedByDecision { on, by, .. }) => {
            Cow::Owned(t!("{on} {by} 决定", "decided on {on} by {by}"))
        }
        _ => Cow::Borrowed(&one.source.cited),
    }
}

/// Where the rule or the fact comes from: `seed L31`, `domain.md 4.8 X04`.
pub fn source(one: &Finding) -> String {
    match &one.source.chapter {
        Some(chapter) if cited(one).is_empty() => format!("domain.md {chapter}"),
        Some(chapter) => format!("domain.md {chapter}; {}", cited(one)),
        None => cited(one).into_owned(),
    }
}

/// 名册第 105-106 行, 名册第 74、82 行.
fn rows(rows: &RowSpans) -> String {
    let spans = rows.spans.iter().map(|(from, to)| {
        if from == to {
            from.to_string()
        } else {
            format!("{from}-{to}")
        }
    });
    let more = if rows.more { s!(" 等", " ff.") } else { "" };
    t!(
        "名册第 {}{more} 行",
        "roster row {}{more}",
        spans.collect::<Vec<_>>().join(s!("、", ", "))
    )
}

/// 通知「三、第 3 段」, or what a source says that names no line.
fn place_of(ledger: &Ledger, source: &str) -> String {
    place(&ledger.round().info.notice, source).unwrap_or_default()
}

/// M6 批复方案.
fn milestone(ledger: &Ledger, ix: MilestoneIx) -> String {
    let def = &ledger.round().milestones()[ix];
    def.heading()
}

/// Ids of items.
fn items(ledger: &Ledger, items: &[ItemIx]) -> String {
    let ids = items.iter().map(|ix| ledger.round().items[*ix].id.as_str());
    ids.collect::<Vec<_>>().join(" ")
}

/// What stands in the fields of an association's forms, and in which form.
fn fields<'a>(
    ledger: &'a Ledger,
    association: AssocIx,
    ids: impl Iterator<Item = &'a String>,
) -> impl Iterator<Item = SideText> {
    let round = ledger.round();
    let fields = ids.filter_map(|id| round.field_ix(id));
    fields.map(move |ix| {
        let field = round.field(ix);
        let value = ledger.answer(association, ix);
        let value = value.map_or_else(
            || s!("未填写", "not filled in").to_owned(),
            |record| record.value.to_string(),
        );
        let form = &round.forms[ix.form];
        let section = form.sections.iter().find(|one| one.id == field.section);
        let section = section.map_or("", |section| &section.title);
        SideText::new(
            &*field.label,
            value,
            format!("{} {section}", form.id.shown()),
        )
    })
}
