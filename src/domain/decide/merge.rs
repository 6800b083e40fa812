//! Changes that were decided in another copy of the ledger. They are not believed: each has to
//! begin from what stands here and to hold what could have been entered here.

use super::{Decision, Refusal, check_current};
use crate::domain::change::Change;
use crate::domain::ledger::Ledger;
use crate::domain::remark;

/// Decides about changes of another copy: all of them or none.
pub(super) fn merge(ledger: &Ledger, what: &str, changes: &[Change]) -> Result<Decision, Refusal> {
    for change in changes {
        let what = change.thing().id().to_owned();
        if !known(ledger, change) || !plain(ledger, change)? {
            return Err(Refusal::NotFromHere(what));
        }
    }
    check_current(ledger, 0, changes)?;
    Ok(Decision {
        what: remark::clean(what)?,
        changes: changes.to_vec(),
    })
}

/// The ledger has what the change is about.
fn known(ledger: &Ledger, change: &Change) -> bool {
    let round = ledger.round();
    match change {
        Change::Item {
            association, item, ..
        } => ledger.association_ix(*association).is_some() && round.item_ix(item).is_some(),
        Change::Answer {
            association, field, ..
        } => ledger.association_ix(*association).is_some() && round.field_ix(field).is_some(),
        Change::Mark {
            milestone, subject, ..
        } => round.milestone_ix(milestone).is_some() && ledger.subject_ix(subject).is_ok(),
        Change::Fact { key, after, .. } => {
            let subject = key.subject();
            subject.is_some_and(|subject| ledger.subject_ix(&subject).is_ok())
                && after.iter().all(|record| key.holds(&record.fact))
        }
    }
}

/// What the change writes could have been typed: texts are clean, values fit their field.
fn plain(ledger: &Ledger, change: &Change) -> Result<bool, Refusal> {
    let clean = |text: &str| Ok::<bool, Refusal>(remark::clean(text)? == text);
    Ok(match change {
        Change::Item {
            after: Some(record),
            ..
        } => clean(&record.by)? && clean(&record.note)? && clean(&record.evidence)?,
        Change::Mark {
            after: Some(mark), ..
        } => clean(&mark.by)?,
        Change::Answer {
            field,
            after: Some(record),
            ..
        } => {
            let round = ledger.round();
            let field = round.field_ix(field).map(|ix| round.field(ix));
            clean(&record.by)? && field.is_some_and(|field| field.holds(&record.value))
        }
        Change::Fact {
            after: Some(record),
            ..
        } => {
            let mut texts = record.fact.texts().into_iter().chain([record.by.as_str()]);
            texts.try_fold(true, |all, text| Ok::<bool, Refusal>(all && clean(text)?))?
        }
        _ => true,
    })
}
