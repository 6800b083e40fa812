//! Looks at the answers of one association through the rules of its round.

use std::slice;

use ecow::EcoString;
use rust_decimal::Decimal;

use super::alike::{self, Alike};
use super::answers::Answers;
use super::{FormGrounds, people};
use crate::domain::finding::Severity;
use crate::domain::form::heading::BLANK;
use crate::domain::form::value::Value;
use crate::domain::form::{Field, FormId, filled, month};
use crate::domain::ledger::Basis;
use crate::domain::model::Stage;
use crate::domain::round::FieldIx;
use crate::domain::round::form_rules::{MessagePart, RuleCheck, RuleCondition, RuleTest, TwoSums};
use crate::text::lang::Both;

/// A check that fired.
#[derive(Debug)]
pub struct Fired {
    /// Instead of the rule's own severity.
    pub severity: Option<Severity>,
    /// Ids of the fields that it is about.
    pub fields: Vec<String>,
    pub grounds: FormGrounds,
    /// What tells it from others of the same rule and association, whatever else is found: a
    /// field, or a name in it.
    pub key: EcoString,
}

impl Fired {
    pub(super) fn new(fields: &[String], grounds: FormGrounds, key: &str) -> Self {
        Self {
            severity: None,
            fields: fields.to_vec(),
            grounds,
            key: key.split_whitespace().collect(),
        }
    }
}

/// What a test has seen, for the sentence.
#[derive(Default)]
struct Sighting<'a> {
    sums: Option<(Decimal, Decimal)>,
    item: &'a str,
}

impl RuleCheck {
    /// What it finds.
    pub fn fires(&self, answers: &Answers<'_>) -> Vec<Fired> {
        let holds = |one: &RuleCondition| one.holds(answers);
        if !self.when.iter().all(holds) || !(self.any.is_empty() || self.any.iter().any(holds)) {
            return Vec::new();
        }
        let once = |fires: bool| if fires { self.one(answers) } else { Vec::new() };
        match &self.test {
            RuleTest::Always => once(true),
            RuleTest::Unequal(sums) => self.sums(answers, sums, |left, right| left != right),
            RuleTest::Less(sums) => self.sums(answers, sums, |left, right| left < right),
            RuleTest::More(sums) => self.sums(answers, sums, |left, right| left > right),
            RuleTest::About(sums) => {
                let part = sums.part(answers);
                let about = |left: Decimal, right: Decimal| (right - left).abs() <= left * part;
                self.sums(answers, sums, |left, right| {
                    left > Decimal::ZERO && about(left, right)
                })
            }
            RuleTest::Changed(sums) => {
                let part = sums.part(answers);
                self.sums(answers, sums, |left, right| {
                    (right - left).abs() > left * part
                })
            }
            RuleTest::Same(pairs) => once(
                pairs
                    .iter()
                    .all(|pair| compared(answers, pair) == Some(Alike::Same)),
            ),
            RuleTest::Differ(pairs) => once(
                pairs
                    .iter()
                    .any(|pair| compared(answers, pair) == Some(Alike::Different)),
            ),
            RuleTest::SameNumber(pair) => self.same_number(answers, pair),
            RuleTest::Missing { of, among } => self.missing(answers, of, among),
            RuleTest::Rows { of, among, columns } => self.rows(answers, of, among, columns),
            RuleTest::People {
                before,
                after,
                unsaid,
            } => self.people(answers, before, after, unsaid),
            RuleTest::Listed {
                name,
                table,
                after,
                stays,
            } => once(people::listed(
                answers,
                name,
                table,
                after.as_deref(),
                stays,
            )),
            RuleTest::Retired {
                table,
                column,
                years,
            } => self.retired(answers, table, *column, *years),
            RuleTest::UnitNamed(id) => once(
                answers
                    .text(id)
                    .is_some_and(|text| names_unit(answers, text)),
            ),
            RuleTest::RosterName(id) => {
                let name = answers.roster_name();
                let is = |text: &str| alike::compare(answers.ledger, text, name) == Alike::Same;
                once(answers.text(id).is_some_and(|text| !is(text)))
            }
            RuleTest::RosterUnit(id) => once(
                answers
                    .text(id)
                    .is_some_and(|text| names_another(answers, text)),
            ),
            RuleTest::Doubted => doubted(answers),
            RuleTest::HandedIn => handed_in(answers),
            RuleTest::Exclusive => exclusive(answers),
            RuleTest::Months => months(answers),
            RuleTest::Unfilled => unfilled(answers),
        }
    }

    fn one(&self, answers: &Answers<'_>) -> Vec<Fired> {
        vec![self.fired(answers, &Sighting::default(), None)]
    }

    /// With a key of its own for one of several.
    fn fired(&self, answers: &Answers<'_>, seen: &Sighting<'_>, key: Option<&str>) -> Fired {
        let last = || self.fields.last().map_or("", String::as_str);
        let key = key.or(self.key.as_deref()).unwrap_or_else(last);
        Fired::new(
            &self.fields,
            FormGrounds::Written(self.says(answers, seen)),
            key,
        )
    }

    fn says(&self, answers: &Answers<'_>, seen: &Sighting<'_>) -> Both {
        let message = said(&self.message, answers, seen);
        if self.english.is_empty() {
            return Both::same(message);
        }
        Both::new(message, said(&self.english, answers, seen))
    }

    fn sums(
        &self,
        answers: &Answers<'_>,
        sums: &TwoSums,
        fires: impl Fn(Decimal, Decimal) -> bool,
    ) -> Vec<Fired> {
        let left = sum(answers, &sums.left, sums.all, sums.blank);
        let right = sum(answers, &sums.right, sums.all, sums.zero || sums.blank);
        let (Some(left), Some(right)) = (left, right) else {
            return Vec::new();
        };
        if !fires(left, right) {
            return Vec::new();
        }
        let seen = Sighting {
            sums: Some((left, right)),
            item: "",
        };
        vec![self.fired(answers, &seen, None)]
    }

    pub(super) fn item(&self, answers: &Answers<'_>, item: &str, key: &str) -> Fired {
        let seen = Sighting { sums: None, item };
        self.fired(answers, &seen, Some(key))
    }

    fn same_number(&self, answers: &Answers<'_>, [one, other]: &[String; 2]) -> Vec<Fired> {
        let number = |id: &str| people::phone_number(answers.text(id)?);
        match (number(one), number(other)) {
            (Some(one), Some(other)) if one == other => vec![self.item(answers, &one, &one)],
            _ => Vec::new(),
        }
    }

    fn missing(&self, answers: &Answers<'_>, of: &str, among: &[String]) -> Vec<Fired> {
        let others: Vec<&str> = among.iter().flat_map(|id| answers.names(id)).collect();
        let all = answers.names(of).into_iter();
        let missing = all.filter(|item| !others.iter().any(|other| alike::is_entry(item, other)));
        missing.map(|item| self.item(answers, item, item)).collect()
    }

    fn rows(
        &self,
        answers: &Answers<'_>,
        of: &str,
        among: &str,
        columns: &[[usize; 2]],
    ) -> Vec<Fired> {
        let equal = |one: &[String], other: &[String]| {
            let cells = columns.iter();
            let mut cells = cells.map(|[a, b]| (one.get(a - 1), other.get(b - 1)));
            cells.all(|cells| match cells {
                (Some(one), Some(other)) => {
                    alike::compare(answers.ledger, one, other) != Alike::Different
                }
                _ => false,
            })
        };
        let others = answers.rows(among);
        let missing = answers.rows(of).iter();
        let missing = missing.filter(|row| !others.iter().any(|other| equal(row, other)));
        let names = missing.filter_map(|row| row.first());
        names.map(|name| self.item(answers, name, name)).collect()
    }
}

/// A sentence of a rule, filled in.
fn said(parts: &[MessagePart], answers: &Answers<'_>, seen: &Sighting<'_>) -> String {
    let mut message = String::new();
    for part in parts {
        match (part, seen.sums) {
            (MessagePart::Said(text), _) => message += text,
            (MessagePart::Left, Some((sum, _))) | (MessagePart::Right, Some((_, sum))) => {
                message += &sum.to_string();
            }
            (MessagePart::Left | MessagePart::Right, None) => {}
            (MessagePart::Item, _) => message += seen.item,
            (MessagePart::RosterName, _) => message += answers.roster_name(),
            (MessagePart::Label(id), _) => message += answers.label(id),
            (MessagePart::Filled(id), _) => message += &filled_in(answers, id),
            (MessagePart::Answer(id), _) => message += &answers.shown(id),
        }
    }
    message
}

impl RuleCondition {
    fn holds(&self, answers: &Answers<'_>) -> bool {
        match self {
            Self::Filled(id) => answers.filled(id),
            Self::NotFilled(id) => !answers.filled(id),
            Self::AnyFilled(ids) => ids.iter().any(|id| answers.filled(id)),
            Self::Ticked(id, option) => answers.ticks(id, option),
            Self::NotTicked(id, option) => !answers.ticks(id, option),
            Self::Above(id, number) => answers.size(id).is_some_and(|size| size > *number),
            Self::Below(id, number) => answers.size(id).is_some_and(|size| size < *number),
            Self::Past(day) => answers.as_of > *day,
            Self::Settled(item) => answers.settled(item) == Some(true),
            Self::Open(item) => answers.settled(item) == Some(false),
            Self::Undocumented(item) => answers.documented(item) == Some(false),
            Self::AfterBegun => answers.any_after(),
            Self::Completed => completed(answers),
        }
    }
}

impl TwoSums {
    /// How much is about the same, of 1.
    fn part(&self, answers: &Answers<'_>) -> Decimal {
        let signals = &answers.ledger.round().info.findings.signals;
        Decimal::new(i64::from(self.percent.unwrap_or(signals.about_percent)), 2)
    }
}

/// The sum of what is filled in; `None` when nothing is, or not `all` of it.
fn sum(answers: &Answers<'_>, ids: &[String], all: bool, zero: bool) -> Option<Decimal> {
    let mut sum = Decimal::ZERO;
    let mut any = ids.is_empty() || zero;
    for id in ids {
        let size = match id.strip_prefix('-') {
            Some(id) => answers.size(id).map(|size| -size),
            None => answers.size(id),
        };
        match size {
            Some(size) => sum += size,
            None if all => return None,
            None => continue,
        }
        any = true;
    }
    any.then_some(sum)
}

/// How two texts compare, when both are there.
fn compared(answers: &Answers<'_>, [one, other]: &[String; 2]) -> Option<Alike> {
    let (one, other) = (answers.text(one)?, answers.text(other)?);
    Some(alike::compare(answers.ledger, one, other))
}

/// The label of a field with what stands in its blank: 共履行（3）项职能.
fn filled_in(answers: &Answers<'_>, id: &str) -> String {
    let (label, value) = (answers.label(id), answers.shown(id));
    if label.contains(BLANK.get()) {
        label.replacen(BLANK.get(), &t!("（{value}）", " ({value})"), 1)
    } else {
        format!("{label} {value}")
    }
}

fn names_unit(answers: &Answers<'_>, text: &str) -> bool {
    let Some(unit) = answers.ledger.unit_of(answers.association) else {
        return false;
    };
    let mut ways = answers.ledger.units()[unit].ways();
    ways.any(|name| text.contains(name))
}

/// A text names a unit, and not the one of the roster, by none of its names.
fn names_another(answers: &Answers<'_>, text: &str) -> bool {
    let ledger = answers.ledger;
    let Some(unit) = ledger.unit_of(answers.association) else {
        return false;
    };
    let unit = &ledger.units()[unit];
    let printed = unit.printed.iter();
    let printed = printed.map(|ix| ledger.printed_units()[*ix].name.as_str());
    let printed = printed.flat_map(|name| [name, name.trim_start_matches('原')]);
    let mut names = unit.ways().chain(printed);
    !names.any(|name| alike::compare(ledger, text, name) != Alike::Different)
}

/// Items that are settled while the forms say otherwise.
fn doubted(answers: &Answers<'_>) -> Vec<Fired> {
    let (ledger, association) = (answers.ledger, answers.association);
    let round = ledger.round();
    let doubts = ledger.checklist(association).filter_map(|item| {
        let Basis::Doubted(_, field, _) = item.basis else {
            return None;
        };
        let fields = slice::from_ref(&round.field(field).id);
        let grounds = FormGrounds::Doubted(item.ix, field);
        Some(Fired::new(fields, grounds, &item.def.id))
    });
    doubts.collect()
}

/// The milestone of completion is registered.
fn completed(answers: &Answers<'_>) -> bool {
    let milestones = answers.ledger.round().milestones();
    let completing =
        |m: &crate::domain::round::Milestone| m.reaches_stage == Some(Stage::Completed);
    let progress = answers.ledger.progress(answers.association);
    let at = milestones.iter().position(completing);
    at.is_some_and(|at| progress.reached_on(at.into()).is_some())
}

/// An option that stands alone is ticked with others. Typing refuses it; an import may bring it.
fn exclusive(answers: &Answers<'_>) -> Vec<Fired> {
    let mut found = Vec::new();
    for (ix, field) in fields(answers) {
        if let Some(Value::Ticked(ticked)) = answers.value(&field.id)
            && ticked.len() > 1
            && let Some(alone) = ticked.iter().find(|one| field.exclusive.contains(one))
        {
            let grounds = FormGrounds::Exclusive(ix, alone.clone());
            found.push(Fired::new(slice::from_ref(&field.id), grounds, &field.id));
        }
    }
    found
}

/// The plan (`domain.md` 6.3): no month after the last day, and none that begins after the
/// milestone; Annex 3 itself prints the end of a month that the milestone lies in.
fn months(answers: &Answers<'_>) -> Vec<Fired> {
    let round = answers.ledger.round();
    let mut found = Vec::new();
    for (ix, field) in fields(answers) {
        let Some(limit) = &field.limit else { continue };
        let Some(month) = answers.text(&field.id).and_then(month::parse) else {
            continue;
        };
        let fired = |grounds| Fired::new(slice::from_ref(&field.id), grounds, &field.id);
        if month.end() > limit.latest {
            found.push(fired(FormGrounds::AfterTheLast(ix, month, limit.latest)));
            continue;
        }
        let milestone = round.milestone_ix(&limit.by);
        if let Some(at) = milestone.filter(|at| month.begin() > round.milestones()[*at].due_on) {
            found.push(Fired {
                severity: Some(Severity::Ask),
                ..fired(FormGrounds::AfterMilestone(ix, month, at))
            });
        }
    }
    found
}

/// Every field of every form.
fn fields<'a>(answers: &Answers<'a>) -> impl Iterator<Item = (FieldIx, &'a Field)> {
    let forms = answers.ledger.round().forms.iter().enumerate();
    forms.flat_map(|(form, one)| {
        let fields = one.fields.iter().enumerate();
        fields.map(move |(at, field)| (FieldIx { form, field: at }, field))
    })
}

/// Forms that count as handed in, and in which fields are empty; one with nothing in it is a signal.
fn handed_in(answers: &Answers<'_>) -> Vec<Fired> {
    let (ledger, association) = (answers.ledger, answers.association);
    let handed_in = filled::handed_in(ledger, association);
    let partly = handed_in.filter_map(|(item, at)| {
        let empty = empty_fields(answers, at)?;
        let (form, item_id) = (ledger.round().forms[at].id, &ledger.round().items[item].id);
        let grounds = FormGrounds::HandedIn(item, form, empty.len());
        Some(Fired::new(&empty, grounds, item_id))
    });
    partly.collect()
}

/// A plan that was begun has no places left open.
fn unfilled(answers: &Answers<'_>) -> Vec<Fired> {
    let at = answers.ledger.round().form_ix(FormId::Plan);
    let empty = empty_fields(answers, at).into_iter();
    let fired = empty.map(|empty| {
        let grounds = FormGrounds::Unfilled(FormId::Plan, empty.len());
        Fired::new(&empty, grounds, "")
    });
    fired.collect()
}

/// The fields of a form that have to be filled in and are not; `None` where that is none of them,
/// or all.
fn empty_fields(answers: &Answers<'_>, form: usize) -> Option<Vec<String>> {
    let asked = filled::fields(answers.ledger, answers.association, form);
    let (filled, empty): (Vec<_>, Vec<_>) = asked
        .filter(|field| field.asked)
        .partition(|field| field.record.is_some());
    let ids = || empty.iter().map(|field| field.def.id.clone()).collect();
    (!filled.is_empty() && !empty.is_empty()).then(ids)
}
