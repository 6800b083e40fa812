//! Contacts, promises, remarks.

use chrono::NaiveDate;

use super::fact::{decision, required};
use super::{Decision, Refusal, mark};
use crate::domain::change::Subject;
use crate::domain::command::Context;
use crate::domain::fact::{Contact, Fact, FactKey, Promise, Remark};
use crate::domain::ledger::{Ledger, SubjectIx};
use crate::domain::milestone;
use crate::domain::remark;

/// What a subject is called; refused when there is none.
fn name(ledger: &Ledger, subject: &Subject) -> Result<String, Refusal> {
    find(ledger, subject).map(|ix| ledger.subject_name(ix))
}

fn find(ledger: &Ledger, subject: &Subject) -> Result<SubjectIx, Refusal> {
    ledger.subject_ix(subject).map_err(|unknown| match subject {
        Subject::Association(no) => Refusal::UnknownAssociation(*no),
        _ => Refusal::UnknownUnit(unknown.id),
    })
}

/// A number that no other fact of this kind has, in the order of entry.
fn fresh(ledger: &Ledger, context: &Context, key: impl Fn(i64) -> FactKey) -> FactKey {
    let mut number = context.at.timestamp_millis();
    while ledger.fact(&key(number)).is_some() {
        number += 1;
    }
    key(number)
}

/// Says who answers for a subject.
pub(super) fn contact(
    ledger: &Ledger,
    subject: &Subject,
    contact: Option<&Contact>,
    context: &Context,
) -> Result<Decision, Refusal> {
    let name = name(ledger, subject)?;
    let contact = match contact {
        None => None,
        Some(contact) => Some(Contact {
            person: required(&contact.person, "联系人姓名")?,
            phone: remark::clean(&contact.phone)?,
        }),
    };
    let fact = contact.map(Fact::Contact);
    let what = match &fact {
        Some(fact) => format!("{name} 联系人：{}", fact.sentence()),
        None => format!("{name} 联系人：清除"),
    };
    let key = FactKey::Contact(subject.clone());
    Ok(decision(ledger, what, key, fact, context))
}

/// Records a promise. Its date is not before the day on which it is made; a later date for a
/// milestone lies after the planned one.
pub(super) fn promise(
    ledger: &Ledger,
    subject: &Subject,
    promise: &Promise,
    context: &Context,
) -> Result<Decision, Refusal> {
    let ix = find(ledger, subject)?;
    let name = ledger.subject_name(ix);
    if promise.due_on < context.as_of {
        return Err(Refusal::PromiseInThePast {
            on: promise.due_on,
            as_of: context.as_of,
        });
    }
    let milestone = match &promise.milestone {
        None => None,
        Some(id) => {
            let at = mark::milestone_ix(ledger, id)?;
            let def = &ledger.round().milestones()[at];
            if milestone::below(ledger, at, ix).is_empty() {
                return Err(mark::outside(ledger, at, ix));
            }
            if promise.due_on <= def.due_on {
                return Err(Refusal::NotLater {
                    milestone: def.id.clone(),
                    planned: def.due_on,
                });
            }
            Some(def.id.clone())
        }
    };
    let what = if milestone.is_some() {
        "延期的理由"
    } else {
        "承诺的内容"
    };
    let fact = Fact::Promise(Promise {
        text: required(&promise.text, what)?,
        due_on: promise.due_on,
        milestone,
        kept_on: None,
    });
    let key = fresh(ledger, context, |number| {
        FactKey::Promise(subject.clone(), number)
    });
    let what = format!("{name} {}", fact.sentence());
    Ok(decision(ledger, what, key, Some(fact), context))
}

/// Records that a promise was kept, or not yet.
pub(super) fn keep(
    ledger: &Ledger,
    subject: &Subject,
    number: i64,
    on: Option<NaiveDate>,
    context: &Context,
) -> Result<Decision, Refusal> {
    let name = name(ledger, subject)?;
    let key = FactKey::Promise(subject.clone(), number);
    let Some(Fact::Promise(promise)) = ledger.fact(&key).map(|record| &record.fact) else {
        return Err(Refusal::NoSuchFact {
            what: key.word(),
            name,
        });
    };
    if let Some(on) = on {
        mark::check_date(ledger, on, context.as_of)?;
    }
    let fact = Fact::Promise(Promise {
        kept_on: on,
        ..promise.clone()
    });
    let what = match on {
        Some(_) => format!("{name} {}", fact.sentence()),
        None => format!("{name} {}：尚未兑现", fact.sentence()),
    };
    Ok(decision(ledger, what, key, Some(fact), context))
}

/// Remarks something about a subject.
pub(super) fn remark(
    ledger: &Ledger,
    subject: &Subject,
    text: &str,
    context: &Context,
) -> Result<Decision, Refusal> {
    let name = name(ledger, subject)?;
    let fact = Fact::Remark(Remark {
        on: context.as_of,
        text: required(text, "备注的内容")?,
    });
    let key = fresh(ledger, context, |number| {
        FactKey::Remark(subject.clone(), number)
    });
    let what = format!("{name} 备注：{}", fact.sentence());
    Ok(decision(ledger, what, key, Some(fact), context))
}

/// Takes a promise or a remark away.
pub(super) fn withdraw(
    ledger: &Ledger,
    subject: &Subject,
    key: FactKey,
    context: &Context,
) -> Result<Decision, Refusal> {
    let name = name(ledger, subject)?;
    let Some(record) = ledger.fact(&key) else {
        return Err(Refusal::NoSuchFact {
            what: key.word(),
            name,
        });
    };
    let what = format!("{name} 删除{}：{}", key.word(), record.fact.sentence());
    Ok(decision(ledger, what, key, None, context))
}
