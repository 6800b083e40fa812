//! Answers of the forms.

use std::collections::BTreeMap;

use super::{Decision, Occasion, Refusal};
use crate::domain::change::{AnswerRecord, Change, Key};
use crate::domain::command::{Context, NewAnswer, Title};
use crate::domain::form::Field;
use crate::domain::form::value::{Value, ValueError};
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;
use crate::domain::round::FieldIx;

/// Finds a field by its id, ignoring case.
fn field_ix(ledger: &Ledger, id: &str) -> Result<FieldIx, Refusal> {
    ledger
        .round()
        .field_ix(id)
        .ok_or_else(|| Refusal::UnknownField(id.to_owned()))
}

/// Decides what is written into a field; no text at all takes the answer away.
pub(super) fn set_answer(
    ledger: &Ledger,
    answer: &NewAnswer,
    context: &Context,
) -> Result<Decision, Refusal> {
    let (assoc, ix, value) = read(ledger, answer)?;
    let key = Key::Answer {
        association: answer.association,
        field: ledger.round().field(ix).id.clone(),
    };
    let changes = change(ledger, assoc, ix, value, context);
    Ok(Decision {
        occasion: Occasion::Single(key),
        changes: changes.into_iter().collect(),
    })
}

/// Decides what is written into many fields. The last one wins where a field comes twice.
pub(super) fn set_answers(
    ledger: &Ledger,
    title: &Title,
    answers: &[NewAnswer],
    context: &Context,
) -> Result<Decision, Refusal> {
    let mut values = BTreeMap::new();
    for answer in answers {
        let (assoc, ix, value) = read(ledger, answer)?;
        values.insert((assoc, ix), value);
    }
    let changes: Vec<Change> = values
        .into_iter()
        .filter_map(|((assoc, ix), value)| change(ledger, assoc, ix, value, context))
        .collect();
    Ok(Decision {
        occasion: Occasion::FilledIn(title.typed()?),
        changes,
    })
}

/// Whose, which field, and what is written into it.
fn read(ledger: &Ledger, answer: &NewAnswer) -> Result<(AssocIx, FieldIx, Option<Value>), Refusal> {
    let assoc = ledger
        .association_ix(answer.association)
        .ok_or(Refusal::UnknownAssociation(answer.association))?;
    let ix = field_ix(ledger, &answer.field)?;
    let field = ledger.round().field(ix);
    let value = field.read(&answer.rows);
    Ok((assoc, ix, value.map_err(|error| refused(field, error))?))
}

fn refused(field: &Field, error: ValueError) -> Refusal {
    Refusal::BadValue {
        field: field.id.clone(),
        label: field.label.clone(),
        error,
    }
}

/// The change from what stands in a field, if it is one.
fn change(
    ledger: &Ledger,
    assoc: AssocIx,
    ix: FieldIx,
    value: Option<Value>,
    context: &Context,
) -> Option<Change> {
    let before = ledger.answer(assoc, ix);
    let same = before.map(|record| &record.value) == value.as_ref();
    (!same).then(|| {
        let after = value.map(|value| AnswerRecord {
            value,
            by: context.by.as_str().into(),
            at: context.at,
            on: context.as_of,
        });
        let no = ledger.associations()[assoc].no;
        let field = &ledger.round().field(ix).id;
        Change::answer(no, field, before.cloned(), after)
    })
}
