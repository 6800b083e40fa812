//! The forms of one association: which fields are shown, how many of them are filled in.

use super::value::Value;
use crate::domain::change::AnswerRecord;
use crate::domain::id::{AssocIx, ItemIx};
use crate::domain::ledger::Ledger;
use crate::domain::progress::Tally;
use crate::domain::round::{Due, FieldIx};

use super::Field;

/// One field of one association's form.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FieldView<'a> {
    pub def: &'a Field,
    /// The answers of other fields let it be shown. A hidden one keeps its answer.
    pub shown: bool,
    /// It has to be filled in: what may be left empty has not, nor has a box that opts out of
    /// others of which one is filled in.
    pub asked: bool,
    /// What stands in it.
    pub record: Option<&'a AnswerRecord>,
}

impl FieldView<'_> {
    /// It has to be filled in and is not.
    pub const fn missing(&self) -> bool {
        self.asked && self.record.is_none()
    }
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
    let shown = form.shown(def, &answer);
    let opted_in = || {
        let mut others = form.opts_out_of(def);
        others.any(|other| answer(&other.id).is_some())
    };
    FieldView {
        def,
        shown,
        asked: shown && !def.optional && !opted_in(),
        record: ledger.answer(association, ix),
    }
}

/// Filled in of what has to be.
pub fn tally(ledger: &Ledger, association: AssocIx, form: usize) -> Tally {
    let mut sum = Tally::default();
    for field in fields(ledger, association, form) {
        if field.asked {
            sum.total += 1;
            sum.done += usize::from(field.record.is_some());
        }
    }
    sum
}

/// The forms (by position in the round) that count as handed in, with the item that says so: it is
/// settled, or the milestone is reached by which it is due.
pub fn handed_in(ledger: &Ledger, association: AssocIx) -> impl Iterator<Item = (ItemIx, usize)> {
    let round = ledger.round();
    let items = round.items.iter_enumerated();
    items.filter_map(move |(ix, item)| {
        let form = item.hands_in?;
        let settled = || ledger.item(association, ix).state.settled();
        let reached = || match item.due {
            Due::At(by) => ledger.progress(association).reached_on(by).is_some(),
            Due::On(_) => false,
        };
        (settled() || reached()).then(|| (ix, round.form_ix(form)))
    })
}
