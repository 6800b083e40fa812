//! What is said of the forms: in the words of the round, except of rules that are code.

use super::{Told, fields};
use crate::domain::finding::{About, Finding, FormGrounds, Place};
use crate::domain::ledger::Ledger;
use crate::domain::round::FieldIx;

/// A contradiction is seen from this many fields; a plan may leave a hundred open.
const MOST_SIDES: usize = 8;

pub(super) fn told<'a>(ledger: &'a Ledger, one: &'a Finding, grounds: &'a FormGrounds) -> Told<'a> {
    let advice = match one.place {
        Place::Field(..) => s!(
            "核对原件，更正填错的一栏；属实的记为属实",
            "Check the original and correct the wrong field; if true, record it as true"
        ),
        _ => s!("在清单中写明", "Say so in the checklist"),
    };
    Told::new(message(ledger, grounds), advice, move || match one.about {
        About::Association(ix) => fields(ledger, ix, one.fields.iter())
            .take(MOST_SIDES)
            .collect(),
        _ => Vec::new(),
    })
}

pub(super) fn message(ledger: &Ledger, grounds: &FormGrounds) -> String {
    use FormGrounds as G;
    match grounds {
        G::Written(text) => text.to_string(),
        G::Exclusive(field, alone) => {
            let label = &ledger.round().field(*field).label;
            t!(
                "{label}：{alone} 与其他选项同选",
                "{label}: {alone} is ticked beside other options"
            )
        }
        G::Doubted(item, field) => {
            let round = ledger.round();
            let (label, place) = (&round.items[*item].label, in_form(ledger, *field));
            t!(
                "清单「{label}」已作结，而{place}所填不是这样，存疑",
                "Checklist item \"{label}\" is settled, but {place} says otherwise: in doubt"
            )
        }
        G::AfterTheLast(field, month, latest) => {
            let place = in_section(ledger, *field);
            t!(
                "{place}：{}晚于最迟的 {latest}",
                "{place}: {} is later than the latest, {latest}",
                month.words()
            )
        }
        G::AfterMilestone(field, month, milestone) => {
            let place = in_section(ledger, *field);
            let by = &ledger.round().milestones()[*milestone];
            let (title, due_on) = (&by.title, by.due_on);
            t!(
                "{place}：{}晚于{title} {due_on}",
                "{place}: {} is later than {title}, {due_on}",
                month.words()
            )
        }
        G::Unfilled(form, count) => t!(
            "{}还有 {count} 处没有填写",
            "{}: {count} fields empty",
            form.shown()
        ),
        G::HandedIn(item, form, count) => {
            let label = &ledger.round().items[*item].label;
            t!(
                "清单「{label}」已作结，{}还有 {count} 栏没有填写",
                "Checklist item \"{label}\" is settled; {} has {count} empty fields",
                form.shown()
            )
        }
    }
}

/// 完成情况表「脱钩后单独开立银行账户情况」.
pub(in crate::words) fn in_form(ledger: &Ledger, ix: FieldIx) -> String {
    let round = ledger.round();
    let form = round.forms[ix.form].id.shown();
    t!("{form}「{}」", "{form} \"{}\"", round.field(ix).name())
}

/// A field's label after the title of its section.
fn in_section(ledger: &Ledger, ix: FieldIx) -> String {
    let round = ledger.round();
    let field = round.field(ix);
    let mut sections = round.forms.iter().flat_map(|form| &form.sections);
    let section = sections.find(|section| section.id == field.section);
    let title = section.map_or("", |section| &*section.title);
    format!("{title}{}", field.label)
}
