//! The forms of one association: which fields are shown, how many of them are filled in.

use super::value::Value;
use crate::domain::change::AnswerRecord;
use crate::domain::ledger::{AssocIx, Ledger};
use crate::domain::progress::Tally;
use crate::domain::round::FieldIx;

use super::Field;

/// One field of one association's form.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FieldView<'a> {
    /// The field.
    pub def: &'a Field,
    /// The answers of other fields let it be shown. A hidden one keeps its answer.
    pub shown: bool,
    /// What stands in it.
    pub record: Option<&'a AnswerRecord>,
}

/// A form (by position in the round) of an association, field by field.
pub fn fields(
    ledger: &Ledger,
    association: AssocIx,
    form: usize,
) -> impl Iterator<Item = FieldView<'_>> {
    let def = &ledger.round().forms[form];
    let answer = move |id: &str| -> Option<&Value> {
        let field = def.fields.iter().position(|field| field.id == id)?;
        let record = ledger.answer(association, FieldIx { form, field })?;
        Some(&record.value)
    };
    def.fields
        .iter()
        .enumerate()
        .map(move |(field, field_def)| FieldView {
            def: field_def,
            shown: def.shown(field_def, &answer),
            record: ledger.answer(association, FieldIx { form, field }),
        })
}

/// Filled in of what has to be: the fields that are shown and not optional.
pub fn tally(ledger: &Ledger, association: AssocIx, form: usize) -> Tally {
    let mut sum = Tally::default();
    for field in fields(ledger, association, form) {
        if field.shown && !field.def.optional {
            sum.total += 1;
            sum.done += usize::from(field.record.is_some());
        }
    }
    sum
}
