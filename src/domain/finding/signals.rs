//! 明脱暗不脱: what looks decoupled on paper only (`domain.md` 4.9). Every association that shows
//! a signal has one entry, with all its reasons; the sum of their weights ranks it and says no
//! more. What the rules between the forms found is taken up, not found again.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::forms::answers::Answers;
use super::forms::phone_number;
use super::{About, Finding, Kind, Place, Reason, Severity, Side, Source, rows};
use crate::domain::change::{ItemRecord, Subject};
use crate::domain::id::{AssocIx, ItemIx};
use crate::domain::ledger::Ledger;
use crate::domain::model::{ItemState, Stage, Status};
use crate::domain::round::findings::{Signal, SignalRules};

/// What the signals of one association are put into.
struct Seen<'a> {
    rules: &'a SignalRules,
    reasons: Vec<Reason>,
    sides: Vec<Side>,
    /// When what was seen was last entered.
    newest: Option<DateTime<Utc>>,
}

impl Seen<'_> {
    fn add(&mut self, signal: Signal, message: impl Into<String>) {
        self.reasons.push(Reason {
            signal,
            weight: self.rules.weight(signal),
            message: message.into(),
        });
    }

    /// With the fields that show it. One fact in two places is one signal.
    fn fields(
        &mut self,
        ledger: &Ledger,
        association: AssocIx,
        signal: Signal,
        message: String,
        fields: &[String],
    ) {
        if !self.reasons.iter().any(|reason| reason.signal == signal) {
            self.add(signal, message);
            for id in fields {
                self.side(ledger, association, id);
            }
        }
    }

    /// What stands in a field, and when it was entered.
    fn side(&mut self, ledger: &Ledger, association: AssocIx, id: &str) {
        let round = ledger.round();
        let Some(ix) = round.field_ix(id) else {
            return;
        };
        let value = ledger.answer(association, ix);
        self.newest = self.newest.max(value.map(|record| record.at));
        let value = value.map_or_else(|| "未填写".to_owned(), |record| record.value.to_string());
        let form = round.forms[ix.form].id.word();
        let label = &round.field(ix).label;
        self.sides
            .push(Side::new(label, value, format!("{form} {id}")));
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
    let association = &ledger.associations()[ix];
    let rules = &ledger.round().info.findings.signals;
    if looked_back_on(ledger, ix) {
        return Some(no_papers(ledger, ix));
    }
    let mut seen = Seen {
        rules,
        reasons: Vec::new(),
        sides: Vec::new(),
        newest: None,
    };
    contacts(ledger, ix, &mut seen);
    taken_up(ledger, ix, between, &mut seen);
    for (signal, check) in &ledger.round().form_rules().signals {
        let fired = answers.map(|answers| check.fires(answers));
        if let Some(one) = fired.and_then(|fired| fired.into_iter().next()) {
            seen.fields(ledger, ix, *signal, one.message, &one.fields);
        }
    }
    ticks(ledger, ix, as_of, &mut seen);
    if seen.reasons.is_empty() {
        return None;
    }
    seen.reasons
        .sort_by_key(|one| (std::cmp::Reverse(one.weight), one.signal));
    let score = seen.reasons.iter().map(|reason| reason.weight).sum();
    let (severity, verdict) = if score >= rules.suspicious_score {
        (Severity::Suspicious, "疑为明脱暗不脱")
    } else {
        (Severity::Ask, "有迹象，须核实")
    };
    let mut names: Vec<&str> = seen.reasons.iter().map(|one| one.signal.word()).collect();
    names.dedup();
    Some(Finding {
        message: format!("{verdict}：{}", names.join("、")),
        sides: seen.sides,
        newest: seen.newest,
        reasons: seen.reasons,
        score,
        source: Source::of_document("domain.md 4.9; seed L44"),
        advice: "逐条核实，实地看过再下结论".to_owned(),
        place: Place::Association(ix),
        ..Finding::new(
            rule(Kind::Signals),
            Kind::Signals,
            severity,
            About::Association(ix),
            &association.no.to_string(),
        )
    })
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
    let association = &ledger.associations()[ix];
    let rules = &ledger.round().info.findings.signals;
    let signal = Signal::NoPapers;
    let weight = rules.weight(signal);
    Finding {
        message: format!("「{}」历史已脱钩，没有资料", association.name),
        sides: vec![
            Side::new("备注", association.status.word(), rows(ledger, &[ix])),
            Side::new("表、清单", "无", "没有日期和批文"),
        ],
        reasons: vec![Reason {
            signal,
            weight,
            message: "没有表、日期和批文，是否真脱钩无从查起".to_owned(),
        }],
        score: weight,
        source: Source::chapter("D16"),
        advice: "回头看：实地了解人、财、物、办公场所；看过的记为属实或已改".to_owned(),
        place: Place::Association(ix),
        ..Finding::new(
            rule(Kind::LookBack),
            Kind::LookBack,
            Severity::Ask,
            About::Association(ix),
            &association.no.to_string(),
        )
    }
}

/// What the rules between the forms found already.
fn taken_up(ledger: &Ledger, ix: AssocIx, between: &[Finding], seen: &mut Seen<'_>) {
    for finding in between {
        if let Some(signal) = ledger.round().form_rules().signal_of(&finding.rule) {
            let message = format!("{}（{}）", finding.message, finding.rule);
            seen.fields(ledger, ix, signal, message, &finding.fields);
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
        let message = format!("协会联系人与主管单位联系人的电话都是 {same}");
        seen.add(Signal::SamePhone, message);
        for (label, one) in [("协会联系人", own), ("主管单位联系人", units)] {
            seen.sides
                .push(Side::new(label, one.person.as_str(), one.phone.as_str()));
        }
        seen.newest = seen.newest.max(Some(entered.at));
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
        seen.add(
            Signal::ClosedByTicker,
            format!("{} 登记了清单，又自己销号", closing.by),
        );
    }
    let mut papers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (item, record) in &done {
        if !record.evidence.is_empty() {
            let id = round.items[*item].id.as_str();
            papers.entry(&record.evidence).or_default().push(id);
        }
    }
    for (paper, items) in papers {
        if items.len() >= rules.shared_evidence {
            let count = items.len();
            let items = items.join(" ");
            seen.add(
                Signal::EvidenceShared,
                format!("同一依据「{paper}」用于 {count} 项"),
            );
            seen.sides
                .push(Side::new("依据", paper, format!("清单 {items}")));
        }
    }
    if done.len() < rules.min_ticks {
        return;
    }
    let times = || done.iter().map(|(_, record)| record.at);
    if let (Some(first), Some(last)) = (times().min(), times().max())
        && (last - first).num_seconds() < rules.burst_seconds
    {
        let seconds = rules.burst_seconds;
        seen.add(
            Signal::TicksAtOnce,
            format!("{} 项在 {seconds} 秒内登记完", done.len()),
        );
    }
    let completing = round.milestones().iter();
    let mut completing = completing.filter(|m| m.reaches_stage == Some(Stage::Completed));
    if let Some(last) = completing.next_back()
        && let Some(eve) = last.due_on.checked_sub_days(Days::new(1))
        && done
            .iter()
            .all(|(_, record)| (eve..=last.due_on).contains(&record.on))
    {
        seen.add(
            Signal::TicksLastNight,
            format!("{} 项都在 {} 到期前一两天登记", done.len(), last.id),
        );
    }
    let bare: Vec<&str> = done
        .iter()
        .filter(|(_, record)| record.evidence.is_empty() && record.note.is_empty())
        .map(|(item, _)| round.items[*item].id.as_str())
        .collect();
    if bare.len() * 2 >= done.len() {
        seen.add(
            Signal::EvidenceMissing,
            format!("已办 {} 项中 {} 项没有依据和说明", done.len(), bare.len()),
        );
        seen.sides
            .push(Side::new("没有依据", bare.join(" "), "清单"));
    }
}
