//! Who has to act on whatever a light is asked about: roles with names.

use super::What;
use crate::domain::change::Subject;
use crate::domain::id::AssocIx;
use crate::domain::ledger::{Ledger, SubjectIx};
use crate::domain::round::duty::named;
use crate::domain::round::official;

/// Who has to act: roles with names.
pub fn of(ledger: &Ledger, what: What) -> Vec<(&'static str, String)> {
    let round = ledger.round();
    let mut who = Vec::new();
    let mut add = |role, names: String| {
        if !names.is_empty() {
            who.push((role, names));
        }
    };
    match what {
        What::Item(ix, item) => {
            let def = &round.items[item];
            let unit = unit_word(ledger, ix);
            add(s!("责任", "duty"), named(&def.owner, Some(unit), None));
            add(s!("审核", "checks"), named(&def.checker, Some(unit), None));
            add(
                s!("联系人", "contact"),
                contact(ledger, SubjectIx::Association(ix)),
            );
        }
        What::Items(item) => {
            let def = &round.items[item];
            add(s!("责任", "duty"), official::joined(&def.owner));
            add(s!("审核", "checks"), official::joined(&def.checker));
        }
        What::Association(ix) | What::SectionOf(ix, _) => {
            add(s!("主管单位", "unit"), unit_word(ledger, ix).to_owned());
            add(
                s!("联系人", "contact"),
                contact(ledger, SubjectIx::Association(ix)),
            );
        }
        What::Milestone(ix, subject) => {
            let def = &round.milestones()[ix];
            let unit = match subject {
                SubjectIx::City => None,
                SubjectIx::Unit(unit) => Some(ledger.units()[unit].name.as_str()),
                SubjectIx::Association(ix) => Some(unit_word(ledger, ix)),
            };
            add(s!("牵头", "lead"), named(&def.lead, unit, None));
            add(s!("参加", "with"), named(&def.participants, unit, None));
            add(s!("联系人", "contact"), contact(ledger, subject));
        }
        What::Unit(unit) => {
            add(
                s!("主管单位", "unit"),
                ledger.units()[unit].name.to_string(),
            );
            add(
                s!("联系人", "contact"),
                contact(ledger, SubjectIx::Unit(unit)),
            );
        }
        What::Section(section) => {
            let mut owners: Vec<String> = Vec::new();
            for item in round.items.iter().filter(|item| item.section == section) {
                for owner in &item.owner {
                    if !owners.contains(owner) {
                        owners.push(owner.clone());
                    }
                }
            }
            add(s!("责任", "duty"), official::joined(&owners));
        }
        What::City => add(
            s!("办公室", "office"),
            round.info.working_group.office_at.clone(),
        ),
        What::Printed(_) | What::Status(_) => {}
    }
    who
}

fn unit_word(ledger: &Ledger, ix: AssocIx) -> &str {
    let unit = ledger.unit_name_of(ix);
    unit.unwrap_or_else(|| ledger.printed_unit_of(ix))
}

/// Who answers for an association, else for its unit.
fn contact(ledger: &Ledger, subject: SubjectIx) -> String {
    let of = |subject: &Subject| {
        let (contact, _) = ledger.contact(subject)?;
        Some(contact.said())
    };
    let unit = match subject {
        SubjectIx::Association(ix) => ledger.unit_of(ix).map(SubjectIx::Unit),
        SubjectIx::City | SubjectIx::Unit(_) => None,
    };
    of(&ledger.subject(subject))
        .or_else(|| of(&ledger.subject(unit?)))
        .unwrap_or_default()
}
