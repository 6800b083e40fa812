//! Answers of the forms.

use super::{Decision, Refusal};
use crate::domain::change::{AnswerRecord, Change};
use crate::domain::command::Context;
use crate::domain::ledger::{AssocIx, Ledger};
use crate::domain::round::FieldIx;

/// Finds a field by its id, ignoring case.
pub(super) fn field_ix(ledger: &Ledger, id: &str) -> Result<FieldIx, Refusal> {
    ledger
        .round()
        .field_ix(id)
        .ok_or_else(|| Refusal::UnknownField(id.to_owned()))
}

/// Decides what is written into a field; no text at all takes the answer away.
pub(super) fn set_answer(
    ledger: &Ledger,
    assoc: AssocIx,
    ix: FieldIx,
    texts: &[String],
    context: &Context,
) -> Result<Decision, Refusal> {
    let field = ledger.round().field(ix);
    let association = &ledger.associations()[assoc];
    let value = field.parse(texts).map_err(|error| Refusal::BadValue {
        field: field.id.clone(),
        label: field.label.clone(),
        error,
    })?;
    let before = ledger.answer(assoc, ix);
    let label = field.label.trim_end_matches('：');
    let what = match &value {
        Some(value) => format!("{} {} {}：{value}", association.name, field.id, label),
        None => format!("{} {} {}：清空", association.name, field.id, label),
    };
    let same = before.map(|record| &record.value) == value.as_ref();
    let changes = if same {
        Vec::new()
    } else {
        vec![Change::Answer {
            association: association.no,
            field: field.id.clone(),
            before: before.cloned(),
            after: value.map(|value| AnswerRecord {
                value,
                by: context.by.clone(),
                at: context.at,
                on: context.as_of,
            }),
        }]
    };
    Ok(Decision { what, changes })
}
