//! 明脱暗不脱: what looks decoupled on paper only (`domain.md` 4.9). Every association that shows
//! a signal has one entry, with all its reasons; the sum of their weights ranks it and says no
//! more. What the rules between the forms found is taken up, not found again.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use ecow::EcoString;

use super::forms::answers::Answers;
use super::forms::phone_number;
use super::{About, Finding, FormGrounds, Grounds, Kind, Place, Severity, Source};
use crate::domain::change::{ItemRecord, Subject};
use crate::domain::form::{FormId, filled};
use crate::domain::id::{AssocIx, ItemIx, MilestoneIx};
use crate::domain::ledger::Ledger;
use crate::domain::model::{ItemState, Stage, Status};
use crate::domain::note::Note;
use crate::domain::round::findings::{Signal, SignalRules};

/// A signal that fired, with its weight: a score is never shown without them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignalReason {
    pub signal: Signal,
    pub weight: u32,
    pub evidence: Evidence,
    /// Ids of the fields that show it.
    pub fields: Vec<String>,
}

/// What a signal was seen by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Evidence {
    /// The answers, by a check that belongs to the signal.
    Answers(FormGrounds),
    /// A rule between the forms.
    Rule(EcoString, FormGrounds),
    /// Whom to ask at the association and at the unit, and the number of both.
    Contacts {
        /// Person and telephone number, as they were written.
        own: [String; 2],
        units: [String; 2],
        number: String,
    },
    /// Who ticked and closed.
    ClosedBy(String),
    /// One paper for these items.
    OnePaper(String, Vec<ItemIx>),
    /// So many items, within so many seconds.
    AtOnce(usize, i64),
    /// So many items, all at the end of a milestone.
    LastNight(usize, MilestoneIx),
    /// These items say that a form was handed in, in which nothing stands.
    Blank(Vec<(ItemIx, FormId)>),
    /// Of so many items these without a paper or a word.
    Bare(usize, Vec<ItemIx>),
    NoPapers,
}

/// What the signals of one association are put into.
struct Seen<'a> {
    rules: &'a SignalRules,
    reasons: Vec<SignalReason>,
    /// When what was seen was last entered.
    newest: Option<DateTime<Utc>>,
}

impl Seen<'_> {
    fn add(&mut self, signal: Signal, evidence: Evidence) {
        self.reasons.push(SignalReason {
            signal,
            weight: self.rules.weight(signal),
            evidence,
            fields: Vec::new(),
        });
    }

    /// With the fields that show it. One fact in two places is one signal.
    fn fields(
        &mut self,
        ledger: &Ledger,
        association: AssocIx,
        signal: Signal,
        evidence: Evidence,
        fields: &[String],
    ) {
        if self.reasons.iter().any(|reason| reason.signal == signal) {
            return;
        }
        self.reasons.push(SignalReason {
            signal,
            weight: self.rules.weight(signal),
            evidence,
            fields: fields.to_vec(),
        });
        let fields = fields.iter();
        let fields = fields.filter_map(|id| ledger.round().field_ix(id));
        let entered = fields.filter_map(|ix| Some(ledger.answer(association, ix)?.at));
        self.newest = self.newest.max(entered.max());
    }
}

/// S01: an association that shows signals, with all of them. S02: one that was decoupled before
/// the round and has no papers here, apart from the others.
pub fn of_association(
    ledger: &Ledger,
    ix: AssocIx,
    answers: Option<&Answers<'_>>,
    between: &[Finding],
    as_of: NaiveDate,
) -> Option<Finding> {
    let rules = &ledger.round().info.findings.signals;
    if looked_back_on(ledger, ix) {
        return Some(no_papers(ledger, ix));
    }
    let mut seen = Seen {
        rules,
        reasons: Vec::new(),
        newest: None,
    };
    contacts(ledger, ix, &mut seen);
    taken_up(ledger, ix, between, &mut seen);
    for (signal, check) in &ledger.round().form_rules().signals {
        let fired = answers.map(|answers| check.fires(answers));
        if let Some(one) = fired.and_then(|fired| fired.into_iter().next()) {
            let evidence = Evidence::Answers(one.grounds);
            seen.fields(ledger, ix, *signal, evidence, &one.fields);
        }
    }
    blank(ledger, ix, &mut seen);
    ticks(ledger, ix, as_of, &mut seen);
    if seen.reasons.is_empty() {
        return None;
    }
    let score = seen.reasons.iter().map(|reason| reason.weight).sum();
    let severity = if score >= rules.suspicious_score {
        Severity::Suspicious
    } else {
        Severity::Ask
    };
    Some(Finding {
        newest: seen.newest,
        source: Source::of_document("domain.md 4.9; seed L44"),
        ..found(ledger, ix, Kind::Signals, severity, score, seen.reasons)
    })
}

fn found(
    ledger: &Ledger,
    ix: AssocIx,
    kind: Kind,
    severity: Severity,
    score: u32,
    grounds: impl Into<Grounds>,
) -> Finding {
    let key = ledger.associations()[ix].no.to_string();
    let about = About::Association(ix);
    Finding {
        score,
        place: Place::Association(ix),
        ..Finding::new(rule(kind), kind, severity, about, &key, grounds)
    }
}

/// The rule that finds either of the two.
pub const fn rule(kind: Kind) -> &'static str {
    match kind {
        Kind::LookBack => "S02",
        _ => "S01",
    }
}

/// What stands out of an association of which nobody has filled in a form.
pub fn without_forms(ledger: &Ledger, ix: AssocIx, as_of: NaiveDate) -> Option<Finding> {
    of_association(ledger, ix, None, &[], as_of)
}

/// It was decoupled before the round, and nothing is written about it here.
pub fn looked_back_on(ledger: &Ledger, ix: AssocIx) -> bool {
    ledger.associations()[ix].status == Status::Decoupled
        && !ledger.answered(ix)
        && !ledger.worked_on(ix)
}

fn no_papers(ledger: &Ledger, ix: AssocIx) -> Finding {
    let signal = Signal::NoPapers;
    let weight = ledger.round().info.findings.signals.weight(signal);
    let reason = SignalReason {
        signal,
        weight,
        evidence: Evidence::NoPapers,
        fields: Vec::new(),
    };
    Finding {
        source: Source::chapter("D16"),
        ..found(ledger, ix, Kind::LookBack, Severity::Ask, weight, reason)
    }
}

/// What the rules between the forms found already.
fn taken_up(ledger: &Ledger, ix: AssocIx, between: &[Finding], seen: &mut Seen<'_>) {
    for finding in between {
        if let Some(signal) = ledger.round().form_rules().signal_of(&finding.rule) {
            let Grounds::Forms(grounds) = &finding.grounds else {
                continue;
            };
            let evidence = Evidence::Rule(finding.rule.clone(), grounds.clone());
            seen.fields(ledger, ix, signal, evidence, &finding.fields);
        }
    }
}

/// Whom to ask at the association and at the unit have one number.
fn contacts(ledger: &Ledger, ix: AssocIx, seen: &mut Seen<'_>) {
    let contact = |subject| ledger.contact(&subject);
    let own = contact(Subject::Association(ledger.associations()[ix].no));
    let Some((own, entered)) = own else { return };
    let unit = ledger.unit_name_of(ix).map(str::to_owned);
    let Some((units, _)) = unit.and_then(|name| contact(Subject::Unit(name))) else {
        return;
    };
    if let Some(same) = phone_number(&own.phone)
        && phone_number(&units.phone).as_ref() == Some(&same)
    {
        let written = |note: &Note| [&note.person, &note.phone].map(ToString::to_string);
        let evidence = Evidence::Contacts {
            own: written(own),
            units: written(units),
            number: same,
        };
        seen.add(Signal::SamePhone, evidence);
        seen.newest = seen.newest.max(Some(entered.at));
    }
}

/// Forms that count as handed in, and in which nothing stands.
fn blank(ledger: &Ledger, ix: AssocIx, seen: &mut Seen<'_>) {
    if !ledger.has_task(ix) {
        return;
    }
    let blank = filled::handed_in(ledger, ix);
    let blank = blank.filter(|(_, at)| filled::tally(ledger, ix, *at).done == 0);
    let blank: Vec<(ItemIx, FormId)> = blank
        .map(|(item, at)| (item, ledger.round().forms[at].id))
        .collect();
    if !blank.is_empty() {
        seen.add(Signal::FormsBlank, Evidence::Blank(blank));
    }
}

/// How the checklist was ticked off: when, by whom, with what proof.
fn ticks(ledger: &Ledger, association: AssocIx, as_of: NaiveDate, seen: &mut Seen<'_>) {
    let before = seen.reasons.len();
    ticked(ledger, association, as_of, seen);
    if seen.reasons.len() > before {
        let entered = ledger.records(association).map(|(_, record)| record.at);
        seen.newest = seen.newest.max(entered.max());
    }
}

fn ticked(ledger: &Ledger, association: AssocIx, as_of: NaiveDate, seen: &mut Seen<'_>) {
    let round = ledger.round();
    let rules = seen.rules;
    let known = || {
        ledger
            .records(association)
            .filter(|(_, record)| record.on <= as_of)
    };
    let done: Vec<(ItemIx, &ItemRecord)> = known()
        .filter(|(item, record)| record.state == ItemState::Done && !round.items[*item].closes)
        .collect();
    let closing =
        known().find(|(item, record)| record.state == ItemState::Done && round.items[*item].closes);
    if let Some((_, closing)) = closing
        && known().any(|(item, one)| !round.items[item].closes && one.by == closing.by)
    {
        let evidence = Evidence::ClosedBy(closing.by.to_string());
        seen.add(Signal::ClosedByTicker, evidence);
    }
    let mut papers: BTreeMap<&str, Vec<ItemIx>> = BTreeMap::new();
    for (item, record) in &done {
        if !record.evidence.is_empty() {
            papers.entry(&record.evidence).or_default().push(*item);
        }
    }
    for (paper, items) in papers {
        if items.len() >= rules.shared_evidence {
            let evidence = Evidence::OnePaper(paper.to_owned(), items);
            seen.add(Signal::EvidenceShared, evidence);
        }
    }
    if done.len() < rules.min_ticks {
        return;
    }
    let times = || done.iter().map(|(_, record)| record.at);
    if let (Some(first), Some(last)) = (times().min(), times().max())
        && (last - first).num_seconds() < rules.burst_seconds
    {
        let evidence = Evidence::AtOnce(done.len(), rules.burst_seconds);
        seen.add(Signal::TicksAtOnce, evidence);
    }
    let completing = round.milestones().iter_enumerated();
    let mut completing = completing.filter(|(_, m)| m.reaches_stage == Some(Stage::Completed));
    if let Some((at, last)) = completing.next_back()
        && let Some(eve) = last.due_on.checked_sub_days(Days::new(1))
        && done
            .iter()
            .all(|(_, record)| (eve..=last.due_on).contains(&record.on))
    {
        seen.add(Signal::TicksLastNight, Evidence::LastNight(done.len(), at));
    }
    let bare: Vec<ItemIx> = done
        .iter()
        .filter(|(_, record)| record.evidence.is_empty() && record.note.is_empty())
        .map(|(item, _)| *item)
        .collect();
    if bare.len() * 2 >= done.len() {
        seen.add(Signal::EvidenceMissing, Evidence::Bare(done.len(), bare));
    }
}
