//! The rules over the answers of one association's forms, its checklist and its marks
//! (`domain.md` 4.8). Which there are, and which fields and items they speak of, is data of the
//! round ([`crate::domain::round::form_rules`]); nothing here knows a field's name.

mod alike;
pub mod answers;
mod check;
mod people;

use chrono::NaiveDate;
use ecow::eco_format;

use super::{About, Finding, Kind, Place, Source};
use crate::domain::form::FormId;
use crate::domain::form::month::Month;
use crate::domain::id::{AssocIx, ItemIx, MilestoneIx};
use crate::domain::ledger::Ledger;
use crate::domain::round::FieldIx;
use crate::domain::round::form_rules::FormRule;
use crate::text::lang::Both;
use answers::Answers;
use check::Fired;

pub use people::phone_number;

/// What a rule between the forms has seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormGrounds {
    /// The round has the sentence; it is filled in.
    Written(Both),
    /// An option that stands alone is ticked with others.
    Exclusive(FieldIx, String),
    /// An item is settled, and a field says otherwise.
    Doubted(ItemIx, FieldIx),
    /// A month of the plan after the last day.
    AfterTheLast(FieldIx, Month, NaiveDate),
    /// A month of the plan after the milestone.
    AfterMilestone(FieldIx, Month, MilestoneIx),
    /// An item says that a form was handed in, in which so many fields are empty.
    HandedIn(ItemIx, FormId, usize),
    /// So many places of a form are empty.
    Unfilled(FormId, usize),
}

/// What the rules find, in their order.
pub fn findings(answers: &Answers<'_>) -> Vec<Finding> {
    let (ledger, association) = (answers.ledger, answers.association);
    let mut found: Vec<Finding> = Vec::new();
    let mut said = None;
    for rule in &ledger.round().form_rules().rules {
        if rule.fact.is_some() && rule.fact == said {
            continue;
        }
        let told = |id: &String| found.iter().any(|one| one.fields.contains(id));
        if rule.check.told.iter().any(told) {
            continue;
        }
        let mut all = rule.check.fires(answers);
        // What stands in a field that something else speaks of is one fact.
        if rule.check.test.searches() {
            all.retain(|fired| !fired.fields.iter().any(told));
        }
        if !all.is_empty() {
            said = rule.fact;
        }
        for fired in all {
            let one = finding(ledger, association, rule, fired);
            // One person listed twice breaks one rule twice; a decision covers both.
            if !found.iter().any(|other| other.id == one.id) {
                found.push(one);
            }
        }
    }
    found
}

/// A rule that fired.
fn finding(ledger: &Ledger, association: AssocIx, rule: &FormRule, fired: Fired) -> Finding {
    let round = ledger.round();
    let no = ledger.associations()[association].no;
    let key = if fired.key.is_empty() {
        no.to_string()
    } else {
        format!("{no}:{}", fired.key)
    };
    let about = About::Association(association);
    let fields = || fired.fields.iter().filter_map(|id| round.field_ix(id));
    let entered = fields().filter_map(|ix| Some(ledger.answer(association, ix)?.at));
    let newest = entered.max();
    let place = fields()
        .next()
        .map_or(Place::Association(association), |ix| {
            Place::Field(association, ix)
        });
    let severity = fired.severity.unwrap_or(rule.severity);
    Finding {
        source: Source::chapter(eco_format!("4.8 {}", rule.id)),
        place,
        newest,
        fields: fired.fields,
        ..Finding::new(
            rule.id.clone(),
            Kind::Forms,
            severity,
            about,
            &key,
            fired.grounds,
        )
    }
}
