//! The forms of one association: which fields are shown, how many of them are filled in.

use super::value::Value;
use crate::domain::change::AnswerRecord;
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;
use crate::domain::progress::Tally;
use crate::domain::round::FieldIx;

use super::Field;

/// One field of one association's form.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FieldView<'a> {
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
    let fields = 0..ledger.round().forms[form].fields.len();
    fields.map(move |at| field(ledger, association, FieldIx { form, field: at }))
}

/// One field of an association.
pub fn field(ledger: &Ledger, association: AssocIx, ix: FieldIx) -> FieldView<'_> {
    let form = &ledger.round().forms[ix.form];
    let answer = |id: &str| -> Option<&Value> {
        let field = form.fields.iter().position(|field| field.id == id)?;
        let at = FieldIx {
            form: ix.form,
            field,
        };
        Some(&ledger.answer(association, at)?.value)
    };
    let def = &form.fields[ix.field];
    FieldView {
        def,
        shown: form.shown(def, &answer),
        record: ledger.answer(association, ix),
    }
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
