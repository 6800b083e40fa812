//! What the rules of one association's forms found, as it stands in the list.

use super::super::Finding;
use super::{About, Kind, Listed, Place, Side};
use crate::domain::ledger::{AssocIx, Ledger};

/// A contradiction is seen from this many fields; a plan may leave a hundred open.
const MOST_SIDES: usize = 8;

/// A finding of the forms with the fields that it is about, side by side.
pub fn listed(ledger: &Ledger, association: AssocIx, finding: Finding) -> Listed {
    let round = ledger.round();
    let no = ledger.associations()[association].no;
    let key = if finding.key.is_empty() {
        no.to_string()
    } else {
        format!("{no}:{}", finding.key)
    };
    let about = About::Association(association);
    let fields = || finding.fields.iter().filter_map(|id| round.field_ix(id));
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
    Listed {
        sides: sides.collect(),
        source: format!("domain.md 4.8 {}", finding.rule),
        advice: advice.to_owned(),
        place,
        newest,
        message: finding.message,
        ..Listed::new(finding.rule, Kind::Forms, finding.severity, about, &key)
    }
}
