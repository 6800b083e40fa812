//! The rules over the answers of one association's forms, its checklist and its marks
//! (`domain.md` 4.8). Which there are, and which fields and items they speak of, is data of the
//! round ([`crate::domain::round::form_rules`]); nothing here knows a field's name.

pub mod answers;
mod check;

use ecow::eco_format;

use super::{About, Finding, Kind, Place, Side, Source};
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;
use crate::domain::round::form_rules::FormRule;
use answers::Answers;
use check::Fired;

pub use check::phone_number;

/// What the rules find, in their order.
pub fn findings(answers: &Answers<'_>) -> Vec<Finding> {
    let (ledger, association) = (answers.ledger, answers.association);
    let mut found: Vec<Finding> = Vec::new();
    for rule in &ledger.round().form_rules().rules {
        for fired in rule.check.fires(answers) {
            let one = finding(ledger, association, rule, fired);
            // One person listed twice breaks one rule twice; a decision covers both.
            if !found.iter().any(|other| other.id == one.id) {
                found.push(one);
            }
        }
    }
    found
}

/// A contradiction is seen from this many fields; a plan may leave a hundred open.
const MOST_SIDES: usize = 8;

/// A rule that fired with the fields that it is about, side by side.
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
    let sides = fields().take(MOST_SIDES).map(|ix| {
        let field = round.field(ix);
        let value = ledger.answer(association, ix);
        let value = value.map_or_else(|| "未填写".to_owned(), |record| record.value.to_string());
        let form = round.forms[ix.form].id.word();
        Side::new(&field.label, value, format!("{form} {}", field.id))
    });
    let entered = fields().filter_map(|ix| Some(ledger.answer(association, ix)?.at));
    let newest = entered.max();
    let place = fields()
        .next()
        .map_or(Place::Association(association), |ix| {
            Place::Field(association, ix)
        });
    let advice = match place {
        Place::Field(..) => "核对原件，更正填错的一栏；属实的记为属实",
        _ => "在清单中写明",
    };
    let severity = fired.severity.unwrap_or(rule.severity);
    Finding {
        sides: sides.collect(),
        source: Source::chapter(eco_format!("4.8 {}", rule.id)),
        advice: advice.to_owned(),
        place,
        newest,
        message: fired.message,
        fields: fired.fields,
        ..Finding::new(rule.id.clone(), Kind::Forms, severity, about, &key)
    }
}
