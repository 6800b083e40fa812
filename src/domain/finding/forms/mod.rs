//! The rules over the answers of one association's forms, its checklist and its marks
//! (`domain.md` 4.8). Each rule is a named function; the fields of the forms are known here and
//! in the signals, and nowhere else.

pub mod answers;
mod assets;
mod counts;
mod pairs;
mod people;
mod plan;
mod progress;

use super::{About, Finding, Kind, Place, Severity, Side};
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;
use answers::Answers;

/// A rule that fired.
#[derive(Debug)]
pub struct Fired {
    rule: &'static str,
    severity: Severity,
    /// Ids of the fields that it is about.
    fields: Vec<String>,
    message: String,
    /// What tells it from others of the same rule and association, whatever else is found: a
    /// field, or a name in it.
    key: String,
}

/// Where a rule puts what it finds.
struct Report<'a> {
    rule: &'static str,
    found: &'a mut Vec<Fired>,
    /// What the next finding is told by; the last of its fields when nothing is said.
    key: Option<String>,
}

impl Report<'_> {
    /// Tells the next finding by this, and not by its last field.
    fn about(&mut self, key: &str) -> &mut Self {
        self.key = Some(key.split_whitespace().collect());
        self
    }

    fn contradiction(&mut self, fields: &[&str], message: String) {
        self.add(Severity::Contradiction, fields, message);
    }

    fn suspicious(&mut self, fields: &[&str], message: String) {
        self.add(Severity::Suspicious, fields, message);
    }

    fn ask(&mut self, fields: &[&str], message: String) {
        self.add(Severity::Ask, fields, message);
    }

    fn add(&mut self, severity: Severity, fields: &[&str], message: String) {
        let last = || fields.last().copied().unwrap_or_default().to_owned();
        self.found.push(Fired {
            key: self.key.take().unwrap_or_else(last),
            rule: self.rule,
            severity,
            fields: fields.iter().map(|field| (*field).to_owned()).collect(),
            message,
        });
    }
}

/// A rule: looks at the answers and reports. A field that is hidden or not filled in says
/// nothing, so a form that is not there yet contradicts nothing.
type Rule = fn(&Answers<'_>, &mut Report<'_>);

/// All rules by name.
const RULES: [(&str, Rule); 29] = [
    ("X01", counts::x01_lists),
    ("X02", counts::x02_people),
    ("X03", counts::x03_exclusive),
    ("X04", pairs::x04_before_and_after),
    ("X05", counts::x05_functions),
    ("X06", counts::x06_posts),
    ("X07", counts::x07_people_accounted_for),
    ("X08", people::x08_retired_staying),
    ("X09", people::x09_everyone_accounted_for),
    ("X10", assets::x10_state_assets_fall),
    ("X11", assets::x11_relabelled),
    ("X12", assets::x12_total_changes),
    ("X13", assets::x13_funding_continues),
    ("X14", assets::x14_office_space),
    ("X15", pairs::x15_changes_registered),
    ("X16", pairs::x16_registration_done),
    ("X17", progress::x17_charter),
    ("X18", pairs::x18_same_before),
    ("X19", people::x19_party_moved),
    ("X20", people::x20_party_cell),
    ("X21", assets::x21_premises),
    ("X22", people::x22_officials_in_charge),
    ("X23", progress::x23_unfinished),
    ("X24", progress::x24_foreign_affairs),
    ("X25", progress::x25_staff),
    ("X26", assets::x26_resettled),
    ("X27", assets::x27_income_unit),
    ("P01", plan::p01_months),
    ("P02", plan::p02_unfilled),
];

/// Runs every rule over the answers of one association.
pub fn check(answers: &Answers<'_>) -> Vec<Fired> {
    let mut found = Vec::new();
    for (rule, run) in RULES {
        run(
            answers,
            &mut Report {
                rule,
                found: &mut found,
                key: None,
            },
        );
    }
    found
}

/// A contradiction is seen from this many fields; a plan may leave a hundred open.
const MOST_SIDES: usize = 8;

/// A rule that fired with the fields that it is about, side by side.
pub fn finding(ledger: &Ledger, association: AssocIx, fired: Fired) -> Finding {
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
    Finding {
        sides: sides.collect(),
        source: format!("domain.md 4.8 {}", fired.rule),
        advice: advice.to_owned(),
        place,
        newest,
        message: fired.message,
        fields: fired.fields,
        ..Finding::new(fired.rule, Kind::Forms, fired.severity, about, &key)
    }
}
